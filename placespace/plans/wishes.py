"""Hold to the stops that people fixed, and say in words which cannot be kept and why."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from placespace.plans.board import Board
from placespace.plans.shifts import Shift
from placespace.plans.stops import DAY_BEGINS, HOUR_MIN, Stop, clock

Unit = tuple[str, int, datetime.date]
"""Crew, unit and operational day."""

ROUNDING = 1e-9
"""Hours: sums of the same lengths in another order."""


def keep_fixed(board: Board, fixed: Sequence[Stop], budgets: dict[str, float]) -> list[str]:
    """Put every fixed stop on the board that can be kept, in the order given; return why others cannot.

    Parameters
    ----------
    board : Board
        Empty.
    fixed : sequence of Stop
    budgets : dict of str to float
        Hours in the month, by crew.
    """
    refused = []
    for stop in fixed:
        n, why = _where(board, stop, budgets)
        if why:
            refused.append(f"{_said(board, stop)} cannot be kept: {why}.")
        else:
            board.put(n, [stop])
    return refused


def _where(board: Board, stop: Stop, budgets: dict[str, float]) -> tuple[int, str]:
    """Return the job a fixed stop belongs to, or why there is none."""
    if not 0 <= stop.place < len(board.value):
        return -1, "its place is not on the list"
    if stop.end_min <= stop.start_min:
        return -1, "it ends before it starts"
    own = [n for n, job in enumerate(board.jobs) if (job.shift.crew, job.shift.unit) == (stop.crew, stop.unit)]
    of_day = [n for n in own if board.jobs[n].shift.day == stop.day]
    if not of_day:
        return -1, "this unit has no shift on that day"
    around = [n for n in of_day if _holds(board.jobs[n].shift, stop)]
    if not around:
        hours = " and ".join(f"{clock(s.start_min)}-{clock(s.end_min)}" for s in (board.jobs[n].shift for n in of_day))
        return -1, f"it is outside the shift, which is {hours}"
    reasons = [(n, _against(board, n, stop, budgets)) for n in around]
    return next(((n, why) for n, why in reasons if not why), reasons[0])


def _holds(shift: Shift, stop: Stop) -> bool:
    return shift.start_min <= stop.start_min and stop.end_min <= shift.end_min


def _against(board: Board, n: int, stop: Stop, budgets: dict[str, float]) -> str:
    """Return why a job cannot hold a fixed stop; empty when it can."""
    job, own = board.jobs[n], [s for s in board.at[n] if s.fixed]
    for other in own:
        if other.start_min < stop.end_min and stop.start_min < other.end_min:
            return f"it overlaps another fixed stop of the same unit, {clock(other.start_min)}-{clock(other.end_min)}"
    for place, start, end in board.busy(job.day):
        if place == stop.place and start < stop.end_min and stop.start_min < end:
            return f"another unit is fixed to be there {clock(start)}-{clock(end)}"
    between = sum(other.end_min <= stop.start_min for other in own)
    part = board.parts(n)[between]
    if stop.start_min < part.earliest[stop.place] or stop.end_min > part.latest[stop.place]:
        return "there is no time to get there and on from there"
    if job.works == "visits" and board.room(job.day)[stop.place] < 1:
        return f"the place has {board.a_day} visits that day already"
    if not board.free(n):
        return "the unit is out on another shift at that time"
    if not board.at[n] and not fits_budget(board, n, budgets):
        return "the crew's hours of the month are used by other fixed stops"
    return ""


def fits_budget(board: Board, n: int, budgets: Mapping[str, float]) -> bool:
    """Whether a crew has hours left in the month for one more shift."""
    job = board.jobs[n]
    used = board.hours_used()[job.shift.crew] if job.limited else 0.0
    return not job.limited or used + job.hours <= budgets[job.shift.crew] + ROUNDING


def _said(board: Board, stop: Stop) -> str:
    titles = {job.shift.crew: job.title for job in board.jobs}
    asked = f", asked for by {stop.asked_by}" if stop.asked_by else ""
    when = f"{stop.day:%A} {stop.day.day} {stop.day:%B}, {clock(stop.start_min)}-{clock(stop.end_min)}"
    return f"{titles.get(stop.crew, stop.crew)}, unit {stop.unit}, {when} ({stop.fixed or 'fixed'}{asked})"


def never_again(dropped: Sequence[Stop], works: Mapping[str, str]) -> dict[Unit, frozenset[tuple[int, int]]]:
    """Return the places and hours that each unit is not sent to on a day: those of the stops taken out.

    Of a visit that is the hour it starts in, of a session every hour it touches.

    Examples
    --------
    >>> import datetime
    >>> never_again([Stop("a", 1, datetime.date(2026, 10, 2), 1190, 1205, 3)], {"a": "visits"})
    {('a', 1, datetime.date(2026, 10, 2)): frozenset({(3, 13)})}
    """
    found: dict[Unit, frozenset[tuple[int, int]]] = {}
    for stop in dropped:
        last = stop.start_min if works.get(stop.crew) == "visits" else max(stop.end_min - 1, stop.start_min)
        hours = range((stop.start_min - DAY_BEGINS) // HOUR_MIN, (last - DAY_BEGINS) // HOUR_MIN + 1)
        key = (stop.crew, stop.unit, stop.day)
        found[key] = found.get(key, frozenset()) | {(stop.place, hour) for hour in hours}
    return found
