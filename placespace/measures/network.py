"""Walk along streets and paths instead of a straight line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from scipy import sparse
from scipy.sparse import csgraph
from scipy.spatial import cKDTree

from placespace.errors import PlacespaceError
from placespace.measures.reach import ON_LINE_M, SAME_M, Walk, crossings, points_m, straight_minutes, stretches_of
from placespace.settings import SETTINGS

GRID_M = 1.0
"""Lines are drawn to the metre: ends this near to each other meet."""
AT_ONCE = 4_000_000
"""Distances held in memory at a time."""
NO_METRES = 1e-9
"""A step of no length; the router takes 0 for no step at all."""


@dataclass(frozen=True, eq=False)
class WalkingNetwork:
    """Streets and paths that can be walked along, cut where barriers cross them.

    Attributes
    ----------
    edges : ndarray of LineString, shape (e,)
        From one meeting of lines to the next, EPSG:27700.
    barriers : tuple of geometries
        What cut them.
    bridged : tuple of geometries
        What cuts only the straight parts of walks: streets cross it by bridges and subways.
    off_m : float
        Further than this from every line a place is off the network.

    Notes
    -----
    Lines that cross are taken to meet: leave motorways out of the layer. A bridge over one of the
    ``barriers`` is a gap in it of more than two metres. Where a place is off the network, walks from and to
    it are straight lines: see :meth:`off_network`.
    """

    edges: np.ndarray
    barriers: tuple[shapely.Geometry, ...] = ()
    bridged: tuple[shapely.Geometry, ...] = ()
    off_m: float = SETTINGS["off_network_m"].value

    @classmethod
    def of(
        cls,
        lines: gpd.GeoSeries,
        barriers: Sequence[shapely.Geometry] = (),
        *,
        bridged: Sequence[shapely.Geometry] = (),
        off_m: float = SETTINGS["off_network_m"].value,
    ) -> WalkingNetwork:
        """Return the network of some lines.

        Parameters
        ----------
        lines : GeoSeries of LineString or MultiLineString
            EPSG:27700. Other shapes are left out.
        barriers : sequence of geometries
            EPSG:27700. What young people do not cross, by street or otherwise.
        bridged : sequence of geometries
            EPSG:27700. Rail and water of a layer: where a street crosses them there is a way over.
        off_m : float
            Metres.

        Raises
        ------
        PlacespaceError
            When the lines are not in EPSG:27700, or there are none.
        """
        if lines.crs is None or lines.crs.to_epsg() != 27700:
            raise PlacespaceError(
                "A walking network must be in metres, EPSG:27700.", f"It is in {lines.crs}.", "Use to_crs(27700)."
            )
        parts = shapely.get_parts(shapely.get_parts(lines.dropna().to_numpy()))
        parts = shapely.force_2d(parts[(shapely.get_dimensions(parts) == 1) & ~shapely.is_empty(parts)])
        if not len(parts):
            raise PlacespaceError(
                "A walking network must hold lines.",
                f"{len(lines)} shape(s), none of them a line.",
                "Name a layer of streets and paths as 'walking' in area.toml.",
            )
        edges = shapely.get_parts(shapely.unary_union(parts, grid_size=GRID_M))
        return cls(edges, bridged=tuple(bridged), off_m=off_m).cut_by(barriers)

    def cut_by(self, barriers: Sequence[shapely.Geometry]) -> WalkingNetwork:
        """Return the network without what lies within a metre of a barrier: nothing crosses it."""
        if not len(barriers):
            return self
        strips = shapely.buffer(stretches_of(barriers)[0], ON_LINE_M)
        strip, edge = self._tree.query(strips, predicate="intersects")
        order = np.argsort(edge, kind="stable")
        cut, group = np.unique(edge, return_inverse=True)
        round_each = shapely.unary_union(shapely.multipolygons(strips[strip[order]], indices=group[order]))
        left = shapely.get_parts(shapely.difference(self.edges[cut], round_each))
        left = left[(shapely.get_dimensions(left) == 1) & (shapely.length(left) > 0)]
        kept = np.delete(self.edges, cut)
        return WalkingNetwork(np.concatenate([kept, left]), (*self.barriers, *barriers), self.bridged, self.off_m)

    @cached_property
    def ends(self) -> np.ndarray:
        """Return the two nodes of each edge, shape (e, 2)."""
        points = np.concatenate([shapely.get_coordinates(shapely.get_point(self.edges, n)) for n in (0, -1)])
        node, _ = pd.factorize(points[:, 0] + 1j * points[:, 1])
        return node.reshape(2, -1).T

    @cached_property
    def lengths(self) -> np.ndarray:
        """Return the length of each edge, metres, shape (e,)."""
        return shapely.length(self.edges)

    @cached_property
    def _tree(self) -> shapely.STRtree:
        return shapely.STRtree(self.edges)

    @property
    def _uncrossed(self) -> tuple[shapely.Geometry, ...]:
        """What the straight part of a walk does not cross."""
        return (*self.barriers, *self.bridged)

    @property
    def nodes(self) -> int:
        """How many nodes there are."""
        return int(self.ends.max(initial=-1)) + 1

    def pieces(self) -> pd.Series:
        """Return the length of each piece that no other can be walked to from, kilometres, longest first.

        More than one long piece means a barrier with no way through, or lines that do not meet.
        """
        if not len(self.edges):
            return pd.Series([], name="km", dtype=float)
        _, piece = csgraph.connected_components(self._graph(), directed=False)
        km = np.bincount(piece[self.ends[:, 0]], self.lengths) / 1000
        return pd.Series(np.sort(km)[::-1], name="km")

    def off_network(self, points: np.ndarray) -> np.ndarray:
        """Return which points are further than ``off_m`` from every line they can get to, shape (n,).

        Their walks are straight lines times the detour. Points with a missing place are not among them.
        """
        array = points_m(points, "Points")
        return np.isfinite(array).all(axis=1) & (self._attached(array)[0] < 0)

    def minutes(self, cells: np.ndarray, places: np.ndarray, walk: Walk) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return the pairs of cell and place within a walk along the lines, with its minutes.

        A walk goes straight to the nearest point of the nearest line, along lines, and straight from
        there; pairs with an end off the network are straight lines (:func:`straight_minutes`).

        Parameters
        ----------
        cells : ndarray of float, shape (n, 2)
        places : ndarray of float, shape (p, 2)
        walk : Walk

        Returns
        -------
        cell, place : ndarray of int
        minutes : ndarray of float
        """
        home, goal = self._attached(cells), self._attached(places)
        on_cell, on_place = np.flatnonzero(home[0] >= 0), np.flatnonzero(goal[0] >= 0)
        cell, place, metres = self._walked(
            cells[on_cell], [h[on_cell] for h in home], places[on_place], [g[on_place] for g in goal], walk.route_m
        )
        found = [(on_cell[cell], on_place[place], np.minimum(metres / walk.m_per_min, walk.minutes))]
        off_cell, off_place = home[0] < 0, goal[0] < 0
        if off_cell.any() or off_place.any():
            cell, place, minutes = straight_minutes(cells, places, walk, self._uncrossed)
            kept = off_cell[cell] | off_place[place]
            found.append((cell[kept], place[kept], minutes[kept]))
        cell, place, minutes = (np.concatenate(side) for side in zip(*found, strict=True))
        return cell, place, minutes

    def _walked(
        self, cells: np.ndarray, home: list[np.ndarray], places: np.ndarray, goal: list[np.ndarray], limit: float
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return pairs within ``limit`` metres along the lines, and the metres."""
        # no walk is shorter than the straight line: others need not be looked at. Lines moved by up to a metre
        out = [(np.empty(0, int), np.empty(0, int), np.empty(0))]
        if not len(cells) or not len(places):
            return out[0]
        near = cKDTree(places).sparse_distance_matrix(cKDTree(cells), limit + 4 * GRID_M, output_type="ndarray")
        near = near[np.argsort(near["i"], kind="stable")]
        graph = self._graph(goal)
        for first, last, rows in self._batches(near["i"], len(places)):
            place, cell = near["i"][rows], near["j"][rows]
            metres = csgraph.dijkstra(graph, indices=self.nodes + np.arange(first, last), limit=limit + SAME_M)
            edge, along, leg = (h[cell] for h in home)
            ahead = metres[place - first, self.ends[edge, 0]] + along
            back = metres[place - first, self.ends[edge, 1]] + self.lengths[edge] - along
            # both on one edge: straight along it, passing neither of its ends
            direct = np.where(edge == goal[0][place], np.abs(along - goal[1][place]) + goal[2][place], np.inf)
            total = np.minimum(np.minimum(ahead, back), direct) + leg
            reached = total <= limit + SAME_M
            out.append((cell[reached], place[reached], total[reached]))
        cell, place, metres = (np.concatenate(side) for side in zip(*out, strict=True))
        return cell, place, metres

    def _batches(self, place: np.ndarray, places: int) -> Iterator[tuple[int, int, slice]]:
        """Yield runs of places whose distances to every node fit in memory, with their rows."""
        size = max(1, AT_ONCE // (self.nodes + places)) if len(place) else 0
        for first in range(0, places if size else 0, size or 1):
            last = min(first + size, places)
            low, high = np.searchsorted(place, [first, last])
            if high > low:
                yield first, last, slice(int(low), int(high))

    def _graph(self, goal: Sequence[np.ndarray] | None = None) -> sparse.csr_array:
        """Return the graph of nodes, with a node for each place that walks start from."""
        u, v = self.ends[:, 0], self.ends[:, 1]
        start, end, metres = np.r_[u, v], np.r_[v, u], np.r_[self.lengths, self.lengths]
        if goal is not None:
            edge, along, leg = goal
            own = self.nodes + np.arange(len(edge))
            start, end = np.r_[start, own, own], np.r_[end, u[edge], v[edge]]
            metres = np.r_[metres, leg + along, leg + self.lengths[edge] - along]
        # of two streets between the same corners the shorter; a matrix would add them up
        order = np.lexsort((metres, end, start))
        start, end, metres = start[order], end[order], metres[order]
        first = np.r_[True, (start[1:] != start[:-1]) | (end[1:] != end[:-1])][: len(start)]
        size = self.nodes + (0 if goal is None else len(goal[0]))
        steps = np.maximum(metres[first], NO_METRES)
        return sparse.csr_array((steps, (start[first], end[first])), shape=(size, size))

    def _attached(self, points: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return each point's edge (-1: off the network), how far along it, and how far from it, metres."""
        edge = np.full(len(points), -1)
        along, leg = np.zeros(len(points)), np.full(len(points), np.inf)
        here = np.flatnonzero(np.isfinite(points).all(axis=1))
        if not len(self.edges) or not len(here):
            return edge, along, leg
        found, gap = self._tree.query_nearest(
            shapely.points(points[here]), max_distance=self.off_m, all_matches=False, return_distance=True
        )
        one, at, tried = here[found[0]], found[1], gap
        if self._uncrossed:
            one, at, tried = self._uncut(points, one, at, tried)
        edge[one], leg[one] = at, tried
        along[one] = shapely.line_locate_point(self.edges[at], shapely.points(points[one]))
        return edge, along, leg

    def _uncut(
        self, points: np.ndarray, one: np.ndarray, at: np.ndarray, gap: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return attachments whose way to the line no barrier cuts: the nearest such for each point."""
        cut, _ = crossings(self._legs(points[one], at), self._uncrossed)
        bad = np.zeros(len(one), bool)
        bad[cut] = True
        if not bad.any():
            return one, at, gap
        again = one[bad]
        where = shapely.points(points[again])
        again_at, edges = self._tree.query(where, predicate="dwithin", distance=self.off_m)
        metres = shapely.distance(where[again_at], self.edges[edges])
        order = np.lexsort((edges, metres, again_at))
        again_at, edges, metres = again_at[order], edges[order], metres[order]
        free = np.ones(len(edges), bool)
        free[crossings(self._legs(points[again[again_at]], edges), self._uncrossed)[0]] = False
        again_at, edges, metres = again_at[free], edges[free], metres[free]
        _, nearest = np.unique(again_at, return_index=True)
        return (
            np.r_[one[~bad], again[again_at[nearest]]],
            np.r_[at[~bad], edges[nearest]],
            np.r_[gap[~bad], metres[nearest]],
        )

    def _legs(self, points: np.ndarray, edges: np.ndarray) -> np.ndarray:
        """Return the ways from points to the nearest points of edges, shape (k, 2, 2)."""
        lines = self.edges[edges]
        onto = shapely.line_interpolate_point(lines, shapely.line_locate_point(lines, shapely.points(points)))
        return np.stack([points, shapely.get_coordinates(onto)], axis=1)
