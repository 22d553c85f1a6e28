"""Read the venues that could be let, and the half hours they can be had."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import sparse

from placespace.calendar import open_slots
from placespace.catalogue import Workspace
from placespace.documents.cover.answer import Cover
from placespace.errors import PlacespaceError
from placespace.grid import to_metres
from placespace.ingest import Provision, lines_of, read_list_file, read_sessions


@dataclass(frozen=True, eq=False)
class Candidates:
    """Venues that could be let for a session.

    Attributes
    ----------
    venues : DataFrame
        ``site, lon, lat``: a row a venue.
    lettable : ndarray of bool, shape (v, 336)
        Half hours of the week it can be had.
    reach : csr_array of bool, shape (n, v)
    notes : tuple of str
        Venues left out, and why.
    """

    venues: pd.DataFrame
    lettable: np.ndarray
    reach: sparse.csr_array
    notes: tuple[str, ...]


def candidates_of(found: Cover, listed: Provision | None) -> Candidates:
    """Return the venues of a list of candidates with the half hours they can be had.

    Parameters
    ----------
    found : Cover
        Gives cells, walk and calendar.
    listed : Provision or None
        The candidate list as read: its days and times are lettable hours.

    Raises
    ------
    PlacespaceError
        When no list is loaded, or none of its venues can be used.
    """
    if listed is None or not listed.loaded:
        raise PlacespaceError(
            "Siting needs a list of venues that could be let, with the hours they can be had.",
            "None is loaded.",
            "Put it in geodata/raw and name its layer as 'candidates' in geodata/area.toml, or use --candidates.",
        )
    timed = listed.sessions
    slots = open_slots(timed, found.calendar, found.asked.week_type, first=found.year[0], last=found.year[1]).slots
    venues = timed[["site", "name", "lon", "lat"]].assign(site=timed["site"].where(timed["site"] != "", timed["name"]))
    keys = list(zip(venues["site"], venues["lon"].round(6), venues["lat"].round(6), strict=True))
    order = {key: i for i, key in enumerate(dict.fromkeys(keys))}
    lettable = np.zeros((len(order), slots.shape[1]), bool)
    for key, open_now in zip(keys, slots, strict=True):
        lettable[order[key]] |= open_now
    table = pd.DataFrame([k for k in order], columns=["site", "lon", "lat"])
    there = found.ground.reach(found.cells.centres_m(), to_metres(table["lon"], table["lat"]), found.walk)
    outside = np.asarray(there.sum(axis=0)).ravel() == 0
    notes = [
        f"'{row.site or row.name}' is left out: {row.questions or 'no hours could be read'}."
        for row in listed.lines[~listed.lines["line"].isin(lines_of(timed))].itertuples()
    ]
    notes += [f"'{site}' is left out: no cell of the area is within the walk." for site in table.loc[outside, "site"]]
    keep = ~outside
    if not keep.any():
        raise PlacespaceError(
            "At least one venue must have a place in reach of the area and hours that can be read.",
            " ".join(notes) or "The list holds none.",
            "Correct the list on the Provision page.",
        )
    return Candidates(table[keep].reset_index(drop=True), lettable[keep], there[:, keep], tuple(notes))


def candidate_list(workspace: Workspace) -> Provision | None:
    """Return the candidate venues of the area's own list; None where the area names no such list."""
    named = workspace.area.candidates
    return read_sessions(workspace, named) if named else None


def read_candidates(workspace: Workspace, path: Path) -> Provision:
    """Return the candidate venues of a file that is not in the workspace, read as the area's own list is.

    Raises
    ------
    PlacespaceError
        When the file is not there or cannot be read, or no layer says how such a list is read.
    """
    layers = workspace.of_role("candidates")
    if not layers:
        raise PlacespaceError(
            "A list of candidates is read by a layer with the role 'candidates'.",
            "There is none in layers/.",
            "Copy candidate_venues.toml from a new workspace.",
        )
    named = workspace.area.candidates
    return read_list_file(workspace, next((i.id for i in layers if i.id == named), layers[0].id), path)
