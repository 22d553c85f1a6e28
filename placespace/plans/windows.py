"""Find the fewest windows of a few hours that hold most of what is expected at a place in a week."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from scipy import optimize, sparse

from placespace.errors import WrongUse
from placespace.measures.peaks import Peak, peaks_in_words
from placespace.settings import SETTINGS, settings

DAYS, DAY = 7, 24
DAY_STARTS = int(SETTINGS["day_starts_hour"].value)
NIGHT, LATEST_AFTERNOON = 18, 19
"""A window that starts from 18:00 is of the night; on a Friday one of the afternoon is over by 19:00."""

BY_DAY = ((0, 1, 2, 3, 4), (5, 6))
BY_NIGHT = ((6, 0, 1, 2, 3), (4, 5))
"""Days whose windows may be said together: school days and weekends by day, week nights and weekend nights."""

EDGE, QUIET_DAY = 0.6, 1 / 3
"""Shares of its busiest hour, and day, that a window's first and last hour, and each of its days, should hold."""

SCALE, PER_HOUR, PER_PLACE = 1e4, 1e-7, 1e-10
"""For the solver: shares of the week against its tolerance; of equal choices the shorter, then the earlier."""

SAME = 1e-9


@dataclass(frozen=True)
class Window:
    """The same hours on one or more days of the week.

    Attributes
    ----------
    days : tuple of int
        Operational days, 0 is Monday: the small hours of Saturday are of Friday.
    start, end : int
        Hours of the clock, the end not included: 21 and 1 are 21:00 to 01:00.
    expected : float
        Expected in it, events a week.
    share : float
        Of all that is expected in the week.
    """

    days: tuple[int, ...]
    start: int
    end: int
    expected: float
    share: float

    @property
    def hours(self) -> tuple[int, ...]:
        """Its hours as hours of the operational day: 0 is 06:00 to 07:00."""
        length = (self.end - self.start - 1) % DAY + 1
        return tuple(range((self.start - DAY_STARTS) % DAY, (self.start - DAY_STARTS) % DAY + length))


def windows(week: np.ndarray, *, own: Mapping[str, float] | None = None) -> list[Window]:
    """Return the fewest windows that hold ``window_share`` of the week, most expected first.

    A window is two to four hours (``window_least_hours``, ``window_most_hours``) of an operational day, the
    same on each of its days; none crosses 06:00 and no two overlap. Of the same number the windows that hold
    most are taken, then the shorter, then the earlier. A window takes in no day that holds less than a third of
    its busiest: fewer windows are of no use when they say "every day". It is widened to an hour that holds less
    than three fifths of its busiest only where another window would be needed otherwise. School days and
    weekends are never said together by day, nor week nights and Friday and Saturday nights, nor a school-day
    afternoon and the Friday night after it. When ``most_windows`` do not hold the share, those that hold most
    are returned: their shares say so.

    Parameters
    ----------
    week : ndarray of float, shape (168,)
        Expected events a week at one place by hour of the clock, Monday 00:00 first.
    own : mapping of str to float, optional
        The area's own settings.

    Returns
    -------
    list of Window
        Empty when nothing is expected.

    Raises
    ------
    WrongUse
        When there are not 168 hours, or one is missing, negative or without end.

    Notes
    -----
    Exact, as weighted set packing solved by HiGHS, for one window, then two, and so on.

    Examples
    --------
    >>> week = np.zeros(168)
    >>> for day in range(5):
    ...     week[day * 24 + 15 : day * 24 + 18] = 1.0
    >>> windows_in_words(windows(week), "term")
    'school days 15-18'
    """
    week = np.asarray(week, float)
    if week.shape != (DAYS * DAY,) or not np.isfinite(week).all() or (week < 0).any():
        found = f"The shape is {week.shape}, or an hour is missing, negative or without end."
        raise WrongUse("A week is 168 hours with 0 or more expected in each.", found, "Give one place's own week.")
    if week.sum() <= 0:
        return []
    limits = settings(own)
    table = np.roll(week / week.sum(), -DAY_STARTS).reshape(DAYS, DAY)
    lengths = range(int(limits["window_least_hours"]), int(limits["window_most_hours"]) + 1)
    families = [list(_candidates(table, lengths, edge)) for edge in (EDGE, 0.0)]
    for most, every in product(range(1, int(limits["most_windows"]) + 1), families):
        held = np.array([_held(table, one) for one in every])
        chosen = [every[n] for n in _best(every, held, most)]
        if sum(_held(table, one) for one in chosen) >= limits["window_share"] - SAME:
            break
    chosen.sort(key=lambda one: (-round(_held(table, one) / SAME), min(one[0]), one[1]))
    return [_window(one, _held(table, one), float(week.sum())) for one in chosen]


Candidate = tuple[tuple[int, ...], int, int]
"""Days, the first hour of the operational day, and how many hours."""


def _held(table: np.ndarray, one: Candidate) -> float:
    days, start, length = one
    return float(table[list(days), start : start + length].sum())


def _candidates(table: np.ndarray, lengths: range, edge: float) -> Iterable[Candidate]:
    """Yield the windows there are to take: for each hours and kind of day the busiest days, then the rest."""
    for length in lengths:
        for start in range(DAY - length + 1):
            clock, end = start + DAY_STARTS, start + DAY_STARTS + length
            for kind in BY_DAY if clock < NIGHT else BY_NIGHT:
                days = [d for d in kind if not (d == 4 and clock < NIGHT and end > LATEST_AFTERNOON)]
                while days:
                    by_day = table[days, start : start + length].sum(axis=1)
                    if by_day.max() <= 0:
                        break
                    taken = [d for d, held in zip(days, by_day, strict=True) if held >= QUIET_DAY * by_day.max()]
                    by_hour = table[taken, start : start + length].sum(axis=0)
                    if length == lengths[0] or min(by_hour[0], by_hour[-1]) >= edge * by_hour.max() - SAME:
                        yield tuple(sorted(taken)), start, length
                    days = [d for d in days if d not in taken]


def _best(every: Sequence[Candidate], held: np.ndarray, most: int) -> list[int]:
    """Return the positions of at most so many windows that hold most and do not overlap."""
    hours = [[d * DAY + h for d in days for h in range(start, start + length)] for days, start, length in every]
    cost = np.array([len(taken) * PER_HOUR + n * PER_PLACE for n, taken in enumerate(hours)])
    worth = held - cost
    if most == 1:
        return [int(np.argmax(worth))]
    columns = np.repeat(np.arange(len(every)), [len(taken) for taken in hours])
    ones = np.ones(len(columns))
    overlap = sparse.csr_array((ones, (np.concatenate(hours), columns)), shape=(DAYS * DAY, len(every)))
    rows = sparse.vstack([overlap, np.ones((1, len(every)))], format="csr")
    answer = optimize.milp(
        -worth * SCALE,
        integrality=np.ones(len(every)),
        bounds=optimize.Bounds(0, 1),
        constraints=optimize.LinearConstraint(rows, -np.inf, np.r_[np.ones(DAYS * DAY), most]),
        options={"mip_rel_gap": 0},
    )
    return [int(n) for n in np.flatnonzero(answer.x > 0.5) if held[n] > 0]


def _window(one: Candidate, share: float, total: float) -> Window:
    days, start, length = one
    return Window(days, (start + DAY_STARTS) % DAY, (start + length + DAY_STARTS) % DAY, share * total, share)


def in_windows(found: Iterable[Window]) -> np.ndarray:
    """Return which hours of the operational week are in a window: bool, shape (7, 24), hour 0 is 06:00.

    Examples
    --------
    >>> np.argwhere(in_windows([Window((4,), 23, 1, 1.0, 1.0)])).tolist()
    [[4, 17], [4, 18]]
    """
    inside = np.zeros((DAYS, DAY), bool)
    for one in found:
        inside[np.ix_(one.days, one.hours)] = True
    return inside


def windows_in_words(found: Sequence[Window], week_type: str) -> str:
    """Return windows as a sentence without its full stop, in the words of :func:`placespace.measures.peaks_in_words`.

    Parameters
    ----------
    found : sequence of Window
    week_type : str
        Monday to Friday are school days in term, weekdays otherwise.

    Examples
    --------
    >>> pair = [Window((0, 1, 2, 3, 4), 15, 18, 3.0, 0.6), Window((4, 5), 21, 1, 1.0, 0.2)]
    >>> windows_in_words(pair, "term"), windows_in_words([], "term")
    ('school days 15-18; Friday and Saturday 21-01', 'no windows')
    """
    said = [Peak(one.days, one.start, one.end, one.expected, one.share, 0.0) for one in found]
    return peaks_in_words(said, week_type) if said else "no windows"
