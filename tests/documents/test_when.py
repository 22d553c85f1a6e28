"""When: the hours that were planted in the borough come back in words, with what they rest on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from placespace.calendar import read_calendar
from placespace.documents import hour_layers, when, when_about
from placespace.documents.cover import by_day_and_hour
from placespace.documents.when import FEW_EVENTS
from placespace.errors import PlacespaceError, WrongUse
from placespace.grid import Question, study_area
from placespace.measures import hours
from placespace.terms import WEEKDAYS

YEAR = ("2025-10", "2026-09")
CALLS = Question("ambulance", (), *YEAR)
ATTENDED = Question("emergency_department", (), *YEAR)
A_PLACE_M = 250
"""Centres of cells are 330 m apart: the cells of a planted place have theirs within its radius and this."""
SUMS = 1e-9
"""The same events added up in another order."""


@pytest.fixture(scope="module")
def cells(sample_reading):
    return study_area(sample_reading.workspace)


@pytest.fixture(scope="module")
def ask(sample_reading, cells):
    """Return what asks for hours: the ambulance's year in term, of the analyst, unless said otherwise."""
    calendar = read_calendar(sample_reading.workspace)

    def asked(question=CALLS, profile="analyst", week_type="term", at=None):
        return when(sample_reading, question, profile, calendar=calendar, week_type=week_type, cells=cells, at=at)

    return asked


@pytest.fixture(scope="module")
def place(cells, truth):
    """Return what gives the positions of the cells of a planted place."""
    spots, centres = {s["name"]: s for s in truth["hot_spots"]}, cells.centres_m()

    def positions(name):
        apart = np.hypot(*(centres - [spots[name]["easting"], spots[name]["northing"]]).T)
        return tuple(np.flatnonzero(apart < spots[name]["radius_m"] + A_PLACE_M))

    return positions


@pytest.mark.parametrize(
    ("name", "week_type", "says"),
    [
        ("Saltgate Interchange", "term", "School days 15-18."),
        ("Saltgate Interchange", "all", "Weekdays 15-18."),
        ("Kelder Moor Green", "term", "Thursday 20-22; school days 18-22."),
        ("Kelder Moor Green", "holiday", "Thursday 20-22."),
        ("Quay End night strip", "term", "Friday and Saturday 20-02."),
        ("Quay End night strip", "all", "Friday and Saturday 20-02."),
    ],
)
def test_the_hours_planted_at_a_place_come_back_in_words(ask, place, truth, name, week_type, says):
    planted = next(s["hours"] for s in truth["hot_spots"] if s["name"] == name)
    assert planted.split()[0].lower() in says.lower() or week_type == "all"
    assert ask(at=place(name), week_type=week_type).sentence.startswith(says)


def test_the_whole_area_says_its_own(ask):
    found = ask()
    assert found.sentence.startswith("Thursday 20-22;")
    assert found.headline.startswith("Term. Thursday 20-22;")
    assert found.steadied is None


def test_events_weeks_and_hours_are_those_of_the_truth(ask, truth):
    found, told = ask(), truth["coverage"]["term"]
    assert found.events == told["events"]
    assert found.weeks == pytest.approx(told["weeks"], abs=1e-4)
    assert found.grid.to_numpy().sum() + found.unknown == pytest.approx(found.events, abs=SUMS)
    assert f"{found.events:,.0f} events over {found.weeks:.1f} weeks" in found.sentence


def test_rows_are_days_that_begin_at_six_and_the_small_hours_are_of_the_night_before(ask):
    found = ask(week_type="all")
    assert list(found.grid.index) == list(WEEKDAYS)
    assert list(found.grid.columns) == [f"{h % 24:02d}" for h in range(6, 30)]
    night = found.grid.loc["Friday", ["22", "23", "00", "01"]].sum()
    assert night > 2 * found.grid.loc["Monday", ["22", "23", "00", "01"]].sum()


def test_a_group_of_cells_is_the_sum_of_its_cells(ask, place):
    group = place("Kelder Moor Green")
    together, each = ask(at=group), [ask(at=(c,)) for c in group]
    assert len(group) > 1
    assert together.events == sum(e.events for e in each)
    np.testing.assert_allclose(together.grid, sum(e.grid.to_numpy() for e in each), atol=SUMS)
    assert ask(at=group[::-1]).grid.equals(together.grid)


def test_a_category_and_a_window_are_parts_of_all(ask):
    whole = ask(week_type="all")
    parts = [ask(replace(CALLS, categories=(c,)), week_type="all") for c in ("assault", "stabbing or shooting")]
    assert 0 < sum(p.events for p in parts) < whole.events
    halves = [
        ask(Question("ambulance", (), *w), week_type="all") for w in (("2025-10", "2026-03"), ("2026-04", YEAR[1]))
    ]
    assert sum(h.events for h in halves) == whole.events
    assert halves[0].question.last == "2026-03"


def test_few_events_are_shown_as_recorded_and_steadied_beside(ask, place, sample_reading, cells):
    """Drawn towards the area's hours: (own + k x area's share) / (own events + k), then an hour either side."""
    group = place("Saltgate Interchange")
    found, whole = ask(at=group), hours(sample_reading, CALLS, cells, read_calendar(sample_reading.workspace), "term")
    assert 0 < found.events < FEW_EVENTS
    assert found.steadied is not None
    k = sample_reading.workspace.area.settings["shrink_events"]
    area, own = whole.by_cell.sum(axis=0), whole.by_cell[list(group)].sum(axis=0)
    drawn = (own + k * area / area.sum()) / (own.sum() + k)
    drawn = (np.roll(drawn, 1) + drawn + np.roll(drawn, -1)) / 3
    pd.testing.assert_frame_equal(found.steadied, by_day_and_hour(found.events * drawn / drawn.sum()), rtol=SUMS)
    assert found.steadied.to_numpy().sum() == pytest.approx(found.events, abs=SUMS)
    # drawn, not replaced: the recorded ones stay whole numbers, and empty hours stay empty
    assert (found.grid.to_numpy() == 0).any()
    assert (found.steadied.to_numpy() > 0).sum() > 2 * (found.grid.to_numpy() > 0).sum()


def test_many_events_are_not_steadied(ask, cells):
    assert ask(at=tuple(range(len(cells)))).steadied is None


def test_no_events_are_said_to_be_none(ask, sample_reading, cells):
    counts = sample_reading.counts("ambulance", cells.resolution).by_cell(CALLS, cells)
    found = ask(at=(int(np.flatnonzero(counts == 0)[0]),))
    assert found.sentence.startswith("No events with a time. 0 events")
    assert (found.grid.to_numpy() == 0).all()


def test_too_few_events_name_no_hours(ask, place):
    assert ask(at=place("Tanhouse Lane shops")).sentence.startswith("Too few to say: 3 events with a time.")


def test_the_emergency_department_has_no_places_and_is_told_for_the_whole_area(ask):
    found = ask(ATTENDED)
    assert found.sentence.startswith("Thursday to Sunday 16-01;")
    assert found.steadied is None
    assert ask(ATTENDED, at=None).events == found.events


def test_the_share_without_a_time_is_that_of_the_file(ask, sample_reading):
    """Blank, or 00:00, which is what this department's system writes when no time is known."""
    [file] = (sample_reading.workspace.folder / "geodata" / "sample").glob("ed_assault*.csv")
    rows = pd.read_csv(file, dtype=str, keep_default_na=False, encoding="cp1252")
    on = pd.to_datetime(rows["Assault date"], format="%d/%m/%Y", errors="coerce")
    rows = rows[(on >= "2025-10-01") & (on < "2026-10-01")]
    unknown = rows["Assault time"].str.strip().isin(["", "00:00", "0:00"])
    found = ask(ATTENDED, week_type="all")
    assert (found.events, found.unknown) == (len(rows), unknown.sum())
    assert found.sentence.endswith(f"the hour of {unknown.mean():.0%} is not known.")
    assert found.grid.to_numpy().sum() == pytest.approx((~unknown).sum(), abs=SUMS)


def test_term_holiday_and_bank_holiday_make_all_weeks(ask):
    parts = [ask(week_type=w) for w in ("term", "holiday", "bank holiday")]
    assert sum(p.events for p in parts) == ask(week_type="all").events


def test_a_source_of_months_is_refused_plainly_and_not_spread(ask, sample_reading):
    for profile in ("analyst", "partner"):
        with pytest.raises(WrongUse, match=r"gives months only\. Use the ambulance or emergency department source"):
            ask(Question("police"), profile, week_type="all")
    timed, without = hour_layers(sample_reading)
    assert (timed, without) == (["ambulance", "emergency_department"], ["police"])


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        ({"week_type": "half term"}, "A kind of week is one of"),
        ({"profile": "admin"}, "A profile is one of"),
        ({"question": Question("provision")}, "A layer of incidents is one of"),
        ({"question": Question("ambulance", ("theft",))}, "A category must be one of"),
        ({"question": Question("ambulance", (), "2019-01", "2019-12")}, "at least one month of data"),
    ],
    ids=str,
)
def test_what_cannot_be_asked_is_refused_with_what_can(ask, wrong, fault):
    with pytest.raises(PlacespaceError, match=fault):
        ask(**wrong)


def test_it_says_what_it_rests_on(ask, place):
    found = ask(replace(CALLS, categories=("assault",)), at=place("Quay End night strip"))
    says = " ".join(when_about(found))
    for part in (
        "(assault), October 2025 to September 2026",
        "01:30 on Saturday belongs to Friday night",
        "true counts",
    ):
        assert part in says


def test_without_a_window_it_is_the_last_twelve_months(ask):
    found = ask(Question("ambulance"))
    assert (found.question.first, found.question.last) == YEAR
