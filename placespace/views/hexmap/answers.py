"""What the browser sends back: the cell clicked and the line or area drawn.

A component's last value comes back on every rerun, so what is new is told from an echo by
its time. A browser may send anything: nothing is taken before it has been checked.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import streamlit as st

from placespace.errors import PlacespaceError
from placespace.grid.drawing import HexDrawing
from placespace.views.hexmap.shapes import Place, place_of

MOST_POINTS = 200
"""Points in a drawing; the browser stops there too."""

LEAST_POINTS = {"line": 2, "area": 3}


@dataclass(frozen=True)
class Drawing:
    """A line or an area that somebody drew on the map.

    Attributes
    ----------
    kind : {"line", "area"}
    points : tuple of (lat, lng)
        Degrees (WGS 84), none the same as the one before. An area is not closed: its last point
        joins its first. It may cross itself.
    """

    kind: Literal["line", "area"]
    points: tuple[Place, ...]


def take_drawing(key: str = "hexmap") -> Drawing | None:
    """Return what was drawn on a map since it was last asked, once.

    It may be asked before the map is drawn again, so that the page can keep the drawing and switch
    the drawing mode off in the same run.

    Parameters
    ----------
    key : str
        The map's ``key``.

    Returns
    -------
    Drawing or None
        None when nothing new was drawn.

    Raises
    ------
    PlacespaceError
        When what came is no drawing; it is then not offered again.
    """
    sent = _sent(key).get("drawing")
    at = _time(sent)
    if at <= drawing_taken_at(key):
        return None
    st.session_state[f"{key}.drawn"] = at
    kind, points = sent.get("kind"), sent.get("points")
    if kind not in ("line", "area") or not isinstance(points, list):
        raise _refused("It is neither.")
    if len(points) > MOST_POINTS:
        raise _refused(f"It has {len(points)} points.")
    places = [place_of(*p) if isinstance(p, (list, tuple)) and len(p) == 2 else None for p in points]
    if None in places:
        raise _refused(f"Point {places.index(None) + 1} is not on the map.")
    kept = tuple(p for n, p in enumerate(places) if n == 0 or p != places[n - 1])
    if len(set(kept)) < LEAST_POINTS[kind]:
        raise _refused(f"It has {len(set(kept))} different points.")
    return Drawing(kind, kept)


def _refused(found: str) -> PlacespaceError:
    return PlacespaceError(
        f"A drawing is a line of 2 to {MOST_POINTS} points or an area of 3 to {MOST_POINTS}.", found, "Draw it again."
    )


def drawing_taken_at(key: str) -> float:
    """Return the time of the last drawing taken, milliseconds of the browser's clock; 0 before the first."""
    return st.session_state.get(f"{key}.drawn", 0)


def take_click(drawing: HexDrawing, key: str = "hexmap") -> int | None:
    """Return the cell clicked (or chosen by Enter) since it was last asked, once.

    For pages that put cells into a group and take them out: the same cell clicked twice is two clicks.

    Parameters
    ----------
    drawing : HexDrawing
        What the map shows; a click on other cells is not for it.
    key : str
        The map's ``key``.

    Returns
    -------
    int or None
        Index in ``drawing.cells``.
    """
    click = _click(key, drawing)
    if click is None or click["at"] <= st.session_state.get(f"{key}.clicked", 0):
        return None
    st.session_state[f"{key}.clicked"] = click["at"]
    return click["index"]


def selection(key: str, drawing: HexDrawing, asked: int | None) -> tuple[int | None, float]:
    """Decide between the cell clicked and the cell the page asks for: the later one wins.

    A choice made by the page is told from a repeated one by what it asked last.

    Returns
    -------
    tuple
        Index of the selected cell or None, and the time of the last click answered.
    """
    before = st.session_state.get(f"{key}.selection", {})
    fresh = before.get("digest") != drawing.digest
    current = None if fresh else before["current"]
    answered = before.get("answered", 0)
    click = _click(key, drawing)
    if fresh or asked != before["asked"]:
        current = asked
    if click and click["at"] > answered:
        current, answered = click["index"], click["at"]
    st.session_state[f"{key}.selection"] = {
        "digest": drawing.digest, "asked": asked, "current": current, "answered": answered,
    }  # fmt: skip
    return current, answered


def lacking(key: str) -> list:
    """Return what the browser asked for and did not get: it is then sent with the rest."""
    digests = _sent(key).get("lacking")
    return digests if isinstance(digests, list) else []


def _sent(key: str) -> Mapping[str, Any]:
    value = st.session_state.get(key)
    return value if isinstance(value, Mapping) else {}


def _time(sent: object) -> float:
    """Return when something was sent; 0 for what has no proper time and so is never new."""
    at = sent.get("at") if isinstance(sent, Mapping) else None
    return at if isinstance(at, (int, float)) and not isinstance(at, bool) and math.isfinite(at) else 0


def _click(key: str, drawing: HexDrawing) -> Mapping[str, Any] | None:
    """Return the last click if it is on a cell of the drawing, or on none (which clears)."""
    value = _sent(key)
    index = value.get("index")
    is_cell = isinstance(index, int) and not isinstance(index, bool) and 0 <= index < len(drawing.cells)
    if not _time(value) or value.get("digest") != drawing.digest or not (index is None or is_cell):
        return None
    return {"index": index, "at": value["at"]}
