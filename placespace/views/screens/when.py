"""At which days and hours: the area or a group of its cells, term and holiday beside each other."""

import streamlit as st

from placespace.documents import hour_layers, when_about
from placespace.documents.cover import week_name
from placespace.errors import PlacespaceError
from placespace.grid import study_area
from placespace.terms import LIMITS
from placespace.views import cached, charts, parts, when_parts
from placespace.views.controls import profile
from placespace.views.hexmap import hexmap
from placespace.views.plain import plain

reading, who = cached.reading(), profile()
st.title("When")
parts.faults(reading)
timed, without = hour_layers(reading)
if without:
    names = ", ".join(reading.workspace.layers[i].source for i in without)
    st.info(plain(f"No hours in: {names}. It gives months or days only, so nothing is said of its hours."))
if not timed:
    st.stop()
question, weeks = when_parts.ask(reading, who, timed)
cells = study_area(reading.workspace, reading.resolution_of(question.layer))
group = when_parts.group(reading, cells, question, who)
if group is not None:
    st.markdown(f"**{plain(when_parts.group_words(reading, cells, group))}**")

about: list[str] = []
for column, week_type in zip(st.columns(len(weeks)), weeks, strict=True):
    with column:
        st.header(plain(week_name(week_type).capitalize() if week_type in ("all", "term", "holiday") else week_type))
        try:
            found = cached.when(reading, question, who.name, week_type, group)
        except PlacespaceError as fault:
            st.warning(plain(fault))
            continue
        about = when_about(found)
        st.markdown(f"**{plain(found.sentence)}**")
        st.altair_chart(
            charts.week_chart(found.grid, what="events recorded", share=False, says=found.says), width="stretch"
        )
        if found.steadied is not None:
            st.caption(
                "Few events: below, the same drawn towards the area's hours by how little is known, and smoothed."
            )
            st.altair_chart(charts.week_chart(found.steadied, what="events, steadied", share=False), width="stretch")

if who.exact and reading.workspace.layers[question.layer].precision != "none":
    st.header("Which cells")
    st.caption("Choose a hexagon to put it in the group or take it out; the hours above are then of the group.")
    around, drawing = cached.surroundings(reading), cached.drawing(cells)
    counted = when_parts.counted(reading, cells, question)
    hexmap(
        drawing,
        when_parts.classes(counted),
        legend=when_parts.LEGEND,
        labels=when_parts.labels(reading, cells, counted),
        context=around.context,
        names=around.names,
        group=group or (),
        draw="area" if st.session_state.get("draw-group") else None,
        key=f"when-{cells.digest}",
    )
    when_parts.change_group(cells, drawing, key=f"when-{cells.digest}")
with st.expander("How this was worked out"):
    for line in (*about, *LIMITS):
        st.write(plain(line))
