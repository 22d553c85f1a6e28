"""Hours of the week by cell: only days of the kind of week, drawn to the area's, and nothing lost."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from placespace.calendar import read_calendar
from placespace.errors import PlacespaceError, WrongUse
from placespace.grid import Question, study_area
from placespace.grid.observations import observations_path
from placespace.measures import Hours, area_hours, expected_per_week, hours, shrunk

BOTH_YEARS = Question("ambulance", first="2024-10", last="2026-09")
NO_DAYS = np.zeros(7, int)


@pytest.fixture(scope="module")
def calendar(sample_reading):
    return read_calendar(sample_reading.workspace)


@pytest.fixture(scope="module")
def cells(sample_reading):
    return study_area(sample_reading.workspace)


def held(by_cell: np.ndarray, unknown: np.ndarray | None = None, weeks: float = 10) -> Hours:
    nothing = np.zeros(len(by_cell)) if unknown is None else unknown
    return Hours(by_cell, nothing, weeks, ["2025-10"], "all", NO_DAYS)


def town_hours(tiny_town) -> np.ndarray:
    """The tiny town's events: those of the centre on Thursday 20:00, all others on Monday 15:00."""
    by_cell = np.zeros((19, 168))
    by_cell[:, 15] = tiny_town.counts
    at = tiny_town.cells.index.get_loc(tiny_town.centre)
    by_cell[at, 15], by_cell[at, 3 * 24 + 20] = 0, 9
    return by_cell


def test_a_profile_is_drawn_to_the_area_s_by_the_formula(tiny_town):
    # 23 events, 9 on Thursday 20:00 and 14 on Monday 15:00; the centre's own are all on Thursday
    profile = shrunk(town_hours(tiny_town), k=20)
    centre = profile[tiny_town.cells.index.get_loc(tiny_town.centre)]
    thursday, monday = (9 + 20 * 9 / 23) / 29, (0 + 20 * 14 / 23) / 29
    assert centre[[3 * 24 + 19, 3 * 24 + 20, 3 * 24 + 21]] == pytest.approx([thursday / 3] * 3)
    assert centre[[14, 15, 16]] == pytest.approx([monday / 3] * 3)
    empty = profile[tiny_town.cells.index.get_loc(tiny_town.named[2, 0])]
    assert empty[15] == pytest.approx(14 / 23 / 3), "a cell without events has the area's profile"


def test_smoothing_goes_round_from_sunday_to_monday():
    by_cell = np.zeros((1, 168))
    by_cell[0, 167] = 3
    assert np.flatnonzero(shrunk(by_cell)[0]).tolist() == [0, 166, 167]
    assert shrunk(by_cell)[0, [0, 166, 167]] == pytest.approx([1 / 3] * 3)


def test_with_no_drawing_a_cell_has_its_own_hours_and_an_empty_one_the_area_s():
    by_cell = np.zeros((3, 168))
    by_cell[0, 10], by_cell[1, 100] = 4, 4
    profile = shrunk(by_cell, k=0)
    assert profile[0, [10, 100]] == pytest.approx([1 / 3, 0])
    assert profile[2, [10, 100]] == pytest.approx([1 / 6, 1 / 6])
    with pytest.raises(PlacespaceError, match="k is -1"):
        shrunk(by_cell, k=-1)


def test_no_events_have_no_profile():
    assert np.isnan(shrunk(np.zeros((4, 168)))).all()
    assert (expected_per_week(held(np.zeros((4, 168)))) == 0).all(), "nothing recorded is nothing to expect"
    only_unknown = expected_per_week(held(np.zeros((2, 168)), np.array([3.0, 0])))
    assert np.isnan(only_unknown[0]).all()
    assert (only_unknown[1] == 0).all()


@settings(deadline=None)
@given(arrays(float, (3, 168), elements=st.floats(0, 50)), st.floats(0, 1000))
def test_every_profile_sums_to_one(by_cell, k):
    profile = shrunk(by_cell, k)
    if by_cell.sum() == 0:
        assert np.isnan(profile).all()
    else:
        assert profile.sum(axis=1) == pytest.approx([1, 1, 1])
        assert (profile >= 0).all()


def test_what_is_expected_in_a_week_spreads_the_unknown_by_the_profile(tiny_town):
    by_cell = town_hours(tiny_town)
    unknown = np.zeros(19)
    unknown[0] = 5
    expected = expected_per_week(held(by_cell, unknown))
    assert expected.sum(axis=1) == pytest.approx((tiny_town.counts.to_numpy() + unknown) / 10)
    assert expected[0] == pytest.approx((by_cell[0].sum() + 5) / 10 * shrunk(by_cell)[0])
    assert expected_per_week(held(by_cell, unknown), as_recorded=True) == pytest.approx(by_cell / 10)


def test_no_such_week_in_the_months_is_said_and_not_divided_by():
    with pytest.raises(PlacespaceError, match=r"days of 'all'\. 2025-10 to 2025-10 holds none"):
        expected_per_week(held(np.ones((1, 168)), weeks=0))


def test_term_holiday_and_bank_holiday_make_all_and_all_is_the_count(sample_reading, calendar, cells):
    parts = [hours(sample_reading, BOTH_YEARS, cells, calendar, kind) for kind in ("term", "holiday", "bank holiday")]
    total = hours(sample_reading, BOTH_YEARS, cells, calendar, "all")
    assert sum(p.by_cell for p in parts) == pytest.approx(total.by_cell)
    assert sum(p.unknown for p in parts) == pytest.approx(total.unknown)
    assert sum(p.weeks for p in parts) == pytest.approx(total.weeks)
    assert total.weeks == pytest.approx(730 / 7)
    count = sample_reading.counts("ambulance", 9).by_cell(BOTH_YEARS, cells)
    assert total.by_cell.sum(axis=1) + total.unknown == pytest.approx(count.to_numpy())


def test_hours_are_those_of_a_plain_count_by_operational_day(sample_reading, calendar, cells):
    rows = pd.read_parquet(observations_path(sample_reading.workspace, "ambulance"))
    rows = rows[rows["excluded"].isna() & rows["time_known"] & rows["cell_9"].isin(cells.index)]
    rows = rows[rows["category"].eq("assault") & rows["month"].between("2025-10", "2026-09")]
    night_of = (rows["at"] - pd.Timedelta(hours=6)).dt.normalize()
    rows = rows[calendar.is_of("term", pd.DatetimeIndex(night_of))]
    by_hand = (rows["at"].dt.day_of_week * 24 + rows["at"].dt.hour).value_counts().reindex(range(168), fill_value=0)
    got = hours(sample_reading, Question("ambulance", ("assault",)), cells, calendar, "term")
    assert got.by_cell.sum(axis=0) == pytest.approx(by_hand.to_numpy())
    assert got.months == [str(m) for m in pd.period_range("2025-10", "2026-09", freq="M")]
    assert got.weeks == got.days.sum() / 7


def test_the_hours_of_some_cells_are_theirs_alone(sample_reading, calendar, cells):
    every = hours(sample_reading, BOTH_YEARS, cells, calendar, "term")
    busy = np.argsort(every.by_cell.sum(axis=1))[-3:]
    some = area_hours(sample_reading, BOTH_YEARS, calendar, "term", cells, busy)
    assert some.counts == pytest.approx(every.by_cell[busy].sum(axis=0))
    mask = np.isin(np.arange(len(cells)), busy)
    assert every.of(mask).timed == some.timed
    outside = area_hours(sample_reading, BOTH_YEARS, calendar, "term")
    assert outside.timed >= every.of().timed, "without cells those outside the area are in it as well"
    assert (some.weeks, some.week_type) == (every.weeks, "term")


def test_a_source_without_places_has_hours_for_the_whole_area(sample_reading, calendar, cells):
    question = Question("emergency_department")
    got = area_hours(sample_reading, question, calendar, "all")
    store = sample_reading.counts("emergency_department", 9)
    window = Question("emergency_department", first=got.months[0], last=got.months[-1])
    assert got.timed + got.unknown == store.asked(window)["count"].sum()
    assert got.unknown > 0
    with pytest.raises(WrongUse, match=r"says where.*no places in it.*whole area"):
        hours(sample_reading, question, cells, calendar, "all")


def test_a_source_of_months_is_refused_with_one_that_will_do(sample_reading, calendar, cells):
    for asked in (
        lambda: hours(sample_reading, Question("police"), cells, calendar, "term"),
        lambda: area_hours(sample_reading, Question("police"), calendar, "all"),
    ):
        with pytest.raises(
            WrongUse,
            match=r"says when\. 'Police.*' gives months only\. Use the ambulance or emergency department source\.",
        ):
            asked()


def test_hours_of_days_whose_holidays_are_not_listed_are_refused_and_of_all_weeks_are_not(
    sample_reading, calendar, cells
):
    short = type(calendar)(calendar.table[calendar.table["first"] >= "2026-01-01"])
    with pytest.raises(PlacespaceError, match=r"2025-10-01 to 2026-01-16"):
        hours(sample_reading, Question("ambulance"), cells, short, "term")
    assert hours(sample_reading, Question("ambulance"), cells, short, "all").by_cell.sum() > 0
    with pytest.raises(WrongUse, match="'Diwali' is not"):
        hours(sample_reading, Question("ambulance"), cells, calendar, "Diwali")


def test_event_days_are_taken_from_every_year_of_the_window(sample_reading, calendar, cells):
    got = hours(sample_reading, BOTH_YEARS, cells, calendar, "Halloween to Bonfire")
    assert got.weeks == 2
    ordinary = hours(sample_reading, BOTH_YEARS, cells, calendar, "all")
    assert got.by_cell.sum() / got.weeks > ordinary.by_cell.sum() / ordinary.weeks, "busier, as planted"
