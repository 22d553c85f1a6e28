"""Coverage, Siting and When as people use them: each control does something, and a fault leaves the page standing."""

from __future__ import annotations

import re

import pytest

from placespace.catalogue import open_workspace
from placespace.disclose import PROFILES
from placespace.documents.cover import cover, usual_question
from placespace.grid import add_barrier
from placespace.measures import read_and_place
from placespace.views import barriers
from tests.views.test_screens import text_of

REACHED = re.compile(r"nobody there goes from (\d+)% to (\d+)%")


def one(widgets, label: str):
    """Return the widget with a label."""
    return next(w for w in widgets if w.label == label)


def kept_on(page, label: str) -> str:
    return one(page.selectbox, label).value


def test_what_is_to_be_reached_and_how_far_people_walk_change_the_answer(open_page):
    page = open_page("coverage")
    harm = text_of(page)
    assert re.search(r"In term, \d+% of the harm expected", harm)
    one(page.selectbox, "Walk").select("35").run()
    assert "within 35 minutes" in text_of(page)
    one(page.selectbox, "To be reached").select("people").run()
    people = text_of(page)
    assert "hours of young residents a week" in people
    assert "Source of harm" not in [s.label for s in page.selectbox]
    one(page.selectbox, "To be reached").select("need").run()
    assert "times the cell's place in the order of need" in text_of(page)
    assert not page.exception


def test_the_map_goes_to_the_first_gap_of_what_is_asked(open_page):
    page = open_page("coverage")
    assert (kept_on(page, "Day on the map"), kept_on(page, "Hour")) == ("Thursday", "20:00")
    one(page.selectbox, "Day on the map").select("Sunday").run()
    assert kept_on(page, "Day on the map") == "Sunday"
    one(page.selectbox, "To be reached").select("people").run()
    assert (kept_on(page, "Day on the map"), kept_on(page, "Hour")) != ("Sunday", "20:00")
    one(page.selectbox, "To be reached").select("harm").run()
    assert page.dataframe[0].value.iloc[0]["window"] == "Thu 20-22"
    assert (kept_on(page, "Day on the map"), kept_on(page, "Hour")) == ("Thursday", "20:00")


def test_the_weights_change_the_order_of_the_list(open_page):
    page = open_page("coverage")
    before = page.dataframe[0].value[["place", "window"]].to_numpy().tolist()
    one(page.slider, "Need").set_value(2.0).run()
    one(page.slider, "Harm").set_value(0.0).run()
    after = page.dataframe[0].value[["place", "window"]].to_numpy().tolist()
    assert before != after
    assert page.dataframe[0].value["need"].is_monotonic_decreasing


@pytest.mark.parametrize("screen", ["coverage", "siting"])
def test_with_no_kind_of_session_chosen_the_page_says_so_and_keeps_its_controls(open_page, screen):
    page = open_page(screen)
    one(page.multiselect, "Kinds of session that count").set_value([]).run()
    assert "None was chosen. Choose at least one." in page.error[0].value.replace("\\", "")
    assert kept_on(page, "Weeks") == "term"
    one(page.multiselect, "Kinds of session that count").set_value(["open access"]).run()
    assert not page.error
    assert "In term" in text_of(page)


def test_what_a_profile_may_not_see_is_said_and_young_people_can_be_asked_instead(open_page):
    page = open_page("coverage", "public", demand="harm")
    assert "Use young people as demand" in page.error[0].value.replace("\\", "")
    assert not page.exception
    one(page.selectbox, "To be reached").select("people").run()
    assert not page.error
    assert "of young people's hours" in text_of(page)
    assert "Draw a barrier" not in [t.label for t in page.toggle]


def test_what_practitioners_know_of_barriers_is_drawn_for_the_analyst_alone(sample_copy):
    workspace = open_workspace(sample_copy)
    line = [(53.775, -3.99), (53.785, -3.90)]
    add_barrier(workspace, line, name="a", kind="rail", said_by="team", said_on="2026-09-01", practitioner=False)
    add_barrier(
        workspace, [(a + 0.01, b) for a, b in line], name="b", kind="young people will not cross", said_by="team",
        said_on="2026-09-01", practitioner=True,
    )  # fmt: skip
    reading = read_and_place(workspace)
    seen = {
        who: [one.kind for one in barriers.drawn(cover(reading, usual_question(reading, PROFILES[who]), who))]
        for who in ("analyst", "partner")
    }
    assert seen == {"analyst": ["barrier", "practitioner"], "partner": ["barrier"]}


def test_more_sessions_reach_more_and_the_options_follow(open_page):
    page = open_page("siting")
    before, one_more = map(int, REACHED.search(text_of(page)).groups())
    assert "Proved: no other choice reaches more" in text_of(page)
    assert list(page.table[0].value.columns) == ["Measure", "A", "B"]
    one(page.number_input, "New sessions a week").set_value(3).run()
    assert int(REACHED.search(text_of(page))[2]) < one_more < before
    options = page.table[0].value.set_index("Measure").loc["Sessions"].str.replace("\\", "")
    assert options["A"].count(";") == 2
    assert options["A"].startswith(options["B"])


def test_options_that_somebody_put_together_stay_theirs_until_begun_again(open_page):
    page = open_page("siting")
    one(page.button, "Add a session").click().run()
    assert list(page.table[0].value.columns) == ["Measure", "A", "B", "C"]
    page.selectbox(key=f"tried-day-{page.session_state['tried-turn']}-1").select("Sunday").run()
    assert "Sunday" in page.table[0].value.set_index("Measure").loc["Sessions", "C"]
    one(page.selectbox, "Weeks").select("holiday").run()
    assert "Sunday" in page.table[0].value.set_index("Measure").loc["Sessions", "C"]
    one(page.button, "Begin again with what is proposed").click().run()
    assert list(page.table[0].value.columns) == ["Measure", "A", "B"]


def test_a_session_of_no_length_is_said_and_the_rest_of_the_page_stands(open_page):
    page = open_page("siting")
    start = one(page.selectbox, "Starts").value
    one(page.selectbox, "Ends").select(start).run()
    assert f"Both are {start}" in page.error[0].value.replace("\\", "")
    assert "There is no option to choose yet" in text_of(page)
    assert "Walk: 15 minutes" in text_of(page)
    one(page.selectbox, "Ends").select("23:30").run()
    assert not page.error
    assert page.radio


def test_sessions_of_today_may_move_and_are_counted_as_closed_before(open_page, sample_reading):
    found = cover(sample_reading, usual_question(sample_reading, PROFILES["analyst"]), "analyst")
    page = open_page("siting")
    movable = next(m for m in page.multiselect if m.label.startswith("They are closed first"))
    movable.set_value([found.sessions["session"].iloc[0]]).run()
    assert "2 sessions together" in text_of(page)
    assert "the 1 that may move counted as closed before" in text_of(page)
    one(page.number_input, "New sessions a week").set_value(0).run()
    assert not page.error
    assert "One session would do most" in text_of(page)


def test_a_choice_is_kept_by_the_analyst_and_read_in_words(open_page, borough):
    page = open_page("siting")
    one(page.text_input, "Whose choice (role or team, not a name)").input("head of youth service")
    one(page.button, "Keep this choice").click().run()
    try:
        assert "Kept." in text_of(page)
        assert re.search(r"Thursday 20:00-22:00.*, kept on .* by head of youth service\. Nobody there: \d+% before, "
                         r"\d+% after", text_of(page))  # fmt: skip
        other = open_page("siting", "partner")
        assert not other.radio
        assert "Choices are kept in the analyst profile" in text_of(other)
    finally:
        (borough / "geodata" / "siting_choices.jsonl").unlink(missing_ok=True)


def test_without_venues_to_let_sessions_can_still_be_tried(open_page, borough):
    area = borough / "geodata" / "area.toml"
    kept = area.read_text(encoding="utf-8")
    area.write_text(kept.replace('candidates     = "candidate_venues"', ""), encoding="utf-8")
    try:
        page = open_page("siting")
        assert "Siting needs a list of venues" in text_of(page)
        one(page.button, "Add a session").click().run()
        assert list(page.table[0].value.columns) == ["Measure", "A"]
    finally:
        area.write_text(kept, encoding="utf-8")


def test_places_a_week_are_shared_where_the_list_says_how_many_a_session_can_take(open_page, borough):
    assert "None of the 39 sessions says how many" in text_of(open_page("coverage"))
    listed = borough / "geodata" / "raw" / "youth_provision_spring.csv"
    listed.write_text(
        "Activity,Venue,When,Ages,Capacity,Latitude,Longitude\n"
        "Club,Saltgate Youth Centre,Mon 7-9pm,13-19,30,53.80294,-3.95800\n"
        "Club,Nowhere,Tue 7-9pm,13-19,,53.40000,-3.95800\n",
        encoding="utf-8",
    )
    try:
        page = open_page("coverage")
        says = text_of(page)
        assert "1 of 2 sessions say how many they can take; the other 1 are left out" in says
        assert re.search(r"\d+% of young residents have no place at all within 15 minutes' walk", says)
        assert "1 session that counts is within the walk of no cell of the area (first: Nowhere)" in says
    finally:
        listed.unlink()


def test_hours_are_of_the_place_asked_for_and_few_events_are_steadied(open_page):
    whole, green = open_page("when"), open_page("when", place="Kelder Moor")
    assert "473 events over 39.0 weeks" in text_of(whole)
    assert re.search(r"\d+ cells: Kelder Moor\.", text_of(green))
    assert "Few events, so the same again" in text_of(green)
    assert "Few events" not in text_of(whole)
    assert "No hours in: police" in text_of(whole)
