"""Send one unit through one shift: where it stops, in which order and when, given what is met already."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from placespace.plans.board import Board, Part, hour_of
from placespace.plans.stops import DAY_BEGINS, DAY_ENDS, Stop, hours_met

VISIT_STEP, SESSION_STEP = 5, 15
"""Minutes: visits start on the five minutes of the clock, sessions on its quarters. Nobody plans finer."""

NEVER, FULL = -1, 99
"""Hours at which a round was last at a place: at no time yet, or as often as may be."""

TIDY = 1e-3
"""Of what makes no difference: how little an hour more of a session must bring to be chosen, a minute of it."""


@dataclass(frozen=True)
class Rules:
    """How long stops are.

    Attributes
    ----------
    visit_min : int
        Minutes of a visit.
    session_min : int
        Least minutes of a session.
    """

    visit_min: int
    session_min: int


def best_stops(board: Board, n: int, rules: Rules) -> tuple[float, list[Stop]]:
    """Return what a job can still meet, and the stops with which it does; its own fixed stops are on the board.

    The job's other stops must be off the board. Each stretch between fixed stops is filled in turn.
    """
    job = board.jobs[n]
    left, room, busy = board.left(job.day), board.room(job.day).copy(), board.busy(job.day)
    for place, hour in job.never:
        left[place, hour] = 0.0
    barred = job.never if job.works == "sessions" else frozenset()
    gained, stops = 0.0, []
    for part in board.parts(n):
        if job.works == "visits":
            found = visits(left, part, busy, room, job.ways.between, rules.visit_min, board.negligible)
        else:
            found = sessions(left, part, busy, job.ways.between, rules.session_min, board.negligible, barred)
        for place, start, end in found:
            hours = hours_met(start, end, job.works)
            gained += float(left[place, list(hours)].sum())
            left[place, list(hours)] = 0.0
            room[place] -= job.works == "visits"
            stops.append(Stop(job.shift.crew, job.shift.unit, job.shift.day, start, end, place))
    return gained, stops


def starts_of_visits(
    left: np.ndarray, part: Part, busy: Iterable[tuple[int, int, int]], visit_min: int, negligible: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return the minutes on the grid and whether a visit may start then at each place: (T,) and bool (p, T)."""
    first = max(-(-int(part.earliest.min()) // VISIT_STEP) * VISIT_STEP, DAY_BEGINS)
    last = min(int(part.latest.max()) - visit_min, DAY_ENDS - visit_min)
    minutes = np.arange(first, last + 1, VISIT_STEP)
    may = (minutes >= part.earliest[:, None]) & (minutes + visit_min <= part.latest[:, None])
    may &= left[:, hour_of(minutes)] > negligible
    for place, start, end in busy:
        may[place] &= (minutes >= end) | (minutes + visit_min <= start)
    return minutes, may


def visits(
    left: np.ndarray,
    part: Part,
    busy: Iterable[tuple[int, int, int]],
    room: np.ndarray,
    between: np.ndarray,
    visit_min: int,
    negligible: float,
) -> list[tuple[int, int, int]]:
    """Return the visits, place, start and end, with which a unit meets most in a stretch of a shift.

    Notes
    -----
    A search over time and place: for each moment and place the best round that ends there, which remembers
    the hour it last was at each place and how often. What is forgotten is every round but the best to each
    moment and place, so an answer can fall short of the best where places are met twice.
    """
    minutes, may = starts_of_visits(left, part, busy, visit_min, negligible)
    may &= (room > 0)[:, None]
    places = np.flatnonzero(may.any(axis=1))
    if not len(places):
        return []
    used = np.flatnonzero(may[places].any(axis=0))
    minutes, may = minutes[used[0] : used[-1] + 1], may[places, used[0] : used[-1] + 1].T
    hours = hour_of(minutes)
    gain, left_visits = left[places][:, hours].T, room[places]
    many, length = len(places), len(minutes)
    step = -(-(visit_min + between[np.ix_(places, places)]) // VISIT_STEP)
    column = np.arange(many)
    best = np.zeros((length + 1, many))  # row 0: nowhere yet
    best[0] = -np.inf
    seen = np.full((length + 1, many, many), NEVER, np.int8)
    often = np.zeros((length + 1, many, many), np.int8)
    came = np.full((length, many), NEVER)
    came_at = np.full((length, many), NEVER)
    visited = np.zeros((length + 1, many), int)
    for t in range(length):
        best[t + 1], seen[t + 1], often[t + 1], visited[t + 1] = best[t], seen[t], often[t], visited[t]
        to = np.flatnonzero(may[t])
        if not len(to):
            continue
        before = np.maximum(t + 1 - step[:, to], 0)
        reached = best[before, column[:, None]]
        been = seen[before, column[:, None], to]
        reached[(been == hours[t]) | (been == FULL)] = -np.inf
        via = reached.argmax(axis=0)
        ahead = np.maximum(reached[via, column[: len(to)]], 0.0)
        alone = ahead <= 0.0
        total = ahead + gain[t, to]
        better = total > best[t, to] + negligible
        if not better.any():
            continue
        to, via, alone = to[better], via[better], alone[better]
        row = before[via, np.flatnonzero(better)]
        best[t + 1, to] = total[better]
        seen[t + 1, to] = np.where(alone[:, None], NEVER, seen[row, via])
        often[t + 1, to] = np.where(alone[:, None], 0, often[row, via])
        often[t + 1, to, to] += 1
        seen[t + 1, to, to] = np.where(often[t + 1, to, to] < left_visits[to], hours[t], FULL)
        came[t, to] = np.where(alone, NEVER, via)
        came_at[t, to] = np.where(alone, NEVER, visited[row, via])
        visited[t + 1, to] = t
    place = int(best[length].argmax())
    t, found = int(visited[length, place]), []
    while place != NEVER:
        found.append((int(places[place]), int(minutes[t]), int(minutes[t]) + visit_min))
        place, t = int(came[t, place]), int(came_at[t, place])
    return found[::-1]


def session_choices(
    left: np.ndarray,
    part: Part,
    busy: Iterable[tuple[int, int, int]],
    session_min: int,
    negligible: float,
    barred: Iterable[tuple[int, int]] = (),
) -> list[tuple[int, int, int, float]]:
    """Return every session that would meet something: place, start, end and what it meets.

    Of those that meet the same from the same start only the shortest is listed.
    """
    first = max(-(-int(part.earliest.min()) // SESSION_STEP) * SESSION_STEP, DAY_BEGINS)
    last, least = min(int(part.latest.max()), DAY_ENDS), -(-session_min // SESSION_STEP) * SESSION_STEP
    taken: dict[int, list[tuple[int, int]]] = {}
    for place, start, end in busy:
        taken.setdefault(place, []).append((start, end))
    for place, hour in barred:
        taken.setdefault(place, []).append((DAY_BEGINS + hour * 60, DAY_BEGINS + hour * 60 + 60))
    hour_at = np.flatnonzero((left > negligible).any(axis=1))
    sums = np.concatenate([np.zeros((len(left), 1)), left.cumsum(axis=1)], axis=1)
    found = []
    for start in range(first, last - least + 1, SESSION_STEP):
        most = np.zeros(len(left))
        for end in range(start + least, last + 1, SESSION_STEP):
            hours = hours_met(start, end, "sessions")
            meets = sums[:, hours.stop] - sums[:, hours.start]
            for place in hour_at[meets[hour_at] > most[hour_at] + negligible]:
                fits = part.earliest[place] <= start and end <= part.latest[place]
                if fits and not any(s < end and start < e for s, e in taken.get(int(place), ())):
                    found.append((int(place), start, end, float(meets[place])))
                    most[place] = meets[place]
    return found


def sessions(
    left: np.ndarray,
    part: Part,
    busy: Iterable[tuple[int, int, int]],
    between: np.ndarray,
    session_min: int,
    negligible: float,
    barred: Iterable[tuple[int, int]] = (),
) -> list[tuple[int, int, int]]:
    """Return the sessions, place, start and end, with which a unit meets most: the best there is.

    Of equally good ones those that take the fewest minutes.
    """
    every = session_choices(left, part, busy, session_min, negligible, barred)
    if not every:
        return []
    place, start, end = np.array([choice[:3] for choice in every]).T
    meets = np.array([choice[3] for choice in every]) - negligible * TIDY * (end - start)
    total, before = meets.copy(), np.full(len(every), NEVER)
    for n in np.flatnonzero(start >= end.min()):
        earlier = (place != place[n]) & (end + between[place, place[n]] <= start[n])
        if earlier.any():
            before[n] = np.argmax(np.where(earlier, total, -np.inf))
            total[n] += total[before[n]]
    n, found = int(np.argmax(total)), []
    while n != NEVER:
        found.append(every[n][:3])
        n = int(before[n])
    return found[::-1]


def spread(board: Board, n: int, rules: Rules, draw: np.random.Generator) -> list[Stop]:
    """Return a job's visits at other times of the same hours, drawn from all that keep its order and its ways.

    The job's visits are on the board and stay there; sessions and fixed stops keep their times.
    """
    job, own = board.jobs[n], board.at[n]
    busy, moved = board.busy(job.day, without=n), []
    for part, chain in zip(board.parts(n), _chains(own), strict=True):
        can: list[np.ndarray] = []
        for stop in reversed(chain):
            hour = hours_met(stop.start_min, stop.end_min, "visits")[0]
            times = DAY_BEGINS + hour * 60 + np.arange(0, 60, VISIT_STEP)
            fits = (times >= part.earliest[stop.place]) & (times + rules.visit_min <= part.latest[stop.place])
            for place, start, end in busy:
                if place == stop.place:
                    fits &= (times >= end) | (times + rules.visit_min <= start)
            if can:
                follower = chain[len(chain) - len(can)].place
                fits &= times + rules.visit_min + job.ways.between[stop.place, follower] <= can[-1][-1]
            can.append(times[fits])
        ready = 0
        for place, (stop, times) in enumerate(zip(chain, reversed(can), strict=True)):
            if place:
                ready = moved[-1].end_min + job.ways.between[chain[place - 1].place, stop.place]
            start = int(draw.choice(times[times >= ready]))
            moved.append(Stop(stop.crew, stop.unit, stop.day, start, start + rules.visit_min, stop.place))
    return moved


def _chains(stops: list[Stop]) -> list[list[Stop]]:
    """Return the stops that are not fixed, parted where a fixed one lies between them."""
    chains: list[list[Stop]] = [[]]
    for stop in stops:
        if stop.fixed:
            chains.append([])
        else:
            chains[-1].append(stop)
    return chains
