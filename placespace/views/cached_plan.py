"""Keep one copy of a month's plan, for all sessions, until a file or a decision changes."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from threading import Lock

import numpy as np
import streamlit as st

from placespace.calendar import read_calendar
from placespace.documents.hold import hold_line
from placespace.documents.plan import MonthPlan, PlanQuestion, month_plan
from placespace.documents.plan.shortlist import Shortlist, shortlist, strip
from placespace.errors import PlacespaceError
from placespace.grid import Question
from placespace.measures import Reading
from placespace.places.acting import THE_HOUSE, acting_as, check_act
from placespace.plans import Decision, decisions
from placespace.views import cached

KEPT = 24
STEPS = "Laying out who goes where"
REMEMBERED = 400
"""Windows and draws: those of a few plans, with what was changed in them."""
_plans: OrderedDict[tuple, MonthPlan] = OrderedDict()
_sought: OrderedDict[tuple, float] = OrderedDict()
_memory: OrderedDict[tuple, object] = OrderedDict()
_one_at_a_time = Lock()


def plan_mark(reading: Reading) -> str:
    """Return a text that changes when anything that a plan is made from does: files, crews or what people decided."""
    held = reading.workspace
    return _digest(cached.kept_mark(reading), _state_of(held.crews), _state_of(held.plan_choices))


def month_plan_of(reading: Reading, asked: PlanQuestion, *, prove_s: float = 0) -> MonthPlan:
    """Return a month's plan, worked out once for everyone who asks the same; says how far it is meanwhile.

    Parameters
    ----------
    reading : Reading
    asked : PlanQuestion
    prove_s : float
        Seconds to look for a better plan. What is found takes the place of the plan that was kept, and what people
        decide from then on is laid over it.
    """
    check_act(reading, "see true counts")
    key, of = (plan_mark(reading), asked), (cached.kept_mark(reading), asked)
    with _one_at_a_time:
        _sought[of] = max(prove_s, _sought.get(of, 0))
        if prove_s or key not in _plans:
            bar = st.empty()

            def progress(done: int, total: int) -> None:
                bar.progress(min(done / max(total, 1), 1.0), text=STEPS)

            bar.progress(0.0, text="Listing the places")
            try:
                listed = shortlist_of(reading, asked.harm, asked.month)
                _plans[key] = month_plan(
                    reading, asked, listed=listed, progress=progress, prove_s=_sought[of], memory=_memory
                )
            finally:
                bar.empty()
            for held, most in ((_plans, KEPT), (_sought, KEPT), (_memory, REMEMBERED)):
                while len(held) > most:
                    held.popitem(last=False)
        _plans.move_to_end(key)
        return _plans[key]


def plan_for_others(reading: Reading, asked: PlanQuestion) -> MonthPlan:
    """Return the plan that sessions of outreach are taken from for a protected profile; nothing else of it is shown."""
    check_act(reading, "see protected figures")
    with acting_as(THE_HOUSE):
        return month_plan_of(reading, asked)


def tried(reading: Reading, plan: MonthPlan, some: Sequence[Decision]) -> MonthPlan:
    """Return what a plan would be with decisions that nobody has kept."""
    check_act(reading, "see true counts")
    with _one_at_a_time:
        of = cached.kept_mark(reading), plan.asked
        return month_plan(
            reading, plan.asked, listed=plan.shortlist, prove_s=_sought.get(of, 0), memory=_memory, tried=some
        )


def shortlist_of(reading: Reading, harm: Question, month: str) -> Shortlist:
    """Return the places of a month; what is decided of visits and sessions leaves them as they are."""
    check_act(reading, "see true counts")
    kept = decisions(reading.workspace, month)
    own = tuple((d.kind, d.place, d.by, d.reason, d.at) for d in kept.decisions if d.kind in ("name", "leave out"))
    return _shortlist(cached.kept_mark(reading), repr((own, kept.set_aside)), harm, month, reading)


@st.cache_resource(max_entries=KEPT, show_spinner=False)
def _shortlist(mark: str, own: str, harm: Question, month: str, _read: Reading) -> Shortlist:
    return shortlist(_read, harm, month, calendar=read_calendar(_read.workspace))


def day_strip(reading: Reading, listed: Shortlist, place: int) -> np.ndarray | None:
    """Return events at a place by day and hour from 06:00, shape (7, 24); None where the source says no hours."""
    check_act(reading, "see true counts")
    if not listed.timed:
        return None
    cells = tuple(np.flatnonzero(listed.member == place))
    return _strip(cached.kept_mark(reading), listed.question, listed.month, cells, place, listed, reading)


@st.cache_resource(max_entries=96, show_spinner=False)
def _strip(
    mark: str, question: Question, month: str, cells: tuple, place: int, _listed: Shortlist, _read: Reading
) -> np.ndarray:
    return strip(_read, _listed, place)


def held(reading: Reading, question: Question) -> str:
    """Return what the back-test says of the way places are found, in a line; why not, where it cannot be told."""
    check_act(reading, "see true counts")
    return _held(cached.mark_of(reading.workspace), replace(question, first=None), reading)


@st.cache_resource(max_entries=32, show_spinner="Looking back: would it have held?")
def _held(mark: str, question: Question, _read: Reading) -> str:
    try:
        return hold_line(_read, question)
    except PlacespaceError as fault:
        return f"Whether it would have held cannot be told: {fault}"


def _state_of(path: Path) -> tuple[int, ...]:
    if not path.exists():
        return ()
    seen = path.stat()
    return seen.st_mtime_ns, seen.st_size


def _digest(*parts: object) -> str:
    return hashlib.blake2b(repr(parts).encode(), digest_size=12).hexdigest()
