"""Keep the authority's own dates: school holidays, and weeks that are unlike others."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from placespace.calendar import read_calendar, write_calendar
from placespace.errors import PlacespaceError
from placespace.measures import Reading
from placespace.views.plain import plain

COLUMNS = ["kind", "name", "first", "last", "source"]


def edit_calendar(reading: Reading) -> None:
    """Show the dates for editing; what is wrong with them is said, and then nothing is kept."""
    held = read_calendar(reading.workspace)
    for says in held.faults:
        st.error(plain(says))
    for says in held.notes:
        st.warning(plain(says))
    table = held.table.reindex(columns=COLUMNS).assign(
        first=held.table["first"].dt.date, last=held.table["last"].dt.date, source=held.table["source"].astype("str")
    )
    edited = st.data_editor(
        table.reset_index(drop=True),
        num_rows="dynamic",
        hide_index=True,
        key="calendar",
        height=320,
        column_config={
            "kind": st.column_config.SelectboxColumn("Kind", options=["holiday", "event"], required=True),
            "name": st.column_config.TextColumn("Name", required=True, width=220),
            "first": st.column_config.DateColumn("First day", format="DD/MM/YYYY", required=True),
            "last": st.column_config.DateColumn("Last day", format="DD/MM/YYYY", required=True),
            "source": st.column_config.TextColumn("Where it is from", width=260),
        },
    )
    if st.button("Keep these dates", disabled=edited.equals(table.reset_index(drop=True))):
        try:
            write_calendar(reading.workspace, pd.DataFrame(edited).fillna({"source": ""}))
            st.rerun()
        except PlacespaceError as fault:
            st.error(plain(fault))
