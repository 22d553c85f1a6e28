"""Say what a stop is, which hours it meets, and what a month's plan is made of."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from placespace.plans.shifts import Shift
from placespace.settings import SETTINGS

DAY_BEGINS = int(SETTINGS["day_starts_hour"].value) * 60
"""Minutes after midnight; an operational day ends as many minutes after the next midnight."""

DAY_MIN, HOUR_MIN, HOURS = 1440, 60, 24
DAY_ENDS = DAY_BEGINS + DAY_MIN
HALF_HOUR = 30
"""A session meets an hour when it runs this many minutes of it or more."""

FIXED = ("", "pinned", "asked for", "moved")


@dataclass(frozen=True)
class Stop:
    """One unit at one place for some minutes.

    Attributes
    ----------
    crew : str
    unit : int
        1 to as many as go out at once.
    day : date
        The operational day.
    start_min, end_min : int
        Minutes after 00:00 of that date: 360 is 06:00, 1530 is 01:30 of the next date.
    place : int
        Position in the list of places.
    fixed : str
        ``pinned``, ``asked for`` or ``moved``; empty where the plan chose it.
    asked_by, reason : str
    """

    crew: str
    unit: int
    day: datetime.date
    start_min: int
    end_min: int
    place: int
    fixed: str = ""
    asked_by: str = ""
    reason: str = ""


@dataclass(frozen=True, eq=False)
class Deployment:
    """Who is where and when in a month, what that meets, and how good it is.

    Attributes
    ----------
    stops : tuple of Stop
        By day, start, crew and unit.
    met : float
        Value of the place-hours in which somebody is there; each counts once.
    bound : float
        No plan by these rules, with the same stops fixed, meets more.
    exact : bool
        Whether the plan is the best there is: ``bound`` is ``met``. Stops start on a grid of five minutes,
        sessions of fifteen.
    hours_used : mapping of str to float
        By crew: hours of the shifts in which its units go out, each from its start to its end.
    unused : tuple of Shift
        Shifts in which there was nothing to meet, or no hours were left in the month.
    refused : tuple of str
        Fixed stops that could not be kept, a sentence each.
    """

    stops: tuple[Stop, ...]
    met: float
    bound: float
    exact: bool
    hours_used: Mapping[str, float]
    unused: tuple[Shift, ...]
    refused: tuple[str, ...]

    @property
    def gap(self) -> float:
        """``(bound - met) / bound``; 0 when nothing can be met."""
        return (self.bound - self.met) / self.bound if self.bound > 0 else 0.0


def hours_met(start_min: int, end_min: int, works: str) -> range:
    """Return the hours of the operational day that a stop meets, 0 is 06:00 to 07:00.

    A visit meets the hour it starts in; a session every hour of which it fills 30 minutes or more.

    Parameters
    ----------
    start_min, end_min : int
        Minutes after 00:00 of the operational date.
    works : str
        ``visits`` or ``sessions``.

    Examples
    --------
    >>> list(hours_met(1190, 1205, "visits")), list(hours_met(1110, 1230, "sessions"))
    ([13], [12, 13, 14])
    """
    first = (start_min - DAY_BEGINS) // HOUR_MIN
    if works == "visits":
        return range(first, first + 1)
    last = (end_min - DAY_BEGINS - 1) // HOUR_MIN

    def filled(hour: int) -> int:
        begins = DAY_BEGINS + hour * HOUR_MIN
        return min(end_min, begins + HOUR_MIN) - max(start_min, begins)

    long_enough = [hour for hour in range(first, last + 1) if filled(hour) >= HALF_HOUR]
    return range(long_enough[0], long_enough[-1] + 1) if long_enough else range(0)


def clock(minute: int) -> str:
    """Return minutes after 00:00 of an operational date by the clock.

    Examples
    --------
    >>> clock(1530)
    '01:30'
    """
    return f"{minute // HOUR_MIN % HOURS:02d}:{minute % HOUR_MIN:02d}"
