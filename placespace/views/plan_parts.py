"""The pieces of the page of a month's plan: the sentence on top, the plan itself, and how it was worked out."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from placespace.disclose import PROFILES, Profile
from placespace.documents import freshness, table_bytes
from placespace.documents.plan import (
    MonthPlan,
    check_outreach,
    outreach_timetable,
    plan_headline,
    share_lines,
    uncovered_lines,
)
from placespace.documents.plan.words import plan_about
from placespace.measures import Reading
from placespace.views import cached_plan, plan_board, plan_controls
from placespace.views.plain import plain

PROOF_SECONDS = 20


def on_top(reading: Reading, plan: MonthPlan) -> None:
    """Say in a sentence what the plan comes to, whether such a plan would have held, and how old the data are."""
    st.markdown(f"**{plain(plan_headline(plan))}**")
    st.write(plain(cached_plan.held(reading, plan.shortlist.question)))
    age, stale = freshness(reading, plan.asked.harm.layer)
    if stale:
        st.caption(f"The last record is {age} days old: older than this source should be. Check before you act.")


def for_others(plan: MonthPlan, who: Profile) -> None:
    """Show a protected profile the sessions of outreach, and nothing else of the plan; the public not even those."""
    public = PROFILES["public"].name == who.name
    goes = "The public gets maps alone: see Hot spots." if public else (
        "Here are the sessions of outreach and youth work, for those who run them and for partners. No figures and no "
        "reasons go with them."
    )  # fmt: skip
    st.info(f"The plan is drawn in the analyst profile. {goes}")
    if public:
        return
    table = outreach_timetable(plan).reset_index(drop=True)
    check_outreach({"sessions.csv": table_bytes(table)}, plan)
    if table.empty:
        st.write("No sessions are planned in this month.")
        return
    day = [f"{d.day} {d:%B}" for d in pd.to_datetime(table["date"])]
    shown = table.assign(crew=[plan.crews[c].title for c in table["crew"]], day=day)
    heads = {"weekday": "Day", "day": "Date", "from": "From", "to": "To", "crew": "Crew", "name": "Place"}
    st.dataframe(
        shown[list(heads)].rename(columns=heads), hide_index=True, height=min(36 * (len(shown) + 1), 620),
        alt="Sessions of the month",
    )  # fmt: skip


def plan_tab(reading: Reading, plan: MonthPlan) -> None:
    """Show who goes where and when, what that meets, and what it leaves uncovered."""
    if plan.demand is None:
        st.info(plain(plan.why_no_hours))
        return
    if plan.places.empty:
        st.info("There is no place to plan for: every place of the shortlist was left out, or none is hot.")
        return
    if not plan.shifts:
        none = "No crews are named yet. Add them under Crews: who they are, which evenings, how many hours."
        st.info("No crew is out in this month: its rules and hours are under Crews." if plan.crews else none)
        for line in plan.crew_faults:
            st.warning(plain(line))
        return
    known = {*plan.shortlist.notes, *plan.demand.notes}
    for line in dict.fromkeys((*plan.crew_faults, *(note for note in plan.notes if note not in known))):
        st.warning(plain(line))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "Draw again with other times", on_click=plan_controls.other_times,
            help="Times of visits vary by a number, so that nobody can tell them beforehand. Each number always gives "
            f"the same plan; this is number {plan.asked.seed}.",
        )  # fmt: skip
        plan_board.undo(reading, plan)
        prove(reading, plan)
    plan_board.show_board(reading, plan)
    left, right = st.columns(2)
    with left:
        st.header("What it meets")
        st.markdown("\n".join(f"- {plain(line)}" for line in share_lines(plan)))
    with right:
        st.header("What it leaves uncovered")
        st.markdown("\n".join(f"- {plain(line)}" for line in uncovered_lines(plan)))


def prove(reading: Reading, plan: MonthPlan) -> None:
    """Offer to look for a better plan, or to prove that there is none."""
    best = plan.deployment
    if best is None or best.exact:
        st.caption("Proved: these crews cannot meet more.")
        return
    if st.button("Look for a better plan", help="Says how near the best the plan is."):
        with st.spinner(f"Looking for a better plan, {PROOF_SECONDS} seconds at most"):
            cached_plan.month_plan_of(reading, plan.asked, prove_s=PROOF_SECONDS)
        st.rerun()


def how_tab(reading: Reading, plan: MonthPlan) -> None:
    """Say how places, times and shares were worked out, and what cannot be seen in them."""
    about = plan_about(plan, reading, PROFILES["analyst"])
    st.write(plain(f"Counted: {about['window']}. Definition: {about['definition']} ({about['definition_version']})."))
    st.subheader("Places")
    st.markdown("\n".join(f"- {plain(line)}" for line in plan.shortlist.about))
    st.subheader("Times and crews")
    lines = [*about["method"][1:], *share_lines(plan)]
    st.markdown("\n".join(f"- {plain(line)}" for line in lines))
    if plan.notes:
        st.subheader("What is missing or could not be done")
        st.markdown("\n".join(f"- {plain(line)}" for line in dict.fromkeys(plan.notes)))
    st.subheader("Limits")
    st.markdown("\n".join(f"- {plain(line)}" for line in about["limits"]))
