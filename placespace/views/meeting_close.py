"""Close a meeting: what still stops it, which places were not reached, and what was decided."""

from __future__ import annotations

import streamlit as st

from placespace.documents.plan.words import many
from placespace.errors import PlacespaceError
from placespace.places.door import Held
from placespace.places.records import Conflict
from placespace.places.register import Register
from placespace.places.things import Item, Meeting
from placespace.places.vocabulary import DECISIONS
from placespace.views.meeting_actions import in_line
from placespace.views.meeting_choose import DECIDED, NOT_YET, say, states
from placespace.views.meeting_words import said_of
from placespace.views.places_words import week_day
from placespace.views.plain import plain

IN_THE_LINE = ("Decision", "The decision in words", "Next review")


def close_tab(register: Register, meeting: Held[Meeting], *, editing: bool) -> None:
    """Ask what becomes of places there was no time for, say what still stops the close, and close."""
    if meeting.thing.status == "closed":
        left = [register.place(i).thing.name for i in meeting.thing.not_reached]
        after = f" Not reached, and first at the next meeting: {', '.join(left)}." if left else ""
        st.success(plain(f"The meeting is closed.{after}"))
    elif editing:
        _ask(register, meeting)
    minutes(register, meeting)


def _ask(register: Register, meeting: Held[Meeting]) -> None:
    found = states(register, meeting)
    names = {i: register.place(i).thing.name for i in found}
    open_ones = [i for i, state in found.items() if state != DECIDED]
    left: list[str] = []
    if open_ones:
        left = st.multiselect(
            "Places there was no time for", open_ones, [i for i in open_ones if found[i] == NOT_YET],
            format_func=names.get, key=f"not-reached-{meeting.id}-{len(open_ones)}",
            help="They come first at the panel's next meeting, with what was written.",
        )  # fmt: skip
    carried = tuple(f"{names[i]}: " for i in left)
    stops = [s for s in register.what_stops(meeting.id) if not s.startswith(carried)]
    if stops:
        st.markdown(f"**{many(len(stops), 'thing')} still to do before the meeting can be closed:**")
        st.markdown("\n".join(f"- {plain(line)}" for line in stops))
    else:
        st.write("Nothing stops the close.")
    if st.button("Close the meeting", type="primary", disabled=bool(stops)):
        try:
            register.close_meeting(meeting.id, meeting.version, left)
        except Conflict as fault:
            st.warning(plain(f"{fault.theirs.by} changed the meeting meanwhile. Look at it, and close it again."))
            return
        except PlacespaceError as fault:
            st.warning(plain(fault))
            return
        say("The meeting is closed.")


def minutes(register: Register, meeting: Held[Meeting]) -> None:
    """Show what was said and agreed, a place after the other."""
    items = {i.place: i for i in register.items(meeting_id=meeting.id)}
    st.subheader("Minutes")
    st.caption(plain(f"{meeting.thing.panel}, {week_day(meeting.thing.on)}. As papers: under Documents."))
    for place_id in meeting.thing.places:
        place, item = register.place(place_id).thing, items.get(place_id)
        decided = item is not None and item.thing.status == "decided"
        with st.expander(plain(f"{place.reference} {place.name}: {_outcome(item) if decided else 'no decision'}")):
            if item is not None:
                _said(item)
            _agreed(register, meeting.id, place_id)


def _outcome(item: Held[Item]) -> str:
    return f"{item.thing.decision}, {DECISIONS.get(item.thing.decision, '')}"


def _said(item: Held[Item]) -> None:
    thing = item.thing
    if thing.status == "decided":
        review = f" Next review: {week_day(thing.next_review)}." if thing.next_review else ""
        words = f"{thing.decision_words.strip().rstrip('.')}." if thing.decision_words.strip() else ""
        st.write(plain(f"{words}{review}".strip()))
    for title, value in said_of(item):
        if title not in IN_THE_LINE:
            st.markdown(f"**{plain(title)}.** {plain(value)}")


def _agreed(register: Register, meeting_id: str, place_id: str) -> None:
    agreed = [h.thing for h in register.actions(place_id) if h.thing.meeting == meeting_id]
    if agreed:
        st.markdown("\n".join(f"{n}. **{plain(a.what)}**: {plain(in_line(a))}" for n, a in enumerate(agreed, 1)))
