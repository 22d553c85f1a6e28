"""Who runs what, where and when: each line of the list beside how it was read, put right in place."""

import streamlit as st

from placespace.views import cached, parts, provision_parts
from placespace.views.controls import profile
from placespace.views.plain import plain
from placespace.views.provision_line import correct_line

reading, who = cached.reading(), profile()
st.title("Provision: who runs what, and how the list was read")
parts.faults(reading)
listed = {i: reading.workspace.layers[i].title for i in provision_parts.lists_of(reading)}
if not listed:
    st.info("No list of provision is named in geodata/area.toml.")
    st.stop()
layer = st.segmented_control(
    "List", list(listed), default=next(iter(listed)), format_func=listed.get, key="list", required=True,
    persist_state="session", help="What runs today, and the venues a new session could be put in.",
)  # fmt: skip
provision = cached.provision(reading, layer)
venues = provision_parts.of_venues(reading, provision)
if not provision.loaded:
    none = "No list of venues is loaded." if venues else "No list is loaded. That is not the same as no provision."
    st.info(f"{none} Put the service's list in, on the **Data** page.")
    st.stop()
for note in provision.notes:
    st.warning(plain(note))
provision_parts.counts(provision, venues=venues)
line = provision_parts.review_table(provision, venues=venues, choose=who.exact)
if not who.exact:
    st.info("Lines are corrected in the analyst profile.")
elif line is not None:
    st.caption("What you put right is kept beside the list, and used again when the list comes next time.")
    correct_line(reading, provision, line, venues=venues)
provision_parts.more(provision)
st.header("Take away")
provision_parts.take_away(provision, venues=venues)
