"""Walks follow the streets there are: the same lengths as networkx finds, cut where barriers are."""

from itertools import pairwise

import geopandas as gpd
import numpy as np
import pytest
import shapely

from placespace.errors import PlacespaceError
from placespace.measures import Walk, WalkingNetwork, reach, walking_minutes

# sums of the same lengths in another order
SAME_MINUTES = 1e-9
STREET = shapely.LineString([(0, 0), (1000, 0)])
CORNER = shapely.LineString([(1000, 0), (1000, 1000)])


def lines(*shapes: shapely.Geometry) -> gpd.GeoSeries:
    return gpd.GeoSeries(list(shapes), crs=27700)


def at(*points: tuple[float, float]) -> np.ndarray:
    return np.array(points, float)


def test_a_walk_goes_round_the_corner():
    network = WalkingNetwork.of(lines(STREET, CORNER))
    minutes = walking_minutes(at((700, 40)), at((1020, 300), (1000, 900)), Walk(), network=network)
    # 40 to the street, 300 along it, 300 up the other, 20 to the door; 1,240 is more than 1,200
    assert minutes.toarray().tolist() == [[(40 + 300 + 300 + 20) / 80, 0]]
    assert minutes.nnz == 1


def test_the_limit_itself_is_reached_along_streets_too():
    network = WalkingNetwork.of(lines(STREET, CORNER))
    assert reach(at((0, 0)), at((1000, 200), (1000, 200.01)), Walk(), network=network).toarray().tolist() == [
        [True, False]
    ]


def test_two_on_one_street_walk_straight_along_it():
    network = WalkingNetwork.of(lines(STREET))
    minutes = walking_minutes(at((300, 10)), at((500, -20), (300, 10)), Walk(), network=network).toarray()
    assert minutes == pytest.approx(np.array([[230 / 80, 20 / 80]]))


def test_of_two_streets_between_the_same_corners_the_shorter_is_walked():
    bow = shapely.LineString([(0, 0), (500, 400), (1000, 0)])
    network = WalkingNetwork.of(lines(bow, STREET))
    assert walking_minutes(at((0, 0)), at((1000, 0)), Walk(), network=network).toarray() == pytest.approx(1000 / 80)


def test_streets_that_end_within_half_a_metre_of_each_other_meet():
    network = WalkingNetwork.of(lines(STREET, shapely.LineString([(1000.3, 0.2), (1000, 900)])))
    assert reach(at((800, 0)), at((1000, 300)), Walk(), network=network).nnz == 1
    assert len(network.pieces()) == 1


def test_a_walk_along_streets_may_be_longer_or_shorter_than_the_straight_line_times_the_detour():
    network = WalkingNetwork.of(lines(STREET, CORNER, shapely.LineString([(0, 0), (0, 1000)])))
    sites = at((1000, 0), (0, 1000), (1000, 0))
    assert reach(at((0, 0)), sites, Walk(), network=network).toarray().all()
    assert reach(at((0, 0)), sites, Walk()).nnz == 0
    across = at((1000, 700))
    assert reach(at((300, 0)), across, Walk(), network=network).nnz == 0


def town(rng: np.random.Generator) -> list[shapely.LineString]:
    """Streets of a crooked grid with some left out, so that there are dead ends and detached pieces."""
    corner = {
        (i, j): (round(i * 210 + rng.uniform(-60, 60)), round(j * 210 + rng.uniform(-60, 60)))
        for i in range(9)
        for j in range(9)
    }
    return [
        shapely.LineString([corner[i, j], corner[i + a, j + b]])
        for i in range(9)
        for j in range(9)
        for a, b in ((1, 0), (0, 1))
        if i + a < 9 and j + b < 9 and rng.random() < 0.7
    ]


def by_networkx(streets: list[shapely.LineString], cells: np.ndarray, sites: np.ndarray, walk: Walk) -> np.ndarray:
    """Minutes by networkx, with every cell and site made a node on its nearest street."""
    nx = pytest.importorskip("networkx")
    graph, stops = nx.Graph(), {n: [] for n in range(len(streets))}
    for kind, points in (("cell", cells), ("site", sites)):
        for n, point in enumerate(shapely.points(points)):
            nearest = int(np.argmin(shapely.distance(streets, point)))
            stops[nearest].append((streets[nearest].project(point), (kind, n, "door")))
            graph.add_edge((kind, n), (kind, n, "door"), weight=streets[nearest].distance(point))
    for n, street in enumerate(streets):
        ends = [(0.0, street.coords[0]), *sorted(stops[n], key=lambda s: s[0]), (street.length, street.coords[-1])]
        for (a, one), (b, other) in pairwise(ends):
            if one == other:
                continue
            weight = min(b - a, graph.get_edge_data(one, other, {"weight": np.inf})["weight"])
            graph.add_edge(one, other, weight=weight)
    out = np.full((len(cells), len(sites)), np.inf)
    for s in range(len(sites)):
        found = nx.single_source_dijkstra_path_length(graph, ("site", s), cutoff=walk.route_m)
        for c in range(len(cells)):
            out[c, s] = found.get(("cell", c), np.inf) / walk.m_per_min
    return out


@pytest.mark.parametrize("seed", range(8))
def test_minutes_equal_those_of_networkx(seed):
    rng = np.random.default_rng(seed)
    streets = town(rng)
    cells, sites = rng.uniform(0, 1680, (80, 2)), rng.uniform(0, 1680, (12, 2))
    network = WalkingNetwork.of(lines(*streets), off_m=5000)
    parted = list(shapely.get_parts(shapely.node(shapely.MultiLineString(streets))))
    ours = walking_minutes(cells, sites, Walk(), network=network)
    theirs = by_networkx(parted, cells, sites, Walk())
    assert ((ours.toarray() > 0) == np.isfinite(theirs)).all()
    assert np.allclose(ours.toarray()[np.isfinite(theirs)], theirs[np.isfinite(theirs)], rtol=SAME_MINUTES)
    assert ours.nnz > 100


def test_many_places_are_walked_from_in_batches_with_the_same_answer(monkeypatch):
    rng = np.random.default_rng(5)
    network = WalkingNetwork.of(lines(*town(rng)))
    cells = rng.uniform(0, 1680, (50, 2))
    whole = walking_minutes(cells, cells, Walk(), network=network).toarray()
    monkeypatch.setattr("placespace.measures.network.AT_ONCE", 300)
    assert (walking_minutes(cells, cells, Walk(), network=network).toarray() == whole).all()
    assert np.allclose(whole, whole.T)


def test_a_barrier_cuts_a_street_and_both_ends_of_it_can_still_be_walked():
    rail = shapely.LineString([(500, -100), (500, 100)])
    network = WalkingNetwork.of(lines(STREET), [rail])
    found = reach(at((400, 0), (600, 0)), at((450, 0), (550, 0)), Walk(), network=network)
    assert found.toarray().tolist() == [[True, False], [False, True]]
    assert network.pieces().round(3).tolist() == [0.499, 0.499]
    later = reach(at((400, 0)), at((550, 0)), Walk(), network=WalkingNetwork.of(lines(STREET)), barriers=[rail])
    assert later.nnz == 0


def test_a_bridge_is_a_gap_in_the_barrier():
    rail = shapely.MultiLineString([[(500, -900), (500, -3)], [(500, 3), (500, 900)]])
    assert reach(at((400, 0)), at((600, 0)), Walk(), network=WalkingNetwork.of(lines(STREET), [rail])).nnz == 1


def test_a_street_over_a_river_of_a_layer_is_a_bridge_and_a_straight_way_over_it_is_none():
    river = shapely.LineString([(500, -900), (500, 900)])
    network = WalkingNetwork.of(lines(STREET), bridged=[river])
    cells, sites = at((400, 0), (400, 600)), at((600, 0), (600, 600), (400, 500))
    assert reach(cells, sites, Walk(), network=network).toarray().tolist() == [
        [True, False, True],
        [False, False, True],
    ]
    assert reach(cells, sites, Walk(), network=network, barriers=[river]).toarray().tolist() == [
        [False, False, True],
        [False, False, True],
    ]


def test_nobody_crosses_at_a_corner_that_lies_on_the_barrier():
    road = shapely.LineString([(500, -900), (500, 900)])
    network = WalkingNetwork.of(lines(STREET, road), [road])
    assert reach(at((400, 0)), at((600, 0)), Walk(), network=network).nnz == 0
    assert len(network.pieces()) == 2


def test_nobody_crosses_a_barrier_to_get_on_to_the_nearest_street():
    other = shapely.LineString([(0, 200), (1000, 200)])
    river = shapely.LineString([(-900, 50), (1900, 50)])
    network = WalkingNetwork.of(lines(STREET, other), [river])
    # the street at 0 is nearer to the cell, but over the river; it gets on to that at 200
    minutes = walking_minutes(at((400, 90)), at((500, 0), (500, 200)), Walk(), network=network)
    assert minutes.toarray() == pytest.approx(np.array([[0, 210 / 80]]))


def test_places_far_from_every_street_walk_in_a_straight_line_and_are_counted():
    network = WalkingNetwork.of(lines(STREET))
    cells = at((500, 0), (500, 301), (np.nan, 0))
    sites = at((500, 400), (500, 20))
    assert network.off_network(cells).tolist() == [False, True, False]
    assert network.off_network(sites).tolist() == [True, False]
    minutes = walking_minutes(cells, sites, Walk(), network=network).toarray()
    assert minutes == pytest.approx(
        np.array([[400 * 1.3 / 80, 20 / 80], [99 * 1.3 / 80, 281 * 1.3 / 80], [0, 0]]), rel=1e-9
    )
    river = shapely.LineString([(-900, 350), (1900, 350)])
    cut = reach(cells, sites, Walk(), network=network, barriers=[river]).toarray()
    assert cut.tolist() == [[False, True], [False, True], [False, False]]


def test_barriers_that_are_no_lines_cut_nothing_and_paths_of_three_dimensions_are_walked():
    path = shapely.LineString([(0, 0, 5), (1000, 0, 9)])
    network = WalkingNetwork.of(lines(path, None, shapely.Point(5, 5)), [shapely.Point(500, 0), shapely.LineString()])
    assert walking_minutes(at((0, 0)), at((800, 0)), Walk(), network=network).toarray() == pytest.approx(10)


def test_a_network_cut_away_altogether_leaves_straight_walks():
    network = WalkingNetwork.of(
        lines(shapely.LineString([(0, 0), (100, 0)])), [shapely.LineString([(-9, 0), (109, 0)])]
    )
    assert network.pieces().empty
    assert network.off_network(at((50, 10))).all()
    assert reach(at((50, 10)), at((50, 20)), Walk(), network=network).nnz == 1


@pytest.mark.parametrize(
    ("shapes", "said"),
    [
        (gpd.GeoSeries([STREET], crs=4326), "EPSG:27700"),
        (gpd.GeoSeries([STREET]), "It is in None"),
        (lines(shapely.Point(0, 0)), "none of them a line"),
        (lines(), "must hold lines"),
    ],
)
def test_what_is_no_network_is_refused(shapes, said):
    with pytest.raises(PlacespaceError, match=said):
        WalkingNetwork.of(shapes)
