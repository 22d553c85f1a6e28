"""Did it help? The page from an empty register to an answer, in every profile."""

import datetime
import re
from dataclasses import replace

import pandas as pd
import pytest

from placespace.catalogue import open_workspace
from placespace.disclose import PROFILES
from placespace.documents.places import freeze_both
from placespace.grid import Question, study_area
from placespace.measures import read_and_place
from placespace.measures.change_baseline import GROUPS, Baseline, Group
from placespace.measures.change_regression import Expected, Spread
from placespace.places.register import open_register
from placespace.places.roles import ALONE
from placespace.places.things import Action, Meeting, Place
from placespace.views.helped_parts import cell_kinds

DAY = datetime.date(2026, 2, 20)
STARTS = datetime.date(2026, 3, 1)
SESSION = Action("Evening session", "Session lead", "Youth service", DAY, starts=STARTS)
PATROL = Action("Walk through the park", "Sergeant", "Police", DAY, starts=STARTS, police=True)


def shown(page) -> str:
    """Return all text of a page."""
    parts = (*page.markdown, *page.caption, *page.info, *page.warning, *page.subheader)
    return " ".join(str(p.value) for p in parts).replace("\\", "")


@pytest.fixture(scope="module")
def with_action(borough):
    """Return the borough after a decision that froze the baseline of two actions at a place of middling count."""
    reading = read_and_place(open_workspace(borough))
    register, cells = open_register(reading.workspace, ALONE), study_area(reading.workspace)
    counts = reading.counts("police", 9).by_cell(Question("police", (), "2025-02", "2026-01"), cells)
    place = register.raise_place(
        Place(
            reference="",
            name="Kelder Park",
            kind="park",
            cells=tuple(counts.sort_values(ascending=False).index[60:62]),
            why="Robberies after school",
            raised_by="Youth service",
            raised_on=DAY,
            sharing_basis="Agreement of 2026",
            owner_meeting="Monthly panel",
        )
    )
    meeting = register.open_meeting(Meeting("Monthly panel", DAY, "Chair of the panel", places=(place.id,)))
    for action in (SESSION, PATROL):
        register.add_action(place.id, replace(action, meeting=meeting.id))
    item = register.item(meeting.id, place.id)
    said = replace(item.thing, decision="new", unintended_harm="None that we can see")
    item = register.save_item(item.id, said, item.version)
    true, protected = freeze_both(reading, register, item.id)
    register.decide(item.id, item.version, evidence=true, partner=protected)
    register.close()
    return borough


def test_an_empty_register_says_what_to_do(open_page):
    page = open_page("helped")
    assert not page.exception
    assert "No place has an action yet" in shown(page)


def test_the_analyst_sees_the_smallest_change_first_then_figures_words_and_cells(with_action, open_page):
    page = open_page("helped", **{"helped-until": "2026-05"})
    assert not page.exception
    headings = [s.value for s in page.subheader]
    assert headings == ["What could have been seen", "What was recorded", "What else may lie behind it"]
    assert list(page.dataframe[0].value["Cells"].str.split(" (", regex=False).str[0]) == [
        "The place", "The cells round it", "Like places", "The cells round those"
    ]  # fmt: skip
    assert "Weighted displacement difference" in shown(page)
    assert [h.value for h in page.header] == ["Month by month", "Which cells"]


def test_a_gap_at_source_stops_it(with_action, open_page):
    page = open_page("helped", **{"helped-until": "2026-09"})
    assert "The comparison stops here, and nothing is claimed." in shown(page)
    assert "June 2025 is missing or far too small at source" in shown(page)


@pytest.mark.parametrize("profile", [name for name, p in PROFILES.items() if not p.exact])
def test_others_get_words_no_figures_and_no_police_work(with_action, open_page, profile):
    page = open_page("helped", profile, **{"helped-until": "2026-05", "helped-action": "action-0002"})
    assert not page.exception
    assert len(page.dataframe) == 0
    assert "Weighted" not in shown(page)
    assert not re.search(r"\bA fall of fewer than\b|\d+ were recorded", shown(page))
    assert all("Walk through" not in str(box.options) for box in page.selectbox)
    assert not [h.value for h in page.header]


def test_the_map_shows_no_like_places_where_there_are_none():
    index = pd.Index(list("abcdef"))
    group = {name: Group((cell,), (), Expected(0.0, 0.0, 0.0)) for name, cell in zip(GROUPS, "abcd", strict=True)}
    whole = Baseline("police", (), "", 9, "2026-01", (), 0, group, (), Spread(1.0, 0.0, 0.0), ())
    assert cell_kinds(whole, index).tolist() == [1, 2, 3, 4, 0, 0]
    assert cell_kinds(replace(whole, why_not="nothing is like it"), index).tolist() == [1, 2, 0, 0, 0, 0]
