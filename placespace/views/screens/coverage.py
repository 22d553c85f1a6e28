"""Who is reached by an open session, and the places and hours where nobody is."""

import streamlit as st

from placespace.documents import freshness
from placespace.documents.cover import cover_about, cover_headline, cover_table, sessions_shown, week_name, window_words
from placespace.terms import LIMITS
from placespace.views import barriers, cached, charts, cover_controls, cover_maps, cover_parts, parts
from placespace.views.controls import profile
from placespace.views.hexmap import hexmap
from placespace.views.plain import plain

reading, who = cached.reading(), profile()
st.title("Coverage")
parts.faults(reading)
asked = cover_controls.ask(reading, who)
found = cached.cover(reading, asked, who.name)
age = freshness(reading, found.demand.question.layer)[0] if found.demand.question else None
st.markdown(f"**{plain(cover_headline(found))}**")
waiting = len(found.provision.waiting)
if waiting:
    lines = f"{waiting} of {len(found.provision.lines)} lines of the provision list"
    st.warning(f"{lines} could not be read in full: see the **Provision** page. Only what is certain counts here.")

st.header(f"Share reached, hour by hour, {plain(week_name(asked.week_type))}")
strip = charts.week_chart(cover_table(found), what="share reached", share=True)
st.altair_chart(strip, width="stretch")
st.caption("Dark: nobody is there for most of what is expected. Grey: nothing is expected. A day runs from 06:00.")

st.header("Where and when nobody is there")
left, right = st.columns([6, 7])
with left:
    by = cover_parts.weights()
    cover_parts.windows_table(found, reading, by)
    st.caption(plain(cover_parts.stability_sentence(found, reading)))
with right:
    hour = cover_controls.hour_of(cover_parts.worst_hour(found, reading, by))
    around = cached.surroundings(reading)
    hexmap(
        cached.drawing(found.cells),
        cover_maps.classes(found, hour),
        legend=cover_maps.legend(found),
        labels=cover_maps.labels(found, hour),
        values_note=window_words(hour // 24, hour % 24, 1),
        context=around.context,
        names=around.names,
        marks=cover_maps.marks(found, hour),
        lines=barriers.drawn(found),
        draw="line" if barriers.drawing() else None,
        key=f"cover-{found.cells.digest}",
    )
cover_parts.other_walks(found)

how, places, bars, sessions, take = st.tabs(
    ["How this was worked out", "Places a week", "Barriers", "Sessions", "Take away"]
)
with how:
    for line in (*cover_about(found, reading, age), *LIMITS):
        st.write(plain(line))
with places:
    cover_parts.places_week(found, reading)
with bars:
    barriers.edit(reading, found, who, key=f"cover-{found.cells.digest}")
with sessions:
    st.dataframe(parts.blank(sessions_shown(found)), hide_index=True, height="content")
    if len(found.not_counted):
        st.write("Read, but not counted:")
        st.dataframe(parts.blank(found.not_counted.drop(columns="session")), hide_index=True, height="content")
with take:
    cover_parts.take_away(found, reading, age)
