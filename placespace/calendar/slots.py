"""Count the week in half-hour slots, because sessions start on the half hour."""

from __future__ import annotations

import re

import numpy as np

from placespace.errors import WrongUse

SLOTS = 336
"""Half hours in a week; slot 0 is Monday 00:00 to 00:30."""

SLOT_MIN = 30
DAY_MIN, WEEK_MIN = 24 * 60, SLOTS * SLOT_MIN
CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")


def slots_between(weekday: int, start: str, end: str) -> np.ndarray:
    """Return the slots of the week from a start to an end: those it fills for at least half, 15 minutes.

    Parameters
    ----------
    weekday : int
        Of the start: 0 is Monday.
    start, end : str
        ``HH:MM``. An end that is earlier than the start is on the next day; midnight is ``00:00``. Sunday
        night runs into Monday morning.

    Returns
    -------
    ndarray of bool, shape (336,)

    Raises
    ------
    WrongUse
        When the weekday or a time is not one, or the end is the start.

    Examples
    --------
    >>> np.flatnonzero(slots_between(3, "18:30", "21:00")) - 3 * 48
    array([37, 38, 39, 40, 41])
    >>> np.flatnonzero(slots_between(6, "23:15", "00:50"))
    array([  0,   1, 334, 335])
    """
    if weekday not in range(7):
        raise WrongUse("A weekday is 0 (Monday) to 6 (Sunday).", f"It is {weekday!r}.", "Give the day of the start.")
    first, last = _minutes(start), _minutes(end)
    if first == last:
        raise WrongUse("A session ends after it starts.", f"Both are {start}.", "Give two different times.")
    length = (last - first) % DAY_MIN
    since = (np.arange(SLOTS) * SLOT_MIN - weekday * DAY_MIN - first) % WEEK_MIN
    # a slot that begins before the start has what is left of the week behind it
    filled = np.clip(length - since, 0, SLOT_MIN) + np.clip(np.minimum(since + SLOT_MIN - WEEK_MIN, length), 0, None)
    return filled * 2 >= SLOT_MIN


def slot_clock(slot: int) -> tuple[int, str]:
    """Return the weekday (0 is Monday) and the time a slot begins; slot 336 is slot 0 again.

    Examples
    --------
    >>> slot_clock(181), slot_clock(336)
    ((3, '18:30'), (0, '00:00'))
    """
    weekday, minute = divmod(slot % SLOTS * SLOT_MIN, DAY_MIN)
    return weekday, f"{minute // 60:02d}:{minute % 60:02d}"


def in_slots(by_hour: np.ndarray) -> np.ndarray:
    """Return numbers by hour of the week in slots: half of an hour's in each of its two.

    Parameters
    ----------
    by_hour : ndarray of float, shape (..., 168)

    Returns
    -------
    ndarray of float, shape (..., 336)

    Examples
    --------
    >>> in_slots(np.ones((2, 168))).shape, float(in_slots(np.ones((2, 168))).sum())
    ((2, 336), 336.0)
    """
    return np.repeat(np.asarray(by_hour, float) / 2, 2, axis=-1)


def _minutes(clock: str) -> int:
    match = CLOCK.fullmatch(str(clock))
    if match is None:
        raise WrongUse("A time is HH:MM, from 00:00 to 23:59.", f"It is '{clock}'.", "Write 18:30, or 00:00.")
    return int(match[1]) * 60 + int(match[2])
