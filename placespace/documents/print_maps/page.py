"""What stands around a map on its page: marking, title, legend and key, scale and north, sources and licence."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from matplotlib.path import Path as Outline

from placespace.documents.print_maps.frame import Frame, bar_length
from placespace.documents.print_maps.sheet import Box, Letters, Sheet, one_line, rectangle, width_mm, wrapped

GAP_MM = 4.0
STRIP_MM = 9.0
"""Height of the strip with scale and north, below the map, where it covers nothing."""
WIDEST_COLUMN_MM = 62.0
INSET_MM = 2.0
"""Between a box and what is in it."""
WRITING_MM = 8.0
"""Between lines to write on by hand."""
Swatch = Callable[[Sheet, float, float], None]
"""Draws a sign about a point on the sheet."""


@dataclass(frozen=True)
class Words:
    """What a page says about itself."""

    title: str
    subtitle: str
    marking: str
    sources: Sequence[str]
    licence: Sequence[str]
    made_on: datetime.date
    version: str


@dataclass(frozen=True)
class Listing:
    """A legend or a key: a heading, signs with their words, and lines to write on.

    Signs are ``sign_mm`` wide and high; a box stands around it where ``boxed``; letters are ``larger`` times
    those of other listings.
    """

    heading: str
    entries: Sequence[tuple[Swatch, str]] = ()
    sign_mm: tuple[float, float] = (7.0, 5.4)
    lines: int = 0
    boxed: bool = False
    larger: float = 1.0


@dataclass(frozen=True)
class Arranged:
    """A listing set in columns: where each entry goes, from the upper left corner, and how high it all is."""

    listing: Listing
    letters: Letters
    heading: list[str]
    at: list[tuple[float, float, list[str], Swatch]]
    width: float
    height: float

    def draw(self, sheet: Sheet, x: float, top: float) -> None:
        """Draw it with its upper left corner at a point."""
        letters = self.letters
        if self.listing.boxed:
            around = rectangle(Box(x, top - self.height, self.width, self.height))
            sheet.shape(around, edge="black", width=0.9 * sheet.larger, over=9)
            x, top = x + INSET_MM, top - INSET_MM
        sheet.paragraph(x, top, self.heading, Letters(letters.size, bold=True))
        for right, down, lines, swatch in self.at:
            middle = top - down - len(lines) * letters.line_mm / 2
            swatch(sheet, x + right + self.listing.sign_mm[0] * sheet.larger / 2, middle)
            start = x + right + self.listing.sign_mm[0] * sheet.larger + 1.2
            sheet.paragraph(start, top - down, lines, letters)
        for n in range(self.listing.lines):
            y = top - self.height + n * WRITING_MM
            rule = Outline(np.array([(x, y), (x + self.width, y)]))
            sheet.shape(rule, edge="0.5", width=0.5 * sheet.larger, over=9)


def arranged(sheet: Sheet, listing: Listing, width: float, size: float) -> Arranged:
    """Return a listing set in as many columns as fit a width, none much longer than another."""
    letters, outer = sheet.letters(size * listing.larger), width
    inset = INSET_MM if listing.boxed else 0.0
    width -= 2 * inset
    wide, high = (mm * sheet.larger for mm in listing.sign_mm)
    sign = wide + 1.2
    heading = wrapped(listing.heading, Letters(letters.size, bold=True), width)
    down = len(heading) * letters.line_mm + (0.8 if heading else 0)
    if not listing.entries:
        return Arranged(listing, letters, heading, [], outer, down + listing.lines * WRITING_MM + 2 * inset)
    widest = max(width_mm(one_line(text), letters) for _, text in listing.entries)
    column = min(widest + sign + 1, WIDEST_COLUMN_MM * sheet.larger, width)
    columns = min(max(int((width + GAP_MM) // (column + GAP_MM)), 1), len(listing.entries))
    column = (width - GAP_MM * (columns - 1)) / columns
    lines = [wrapped(text, letters, column - sign) or [""] for _, text in listing.entries]
    heights = np.array([max(len(ls) * letters.line_mm, high) + 0.5 for ls in lines])
    breaks = _columns(heights, columns)
    at, tallest = [], 0.0
    for n, members in enumerate(np.split(np.arange(len(heights)), breaks)):
        below = down
        for member in members:
            extra = (heights[member] - len(lines[member]) * letters.line_mm) / 2
            at.append((n * (column + GAP_MM), below + extra, lines[member], listing.entries[member][0]))
            below += heights[member]
        tallest = max(tallest, below)
    return Arranged(listing, letters, heading, at, outer, tallest + 2 * inset)


def _columns(heights: np.ndarray, columns: int) -> list[int]:
    """Return where the columns after the first begin: the lowest height that takes all, filled in order."""
    most = max(heights.max(), heights.sum() / columns)
    while True:
        breaks, filled = [], 0.0
        for n, height in enumerate(heights):
            if filled + height > most + 1e-9:
                breaks.append(n)
                filled = 0.0
            filled += height
        if len(breaks) < columns:
            return breaks
        most += heights.min() / 2


@dataclass(frozen=True)
class Layout:
    """Where the parts of a page go.

    Attributes
    ----------
    map : Box
        The frame of the map.
    strip : Box
        Scale and north.
    listings : list of (Arranged, x, top)
    locator : Box or None
    """

    map: Box
    strip: Box
    listings: list[tuple[Arranged, float, float]] = field(default_factory=list)
    locator: Box | None = None


def layouts(sheet: Sheet, body: Box, listings: Sequence[Listing], *, locator: bool) -> list[Layout]:
    """Return the layouts that fit: legend and keys to the right of the map or below it, in letters as large as fit."""
    found = []
    for way, widths, last in ((_beside, (66, 84), 110), (_below, (0.36, 0.48), 0.62)):
        choices = [(size, wide) for size in (8.0, 7.2, 6.4) for wide in widths] + [(6.4, last), (5.8, last)]
        tried = (way(sheet, body, listings, size, wide, locator) for size, wide in choices)
        found += [next((layout for layout in tried if layout is not None), None)]
    return [layout for layout in found if layout is not None]


def _strip(sheet: Sheet, around: Box) -> tuple[Box, Box]:
    high = STRIP_MM * sheet.larger
    return (
        Box(around.left, around.bottom + high, around.width, around.height - high),
        Box(around.left, around.bottom, around.width, high),
    )


def _beside(
    sheet: Sheet, body: Box, listings: Sequence[Listing], size: float, wide: float, locator: bool
) -> Layout | None:
    wide *= sheet.larger
    if wide > body.width * 0.55:
        return None
    if not listings and not locator:
        return Layout(*_strip(sheet, body))
    left = body.right - wide
    side = min(wide, 40 * sheet.larger) if locator else 0
    top, placed = body.top, []
    for listing in listings:
        one = arranged(sheet, listing, wide, size)
        placed.append((one, left, top))
        top -= one.height + GAP_MM
    if top - side < body.bottom - GAP_MM:
        return None
    around, strip = _strip(sheet, Box(body.left, body.bottom, body.width - wide - GAP_MM, body.height))
    return Layout(around, strip, placed, Box(left, body.bottom, side, side) if locator else None)


def _below(
    sheet: Sheet, body: Box, listings: Sequence[Listing], size: float, share: float, locator: bool
) -> Layout | None:
    if not listings and not locator:
        return Layout(*_strip(sheet, body))
    side = 36 * sheet.larger if locator else 0
    width = body.width - (side + GAP_MM if locator else 0)
    first = width * 0.36 if len(listings) > 1 else width
    widths = [first] + [(width - first) / max(len(listings) - 1, 1) - GAP_MM] * (len(listings) - 1)
    found = [arranged(sheet, one, wide, size) for one, wide in zip(listings, widths, strict=False)]
    high = max([side, *(one.height for one in found)])
    if high > share * body.height:
        return None
    top, x, placed = body.bottom + high, body.left, []
    for one, wide in zip(found, widths, strict=False):
        placed.append((one, x, top))
        x += wide + GAP_MM
    around, strip = _strip(
        sheet, Box(body.left, body.bottom + high + GAP_MM / 2, body.width, body.height - high - GAP_MM / 2)
    )
    return Layout(around, strip, placed, Box(body.right - side, top - side, side, side) if locator else None)


def head_and_foot(sheet: Sheet, words: Words, *, draw: bool = True) -> Box:
    """Write marking, title, window, sources and licence; return what is left between them."""
    inside, middle = sheet.inside, sheet.width / 2
    marked, small = sheet.letters(9, bold=True), sheet.letters(5.8, grey=0.15)
    titled, under = sheet.letters(15, bold=True), sheet.letters(8.5, grey=0.1)
    marking = [one_line(words.marking).upper()] if words.marking.strip() else []
    title, subtitle = (wrapped(t, f, inside.width) for t, f in ((words.title, titled), (words.subtitle, under)))
    made = f"Made on {words.made_on.day} {words.made_on:%B %Y}. Version {one_line(words.version)}. "
    made += "British National Grid (EPSG:27700)."
    said = [f"Sources: {'; '.join(map(one_line, words.sources))}"] if words.sources else []
    foot = [line for text in (*said, *words.licence, made) for line in wrapped(text, small, inside.width)]
    top = inside.top - len(marking) * marked.line_mm - (1 if marking else 0)
    body_top = top - len(title) * titled.line_mm - len(subtitle) * under.line_mm - 2
    foot_top = inside.bottom + len(marking) * marked.line_mm + len(foot) * small.line_mm + (1 if marking else 0)
    if draw:
        sheet.paragraph(middle, inside.top, marking, marked, align="center")
        below = sheet.paragraph(inside.left, top, title, titled)
        sheet.paragraph(inside.left, below, subtitle, under)
        sheet.paragraph(inside.left, foot_top, foot, small)
        sheet.paragraph(middle, inside.bottom + len(marking) * marked.line_mm, marking, marked, align="center")
    return Box(inside.left, foot_top + 2.5, inside.width, body_top - foot_top - 2.5)


def draw_strip(sheet: Sheet, strip: Box, frame: Frame) -> None:
    """Draw the scale bar, true in the National Grid, and grid north."""
    letters, k = sheet.letters(7), sheet.larger
    length = bar_length(frame.m_per_mm, min(60 * k, strip.width / 2.5))
    whole, y, high = length / frame.m_per_mm, strip.bottom + 1.6 * k, 1.5 * k
    left = strip.left + 1.5 * k
    for n in range(4):
        box = np.array([(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]) * (whole / 4, high) + (left + n * whole / 4, y)
        sheet.shape(Outline(box, closed=True), face="white" if n % 2 else "black", edge="black", width=0.6 * k, over=9)
    unit, per = ("km", 1000) if length >= 1000 else ("m", 1)
    for n, said in ((0, "0"), (2, f"{length / 2 / per:g}"), (4, f"{length / per:g} {unit}")):
        sheet.write(left + n * whole / 4, y + high + 0.9 * k, said, letters, align="center")
    after = left + whole + 10 * k
    sheet.write(after, y, f"1:{frame.scale:,} on {sheet.paper} at full size", letters)
    north = strip.right - 3 * k
    tip = np.array([(0, 6.2), (1.9, 0), (0, 1.4), (-1.9, 0), (0, 6.2)]) * k + (north, strip.bottom + 0.6 * k)
    sheet.shape(Outline(tip, closed=True), face="white", edge="black", width=0.8 * k, over=9)
    half = np.array([(0, 6.2), (0, 1.4), (-1.9, 0), (0, 6.2)]) * k + (north, strip.bottom + 0.6 * k)
    sheet.shape(Outline(half, closed=True), face="black", over=9.1)
    sheet.write(north - 4 * k, y, "grid north", letters, align="right")
