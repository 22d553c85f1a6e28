"""Say what share of what is expected a plan meets, and where and when it leaves most uncovered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from placespace.catalogue import Crew
from placespace.errors import WrongUse
from placespace.measures.peaks import Peak, peaks_in_words
from placespace.plans.stops import DAY_BEGINS, HOUR_MIN, HOURS, Stop, hours_met
from placespace.plans.windows import BY_DAY, BY_NIGHT, NIGHT

UNCOVERED_COLUMNS = {
    "place": "id of the place",
    "name": "what people call it",
    "when": "days and hours, in words",
    "days": "operational weekdays, 0 is Monday",
    "start": "hour of the clock",
    "end": "hour of the clock, not included",
    "expected": "expected in the month in those hours",
    "met": "of that, in hours in which somebody is there",
    "left": "of that, in hours in which nobody is there",
}


def share_met(
    recorded: np.ndarray, stops: Sequence[Stop], days: pd.DatetimeIndex, crews: Mapping[str, Crew]
) -> tuple[float, np.ndarray]:
    """Return how much of what is expected falls in hours in which somebody is there, and which hours those are.

    Parameters
    ----------
    recorded : ndarray of float, shape (p, D, 24)
        Expected events by place, operational day and hour, 0 is 06:00.
    stops : sequence of Stop
        Those of other days are left aside.
    days : DatetimeIndex, length D
    crews : mapping of str to Crew
        By id.

    Returns
    -------
    met : float
        Each place-hour once, however many are there.
    covered : ndarray of bool, shape (p, D, 24)
    """
    recorded = np.asarray(recorded, float)
    if recorded.ndim != 3 or recorded.shape[1:] != (len(days), HOURS):
        found = f"The shape is {recorded.shape}, with {len(days)} days."
        raise WrongUse("What is expected is places by days by 24 hours.", found, "Give both for the same month.")
    position = {day.date(): n for n, day in enumerate(days)}
    covered = np.zeros(recorded.shape, bool)
    for stop in stops:
        if stop.day in position:
            hours = hours_met(stop.start_min, stop.end_min, crews[stop.crew].works)
            covered[stop.place, position[stop.day], list(hours)] = True
    return float(recorded[covered].sum()), covered


def uncovered(
    recorded: np.ndarray,
    covered: np.ndarray,
    days: pd.DatetimeIndex,
    places: pd.DataFrame,
    *,
    hours: int = 4,
    week_type: str = "term",
) -> pd.DataFrame:
    """Return where and when a plan leaves most of what is expected, largest first.

    Each place's month is parted into school days, weekends, week nights and Friday and Saturday nights, and
    each of these into runs of a few hours: the run in which most is left is listed, then the next that does
    not overlap it, until nothing is left.

    Parameters
    ----------
    recorded : ndarray of float, shape (p, D, 24)
    covered : ndarray of bool, shape (p, D, 24)
        See :func:`share_met`.
    days : DatetimeIndex, length D
    places : DataFrame
        Columns ``place`` and ``name``, p rows.
    hours : int
        The longest run.
    week_type : str
        How Monday to Friday are called: see :func:`placespace.measures.peaks_in_words`.

    Returns
    -------
    DataFrame
        :data:`UNCOVERED_COLUMNS`; what is left adds up to all that is left.
    """
    recorded, nobody = np.asarray(recorded, float), ~np.asarray(covered, bool)
    weekday = days.day_of_week.to_numpy()
    night = NIGHT - DAY_BEGINS // HOUR_MIN
    rows = []
    for kinds, span in ((BY_DAY, range(night)), (BY_NIGHT, range(night, HOURS))):
        for kind in kinds:
            of_kind = np.isin(weekday, kind)
            every = recorded[:, of_kind].sum(axis=1)
            left = (recorded * nobody)[:, of_kind].sum(axis=1)
            for place, first, last in _runs(left, span, hours):
                start, end = ((hour + DAY_BEGINS // HOUR_MIN) % HOURS for hour in (first, last))
                expected, alone = every[place, first:last].sum(), left[place, first:last].sum()
                words = peaks_in_words([Peak(tuple(sorted(kind)), start, end, alone, 0.0, 0.0)], week_type)
                rows.append((place, words, tuple(sorted(kind)), start, end, expected, expected - alone, alone))
    rows.sort(key=lambda row: (-row[-1], row[0], row[2], row[3]))
    ids, names = places["place"].tolist(), places["name"].tolist()
    listed = [(ids[place], names[place], *rest) for place, *rest in rows]
    return pd.DataFrame(listed, columns=list(UNCOVERED_COLUMNS))


def _runs(left: np.ndarray, span: range, most: int) -> list[tuple[int, int, int]]:
    """Return place, first hour and last (not included) of runs within a span, until nothing is left."""
    found = []
    for place in np.flatnonzero(left[:, span.start : span.stop].sum(axis=1) > 0).tolist():
        rest = left[place].copy()
        free = np.zeros(HOURS, bool)
        free[span.start : span.stop] = True
        while (rest[free] > 0).any():
            fits = [
                (rest[first : first + n].sum(), -n, -first)
                for n in range(1, most + 1)
                for first in range(span.start, span.stop - n + 1)
                if free[first : first + n].all()
            ]
            _, length, begins = max(fits)
            found.append((place, -begins, -begins - length))
            free[-begins : -begins - length] = False
    return found
