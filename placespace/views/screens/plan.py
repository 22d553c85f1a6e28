"""Next month: the places, the crews, who goes where and when, the papers, and what was delivered."""

import streamlit as st

from placespace.calendar import read_calendar
from placespace.documents.plan.log import timetables
from placespace.views import (
    cached,
    cached_plan,
    crew_form,
    parts,
    plan_controls,
    plan_forms,
    plan_list,
    plan_log,
    plan_papers,
    plan_parts,
)
from placespace.views.controls import profile

TABS = ("Shortlist", "Crews", "Plan", "Documents", "Log", "How this was worked out")

reading, who = cached.reading(), profile()
st.title("Plan next month")
parts.faults(reading)
asked = plan_controls.ask(reading, who, read_calendar(reading.workspace))
if not who.exact:
    plan_parts.for_others(cached_plan.plan_for_others(reading, asked), who)
    st.stop()
plan = cached_plan.month_plan_of(reading, asked)
plan_parts.on_top(reading, plan)
plan_forms.told()
# only what is open is drawn: all of it at once would keep people waiting
listed, crews, board, papers, log, how = st.tabs(TABS, key="plan-tabs", on_change="rerun")
if listed.open:
    with listed, parts.apart():
        plan_list.shortlist_tab(reading, plan)
if crews.open:
    with crews, parts.apart():
        crew_form.crews(reading, asked.month)
if board.open:
    with board, parts.apart():
        plan_parts.plan_tab(reading, plan)
if papers.open:
    with papers, parts.apart():
        plan_papers.papers_tab(reading, plan)
if log.open:
    with log, parts.apart():
        kept = timetables(reading.workspace, drawn=(asked.month, plan.timetable))
        plan_log.log(reading, kept, list(plan.crews.values()))
if how.open:
    with how:
        plan_parts.how_tab(reading, plan)
