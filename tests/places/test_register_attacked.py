"""Attacks on the register by those who may not see true counts: what is hidden stays so, however often they ask."""

from __future__ import annotations

import pytest
from a_panel import ANALYST, OCTOBER, PANEL, PRACTITIONER, a_meeting, a_place, decided, register_of

from placespace.places import NotAllowed, open_register
from placespace.places.things import View

FEW = 3


@pytest.fixture
def register(sample_reading, store):
    """Return the register as an analyst has it."""
    return register_of(sample_reading, store, ANALYST)


def as_seen_by(who, register):
    """Return the same register as somebody else has it."""
    return open_register(register.workspace, who, store=register.store)


def a_mark(register, young_people, cell=0, feels="unsafe"):
    return register.mark(View(register.cells.index[cell], feels, young_people, "Youth service", OCTOBER))


@pytest.mark.parametrize("who", [PRACTITIONER, PANEL], ids=lambda w: w.role)
def test_a_mark_of_few_cannot_be_read_in_its_history_or_as_it_was(register, who):
    view = a_mark(register, FEW)
    other = as_seen_by(who, register)
    with pytest.raises(NotAllowed):
        other.history(view.id)
    with pytest.raises(NotAllowed):
        other.at_version(view.id, 1)
    assert register.history(view.id)
    assert register.at_version(view.id, 1).thing.contributors == FEW


def test_who_made_a_mark_may_read_it_again(register):
    own = as_seen_by(PANEL, register)
    view = a_mark(own, FEW)
    assert own.history(view.id)
    assert own.at_version(view.id, 1).thing.contributors == FEW


@pytest.mark.parametrize("few", [1, FEW, 4])
@pytest.mark.parametrize("mine", [(1, 1, 1, 1), (2, 4, 6), (5, 1)])
def test_nobody_learns_how_few_marked_a_cell_by_marking_it_too_until_it_shows(register, few, mine):
    attacker, marked, empty = as_seen_by(PRACTITIONER, register), 0, 1
    a_mark(register, few, marked)
    for n in mine:
        a_mark(attacker, n, marked)
        a_mark(attacker, n, empty)
        assert shown(attacker, marked) == shown(attacker, empty)


def shown(register, cell, feels="unsafe"):
    """How many the map says of a cell; 0 where it says nothing."""
    rows = register.young_map().shown
    return int(rows.loc[(rows["cell"] == register.cells.index[cell]) & (rows["feels"] == feels), "contributors"].sum())


@pytest.mark.parametrize("steps", [(1,), (4,), (5,), (2, 2, 2)])
def test_how_many_cells_are_held_back_does_not_tell_whether_somebody_marked_one(register, steps):
    attacker = as_seen_by(PRACTITIONER, register)
    a_mark(register, FEW, 1)
    told = {}
    for cell in (1, 2):
        start = attacker.young_map().held_back
        told[cell] = []
        for n in steps:
            a_mark(attacker, n, cell)
            told[cell].append(attacker.young_map().held_back - start)
    assert told[1] == told[2]


@pytest.mark.parametrize("who", [PRACTITIONER, PANEL], ids=lambda w: w.role)
def test_the_fingerprint_of_true_counts_is_told_to_those_who_may_see_them_alone(register, who):
    park = register.raise_place(a_place(register))
    decided(register, a_meeting(register, [park]), park)
    other = as_seen_by(who, register)
    kept = register.evidence(park.id)[0]
    assert kept.thing.sha256
    found = other.evidence(park.id)[0]
    assert (found.thing.sha256, found.thing.partner_sha256) == ("", kept.thing.partner_sha256)
    assert other.at_version(kept.id, 1).thing.sha256 == ""
    if who is PANEL:
        said = " ".join(line for change in other.history(kept.id) for line in change.changes)
        assert kept.thing.sha256 not in said
        assert kept.thing.partner_sha256[:40] in said
