"""What was read and what was not; put files in; say which points are false."""

import pandas as pd
import streamlit as st

from placespace.documents import doubts_of, facts_of, layer_table, reasons_table, rows_set_aside, table_bytes
from placespace.terms import LIMITS
from placespace.views import cached, controls, intake, parts
from placespace.views.calendar_table import edit_calendar
from placespace.views.plain import plain
from placespace.views.signed import as_now

reading, who = cached.reading(), controls.profile()
st.title("Data")
layers = layer_table(reading)
st.header("What is here")
names = {"title": "Layer", "state": "State", "to": "Last month", "days old": "Days old"}
if who.exact:
    names |= {"read": "Rows read", "kept": "Kept", "set aside": "Set aside", "in cells": "In cells"}
    names |= {"outside": "Outside", "no place": "No place", "at false points": "At false points"}
st.dataframe(
    parts.blank(layers[list(names)].rename(columns=names)), hide_index=True, height="content", alt="Layers",
    column_config={"Layer": st.column_config.TextColumn(width=300)},
)  # fmt: skip
parts.faults(reading)
for doubt in doubts_of(reading):
    st.warning(plain(doubt))
if not who.exact:
    st.info("How rows were read, and the files themselves, are for the analyst profile.")
    st.stop()

st.header("Put files in")
intake.drop_files(reading.workspace)

st.header("How every row was read")
st.write(
    "Nothing is dropped in silence: each row was kept, kept with a note, or set aside for a reason. Columns of "
    "personal data never went past the door."
)
intake.reasons(reasons_table(reading))
for layer_id, account in reading.accounts.items():
    if account.read > account.kept:
        aside = rows_set_aside(reading, layer_id)
        st.download_button(
            f"Rows set aside: {reading.workspace.layers[layer_id].title} ({len(aside):,})",
            data=as_now(lambda aside=aside: table_bytes(aside)),
            file_name=f"set-aside-{layer_id}.csv",
            mime="text/csv",
            on_click="ignore",
        )

with st.expander("Other figures"):
    facts = [(k.replace("_", " "), f"{v:,.0f}") for k, v in facts_of(reading).items()]
    st.dataframe(
        pd.DataFrame(facts, columns=["What", "Number"]), hide_index=True, height="content", alt="Other figures"
    )

st.header("False points")
st.write(
    "Hospitals, police stations, custody suites and default points gather incidents that happened elsewhere. Events "
    "within the radius are left out of hot spots and counted here; every line needs a reason."
)
intake.edit_exclusions(reading)
st.header("Calendar")
st.write("School holidays and named weeks are your authority's own. Bank holidays come by themselves.")
edit_calendar(reading)
st.caption(plain(" ".join(LIMITS)))
