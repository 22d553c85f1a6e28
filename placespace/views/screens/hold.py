"""Will it hold? What the method's cells held on months it had not seen, beside last year's busiest cells."""

import streamlit as st

from placespace.documents import freshness
from placespace.documents.hold import ANALYST_ONLY, hold_about, hold_headline
from placespace.terms import LIMITS
from placespace.views import cached, controls, hold_parts, parts
from placespace.views.plain import plain

reading, who = cached.reading(), controls.profile()
st.title("Will it hold?")
parts.faults(reading)
if not who.exact:
    st.info(ANALYST_ONLY)
    st.stop()
asked = hold_parts.ask(reading, who)
if asked is None:
    st.stop()
question, size = asked
answer = st.container()
found = cached.held(reading, question, who.name)
age = freshness(reading, question.layer)[0]
with answer:
    st.markdown(f"**{plain(hold_headline(found))}**")
    hold_parts.ways(found, size)
hold_parts.chart(found, size)

by_category, by_source = cached.held_by(reading, question.layer, who.name)
st.header("By category")
hold_parts.beside(by_category, size)
st.header("By source")
st.caption("Side by side, never added: the same incident may be in more than one.")
hold_parts.beside(by_source, size)

how, take = st.tabs(["How this was worked out", "Take away"])
with how:
    for line in (*hold_about(found, age), *LIMITS):
        st.write(plain(line))
with take:
    hold_parts.take_away(found, age, by_category, by_source)
