"""Two sources that disagree: a difference in what is recorded, found with known error."""

import numpy as np
import pandas as pd
import pytest
from scipy import sparse, stats

from placespace.measures import fit_prior, seen_by_one

ALPHA, BETA = 4.0, 16.0
# 3,000 pairs of 30: the share to a twentieth of itself, the strength to a tenth
SHARE_FIT, STRENGTH_FIT = 0.05, 0.10
# 90 % of 20,000 is 18,000 with a standard deviation of 42: 1 % is four of them, and the fitted prior adds a little
COVERAGE = 0.01
ALONE = 20_000
# the prior is fitted by steps that stop within a hundredth of its strength, here from two sides
MIRROR = 0.01


def pairs(number: int, size: int, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    share = rng.beta(ALPHA, BETA, number)
    a = rng.binomial(size, share).astype(float)
    return a, size - a, share


@pytest.mark.parametrize("seed", range(3))
def test_the_prior_of_known_pairs_is_recovered(seed):
    a, b, _ = pairs(3000, 30, seed)
    prior = fit_prior(a, b)
    assert prior.share == pytest.approx(ALPHA / (ALPHA + BETA), rel=SHARE_FIT)
    assert prior.alpha + prior.beta == pytest.approx(ALPHA + BETA, rel=STRENGTH_FIT)


def test_pairs_of_nothing_change_nothing():
    a, b, _ = pairs(500, 30, 1)
    zeros = np.zeros(300)
    assert fit_prior(np.append(a, zeros), np.append(b, zeros)) == fit_prior(a, b)


def test_pairs_with_no_spread_give_a_strong_prior():
    prior = fit_prior(np.full(50, 4.0), np.full(50, 16.0))
    assert prior.share == pytest.approx(0.2, abs=0.01)
    assert prior.alpha + prior.beta > 1000


def test_the_ninety_percent_interval_holds_the_truth_nine_times_in_ten():
    a, b, share = pairs(ALONE, 12, 5)
    got = seen_by_one(pd.Series(a), pd.Series(b), sparse.csr_array(sparse.eye_array(ALONE)))
    held = ((got["low"] <= share) & (share <= got["high"])).mean()
    assert held == pytest.approx(0.90, abs=COVERAGE)


def usual_town(extra_a: float, extra_b: float) -> pd.DataFrame:
    """Forty places with 4 and 16, none beside another, and one with its own."""
    a, b = pd.Series([4.0] * 40 + [extra_a]), pd.Series([16.0] * 40 + [extra_b])
    return seen_by_one(a, b, sparse.csr_array(sparse.eye_array(41)))


def test_it_flags_both_ways():
    assert usual_town(60, 2)["flag"].tolist() == [""] * 40 + ["a only"]
    assert usual_town(0, 400)["flag"].tolist() == [""] * 40 + ["b only"]


@pytest.mark.parametrize(("events", "flag"), [(4, ""), (5, "a only")])
def test_under_five_events_no_difference_is_claimed(events, flag):
    rng = np.random.default_rng(0)
    share = rng.beta(1, 9, 400)
    a = rng.binomial(20, share)
    got = seen_by_one(
        pd.Series([*a, events]).astype(float),
        pd.Series([*(20 - a), 0]).astype(float),
        sparse.csr_array(sparse.eye_array(401)),
    )
    assert got["p_above"].iloc[-1] >= 0.95
    assert got["flag"].iloc[-1] == flag


def busy_town(a: float, b: float) -> pd.DataFrame:
    """Four hundred busy places with shares round 15 %, and one with its own."""
    usual = 1000 * np.random.default_rng(2).beta(15, 85, 400).round(3)
    rows = pd.Series([*usual, a]), pd.Series([*(1000 - usual), b])
    return seen_by_one(*rows, sparse.csr_array(sparse.eye_array(401)))


@pytest.mark.parametrize(("share", "flag"), [(19, ""), (20, ""), (23, "a only"), (11, ""), (8, "b only")])
def test_a_difference_that_is_sure_is_flagged_only_if_it_matters(share, flag):
    got = busy_town(share * 10, 1000 - share * 10).iloc[-1]
    assert got["p_above"] > 0.99 or got["p_above"] < 0.01
    assert got["flag"] == flag


@pytest.mark.parametrize("seed", range(5))
def test_of_a_thousand_places_that_are_all_alike_and_two_that_are_not_the_two_are_named(seed):
    rng = np.random.default_rng(seed)
    a = np.append(rng.binomial(40, 0.15, 1000), [30, 32]).astype(float)
    got = seen_by_one(pd.Series(a), pd.Series(40 - a), sparse.csr_array(sparse.eye_array(1002)))
    assert set(got.index[got["flag"] == "a only"]) == {1000, 1001}
    assert (got["flag"] != "").sum() == 2


@pytest.mark.parametrize(("a", "b"), [(60, 2), (0, 400), (6, 16), (4, 30)])
def test_the_rule_is_the_same_whichever_source_comes_first(a, b):
    rows = pd.Series([4.0] * 40 + [a]), pd.Series([16.0] * 40 + [b])
    one = sparse.csr_array(sparse.eye_array(41))
    there, back = seen_by_one(*rows, one).iloc[-1], seen_by_one(*rows[::-1], one).iloc[-1]
    assert {"a only": "b only", "b only": "a only", "": ""}[there["flag"]] == back["flag"]
    assert there["times"] * back["times"] == pytest.approx(1, rel=MIRROR)


def test_events_are_summed_over_rings(tiny_town):
    got = seen_by_one(tiny_town.counts, tiny_town.counts[::-1].set_axis(tiny_town.counts.index), tiny_town.cells.ring)
    assert got.loc[tiny_town.centre, "a_ring"] == 22
    assert got.loc[tiny_town.named[2, 2], "a_ring"] == 4
    assert got.index.equals(tiny_town.cells.index)


def test_the_share_is_the_posterior_mean_and_p_its_tail():
    town = usual_town(60, 2)
    prior = fit_prior(town["a_ring"].to_numpy(), town["b_ring"].to_numpy())
    last = town.iloc[-1]
    assert last["share"] == pytest.approx((60 + prior.alpha) / (62 + prior.alpha + prior.beta))
    assert last["p_above"] == pytest.approx(stats.beta.sf(prior.share, 60 + prior.alpha, 2 + prior.beta))


@pytest.mark.parametrize(("a", "b"), [([0, 0], [3, 9]), ([3, 9], [0, 0]), ([0, 0], [0, 0])])
def test_with_no_events_of_one_source_nothing_is_compared(a, b):
    got = seen_by_one(pd.Series(a, dtype=float), pd.Series(b, dtype=float), sparse.csr_array(sparse.eye_array(2)))
    assert got[["share", "low", "high", "p_above"]].isna().all(axis=None)
    assert (got["flag"] == "").all()
