"""Attacks on "did it help" by who may not see true counts: an answer is made of them, and tells almost nothing."""

import datetime
from dataclasses import replace
from types import SimpleNamespace

import pytest

from placespace.documents.places import BriefSources, freeze_both
from placespace.documents.places.helped import frozen_start, helped
from placespace.measures.change_evaluate import NOTHING
from placespace.places.register import open_register
from placespace.places.roles import ALONE, Who
from placespace.places.things import Action, Meeting
from tests.documents.brief_town import a_place, calls, made_town, two_years
from tests.documents.test_helped import ANSWERS, MIDDLE, PLACE, PROTECTED, answered, said

TODAY = datetime.date(2026, 10, 20)
CHAIR = Who("a.chair", "panel")


@pytest.mark.parametrize("profile", PROTECTED)
def test_few_nothing_no_equal_and_chance_are_one_answer_to_the_letter(profile):
    none = answered(level=0, place=[MIDDLE])
    alone, chance, few = (ANSWERS[n] for n in ("no place like it", "nothing changed", "few"))
    assert none.status == NOTHING
    for place in (PLACE, replace(PLACE, chosen="told by people")):
        assert len({tuple(said(a, profile, place).lines()) for a in (none, alone, chance, few)}) == 1


@pytest.mark.parametrize("profile", PROTECTED)
def test_a_move_next_door_or_before_is_told_only_with_a_fall_or_a_rise(profile):
    found = said(ANSWERS["nothing changed"], profile)
    assert found.ring == ()
    assert not any("moved differently" in line for line in found.warnings)
    assert said(ANSWERS["fell"], profile).ring


@pytest.fixture(scope="module")
def frozen(tiny_town, tmp_path_factory):
    """Return a register in which a decision froze the baseline of an action that began long before."""
    folder = tmp_path_factory.mktemp("frozen") / "town"
    reading = made_town(folder, tiny_town, calls(tiny_town, *two_years(tiny_town)))
    register = open_register(reading.workspace, ALONE)
    place = register.raise_place(a_place(tiny_town))
    meeting = register.open_meeting(Meeting("panel", TODAY, "head of service", (), (place.id,)))
    lamps = Action("Mend the lamps", "lighting manager", "council", datetime.date(2026, 11, 20), meeting=meeting.id,
                   starts=datetime.date(2026, 3, 1))  # fmt: skip
    action = register.add_action(place.id, lamps)
    item = register.item(meeting.id, place.id)
    ready = replace(item.thing, decision="new", unintended_harm="none", next_review=datetime.date(2026, 12, 1))
    item = register.save_item(item.id, ready, item.version)
    true, shown = freeze_both(reading, register, item.id, held=BriefSources(reading))
    register.decide(item.id, item.version, evidence=true, partner=shown)
    return SimpleNamespace(reading=reading, register=register, action=action.id)


def _action(register, id):
    return next(a for a in register.actions() if a.id == id)


@pytest.mark.parametrize("starts", ["2024-12-01", "2025-06-01", "2026-01-01", "2026-05-01"])
def test_a_start_that_is_changed_afterwards_asks_the_true_counts_nothing_new(frozen, starts):
    chair = open_register(frozen.reading.workspace, CHAIR, store=frozen.register.store)
    before = helped(frozen.reading, chair, frozen.action, "partner").lines()
    held = _action(chair, frozen.action)
    moved = replace(held.thing, starts=datetime.date.fromisoformat(starts))
    chair.change_action(held.id, moved, held.version)
    assert helped(frozen.reading, chair, frozen.action, "partner").lines() == before


def test_a_protected_answer_looks_at_no_month_from_before_its_baseline_was_frozen(frozen):
    assert frozen_start(frozen.register, _action(frozen.register, frozen.action)) == datetime.date(2026, 10, 1)
    found = helped(frozen.reading, frozen.register, frozen.action, "partner")
    assert found.result[0].startswith("Too soon to say")
    assert any("looked at from 1 October 2026 on" in line for line in found.caveats)


def test_the_analyst_may_still_look_from_any_day(frozen):
    held = _action(frozen.register, frozen.action)
    frozen.register.change_action(held.id, replace(held.thing, starts=datetime.date(2026, 4, 1)), held.version)
    found = helped(frozen.reading, frozen.register, frozen.action, "analyst")
    assert not found.result[0].startswith("Too soon")
    assert not any("looked at from" in line for line in found.caveats)
