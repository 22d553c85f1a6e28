"""Turn an answer into what the hexagon map draws."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache

import geopandas as gpd
import numpy as np
import pandas as pd

from placespace.disclose import shown_as
from placespace.documents import Answer
from placespace.documents.under_map import ground_layers
from placespace.measures import Reading
from placespace.views.hexmap import LegendEntry

SIMPLIFY_M = 8
FILLS = {"water": {"stroke": False, "fillColor": "#c9dfee", "fillOpacity": 1.0}}
LINES = {
    "roads": {"color": "#9aa3ad", "weight": 1.0, "fill": False, "opacity": 0.8},
    "boundary": {"color": "#14202e", "weight": 1.6, "fill": False, "dashArray": "6 3"},
}
PLAIN = {"color": "#9aa3ad", "weight": 0.6, "fill": False, "opacity": 0.7}
BUSY_TIMES = 5
"""Hot cells at five times an even spread or more are drawn darker; for the eye only."""


@dataclass(frozen=True, eq=False)
class Surroundings:
    """What the cells lie among: drawn, never counted."""

    context: list[dict]
    names: list[tuple[float, float, str, str]]


def surroundings(reading: Reading) -> Surroundings:
    """Return the area's own boundary, water, roads and names, EPSG:4326, from local files."""
    ground, layers = dict(ground_layers(reading)), reading.workspace.layers
    named, whole = ground.pop("names"), ground.pop("boundary")
    context = [_drawn(i, layers[i].title, shapes) for i, shapes in ground.items()]
    context.append(_drawn("boundary", "Boundary of the study area", whole))
    points = named.representative_point().to_crs(4326)
    return Surroundings(context, list(zip(points.y, points.x, named["name"], named["kind"], strict=True)))


def _drawn(layer_id: str, title: str, shapes: gpd.GeoDataFrame) -> dict:
    if layer_id == "roads" and (shapes["kind"] == "minor").sum() > 200:
        shapes = shapes[shapes["kind"] != "minor"]  # side streets under hexagons are noise
    simple = shapes.geometry.simplify(SIMPLIFY_M).to_crs(4326)
    fill = layer_id in FILLS
    return {
        "title": title,
        "geojson": json.loads(gpd.GeoSeries(simple).set_precision(1e-6).to_json()),
        "style": FILLS.get(layer_id) or LINES.get(layer_id, PLAIN),
        "pane": "below" if fill or layer_id not in LINES else "above",
    }


def legend(answer: Answer) -> list[LegendEntry]:
    """Return the classes of cells in an answer: told apart by lightness and hatching, not by hue alone."""
    limits = answer.settings
    low = f"{limits['hot_ratio']:g} to {BUSY_TIMES:g} times an even spread"
    entries = [
        LegendEntry("no events", "#ffffff", outline="#c3cad2"),
        LegendEntry("events, not hot", "#cfd8e3"),
        LegendEntry(f"hot, {low}" if answer.profile.exact else "hot", "#f2a33a", hatch=True),
    ]
    if answer.profile.exact:
        entries.append(LegendEntry(f"hot, {BUSY_TIMES:g} times or more", "#b5370b", hatch=True))
    else:
        hidden = f"hidden (1 to {answer.profile.hide_below - 1})"
        entries.append(LegendEntry(hidden, "#e9e4f2", outline="#8b7fb0"))
    return entries


@lru_cache(maxsize=64)
def classes(answer: Answer) -> np.ndarray:
    """Return each cell's class, in cell order, from what the profile may see."""
    table = answer.in_cell_order()
    hot = table["hot"].to_numpy(bool)
    if answer.profile.exact:
        strong = hot & (table["ratio"] >= BUSY_TIMES).to_numpy()
        return np.select([strong, hot, (table["count"] > 0).to_numpy()], [3, 2, 1], 0).astype(np.uint8)
    hidden = (table["status"] == "hidden").to_numpy()
    some = (table["status"] == "shown").to_numpy()
    return np.select([hot, hidden, some], [2, 3, 1], 0).astype(np.uint8)


@lru_cache(maxsize=64)
def labels(answer: Answer) -> list[str]:
    """Return one line a cell for the pointer and the screen reader."""
    table = answer.in_cell_order()
    out = []
    for row in table.itertuples():
        count = shown_as(row.count, row.status)
        times = f", {row.ratio:.1f} times" if answer.profile.exact and pd.notna(row.ratio) else ""
        events = "1 event" if count == "1" else f"{count} events"
        out.append(f"{row.place or 'no name'}: {events}{', hot' if row.hot else ''}{times if row.hot else ''}")
    return out
