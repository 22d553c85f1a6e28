"""Say what is known of one cell, as far as a profile may know it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from placespace.catalogue import Workspace
from placespace.disclose import shown_as
from placespace.documents.answer import Answer
from placespace.grid import Cells, to_cells
from placespace.grid.apportion import overlap_km2
from placespace.ingest import read_stored
from placespace.measures import Reading, rates_per_1000, shrunk_rates
from placespace.measures.hotspots import too_few_to_tell

NOT_RESIDENTS = ("town centre", "school", "transport hub", "beach")
PEOPLE_TO = 10


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


def cell_values(reading: Reading, cells: Cells) -> CellValues:
    """Return residents, need and kind of place on cells: the same for every question about them."""
    workspace = reading.workspace
    layer_id, _, value = (workspace.area.need or "").partition(".")
    need = value_on_cells(workspace, workspace.area.need, cells)
    label = "" if need is None else workspace.layers[layer_id].values[value].label
    people = value_on_cells(workspace, workspace.area.young_people, cells)
    return CellValues(people, need, label, kinds_of_place(workspace, cells))


def cell_facts(found: Answer, values: CellValues, cell: str) -> list[tuple[str, str]]:
    """Return what is known of a cell, as label and text.

    Rates, ratios and chances are the analyst's; residents are published estimates, to the
    nearest ten.
    """
    row = found.table.set_index("cell").loc[cell]
    facts = [("Events in the cell", shown_as(row["count"], row["status"]))]
    people, need = values.people, values.need
    if found.profile.exact:
        if pd.notna(row["ratio"]):
            says = (
                f"{row['ring']:,.0f} events; an even spread would give {row['expected']:,.1f}, so {row['ratio']:.1f} "
                f"times; q {row['q']:.2g}; Gi* z {row['gi_z']:.1f}"
            )
            if too_few_to_tell(row.to_frame().T, found.settings).iloc[0]:
                says += "; too few are expected to say that a low count means anything"
            facts.append(("Cell and neighbours", says))
        active = f"{row['months_active']} of {len(found.months)}"
        facts.append(("Months with an event in the cell or its neighbours", active))
        if people is not None:
            facts.append(("Rate", _rate(found, values, cell, int(row["count"]))))
    if people is not None and pd.notna(people[cell]):
        facts.append(("Young residents", f"about {round(people[cell] / PEOPLE_TO) * PEOPLE_TO:,.0f}"))
    if need is not None:
        text = "missing" if pd.isna(need[cell]) else f"{need[cell]:.0%}" if need.max() <= 1 else f"{need[cell]:.1f}"
        facts.append((f"Need: {values.need_label}", text))
    return facts


def _rate(found: Answer, values: CellValues, cell: str, count: int) -> str:
    kind, people = values.kind[[cell]], values.people[[cell]]
    rate = rates_per_1000(pd.Series({cell: count}), people, not_residents=kind, own=found.settings).iloc[0]
    if rate["no_rate_because"]:
        return f"none: {rate['no_rate_because']}"
    shrunk = shrunk_rates(found.in_cell_order()["count"], values.people.fillna(0))[cell] * 1000
    return (
        f"{rate['rate_per_1000']:.0f} per 1,000 young residents (95 % interval {rate['low']:.0f} to "
        f"{rate['high']:.0f}; {shrunk:.0f} when drawn towards the area's by how little is known); events of all ages "
        "over young residents"
    )
