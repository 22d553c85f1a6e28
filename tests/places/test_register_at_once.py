"""Two people at the register at the same moment: what each was told when they asked still holds when it is saved."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from threading import Barrier, BrokenBarrierError

import pytest
from a_panel import OCTOBER, a_meeting, a_place, an_action, met, register_of, written

from placespace.errors import PlacespaceError, WrongUse
from placespace.places import Register
from placespace.places.raising import Raising
from placespace.places.things import Goal, Meeting

WAIT_S = 0.5


@pytest.fixture
def register(sample_reading, store):
    """Return the register of the fictional borough, empty."""
    return register_of(sample_reading, store)


@pytest.fixture
def park(register):
    """Return a place that is open."""
    return register.raise_place(a_place(register))


@pytest.fixture
def pier(register):
    """Return another."""
    return register.raise_place(a_place(register, name="Pierhead"))


def both(*does: Callable[[], object]) -> list[object]:
    """Do things at once; return what each gave, or was told."""

    def one(do: Callable[[], object]) -> object:
        try:
            return do()
        except PlacespaceError as told:
            return told

    with ThreadPoolExecutor(len(does)) as pool:
        return list(pool.map(one, does))


def meets(monkeypatch: pytest.MonkeyPatch, of: type, name: str, *, before: bool = False) -> None:
    """Let two callers of a method wait for each other there, so that both have looked before either saves."""
    was, gate = getattr(of, name), Barrier(2)

    def waits(self: object, *given: object, **named: object) -> object:
        found = None if before else was(self, *given, **named)
        with suppress(BrokenBarrierError):
            gate.wait(WAIT_S)
        return was(self, *given, **named) if before else found

    monkeypatch.setattr(of, name, waits)


def test_two_who_raise_a_place_at_once_get_two_references(register):
    found = both(*[lambda n=n: register.raise_place(a_place(register, name=f"Kelder {n}")) for n in range(6)])
    assert len({p.thing.reference for p in found}) == 6


def test_two_who_give_two_places_one_reference_at_once_are_not_both_heard(register, park, pier, monkeypatch):
    meets(monkeypatch, Raising, "_check_place")
    both(*[lambda p=p: register.edit_place(p.id, replace(p.thing, reference="K-1"), p.version) for p in (park, pier)])
    assert [p.thing.reference for p in register.places()].count("K-1") == 1


def test_two_who_open_the_same_item_at_once_get_the_same(register, park):
    meeting = a_meeting(register, [park])
    first, second = both(*[lambda: register.item(meeting.id, park.id)] * 2)
    assert first.id == second.id
    assert len(register.items(park.id)) == 1


def test_two_who_decide_the_same_item_at_once_decide_once(register, park):
    item = written(register, a_meeting(register, [park]), park)
    found = both(*[lambda n=n: register.decide(item.id, item.version, evidence=b"%d" % n) for n in range(2)])
    assert sum(isinstance(f, PlacespaceError) for f in found) == 1
    assert len(register.evidence(park.id)) == 1
    assert register.verify() == []


def test_two_who_set_the_last_goal_at_once_do_not_make_six(register, park):
    for n in range(4):
        register.add_goal(park.id, Goal(f"Goal {n}"))
    both(*[lambda n=n: register.add_goal(park.id, Goal(f"Last {n}")) for n in range(3)])
    assert len(register.goals(park.id)) == 5


def test_a_place_is_not_taken_off_the_list_while_it_is_decided(register, park, pier, monkeypatch):
    meeting = a_meeting(register, [park, pier])
    item = written(register, meeting, park)
    meets(monkeypatch, Register, "_check_meeting")
    meets(monkeypatch, Register, "_freeze_baselines", before=True)
    fewer = replace(meeting.thing, places=(pier.id,))
    both(
        lambda: register.change_meeting(meeting.id, fewer, meeting.version),
        lambda: register.decide(item.id, item.version),
    )
    decided = {i.place for i in register.items(meeting_id=meeting.id) if i.thing.status == "decided"}
    assert decided <= set(register.meeting(meeting.id).thing.places)


def test_a_place_that_was_taken_off_the_list_is_not_decided(register, park, pier):
    meeting = a_meeting(register, [park, pier])
    item = written(register, meeting, park)
    register.change_meeting(meeting.id, replace(meeting.thing, places=(pier.id,)), meeting.version)
    with pytest.raises(WrongUse, match="is not on it"):
        register.decide(item.id, item.version)
    assert register.items(park.id)[0].thing.status == "open"


def test_an_action_is_agreed_at_a_meeting_that_looks_at_its_place(register, park, pier):
    meeting = a_meeting(register, [park])
    with pytest.raises(WrongUse, match="is not on it"):
        register.add_action(pier.id, an_action(meeting))


def test_a_goal_of_a_closed_place_is_not_opened_again_behind_it(register, park):
    goal = register.add_goal(park.id, Goal("The path is lit"))
    goal = register.change_goal(goal.id, met(goal), goal.version)
    for month in (10, 11):
        meeting = a_meeting(register, [park], on=datetime.date(2026, month, 1))
        item = written(register, meeting, park)
        register.decide(item.id, item.version)
    now = register.place(park.id)
    register.close_place(park.id, now.version, "Lamps lit, and young people use the path")
    with pytest.raises(WrongUse, match="was closed"):
        register.change_goal(goal.id, replace(goal.thing, met=False, met_on=None), goal.version)


def test_a_goal_is_not_met_on_a_day_that_has_not_come(register, park):
    with pytest.raises(WrongUse, match="2099-01-01 has not come yet"):
        register.add_goal(park.id, Goal("Lit", met=True, met_on=datetime.date(2099, 1, 1), met_how="seen"))


@pytest.mark.parametrize("on", [datetime.date(1066, 1, 1), datetime.date.max])
def test_a_meeting_is_in_a_year_that_panels_meet_in(register, park, on):
    with pytest.raises(WrongUse, match="is the year right"):
        register.open_meeting(Meeting("Kelder panel", on, places=(park.id,)))


@pytest.mark.parametrize("name", ["Pier\x00head", "Pier\x0bhead", "Pier\x1bhead", "Pier\uffffhead", "Pier\u202ehead"])
def test_signs_that_no_document_can_hold_are_refused(register, name):
    with pytest.raises(WrongUse, match="a sign that cannot be seen or printed"):
        register.raise_place(a_place(register, name=name))


@pytest.mark.parametrize("name", ["\u200b", "…", " - "])
def test_a_name_of_nothing_is_no_name(register, name):
    with pytest.raises(WrongUse, match="say what people call the place"):
        register.raise_place(a_place(register, name=name))


def test_a_meeting_may_still_be_on_any_day_near(register, park):
    assert register.open_meeting(Meeting("Kelder panel", OCTOBER, places=(park.id,))).thing.on == OCTOBER
