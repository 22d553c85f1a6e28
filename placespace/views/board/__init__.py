"""The plan board: a month's stops as cards in a timetable that can be dragged, swapped, pinned and dropped.

The page in ``frontend/`` is served by the app, asks no other host for anything, and changes nothing by
itself: what somebody does comes back as an :class:`Action`, and the board changes when other rows are sent.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import streamlit.components.v1 as components

from placespace.errors import PlacespaceError
from placespace.views.board.actions import ACTIONS, Action, keep_shown, take_action, taken_at
from placespace.views.board.shown import BoardDay, BoardRow, Lane

__all__ = ["ACTIONS", "Action", "BoardDay", "BoardRow", "Lane", "board", "take_action"]

_component = components.declare_component("board", path=str(Path(__file__).parent / "frontend"))


def board(
    rows: Sequence[BoardRow],
    days: Sequence[BoardDay],
    lanes: Sequence[Lane],
    *,
    places: Sequence[tuple[str, str]],
    key: str = "board",
    editable: bool = True,
    waiting: Action | None = None,
    say: str = "",
    title: str = "Plan",
    marking: str = "",
    height_px: int = 580,
) -> Action | None:
    """Show a month's stops and return what somebody did with one, once.

    Parameters
    ----------
    rows : sequence of BoardRow
        The stops, in any order.
    days : sequence of BoardDay
        The days of the month, one week of which is seen at a time, and one day on a phone.
    lanes : sequence of Lane
        Crews and units in the order shown.
    places : sequence of (id, name)
        Places in the order shown when the board is turned to places, and those a stop can be moved to.
    key : str
        Needed when a page has two boards.
    editable : bool
        False for a board that is only looked at.
    waiting : Action, optional
        What was asked for and not yet decided: its cards are marked until it is no longer given.
    say : str
        A sentence to show over the timetable, such as why a move was refused.
    title, marking : str
        Over the printed month, and the marking at the top and bottom of each printed page. The month can be
        printed only with a marking: nothing leaves unmarked.
    height_px : int
        Height of the timetable beyond which it scrolls under its day heads; on phones it grows instead.

    Returns
    -------
    Action or None
        None when nothing new was done, and when :func:`take_action` had it before in the same run.

    Raises
    ------
    ValueError
        When two stops, days, lanes or places have one id, or a stop is in none of the days, lanes or places.
    """
    ids = {
        "card": [row.id for row in rows],
        "day": [day.date.isoformat() for day in days],
        "lane": [lane.id for lane in lanes],
        "place": [place for place, _ in places],
    }
    for kind, names in ids.items():
        if len(set(names)) < len(names):
            raise ValueError(f"A {kind} is given more than once.")
    for row in rows:
        for kind, name in (("day", row.day.isoformat()), ("lane", row.lane), ("place", row.place)):
            if name not in ids[kind]:
                raise ValueError(f"Stop {row.id!r} has the {kind} {name!r}, which the board does not.")
    try:
        done = take_action(key)
    except PlacespaceError as fault:
        done, say = None, str(fault)
    keep_shown(key, **(ids if editable else {}))
    sent = {
        "rows": [row.sent() for row in sorted(rows, key=lambda r: (r.day, r.start_min, r.lane, r.id))],
        "days": [day.sent() for day in sorted(days)],
        "lanes": [lane.sent() for lane in lanes],
        "places": [[str(place), str(name)] for place, name in places],
        "editable": editable,
        "waiting": asdict(waiting) if waiting else None,
        "say": say,
        "title": title,
        "marking": marking,
        "height_px": height_px,
    }
    _component(**sent, rev=zlib.crc32(json.dumps(sent).encode()), taken=taken_at(key), key=key, default=None)
    return done
