"""A panel's meeting: since last time, brief, the panel's own words, goals and actions, decision, papers."""

import streamlit as st

from placespace.places.roles import may
from placespace.views import (
    cached,
    cached_places,
    meeting_choose,
    meeting_close,
    meeting_papers,
    meeting_place,
    meeting_tracker,
    parts,
)
from placespace.views.plain import plain

TABS = (meeting_choose.FIRST_TAB, "Close the meeting", "Documents", "Tracker back in")

with st.container():  # reading shows how far it is, once: in a piece of its own it moves no box that is typed in
    reading = cached.reading()
register = cached_places.register()
st.title("Meeting")
if not may(register.who, "read the register"):
    st.info(
        plain(f"Meetings are for the panel and those who work with it; {register.who.name} is {register.who.role}. ")
        + "What you may see of a place is on the Places page. Ask an analyst if you sit on a panel."
    )
    st.stop()
parts.faults(reading)
editing = may(register.who, "edit places")
meeting_choose.told()
meeting = meeting_choose.choose_meeting(register, reading.workspace.area.today, editing=editing)
if meeting is None:
    st.info("No meeting has been opened yet." + (" Open one above." if editing else " The panel opens one."))
    st.stop()
meeting_choose.headline(meeting, meeting_choose.states(register, meeting))
# only what is open is drawn: all of it at once would keep people waiting
places, close, papers, tracker = st.tabs(TABS, key=meeting_choose.TABS_KEY, on_change="rerun")
if places.open:
    with places, parts.apart():
        meeting_place.places_tab(reading, register, meeting, editing=editing)
if close.open:
    with close, parts.apart():
        meeting_close.close_tab(register, meeting, editing=editing)
if papers.open:
    with papers, parts.apart():
        meeting_papers.papers_tab(reading, register, meeting)
if tracker.open:
    with tracker, parts.apart():
        if editing:
            meeting_tracker.tracker(register)
        else:
            st.write("The panel takes the tracker back in.")
