"""A walk ends at its limit, not before it; barriers cut it; a place nobody gave reaches nothing."""

import numpy as np
import pytest
import shapely

from placespace.errors import PlacespaceError, WrongUse
from placespace.measures import Walk, closed_off, reach, walking_minutes
from placespace.measures.reach import crossings
from placespace.settings import settings

WALL = shapely.LineString([(500, -5000), (500, 5000)])
HERE = np.array([[0.0, 0.0]])


def test_a_quarter_of_an_hour_is_1200_metres_of_street_and_923_as_the_crow_flies():
    assert Walk().route_m == 1200
    assert Walk().straight_m == pytest.approx(923.077, abs=5e-4)


def test_an_area_sets_its_own_walk_and_a_page_may_ask_for_other_minutes():
    own = settings({"walk_min": 20, "detour": 1.5})
    assert Walk.of(own) == Walk(20, 80, 1.5)
    assert Walk.of(own, 35) == Walk(35, 80, 1.5)
    assert Walk.of(settings()) == Walk()


@pytest.mark.parametrize("wrong", [{"minutes": 0}, {"m_per_min": -1}, {"detour": 0.9}, {"minutes": float("nan")}])
def test_a_walk_of_no_length_is_refused(wrong):
    with pytest.raises(WrongUse, match="above 0"):
        Walk(**wrong)


@pytest.mark.parametrize("angle", np.linspace(0, 6, 25))
def test_a_cell_exactly_at_the_limit_is_reached_and_one_a_millimetre_beyond_is_not(angle):
    way = np.array([np.cos(angle), np.sin(angle)])
    start = np.array([333_500.0, 395_200.0])
    cells = start + np.outer([Walk().straight_m, Walk().straight_m + 0.001], way)
    assert reach(cells, start[None], Walk()).toarray().tolist() == [[True], [False]]


@pytest.mark.parametrize("seed", range(5))
def test_reach_equals_every_pair_measured(seed):
    rng = np.random.default_rng(seed)
    cells, sites = rng.uniform(0, 4000, (150, 2)), rng.uniform(0, 4000, (40, 2))
    sites[5] = sites[7] = sites[30]
    sites[11] = np.nan
    cells[3] = np.nan
    found = walking_minutes(cells, sites, Walk()).toarray()
    metres = np.hypot(*(cells[:, None] - sites[None]).transpose(2, 0, 1))
    within = metres <= Walk().straight_m
    assert (reach(cells, sites, Walk()).toarray() == within).all()
    assert np.allclose(found[within], metres[within] * 1.3 / 80, rtol=1e-12)
    assert not within[:, 11].any()
    assert not within[3].any()


def test_sessions_of_one_hall_are_each_reached():
    found = reach(HERE, np.array([[100.0, 0], [100, 0], [100, 0]]), Walk())
    assert found.toarray().tolist() == [[True, True, True]]
    assert found.dtype == bool


def test_a_session_at_the_cells_own_centre_is_a_walk_of_no_minutes_and_is_reached():
    assert reach(HERE, HERE, Walk()).toarray().tolist() == [[True]]
    assert walking_minutes(HERE, HERE, Walk()).nnz == 1


@pytest.mark.parametrize(("cells", "sites"), [(np.empty((0, 2)), HERE), (HERE, np.empty((0, 2))), (HERE, [])])
def test_no_cells_or_no_sessions_are_no_fault(cells, sites):
    assert reach(cells, sites, Walk(), barriers=[WALL]).shape == (len(cells), len(sites))


def test_points_that_are_not_eastings_and_northings_are_refused():
    with pytest.raises(PlacespaceError, match=r"Sites must be eastings and northings.*\(1, 3\)"):
        reach(HERE, np.zeros((1, 3)), Walk())


def test_a_barrier_cuts_what_it_lies_between_and_nothing_else():
    sites = np.array([[400.0, 0], [600, 0], [0, 800]])
    assert reach(HERE, sites, Walk()).toarray().all()
    assert reach(HERE, sites, Walk(), barriers=[WALL]).toarray().tolist() == [[True, False, True]]


def test_a_gap_in_a_barrier_lets_through_only_the_walks_that_pass_it():
    bridge = shapely.MultiLineString([[(500, -5000), (500, -20)], [(500, 20), (500, 5000)]])
    sites = np.array([[600.0, 0], [600, 300]])
    assert reach(HERE, sites, Walk(), barriers=[bridge]).toarray().tolist() == [[True, False]]


def test_a_site_on_the_barrier_itself_serves_both_sides():
    cells = np.array([[0.0, 0], [1000, 0]])
    assert reach(cells, np.array([[500.0, 0]]), Walk(), barriers=[WALL]).toarray().all()
    assert reach(cells, np.array([[500.4, 30]]), Walk(), barriers=[WALL]).toarray().all()
    assert reach(cells, np.array([[503.0, 0]]), Walk(), barriers=[WALL]).toarray().tolist() == [[False], [True]]


def test_brushing_the_tip_of_a_barrier_is_crossing_it():
    tip = shapely.LineString([(500, 0), (500, 900)])
    assert reach(HERE, np.array([[600.0, 0]]), Walk(), barriers=[tip]).nnz == 0
    assert reach(HERE, np.array([[600.0, -1]]), Walk(), barriers=[tip]).nnz == 1


def test_a_lake_is_crossed_by_its_outline_and_its_island_is_cut_off():
    lake = shapely.Polygon(
        [(100, -200), (500, -200), (500, 200), (100, 200)], [[(250, -50), (350, -50), (350, 50), (250, 50)]]
    )
    sites = np.array([[600.0, 0], [300, 0], [0, 300]])
    assert reach(HERE, sites, Walk(), barriers=[lake]).toarray().tolist() == [[False, False, True]]
    assert reach(HERE, sites, Walk(), barriers=[shapely.GeometryCollection([lake])]).nnz == 1


def test_points_empty_and_missing_shapes_stop_nobody():
    nothing = [shapely.Point(100, 0), shapely.LineString(), None, shapely.LineString([(90, 0), (90, 0)])]
    assert reach(HERE, np.array([[200.0, 0]]), Walk(), barriers=nothing).nnz == 1


def cuts(walk: np.ndarray, barrier: shapely.Geometry) -> bool:
    """Whether a walk meets a barrier further than a metre from both of its ends."""
    met = shapely.get_coordinates(shapely.LineString(walk).intersection(barrier))
    return any(min(np.hypot(*(point - end)) for end in walk) > 1 for point in met)


@pytest.mark.parametrize("seed", range(5))
def test_barriers_cut_what_shapely_says_they_meet_one_by_one(seed):
    rng = np.random.default_rng(seed)
    walks = rng.uniform(0, 2000, (120, 2, 2))
    barriers = [shapely.LineString(rng.uniform(0, 2000, (4, 2))) for _ in range(6)]
    walk, barrier = crossings(walks, barriers)
    by_hand = [(w, b) for w in range(120) for b in range(6) if cuts(walks[w], barriers[b])]
    assert list(zip(walk.tolist(), barrier.tolist(), strict=True)) == by_hand


def test_a_cell_cut_off_from_all_it_could_reach_is_named_with_its_barrier():
    rail = shapely.LineString([(-5000, 400), (5000, 400)])
    cells = np.array([[0.0, 0], [600, 0], [0, 9000]])
    sites = np.array([[900.0, 0], [900, 100], [900, 100], [0, 500], [np.nan, 0]])
    found = closed_off(cells, sites, Walk(), [rail, WALL])
    # the first cell could reach three places: the wall cuts two, the rail one; the third never could
    assert found.to_dict("records") == [{"cell": 0, "barrier": 1, "places": 3}]
    assert closed_off(cells, sites, Walk(), []).empty
    assert list(closed_off(cells, sites, Walk(), []).columns) == ["cell", "barrier", "places"]


def test_which_cells_are_near_is_the_same_question_and_nothing_given_is_changed():
    rng = np.random.default_rng(3)
    cells = rng.uniform(0, 3000, (60, 2))
    before = cells.copy()
    near = reach(cells, cells, Walk(), barriers=[WALL]).toarray()
    assert (near == near.T).all()
    assert near.diagonal().all()
    assert (cells == before).all()
