"""The page of the register as people use it: raise, be asked back, mend, change, see both versions, observe."""

from __future__ import annotations

from dataclasses import replace

import pytest

from placespace.catalogue import open_workspace
from placespace.grid import study_area
from placespace.measures import read_and_place
from placespace.places.acting import acting_as
from placespace.places.register import open_register
from placespace.places.roles import Who
from placespace.places.things import Goal, Observation, Place, View
from placespace.views import cached_places, places_pick
from tests.views.test_cover_pages import one
from tests.views.test_screens import text_of

PANEL = Who("panel support", "panel")
OTHER = Who("second editor", "panel")
TABS = ("Brief", "Observations", "Young people's map", "Plan so far", "History")


@pytest.fixture
def register(borough):
    """Return an empty register of the borough, asked by a panel; it is taken away afterwards."""
    cached_places._store.clear()
    if not (borough / "geodata" / "clean").exists():
        read_and_place(open_workspace(borough))
    held = open_register(open_workspace(borough), PANEL)
    yield held
    held.close()
    cached_places._store.clear()
    for path in (borough / "geodata").glob("register.sqlite*"):
        path.unlink()


@pytest.fixture
def ground(register, borough) -> tuple[str, ...]:
    """Return three cells in the middle of the borough."""
    cells = study_area(open_workspace(borough))
    middle = len(cells) // 2
    return tuple(cells.index[middle : middle + 3])


@pytest.fixture
def begun(register, borough):
    """Return the register with one place in it, whose meeting is then offered by name."""
    cells = study_area(open_workspace(borough))
    register.raise_place(a_place((cells.index[0],), name="Saltgate steps"))
    return register


@pytest.fixture
def open_places(open_page):
    """Return a function that opens the page at a place and a tab, as somebody."""

    def opened(place: str = "", tab: str = "", who: Who | None = None, profile: str = "analyst"):
        address = {"register-place": place} if place else {}
        page = open_page("places", profile, **address)
        if tab:
            page.session_state["places-tabs"] = tab
            page.run()
        return page

    return opened


def a_place(cells: tuple[str, ...], **other) -> Place:
    said = Place(
        "", "Quay End shelters", "street", cells, "Arguments after school.", "youth service", "the agreement",
        "Contextual panel",
    )  # fmt: skip
    return replace(said, **other)


def press(page, label: str):
    return one(page.button, label).click().run()


def says(page) -> str:
    return "\n".join(e.value for e in page.error).replace("\\", "")


def in_form(page, label: str, value: str) -> None:
    field = next(w for w in [*page.text_input, *page.text_area] if w.label == label)
    field.set_value(value)


def filled(page) -> None:
    """Fill the form in, but for the ground."""
    in_form(page, "What people call the place", "Quay End shelters")
    in_form(page, "Why is it raised?", "Arguments after school.")
    in_form(page, "Raised by (agency)", "youth service")
    in_form(page, "On what basis is it shared?", "the agreement")
    one(page.selectbox, "Kind of place").select("street")
    one(page.selectbox, "Why was this place chosen?").select("told by people")
    one(page.selectbox, "Which meeting owns it?").select("Contextual panel")
    page.run()


def clicked(monkeypatch, page, *cells: str) -> None:
    """Choose cells on the map of the form."""
    for cell in cells:
        monkeypatch.setattr(places_pick, "take_click", lambda drawing, key, c=cell: drawing.cells.index(c))
        page.run()
    monkeypatch.setattr(places_pick, "take_click", lambda drawing, key: None)
    page.run()


def test_an_empty_register_says_what_a_place_is_and_offers_the_form(open_places, register):
    page = open_places()
    assert "No place has been raised yet" in text_of(page)
    assert "The place is looked at, not a child" in text_of(page)
    assert {b.label for b in page.button} == {"Raise a place"}
    assert not page.error


def test_all_faults_are_said_at_once_and_beside_their_box_and_nothing_typed_is_lost(open_places, register):
    page = press(open_places(), "Raise a place")
    in_form(page, "What people call the place", "Quay End shelters")
    in_form(page, "Why is it raised?", "Ring Mr Pike on 07700 900123.")
    page = press(page, "Raise this place")
    said = says(page)
    for part in ("which agency raised it", "on what basis", "which meeting owns", "no cell is picked", "Mr"):
        assert part in said
    assert "Nothing was saved yet" in said
    assert "“Kind of place”: choose one of" in said
    assert "“Why is it raised?”: " in said
    under = sum("Put right" in m.value for m in page.markdown)
    assert under >= 5
    in_form(page, "Raised by (agency)", "youth service")
    assert sum("Put right" in m.value for m in page.run().markdown) == under - 1
    assert one(page.text_input, "What people call the place").value == "Quay End shelters"
    assert "07700" in one(page.text_area, "Why is it raised?").value
    assert register.places(closed=None) == []


def test_what_was_typed_is_there_after_leaving_the_form(open_places, begun):
    page = press(open_places(), "Raise a place")
    filled(page)
    page = press(page, "Leave the form")
    assert "1 place is open" in text_of(page)
    page = press(page, "Raise a place")
    assert one(page.text_input, "What people call the place").value == "Quay End shelters"
    assert one(page.selectbox, "Which meeting owns it?").value == "Contextual panel"
    page = press(page, "Clear it")
    assert one(press(page, "Raise a place").text_input, "What people call the place").value == ""


def test_a_place_is_raised_with_cells_clicked_on_the_map_and_the_page_opens_at_it(
    open_places, begun, ground, monkeypatch
):
    page = press(open_places(), "Raise a place")
    filled(page)
    clicked(monkeypatch, page, *ground)
    assert "3 cells" in text_of(page)
    clicked(monkeypatch, page, ground[2])
    assert "2 cells" in text_of(page)
    page = press(page, "Raise this place")
    assert not page.error
    (kept,) = (h for h in begun.places() if h.thing.name == "Quay End shelters")
    assert kept.thing.cells == tuple(sorted(ground[:2]))
    assert kept.thing.next_review is not None
    assert kept.by == "this machine"
    assert page.query_params["register-place"] in (kept.id, [kept.id])
    assert f"Quay End shelters ({kept.thing.reference})" in text_of(page)
    assert "2 places are open; none is overdue." in text_of(page)


def test_cells_are_found_by_the_name_of_a_place_without_the_map(open_places, register):
    page = press(open_places(), "Raise a place")
    name = one(page.selectbox, "Find cells by the name of a place").options[1]
    one(page.selectbox, "Find cells by the name of a place").select(name).run()
    cells = one(page.multiselect, "Cells of the place")
    assert len(cells.options) > 1
    cells.select(cells.options[0]).run()
    assert "1 cell," in text_of(page)


def test_a_boundary_as_small_as_a_household_is_asked_back_and_kept_when_it_is_meant(open_places, begun, borough):
    cells = study_area(open_workspace(borough))
    lat, lon = cells.centres().iloc[len(cells) // 2]
    page = press(open_places(), "Raise a place")
    filled(page)
    step = 0.0002
    page.session_state["raise-0:outline"] = ((lon, lat), (lon + step, lat), (lon + step, lat + step))
    page.session_state["raise-0:cells"] = [cells.index[len(cells) // 2]]
    page.run()
    assert "They follow from the boundary" in text_of(page)
    page = press(page, "Raise this place")
    assert "small enough to be one household" in text_of(page)
    assert len(begun.places()) == 1
    next(c for c in page.checkbox if c.label.startswith("Yes, this is a public place")).check().run()
    page = press(page, "Raise this place")
    assert len(begun.places()) == 2


def test_a_change_that_meets_another_shows_both_versions_and_keeps_what_is_chosen_of_each(
    open_places, register, ground
):
    first = register.raise_place(a_place(ground))
    page = press(open_places(first.id), "Change this place")
    in_form(page, "What people call the place", "The shelters")
    in_form(page, "Why is it raised?", "Arguments, and lamps that are out.")
    page.run()
    with acting_as(OTHER):
        theirs = open_register(register.workspace, OTHER)
        theirs.edit_place(first.id, a_place(ground, name="Quay shelters", level="act", level_reason="Told by schools."),
                          first.version)  # fmt: skip
        theirs.close()
    page = press(page, "Keep the changes")
    said = text_of(page)
    assert "second editor saved this place" in said
    for part in ("Quay shelters", "The shelters", "Arguments, and lamps that are out.", "Told by schools."):
        assert part in said
    choices = {r.label: r.value for r in page.radio}
    assert choices["Level: which is kept?"] == "theirs"
    assert choices["Why it was raised: which is kept?"] == "yours"
    one(page.radio, "Name: which is kept?").set_value("theirs").run()
    page = press(page, "Keep this")
    assert not page.error
    kept = register.place(first.id).thing
    assert (kept.name, kept.level, kept.why) == ("Quay shelters", "act", "Arguments, and lamps that are out.")
    assert register.place(first.id).version == 3


def test_after_a_change_is_kept_the_next_one_begins_with_it_and_a_place_half_raised_is_still_there(
    open_places, register, ground
):
    first = register.raise_place(a_place(ground))
    page = press(open_places(first.id), "Raise a place")
    in_form(page, "What people call the place", "Half typed")
    page = press(press(page, "Leave the form"), "Change this place")
    for name in ("The shelters", "The shelters at Quay End"):
        in_form(page, "What people call the place", name)
        page = press(page, "Keep the changes")
        assert not page.error
        assert register.place(first.id).thing.name == name
        page = press(page, "Change this place")
    page = press(press(page, "Leave the form"), "Raise a place")
    assert one(page.text_input, "What people call the place").value == "Half typed"


@pytest.mark.parametrize("tab", TABS)
def test_every_part_of_a_place_opens_and_says_something(open_places, register, ground, tab):
    place = register.raise_place(a_place(ground)).id
    goal = register.add_goal(place, Goal("Adults who care are about after school"))
    assert goal.place == place
    register.observe(place, Observation("housing office", register.today, ("broken or dark",), "seen", "night"))
    page = open_places(place, tab)
    assert not page.exception
    assert not page.error
    said = text_of(page)
    assert "Quay End shelters (LOC-001)" in said
    expected = {
        "Brief": "side by side and never added", "Observations": "", "Young people's map": "No cell round here",
        "Plan so far": "Adults who care are about after school", "History": "place raised",
    }  # fmt: skip
    assert expected[tab] in said


def test_an_observation_is_added_and_one_that_names_somebody_stays_in_the_form(open_places, register, ground):
    place = register.raise_place(a_place(ground)).id
    page = open_places(place, "Observations")
    in_form(page, "Your agency", "youth service")
    in_form(page, "In your words, at most 300 letters", "Call Mr Pike on 07700 900123")
    page = press(page, "Add this observation")
    assert "choose at least one" in says(page)
    assert "Mr" in says(page)
    assert one(page.text_input, "Your agency").value == "youth service"
    assert register.observations(place) == []
    one(page.multiselect, "What was seen (several may be chosen)").select("tension").run()
    in_form(page, "In your words, at most 300 letters", "Shouting by the steps.")
    page = press(page, "Add this observation")
    assert not page.error
    (kept,) = register.observations(place)
    assert kept.thing.about == ("tension",)
    assert one(page.text_input, "Your agency").value == ""


def test_young_peoples_marks_are_shown_from_the_threshold_and_the_rest_are_said_to_be_held_back(
    open_places, register, ground
):
    place = register.raise_place(a_place(ground)).id
    register.mark(View(ground[0], "unsafe", 7, "youth service"), place)
    register.mark(View(ground[1], "avoided", 4, "youth service"), place)
    page = open_places(place, "Young people's map")
    assert "1 cell round here marked by 5 young people or more" in text_of(page)
    assert "1 cell is held back" in text_of(page)
    table = page.dataframe[-1].value
    assert table["Feels"].tolist() == ["unsafe"]
    assert table["Young people, at least"].tolist() == [5]
    cells = one(page.multiselect, "Cells marked")
    cells.select(cells.options[0]).run()
    in_form(page, "Gathered by (agency)", "school council")
    page = press(page, "Add these marks")
    assert not page.error
    assert len(register.store.find("view")) == 3
