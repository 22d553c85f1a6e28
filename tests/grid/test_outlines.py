"""A boundary that somebody drew has an area, and lies on cells."""

import h3
import pytest

from placespace.grid import cells_under, outline_m2


def corners(cell):
    """The corners of a cell as (longitude, latitude)."""
    return [(lng, lat) for lat, lng in h3.cell_to_boundary(cell)]


def about(cell, half):
    """A small square about the middle of a cell, degrees."""
    lat, lng = h3.cell_to_latlng(cell)
    return [(lng + x * half, lat + y * half) for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1))]


def test_a_small_outline_lies_on_the_cell_around_it(tiny_town):
    assert cells_under(tiny_town.cells, about(tiny_town.centre, 1e-4)) == [tiny_town.centre]


def test_the_outline_of_a_cell_lies_on_that_cell_and_only_touches_those_beside_it(tiny_town):
    assert cells_under(tiny_town.cells, corners(tiny_town.centre)) == [tiny_town.centre]


def test_an_outline_across_a_shared_corner_lies_on_all_who_share_it(tiny_town):
    lat, lng = h3.cell_to_boundary(tiny_town.centre)[0]
    square = [(lng + x * 1e-4, lat + y * 1e-4) for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
    assert len(cells_under(tiny_town.cells, square)) == 3


@pytest.mark.parametrize("outline", [[], [(-3.93, 53.78)], [(-3.93, 53.78), (-3.92, 53.78), (-3.93, 53.78)],
                                     [(float("nan"), 53.78), (-3.92, 53.78), (-3.91, 53.7)]])  # fmt: skip
def test_what_has_no_area_lies_on_nothing(tiny_town, outline):
    assert cells_under(tiny_town.cells, outline) == []
    assert outline_m2(outline) == 0


def test_an_outline_elsewhere_lies_on_no_cell_of_the_area(tiny_town):
    assert cells_under(tiny_town.cells, [(0.0, 51.0), (0.1, 51.0), (0.1, 51.1)]) == []


def test_a_line_that_crosses_itself_holds_what_it_goes_round(tiny_town):
    west, south, east, north = -3.931, 53.779, -3.929, 53.781
    crossed = [(west, south), (east, north), (east, south), (west, north)]
    whole = [(west, south), (east, south), (east, north), (west, north)]
    assert 0 < outline_m2(crossed) < outline_m2(whole)
    assert set(cells_under(tiny_town.cells, crossed)) <= set(cells_under(tiny_town.cells, whole))


def test_the_area_of_an_outline_is_that_of_the_cell_it_goes_round(tiny_town):
    hexagon = tiny_town.cells.geometry()[tiny_town.centre]
    assert outline_m2(corners(tiny_town.centre)) == pytest.approx(hexagon.area)
    # H3 measures on a sphere, the national grid on an ellipsoid
    assert outline_m2(corners(tiny_town.centre)) == pytest.approx(
        tiny_town.cells.area_km2[tiny_town.centre] * 1e6, rel=5e-3
    )
