"""Compare ring matrix and tests on 100,000 cells with libpysal and esda."""

from __future__ import annotations

import warnings
from collections.abc import Iterator

import h3
import numpy as np
import pandas as pd

from benchmarks.timing import Result, Skipped, interleaved, versus
from placespace.grid import ring_matrix
from placespace.measures import gi_star, ring_test

RINGS = 183
"""A disk of this many rings has 101,017 cells."""

MEAN_EVENTS = 0.5
SAME_Z = 1e-9
TIMES = 20.0
REPEATS = 5


def compare() -> Iterator[Result]:
    """Yield the lines: from cell ids to both measures, and the parts of it.

    Of libpysal's graphs ``build_h3`` is the quickest from cell ids. esda has no exact ring test,
    so ours does more.
    """
    try:
        from esda.getisord import G_Local
        from libpysal.graph import Graph
    except ImportError as absent:
        raise Skipped(f"{absent.name} is not installed") from absent
    cells = sorted(h3.grid_disk(h3.latlng_to_cell(53.5, -2.9, 9), RINGS))
    events = np.random.default_rng(7).poisson(MEAN_EVENTS, len(cells)).astype(float)
    counts = pd.Series(events, pd.Index(cells, name="cell"), name="count")

    def graph() -> Graph:
        return Graph.build_h3(cells, order=1, weight="binary")

    def g_local(neighbours: Graph) -> np.ndarray:
        return G_Local(counts, neighbours, transform="B", star=True, permutations=0).Zs

    def ours() -> pd.Series:
        ring = ring_matrix(cells)
        ring_test(counts, ring)
        return gi_star(counts, ring)

    kept_ring, kept_graph = ring_matrix(cells), graph()
    sides = {
        "ours": ours,
        "theirs": lambda: g_local(graph()),
        "our ring": lambda: ring_matrix(cells),
        "their graph": graph,
        "our tests": lambda: (ring_test(counts, kept_ring), gi_star(counts, kept_ring))[1],
        "their test": lambda: g_local(kept_graph),
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        medians, answers = interleaved(sides, repeats=REPEATS)
    furthest = float(np.abs(answers["ours"].to_numpy() - answers["theirs"]).max())
    same = f"z within {furthest:.0e}" + ("" if furthest <= SAME_Z else ": NOT the same")
    name = f"libpysal and esda: {len(cells):,} cells"
    yield versus(
        f"{name}, ring matrix, ring test and Gi*",
        medians["ours"],
        medians["theirs"],
        at_least=TIMES,
        same=same,
        equal=furthest <= SAME_Z,
    )
    links = kept_ring.nnz - len(cells)
    yield versus(
        f"{name}, of that the ring matrix",
        medians["our ring"],
        medians["their graph"],
        at_least=1,
        same=f"{links:,} neighbours, theirs {kept_graph.n_edges:,}",
        equal=links == kept_graph.n_edges,
    )
    yield versus(
        f"{name}, of that the ring test and Gi* (esda: Gi* alone)",
        medians["our tests"],
        medians["their test"],
        at_least=1,
        same=same,
        equal=furthest <= SAME_Z,
    )
