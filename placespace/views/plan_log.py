"""Take in what was done, and show it beside what was planned."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path, PurePath

import pandas as pd
import streamlit as st

from placespace.catalogue import Crew
from placespace.disclose import Profile
from placespace.documents import table_bytes
from placespace.documents.plan.log import add_to_log, delivered_for, delivered_table, delivered_words, log_of
from placespace.errors import PlacespaceError
from placespace.ingest.deployments import COUNTS, DeploymentFile, read_deployments
from placespace.measures import Reading
from placespace.plans.log import PERIODS, suggestions
from placespace.terms import PLAN_COLUMNS, TALLY
from placespace.views.controls import profile
from placespace.views.plain import plain
from placespace.views.signed import as_now

TURN, SAID = "log-turn", "log-said"
TYPE_IN, TAKE_IN = "Type in what was done", "Take in a file"
ENDINGS = ["csv", "xlsx", "xls", "ods"]
SHOWN_ROWS = 8


def log(reading: Reading, planned: pd.DataFrame | None, crews: Sequence[Crew]) -> None:
    """Show planned against delivered hours; in the analyst profile also the form, the file and what people saw.

    Parameters
    ----------
    reading : Reading
    planned : DataFrame or None
        The timetables that are kept, columns of ``terms.PLAN_COLUMNS``; None where there is none.
    crews : sequence of Crew
    """
    who = profile()
    planned = pd.DataFrame(columns=list(PLAN_COLUMNS)) if planned is None else planned
    if (said := st.session_state.pop(SAID, None)) is not None:
        st.success(plain(said))
    try:
        held, aside = log_of(reading.workspace)
    except PlacespaceError as fault:
        st.error(plain(fault))
        return
    if who.exact:
        _aside(aside, "of the log cannot be used, and stay in its file.")
        turn = st.session_state.get(TURN, 0)
        way = st.segmented_control(
            "Add to the log", [TYPE_IN, TAKE_IN], default=TYPE_IN, key="log-way", required=True, persist_state="session"
        )
        if way == TYPE_IN:
            _type_in(reading, planned, crews, turn)
        else:
            _take_in(reading, turn)
    _beside(who, planned, held, crews)
    if who.exact:
        _suggested(held)
    else:
        st.caption("What people saw and counted is on the analyst's own screen.")


def _type_in(reading: Reading, planned: pd.DataFrame, crews: Sequence[Crew], turn: int) -> None:
    """Ask for one deployment."""
    with st.form(f"log-{turn}", border=True):
        a, b, c, d = st.columns([2, 3, 2.4, 1.6])
        day = a.date_input("Date", None, format="DD/MM/YYYY", max_value=reading.workspace.area.today)
        names = sorted(planned["name"].dropna().astype("str").unique())
        place = b.selectbox("Place", names, None, accept_new_options=True, placeholder="pick one, or type it")
        titles = {crew.id: crew.title for crew in crews}
        crew = c.selectbox("Crew", list(titles), None, format_func=titles.get, placeholder="choose")
        hours = d.number_input("Hours", 0.0, 24.0, None, 0.25, placeholder="not known")
        boxes = st.columns(len(COUNTS))
        counts = [
            box.number_input(plain(word[0].upper() + word[1:]), 0, 9999, None, placeholder="not counted")
            for box, word in zip(boxes, TALLY, strict=True)
        ]
        issues = st.text_input(
            "Issues seen", placeholder="two lamps out on the path; nothing to do here after 8",
            help="What is wrong with the place, one after the other with ; between. Nothing about a person.",
        )  # fmt: skip
        if not st.form_submit_button("Add to the log", type="primary"):
            return
    row = {"date": pd.Timestamp(day) if day else pd.NaT, "place": place, "crew": crew, "hours": hours, "issues": issues}
    _add(reading, pd.DataFrame([row | dict(zip(COUNTS, counts, strict=True))]), skip_known=False)


def _take_in(reading: Reading, turn: int) -> None:
    """Take in a log as a service keeps it, after showing how it was read."""
    sent = st.file_uploader("A log as your service keeps it: csv or a workbook", type=ENDINGS, key=f"log-file-{turn}")
    if sent is None:
        st.caption("It needs a date and a place on each row; hours, crew, counts and issues where they are kept.")
        return
    try:
        found = _read(sent.name, sent.getvalue(), reading)
    except PlacespaceError as fault:
        st.error(plain(fault))
        return
    for note in found.notes:
        st.warning(plain(note))
    _aside(found.set_aside, "of the file cannot be used, and are left out.")
    count = len(found.frame)
    st.write(f"{count:,} row{'' if count == 1 else 's'} can be taken in. The first of them, as read:")
    st.dataframe(_readable(found.frame.head(SHOWN_ROWS)), hide_index=True, height="content", alt="Rows of the file")
    if st.button(f"Add {count:,} row{'' if count == 1 else 's'} to the log", type="primary", disabled=not count):
        _add(reading, found.frame, skip_known=True)


def _read(name: str, content: bytes, reading: Reading) -> DeploymentFile:
    # readers tell files apart by their ending; the name is kept for what is said of it and never leads elsewhere
    safe = "".join(c if c.isalnum() or c in "-_. " else "_" for c in PurePath(name.replace("\\", "/")).name).strip(". ")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / (safe or "log.csv")
        path.write_bytes(content)
        return read_deployments(path, today=reading.workspace.area.today)


def _add(reading: Reading, rows: pd.DataFrame, *, skip_known: bool) -> None:
    try:
        done = add_to_log(reading.workspace, rows, skip_known=skip_known)
    except PlacespaceError as fault:
        st.error(plain(fault))
        return
    known = f" {done.known:,} stood in it already." if done.known else ""
    st.session_state[SAID] = f"{done.added:,} row{'' if done.added == 1 else 's'} added to the log.{known}"
    st.session_state[TURN] = st.session_state.get(TURN, 0) + 1
    st.rerun()


def _beside(who: Profile, planned: pd.DataFrame, held: pd.DataFrame, crews: Sequence[Crew]) -> None:
    """Show planned and delivered hours of each place, by month or quarter, and offer them to take away."""
    st.subheader("Planned and delivered")
    by = st.segmented_control(
        "A row for each place and", list(PERIODS), default=PERIODS[0], key="log-by", required=True,
        persist_state="session",
    )  # fmt: skip
    table = delivered_for(who, planned, held, crews, by)
    if not who.exact:
        st.caption("Crews of police are left out, and crews that are not among those kept.")
    for line in delivered_words(table):
        st.write(plain(line))
    if table.empty:
        return
    shown = delivered_table(table)
    st.dataframe(shown, hide_index=True, height=min(36 * (len(shown) + 1), 430), alt="Planned and delivered hours")
    left, right = st.columns(2)
    left.download_button(
        "Planned and delivered (csv)", data=as_now(lambda: table_bytes(table)),
        file_name=f"planned-delivered-by-{by}.csv", mime="text/csv", on_click="ignore", type="primary",
    )  # fmt: skip
    if who.exact and len(held):
        right.download_button(
            "The log (csv)", data=as_now(lambda: table_bytes(held)), file_name="deployments.csv", mime="text/csv",
            on_click="ignore",
        )  # fmt: skip


def _suggested(held: pd.DataFrame) -> None:
    """Show what people saw as suggestions of what else could be done at a place."""
    table = suggestions(held)
    if table.empty:
        return
    st.subheader("What people saw: suggestions, not tasks yet")
    heads = {"place": "Place", "issue": "Kind of task", "times": "Rows that name it", "last_seen": "Last seen",
             "said": "In their words"}  # fmt: skip
    shown = table.assign(last_seen=table["last_seen"].dt.strftime("%-d %B %Y")).rename(columns=heads)
    st.dataframe(shown, hide_index=True, height=min(36 * (len(shown) + 1), 360), alt="What people saw")


def _aside(rows: pd.DataFrame, says: str) -> None:
    if len(rows):
        st.warning(f"Rows {says} {len(rows):,} in all:")
        heads = {"file": "File", "row": "Row", "reason": "Why"}
        st.dataframe(
            rows.rename(columns=heads), hide_index=True, height=min(36 * (len(rows) + 1), 250), alt=f"Rows {says}"
        )


def _readable(frame: pd.DataFrame) -> pd.DataFrame:
    words = dict(zip(COUNTS, (w[0].upper() + w[1:] for w in TALLY), strict=True)) | {"issues": "Issues seen"}
    shown = frame.assign(date=frame["date"].dt.strftime("%-d %B %Y")).astype("object")
    shown = shown.where(shown.notna(), "").astype("str")
    return shown.rename(columns={c: words.get(c, c.capitalize()) for c in shown.columns})
