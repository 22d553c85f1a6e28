"""Say whether a hidden part could be worked out by who knows how many events there are in all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from placespace.disclose.profiles import Profile
from placespace.disclose.protect import could_be, finer_profiles, round_count, totals_shown


def sum_tells(tables: Sequence[pd.Series], profile: Profile) -> bool:
    """Return whether some tables tell a hidden part to whoever knows how many events they hold between them.

    Tables of the same events (by month, by hour of the week, by cell and category) hang together by that number
    alone: any months, hours and cells that add up to it go together. So each may be shown beside the others where it
    tells nothing even to who knows the number.

    Parameters
    ----------
    tables : sequence of Series
        True counts of tables that hold no event twice: the cells of each category, or the months by themselves.
        Their own totals are taken to be shown, where :func:`placespace.disclose.shown_total` shows them.
    profile : Profile
        Asked for every protected profile that hides less, too: what one sees may be laid beside what the other sees.

    Notes
    -----
    That a table is not shown tells as little: the numbers for which it is not leave each hidden part every value.

    Examples
    --------
    >>> from placespace.disclose import PROFILES
    >>> sum_tells([pd.Series([4, 4])], PROFILES["partner"])          # of two months, who knows of 8 events knows both
    True
    >>> sum_tells([pd.Series([4, 4, 2, 1])], PROFILES["partner"])
    False
    """
    if profile.exact:
        return False
    return any(_tell(tables, p) for p in (profile, *finer_profiles(profile)))


def _tell(tables: Sequence[pd.Series], profile: Profile) -> bool:
    sums = [_sums(t, profile) for t in tables]
    events, spare = sum(float(t.sum()) for t in tables), profile.hide_below - 2
    fewest, most = sum(s.least for s in sums), sum(s.most for s in sums)
    return any(
        s.told and (events <= fewest - s.least + s.low + spare or events >= most - s.most + s.high - spare)
        for s in sums
    )


class _Sums(NamedTuple):
    """What a table's sum can be to someone who sees it.

    ``low`` to ``high`` by its parts alone; ``least`` to ``most`` with its total; ``told`` when a hidden part could be
    narrowed by it.
    """

    low: float
    high: float
    least: float
    most: float
    told: bool


def _sums(true: pd.Series, profile: Profile) -> _Sums:
    """Return what a table's sum can be.

    Totals are hidden near the least and near the most that they could be: only the ones on the true one's side are
    taken for possible. What leaves every value there leaves it to whoever thinks of both sides.
    """
    shown, status = round_count(true, profile)
    low, high = (float(np.nansum(side)) for side in could_be(shown, status, profile))
    sums = np.arange(low, high + 1)
    total, how = totals_shown(true, sums, profile)
    said, at = total.fillna(-1).to_numpy(int), int(true.sum() - low)
    run = np.cumsum(np.diff(said, prepend=said[0]) != 0)
    here = sums[run == run[at]]
    return _Sums(low, high, here[0], here[-1], bool((status == "hidden").any() and how[at] != "shown"))
