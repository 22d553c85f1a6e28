"""Compare who is reached, hour by hour, with geopandas tables, and walks along streets with networkx."""

from __future__ import annotations

from collections.abc import Iterator

import geopandas as gpd
import h3
import numpy as np
import pandas as pd
import shapely
from scipy.spatial import cKDTree

from benchmarks.timing import Result, Skipped, interleaved, timed, versus
from placespace.grid import to_metres
from placespace.measures import Coverage, Walk, WalkingNetwork, gaps, reach, served, walking_minutes

RINGS = 57
"""A disk of this many rings has 9,919 cells."""

SESSIONS, SITES = 300, 120
STREETS, STEP_M = 102, 360.0
"""A crooked grid of this many streets each way, this far apart: 20,604 stretches between corners."""

SECONDS, GAP_SECONDS, STREET_SECONDS = 0.15, 1.0, 3.0
SAME_SHARE, SAME_MINUTES = 1e-9, 1e-6
REPEATS = 5
Answers = tuple[float, np.ndarray, np.ndarray]


def compare() -> Iterator[Result]:
    """Yield the lines: a week's coverage, the list of gaps, and walks along streets."""
    cells = _cells()
    sites, slots, demand = _week(cells)
    yield from _coverage(cells, sites, slots, demand)
    yield _gaps(cells, sites, slots, demand)
    yield from _streets(cells, sites)


def _cells() -> np.ndarray:
    ids = sorted(h3.grid_disk(h3.latlng_to_cell(53.5, -2.9, 9), RINGS))
    lat, lng = np.array([h3.cell_to_latlng(c) for c in ids]).T
    return to_metres(lng, lat)


def _week(cells: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return sites of sessions, their half-hours, and demand that has its own hours in every cell."""
    rng = np.random.default_rng(5)
    halls = cells[rng.integers(len(cells), size=SITES)] + rng.normal(0, 150, (SITES, 2))
    slots = np.zeros((SESSIONS, 336), bool)
    for one, start in enumerate(rng.integers(7, size=SESSIONS) * 48 + rng.integers(30, 41, SESSIONS)):
        slots[one, start : start + rng.integers(2, 7)] = True
    demand = rng.gamma(0.3, 1, (len(cells), 1)) * rng.dirichlet(np.ones(168), len(cells))
    return halls[rng.integers(SITES, size=SESSIONS)], slots, demand


def _ours(cells: np.ndarray, sites: np.ndarray, slots: np.ndarray, demand: np.ndarray) -> Answers:
    """Return the unserved share, the share reached by hour, and the share unserved by cell."""
    found = Coverage(demand, served(reach(cells, sites, Walk()), slots))
    return found.unserved_share, found.by_hour, found.by_cell


def _theirs(cells: np.ndarray, sites: np.ndarray, slots: np.ndarray, demand: np.ndarray) -> Answers:
    """Return the same by joining tables: cells near sessions, half-hours of sessions, each pair once."""
    left = gpd.GeoDataFrame({"cell": np.arange(len(cells))}, geometry=shapely.points(cells), crs=27700)
    right = gpd.GeoDataFrame({"session": np.arange(len(sites))}, geometry=shapely.points(sites), crs=27700)
    near = gpd.sjoin(left, right, predicate="dwithin", distance=Walk().straight_m)[["cell", "session"]]
    session, half = np.nonzero(slots)
    there = near.merge(pd.DataFrame({"session": session, "half": half}), on="session")
    there = there[["cell", "half"]].drop_duplicates()
    there["hour"] = there["half"] // 2
    there["met"] = demand[there["cell"], there["hour"]] / 2
    total = pd.DataFrame(demand).stack()
    total.index.names = ["cell", "hour"]
    unmet = total.sub(there.groupby(["cell", "hour"])["met"].sum(), fill_value=0)
    return (
        unmet.sum() / total.sum(),
        (1 - unmet.groupby("hour").sum() / total.groupby("hour").sum()).to_numpy(),
        (unmet.groupby("cell").sum() / total.groupby("cell").sum()).to_numpy(),
    )


def _coverage(cells: np.ndarray, sites: np.ndarray, slots: np.ndarray, demand: np.ndarray) -> Iterator[Result]:
    given = (cells, sites, slots, demand)
    medians, answers = interleaved({"ours": lambda: _ours(*given), "theirs": lambda: _theirs(*given)}, repeats=REPEATS)
    apart = max(float(np.abs(a - b).max()) for a, b in zip(answers["ours"], answers["theirs"], strict=True))
    name = f"{len(cells):,} cells, {SESSIONS} sessions, a week by half-hours: share unserved, by hour and by cell"
    same = f"{answers['ours'][0]:.2%} unserved; shares within {apart:.0e}"
    yield versus(
        f"geopandas: {name}",
        medians["ours"],
        medians["theirs"],
        at_least=1,
        same=same,
        equal=apart <= SAME_SHARE,
    )
    yield Result(
        name,
        f"{medians['ours']:.3g} s",
        "",
        None,
        f"within {SECONDS:g} s",
        medians["ours"] <= SECONDS,
        f"median of {REPEATS}",
    )


def _gaps(cells: np.ndarray, sites: np.ndarray, slots: np.ndarray, demand: np.ndarray) -> Result:
    coverage = Coverage(demand, served(reach(cells, sites, Walk()), slots))
    near = reach(cells, cells, Walk())
    medians, answers = interleaved({"ours": lambda: gaps(coverage, near)}, repeats=REPEATS)
    found = answers["ours"]
    return Result(
        f"{len(found)} gaps of two hours among {len(cells):,} cells, {near.nnz / len(cells):.0f} within a walk of each",
        f"{medians['ours']:.3g} s",
        "",
        None,
        f"within {GAP_SECONDS:g} s",
        medians["ours"] <= GAP_SECONDS,
        f"largest first, {found['share_of_all_unserved'].sum():.1%} of all unserved",
    )


def _streets(cells: np.ndarray, sites: np.ndarray) -> Iterator[Result]:
    """Yield the line for walks from every cell, and that beside networkx from corners, where both mean the same."""
    lines = _grid(cells)
    built, network = timed(lambda: WalkingNetwork.of(lines))
    took, minutes = timed(lambda: walking_minutes(cells, sites, Walk(), network=network))
    stretches = f"{len(network.edges):,} stretches of street"
    yield Result(
        f"{stretches} made into a network, and {len(cells):,} cells to {len(sites)} sessions",
        f"{built + took:.3g} s",
        "",
        None,
        f"within {STREET_SECONDS:g} s",
        built + took <= STREET_SECONDS,
        f"{minutes.nnz:,} walks, {int(network.off_network(cells).sum()):,} cells off the network",
    )
    try:
        import networkx as nx
    except ImportError as absent:
        raise Skipped("networkx is not installed") from absent
    corners = np.unique(
        np.concatenate([shapely.get_coordinates(shapely.get_point(network.edges, n)) for n in (0, -1)]), axis=0
    )
    starts = corners[np.random.default_rng(1).choice(len(corners), SITES, replace=False)]

    def ours() -> np.ndarray:
        return walking_minutes(corners, starts, Walk(), network=WalkingNetwork.of(lines)).toarray()

    def theirs() -> np.ndarray:
        """Return minutes from the nearest corner of each point, as is usual."""
        edges = shapely.get_parts(shapely.unary_union(lines.to_numpy(), grid_size=1))
        ends = [map(tuple, shapely.get_coordinates(shapely.get_point(edges, n)).tolist()) for n in (0, -1)]
        graph = nx.Graph()
        graph.add_weighted_edges_from(zip(*ends, shapely.length(edges).tolist(), strict=True))
        nodes = list(graph)
        tree = cKDTree(nodes)
        _, goal = tree.query(corners)
        out = np.zeros((len(corners), len(starts)))
        for column, start in enumerate(tree.query(starts)[1]):
            found = nx.single_source_dijkstra_path_length(graph, nodes[start], cutoff=Walk().route_m)
            out[:, column] = [found.get(nodes[n], 0) for n in goal]
        return out / Walk().m_per_min

    medians, answers = interleaved({"ours": ours, "theirs": theirs}, repeats=REPEATS)
    apart = float(np.abs(answers["ours"] - answers["theirs"]).max())
    yield versus(
        f"networkx: {stretches} as lines, to minutes between {SITES} corners and all others within a walk",
        medians["ours"],
        medians["theirs"],
        at_least=1,
        same=f"minutes within {apart:.0e}",
        equal=apart <= SAME_MINUTES,
    )


def _grid(cells: np.ndarray) -> gpd.GeoSeries:
    rng = np.random.default_rng(2)
    at = cells.mean(axis=0) + (np.arange(STREETS) - STREETS / 2)[:, None] * STEP_M
    x, y = np.meshgrid(at[:, 0], at[:, 1])
    corners = np.stack([x, y], axis=-1) + rng.normal(0, 20, (STREETS, STREETS, 2))
    return gpd.GeoSeries([*shapely.linestrings(corners), *shapely.linestrings(corners.swapaxes(0, 1))], crs=27700)
