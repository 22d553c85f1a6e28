"""Where one source records what another does not: a map of both, tables with intervals, and what it is not."""

import streamlit as st

from placespace.errors import PlacespaceError
from placespace.terms import LIMITS
from placespace.views import cached, controls, parts, unseen_parts
from placespace.views.hexmap import hexmap
from placespace.views.plain import plain

reading, who = cached.reading(), controls.profile()
st.title("Where health sees what police do not")
parts.faults(reading)
if not who.exact:
    st.info("Worked out from small counts, so shown in the analyst profile only.")
    st.stop()
try:
    found = cached.unseen(reading)
except PlacespaceError as why:
    st.info(plain(why))
    st.stop()
drawing, around = cached.drawing(found.cells), cached.surroundings(reading)
st.markdown(f"**{plain(unseen_parts.headline(found))}**")
st.write(plain(found.caveat))

chosen = parts.chosen_cell(found)
left, right = st.columns([6, 7])
with left:
    st.caption("Tick a row (Shift and Space by keyboard) or choose a hexagon: what is known of it stands below.")
    unseen_parts.table(found, "a only", height=330)
    unseen_parts.table(found, "b only", height=260)
with right:
    picked = hexmap(
        drawing,
        unseen_parts.classes(found),
        legend=unseen_parts.legend(found),
        labels=unseen_parts.labels(found),
        values_note="Records in the cell and its neighbours.",
        context=around.context,
        names=around.names,
        selected=chosen,
        key=f"unseen-{drawing.digest}",
    )
    if picked != chosen:
        parts.choose(found, picked)
        st.session_state["picks"] = st.session_state.get("picks", 0) + 1
        st.rerun()
if chosen is not None:
    unseen_parts.card(found, chosen)

with st.expander("How this was worked out"):
    st.write(plain(found.words))
    for line in (found.caveat, *LIMITS):
        st.write(plain(line))
