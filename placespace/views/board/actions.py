"""What somebody did on the plan board, taken once.

A component's last value comes back on every rerun, so what is new is told from an echo by its
time. A browser may send anything: nothing is taken before it fits the board that was shown.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import streamlit as st

from placespace.errors import PlacespaceError
from placespace.views.board.shown import DAY_ENDS, DAY_STARTS

ACTIONS = ("pin", "unpin", "drop", "move", "swap")


@dataclass(frozen=True)
class Action:
    """One thing asked for on the board; nothing is changed until the page sends other rows.

    Attributes
    ----------
    kind : {"pin", "unpin", "drop", "move", "swap"}
    card : str
        ``id`` of the stop.
    to : mapping
        For a move all four of ``day`` ("2026-10-02"), ``lane``, ``place`` and ``start_min``, whether
        they differ or not; for a swap ``card``, the other stop's id; else empty.
    token : int
        Grows from action to action of one browser: milliseconds of its clock.
    """

    kind: Literal["pin", "unpin", "drop", "move", "swap"]
    card: str
    to: Mapping[str, str | int] = field(default_factory=dict, hash=False)
    token: int = 0


def take_action(key: str = "board") -> Action | None:
    """Return what was done on a board since it was last asked, once.

    It may be asked before the board is drawn, so that the page can draw it with the answer in the same run.

    Parameters
    ----------
    key : str
        The board's ``key``.

    Returns
    -------
    Action or None
        None when nothing new was done, or when what came is nothing a board could send.

    Raises
    ------
    PlacespaceError
        When it is about a stop, day, crew or place that is no longer on the board; it is then not offered again.
    """
    value = st.session_state.get(key)
    sent = value.get("action") if isinstance(value, Mapping) else None
    if not isinstance(sent, Mapping) or _time(sent) <= taken_at(key):
        return None
    st.session_state[f"{key}.taken"] = _time(sent)
    kind, card, to = sent.get("kind"), sent.get("card"), sent.get("to") or {}
    if kind not in ACTIONS or not isinstance(card, str) or not isinstance(to, Mapping):
        return None
    named: dict[str, Any] = {"move": ("day", "lane", "place", "start_min"), "swap": ("card",)}.get(kind, ())
    to = {name: to.get(name) for name in named}
    start = to.get("start_min", DAY_STARTS)
    if isinstance(start, bool) or not isinstance(start, int) or not DAY_STARTS <= start < DAY_ENDS:
        return None
    if not all(isinstance(to[name], str) for name in named if name != "start_min") or to.get("card") == card:
        return None
    _must_be_shown(key, card, to)
    return Action(kind, card, to, _time(sent))


def keep_shown(key: str, **ids: Sequence[str]) -> None:
    """Keep what a board shows, by kind, so that an action is held against it."""
    st.session_state[f"{key}.shown"] = {kind: frozenset(names) for kind, names in ids.items()}


def taken_at(key: str) -> int:
    """Return the token of the last action taken; 0 before the first."""
    return st.session_state.get(f"{key}.taken", 0)


def _must_be_shown(key: str, card: str, to: Mapping[str, Any]) -> None:
    shown = st.session_state.get(f"{key}.shown", {})
    for kind, name in (("card", card), *to.items()):
        if kind != "start_min" and name not in shown.get(kind, ()):
            what = {"card": "A stop", "day": "A day", "lane": "A crew", "place": "A place"}[kind]
            raise PlacespaceError(
                "A change is made to the plan as it stands.",
                f"{what} it was about is no longer on the board.",
                "Look at the board again and make the change there.",
            )


def _time(sent: Mapping[str, Any]) -> int:
    """Return when something was sent; 0 for what has no proper time and so is never new."""
    at = sent.get("at")
    known = isinstance(at, (int, float)) and not isinstance(at, bool) and math.isfinite(at)
    return int(at) if known else 0
