"""Back-test 24 months at 10,000 cells beside the loop a user would write with esda and SciPy."""

from __future__ import annotations

import warnings
from collections.abc import Iterator

import h3
import numpy as np
import pandas as pd

from benchmarks.timing import Result, Skipped, timed
from placespace.grid import ring_matrix, to_metres
from placespace.measures import BackTest, back_test
from placespace.settings import SETTINGS

RINGS = 57
"""A disk of this many rings has 9,919 cells."""

MONTHS, LOOKS = 36, 24
LIMIT_S = 10.0
TIMES = 5.0
SAME_KERNEL = 1e-6
"""Share of the kernel's hits: SciPy's kernel is not cut off."""

THEIR_LOOKS = 4
"""Looks that the plain loop is timed for; each takes as long as the next, and the rest is reckoned."""


def compare() -> Iterator[Result]:
    """Yield the lines: against the limit, and against the loop a user would write.

    The loop picks as many cells by esda's Gi* (which is no exact test), by last year's counts and by SciPy's
    ``gaussian_kde`` weighted by cell, sums what they held, and draws no intervals: ours does more.
    """
    try:
        from esda.getisord import G_Local
        from libpysal.graph import Graph
        from scipy.stats import gaussian_kde
    except ImportError as absent:
        raise Skipped(f"{absent.name} is not installed") from absent
    cells = sorted(h3.grid_disk(h3.latlng_to_cell(53.5, -2.9, 9), RINGS))
    lat, lon = np.array([h3.cell_to_latlng(c) for c in cells]).T
    xy, area = to_metres(lon, lat), np.array([h3.cell_area(c) for c in cells])
    rng = np.random.default_rng(7)
    mean = rng.gamma(0.3, 1.0, len(cells))
    span = list(pd.period_range("2023-01", periods=MONTHS, freq="M").astype(str))
    by_month = pd.DataFrame(rng.poisson(mean[:, None], (len(cells), MONTHS)).astype(float), cells, span)
    top, metres = int(SETTINGS["hold_cells"].value), SETTINGS["kernel_m"].value

    def ours() -> BackTest:
        return back_test(by_month, xy, ring_matrix(cells), area)

    graph = Graph.build_h3(cells, order=1, weight="binary")  # once for all looks, so not counted

    def theirs() -> np.ndarray:
        held = []
        for at in range(12, 12 + THEIR_LOOKS):
            counts, came = by_month.iloc[:, at - 12 : at].sum(axis=1), by_month.iloc[:, at : at + 3].sum(axis=1)
            z = G_Local(counts, graph, transform="B", star=True, permutations=0).Zs
            some = counts.to_numpy() > 0
            kde = gaussian_kde(xy[some].T, weights=counts[some])
            kde.set_bandwidth(1.0)
            kde = _fixed_width(kde, metres)
            scores = (z, counts.to_numpy(), kde(xy.T))
            held.append([came.to_numpy()[np.argsort(-s, kind="stable")[:top]].sum() for s in scores])
        return np.array(held)

    took, found = timed(ours)
    looks = len(found.origins)
    yield Result(
        f"back-test of {looks} months at {len(cells):,} cells, four ways, two sizes, intervals",
        f"{took:.3g} s",
        "",
        None,
        f"under {LIMIT_S:g} s",
        took < LIMIT_S and looks == LOOKS,
        f"{found.origins['events'].sum():,.0f} events looked at; verdict {found.verdicts['fixed']}",
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        loop, held = timed(theirs)
    kernel = found.by_origin.query("size == 'fixed' and way == 'kernel'")["hits"].to_numpy()[:THEIR_LOOKS]
    same = bool(np.allclose(kernel, held[:, 2], rtol=SAME_KERNEL))
    each, each_theirs = took / looks, loop / THEIR_LOOKS
    yield Result(
        f"a look at {len(cells):,} cells: a loop over esda's Gi* and SciPy's gaussian_kde, no intervals",
        f"{each:.3g} s",
        f"{each_theirs:.3g} s",
        each_theirs / each,
        f"at least {TIMES:g} times quicker",
        each_theirs / each >= TIMES and same,
        f"kernel surfaces pick cells that held {kernel.sum():,.0f}, theirs {held[:, 2].sum():,.0f}",
    )


def _fixed_width(kde: object, metres: float) -> object:
    """Give SciPy's kernel the same round spread in metres, which it has no option for."""
    kde.covariance = np.eye(2) * metres**2
    kde.cho_cov = np.eye(2) * metres
    kde.log_det = 2 * np.log(np.diag(kde.cho_cov * np.sqrt(2 * np.pi))).sum()
    return kde
