"""Close a place when its goals are met, or open it again: each with a reason."""

from __future__ import annotations

import streamlit as st

from placespace.errors import PlacespaceError
from placespace.places.door import Held
from placespace.places.register import Register
from placespace.places.things import Place
from placespace.views.places_faults import fault_box
from placespace.views.places_list import TOLD


def close_or_open(register: Register, place: Held[Place]) -> None:
    """Ask the reason, and close an open place or open a closed one; say what is still missing."""
    state, tag = st.session_state, f"close-{place.id}-{place.version}"
    does = "Open this place again" if place.closed else "Close this place"
    with st.expander(does, expanded=f"{tag}:fault" in state):
        st.write(
            "It comes back to its meeting, one step of its cycle on." if place.closed else
            "Needs every goal met, or dropped with a reason; enough reviews; and a reason."
        )  # fmt: skip
        reason = st.text_area("Why?", key=f"{tag}:why", max_chars=1000, height=70, persist_state="session")
        if f"{tag}:fault" in state:
            fault_box(state[f"{tag}:fault"])
        if not st.button(does, key=f"{tag}:save"):
            return
    state.pop(f"{tag}:fault", None)
    try:
        change = register.reopen_place if place.closed else register.close_place
        change(place.id, place.version, reason)
        state[TOLD] = f"{place.thing.name} is {'open again' if place.closed else 'closed'}."
    except PlacespaceError as fault:
        state[f"{tag}:fault"] = fault
    st.rerun()
