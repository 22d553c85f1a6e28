"""Fill the shifts of a month one after another, then better them while that gains."""

from __future__ import annotations

import heapq
import zlib
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from placespace.plans.board import Board
from placespace.plans.routes import Rules, best_stops, spread
from placespace.plans.stops import Stop
from placespace.plans.wishes import fits_budget

PASSES = 6
"""Rounds of bettering; a plan has mostly settled after two."""


def fill(board: Board, rules: Rules, budgets: Mapping[str, float], done: Callable[[int], None]) -> None:
    """Fill every shift that has something to meet; the fixed stops are on the board and stay.

    Parameters
    ----------
    board : Board
    rules : Rules
    budgets : mapping of str to float
        Hours in the month, by crew that has a limit.
    done : callable
        Given how many shifts are filled.
    """
    _greedy(board, rules, budgets, done)
    _improve(board, rules, budgets)


def linked(board: Board, budgets: Mapping[str, float]) -> list[list[int]]:
    """Return the jobs in groups that have nothing to do with each other: days, joined by crews short of hours.

    Also joined are days whose shifts of one unit lie so near to each other that the way between them matters.
    """
    asked = {crew: sum(job.hours for job in board.jobs if job.shift.crew == crew) for crew in budgets}
    short = {crew for crew, hours in budgets.items() if asked[crew] > hours}
    groups: list[tuple[set[int], set[str], list[int]]] = []
    for n, job in enumerate(board.jobs):
        days = {job.day, *(board.jobs[other].day for other in (*job.near, *job.clash))}
        crews = {job.shift.crew} & short
        own = [group for group in groups if group[0] & days or group[1] & crews]
        groups = [group for group in groups if not (group[0] & days or group[1] & crews)]
        joined = (days.union(*(g[0] for g in own)), crews.union(*(g[1] for g in own)), [n])
        groups.append((joined[0], joined[1], sorted([n, *(m for group in own for m in group[2])])))
    return [group[2] for group in groups]


def _greedy(board: Board, rules: Rules, budgets: Mapping[str, float], done: Callable[[int], None]) -> None:
    """Fill shifts one after another: sessions first, since visits fit around a session and not the other way.

    Of each kind go first those used in any case, by a fixed stop or because their crew has no limit; then of
    crews with a limit the shift that meets most an hour. What is stale is looked at again only when it leads.
    """
    fresh: dict[int, tuple[int, list[Stop]]] = {}

    def entry(n: int, look: bool) -> tuple[bool, float, int]:
        job = board.jobs[n]
        rank = -np.inf
        if look:
            gain, stops = best_stops(board, n, rules)
            fresh[n] = int(board.changed[job.day]), stops
            rank = -gain / job.hours if job.limited and not board.at[n] else rank
        return job.works == "visits", rank, n

    heap = [entry(n, job.limited and not board.at[n]) for n, job in enumerate(board.jobs)]
    heapq.heapify(heap)
    while heap:
        *_, n = heapq.heappop(heap)
        if not board.at[n] and not (board.free(n) and fits_budget(board, n, budgets)):
            continue
        if n not in fresh or fresh[n][0] != board.changed[board.jobs[n].day]:
            heapq.heappush(heap, entry(n, True))
            continue
        board.put(n, fresh[n][1])
        done(len(board.jobs) - len(heap))


def _improve(board: Board, rules: Rules, budgets: Mapping[str, float]) -> None:
    """Fill shifts anew, given all others, and exchange shifts of crews with few hours, while that gains."""
    open_days = sorted({job.day for job in board.jobs})
    for _ in range(PASSES):
        changed = {day for day in open_days if _fill_anew(board, rules, budgets, day)}
        changed |= _exchange(board, rules, budgets)
        if not changed:
            return
        open_days = sorted(changed)


def _fill_anew(board: Board, rules: Rules, budgets: Mapping[str, float], day: int) -> bool:
    """Try each job of a day again, then the day the other way about; return whether that gained."""
    jobs, began = board.of_day(day), board.met_on(day)
    if len(jobs) < 2:
        return False
    for n in jobs:
        _keep_if_better(board, rules, budgets, day, [n])
    _keep_if_better(board, rules, budgets, day, jobs[::-1])
    return board.met_on(day) > began + board.negligible


def _keep_if_better(board: Board, rules: Rules, budgets: Mapping[str, float], day: int, order: Sequence[int]) -> None:
    before, old = board.met_on(day), {n: board.clear(n) for n in order}
    for n in order:
        if board.at[n] or (board.free(n) and fits_budget(board, n, budgets)):
            board.put(n, best_stops(board, n, rules)[1])
    if board.met_on(day) <= before + board.negligible:
        for n in order:
            board.clear(n)
        for n in order:
            board.put(n, old[n])


def _exchange(board: Board, rules: Rules, budgets: Mapping[str, float]) -> set[int]:
    """Use a shift that was left out in place of one that meets less; return the days that changed."""
    changed: set[int] = set()
    idle = [n for n, job in enumerate(board.jobs) if job.limited and not board.at[n]]
    ranked = sorted(((best_stops(board, n, rules)[0], n) for n in idle), key=lambda found: (-found[0], found[1]))
    for gain, n in ranked:
        crew = board.jobs[n].shift.crew
        if gain <= board.negligible:
            break
        own = [o for o, job in enumerate(board.jobs) if job.shift.crew == crew and board.at[o]]
        for loss, other in sorted((_alone(board, o), o) for o in own if not any(s.fixed for s in board.at[o])):
            if loss >= gain - board.negligible:
                break
            old = board.clear(other)
            if board.free(n) and fits_budget(board, n, budgets):
                again, stops = best_stops(board, n, rules)
                if again > loss + board.negligible:
                    board.put(n, stops)
                    changed |= {board.jobs[n].day, board.jobs[other].day}
                    break
            board.put(other, old)
    return changed


def _alone(board: Board, n: int) -> float:
    """Return what would not be met without a job."""
    day = board.jobs[n].day
    met, old = board.met_on(day), board.clear(n)
    without = board.met_on(day)
    board.put(n, old)
    return met - without


def adopt(board: Board, jobs: Sequence[int], stops: Mapping[int, list[Stop]]) -> None:
    """Take the solver's plan where it meets more; stops of it that meet nothing of their own are left out."""
    before, old = board.met(), {n: board.clear(n) for n in jobs}
    for n, found in stops.items():
        board.put(n, found)
    if board.met() <= before + board.negligible:
        for n in jobs:
            board.clear(n)
        for n in jobs:
            board.put(n, old[n])
        return
    for n, found in stops.items():
        for stop in found:
            met = board.met_on(board.jobs[n].day)
            board.take(n, stop)
            if board.met_on(board.jobs[n].day) < met - board.negligible:
                board.put(n, [stop])


def vary(board: Board, rules: Rules, seed: int) -> None:
    """Draw the times of visits anew; each unit's day has draws of its own, so that no change moves the others."""
    for n, job in enumerate(board.jobs):
        if job.works == "visits" and any(not stop.fixed for stop in board.at[n]):
            shift = job.shift
            mark = zlib.crc32(f"{shift.crew} {shift.unit} {shift.day} {shift.start_min}".encode())
            stops = spread(board, n, rules, np.random.default_rng([seed, mark]))
            board.clear(n)
            board.put(n, stops)
