"""A real area with police months and a list of provision alone: every page opens, and says what it cannot say."""

from __future__ import annotations

import shutil

import pytest

from tests.views.test_screens import SCREENS, text_of

AREA = 'provision = "youth_provision"\ncandidates = "candidate_venues"\n'


@pytest.fixture(scope="module")
def borough(sefton, real_data, tmp_path_factory):
    """Return a copy of the area's workspace, as read, with the list of provision put in."""
    folder = tmp_path_factory.mktemp("sefton") / "workspace"
    shutil.copytree(sefton.workspace.folder, folder, symlinks=True)
    listed = next((real_data / "merseyside").glob("*provision*.csv"))
    shutil.copy(listed, folder / "geodata" / "raw" / "youth_provision_2018-19.csv")
    area = folder / "geodata" / "area.toml"
    area.write_text(area.read_text(encoding="utf-8") + AREA, encoding="utf-8")
    return folder


@pytest.mark.parametrize("profile", ["analyst", "public"])
@pytest.mark.parametrize("screen", SCREENS)
def test_every_page_of_a_real_area_opens(open_page, screen, profile):
    page = open_page(screen, profile)
    assert not page.exception
    assert not page.error


def test_a_source_of_months_gives_no_hours_and_only_young_people_can_be_reached(open_page):
    assert "No hours in: police" in text_of(open_page("when"))
    page = open_page("coverage")
    assert next(s for s in page.selectbox if s.label == "To be reached").options == ["Young people"]
    assert "of young people's hours" in text_of(page)
    assert next(s for s in page.slider if s.label == "Need").disabled
    assert "Siting needs a list of venues" in text_of(open_page("siting"))
    assert "15 lines: 15 wait to be looked at" in text_of(open_page("provision"))
