"""A study area becomes cells: all of it, each cell once, with its neighbours."""

import geopandas as gpd
import h3
import numpy as np
import pandas as pd
import pytest
import shapely

from placespace.errors import PlacespaceError
from placespace.grid import cells_of, ring_matrix, study_area

# hexagon edges are straight in degrees, the boundary's are straight in metres: under 1 m2 a km of edge
UNCOVERED_KM2 = 1e-4
# H3 measures on a sphere, the national grid on an ellipsoid: 0.4 % apart here
SPHERE = 5e-3
EAST, NORTH = 272_000, 433_000


def square(east: float, north: float, side: float) -> shapely.Polygon:
    return shapely.box(east, north, east + side, north + side)


def series(*shapes: shapely.Geometry) -> gpd.GeoSeries:
    return gpd.GeoSeries(list(shapes), crs=27700)


@pytest.mark.parametrize("resolution", [7, 8, 9])
def test_cells_by_overlap_cover_the_boundary_wholly(resolution):
    boundary = series(square(EAST, NORTH, 3000).difference(square(EAST + 1000, NORTH + 1000, 700)))
    cells = cells_of(boundary, resolution)
    assert boundary.union_all().difference(cells.geometry().union_all()).area / 1e6 < UNCOVERED_KM2
    assert cells.geometry().intersects(boundary.union_all().buffer(1)).all()


def test_cells_by_centre_would_lose_part_of_the_area():
    boundary = series(square(EAST, NORTH, 3000))
    by_centre = h3.geo_to_cells(boundary.to_crs(4326).iloc[0], 9)
    assert len(by_centre) < len(cells_of(boundary, 9))


def test_parts_of_a_multipolygon_share_cells_and_each_is_kept_once():
    left, right = square(EAST, NORTH, 1000), square(EAST + 1010, NORTH, 1000)
    both = cells_of(series(left, right), 9)
    one, other = set(cells_of(series(left), 9).index), set(cells_of(series(right), 9).index)
    assert one & other, "the parts were meant to share cells"
    assert both.index.is_unique
    assert set(both.index) == one | other
    assert list(both.index) == sorted(both.index)


def test_the_cells_do_not_depend_on_how_the_boundary_is_cut_up():
    whole = cells_of(series(square(EAST, NORTH, 2000)), 9)
    halves = cells_of(
        series(
            shapely.box(EAST, NORTH, EAST + 900, NORTH + 2000),
            shapely.box(EAST + 900, NORTH, EAST + 2000, NORTH + 2000),
        ),
        9,
    )
    assert whole.digest == halves.digest


def test_a_boundary_that_crosses_itself_is_mended():
    bow = shapely.Polygon([(EAST, NORTH), (EAST + 1000, NORTH + 1000), (EAST + 1000, NORTH), (EAST, NORTH + 1000)])
    cells = cells_of(series(bow), 9)
    assert cells.boundary.is_valid
    assert cells.boundary.area == pytest.approx(2 * 0.25e6)


@pytest.mark.parametrize(
    ("boundary", "word"),
    [
        (gpd.GeoSeries([square(EAST, NORTH, 10)]), "coordinate system"),
        (series(shapely.Point(EAST, NORTH)), "area"),
        (series(), "area"),
    ],
)
def test_a_boundary_with_no_area_or_no_crs_is_refused(boundary, word):
    with pytest.raises(PlacespaceError, match=word):
        cells_of(boundary, 9)


def test_area_is_each_cell_s_own_and_not_the_average_of_its_resolution(tiny_town):
    metres = tiny_town.cells.geometry().area / 1e6
    average = h3.average_hexagon_area(9)
    assert np.allclose(metres, tiny_town.cells.area_km2, rtol=SPHERE)
    assert abs(tiny_town.cells.area_km2.mean() / average - 1) > 0.02


def brute_force(cells: list[str]) -> np.ndarray:
    place = {c: i for i, c in enumerate(cells)}
    out = np.zeros((len(cells), len(cells)))
    for cell, i in place.items():
        for near in h3.grid_disk(cell, 1):
            if near in place:
                out[i, place[near]] = 1
    return out


@pytest.mark.parametrize("kept", [1.0, 0.7, 0.2])
def test_the_ring_matrix_is_a_loop_over_disks(kept):
    disk = h3.grid_disk(h3.latlng_to_cell(53.78, -3.93, 9), 8)
    rng = np.random.default_rng(1)
    cells = list(rng.permutation([c for c in disk if rng.random() < kept]))
    ring = ring_matrix(cells)
    assert (ring.toarray() == brute_force(cells)).all()
    assert (ring != ring.T).nnz == 0
    assert ring.max() == 1


def test_cells_with_no_neighbour_keep_their_own_one():
    far = [h3.latlng_to_cell(53.78, -3.93 + d, 9) for d in (0, 0.1, 0.2)]
    assert (ring_matrix(far).toarray() == np.eye(3)).all()


def test_the_ring_matrix_holds_across_a_pentagon():
    cells = h3.grid_disk(h3.get_pentagons(9)[0], 2)
    assert (ring_matrix(cells).toarray() == brute_force(cells)).all()


def test_the_middle_of_the_tiny_town_has_six_neighbours_and_a_corner_three(tiny_town):
    size = pd.Series(tiny_town.cells.ring.sum(axis=1), tiny_town.cells.index)
    assert size[tiny_town.centre] == 7
    assert sorted(size) == [4] * 6 + [5] * 6 + [7] * 7
    near = {tiny_town.named[key] for key in ((0, 1), (0, 3), (1, 1), (1, 2), (-1, 1), (-1, 2))}
    assert set(h3.grid_disk(tiny_town.centre, 1)) == near | {tiny_town.centre}


def test_a_kept_study_area_is_the_one_made_afresh(sample_reading):
    kept = study_area(sample_reading.workspace)
    fresh = cells_of(gpd.GeoSeries([kept.boundary], crs=27700), kept.resolution)
    assert kept.digest == fresh.digest
    assert (kept.ring != fresh.ring).nnz == 0
    assert (kept.area_km2 == fresh.area_km2).all()
    assert kept.boundary.equals(fresh.boundary)


def test_every_cell_has_a_parent_and_parents_are_fewer(sample_reading):
    cells = study_area(sample_reading.workspace)
    parents = cells.parents(8)
    assert (parents == [h3.cell_to_parent(c, 8) for c in cells.index]).all()
    assert parents.nunique() < len(cells)
