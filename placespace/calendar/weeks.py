"""Tell term from holiday and bank holiday, day by day, and never call a day term that nobody listed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

import holidays
import numpy as np
import pandas as pd

from placespace.errors import PlacespaceError, WrongUse
from placespace.settings import SETTINGS

ALL, TERM, HOLIDAY, BANK, NOT_KNOWN = "all", "term", "holiday", "bank holiday", "not known"
BY_TABLE = (TERM, HOLIDAY, BANK)
"""Kinds of day that can be told only where school holidays are listed."""
FRIDAY, SUNDAY = 4, 6


@dataclass(frozen=True, eq=False)
class Calendar:
    """The authority's own dates, with the bank holidays of its nation.

    Attributes
    ----------
    table : DataFrame
        ``kind`` (``holiday`` or ``event``), ``name``, ``first``, ``last`` (datetime64, both inclusive), ``source``.
    nation : str
        ``ENG``, ``WLS``, ``SCT`` or ``NIR``: whose bank holidays.
    faults : tuple of str
        Lines of the file that could not be used, each with its reason.
    notes : tuple of str
        What is odd in the lines that are used.
    """

    table: pd.DataFrame
    nation: str = "ENG"
    faults: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @cached_property
    def known(self) -> bool:
        """Whether any school holidays are listed: without them no day can be called term."""
        return bool((self.table["kind"] == "holiday").any())

    def week_types(self) -> list[str]:
        """Return the kinds of week there are: term, holiday, then names in the order they are listed.

        With no school holidays listed the first is ``all`` alone. ``all`` and ``bank holiday`` may
        always be asked for besides.
        """
        return [*((TERM, HOLIDAY) if self.known else (ALL,)), *self.table["name"].unique()]

    def days_of(self, week_type: str, first: date, last: date) -> pd.DatetimeIndex:
        """Return the days of a kind of week between two days, both inclusive.

        Raises
        ------
        PlacespaceError
            When the school holidays of that time are not listed (for term, holiday and bank holiday).
        WrongUse
            When there is no such kind of week.
        """
        days = pd.date_range(first, last)
        self.check_covered(week_type, days)
        return days[self.is_of(week_type, days)]

    def is_of(self, week_type: str, days: pd.DatetimeIndex) -> np.ndarray:
        """Return which days are of a kind of week: bool, one a day. Days nobody listed are of none but ``all``."""
        kind = self.named(week_type)
        if kind == ALL:
            return np.ones(len(days), bool)
        if kind in BY_TABLE:
            return self.type_of(days) == kind
        return _within(days, self._ranges[(self.table["name"] == kind).to_numpy()])

    def type_of(self, days: pd.DatetimeIndex) -> np.ndarray:
        """Return ``term``, ``holiday``, ``bank holiday`` or ``not known`` for each day.

        A holiday that ends on a Friday takes in the weekend after it. A bank holiday outside school
        holidays is neither term nor holiday: schools are closed, and the week is no ordinary one.
        """
        kinds = np.where(_within(days, self._covered), TERM, NOT_KNOWN).astype("U12")
        kinds[(kinds == TERM) & np.isin(_as_days(days), bank_holidays(self.nation, days.year.dropna().unique()))] = BANK
        kinds[_within(days, self._school_out)] = HOLIDAY
        return kinds

    def named(self, week_type: str) -> str:
        """Return a kind of week as it is listed, however it is capitalised.

        Raises
        ------
        PlacespaceError
            When it is term, holiday or bank holiday and no school holidays are listed.
        WrongUse
            When there is no such kind of week.
        """
        asked = week_type.strip().lower()
        if asked in BY_TABLE and not self.known:
            raise PlacespaceError(
                "Term and holidays need the authority's own dates.",
                "geodata/calendar.csv holds no school holidays.",
                "Fill it in (kind,name,first,last,source), or ask for all weeks.",
            )
        for name in (ALL, *BY_TABLE, *self.table["name"].unique()):
            if name.lower() == asked:
                return name
        listed = ", ".join(dict.fromkeys([*self.week_types(), ALL]))
        raise WrongUse(f"A kind of week is one of: {listed}.", f"'{week_type}' is not.", "Copy the name from the list.")

    def covered(self, first: date, last: date) -> bool:
        """Return whether every day between two days, both inclusive, can be called term or holiday."""
        return not self.missing(pd.date_range(first, last))

    def missing(self, days: pd.DatetimeIndex) -> list[str]:
        """Return the stretches of days whose school holidays are not listed, as ``2019-01-01 to 2019-03-31``.

        A day is covered between two listed holidays no further apart than a term is long
        (``term_most_days``), and up to ``term_edge_days`` before the first or after the last.
        """
        gone = days[~_within(days, self._covered)].sort_values()
        breaks = np.flatnonzero(np.diff(_as_days(gone)).astype(int) > 1) + 1
        return [f"{s[0]:%Y-%m-%d} to {s[-1]:%Y-%m-%d}" for s in np.split(gone, breaks) if len(s)]

    def check_covered(self, week_type: str, days: pd.DatetimeIndex) -> None:
        """Raise, with the dates that are needed, when a kind of week cannot be told on some of the days.

        Raises
        ------
        PlacespaceError
        """
        if self.named(week_type) in BY_TABLE and (missing := self.missing(days)):
            raise PlacespaceError(
                "The calendar must hold the school holidays of the days asked about.",
                f"It holds none that tell what these are: {', '.join(missing)}.",
                "Add them to geodata/calendar.csv, or ask for all weeks.",
            )

    @cached_property
    def _ranges(self) -> np.ndarray:
        """First and last day of each line of the table, shape (rows, 2)."""
        return self.table[["first", "last"]].to_numpy("datetime64[D]")

    @cached_property
    def _school_out(self) -> np.ndarray:
        """First and last day of each school holiday, in order, weekends that follow included, shape (h, 2)."""
        out = self._ranges[(self.table["kind"] == "holiday").to_numpy()]
        out = out[np.argsort(out[:, 0], kind="stable")].copy()
        weekday = pd.DatetimeIndex(out[:, 1]).day_of_week.to_numpy()
        out[:, 1] += np.where(weekday >= FRIDAY, SUNDAY - weekday, 0)
        return out

    @cached_property
    def _covered(self) -> np.ndarray:
        """First and last day of each stretch of days that can be told apart, shape (s, 2)."""
        edge, most = (int(SETTINGS[n].value) for n in ("term_edge_days", "term_most_days"))
        spans: list[list[np.datetime64]] = []
        for first, last in self._school_out:
            if spans and (first - spans[-1][1]).astype(int) - 1 <= most:
                spans[-1][1] = max(spans[-1][1], last)
            else:
                spans.append([first, last])
        return np.array(spans, "datetime64[D]").reshape(-1, 2) + np.array([-edge, edge])


def _as_days(days: pd.DatetimeIndex) -> np.ndarray:
    return days.to_numpy().astype("datetime64[D]")


def _within(days: pd.DatetimeIndex, ranges: np.ndarray) -> np.ndarray:
    at = _as_days(days)[:, None]
    return ((at >= ranges[:, 0]) & (at <= ranges[:, 1])).any(axis=1)


def bank_holidays(nation: str, years: Sequence[int]) -> np.ndarray:
    """Return the bank holidays of a nation in some years, in order: datetime64[D].

    Examples
    --------
    >>> bank_holidays("ENG", [2026])[:2].astype(str).tolist()
    ['2026-01-01', '2026-04-03']
    """
    found = [day for year in sorted({int(y) for y in years}) for day in _bank_holidays(nation, year)]
    return np.array(found, "datetime64[D]")


def bank_holiday_names(nation: str, year: int) -> dict[date, str]:
    """Return the bank holidays of a nation in a year, in order, with what each is called.

    Examples
    --------
    >>> next(iter(bank_holiday_names("ENG", 2026).items()))
    (datetime.date(2026, 1, 1), "New Year's Day")
    """
    return dict(sorted(holidays.country_holidays("GB", subdiv=nation, years=int(year)).items()))


@lru_cache(maxsize=256)
def _bank_holidays(nation: str, year: int) -> tuple[date, ...]:
    return tuple(bank_holiday_names(nation, year))


def operational_day(at: pd.Series, *, starts_hour: int | None = None) -> pd.Series:
    """Return the day each time is of, when days start in the morning: 01:30 on Saturday is of Friday.

    Parameters
    ----------
    at : Series of datetime64
        Local times; missing stays missing.
    starts_hour : int, optional
        The setting ``day_starts_hour`` by default.

    Examples
    --------
    >>> operational_day(pd.Series(pd.to_datetime(["2025-10-11 01:30", "2025-10-11 06:00"]))).dt.day_name().tolist()
    ['Friday', 'Saturday']
    """
    hour = SETTINGS["day_starts_hour"].value if starts_hour is None else starts_hour
    return (at - pd.Timedelta(hours=hour)).dt.normalize()


def planning_year(today: date) -> tuple[date, date]:
    """Return the first and last day of the twelve months that start with this month.

    Examples
    --------
    >>> [str(day) for day in planning_year(date(2026, 10, 20))]
    ['2026-10-01', '2027-09-30']
    """
    first = pd.Timestamp(today).replace(day=1)
    return first.date(), (first + pd.DateOffset(years=1, days=-1)).date()
