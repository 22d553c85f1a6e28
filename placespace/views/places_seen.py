"""What practitioners saw at a place: the list, and the form that adds to it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from placespace.documents.places.place_words import short_day
from placespace.errors import PlacespaceError
from placespace.places.door import Held
from placespace.places.register import Register
from placespace.places.roles import may
from placespace.places.things import Observation, Place
from placespace.places.vocabulary import CONFIDENCE, OBSERVED, PARTS_OF_DAY
from placespace.views.places_faults import fault_box
from placespace.views.places_list import TOLD
from placespace.views.plain import plain

TURN = "places-seen-turn"
MOST_LETTERS = 300
MOST_SHOWN = 20


def seen_tab(register: Register, place: Held[Place]) -> None:
    """Show what was seen, newest first, and let more be added where the role may."""
    found = sorted(register.observations(place.id), key=lambda h: (str(h.thing.on or ""), h.at), reverse=True)
    if not found:
        st.write("Nobody has written down yet what they saw here.")
    else:
        st.table(_table(found[:MOST_SHOWN]), hide_index=True, alt="What practitioners saw")
        if len(found) > MOST_SHOWN:
            with st.expander(f"Earlier: {len(found) - MOST_SHOWN}"):
                st.table(_table(found[MOST_SHOWN:]), hide_index=True, alt="What practitioners saw earlier")
    if place.closed:
        st.caption("The place is closed: nothing is added to it.")
    elif may(register.who, "add an observation"):
        _form(register, place)


def _table(found: list[Held[Observation]]) -> pd.DataFrame:
    rows = [
        {
            "When": short_day(h.thing.on) + ("" if h.thing.part_of_day == "not said" else f", {h.thing.part_of_day}"),
            "Agency": h.thing.agency,
            "What": "; ".join(OBSERVED.get(a, a) for a in h.thing.about) + (f". {h.thing.words}" * bool(h.thing.words)),
            "How it is known": CONFIDENCE.get(h.thing.confidence, h.thing.confidence),
        }
        for h in found
    ]
    # a table and not a grid: in a grid what somebody wrote would be cut
    return pd.DataFrame(rows).map(plain)


def _form(register: Register, place: Held[Place]) -> None:
    """Ask what was seen; what was typed stays when something of it is wrong."""
    state = st.session_state
    tag = f"seen-{place.id}-{state.get(TURN, 0)}"
    with st.container(border=True):
        st.markdown("**Add what you saw**")
        st.caption("What happens at the place, in general words. No names, ages, addresses or looks of a person.")
        left, right = st.columns(2)
        with left:
            agency = st.text_input("Your agency", key=f"{tag}:agency", max_chars=120, persist_state="session")
            state.setdefault(f"{tag}:on", register.today)
            on = st.date_input("Day", key=f"{tag}:on", format="DD/MM/YYYY", persist_state="session")
            part = st.selectbox(
                "Part of the day", PARTS_OF_DAY, PARTS_OF_DAY.index("not said"), key=f"{tag}:part",
                persist_state="session",
            )  # fmt: skip
        with right:
            about = st.multiselect(
                "What was seen (several may be chosen)", list(OBSERVED), key=f"{tag}:about",
                format_func=OBSERVED.get, placeholder="choose", select_all=False, persist_state="session",
            )  # fmt: skip
            sure = st.radio(
                "How is it known?", list(CONFIDENCE), key=f"{tag}:sure", format_func=CONFIDENCE.get,
                persist_state="session",
            )  # fmt: skip
        words = st.text_area(
            f"In your words, at most {MOST_LETTERS} letters", key=f"{tag}:words", max_chars=MOST_LETTERS, height=80,
            persist_state="session",
        )  # fmt: skip
        if f"{tag}:fault" in state:
            fault_box(state[f"{tag}:fault"])
        if not st.button("Add this observation", type="primary", key=f"{tag}:save"):
            return
    state.pop(f"{tag}:fault", None)
    try:
        register.observe(place.id, Observation(agency.strip(), on, tuple(about), sure, part, words.strip()))
        state[TURN], state[TOLD] = state.get(TURN, 0) + 1, f"Kept: what was seen at {place.thing.name}."
    except PlacespaceError as fault:
        state[f"{tag}:fault"] = fault
    st.rerun()
