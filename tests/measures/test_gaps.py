"""The largest place and time with nobody there comes first, nothing is listed twice, and no score is shown."""

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from placespace.errors import PlacespaceError, WrongUse
from placespace.measures import WEIGHTINGS, Coverage, Walk, gaps, ranked, reach, stability
from placespace.settings import SETTINGS

# sums of the same numbers in another order
SAME = 1e-9
FRIDAY, SUNDAY = 4, 6
LONELY = sparse.csr_array(np.eye(4, dtype=bool))
"""Four cells, each near itself alone."""


def nobody(demand: np.ndarray) -> Coverage:
    return Coverage(demand, np.zeros((len(demand), 336), bool))


def week(cells: int, *events: tuple[int, int, int, float]) -> np.ndarray:
    """Demand of (cell, weekday, hour, how much)."""
    demand = np.zeros((cells, 168))
    for cell, weekday, hour, much in events:
        demand[cell, weekday * 24 + hour] += much
    return demand


def test_the_tiny_town_on_friday_night_by_hand(tiny_town):
    """A walk of 5 minutes is 308 m here: a cell's ring, or a part of it. All demand is Friday 20:00 to 22:00."""
    near = sparse.csr_array(tiny_town.cells.ring, dtype=bool)
    position = {cell: n for n, cell in enumerate(tiny_town.cells.index)}
    demand = np.zeros((19, 168))
    demand[:, FRIDAY * 24 + 20] = demand[:, FRIDAY * 24 + 21] = tiny_town.counts / 2
    first, second = gaps(nobody(demand), near).to_dict("records")
    assert first == {
        "centre": position[tiny_town.centre],
        "busiest": position[tiny_town.centre],
        "weekday": FRIDAY,
        "start_hour": 20,
        "hours": 2,
        "unserved": 22,
        "demand": 22,
        "absence": 1,
        "share_of_all_unserved": 22 / 23,
    }
    # what is left is the 1 in the corner; of the four cells near it that one alone has any left
    assert second["centre"] == second["busiest"] == position[tiny_town.named[2, 2]]
    assert (second["unserved"], second["demand"]) == (1, 1)


def test_a_gap_is_called_after_its_busiest_cell_and_says_how_much_of_its_demand_is_not_met():
    near = sparse.csr_array(np.array([[1, 1, 1], [1, 1, 0], [1, 0, 1]], bool))
    there = np.zeros((3, 336), bool)
    there[0, 2 * (FRIDAY * 24 + 19) : 2 * (FRIDAY * 24 + 20)] = True
    found = gaps(Coverage(week(3, (0, FRIDAY, 19, 4), (1, FRIDAY, 19, 3), (2, FRIDAY, 20, 5)), there), near)
    one = found.iloc[0]
    assert (one["centre"], one["busiest"], one["weekday"], one["start_hour"]) == (0, 2, FRIDAY, 19)
    assert (one["unserved"], one["demand"], one["absence"]) == (8, 12, 8 / 12)
    assert len(found) == 1


def test_a_window_runs_past_sunday_midnight_into_monday():
    found = gaps(nobody(week(4, (2, SUNDAY, 23, 3), (2, 0, 0, 3))), LONELY)
    assert found[["centre", "weekday", "start_hour", "unserved"]].to_numpy().tolist() == [[2, SUNDAY, 23, 6]]


def test_half_an_hour_that_is_served_is_not_in_the_gap():
    there = np.zeros((4, 336), bool)
    there[0, 2 * 20] = True
    found = gaps(Coverage(week(4, (0, 0, 20, 4)), there), LONELY, hours=1)
    assert found[["unserved", "demand", "absence"]].to_numpy().tolist() == [[2, 4, 0.5]]


def test_of_equals_the_middle_with_most_of_its_own_then_the_first_cell_then_the_earlier_hour():
    all_near = sparse.csr_array(np.ones((4, 4), bool))
    found = gaps(nobody(week(4, (3, 1, 20, 5), (1, 1, 20, 2))), all_near)
    assert found[["centre", "busiest", "start_hour"]].to_numpy().tolist() == [[3, 3, 19]]
    apart = gaps(nobody(week(4, (3, 1, 20, 5), (1, 1, 20, 5), (1, 0, 9, 5))), LONELY, hours=1)
    assert apart[["centre", "weekday", "start_hour"]].to_numpy().tolist() == [[1, 0, 9], [1, 1, 20], [3, 1, 20]]


def slowly(demand: np.ndarray, left: np.ndarray, near: np.ndarray, hours: int, most: int) -> list[tuple]:
    """The same greedy, every cell and hour summed anew at every step."""
    demand, left, out = demand.copy(), left.copy(), []
    while len(out) < most:
        tried = []
        for centre in range(len(left)):
            for start in range(168):
                window = (start + np.arange(hours)) % 168
                total = left[near[centre]][:, window].sum()
                tried.append((-round(total, 9), -round(left[centre, window].sum(), 9), centre, start))
        best, _, centre, start = min(tried)
        if best == 0 or (out and -best < 0.01 * out[0][2]):
            break
        here = np.ix_(near[centre], (start + np.arange(hours)) % 168)
        out.append((centre, start, left[here].sum(), demand[here].sum()))
        left[here] = demand[here] = 0
    return out


@pytest.mark.parametrize("seed", range(12))
def test_the_list_equals_a_search_that_sums_everything_anew(seed):
    rng = np.random.default_rng(seed)
    cells = rng.uniform(0, 3000, (12, 2))
    near = reach(cells, cells, Walk())
    demand = rng.poisson(0.03, (12, 168)) * rng.choice([1.0, 0.37], (12, 168))
    coverage = Coverage(demand, rng.random((12, 336)) < 0.3)
    hours = int(rng.integers(1, 5))
    found = gaps(coverage, near, hours=hours, most=8)
    theirs = slowly(demand, coverage.unserved, near.toarray(), hours, 8)
    assert list(zip(found["centre"], found["weekday"] * 24 + found["start_hour"], strict=True)) == [
        t[:2] for t in theirs
    ]
    assert np.allclose(found[["unserved", "demand"]], [t[2:] for t in theirs], rtol=SAME)


def test_nothing_is_listed_twice_and_all_of_it_is_listed_when_the_list_may_be_long():
    rng = np.random.default_rng(4)
    cells = rng.uniform(0, 5000, (40, 2))
    coverage = Coverage(rng.poisson(0.05, (40, 168)).astype(float), rng.random((40, 336)) < 0.2)
    found = gaps(coverage, reach(cells, cells, Walk()), most=10_000, least_share=0)
    assert found["unserved"].sum() == pytest.approx(coverage.unserved.sum(), rel=SAME)
    assert found["share_of_all_unserved"].sum() == pytest.approx(1, rel=SAME)
    assert found["demand"].sum() <= coverage.total + SAME
    assert found["unserved"].is_monotonic_decreasing
    assert found["absence"].between(0, 1).all()


def test_the_list_stops_at_a_hundredth_of_the_first_or_when_it_is_long_enough():
    demand = week(4, (0, 0, 9, 100), (1, 0, 9, 1), (2, 0, 9, 0.99))
    assert gaps(nobody(demand), LONELY)["centre"].tolist() == [0, 1]
    assert gaps(nobody(demand), LONELY, least_share=0)["centre"].tolist() == [0, 1, 2]
    assert gaps(nobody(demand), LONELY, most=1)["centre"].tolist() == [0]
    assert SETTINGS["gap_share"].value == 0.01


def test_with_no_demand_or_all_of_it_met_there_are_no_gaps():
    for coverage in (nobody(np.zeros((4, 168))), Coverage(np.ones((4, 168)), np.ones((4, 336), bool))):
        found = gaps(coverage, LONELY)
        assert found.empty
        assert ranked(found, np.ones(4), np.ones(4), LONELY).empty
        assert stability(ranked(found, None, None, LONELY)) == (10, 10)


def test_missing_demand_makes_no_gap_and_nothing_given_is_changed():
    demand = week(4, (0, 0, 9, 2))
    demand[1] = np.nan
    coverage, before = nobody(demand), demand.copy()
    assert gaps(coverage, LONELY)["centre"].tolist() == [0]
    assert np.array_equal(coverage.demand, before, equal_nan=True)
    assert np.nansum(coverage.unserved) == 2


def test_what_does_not_fit_is_refused():
    with pytest.raises(PlacespaceError, match=r"\(4, 4\) and 3 cells"):
        gaps(nobody(np.zeros((3, 168))), LONELY)
    with pytest.raises(WrongUse, match="1 to 168 hours"):
        gaps(nobody(np.zeros((4, 168))), LONELY, hours=169)


def three_gaps() -> pd.DataFrame:
    return gaps(nobody(week(4, (0, 0, 9, 10), (1, 1, 9, 8), (3, 2, 9, 5))), LONELY)


def test_three_bars_and_their_order_by_hand():
    need, people = np.array([0.2, 0.9, 0.5, 0.6]), np.array([10.0, 10, 10, 10])
    found = ranked(three_gaps(), need, people, LONELY)
    # 1 x 0.2, 0.8 x 0.9, 0.5 x 0.6
    assert found["centre"].tolist() == [1, 3, 0]
    assert found["harm"].tolist() == [0.8, 0.5, 1]
    assert found["need"].tolist() == pytest.approx([0.9, 0.6, 0.2])
    assert found["absence"].tolist() == [1, 1, 1]
    assert not any("score" in column for column in found)
    assert ranked(three_gaps(), need, people, LONELY, weights=(1, 0, 0))["centre"].tolist() == [0, 1, 3]
    assert ranked(three_gaps(), need, people, LONELY, weights=(0, 1, 0))["centre"].tolist() == [1, 3, 0]


def test_need_is_the_mean_over_those_who_live_within_the_walk():
    near = sparse.csr_array(np.array([[1, 1, 1, 0]] * 4, bool))
    found = ranked(three_gaps().head(1), np.array([0.2, 0.8, np.nan, 1]), np.array([30.0, 10, 500, 9]), near)
    assert found["need"].tolist() == pytest.approx([(30 * 0.2 + 10 * 0.8) / 40])


def test_missing_need_takes_no_part_and_is_no_advantage():
    need, people = np.array([np.nan, 0.9, 0.5, 0.6]), np.array([10.0, 10, 10, 0])
    found = ranked(three_gaps(), need, people, LONELY)
    # the first has harm 1 and absence 1 whatever need would be; nobody is known to live near the last
    assert found["centre"].tolist() == [0, 1, 3]
    assert found["need"].isna().tolist() == [True, False, True]
    assert ranked(three_gaps(), None, people, LONELY)["need"].isna().all()
    only_need = ranked(three_gaps(), need, people, LONELY, weights=(0, 1, 0))
    assert only_need["centre"].tolist() == [1, 0, 3]  # what is not known comes after what is, by harm


@pytest.mark.parametrize("weights", [(1, 1), (1, -1, 1), (0, 0, 0), (1, 1, float("inf"))])
def test_weights_that_weigh_nothing_are_refused(weights):
    with pytest.raises(WrongUse, match="three numbers"):
        ranked(three_gaps(), None, None, LONELY, weights=weights)


def test_ten_weightings_each_with_a_name_of_its_own_and_a_reason():
    assert len({w.name for w in WEIGHTINGS}) == len({w.weights for w in WEIGHTINGS}) == 10
    assert all(len(w.reason.split()) >= 4 for w in WEIGHTINGS)
    assert WEIGHTINGS[0].weights == (1, 1, 1)


def test_stability_counts_the_weightings_under_which_the_same_five_come_first():
    alike = pd.DataFrame({"harm": np.linspace(1, 0.1, 8), "need": np.linspace(1, 0.1, 8), "absence": 1.0})
    assert stability(alike) == (10, 10)
    against = alike.assign(need=np.linspace(0.1, 1, 8))
    shown = against.sort_values("harm", ascending=False)
    held, of = stability(shown)
    by_hand = 0
    for w in WEIGHTINGS:
        score = against["harm"] ** w.harm * against["need"] ** w.need
        by_hand += set(score.sort_values(ascending=False).index[:5]) == set(range(5))
    assert (held, of) == (by_hand, 10)
    assert 0 < held < 10
    assert stability(against.head(5)) == (10, 10)
