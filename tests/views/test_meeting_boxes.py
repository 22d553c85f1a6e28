"""Boxes that are saved when they are left: what two people type at once, what is refused, what is drawn anew."""

from __future__ import annotations

import datetime
import shutil

import pytest
from streamlit.testing.v1 import AppTest

from placespace.catalogue import open_workspace
from placespace.grid import study_area
from placespace.places.register import open_register
from placespace.places.roles import Who
from placespace.places.things import Action, Goal, Meeting, Place
from placespace.views import signed
from tests.views.test_cover_pages import one
from tests.views.test_screens import text_of

CHAIR, OFFICER = Who("the chair", "panel"), Who("the officer", "panel")
DAY = datetime.date(2026, 10, 20)
YOUNG, FAMILIES, STRONG = "What young people say", "What families say", "What is strong and safe here"


def page_of_words(item_id: str, place_id: str) -> None:
    """Draw the panel's own words of one item, as a page would."""
    from placespace.views import meeting_boxes, meeting_words
    from placespace.views.cached_places import register

    meeting_boxes.begin()
    held = next(i for i in register().items(place_id) if i.id == item_id)
    meeting_words.own_words(held, locked=False)
    meeting_boxes.saved_line([held], register().who.name)


def page_of_actions(meeting_id: str, place_id: str) -> None:
    """Draw the goals and actions of a place, as a page would."""
    from placespace.views import meeting_actions, meeting_boxes
    from placespace.views.cached_places import register

    meeting_boxes.begin()
    meeting_actions.goals_and_actions(register(), register().meeting(meeting_id), place_id, locked=False)


@pytest.fixture(scope="module")
def borough(sample_reading, tmp_path_factory):
    """Return a copy of the fictional borough, read already, whose register these tests write to."""
    return shutil.copytree(sample_reading.workspace.folder, tmp_path_factory.mktemp("register") / "borough")


@pytest.fixture
def asks(monkeypatch):
    """Return a list whose only entry is who asks."""
    now = [CHAIR]
    monkeypatch.setattr(signed, "who", lambda: now[0])
    return now


@pytest.fixture
def opened(borough, monkeypatch):
    """Return a register with a place at an open meeting, and the ids of its item, place and meeting."""
    monkeypatch.setenv("PLACESPACE_WORKSPACE", str(borough))
    workspace = open_workspace(borough)
    register = open_register(workspace, CHAIR)
    cell = study_area(workspace).index[40]
    place = register.raise_place(
        Place("", f"Quay {len(register.places())}", "street", (cell,), "robberies after school", "the school",
              "the sharing agreement", "Safer Places Panel")
    )  # fmt: skip
    meeting = register.open_meeting(
        Meeting("Safer Places Panel", DAY, present=("Fairhythe Council",), places=(place.id,))
    )
    item = register.item(meeting.id, place.id)
    yield register, item.id, place.id, meeting.id
    register.close()


@pytest.fixture
def session(asks):
    """Return a function that opens a page as somebody, and one that leaves a box of it as somebody."""

    def start(who: Who, draws, *args: str) -> AppTest:
        asks[0] = who
        page = AppTest.from_function(draws, args=args, default_timeout=60)
        return page.run()

    return start


@pytest.fixture
def leave(asks):
    """Return a function that types into a box as somebody and leaves it."""

    def typed(who: Who, page: AppTest, label: str, text: str) -> None:
        asks[0] = who
        box = next(w for w in [*page.text_area, *page.text_input] if w.label == label)
        box.set_value(text).run()
        assert not page.exception

    return typed


def in_box(page: AppTest, label: str) -> str:
    return next(w.value for w in [*page.text_area, *page.text_input] if w.label == label)


def test_each_box_is_saved_when_it_is_left_and_the_others_stay(opened, session, leave):
    register, item, place, _ = opened
    page = session(CHAIR, page_of_words, item, place)
    leave(CHAIR, page, YOUNG, "the path is dark ")
    leave(CHAIR, page, FAMILIES, "we walk them home")
    page.run()
    assert in_box(page, YOUNG) == "the path is dark"
    assert in_box(page, FAMILIES) == "we walk them home"
    held = register.items(place)[0]
    assert (held.thing.young_people, held.thing.families, held.version) == ("the path is dark", "we walk them home", 3)
    assert "Saved " in text_of(page)


def test_the_environment_is_looked_at_one_by_one(opened, session, leave):
    register, item, place, _ = opened
    page = session(CHAIR, page_of_words, item, place)
    leave(CHAIR, page, "Lighting after dark", "two lamps out")
    leave(CHAIR, page, "Sight lines, hiding places, blind corners", "the bin store")
    assert "2 of 8 looked at" in text_of(page)
    leave(CHAIR, page, "Lighting after dark", "")
    assert register.items(place)[0].thing.environment == {"sight lines": "the bin store"}


def test_what_two_people_write_in_other_boxes_is_put_together_and_said(opened, session, leave):
    register, item, place, _ = opened
    ours, theirs = (session(who, page_of_words, item, place) for who in (CHAIR, OFFICER))
    leave(OFFICER, theirs, FAMILIES, "we walk them home")
    leave(CHAIR, ours, YOUNG, "the path is dark")
    held = register.items(place)[0].thing
    assert (held.young_people, held.families) == ("the path is dark", "we walk them home")
    said = text_of(ours)
    assert "the officer saved meanwhile" in said
    assert "the officer wrote here" not in text_of(theirs)
    # nobody's box is drawn over while they may be typing; turning the page brings it in
    assert in_box(ours, FAMILIES) == ""
    ours.run()
    assert in_box(ours, FAMILIES) == "we walk them home"


def test_what_two_people_write_in_one_box_is_shown_side_by_side_and_nothing_is_lost(opened, session, leave, asks):
    register, item, place, _ = opened
    ours, theirs = (session(who, page_of_words, item, place) for who in (CHAIR, OFFICER))
    leave(OFFICER, theirs, YOUNG, "it is fine by day")
    leave(CHAIR, ours, YOUNG, "the path is dark")
    assert register.items(place)[0].thing.young_people == "it is fine by day"
    assert in_box(ours, YOUNG) == "the path is dark"
    assert "You and the officer both changed What young people say" in text_of(ours)
    leave(CHAIR, ours, FAMILIES, "we walk them home")  # the other boxes go on
    assert register.items(place)[0].thing.families == "we walk them home"
    one(ours.button, "Keep both").click().run()
    assert register.items(place)[0].thing.young_people == "it is fine by day\nthe path is dark"
    assert in_box(ours, YOUNG) == "it is fine by day\nthe path is dark"
    assert "both changed" not in text_of(ours)


@pytest.mark.parametrize(("press", "left"), [("Keep mine", "the path is dark"), ("Keep the officer's", "fine by day")])
def test_one_of_two_versions_is_kept_and_the_other_stays_in_the_history(opened, session, leave, press, left):
    register, item, place, _ = opened
    ours, theirs = (session(who, page_of_words, item, place) for who in (CHAIR, OFFICER))
    leave(OFFICER, theirs, YOUNG, "fine by day")
    leave(CHAIR, ours, YOUNG, "the path is dark")
    one(ours.button, press).click().run()
    assert register.items(place)[0].thing.young_people == in_box(ours, YOUNG) == left
    assert any("fine by day" in line for change in register.history(item) for line in change.changes)


def test_a_text_that_is_refused_stays_in_its_box_and_holds_up_no_other(opened, session, leave):
    register, item, place, _ = opened
    page = session(CHAIR, page_of_words, item, place)
    leave(CHAIR, page, YOUNG, "ring 07700 900123")
    assert in_box(page, YOUNG) == "ring 07700 900123"
    assert "Not saved, and still here" in text_of(page)
    leave(CHAIR, page, FAMILIES, "we walk them home")
    page.run()
    assert in_box(page, YOUNG) == "ring 07700 900123"
    held = register.items(place)[0].thing
    assert (held.young_people, held.families) == ("", "we walk them home")
    leave(CHAIR, page, YOUNG, "they know whom to ring")
    assert "Not saved" not in text_of(page)
    assert register.items(place)[0].thing.young_people == "they know whom to ring"


def test_an_action_is_added_with_a_line_and_what_lacks_is_said_as_it_is_filled_in(opened, session, leave):
    register, _, place, meeting = opened
    page = session(CHAIR, page_of_actions, meeting, place)
    one(page.text_input, "Another action: what will be done").set_value("mend three lamps")
    one(page.button, "Add the action").click().run()
    assert "Still to say: who does it (a role), which agency, by when, how we will see it." in text_of(page).replace(
        "*", ""
    )
    leave(CHAIR, page, "Who (role)", "lighting engineer")
    one(page.selectbox, "Which agency").set_value("Fairhythe Council").run()
    one(page.date_input, "By when").set_value(datetime.date(2026, 11, 10)).run()
    assert "Still to say: how we will see it." in text_of(page).replace("*", "")
    (held,) = register.actions(place)
    assert held.thing.meeting == meeting
    assert (held.thing.role, held.thing.agency, held.thing.due) == (
        "lighting engineer", "Fairhythe Council", datetime.date(2026, 11, 10),
    )  # fmt: skip
    assert in_box(page, "Another action: what will be done") == ""


def test_an_action_whose_role_is_a_persons_name_is_refused_in_its_box(opened, session, leave):
    register, _, place, meeting = opened
    register.add_action(place, Action("mend three lamps", meeting=meeting))
    page = session(CHAIR, page_of_actions, meeting, place)
    leave(CHAIR, page, "Who (role)", "Sarah Thompson")
    assert "Not saved, and still here" in text_of(page)
    assert in_box(page, "Who (role)") == "Sarah Thompson"
    assert register.actions(place)[0].thing.role == ""


def test_a_goal_is_met_on_the_day_of_the_meeting_and_dropped_with_a_reason(opened, session, leave):
    register, _, place, meeting = opened
    register.add_goal(place, Goal("the path is lit"))
    register.add_goal(place, Goal("the shop is open late"))
    page = session(CHAIR, page_of_actions, meeting, place)
    next(c for c in page.checkbox if c.label == "Met").check().run()
    first, second = (h.thing for h in register.goals(place))
    assert (first.met, first.met_on) == (True, DAY)
    [c for c in page.checkbox if c.label == "Dropped"][1].check().run()
    assert "Say why the goal was dropped" in text_of(page)
    [t for t in page.text_input if t.label.startswith("How we know")][1].set_value("the shop was sold").run()
    second = register.goals(place)[1].thing
    assert (second.dropped, second.met_how) == (True, "the shop was sold")


def test_a_new_action_is_proposed_for_the_only_goal_that_is_open(opened, session):
    register, _, place, meeting = opened
    register.add_goal(place, Goal("the shop is open", dropped=True, met_how="it was sold"))
    goal = register.add_goal(place, Goal("the path is lit"))
    page = session(CHAIR, page_of_actions, meeting, place)
    for what in ("mend three lamps", "cut the hedge"):
        one(page.text_input, "Another action: what will be done").set_value(what)
        one(page.button, "Add the action").click().run()
        register.add_goal(place, Goal("the hall is used"))  # with two, the panel says which
    assert [a.thing.goal for a in register.actions(place)] == [goal.id, ""]


def test_a_sixth_goal_is_not_asked_for(opened, session):
    register, _, place, meeting = opened
    for number in range(5):
        register.add_goal(place, Goal(f"goal number {number}"))
    page = session(CHAIR, page_of_actions, meeting, place)
    assert "5 goals are open" in text_of(page)
    assert "Add the goal" not in [b.label for b in page.button]
