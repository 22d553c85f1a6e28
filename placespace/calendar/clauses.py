"""Say of a date whether a clause of a rule is about it: days of the week, dates, months, term, named weeks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from placespace.calendar.weeks import BANK, HOLIDAY, TERM, Calendar, bank_holidays
from placespace.errors import PlacespaceError
from placespace.terms import WEEKDAYS

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip
SCHOOL_DAY, EVERY_DAY = "school day", "every day"
SCHOOL_WEEK = 5
AUTUMN_NIGHTS = {"Mischief Night": (10, 30), "Halloween": (10, 31), "Bonfire Night": (11, 5)}
NAMED_DAYS = AUTUMN_NIGHTS | {
    "Christmas Eve": (12, 24), "Christmas Day": (12, 25), "Boxing Day": (12, 26), "New Year's Eve": (12, 31),
    "New Year's Day": (1, 1),
}  # fmt: skip
"""Days of every year that people call by name: month and day."""
SAYS_NOTHING = {"the", "week", "weeks", "holiday", "holidays", "period", "and", "to"}
"""Words by which no week in the calendar can be told from another."""


@dataclass(frozen=True, order=True)
class Days:
    """One way to say which dates.

    ``of`` is ``weekday`` (0 is Monday), ``school day``, ``every day``, ``bank holiday``, ``term``, ``holiday``,
    ``month`` (1 to 12), ``yearly`` (month * 100 + day), ``dates`` (``first`` to ``last``) or ``named``.
    """

    of: str
    number: int = 0
    first: date = date.min
    last: date = date.min
    name: str = ""


@dataclass(frozen=True)
class Clause:
    """Dates that are of any of ``days`` and of any of ``within``; empty is no limit.

    Examples
    --------
    >>> fridays = Clause((Days("weekday", 4),), (Days("month", 12),))
    >>> fridays.says()
    'Friday in December'
    """

    days: tuple[Days, ...] = ()
    within: tuple[Days, ...] = ()

    def holds(self, days: pd.DatetimeIndex, calendar: Calendar) -> np.ndarray:
        """Return on which days it holds: bool, one a day.

        Raises
        ------
        PlacespaceError
            When it needs school holidays or named weeks that the calendar does not hold.
        """
        out = np.ones(len(days), bool)
        for some in filter(None, (self.days, self.within)):
            out &= np.any([_is_of(one, days, calendar) for one in some], axis=0)
        return out

    def says(self, calendar: Calendar | None = None, *, last: str = "and") -> str:
        """Return it in words, ``last`` before the last of several; named weeks as a calendar lists them."""
        days, within = (_listed(some, calendar, last) for some in (self.days, self.within))
        return f"{days} in {within}" if days and within else days or within


def weeks_named(name: str, calendar: Calendar) -> list[str]:
    """Return the holidays and weeks of a calendar that a name means: those that hold every word of it.

    Raises
    ------
    PlacespaceError
        When there is none.

    Examples
    --------
    >>> table = pd.DataFrame({"kind": ["event"], "name": ["Halloween to Bonfire"],
    ...                       "first": [pd.Timestamp(2026, 10, 30)], "last": [pd.Timestamp(2026, 11, 5)]})
    >>> weeks_named("bonfire week", Calendar(table))
    ['Halloween to Bonfire']
    """
    wanted = _words(name)
    listed = list(dict.fromkeys(calendar.table["name"].astype("str")))
    if found := [own for own in listed if wanted and wanted <= _words(own)]:
        return found
    raise PlacespaceError(
        "Weeks that a rule names must be in the calendar.",
        f"'{name}' is not; it has {', '.join(listed) or 'none'}.",
        "Add it to geodata/calendar.csv as an event, or write dates: 2026-10-30 to 2026-11-05.",
    )


def _words(name: str) -> set[str]:
    return set(re.findall(r"[a-z0-9]+", name.lower())) - SAYS_NOTHING


def _is_of(one: Days, days: pd.DatetimeIndex, calendar: Calendar) -> np.ndarray:
    if one.of == "weekday":
        return np.asarray(days.day_of_week == one.number)
    if one.of == "month":
        return np.asarray(days.month == one.number)
    if one.of == "yearly":
        return np.asarray(days.month * 100 + days.day == one.number)
    if one.of == "dates":
        at = days.to_numpy().astype("datetime64[D]")
        return (at >= np.datetime64(one.first)) & (at <= np.datetime64(one.last))
    if one.of == BANK:
        return np.isin(days.to_numpy().astype("datetime64[D]"), bank_holidays(calendar.nation, days.year.unique()))
    if one.of in (TERM, HOLIDAY, SCHOOL_DAY):
        kind = TERM if one.of == SCHOOL_DAY else one.of
        calendar.check_covered(kind, days)
        weekday = np.asarray(days.day_of_week < SCHOOL_WEEK)
        return calendar.is_of(kind, days) & (weekday | (one.of != SCHOOL_DAY))
    if one.of == "named":
        return np.any([calendar.is_of(own, days) for own in weeks_named(one.name, calendar)], axis=0)
    return np.ones(len(days), bool)


def _listed(some: tuple[Days, ...], calendar: Calendar | None, last: str) -> str:
    """Return days in words: ``Monday to Thursday and school days``."""
    weekdays = sorted(one.number for one in some if one.of == "weekday")
    said = _weekdays(weekdays) if weekdays else []
    said += [_said(one, calendar) for one in some if one.of != "weekday"]
    return f" {last} ".join(filter(None, (", ".join(said[:-1]), said[-1]))) if said else ""


def _weekdays(numbers: list[int]) -> list[str]:
    run = len(numbers) > 2 and numbers[-1] - numbers[0] == len(numbers) - 1
    return [f"{WEEKDAYS[numbers[0]]} to {WEEKDAYS[numbers[-1]]}"] if run else [WEEKDAYS[n] for n in numbers]


def _said(one: Days, calendar: Calendar | None) -> str:
    if one.of == "named":
        own = ", ".join(weeks_named(one.name, calendar)) if calendar is not None else ""
        return f"{one.name} ({own})" if own and own.lower() != one.name else one.name
    if one.of == "month":
        return MONTHS[one.number - 1]
    if one.of == "yearly":
        return f"{one.number % 100} {MONTHS[one.number // 100 - 1]} of every year"
    if one.of == "dates":
        return _day(one.first) if one.first == one.last else f"{_day(one.first)} to {_day(one.last)}"
    return {SCHOOL_DAY: "school days", BANK: "bank holidays", HOLIDAY: "school holidays"}.get(one.of, one.of)


def _day(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"
