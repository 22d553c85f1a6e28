"""Practitioners say what they saw of a place; young people's own map shows no few of them."""

from __future__ import annotations

import datetime

import pytest
from a_panel import OCTOBER, VIEWER, a_place, register_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from placespace.errors import WrongUse
from placespace.places import Faults
from placespace.places.things import Observation, View


@pytest.fixture
def register(sample_reading, store):
    """Return the register of the fictional borough, empty."""
    return register_of(sample_reading, store)


@pytest.fixture
def park(register):
    """Return a place that is open."""
    return register.raise_place(a_place(register))


def marked(register, cell, feels, young_people, by="Youth service"):
    """Mark a cell by its number."""
    return register.mark(View(register.cells.index[cell], feels, young_people, by, OCTOBER))


def shown(register):
    """What young people's map shows: (number of the cell, feels) to how many."""
    rows = register.young_map().shown
    where = {cell: n for n, cell in enumerate(register.cells.index)}
    return {(where[r.cell], r.feels): r.contributors for r in rows.itertuples()}


def test_an_observation_is_structured_and_of_nobody(register, park):
    with pytest.raises(Faults) as refused:
        register.observe(park.id, Observation("", None, ("gossip",), "sure", "noon", "Jayden was there"))
    assert set(refused.value.fields) == {"agency", "on", "about", "confidence", "part_of_day", "words"}
    later = Observation("Police", datetime.date(2126, 1, 1), (), "seen")
    with pytest.raises(Faults, match="has not come yet"):
        register.observe(park.id, later)


def test_the_newest_observation_comes_first(register, park):
    for day in (1, 9, 4):
        seen = Observation(
            "Police", datetime.date(2026, 10, day), ("tension",), "told", "after school", "By the shelter"
        )
        register.observe(park.id, seen)
    assert [o.thing.on.day for o in register.observations(park.id)] == [9, 4, 1]


def test_a_mark_is_of_a_cell_of_the_area_by_somebody(register):
    with pytest.raises(Faults) as refused:
        register.mark(View("elsewhere", "fine", 0, ""))
    assert set(refused.value.fields) == {"cell", "feels", "contributors", "gathered_by"}


def test_the_map_shows_only_cells_that_enough_young_people_marked_and_says_how_many_are_held_back(register):
    marked(register, 0, "unsafe", 7)
    marked(register, 1, "unsafe", 4)
    marked(register, 2, "safe", 3)
    marked(register, 2, "safe", 2, "Sports club")
    assert shown(register) == {(0, "unsafe"): 5, (2, "safe"): 5}
    assert register.young_map().held_back == 1


def test_a_cell_that_is_safe_to_some_and_unsafe_to_others_shows_each_that_has_enough(register):
    marked(register, 0, "safe", 6)
    marked(register, 0, "unsafe", 12)
    marked(register, 1, "safe", 9)
    marked(register, 1, "avoided", 2)
    assert shown(register) == {(0, "safe"): 5, (0, "unsafe"): 10, (1, "safe"): 5}
    assert register.young_map().held_back == 0


def test_a_viewer_sees_the_map(sample_reading, store, register):
    marked(register, 0, "safe", 11)
    assert shown(register_of(sample_reading, store, VIEWER)) == {(0, "safe"): 10}


def test_an_empty_map_is_a_table_with_no_rows(register):
    rows, held_back = register.young_map()
    assert list(rows.columns) == ["cell", "feels", "contributors"]
    assert (len(rows), held_back) == (0, 0)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15, deadline=None)
@given(st.lists(st.integers(1, 9), min_size=1, max_size=6))
def test_the_maps_of_two_days_differ_by_whole_thresholds(register, marks):
    before = shown(register)
    for young_people in marks:
        marked(register, 5, "unsafe", young_people)
        after = shown(register)
        steps = {k: after[k] - before.get(k, 0) for k in after}
        assert all(step % 5 == 0 for step in steps.values())
        before = after


def test_nothing_is_added_to_a_place_that_is_not_there(register):
    with pytest.raises(WrongUse, match="'place-0009' is not there"):
        register.observe("place-0009", Observation("Police", OCTOBER, ("tension",), "told"))
