"""Draw what a map lies on: water, parks, streets, railways, the boundary, and their names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely

from placespace.documents.print_maps.frame import Frame
from placespace.documents.print_maps.labels import Room, along, beside
from placespace.documents.print_maps.sheet import Letters, Sheet, one_line, outline_of, square, width_mm

WATER, WATER_LINES, PARK, PARK_LINE = "#e9f1f6", "#a9c3d3", "#f0f5ea", "#8fa67a"
NEAR_SCALE = 30_000
"""From this scale on side streets and landmarks are drawn: further out they are noise."""
WATER_IDS, PARK_IDS, RAIL_IDS, APART = ("water", "sea", "river"), ("park", "green"), ("rail",), ("boundary", "names")
SIDE_STREETS = ("minor", "residential", "service", "path", "track", "footway", "unclassified", "living_street")
MOST_STREET_NAMES = 14
LEAST_WATER_MM2 = 90.0


@dataclass(frozen=True)
class NameLook:
    """How names of a kind are written, and whether their point is marked."""

    letters: Letters
    mark: str = ""
    near_only: bool = False


NAMES = {
    "city": NameLook(Letters(12, bold=True)),
    "town": NameLook(Letters(11, bold=True)),
    "suburb": NameLook(Letters(8, bold=True, grey=0.15)),
    "district": NameLook(Letters(8, bold=True, grey=0.15)),
    "village": NameLook(Letters(8, bold=True, grey=0.15)),
    "locality": NameLook(Letters(7, grey=0.15)),
    "station": NameLook(Letters(6.5, grey=0.1), "square"),
    "park": NameLook(Letters(6.5, italic=True, grey=0.2)),
    "landmark": NameLook(Letters(6, grey=0.2), "dot", near_only=True),
}
"""Kinds of names in the order in which they find room; other kinds are written as a landmark is."""


def layer_like(ground: Mapping[str, gpd.GeoDataFrame], starts: tuple[str, ...]) -> np.ndarray:
    """Return the shapes of the layers whose id starts with one of some words."""
    found = [shapes.geometry.to_numpy() for i, shapes in ground.items() if i.startswith(starts)]
    return np.concatenate(found) if found else np.empty(0, object)


def draw_ground(sheet: Sheet, frame: Frame, ground: Mapping[str, gpd.GeoDataFrame], *, streets_white: bool) -> None:
    """Draw the ground under and between the cells.

    Parameters
    ----------
    sheet, frame : Sheet, Frame
    ground : mapping of str to GeoDataFrame
        As :func:`placespace.documents.under_map.ground_layers`, any of it; what each layer is shows in its
        id (``water``, ``parks``, ``rail`` …); other lines are streets and other polygons are outlined.
    streets_white : bool
        Draw streets as on a street map, for a map with nothing else on it.
    """
    box, k = frame.box, sheet.larger
    water = outline_of(frame.drawn(layer_like(ground, WATER_IDS)))
    sheet.shape(water, face=WATER, edge=WATER_LINES, width=0.5 * k, hatch="--", hatch_colour=WATER_LINES,
                hatch_width=0.3, over=1, within=box)  # fmt: skip
    sheet.shape(water, edge=WATER_LINES, width=0.7 * k, over=2.8, within=box)  # a stream is seen across the cells
    parks = outline_of(frame.drawn(layer_like(ground, PARK_IDS)))
    sheet.shape(parks, face=PARK, edge=PARK_LINE, width=0.5 * k, dashes=(2, 1.5), over=1.1, within=box)
    for layer_id, shapes in ground.items():
        if layer_id.startswith((*WATER_IDS, *PARK_IDS, *RAIL_IDS, *APART)):
            continue
        polygon = shapes.geom_type.isin(["Polygon", "MultiPolygon"]).to_numpy()
        outlines = outline_of(frame.drawn(shapes.geometry.to_numpy()[polygon]))
        sheet.shape(outlines, edge="0.72", width=0.35 * k, over=1.2, within=box)
        _streets(sheet, frame, shapes[~polygon], white=streets_white)
    for lines in (layer_like(ground, RAIL_IDS), _of_kind(ground, "rail")):
        rail = outline_of(frame.drawn(lines))
        sheet.shape(rail, edge="white", width=2.2 * k, over=3.3, within=box)
        sheet.shape(rail, edge="0.25", width=1.3 * k, over=3.4, within=box)
        sheet.shape(rail, edge="white", width=0.7 * k, dashes=(5, 5), over=3.5, within=box)
    edge = outline_of(frame.drawn(shapely.boundary(layer_like(ground, ("boundary",)))))
    sheet.shape(edge, edge="white", width=2.6 * k, over=4, within=box)
    sheet.shape(edge, edge="black", width=1.1 * k, dashes=(6, 2, 1.5, 2), over=4.1, within=box)


def _streets(sheet: Sheet, frame: Frame, shapes: gpd.GeoDataFrame, *, white: bool) -> None:
    k, near = sheet.larger, frame.scale <= NEAR_SCALE
    kind = shapes.get("kind", shapes.geom_type)
    side = kind.isin(SIDE_STREETS).to_numpy()
    main = outline_of(frame.drawn(shapes.geometry.to_numpy()[~side & (kind != "rail").to_numpy()]))
    minor = outline_of(frame.drawn(shapes.geometry.to_numpy()[side]))
    if white:
        thick, thin = (4.2, 2.2) if near else (2.8, 1.0)
        for outline, wide, over in ((minor, thin, 2.0), (main, thick, 2.2)):
            sheet.shape(outline, edge="0.5", width=wide * k, over=over, within=frame.box)
            sheet.shape(outline, edge="white", width=(wide - 0.6) * k, over=over + 0.1, within=frame.box)
        return
    # further out side streets lie under the cells, as a texture; nearer they lie on them
    sheet.shape(minor, edge="white", width=1.3 * k if near else 0, over=2.9, within=frame.box)
    sheet.shape(minor, edge="0.45" if near else "0.8", width=(0.5 if near else 0.3) * k, over=2.9 if near else 1.3,
                within=frame.box)  # fmt: skip
    sheet.shape(main, edge="white", width=2.0 * k, over=3, within=frame.box)
    sheet.shape(main, edge="0.3", width=0.8 * k, over=3.1, within=frame.box)


def _of_kind(ground: Mapping[str, gpd.GeoDataFrame], kind: str) -> np.ndarray:
    found = [s.geometry.to_numpy()[(s["kind"] == kind).to_numpy()] for i, s in ground.items()
             if i not in APART and "kind" in s]  # fmt: skip
    return np.concatenate(found) if found else np.empty(0, object)


def name_ground(
    sheet: Sheet, room: Room, ground: Mapping[str, gpd.GeoDataFrame], *, larger: float = 1.0, everything: bool = False
) -> None:
    """Write names where there is room: towns first, then districts, water, streets, stations, parks, landmarks.

    Landmarks and street names wait for a map that is near enough, unless ``everything`` is asked for;
    larger paper has the names of the longest streets.
    """
    near = everything or room.frame.scale <= NEAR_SCALE
    k = sheet.larger * larger
    names = ground.get("names")
    kinds = names["kind"].where(names["kind"].isin(list(NAMES)), "landmark") if names is not None else []
    for position, (kind, look) in enumerate(NAMES.items()):
        if position == list(NAMES).index("station"):
            _name_water(sheet, room, ground, k)
            if near or sheet.paper == "A3":
                _name_streets(sheet, room, ground, k)
        if names is not None and (near or not look.near_only):
            _name_points(sheet, room, names[kinds == kind], look, k)


def _name_points(sheet: Sheet, room: Room, names: gpd.GeoDataFrame, look: NameLook, k: float) -> None:
    if names.empty:
        return
    points = shapely.get_coordinates(names.geometry.representative_point().to_numpy())
    letters = Letters(look.letters.size * k, look.letters.bold, look.letters.italic, look.letters.grey)
    half = 0.55 * k
    for (x, y), text in zip(room.frame.on_paper(points), names["name"].map(one_line), strict=True):
        if not text or not room.frame.holds(np.array([x, y]), within_mm=1)[0]:
            continue
        if look.mark and not room.free((x - half, y - half, x + half, y + half)):
            continue
        spot = beside(x, y, text, letters, room, gap=1.3 * k if look.mark else 0)
        if spot is None:
            continue
        if look.mark:
            mark = square(x, y, half if look.mark == "square" else half * 0.6)
            sheet.shape(mark, face="0.1", edge="white", width=0.6, over=6)
            room.take((x - half, y - half, x + half, y + half))
        sheet.write(*spot, text, letters, halo=1.1 * k, over=7)


def _name_water(sheet: Sheet, room: Room, ground: Mapping[str, gpd.GeoDataFrame], k: float) -> None:
    letters = Letters(7.5 * k, italic=True, grey=0.3)
    land = layer_like(ground, ("boundary",))
    for layer_id, shapes in ground.items():
        if not layer_id.startswith(WATER_IDS):
            continue
        for shape, name in zip(shapes.geometry, shapes["name"].map(one_line), strict=True):
            seen = room.frame.drawn(np.array([shape, *land], dtype=object), beyond_mm=0)
            if not name or not len(seen) or not shape.intersects(shapely.box(*room.frame.bounds)):
                continue
            # the sea carries its name off the shore, a lake within the area on the lake
            off = shapely.difference(seen[0], shapely.union_all(seen[1:])) if len(seen) > 1 else seen[0]
            for part in (off, seen[0]):
                if shapely.area(part) < LEAST_WATER_MM2:
                    continue
                middle = shapely.get_coordinates(shapely.maximum_inscribed_circle(part, tolerance=0.5))[0]
                spot = beside(*middle, name, letters, room, gap=0)
                if spot is not None:
                    sheet.write(*spot, name, letters, halo=1.1 * k, over=7)
                    break


def _name_streets(sheet: Sheet, room: Room, ground: Mapping[str, gpd.GeoDataFrame], k: float) -> None:
    letters = Letters(5.8 * k, grey=0.15)
    longest: dict[str, shapely.LineString] = {}
    for layer_id, shapes in ground.items():
        if layer_id.startswith((*WATER_IDS, *PARK_IDS, *RAIL_IDS, *APART)) or "name" not in shapes:
            continue
        lines = shapes[shapes.geom_type.isin(["LineString", "MultiLineString"]) & (shapes["kind"] != "rail")]
        for name, parts in lines[lines["name"] != ""].groupby("name").geometry:
            seen = room.frame.drawn(parts.to_numpy(), beyond_mm=0)
            merged = shapely.get_parts(shapely.line_merge(shapely.union_all(seen)))
            merged = merged[shapely.get_type_id(merged) == 1]
            if len(merged):
                longest[one_line(name)] = merged[np.argmax(shapely.length(merged))]
    fits = {n: line for n, line in longest.items() if line.length > 1.3 * width_mm(n, letters)}
    near = room.frame.scale <= NEAR_SCALE
    most = 4 * MOST_STREET_NAMES if near else MOST_STREET_NAMES
    for name in sorted(fits, key=lambda n: (-fits[n].length, n))[:most]:
        spot = along(fits[name], name, letters, room)
        if spot is not None:
            x, y, turned = spot
            sheet.write(x, y, name, letters, align="center", turned=turned, halo=1.0 * k, over=6.5)
