"""At which days and hours: the area or a group of its cells, term and holiday beside each other."""

import streamlit as st

from placespace.documents import hour_layers, when_about
from placespace.grid import study_area
from placespace.terms import LIMITS
from placespace.views import cached, parts, when_parts
from placespace.views.controls import profile
from placespace.views.plain import plain

reading, who = cached.reading(), profile()
st.title("When are young people harmed?")
parts.faults(reading)
timed, without = hour_layers(reading)
if not timed:
    when_parts.without_hours(reading, without)
    st.stop()
answer = st.container()
question, weeks = when_parts.ask(reading, who, timed)
cells = study_area(reading.workspace, reading.resolution_of(question.layer))
group = when_parts.group(reading, cells, question, who)

found = []
for column, week_type in zip(st.columns(len(weeks)), weeks, strict=True):
    with column:
        found.append(when_parts.week(reading, question, who, week_type, group))
found = [one for one in found if one is not None]
with answer:
    when_parts.answer(found, None if group is None else when_parts.group_words(reading, cells, group))
when_parts.without_hours(reading, without)
if who.exact and reading.workspace.layers[question.layer].precision != "none":
    when_parts.group_map(reading, cells, question, group, found)
with st.expander("How this was worked out"):
    for line in (*(when_about(found[0]) if found else []), *LIMITS):
        st.write(plain(line))
