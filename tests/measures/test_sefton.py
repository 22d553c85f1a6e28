"""A real area, read with only TOML edited: the numbers that were worked out apart from this code."""

import pytest

from placespace.grid import Question, study_area, to_cells
from placespace.ingest import read_stored
from placespace.measures import events_by_area_code, find_hotspots

pytestmark = pytest.mark.real_data
# areas of polygons in double precision
CONSERVED = 1e-6
YEAR = ("2019-01", "2019-12")


def test_the_area_has_1801_cells(sefton):
    assert len(study_area(sefton.workspace)) == 1801


@pytest.mark.parametrize(
    ("category", "events", "hot"),
    [
        ("Violence and sexual offences", 7926, 173),
        ("Robbery", 169, 64),
        ("Possession of weapons", 156, 63),
        ("Anti-social behaviour", 4525, 184),
    ],
)
def test_events_and_hot_cells_of_2019(sefton, category, events, hot):
    found = find_hotspots(sefton, Question("police", (category,), *YEAR), names=False)
    assert (found.events, len(found.hot)) == (events, hot)
    assert found.left_out == ["2019-07"]


def test_by_lsoa_fewer_violent_events_are_in_the_area_than_by_cells_that_reach_over_its_edge(sefton):
    question = Question("police", ("Violence and sexual offences",), *YEAR)
    assert events_by_area_code(sefton, question, "lsoa_2011", study_area(sefton.workspace)) == 7540


def test_every_row_is_accounted_for(sefton):
    placing = sefton.placings["police"]
    assert placing.rows == 316_468
    assert placing.rows == placing.in_cells + placing.outside + placing.without_place + placing.excluded
    assert (placing.without_place, placing.distinct_points) == (0, 17_904)
    assert placing.lsoa_not_loaded == 136


def test_july_2019_is_missing(sefton):
    assert [m[:7] for m in sefton.accounts["police"].missing_months] == ["2019-07"]
    assert len(sefton.counts("police", 9).months_held) == 23


def test_people_aged_10_to_17_are_all_there_before_and_after_going_to_cells(sefton):
    shapes = read_stored(sefton.workspace, "lsoa_2011")
    areas = shapes[shapes["name"].str.startswith("Sefton")].set_index("area").geometry
    people = read_stored(sefton.workspace, "young_people").set_index("area")["young_people"].reindex(areas.index)
    assert people.sum() == 23_963
    cells = to_cells(people, areas, study_area(sefton.workspace), measure="extensive")
    assert cells.sum() == pytest.approx(23_963, rel=CONSERVED)
