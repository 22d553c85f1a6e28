"""Find room on a map for numbers and names: none covers another."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import shapely

from placespace.documents.print_maps.frame import Frame
from placespace.documents.print_maps.sheet import Letters, width_mm

TURNS = 24
"""Directions tried around a place whose number does not fit on it."""
FURTHEST_RINGS = 14
ALONG = (0.5, 0.35, 0.65, 0.2, 0.8)
"""Where along a street its name is tried."""
STRAIGHT = 0.97
"""A street carries its name where it is this straight: length across over length along."""


@dataclass
class Room:
    """What on a map is taken: boxes on the sheet (min x, min y, max x, max y), millimetres."""

    frame: Frame
    taken: list[tuple[float, float, float, float]] = field(default_factory=list)
    better_not: np.ndarray = field(default_factory=lambda: np.empty((0, 2)))

    def free(self, box: tuple[float, float, float, float]) -> bool:
        """Return whether a box lies in the frame and covers nothing."""
        corners = np.array([box[:2], box[2:]])
        if not self.frame.holds(corners, within_mm=0.8).all():
            return False
        return not any(_overlap(box, other) for other in self.taken)

    def take(self, box: tuple[float, float, float, float]) -> None:
        """Take a box."""
        self.taken.append(box)

    def hides(self, box: tuple[float, float, float, float]) -> int:
        """Return how many of the points that are better left uncovered a box covers."""
        x, y = self.better_not.T if len(self.better_not) else (np.empty(0), np.empty(0))
        return int(((x > box[0]) & (x < box[2]) & (y > box[1]) & (y < box[3])).sum())


def _overlap(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _about(x: float, y: float, half: float) -> tuple[float, float, float, float]:
    return x - half, y - half, x + half, y + half


def spread(points: np.ndarray, radius: float, room: Room, *, clear: float) -> np.ndarray:
    """Return where the circles of some places go, shape (m, 2): on them, or beside with a line to them.

    Parameters
    ----------
    points : ndarray, shape (m, 2)
        Places on the sheet, millimetres.
    radius : float
        Of each circle.
    room : Room
        What is taken; the circles and the places are taken in it, too.
    clear : float
        How far from its place a circle begins. 0: it may stand on it.
    """
    at = np.array(points, float).reshape(-1, 2)
    own = [_about(x, y, max(clear, 0.6)) for x, y in at]
    turn = np.radians(90 - np.arange(TURNS) * 360 / TURNS)
    first = [0.0] if not clear else []
    ways = [(r, t) for r in first for t in turn[:1]]
    ways += [(clear + radius * (1.6 + 0.5 * ring), t) for ring in range(FURTHEST_RINGS) for t in turn]
    for n, (x, y) in enumerate(at.copy()):
        others = [box for m, box in enumerate(own) if m != n]
        for away, angle in ways:
            spot = (x + away * np.cos(angle), y + away * np.sin(angle))
            box = _about(*spot, radius + 0.35)
            if room.free(box) and not any(_overlap(box, other) for other in others):
                at[n] = spot
                break
        room.take(_about(*at[n], radius + 0.35))
    for box in own:
        room.take(box)
    return at


def beside(x: float, y: float, text: str, letters: Letters, room: Room, *, gap: float) -> tuple[float, float] | None:
    """Return where a name about a point starts: its left end and baseline; None where there is no room.

    Parameters
    ----------
    x, y : float
        The point, on the sheet.
    text : str
    letters : Letters
    room : Room
        The name is taken in it.
    gap : float
        How far a name that stands beside its point keeps from it. 0: it may stand on it.
    """
    wide, high = width_mm(text, letters), letters.cap_mm
    middle = y - high / 2
    spots = [] if gap else [(x - wide / 2, middle)]
    # a name without a mark is of a wider place: it may stand further off
    for d in [gap] if gap else [high, 2 * high, 3 * high]:
        spots += [(x + d, middle), (x - d - wide, middle), (x - wide / 2, y + d), (x - wide / 2, y - d - high)]
        spots += [(x + d, y + d / 2), (x + d, y - d / 2 - high), (x - d - wide, y + d / 2 - high / 4)]
    best, fewest = None, np.inf
    for left, base in spots:
        box = (left - 0.5, base - 0.35 * high - 0.3, left + wide + 0.5, base + high + 0.5)
        if room.free(box) and (hidden := room.hides(box)) < fewest:
            best, fewest = (left, base, box), hidden
    if best is None:
        return None
    room.take(best[2])
    return best[:2]


def along(line: shapely.LineString, text: str, letters: Letters, room: Room) -> tuple[float, float, float] | None:
    """Return where a street carries its name: the middle of its baseline and its turn in degrees, or None."""
    wide, high = width_mm(text, letters), letters.cap_mm
    if line.length < 1.3 * wide:
        return None
    for share in ALONG:
        start = np.clip(share * line.length - wide / 2, 0, line.length - wide)
        a, b = (np.array(line.interpolate(d).coords[0]) for d in (start, start + wide))
        across = b - a
        if np.hypot(*across) < STRAIGHT * wide:
            continue
        a, across = (b, -across) if across[0] < 0 else (a, across)
        angle = np.arctan2(across[1], across[0])
        steps = max(int(np.ceil(wide / (2 * high))), 1)
        spots = [a + across * (n + 0.5) / steps for n in range(steps)]
        boxes = [_about(*spot, high * 1.15) for spot in spots]
        if all(room.free(box) for box in boxes):
            for box in boxes:
                room.take(box)
            down = np.array([np.sin(angle), -np.cos(angle)]) * high / 2
            return (*(a + across / 2 + down), float(np.degrees(angle)))
    return None
