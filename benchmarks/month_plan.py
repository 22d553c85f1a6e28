"""Time a month's plan of 40 places and 100 shifts of 6 crews, beside a plain loop and beside HiGHS on its own."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from benchmarks.timing import Result, interleaved, timed, versus
from placespace.catalogue import Crew
from placespace.plans import Deployment, Shift, deploy
from placespace.plans.board import Board, Job
from placespace.plans.exact import solve
from placespace.plans.routes import Rules
from placespace.plans.stops import hours_met
from placespace.plans.travel import travel

PLACES, SIDE_M, LIMIT_S = 40, 9_000, 5.0
FEW_PLACES, FEW_DAYS, FEW_SIDE_M = 5, 3, 3_000
MINUTES_MOST, STEPS_MOST = 60.0, 200_000
WITHIN, TIMES, REPEATS = 0.97, 2.0, 3
DETOUR, VISIT, SESSION, A_DAY = 1.3, 15, 120, 3
CREWS = {
    crew.id: crew
    for crew in (
        Crew("police", "Police pairs", "police pair", 2, speed_km_h=25),
        Crew("bus", "Youth bus", "youth bus", hours_month=40, speed_km_h=20),
        Crew("outreach", "Outreach", "outreach crew"),
        Crew("second", "Second outreach", "outreach crew"),
        Crew("wardens", "Wardens", "wardens", hours_month=100),
        Crew("fire", "Fire team", "fire team", speed_km_h=30),
    )
}
HOURS = {
    "police": ((2, 3, 4, 5, 6), 18, 25),
    "bus": ((0, 1, 2, 3), 17, 21),
    "outreach": ((4,), 17, 21),
    "second": ((5,), 17, 22),
    "wardens": ((0, 1, 2, 3, 4), 14, 20),
    "fire": ((5,), 16, 22),
}


@dataclass(frozen=True)
class Month:
    """What is expected where, and who is out."""

    value: np.ndarray
    days: pd.DatetimeIndex
    shifts: list[Shift]
    places_m: np.ndarray

    def plan(self) -> Deployment:
        """Return the plan."""
        return deploy(self.value, self.days, self.shifts, CREWS, self.places_m, base_m={}, seed=1)


def month(places: int, days: int, side_m: float) -> Month:
    """Return places with one to three windows of a few hours, each on half of the days."""
    rng = np.random.default_rng(places)
    every = pd.date_range("2026-10-01", periods=days)
    value = np.zeros((places, days, 24))
    for place, level in enumerate(rng.gamma(1.0, 1.0, places)):
        for _ in range(rng.integers(1, 4)):
            first, length = int(rng.integers(8, 18)), int(rng.integers(2, 5))
            on = rng.random(days) < 0.5
            value[place, on, first : first + length] += level * rng.uniform(0.5, 1.5, length)
    shifts = [
        Shift(crew, unit, day, start * 60, end * 60)
        for crew, (weekdays, start, end) in HOURS.items()
        for unit in range(1, CREWS[crew].at_once + 1)
        for day in every.date
        if day.weekday() in weekdays
    ]
    return Month(value, every, shifts, rng.uniform(0, side_m, (places, 2)))


def compare() -> Iterator[Result]:
    """Yield the lines: a month within its limit, and a few days beside the solver alone."""
    whole = month(PLACES, 31, SIDE_M)
    took, made = timed(whole.plan)
    plain_took, plain = timed(lambda: _plain(whole))
    yield Result(
        f"a month's plan: {PLACES} places, {len(CREWS)} crews, {len(whole.shifts)} shifts (a plain loop beside it)",
        f"{took:.3g} s",
        f"{plain_took:.3g} s",
        None,
        f"within {LIMIT_S:g} s, and more met than by the loop",
        took <= LIMIT_S and made.met > plain,
        f"{made.met:,.0f} met, {made.met / made.bound:.0%} of a bound on every plan; the loop {plain / made.bound:.0%}",
    )
    few = month(FEW_PLACES, FEW_DAYS, FEW_SIDE_M)
    medians, answers = interleaved({"ours": few.plan, "theirs": lambda: _solver(few)}, repeats=REPEATS)
    met, best = answers["ours"].met, answers["theirs"]
    yield versus(
        f"a plan of {FEW_DAYS} days, {FEW_PLACES} places, {len(few.shifts)} shifts: HiGHS on every route at once",
        medians["ours"],
        medians["theirs"],
        at_least=TIMES,
        same=f"{met:,.2f} met, {met / best:.1%} of the best",
        equal=WITHIN * best <= met <= best * (1 + 1e-6),
    )


def _solver(few: Month) -> float:
    """Return the best that any plan meets, by one model of everything."""
    position = {day: n for n, day in enumerate(few.days.date)}
    ways = {crew.id: travel(few.places_m, crew.speed_km_h, DETOUR) for crew in CREWS.values()}
    jobs = [Job(s, position[s.day], CREWS[s.crew].works, s.crew, False, ways[s.crew]) for s in few.shifts]
    board = Board(few.value, jobs, A_DAY)
    limit = {"time_limit": MINUTES_MOST}
    return solve(board, range(len(jobs)), Rules(VISIT, SESSION), {}, most=STEPS_MOST, options=limit).bound


def _plain(whole: Month) -> float:
    """Return what a loop meets that sends each unit, shift by shift, to where most is to be met a minute next."""
    value, met = whole.value.copy(), 0.0
    position = {day: n for n, day in enumerate(whole.days.date)}
    hours_left = {crew.id: crew.hours_month or np.inf for crew in CREWS.values()}
    taken: dict[tuple[int, datetime.date], list[tuple[int, int]]] = {}
    visits: dict[tuple[int, datetime.date], int] = {}
    for shift in whole.shifts:
        crew, day = CREWS[shift.crew], position[shift.day]
        ways = travel(whole.places_m, crew.speed_km_h, DETOUR).between
        hours_left[crew.id] -= (shift.end_min - shift.start_min) / 60
        if hours_left[crew.id] < 0:
            continue
        grid, stay = (5, VISIT) if crew.works == "visits" else (15, SESSION)
        now, here = shift.start_min, None
        while True:
            best, choice = 0.0, None
            for place in range(len(value)):
                ready = now if here is None else now + int(ways[here, place])
                start = -(-ready // grid) * grid
                key = place, shift.day
                clear = all(start >= e or start + stay <= s for s, e in taken.get(key, ()))
                if start + stay > shift.end_min or not clear or (stay == VISIT and visits.get(key, 0) >= A_DAY):
                    continue
                gain = value[place, day, list(hours_met(start, start + stay, crew.works))].sum()
                if gain / (start + stay - now) > best:
                    best, choice = gain / (start + stay - now), (place, start, gain)
            if choice is None:
                if now + grid > shift.end_min:
                    break
                now += grid
                continue
            here, start, gain = choice
            met += gain
            now = start + stay
            value[here, day, list(hours_met(start, now, crew.works))] = 0.0
            taken.setdefault((here, shift.day), []).append((start, now))
            visits[here, shift.day] = visits.get((here, shift.day), 0) + (stay == VISIT)
    return met
