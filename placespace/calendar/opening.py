"""Say which half hours of the week each session is open, in one kind of week."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property, lru_cache

import numpy as np
import pandas as pd
from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday

from placespace.calendar.slots import CLOCK, SLOTS, slots_between
from placespace.calendar.weeks import ALL, BY_TABLE, HOLIDAY, NOT_KNOWN, TERM, Calendar
from placespace.errors import PlacespaceError, WrongUse
from placespace.settings import SETTINGS
from placespace.terms import WEEKDAYS

WEEK_DAYS = 7
MOST_DAYS = 5 * 366
ONCE_A_MONTH = 4
FOURTH, LAST_ONE = 4, -1


@dataclass(frozen=True, eq=False)
class OpenSlots:
    """When each session is open in a kind of week.

    Attributes
    ----------
    slots : ndarray of bool, shape (m, 336)
        Half hours of the week, the first from Monday 00:00; all False for a session that is not open.
    share : ndarray of float, shape (m,)
        The share of such weeks (of their days of the session's weekday) in which it runs; missing
        where that cannot be told.
    notes : ndarray of str, shape (m,)
        Why a session is not open, or what was taken for granted; empty where there is nothing to say.
    about : str
        What has to be said of all of them; empty where there is nothing.
    """

    slots: np.ndarray
    share: np.ndarray
    notes: np.ndarray
    about: str = ""

    @property
    def open(self) -> np.ndarray:
        """Which sessions are open at all: bool, shape (m,)."""
        return self.slots.any(axis=1)


def open_slots(
    sessions: pd.DataFrame,
    calendar: Calendar,
    week_type: str,
    *,
    first: date,
    last: date,
    runs_share: float = SETTINGS["runs_share"].value,
) -> OpenSlots:
    """Return the half hours of the week in which each session is open, in a kind of week.

    A session is open when it runs on more than ``runs_share`` of the days of its weekday that are of
    that kind, between the two days; a half hour counts where it runs for 15 of its 30 minutes.
    Every other week without a first day to count from is half of the weeks, and so not more than half.

    Parameters
    ----------
    sessions : DataFrame
        Columns of ``terms.SESSION_COLUMNS``. A session whose day or hours are not said is never open.
    calendar : Calendar
        With no school holidays listed, sessions in term are taken to run and those in holidays or
        named weeks are not; ``notes`` says so.
    week_type : str
        One of ``calendar.week_types()``, or ``all``.
    first, last : date
        Both inclusive: see :func:`placespace.calendar.planning_year`. Where school holidays are not
        listed no day is term or holiday, and ``about`` says which days that leaves out.
    runs_share : float

    Raises
    ------
    PlacespaceError
        When no day between the two is of that kind, or too few can be told to make up one week.
    WrongUse
        When there is no such kind of week, or the two days are the wrong way round or years apart.
    """
    if not 0 <= (last - first).days < MOST_DAYS:
        raise WrongUse("Days run from first to last, at most five years.", f"{first} to {last}.", "Use a year.")
    days = pd.date_range(first, last)
    weeks = sessions["weeks"].fillna("").astype("str").str.strip().replace("", ALL)
    kind, of_table = calendar.named(week_type), weeks.str.lower().isin(BY_TABLE)
    told, of_kind = calendar.type_of(days) != NOT_KNOWN, calendar.is_of(kind, days)
    unlisted = f"School holidays are not listed for {', '.join(calendar.missing(days))}" if not told.all() else ""
    part = bool(unlisted) and kind in (TERM, HOLIDAY) and days[of_kind].day_of_week.nunique() < WEEK_DAYS
    if part or not of_kind.any():
        raise PlacespaceError(
            f"There must be days of '{kind}' between {first} and {last}{', a whole week of them' if part else ''}.",
            f"{unlisted}." if unlisted and calendar.known else "There is none.",
            "Add them to geodata/calendar.csv, or ask for other weeks.",
        )
    who = "sessions" if kind in BY_TABLE else "sessions in term or holidays"
    says = calendar.known and unlisted and (kind in BY_TABLE or of_table.any())
    about = f"{unlisted}: {who} are judged by the other days." if says else ""
    judged = _Judged(days, of_kind, told, calendar)
    share, notes = np.full(len(sessions), np.nan), np.full(len(sessions), "", object)
    slots = np.zeros((len(sessions), SLOTS), bool)
    clocks = zip(sessions["weekday"], sessions["start"], sessions["end"], strict=True)
    rules = zip(weeks, sessions["every"], sessions["months"], sessions["valid_from"], sessions["valid_to"], strict=True)
    known: dict[tuple, tuple[float, str, bool]] = {}
    for i, ((weekday_of, start, end), rule) in enumerate(zip(clocks, rules, strict=True)):
        if pd.isna(weekday_of) or not all(CLOCK.fullmatch(str(c)) for c in (start, end)):
            share[i], notes[i] = 0.0, "the day or the hours are not said"
        elif start == end:
            share[i], notes[i] = 0.0, "it ends when it starts"
        else:
            key = (int(weekday_of), *(None if pd.isna(v) else v for v in rule))
            if key not in known:
                known[key] = judged.share(*key, runs_share)
            share[i], notes[i], runs = known[key]
            if runs:
                slots[i] = _slots(int(weekday_of), str(start), str(end))
    return OpenSlots(slots, share, notes, about)


@dataclass(frozen=True, eq=False)
class _Judged:
    """The days that sessions are judged by; ``held`` keeps which of them are of each kind of week.

    ``told`` are those that can be called term or holiday: sessions that keep to either are judged by these alone.
    """

    days: pd.DatetimeIndex
    of_kind: np.ndarray
    told: np.ndarray
    calendar: Calendar
    held: dict[str, np.ndarray] = field(default_factory=dict)

    @cached_property
    def at(self) -> np.ndarray:
        return self.days.to_numpy().astype("datetime64[D]")

    @cached_property
    def weekday(self) -> np.ndarray:
        return self.days.day_of_week.to_numpy()

    @cached_property
    def ends(self) -> tuple[datetime, datetime]:
        return self.days[0].to_pydatetime(), self.days[-1].to_pydatetime()

    def share(
        self,
        of: int,
        weeks: str,
        every: int,
        months: str | None,
        valid_from: pd.Timestamp | None,
        valid_to: pd.Timestamp | None,
        runs_share: float,
    ) -> tuple[float, str, bool]:
        """Return in which share of such days a session runs, what to say of it, and whether it is open."""
        such = self.of_kind & (self.weekday == of)
        if not such.any():
            return np.nan, f"there is no {WEEKDAYS[of]} in such weeks", False
        in_months = self._in_months(months or "")
        if in_months is None:
            return 0.0, f"its months cannot be read: '{months}'", False
        can_tell = bool((such & self.told).any())
        if weeks.lower() in BY_TABLE and can_tell:
            such = such & self.told
        runs, note = self._in_weeks(weeks, can_tell=can_tell)
        if runs is None:
            return 0.0, note, False
        if valid_from is not None:
            runs = runs & (self.at >= np.datetime64(valid_from, "D"))
        if valid_to is not None:
            runs = runs & (self.at <= np.datetime64(valid_to, "D"))
        weight = self._pattern(of, int(every or 1), valid_from) * (runs & in_months)
        share = float(weight[such].mean())
        if such.sum() > int(every or 1):
            # a session of every other week is not open in more than half of many weeks by the luck of the dates
            share = min(share, 1 / max(int(every or 1), 1))
        if share > runs_share:
            return (np.nan if note else share), note, True
        return share, f"runs in {share:.0%} of such weeks" if share else "does not run in such weeks", False

    def _in_weeks(self, weeks: str, *, can_tell: bool) -> tuple[np.ndarray | None, str]:
        """Return the days of the weeks a session keeps to, and what to say of them."""
        if weeks.lower() in BY_TABLE and not can_tell:
            if weeks.lower() == TERM:
                return np.ones(len(self.days), bool), "taken to run: no school holidays are listed"
            return None, "its weeks cannot be told: no school holidays are listed"
        try:
            if weeks not in self.held:
                self.held[weeks] = self.calendar.is_of(weeks, self.days)
        except WrongUse:
            return None, f"its weeks, '{weeks}', are not in the calendar"
        return self.held[weeks], ""

    def _in_months(self, months: str) -> np.ndarray | None:
        if not re.fullmatch(r"[\d,; ]*", months, re.ASCII):
            return None
        numbers = [int(m) for m in re.findall(r"\d+", months)]
        return np.isin(self.days.month, numbers) if numbers else np.ones(len(self.days), bool)

    def _pattern(self, of: int, every: int, valid_from: pd.Timestamp | None) -> np.ndarray:
        """Return the chance that a session runs on each day of its weekday, by how often it runs alone."""
        if every == 1:
            return np.ones(len(self.days))
        if valid_from is None:
            if every != ONCE_A_MONTH:
                return np.full(len(self.days), 1 / every)
            # one of the four or five such days of its month, nobody said which
            return 1 / (4.0 + (self.days.day + 28 - (self.days.day - 1) // 7 * 7 <= self.days.days_in_month))
        start = valid_from.normalize() + pd.Timedelta(days=(of - valid_from.day_of_week) % WEEK_DAYS)
        if every == ONCE_A_MONTH:
            dates = _monthly(of, (start.day - 1) // WEEK_DAYS + 1, *self.ends)
        else:
            first, last = self.ends
            dates = _weekly(every, first + (start - first) % pd.Timedelta(weeks=every), last)
        return np.isin(self.at, dates)


@lru_cache(maxsize=1024)
def _weekly(every: int, start: datetime, last: datetime) -> np.ndarray:
    return _dates(rrule(WEEKLY, interval=every, dtstart=start, until=last))


@lru_cache(maxsize=1024)
def _monthly(of: int, which: int, first: datetime, last: datetime) -> np.ndarray:
    """Return the first, second, third, fourth or else last such weekday of each month."""
    day = weekday(of)(which if which <= FOURTH else LAST_ONE)
    return _dates(rrule(MONTHLY, dtstart=first.replace(day=1), until=last, byweekday=day))


def _dates(rule: rrule) -> np.ndarray:
    return np.array([day.date() for day in rule], "datetime64[D]")


@lru_cache(maxsize=4096)
def _slots(of: int, start: str, end: str) -> np.ndarray:
    return slots_between(of, start, end)
