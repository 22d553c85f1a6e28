"""Begin to raise a place or to change one, and come back to the register when it is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from placespace.documents.plan import usual_plan
from placespace.errors import PlacespaceError
from placespace.measures import Reading
from placespace.places.door import Held
from placespace.places.register import Register
from placespace.places.roles import may
from placespace.places.things import Place
from placespace.views import cached_plan
from placespace.views.controls import profile
from placespace.views.places_form import Draft, blank, form, tag_of
from placespace.views.places_list import TOLD, look_at
from placespace.views.plain import plain

DOING, EDITED, READ = "places-doing", "places-edited", ":read"
RAISE, EDIT = "raise", "edit"
GROUND = ("cells", "outline")


def at_work(reading: Reading, register: Register, held: Sequence[Held[Place]]) -> bool:
    """Show the form where one is open; return whether it is."""
    state = st.session_state
    doing = state.get(DOING)
    if doing not in (RAISE, EDIT):
        return False
    if doing == RAISE:
        st.header("Raise a place")
        draft = Draft(RAISE, blank(reading))
    else:
        stem = f"{EDIT}-{state.get(EDITED)}"
        read = state.get(tag_of(stem) + READ)
        if read is None:
            return False
        st.header(plain(f"Change {read.thing.name} ({read.thing.reference})"))
        draft = Draft(stem, read.thing, read)
    meetings = sorted({h.thing.owner_meeting for h in held if h.thing.owner_meeting})
    kept = form(reading, register, draft, meetings)
    if kept is None:
        return True
    state[DOING] = None
    if kept:
        state[TOLD] = "Kept. It is in the register." if doing == RAISE else "The changes are kept."
        look_at(kept)
    st.rerun()


def begin(doing: str, *, start: Mapping[str, Any] | None = None, read: Held[Place] | None = None) -> None:
    """Open the form.

    Parameters
    ----------
    doing : {"raise", "edit"}
    start : mapping, optional
        What to begin a place with: its ground, and other fields where nothing was typed.
    read : Held of Place, optional
        The place that is changed. What was typed before goes on from the version it began with.
    """
    state = st.session_state
    for field, value in (start or {}).items():
        key = f"{tag_of(RAISE)}:{field}"
        if field in GROUND or not state.get(key):
            state[key] = value
    if read is not None:
        state.setdefault(tag_of(f"{EDIT}-{read.id}") + READ, read)
        state[EDITED] = read.id
    state[DOING] = doing
    st.rerun()


def first_page(reading: Reading, register: Register) -> None:
    """Say what a register of places is, where none has been raised."""
    st.markdown("**No place has been raised yet.**")
    st.write(
        "A place is somewhere children and young people are harmed, or could be: a park, some shops, a station, the "
        "way home from school. The place is looked at, not a child. Raise it, and a panel sees what each source says "
        "of it, adds what data cannot, agrees who does what by when, and looks again."
    )
    if may(register.who, "edit places"):
        start_buttons(reading, register)
    else:
        st.info("Places are raised by the panel and by the analyst.")


def start_buttons(reading: Reading, register: Register) -> None:
    """Offer the form, empty or begun from a place of next month's shortlist."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if st.button("Raise a place", type="primary", key="places-raise"):
            begin(RAISE)
        if may(register.who, "see true counts") and profile().exact:
            # the shortlist takes a second or two: it is worked out for those who ask
            begins = st.popover("Start from a hot spot", key="places-shortlist", on_change="rerun")
            if begins.open:
                with begins:
                    _from_shortlist(reading)


def _from_shortlist(reading: Reading) -> None:
    """Let a place of next month's shortlist be taken into the form: its name and its cells."""
    try:
        asked = usual_plan(reading)
        listed = cached_plan.shortlist_of(reading, asked.harm, asked.month)
    except PlacespaceError as fault:
        st.write(plain(fault))
        return
    names = {str(r.place): str(r.name) for r in listed.table.itertuples() if not r.left_out}
    if not names:
        st.write("No cell is hot in the months before, so the shortlist is empty.")
        return
    place = st.selectbox("A place of next month's shortlist", list(names), format_func=names.get, key="places-from")
    if st.button("Take it into the form", key="places-take"):
        row = listed.table.index[listed.table["place"] == place][0]
        cells = [str(c) for c in listed.cells.index[listed.member == row]]
        begin(RAISE, start={"name": names[place], "chosen": "high counts", "cells": cells, "outline": ()})


def edit_button(place: Held[Place]) -> None:
    """Offer the form for the place looked at."""
    if st.button("Change this place", key="places-edit"):
        begin(EDIT, read=place)
