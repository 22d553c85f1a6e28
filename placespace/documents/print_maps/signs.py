"""Signs that a map shares with its legend and keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
import shapely
from matplotlib.path import Path as Outline

from placespace.documents.print_maps.classes import Look
from placespace.documents.print_maps.labels import Room, spread
from placespace.documents.print_maps.page import Swatch
from placespace.documents.print_maps.sheet import Box, Letters, Sheet, circle, hexagon, outline_of, square

RADIUS_MM = 2.3
"""Of a numbered circle: two figures are read at arm's length."""
HALF_MM = 1.9
"""Of a lettered square."""
LEAST_CELL_MM = 5.5
"""Where cells are smaller on paper, a number stands beside its cell, not on it."""
BOUNDARY_DASHES = (6, 2, 1.5, 2)
Sign = tuple[str, str, float, float]
"""What stands in it, its words in the key, easting and northing."""


def fill(sheet: Sheet, outline: Outline | None, look: Look, dense: int, *, edge: str, over: float, **how: Box) -> None:
    """Fill an outline as a class of cells looks; ``dense`` says how close its hatching is."""
    sheet.shape(
        outline,
        face=None if look.grey is None else str(look.grey),
        edge=edge,
        width=0.4 * sheet.larger,
        hatch=look.hatch * dense,
        hatch_colour=str(look.hatch_grey),
        hatch_width=0.45,
        over=over,
        **how,
    )


def cell_sign(look: Look) -> Swatch:
    """Return the sign of a class of cells."""

    def draw(sheet: Sheet, x: float, y: float) -> None:
        fill(sheet, hexagon(x, y, 2.5 * sheet.larger), look, 3, edge="0.35" if look.grey else "0.7", over=9)

    return draw


def hot_sign(sheet: Sheet, x: float, y: float) -> None:
    """Draw the sign of hot cells."""
    sheet.shape(hexagon(x, y, 2.2 * sheet.larger), face="white", edge="black", width=2.2 * sheet.larger, over=9)


def boundary_sign(sheet: Sheet, x: float, y: float) -> None:
    """Draw the sign of the boundary."""
    line = Outline(np.array([(x - 3.2 * sheet.larger, y), (x + 3.2 * sheet.larger, y)]))
    sheet.shape(line, edge="black", width=1.1 * sheet.larger, dashes=BOUNDARY_DASHES, over=9)


def no_sign(sheet: Sheet, x: float, y: float) -> None:
    """Draw nothing: the words stand alone."""


def round_sign(number: str) -> Swatch:
    """Return a number in a circle."""
    return lambda sheet, x, y: _sign(sheet, x, y, number, circle, RADIUS_MM, dark=False)


def square_sign(letter: str) -> Swatch:
    """Return a letter in a dark square."""
    return lambda sheet, x, y: _sign(sheet, x, y, letter, square, HALF_MM, dark=True)


def _sign(sheet: Sheet, x: float, y: float, text: str, shape: Callable, half: float, *, dark: bool) -> None:
    k = sheet.larger
    sheet.shape(shape(x, y, half * k + 0.4), face="white", over=8.2)
    sheet.shape(shape(x, y, half * k), face="0.15" if dark else "white", edge="black", width=0.9 * k, over=8.3)
    letters = Letters((7.6 if len(text) < 3 else 5.6) * k * (0.9 if dark else 1), bold=True, grey=1.0 if dark else 0.0)
    sheet.write(x, y - letters.cap_mm / 2, text, letters, align="center", over=8.4)


def draw_signs(sheet: Sheet, room: Room, signs: Sequence[Sign], sign: Callable[[str], Swatch], cell_mm: float) -> None:
    """Draw signs where they belong, or beside with a line to where that is; what lies off the map is left to the key.

    Parameters
    ----------
    sheet, room : Sheet, Room
    signs : sequence of Sign
    sign : callable
        Gives the sign of a number or letter.
    cell_mm : float
        How wide a cell is on paper.
    """
    if not signs:
        return
    on = room.frame.on_paper(np.array([(x, y) for *_, x, y in signs], float))
    here, k = room.frame.holds(on), sheet.larger
    clear = 0.0 if cell_mm >= LEAST_CELL_MM * k else cell_mm / 2
    places = on[here]
    seen = [one for one, inside in zip(signs, here, strict=True) if inside]
    for (text, *_), (x, y), (px, py) in zip(
        seen, spread(places, RADIUS_MM * k, room, clear=clear), places, strict=True
    ):
        if np.hypot(x - px, y - py) > 0.5:
            leader = outline_of(np.array([shapely.LineString([(px, py), (x, y)])]))
            sheet.shape(leader, edge="white", width=2.2 * k, over=7.8)
            sheet.shape(leader, edge="black", width=0.8 * k, over=7.9)
            sheet.shape(circle(px, py, 0.55 * k), face="black", edge="white", width=0.5 * k, over=8)
        sign(text)(sheet, x, y)


def numbered(places: pd.DataFrame | None) -> list[Sign]:
    """Return the signs of places: ``number``, ``name``, ``x``, ``y``."""
    rows = [] if places is None else places[["number", "name", "x", "y"]].itertuples(index=False, name=None)
    return [(str(n), str(name), x, y) for n, name, x, y in rows]


def lettered(points: pd.DataFrame | None) -> list[Sign]:
    """Return the signs of points (``label``, ``x``, ``y``): A to Z, then AA.

    Examples
    --------
    >>> lettered(pd.DataFrame({"label": ["Bus", "Club"], "x": [1.0, 2.0], "y": [3.0, 4.0]}))
    [('A', 'Bus', 1.0, 3.0), ('B', 'Club', 2.0, 4.0)]
    """
    rows = [] if points is None else list(points[["label", "x", "y"]].itertuples(index=False, name=None))
    names = [("" if n < 26 else chr(64 + n // 26)) + chr(65 + n % 26) for n in range(len(rows))]
    return [(letter, str(label), x, y) for letter, (label, x, y) in zip(names, rows, strict=True)]


def key_entries(
    signs: Sequence[Sign], sign: Callable[[str], Swatch], seen: tuple[float, float, float, float] | None
) -> list[tuple[Swatch, str]]:
    """Return the entries of a key: those on the map, and in words how many are not.

    Parameters
    ----------
    signs : sequence of Sign
    sign : callable
    seen : tuple of float or None
        What the map shows, where that is not the whole area.
    """
    known = [one for one in signs if pd.notna(one[2]) and pd.notna(one[3])]
    on = [s for s in known if seen is None or (seen[0] <= s[2] <= seen[2] and seen[1] <= s[3] <= seen[3])]
    entries = [(sign(text), says) for text, says, *_ in on]
    entries += [(sign(one[0]), f"{one[1]} (not on the map: where it is, is not known)") for one in signs
                if one not in known]  # fmt: skip
    off = len(known) - len(on)
    return entries + ([(no_sign, f"{off} more {'is' if off == 1 else 'are'} off this map")] if off else [])
