"""Lay young residents, need and kinds of place on cells: known of every cell besides incidents."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from placespace.catalogue import Workspace
from placespace.grid import Cells, to_cells
from placespace.grid.apportion import overlap_km2
from placespace.ingest import read_stored
from placespace.measures.find import Reading

NOT_RESIDENTS = ("town centre", "school", "transport hub", "beach")


def value_on_cells(workspace: Workspace, name: str | None, cells: Cells) -> pd.Series | None:
    """Return ``layer.value`` on cells, people-weighted where it is a score; None where it is not loaded."""
    layer_id, _, value = (name or "").partition(".")
    layer = workspace.layers.get(layer_id)
    if layer is None or layer.boundaries is None:
        return None
    stored, shapes = read_stored(workspace, layer_id), read_stored(workspace, layer.boundaries)
    if stored.empty or shapes.empty:
        return None
    areas = shapes.drop_duplicates("area").set_index("area").geometry
    areas = areas[areas.intersects(cells.boundary.buffer(1000))]
    people_layer, _, people_value = (workspace.area.young_people or "").partition(".")
    people = read_stored(workspace, people_layer) if people_layer in workspace.layers else pd.DataFrame()
    same = len(people) and workspace.layers[people_layer].boundaries == layer.boundaries
    weights = people.set_index("area")[people_value] if same else None
    overlap = overlap_km2(areas, cells)
    return to_cells(
        stored.set_index("area")[value],
        areas,
        cells,
        measure=layer.values[value].measure,
        weights=weights,
        overlap=overlap,
    )


def kinds_of_place(workspace: Workspace, cells: Cells) -> pd.Series:
    """Return the kind of place a cell holds where those present are not residents; empty elsewhere."""
    if "context_points" not in workspace.layers:
        return pd.Series("", cells.index, dtype="str")
    points = read_stored(workspace, "context_points")
    points = points[points["kind"].isin(NOT_RESIDENTS)]
    at = cells.geometry().sindex.query(points.geometry, predicate="intersects")
    kind = pd.Series("", cells.index, dtype="str")
    for point, cell in zip(*at, strict=True):
        kind.iloc[cell] = points["kind"].iloc[point]
    return kind


@dataclass(frozen=True, eq=False)
class CellValues:
    """What is known of every cell besides incidents: young residents, need, and kind of place.

    ``people`` and ``need`` are None where their layer is not loaded; ``need_label`` says what need is.
    """

    people: pd.Series | None
    need: pd.Series | None
    need_label: str
    kind: pd.Series
    most_deprived: str = "high"

    def need_share(self) -> pd.Series:
        """Return each cell's place in the order of need, 0 to 1, the most deprived highest; missing stays missing."""
        rank = self.need.rank(pct=True, ascending=self.most_deprived == "high")
        return rank.rename("need_share")


def cell_values(reading: Reading, cells: Cells) -> CellValues:
    """Return residents, need and kind of place on cells: the same for every question about them."""
    workspace = reading.workspace
    layer_id, _, value = (workspace.area.need or "").partition(".")
    need = value_on_cells(workspace, workspace.area.need, cells)
    named = None if need is None else workspace.layers[layer_id].values[value]
    people = value_on_cells(workspace, workspace.area.young_people, cells)
    kinds = kinds_of_place(workspace, cells)
    if named is None:
        return CellValues(people, None, "", kinds)
    return CellValues(people, need, named.label, kinds, named.most_deprived)
