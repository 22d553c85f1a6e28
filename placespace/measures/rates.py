"""Turn counts into rates, with what chance could do to them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy import stats

from placespace.settings import settings

BYAR_FROM = 10


def count_interval(counts: pd.Series, *, level: float = 0.95) -> pd.DataFrame:
    """Return the interval of a Poisson count: exact under 10, Byar's from 10.

    Parameters
    ----------
    counts : Series of int
    level : float

    Returns
    -------
    DataFrame
        ``low, high``, same index.

    Examples
    --------
    >>> count_interval(pd.Series([0, 9, 10])).round(5).values.tolist()
    [[0.0, 3.68888], [4.11537, 17.0848], [4.78745, 18.39146]]
    """
    o, tail = counts.to_numpy(float), (1 - level) / 2
    z = stats.norm.isf(tail)
    with np.errstate(invalid="ignore", divide="ignore"):
        low = np.where(o > 0, stats.chi2.ppf(tail, 2 * o) / 2, 0.0)
        high = stats.chi2.isf(tail, 2 * (o + 1)) / 2
        low_byar = o * (1 - 1 / (9 * o) - z / (3 * np.sqrt(o))) ** 3
    high_byar = (o + 1) * (1 - 1 / (9 * (o + 1)) + z / (3 * np.sqrt(o + 1))) ** 3
    byar = o >= BYAR_FROM
    return pd.DataFrame({"low": np.where(byar, low_byar, low), "high": np.where(byar, high_byar, high)}, counts.index)


def rates_per_1000(
    counts: pd.Series,
    people: pd.Series,
    *,
    not_residents: pd.Series | None = None,
    own: Mapping[str, float] | None = None,
) -> pd.DataFrame:
    """Return events per 1,000 young residents, or why there is no rate.

    Parameters
    ----------
    counts : Series
        Events a cell.
    people : Series
        Young residents a cell; missing is missing.
    not_residents : Series of str, optional
        The kind of place (town centre, school, transport hub, beach) where those present
        are not those who live there; empty elsewhere.

    Returns
    -------
    DataFrame
        ``rate_per_1000, low, high`` and ``no_rate_because`` (empty where there is a rate).

    Examples
    --------
    >>> rates_per_1000(pd.Series([5, 5]), pd.Series([500.0, 20.0]))["no_rate_because"].tolist()
    ['', 'fewer than 100 young residents']
    """
    few = settings(own)["few_residents"]
    because = pd.Series("", counts.index, dtype="str")
    because[people.fillna(0) < few] = f"fewer than {few:g} young residents"
    because[people.isna()] = "no residents known"
    if not_residents is not None:
        because = because.mask(not_residents != "", not_residents + ": those present are not those who live there")
    interval = count_interval(counts)
    shown = because == ""
    per = 1000 / people.where(shown)
    return pd.DataFrame(
        {
            "rate_per_1000": counts * per,
            "low": interval["low"] * per,
            "high": interval["high"] * per,
            "no_rate_because": because,
        }
    )


def shrunk_rates(events: pd.Series, people: pd.Series) -> pd.Series:
    """Return rates drawn towards the area's by how little is known (Marshall 1991): named ``shrunk_rate``.

    Parameters
    ----------
    events, people : Series
        No people: left out of the sums and returned missing.

    Examples
    --------
    >>> shrunk_rates(pd.Series([0, 2, 1, 1, 0]), pd.Series([100, 101, 99, 100, 100])).round(6).tolist()
    [0.008, 0.008, 0.008, 0.008, 0.008]
    """
    e, p = events.to_numpy(float), people.to_numpy(float)
    ok = p > 0
    out = np.full(len(e), np.nan)
    if ok.any():
        e, p = e[ok], p[ok]
        r, m = e / p, e.sum() / p.sum()
        a = max(0.0, (p * (r - m) ** 2).sum() / p.sum() - m / p.mean())
        w = a / (a + m / p) if a > 0 else np.zeros(len(p))
        out[ok] = w * r + (1 - w) * m
    return pd.Series(out, events.index, name="shrunk_rate")
