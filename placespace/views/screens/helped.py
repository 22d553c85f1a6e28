"""Whether an action helped: the smallest change that could be seen, then what was counted, in words that hold."""

import streamlit as st

from placespace.documents.places.helped import helped
from placespace.places.roles import may
from placespace.terms import LIMITS
from placespace.views import cached, cached_places, helped_parts, parts
from placespace.views.controls import profile
from placespace.views.plain import plain

reading, who = cached.reading(), profile()
register = cached_places.register()
st.title("Did it help?")
parts.faults(reading)
if not may(register.who, "read the register"):
    st.info("Whether an action helped is for those who read the register: practitioners, the panel and analysts.")
    st.stop()
asked = helped_parts.ask(register, cached_places.places(register), who.exact)
if asked is None:
    st.stop()
of = helped_parts.ask_source(reading, register, asked.thing, who.exact)
if of is None:
    st.stop()
found = helped(reading, register, asked.id, who.name, layer=of[0], until=of[1])
st.caption(plain(found.source))
if found.smallest:
    st.subheader("What could have been seen")
    st.write(plain(found.smallest))
st.subheader("What was recorded")
helped_parts.figures(found)
helped_parts.sentences(found)
st.subheader("What else may lie behind it")
for line in found.caveats:
    st.write(plain(line))
if found.evaluation is not None:
    helped_parts.chart(found.evaluation)
    helped_parts.which_cells(reading, found.evaluation.baseline)
with st.expander("How this was worked out", expanded=not who.exact):
    for line in (*found.how, *LIMITS):
        st.write(plain(line))
