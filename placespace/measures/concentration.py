"""Say how concentrated harm is, beside what chance alone would give."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats


@dataclass(frozen=True)
class Concentration:
    """``cells_share`` of the area holds ``events_share`` of the events; by chance ``chance_share`` would.

    ``gini`` and ``chance_gini`` say the same in one number each.
    """

    events_share: float
    cells_share: float
    chance_share: float
    gini: float
    chance_gini: float


def concentration(counts: pd.Series, *, events_share: float = 0.5) -> Concentration | None:
    """Return how small a share of cells holds a share of events; None when there are no events.

    Parameters
    ----------
    counts : Series
        Events a cell, zeros included.
    events_share : float
        Half of the events, by default.

    Examples
    --------
    >>> concentration(pd.Series([8, 1, 1, 0, 0, 0, 0, 0, 0, 0])).cells_share
    0.0625
    """
    x = np.sort(counts.to_numpy(float))[::-1]
    if x.sum() == 0:
        return None
    n = len(x)
    held = np.concatenate([[0.0], np.cumsum(x)]) / x.sum()
    some = np.count_nonzero(x) + 1  # beyond these nothing more is held, and shares may stop a hair under 1
    cells_share = float(np.interp(events_share, held[:some], np.arange(some) / n))
    ascending = x[::-1]
    gini = float((2 * np.arange(1, n + 1) - n - 1) @ ascending / (n * ascending.sum()))
    mean = x.mean()
    return Concentration(events_share, cells_share, poisson_share(mean, events_share), gini, poisson_gini(mean))


def poisson_gini(mean: float) -> float:
    """Return the Gini of Poisson counts with this mean: what chance alone gives.

    Examples
    --------
    >>> [round(poisson_gini(m), 3) for m in (0.05, 0.2, 1, 5)]
    [0.952, 0.834, 0.524, 0.249]
    """
    k = np.arange(int(mean + 12 * np.sqrt(mean) + 30))
    f = stats.poisson.cdf(k, mean)
    return float((f * (1 - f)).sum() / mean)


def poisson_share(mean: float, events_share: float) -> float:
    """Return the share of cells that would hold a share of the events if they fell by chance."""
    k = np.arange(int(mean + 12 * np.sqrt(mean) + 30), -1, -1)
    cells, events = stats.poisson.sf(k - 1, mean), stats.poisson.sf(k - 2, mean)  # E[x; x >= k] / mean = P(x >= k - 1)
    return float(np.interp(events_share, events, cells))
