"""A session fills the half hours in which it runs for at least fifteen minutes, past midnight and past Sunday too."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from placespace.calendar.slots import SLOTS, in_slots, slot_clock, slots_between
from placespace.errors import WrongUse

WEEK = 7 * 24 * 60


def minute_by_minute(weekday: int, start: int, end: int) -> np.ndarray:
    """The slots by walking through every minute of a session."""
    filled = np.zeros(SLOTS, int)
    for minute in range(start, end if end > start else end + 1440):
        filled[(weekday * 1440 + minute) % WEEK // 30] += 1
    return filled >= 15


def clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


minutes = st.integers(0, 1439)


@given(weekday=st.integers(0, 6), start=minutes, end=minutes)
@example(weekday=6, start=23 * 60 + 20, end=10)
@example(weekday=6, start=1, end=0)
@example(weekday=0, start=10, end=9)
def test_slots_are_those_of_a_walk_through_every_minute(weekday, start, end):
    if start != end:
        slots = slots_between(weekday, clock(start), clock(end))
        assert np.array_equal(slots, minute_by_minute(weekday, start, end))


def test_half_past_six_to_nine_on_thursday_is_five_half_hours():
    slots = np.flatnonzero(slots_between(3, "18:30", "21:00"))
    assert [slot_clock(s) for s in slots] == [(3, t) for t in ("18:30", "19:00", "19:30", "20:00", "20:30")]


def test_fifteen_minutes_of_a_half_hour_are_enough_and_fourteen_are_not():
    assert slots_between(0, "18:15", "19:00").sum() == 2
    assert slots_between(0, "18:16", "19:00").sum() == 1


def test_midnight_ends_the_day_it_is_written_on():
    assert np.flatnonzero(slots_between(4, "23:00", "00:00")).tolist() == [4 * 48 + 46, 4 * 48 + 47]


def test_sunday_night_runs_into_monday_morning():
    assert np.flatnonzero(slots_between(6, "23:00", "01:00")).tolist() == [0, 1, 334, 335]


@pytest.mark.parametrize(
    ("weekday", "start", "end", "found"),
    [
        (7, "18:00", "19:00", "It is 7"),
        (-1, "18:00", "19:00", "It is -1"),
        (0, "18.00", "19:00", "It is '18.00'"),
        (0, "18:00", "24:00", "It is '24:00'"),
        (0, "6:00", "19:00", "It is '6:00'"),
        (0, "18:00", "18:00", "Both are 18:00"),
        (0, "18:00\n", "19:00", "It is '18:00"),
    ],
)
def test_what_is_no_day_or_no_time_is_said(weekday, start, end, found):
    with pytest.raises(WrongUse) as wrong:
        slots_between(weekday, start, end)
    assert wrong.value.found.startswith(found)


def test_an_hours_demand_falls_half_in_each_of_its_half_hours():
    by_hour = np.arange(168.0)
    by_slot = in_slots(by_hour)
    assert by_slot.shape == (336,)
    assert np.array_equal(by_slot[::2], by_hour / 2)
    assert np.array_equal(by_slot[1::2], by_hour / 2)
