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

OUT_OF_REACH = "no cell of the area is within the walk"
MOST_SAID = 3
"""Reasons given when no venue is left: the whole list would be as long as the list."""


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
        What is to be said of the list, and the venues left out, each with the reason.
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
    slots = open_slots(
        timed, found.calendar, found.asked.week_type, first=found.year[0], last=found.year[1],
        runs_share=found.runs_share,
    ).slots  # fmt: skip
    keys = list(zip(_called(timed), timed["lon"].round(6), timed["lat"].round(6), strict=True))
    order = {key: i for i, key in enumerate(dict.fromkeys(keys))}
    lettable = np.zeros((len(order), slots.shape[1]), bool)
    for key, open_now in zip(keys, slots, strict=True):
        lettable[order[key]] |= open_now
    table = pd.DataFrame([k for k in order], columns=["site", "lon", "lat"])
    there = found.ground.reach(found.cells.centres_m(), to_metres(table["lon"], table["lat"]), found.walk)
    outside = np.asarray(there.sum(axis=0)).ravel() == 0
    notes = [*_of_lines(listed), *(f"'{s}' is left out: {OUT_OF_REACH}." for s in table.loc[outside, "site"])]
    keep = ~outside
    if not keep.any():
        said = [*listed.notes, *notes]
        more = [f"And {len(said) - MOST_SAID} more."] if len(said) > MOST_SAID else []
        raise PlacespaceError(
            "At least one venue must have a place in reach of the area and hours that can be read.",
            " ".join([*said[:MOST_SAID], *more]) or "The list holds none.",
            "Correct the list; the area's own can be put right on the Provision page.",
        )
    return Candidates(table[keep].reset_index(drop=True), lettable[keep], there[:, keep], (*listed.notes, *notes))


def _called(table: pd.DataFrame) -> pd.Series:
    """Return what each line or session of a list is called: its venue, its activity, or where it stands."""
    named = table["site"].where(table["site"] != "", table["name"])
    return named.where(named != "", "row " + table["row"].astype("str"))


def _of_lines(listed: Provision) -> list[str]:
    """Return which lines of a list give no hours to let, or fewer than they may, each with the reason."""
    lines = listed.lines
    out = []
    for called, used, row in zip(
        _called(lines), lines["line"].isin(lines_of(listed.sessions)), lines.itertuples(), strict=True
    ):
        asked = row.questions if row.questions.endswith("?") else f"{row.questions or 'no hours could be read'}."
        if row.state == "left out":
            out.append(f"'{called}' is left out, as was decided on the Provision page.")
        elif not used:
            out.append(f"'{called}' is left out: {asked}")
        elif row.questions:
            out.append(f"'{called}' is taken with the hours that could be read. Still open: {asked}")
    return out


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
