"""Bound what any plan of a month can meet, from how many stops there is time for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from scipy import optimize

from placespace.plans.board import Board
from placespace.plans.programme import Programme
from placespace.plans.routes import SESSION_STEP, VISIT_STEP, Rules, session_choices
from placespace.plans.stops import DAY_BEGINS, HOUR_MIN, HOURS, hours_met


def ceiling(board: Board, jobs: Sequence[int], rules: Rules, budgets: Mapping[str, float]) -> float:
    """Return a number that no plan of some jobs exceeds on their days.

    Parameters
    ----------
    board : Board
        With its fixed stops and no others.
    jobs : sequence of int
        Which of its jobs are planned, all of each day they are on.
    rules : Rules
    budgets : mapping of str to float
        Hours in the month, by crew that has a limit.

    Notes
    -----
    A linear programme that forgets routes and keeps their time: within an hour each visit costs its own
    minutes and the way to the nearest other place; a session fills its own minutes. A shift may be used in part.
    """
    model = Programme(board, jobs, budgets)
    for n in jobs:
        out = model.goes_out(n)
        if board.jobs[n].works == "sessions":
            _session_job(model, n, out, rules)
        else:
            _visit_job(model, n, out, rules)
    if not model.met:
        return model.held
    scale = max(model.worth)
    answer = optimize.linprog(
        -np.array(model.worth) / scale,
        A_ub=model.matrix(),
        b_ub=model.limit,
        bounds=(0, 1),
        method="highs",
    )
    every = sum(model.worth)
    return model.held + (min(every, -float(answer.fun) * scale) if answer.status == 0 else every)


def _visit_job(model: Programme, n: int, out: int, rules: Rules) -> None:
    job = model.board.jobs[n]
    nearest_base = int(job.ways.base.min())
    begins, ends = job.shift.start_min + nearest_base, job.shift.end_min - nearest_base
    open_to = model.left[job.day] > model.board.negligible
    for place, hour in job.never:
        open_to[place, hour] = False
    open_to[model.board.room(job.day) < 1] = False
    for hour in range(HOURS):
        first = max(DAY_BEGINS + hour * HOUR_MIN, begins)
        last = min(DAY_BEGINS + (hour + 1) * HOUR_MIN - 1, ends - rules.visit_min)
        first, last = -(-first // VISIT_STEP) * VISIT_STEP, last // VISIT_STEP * VISIT_STEP
        here = np.flatnonzero(open_to[:, hour])
        if last < first or not len(here):
            continue
        between = job.ways.between[np.ix_(here, here)].copy()
        np.fill_diagonal(between, HOUR_MIN)
        costs = -(-(rules.visit_min + between.min(axis=1)) // VISIT_STEP) * VISIT_STEP
        most, minutes = model.row(0.0), model.row(0.0)
        model.add(most, out, -((last - first) // int(costs.min()) + 1))
        model.add(minutes, out, -(last - first + int(costs.max())))
        for place, cost in zip(here.tolist(), costs.tolist(), strict=True):
            one = model.column()
            model.meets(one, place, job.day, hour)
            model.add(model.visits_to(place, job.day), one)
            model.add(most, one)
            model.add(minutes, one, cost)


def _session_job(model: Programme, n: int, out: int, rules: Rules) -> None:
    board, job = model.board, model.board.jobs[n]
    at_once: dict[int, int] = {}
    for part in board.parts(n):
        left = model.left[job.day]
        choices = session_choices(left, part, board.busy(job.day), rules.session_min, board.negligible, job.never)
        for place, start, end, _ in choices:
            one = model.column()
            for hour in hours_met(start, end, "sessions"):
                if left[place, hour] > board.negligible:
                    model.meets(one, place, job.day, hour)
            for minute in range(start, end, SESSION_STEP):
                if minute not in at_once:
                    at_once[minute] = model.row(0.0)
                    model.add(at_once[minute], out, -1.0)
                model.add(at_once[minute], one)
