"""Find the best plan of a month by branch and bound over every route there is, where there are not too many."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import optimize

from placespace.plans.board import Board, Part, hour_of
from placespace.plans.programme import Programme
from placespace.plans.routes import VISIT_STEP, Rules, session_choices, starts_of_visits
from placespace.plans.stops import Stop, hours_met

SCALE = 1e4
"""All value for the solver, so that its own tolerances are small beside it."""

Found = tuple[int, int, int, int, int]
"""Column, job, place, start and end of a stop there is to choose."""


@dataclass(frozen=True, eq=False)
class Answer:
    """What the solver says.

    Attributes
    ----------
    bound : float
        No plan meets more; without end when there are too many routes, or no time.
    stops : dict of int to list of Stop, or None
        By job, of the best plan found.
    steps : int
        Of routes, and sessions, among which it was sought; 0 when it was not.
    """

    bound: float
    stops: dict[int, list[Stop]] | None
    steps: int = 0


def solve(
    board: Board,
    jobs: Sequence[int],
    rules: Rules,
    budgets: Mapping[str, float],
    *,
    most: int,
    options: Mapping[str, float],
) -> Answer:
    """Return the best plan of some jobs, with the fixed stops of a board.

    Parameters
    ----------
    board : Board
        With its fixed stops and no others.
    jobs : sequence of int
        Which of its jobs are planned, all of each day they are on.
    rules : Rules
    budgets : mapping of str to float
    most : int
        Steps of routes, and sessions, above which it is not tried.
    options : mapping of str to float
        When the solver stops: its ``node_limit`` or ``time_limit``. Its bound holds whenever that is; what it
        finds by a limit of time is not the same on every machine.

    Notes
    -----
    A unit's shift is a path through places and moments; visits to a place at a time, what is met, visits a day and
    hours in the month tie the paths together. Whether a step is taken is 0 or 1.
    """
    if any(board.jobs[n].near for n in jobs):
        return Answer(math.inf, None)
    model, found, steps = Programme(board, jobs, budgets), [], []
    present: dict[tuple[int, int, int], list[int]] = {}
    outs = {n: model.goes_out(n) for n in jobs}
    for n in jobs:
        job = board.jobs[n]
        for other in job.clash:
            if other > n:
                row = model.row(1.0)
                model.add(row, outs[n])
                model.add(row, outs[other])
        for part in board.parts(n):
            paths = _sessions if job.works == "sessions" else _visits
            added = paths(model, n, part, outs[n], rules, steps, most)
            if added is None:
                return Answer(math.inf, None)
            found += added
            for one in added:
                for minute in range(one[3] // VISIT_STEP, -(-one[4] // VISIT_STEP)):
                    present.setdefault((one[2], job.day, minute), []).append(one[0])
    for columns in present.values():
        if len(columns) > 1:
            row = model.row(1.0)
            for column in columns:
                model.add(row, column)
    if not sum(model.worth):
        return Answer(model.held, {})
    return _ask(model, found, [*steps, *outs.values()], options)


def _ask(model: Programme, found: list[Found], whole: list[int], options: Mapping[str, float]) -> Answer:
    integral = np.zeros(len(model.worth))
    integral[whole] = 1
    scale = SCALE / sum(model.worth)
    answer = optimize.milp(
        -np.array(model.worth) * scale,
        integrality=integral,
        bounds=optimize.Bounds(0, 1),
        constraints=optimize.LinearConstraint(model.matrix(), -np.inf, model.limit),
        options={**options, "mip_rel_gap": 0},
    )
    dual = getattr(answer, "mip_dual_bound", None)
    bound = model.held - dual / scale if dual is not None and np.isfinite(dual) else math.inf
    if answer.x is None:
        return Answer(bound, None, len(whole))
    stops: dict[int, list[Stop]] = {}
    for column, n, place, start, end in found:
        if answer.x[column] > 0.5:
            shift = model.board.jobs[n].shift
            stops.setdefault(n, []).append(Stop(shift.crew, shift.unit, shift.day, start, end, place))
    return Answer(bound, stops, len(whole))


def _visits(
    model: Programme, n: int, part: Part, out: int, rules: Rules, steps: list[int], most: int
) -> list[Found] | None:
    """Add a unit's paths through a part of its shift; return the visits there are to choose, None when too many.

    A row for each place and moment: no more leave it, or wait there, than were there or have come.
    """
    board, job = model.board, model.board.jobs[n]
    left = model.left[job.day].copy()
    for place, hour in job.never:
        left[place, hour] = 0.0
    minutes, may = starts_of_visits(left, part, board.busy(job.day), rules.visit_min, board.negligible)
    may &= (board.room(job.day) > 0)[:, None]
    places = np.flatnonzero(may.any(axis=1))
    step = -(-(rules.visit_min + job.ways.between) // VISIT_STEP)
    begins = model.row(0.0)
    model.add(begins, out, -1.0)
    visit = {(int(p), int(t)): model.column() for p in places for t in np.flatnonzero(may[p])}
    leave: dict[tuple[int, int], int] = {}
    for p in places.tolist():
        waited = None
        for t in range(len(minutes)):
            leave[p, t] = model.row(0.0)
            if waited is not None:
                model.add(leave[p, t], waited, -1.0)
            waited = model.column()
            model.add(leave[p, t], waited)
            if (p, t) in visit:
                model.add(leave[p, t], visit[p, t], -1.0)
    for (place, t), column in visit.items():
        steps.append(column)
        came, first = model.row(0.0), model.column()
        steps.append(first)
        model.add(came, column)
        model.add(came, first, -1.0)
        model.add(begins, first)
        for p in places.tolist():
            if t - step[p, place] < 0:
                continue
            moves = model.column()
            steps.append(moves)
            model.add(leave[p, t - int(step[p, place])], moves)
            model.add(came, moves, -1.0)
        model.meets(column, place, job.day, int(hour_of(int(minutes[t]))))
        model.add(model.visits_to(place, job.day), column)
        if len(steps) > most:
            return None
    return [
        (column, n, place, int(minutes[t]), int(minutes[t]) + rules.visit_min) for (place, t), column in visit.items()
    ]


def _sessions(
    model: Programme, n: int, part: Part, out: int, rules: Rules, steps: list[int], most: int
) -> list[Found] | None:
    """Add a unit's sessions in a part of its shift and return them, None when too many; no two overlap on the way."""
    board, job = model.board, model.board.jobs[n]
    left, between = model.left[job.day], job.ways.between
    choices = session_choices(left, part, board.busy(job.day), rules.session_min, board.negligible, job.never)
    if len(steps) + len(choices) > most:
        return None
    found = [(model.column(), n, place, start, end) for place, start, end, _ in choices]
    for one, (column, _, place, start, end) in enumerate(found):
        steps.append(column)
        goes = model.row(0.0)
        model.add(goes, column)
        model.add(goes, out, -1.0)
        for hour in hours_met(start, end, "sessions"):
            if left[place, hour] > board.negligible:
                model.meets(column, place, job.day, hour)
        for other, _, there, begins, over in found[one + 1 :]:
            way = between[place, there]
            if begins < end + way and start < over + way:
                row = model.row(1.0)
                model.add(row, column)
                model.add(row, other)
    return found
