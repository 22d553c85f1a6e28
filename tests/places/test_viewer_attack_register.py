"""Attempts of a viewer on the register, its evidence and its papers."""

from __future__ import annotations

import datetime
import shutil
from types import SimpleNamespace

import pytest

from placespace.documents.places.brief import brief
from placespace.documents.places.evidence import freeze, freeze_both, verify_bundle
from placespace.documents.places.evidence_zip import unpacked
from placespace.documents.places.helped import helped
from placespace.documents.places.papers import panel_papers
from placespace.places import ALONE, NotAllowed, open_register
from placespace.places.acting import acting
from placespace.places.things import Goal, Meeting, Observation, View
from tests.places.a_panel import a_meeting, a_place, an_action, written
from tests.viewers import become_viewers, borough_of, numbers_in, true_numbers

WHY = "Robberies after school, and young people say that they avoid it"
TODAY = datetime.date(2026, 10, 20)


@pytest.fixture(scope="module")
def a(sample_reading, tmp_path_factory):
    """Return a borough with a decision recorded by an analyst, its evidence frozen, asked from then on by a viewer."""
    folder = tmp_path_factory.mktemp("viewer") / "borough"
    shutil.copytree(sample_reading.workspace.folder, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("PLACESPACE_DATABASE_URL", raising=False)
        reading = borough_of(folder)
        analyst = open_register(reading.workspace, ALONE)
        place = analyst.raise_place(a_place(analyst))
        closed = analyst.raise_place(a_place(analyst, name="Another park"))
        meeting = a_meeting(analyst, [place, closed])
        analyst.observe(place.id, Observation("Council", TODAY, ("tension",), "seen", words="Shouting by the gate"))
        action = analyst.add_action(place.id, an_action(meeting))
        item = written(analyst, meeting, place, weighs_most="What weighs most to us")
        true, partner = freeze_both(reading, analyst, item.id)
        item = analyst.decide(item.id, item.version, evidence=true, partner=partner)
        become_viewers(reading)
        yield SimpleNamespace(
            reading=reading, register=open_register(reading.workspace), analyst=analyst, place=place, meeting=meeting,
            action=action, item=item, bundle=true, partner=partner, true=true_numbers(reading),
            evidence=analyst.evidence(place.id)[0],
        )  # fmt: skip


def papers(a, kind, profile="analyst"):
    return panel_papers(a.reading, a.register, profile, meeting_id=a.meeting.id, kinds=[kind])


ATTEMPTS = {
    "a place raised": lambda a: a.register.raise_place(a.place.thing),
    "a place edited": lambda a: a.register.edit_place(a.place.id, a.place.thing, a.place.version),
    "a place closed": lambda a: a.register.close_place(a.place.id, a.place.version, "because it is"),
    "observations": lambda a: a.register.observations(a.place.id),
    "an observation added": lambda a: a.register.observe(a.place.id, Observation("x", TODAY, ("tension",), "seen")),
    "each mark of young people": lambda a: a.register.views(),
    "a mark added": lambda a: a.register.mark(View(a.place.thing.cells[0], "unsafe", 9, "Youth service", TODAY)),
    "meetings": lambda a: a.register.meetings(),
    "a meeting": lambda a: a.register.meeting(a.meeting.id),
    "a meeting opened": lambda a: a.register.open_meeting(Meeting("x", TODAY)),
    "what a panel wrote": lambda a: a.register.items(place_id=a.place.id),
    "what a panel wrote of one place": lambda a: a.register.item(a.meeting.id, a.place.id),
    "goals": lambda a: a.register.goals(a.place.id),
    "a goal added": lambda a: a.register.add_goal(a.place.id, Goal("Fewer")),
    "actions": lambda a: a.register.actions(),
    "an action changed": lambda a: a.register.change_action(a.action.id, a.action.thing, a.action.version),
    "promised and done": lambda a: a.register.since_last(a.place.id, a.meeting.id),
    "the history": lambda a: a.register.history(a.place.id),
    "a place as it was": lambda a: a.register.at_version(a.place.id, 1),
    "what is frozen": lambda a: a.register.evidence(a.place.id),
    "the true bundle": lambda a: a.register.evidence_file(a.evidence.id, partner=False),
    "the partner's bundle": lambda a: a.register.evidence_file(a.evidence.id, partner=True),
    "a decision": lambda a: a.register.decide(a.item.id, a.item.version, evidence=b"", partner=b""),
    "the register's seals": lambda a: a.register.verify(),
    "a backup": lambda a: a.register.backup(a.reading.workspace.folder / "backup"),
    "the analyst's brief": lambda a: brief(a.reading, a.place, "analyst", register=a.register),
    "the analyst's brief without the register": lambda a: brief(a.reading, a.place, "analyst"),
    "a true bundle made": lambda a: freeze(a.reading, a.register, a.item.id, "analyst"),
    "a partner's bundle made": lambda a: freeze(a.reading, a.register, a.item.id, "partner"),
    "both bundles made": lambda a: freeze_both(a.reading, a.register, a.item.id),
    "a true bundle set against today's data": lambda a: verify_bundle(a.bundle, reading=a.reading),
    "whether it helped": lambda a: helped(a.reading, a.register, a.action.id, "analyst"),
    "whether it helped, for partners": lambda a: helped(a.reading, a.register, a.action.id, "partner"),
    "the location plan": lambda a: papers(a, "location-plan"),
    "the location plan for partners": lambda a: papers(a, "location-plan", "partner"),
    "the panel's pack": lambda a: papers(a, "panel-pack"),
    "the panel's pack for partners": lambda a: papers(a, "panel-pack", "partner"),
    "the tracker of actions": lambda a: papers(a, "action-tracker", "partner"),
    "the roll-up": lambda a: papers(a, "csp-rollup", "public"),
}


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_a_viewer_is_refused(a, attempt):
    assert acting(a.reading.workspace).role == "viewer"
    with pytest.raises(NotAllowed) as refused:
        ATTEMPTS[attempt](a)
    assert not numbers_in(str(refused.value)) - {"1"}


def test_the_list_of_places_tells_a_viewer_name_kind_and_status_alone(a):
    for held in (*a.register.places(), a.register.place(a.place.id)):
        body = held.thing.to_body()
        kept = {k for k, v in body.items() if v and k not in ("cells", "outline", "times_in_words")}
        assert kept <= {"reference", "name", "kind", "status"} | {k for k in kept if body[k] in (0, "")}
        assert WHY not in str(body)


def test_a_viewers_brief_holds_no_true_number_and_nothing_that_was_observed(a):
    said = str(brief(a.reading, a.register.place(a.place.id), "partner", register=a.register).to_json())
    assert not numbers_in(said) & a.true
    assert "Shouting" not in said


def test_the_partners_bundle_holds_no_true_number(a):
    files, faults = unpacked(a.partner)
    assert not faults
    told = " ".join(content.decode() for content in files.values())
    assert "baseline.json" not in files
    assert not numbers_in(told) & a.true
