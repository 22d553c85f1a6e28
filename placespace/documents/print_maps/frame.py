"""Fit a part of the National Grid to a frame on the sheet, at a scale that can be said."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from placespace.documents.print_maps.sheet import Box, rectangle

MM_PER_M = 1000
ROUND_SCALES = ((2_500, 100), (10_000, 500), (50_000, 1_000), (200_000, 2_500), (float("inf"), 10_000))
"""Up to each scale, to what its number is rounded up."""
AROUND = 0.03
"""What is left free around the area, as a share of the frame."""


@dataclass(frozen=True)
class Frame:
    """A frame on the sheet and what it shows.

    Attributes
    ----------
    box : Box
        Where the frame is, millimetres.
    middle : tuple of float
        Easting and northing of its middle, metres, EPSG:27700.
    scale : int
        The number after ``1:`` when the sheet is printed at full size.
    """

    box: Box
    middle: tuple[float, float]
    scale: int

    @property
    def m_per_mm(self) -> float:
        """Metres on the ground in a millimetre on paper: the same along both axes."""
        return self.scale / MM_PER_M

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """What is shown: least and most easting and northing, as (min x, min y, max x, max y), metres."""
        half_x, half_y = self.box.width / 2 * self.m_per_mm, self.box.height / 2 * self.m_per_mm
        x, y = self.middle
        return x - half_x, y - half_y, x + half_x, y + half_y

    def on_paper(self, points: np.ndarray) -> np.ndarray:
        """Return points, shape (m, 2), metres, as millimetres on the sheet."""
        corner = np.array(self.bounds[:2])
        return (np.asarray(points, float) - corner) / self.m_per_mm + (self.box.left, self.box.bottom)

    def drawn(self, shapes: np.ndarray, *, beyond_mm: float = 3.0) -> np.ndarray:
        """Return what of some shapes lies in the frame or just beyond it, in millimetres on the sheet."""
        shapes = np.asarray(shapes, dtype=object)
        if not len(shapes):
            return shapes
        x0, y0, x1, y1 = self.bounds
        more = beyond_mm * self.m_per_mm
        cut = shapely.clip_by_rect(shapes, x0 - more, y0 - more, x1 + more, y1 + more)
        cut = shapely.simplify(cut[~shapely.is_empty(cut)], 0.04 * self.m_per_mm)
        return shapely.transform(cut, self.on_paper)

    def holds(self, points: np.ndarray, *, within_mm: float = 0.0) -> np.ndarray:
        """Return which points on the sheet, shape (m, 2), lie in the frame and so far from its edge."""
        x, y = np.asarray(points, float).reshape(-1, 2).T
        box, d = self.box, within_mm
        return (x >= box.left + d) & (x <= box.right - d) & (y >= box.bottom + d) & (y <= box.top - d)

    @property
    def outline(self) -> object:
        """The outline of the frame on the sheet."""
        return rectangle(self.box)


def fitted(box: Box, bounds: tuple[float, float, float, float]) -> Frame:
    """Return the frame in which a part of the grid is as large as the box allows, at a round scale.

    Examples
    --------
    >>> frame = fitted(Box(10, 10, 190, 160), (270000, 430000, 280000, 437000))
    >>> frame.scale, frame.middle
    (55000, (275000.0, 433500.0))
    """
    x0, y0, x1, y1 = bounds
    least = max((x1 - x0) / (box.width * (1 - AROUND)), (y1 - y0) / (box.height * (1 - AROUND)), 0.25) * MM_PER_M
    step = next(step for most, step in ROUND_SCALES if least <= most)
    return Frame(box, ((x0 + x1) / 2, (y0 + y1) / 2), int(np.ceil(least / step) * step))


def bar_length(m_per_mm: float, most_mm: float) -> int:
    """Return the longest of 100, 200, 500 m, 1, 2, 5 km … that is no longer on paper than ``most_mm``.

    Examples
    --------
    >>> bar_length(60, 50), bar_length(4, 50)
    (2000, 200)
    """
    most = most_mm * m_per_mm
    tens = 10 ** np.floor(np.log10(most))
    return int(max(s * tens for s in (1, 2, 5) if s * tens <= most))
