"""Keep the authority's own dates: school holidays, and weeks that are unlike others."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from placespace.calendar import read_calendar, write_calendar
from placespace.errors import PlacespaceError
from placespace.measures import Reading
from placespace.places.acting import check_act
from placespace.views.plain import plain

COLUMNS = ["kind", "name", "first", "last", "source"]
KINDS = {"holiday": "holiday: school is out", "event": "event: days unlike others, such as Halloween to Bonfire"}
TURN, SAID = "calendar-turn", "calendar-said"


def edit_calendar(reading: Reading) -> None:
    """List the dates, let one be ticked and changed or taken out, or another be added."""
    held = read_calendar(reading.workspace)
    for says in held.faults:
        st.error(plain(says))
    if held.faults:
        st.caption("These lines are not in the table: whatever is kept here leaves them out of the file.")
    for says in held.notes:
        st.warning(plain(says))
    table = held.table.reindex(columns=COLUMNS).sort_values("first", ascending=False).reset_index(drop=True)
    table["source"] = table["source"].fillna("").astype("str")
    turn = st.session_state.get(TURN, 0)
    st.caption("The latest stand first. Tick a line (Shift and Space by keyboard) to change it or take it out.")
    at = _listed(table, f"calendar-{turn}")
    if (said := st.session_state.pop(SAID, None)) is not None:
        st.success(plain(said))
    _change(reading, table, at, f"{turn}-{at}")


def _listed(table: pd.DataFrame, key: str) -> int | None:
    """Show the dates; return the line that is ticked."""
    if table.empty:
        st.info("No dates are kept yet, so term and holiday cannot be told apart. Add the first below.")
        return None
    day = st.column_config.DateColumn
    shown = st.dataframe(
        table, key=key, hide_index=True, height=min(36 * (len(table) + 1), 360), selection_mode="single-row",
        on_select="rerun", alt="School holidays and named weeks",
        column_config={
            "kind": st.column_config.TextColumn("Kind", width=90, help="; ".join(KINDS.values())),
            "name": st.column_config.TextColumn("Name", width=240),
            "first": day("First day", format="ddd D MMMM YYYY", width=190),
            "last": day("Last day", format="ddd D MMMM YYYY", width=190),
            "source": st.column_config.TextColumn("Where it is from", width=280),
        },
    )  # fmt: skip
    rows = shown["selection"]["rows"]
    return rows[0] if rows and rows[0] < len(table) else None


def _change(reading: Reading, table: pd.DataFrame, at: int | None, tag: str) -> None:
    """Ask for one line: the one that is ticked, or a new one."""
    old = {} if at is None else table.iloc[at].to_dict()
    with st.form(f"dates-{tag}", border=True):
        st.markdown("**Add dates**" if at is None else f"**Change {plain(old['name'])}**")
        a, b, c, d = st.columns([2, 3, 2, 2])
        kinds = list(KINDS)
        kind = a.selectbox("Kind", kinds, kinds.index(old.get("kind", "holiday")), help="; ".join(KINDS.values()))
        name = b.text_input("Name", old.get("name", ""), placeholder="October half-term")
        first = c.date_input("First day", _day(old.get("first")), format="DD/MM/YYYY")
        last = d.date_input("Last day", _day(old.get("last")), format="DD/MM/YYYY", help="It is still in it")
        source = st.text_input("Where it is from", old.get("source", ""), placeholder="the council's term dates")
        one, two = st.columns([1, 3])
        keep = one.form_submit_button("Add these dates" if at is None else "Keep the change", type="primary")
        gone = at is not None and two.form_submit_button("Take it out")
    if not (keep or gone):
        return
    if keep and not (name.strip() and first and last):
        st.error("Dates have a name, a first day and a last day. One is empty. Fill it in.")
        return
    others = table if at is None else table.drop(index=at)
    new = pd.DataFrame([{"kind": kind, "name": name, "first": first, "last": last, "source": source}])
    try:
        check_act(reading, "change settings")
        write_calendar(reading.workspace, _as_kept(others if gone else pd.concat([others.astype(object), new])))
    except PlacespaceError as fault:
        st.error(plain(fault))
        return
    # a new key: the tick and the boxes would go on showing the line that was kept
    st.session_state[TURN] = st.session_state.get(TURN, 0) + 1
    st.session_state[SAID] = f"'{old['name']}' is taken out." if gone else f"'{name}' is kept."
    st.rerun()


def _as_kept(table: pd.DataFrame) -> pd.DataFrame:
    """Return dates as the file holds them: as text, the earliest first."""
    days = {c: ["" if pd.isna(d) else f"{pd.Timestamp(d):%Y-%m-%d}" for d in table[c]] for c in ("first", "last")}
    return table.assign(**days).sort_values("first").reset_index(drop=True).fillna("")


def _day(value: object) -> object:
    return None if value is None or pd.isna(value) else pd.Timestamp(value).date()
