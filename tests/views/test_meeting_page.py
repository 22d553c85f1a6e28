"""The page that runs a panel's meeting: open one, go through its places, decide, freeze, close, hand out."""

from __future__ import annotations

import datetime
import shutil
from dataclasses import replace

import pytest

from placespace.catalogue import open_workspace
from placespace.documents.places.evidence import open_bundle
from placespace.grid import study_area
from placespace.places.register import open_register
from placespace.places.roles import ALONE, Who
from placespace.places.things import Action, Goal, Meeting, Place
from placespace.views import signed
from tests.views.test_cover_pages import one
from tests.views.test_screens import text_of

CHAIR, OFFICER, READER, CLERK = (
    Who("the chair", "panel"), Who("the officer", "panel"), Who("a youth worker", "practitioner"),
    Who("a clerk", "viewer"),
)  # fmt: skip
PANEL, DAY = "Safer Places Panel", datetime.date(2026, 10, 20)
STEPS = ("Since last time", "Brief", "The panel's words", "Goals and actions", "Harm and fairness", "Decision")


@pytest.fixture
def borough(sample_reading, tmp_path):
    """Return a copy of the fictional borough, read already, whose register a test writes to."""
    return shutil.copytree(sample_reading.workspace.folder, tmp_path / "borough")


@pytest.fixture
def register(borough):
    """Return the register of the borough with three places, two of them overdue in October."""
    opened = open_register(open_workspace(borough), CHAIR)
    cells = study_area(opened.workspace).index
    for number, name in enumerate(("Quay", "Fair Park", "Mill Steps")):
        opened.raise_place(
            Place("", name, "street", (cells[40 + 7 * number],), "robberies after school", "the school",
                  "the sharing agreement", PANEL, raised_on=datetime.date(2026, 8, 20 - 5 * number),
                  next_review=datetime.date(2027, 1, 5) if name == "Fair Park" else None)
        )  # fmt: skip
    yield opened
    opened.close()


@pytest.fixture
def asks(monkeypatch):
    """Return a list whose only entry is who asks."""
    now = [CHAIR]
    monkeypatch.setattr(signed, "who", lambda: now[0])
    return now


@pytest.fixture
def meeting_page(open_page, asks, register):
    """Return a function that opens the page as somebody."""

    def opened(who: Who = CHAIR, **address: str):
        asks[0] = who
        page = open_page("meeting", "partner", **address)
        assert not page.exception
        return page

    return opened


def ids_of(register) -> dict[str, str]:
    return {p.thing.name: p.id for p in register.places()}


def sitting(register, *names: str, on: datetime.date = DAY):
    """Open a meeting at some places."""
    ids = ids_of(register)
    return register.open_meeting(Meeting(PANEL, on, "head of service", ("the school",), tuple(ids[n] for n in names)))


def to(page, step: str):
    """Go to a step of the place."""
    page.session_state["meeting-step"] = step
    return page.run()


def ready(register, meeting, name: str = "Quay"):
    """Write all that a decision needs but the decision."""
    item = register.item(meeting.id, ids_of(register)[name])
    due = datetime.date(2026, 11, 10)
    register.add_action(item.place, Action("mend the lamps", "lighting engineer", "the council", due, measure="lit",
                                           meeting=meeting.id))  # fmt: skip
    return register.save_item(item.id, replace(item.thing, unintended_harm="none that we can see"), item.version)


def test_with_no_meeting_the_page_says_what_to_do(meeting_page):
    assert "No meeting has been opened yet. Open one above." in text_of(meeting_page())


def test_a_meeting_is_opened_with_the_places_that_are_due_or_never_decided_the_longest_overdue_first(
    meeting_page, register
):
    page = meeting_page()
    assert page.multiselect[0].label == "Places, in the order they are taken"
    assert page.multiselect[0].value == [ids_of(register)[name] for name in ("Mill Steps", "Quay", "Fair Park")]
    one(page.text_input, "Chaired by (role)").set_value("head of community safety").run()
    one(page.button, "Open this meeting").click().run()
    assert not page.exception
    (held,) = register.meetings()
    assert (held.thing.panel, held.thing.on, held.thing.chair) == (PANEL, DAY, "head of community safety")
    said = text_of(page)
    assert "0 of 3 places decided" in said
    assert "Not yet: 1. Mill Steps, 2. Quay, 3. Fair Park." in said


def test_a_place_that_was_decided_is_proposed_only_when_it_is_due(meeting_page, register):
    first = sitting(register, "Fair Park", on=datetime.date(2026, 9, 20))
    item = ready(register, first, "Fair Park")
    later = datetime.date(2027, 1, 5)
    item = register.save_item(item.id, replace(item.thing, decision="new", next_review=later), item.version)
    register.decide(item.id, item.version)
    register.close_meeting(first.id, first.version)
    assert meeting_page().multiselect[0].value == [ids_of(register)[name] for name in ("Mill Steps", "Quay")]


def test_a_chair_is_a_post_and_not_a_person(meeting_page, register):
    page = meeting_page()
    one(page.text_input, "Chaired by (role)").set_value("Sarah Thompson").run()
    one(page.button, "Open this meeting").click().run()
    assert register.meetings() == []
    assert any("Sarah Thompson" in w.value for w in page.warning)
    assert one(page.text_input, "Chaired by (role)").value == "Sarah Thompson"


@pytest.mark.parametrize("step", STEPS)
def test_every_step_opens_and_says_something(meeting_page, register, step):
    sitting(register, "Quay", "Mill Steps")
    page = to(meeting_page(), step)
    assert not page.exception
    assert not page.error
    assert "Quay (LOC-001)" in [h.value.replace("\\", "") for h in page.header]


def test_next_goes_to_the_next_place_and_begins_at_since_last_time(meeting_page, register):
    sitting(register, "Quay", "Mill Steps")
    page = to(meeting_page(), "Decision")
    one(page.button, "Next place").click().run()
    assert "Mill Steps" in page.header[0].value
    assert "The panel has not decided on this place before." in text_of(page)
    assert one(page.button, "Next place").disabled


def test_what_stops_a_decision_is_said_kindly_and_then_it_is_recorded_and_frozen(meeting_page, register):
    meeting = sitting(register, "Quay", "Mill Steps")
    ready(register, meeting)
    page = to(meeting_page(), "Decision")
    assert "Before it can be recorded" in text_of(page)
    assert "No decision is chosen yet" in text_of(page)
    assert one(page.button, "Record the decision").disabled
    one(page.selectbox, "Level").select("act").run()
    assert "say why it is 'act'" in text_of(page)
    one(page.text_input, "Why this level").set_value("young people say so").run()
    assert register.place(ids_of(register)["Quay"]).thing.level == "act"
    one(page.selectbox, "Decision").select("new").run()
    assert register.items(meeting_id=meeting.id)[0].thing.next_review == datetime.date(2026, 11, 20)
    one(page.button, "Record the decision").click().run()
    assert not page.exception
    item = register.items(meeting_id=meeting.id)[0]
    assert item.thing.status == "decided"
    said = text_of(page)
    assert "1 of 2 places decided" in said
    assert "What was recorded stays as it was" in said
    kept = register.evidence(item.place)[0]
    assert kept.thing.partner_sha256[:12] in said
    true = open_register(register.workspace, ALONE, store=register.store).evidence(item.place)[0]
    assert true.thing.sha256[:12] not in said
    assert "numbers" in said
    assert "baseline" not in said
    assert register.actions(item.place)[0].thing.baseline == kept.id
    assert not to(page, "The panel's words").text_area


def test_the_analyst_gets_the_bundle_with_true_counts(meeting_page, register):
    meeting = sitting(register, "Quay")
    item = ready(register, meeting)
    page = to(meeting_page(ALONE), "Decision")
    one(page.selectbox, "Decision").select("new").run()
    one(page.button, "Record the decision").click().run()
    kept = register.evidence(item.place)[0]
    assert kept.thing.sha256[:12] in text_of(page)
    assert "baseline" in text_of(page)
    assert open_bundle(register.evidence_file(kept.id, partner=True)).profile == "partner"


def test_a_decision_is_not_recorded_over_what_the_chair_has_not_seen(meeting_page, register, asks):
    meeting = sitting(register, "Quay")
    ready(register, meeting)
    page = to(meeting_page(), "Decision")
    one(page.selectbox, "Decision").select("new").run()
    newest = register.items(meeting_id=meeting.id)[0]
    other = open_register(register.workspace, OFFICER, store=register.store)
    other.save_item(newest.id, replace(newest.thing, families="we walk them home"), newest.version)
    one(page.button, "Record the decision").click().run()
    assert "the officer changed What families say meanwhile" in text_of(page)
    assert register.items(meeting_id=meeting.id)[0].thing.status == "open"
    one(page.button, "Record the decision").click().run()
    assert register.items(meeting_id=meeting.id)[0].thing.status == "decided"


def test_a_place_is_closed_with_goals_met_two_reviews_and_a_reason(meeting_page, register):
    quay = ids_of(register)["Quay"]
    first = sitting(register, "Quay", on=datetime.date(2026, 9, 20))
    item = ready(register, first)
    item = register.save_item(item.id, replace(item.thing, decision="new"), item.version)
    register.decide(item.id, item.version)
    register.close_meeting(first.id, first.version)
    goal = register.add_goal(quay, Goal("the path is lit"))
    second = sitting(register, "Quay")
    ready(register, second)
    page = to(meeting_page(), "Decision")
    one(page.selectbox, "Decision").select("close").run()
    said = text_of(page)
    assert "The goal “the path is lit” is not met" in said
    assert "Say why the place is to be closed" in said
    register.change_goal(goal.id, replace(goal.thing, met=True, met_on=DAY, met_how="lamps are on"), goal.version)
    one(page.text_area, "The decision in words").set_value("lit, and young people use the path").run()
    one(page.button, "Record the decision and close the place").click().run()
    assert not page.exception
    assert register.place(quay).thing.status == "closed"
    assert "The place is closed." in text_of(page)


def test_places_not_reached_are_carried_to_the_next_meeting(meeting_page, register):
    meeting = sitting(register, "Quay", "Mill Steps")
    item = ready(register, meeting)
    page = meeting_page()
    page.session_state["meeting-tabs"] = "Close the meeting"
    page.run()
    assert "Quay: No decision is chosen yet" in text_of(page)
    assert one(page.button, "Close the meeting").disabled
    item = register.items(meeting_id=meeting.id)[0]
    item = register.save_item(item.id, replace(item.thing, decision="new"), item.version)
    register.decide(item.id, item.version)
    page.run()
    assert "Nothing stops the close." in text_of(page)
    one(page.button, "Close the meeting").click().run()
    assert register.meetings()[0].thing.not_reached == (ids_of(register)["Mill Steps"],)
    assert "first at the next meeting: Mill Steps" in text_of(page)
    assert "mend the lamps" in text_of(page)


def test_a_practitioner_reads_and_changes_nothing(meeting_page, register):
    meeting = sitting(register, "Quay")
    for step in STEPS:
        page = to(meeting_page(READER), step)
        assert not page.exception
        assert not [*page.text_area, *page.text_input]
        assert {b.label for b in page.button} <= {"Previous place", "Next place"}
    assert register.items(meeting_id=meeting.id) == []


def test_a_viewer_is_told_kindly_that_meetings_are_for_the_panel(meeting_page, register):
    sitting(register, "Quay")
    page = meeting_page(CLERK)
    said = text_of(page)
    assert "Meetings are for the panel" in said
    assert "Quay" not in said
    assert not page.tabs


def test_a_panel_is_offered_no_paper_with_true_counts(meeting_page, register):
    sitting(register, "Quay")
    page = meeting_page()
    page.session_state["meeting-tabs"] = "Documents"
    page.run()
    assert not page.exception
    assert [o.partition(":")[0] for o in page.radio[0].options] == ["partner", "health", "public"]
    assert "No police work, and no police time" in text_of(page)
    assert {b.label for b in page.get("download_button")} == {"Download all of it (zip)", "Download"}


def test_words_that_may_not_leave_are_named_and_nothing_is_offered(meeting_page, register):
    meeting = sitting(register, "Quay")
    ready(register, meeting)
    register.add_action(ids_of(register)["Quay"], Action("police patrol at 19:40", meeting=meeting.id))
    page = meeting_page()
    page.session_state["meeting-tabs"] = "Documents"
    page.run()
    assert "19:40" in text_of(page)
    assert not page.get("download_button")
