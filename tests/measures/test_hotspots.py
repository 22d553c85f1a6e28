"""The ring test is exact, q is Benjamini and Hochberg's, Gi* is ArcGIS's, and hot is all three rules."""

import h3
import numpy as np
import pandas as pd
import pytest
from esda import G_Local
from libpysal.weights import WSP, WSP2W
from scipy import sparse, stats

from placespace.errors import PlacespaceError
from placespace.grid import Question, ring_matrix, study_area
from placespace.measures import adjusted, gi_star, is_hot, months_active, months_needed, ring_test
from placespace.measures.hotspots import too_few_to_tell

# sums of double-precision products, in another order
EXACT = 1e-12
# the binomial tail by two routes: incomplete beta and summed terms
TAIL = 1e-9
# esda sums the same numbers in another order
SAME_AS_ESDA = 1e-9
GOLDEN = 5e-9  # printed to eight decimals
POINTS = np.array([[10, 10], [20, 10], [40, 10], [15, 20], [30, 20], [30, 30]], float)
MAPS = 100


def test_the_middle_ring_of_the_tiny_town_by_hand(tiny_town):
    test = ring_test(tiny_town.counts, tiny_town.cells.ring).loc[tiny_town.centre]
    s = 7 / 19
    assert test["ring"] == 22
    assert test["expected"] == pytest.approx(23 * s, rel=EXACT)
    assert test["ratio"] == pytest.approx(22 * 19 / (23 * 7), rel=EXACT)
    assert test["p"] == pytest.approx(23 * s**22 * (1 - s) + s**23, rel=TAIL)


def test_a_corner_of_the_tiny_town_by_hand(tiny_town):
    test = ring_test(tiny_town.counts, tiny_town.cells.ring).loc[tiny_town.named[2, 2]]
    s = 4 / 19
    at_most_3 = sum(stats.binom.pmf(k, 23, s) for k in range(4))
    assert test["ring"] == 4
    assert test["p"] == pytest.approx(1 - at_most_3, rel=TAIL)


def exhaustive_tail(events: int, share: float, least: int) -> float:
    """Chance of at least so many, by every way that events can fall inside or outside."""
    total = 0.0
    for falls in range(2**events):
        inside = bin(falls).count("1")
        total += share**inside * (1 - share) ** (events - inside) if inside >= least else 0.0
    return total


@pytest.mark.parametrize("events", [1, 5, 11])
def test_p_is_the_share_of_all_ways_the_events_could_fall(tiny_town, events):
    rng = np.random.default_rng(events)
    counts = pd.Series(np.bincount(rng.integers(0, 19, events), minlength=19).astype(float), tiny_town.cells.index)
    test = ring_test(counts, tiny_town.cells.ring)
    size = np.asarray(tiny_town.cells.ring.sum(axis=1)).ravel()
    by_hand = [exhaustive_tail(events, w / 19, int(r)) for w, r in zip(size, test["ring"], strict=True)]
    assert np.allclose(test["p"], by_hand, rtol=TAIL)


@pytest.mark.parametrize("mean", [0.05, 0.8, 5, 300])
def test_p_equals_the_binomial_tail_of_scipy(mean):
    cells = disk(12)
    counts = poisson_map(cells, mean, 3)
    ring = ring_matrix(cells)
    test = ring_test(counts, ring)
    share = np.asarray(ring.sum(axis=1)).ravel() / len(cells)
    theirs = stats.binom.sf(test["ring"] - 1, counts.sum(), share)
    assert np.allclose(test["p"], theirs, rtol=1e-7, atol=0)


def test_exposure_moves_what_is_expected(tiny_town):
    people = pd.Series(1.0, tiny_town.cells.index)
    people[tiny_town.centre] = 82.0
    test = ring_test(tiny_town.counts, tiny_town.cells.ring, exposure=people)
    assert test.loc[tiny_town.centre, "expected"] == pytest.approx(23 * 88 / 100)
    assert test.loc[tiny_town.centre, "p"] > 0.05
    everyone = ring_test(tiny_town.counts, tiny_town.cells.ring, exposure=people * 1000)
    assert everyone["p"].equals(test["p"])


def test_rings_nobody_is_exposed_in_are_not_tested():
    ring = sparse.csr_array(np.eye(3))
    test = ring_test(pd.Series([4.0, 1, 0]), ring, exposure=pd.Series([1.0, 1, 0]))
    assert np.isnan(test.loc[2, ["ratio", "p", "q"]].astype(float)).all()
    assert test.loc[0, "q"] == pytest.approx(2 * test.loc[0, "p"])  # two tests, not three


def test_with_no_events_there_is_nothing_to_test(tiny_town):
    test = ring_test(tiny_town.counts * 0, tiny_town.cells.ring)
    assert (test["ring"] == 0).all()
    assert test[["ratio", "p", "q"]].isna().all(axis=None)
    assert not is_hot(test, pd.Series(12, test.index), 12).any()


def test_exposure_that_sums_to_nothing_is_an_error(tiny_town):
    with pytest.raises(PlacespaceError, match=r"more than 0.*sums to 0.*Leave exposure out"):
        ring_test(tiny_town.counts, tiny_town.cells.ring, exposure=tiny_town.counts * 0)


@pytest.mark.parametrize("bad", [np.nan, -1.0])
def test_a_missing_or_negative_count_is_an_error(tiny_town, bad):
    counts = tiny_town.counts.copy()
    counts.iloc[3] = bad
    with pytest.raises(PlacespaceError, match="0 or more"):
        ring_test(counts, tiny_town.cells.ring)


def by_hand_bh(p: list[float]) -> list[float]:
    """Benjamini and Hochberg 1995, written out: the least of m p(k) / k over all k from its own rank up."""
    ranked = sorted(p)
    m = len(p)
    return [min(1.0, *(m * ranked[k] / (k + 1) for k in range(m) if ranked[k] >= one)) for one in p]


@pytest.mark.parametrize("seed", range(5))
def test_q_equals_benjamini_and_hochberg_by_hand_ties_together(seed):
    rng = np.random.default_rng(seed)
    p = rng.choice(np.round(rng.beta(0.4, 2, 30), 3), 60)
    assert np.allclose(adjusted(pd.Series(p)), by_hand_bh(list(p)), rtol=EXACT)


def test_missing_p_are_not_tests_and_order_changes_nothing():
    p = pd.Series([0.01, np.nan, 0.04, 0.03], index=list("abcd"))
    q = adjusted(p)
    assert q.tolist()[:1] + q.tolist()[2:] == pytest.approx([0.03, 0.04, 0.04])
    assert np.isnan(q["b"])
    assert adjusted(p[::-1]).reindex(p.index).equals(q)
    assert adjusted(p * np.nan).isna().all()


def test_under_dependence_q_is_larger_by_the_harmonic_number():
    p = pd.Series([0.001, 0.01, 0.02])
    assert np.allclose(adjusted(p, dependent=True), np.minimum(adjusted(p) * (1 + 1 / 2 + 1 / 3), 1))


def test_gi_star_golden_value():
    gaps = np.hypot(*(POINTS[:, None] - POINTS[None]).transpose(2, 0, 1))
    z = gi_star(pd.Series([2, 3, 3.2, 5, 8, 7]), sparse.csr_array((gaps <= 15).astype(float)))
    golden = [-1.39727626, -0.28917762, 0.65064964, -0.28917762, 1.23452088, 2.02424331]
    assert np.allclose(z, golden, atol=GOLDEN, rtol=0)


def test_gi_star_does_not_change_when_weights_are_scaled(tiny_town):
    ring = tiny_town.cells.ring
    assert np.allclose(gi_star(tiny_town.counts, ring), gi_star(tiny_town.counts, ring * 7), rtol=EXACT)


@pytest.mark.parametrize("layer", ["police", "ambulance"])
def test_gi_star_equals_esda_on_the_borough(sample_reading, layer):
    cells = study_area(sample_reading.workspace)
    counts = sample_reading.counts(layer, 9).by_cell(Question(layer), cells)
    weights = WSP2W(WSP(sparse.csr_matrix(cells.ring)))
    weights.transform = "B"
    theirs = G_Local(counts.to_numpy(), weights, transform="B", star=True, permutations=0)
    assert np.allclose(gi_star(counts, cells.ring), theirs.Zs, rtol=SAME_AS_ESDA, atol=SAME_AS_ESDA)


def test_gi_star_is_missing_where_nothing_varies_or_a_ring_holds_all(tiny_town):
    assert gi_star(tiny_town.counts * 0 + 4, tiny_town.cells.ring).isna().all()
    assert gi_star(pd.Series([1.0, 5.0]), sparse.csr_array(np.ones((2, 2)))).isna().all()


def test_months_active_counts_separate_months_of_the_ring(tiny_town):
    by_month = pd.DataFrame(0.0, tiny_town.cells.index, ["a", "b", "c"])
    by_month.loc[tiny_town.named[0, 1], "a"] = 5
    by_month.loc[tiny_town.named[1, 1], "a"] = 1
    by_month.loc[tiny_town.centre, "c"] = 1
    active = months_active(by_month, tiny_town.cells.ring)
    assert active[tiny_town.centre] == 2
    assert active[tiny_town.named[2, 2]] == 0
    assert active[tiny_town.named[0, 0]] == 1


@pytest.mark.parametrize(("window", "needed"), [(1, 1), (2, 1), (3, 2), (4, 2), (5, 3), (6, 3), (24, 3)])
def test_months_needed_is_three_or_half_of_a_short_window(window, needed):
    assert months_needed(window) == needed


@pytest.mark.parametrize(
    ("q", "ratio", "months", "hot"),
    [
        (0.049, 3, 3, True),
        (0.05, 3, 3, False),
        (0.049, 2.99, 3, False),
        (0.049, 3, 2, False),
        (np.nan, np.nan, 3, False),
    ],
)
def test_hot_is_all_three_rules_together(q, ratio, months, hot):
    test = pd.DataFrame({"q": [q], "ratio": [ratio]})
    assert is_hot(test, pd.Series([months]), 12).tolist() == [hot]


def test_an_area_may_set_its_own_thresholds():
    test = pd.DataFrame({"q": [0.04], "ratio": [3.5]})
    assert not is_hot(test, pd.Series([3]), 12, {"hot_ratio": 4}).any()
    assert not is_hot(test, pd.Series([3]), 12, {"hot_months": 4}).any()


def test_where_under_three_are_expected_a_low_ring_says_nothing(tiny_town):
    test = ring_test(tiny_town.counts, tiny_town.cells.ring)
    assert too_few_to_tell(test)[test["expected"] < 3].all()
    assert not too_few_to_tell(test)[test["expected"] >= 3].any()
    assert not too_few_to_tell(test)[tiny_town.centre]


def disk(rings: int) -> list[str]:
    return sorted(h3.grid_disk(h3.latlng_to_cell(53.78, -3.93, 9), rings))


def poisson_map(cells: list[str], mean: float, seed: int) -> pd.Series:
    return pd.Series(np.random.default_rng(seed).poisson(mean, len(cells)).astype(float), cells)


@pytest.mark.parametrize(("mean", "normal_at_least"), [(0.05, 0.85), (0.8, 0.15)])
def test_on_pure_chance_the_exact_test_marks_a_map_rarely_and_a_normal_p_often(mean, normal_at_least):
    """Measured over 300 maps: exact 3 % of maps at both means, a normal p on Gi* 97 % and 27 %."""
    cells = disk(20)
    assert len(cells) == 1261
    ring = ring_matrix(cells)
    exact = normal = 0
    for seed in range(MAPS):
        counts = poisson_map(cells, mean, seed)
        exact += bool((ring_test(counts, ring)["q"] < 0.05).any())
        p = 2 * stats.norm.sf(np.abs(gi_star(counts, ring)))
        normal += bool((adjusted(pd.Series(p)) < 0.05).any())
    assert exact / MAPS <= 0.10
    assert normal / MAPS >= normal_at_least
