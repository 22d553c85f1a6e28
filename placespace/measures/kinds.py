"""Say how a hot spot has held over time: new, persistent, former and the rest."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy import sparse, stats

from placespace.measures.hotspots import gi_star, ring_test
from placespace.settings import settings

HELD = 0.9
HELD_SHORT = 0.8
EARLY = 0.1
TREND_P = 0.05


def mann_kendall(series: np.ndarray) -> pd.DataFrame:
    """Test rows for a monotonic trend (Mann 1945, Kendall 1975, ties corrected).

    Parameters
    ----------
    series : array, shape (n, steps)

    Returns
    -------
    DataFrame
        ``s, variance, z, p`` a row; rows with a missing step are missing.

    Examples
    --------
    >>> mann_kendall(np.arange(1.0, 11)[None, :]).round(5).values.tolist()
    [[45.0, 125.0, 3.93548, 8e-05]]
    """
    x = np.atleast_2d(np.asarray(series, float))
    n = x.shape[1]
    later = np.triu(np.ones((n, n), bool), 1)
    s = np.array([np.sign(row[None, :] - row[:, None])[later].sum() for row in x])
    ties = np.array([sum(t * (t - 1) * (2 * t + 5) for t in np.unique(row, return_counts=True)[1]) for row in x])
    variance = (n * (n - 1) * (2 * n + 5) - ties) / 18
    with np.errstate(invalid="ignore", divide="ignore"):
        z = np.where(variance > 0, (s - np.sign(s)) / np.sqrt(variance), 0.0)
    bad = np.isnan(x).any(axis=1)
    out = pd.DataFrame({"s": s, "variance": variance, "z": z, "p": 2 * stats.norm.sf(np.abs(z))})
    return out.mask(np.broadcast_to(bad[:, None], out.shape))


def kinds(by_month: pd.DataFrame, ring: sparse.csr_array, own: Mapping[str, float] | None = None) -> pd.Series:
    """Return the kind of hot spot each cell is: named ``kind``.

    Parameters
    ----------
    by_month : DataFrame, shape (n, steps)
        Events a cell and a step; a month missing at source is not a column.
    ring : csr_array, shape (n, n)

    Returns
    -------
    Series of str
        With ten steps or more: historical, intensifying, persistent, diminishing, new,
        oscillating, consecutive, sporadic, none. With fewer: persistent, emerging, former,
        intermittent, none.
    """
    limits = settings(own)
    hot, cold, z = _steps(by_month, ring, limits)
    if by_month.shape[1] >= limits["kind_steps"]:
        word = kind_of(hot, cold, z)
    else:
        word = kind_of_few(hot, recent=int(limits["kind_recent_months"]))
    return pd.Series(word, by_month.index, name="kind", dtype="str")


def _steps(
    by_month: pd.DataFrame, ring: sparse.csr_array, limits: Mapping[str, float]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    hot = np.zeros(by_month.shape, bool)
    cold = np.zeros(by_month.shape, bool)
    z = np.zeros(by_month.shape)
    for i, month in enumerate(by_month):
        counts = by_month[month]
        if counts.sum() == 0:
            continue
        test = ring_test(counts, ring)
        hot[:, i] = (test["q"] < limits["hot_q"]) & (test["ratio"] >= limits["hot_ratio"])
        z[:, i] = gi_star(counts, ring).fillna(0)
        # a low ring is only low where enough was expected of it
        enough = (test["expected"] >= limits["too_few_expected"]).to_numpy()
        if enough.any():
            share = (test["expected"] / counts.sum()).to_numpy()
            low = np.ones(len(counts))
            low[enough] = stats.binom.cdf(test["ring"].to_numpy()[enough], counts.sum(), share[enough])
            cold[:, i] = stats.false_discovery_control(low) < limits["hot_q"]
    return hot, cold, z


def kind_of(hot: np.ndarray, cold: np.ndarray, z: np.ndarray) -> np.ndarray:
    """Return the kind from ten steps or more; the first class that fits, in the order of M5.

    Parameters
    ----------
    hot, cold : array of bool, shape (n, steps)
    z : array, shape (n, steps)
        Strength at each step, for the trend.

    Examples
    --------
    >>> hot = np.array([[0] * 9 + [1], [0] * 8 + [1, 1], [1] * 9 + [0]], bool)
    >>> kind_of(hot, np.zeros_like(hot), hot * 3.0).tolist()
    ['new', 'consecutive', 'historical']
    """
    steps = hot.shape[1]
    share, last, before = hot.mean(axis=1), hot[:, -1], hot[:, :-1]
    ever_before, ever_cold = before.any(axis=1), cold.any(axis=1)
    held = share >= HELD
    trend = np.zeros(len(hot))
    if held.any():
        test = mann_kendall(z[held])
        trend[held] = np.where(test["p"] < TREND_P, np.sign(test["s"]), 0)
    run = np.cumprod(hot[:, ::-1], axis=1).sum(axis=1)
    unbroken = (run >= 2) & (hot.sum(axis=1) == run) & (run < steps)
    rules = [
        (held & ~last, "historical"),
        (held & (trend > 0), "intensifying"),
        (held & (trend < 0), "diminishing"),
        (held, "persistent"),
        (last & ~ever_before & ~ever_cold, "new"),
        (last & ever_cold, "oscillating"),
        (unbroken, "consecutive"),
        (last, "sporadic"),
    ]
    return np.select([r for r, _ in rules], [w for _, w in rules], default="none")


def kind_of_few(hot: np.ndarray, *, recent: int) -> np.ndarray:
    """Return the kind from fewer than ten steps: persistent, emerging, former, intermittent, none."""
    recent = min(recent, hot.shape[1])
    older = hot[:, :-recent].mean(axis=1) if hot.shape[1] > recent else np.zeros(len(hot))
    newer = hot[:, -recent:].mean(axis=1)
    rules = [
        (hot.mean(axis=1) >= HELD_SHORT, "persistent"),
        ((older < EARLY) & (newer >= EARLY), "emerging"),
        ((older >= EARLY) & (newer < EARLY), "former"),
        (hot.any(axis=1), "intermittent"),
    ]
    return np.select([r for r, _ in rules], [w for _, w in rules], default="none")
