"""Who runs what, where and when: each line of the list beside how it was read, put right in place."""

import streamlit as st

from placespace.views import cached, parts, provision_parts
from placespace.views.controls import profile
from placespace.views.plain import plain
from placespace.views.provision_line import correct_line

reading, who = cached.reading(), profile()
st.title("Provision")
parts.faults(reading)
listed = {i: reading.workspace.layers[i].title for i in provision_parts.lists_of(reading)}
if not listed:
    st.info("No list of provision is named in geodata/area.toml.")
    st.stop()
layer = st.segmented_control("List", list(listed), default=next(iter(listed)), format_func=listed.get, key="list")
provision = cached.provision(reading, layer or next(iter(listed)))
if not provision.loaded:
    st.info("No list is loaded. That is not the same as no provision. Put the service's list in, on the **Data** page.")
    st.stop()
for note in provision.notes:
    st.warning(plain(note))
provision_parts.counts(provision)
line = provision_parts.review_table(provision)
if not who.exact:
    st.info("Lines are corrected in the analyst profile.")
elif line is not None:
    st.caption("What you put right is kept beside the list, and used again when the list comes next time.")
    correct_line(reading, provision, line)
provision_parts.more(provision)
st.header("Take away")
provision_parts.take_away(provision)
