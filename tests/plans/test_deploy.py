"""A month's plan keeps every rule, and what it says it meets is what it meets."""

import datetime
import sys

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placespace.catalogue import Crew
from placespace.errors import PlacespaceError, WrongUse
from placespace.plans import deploy
from placespace.plans.shifts import Shift
from placespace.plans.stops import Stop
from placespace.plans.timetable import timetable
from placespace.plans.unmet import share_met
from tests.plans.plan_sheet import faults_of_sheet, value_met

FRIDAY = datetime.date(2026, 10, 2)
CREWS = {
    crew.id: crew
    for crew in (
        Crew("police", "Police pairs", "police pair", at_once=2, speed_km_h=25),
        Crew("wardens", "Wardens", "wardens", hours_month=9),
        Crew("bus", "Youth bus", "youth bus", hours_month=8, speed_km_h=20),
        Crew("outreach", "Outreach", "outreach crew"),
    )
}
BASES = {"police": (1500.0, 1500.0), "bus": (0.0, 0.0)}


class Case:
    """A few places, days and shifts."""

    def __init__(self, seed, places=6, days=4):
        rng = np.random.default_rng(seed)
        self.days = pd.date_range("2026-10-01", periods=days)
        self.xy = rng.uniform(0, 3000, (places, 2))
        self.value = rng.gamma(0.5, 1.0, (places, days, 24)) * (rng.random((places, days, 24)) < 0.25)
        self.shifts = []
        for day in self.days.date:
            for unit in (1, 2):
                if rng.random() < 0.7:
                    start = int(rng.integers(12, 22)) * 60
                    self.shifts.append(Shift("police", unit, day, start, start + int(rng.integers(1, 6)) * 60))
            for crew, start, length in (("wardens", 900, 240), ("bus", 1020, 240), ("outreach", 1020, 300)):
                if rng.random() < 0.6:
                    self.shifts.append(Shift(crew, 1, day, start, start + length))

    def deploy(self, seed=1, **more):
        return deploy(self.value, self.days, self.shifts, CREWS, self.xy, base_m=BASES, seed=seed, **more)

    @property
    def places(self):
        ids = [f"p{n}" for n in range(len(self.xy))]
        return pd.DataFrame({"place": ids, "name": ids})

    def sheet(self, made):
        return timetable(made.stops, self.places, CREWS).to_csv(index=False)

    def faults(self, made):
        at = dict(zip(self.places["place"], self.xy.tolist(), strict=True))
        return faults_of_sheet(self.sheet(made), crews=CREWS, shifts=self.shifts, places=at, bases=BASES)


def some_stops(case, seed):
    """Stops somebody might ask for: some can be kept and some cannot."""
    rng = np.random.default_rng(seed)
    out = []
    for shift in case.shifts:
        if rng.random() < 0.5:
            start = shift.start_min + int(rng.integers(-10, 200))
            length = 15 if CREWS[shift.crew].works == "visits" else 120
            place = int(rng.integers(len(case.xy)))
            out.append(Stop(shift.crew, shift.unit, shift.day, start, start + length, place, "pinned", "", "agreed"))
    return out


@given(seed=st.integers(0, 100_000))
@settings(max_examples=40, deadline=None)
def test_every_rule_is_kept_and_what_is_met_is_counted_again(seed):
    case = Case(seed)
    made = case.deploy()
    assert case.faults(made) == []
    counted = value_met(case.sheet(made), case.value, list(case.days.date), case.places["place"].tolist())
    assert made.met == pytest.approx(counted, rel=1e-9, abs=1e-12)
    assert made.met == pytest.approx(share_met(case.value, made.stops, case.days, CREWS)[0], rel=1e-9, abs=1e-12)
    assert made.bound >= made.met
    for stop in made.stops:  # nobody is sent where nothing is expected
        assert share_met(case.value, [stop], case.days, CREWS)[0] > 0
    used = {(stop.crew, stop.unit, stop.day) for stop in made.stops}
    assert not used & {(shift.crew, shift.unit, shift.day) for shift in made.unused}
    assert sum(made.hours_used.values()) == pytest.approx(
        sum((s.end_min - s.start_min) / 60 for s in set(case.shifts) - set(made.unused))
    )


@given(seed=st.integers(0, 100_000))
@settings(max_examples=30, deadline=None)
def test_fixed_stops_are_kept_or_refused_in_words_and_the_rest_goes_on(seed):
    case = Case(seed)
    asked = some_stops(case, seed)
    made = case.deploy(fixed=asked)
    kept = [stop for stop in made.stops if stop.fixed]
    assert set(kept) <= set(asked)
    assert len(kept) + len(made.refused) == len(asked)
    assert case.faults(made) == []
    assert made.bound >= made.met
    assert all(line.endswith(".") and "cannot be kept" in line for line in made.refused)


@given(seed=st.integers(0, 100_000))
@settings(max_examples=15, deadline=None)
def test_a_stop_taken_out_is_not_made_again(seed):
    case = Case(seed)
    first = case.deploy()
    gone = first.stops[::3]
    made = case.deploy(dropped=gone)
    assert case.faults(made) == []
    for stop in gone:
        for other in made.stops:
            same = (stop.crew, stop.unit, stop.day, stop.place) == (other.crew, other.unit, other.day, other.place)
            if same and CREWS[stop.crew].works == "visits":
                assert stop.start_min // 60 != other.start_min // 60
            elif same:
                assert other.start_min >= stop.end_min or other.end_min <= stop.start_min


def test_the_same_seed_gives_the_same_stops_and_another_other_times():
    case = Case(3)
    one, again, other = case.deploy(seed=1), case.deploy(seed=1), case.deploy(seed=2)
    assert one.stops == again.stops
    assert one.stops != other.stops
    assert case.faults(other) == []
    assert one.met == pytest.approx(other.met)
    starts = {stop.start_min % 60 for stop in one.stops if CREWS[stop.crew].works == "visits"}
    assert len(starts) > 4
    assert all(start % 5 == 0 for start in starts)


def test_a_change_on_one_day_moves_no_time_of_another():
    case = Case(3, days=4)
    first = case.deploy()
    case.value[:, 0] = 0
    again = case.deploy()
    later = case.days.date[1:]
    limited = {crew for crew, one in CREWS.items() if one.hours_month is not None}
    assert limited  # their shifts may move to another day
    free = [[s for s in made.stops if s.day in later and s.crew == "police"] for made in (first, again)]
    assert free[0]
    assert {(s.day, s.unit, s.place) for s in free[0]} & {(s.day, s.unit, s.place) for s in free[1]}


def test_the_order_of_shifts_makes_no_difference():
    case = Case(5)
    first = case.deploy()
    case.shifts.reverse()
    assert case.deploy().stops == first.stops


def test_nothing_expected_sends_nobody_out_and_says_which_shifts():
    case = Case(1)
    case.value[:] = 0
    made = case.deploy()
    assert made.stops == ()
    assert set(made.unused) == set(case.shifts)
    assert (made.met, made.bound, made.exact, made.gap) == (0, 0, True, 0)


@pytest.mark.parametrize("what", ["no places", "no shifts"])
def test_nothing_to_choose_from_is_an_empty_plan(what):
    case = Case(1)
    case.value, case.xy = (case.value[:0], case.xy[:0]) if what == "no places" else (case.value, case.xy)
    case.shifts = case.shifts if what == "no places" else []
    made = case.deploy()
    assert made.stops == ()
    assert set(made.unused) == set(case.shifts)


def test_progress_ends_at_its_total_and_never_goes_back():
    seen = []
    Case(2).deploy(progress=lambda done, total: seen.append((done, total)))
    assert seen == sorted(seen)
    assert seen[-1][0] == seen[-1][1]


def test_a_crew_without_a_base_is_not_in_two_places_from_one_shift_to_the_next():
    days = pd.DatetimeIndex(["2026-10-02"])
    value = np.zeros((2, 1, 24))
    value[0, 0, 8], value[1, 0, 9] = 1.0, 1.0
    shifts = [Shift("outreach", 1, FRIDAY, 780, 900), Shift("outreach", 1, FRIDAY, 900, 1020)]
    made = deploy(value, days, shifts, CREWS, np.array([[0.0, 0.0], [9000.0, 0.0]]), base_m={}, seed=1)
    assert len(made.stops) == 1
    assert len(made.unused) == 1


@pytest.mark.parametrize("wrong", ["shape", "crew"])
def test_what_does_not_fit_together_is_refused(wrong):
    case = Case(1)
    if wrong == "shape":
        case.value = case.value[:, :2]
    else:
        case.shifts.append(Shift("nobody", 1, FRIDAY, 900, 960))
    with pytest.raises(WrongUse):
        case.deploy()


def test_value_that_is_missing_is_refused():
    case = Case(1)
    case.value[0, 0, 0] = np.nan
    with pytest.raises(PlacespaceError, match="not known"):
        case.deploy()


@pytest.mark.parametrize(
    ("stop", "why"),
    [
        (Stop("police", 1, FRIDAY, 1000, 1015, 0, "pinned"), "outside the shift, which is 18:00-22:00"),
        (Stop("police", 2, FRIDAY, 1100, 1115, 0, "pinned"), "no shift on that day"),
        (Stop("police", 1, FRIDAY, 1100, 1115, 9, "pinned"), "its place is not on the list"),
        (Stop("police", 1, FRIDAY, 1081, 1096, 1, "asked for", "School"), "no time to get there"),
        (Stop("police", 1, FRIDAY, 1205, 1220, 0, "moved"), "overlaps another fixed stop"),
    ],
)
def test_a_stop_that_cannot_be_kept_is_refused_with_its_reason(stop, why):
    value = np.zeros((2, 1, 24))
    value[:, 0, 14] = 1.0
    first = Stop("police", 1, FRIDAY, 1200, 1215, 0, "pinned")
    made = deploy(
        value,
        pd.DatetimeIndex([FRIDAY]),
        [Shift("police", 1, FRIDAY, 1080, 1320)],
        CREWS,
        np.array([[0.0, 0.0], [5000.0, 0.0]]),
        base_m={"police": (0.0, 0.0)},
        seed=1,
        fixed=[first, stop],
    )
    assert first in made.stops
    assert [stop] == [s for s in [stop] if s not in made.stops]
    assert len(made.refused) == 1
    assert why in made.refused[0]
    assert "Police pairs" in made.refused[0]
    assert made.met == 2.0  # the place that nobody asked for is visited as well


def test_asking_for_proof_never_makes_a_plan_worse(monkeypatch):
    case = Case(11, places=4, days=2)
    monkeypatch.setattr(sys.modules[deploy.__module__], "SMALL", 0)
    quick, proved = case.deploy(), case.deploy(prove_s=10)
    assert proved.met >= quick.met - 1e-9
    assert proved.bound <= quick.bound + 1e-6
    assert case.faults(proved) == []
