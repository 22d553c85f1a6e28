"""Say which sessions young people can walk to from each cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely
from scipy import sparse
from scipy.spatial import cKDTree

from placespace.errors import PlacespaceError, WrongUse
from placespace.settings import SETTINGS

if TYPE_CHECKING:
    from placespace.measures.network import WalkingNetwork

SAME_M = 1e-6
"""A cell at the limit itself is reached; this much is lost to rounding."""
ON_LINE_M = 1.0
"""A place this near to a barrier stands on it. Hand-drawn lines and geocodes are no finer."""


@dataclass(frozen=True)
class Walk:
    """How far a walk goes: ``minutes`` at ``m_per_min``, on streets ``detour`` times the straight line.

    Raises
    ------
    WrongUse
        When a part is not above 0, or streets would be shorter than the straight line.

    Examples
    --------
    >>> round(Walk().route_m), round(Walk().straight_m)
    (1200, 923)
    """

    minutes: float = SETTINGS["walk_min"].value
    m_per_min: float = SETTINGS["walk_m_per_min"].value
    detour: float = SETTINGS["detour"].value

    def __post_init__(self) -> None:
        """Refuse a walk of no length."""
        if not (0 < self.minutes < np.inf and 0 < self.m_per_min < np.inf and 1 <= self.detour < np.inf):
            raise WrongUse(
                "A walk must have minutes and a pace above 0, and a detour of 1 or more.",
                f"It is {self.minutes:g} minutes at {self.m_per_min:g} m a minute, detour {self.detour:g}.",
                "Mend 'walk_min', 'walk_m_per_min' or 'detour'.",
            )

    @classmethod
    def of(cls, settings: Mapping[str, float], minutes: float | None = None) -> Walk:
        """Return the walk of an area's settings, or another number of minutes at the same pace."""
        minutes = settings["walk_min"] if minutes is None else minutes
        return cls(float(minutes), float(settings["walk_m_per_min"]), float(settings["detour"]))

    @property
    def route_m(self) -> float:
        """Metres walked, along streets."""
        return self.minutes * self.m_per_min

    @property
    def straight_m(self) -> float:
        """How far that is as the crow flies, metres."""
        return self.route_m / self.detour


def reach(
    cells_m: np.ndarray,
    sites_m: np.ndarray,
    walk: Walk,
    *,
    barriers: Sequence[shapely.Geometry] = (),
    network: WalkingNetwork | None = None,
) -> sparse.csr_array:
    """Return which sites are within a walk of each cell's centre, the limit itself included.

    Parameters
    ----------
    cells_m : ndarray of float, shape (n, 2)
        Centres, EPSG:27700, metres.
    sites_m : ndarray of float, shape (m, 2)
        Where sessions are, EPSG:27700; the same place may come many times. A site with a missing
        place reaches nothing. With the cells themselves here the answer is which cells are near.
    walk : Walk
    barriers : sequence of LineString or MultiLineString
        EPSG:27700. A walk that crosses one is cut; polygons cut by their outlines.
    network : WalkingNetwork, optional
        Walks then follow its lines; ``barriers`` cut it as well as those it was made with.

    Returns
    -------
    csr_array of bool, shape (n, m)

    Notes
    -----
    A place *on* a barrier (its last metre) is on both sides of it: a youth club drawn on the edge
    of the road it stands on still serves both. Touching the line anywhere else counts as crossing,
    its tip included. Without a network a walk is a straight line: going round the end of a barrier
    is not known to it.

    Examples
    --------
    >>> reach(np.array([[0, 0], [2000, 0]]), np.array([[500, 0], [np.nan, 0]]), Walk()).toarray().tolist()
    [[True, False], [False, False]]
    """
    minutes = walking_minutes(cells_m, sites_m, walk, barriers=barriers, network=network)
    return sparse.csr_array((np.ones(minutes.nnz, bool), minutes.indices, minutes.indptr), shape=minutes.shape)


def walking_minutes(
    cells_m: np.ndarray,
    sites_m: np.ndarray,
    walk: Walk,
    *,
    barriers: Sequence[shapely.Geometry] = (),
    network: WalkingNetwork | None = None,
) -> sparse.csr_array:
    """Return the minutes from each cell to each site within a walk; what is not stored is out of reach.

    Parameters are those of :func:`reach`. A walk of 0 minutes is stored as 0.

    Returns
    -------
    csr_array of float, shape (n, m)
    """
    cells, sites = points_m(cells_m, "Cells"), points_m(sites_m, "Sites")
    placed = np.isfinite(sites).all(axis=1)
    # many sessions share a hall: each place is walked to once
    places, at = np.unique(sites[placed], axis=0, return_inverse=True)
    column = np.full(len(sites), len(places))
    column[placed] = at.ravel()
    if network is not None:
        cut = network.cut_by(barriers) if len(barriers) else network
        cell, place, minutes = cut.minutes(cells, places, walk)
    else:
        cell, place, minutes = straight_minutes(cells, places, walk, barriers)
    walked = sparse.csr_array((minutes, (cell, place)), shape=(len(cells), len(places) + 1))
    out = walked[:, column] if len(sites) else sparse.csr_array((len(cells), 0))
    out.sort_indices()
    return out


def straight_minutes(
    cells: np.ndarray, places: np.ndarray, walk: Walk, barriers: Sequence[shapely.Geometry] = ()
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the pairs of cell and place within a walk along the straight line, with its minutes.

    Cells without a place are in no pair.
    """
    here = np.flatnonzero(np.isfinite(cells).all(axis=1))
    if not len(here) or not len(places):
        return np.empty(0, int), np.empty(0, int), np.empty(0)
    limit = walk.straight_m + SAME_M
    pairs = cKDTree(cells[here]).sparse_distance_matrix(cKDTree(places), limit, output_type="ndarray")
    cell, place, metres = here[pairs["i"]], pairs["j"], pairs["v"]
    if len(barriers):
        through, _ = crossings(np.stack([cells[cell], places[place]], axis=1), barriers)
        kept = np.ones(len(cell), bool)
        kept[through] = False
        cell, place, metres = cell[kept], place[kept], metres[kept]
    return cell, place, np.minimum(metres * walk.detour / walk.m_per_min, walk.minutes)


def crossings(walks: np.ndarray, barriers: Sequence[shapely.Geometry]) -> tuple[np.ndarray, np.ndarray]:
    """Return which straight walks cross which barriers, as positions in both.

    Parameters
    ----------
    walks : ndarray of float, shape (k, 2, 2)
        From and to, EPSG:27700. The first and the last metre are left out: see :func:`reach`.
    barriers : sequence of geometries

    Returns
    -------
    walk, barrier : ndarray of int
        In order; a pair comes once, however often it crosses.

    Examples
    --------
    >>> wall = shapely.LineString([(5, -9), (5, 9)])
    >>> [found.tolist() for found in crossings(np.array([[[0, 0], [10, 0]], [[0, 0], [5, 0]]]), [wall])]
    [[0], [0]]
    """
    stretches, of = stretches_of(barriers)
    length = np.hypot(*(walks[:, 1] - walks[:, 0]).T)
    long = np.flatnonzero(length > 2 * ON_LINE_M)
    if not len(of) or not len(long):
        return np.empty(0, int), np.empty(0, int)
    step = (walks[long, 1] - walks[long, 0]) * (ON_LINE_M / length[long])[:, None]
    inner = shapely.linestrings(np.stack([walks[long, 0] + step, walks[long, 1] - step], axis=1))
    walk, stretch = shapely.STRtree(stretches).query(inner, predicate="intersects")
    found = np.unique(np.column_stack([long[walk], of[stretch]]), axis=0)
    return found[:, 0], found[:, 1]


def closed_off(
    cells_m: np.ndarray,
    sites_m: np.ndarray,
    walk: Walk,
    barriers: Sequence[shapely.Geometry],
) -> pd.DataFrame:
    """Return the cells that could walk to a site, were it not for barriers, and now reach none.

    Walks are straight lines. Parameters are those of :func:`reach`.

    Returns
    -------
    DataFrame
        ``cell`` (position), ``barrier`` (position of the one that cuts most of its places; the
        first of equals), ``places`` (how many it could have walked to). One row a cell, in order.
    """
    cells, sites = points_m(cells_m, "Cells"), points_m(sites_m, "Sites")
    places = np.unique(sites[np.isfinite(sites).all(axis=1)], axis=0)
    cell, place, _ = straight_minutes(cells, places, walk)
    pair, barrier = crossings(np.stack([cells[cell], places[place]], axis=1), barriers)
    could = np.bincount(cell, minlength=len(cells))
    cut = np.bincount(cell[np.unique(pair)], minlength=len(cells))
    by = pd.DataFrame({"cell": cell[pair], "barrier": barrier})
    by = by[(could == cut)[by["cell"]]].value_counts(sort=False).rename("cuts").reset_index()
    by = by.sort_values(["cell", "cuts", "barrier"], ascending=[True, False, True]).drop_duplicates("cell")
    by = by.assign(places=could[by["cell"].to_numpy(int)])
    return by[["cell", "barrier", "places"]].astype(int).reset_index(drop=True)


def stretches_of(barriers: Sequence[shapely.Geometry]) -> tuple[np.ndarray, np.ndarray]:
    """Return barriers bend by bend, and which barrier each stretch is of: long lines are then found quickly.

    Polygons give their outlines, points nothing.
    """
    # parts of collections, then polygons to their rings, then each ring for itself
    parts, of = shapely.get_parts(np.asarray(list(barriers), object), return_index=True)
    for _ in range(2):
        flat = shapely.get_dimensions(parts) == 2
        parts[flat] = shapely.boundary(parts[flat])
        parts, whole = shapely.get_parts(parts, return_index=True)
        of = of[whole]
    points, part = shapely.get_coordinates(parts, return_index=True)
    # a point named twice is no stretch
    follows = np.flatnonzero((part[1:] == part[:-1]) & (points[1:] != points[:-1]).any(axis=1))
    return shapely.linestrings(np.stack([points[follows], points[follows + 1]], axis=1)), of[part[follows]]


def points_m(points: np.ndarray, what: str) -> np.ndarray:
    """Return points as an array of shape (n, 2), or say what is wrong with them."""
    array = np.asarray(points, float)
    array = array.reshape(0, 2) if array.size == 0 else array
    if array.ndim != 2 or array.shape[1] != 2:
        raise PlacespaceError(
            f"{what} must be eastings and northings, one row each.",
            f"Their shape is {array.shape}.",
            "Use Cells.centres_m() or to_metres(lon, lat).",
        )
    return array
