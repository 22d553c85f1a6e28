"""Who is reached by an open session, and the places and hours where nobody is."""

import streamlit as st

from placespace.documents import freshness
from placespace.documents.cover import cover_about, cover_headline, cover_table, week_name
from placespace.terms import LIMITS
from placespace.views import barriers, cached, charts, cover_controls, cover_maps, cover_parts, parts
from placespace.views.controls import profile
from placespace.views.plain import plain

reading, who = cached.reading(), profile()
st.title("Coverage: where and when is nobody there?")
parts.faults(reading)
answer = st.container()
asked = cover_controls.ask(reading, who)
found = cached.cover(reading, asked, who.name)
age = freshness(reading, found.demand.question.layer)[0] if found.demand.question else None
with answer:
    st.markdown(f"**{plain(cover_headline(found))}**")
    cover_parts.waiting(found)

st.header(plain(f"Share reached, hour by hour, {week_name(asked.week_type)}"))
strip = charts.week_chart(cover_table(found), what="share reached", share=True)
st.altair_chart(strip, width="stretch")
st.caption(
    "Dark: nobody is there for most of what is expected; light: most of it is reached; grey: nothing is expected. "
    "A day runs from 06:00."
)

st.header("Where and when nobody is there")
key = f"cover-{found.cells.digest}"
left, right = st.columns(2)
with left:
    by = cover_parts.weights(found)
    ticked = cover_parts.windows_table(found, by)
    cover_parts.under_the_list(found, by)
with right:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        hour = cover_controls.hour_of(cover_parts.worst_hour(found, by))
        drawing = barriers.switch(who)
    cover_maps.cover_map(reading, found, hour, key=key, selected=ticked, drawing=drawing)
    barriers.keep(reading, found, drawing=drawing, key=key)
cover_parts.other_walks(found)

how, places, bars, sessions, take = st.tabs(
    ["How this was worked out", "Places a week", "Barriers", "Sessions", "Take away"], key="coverage-tabs"
)
with how:
    for line in (*cover_about(found, reading, age), *LIMITS):
        st.write(plain(line))
with places, parts.apart():
    cover_parts.places_week(found, reading)
with bars, parts.apart():
    barriers.kept(reading, found, who)
with sessions:
    cover_parts.sessions(found)
with take:
    cover_parts.take_away(found, reading, age)
