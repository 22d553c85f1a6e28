"""Pick cells on what was known at the end of a month, in four ways, and say what they held afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.spatial import cKDTree

from placespace.measures.hotspots import is_hot, months_active, ring_test
from placespace.settings import settings

WAYS = {
    "method": "the method: hot cells, those first where most is expected",
    "busiest": "last year's busiest cells",
    "kernel": "the top of a kernel surface",
    "random": "cells at random",
}
"""Ways to pick cells, each with what it is called."""

WINDOW_MONTHS = 12
REACH = 4
"""Bandwidths after which a kernel is cut off: beyond them lies 0.03 % of it."""
TIE_DIGITS = 9
"""Scores that differ by less are sums of the same numbers in another order."""


def kernel_matrix(cells_m: np.ndarray, bandwidth_m: float) -> sparse.csr_array:
    """Return what each cell gives to each other under a Gaussian kernel, the cell itself 1.

    Parameters
    ----------
    cells_m : array of float, shape (n, 2)
        Centres, metres, EPSG:27700.
    bandwidth_m : float

    Examples
    --------
    >>> kernel_matrix(np.array([[0.0, 0.0], [300.0, 0.0]]), 300).toarray().round(3).tolist()
    [[1.0, 0.607], [0.607, 1.0]]
    """
    tree = cKDTree(cells_m)
    pairs = tree.query_pairs(REACH * bandwidth_m, output_type="ndarray")
    gaps = np.hypot(*(cells_m[pairs[:, 0]] - cells_m[pairs[:, 1]]).T)
    given, own = np.exp(-0.5 * (gaps / bandwidth_m) ** 2), np.arange(len(cells_m))
    rows, cols = np.r_[pairs[:, 0], pairs[:, 1], own], np.r_[pairs[:, 1], pairs[:, 0], own]
    return sparse.csr_array((np.r_[given, given, np.ones(len(own))], (rows, cols)), shape=(len(own), len(own)))


def months_before(month: str, number: int) -> list[str]:
    """Return so many calendar months that end with ``month``.

    Examples
    --------
    >>> months_before("2020-01", 3)
    ['2019-11', '2019-12', '2020-01']
    """
    return list(pd.period_range(end=month, periods=number, freq="M").astype(str))


def months_like(month: str, held: Sequence[str], *, recent: int = 3) -> list[str]:
    """Return the months that a coming month is expected to be like: a year before and its neighbours, and the last few.

    Parameters
    ----------
    month : str
        The coming month, YYYY-MM.
    held : sequence of str
        Months with data; those from ``month`` on are not used.
    recent : int
        How many months before ``month`` count as the last few.

    Examples
    --------
    >>> months_like("2019-10", ["2018-09", "2018-10", "2018-11", "2019-06", "2019-08", "2019-09", "2019-10"])
    ['2018-09', '2018-10', '2018-11', '2019-08', '2019-09']
    """
    coming = pd.Period(month, "M")
    wanted = {str(coming - back) for back in (13, 12, 11, *range(1, recent + 1))}
    return [m for m in held if m in wanted]


def scores(
    known: pd.DataFrame,
    last: str,
    ring: sparse.csr_array,
    kernel: sparse.csr_array,
    own: Mapping[str, float] | None = None,
) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Return which cells are hot, and how high each way puts each cell: higher is picked first, equal is a tie.

    Parameters
    ----------
    known : DataFrame, shape (n, months)
        Events by cell and month held; nothing after ``last``.
    last : str
        The month at whose end cells are picked.
    ring, kernel : csr_array, shape (n, n)

    Returns
    -------
    hot : array of bool, shape (n,)
        By :func:`placespace.measures.is_hot`, on the twelve calendar months to ``last``.
    scores : dict of str to array of float, shape (n,)
        By :data:`WAYS`. The method puts hot cells first, by what they are expected to hold next month themselves, then
        the others by their ring's ratio.
    """
    year = known[[m for m in months_before(last, WINDOW_MONTHS) if m in known.columns]]
    counts = year.sum(axis=1)
    test = ring_test(counts, ring)
    hot = is_hot(test, months_active(year, ring), year.shape[1], own).to_numpy()
    like = months_like(str(pd.Period(last, "M") + 1), list(known.columns), recent=int(settings(own)["trend_months"]))
    # its own events, not its ring's: as the plan orders its places
    expected = (known[like] if like else year).to_numpy(float).mean(axis=1)
    below = _ranks(test["ratio"].fillna(0).to_numpy())
    return hot, {
        "method": np.where(hot, below.max() + 1 + _ranks(expected), below),
        "busiest": counts.to_numpy(float),
        "kernel": np.round(kernel @ counts.to_numpy(float), TIE_DIGITS),
        "random": np.zeros(len(counts)),
    }


def _ranks(values: np.ndarray) -> np.ndarray:
    return np.unique(np.round(values, TIE_DIGITS), return_inverse=True)[1].astype(float)


def picked(score: np.ndarray, cells: int) -> np.ndarray:
    """Return each cell's chance to be among so many picked: 1 above the last, a share where cells tie for it, 0 below.

    A tie is shared, not settled by the order of cells, which would be luck for one way or another.

    Examples
    --------
    >>> picked(np.array([5.0, 1.0, 3.0, 3.0]), 2).tolist()
    [1.0, 0.0, 0.5, 0.5]
    """
    if cells == 0:
        return np.zeros(len(score))
    edge = np.partition(score, len(score) - cells)[len(score) - cells]
    above, tied = score > edge, score == edge
    return above + tied * ((cells - above.sum()) / tied.sum())


def best_rate(events: np.ndarray, area_km2: np.ndarray, cells: int) -> float:
    """Return the most events per km² that any so many cells held: what hindsight would have picked.

    Exact, by Dinkelbach's method (1967): the best set for a rate is that of the highest events less rate times area.

    Examples
    --------
    >>> best_rate(np.array([4.0, 4.0, 1.0]), np.array([2.0, 1.0, 1.0]), 2)
    2.6666666666666665
    """
    rate, found = -1.0, 0.0
    while found > rate:
        rate = found
        top = np.argpartition(rate * area_km2 - events, cells - 1)[:cells]
        found = float(events[top].sum() / area_km2[top].sum())
    return rate
