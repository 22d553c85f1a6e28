"""Numbers by area and shapes: what is missing stays missing, what is broken is mended and said."""

from __future__ import annotations

import json
import os

import geopandas as gpd
import pytest
from conftest import BOUNDARY, SAID, Town, workbook
from shapely.geometry import Point, Polygon

from placespace.errors import PlacespaceError

PEOPLE = (
    'title = "People"\nrole = "people"\nreader = "areas"\nfiles = ["people*"]\n'
    + SAID
    + '[columns]\n"Area code" = "area"\n'
    '[values.young]\ncolumns = ["F{age}", "M{age}"]\nmeasure = "extensive"\nlabel = "young"\n'
)
AGES = [f"{sex}{age}" for sex in "FM" for age in range(9, 19)]
HEADING = ["Area code", "Name", *AGES]
SHAPES = 'title = "S"\nrole = "context"\nreader = "shapes"\nfiles = ["shapes*"]\n' + SAID + '[columns]\ncode = "area"\n'
SQUARE = Polygon([(0, 0), (9, 0), (9, 9), (0, 9)])
BOW_TIE = Polygon([(0, 0), (9, 9), (9, 0), (0, 9)])


def people(*rows: list, heading: list = HEADING) -> str:
    return "\n".join(",".join(map(str, row)) for row in [heading, *rows])


@pytest.fixture
def counted(town: Town) -> Town:
    town.layer("people", PEOPLE)
    return town


def test_the_ages_of_the_resident_band_are_summed_and_no_others(counted: Town) -> None:
    counted.put("people.csv", people(["E01000001", "A", *range(20)], ["E01000002", "B", *[1] * 20]))
    counted.read()
    assert counted.rows("people").set_index("area")["young"].to_dict() == {
        "E01000001": sum(range(1, 9)) + sum(range(11, 19)),  # 10 to 17 of 9 to 18, for each sex
        "E01000002": 16,
    }
    counted.area += "resident_ages = [11, 12]\n"
    counted.read()
    assert counted.rows("people")["young"].tolist() == [2 + 3 + 12 + 13, 4]


@pytest.mark.parametrize("blank", ["", "c", "*", "<5", "-"])
def test_a_blank_or_suppressed_number_is_missing_and_never_nought(counted: Town, blank: str) -> None:
    counted.put("people.csv", people(["E01000001", "A", *[1] * 5, blank, *[1] * 14]))
    account = counted.read()["people"]
    assert counted.rows("people")["young"].isna().all()
    assert account.reasons("mended")["young is missing: stays missing, is never 0"].rows == 1


def test_titles_totals_notes_and_repeats_are_set_aside_without_contact_details(counted: Town) -> None:
    rows = [
        ["E01000001", "A", *[1] * 20],
        ["E01000001", "A", *[2] * 20],
        ["England", "", *[3] * 20],
        ["Ask jo@example.org", ""],
    ]
    counted.put("people.csv", people(*rows))
    account = counted.read()["people"]
    assert (account.read, account.kept) == (4, 1)
    assert account.reasons()["the same area twice"].first_row == 3
    assert account.reasons()["not an area code (a title, note or total)"].rows == 2
    assert "example.org" not in counted.aside("people").to_csv()


def test_a_newer_file_of_the_same_areas_replaces_the_older_and_is_counted(counted: Town) -> None:
    for name, each, age in (("people_2022.csv", 1, 1), ("people_2024.csv", 2, 9)):
        os.utime(counted.put(name, people(["E01000001", "A", *[each] * 20])), (age, age))
    account = counted.read()["people"]
    assert counted.rows("people")["young"].tolist() == [32]
    assert account.facts == {"sent again in a newer file, which is used": 1}


def test_one_workbook_with_a_sheet_a_year_is_refused_because_none_can_be_known_to_be_meant(counted: Town) -> None:
    row = ["E01000001", "A", *[1] * 20]
    counted.put(
        "people.xlsx",
        workbook({"Notes": [["x"]], "Mid-2021": [["t"], [], [], HEADING, row], "Mid-2022": [HEADING, row]}),
    )
    account = counted.read()["people"]
    assert "must give each area once" in account.unread[0]
    assert "Mid-2022" in account.unread[0]


def test_a_lookup_sheet_beside_the_numbers_is_said_and_does_no_harm(counted: Town) -> None:
    row = ["E01000001", "A", *[1] * 20]
    counted.put(
        "people.xlsx", workbook({"Lookup": [["Area code", "District"], ["E01000001", "Z"]], "Data": [HEADING, row]})
    )
    account = counted.read()["people"]
    assert account.kept == 1
    assert "must have the columns under [values]" in account.files[0].notes[0]


def test_a_heading_cut_short_still_finds_its_column(counted: Town) -> None:
    long = "Income Deprivation Affecting Children Index (IDACI) Decile (where 1 is most deprived 10% of LSOAs)"
    counted.layer("people", PEOPLE.replace('["F{age}", "M{age}"]', f'["{long}"]'))
    counted.put("people.csv", people(["E01000001", 7], heading=["Area code", long[:85]]))
    counted.read()
    assert counted.rows("people")["young"].tolist() == [7]


def shapes_of(town: Town, geometry: list, crs: object = 27700, name: str = "shapes.gpkg"):
    frame = gpd.GeoDataFrame({"code": [f"E0100000{i}" for i, _ in enumerate(geometry)]}, geometry=geometry, crs=crs)
    frame.to_file(town.raw / name)
    town.layer("shapes", SHAPES)
    return town.read()["shapes"]


def test_a_shape_that_crosses_itself_is_mended_and_an_empty_one_is_set_aside(town: Town) -> None:
    account = shapes_of(town, [SQUARE, BOW_TIE, None, Polygon()])
    kept = town.rows("shapes")
    assert (account.read, account.kept, len(kept)) == (4, 2, 2)
    mended, gone = account.reasons("mended")["shape crossed itself and was mended"], account.reasons()["no shape"]
    assert (mended.rows, mended.first_row, gone.rows, gone.first_row) == (1, 2, 2, 3)
    assert mended.first_value.endswith("E01000001")
    assert kept.geometry.is_valid.all()
    assert kept.geometry.area.tolist() == [81.0, 40.5]  # the two triangles of a bow tie are half its square
    assert kept.crs.to_epsg() == 27700


def test_shapes_without_a_coordinate_system_are_refused_in_words(town: Town) -> None:
    gpd.GeoDataFrame({"code": ["E01000001"]}, geometry=[SQUARE]).set_crs(27700).to_file(town.raw / "shapes.shp")
    (town.raw / "shapes.prj").unlink()
    town.layer("shapes", SHAPES.replace('"shapes*"', '"shapes*.shp"'))
    account = town.read()["shapes"]
    assert "shapes.shp must say its coordinate system." in account.unread[0]


def test_metres_said_to_be_degrees_are_set_aside_and_not_drawn(town: Town) -> None:
    account = shapes_of(town, [Point(333_500, 395_200), Point(-3, 53.4)], crs=4326, name="shapes.geojson")
    assert account.kept == 1
    assert account.reasons()["coordinates do not fit its coordinate system"].first_row == 1


@pytest.mark.parametrize("content", ["", "not shapes", json.dumps({**BOUNDARY, "features": []})])
def test_without_a_boundary_the_study_area_says_what_is_wrong_with_its_file(town: Town, content: str) -> None:
    town.put("boundary.geojson", content)
    with pytest.raises(PlacespaceError, match=r"The study area needs a boundary file\."):
        town.read()


def test_a_boundary_feature_that_is_not_there_is_said_with_one_that_is(town: Town) -> None:
    town.area += 'boundary_where = { column = "name", equals = "Atlantis" }\n'
    with pytest.raises(PlacespaceError, match="'Tiny town'"):
        town.read()
