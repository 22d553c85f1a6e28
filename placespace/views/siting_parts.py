"""The pieces of the Siting page: what is proposed, options to try, and the choice that is kept."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from placespace.documents.cover import Cover, share_words
from placespace.documents.siting import (
    Candidates,
    Siting,
    Trial,
    keep_choice,
    kept_choices,
    session_words,
    trials_of,
    try_sessions,
)
from placespace.errors import PlacespaceError
from placespace.measures import Reading
from placespace.terms import WEEKDAYS
from placespace.views.plain import plain

LETTERS = "ABCD"
MEASURES = {
    "option": "Session",
    "reached": "Extra reached, a week",
    "in_all": "Extra reached, in as many weeks as were counted",
    "share": "Share of all that is expected",
    "u_before": "Nobody there, before",
    "u_after": "Nobody there, after",
    "hot_hours": "Its hours among the 12 busiest there",
    "wasted": "Overlap: already reached by another",
    "deprived_share": "Of the extra, in the most deprived fifth",
    "u_10_min": "Nobody there, 10 minutes' walk",
    "u_20_min": "Nobody there, 20 minutes' walk",
    "u_35_min": "Nobody there, 35 minutes' walk",
    "left": "Still nobody there, first",
}


def proposal(done: Siting, unit: str) -> None:
    """Show the sessions proposed, and how sure it is that nothing does better."""
    if done.table.empty:
        st.info("No session that could be let would reach anyone who is not reached already.")
        return
    shown = pd.DataFrame(
        {
            "": range(1, len(done.table) + 1),
            "Venue": done.table["site"],
            "When": [session_words(r) for r in done.table.itertuples()],
            "Extra a week": done.table["gain"],
            "Share": [f"{s:.1%}" for s in done.table["share"]],
        }
    )
    st.dataframe(
        shown, hide_index=True, height="content",
        column_config={"Extra a week": st.column_config.NumberColumn(format="%.2f", help=unit)},
    )  # fmt: skip
    st.write(f"Nobody is there for {share_words(done.before)} of it now, and for {share_words(done.after)} with these.")
    if done.proof is not None:
        st.caption(plain(done.proof.status))
    for note in done.notes:
        st.caption(plain(note))


def first_words(done: Siting) -> str:
    """Return the first proposed session in words, as an option says it."""
    row = done.table.iloc[0]
    return f"{row['site']}, {session_words(row)}"


def first_hour(done: Siting) -> tuple[int, int]:
    """Return the day and hour that the first proposed session begins at."""
    if done.table.empty:
        return 4, 20
    row = done.table.iloc[0]
    return int(row["weekday"]), int(row["start"][:2])


def trials(found: Cover, candidates: Candidates, done: Siting) -> list[list[Trial]]:
    """Let up to four options be put together, each of one session or more; the first two come filled in."""
    places = places_of(found, candidates)
    start = pd.concat([done.table.head(1), done.others.head(1)])
    first = pd.DataFrame(
        {
            "option": list(LETTERS[: len(start)]),
            "venue": start["site"].to_list(),
            "day": [WEEKDAYS[int(d)] for d in start["weekday"]],
            "start": start["start"].to_list(),
            "end": start["end"].to_list(),
        }
    )
    edited = st.data_editor(
        first,
        num_rows="dynamic",
        hide_index=True,
        key=f"trials-{found.cells.digest}-{'-'.join(first['venue'])}",
        column_config={
            "option": st.column_config.SelectboxColumn("Option", options=list(LETTERS), required=True, width=70),
            "venue": st.column_config.SelectboxColumn("Venue", options=list(places), required=True, width=240),
            "day": st.column_config.SelectboxColumn("Day", options=list(WEEKDAYS), required=True),
            "start": st.column_config.TextColumn("From", required=True, validate=r"^([01]?\d|2[0-3]):[0-5]\d$"),
            "end": st.column_config.TextColumn("To", required=True, validate=r"^([01]?\d|2[0-3]):[0-5]\d$"),
        },
    )
    return trials_of(edited, places)


def places_of(found: Cover, candidates: Candidates) -> dict[str, tuple[float, float]]:
    """Return every place a session could be tried at: candidate venues, then those where one runs already."""
    out = {r.site: (r.lon, r.lat) for r in candidates.venues.itertuples()}
    for row in found.sessions.drop_duplicates("site").itertuples():
        out.setdefault(row.site, (row.lon, row.lat))
    return out


def side_by_side(found: Cover, reading: Reading, options: Sequence[Sequence[Trial]]) -> pd.DataFrame:
    """Show the options beside each other, a column each; return the table behind it."""
    table = try_sessions(found, options, reading)
    table["in_all"] = table["reached"] * (found.demand.weeks or float("nan"))
    shown = pd.DataFrame({says: [_said(m, row) for _, row in table.iterrows()] for m, says in MEASURES.items()})
    turned = shown.T
    turned.columns = [LETTERS[i] for i in range(len(table))]
    st.dataframe(turned.rename_axis("").reset_index(), hide_index=True, height="content")
    return table


def _said(measure: str, row: pd.Series) -> str:
    value = row[measure]
    if isinstance(value, str):
        return value
    if measure == "hot_hours":
        return "hours are too alike to tell" if pd.isna(value) else f"{value:g} of {row['hours']:g}"
    if pd.isna(value):
        return "not known"
    if measure == "in_all":
        return f"{value:.1f}"
    return f"{value:.2f}" if measure == "reached" else f"{value:.1%}"


def choice(reading: Reading, found: Cover, table: pd.DataFrame, first: str, asked: str) -> None:
    """Keep which option was chosen; anything but the first needs a reason."""
    with st.form("choice", border=True):
        letters = [LETTERS[i] for i in range(len(table))]
        chosen = st.radio("The choice", letters, horizontal=True,
                          format_func=lambda c: f"{c}: {table['option'].iloc[LETTERS.index(c)]}")  # fmt: skip
        left, right = st.columns(2)
        reason = left.text_input("Reason (needed when it is not the first proposed)")
        by = right.text_input("Whose choice (role or team, not a name)")
        pressed = st.form_submit_button("Keep this choice", type="primary")
    if pressed:
        row = table.iloc[letters.index(chosen)]
        try:
            keep_choice(
                reading.workspace, chosen=row["option"], first=first, reason=reason, by=by,
                before=float(row["u_before"]), after=float(row["u_after"]), asked=asked,
            )  # fmt: skip
            st.success("Kept.")
        except PlacespaceError as fault:
            st.error(plain(fault))
    kept = kept_choices(reading.workspace)
    if len(kept):
        st.dataframe(kept, hide_index=True, height="content")
