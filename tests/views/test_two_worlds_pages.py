"""Two towns of the same shown tables and other hidden counts: the pages of places say the same to who may not see."""

from __future__ import annotations

import re

import pytest

from placespace.places.acting import acting_as
from placespace.places.roles import Who
from placespace.views import cached_places
from tests.documents.brief_town import calls, two_years
from tests.documents.place_papers.test_two_worlds_of_papers import HIDDEN_HERE, settled
from tests.views.test_viewer_attack_pages import opened, said

PANEL, PRACTITIONER, VIEWER = (Who(f"a.{role}", role) for role in ("panel", "practitioner", "viewer"))
TABS = ("Brief", "Observations", "Young people's map", "Plan so far", "History")
CLOCK = re.compile(r"\d\d:\d\d(:\d\d)?(\.\d+)?")
ASKED = [
    *((PANEL, "places", {"places-tabs": tab}) for tab in TABS),
    (PRACTITIONER, "places", {}),
    (VIEWER, "places", {}),
    (PANEL, "meeting", {}),
    (PRACTITIONER, "meeting", {}),
    (VIEWER, "meeting", {}),
    (PANEL, "helped", {}),
    (PRACTITIONER, "helped", {}),
    (VIEWER, "helped", {}),
]


@pytest.fixture(scope="module")
def worlds(tiny_town, tmp_path_factory):
    this_year, before = two_years(tiny_town)
    first, second, third = (tiny_town.named[at] for at in HIDDEN_HERE)
    other = {**this_year, first: 2, second: 4, third: 2}
    folder = tmp_path_factory.mktemp("pages of two worlds")
    rows = calls(tiny_town, dict(reversed(other.items())), before, at="16:10")
    settled(folder / "one" / "town", tiny_town, calls(tiny_town, this_year, before))
    settled(folder / "other" / "town", tiny_town, rows)
    return folder / "one" / "town", folder / "other" / "town"


@pytest.mark.parametrize("profile", ["partner", "health", "public"])
@pytest.mark.parametrize(("who", "screen", "state"), ASKED)
def test_a_page_says_the_same_of_both(worlds, monkeypatch, who, screen, state, profile):
    told = []
    for folder in worlds:
        monkeypatch.setenv("PLACESPACE_WORKSPACE", str(folder))
        cached_places._store.clear()
        with acting_as(who):
            page = opened(screen, {"profile": profile}, **state)
        assert not page.exception
        text = said(page)
        told.append(CLOCK.sub("", text) if state.get("places-tabs") == "History" else text)
    assert told[0] == told[1]
    assert len(told[0]) > 100
