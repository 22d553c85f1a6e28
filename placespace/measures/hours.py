"""Say at which hours of the week harm was recorded, a cell at a time, in one kind of week."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from placespace.calendar import Calendar
from placespace.errors import PlacespaceError, WrongUse
from placespace.grid import Cells, Question, has_hours, timed_events
from placespace.grid.times import HOURS, UNKNOWN
from placespace.measures.find import Reading, windowed
from placespace.settings import SETTINGS


@dataclass(frozen=True, eq=False)
class AreaHours:
    """The hours of one question in one kind of week, all cells together.

    Attributes
    ----------
    counts : ndarray of float, shape (168,)
        Events by hour of the week, Monday 00:00 first. Parts of one come from events known as a window.
    unknown : float
        Events whose time is not known: counted, and in no hour.
    weeks : float
        Days of this kind in the months used, divided by 7.
    months : list of str
    week_type : str
    days : ndarray of int, shape (7,)
        Days of this kind in the months used, Mondays first.
    """

    counts: np.ndarray
    unknown: float
    weeks: float
    months: list[str]
    week_type: str
    days: np.ndarray

    @property
    def timed(self) -> float:
        """Events whose time is known."""
        return float(self.counts.sum())


@dataclass(frozen=True, eq=False)
class Hours:
    """The hours of one question in one kind of week, a row a cell, in cell order.

    Attributes
    ----------
    by_cell : ndarray of float, shape (n, 168)
        Events recorded, by hour of the week, Monday 00:00 first. Parts of one come from events known
        as a window.
    unknown : ndarray of float, shape (n,)
        Events whose time is not known: counted, and in no hour.
    weeks : float
        Days of this kind in the months used, divided by 7.
    months : list of str
        Months used: those of the window that are held and not thin at source.
    week_type : str
    days : ndarray of int, shape (7,)
        Days of this kind in the months used, Mondays first.
    """

    by_cell: np.ndarray
    unknown: np.ndarray
    weeks: float
    months: list[str]
    week_type: str
    days: np.ndarray

    def of(self, at: ArrayLike | None = None) -> AreaHours:
        """Return the hours of some cells together.

        Parameters
        ----------
        at : array of int or bool, optional
            Positions of cells, or one bool a cell; all of them by default.
        """
        at = slice(None) if at is None else np.asarray(at)
        counts, unknown = self.by_cell[at].sum(axis=0), float(self.unknown[at].sum())
        return AreaHours(counts, unknown, self.weeks, self.months, self.week_type, self.days)


def hours(reading: Reading, question: Question, cells: Cells, calendar: Calendar, week_type: str) -> Hours:
    """Return at which hours of the week a question's events were recorded, in each cell.

    An event counts when the operational day it belongs to is of the kind of week: 01:30 on Saturday
    is of Friday's night, and its hour is still Saturday 01. Months not held, or thin at source, are
    left out of the events and of the weeks.

    Parameters
    ----------
    reading : Reading
    question : Question
        The last twelve months by default.
    cells : Cells
    calendar : Calendar
    week_type : str
        One of ``calendar.week_types()``, or ``all``.

    Raises
    ------
    WrongUse
        When the source gives no times, or no places (see :func:`area_hours`), or there is no such
        category or kind of week.
    PlacespaceError
        When no month of the window is held, or its school holidays are not listed.
    """
    _must_say_where(reading, question)
    events, asked = _events(reading, question, cells.resolution, calendar, week_type)
    at = np.append(cells.index.get_indexer(events["cell"].cat.categories), -1)[events["cell"].cat.codes]
    events, at = events[at >= 0], at[at >= 0]
    hour, share = events["hour_of_week"].to_numpy(int), events["share"].to_numpy()
    # one column more than hours: that of the unknown
    flat = np.where(hour == UNKNOWN, HOURS, hour) + at * (HOURS + 1)
    total = np.bincount(flat, share, len(cells) * (HOURS + 1)).reshape(len(cells), HOURS + 1)
    return Hours(total[:, :HOURS], total[:, HOURS], **asked)


def area_hours(
    reading: Reading,
    question: Question,
    calendar: Calendar,
    week_type: str,
    cells: Cells | None = None,
    at: ArrayLike | None = None,
) -> AreaHours:
    """Return at which hours of the week a question's events were recorded, all together.

    Parameters
    ----------
    cells : Cells, optional
        Only events in these cells; without them every event of the layer, those outside the area and
        those without a place as well: the way for a source that says when and not where.
    at : array of int or bool, optional
        Which of the cells; all of them by default.

    Raises
    ------
    WrongUse, PlacespaceError
        As :func:`hours`.
    """
    if cells is not None:
        return hours(reading, question, cells, calendar, week_type).of(at)
    resolution = reading.resolution_of(question.layer)
    events, asked = _events(reading, question, resolution, calendar, week_type)
    hour, share = events["hour_of_week"].to_numpy(int), events["share"].to_numpy()
    total = np.bincount(np.where(hour == UNKNOWN, HOURS, hour), share, HOURS + 1)
    return AreaHours(total[:HOURS], float(total[HOURS]), **asked)


def _events(
    reading: Reading, question: Question, resolution: int, calendar: Calendar, week_type: str
) -> tuple[pd.DataFrame, dict]:
    """Return a question's events of a kind of week, and the weeks, days and months they were taken from."""
    _must_say_when(reading, question)
    store = reading.counts(question.layer, resolution)
    question = windowed(store, question)
    store.asked(question)  # says which category or window is wrong
    months = store.months(question)
    # months need not follow each other: some may not be held
    days = pd.date_range(f"{months[0]}-01", pd.Period(months[-1], "M").end_time.normalize())
    days = days[days.strftime("%Y-%m").isin(months)]
    calendar.check_covered(week_type, days)
    such = days[calendar.is_of(week_type, days)]
    events = timed_events(reading.workspace, question.layer, resolution)
    keep = events["month"].isin(months)
    if question.categories:
        keep &= events["category"].isin(question.categories)
    events = events[keep]
    codes, each = pd.factorize(events["day"], use_na_sentinel=False)
    events = events[calendar.is_of(week_type, pd.DatetimeIndex(each))[codes]]
    counted = np.bincount(such.day_of_week, minlength=7)
    return events, {"weeks": len(such) / 7, "months": months, "week_type": calendar.named(week_type), "days": counted}


def _must_say_when(reading: Reading, question: Question) -> None:
    layer = reading.incidents(question.layer)
    if has_hours(reading.workspace, layer.id):
        return
    others = [one.source for one in reading.workspace.of_role("harm") if _says_when(reading, one.id)]
    do = f"Use the {' or '.join(others)} source." if others else "Add a source with times, such as ambulance calls."
    raise WrongUse("Hours need a source that says when.", f"'{layer.title}' gives months only.", do)


def _says_when(reading: Reading, layer_id: str) -> bool:
    placing = reading.placings.get(layer_id)
    return bool(placing and placing.rows) and has_hours(reading.workspace, layer_id)


def _must_say_where(reading: Reading, question: Question) -> None:
    layer = reading.incidents(question.layer)
    if layer.precision == "none":
        raise WrongUse(
            "Hours by cell need a source that says where.",
            f"'{layer.title}' has no places in it.",
            "See its hours for the whole area.",
        )


def shrunk(by_cell: np.ndarray, k: float = SETTINGS["shrink_events"].value) -> np.ndarray:
    """Return each cell's profile over the week, drawn towards the area's and smoothed over an hour either side.

    ``(n_ih + k pi_h) / (n_i + k)``, where ``pi_h`` is the area's share of hour h and ``n_i`` the cell's
    events with a time; then the mean of each hour and the two beside it, Sunday 23:00 beside Monday 00:00.

    Parameters
    ----------
    by_cell : ndarray, shape (n, 168)
    k : float
        Events at which a cell's own hours count as much as the area's.

    Returns
    -------
    ndarray, shape (n, 168)
        Each row sums to 1; all missing when no event of the area has a time: there is no profile to give.

    Raises
    ------
    PlacespaceError
        When k is negative.

    Examples
    --------
    >>> by_cell = np.zeros((2, 168)); by_cell[0, 10] = 20; by_cell[1, 100] = 60
    >>> profile = shrunk(by_cell, k=20)
    >>> profile[0, [9, 10, 11, 100]].round(4).tolist()      # (20 + 20 x 0.25) / 40 / 3, (20 x 0.75) / 40 / 3
    [0.2083, 0.2083, 0.2083, 0.125]
    """
    if k < 0:
        raise PlacespaceError("Profiles are drawn to the area's by 0 or more events.", f"k is {k}.", "Use 20, say.")
    by_cell = np.asarray(by_cell, float)
    total = by_cell.sum()
    if total == 0:
        return np.full(by_cell.shape, np.nan)
    area = by_cell.sum(axis=0) / total
    own = by_cell.sum(axis=1, keepdims=True)
    held = own + k > 0
    profile = np.divide(by_cell + k * area, own + k, out=np.broadcast_to(area, by_cell.shape).copy(), where=held)
    profile = (np.roll(profile, 1, axis=1) + profile + np.roll(profile, -1, axis=1)) / 3
    return profile / profile.sum(axis=1, keepdims=True)


def expected_per_week(
    hours: Hours, *, as_recorded: bool = False, k: float = SETTINGS["shrink_events"].value
) -> np.ndarray:
    """Return the events to expect in each cell and hour of one week of this kind.

    Parameters
    ----------
    hours : Hours
    as_recorded : bool
        What was recorded at each hour divided by the weeks, with nothing drawn, smoothed or spread.
        By default a cell's events, those of unknown time too, spread by its profile: :func:`shrunk`.
    k : float

    Returns
    -------
    ndarray, shape (n, 168)
        A cell without events is 0. Missing where a cell has events and none of the area has a time.

    Raises
    ------
    PlacespaceError
        When the months used hold no day of this kind.
    """
    if hours.weeks == 0:
        span = f"{hours.months[0]} to {hours.months[-1]}" if hours.months else "no month"
        raise PlacespaceError(
            f"The months used must hold days of '{hours.week_type}'.",
            f"{span} holds none.",
            "Ask for other weeks or a longer window.",
        )
    if as_recorded:
        return hours.by_cell / hours.weeks
    events = hours.by_cell.sum(axis=1) + hours.unknown
    return np.where(events[:, None] == 0, 0.0, events[:, None] * shrunk(hours.by_cell, k)) / hours.weeks
