"""Windows hold what they must in the fewest hours that can be said, as trying every choice would."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placespace.errors import WrongUse
from placespace.plans.windows import Window, _candidates, in_windows, windows, windows_in_words


def week_of(*planted, noise=0.0):
    """A clock week with so much in each hour of (days, start, hours); hours run on past midnight."""
    week = np.full(168, noise)
    for days, start, hours, each in planted:
        for day in days:
            week[(day * 24 + start + np.arange(hours)) % 168] += each
    return week


SCHOOL = ((0, 1, 2, 3, 4), 15, 3, 1.0)
THURSDAY = ((3,), 20, 2, 1.0)
WEEKEND = ((4, 5), 20, 4, 1.0)


def smoothed(week):
    return (np.roll(week, 1) + week + np.roll(week, -1)) / 3


@pytest.mark.parametrize("noise", [0.0, 0.005])
@pytest.mark.parametrize("seen", [lambda week: week, smoothed], ids=["as it is", "smoothed"])
@pytest.mark.parametrize(
    ("planted", "words"),
    [
        (SCHOOL, "school days 15-18"),
        (WEEKEND, "Friday and Saturday 20-00"),
        (((4, 5), 22, 3, 1.0), "Friday and Saturday 22-01"),
        (((3,), 20, 2, 2.0), "Thursday 20-22"),
    ],
)
def test_what_was_planted_is_said(planted, words, seen, noise):
    assert windows_in_words(windows(seen(week_of(planted, noise=noise))), "term") == words


def test_a_window_is_widened_before_another_is_added():
    found = windows(smoothed(week_of(THURSDAY, noise=0.005)))
    assert windows_in_words(found, "term") == "Thursday 19-23"


def test_school_afternoons_and_weekend_nights_are_two_windows():
    found = windows(week_of(SCHOOL, WEEKEND, noise=0.01), own={"window_share": 0.9})
    assert windows_in_words(found, "term") == "school days 15-18; Friday and Saturday 20-00"
    assert sum(one.share for one in found) >= 0.9


def test_a_friday_that_runs_on_from_school_into_the_night_is_said_in_two():
    found = windows(week_of(((4,), 15, 8, 1.0)), own={"window_share": 1.0})
    assert sorted((one.start, one.end) for one in found) == [(15, 19), (19, 23)]


def test_all_three_shapes_at_once():
    found = windows(week_of(SCHOOL, THURSDAY, WEEKEND), own={"window_share": 1.0})
    assert windows_in_words(found, "term") == "school days 15-18; Friday and Saturday 20-00; Thursday 20-22"


def test_nothing_expected_gives_no_window():
    assert windows(np.zeros(168)) == []


@pytest.mark.parametrize("week", [np.zeros(24), np.full(168, np.nan), np.full(168, -1.0)])
def test_what_is_no_week_is_refused(week):
    with pytest.raises(WrongUse, match="168 hours"):
        windows(week)


def test_flat_evidence_takes_what_it_takes_and_no_more_than_most_windows():
    assert sum(one.share for one in windows(np.ones(168))) >= 0.5
    few = windows(np.ones(168), own={"most_windows": 2})
    assert len(few) == 2
    assert sum(one.share for one in few) < 0.5


def random_week(seed):
    rng = np.random.default_rng(seed)
    week = np.zeros(168)
    for _ in range(rng.integers(1, 5)):
        day, start, hours = rng.integers(7), rng.integers(24), rng.integers(1, 6)
        week[(day * 24 + start + np.arange(hours)) % 168] += rng.integers(1, 9)
    return week


@given(seed=st.integers(0, 100_000), share=st.sampled_from([0.3, 0.5, 0.8]), most=st.integers(1, 6))
@settings(max_examples=60, deadline=None)
def test_windows_keep_every_rule(seed, share, most):
    week = random_week(seed)
    found = windows(week, own={"window_share": share, "most_windows": most})
    assert 1 <= len(found) <= most
    hours = sum(len(one.days) * len(one.hours) for one in found)
    inside = in_windows(found)
    assert inside.sum() == hours  # none overlap
    by_operational_day = np.roll(week, -6).reshape(7, 24)
    assert by_operational_day[inside].sum() == pytest.approx(sum(one.expected for one in found))
    for one in found:
        assert 2 <= len(one.hours) <= 4
        assert max(one.hours) < 24  # none crosses 06:00
        kinds = ({0, 1, 2, 3, 4}, {5, 6}) if 6 <= one.start < 18 else ({6, 0, 1, 2, 3}, {4, 5})
        assert any(set(one.days) <= kind for kind in kinds)
        assert one.share == pytest.approx(one.expected / week.sum())


@given(seed=st.integers(0, 100_000), share=st.sampled_from([0.3, 0.5, 0.7]))
@settings(max_examples=40, deadline=None)
def test_no_fewer_would_do_and_as_many_hold_no_more(seed, share):
    week = random_week(seed)
    table = np.roll(week / week.sum(), -6).reshape(7, 24)
    for edge in (0.6, 0.0):
        every = []
        for days, start, length in _candidates(table, range(2, 5), edge):
            at = np.zeros((7, 24), bool)
            at[np.ix_(days, range(start, start + length))] = True
            every.append((table[at].sum(), at))
        found = windows(week, own={"window_share": share})
        for count in range(1, min(len(found), 2) + 1):
            apart = (c for c in combinations(every, count) if count == 1 or not (c[0][1] & c[1][1]).any())
            most = max(sum(held for held, _ in choice) for choice in apart)
            if count < len(found):
                assert most < share
            elif most >= share:
                assert sum(one.share for one in found) == pytest.approx(most)
                return


def test_hours_of_a_window_after_midnight_are_of_the_day_before():
    assert Window((4,), 0, 2, 1.0, 1.0).hours == (18, 19)
