"""A sheet of paper in millimetres: what is written and drawn on it, and the files it becomes."""

from __future__ import annotations

import datetime
import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path

import matplotlib
import numpy as np
import shapely
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import PathPatch
from matplotlib.path import Path as Outline
from matplotlib.patheffects import Stroke
from matplotlib.textpath import text_to_path

from placespace.errors import WrongUse

PAPERS_MM = {"A4": (210.0, 297.0), "A3": (297.0, 420.0)}
"""Width and height of each paper when it stands upright."""
MARGIN_MM = 10.0
"""What every office printer leaves free and a little more."""
LARGER_ON = {"A4": 1.0, "A3": 1.25}
PNG_DPI = 200
MM_PER_INCH, POINTS_PER_INCH = 25.4, 72
POINT_MM = MM_PER_INCH / POINTS_PER_INCH
LINE = 1.32
"""Height of a line of text, in sizes of its letters."""
CAP = 0.73
"""Height of a capital, in sizes of its letters."""
FACES = {(False, False): "", (True, False): "-Bold", (False, True): "-Oblique", (True, True): "-BoldOblique"}
DRAWING = threading.Lock()
"""matplotlib's settings are one for the process: one map is drawn at a time."""


@dataclass(frozen=True)
class PrintMap:
    """A map that prints: the same page as a vector PDF and as a picture."""

    pdf: bytes
    png: bytes


@dataclass(frozen=True)
class Box:
    """A rectangle on the sheet, millimetres from its lower left corner."""

    left: float
    bottom: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.left + self.width

    @property
    def top(self) -> float:
        """The upper edge."""
        return self.bottom + self.height


@dataclass(frozen=True)
class Letters:
    """How something is written: size in points, face and grey (0 black, 1 white)."""

    size: float
    bold: bool = False
    italic: bool = False
    grey: float = 0.0

    @property
    def line_mm(self) -> float:
        """The height of a line."""
        return self.size * POINT_MM * LINE

    @property
    def cap_mm(self) -> float:
        """The height of a capital."""
        return self.size * POINT_MM * CAP


def one_line(text: object) -> str:
    """Return a text without line breaks and without what does not print.

    Examples
    --------
    >>> one_line(" Quay End\\n park\\x00")
    'Quay End park'
    """
    spaced = re.sub(r"\s+", " ", str(text)).strip()
    return "".join(letter for letter in spaced if letter.isprintable())


@cache
def _font(bold: bool, italic: bool) -> FontProperties:
    # by file, not by name: the same letters on every machine, whatever fonts it has
    return FontProperties(
        fname=Path(matplotlib.get_data_path(), "fonts", "ttf", f"DejaVuSans{FACES[bold, italic]}.ttf")
    )


def _face(letters: Letters) -> FontProperties:
    font = _font(letters.bold, letters.italic).copy()
    font.set_size(letters.size)
    return font


@lru_cache(maxsize=16384)
def width_mm(text: str, letters: Letters) -> float:
    """Return how wide a text is, millimetres."""
    return text_to_path.get_text_width_height_descent(text, _face(letters), False)[0] * POINT_MM if text else 0.0


def wrapped(text: str, letters: Letters, most_mm: float) -> list[str]:
    """Return a text in lines no wider than ``most_mm``; a word that is wider is cut."""
    lines, line = [], ""
    for word in one_line(text).split(" "):
        longer = f"{line} {word}".strip()
        if width_mm(longer, letters) <= most_mm:
            line = longer
            continue
        lines += [line] if line else []
        while width_mm(word, letters) > most_mm and len(word) > 1:
            fits = next((n for n in range(len(word) - 1, 1, -1) if width_mm(word[:n], letters) <= most_mm), 1)
            lines.append(word[:fits])
            word = word[fits:]
        line = word
    return [*lines, line] if line else lines


class Sheet:
    """A sheet of paper to draw on, in millimetres from its lower left corner."""

    def __init__(self, paper: str, *, landscape: bool) -> None:
        if paper not in PAPERS_MM:
            raise WrongUse(f"Paper is one of {', '.join(PAPERS_MM)}.", f"'{paper}' is not.", "Choose one of them.")
        short, long = PAPERS_MM[paper]
        self.paper, self.larger = paper, LARGER_ON[paper]
        self.width, self.height = (long, short) if landscape else (short, long)
        self.figure = Figure(figsize=(self.width / MM_PER_INCH, self.height / MM_PER_INCH), facecolor="white")
        self.axes = self.figure.add_axes((0, 0, 1, 1), xlim=(0, self.width), ylim=(0, self.height))
        self.axes.set_axis_off()

    @property
    def inside(self) -> Box:
        """What is left within the margins."""
        return Box(MARGIN_MM, MARGIN_MM, self.width - 2 * MARGIN_MM, self.height - 2 * MARGIN_MM)

    def letters(self, size: float, **how: object) -> Letters:
        """Return letters of a size meant for A4; larger on larger paper."""
        return Letters(size * self.larger, **how)

    def write(
        self,
        x: float,
        y: float,
        text: str,
        letters: Letters,
        *,
        align: str = "left",
        turned: float = 0.0,
        halo: float = 0.0,
        over: float = 9,
    ) -> None:
        """Write a line with its baseline at ``y``; a halo is given in points."""
        if not text:
            return
        how = {
            "fontproperties": _face(letters),
            "ha": align,
            "va": "baseline",
            "rotation": turned,
            "rotation_mode": "anchor",
            "parse_math": False,
            "fontfeatures": ["-liga"],  # two letters drawn as one are not found by a search
        }
        if halo:
            # the halo is drawn as outlines: the words above it stay text that can be searched
            under = self.axes.text(x, y, text, color="white", zorder=over, **how)
            under.set_path_effects([Stroke(linewidth=2 * halo, foreground="white", joinstyle="round")])
        self.axes.text(x, y, text, color=str(letters.grey), zorder=over + 0.1, **how)

    def paragraph(self, x: float, top: float, lines: Sequence[str], letters: Letters, *, align: str = "left") -> float:
        """Write lines below one another; return where the next would start."""
        for line in lines:
            self.write(x, top - letters.line_mm * 0.78, line, letters, align=align)
            top -= letters.line_mm
        return top

    def shape(
        self,
        outline: Outline | None,
        *,
        face: str | None = None,
        edge: str | None = None,
        width: float = 0.0,
        hatch: str = "",
        hatch_colour: str = "black",
        hatch_width: float = 0.4,
        dashes: Sequence[float] = (),
        over: float = 1,
        within: Box | None = None,
    ) -> None:
        """Draw many polygons or lines as one shape; widths in points."""
        if outline is None or not len(outline.vertices):
            return
        patch = PathPatch(
            outline,
            facecolor=face or "none",
            edgecolor=edge or "none",
            linewidth=width,
            linestyle=(0, tuple(dashes)) if dashes else "solid",
            hatch=hatch or None,
            joinstyle="round",
            capstyle="butt" if dashes else "round",
            zorder=over,
        )
        if hatch:
            patch.set_hatchcolor(hatch_colour)
            patch.set_hatch_linewidth(hatch_width)
        self.axes.add_artist(patch)
        if within is not None:
            patch.set_clip_path(rectangle(within), self.axes.transData)

    def files(self, *, title: str, made_on: datetime.date) -> PrintMap:
        """Return the sheet as PDF and PNG: the same bytes for the same sheet."""
        made = datetime.datetime.combine(made_on, datetime.time(), datetime.UTC)
        pdf, png = BytesIO(), BytesIO()
        says = {"Title": title, "Creator": "Placespace", "Producer": "Placespace", "CreationDate": made}
        with matplotlib.rc_context({"pdf.fonttype": 42, "pdf.compression": 6, "text.hinting": "none"}):
            self.figure.savefig(pdf, format="pdf", metadata=says, facecolor="white")
            self.figure.savefig(png, format="png", dpi=PNG_DPI, metadata={"Software": None}, facecolor="white")
        return PrintMap(pdf.getvalue(), png.getvalue())


def rectangle(box: Box) -> Outline:
    """Return the outline of a box."""
    x, y = [box.left, box.right, box.right, box.left, box.left], [box.bottom, box.bottom, box.top, box.top, box.bottom]
    return Outline(np.column_stack([x, y]), closed=True)


def outline_of(shapes: Sequence[shapely.Geometry] | np.ndarray) -> Outline | None:
    """Return polygons and lines, together, as one outline; None where there are none."""
    parts = shapely.get_parts(shapely.get_parts(np.asarray(shapes, dtype=object)))
    kinds = shapely.get_type_id(parts)
    # holes stay empty only when they run the other way round
    polygons = shapely.orient_polygons(parts[kinds == 3])
    rings, lines = shapely.get_rings(polygons), parts[(kinds == 1) | (kinds == 2)]
    pieces = np.concatenate([rings, lines])
    if not len(pieces):
        return None
    points, piece = shapely.get_coordinates(pieces, return_index=True)
    codes = np.full(len(points), Outline.LINETO, Outline.code_type)
    first = np.flatnonzero(np.diff(piece, prepend=-1))
    codes[first] = Outline.MOVETO
    last = np.append(first[1:], len(points)) - 1
    codes[last[: len(rings)]] = Outline.CLOSEPOLY
    return Outline(points, codes)


def circle(x: float, y: float, radius: float) -> Outline:
    """Return a circle."""
    return Outline.circle((x, y), radius)


def hexagon(x: float, y: float, radius: float) -> Outline:
    """Return a hexagon that stands on a corner."""
    turn = np.radians(np.arange(90, 451, 60))
    return Outline(np.column_stack([x + radius * np.cos(turn), y + radius * np.sin(turn)]), closed=True)


def square(x: float, y: float, half: float) -> Outline:
    """Return a square about a point."""
    return rectangle(Box(x - half, y - half, 2 * half, 2 * half))
