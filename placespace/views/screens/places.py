"""The register of places: what is overdue, what is known of each, and the form that raises one."""

import streamlit as st

from placespace.places.roles import may
from placespace.views import (
    cached,
    cached_places,
    parts,
    places_brief,
    places_list,
    places_plan,
    places_raise,
    places_seen,
    places_young,
)
from placespace.views.controls import profile
from placespace.views.plain import plain

TABS = ("Brief", "Observations", "Young people's map", "Plan so far", "History")

reading, who = cached.reading(), profile()
register = cached_places.register()
st.title("Places")
parts.faults(reading)
held, today = cached_places.places(register), register.today
edits, reads = may(register.who, "edit places"), may(register.who, "read the register")
if edits and places_raise.at_work(reading, register, held):
    st.stop()
if not held:
    places_raise.first_page(reading, register)
    st.stop()

places_list.top(held, today, full=reads)
if edits:
    places_raise.start_buttons(reading, register)
if not reads:
    places_list.short_list(held)
    chosen = places_list.box(held, today, full=False)
    if chosen is not None:
        with parts.apart():
            place = register.place(chosen.id)
            st.header(plain(place.thing.name))
            places_brief.brief_tab(reading, register, place, who)
    st.stop()

listed = places_list.filters(held, today)
places_list.table(listed, today, len(held))
place = places_list.box(held, today, full=True)
if place is None:
    st.stop()
st.header(plain(f"{place.thing.name} ({place.thing.reference})"))
if edits and not place.closed:
    places_raise.edit_button(place)
# only what is open is drawn: all of it at once would keep people waiting
tabs = TABS if may(register.who, "read the history") else TABS[:-1]
brief, seen, young, plan, *history = st.tabs(tabs, key="places-tabs", on_change="rerun")
if brief.open:
    with brief, parts.apart():
        places_brief.brief_tab(reading, register, place, who)
if seen.open:
    with seen, parts.apart():
        places_seen.seen_tab(register, place)
if young.open:
    with young, parts.apart():
        places_young.young_tab(reading, register, place)
if plan.open:
    with plan, parts.apart():
        places_plan.plan_tab(register, place)
if history and history[0].open:
    with history[0], parts.apart():
        places_plan.history_tab(register, place)
