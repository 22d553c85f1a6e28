"""Where and when to open: what is proposed, options to try beside each other, and the choice that is kept."""

import streamlit as st

from placespace.documents import freshness, table_bytes
from placespace.documents.cover import cover_about, cover_headline
from placespace.documents.siting import candidates_of, siting_shown
from placespace.errors import PlacespaceError
from placespace.terms import LIMITS
from placespace.views import cached, cover_controls, cover_maps, cover_parts, parts, siting_controls, siting_parts
from placespace.views.controls import profile
from placespace.views.hexmap import hexmap
from placespace.views.plain import plain

reading, who = cached.reading(), profile()
st.title("Siting")
parts.faults(reading)
asked = siting_controls.with_movable(reading, cover_controls.ask(reading, who), who)
found = cached.cover(reading, asked, who.name)
age = freshness(reading, found.demand.question.layer)[0] if found.demand.question else None
st.markdown(f"**{plain(cover_headline(found))}**")
try:
    candidates = candidates_of(found, siting_controls.candidate_list(reading))
except PlacespaceError as fault:
    st.error(plain(fault))
    st.stop()
k, hours = siting_controls.how_many()

left, right = st.columns([6, 7])
with left:
    st.header("What would close most of it")
    done = siting_controls.proposed(found, candidates, k, hours)
    siting_parts.proposal(done, found.demand.unit)
with right:
    hour = cover_controls.hour_of(siting_parts.first_hour(done))
    around = cached.surroundings(reading)
    hexmap(
        cached.drawing(found.cells),
        cover_maps.classes(found, hour),
        legend=cover_maps.legend(found),
        labels=cover_maps.labels(found, hour),
        context=around.context,
        names=around.names,
        marks=[*cover_maps.marks(found, hour), *cover_maps.candidate_marks(candidates.venues, done.table)],
        key=f"siting-{found.cells.digest}",
    )
if done.table.empty:
    st.stop()

st.header("Try a session")
st.write("Up to four options, A to D, each of one session or more: change venue, day or hours, or add a line.")
options = siting_parts.trials(found, candidates, done)
try:
    table = siting_parts.side_by_side(found, reading, options)
except PlacespaceError as fault:
    st.error(plain(fault))
    st.stop()

st.header("Choose")
first = siting_parts.first_words(done)
siting_parts.choice(reading, found, table, first, "; ".join(cover_about(found, reading, age)[:2]))

how, take = st.tabs(["How this was worked out", "Take away"])
with how:
    for line in (*cover_about(found, reading, age), *LIMITS):
        st.write(plain(line))
with take:
    cover_parts.take_away(found, reading, age)
    st.download_button(
        "Sessions proposed (csv)", data=lambda: table_bytes(siting_shown(done, found)), on_click="ignore",
        file_name=f"sites-{who.name}.csv", mime="text/csv",
    )  # fmt: skip
