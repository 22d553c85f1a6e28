"""Keep what people decide about a month: in the words of this work, with whose decision it is and why."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import streamlit as st

from placespace.disclose import check_wording
from placespace.documents.plan import MonthPlan
from placespace.errors import PlacespaceError, WrongUse
from placespace.measures import Reading
from placespace.places.acting import check_act
from placespace.plans import Decision, keep_decision
from placespace.plans.stops import DAY_BEGINS, DAY_ENDS, DAY_MIN
from placespace.views import plan_controls
from placespace.views.plain import plain

TOLD, TURN = "plan-told", "plan-turn"
TASKS = ("lighting", "venue", "open-access session", "environment", "other")
ANY_CREW = "no crew named"


def tag(name: str) -> str:
    """Return the key of a field; it is another one after each decision, so that what was typed goes."""
    return f"{name}-{st.session_state.get(TURN, 0)}"


def told() -> None:
    """Say, once, what was kept."""
    if (says := st.session_state.pop(TOLD, None)) is not None:
        st.toast(plain(says))


def decision(plan: MonthPlan, kind: str, place: str, reason: str = "", /, **detail: str | int) -> Decision:
    """Return a decision of whoever decides on this page."""
    return Decision(kind, plan.asked.month, place, plan_controls.by(), reason, detail=detail)


def keep(reading: Reading, some: Sequence[Decision], says: str) -> None:
    """Keep decisions and show the page anew; say what must be mended when they cannot be kept."""
    try:
        check_act(reading, "change settings")
        check_words(some)
        for one in some:
            keep_decision(reading.workspace, one)
    except PlacespaceError as fault:
        st.error(plain(fault))
        return
    st.session_state[TOLD] = says
    st.session_state[TURN] = st.session_state.get(TURN, 0) + 1
    st.rerun()


def check_words(some: Sequence[Decision]) -> None:
    """Refuse words that are never used of people or places.

    Raises
    ------
    WrongUse
        With each word and what to write instead.
    """
    faults = check_wording({"What you typed": " ".join(text for one in some for text in one.texts)})
    if faults:
        raise WrongUse(
            "Decisions are kept in the words of this work.", " ".join(faults), "Change them and keep it again."
        )


def take_back(reading: Reading, plan: MonthPlan, some: Sequence[Decision], says: str) -> None:
    """Take decisions back; they stay in the file."""
    keep(reading, [decision(plan, "take back", d.place, at=d.at) for d in some], says)


def leave_out(reading: Reading, plan: MonthPlan, place: str, name: str) -> None:
    """Ask why a place is left out of the month."""
    with st.popover("Leave out"), st.form(tag(f"leave-{place}"), border=False):
        reason = st.text_input("Why is it left out?", key=tag(f"leave-why-{place}"))
        pressed = st.form_submit_button("Leave it out", type="primary")
    if pressed:
        keep(reading, [decision(plan, "leave out", place, reason)], f"{name} is left out.")


def rename(reading: Reading, plan: MonthPlan, place: str, name: str) -> None:
    """Ask what people call a place; the name holds for every month."""
    with st.popover("Rename"), st.form(tag(f"name-{place}"), border=False):
        new = st.text_input(
            "What do people call it?", name, key=tag(f"name-new-{place}"), help="Remembered for every month."
        )
        pressed = st.form_submit_button("Keep this name", type="primary")
    if pressed:
        keep(reading, [decision(plan, "name", place, name=new)], f"Called {new} from now on.")


def add_task(reading: Reading, plan: MonthPlan, place: str, name: str) -> None:
    """Ask what is done at a place that is not a patrol."""
    with st.popover("Add a task"), st.form(tag(f"task-{place}"), border=False):
        kind = st.selectbox("A task that is not a patrol", TASKS, key=tag(f"task-kind-{place}"))
        what = st.text_input(
            "What is done", key=tag(f"task-what-{place}"), placeholder="light over the underpass mended"
        )
        reason = st.text_input("Why", key=tag(f"task-why-{place}"))
        pressed = st.form_submit_button("Add it", type="primary")
    if pressed:
        keep(reading, [decision(plan, "task", place, reason, kind=kind, what=what)], f"A task is added at {name}.")


def request(reading: Reading, plan: MonthPlan, place: str, name: str) -> None:
    """Ask who wants somebody to be at a place, and when if it must be at a certain time."""
    first, last = (plan.days["date"].iloc[i].date() for i in (0, -1))
    with st.popover("Request"), st.form(tag(f"ask-{place}"), border=False):
        asked_by = st.text_input("Which agency asks?", key=tag(f"ask-by-{place}"), placeholder="school, housing office")
        reason = st.text_input("Why", key=tag(f"ask-why-{place}"))
        st.caption("For a certain time give all three; without them the place is planned like the others.")
        crew = st.selectbox(
            "Crew", [ANY_CREW, *plan.crews], key=tag(f"ask-crew-{place}"),
            format_func=lambda c: plan.crews[c].title if c in plan.crews else c,
        )  # fmt: skip
        left, right = st.columns(2)
        day = left.date_input("Day", None, first, last, key=tag(f"ask-day-{place}"), format="DD/MM/YYYY")
        start = right.time_input("Starts", None, key=tag(f"ask-start-{place}"), step=datetime.timedelta(minutes=5))
        pressed = st.form_submit_button("Keep this request", type="primary")
    if pressed:
        try:
            when = _when(reading, plan, None if crew == ANY_CREW else crew, day, start)
        except PlacespaceError as fault:
            st.error(plain(fault))
            return
        asked = decision(plan, "request", place, reason, asked_by=asked_by, name=name, **when)
        keep(reading, [asked], f"The request for {name} is kept.")


def _when(
    reading: Reading, plan: MonthPlan, crew: str | None, day: datetime.date | None, start: datetime.time | None
) -> dict[str, str | int]:
    """Return the stop that is asked for, as a decision holds it; nothing where no time is asked for.

    Raises
    ------
    WrongUse
        When a part of it is missing, or it would end after the operational day.
    """
    given = [x is not None for x in (crew, day, start)]
    if not any(given):
        return {}
    if not all(given):
        found = f"{sum(given)} of the three {'was' if sum(given) == 1 else 'were'} given."
        raise WrongUse("A certain time needs a crew, a day and a start.", found, "Give all three, or none.")
    own = reading.workspace.area.settings
    minutes = own["visit_min"] if plan.crews[crew].works == "visits" else own["session_hours"] * 60
    begins = start.hour * 60 + start.minute
    begins += DAY_MIN if begins < DAY_BEGINS else 0
    if begins + minutes > DAY_ENDS:
        raise WrongUse("It must be over at 06:00.", f"It starts at {start:%H:%M}.", "Let it start earlier.")
    return {"crew": crew, "unit": 1, "date": day.isoformat(), "start_min": begins, "end_min": int(begins + minutes)}
