"""Ask for a place that is raised or changed; nothing that was typed is lost, whatever is wrong with it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from placespace.documents.places.place_words import short_day
from placespace.errors import PlacespaceError
from placespace.measures import Reading
from placespace.places.cycles import next_date
from placespace.places.door import Held
from placespace.places.records import Conflict
from placespace.places.register import Register
from placespace.places.things import Place
from placespace.places.vocabulary import CYCLES, PLACE_KINDS, WHY_CHOSEN
from placespace.views import places_both, places_pick
from placespace.views.places_faults import fault_at, fault_box
from placespace.views.plain import plain

TURN = "-turn"
FAULT, FOUND_IN, ASKED, SURE = ":fault", ":found-in", ":asked", ":sure"
LABELS = {
    "name": "What people call the place",
    "kind": "Kind of place",
    "why": "Why is it raised?",
    "raised_by": "Raised by (agency)",
    "raised_on": "Raised on",
    "chosen": "Why was this place chosen?",
    "sharing_basis": "On what basis is it shared?",
    "owner_meeting": "Which meeting owns it?",
    "cycle": "How often does it look again?",
    "cycle_days": "Every so many days",
    "next_review": "Next review",
    "level": "Level (the panel's own; nothing is worked out)",
    "level_reason": "Why this level?",
    "times_in_words": "General times, as may be told to schools",
    "reference": "Reference",
}
"""What each field is called above its box, and in what is wrong with it."""


@dataclass(frozen=True)
class Draft:
    """A form that is being filled in.

    Attributes
    ----------
    stem : str
        Which form it is: each has its own, so that one that is kept leaves what was typed in another.
    start : Place
        What they held at first.
    held : Held of Place, optional
        The place that is changed, in the version that was read; None where one is raised.
    """

    stem: str
    start: Place
    held: Held[Place] | None = None

    @property
    def tag(self) -> str:
        """What its fields are kept under: another name after each that is kept or cleared."""
        return tag_of(self.stem)


def tag_of(stem: str) -> str:
    """Return what the fields of a form are kept under."""
    return f"{stem}-{st.session_state.get(stem + TURN, 0)}"


def blank(reading: Reading) -> Place:
    """Return a place that nothing is said of yet."""
    today = reading.workspace.area.today
    return Place(
        reference="", name="", kind="", cells=(), why="", raised_by="", sharing_basis="", owner_meeting="",
        raised_on=today, chosen="",
    )  # fmt: skip


def form(reading: Reading, register: Register, draft: Draft, meetings: list[str]) -> str | None:
    """Show the form; return the id of the place once it is kept.

    Parameters
    ----------
    reading : Reading
    register : Register
    draft : Draft
    meetings : list of str
        Meetings that own places already, offered by name.
    """
    if draft.held is not None and places_both.open_on(draft.tag):
        kept = places_both.settle(register, draft.tag, draft.held)
        return None if kept is None else _done(draft, kept)
    places_pick.begin(draft.tag, draft.start.cells, draft.start.outline)
    said, ground = st.columns([6, 7])
    with said:
        place = _fields(reading, draft, meetings)
    with ground:
        cells, outline = places_pick.ground(reading, draft.tag)
        return _save(register, draft, replace(place, cells=cells, outline=outline))


def _fields(reading: Reading, draft: Draft, meetings: list[str]) -> Place:
    """Ask everything but where it is; return the place as it stands in the form."""
    area = reading.workspace.area
    ask = _Ask(draft)
    ask.text("name", placeholder="Quay End shelters")
    ask.one("kind", {"": "choose", **PLACE_KINDS})
    ask.area(
        "why", "What happens here, and to whom it matters. No names, ages or addresses: the place "
        "is looked at, not a child.",
    )  # fmt: skip
    left, right = st.columns(2)
    with left:
        ask.text("raised_by", placeholder="school, housing office, youth service")
    with right:
        ask.day("raised_on")
    ask.one(
        "chosen", {"": "choose", **WHY_CHOSEN},
        help="A place chosen because its figures were high tends to fall by itself: what is done there is judged with "
        "that in mind.",
    )  # fmt: skip
    ask.text("sharing_basis", placeholder="the partnership's information sharing agreement")
    ask.meeting(meetings)
    left, right = st.columns(2)
    with left:
        ask.one("cycle", CYCLES, words=lambda k, v: f"{k}: {v}" if k == "own" else k)
        if ask.value("cycle") == "own":
            ask.number("cycle_days", 1, 366)
    with right:
        _next_review(ask, reading)
    scale = {"": "none set yet", **{level: level for level in area.levels}}
    ask.one("level", scale, words=lambda _, v: v)
    ask.area("level_reason", "The panel's own reason, in a sentence.", height=70)
    ask.text("times_in_words", placeholder="after school on school days")
    ask.text("reference", placeholder="made for you when left empty")
    return ask.place()


class _Ask:
    """The fields of one form: each starts from what the place held, and keeps what is typed for the whole visit."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.said: dict[str, Any] = {}

    def key(self, field: str) -> str:
        """Return what a field is kept under, begun with what the place held."""
        key = f"{self.draft.tag}:{field}"
        st.session_state.setdefault(key, getattr(self.draft.start, field))
        return key

    def value(self, field: str) -> Any:
        """Return what a field holds now."""
        return st.session_state[self.key(field)]

    def text(self, field: str, placeholder: str = "") -> None:
        self.said[field] = st.text_input(
            LABELS[field], key=self.key(field), placeholder=placeholder, max_chars=200, persist_state="session"
        )
        self.fault(field)

    def area(self, field: str, help: str, height: int = 110) -> None:
        self.said[field] = st.text_area(
            LABELS[field], key=self.key(field), help=help, height=height, max_chars=2000, persist_state="session"
        )
        self.fault(field)

    def day(self, field: str) -> None:
        self.said[field] = st.date_input(
            LABELS[field], key=self.key(field), format="DD/MM/YYYY", persist_state="session"
        )
        self.fault(field)

    def number(self, field: str, low: int, high: int) -> None:
        key = self.key(field)
        st.session_state[key] = min(max(int(st.session_state[key] or low), low), high)
        self.said[field] = int(st.number_input(LABELS[field], low, high, key=key, persist_state="session"))
        self.fault(field)

    def one(self, field: str, options: Mapping[str, str], *, help: str | None = None, words: Any = None) -> None:
        say = words or (lambda k, v: f"{k}: {v}" if k else v)
        key = self.key(field)
        # an own word that the list no longer has is kept, not changed in silence
        held = st.session_state[key]
        offered = options if held in options else {**options, held: held}
        self.said[field] = st.selectbox(
            LABELS[field], list(offered), key=key, format_func=lambda k: say(k, offered[k]), help=help,
            persist_state="session",
        )  # fmt: skip
        self.fault(field)

    def meeting(self, meetings: list[str]) -> None:
        key = self.key("owner_meeting")
        held = st.session_state[key] or None
        st.session_state[key] = held
        offered = sorted({*meetings, *([held] if held else [])})
        self.said["owner_meeting"] = st.selectbox(
            LABELS["owner_meeting"], offered, key=key, index=None, accept_new_options=True,
            placeholder="choose, or type the name of a meeting", persist_state="session",
        ) or ""  # fmt: skip
        self.fault("owner_meeting")

    def fault(self, field: str) -> None:
        """Say what is wrong with a field under its box, while the box holds what it held when that was found."""
        found_in = st.session_state.get(self.draft.tag + FOUND_IN)
        if found_in is not None and getattr(found_in, field) == _bare(self.said[field]):
            fault_at(st.session_state.get(self.draft.tag + FAULT), field)

    def place(self) -> Place:
        """Return the place as the fields say it; what is not asked stays as it was."""
        return replace(self.draft.start, **{k: _bare(v) for k, v in self.said.items()})


def _bare(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def _next_review(ask: _Ask, reading: Reading) -> None:
    """Propose the day of the next review from the cycle, until somebody says another."""
    state, key, before = st.session_state, ask.key("next_review"), f"{ask.draft.tag}:proposed"
    today = reading.workspace.area.today
    days = int(state.get(f"{ask.draft.tag}:cycle_days") or 0)
    proposed = _proposed(replace(ask.draft.start, cycle=ask.value("cycle"), cycle_days=days), today)
    if ask.draft.held is None and state[key] in (None, state.get(before)):
        state[key] = proposed
    state[before] = proposed
    ask.day("next_review")
    if proposed and state[key] != proposed:
        st.caption(f"By its cycle: {short_day(proposed)}.")


def _proposed(place: Place, today: datetime.date) -> datetime.date | None:
    try:
        return next_date(place, today)
    except (PlacespaceError, ValueError):
        return None


def _save(register: Register, draft: Draft, place: Place) -> str | None:
    """Ask back what is odd, say all that is wrong, and keep the place."""
    state, tag = st.session_state, draft.tag
    if tag + FAULT in state:
        fault_box(state[tag + FAULT], LABELS)
    asked = _questions(register, draft, place) if state.get(tag + ASKED) else []
    sure = False
    if asked:
        st.warning("\n".join(f"- {plain(q)}" for q in asked))
        sure = st.checkbox("Yes, this is a public place, and all of this is meant", key=tag + SURE)
    label = "Raise this place" if draft.held is None else "Keep the changes"
    with st.container(horizontal=True):
        pressed = st.button(label, type="primary", key=tag + ":save")
        if st.button("Leave the form", key=tag + ":leave", help="What was typed stays until it is kept or cleared."):
            return ""
        if st.button("Clear it", key=tag + ":clear", help="Begins the form anew; nothing is kept."):
            return _done(draft, "")
    if not pressed:
        return None
    state[tag + ASKED] = True
    state.pop(tag + FAULT, None)
    if not sure and _questions(register, draft, place):
        st.rerun()
    try:
        if draft.held is None:
            kept = register.raise_place(place)
        else:
            kept = register.edit_place(draft.held.id, place, draft.held.version)
    except Conflict as both:
        places_both.begin(tag, both, place)
        st.rerun()
    except PlacespaceError as fault:
        state[tag + FAULT], state[tag + FOUND_IN] = fault, place
        st.rerun()
    return _done(draft, kept.id)


def _questions(register: Register, draft: Draft, place: Place) -> list[str]:
    """Return what is asked back before a place is kept."""
    # a place that is given another reference is not another place
    own = place if draft.held is None else replace(place, reference=draft.held.thing.reference)
    return register.questions(own)


def _done(draft: Draft, place_id: str) -> str:
    """Let go of a form that is kept or cleared, and return the id of the place."""
    state, tag = st.session_state, draft.tag
    for key in [k for k in state if isinstance(k, str) and k.startswith(tag + ":")]:
        del state[key]
    state[draft.stem + TURN] = state.get(draft.stem + TURN, 0) + 1
    return place_id
