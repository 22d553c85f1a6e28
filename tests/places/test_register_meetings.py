"""A meeting is run place by place: what was promised, what the panel wrote, what it decided, and what stops a close."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from a_panel import DECEMBER, NOVEMBER, OCTOBER, a_meeting, a_place, an_action, decided, met, register_of, written

from placespace.errors import WrongUse
from placespace.places import Conflict, Faults, merged
from placespace.places.things import Action, Goal, Item, Meeting


@pytest.fixture
def register(sample_reading, store):
    """Return the register of the fictional borough, empty."""
    return register_of(sample_reading, store)


@pytest.fixture
def park(register):
    """Return a place that is open."""
    return register.raise_place(a_place(register))


@pytest.fixture
def meeting(register, park):
    """Return a meeting about it."""
    return a_meeting(register, [park])


def test_a_meeting_names_a_panel_a_day_and_posts(register, park):
    with pytest.raises(Faults) as refused:
        register.open_meeting(Meeting(" ", None, "Sarah Jones", places=("place-0099", park.id, park.id)))
    fields = refused.value.fields
    assert fields["panel"] == "say which panel meets"
    assert "name the post, not the person" in fields["chair"]
    assert "'place-0099' is not in the register" in fields["places"]
    assert "twice" in fields["places"]


def test_a_places_item_is_made_once_with_its_next_review(register, meeting, park):
    item = register.item(meeting.id, park.id)
    assert register.item(meeting.id, park.id) == item
    assert item.thing.next_review == NOVEMBER
    assert register.items(meeting_id=meeting.id) == register.items(park.id) == [item]
    with pytest.raises(WrongUse, match="A meeting looks at the places on its list"):
        register.item(meeting.id, "place-0099")


def test_what_a_panel_writes_names_nobody_and_what_was_saved_stands(register, meeting, park):
    item = written(register, meeting, park, young_people="The subway feels unsafe")
    bad = replace(item.thing, young_people="Kayleigh avoids it", environment={"lighting": "ask Mr Pike"})
    with pytest.raises(Faults) as refused:
        register.save_item(item.id, bad, item.version)
    assert set(refused.value.fields) == {"young_people", "environment"}
    assert register.items(park.id)[0] == item


def test_two_who_write_different_boxes_lose_nothing(register, meeting, park):
    base = register.item(meeting.id, park.id)
    mine = replace(base.thing, families="They walk the long way", environment={"lighting": "two lamps out"})
    theirs = replace(base.thing, strengths="The bowls club", environment={"sight lines": "hedge cut"})
    register.save_item(base.id, theirs, base.version)
    with pytest.raises(Conflict) as refused:
        register.save_item(base.id, mine, base.version)
    both = merged(mine, Item.from_body(refused.value.theirs.body), base.thing)
    assert both.both == {}
    assert both.thing.environment == {"sight lines": "hedge cut", "lighting": "two lamps out"}
    kept = register.save_item(base.id, both.thing, refused.value.theirs.version).thing
    assert (kept.families, kept.strengths) == ("They walk the long way", "The bowls club")


def test_a_box_both_wrote_in_is_shown_with_both(register, meeting, park):
    base = register.item(meeting.id, park.id).thing
    mine = replace(base, families="A", environment={"lighting": "dark"})
    theirs = replace(base, families="B", environment={"lighting": "lit"})
    both = merged(mine, theirs, base)
    assert both.both == {"families": ("A", "B"), "environment.lighting": ("dark", "lit")}
    assert (both.thing.families, both.thing.environment) == ("B", {"lighting": "lit"})


def test_an_action_without_owner_or_day_is_kept_and_stops_the_close_kindly(register, meeting, park):
    written(register, meeting, park)
    action = register.add_action(park.id, Action("Cut the hedge", agency="Council", meeting=meeting.id))
    said = register.what_stops_item(register.items(park.id)[0].id)
    assert said == ["The action “Cut the hedge” still needs a word: which post will do it and by which day"]
    assert register.what_stops(meeting.id) == [f"Kelder Park: {said[0]}"]
    with pytest.raises(Faults, match="Kelder Park: The action “Cut the hedge” still needs a word"):
        register.close_meeting(meeting.id, meeting.version)
    owned = replace(action.thing, role="Grounds manager", due=datetime.date(2026, 10, 9))
    register.change_action(action.id, owned, action.version)
    assert register.what_stops(meeting.id) == ["Kelder Park: All is there: record the decision"]


def test_a_decision_needs_a_choice_a_next_review_and_a_look_at_unintended_harm(register, meeting, park):
    item = register.item(meeting.id, park.id)
    item = register.save_item(item.id, replace(item.thing, next_review=None), item.version)
    assert [s.split(":")[0] for s in register.what_stops_item(item.id)] == [
        "No decision is chosen yet",
        "Say when the panel looks again",
        "Unintended harm has not been looked at",
    ]
    with pytest.raises(Faults, match="No decision is chosen yet"):
        register.decide(item.id, item.version)
    item = register.save_item(item.id, replace(item.thing, next_review=OCTOBER), item.version)
    assert "must be after the day of the meeting" in register.what_stops_item(item.id)[1]


def test_a_role_is_a_post_and_not_a_person(register, meeting, park):
    with pytest.raises(Faults, match="name the post, not the person"):
        register.add_action(park.id, an_action(meeting, role="Sarah Jones"))
    assert register.add_action(park.id, an_action(meeting, role="Youth service manager")).thing.role


def test_a_decision_is_recorded_with_its_evidence_in_one_save(register, meeting, park):
    action = register.add_action(park.id, an_action(meeting))
    item = decided(register, meeting, park)
    evidence = register.evidence(park.id)[0]
    assert (item.thing.status, item.thing.evidence) == ("decided", evidence.id)
    assert evidence.thing.item == item.id
    assert register.evidence_file(evidence.id, partner=False) == b"true counts"
    assert register.evidence_file(evidence.id, partner=True) == b"protected figures"
    assert register.actions(park.id)[0].thing.baseline == evidence.id
    assert register.change_action(action.id, replace(action.thing, baseline="none"), 2).thing.baseline == evidence.id
    assert register.place(park.id).thing.next_review == item.thing.next_review == NOVEMBER
    with pytest.raises(WrongUse, match="What a decision rested on stays as it was"):
        register.save_item(item.id, replace(item.thing, families="More"), item.version)
    with pytest.raises(WrongUse, match="A decision is recorded once"):
        register.decide(item.id, item.version)


def test_a_decision_on_what_somebody_else_has_changed_keeps_nothing(register, store, meeting, park):
    item = written(register, meeting, park)
    register.save_item(item.id, replace(item.thing, families="They walk the long way"), item.version)
    before = store.head()
    with pytest.raises(Conflict):
        register.decide(item.id, item.version, evidence=b"true counts")
    assert store.head() == before
    assert register.evidence(park.id) == []


def test_what_stays_true_of_a_place_is_handed_on_to_its_next_item(register, meeting, park):
    said = {"strengths": "The bowls club", "environment": {"lighting": "two lamps out"}, "families": "Worried"}
    decided(register, meeting, park, **said)
    after = register.item(a_meeting(register, [park], NOVEMBER).id, park.id).thing
    assert (after.strengths, after.environment) == (said["strengths"], said["environment"])
    assert (after.families, after.decision, after.status) == ("", "", "open")
    assert after.next_review == DECEMBER


def test_a_place_not_reached_comes_first_next_time_with_what_was_written(register, park):
    dock = register.raise_place(a_place(register, name="Dock subway", kind="transport"))
    meeting = a_meeting(register, [park, dock])
    decided(register, meeting, park)
    written(register, meeting, dock, families="They walk the long way")
    assert "Dock subway: All is there: record the decision" in register.what_stops(meeting.id)
    closed = register.close_meeting(meeting.id, meeting.version, not_reached=[dock.id])
    assert (closed.closed, closed.thing.not_reached) == (True, (dock.id,))
    assert register.carried_over("kelder panel") == [dock.id]
    after = a_meeting(register, [park], NOVEMBER)
    assert after.thing.places == (dock.id, park.id)
    again = register.item(after.id, dock.id).thing
    assert (again.families, again.decision) == ("They walk the long way", "")
    with pytest.raises(WrongUse, match="A meeting that is closed stays as it was"):
        register.change_meeting(meeting.id, replace(meeting.thing, chair="Youth service manager"), closed.version)


def test_since_last_time_sets_what_was_promised_against_what_was_done(register, meeting, park):
    day = datetime.date
    plan = {
        "Lamps": day(2026, 10, 10),
        "Hedge": day(2026, 10, 12),
        "Bins": day(2026, 11, 20),
        "Seats": day(2026, 10, 5),
    }
    for what, due in plan.items():
        register.add_action(park.id, an_action(meeting, what=what, due=due))
    decided(register, meeting, park)
    _, hedge, _, seats = register.actions(park.id)
    register.change_action(hedge.id, replace(hedge.thing, status="done", done_on=day(2026, 10, 14)), hedge.version)
    register.change_action(seats.id, replace(seats.thing, status="dropped", done_words="No money"), seats.version)
    november = a_meeting(register, [park], NOVEMBER)
    register.add_action(park.id, an_action(november, what="New"))
    since = {s.what: s for s in register.since_last(park.id, november.id)}
    assert list(since) == ["Lamps", "Bins", "Hedge", "Seats"]
    assert {w: (s.status, s.days_late, s.carried) for w, s in since.items()} == {
        "Lamps": ("late", 22, False),
        "Bins": ("not yet due", 0, False),
        "Hedge": ("done", 2, False),
        "Seats": ("dropped", 0, False),
    }
    assert since["Lamps"].words == "Lamps (Parks manager, Council): 22 days late."
    assert since["Hedge"].words == "Hedge (Parks manager, Council): done on 2026-10-14, 2 days late."
    decided(register, november, park)
    december = {s.what: s for s in register.since_last(park.id, a_meeting(register, [park], DECEMBER).id)}
    assert december["Lamps"].carried
    assert "carried over" in december["Lamps"].words
    assert "Hedge" not in december


def test_a_plan_has_five_goals_at_most_until_one_is_met(register, park):
    goals = [register.add_goal(park.id, Goal(f"Goal {n}")) for n in range(5)]
    with pytest.raises(WrongUse, match="A plan has at most 5 goals"):
        register.add_goal(park.id, Goal("One more"))
    kept = register.change_goal(goals[0].id, met(goals[0]), 1)
    register.add_goal(park.id, Goal("One more"))
    with pytest.raises(WrongUse, match="A plan has at most 5 goals"):
        register.change_goal(kept.id, goals[0].thing, kept.version)
    with pytest.raises(Faults, match="say why the goal was dropped"):
        register.change_goal(goals[1].id, replace(goals[1].thing, dropped=True), 1)


def test_a_place_is_closed_with_goals_met_two_reviews_and_a_reason(register, meeting, park):
    goal = register.add_goal(park.id, Goal("The lamps are lit"))
    decided(register, meeting, park)
    with pytest.raises(Faults) as refused:
        register.close_place(park.id, register.place(park.id).version, " ")
    said = " ".join(refused.value.faults)
    assert "say why, in a few words" in said
    assert "“The lamps are lit” is not met" in said
    assert "after 2 reviews, and it has had 1 review" in said
    november = a_meeting(register, [park], NOVEMBER)
    item = written(register, november, park, decision="close", decision_words="All goals are met")
    assert [s[:8] for s in register.what_stops_item(item.id)] == ["The goal"]
    register.change_goal(goal.id, met(goal), goal.version)
    register.decide(item.id, item.version)
    closed = register.close_place(park.id, register.place(park.id).version, "All goals are met")
    assert (closed.closed, closed.thing.status, closed.thing.next_review) == (True, "closed", None)
    assert register.places() == []
    with pytest.raises(WrongUse, match="was closed on 2026-10-20"):
        register.add_action(park.id, an_action(november))
    with pytest.raises(Faults, match="say why"):
        register.reopen_place(park.id, closed.version, "")
    again = register.reopen_place(park.id, closed.version, "Robberies began again")
    assert (again.closed, again.thing.next_review) == (False, datetime.date(2026, 11, 20))
    assert register.history(park.id)[-1].what == "opened again: Robberies began again"


def test_a_place_none_of_whose_goals_was_met_is_not_closed_as_done(register, meeting, park):
    goal = register.add_goal(park.id, Goal("The lamps are lit"))
    register.change_goal(goal.id, replace(goal.thing, dropped=True, met_how="No money"), goal.version)
    item = written(register, meeting, park, decision="close", decision_words="Enough")
    assert "Every goal was dropped and none was met" in register.what_stops_item(item.id)[0]
