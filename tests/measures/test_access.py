"""Places a head: the printed example, no place lost, and sessions that do not say left out and counted."""

import numpy as np
import pytest
from scipy import sparse

from placespace.errors import PlacespaceError
from placespace.measures import Walk, decay, e2sfca, walking_minutes

# sums of the same numbers in another order
SAME = 1e-12
GOLDEN = 5e-7  # printed to six decimals


def test_the_golden_value():
    ratio, access = e2sfca(np.array([100.0, 50, 80]), np.array([10.0]), sparse.csr_array([[1.0], [1], [0]]))
    assert ratio.tolist() == [10 / 150]
    assert np.allclose(access, [0.066667, 0.066667, 0], atol=GOLDEN)


def test_two_sites_by_hand_with_weights():
    weight = sparse.csr_array([[1.0, 0.22], [0.68, 0], [0, 1]])
    ratio, access = e2sfca(np.array([10.0, 20, 30]), np.array([12.0, 6]), weight)
    first, second = 12 / (10 + 0.68 * 20), 6 / (0.22 * 10 + 30)
    assert ratio == pytest.approx([first, second], rel=SAME)
    assert access == pytest.approx([first + 0.22 * second, 0.68 * first, second], rel=SAME)


@pytest.mark.parametrize("seed", range(20))
def test_no_place_is_lost_and_none_is_made(seed):
    rng = np.random.default_rng(seed)
    cells, sites = rng.uniform(0, 5000, (60, 2)), rng.uniform(0, 5000, (9, 2))
    sites[2] = np.nan
    demand = rng.poisson(3, 60).astype(float)
    supply = rng.uniform(5, 40, 9)
    supply[4] = np.nan
    weight = decay(walking_minutes(cells, sites, Walk()), Walk())
    found = e2sfca(demand, supply, weight)
    used = ~np.isnan(found.ratio)
    assert (found.access * demand).sum() == pytest.approx(supply[used].sum(), rel=SAME)
    assert (found.not_stated, found.nobody_near) == (1, 9 - 1 - used.sum())
    assert not used[[2, 4]].any()


def test_a_session_that_does_not_say_its_capacity_is_left_out_and_counted():
    found = e2sfca(np.array([10.0]), np.array([5.0, np.nan]), sparse.csr_array([[1.0, 1]]))
    assert found.access.tolist() == [0.5]
    assert np.isnan(found.ratio[1])
    assert (found.not_stated, found.nobody_near, found.demand_missing) == (1, 0, 0)


def test_a_site_with_nobody_near_has_no_ratio_and_a_cell_with_nothing_near_has_no_access():
    found = e2sfca(np.array([0.0, 10]), np.array([5.0]), sparse.csr_array([[1.0], [0]]))
    assert np.isnan(found.ratio[0])
    assert found.nobody_near == 1
    assert found.access.tolist() == [0, 0]


def test_missing_demand_is_left_out_of_the_sums_and_counted():
    found = e2sfca(np.array([10.0, np.nan]), np.array([5.0]), sparse.csr_array([[1.0], [1]]))
    assert found.access.tolist() == [0.5, 0.5]
    assert found.demand_missing == 1


def test_reach_itself_will_do_as_weights():
    assert e2sfca(np.array([4.0]), np.array([2.0]), sparse.csr_array([[True]])).access.tolist() == [0.5]


@pytest.mark.parametrize(
    ("demand", "supply", "said"),
    [([1.0, 2], [1.0], r"\(1, 1\), for 2 cell"), ([-1.0], [1.0], "negative"), ([1.0], [-1.0], "negative")],
)
def test_what_does_not_fit_is_refused(demand, supply, said):
    with pytest.raises(PlacespaceError, match=said):
        e2sfca(np.array(demand), np.array(supply), sparse.csr_array([[1.0]]))


@pytest.mark.parametrize(
    ("metres", "weight"), [(0, 1), (307.692, 1), (307.693, 0.68), (615.384, 0.68), (615.386, 0.22), (923.07, 0.22)]
)
def test_thirds_of_a_walk_weigh_as_luo_and_qi_have_it(metres, weight):
    minutes = walking_minutes(np.zeros((1, 2)), np.array([[metres, 0.0]]), Walk())
    assert decay(minutes, Walk()).toarray().tolist() == [[weight]]


def test_the_very_end_of_a_walk_still_counts_and_beyond_a_shorter_one_nothing_does():
    at_limit = walking_minutes(np.zeros((1, 2)), np.array([[Walk().straight_m, 0.0]]), Walk())
    assert decay(at_limit, Walk()).toarray().tolist() == [[0.22]]
    assert decay(at_limit, Walk(10)).nnz == 0
    assert at_limit.nnz == 1
