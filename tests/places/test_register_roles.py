"""Each role gets what is its own from the library itself, whatever page or command asks."""

from __future__ import annotations

from dataclasses import replace

import pytest
from a_panel import (
    ANALYST,
    DECEMBER,
    NOVEMBER,
    OCTOBER,
    PANEL,
    PRACTITIONER,
    VIEWER,
    a_meeting,
    a_place,
    an_action,
    decided,
    register_of,
    written,
)

from placespace.places import NotAllowed, Who, acting_as, open_register
from placespace.places.things import Goal, Meeting, Observation, View


@pytest.fixture
def register(sample_reading, store):
    """Return the register as a panel has filled it."""
    return register_of(sample_reading, store, PANEL)


@pytest.fixture
def held(register):
    """Return a place with a level, a meeting, an item, an action, a goal, an observation, a mark and evidence."""
    park = register.raise_place(
        a_place(register, level="act", level_reason="Two agencies ask for it", times_in_words="after school")
    )
    meeting = a_meeting(register, [park])
    seen = Observation("Youth service", OCTOBER, ("broken or dark",), "seen", words="Two lamps are out")
    return {
        "place": park,
        "meeting": meeting,
        "action": register.add_action(park.id, an_action(meeting)),
        "goal": register.add_goal(park.id, Goal("The lamps are lit")),
        "observation": register.observe(park.id, seen),
        "view": register.mark(View(register.cells.index[0], "unsafe", 3, "Youth service", OCTOBER)),
        "item": decided(register, meeting, park),
        "evidence": register.evidence(park.id)[0],
    }


READS = {
    "observations": lambda r, h: r.observations(h["place"].id),
    "views": lambda r, h: r.views(),
    "questions": lambda r, h: r.questions(h["place"].thing),
    "meetings": lambda r, h: r.meetings(),
    "meeting": lambda r, h: r.meeting(h["meeting"].id),
    "carried over": lambda r, h: r.carried_over("Kelder panel"),
    "item": lambda r, h: r.item(h["meeting"].id, h["place"].id),
    "items": lambda r, h: r.items(),
    "goals": lambda r, h: r.goals(h["place"].id),
    "actions": lambda r, h: r.actions(),
    "since last": lambda r, h: r.since_last(h["place"].id, h["meeting"].id),
    "what stops": lambda r, h: r.what_stops(h["meeting"].id),
    "what stops item": lambda r, h: r.what_stops_item(h["item"].id),
    "at version": lambda r, h: r.at_version(h["place"].id, 1),
    "evidence": lambda r, h: r.evidence(h["place"].id),
    "partner evidence": lambda r, h: r.evidence_file(h["evidence"].id, partner=True),
}
EDITS = {
    "raise": lambda r, h: r.raise_place(a_place(r, name="Other")),
    "edit": lambda r, h: r.edit_place(h["place"].id, h["place"].thing, 1),
    "open meeting": lambda r, h: r.open_meeting(Meeting("Other panel", OCTOBER)),
    "change meeting": lambda r, h: r.change_meeting(h["meeting"].id, h["meeting"].thing, 1),
    "save item": lambda r, h: r.save_item(h["item"].id, h["item"].thing, 1),
    "add goal": lambda r, h: r.add_goal(h["place"].id, Goal("Other")),
    "change goal": lambda r, h: r.change_goal(h["goal"].id, h["goal"].thing, 1),
    "add action": lambda r, h: r.add_action(h["place"].id, an_action(h["meeting"])),
    "change action": lambda r, h: r.change_action(h["action"].id, h["action"].thing, 1),
    "decide": lambda r, h: r.decide(h["item"].id, 1),
    "close meeting": lambda r, h: r.close_meeting(h["meeting"].id, 1),
    "close place": lambda r, h: r.close_place(h["place"].id, 1, "Done"),
    "open again": lambda r, h: r.reopen_place(h["place"].id, 1, "Again"),
}
ADDS = {
    "observe": lambda r, h: r.observe(h["place"].id, h["observation"].thing),
    "mark": lambda r, h: r.mark(h["view"].thing),
}
HISTORY = {"history": lambda r, h: r.history(h["place"].id)}
TRUE = {"true evidence": lambda r, h: r.evidence_file(h["evidence"].id, partner=False)}
NO_ROLE = Who("a.stranger", "not on the list")


@pytest.mark.parametrize("name", [*READS, *EDITS, *ADDS, *HISTORY, *TRUE])
@pytest.mark.parametrize("who", [VIEWER, NO_ROLE], ids=lambda w: w.role)
def test_a_viewer_reaches_nothing_that_was_written_and_a_stranger_nothing(
    sample_reading, store, register, held, name, who
):
    asked = {**READS, **EDITS, **ADDS, **HISTORY, **TRUE}[name]
    before = store.head()
    with pytest.raises(NotAllowed):
        asked(register_of(sample_reading, store, who), held)
    assert store.head() == before


def test_a_stranger_does_not_even_see_the_list(sample_reading, store, register, held):
    stranger = register_of(sample_reading, store, NO_ROLE)
    for asked in (stranger.places, lambda: stranger.place(held["place"].id), stranger.young_map):
        with pytest.raises(NotAllowed):
            asked()


def test_a_viewer_sees_the_list_of_open_places_by_reference_name_kind_and_status(sample_reading, store, register, held):
    viewer = register_of(sample_reading, store, VIEWER)
    (listed,) = viewer.places(closed=None)
    said = {k: v for k, v in listed.thing.to_body().items() if v not in ("", [], None, 0)}
    assert said == {"reference": "LOC-001", "name": "Kelder Park", "kind": "park", "status": "open"}
    assert (listed.at, listed.by) == ("", "")
    one = viewer.place(held["place"].id).thing
    assert (one.cells, one.times_in_words) == (held["place"].thing.cells, "after school")
    assert (one.why, one.level, one.level_reason, one.raised_by, one.sharing_basis, one.next_review) == (
        *[""] * 5,
        None,
    )


def test_a_viewer_does_not_see_a_place_that_is_closed(sample_reading, store, register, held):
    now = register.place(held["place"].id)
    body = replace(now.thing, status="closed").to_body()
    store.change(now.id, body, who=PANEL, version=now.version, closed=True)
    viewer = register_of(sample_reading, store, VIEWER)
    assert viewer.places(closed=None) == []
    with pytest.raises(NotAllowed):
        viewer.place(now.id)


@pytest.mark.parametrize("name", [*READS, *ADDS])
def test_a_practitioner_reads_and_adds(sample_reading, store, register, held, name):
    {**READS, **ADDS}[name](register_of(sample_reading, store, PRACTITIONER), held)


@pytest.mark.parametrize("name", [*EDITS, *HISTORY, *TRUE])
def test_a_practitioner_neither_edits_nor_reads_the_history_nor_true_counts(
    sample_reading, store, register, held, name
):
    with pytest.raises(NotAllowed):
        {**EDITS, **HISTORY, **TRUE}[name](register_of(sample_reading, store, PRACTITIONER), held)


def test_a_practitioner_cannot_begin_an_item_by_looking_at_it(sample_reading, store, register, held):
    dock = register.raise_place(a_place(register, name="Dock"))
    meeting = a_meeting(register, [dock])
    with pytest.raises(NotAllowed):
        register_of(sample_reading, store, PRACTITIONER).item(meeting.id, dock.id)


def test_a_panel_reads_the_history_and_an_analyst_alone_the_true_evidence(sample_reading, store, register, held):
    assert register.history(held["place"].id)
    with pytest.raises(NotAllowed):
        TRUE["true evidence"](register, held)
    assert TRUE["true evidence"](register_of(sample_reading, store, ANALYST), held) == b"true counts"


def test_raw_marks_are_the_analysts_and_ones_own(sample_reading, store, register, held):
    own = register_of(sample_reading, store, PRACTITIONER)
    assert own.views() == []
    marked = own.mark(held["view"].thing)
    assert own.views() == [marked]
    assert len(register_of(sample_reading, store, ANALYST).views()) == 2


def test_who_asks_is_asked_at_every_call(sample_reading, store, register, held):
    shared = open_register(sample_reading.workspace, store=store)
    with acting_as(VIEWER), pytest.raises(NotAllowed):
        shared.items()
    with acting_as(PRACTITIONER):
        assert shared.items()
    with acting_as(PANEL):
        other = shared.raise_place(a_place(shared, name="Dock"))
    assert other.by == "a.panel"


def test_what_is_saved_is_saved_in_the_name_of_who_did_it(register, held):
    item = written(register, a_meeting(register, [register.place(held["place"].id)]), held["place"])
    assert item.by == "a.panel"
    assert {change.by for change in register.history(item.id)} == {"a.panel"}


def test_police_work_is_told_to_those_who_edit_places_and_to_nobody_else(register, held):
    meeting = a_meeting(register, [held["place"]], on=NOVEMBER)
    visits = register.add_action(held["place"].id, an_action(meeting, what="Two visits a night", agency="Police"))
    practitioner = open_register(register.workspace, PRACTITIONER, store=register.store)
    later = a_meeting(register, [held["place"]], on=DECEMBER)
    for reader, told in ((register, True), (practitioner, False)):
        assert (visits.id in [a.id for a in reader.actions()]) is told
        assert (visits.id in [s.action for s in reader.since_last(held["place"].id, later.id)]) is told
    with pytest.raises(NotAllowed):
        practitioner.at_version(visits.id, 1)
