"""Find where health sees what police do not, and the reverse: a difference in what is recorded."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
from scipy.sparse import csgraph

from placespace.documents.overview import harm_layers
from placespace.documents.statement import window_name
from placespace.errors import PlacespaceError
from placespace.grid import Cells, Question, read_exclusions, study_area
from placespace.ingest import read_stored
from placespace.measures import Reading, place_names, seen_by_one
from placespace.places.acting import check_act

MOST_MONTHS = 12
FALSE_POINT_KINDS = ("hospital", "police station", "custody", "custody suite", "prison")
"""Kinds of context point that gather records of what happened elsewhere."""

CAVEAT = (
    "They do not count the same things or the same ages: it is a difference in what is recorded, never a verdict on "
    "a service."
)


@dataclass(frozen=True, eq=False)
class Unseen:
    """Two sources laid beside each other, cell by cell, over the months that both hold.

    Attributes
    ----------
    cells : Cells
    table : DataFrame
        A row a cell, in cell order, indexed by ``cell``: ``place, a_ring, b_ring`` (events of the
        health source and of police, cell and neighbours), ``share, low, high`` (the health source's
        share and its 90 % interval), ``times`` (its records for each one of police, against the
        area's), ``flag`` (``a only``, ``b only`` or empty) and ``masked``. Shares are missing in
        masked cells.
    usual : float
        The health source's share of the two together, over the area less its masked cells.
    months : list of str
        The months compared.
    sources : tuple of str
        What the two are called, the health source first.
    words : str
        What was compared, and the rule.
    caveat : str
        What it is not.
    """

    cells: Cells
    table: pd.DataFrame
    usual: float
    months: list[str]
    sources: tuple[str, str]
    words: str
    caveat: str = CAVEAT

    def flagged(self, flag: str) -> pd.DataFrame:
        """Return the cells of a flag, the furthest from usual first."""
        rows = self.table[self.table["flag"] == flag]
        return rows.sort_values("share", ascending=flag != "a only", kind="stable").reset_index()


def unseen_cells(reading: Reading) -> Unseen:
    """Compare the area's health source with police in every cell.

    Worked out from small counts: for the analyst's own screen. Cells that hold a false point (on the
    list of exclusions, or a context point of :data:`FALSE_POINT_KINDS`) are masked: what is recorded
    in them counts in no ring and they carry no flag.

    Raises
    ------
    PlacespaceError
        When one of the two is not here, or they hold no month in common.

    Notes
    -----
    A flag needs all of: a chance of at least ``unseen_p`` that the share differs from the area's,
    ``unseen_events`` records of the source that sees more, and ``unseen_ratio`` times as many of its
    records for each one of the other as over the area (see :func:`placespace.measures.seen_by_one`).
    """
    check_act(reading, "see true counts")
    area = reading.workspace.area
    health, police = area.health_layer, area.hotspot_layer
    present = harm_layers(reading)
    if health not in present or police not in present:
        raise PlacespaceError(
            "Both police and health data are needed.", "One of them is not here.", "Add it on the Data page."
        )
    cells = study_area(reading.workspace)
    a_store, b_store = (reading.counts(i, cells.resolution) for i in (health, police))
    held = sorted(set(a_store.months(Question(health))) & set(b_store.months(Question(police))))[-MOST_MONTHS:]
    if not held:
        raise PlacespaceError(
            "Police and health data must overlap to be compared.",
            "They hold no month in common.",
            "Add files of the same months on the Data page.",
        )
    known = tuple(c for c in area.compare_categories if c in b_store.categories)
    questions = (Question(health, (), held[0], held[-1]), Question(police, known, held[0], held[-1]))
    masked = masked_cells(reading, cells)
    a, b = (
        s.by_cell_and_month(q, cells)[held].sum(axis=1).where(~masked, 0.0)
        for s, q in zip((a_store, b_store), questions, strict=True)
    )
    table = seen_by_one(a, b, cells.ring, own=area.settings).drop(columns="p_above")
    table.insert(0, "place", place_names(reading, cells))
    table["masked"] = masked
    table.loc[masked, ["share", "low", "high", "times"]] = float("nan")
    table.loc[masked, "flag"] = ""
    both = a.sum() + b.sum()
    names = tuple(reading.workspace.layers[i].source for i in (health, police))
    usual = float(a.sum() / both) if both else float("nan")
    limits = area.settings
    words = (
        f"{names[0].capitalize()} beside {', '.join(known) or 'all categories'} ({names[1]}), the {len(held)} months "
        f"that both hold from {window_name(held[0], held[-1])}, cell and neighbours. Over the area {usual:.0%} of the "
        f"two together is {names[0]}. A cell is named where one source holds at least {limits['unseen_events']:g} "
        f"records, {limits['unseen_ratio']:g} times as many or more for each one of the other as over the area, and "
        f"the share differs from the area's with a chance of {limits['unseen_p']:.0%} or more. "
        f"{_masked_words(int(masked.sum()))}"
    )
    return Unseen(cells, table, usual, held, names, words)


def _masked_words(masked: int) -> str:
    if not masked:
        return ""
    says = "1 cell is not compared: it holds" if masked == 1 else f"{masked} cells are not compared: they hold"
    return f"{says} a hospital, a police station or another place that gathers records of what happened elsewhere."


def masked_cells(reading: Reading, cells: Cells) -> pd.Series:
    """Return which cells hold a false point of either source: named ``masked``, in cell order."""
    workspace = reading.workspace
    ids = {workspace.area.health_layer, workspace.area.hotspot_layer}
    listed = read_exclusions(workspace)
    named = [set(text.replace(",", " ").split()) or {"all"} for text in listed["layers"]]
    listed = listed[np.array([bool(names & {*ids, "all"}) for names in named], bool)]
    points = [gpd.GeoSeries.from_xy(listed["easting"].astype(float), listed["northing"].astype(float), crs=27700)]
    if "context_points" in workspace.layers:
        context = read_stored(workspace, "context_points")
        if len(context):
            false = context["kind"].str.strip().str.lower().isin(FALSE_POINT_KINDS)
            points.append(context.geometry[false].representative_point())
    masked = pd.Series(False, cells.index, name="masked")
    for some in points:
        at = cells.geometry().sindex.query(some.to_crs(27700).to_numpy(), predicate="intersects")[1]
        masked.iloc[at] = True
    return masked


def unseen(reading: Reading) -> tuple[pd.DataFrame | None, str]:
    """Return cells that one source sees and the other does not, in short, and what was compared, in words.

    Returns
    -------
    table : DataFrame or None
        The flagged rows of :func:`unseen_cells` with their ``cell``. Of cells that touch, the one
        furthest from the area's usual share stands for all. None where there is nothing to compare.
    words : str
    """
    check_act(reading, "see true counts")
    try:
        found = unseen_cells(reading)
    except PlacespaceError as why:
        return None, str(why)
    return one_a_group(found), f"{found.words} {found.caveat}"


def one_a_group(found: Unseen) -> pd.DataFrame:
    """Return, of flagged cells that touch, the one furthest from the area's usual share."""
    parts = []
    for flag in ("a only", "b only"):
        rows = found.flagged(flag)
        at = found.cells.index.get_indexer(rows["cell"])
        group = csgraph.connected_components(found.cells.ring[at][:, at], directed=False)[1] if len(rows) else []
        parts.append(rows[~pd.Series(group, rows.index).duplicated()])
    return pd.concat(parts, ignore_index=True)
