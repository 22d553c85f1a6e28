"""Say what is known of one cell, as far as a profile may know it."""

from __future__ import annotations

import pandas as pd

from placespace.catalogue import Workspace
from placespace.disclose import shown_as
from placespace.documents.answer import Answer
from placespace.grid import Cells, to_cells
from placespace.grid.apportion import overlap_km2
from placespace.ingest import read_stored
from placespace.measures import Reading, rates_per_1000

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


def cell_facts(reading: Reading, found: Answer, cell: str) -> list[tuple[str, str]]:
    """Return what is known of a cell, as label and text.

    Rates, ratios and chances are the analyst's; residents are published estimates, to the
    nearest ten.
    """
    row = found.table.set_index("cell").loc[cell]
    facts = [("Events in the cell", shown_as(row["count"], row["status"]))]
    people = value_on_cells(reading.workspace, reading.workspace.area.young_people, found.cells)
    if found.profile.exact:
        if pd.notna(row["ratio"]):
            facts.append(
                (
                    "Cell and neighbours",
                    f"{row['ring']:,.0f} events; an even spread would give {row['expected']:,.1f}, "
                    f"so {row['ratio']:.1f} times; q {row['q']:.2g}; Gi* z {row['gi_z']:.1f}",
                )
            )
        facts.append(("Months with an event", f"{row['months_active']} of {len(found.months)}"))
        if people is not None:
            facts.append(("Rate", _rate(reading.workspace, found, cell, int(row["count"]), people)))
    if people is not None and pd.notna(people[cell]):
        facts.append(("Young residents", f"about {round(people[cell] / PEOPLE_TO) * PEOPLE_TO:,.0f}"))
    need = value_on_cells(reading.workspace, reading.workspace.area.need, found.cells)
    if need is not None:
        layer_id, _, value = reading.workspace.area.need.partition(".")
        label = reading.workspace.layers[layer_id].values[value].label
        text = "missing" if pd.isna(need[cell]) else f"{need[cell]:.0%}" if "share" in label else f"{need[cell]:.1f}"
        facts.append((f"Need: {label}", text))
    return facts


def _rate(workspace: Workspace, found: Answer, cell: str, count: int, people: pd.Series) -> str:
    kind = kinds_of_place(workspace, found.cells)
    rate = rates_per_1000(
        pd.Series({cell: count}), people[[cell]], not_residents=kind[[cell]], own=found.settings
    ).iloc[0]
    if rate["no_rate_because"]:
        return f"none: {rate['no_rate_because']}"
    return (
        f"{rate['rate_per_1000']:.0f} per 1,000 young residents (95 % interval {rate['low']:.0f} to "
        f"{rate['high']:.0f}); events of all ages over young residents"
    )
