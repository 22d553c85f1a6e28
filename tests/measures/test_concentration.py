"""How concentrated harm is, beside what chance alone would give."""

import numpy as np
import pandas as pd
import pytest

from placespace.measures import concentration
from placespace.measures.concentration import poisson_gini, poisson_share

GOLDEN = 5e-4  # printed to three decimals
SIMULATED_CELLS = 2_000_000
# the Lorenz curve of two million counts: a fifth of a percentage point
SIMULATION = 2e-3


@pytest.mark.parametrize(("mean", "gini"), [(0.05, 0.952), (0.2, 0.834), (1, 0.524), (5, 0.249)])
def test_gini_of_pure_chance_golden_values(mean, gini):
    assert poisson_gini(mean) == pytest.approx(gini, abs=GOLDEN)


@pytest.mark.parametrize("mean", [0.05, 0.2, 1, 5, 40])
@pytest.mark.parametrize("share", [0.25, 0.5, 0.8])
def test_the_share_chance_gives_is_that_of_a_large_simulation(mean, share):
    x = pd.Series(np.random.default_rng(7).poisson(mean, SIMULATED_CELLS))
    got = concentration(x, events_share=share)
    assert poisson_share(mean, share) == pytest.approx(got.cells_share, abs=SIMULATION)
    assert poisson_gini(mean) == pytest.approx(got.gini, abs=SIMULATION)


def test_the_tiny_town_by_hand(tiny_town):
    got = concentration(tiny_town.counts)
    # half of 23 is 11.5: the cell with 9, and 2.5 of the 3 in the next
    assert got.cells_share == pytest.approx((1 + 2.5 / 3) / 19)
    x = sorted(tiny_town.counts)
    by_hand = sum(abs(a - b) for a in x for b in x) / (2 * 19**2 * np.mean(x))
    assert got.gini == pytest.approx(by_hand)
    assert got.chance_gini == poisson_gini(23 / 19)


def test_all_in_one_cell_and_even_everywhere():
    one = concentration(pd.Series([0, 0, 8, 0]))
    assert (one.cells_share, one.gini) == (0.125, 0.75)
    even = concentration(pd.Series([2, 2, 2, 2]))
    assert (even.cells_share, even.gini) == (0.5, 0)


def test_sparse_counts_look_concentrated_and_chance_says_so():
    x = pd.Series(np.random.default_rng(1).poisson(0.05, 20_000))
    got = concentration(x)
    assert got.gini > 0.94
    # 1,000 events: a point or so either way
    assert got.cells_share == pytest.approx(got.chance_share, abs=0.01)


def test_with_no_events_there_is_no_concentration():
    assert concentration(pd.Series([0, 0])) is None


def test_shares_that_add_up_to_a_hair_under_one_do_not_lose_the_answer():
    # ten sevenths sum to 0.9999999999999999: the last share held is not exactly 1
    counts = pd.Series([1 / 7] * 10 + [0.0] * 90)
    assert concentration(counts).cells_share == pytest.approx(0.05)
