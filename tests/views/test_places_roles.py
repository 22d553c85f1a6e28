"""What each role gets of the register's page: buttons of what it may not do are not drawn, and it is refused anyway."""

# ruff: noqa: F811

from __future__ import annotations

from importlib import import_module

import pytest

from placespace.places.roles import NotAllowed, Who
from placespace.places.things import Goal, Observation
from placespace.views import places_list
from tests.views.test_cover_pages import one
from tests.views.test_places_page import a_place, ground, open_places, press, register, says  # noqa: F401
from tests.views.test_screens import text_of

WHY = "Arguments after school."


@pytest.fixture
def signed_as(monkeypatch):
    """Return a function that signs somebody in."""

    def sign(role: str) -> Who:
        who = Who(f"some.{role}", role)
        monkeypatch.setattr(import_module("placespace.places.acting"), "_resolvers", [lambda workspace: who])
        return who

    return sign


@pytest.fixture
def place(register, ground):
    """Return the id of a place that something was seen at."""
    kept = register.raise_place(a_place(ground, level="act", level_reason="Told by schools.")).id
    register.observe(
        kept, Observation("housing office", register.today, ("broken or dark",), "seen", "night", "Lamps.")
    )
    return kept


def buttons(page) -> set[str]:
    return {b.label for b in page.button}


def tabs(page) -> list[str]:
    return [t.label for t in page.tabs]


def test_a_viewer_gets_the_short_list_and_the_protected_brief_and_nothing_else(open_places, place, signed_as):
    signed_as("viewer")
    page = open_places(place, profile="partner")
    assert not page.exception
    assert not page.error
    (listed,) = [f.value for f in page.dataframe][:1]
    assert list(listed.columns) == ["Place", "Kind", "Status", "Reference"]
    said = text_of(page)
    assert "side by side and never added" in said
    for kept_back in (WHY, "Told by schools", "Lamps", "youth service", "Contextual panel", "overdue"):
        assert kept_back not in said
    assert not tabs(page)
    assert not buttons(page)


def test_a_viewer_who_asks_for_the_analyst_profile_is_not_given_it(open_places, place, signed_as):
    signed_as("viewer")
    page = open_places(place, profile="analyst")
    assert not page.exception
    assert "true counts" not in text_of(page)


def test_a_practitioner_reads_and_adds_observations_and_changes_nothing(open_places, place, register, signed_as):
    signed_as("practitioner")
    page = open_places(place, "Observations", profile="partner")
    assert not page.error
    assert tabs(page) == ["Brief", "Observations", "Young people's map", "Plan so far"]
    assert buttons(page) == {"Add this observation"}
    one(page.text_input, "Your agency").set_value("youth service")
    one(page.multiselect, "What was seen (several may be chosen)").select("tension").run()
    page = one(page.button, "Add this observation").click().run()
    assert not page.error
    assert {o.by for o in register.observations(place)} == {"panel support", "some.practitioner"}
    with pytest.raises(NotAllowed):
        register.__class__(register.workspace, register.store, Who("x", "practitioner")).raise_place(a_place(()))


def test_a_panel_edits_and_reads_the_history_and_is_not_shown_the_shortlist(open_places, place, signed_as):
    signed_as("panel")
    page = open_places(place, "History", profile="partner")
    assert not page.error
    assert tabs(page)[-1] == "History"
    assert {"Raise a place", "Change this place"} <= buttons(page)
    assert "Take it into the form" not in buttons(page)
    assert "panel support" in text_of(page)


def test_a_form_that_was_open_is_not_drawn_for_whoever_may_no_longer_edit(open_places, place, signed_as):
    signed_as("practitioner")
    page = open_places(place, profile="partner")
    page.session_state["places-doing"] = "raise"
    page.run()
    assert "Raise this place" not in buttons(page)
    assert places_list.CHOSEN in page.session_state or place


def test_an_analyst_may_begin_from_a_hot_spot(open_places, place, register):
    page = open_places()
    page.session_state["places-shortlist"] = True
    page.run()
    names = one(page.selectbox, "A place of next month's shortlist").options
    page = one(page.button, "Take it into the form").click().run()
    assert one(page.text_input, "What people call the place").value == names[0]
    assert one(page.selectbox, "Why was this place chosen?").value == "high counts"
    assert "No cell is chosen yet" not in text_of(page)


def test_a_place_is_not_closed_before_its_goals_are_met(open_places, register, ground):
    place = register.raise_place(a_place(ground)).id
    register.add_goal(place, Goal("Lamps lit"))
    page = press(open_places(place, "Plan so far"), "Close this place")
    assert "Lamps lit" in says(page) or "goal" in says(page)
    assert register.place(place).thing.status == "open"
