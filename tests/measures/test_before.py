"""A reading as it stood before a month: later months are gone, and what is whole is judged by what was there."""

import pandas as pd
import pytest

from placespace.grid import Question
from placespace.measures import find_hotspots
from placespace.measures.before import reading_before


@pytest.mark.parametrize("layer", ["police", "ambulance"])
def test_later_months_are_gone_and_earlier_ones_are_as_they_were(sample_reading, layer):
    before, now = reading_before(sample_reading, "2026-03"), sample_reading.counts(layer, 9)
    store = before.counts(layer, 9)
    assert store.months_held == tuple(m for m in now.months_held if m < "2026-03")
    asked = Question(layer, (), "2025-07", "2026-02")
    pd.testing.assert_series_equal(
        store.by_month(asked), sample_reading.counts(layer, 9).by_month(asked), check_names=False
    )
    assert before.placings[layer].last < "2026-03"
    assert sample_reading.placings[layer].last == "2026-09"


def test_hot_spots_of_it_end_with_the_last_whole_month_before(sample_reading):
    found = find_hotspots(reading_before(sample_reading, "2026-02"), Question("police"), names=False)
    assert found.question.last == "2026-01"


def test_a_thin_month_is_thin_beside_those_before_it(sample_reading):
    assert reading_before(sample_reading, "2026-10").unreliable("police") == ("2026-02",)
    assert reading_before(sample_reading, "2026-02").unreliable("police") == ()


def test_before_the_first_month_nothing_is_held(sample_reading):
    before = reading_before(sample_reading, "2024-10")
    assert before.counts("ambulance", 9).months_held == ()
    assert (before.placings["ambulance"].rows, before.placings["ambulance"].last) == (0, None)
