"""Draw a small map of one place: its edge among streets and names, without a figure, for any printer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO

import geopandas as gpd
import matplotlib
import numpy as np
import shapely
from matplotlib.figure import Figure

from placespace.documents.print_maps.frame import fitted
from placespace.documents.print_maps.ground import draw_ground, name_ground
from placespace.documents.print_maps.labels import Room
from placespace.documents.print_maps.page import STRIP_MM, draw_strip
from placespace.documents.print_maps.sheet import DRAWING, MM_PER_INCH, PNG_DPI, Box, Letters, Sheet, outline_of
from placespace.grid.cells import hexagons

WIDE_MM, HIGH_MM = 170.0, 60.0
"""As wide as the text of a Word page; low enough to leave room for words, also in the pack."""
AROUND_M = 350.0
"""What is shown about a place, so that people see where it is."""


class _SmallSheet(Sheet):
    """A sheet as large as the map itself."""

    def __init__(self, wide: float, high: float) -> None:
        self.paper, self.larger, self.width, self.height = "A4", 1.0, wide, high
        self.figure = Figure(figsize=(wide / MM_PER_INCH, high / MM_PER_INCH), facecolor="white")
        self.axes = self.figure.add_axes((0, 0, 1, 1), xlim=(0, wide), ylim=(0, high))
        self.axes.set_axis_off()

    def picture(self) -> bytes:
        """Return the sheet as png: the same bytes for the same sheet."""
        png = BytesIO()
        with matplotlib.rc_context({"text.hinting": "none"}):
            self.figure.savefig(png, format="png", dpi=PNG_DPI, metadata={"Software": None}, facecolor="white")
        return png.getvalue()


def place_outline(cells: Sequence[str], outline: Sequence[tuple[float, float]] = ()) -> shapely.Geometry:
    """Return the edge of a place, EPSG:27700: as it was drawn, else around its cells.

    Parameters
    ----------
    cells : sequence of str
        H3 ids.
    outline : sequence of (lon, lat)
        Degrees.
    """
    if len(outline) >= 3:
        drawn = gpd.GeoSeries([shapely.Polygon(outline)], crs=4326).to_crs(27700).iloc[0]
        return drawn if drawn.is_valid else drawn.buffer(0)
    return shapely.union_all(hexagons(list(cells)).to_crs(27700).to_numpy(), grid_size=0.5)


def small_map(
    place: shapely.Geometry,
    ground: Mapping[str, gpd.GeoDataFrame],
    *,
    licence: Sequence[str],
) -> bytes:
    """Return a picture (png, 200 dpi) of a place: a thick line, dots inside it, and what lies about.

    The line and the dots are told apart from streets without colour. The same place gives the same bytes.

    Parameters
    ----------
    place : shapely geometry
        EPSG:27700; see :func:`place_outline`.
    ground : mapping of str to GeoDataFrame
        See :func:`placespace.documents.under_map.ground_layers`.
    licence : sequence of str
        Named under the map.
    """
    wide, high = WIDE_MM, HIGH_MM
    small = Letters(5.2, grey=0.2)
    with DRAWING:
        sheet = _SmallSheet(wide, high)
        strip = Box(0.5, 0.5, wide - 1, STRIP_MM)
        box = Box(0.5, strip.top + 0.5, wide - 1, high - strip.top - 1)
        x0, y0, x1, y1 = place.bounds
        frame = fitted(box, (x0 - AROUND_M, y0 - AROUND_M, x1 + AROUND_M, y1 + AROUND_M))
        draw_ground(sheet, frame, ground, streets_white=True)
        edge = outline_of(frame.drawn(np.array([place])))
        sheet.shape(edge, hatch="..", hatch_colour="0.35", hatch_width=0.3, over=5, within=box)
        sheet.shape(edge, edge="white", width=4.2, over=5.1, within=box)
        sheet.shape(edge, edge="black", width=2.4, over=5.2, within=box)
        name_ground(sheet, Room(frame), ground, everything=True)
        sheet.shape(frame.outline, edge="black", width=0.9, over=8.5)
        draw_strip(sheet, strip, frame)
        said = "; ".join(dict.fromkeys(licence))
        sheet.write(wide - 34, strip.bottom + 1.6, said[:110], small, align="right")
        return sheet.picture()
