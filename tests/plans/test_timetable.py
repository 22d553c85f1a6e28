"""A plan's table goes out and comes back, its check finds what is wrong, and what is left uncovered adds up."""

import datetime
import io

import numpy as np
import pandas as pd
import pytest

from placespace.catalogue import Crew
from placespace.errors import PlacespaceError, WrongUse
from placespace.plans import Shift, Stop, share_met, stops_of, timetable, uncovered
from placespace.terms import PLAN_COLUMNS
from tests.plans.plan_sheet import Rules, faults_of_sheet

FRIDAY = datetime.date(2026, 10, 2)
DAYS = pd.date_range("2026-10-01", periods=4)
PLACES = pd.DataFrame({"place": ["a1", "b2"], "name": ["Saltgate", "Quay, End"]})
AT = {"a1": (0.0, 0.0), "b2": (3000.0, 0.0)}
CREWS = {
    "police": Crew("police", "Police", "police pair", hours_month=6, speed_km_h=30),
    "bus": Crew("bus", "Bus", "youth bus"),
}
SHIFTS = [Shift("police", 1, FRIDAY, 1200, 1560), Shift("bus", 1, FRIDAY, 1020, 1260)]
STOPS = [
    Stop("bus", 1, FRIDAY, 1110, 1230, 1, "asked for", "School", "after a fight"),
    Stop("police", 1, FRIDAY, 1200, 1215, 0),
    Stop("police", 1, FRIDAY, 1530, 1545, 1, "pinned", "", "agreed, on 3 September"),
]


def sheet(stops):
    return timetable(stops, PLACES, CREWS).to_csv(index=False)


def faults(stops, **more):
    asked = {"crews": CREWS, "shifts": SHIFTS, "places": AT} | more
    return faults_of_sheet(sheet(stops), **asked)


def test_a_table_has_the_columns_of_a_plan_and_comes_back_from_a_file():
    table = timetable(reversed(STOPS), PLACES, CREWS)
    assert list(table) == list(PLAN_COLUMNS)
    assert table["from"].tolist() == ["18:30", "20:00", "01:30"]
    assert table["date"].unique().tolist() == ["2026-10-02"]
    assert table["kind"].tolist() == ["session", "visit", "visit"]
    assert stops_of(pd.read_csv(io.StringIO(sheet(STOPS))), PLACES) == STOPS
    assert stops_of(table, PLACES) == STOPS


def test_no_stops_make_an_empty_table_with_its_columns():
    table = timetable([], PLACES, CREWS)
    assert list(table) == list(PLAN_COLUMNS)
    assert stops_of(table, PLACES) == []
    assert faults([]) == []


@pytest.mark.parametrize(
    ("column", "wrong"), [("from", "25:00"), ("date", "2 October"), ("place", "zz"), ("fixed", "perhaps")]
)
def test_a_row_that_cannot_be_read_is_named(column, wrong):
    table = timetable(STOPS, PLACES, CREWS)
    table.loc[1, column] = wrong
    with pytest.raises(PlacespaceError, match="Row 3"):
        stops_of(table, PLACES)


def test_a_table_without_a_column_is_refused():
    with pytest.raises(PlacespaceError, match="unit"):
        stops_of(timetable(STOPS, PLACES, CREWS).drop(columns="unit"), PLACES)


def moved(stop, **changes):
    return [Stop(**(vars(stop) | changes))]


@pytest.mark.parametrize(
    ("stops", "more", "said"),
    [
        (STOPS, {}, ""),
        (STOPS + moved(STOPS[1], start_min=1210, end_min=1225), {}, "at the same time"),
        (STOPS + moved(STOPS[1], start_min=1218, end_min=1233, place=1), {}, "for a way of 8"),
        (STOPS + moved(STOPS[1], start_min=1170, end_min=1185), {}, "outside every shift"),
        (STOPS + moved(STOPS[1], unit=2), {}, "unit 2 of 1"),
        (STOPS + moved(STOPS[1], start_min=1300, end_min=1320), {}, "a visit of 20 minutes"),
        (moved(STOPS[0], fixed="", end_min=1200), {}, "a session of 90 minutes"),
        (STOPS, {"bases": {"police": (0.0, 3000.0)}}, "no time to come from the base"),
        (moved(STOPS[1], start_min=1545, end_min=1560), {"bases": {"police": (0.0, 3000.0)}}, "no time to be back"),
        (STOPS, {"rules": Rules(visits_a_day=0)}, "has 1 visits"),
        (STOPS, {"rules": Rules(closed=(("bus", (10,)),))}, "bus is out in October"),
        (
            STOPS,
            {"crews": CREWS | {"police": Crew("police", "P", "police pair", hours_month=5, speed_km_h=30)}},
            "of 5",
        ),
        (STOPS, {"crews": CREWS | {"bus": Crew("bus", "B", "wardens")}}, "makes a session"),
    ],
)
def test_the_check_of_a_sheet_finds_each_broken_rule(stops, more, said):
    found = faults(stops, **more)
    assert bool(found) == bool(said)
    assert any(said in one for one in found) or not said


def test_what_is_met_counts_each_place_hour_once_and_a_visit_only_where_it_starts():
    recorded = np.ones((2, 4, 24))
    met, covered = share_met(recorded, [*STOPS, *moved(STOPS[1], unit=2, start_min=1240, end_min=1255)], DAYS, CREWS)
    assert met == 5
    assert np.argwhere(covered).tolist() == [[0, 1, 14], [1, 1, 12], [1, 1, 13], [1, 1, 14], [1, 1, 19]]
    with pytest.raises(WrongUse):
        share_met(recorded[:, :2], STOPS, DAYS, CREWS)


def test_a_stop_of_another_month_meets_nothing():
    assert share_met(np.ones((2, 4, 24)), moved(STOPS[1], day=datetime.date(2027, 1, 1)), DAYS, CREWS)[0] == 0


def test_what_is_left_uncovered_is_said_largest_first_and_adds_up():
    recorded = np.zeros((2, 4, 24))
    recorded[0, 1, 14:18], recorded[0, 2, 14] = 2.0, 5.0
    recorded[1, 0, 9:12] = 1.0
    _, covered = share_met(recorded, STOPS, DAYS, CREWS)
    table = uncovered(recorded, covered, DAYS, PLACES)
    assert table["when"].tolist() == ["Friday and Saturday 20-00", "school days 15-18"]
    assert table["name"].tolist() == ["Saltgate", "Quay, End"]
    assert table["left"].tolist() == [11.0, 3.0]
    assert table["met"].tolist() == [2.0, 0.0]
    assert table["left"].sum() == recorded[~covered].sum()


def test_nothing_left_is_an_empty_table():
    none = np.zeros((2, 4, 24))
    assert uncovered(none, none > 0, DAYS, PLACES).empty
