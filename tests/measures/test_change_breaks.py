"""What breaks a series stops the comparison: said by the source, or found in its months."""

import dataclasses
import datetime

import pytest

from placespace.catalogue import open_workspace
from placespace.ingest import LayerAccount
from placespace.measures import series_breaks
from placespace.measures.change_breaks import dated_breaks

PRE, POST = ("2025-01", "2025-02", "2025-03"), ("2026-01", "2026-02", "2026-03")
HELD = [*PRE, *POST]


def layer(*breaks: str):
    return dataclasses.replace(open_workspace().layers["police"], breaks=breaks)


@pytest.mark.parametrize("day", ["2025-01-02", "2025-06-01", "2025-06", "2026-03-31"])
def test_a_break_in_the_span_stops_the_comparison_and_says_what_to_do(day):
    stops, notes = series_breaks(layer(f"{day}: coding system changed"), None, HELD, PRE, POST)
    assert len(stops) == 1
    assert "coding system changed" in stops[0]
    assert "all on one side of it" in stops[0]
    assert notes == []


@pytest.mark.parametrize("day", ["2025-01-01", "2024-04-01", "2026-04-01"])
def test_a_break_outside_the_span_stops_nothing(day):
    assert series_breaks(layer(f"{day}: coding system changed"), None, HELD, PRE, POST) == ([], [])


@pytest.mark.parametrize("said", ["coding system changed in spring", "2025-13-01: moved", "2025-02-31: moved", ""])
def test_a_break_without_a_date_is_said_and_stops_nothing(said):
    stops, notes = series_breaks(layer(said), None, HELD, PRE, POST)
    assert stops == []
    assert "no date that can be read" in notes[0]


def test_a_break_with_a_date_and_no_words_is_a_break():
    assert dated_breaks(layer("2025-06-01")) == ([(datetime.date(2025, 6, 1), "the series breaks")], [])


def test_months_that_a_force_lacks_stop_it_and_the_force_is_named():
    account = LayerAccount("police", missing_months=["2025-02 east"], thin_months=["2026-01 east", "2024-01 west"])
    stops, _ = series_breaks(layer(), account, HELD, PRE, POST)
    assert [s.split(" is ")[0] for s in stops] == ["February 2025", "January 2026"]
    assert "(east)" in stops[0]


def test_a_month_that_is_not_held_is_not_a_month_with_nothing():
    stops, _ = series_breaks(layer(), None, [m for m in HELD if m != "2026-02"], PRE, POST)
    assert stops == ["February 2026 is not held: a month that is missing is not a month with nothing. Add it."]
