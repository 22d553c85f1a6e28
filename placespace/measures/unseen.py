"""Find where one source sees what another does not: a difference in recording, not a verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import optimize, sparse, special, stats

from placespace.settings import settings

INTERVAL = 0.90


@dataclass(frozen=True)
class Prior:
    """The spread of one source's share over the area: Beta(alpha, beta)."""

    alpha: float
    beta: float

    @property
    def share(self) -> float:
        """The area's usual share."""
        return self.alpha / (self.alpha + self.beta)


def fit_prior(a: np.ndarray, b: np.ndarray) -> Prior:
    """Fit a beta-binomial to pairs of counts by likelihood, or by moments where that fails.

    Parameters
    ----------
    a, b : array of float, shape (n,)
        Events of each source; pairs with none of either say nothing and are left out.
    """
    n = a + b
    a, b, n = a[n > 0], b[n > 0], n[n > 0]
    share = a.sum() / n.sum()
    spread = max(((n * (a / n - share) ** 2).sum() / n.sum() - share * (1 - share) / n.mean()), 1e-6)
    size = min(max(share * (1 - share) / spread - 1, 0.5), 1e4)
    start = np.log([max(share, 1e-3) * size, max(1 - share, 1e-3) * size])

    def minus_likelihood(log_ab: np.ndarray) -> float:
        alpha, beta = np.exp(np.clip(log_ab, -12, 12))
        return -(special.betaln(a + alpha, b + beta) - special.betaln(alpha, beta)).sum()

    fit = optimize.minimize(minus_likelihood, start, method="L-BFGS-B", bounds=[(-7, 10)] * 2)
    alpha, beta = np.exp(fit.x if fit.success and np.isfinite(fit.fun) else start)
    return Prior(float(alpha), float(beta))


def seen_by_one(
    a: pd.Series, b: pd.Series, ring: sparse.csr_array, *, own: Mapping[str, float] | None = None
) -> pd.DataFrame:
    """Compare two sources cell by cell, over rings, the area's usual share allowed for.

    A flag needs a share that differs from the area's almost surely (``unseen_p``), enough events of
    the source that sees more (``unseen_events``), and a difference that matters: for each event of
    the other source at least ``unseen_ratio`` times as many as over the area. At a busy place 19 %
    against 15 % is sure, and sends nobody anywhere. Set as a ratio of odds the rule is the same
    whichever source is a, and can be met whatever the usual share: half as many again as 85 % is no
    share at all. What is held to the ratio is the estimate, drawn towards the area's share by how
    little is known; to ask that even the ratio be almost sure would lose places with 30 of one source
    and 10 of the other wherever the rest of an area is all alike.

    Parameters
    ----------
    a, b : Series, shape (n,)
        Events a cell of each source: same period, same definition, false points left out.
    ring : csr_array, shape (n, n)

    Returns
    -------
    DataFrame
        ``a_ring, b_ring, share, low, high`` (90 % interval of a's share), ``p_above``
        (chance that the share is above the area's), ``times`` (events of a for each one of b,
        against those of the whole area) and ``flag`` (``a only``, ``b only`` or
        empty), same index. Missing shares where either source has no events at all.
    """
    limits = settings(own)
    ra, rb = ring @ a.to_numpy(float), ring @ b.to_numpy(float)
    out = pd.DataFrame(
        {"a_ring": ra, "b_ring": rb, **dict.fromkeys(("share", "low", "high", "p_above", "times"), np.nan), "flag": ""},
        index=a.index,
    )
    if a.sum() == 0 or b.sum() == 0:
        return out
    prior = fit_prior(ra, rb)
    post = stats.beta(ra + prior.alpha, rb + prior.beta)
    out["share"] = (ra + prior.alpha) / (ra + rb + prior.alpha + prior.beta)
    out["low"], out["high"] = post.ppf((1 - INTERVAL) / 2), post.ppf((1 + INTERVAL) / 2)
    out["p_above"] = post.sf(prior.share)
    out["times"] = (ra + prior.alpha) / (rb + prior.beta) / (a.sum() / b.sum())
    sure, enough, matters = limits["unseen_p"], limits["unseen_events"], limits["unseen_ratio"]
    out.loc[(out["p_above"] >= sure) & (ra >= enough) & (out["times"] >= matters), "flag"] = "a only"
    out.loc[(out["p_above"] <= 1 - sure) & (rb >= enough) & (out["times"] <= 1 / matters), "flag"] = "b only"
    return out
