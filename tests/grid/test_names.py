"""A cell is called after the nearest name, with the compass where two would share it."""

import geopandas as gpd
import pytest
import shapely

from placespace.grid import name_cells, nearest_names
from placespace.grid.names import RIGHT_THERE_M

FAR_M = 1200


@pytest.fixture
def names(tiny_town):
    """A square in the middle of the middle cell, and a name that is empty, nearer to the corner."""
    centres = tiny_town.cells.geometry().centroid
    return gpd.GeoDataFrame(
        {"name": ["Market Square", ""]},
        geometry=[centres[tiny_town.centre], centres[tiny_town.named[2, 0]]],
        crs=27700,
    )


def test_the_cell_on_a_name_has_it_and_those_around_are_near_it(tiny_town, names):
    place = name_cells(tiny_town.cells, [names], within_m=FAR_M)
    assert place[tiny_town.centre] == "Market Square"
    assert place.drop(tiny_town.centre).str.startswith("near Market Square (").all()
    assert place.name == "place"


def test_the_compass_points_from_the_name_to_the_cell(tiny_town, names):
    place = name_cells(tiny_town.cells, [names], within_m=FAR_M)
    centres = tiny_town.cells.geometry().centroid
    middle = centres[tiny_town.centre]
    assert place[centres.x.idxmax()].endswith("(E)") == (abs(centres[centres.x.idxmax()].y - middle.y) < 100)
    north = place[centres.y.idxmax()]
    south = place[centres.y.idxmin()]
    assert "(N" in north
    assert "(S" in south


COMPASS = {
    "N": (0, 500), "NE": (500, 500), "E": (500, 0), "SE": (500, -500),
    "S": (0, -500), "SW": (-500, -500), "W": (-500, 0), "NW": (-500, 500),
}  # fmt: skip


@pytest.mark.parametrize("word", COMPASS)
def test_each_of_the_eight_points_of_the_compass_is_said(tiny_town, word):
    east, north = COMPASS[word]
    centre = tiny_town.cells.geometry().centroid[tiny_town.centre]
    square = gpd.GeoDataFrame(
        {"name": ["Market Square"]}, geometry=[shapely.Point(centre.x - east, centre.y - north)], crs=27700
    )
    assert name_cells(tiny_town.cells, [square], within_m=FAR_M)[tiny_town.centre] == f"near Market Square ({word})"


def test_further_than_is_useful_there_is_no_name():
    square = gpd.GeoDataFrame({"name": ["Market Square"]}, geometry=[shapely.Point(0, 0)], crs=27700)
    points = gpd.GeoSeries([shapely.Point(200, 0), shapely.Point(201, 0), shapely.Point(1201, 0)], crs=27700)
    assert nearest_names(points, square, within_m=FAR_M).tolist() == ["Market Square", "near Market Square (E)", ""]


def test_with_no_names_every_cell_is_nameless(tiny_town, names):
    place = name_cells(tiny_town.cells, [names[names["name"] == ""]], within_m=FAR_M)
    assert (place == "").all()
    assert place.index.equals(tiny_town.cells.index)


def test_a_name_written_twice_is_one_place_each(tiny_town, names):
    twice = gpd.GeoDataFrame(
        {"name": ["High Street", "High Street"]},
        geometry=[names.geometry.iloc[0], shapely.Point(0, 0)],
        crs=27700,
    )
    assert name_cells(tiny_town.cells, [twice], within_m=FAR_M).ne("").all()


def test_the_first_layer_with_a_name_near_enough_names_a_cell_and_the_next_fills_in(tiny_town, names):
    streets = tiny_town.cells.geometry().centroid
    streets = gpd.GeoDataFrame({"name": [f"Street {i}" for i in range(len(streets))]}, geometry=streets.to_numpy())
    place = name_cells(tiny_town.cells, [names.iloc[:1], streets.set_crs(27700)], within_m=RIGHT_THERE_M)
    named = (place == names["name"].iloc[0]).sum()
    assert 0 < named < len(place)
    assert place.str.startswith("Street").sum() == len(place) - named
