"""Where incidents concentrate beyond chance: a ranked table, a map, a sentence, and files to hand over."""

import streamlit as st

from placespace.documents import about, concentration_sentence, freshness, headline, source_sentence
from placespace.documents.statement import rule
from placespace.terms import LIMITS
from placespace.views import cached, controls, maps, parts
from placespace.views.hexmap import hexmap
from placespace.views.plain import plain

reading, who = cached.reading(), controls.profile()
st.title("Hot spots")
parts.faults(reading)
question, resolution = controls.question(reading, who)
found = cached.answered(reading, question, who.name, resolution)
drawing, around = cached.drawing(found.cells), cached.surroundings(reading)
age, _ = freshness(reading, question.layer)
st.markdown(f"**{plain(headline(found))}**")
st.write(plain(concentration_sentence(found)))

chosen = parts.chosen_cell(found)
left, right = st.columns([6, 7])
with left:
    parts.groups_table(found)
    st.caption("Tick a row (Shift and Space by keyboard) or choose a hexagon: what is known of it stands below.")
    parts.ranked_table(found)
with right:
    tiles = reading.workspace.area.tiles
    online = bool(tiles) and st.toggle(
        "Online map under the cells", key="tiles", help="Asks another host for pictures."
    )
    picked = hexmap(
        drawing,
        maps.classes(found),
        legend=maps.legend(found),
        labels=maps.labels(found),
        context=around.context,
        names=around.names,
        selected=chosen,
        tiles=dict(tiles) if online else None,
        key=f"map-{drawing.digest}",
    )
    if picked != chosen:
        parts.choose(found, picked)
        st.session_state["picks"] = st.session_state.get("picks", 0) + 1
        st.rerun()
if chosen is not None:
    parts.cell_card(reading, found, found.cells.index[chosen])

how, layered, take = st.tabs(["How this was decided", "Layered map", "Take away"], key="hot-spots-tabs")
with how:
    st.write(plain(rule(found)))
    st.write(plain(f"Definition: {found.layer.definition}"))
    st.write(plain(source_sentence(found, age)))
    st.write(plain(" ".join(found.layer.caveats.split())))
    st.write(plain(" ".join(LIMITS)))
with layered:
    parts.layered_map(reading, found, around)
with take:
    parts.take_away(reading, found, around, age)
    with st.expander("The page that goes with the files"):
        st.text(about(found, age))
