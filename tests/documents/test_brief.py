"""The brief of a place whose numbers fit on paper, and of the borough where harm was planted."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from placespace.disclose import PROFILES, wording_faults
from placespace.documents.places import BriefSources, brief
from placespace.errors import WrongUse
from placespace.grid import study_area
from placespace.ingest import read_sessions
from placespace.places.acting import acting_as
from placespace.places.door import Held
from placespace.places.register import open_register
from placespace.places.roles import NotAllowed, Who
from placespace.places.things import Observation, Place, View
from tests.documents.brief_town import DAY, a_place, calls, made_town, two_years

A_PLACE_M = 250
FAR = "89194ad3247ffff"
"""A cell of another part of the country."""


def held(place: Place) -> Held[Place]:
    return Held("place-0001", 1, "", "", "", False, place)


@pytest.fixture(scope="module")
def town_reading(tiny_town, tmp_path_factory):
    return made_town(tmp_path_factory.mktemp("tiny") / "town", tiny_town, calls(tiny_town, *two_years(tiny_town)))


@pytest.fixture(scope="module")
def said(town_reading, tiny_town):
    return brief(town_reading, held(a_place(tiny_town)), "analyst")


@pytest.fixture(scope="module")
def sources(sample_reading):
    return BriefSources(sample_reading)


@pytest.fixture(scope="module")
def planted(sample_reading, truth):
    """Return what gives a planted place of the borough."""
    cells, spots = study_area(sample_reading.workspace), {s["name"]: s for s in truth["hot_spots"]}

    def place(name: str) -> Held[Place]:
        apart = np.hypot(*(cells.centres_m() - [spots[name]["easting"], spots[name]["northing"]]).T)
        ids = cells.index[apart < spots[name]["radius_m"] + A_PLACE_M]
        return held(Place("LOC-001", name, "park", tuple(ids), "", "council", "", "panel"))

    return place


def test_the_figures_of_the_tiny_town_are_those_on_paper(said):
    """9 + 3 in the place, 6 a year before; the cells that touch it hold 2 + 2 + 3 + 1 + 2."""
    line = said.sources[0]
    assert (line.source, line.categories, line.count, line.before) == ("ambulance", "all categories", "12", "6")
    assert line.change.startswith("no clear change, 2.0 times as many as the year before (")
    assert said.neighbours == "In the cells around it: ambulance 10."
    assert said.window == ("2025-10", "2026-09", "October 2025 to September 2026")
    assert said.cells == 2
    assert said.area_km2 == pytest.approx(0.19, abs=0.02)


def test_all_the_calls_were_on_friday_nights_and_the_two_times_are_kept_apart(said):
    assert said.sources[0].hours == (
        "too few to say: 12 events with a time; of 12 with a time, 0 on weekdays from 15 to 18 and 12 on Friday and "
        "Saturday nights from 18 to 6"
    )


def test_a_small_number_is_said_as_such(said):
    assert said.small == ("Ambulance: 12 in a year: three more or fewer would change this.",)
    assert "12 is a small number, and three more or fewer would change this" in said.said[1]


def test_what_was_not_sent_is_missing_and_not_zero(said):
    assert {line.layer for line in said.sources} == {"ambulance"}
    assert "Police recorded crime and anti-social behaviour: not sent." in said.missing
    assert "Emergency department: assault attendances: not sent." in said.missing
    assert said.deprivation == "Deprivation is not known: no layer of it is loaded."
    assert said.people == "Young residents are not known: no layer of residents is loaded."


def test_no_list_of_provision_is_not_nobody_open(said):
    assert said.provision == ("No list of provision is loaded. That is not the same as no provision.",)
    assert not any("nobody" in line for line in said.said)


def test_there_are_two_to_four_sentences_to_read_aloud(said):
    assert 2 <= len(said.said) <= 4
    assert said.said[0] == "At Market Square, October 2025 to September 2026: ambulance recorded 12."
    assert all(one.endswith(".") for one in said.said)


@pytest.mark.parametrize("profile", PROFILES)
def test_every_brief_of_the_borough_is_plain_true_to_its_profile_and_of_two_to_four_sentences(
    sample_reading, sources, planted, truth, profile
):
    for spot in truth["hot_spots"]:
        found = brief(sample_reading, planted(spot["name"]), profile, held=sources)
        assert 2 <= len(found.said) <= 4
        assert found.marking == PROFILES[profile].marking
        assert not wording_faults(" ".join([*found.said, *found.missing, *found.small, *found.provision]))
        assert {line.count for line in found.sources if line.layer == "emergency_department"} == {"gives no places"}
        assert not any("+" in one or "total" in one for one in found.said)


def test_health_sees_what_police_do_not_where_that_was_planted(sample_reading, sources, planted):
    found = brief(sample_reading, planted("Kelder Moor Green"), "analyst", held=sources)
    assert found.said[2].startswith("Health sees more than police here:")
    lines = {line.source: line for line in found.sources}
    assert lines["police"].hot == "no hot spot in its 5 cells"
    assert "are hot" in lines["ambulance"].hot


def test_months_that_are_missing_are_said_and_are_in_neither_year(sample_reading, sources, planted):
    found = brief(sample_reading, planted("Saltgate Interchange"), "analyst", held=sources)
    police = found.sources[0]
    assert police.change.endswith("in the 10 months that are held of both years")
    assert any("June 2025 missing at source" in line for line in found.missing)
    assert any("February 2026 far too small to be whole" in line for line in found.missing)


def test_who_is_open_is_asked_at_the_hours_of_the_place(sample_reading, sources, planted):
    found = brief(sample_reading, planted("Quay End night strip"), "analyst", held=sources)
    assert found.provision == ("Friday and Saturday 20-02: nobody is open within a 15 minute walk.",)
    assert found.said[-1] == (
        "The hours that stand out are Friday and Saturday 20 to 02. At those hours nobody is open for young people "
        "within the walk."
    )


def test_deprivation_informs_and_residents_say_how_they_are_known(sample_reading, sources, planted):
    found = brief(sample_reading, planted("Saltgate Interchange"), "partner", held=sources)
    assert found.deprivation.endswith(
        "where 1 is the most deprived and 10 the least. Deprivation informs, it never decides."
    )
    assert "published estimates of small areas" in found.people
    assert "It holds a transport hub: most of those present there live elsewhere." in found.people


def test_an_old_source_is_said_to_be_old(sample_reading, planted):
    workspace = replace(
        sample_reading.workspace, area=replace(sample_reading.workspace.area, as_of=pd.Timestamp("2027-03-01").date())
    )
    found = brief(replace(sample_reading, workspace=workspace), planted("Saltgate Interchange"), "analyst")
    assert "Ambulance: 152 days old, older than the 45 days it should be. Check before you act." in found.missing


def test_cells_outside_the_area_are_said_and_a_place_with_no_cell_inside_is_refused(sample_reading, sources, planted):
    one = planted("Saltgate Interchange")
    wide = replace(one, thing=replace(one.thing, cells=(*one.thing.cells, FAR)))
    assert "1 of its 6 cells is outside the area." in brief(sample_reading, wide, "analyst", held=sources).missing
    nowhere = replace(one, thing=replace(one.thing, cells=(FAR,)))
    with pytest.raises(WrongUse, match="None of the 1 cells"):
        brief(sample_reading, nowhere, "analyst", held=sources)


def test_the_sources_held_give_the_same_brief_as_none_held(sample_reading, sources, planted):
    one = planted("Kelder Moor Green")
    assert brief(sample_reading, one, "analyst", held=sources) == brief(sample_reading, one, "analyst")


@pytest.mark.parametrize("role", ["viewer", "practitioner", "panel"])
def test_true_figures_are_for_the_analyst_whoever_else_asks(town_reading, tiny_town, role):
    one, who = held(a_place(tiny_town)), Who("a.clerk", role)
    with acting_as(who), pytest.raises(NotAllowed):
        brief(town_reading, one, "analyst")
    register = open_register(town_reading.workspace, who)
    with pytest.raises(NotAllowed):
        brief(town_reading, one, "analyst", register=register)
    assert brief(town_reading, one, "partner", register=register).profile == "partner"


def test_observations_are_told_to_practitioners_and_young_peoples_map_above_the_threshold(tiny_town, tmp_path):
    reading = made_town(tmp_path / "town", tiny_town, calls(tiny_town, *two_years(tiny_town)))
    register = open_register(reading.workspace, Who("a.worker", "panel"))
    place = register.raise_place(a_place(tiny_town))
    register.observe(place.id, Observation("youth service", DAY, ("harm", "something good"), "seen"))
    register.mark(View(tiny_town.centre, "unsafe", 7, "youth service", DAY))
    register.mark(View(tiny_town.named[0, 1], "safe", 4, "youth service", DAY))
    found = brief(reading, place, "partner", register=register)
    assert found.observations[0] == "1 observation by practitioners, the newest of 20 October 2026."
    assert "Somebody was hurt, robbed or exploited: 1." in found.observations
    assert found.young_map == ("Young people marked one of its cells as unsafe: at least 5 of them.",)
    viewer = open_register(reading.workspace, Who("a.viewer", "viewer"), store=register.store)
    for told in (brief(reading, place, "partner", register=viewer), brief(reading, place, "public", register=register)):
        assert told.observations == ()
        assert told.young_map == ()


def test_lines_of_the_list_that_could_not_be_read_are_said_where_nobody_is_open(sample_reading, sources, planted):
    provision = read_sessions(sample_reading.workspace)
    for profile in ("analyst", "partner"):
        found = brief(sample_reading, planted("Quay End night strip"), profile, held=sources)
        start = f"Provision: {len(provision.waiting)} of {len(provision.lines)} lines of the list could not be read"
        assert any(line.startswith(start) for line in found.missing)
