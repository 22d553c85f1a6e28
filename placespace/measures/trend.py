"""Say whether there is more of it lately: the ratio of two rates, with an exact interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from placespace.errors import PlacespaceError

LEVEL = 0.95
UP, DOWN, NO_CHANGE, TOO_FEW = "up", "down", "no clear change", "too few to say"


@dataclass(frozen=True)
class Trend:
    """Two rates, set against each other.

    Attributes
    ----------
    ratio : float
        Events a month lately for each one before; without end where there were none before, missing where there
        were none at all.
    low, high : float
        95 % interval of the ratio.
    words : str
        ``up``, ``down``, ``no clear change`` or ``too few to say``.
    """

    ratio: float
    low: float
    high: float
    words: str


def trend(recent: int, before: int, recent_months: int, before_months: int) -> Trend:
    """Compare two counts by their months, with the exact conditional interval.

    Given their sum, the recent count is binomial (Przyborowski and Wilenski 1940); its share has the interval of
    Clopper and Pearson (1934), which turns into one of the ratio. It is up or down when the whole interval is
    on one side of 1, and too few to say when so few events could not show it however they fell.

    Parameters
    ----------
    recent, before : int
        Events.
    recent_months, before_months : int
        Months they are from: those that are held. A month that is missing is in neither.

    Raises
    ------
    PlacespaceError
        When a count or a number of months is negative, or events are from no month.

    Examples
    --------
    >>> trend(0, 6, 3, 3).words, round(trend(0, 6, 3, 3).high, 4)      # 1 / 0.025 ** (1/6) - 1
    ('down', 0.8493)
    >>> trend(0, 5, 3, 3).words
    'too few to say'
    """
    given = (recent, before, recent_months, before_months)
    if min(given) < 0 or (recent and not recent_months) or (before and not before_months):
        raise PlacespaceError(
            "A trend needs counts of 0 or more, each from the months it is from.", f"It has {given}.", "Count again."
        )
    if not (recent_months and before_months):
        return Trend(np.nan, np.nan, np.nan, TOO_FEW)
    per = before_months / recent_months
    low, high = _interval(recent, before, per)
    ratio = recent * per / before if before else (np.inf if recent else np.nan)
    if low > 1 or high < 1:
        return Trend(ratio, low, high, UP if low > 1 else DOWN)
    total = recent + before
    told = _interval(total, 0, per)[0] > 1 and _interval(0, total, per)[1] < 1
    return Trend(ratio, low, high, NO_CHANGE if told else TOO_FEW)


def _interval(recent: int, before: int, per: float) -> tuple[float, float]:
    tail = (1 - LEVEL) / 2
    low = stats.beta.ppf(tail, recent, before + 1) if recent else 0.0
    high = stats.beta.ppf(1 - tail, recent + 1, before) if before else 1.0
    return float(low / (1 - low) * per), float(high / (1 - high) * per) if before else np.inf


def trend_months(held: Sequence[str], number: int) -> tuple[list[str], list[str], bool]:
    """Return the months that are recent, those to set beside them, and whether these are of the year before.

    Parameters
    ----------
    held : sequence of str
        Months held and whole, ``YYYY-MM``, in order.
    number : int
        How many months are recent.

    Returns
    -------
    recent : list of str
        The last that are held.
    before : list of str
        The same months a year earlier, those of them that are held; the ones just before the recent where none is.
    year_before : bool

    Examples
    --------
    >>> trend_months(["2025-07", "2025-09", "2026-06", "2026-07", "2026-08", "2026-09"], 3)
    (['2026-07', '2026-08', '2026-09'], ['2025-07', '2025-09'], True)
    >>> trend_months(["2026-06", "2026-07", "2026-08", "2026-09"], 3)
    (['2026-07', '2026-08', '2026-09'], ['2026-06'], False)
    """
    recent = list(held[-number:])
    earlier = [m for m in (str(pd.Period(one, "M") - 12) for one in recent) if m in set(held)]
    return recent, earlier or list(held[: -len(recent)][-number:] if recent else []), bool(earlier)
