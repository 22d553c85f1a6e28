"""What papers may not lose or leave open: why a place was raised, whether it is hot, its size, its goals, its note."""

from __future__ import annotations

import io
from dataclasses import replace

import pypdf
import pytest

from placespace.disclose import PROFILES
from placespace.documents.places.brief import brief
from placespace.documents.places.location_plan import boundary_words
from placespace.documents.places.pack_about import papers_about
from placespace.documents.places.panel_pack import CUT, panel_pack
from placespace.documents.places.place_file import place_file
from placespace.documents.places.rollup import rollup_rows
from placespace.documents.places.schools_note import without_note
from placespace.places.door import Held
from placespace.places.things import Action, Goal

WHY = ("Youth workers were told that year nines are afraid on the way home, and go round by the main road. " * 5)[:396]
LIST = tuple(f"Youth Centre {n}, open access for anybody who comes in, with a kitchen. " * 4 for n in range(40))


@pytest.fixture(scope="module")
def file(made_panel):
    register, profile = made_panel.register, PROFILES["partner"]
    place = register.place(made_panel.places[0])
    return place_file(register, place, brief(made_panel.reading, place, "partner", register=register), profile)


def test_long_lists_are_cut_before_why_a_place_was_raised_and_whether_it_is_hot(made_panel, file):
    full = replace(
        file, held=replace(file.held, thing=replace(file.place, why=f"{WHY}end.")),
        brief=replace(file.brief, missing=LIST, provision=LIST),
    )  # fmt: skip
    about = papers_about(made_panel.reading, PROFILES["partner"], [full], "October 2026")
    content, text = panel_pack([full], {**about, "profile": "partner"}, {}, None, 1, today=file.today)
    assert len(pypdf.PdfReader(io.BytesIO(content)).pages) == 3
    assert f"{WHY}end." in text
    assert CUT in text
    for line in file.brief.sources:
        assert line.hot in text
        assert line.change in text


def test_a_pack_with_its_map_keeps_every_finding_it_shows_whole(papers_of, words):
    said = " ".join(words("x.pdf", papers_of["partner"]["panel-pack.pdf"]).split())
    assert "Pupils say they walk round it." in said
    assert said.count("hot in ") == said.count("on, on the counts as shown") + said.count("cell shown, on the counts")


def test_a_goal_tied_to_no_action_is_told_from_a_place_that_has_none(file):
    goal, action = Goal("The lamps are lit"), Action("Mend the lamps", "manager", "the council")
    goals = (Held("goal-1", 1, "", "", "", False, goal),)
    one = Held("action-1", 1, "", "", "", False, action)

    def beside(*actions: Held[Action]) -> str:
        rows = rollup_rows([replace(file, goals=goals, actions=actions)])
        return rows.loc[rows["Expected outcomes"] == goal.words, "Activity"].iloc[0]

    assert beside() == "No action yet"
    assert beside(one) == "No action is tied to this goal"
    assert beside(replace(one, thing=replace(action, goal="goal-1"))).startswith("Mend the lamps")


def test_a_boundary_says_its_own_size_and_that_of_the_cells_it_is_counted_on(file):
    ring = ((-3.93, 53.78), (-3.924, 53.78), (-3.924, 53.787), (-3.93, 53.787))
    held = replace(file.held, thing=replace(file.place, outline=ring))
    drawn = replace(file, held=held, brief=replace(file.brief, cells=9, area_km2=0.86))
    assert boundary_words(drawn) == (
        "The boundary drawn holds 0.31 km²; it is counted on the 9 whole cells it touches, 0.86 km²."
    )
    assert boundary_words(file).endswith("picked cell by cell on the map.")


def test_which_places_get_no_note_for_schools_is_told_with_what_to_do(made_panel):
    told = without_note([made_panel.register.place(i) for i in made_panel.places])
    assert len(told) == 1
    assert told[0].startswith("No note of Quiet Lane (LOC-002) can be made.")
    assert "general times: nothing is written" in told[0]
