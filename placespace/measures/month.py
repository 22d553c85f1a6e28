"""Say what to expect on each day and hour of a month to come, from what was recorded on such days before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from placespace.calendar import Calendar
from placespace.errors import PlacespaceError
from placespace.grid import Cells, Question
from placespace.measures.find import Reading
from placespace.measures.hours import Hours, hours, shrunk
from placespace.settings import SETTINGS

DAY, DAYS = 24, 7
OWN_KINDS = ("term", "holiday")
"""Kinds of day with hours of their own; bank holidays are too few to have any."""
STARTS = int(SETTINGS["day_starts_hour"].value)


@dataclass(frozen=True, eq=False)
class MonthDemand:
    """What was recorded on days such as those of a month to come.

    Attributes
    ----------
    month : str
        ``YYYY-MM``.
    days : DatetimeIndex, shape (D,)
        Its operational days, 06:00 to 05:59.
    kinds : ndarray of str, shape (D,)
        The days each is expected to be like: ``term``, ``holiday``, or ``all``.
    hours : mapping of str to Hours
        What was recorded in each cell on each of these kinds of day, and on all days.
    notes : tuple of str
        What a reader must know.
    """

    month: str
    days: pd.DatetimeIndex
    kinds: np.ndarray
    hours: Mapping[str, Hours]
    notes: tuple[str, ...] = ()

    def recorded(self, member: np.ndarray, places: int) -> np.ndarray:
        """Return the events to expect at each place, day and hour, as recorded: nothing drawn or smoothed.

        Parameters
        ----------
        member : ndarray of int, shape (n,)
            The place of each cell; -1 is none.
        places : int

        Returns
        -------
        ndarray, shape (places, D, 24)
            Hour 0 is 06:00. A day expects the mean of the days of its weekday and kind in the months used.
        """
        return self.on_days(self.weeks(member, places))

    def weeks(self, member: np.ndarray, places: int) -> dict[str, np.ndarray]:
        """Return what was recorded in a mean week of each kind: by kind, shape (places, 7, 24), as :meth:`steadied`."""
        return {k: _per_day(_by_place(h, member, places)[:places], h.days) for k, h in self.hours.items()}

    def steadied(self, member: np.ndarray, places: int, *, k: float) -> dict[str, np.ndarray]:
        """Return what to expect in a week of each kind, each place's hours drawn to the area's and smoothed.

        Events of unknown time are spread by the place's hours: see :func:`placespace.measures.shrunk`.

        Parameters
        ----------
        member : ndarray of int, shape (n,)
        places : int
        k : float
            Events at which a place's own hours count as much as the area's.

        Returns
        -------
        dict of str to ndarray, shape (places, 7, 24)
            By kind of day; Monday first, hour 0 is 06:00.
        """
        of_kind = {}
        for kind, found in self.hours.items():
            rows = _by_place(found, member, places)
            unknown = np.bincount(np.where(member < 0, places, member), found.unknown, places + 1)
            spread = (rows.sum(axis=1) + unknown)[:, None] * np.nan_to_num(shrunk(rows, k))
            of_kind[kind] = _per_day(spread[:places], found.days)
        return of_kind

    def on_days(self, of_kind: Mapping[str, np.ndarray]) -> np.ndarray:
        """Return weeks of each kind, shape (p, 7, 24), laid on the days of the month: shape (p, D, 24)."""
        return np.stack([of_kind[k][:, w] for k, w in zip(self.kinds, self.days.day_of_week, strict=True)], axis=1)

    @property
    def total(self) -> float:
        """Events to expect in all cells and hours of the month, of those whose hour is known."""
        cells = len(self.hours["all"].by_cell)
        return float(self.recorded(np.zeros(cells, int), 1).sum())

    @property
    def unknown_share(self) -> float:
        """Share of the events whose hour is not known."""
        known, unknown = float(self.hours["all"].by_cell.sum()), float(self.hours["all"].unknown.sum())
        return unknown / (known + unknown) if known + unknown else 0.0

    @property
    def months(self) -> list[str]:
        """The months that it is counted from."""
        return self.hours["all"].months


def month_demand(reading: Reading, question: Question, cells: Cells, calendar: Calendar, month: str) -> MonthDemand:
    """Return what to expect on the days of a month.

    A day of term expects what days of term with its name held, a day of holiday the same of holidays. A bank
    holiday, a day whose kind nobody listed, and a kind that the months used lack for some weekday of the month,
    expect what all days of that name held; ``notes`` says so.

    Parameters
    ----------
    reading : Reading
    question : Question
        With its window: months before the one to come.
    cells : Cells
    calendar : Calendar
    month : str
        ``YYYY-MM``.

    Raises
    ------
    WrongUse
        When the source gives no hours or no places: see :func:`placespace.measures.hours.hours`.
    """
    period = pd.Period(month, "M")
    days = pd.date_range(period.start_time.normalize(), period.end_time.normalize())
    listed = calendar.type_of(days) if calendar.known else np.full(len(days), "not known")
    held, notes = {"all": hours(reading, question, cells, calendar, "all")}, []
    kinds = np.full(len(days), "all", dtype="U8")
    for kind in [k for k in OWN_KINDS if (listed == k).any()]:
        try:
            found = hours(reading, question, cells, calendar, kind)
        except PlacespaceError as why:
            notes.append(f"Days of {kind} are expected to be like all days. {why}")
            continue
        if (found.days[np.unique(days[listed == kind].day_of_week)] == 0).any():
            notes.append(f"Days of {kind} are expected to be like all days: the months used hold too few of them.")
            continue
        held[kind], kinds[listed == kind] = found, kind
    if (listed == "not known").any():
        notes.append("Term and holidays are not listed for all of this month: those days are like all days.")
    return MonthDemand(month, days, kinds, held, tuple(notes))


def _by_place(found: Hours, member: np.ndarray, places: int) -> np.ndarray:
    """Return events by place and hour of the week, the cells of no place together in the last row."""
    out = np.zeros((places + 1, found.by_cell.shape[1]))
    np.add.at(out, np.where(member < 0, places, member), found.by_cell)
    return out


def _per_day(by_place: np.ndarray, days: np.ndarray) -> np.ndarray:
    """Return the mean of a weekday, shape (p, 7, 24), hour 0 at 06:00: the small hours are of the day before."""
    by_day = np.roll(by_place, -STARTS, axis=1).reshape(len(by_place), DAYS, DAY)
    each = np.asarray(days, float)[None, :, None]
    return np.divide(by_day, each, out=np.zeros_like(by_day), where=each > 0)
