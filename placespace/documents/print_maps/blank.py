"""A map with nothing on it but the ground, for young people to draw where they feel safe."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

import geopandas as gpd
import numpy as np
import shapely

from placespace.documents.print_maps.ground import draw_ground, name_ground
from placespace.documents.print_maps.labels import Room
from placespace.documents.print_maps.maps import Bounds, best_page, finish, with_boundary
from placespace.documents.print_maps.page import Listing, Words
from placespace.documents.print_maps.sheet import DRAWING, PrintMap, Sheet, circle, outline_of
from placespace.grid import Cells

NAMES_LARGER = LETTERS_LARGER = 1.25
FEELINGS = ("Green: I feel safe", "Red: I don't", "Cross: I avoid")
NO_NAMES = "Do not write names: not yours, not anybody else's."


def blank_map(
    cells: Cells,
    *,
    ground: Mapping[str, gpd.GeoDataFrame],
    title: str,
    sources: Sequence[str],
    licence: Sequence[str],
    made_on: datetime.date,
    version: str,
    subtitle: str = "",
    marking: str = "",
    grid: bool = False,
    notes: int = 5,
    paper: str = "A4",
    orientation: str = "auto",
    focus: Bounds | None = None,
) -> PrintMap:
    """Return a page with streets, water and names to draw on: no count, no hot cell, no number of anything.

    Parameters
    ----------
    cells : Cells
        Their boundary says what is shown; nothing else of them is drawn but, with ``grid``, their outlines.
    ground : mapping of str to GeoDataFrame
        See :func:`placespace.documents.under_map.ground_layers`.
    title, subtitle, marking : str
        The marking may be empty: the page says nothing of incidents.
    sources, licence : sequence of str
    made_on : date
    version : str
    grid : bool
        Draw the cells faintly, so that what is drawn can be read back cell by cell.
    notes : int
        Lines to write on.
    paper, orientation, focus
        As :func:`placespace.documents.print_maps.print_map`.
    """
    words = Words(title, subtitle, marking, sources, licence, made_on, version)
    signs = list(zip((_ring, _dashed_ring, _cross), FEELINGS, strict=True))
    listings = [
        Listing("Draw on the map", signs, boxed=True, larger=LETTERS_LARGER),
        Listing(NO_NAMES, lines=notes, larger=LETTERS_LARGER),
    ]
    ground = with_boundary(ground, cells)
    with DRAWING:
        sheet, layout, frame = best_page(
            words, listings, focus or cells.boundary.bounds, paper, orientation, locator=focus is not None
        )
        draw_ground(sheet, frame, ground, streets_white=True)
        if grid:
            outline = outline_of(frame.drawn(cells.geometry().to_numpy()))
            sheet.shape(outline, edge="0.6", width=0.35 * sheet.larger, over=5, within=frame.box)
        name_ground(sheet, Room(frame), ground, larger=NAMES_LARGER, everything=True)
        finish(sheet, layout, frame, words, ground)
        return sheet.files(title=title, made_on=made_on)


def _ring(sheet: Sheet, x: float, y: float) -> None:
    sheet.shape(circle(x, y, 2.3 * sheet.larger), edge="#1b7f3b", width=2 * sheet.larger, over=9)


def _dashed_ring(sheet: Sheet, x: float, y: float) -> None:
    # dashed, too: red and green print as the same grey
    sheet.shape(circle(x, y, 2.3 * sheet.larger), edge="#c0261c", width=2 * sheet.larger, dashes=(1.5, 1), over=9)


def _cross(sheet: Sheet, x: float, y: float) -> None:
    d = 1.9 * sheet.larger
    arms = [shapely.LineString([(x - d, y - d), (x + d, y + d)]), shapely.LineString([(x - d, y + d), (x + d, y - d)])]
    sheet.shape(outline_of(np.array(arms)), edge="black", width=2 * sheet.larger, over=9)
