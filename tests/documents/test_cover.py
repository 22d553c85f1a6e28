"""Coverage of the fictional borough is what was worked out from its raw files by hand, and says what it rests on."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import numpy as np
import openpyxl
import pandas as pd
import pytest

from placespace.disclose import PROFILES
from placespace.documents.cover import (
    CoverQuestion,
    by_day_and_hour,
    cover,
    cover_about,
    cover_grid,
    cover_headline,
    cover_table,
    gap_cells,
    order_stability,
    places_a_week,
    unserved_windows,
    usual_question,
    window_words,
    windows_shown,
    write_cover,
)
from placespace.errors import PlacespaceError, WrongUse
from placespace.grid import Question
from placespace.terms import WEEKDAYS

RECORDED = CoverQuestion(Question("ambulance", (), "2025-10", "2026-09"), "harm", "term", as_recorded=True)
EVENTS_A_WEEK = 1e-9
"""Sums of a few hundred halves over 39 weeks, in another order."""


@pytest.fixture(scope="module")
def recorded(sample_reading):
    """Return the coverage that the truth file states: ambulance calls as recorded, in term."""
    return cover(sample_reading, RECORDED, "analyst")


def hours_of(sessions):
    """Return each session as the truth writes it: row of the list, day, hours."""
    return [f"{s.row} {WEEKDAYS[s.weekday][:3]} {s.start}-{s.end}" for s in sessions.itertuples()]


@pytest.mark.parametrize("week", ["term", "holiday", "all"])
def test_the_unserved_share_is_the_truths(sample_reading, truth, week):
    found = cover(sample_reading, replace(RECORDED, week_type=week), "analyst")
    told = truth["coverage"][week]
    assert found.demand.events == told["events"]
    assert found.demand.weeks == pytest.approx(told["weeks"], abs=1e-4)
    assert sorted(hours_of(found.sessions)) == sorted(" ".join(s.split()[:3]) for s in told["sessions"])
    assert found.coverage.unserved_share == pytest.approx(told["unserved_share"], abs=1e-6)


@pytest.mark.parametrize("as_recorded", [True, False], ids=["recorded", "steadied"])
def test_the_planted_gap_after_eight_is_the_first_unserved_window(sample_reading, truth, as_recorded):
    found = cover(sample_reading, replace(RECORDED, as_recorded=as_recorded), "analyst")
    first, second = unserved_windows(found).iloc[:2].itertuples()
    told = truth["coverage"]["term"]["top_window"]
    assert (WEEKDAYS[first.weekday][:3], first.hours) == (told["weekday"][:3], 2)
    assert first.start_hour == int(told["from"][:2])
    assert first.place in told["near_busiest_cell"]
    if as_recorded:
        assert first.cell == told["busiest_cell"]
        assert first.unserved * found.demand.weeks == pytest.approx(told["unserved_events"])
        assert second.unserved < first.unserved / 2
    gap = truth["gap_after_8pm"]
    assert (WEEKDAYS[first.weekday], first.start_hour) == (gap["weekday"], int(gap["from"][:2]))


def test_every_session_read_counts_or_says_why_not(recorded):
    every = recorded.provision.sessions
    assert set(recorded.sessions["session"]) | set(recorded.not_counted["session"]) == set(every["session"])
    assert len(recorded.sessions) + len(recorded.not_counted) == len(every)
    assert (recorded.not_counted["why"] != "").all()


def test_a_longer_walk_never_leaves_more_unserved(recorded):
    shares = recorded.sensitivity()
    assert list(shares.index) == [10, 15, 20, 35]
    assert shares.is_monotonic_decreasing
    assert shares[15] == recorded.coverage.unserved_share


def test_sessions_that_may_move_are_out(sample_reading, recorded):
    gone = tuple(recorded.sessions["session"].head(3))
    without = cover(sample_reading, replace(RECORDED, without=gone), "analyst")
    assert len(without.sessions) == len(recorded.sessions) - 3
    assert set(without.not_counted.query("why == 'may be moved'")["session"]) == set(gone)
    assert without.coverage.unserved_share >= recorded.coverage.unserved_share


def test_young_people_are_demand_by_day_and_need_weighs_harm(sample_reading):
    people = cover(sample_reading, CoverQuestion(Question(""), "people"), "analyst")
    per_hour = people.demand.per_hour.sum(axis=0)
    assert per_hour[:15].sum() == 0  # Monday in term: at school until three
    assert (per_hour[15:23] == per_hour[15]).all()
    assert per_hour[5 * 24 + 8] == per_hour[15]
    need = cover(sample_reading, replace(RECORDED, demand="need"), "analyst")
    assert 0 < need.coverage.total < cover(sample_reading, RECORDED, "analyst").coverage.total


def test_a_source_without_hours_is_refused_plainly(sample_reading):
    with pytest.raises(PlacespaceError, match=r"months only"):
        cover(sample_reading, replace(RECORDED, harm=Question("police")), "analyst")


@pytest.mark.parametrize(
    "wrong",
    [{"kinds": ("club",)}, {"kinds": ()}, {"ages": (17, 10)}, {"minutes": 0}, {"minutes": 600}],
    ids=str,
)
def test_what_cannot_be_asked_is_refused(wrong):
    with pytest.raises(WrongUse):
        replace(RECORDED, **wrong)


def test_an_unknown_demand_is_refused(sample_reading):
    with pytest.raises(WrongUse, match="Demand is one of"):
        cover(sample_reading, replace(RECORDED, demand="risk"), "analyst")


def test_days_run_from_six_and_the_small_hours_belong_to_the_day_before():
    week = np.arange(168.0)
    table = by_day_and_hour(week)
    assert (table.loc["Friday", "06"], table.loc["Friday", "01"]) == (4 * 24 + 6, 5 * 24 + 1)
    assert table.loc["Sunday", "05"] == 5
    assert window_words(5, 1, 2) == "Saturday 01:00-03:00 (Friday night)"
    assert window_words(3, 20, 2) == "Thursday 20:00-22:00"


def test_the_workbook_holds_the_same_numbers(sample_reading, recorded):
    book = openpyxl.load_workbook(BytesIO(cover_grid(recorded, sample_reading, 20)))
    assert book.sheetnames == ["Cover grid", "Nobody there", "Sessions that count", "Not counted", "About"]
    sheet, table = book["Cover grid"], cover_table(recorded)
    for row, day in enumerate(table.index, 5):
        for column, hour in enumerate(table.columns, 2):
            written, known = sheet.cell(row, column).value, table.loc[day, hour]
            assert written == "-" if np.isnan(known) else written == pytest.approx(known)
    for sheet in book:
        assert sheet["A1"].value == recorded.profile.marking
    ranked = windows_shown(recorded)
    assert [r[0].value for r in book["Nobody there"].iter_rows(min_row=3, max_row=2 + len(ranked))] == list(
        ranked["rank"]
    )


def test_gap_cells_add_up_to_what_is_unserved(sample_reading, recorded, tmp_path):
    table = gap_cells(recorded)
    assert len(table) == len(recorded.cells)
    assert table["unserved"].sum() / table["demand"].sum() == pytest.approx(recorded.coverage.unserved_share)
    for ending in (".csv", ".gpkg", ".parquet", ".geojson", ".xlsx"):
        written = write_cover(recorded, sample_reading, tmp_path / f"gaps{ending}", 20)
        assert all(p.exists() for p in written)
    says = (tmp_path / "gaps.about.txt").read_text(encoding="utf-8")
    assert says.startswith("OFFICIAL-SENSITIVE")
    assert cover_headline(recorded) in says


def test_the_answer_says_what_it_rests_on(sample_reading, recorded):
    says = " ".join(cover_about(recorded, sample_reading, 20))
    for part in ("15 minutes at 80 m a minute", "923 m", "ages 10 to 17", "473 events", "39.0 weeks", "20 days old"):
        assert part in says
    held, of = order_stability(recorded)
    assert 0 <= held <= of == 10


def test_places_a_week_share_out_what_is_stated(sample_reading, recorded):
    access, unsaid = places_a_week(recorded)
    assert len(access) == len(recorded.cells)
    assert unsaid == int(recorded.sessions["capacity"].isna().sum())


def test_the_usual_question_is_harm_by_health_in_term(sample_reading):
    usual = usual_question(sample_reading, PROFILES["analyst"])
    assert (usual.harm.layer, usual.demand, usual.week_type, usual.ages) == ("ambulance", "harm", "term", (10, 17))


def test_missing_is_never_zero_in_the_grid(sample_reading):
    harm = Question("ambulance", ("sexual assault",), "2025-10", "2026-09")
    found = cover(sample_reading, replace(RECORDED, harm=harm), "analyst")
    table = cover_table(found)
    nothing = by_day_and_hour(found.demand.per_hour.sum(axis=0)) == 0
    pd.testing.assert_frame_equal(table.isna(), nothing, check_names=False)
