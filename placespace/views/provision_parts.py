"""The pieces of the Provision page: how each line was read, corrected in place, and the cleaned list."""

from __future__ import annotations

import streamlit as st

from placespace.documents import table_bytes
from placespace.ingest import Provision, cleaned, write_openreferral
from placespace.measures import Reading

STATES = {
    "waits": "waits to be looked at",
    "read": "read",
    "corrected": "corrected",
    "left out": "left out",
}
NEEDS, ALL = "Lines that wait", "All lines"


def lists_of(reading: Reading) -> list[str]:
    """Return the layers that are lists of sessions or venues: what is open, then what could be let."""
    area = reading.workspace.area
    return [i for i in (area.provision, area.candidates) if i]


def counts(provision: Provision) -> None:
    """Say what became of every line."""
    states = provision.lines["state"].value_counts()
    says = ", ".join(f"{states[s]} {words}" for s, words in STATES.items() if s in states)
    st.markdown(
        f"**{len(provision.lines)} lines: {says}. {len(provision.sessions)} sessions are certain and have a place.**"
    )
    st.write(
        "A line that waits still gives the sessions in it that are certain. Nothing is guessed: 'evening' is no time."
    )


def review_table(provision: Provision) -> str | None:
    """Show each line as it was sent beside how it was read; return the one to look at."""
    only = st.segmented_control("Show", [NEEDS, ALL], default=NEEDS, key="review-which")
    lines = (provision.lines if only == ALL else provision.waiting).reset_index(drop=True)
    if lines.empty:
        st.success("No line waits.")
        return None
    columns = ["row", "name", "site", "when", "ages", "reads", "questions", *(["state"] if only == ALL else [])]
    st.dataframe(
        lines[columns],
        hide_index=True,
        height=min(36 * (len(lines) + 1) + 4, 400),
        column_config={
            "row": st.column_config.NumberColumn("Row", width=45),
            "name": st.column_config.TextColumn("Activity", width=130),
            "site": st.column_config.TextColumn("Venue", width=150),
            "when": st.column_config.TextColumn("As written", width=210),
            "ages": st.column_config.TextColumn("Ages", width=70),
            "reads": st.column_config.TextColumn("Read as", width=220),
            "questions": st.column_config.TextColumn("To be asked", width=240),
            "state": st.column_config.TextColumn("State", width=75),
        },
    )
    says = {r.line: f"Row {r.row}: {r.name or 'no name'}, {r.site or 'no venue'}" for r in lines.itertuples()}
    return st.selectbox(
        "Line to look at", list(says), format_func=says.get, key=f"line-{st.session_state.get('settled', 0)}"
    )


def more(provision: Provision) -> None:
    """Show corrections that fit no line any more, and units in two places at once."""
    if len(provision.stale):
        st.subheader("Corrected before, and changed since")
        st.dataframe(provision.stale, hide_index=True, height="content")
    if len(provision.clashes):
        st.subheader("One team in two places at once")
        st.dataframe(provision.clashes, hide_index=True, height="content")


def take_away(provision: Provision) -> None:
    """Offer the cleaned list, for the service to keep."""
    st.write("The list as it was read and put right, one line a session. It is the service's to keep and to correct.")
    left, right = st.columns(2)
    left.download_button(
        "Cleaned list (csv)", data=lambda: table_bytes(cleaned(provision)), file_name="provision-cleaned.csv",
        mime="text/csv", on_click="ignore", type="primary",
    )  # fmt: skip
    right.download_button(
        "Open Referral UK (json)", data=lambda: write_openreferral(provision), file_name="provision-openreferral.json",
        mime="application/json", on_click="ignore",
    )  # fmt: skip
