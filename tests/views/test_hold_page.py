"""The page says on top what its tables say, follows what is asked, and keeps figures to the analyst."""

from __future__ import annotations

import pytest

from placespace.disclose import PROFILES
from placespace.documents.hold import ANALYST_ONLY
from tests.views.test_screens import text_of


def test_the_sentence_stands_over_the_ways_the_categories_and_the_sources(open_page):
    page = open_page("hold", category="Robbery")
    says = text_of(page)
    assert "Robbery (police), cells picked at the end of each month" in says
    ways, categories, sources = (frame.value for frame in page.dataframe)
    assert ways["Picked by"].str.contains("busiest").tolist() == [False, True, False, False]
    assert set(ways["Cells"]) == {"20"}
    row = categories.set_index("Category").loc["Robbery"]
    assert row["The method held"] == ways["Held"].iloc[0]
    assert f"{row['The method is']} (difference" in says
    assert sources["Source"].tolist() == ["police", "ambulance"]
    assert "June 2025, February 2026" in says
    assert page.get("download_button")


def test_as_many_as_are_hot_may_be_asked_for_and_bookmarked(open_page):
    page = open_page("hold", size="hot", source="ambulance")
    assert next(s for s in page.selectbox if s.label == "Cells picked").value == "hot"
    assert "ambulance" in text_of(page)
    assert set(page.dataframe[0].value["Cells"]) != {"20"}


@pytest.mark.parametrize("profile", [p for p in PROFILES if p != "analyst"])
def test_a_protected_profile_sees_that_it_exists_and_nothing_else(open_page, profile):
    page = open_page("hold", profile, category="Robbery")
    assert [i.value for i in page.info] == [ANALYST_ONLY]
    assert not page.dataframe
    assert not page.get("download_button")
    assert [s.label for s in page.selectbox] == ["Profile"]
