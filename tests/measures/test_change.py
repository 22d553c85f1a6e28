"""The weighted displacement difference, its interval and the smallest change that can be seen."""

import numpy as np
import pytest

from placespace.errors import PlacespaceError, WrongUse
from placespace.measures import smallest_change_seen, wdd
from placespace.measures.change import SIGNS, intervals

MANY = 2000


@pytest.mark.parametrize(
    ("given", "difference", "se"),
    [
        ({"treated": (20, 10), "control": (20, 20)}, -10, 8.36660),
        (
            {"treated": (20, 10), "control": (20, 20), "displaced": (30, 20), "control_displaced": (30, 30)},
            -20,
            13.41641,
        ),
        ({"treated": (100, 80), "control": (100, 90)}, -10, 19.23538),
    ],
)
def test_golden_values(given, difference, se):
    found = wdd(**given)
    assert found.wdd == difference
    assert found.se == pytest.approx(se, abs=5e-6)
    assert found.z == pytest.approx(difference / se, abs=1e-5)
    assert (found.low, found.high) == pytest.approx((difference - 1.959964 * se, difference + 1.959964 * se), abs=1e-4)
    assert not found.drawn
    assert found.warning == ""


def test_p_is_that_of_z_both_ways():
    found = wdd(treated=(50, 10), control=(50, 50))
    assert found.z == pytest.approx(-40 / np.sqrt(160))
    assert found.p == pytest.approx(0.0015654, abs=1e-6)
    assert found.told == "fewer"


def test_windows_of_unequal_length_are_refused():
    with pytest.raises(WrongUse, match="equally long"):
        wdd(treated=(20, 10), control=(20, 20), months=(12, 6))


@pytest.mark.parametrize("wrong", [(-1, 3), (float("nan"), 3)])
def test_a_count_that_cannot_be_is_refused(wrong):
    with pytest.raises(PlacespaceError, match="0 or more"):
        wdd(treated=wrong, control=(20, 20))


def test_few_counts_warn_and_draw_the_interval_the_same_each_time():
    one, again = (wdd(treated=(4, 9), control=(20, 20)) for _ in range(2))
    assert one.drawn
    assert "under 5" in one.warning
    assert one == again
    assert one.low < one.wdd < one.high


def test_nothing_recorded_is_not_taken_for_certain():
    found = wdd(treated=(0, 0), control=(0, 0))
    assert found.wdd == 0
    assert np.isnan(found.z)
    assert found.low <= -2
    assert found.high >= 2
    assert found.told == ""


def test_rings_that_are_not_counted_make_no_interval_wider():
    with_rings = wdd(treated=(1, 2), control=(1, 0), displaced=(0, 0), control_displaced=(0, 0))
    without = wdd(treated=(1, 2), control=(1, 0))
    assert without.high - without.low < with_rings.high - with_rings.low


def covered(mean: float, effect: float, groups: int, seed: int) -> float:
    """The share of 2,000 simulated evaluations whose interval holds the truth."""
    means = np.zeros(8)
    means[: 2 * groups] = mean
    means[1] *= effect
    counts = np.random.default_rng(seed).poisson(means, (MANY, 8))
    low, high, _ = intervals(counts, 2 * groups, own={"change_draws": 2000})
    truth = means @ SIGNS
    return float(((low <= truth) & (truth <= high)).mean())


@pytest.mark.parametrize("groups", [2, 4])
@pytest.mark.parametrize("effect", [0.5, 0.7, 1.0])
@pytest.mark.parametrize("mean", [20, 100])
def test_the_interval_holds_the_truth_in_93_to_97_of_100(mean, effect, groups):
    assert 0.93 <= covered(mean, effect, groups, seed=5) <= 0.97


@pytest.mark.parametrize("groups", [2, 4])
@pytest.mark.parametrize("effect", [0.5, 0.7, 1.0])
@pytest.mark.parametrize("mean", [0.3, 2, 5])
def test_with_few_events_the_interval_is_rather_too_wide_than_too_narrow(mean, effect, groups):
    assert covered(mean, effect, groups, seed=6) >= 0.94


def test_many_at_once_and_one_alone_say_the_same():
    counts = np.array([[20, 10, 20, 20, 30, 20, 30, 30], [3, 0, 4, 6, 9, 9, 9, 9]])
    low, high, drawn = intervals(counts)
    for row, a, b, was in zip(counts, low, high, drawn, strict=True):
        one = wdd(*[tuple(map(float, row[i : i + 2])) for i in (0, 2, 4, 6)])
        assert (one.low, one.high, one.drawn) == (a, b, was)


def test_the_smallest_change_is_as_the_formula_says():
    assert smallest_change_seen([20, 20]) == pytest.approx((1.644854 + 0.841621) * np.sqrt(80), abs=1e-4)
    assert smallest_change_seen([20, 20, 30, 30]) == pytest.approx(2.486475 * np.sqrt(200), abs=1e-4)
    assert smallest_change_seen([0, 0]) == 0


def test_a_fall_as_large_as_the_smallest_is_seen_four_times_in_five():
    before = 200.0
    fall = smallest_change_seen([before, before])
    draw = np.random.default_rng(11).poisson
    z = [wdd((draw(before), draw(before - fall)), (draw(before), draw(before))).z for _ in range(MANY)]
    assert 0.77 <= np.mean(np.array(z) < -1.644854) <= 0.86
