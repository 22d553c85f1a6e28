"""Who is reached, hour by hour: the same as three loops, with what is missing missing and nothing vanished."""

import numpy as np
import pytest
import shapely
from scipy import sparse

from placespace.errors import PlacespaceError
from placespace.measures import Coverage, Walk, WalkingNetwork, reach, sensitivity, served, week_strip
from placespace.measures.coverage import OTHER_WALKS

# sums of the same numbers in another order
SAME = 1e-12
FRIDAY_19 = 4 * 24 + 19


def by_three_loops(demand, cells, sites, slots, metres) -> tuple[float, np.ndarray]:
    """Return U and what is open to each cell, a cell, a half-hour and a session at a time."""
    there = np.zeros((len(cells), 336), bool)
    unmet = total = 0.0
    for i in range(len(cells)):
        for half in range(336):
            for s in range(len(sites)):
                if slots[s, half] and np.hypot(*(cells[i] - sites[s])) <= metres:
                    there[i, half] = True
            if not np.isnan(demand[i, half // 2]):
                total += demand[i, half // 2] / 2
                unmet += 0 if there[i, half] else demand[i, half // 2] / 2
    return (unmet / total if total else np.nan), there


def random_sessions(rng: np.random.Generator, sessions: int) -> np.ndarray:
    slots = np.zeros((sessions, 336), bool)
    for s in range(sessions):
        slots[s, (rng.integers(336) + np.arange(rng.integers(0, 9))) % 336] = True
    return slots


def test_the_tiny_town_equals_three_loops(tiny_town):
    rng = np.random.default_rng(1)
    cells = tiny_town.cells.centres_m()
    demand = tiny_town.counts.to_numpy()[:, None] * rng.dirichlet(np.ones(168))
    sites = np.vstack([cells[[3, 9, 9]] + 50, [[np.nan, np.nan]]])
    slots = random_sessions(rng, 4)
    slots[0, 2 * FRIDAY_19 : 2 * FRIDAY_19 + 4] = True
    ours = Coverage(demand, served(reach(cells, sites, Walk(5)), slots))
    share, there = by_three_loops(demand, cells, sites, slots, Walk(5).straight_m)
    assert (ours.served == there).all()
    assert ours.unserved_share == pytest.approx(share, rel=SAME)
    assert 0 < share < 1
    assert len(ours.served) == 19


@pytest.mark.parametrize("seed", range(200))
def test_random_small_towns_equal_three_loops(seed):
    rng = np.random.default_rng(seed)
    cells = rng.uniform(0, 3000, (rng.integers(1, 5), 2))
    sites = rng.uniform(0, 3000, (rng.integers(0, 4), 2))
    sites[rng.random(len(sites)) < 0.2] = np.nan
    demand = rng.poisson(0.02, (len(cells), 168)).astype(float)
    demand[rng.random(demand.shape) < 0.05] = np.nan
    slots = random_sessions(rng, len(sites))
    ours = Coverage(demand, served(reach(cells, sites, Walk()), slots))
    share, there = by_three_loops(demand, cells, sites, slots, Walk().straight_m)
    assert (ours.served == there).all()
    assert ours.unserved_share == pytest.approx(share, rel=SAME, nan_ok=True)


def test_by_hand_three_cells_one_session():
    demand = np.zeros((3, 168))
    demand[:, FRIDAY_19] = 6, 2, 0
    demand[1, FRIDAY_19 + 1] = 4
    slots = np.zeros((1, 336), bool)
    slots[0, 2 * FRIDAY_19 + 1 : 2 * FRIDAY_19 + 3] = True  # 19:30 to 20:30
    ours = Coverage(demand, served(sparse.csr_array([[True], [False], [True]]), slots))
    assert ours.unserved_share == (3 + 2 + 4) / 12
    assert ours.by_hour[FRIDAY_19] == 3 / 8
    assert ours.by_hour[FRIDAY_19 + 1] == 0
    assert np.isnan(np.delete(ours.by_hour, [FRIDAY_19, FRIDAY_19 + 1])).all()
    assert ours.by_cell[:2].tolist() == [0.5, 1]
    assert np.isnan(ours.by_cell[2])
    assert ours.unserved.sum() == 9
    assert ours.total == 12


def test_cells_that_nothing_reaches_stay_with_nobody_there():
    ours = Coverage(np.ones((4, 168)), served(sparse.csr_array((4, 2)), np.ones((2, 336), bool)))
    assert ours.served.shape == (4, 336)
    assert ours.by_cell.tolist() == [1, 1, 1, 1]
    assert ours.unserved_share == 1
    assert (ours.by_hour == 0).all()


def test_with_no_sessions_at_all_nothing_is_served_and_with_all_open_everything_is():
    none = served(sparse.csr_array((3, 0)), np.empty((0, 336), bool))
    assert none.shape == (3, 336)
    assert not none.any()
    ours = Coverage(np.ones((3, 168)), served(sparse.csr_array(np.ones((3, 1), bool)), np.ones((1, 336), bool)))
    assert ours.unserved_share == 0
    assert (ours.by_hour == 1).all()


def test_where_there_is_no_demand_there_is_no_share():
    ours = Coverage(np.zeros((2, 168)), np.ones((2, 336), bool))
    assert np.isnan(ours.unserved_share)
    assert np.isnan(ours.by_hour).all()
    assert np.isnan(ours.by_cell).all()
    assert week_strip(ours)["reached"].isna().all()
    assert np.isnan(Coverage(np.empty((0, 168)), np.empty((0, 336), bool)).unserved_share)


def test_missing_demand_takes_no_part_and_its_cells_are_counted():
    demand = np.ones((3, 168))
    demand[0] = np.nan
    demand[1, 5] = np.nan
    there = np.zeros((3, 336), bool)
    there[:2] = True
    ours = Coverage(demand, there)
    assert ours.missing == 2
    assert ours.unserved_share == 168 / (167 + 168)
    assert np.isnan(ours.by_cell[0])
    assert ours.by_cell[1:].tolist() == [0, 1]
    assert np.isnan(ours.unserved[0]).all()


def test_half_past_is_half_an_hour():
    there = np.zeros((1, 336), bool)
    there[0, 1] = True
    assert Coverage(np.ones((1, 168)), there).served_hours[0, :2].tolist() == [0.5, 0]


@pytest.mark.parametrize(
    ("demand", "there", "said"),
    [
        (np.ones((2, 336)), np.ones((2, 336), bool), r"\(2, 336\) and \(2, 336\)"),
        (np.ones((2, 168)), np.ones((3, 336), bool), "same cells"),
        (np.ones(168), np.ones((1, 336), bool), r"\(168,\)"),
        (-np.ones((1, 168)), np.ones((1, 336), bool), "negative"),
        (np.full((1, 168), np.inf), np.ones((1, 336), bool), "without end"),
    ],
)
def test_what_does_not_fit_is_refused(demand, there, said):
    with pytest.raises(PlacespaceError, match=said):
        Coverage(demand, there)


def test_sessions_and_half_hours_of_different_lists_are_refused():
    with pytest.raises(PlacespaceError, match=r"one row of 336 half-hours for each session.*2 session.*\(3, 336\)"):
        served(sparse.csr_array((4, 2)), np.ones((3, 336), bool))


def test_an_explicit_false_reaches_nobody_and_nothing_given_is_changed():
    within = sparse.csr_array((np.array([True, False]), ([0, 1], [0, 0])), shape=(2, 1))
    slots = np.ones((1, 336), bool)
    assert served(within, slots).any(axis=1).tolist() == [True, False]
    assert within.nnz == 2
    demand = np.ones((2, 168))
    Coverage(demand, served(within, slots)).unserved.sum()
    assert (demand == 1).all()


def test_the_week_strip_has_every_hour_once_from_monday_midnight():
    demand = np.zeros((2, 168))
    demand[:, FRIDAY_19] = 3, 1
    there = np.zeros((2, 336), bool)
    there[0, 2 * FRIDAY_19] = True
    strip = week_strip(Coverage(demand, there))
    assert len(strip) == 168
    friday = strip.set_index(["weekday", "hour"]).loc[("Friday", 19)]
    assert friday.to_dict() == {"demand": 4, "unserved": 2.5, "reached": 0.375}
    assert strip.iloc[0][["weekday", "hour"]].tolist() == ["Monday", 0]
    assert strip["reached"].notna().sum() == 1


def test_a_longer_walk_never_leaves_more_unserved_and_each_is_its_own_coverage():
    rng = np.random.default_rng(2)
    cells, sites = rng.uniform(0, 6000, (200, 2)), rng.uniform(0, 6000, (12, 2))
    slots, demand = random_sessions(rng, 12), rng.gamma(1, 1, (200, 168))
    wall = [shapely.LineString([(3000, -1), (3000, 6001)])]
    found = sensitivity(cells, sites, slots, demand, barriers=wall, walk=Walk(15, 70, 1.2))
    assert found.index.tolist() == list(OTHER_WALKS) == [10, 15, 20, 35]
    assert (found.name, found.index.name) == ("unserved_share", "minutes")
    assert found.is_monotonic_decreasing
    within = reach(cells, sites, Walk(20, 70, 1.2), barriers=wall)
    assert found[20] == Coverage(demand, served(within, slots)).unserved_share


def test_walks_of_other_lengths_follow_the_streets_where_those_are_given():
    import geopandas as gpd

    street = gpd.GeoSeries([shapely.LineString([(0, 0), (3000, 0)])], crs=27700)
    wall = [shapely.LineString([(2100, -9), (2100, 9)])]
    cells, sites = np.array([[0.0, 0], [2200, 0]]), np.array([[1000.0, 0]])
    found = sensitivity(
        cells,
        sites,
        np.ones((1, 336), bool),
        np.ones((2, 168)),
        (10, 15, 35),
        network=WalkingNetwork.of(street),
        barriers=wall,
    )
    assert found.tolist() == [1, 0.5, 0.5]
