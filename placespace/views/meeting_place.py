"""One place at a time: go through the places of a meeting, and through the steps of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from placespace.documents.plan.words import many
from placespace.measures import Reading
from placespace.places.cycles import overdue_days
from placespace.places.door import Held
from placespace.places.register import Register
from placespace.places.things import Item, Meeting, Place
from placespace.views import (
    cached_places,
    meeting_actions,
    meeting_choose,
    meeting_decide,
    meeting_since,
    meeting_words,
    parts,
    places_brief,
)
from placespace.views.controls import choose, profile
from placespace.views.meeting_boxes import again, begin, saved_line
from placespace.views.meeting_choose import PLACE, STEP
from placespace.views.plain import plain

DRAWN = "meeting-drawn"
SINCE, BRIEF, WORDS, ACTIONS, HARM, DECISION = STEPS = (
    "Since last time", "Brief", "The panel's words", "Goals and actions", "Harm and fairness", "Decision",
)  # fmt: skip


def places_tab(reading: Reading, register: Register, meeting: Held[Meeting], *, editing: bool) -> None:
    """Show the places of a meeting, and the one that is looked at."""
    listed = list(meeting.thing.places)
    if not listed:
        st.info("No place is on this meeting's list. Add some under “Who is here, which places”.")
        return
    found = meeting_choose.states(register, meeting)
    places = {i: register.place(i) for i in listed}

    def title(place_id: str) -> str:
        number = listed.index(place_id) + 1
        return f"{number}. {places[place_id].thing.name}"

    with st.container(horizontal=True, vertical_alignment="bottom"):
        start = next((i for i in listed if found[i] != meeting_choose.DECIDED), listed[0])
        at = choose("Place", listed, PLACE, default=start, width_px=380, format_func=title)
        here = listed.index(at)
        st.button("Previous place", disabled=here == 0, on_click=_go, args=(listed, here - 1))
        st.button("Next place", disabled=here == len(listed) - 1, on_click=_go, args=(listed, here + 1))
    st.caption(plain(how_far({title(i): state for i, state in found.items()})))
    st.session_state[DRAWN] = found[at]
    one_place(reading, meeting.id, at, editing)


def _go(listed: Sequence[str], to: int) -> None:
    st.session_state[PLACE] = listed[to]
    st.session_state.pop(STEP, None)


@st.fragment
def one_place(reading: Reading, meeting_id: str, place_id: str, editing: bool) -> None:
    """Show one place and its steps: only this part is drawn anew when a box is left."""
    begin()
    register = cached_places.register()
    meeting, place = register.meeting(meeting_id), register.place(place_id)
    item = _item(register, meeting, place_id, editing)
    _heading(meeting, place)
    if editing and item is not None:
        saved_line([item, *register.actions(place_id), *register.goals(place_id)], register.who.name)
    step = st.segmented_control(
        "Step", STEPS, default=STEPS[0], key=STEP, required=True, label_visibility="collapsed", persist_state="session"
    )
    if item is None:
        st.write("The panel has not begun on this place.")
        if step in (WORDS, HARM, DECISION):
            return
    over = not editing or meeting.thing.status == "closed"
    decided = item is not None and item.thing.status == "decided"
    locked = over or decided
    with parts.apart():
        if step == SINCE:
            meeting_since.since(register, meeting, place_id, locked=over)
        elif step == BRIEF:
            places_brief.brief_tab(reading, register, place, profile())
        elif step == ACTIONS:
            meeting_actions.goals_and_actions(register, meeting, place_id, locked=over, decided=decided)
        elif item is not None and step == WORDS:
            meeting_words.own_words(item, locked=locked)
        elif item is not None and step == HARM:
            meeting_words.harm(item, locked=locked)
        elif item is not None:
            meeting_decide.decision(reading, register, meeting, place, item, locked=locked)
    if meeting_choose.states(register, meeting)[place_id] != st.session_state[DRAWN]:
        again()  # the list of places says how far each has come


def _item(register: Register, meeting: Held[Meeting], place_id: str, editing: bool) -> Held[Item] | None:
    """Return what is written of a place at this meeting; where nothing is, whoever edits begins it."""
    found = next(iter(register.items(place_id, meeting.id)), None)
    if found is None and editing and meeting.thing.status == "open":
        found = register.item(meeting.id, place_id)
    if found is not None and editing:
        meeting_words.item_boxes(found, locked=False)  # from now on it is known what stood in every box
    return found


def _heading(meeting: Held[Meeting], place: Held[Place]) -> None:
    now = place.thing
    st.header(plain(f"{now.name} ({now.reference})"))
    late = overdue_days(now, meeting.thing.on) if meeting.thing.on else None
    due = f"{many(late, 'day')} overdue" if late and late > 0 else ""
    level = f"Level: {now.level}" if now.level else "No level set yet"
    st.caption(
        plain(". ".join(x for x in (f"Raised by {now.raised_by}: {now.why.rstrip('.')}", level, due) if x) + ".")
    )


def how_far(found: Mapping[str, str]) -> str:
    """Return how far each place of a meeting has come, in a line.

    Examples
    --------
    >>> how_far({"1. Saltgate": "decided", "2. Quay": "not yet", "3. Park": "not yet"})
    'Decided: 1. Saltgate. Not yet: 2. Quay, 3. Park.'
    """
    said = []
    for state in (meeting_choose.DECIDED, meeting_choose.STARTED, meeting_choose.NOT_YET):
        if listed := [title for title, is_ in found.items() if is_ == state]:
            said.append(f"{state[0].upper()}{state[1:]}: {', '.join(listed)}.")
    return " ".join(said)
