"""What is known of one place of a month: what speaks for it and against it, its hours, and what can be done there."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from placespace.documents import month_name
from placespace.documents.plan import MonthPlan
from placespace.documents.plan.shortlist_words import KIND_WORDS, confidence_rule
from placespace.documents.plan.words import many
from placespace.measures import Reading
from placespace.plans import windows_in_words
from placespace.terms import WEEKDAYS
from placespace.views import cached_plan, charts, plan_forms
from placespace.views.controls import week_title
from placespace.views.plain import plain

HOURS = [f"{(6 + h) % 24:02d}" for h in range(24)]


def card(reading: Reading, plan: MonthPlan, place: str) -> None:
    """Show what is known of a place, or of a cell that is on no list, and let people decide about it."""
    rows = plan.shortlist.table
    at = rows.index[rows["place"] == place]
    name = str(rows["name"].loc[at[0]]) if len(at) else plan.shortlist.name_of(place)
    left_out = str(rows["left_out"].loc[at[0]]) if len(at) else ""
    with st.container(border=True):
        st.header(plain(f"{name}, left out" if left_out else name))
        _decide(reading, plan, place, name, left_out, listed=len(at) > 0)
        if not len(at):
            st.write("This cell is no place of the shortlist. An agency can ask for somebody to be here all the same.")
            _kept(reading, plan, place)
            return
        row = rows.loc[at[0]]
        facts, hours = st.columns([6, 5])
        with facts:
            st.markdown("  \n".join(f"**{plain(label)}:** {plain(text)}" for label, text in facts_of(plan, row)))
        with hours:
            _hours(reading, plan, int(at[0]), name)
        _there(plan, place)
        _kept(reading, plan, place)
        st.caption(plain(confidence_rule(reading.workspace.area.settings)))


def facts_of(plan: MonthPlan, row: pd.Series) -> list[tuple[str, str]]:
    """Return what is known of a place, each with what it is called."""
    before, events = row["same_month"], row["same_month_events"]
    same = "not held" if not before or pd.isna(events) else f"{events} event{'' if events == 1 else 's'}"
    months = f"events in {row['months_active']} of {row['months_used']} months"
    return [
        ("Expected", f"{row['expected']:.1f} a month; {row['events']} in the window, {months}"),
        (month_name(before) if before else "The same month last year", same),
        ("Trend", row["trend"]),
        ("Sources", row["sources"]),
        ("Kind", KIND_WORDS.get(row["kind"], row["kind"])),
        ("Hours", row["hours"]),
        ("Confidence", row["confidence"]),
        ("Why it might be false", row["why_false"] or "nothing found that speaks for it"),
    ]


def _decide(reading: Reading, plan: MonthPlan, place: str, name: str, left_out: str, *, listed: bool) -> None:
    if left_out:
        st.markdown(f"**Left out:** {plain(left_out)}")
    with st.container(horizontal=True):
        if left_out:
            own = [d for d in plan.decisions if d.kind == "leave out" and _is_of(plan, d.place, place)]
            if st.button("Put back", type="primary", key=f"back-{place}"):
                plan_forms.take_back(reading, plan, own, f"{name} is back on the list.")
        elif listed:
            plan_forms.leave_out(reading, plan, place, name)
        if listed:
            plan_forms.rename(reading, plan, place, name)
        if not left_out:
            plan_forms.add_task(reading, plan, place, name)
            plan_forms.request(reading, plan, place, name)


def _is_of(plan: MonthPlan, decided: str, place: str) -> bool:
    """Return whether what was decided of a cell is about a place: the cell may have been its middle in earlier data."""
    if decided == place:
        return True
    listed = plan.shortlist
    at = listed.cells.index.get_indexer([decided])[0]
    row = listed.table.index[listed.table["place"] == place][0]
    reason = listed.table["left_out"].loc[row]
    near = at >= 0 and listed.member[at] in (row, -1)
    return bool(near and any(d.place == decided and d.reason == reason for d in plan.decisions))


def _hours(reading: Reading, plan: MonthPlan, position: int, name: str) -> None:
    counts = cached_plan.day_strip(reading, plan.shortlist, position)
    if counts is None:
        st.write(plain(plan.why_no_hours))
        return
    table = pd.DataFrame(counts, index=list(WEEKDAYS), columns=HOURS)
    says = table.map(lambda v: f"{v:.1f} events".replace(".0 ", " "))
    st.altair_chart(charts.week_chart(table, what=f"events at {name}", share=False, says=says), width="stretch")
    st.caption("Events as recorded, by day and hour; days run from 06:00 to 05:59. Darker is more.")


def _there(plan: MonthPlan, place: str) -> None:
    """Say when somebody would matter most at a place of the plan, and what is open near it then."""
    at = plan.places.index[plan.places["place"] == place]
    if not len(at):
        return
    of_kind, near = plan.windows[at[0]], plan.near[at[0]]
    left, right = st.columns([6, 5])
    days = pd.Series(plan.demand.kinds).value_counts() if plan.demand is not None else {}
    says = [
        f"{week_title(kind)}, {many(int(days.get(kind, 0)), 'day')}: {windows_in_words(found, kind)}"
        for kind, found in of_kind.items()
    ]
    with left:
        st.markdown("**Open near it at its windows**  \n" + "  \n".join(plain(line) for line in near))
    with right:
        st.markdown("**Windows**  \n" + "  \n".join(plain(line) for line in says or ["none"]))


def _kept(reading: Reading, plan: MonthPlan, place: str) -> None:
    """Show what was decided for a place beside its being there: tasks and requests, each to be taken back."""
    for d in plan.decisions:
        if d.place != place or d.kind not in ("task", "request"):
            continue
        says, out = st.columns([8, 2], vertical_alignment="center")
        what = f"{d.detail['kind']}: {d.detail['what']}" if d.kind == "task" else f"asked for by {d.detail['asked_by']}"
        says.markdown(f"**{d.kind.capitalize()}:** {plain(f'{what} ({d.reason}; {d.by})')}")
        if out.button("Take back", key=f"undo-{d.at}"):
            plan_forms.take_back(reading, plan, [d], "Taken back.")
