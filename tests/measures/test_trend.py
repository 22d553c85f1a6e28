"""More lately, fewer, or too few to say: against intervals worked out on paper."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from placespace.errors import PlacespaceError
from placespace.measures.trend import trend, trend_months

TAIL = 0.025


@pytest.mark.parametrize("n", [5, 6, 20])
def test_none_lately_has_the_interval_of_a_share_of_none(n):
    # P(no event lately) = (1 - share) ** n, so the share is at most 1 - 0.025 ** (1/n), the ratio share / (1 - share)
    found = trend(0, n, 3, 3)
    assert (found.ratio, found.low) == (0, 0)
    assert found.high == pytest.approx(TAIL ** (-1 / n) - 1)


@pytest.mark.parametrize("n", [5, 6, 20])
def test_none_before_is_the_same_from_the_other_side(n):
    found = trend(n, 0, 3, 3)
    assert found.ratio == found.high == math.inf
    assert found.low == pytest.approx(1 / (TAIL ** (-1 / n) - 1))


def test_ten_and_ten_have_the_interval_that_tables_give_for_ten_of_twenty():
    # Clopper and Pearson, 10 of 20: 0.2720 to 0.7280
    found = trend(10, 10, 3, 3)
    assert found.ratio == 1
    assert (found.low, found.high) == pytest.approx((0.2720 / 0.7280, 0.7280 / 0.2720), abs=1e-3)
    assert found.words == "no clear change"


def test_months_that_are_missing_are_left_out_of_the_rate():
    found = trend(10, 10, 3, 2)
    assert found.ratio == pytest.approx(2 / 3)
    assert found.high == pytest.approx(trend(10, 10, 3, 3).high * 2 / 3)


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ((0, 6), "down"),
        ((6, 0), "up"),
        ((5, 0), "too few to say"),
        ((0, 0), "too few to say"),
        ((3, 3), "no clear change"),
        ((2, 3), "too few to say"),
        ((31, 16), "up"),
        ((26, 16), "no clear change"),
    ],
)
def test_the_word_follows_from_the_interval(counts, words):
    assert trend(*counts, 3, 3).words == words


@pytest.mark.parametrize("months", [(0, 3), (3, 0), (0, 0)])
def test_without_months_on_one_side_there_is_nothing_to_say(months):
    counts = [4 if m else 0 for m in months]
    found = trend(*counts, *months)
    assert found.words == "too few to say"
    assert np.isnan([found.ratio, found.low, found.high]).all()


@pytest.mark.parametrize("wrong", [(-1, 2, 3, 3), (1, 2, 3, 0), (1, 2, 0, 3), (1, 2, 3, -1)])
def test_events_of_no_month_are_refused(wrong):
    with pytest.raises(PlacespaceError, match="A trend needs counts"):
        trend(*wrong)


@given(st.integers(0, 200), st.integers(0, 200), st.integers(1, 4), st.integers(1, 4))
def test_the_interval_holds_the_ratios_that_an_exact_test_does_not_reject(recent, before, months, months_before):
    found = trend(recent, before, months, months_before)
    if recent + before:
        assert found.low <= found.ratio <= found.high
        share = months / (months + months_before)
        # one-sided exact tests of no change, 2.5 % each
        above = stats.binom.sf(recent - 1, recent + before, share) < TAIL
        below = stats.binom.cdf(recent, recent + before, share) < TAIL
        assert found.words == "up" if above else found.words == "down" if below else found.words not in ("up", "down")


def test_the_same_months_of_the_year_before_are_taken_where_they_are_held():
    held = [f"2025-{m:02d}" for m in range(1, 13)] + ["2026-01", "2026-03"]
    assert trend_months(held, 3) == (["2025-12", "2026-01", "2026-03"], ["2025-01", "2025-03"], True)


def test_else_the_months_just_before():
    assert trend_months(["2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06", "2026-07"], 3) == (
        ["2026-05", "2026-06", "2026-07"],
        ["2026-02", "2026-03", "2026-04"],
        False,
    )


def test_where_nothing_came_before_there_is_nothing_to_compare():
    assert trend_months(["2026-06"], 3) == (["2026-06"], [], False)
    assert trend_months([], 3) == ([], [], False)
