"""Say which months are compared: whole ones since an action, and as many before."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import pandas as pd

YEAR = 12


@dataclass(frozen=True)
class Windows:
    """As many months before as after.

    Attributes
    ----------
    pre, post : tuple of str
        ``YYYY-MM``, every month from the first to the last; empty where there are too few.
    same_season : bool
        Whether both hold the same months of the year.
    """

    pre: tuple[str, ...]
    post: tuple[str, ...]
    same_season: bool


def first_whole_month(starts: datetime.date) -> str:
    """Return the first month that is wholly after an action began.

    Examples
    --------
    >>> first_whole_month(datetime.date(2026, 3, 1)), first_whole_month(datetime.date(2026, 3, 2))
    ('2026-03', '2026-04')
    """
    month = pd.Period(starts, "M")
    return str(month if starts.day == 1 else month + 1)


def first_ask(starts: datetime.date, least: int) -> datetime.date:
    """Return the first day after as many whole months as are needed.

    Examples
    --------
    >>> first_ask(datetime.date(2026, 3, 2), 3)
    datetime.date(2026, 7, 1)
    """
    return (pd.Period(first_whole_month(starts), "M") + least).start_time.date()


def windows(starts: datetime.date, earliest: str, last: str, least: int) -> Windows:
    """Return the months to compare.

    After: the whole months since the action, to the last. Before: the same months of the year, one or more years
    earlier, where they are held; else as many as end with the month before the action. Where so many are not held,
    fewer after are looked at, the first ones.

    Parameters
    ----------
    starts : date
    earliest, last : str
        ``YYYY-MM``: the first month held, and the last to look at.
    least : int
        Months; fewer are not compared.

    Examples
    --------
    >>> found = windows(datetime.date(2026, 1, 1), "2024-10", "2026-03", 3)
    >>> found.pre, found.post, found.same_season
    (('2025-01', '2025-02', '2025-03'), ('2026-01', '2026-02', '2026-03'), True)
    >>> windows(datetime.date(2026, 1, 1), "2025-06", "2026-03", 3).pre
    ('2025-10', '2025-11', '2025-12')
    """
    first = pd.Period(first_whole_month(starts), "M")
    end, held = pd.Period(last, "M"), pd.Period(earliest, "M")
    before = pd.Period(starts, "M") - 1 if starts.day > 1 else first - 1
    for number in range((end - first).n + 1, least - 1, -1):
        post_last = first + (number - 1)
        years = -(-(post_last - before).n // YEAR)
        for pre_last in (post_last - YEAR * years, before):
            pre_first = pre_last - (number - 1)
            if pre_first >= held:
                same = (post_last - pre_last).n % YEAR == 0 or number % YEAR == 0
                return Windows(_span(pre_first, pre_last), _span(first, post_last), same)
    return Windows((), (), False)


def _span(first: pd.Period, last: pd.Period) -> tuple[str, ...]:
    return tuple(pd.period_range(first, last, freq="M").astype(str))
