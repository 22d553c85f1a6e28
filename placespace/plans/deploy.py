"""Send crews to places for a month: who is where and when, what that meets, and how near it is to the best."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd

from placespace.catalogue.crews import Crew
from placespace.errors import PlacespaceError, WrongUse
from placespace.plans.board import Board, Job, neighboured
from placespace.plans.ceiling import ceiling
from placespace.plans.exact import solve
from placespace.plans.filling import adopt, fill, linked, vary
from placespace.plans.routes import Rules
from placespace.plans.shifts import Shift
from placespace.plans.stops import HOURS, Deployment, Stop
from placespace.plans.travel import travel
from placespace.plans.wishes import keep_fixed, never_again
from placespace.settings import settings

SMALL, SMALL_NODES = 600, 200
"""Steps of routes, in the whole month, that the solver settles unasked, and how far it branches: no clock, so that
the same month gives the same plan on every machine."""

MOST_STEPS = 20_000
"""With more steps of routes than this the solver does not look at the clock for many seconds."""

PROVED = 1e-6
"""Share of the bound within which a plan is the best: the solver's own tolerance."""

Progress = Callable[[int, int], None]


def deploy(
    value: np.ndarray,
    days: pd.DatetimeIndex,
    shifts: Sequence[Shift],
    crews: Mapping[str, Crew],
    places_m: np.ndarray,
    *,
    base_m: Mapping[str, tuple[float, float]],
    seed: int,
    fixed: Sequence[Stop] = (),
    dropped: Sequence[Stop] = (),
    own: Mapping[str, float] | None = None,
    prove_s: float = 0.0,
    progress: Progress | None = None,
) -> Deployment:
    """Fill the shifts of a month with the stops that meet most of what is expected.

    Parameters
    ----------
    value : ndarray of float, shape (p, D, 24)
        What is expected at each place, operational day and hour, 0 is 06:00; 0 outside the place's windows.
    days : DatetimeIndex, length D
    shifts : sequence of Shift
    crews : mapping of str to Crew
        By id. Crews that make visits stay ``visit_min`` minutes, at most ``visits_a_day`` a place a day
        together; crews that hold sessions stay ``session_hours`` or more.
    places_m : ndarray of float, shape (p, 2)
        EPSG:27700.
    base_m : mapping of str to (float, float)
        Where a crew sets out and comes back to within the shift, EPSG:27700; others start anywhere.
    seed : int
        Visits are at other times from day to day, drawn with it; the same seed gives the same stops.
    fixed, dropped : sequence of Stop
        Stops to keep whatever they meet, and stops not to make again: that unit, day, place and hour.
    own : mapping of str to float, optional
        The area's own settings.
    prove_s : float
        Seconds to look for the best plan there is, at most 20,000 steps of routes for days that hang together.
        Small cases are settled without being asked. What is found in a limited time is not the same on every
        machine; without it the same month, seed and settings give the same plan.
    progress : callable, optional
        Given how many steps are done, and of how many.

    Returns
    -------
    Deployment

    Raises
    ------
    WrongUse
        When shapes do not fit together or a shift's crew is not among the crews.
    PlacespaceError
        When value is missing, negative or without end somewhere.

    Notes
    -----
    A place-hour is met once, so what a plan meets is submodular in its shifts: each is filled given those before
    it, of crews short of hours the one that meets most an hour first (greedy choice: Nemhauser, Wolsey and Fisher
    1978); then each is filled anew, given all others, and each day the other way about, while that gains. A shift
    is filled by a search over time and place: :func:`placespace.plans.routes.visits`. The bound is that of a linear
    programme, or of the solver where it was asked: see :mod:`placespace.plans.ceiling` and ``exact``.

    Examples
    --------
    >>> import datetime
    >>> value = np.zeros((1, 1, 24)); value[0, 0, 14] = 2.0
    >>> crews = {"bus": Crew("bus", "Youth bus", "youth bus")}
    >>> shift = Shift("bus", 1, datetime.date(2026, 10, 2), 18 * 60, 21 * 60)
    >>> days = pd.DatetimeIndex(["2026-10-02"])
    >>> made = deploy(value, days, [shift], crews, np.zeros((1, 2)), base_m={}, seed=1)
    >>> [(stop.start_min, stop.end_min) for stop in made.stops], made.met, made.exact
    ([(1110, 1230)], 2.0, True)
    """
    value, places_m = _checked(value, days, shifts, crews, places_m)
    limits = settings(own)
    rules = Rules(int(limits["visit_min"]), round(60 * limits["session_hours"]))
    jobs, unused = _jobs(days, shifts, crews, places_m, base_m, limits["detour"], dropped)
    budgets = {c.id: float(c.hours_month) for c in crews.values() if c.hours_month is not None}
    board = Board(value, jobs, int(limits["visits_a_day"]))
    refused = keep_fixed(board, fixed, budgets)
    say = progress or (lambda done, total: None)
    apart = linked(board, budgets)
    total = len(jobs) + len(apart) + 1
    bound, answers, small, ends = 0.0, [], SMALL, time.perf_counter() + prove_s
    for done, together in enumerate(apart):
        seconds = (ends - time.perf_counter()) / (len(apart) - done)
        if seconds > 0:
            answers.append(solve(board, together, rules, budgets, most=MOST_STEPS, options={"time_limit": seconds}))
        else:
            few = {"node_limit": SMALL_NODES}
            answers.append(solve(board, together, rules, budgets, most=small, options=few))
            small -= answers[-1].steps
        bound += min(ceiling(board, together, rules, budgets), answers[-1].bound)
        say(done + 1, total)
    fill(board, rules, budgets, lambda done: say(len(apart) + done, total))
    for together, answer in zip(apart, answers, strict=True):
        if answer.stops is not None:
            adopt(board, together, answer.stops)
    vary(board, rules, seed)
    say(total, total)
    met = board.met()
    bound = max(bound, met)
    unused += [job.shift for n, job in enumerate(jobs) if not board.at[n]]
    stops = sorted((s for own_stops in board.at for s in own_stops), key=lambda s: (s.day, s.start_min, s.crew, s.unit))
    hours = board.hours_used()
    exact = bound - met <= PROVED * bound
    used = {crew: float(hours[crew]) for crew in crews}
    return Deployment(tuple(stops), met, met if exact else bound, exact, used, tuple(sorted(unused)), tuple(refused))


def _checked(
    value: np.ndarray,
    days: pd.DatetimeIndex,
    shifts: Sequence[Shift],
    crews: Mapping[str, Crew],
    places_m: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    value, places_m = np.asarray(value, float), np.asarray(places_m, float).reshape(-1, 2)
    if value.shape != (len(places_m), len(days), HOURS):
        raise WrongUse(
            "Value is places by days by 24 hours.",
            f"Its shape is {value.shape}, with {len(places_m)} places and {len(days)} days.",
            "Give all of them for the same places and month.",
        )
    if unknown := sorted({shift.crew for shift in shifts} - set(crews)):
        raise WrongUse("Every shift is of a crew.", f"No crew is called {', '.join(unknown)}.", "Give that crew too.")
    if not np.isfinite(value).all() or (value < 0).any():
        raise PlacespaceError(
            "What is expected must be 0 or more at every place, day and hour.",
            "Some is missing, negative or without end.",
            "Leave out places whose hours are not known.",
        )
    return value, places_m


def _jobs(
    days: pd.DatetimeIndex,
    shifts: Sequence[Shift],
    crews: Mapping[str, Crew],
    places_m: np.ndarray,
    base_m: Mapping[str, tuple[float, float]],
    detour: float,
    dropped: Sequence[Stop],
) -> tuple[list[Job], list[Shift]]:
    """Return the shifts to fill, and those that lie outside the days or have no place to go to."""
    position = {day.date(): n for n, day in enumerate(days)} if len(places_m) else {}
    ways = {c.id: travel(places_m, c.speed_km_h, detour, base_m.get(c.id)) for c in crews.values()}
    never = never_again(dropped, {c.id: c.works for c in crews.values()})
    inside = sorted(shift for shift in shifts if shift.day in position)
    jobs = [
        Job(
            shift,
            position[shift.day],
            crews[shift.crew].works,
            crews[shift.crew].title,
            crews[shift.crew].hours_month is not None,
            ways[shift.crew],
            never.get((shift.crew, shift.unit, shift.day), frozenset()),
        )
        for shift in inside
    ]
    return neighboured(jobs), [shift for shift in shifts if shift.day not in position]
