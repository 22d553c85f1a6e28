"""Expect what high counts fall back to by themselves, from all the cells of the area."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import optimize, stats

from placespace.measures.change import LEVEL

SHAPES = (-6.0, 12.0)
"""Logarithms of the shapes looked at: from nearly all cells empty to all cells alike."""


@dataclass(frozen=True)
class Spread:
    """How cells of the area differ from each other, and from themselves later.

    Attributes
    ----------
    shape, mean : float
        Of the gamma distribution of what cells hold in the months looked at, in events.
    swing : float
        Variance of the share by which a cell's own rate moves from one half of the months held to the next, beyond
        chance.
    """

    shape: float
    mean: float
    swing: float


@dataclass(frozen=True)
class Expected:
    """What cells are expected to hold in as many months again, were nothing to change.

    Attributes
    ----------
    mean, variance : float
        Of what is expected, and of how well it is known, chance in the count itself not included.
    squares : float
        Sum of the squares of the cells' own means: what the swing of their rates is taken of.
    """

    mean: float
    variance: float
    squares: float


def cell_spread(counts: pd.Series, halves: tuple[pd.Series, pd.Series] | None) -> Spread:
    """Fit how cells differ: a negative binomial by maximum likelihood (its mean is the sample's).

    Parameters
    ----------
    counts : Series
        Events a cell in the months looked at.
    halves : (Series, Series), optional
        Events a cell in two spans one after the other, for the swing; none is taken where there are none.
    """
    x = counts.to_numpy(float)
    mean = float(x.mean()) if len(x) else 0.0
    if mean == 0:
        return Spread(1.0, 0.0, 0.0)
    values, times = np.unique(x, return_counts=True)

    def unlikely(log_shape: float) -> float:
        shape = np.exp(log_shape)
        return -float((times * stats.nbinom.logpmf(values, shape, shape / (shape + mean))).sum())

    shape = float(np.exp(optimize.minimize_scalar(unlikely, bounds=SHAPES, method="bounded").x))
    return Spread(shape, mean, _swing(*halves) if halves is not None else 0.0)


def _swing(first: pd.Series, second: pd.Series) -> float:
    a, b = first.to_numpy(float), second.to_numpy(float)
    squares = (a**2 - a).sum()  # an unbiased sum of the squares of the rates
    if a.sum() == 0 or squares <= 0:
        return 0.0
    r = b.sum() / a.sum()
    return float(max(0.0, ((b - r * a) ** 2 - b - r**2 * a).sum() / (r**2 * squares))) if r > 0 else 0.0


def expected(counts: Sequence[float], spread: Spread) -> Expected:
    """Return what some cells are expected to hold in as many months again: each drawn towards the area's mean.

    What was chosen for being high was, in part, high by chance. Given its count, what a cell goes on to hold does not
    depend on how it was chosen by that count (Robbins 1956), so this holds for the highest cell too.

    Examples
    --------
    >>> expected([20], Spread(shape=2, mean=4, swing=0)).mean          # (2 + 20) / (2 / 4 + 1)
    14.666666666666666
    """
    if spread.mean == 0:
        return Expected(float(np.sum(counts)), 0.0, 0.0)
    weight = spread.shape / spread.mean + 1
    each = (spread.shape + np.asarray(counts, float)) / weight
    return Expected(float(each.sum()), float(each.sum() / weight), float((each**2).sum()))


@dataclass(frozen=True)
class Guarded:
    """The difference counted from what was to be expected, and not from what happened to be recorded before.

    Attributes
    ----------
    difference, low, high : float
        Events, with a 95 % interval.
    by_itself : float
        What the place would have changed by against the others with nothing done, in the months compared: below 0
        where high counts fall back.
    """

    difference: float
    low: float
    high: float
    by_itself: float


def guarded(groups: Sequence[tuple[int, Expected, float, float]], share: float, swing: float) -> Guarded:
    """Set what was recorded after against what was to be expected.

    Parameters
    ----------
    groups : sequence of (sign, Expected, before, after)
        Sign 1 for the place and its ring, -1 for the comparison and its ring; counts of the months compared.
    share : float
        The months compared, as a share of the months that the expectation is of.
    swing : float
        From :class:`Spread`.

    Notes
    -----
    Variance: the larger of what is expected and what was recorded (so that a low count is not taken for a sure one),
    how well the expectation is known, and how much cells' own rates move.
    """
    difference = sum(sign * (after - share * e.mean) for sign, e, _, after in groups)
    by_itself = sum(sign * (share * e.mean - before) for sign, e, before, _ in groups)
    variance = sum(
        max(after, share * e.mean) + share**2 * (e.variance + swing * e.squares) for _, e, _, after in groups
    )
    spread = float(stats.norm.isf((1 - LEVEL) / 2) * np.sqrt(variance))
    return Guarded(float(difference), float(difference - spread), float(difference + spread), float(by_itself))
