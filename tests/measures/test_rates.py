"""Rates with what chance could do to them, and a reason where there is none."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from placespace.measures import count_interval, rates_per_1000, shrunk_rates

GOLDEN_95 = 5e-6  # printed to five decimals
GOLDEN_SHRUNK = 5e-9  # printed to eight


@pytest.mark.parametrize(("count", "low", "high"), [(0, 0, 3.68888), (9, 4.11537, 17.08480), (10, 4.78745, 18.39146)])
def test_interval_golden_values(count, low, high):
    got = count_interval(pd.Series([count])).iloc[0]
    assert (got["low"], got["high"]) == pytest.approx((low, high), abs=GOLDEN_95)


def test_the_exact_interval_leaves_a_fortieth_in_each_tail():
    for count in range(1, 10):
        low, high = count_interval(pd.Series([count])).iloc[0]
        assert stats.poisson.sf(count - 1, low) == pytest.approx(0.025)
        assert stats.poisson.cdf(count, high) == pytest.approx(0.025)


def test_byar_s_interval_is_close_to_the_exact_one():
    # Byar's approximation is good to a hundredth of an event from 10 up
    for count in (10, 30, 200):
        low, high = count_interval(pd.Series([count])).iloc[0]
        assert low == pytest.approx(stats.chi2.ppf(0.025, 2 * count) / 2, abs=0.02)
        assert high == pytest.approx(stats.chi2.isf(0.025, 2 * count + 2) / 2, abs=0.02)


def test_a_lower_level_gives_a_narrower_interval():
    wide, narrow = count_interval(pd.Series([7])), count_interval(pd.Series([7]), level=0.5)
    assert narrow["low"][0] > wide["low"][0]
    assert narrow["high"][0] < wide["high"][0]


@pytest.mark.parametrize(
    ("events", "people", "golden"),
    [
        ((0, 2, 1, 1, 0), (100, 101, 99, 100, 100), (0.008,) * 5),
        ((5, 30, 2, 1, 60), (1000, 2000, 400, 50, 3000), (0.00919676, 0.01505023, 0.01148631, 0.01551429, 0.01909092)),
    ],
)
def test_shrunk_rate_golden_values(events, people, golden):
    got = shrunk_rates(pd.Series(events), pd.Series(people))
    assert np.allclose(got, golden, rtol=0, atol=GOLDEN_SHRUNK)
    assert got.name == "shrunk_rate"


def test_a_cell_nobody_lives_in_is_missing_and_changes_no_other():
    events, people = pd.Series([5, 30, 2, 1, 60]), pd.Series([1000, 2000, 400, 50, 3000])
    more = shrunk_rates(
        pd.concat([events, pd.Series([4, 4])]), pd.concat([people.astype(float), pd.Series([0, np.nan])])
    )
    assert more.iloc[:5].tolist() == shrunk_rates(events, people).tolist()
    assert more.iloc[5:].isna().all()


def test_no_shrunk_rate_is_ever_negative():
    rng = np.random.default_rng(4)
    for _ in range(50):
        people = pd.Series(rng.integers(1, 900, 30))
        assert (shrunk_rates(pd.Series(rng.poisson(people * 0.004)), people) >= 0).all()


def test_shrinking_brings_rates_together_and_most_where_least_is_known():
    rates = shrunk_rates(pd.Series([0, 40, 2]), pd.Series([50, 4000, 1000]))
    raw, mean = pd.Series([0, 0.01, 0.002]), 42 / 5050
    assert (np.abs(rates - mean) <= np.abs(raw - mean)).all()
    assert abs(rates[0] - mean) < 0.25 * abs(raw[0] - mean)


def test_a_rate_is_per_thousand_residents_with_its_interval():
    got = rates_per_1000(pd.Series([9]), pd.Series([500.0])).iloc[0]
    assert got["rate_per_1000"] == 18
    assert (got["low"], got["high"]) == pytest.approx((2 * 4.11537, 2 * 17.08480), abs=2 * GOLDEN_95)


@pytest.mark.parametrize(
    ("people", "kind", "why"),
    [
        (100.0, "", ""),
        (99.9, "", "fewer than 100 young residents"),
        (0.0, "", "fewer than 100 young residents"),
        (np.nan, "", "no residents known"),
        (5000.0, "town centre", "town centre: those present are not those who live there"),
    ],
)
def test_where_there_is_no_rate_it_says_why(people, kind, why):
    got = rates_per_1000(pd.Series([3]), pd.Series([people]), not_residents=pd.Series([kind])).iloc[0]
    assert got["no_rate_because"] == why
    assert np.isnan(got["rate_per_1000"]) == (why != "")
    assert np.isnan(got["high"]) == (why != "")
