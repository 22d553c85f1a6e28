"""Attempts of a viewer on the doors of the library: each asks for a true count or a police time, and gets none.

The list below is the record of what was tried. ``a`` holds what an analyst worked out before, such as an answer that
was left in a cache: a viewer who gets hold of it must not get it written or continued.
"""

from __future__ import annotations

import shutil
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from placespace.calendar import read_calendar
from placespace.disclose import PROFILES
from placespace.documents import account, exports, overview, unseen, unseen_cells
from placespace.documents.answer import answer
from placespace.documents.cover import cover, usual_question
from placespace.documents.cover.exports import cover_grid, gap_pack, write_cover
from placespace.documents.hold import hold, hold_by, hold_line, hold_sources, one_origin
from placespace.documents.plan import PlanQuestion, month_plan, plan_pack
from placespace.documents.plan.log import add_to_log, log_of, timetables
from placespace.documents.plan.outreach import outreach_timetable, police_timetable
from placespace.documents.plan.shortlist import shortlist, strip
from placespace.documents.siting import kept_choices
from placespace.documents.siting.choice import keep_choice
from placespace.documents.siting.options import Trial, try_sessions
from placespace.documents.when import when
from placespace.grid import Question, study_area
from placespace.places.acting import THE_HOUSE, acting, acting_as, check_profile
from placespace.places.roles import NotAllowed, Who
from placespace.views import cached, cached_plan, intake, plan_papers
from tests.viewers import become_viewers, borough_of, numbers_in, true_numbers

ANALYST = PROFILES["analyst"]
POLICE, AMBULANCE, MONTH = Question("police"), Question("ambulance"), "2026-10"


@pytest.fixture(scope="module")
def a(sample_reading, tmp_path_factory):
    """Return a borough where the tests ask as a viewer, and what an analyst worked out in it before."""
    folder = tmp_path_factory.mktemp("viewer") / "borough"
    shutil.copytree(sample_reading.workspace.folder, folder)
    reading = borough_of(folder)
    calendar, cells = read_calendar(reading.workspace), study_area(reading.workspace)
    answered = cached.answered(reading, POLICE, "analyst", None)
    usual = usual_question(reading, ANALYST)
    reached = cached.cover(reading, usual, "analyst")
    cached.unseen(reading)
    plan = cached_plan.month_plan_of(reading, PlanQuestion(MONTH, AMBULANCE))
    plan_pack(plan, reading, "analyst")
    become_viewers(reading)
    return SimpleNamespace(
        reading=reading, workspace=reading.workspace, calendar=calendar, cells=cells, answered=answered, usual=usual,
        reached=reached, plan=plan, out=folder, true=true_numbers(reading),
    )  # fmt: skip


def _when(a, **more):
    given = {"calendar": a.calendar, "week_type": "all", "cells": a.cells, **more}
    return when(a.reading, AMBULANCE, "analyst", **given)


ATTEMPTS = {
    "hot spots with true counts": lambda a: answer(a.reading, POLICE, "analyst"),
    "hot spots of one month": lambda a: answer(a.reading, Question("police", (), "2026-03", "2026-03"), "analyst"),
    "hot spots of larger cells, to subtract": lambda a: answer(a.reading, POLICE, "analyst", resolution=8),
    "hot spots an analyst left in the cache": lambda a: cached.answered(a.reading, POLICE, "analyst", None),
    "hours with true counts": _when,
    "hours of one cell": lambda a: _when(a, at=[0]),
    "hours from the cache": lambda a: cached.when(a.reading, AMBULANCE, "analyst", "all", None),
    "coverage with true demand": lambda a: cover(a.reading, a.usual, "analyst"),
    "coverage an analyst left in the cache": lambda a: cached.cover(a.reading, a.usual, "analyst"),
    "a back-test": lambda a: hold(a.reading, POLICE, "analyst"),
    "a back-test of one month": lambda a: one_origin(a.reading, POLICE, "2026-01"),
    "back-tests by category": lambda a: hold_by(a.reading, "police", "analyst"),
    "back-tests by source": lambda a: hold_sources(a.reading, "analyst"),
    "a back-test in a line": lambda a: hold_line(a.reading, POLICE),
    "back-tests from the cache": lambda a: cached.held_by(a.reading, "police", "analyst"),
    "what health sees and police do not": lambda a: unseen_cells(a.reading),
    "the same in short": lambda a: unseen(a.reading),
    "the same, left in the cache": lambda a: cached.unseen(a.reading),
    "events a month": lambda a: overview.monthly(a.reading, "police", ANALYST),
    "events of each source": lambda a: overview.sources(a.reading, ANALYST),
    "reasons rows were set aside, with values": lambda a: account.reasons_table(a.reading),
    "rows set aside, as they were sent": lambda a: account.rows_set_aside(a.reading, "police"),
    "distinct points and rows": lambda a: account.facts_of(a.reading),
    "a month's plan": lambda a: month_plan(a.reading, PlanQuestion(MONTH, AMBULANCE)),
    "a month's plan from the cache": lambda a: cached_plan.month_plan_of(a.reading, PlanQuestion(MONTH, AMBULANCE)),
    "a plan with a change to try": lambda a: cached_plan.tried(a.reading, a.plan, ()),
    "the list of places": lambda a: shortlist(a.reading, AMBULANCE, MONTH),
    "the list of places from the cache": lambda a: cached_plan.shortlist_of(a.reading, AMBULANCE, MONTH),
    "the hours of a place": lambda a: strip(a.reading, a.plan.shortlist, 0),
    "the hours of a place from the cache": lambda a: cached_plan.day_strip(a.reading, a.plan.shortlist, 0),
    "whether the plan would have held": lambda a: cached_plan.held(a.reading, POLICE),
    "the tasking pack": lambda a: plan_pack(a.plan, a.reading, "analyst"),
    "the partner's pack, made from a plan got hold of": lambda a: plan_pack(a.plan, a.reading, "partner"),
    "a pack from the cache": lambda a: plan_papers.pack(a.reading, a.plan, "analyst"),
    "timetables that were handed out": lambda a: timetables(a.workspace),
    "the log of what was done": lambda a: log_of(a.workspace),
    "choices, with shares before and after": lambda a: kept_choices(a.workspace),
    "handing out an analyst's answer": lambda a: exports.check_hand_out(a.reading, a.answered),
    "noting an analyst's answer as handed out": lambda a: exports.record_hand_out(a.reading, a.answered),
    "an analyst's coverage as a workbook": lambda a: cover_grid(a.reached, a.reading, None),
    "an analyst's gaps as a zip": lambda a: gap_pack(a.reached, a.reading, None),
    "an analyst's gaps as a file": lambda a: write_cover(a.reached, a.reading, a.out / "gaps.csv", None),
    "sessions tried against true demand": lambda a: try_sessions(
        a.reached, [[Trial("x", -3.9, 53.8, 4, "18:00", "20:00")]], a.reading
    ),
    "a profile that is an analyst's by another name": lambda a: check_profile(a.reading, ANALYST.name),
    "a choice kept": lambda a: keep_choice(
        a.workspace, chosen="x", first="x", reason="", by="team", before=1.0, after=0.5, asked=""
    ),
    "rows added to the log": lambda a: add_to_log(a.workspace, pd.DataFrame()),
    "a file put in": lambda a: intake.take(a.workspace, "police.csv", b"", "police"),
}


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_a_viewer_is_refused(a, attempt):
    assert acting(a.workspace).role == "viewer"
    with pytest.raises(NotAllowed) as refused:
        ATTEMPTS[attempt](a)
    assert not numbers_in(str(refused.value)), "a refusal tells no number"
    assert not (a.out / "gaps.csv").exists()


@pytest.mark.parametrize("role", ["practitioner", "panel"])
@pytest.mark.parametrize("attempt", ["hot spots with true counts", "a month's plan", "timetables that were handed out"])
def test_others_who_are_no_analyst_are_refused_too(a, role, attempt):
    with acting_as(Who("x", role)), pytest.raises(NotAllowed):
        ATTEMPTS[attempt](a)


@pytest.mark.parametrize("attempt", ["hot spots with true counts", "the log of what was done", "events of each source"])
def test_the_analyst_gets_what_the_viewer_does_not(a, attempt):
    with acting_as(THE_HOUSE):
        ATTEMPTS[attempt](a)


def test_a_viewer_has_what_partners_have(a):
    found = cached.answered(
        a.reading, Question("police", tuple(a.workspace.area.compare_categories[:1])), "partner", None
    )
    assert not found.profile.exact
    assert set(found.table["count"].dropna().astype(int) % 5) <= {0}


def test_sources_as_a_viewer_may_see_them_hold_no_true_number(a):
    assert a.true
    assert not numbers_in(overview.sources(a.reading, PROFILES["partner"]).to_csv()) & a.true


def test_the_list_of_layers_tells_a_viewer_no_number_of_rows(a):
    table = account.layer_table(a.reading)
    assert not set(account.ROW_COUNTS) & set(table.columns)
    assert not numbers_in(table.to_csv()) & a.true
    assert not numbers_in(" ".join([*account.doubts_of(a.reading), *account.faults_of(a.reading)])) & a.true


def test_the_sessions_a_viewer_sees_of_a_plan_hold_no_time_of_police(a):
    plan = cached_plan.plan_for_others(a.reading, PlanQuestion(MONTH, AMBULANCE))
    police, shown = police_timetable(plan), outreach_timetable(plan)
    assert len(police), "the plan has times of police to keep back"
    moments = set(zip(police["date"].astype(str), police["from"], police["name"], strict=True))
    assert not moments & set(zip(shown["date"].astype(str), shown["from"], shown["name"], strict=True))
    assert not np.isin(shown["crew"], police["crew"]).any()
