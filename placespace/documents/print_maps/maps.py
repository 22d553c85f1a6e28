"""Draw what was found on a page: cells by class, hot ones outlined, places numbered, sessions lettered."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from placespace.documents.print_maps.classes import CellClasses, cell_classes
from placespace.documents.print_maps.frame import Frame, fitted
from placespace.documents.print_maps.ground import draw_ground, layer_like, name_ground
from placespace.documents.print_maps.labels import Room
from placespace.documents.print_maps.page import Layout, Listing, Swatch, Words, draw_strip, head_and_foot, layouts
from placespace.documents.print_maps.sheet import DRAWING, PrintMap, Sheet, outline_of
from placespace.documents.print_maps.signs import (
    HALF_MM,
    RADIUS_MM,
    boundary_sign,
    cell_sign,
    draw_signs,
    fill,
    hot_sign,
    key_entries,
    lettered,
    numbered,
    round_sign,
    square_sign,
)
from placespace.errors import WrongUse
from placespace.grid import Cells

ORIENTATIONS = {"auto": (False, True), "portrait": (False,), "landscape": (True,)}
Bounds = tuple[float, float, float, float]


def print_map(
    cells: Cells,
    table: pd.DataFrame | None,
    *,
    ground: Mapping[str, gpd.GeoDataFrame],
    title: str,
    marking: str,
    sources: Sequence[str],
    licence: Sequence[str],
    made_on: datetime.date,
    version: str,
    subtitle: str = "",
    places: pd.DataFrame | None = None,
    points: pd.DataFrame | None = None,
    legend_title: str = "Events in each cell",
    unit: str = "events",
    hidden_says: str = "hidden: too few to show",
    hot_says: str = "hot: far more than an even spread would give",
    places_title: str = "Places",
    points_title: str = "Sessions and venues",
    paper: str = "A4",
    orientation: str = "auto",
    focus: Bounds | None = None,
) -> PrintMap:
    """Return a page with a map of the cells, as vector PDF and as PNG (200 dpi).

    Parameters
    ----------
    cells : Cells
    table : DataFrame or None
        By cell or with a column ``cell``, as a profile may see it: ``status`` (shown, hidden, zero or no
        data), ``count`` and ``hot``. A count that is not shown leaves no trace. None: no cells are drawn.
    ground : mapping of str to GeoDataFrame
        What lies under the cells, EPSG:27700: see :func:`placespace.documents.under_map.ground_layers`.
    title, subtitle, marking : str
        The marking stands in capitals at the top and the bottom; the subtitle is for what and when.
    sources, licence : sequence of str
    made_on : date
    version : str
    places : DataFrame, optional
        ``number``, ``name``, ``x``, ``y`` (EPSG:27700): numbered circles and a key.
    points : DataFrame, optional
        ``label``, ``x``, ``y`` (EPSG:27700): lettered squares and a key.
    legend_title, unit, hidden_says, hot_says, places_title, points_title : str
        Words of the legend and the keys.
    paper : str
        ``A4`` or ``A3``.
    orientation : str
        ``auto`` (the larger scale), ``portrait`` or ``landscape``.
    focus : tuple of float, optional
        Show only (min x, min y, max x, max y), metres, EPSG:27700, with a small map of where that is.

    Raises
    ------
    WrongUse
        When the table does not fit the cells, the paper or orientation is not known, or the keys are
        longer than the page.

    Notes
    -----
    The same input gives the same bytes, on any machine. Places outside the frame are in the key, which
    says so.
    """
    words = Words(title, subtitle, marking, sources, licence, made_on, version)
    found = None if table is None else cell_classes(cells.index, table, unit=unit, hidden_says=hidden_says)
    bounds = focus or cells.boundary.bounds
    at, spots = numbered(places), lettered(points)
    listings = [_legend(found, legend_title, hot_says)]
    for title_of, signs, sign, half in (
        (places_title, at, round_sign, RADIUS_MM),
        (points_title, spots, square_sign, HALF_MM),
    ):
        size = (2 * half + 0.4, 2 * half + 0.3)
        listings += [Listing(title_of, key_entries(signs, sign, focus), size)] if signs else []
    ground = with_boundary(ground, cells)
    with DRAWING:
        sheet, layout, frame = best_page(words, listings, bounds, paper, orientation, locator=focus is not None)
        draw_ground(sheet, frame, ground, streets_white=False)
        hot_at = np.empty((0, 2))
        if found is not None:
            hot_at = _draw_cells(sheet, frame, cells, found)
        room = Room(frame, better_not=hot_at)
        cell_mm = _cell_mm(cells, frame)
        draw_signs(sheet, room, at, round_sign, cell_mm)
        draw_signs(sheet, room, spots, square_sign, cell_mm)
        name_ground(sheet, room, ground)
        finish(sheet, layout, frame, words, ground)
        return sheet.files(title=title, made_on=made_on)


def with_boundary(ground: Mapping[str, gpd.GeoDataFrame], cells: Cells) -> Mapping[str, gpd.GeoDataFrame]:
    """Return the ground with a boundary: that of the cells where it has none."""
    outline = gpd.GeoDataFrame({"name": [""], "kind": [""]}, geometry=[cells.boundary], crs=27700)
    return {"boundary": outline, **ground}


def best_page(
    words: Words, listings: Sequence[Listing], bounds: Bounds, paper: str, orientation: str, *, locator: bool
) -> tuple[Sheet, Layout, Frame]:
    """Return the sheet, upright or on its side, and the layout on which the map is largest."""
    if orientation not in ORIENTATIONS:
        raise WrongUse(f"Orientation is one of {', '.join(ORIENTATIONS)}.", f"'{orientation}' is not.", "Choose one.")
    pages = []
    for landscape in ORIENTATIONS[orientation]:
        sheet = Sheet(paper, landscape=landscape)
        body = head_and_foot(sheet, words, draw=False)
        ways = layouts(sheet, body, listings, locator=locator)
        pages += [(sheet, layout, fitted(layout.map, bounds)) for layout in ways]
    if not pages:
        entries = sum(len(one.entries) for one in listings)
        raise WrongUse(
            f"Legend and keys must leave room for the map on {paper}.",
            f"They have {entries} entries.",
            "Use A3, shorter names, or fewer places and points on one map.",
        )
    return min(pages, key=lambda page: page[2].scale)


def finish(sheet: Sheet, layout: Layout, frame: Frame, words: Words, ground: Mapping[str, gpd.GeoDataFrame]) -> None:
    """Draw what stands around a map: its frame, legend and keys, scale, north, a locator and all that is said."""
    sheet.shape(frame.outline, edge="black", width=0.9 * sheet.larger, over=8.5)
    head_and_foot(sheet, words)
    draw_strip(sheet, layout.strip, frame)
    for listing, x, top in layout.listings:
        listing.draw(sheet, x, top)
    if layout.locator is not None:
        whole = layer_like(ground, ("boundary",))
        bounds = shapely.total_bounds(np.append(whole, shapely.box(*frame.bounds)))
        small = fitted(layout.locator, tuple(bounds))
        sheet.shape(outline_of(small.drawn(whole)), face="0.9", edge="black", width=0.7, over=8, within=small.box)
        seen = outline_of(small.drawn(np.array([shapely.box(*frame.bounds)])))
        sheet.shape(seen, edge="black", width=1.8, over=8.1, within=small.box)
        sheet.shape(small.outline, edge="0.4", width=0.6, over=8.2)


def _draw_cells(sheet: Sheet, frame: Frame, cells: Cells, found: CellClasses) -> np.ndarray:
    """Draw the cells of each class as one shape, then the outline of the hot ones; return where those are."""
    shapes, k, box = cells.geometry().to_numpy(), sheet.larger, frame.box
    cell_mm = _cell_mm(cells, frame)
    # hatching has to show within a cell, however small it is on paper
    dense = int(np.clip(round(12 / cell_mm), 3, 4))
    for n, look in enumerate(found.looks):
        outline = outline_of(frame.drawn(shapes[found.of == n]))
        # a bad copier loses the lightest grey, and the lines of blank cells with it, but not these
        fill(sheet, outline, look, dense, edge="0.35" if look.grey else "0.8", over=2 + n / 100, within=box)
    if not found.hot.any():
        return np.empty((0, 2))
    whole = shapely.union_all(shapes[found.hot], grid_size=0.5)
    hot = outline_of(frame.drawn(np.array([whole])))
    thick = float(np.clip(cell_mm / 2.2, 1.2, 2.4)) * k
    sheet.shape(hot, edge="white", width=thick + 1.4 * k, over=5, within=box)
    sheet.shape(hot, edge="black", width=thick, over=5.1, within=box)
    return frame.on_paper(cells.centres_m()[found.hot])


def _cell_mm(cells: Cells, frame: Frame) -> float:
    """Return about how wide a cell is on paper."""
    return float(np.sqrt(cells.area_km2.mean()) * 1000 / frame.m_per_mm)


def _legend(found: CellClasses | None, title: str, hot_says: str) -> Listing:
    entries: list[tuple[Swatch, str]] = [(cell_sign(look), look.says) for look in (found.present if found else [])]
    if found is not None and found.hot.any():
        entries.append((hot_sign, hot_says))
    return Listing(title if found else "What is shown", [*entries, (boundary_sign, "boundary of the study area")])
