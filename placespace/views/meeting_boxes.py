"""Draw the boxes of a record: each is saved when it is left, and keeps what was typed whatever happens around it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import streamlit as st

from placespace.places.door import Held
from placespace.views.cached_places import register
from placespace.views.meeting_kept import Door, Kept, clock, keep, settle, value_of
from placespace.views.plain import plain

Also = Mapping[Any, Mapping[str, Any]]
"""What is saved along with a choice: by the choice, the boxes and what they take."""
NOTHING = "–"
ALL_KEPT, LEFT, HOLD = "meeting-kept", "meeting-left", "meeting-hold"


def begin() -> None:
    """Start a run of the page: after a box was left nothing else on the page is drawn over.

    Somebody may be typing in the next box by then. What others saved is shown beside it, and
    comes into the box when the page is turned.
    """
    st.session_state[HOLD] = st.session_state.pop(LEFT, False)


def again() -> None:
    """Draw the whole page, and nothing over what somebody may be typing by now."""
    st.session_state[LEFT] = True
    st.rerun()


def kept_of(id_: str) -> Kept:
    """Return what this session knows of the boxes of a record."""
    return st.session_state.setdefault(ALL_KEPT, {}).setdefault(id_, Kept())


def forget(id_: str) -> None:
    """Read a record's boxes anew: after it was saved in another way."""
    st.session_state.get(ALL_KEPT, {}).pop(id_, None)


class Boxes:
    """The boxes of one record.

    Parameters
    ----------
    kind : str
        As in :class:`~placespace.views.meeting_kept.Door`.
    held : Held
        The record as just read.
    words : mapping of str to str
        What each box is called.
    locked : bool
        Whether the record is read and not changed.
    """

    def __init__(self, kind: str, held: Held[Any], words: Mapping[str, str], *, locked: bool = False) -> None:
        self.door = Door(kind, held.id, held.place or held.id)
        self.held, self.words, self.locked = held, words, locked
        self.kept = kept_of(held.id)
        for box in words:  # what stood in a box when it was first seen, drawn or not
            self.kept.base.setdefault(box, value_of(held.thing, box))
        if not st.session_state.get(HOLD):
            self.kept.seen = held.version

    def text(self, box: str, *, placeholder: str = "", help: str | None = None, height: int = 90) -> None:
        """Draw a box for some sentences."""
        if not self._read_only(box):
            with self._around(box, words=True):
                st.text_area(
                    self.words[box], key=self._start(box), on_change=_left, args=self._args(box), height=height,
                    placeholder=placeholder, help=help,
                )  # fmt: skip

    def line(self, box: str, *, placeholder: str = "", help: str | None = None) -> None:
        """Draw a box for a few words."""
        if not self._read_only(box, empty=placeholder if "." in box else NOTHING):
            with self._around(box, words=True):
                st.text_input(
                    self.words[box], key=self._start(box), on_change=_left, args=self._args(box),
                    placeholder=placeholder, help=help,
                )  # fmt: skip

    def date(self, box: str, *, propose: datetime.date | None = None, help: str | None = None) -> None:
        """Draw a box for a day; one that is proposed is saved with the next box that is left."""
        if self._read_only(box):
            return
        if propose is not None and value_of(self.held.thing, box) is None:
            self.kept.base.setdefault(box, None)
            self.kept.drafts.setdefault(box, propose)
        with self._around(box):
            st.date_input(
                self.words[box], None, key=self._start(box), on_change=_left, args=self._args(box),
                format="DD/MM/YYYY", help=help,
            )  # fmt: skip

    def pick(
        self,
        box: str,
        options: Sequence[str],
        says: Mapping[str, str] | None = None,
        *,
        also: Also | None = None,
        placeholder: str = "choose",
        asks: str = "",
        **more: Any,
    ) -> None:
        """Draw a list to choose one of; what is held and is not on it is offered too.

        ``also`` says what else is saved with a choice: the day with what was done, where none was given.
        ``asks`` is what is said where a choice waits for another box.
        """
        if self._read_only(box, says):
            return
        now = value_of(self.held.thing, box)
        offered = [*options, *([now] if now and now not in options else [])]
        key = self._start(box, listed=True)
        titles = tuple((says or {}).get(o, o) for o in offered)
        if self.kept.titles.get(box, titles) != titles:  # the page finds what is chosen by its words: say it again
            st.session_state[key] = st.session_state[key]
        self.kept.titles[box] = titles
        with self._around(box, asks=asks):
            st.selectbox(
                self.words[box], offered, None, key=key, on_change=_left, args=self._args(box, also),
                format_func=lambda o: (says or {}).get(o, o), placeholder=placeholder, **more,
            )  # fmt: skip

    def tick(self, box: str, *, also: Also | None = None, help: str | None = None) -> None:
        """Draw a box to tick; ``also`` as in :meth:`pick`."""
        if not self._read_only(box):
            with self._around(box):
                key = self._start(box)
                st.checkbox(self.words[box], key=key, on_change=_left, args=self._args(box, also), help=help)

    @contextmanager
    def _around(self, box: str, *, words: bool = False, asks: str = "") -> Iterator[None]:
        """Keep a box and what is said of it together: a line that comes or goes must move no other box.

        A box that is moved is drawn anew, and what somebody is typing in it at that moment would be gone.
        """
        with st.container():
            yield
            self._end(box, words=words, asks=asks)

    def now(self, box: str) -> Any:
        """Return what a box holds now, saved or not."""
        return self.kept.drafts.get(box, value_of(self.held.thing, box))

    def _read_only(self, box: str, says: Mapping[str, str] | None = None, empty: str = NOTHING) -> bool:
        if self.locked:
            value = value_of(self.held.thing, box)
            if isinstance(value, datetime.date):
                value = f"{value:%-d %B %Y}"
            value = {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
            said = plain((says or {}).get(value, value)).replace("\n", "  \n") if value else empty
            st.markdown(f"**{plain(self.words[box])}**  \n{said}")
        return self.locked

    def _args(self, box: str, also: Also | None = None) -> tuple[Any, ...]:
        return self.door, box, dict(self.words), dict(also or {})

    def _start(self, box: str, *, listed: bool = False) -> str:
        """Give the box its value before it is drawn; return its key."""
        key, kept, now = _key(self.held.id, box), self.kept, value_of(self.held.thing, box)
        base = kept.base.setdefault(box, now)

        def shown(value: Any) -> Any:
            return None if listed and value == "" else value

        if key not in st.session_state:
            if box not in kept.drafts:
                kept.base[box] = now
            st.session_state[key] = shown(kept.drafts.get(box, now))
        elif box not in kept.drafts and st.session_state[key] == shown(base) and not st.session_state.get(HOLD):
            if now != base:  # drawn over only when nobody can be typing in it
                st.session_state[key] = shown(now)
            kept.base[box] = now
        return key

    def _end(self, box: str, *, words: bool = False, asks: str = "") -> None:
        """Say under the box what became of it."""
        kept = self.kept
        if (other := kept.clashes.get(box)) is not None:
            self._both(box, other, words)
        elif box in kept.faults and asks:
            st.info(plain(asks))
        elif box in kept.faults:
            st.warning(plain(f"Not saved, and still here: {kept.faults[box]}"))
        elif box not in kept.drafts and value_of(self.held.thing, box) != kept.base[box]:
            said = str(value_of(self.held.thing, box) or "nothing")
            st.caption(plain(f"{self.held.by} wrote here, {clock(self.held.at)}: {said}"))

    def _both(self, box: str, other: Held[Any], words: bool) -> None:
        theirs = value_of(other.thing, box)
        with st.container(border=True):
            st.warning(plain(f"You and {other.by} both changed {self.words[box]}. Nothing is lost: choose."))
            left, right = st.columns(2)
            left.markdown(f"**{plain(other.by)}, {clock(other.at)}**  \n{plain(theirs or 'nothing')}")
            right.markdown(f"**You**  \n{plain(self.kept.drafts[box] or 'nothing')}")
            with st.container(horizontal=True):
                for way, says in (("mine", "Keep mine"), ("theirs", f"Keep {other.by}'s"), ("both", "Keep both")):
                    if way != "both" or words:
                        st.button(
                            plain(says), key=f"settle-{way}-{_key(self.held.id, box)}", on_click=_settled,
                            args=(*self._args(box), way),
                        )  # fmt: skip


def _key(id_: str, box: str) -> str:
    return f"box-{id_}-{box}"


def _left(door: Door, box: str, words: Mapping[str, str], also: Also) -> None:
    """Save a box that was just left, and what goes with it."""
    st.session_state[LEFT] = True
    key, kept = _key(door.id, box), kept_of(door.id)
    typed = st.session_state[key]
    empty = "" if isinstance(kept.base.get(box), str) else None
    value = typed.strip() if isinstance(typed, str) else empty if typed is None else typed
    if box in kept.clashes:
        kept.drafts[box] = value
        return
    kept.faults.pop(box, None)
    keep(register(), door, kept, {box: value} | _with(door, kept, also.get(value, {})), words)
    if box not in kept.drafts and isinstance(typed, str) and st.session_state[key] != kept.base[box]:
        st.session_state[key] = kept.base[box]


def _with(door: Door, kept: Kept, also: Mapping[str, Any]) -> dict[str, Any]:
    """Return the boxes that are saved along: filled where they are empty, and emptied where that is asked."""
    found = {}
    for box, value in also.items():
        if value is None or not kept.drafts.get(box, kept.base.get(box)):
            found[box] = value
            st.session_state.pop(_key(door.id, box), None)
    return found


def _settled(door: Door, box: str, words: Mapping[str, str], _also: Also, way: str) -> None:
    """Take the choice between two versions of a box."""
    kept = kept_of(door.id)
    st.session_state[_key(door.id, box)] = settle(register(), door, kept, box, way, words)


def saved_line(some: Sequence[Held[Any]], me: str) -> None:
    """Say when something of a place was last saved, and by whom; and what was merged."""
    newest = max(some, key=lambda held: held.at)
    by = "" if newest.by == me else f" by {newest.by}"
    with st.container():  # one piece, whatever is in it: nothing below is moved
        st.caption(plain(f"Saved {clock(newest.at)}{by}"))
        for held in some:
            kept = kept_of(held.id)
            for line in kept.said:
                st.info(plain(line))
            kept.said.clear()
