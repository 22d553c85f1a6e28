"""What lies above the cells: marked points and lines, checked before they are sent to a browser."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MARK_WORDS = {
    "open": "session open at the hour shown",
    "closed": "session not open then",
    "candidate": "candidate venue",
    "tried": "session being tried",
    "chosen": "proposed session",
    "place": "place of the plan, by its number",
}
"""The kinds of mark, in the order of the legend, and what each is called there."""

LINE_WORDS = {"barrier": "barrier to walking", "practitioner": "line drawn by a practitioner"}
"""The kinds of line and what each is called in the legend."""

Place = tuple[float, float]
"""Latitude and longitude, degrees (WGS 84)."""


def place_of(lat: object, lng: object) -> Place | None:
    """Return a place as two floats, or None where it is not one on Earth.

    Examples
    --------
    >>> place_of(53.8, -3), place_of(float("nan"), 0), place_of("53.8", 0), place_of(91, 0)
    ((53.8, -3.0), None, None, None)
    """
    numbers = [lat, lng]
    try:
        if any(isinstance(n, (bool, str, bytes)) for n in numbers):
            return None
        lat, lng = (float(n) for n in numbers)  # numpy's numbers too
    except (TypeError, ValueError, OverflowError):
        return None
    on_earth = math.isfinite(lat) and math.isfinite(lng) and abs(lat) <= 90 and abs(lng) <= 180
    return (lat, lng) if on_earth else None


def _must_be_places(points: Iterable[Sequence[object]], what: str) -> tuple[Place, ...]:
    places = tuple(place_of(*point) for point in points)
    if None in places:
        raise ValueError(f"{what} needs latitude and longitude in degrees; one is missing or out of range.")
    return places


def _must_be_kind(kind: str, words: dict[str, str]) -> None:
    if kind not in words:
        raise ValueError(f"A kind is one of {tuple(words)}, not {kind!r}.")


@dataclass(frozen=True)
class Mark:
    """A point drawn above the cells. Kinds differ by shape as well as by colour.

    Attributes
    ----------
    lat, lng : float
        Degrees (WGS 84). A session with no place cannot be marked: list it beside the map.
    label : str
        Shown beside the pointer and read out; always as text, never as HTML.
    kind : {"open", "closed", "candidate", "tried", "chosen", "place"}
        A filled circle, a hollow circle, a square, a diamond, a larger star, or a large disc.
    sign : str
        A number or a letter or two, written in the mark.

    Raises
    ------
    ValueError
        When the kind is unknown, or the place is missing or out of range.
    """

    lat: float
    lng: float
    label: str
    kind: str
    sign: str = ""

    def __post_init__(self) -> None:
        _must_be_kind(self.kind, MARK_WORDS)
        _must_be_places([(self.lat, self.lng)], "A mark")

    def sent(self) -> list:
        """Return the mark as the browser takes it."""
        signed = [str(self.sign)] if self.sign else []
        return [float(self.lat), float(self.lng), self.kind, str(self.label), *signed]


@dataclass(frozen=True)
class MapLine:
    """A line drawn above the cells.

    Attributes
    ----------
    points : sequence of (lat, lng)
        Two or more, degrees (WGS 84).
    label : str
        Shown beside the pointer and read out; always as text, never as HTML.
    kind : {"barrier", "practitioner"}
        Dashed and dark red, or dotted and dark blue.

    Raises
    ------
    ValueError
        When the kind is unknown, or there are fewer than two points, or one is out of range.
    """

    points: Sequence[Place]
    label: str
    kind: str

    def __post_init__(self) -> None:
        _must_be_kind(self.kind, LINE_WORDS)
        object.__setattr__(self, "points", _must_be_places(self.points, "A line"))
        if len(self.points) < 2:
            raise ValueError(f"A line needs two points or more, not {len(self.points)}.")

    def sent(self) -> list:
        """Return the line as the browser takes it."""
        return [[list(point) for point in self.points], self.kind, str(self.label)]


def kinds_shown(
    marks: Sequence[Mark], lines: Sequence[MapLine], own_words: dict[str, str] | None = None
) -> list[list[str]]:
    """Return the kinds present, each with its words, in the order of the legend.

    Raises
    ------
    ValueError
        When words are given for a kind that there is not.

    Examples
    --------
    >>> kinds_shown([Mark(53.8, -3, "Hall", "open")], [], {"open": "open on Mondays"})
    [['open', 'open on Mondays']]
    """
    known = {**MARK_WORDS, **LINE_WORDS}
    for kind in own_words or {}:
        _must_be_kind(kind, known)
    words = {**known, **(own_words or {})}
    present = {drawn.kind for drawn in (*marks, *lines)}
    return [[kind, words[kind]] for kind in known if kind in present]
