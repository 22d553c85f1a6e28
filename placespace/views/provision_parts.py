"""The pieces of the Provision page: how each line was read, what clashes, and the cleaned list."""

from __future__ import annotations

import streamlit as st

from placespace.documents import table_bytes
from placespace.ingest import Provision, cleaned, write_openreferral
from placespace.measures import Reading
from placespace.terms import WEEKDAYS
from placespace.views import parts
from placespace.views.signed import as_now

STATES = {
    "waits": ("waits to be looked at", "wait to be looked at"),
    "read": ("was read", "were read"),
    "corrected": ("corrected", "corrected"),
    "left out": ("left out", "left out"),
}
NEEDS, ALL = "Lines that wait", "All lines"
TWO_LINES_PX = 66


def lists_of(reading: Reading) -> list[str]:
    """Return the layers that are lists of sessions or venues: what is open, then what could be let."""
    area = reading.workspace.area
    return [i for i in (area.provision, area.candidates) if i]


def of_venues(reading: Reading, provision: Provision) -> bool:
    """Return whether a list is of venues that could be let, with the hours they can be had, and not of sessions."""
    return provision.layer == reading.workspace.area.candidates


def called(row: object) -> str:
    """Return what a line is called: its row, what goes on and where; ``row`` has ``row``, ``name`` and ``site``."""
    return f"Row {row.row}: {' at '.join(text for text in (row.name, row.site) if text) or 'no name'}"


def counts(provision: Provision, *, venues: bool) -> None:
    """Say what became of every line."""
    states = provision.lines["state"].value_counts()
    says = ", ".join(f"{states[s]:,} {words[int(states[s] != 1)]}" for s, words in STATES.items() if s in states)
    number = len(provision.sessions)
    gives = f"{number:,} session{' is' if number == 1 else 's are'} certain, with a place"
    if venues:
        gives = f"{provision.sessions['site'].nunique()} venues have a place and hours they can be had"
    lines = f"{len(provision.lines):,} line{'' if len(provision.lines) == 1 else 's'}"
    st.markdown(f"**{lines}: {says}. {gives}.**")
    st.write("A line that waits still gives what is certain in it. Nothing is guessed: 'evening' is no time.")


def review_table(provision: Provision, *, venues: bool, choose: bool) -> str | None:
    """Show each line as it was sent beside how it was read; return the one to look at, where one is to be chosen."""
    only = st.segmented_control(
        "Show", [NEEDS, ALL], default=NEEDS, key="review-which", required=True, persist_state="session",
        help="Lines that wait hold something that could not be read for certain.",
    )  # fmt: skip
    lines = (provision.lines if only == ALL else provision.waiting).reset_index(drop=True)
    if lines.empty:
        st.success("No line waits.")
        return None
    says = {r.line: called(r) for r in lines.itertuples()}
    # new keys: the box and the tick would go on showing a line that is settled, or one of another list
    turn = f"{provision.layer}-{only}-{st.session_state.get('settled', 0)}"
    last = st.session_state.get("settled-line")
    if f"line-{turn}" not in st.session_state and last in says:
        st.session_state[f"line-{turn}"] = last

    def on_choice() -> None:
        rows = st.session_state[f"lines-{turn}"]["selection"]["rows"]
        if rows:
            st.session_state[f"line-{turn}"] = lines["line"].iloc[rows[0]]

    width = st.column_config.TextColumn
    heads = {
        "row": st.column_config.NumberColumn("Row", width=50, format="%d"),
        "name": width("Activity", width=125),
        "site": width("Venue", width=150),
        "when": width("As written", width=190),
        "ages": width("Ages", width=72),
        "reads": width("Can be had" if venues else "Read as", width=255),
        "questions": width("To be asked", width=255),
        "state": width("State", width=75),
    }
    shown = [c for c in heads if c in ("row", "site", "when", "reads") or (lines[c].astype("str") != "").any()]
    if only != ALL:
        shown.remove("state")
    st.dataframe(
        lines[shown],
        hide_index=True,
        height=min(TWO_LINES_PX * len(lines) + 38, 430),
        row_height=TWO_LINES_PX,
        column_config=heads,
        alt="Lines of the list",
        **({"key": f"lines-{turn}", "on_select": on_choice, "selection_mode": "single-row"} if choose else {}),
    )
    if not choose:
        return None
    return st.selectbox(
        "Line to look at", list(says), format_func=lambda line: says.get(line, line), key=f"line-{turn}",
        help="Or tick its row in the table (Shift and Space by keyboard).",
    )  # fmt: skip


def more(provision: Provision) -> None:
    """Show corrections that fit no line any more, and units in two places at once."""
    if len(provision.stale):
        st.header("Put right before, and not used now")
        heads = {"name": "Activity", "site": "Venue", "when": "As written", "ages": "Ages", "decision": "Decided",
                 "why": "Why it is not used"}  # fmt: skip
        table = provision.stale[list(heads)].rename(columns=heads)
        st.dataframe(parts.blank(table), hide_index=True, height="content", alt="Corrections that are not used")
    if len(provision.clashes):
        st.header("One team in two places at once")
        st.write("A question, never a correction: two teams may have one name.")
        heads = {"unit": "Team", "site": "At", "other_site": "And at", "day": "Day", "start": "From", "end": "To"}
        table = provision.clashes.assign(day=[WEEKDAYS[int(d)] for d in provision.clashes["weekday"]])
        st.dataframe(
            table[list(heads)].rename(columns=heads), hide_index=True, height=min(36 * (len(table) + 1), 360),
            alt="Teams in two places at once",
        )  # fmt: skip


def take_away(provision: Provision, *, venues: bool) -> None:
    """Offer the cleaned list, for the service to keep."""
    each = "hours of a venue" if venues else "session"
    st.write(f"The list as it was read and put right, one line for each {each}. It is the service's to keep.")
    left, right = st.columns(2)
    left.download_button(
        "Cleaned list (csv)", data=as_now(lambda: table_bytes(cleaned(provision))), file_name="provision-cleaned.csv",
        mime="text/csv", on_click="ignore", type="primary",
    )  # fmt: skip
    if not venues:
        right.download_button(
            "Open Referral UK (json)", data=as_now(lambda: write_openreferral(provision)),
            file_name="provision-openreferral.json", mime="application/json", on_click="ignore",
        )  # fmt: skip
