"""A place is raised with all that it needs, or everything that is wrong is said at once."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from a_panel import a_place, register_of
from hypothesis import given
from hypothesis import strategies as st

from placespace.catalogue import Workspace
from placespace.errors import WrongUse
from placespace.grid import cells_under
from placespace.places import Conflict, Faults, merged, next_date, open_register, overdue_days
from placespace.places.things import Place
from placespace.places.vocabulary import CYCLES


@pytest.fixture
def register(sample_reading, store):
    """Return the register of the fictional borough, empty."""
    return register_of(sample_reading, store)


def box(register, metres):
    """A square drawn about the middle of the first cell, with sides of so many metres."""
    lat, lng = register.cells.centres().iloc[0]
    high, wide = metres / 111_320 / 2, metres / 65_800 / 2
    return tuple((lng + x * wide, lat + y * high) for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1)))


def test_a_place_with_all_it_needs_is_kept_and_given_a_reference_and_a_day(register):
    kept = register.raise_place(a_place(register))
    assert kept.thing.reference == "LOC-001"
    assert kept.thing.next_review == datetime.date(2026, 10, 1)
    assert kept.thing.status == "open"
    assert register.raise_place(a_place(register, name="Dock subway", kind="transport")).thing.reference == "LOC-002"
    assert register.place(kept.id) == kept


def test_everything_that_is_wrong_is_said_at_once_by_the_box_it_is_in(register):
    with pytest.raises(Faults) as refused:
        register.raise_place(Place("", " ", "square", (), "", "", "", "", cycle="yearly"))
    fields = refused.value.fields
    assert {"name", "kind", "cells", "why", "raised_by", "sharing_basis", "owner_meeting", "cycle"} == set(fields)
    assert "say on what basis this is shared" in fields["sharing_basis"]
    assert all(sentence in str(refused.value) for sentence in refused.value.faults)
    assert register.places() == []


def test_a_place_online_is_told_why_it_is_not_held_here(register):
    with pytest.raises(Faults, match="A place online has no ground to lay cells on, and is not held here"):
        register.raise_place(a_place(register, kind="online"))


def test_cells_are_of_the_study_area_at_its_own_resolution(register):
    other = ("8819502581fffff", "nonsense")
    with pytest.raises(Faults, match="2 of 2 cells are not of the study area at its own resolution"):
        register.raise_place(a_place(register, cells=other))


def test_a_boundary_that_is_drawn_gives_the_cells_it_lies_on(register):
    outline = box(register, 500)
    kept = register.raise_place(a_place(register, cells=(), outline=outline)).thing
    assert kept.cells == tuple(cells_under(register.cells, outline))
    assert len(kept.cells) > 1
    assert kept.outline == outline
    with pytest.raises(Faults, match="meets no cell of the study area"):
        register.raise_place(a_place(register, name="Far away", outline=((0.0, 51.0), (0.1, 51.0), (0.1, 51.1))))


def test_a_boundary_small_enough_to_be_one_household_is_questioned_and_not_refused(register):
    small = a_place(register, cells=(), outline=box(register, 40))
    assert "small enough to be one household" in register.questions(small)[0]
    assert register.raise_place(small).thing.outline
    wider = register.questions(a_place(register, name="Other", cells=(), outline=box(register, 60)))
    assert not any("household" in asked for asked in wider)


def test_a_place_like_one_that_is_there_is_questioned(register):
    first = register.raise_place(a_place(register))
    assert "LOC-001 has the same name" in register.questions(a_place(register, name="kelder  park"))[0]
    assert "lies on the same cells" in register.questions(a_place(register, name="The Rec"))[0]
    assert register.questions(first.thing) == []


def test_a_level_is_of_the_areas_own_scale_with_a_reason(register):
    with pytest.raises(Faults, match="'red' is not on the area's own scale: watch, act, act together"):
        register.raise_place(a_place(register, level="red", level_reason="It was busy"))
    with pytest.raises(Faults, match="a level is the panel's own and is never worked out from counts"):
        register.raise_place(a_place(register, level="act"))
    assert register.raise_place(a_place(register, level="act", level_reason="Two agencies ask for it")).thing.level


def test_without_a_scale_a_level_is_told_where_to_set_one(register, store):
    area = replace(register.workspace.area, levels=())
    bare = open_register(Workspace(register.workspace.folder, area, register.workspace.layers), store=store)
    with pytest.raises(Faults, match=r"this area has stated no scale; write its own in geodata/area.toml"):
        bare.raise_place(a_place(bare, level="act", level_reason="Two agencies ask for it"))
    assert bare.raise_place(a_place(bare)).thing.level == ""


@pytest.mark.parametrize(
    ("field", "text", "word"),
    [
        ("why", "Jayden Smith was robbed", "“Jayden Smith” reads as a person's name"),
        ("raised_by", "PC Williams", "“PC Williams” reads as one officer"),
        ("why", "Ring 07700 900123", "a phone number"),
        ("name", "Outside 14 Acacia Road", "“14 Acacia Road” is an address"),
        ("level_reason", "victim born 12/03/2009", "is a date of birth"),
    ],
)
def test_names_and_personal_data_are_refused_with_what_to_write_instead(register, field, text, word):
    with pytest.raises(Faults) as refused:
        register.raise_place(a_place(register, level="act", **{"level_reason": "Both ask", field: text}))
    assert word in refused.value.fields[field]


def test_a_reference_is_given_once(register):
    register.raise_place(a_place(register, reference="KP/7"))
    with pytest.raises(Faults, match="another place has kp/7"):
        register.raise_place(a_place(register, name="Other", reference="kp/7"))


def test_the_overdue_come_first_then_names_and_the_closed_last(register, store):
    days = {"Beach": 20, "Arcade": 20, "Dock": 3}
    for name, day in days.items():
        register.raise_place(a_place(register, name=name, next_review=datetime.date(2026, 10, day)))
    assert [p.thing.name for p in register.places()] == ["Dock", "Arcade", "Beach"]
    dock = register.places()[0]
    assert overdue_days(dock.thing, register.today) == 17
    body = replace(dock.thing, status="closed", next_review=None).to_body()
    store.change(dock.id, body, who=register.who, version=dock.version, closed=True)
    assert [p.thing.name for p in register.places(closed=None)] == ["Arcade", "Beach", "Dock"]
    assert [p.thing.name for p in register.places(closed=True)] == ["Dock"]
    assert overdue_days(register.place(dock.id).thing, register.today) is None


def test_the_second_to_save_gets_both_versions_and_nothing_is_lost(register):
    base = register.raise_place(a_place(register))
    mine, theirs = replace(base.thing, why="Mine"), replace(base.thing, owner_meeting="Theirs", name="Kelder Rec")
    register.edit_place(base.id, theirs, base.version)
    with pytest.raises(Conflict) as refused:
        register.edit_place(base.id, mine, base.version)
    found = Place.from_body(refused.value.theirs.body)
    assert (found, Place.from_body(refused.value.mine)) == (theirs, mine)
    both = merged(mine, found, register.at_version(base.id, base.version).thing)
    assert (both.thing.why, both.thing.owner_meeting, both.thing.name) == ("Mine", "Theirs", "Kelder Rec")
    assert both.both == {}
    kept = register.edit_place(base.id, both.thing, refused.value.theirs.version)
    assert kept.version == 3


def test_a_save_that_changes_nothing_is_no_version(register):
    kept = register.raise_place(a_place(register))
    assert register.edit_place(kept.id, kept.thing, kept.version) == kept


def test_the_history_says_in_words_who_changed_what(register):
    kept = register.raise_place(a_place(register))
    register.edit_place(kept.id, replace(kept.thing, name="Kelder Rec", cells=kept.thing.cells[:1]), kept.version)
    raised, changed = register.history(kept.id)
    assert (raised.what, raised.by) == ("raised", "this machine")
    assert changed.changes == ["cells: 2 cells -> 1 cell", "name: 'Kelder Park' -> 'Kelder Rec'"]


def test_what_is_not_there_is_said(register):
    with pytest.raises(WrongUse, match="'place-9999' is not there"):
        register.place("place-9999")
    kept = register.raise_place(a_place(register))
    with pytest.raises(WrongUse, match="Here a meeting is asked for"):
        register.meeting(kept.id)


def test_a_month_on_is_the_same_day_or_the_months_last():
    place = Place("", "", "", (), "", "", "", "", cycle="monthly")
    assert next_date(place, datetime.date(2026, 1, 31)) == datetime.date(2026, 2, 28)
    assert next_date(place, datetime.date(2026, 10, 15)) == datetime.date(2026, 11, 15)
    assert next_date(replace(place, cycle="quarterly"), datetime.date(2026, 11, 30)) == datetime.date(2027, 2, 28)
    assert next_date(replace(place, cycle="six-weekly"), datetime.date(2026, 10, 1)) == datetime.date(2026, 11, 12)
    assert next_date(replace(place, cycle="own", cycle_days=10), datetime.date(2026, 2, 25)) == datetime.date(
        2026, 3, 7
    )


@given(st.sampled_from(sorted(CYCLES)), st.dates(datetime.date(2000, 1, 1), datetime.date(2100, 1, 1)))
def test_the_next_review_is_always_ahead(cycle, day):
    place = Place("", "", "", (), "", "", "", "", cycle=cycle, cycle_days=7)
    assert 1 <= (next_date(place, day) - day).days <= 92
