"""Numbers of areas become numbers of cells: people are conserved, scores averaged, missing stays missing."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from tobler.area_weighted import area_interpolate

from placespace.errors import PlacespaceError
from placespace.grid import cells_of, study_area, to_cells
from placespace.grid.apportion import overlap_km2
from placespace.ingest import read_stored

# areas of polygons in double precision
CONSERVED = 1e-6
# tobler keeps its shares in single precision
SAME_AS_TOBLER = 1e-6
EAST, NORTH = 272_000, 433_000


@pytest.fixture(scope="module")
def cells():
    """A square of 3 km, whole cells over it."""
    return cells_of(gpd.GeoSeries([shapely.box(EAST, NORTH, EAST + 3000, NORTH + 3000)], crs=27700), 9)


def random_zones(seed: int, number: int = 40) -> gpd.GeoDataFrame:
    """Zones that tile a square wholly inside the cells, with people and a score."""
    rng = np.random.default_rng(seed)
    points = shapely.MultiPoint(rng.uniform(0, 3000, (number, 2)) + np.array([EAST, NORTH]))
    square = shapely.box(EAST, NORTH, EAST + 3000, NORTH + 3000)
    parts = [p.intersection(square) for p in shapely.get_parts(shapely.voronoi_polygons(points, extend_to=square))]
    zones = gpd.GeoDataFrame(geometry=parts, crs=27700, index=[f"Z{i:02d}" for i in range(len(parts))])
    zones["people"], zones["score"] = rng.integers(0, 900, len(zones)).astype(float), rng.random(len(zones))
    return zones


@pytest.mark.parametrize("seed", range(5))
def test_people_of_zones_wholly_inside_are_conserved(cells, seed):
    zones = random_zones(seed)
    got = to_cells(zones["people"], zones.geometry, cells, measure="extensive")
    assert got.sum() == pytest.approx(zones["people"].sum(), rel=CONSERVED)
    assert got.name == "people"
    assert got.index.equals(cells.index)


def test_a_zone_that_only_touches_the_edge_gives_its_share_and_no_more(cells):
    hexes = cells.geometry().union_all()
    west = hexes.bounds[0]
    zone = gpd.GeoSeries([shapely.box(west - 10_000, NORTH, west + 500, NORTH + 2000)], index=["Z"], crs=27700)
    inside = zone.iloc[0].intersection(hexes).area / zone.iloc[0].area
    got = to_cells(pd.Series({"Z": 1000.0}), zone, cells, measure="extensive")
    assert got.sum() == pytest.approx(1000 * inside, rel=CONSERVED)
    assert got.sum() < 50


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("moved_m", [0, 1400])
def test_extensive_numbers_equal_tobler_when_it_may_not_inflate(cells, seed, moved_m):
    zones = random_zones(seed)
    zones.geometry = zones.geometry.translate(moved_m, 0)
    hexes = gpd.GeoDataFrame(geometry=cells.geometry())
    theirs = area_interpolate(zones, hexes, extensive_variables=["people"], allocate_total=False, n_jobs=1)
    ours = to_cells(zones["people"], zones.geometry, cells, measure="extensive")
    assert np.allclose(ours.fillna(0), theirs["people"], rtol=SAME_AS_TOBLER, atol=SAME_AS_TOBLER)


@pytest.mark.parametrize("seed", range(3))
def test_intensive_numbers_weighted_by_area_equal_tobler(cells, seed):
    zones = random_zones(seed)
    hexes = gpd.GeoDataFrame(geometry=cells.geometry())
    theirs = area_interpolate(zones, hexes, intensive_variables=["score"], n_jobs=1)["score"].to_numpy()
    ours = to_cells(zones["score"], zones.geometry, cells, measure="intensive")
    known = ours.notna().to_numpy()
    assert np.allclose(ours[known], theirs[known], rtol=SAME_AS_TOBLER)


def two_halves(cells):
    """The cell in the middle, cut in two: a fifth and four fifths of its area."""
    cell = cells.geometry().iloc[len(cells) // 2]
    left, bottom, right, top = cell.bounds
    low, high = left, right
    for _ in range(60):
        cut = (low + high) / 2
        low, high = (
            (cut, high) if shapely.box(left, bottom, cut, top).intersection(cell).area < cell.area / 5 else (low, cut)
        )
    parts = [shapely.box(left, bottom, cut, top), shapely.box(cut, bottom, right, top)]
    return cells.index[len(cells) // 2], gpd.GeoSeries(
        [p.intersection(cell) for p in parts], index=["A", "B"], crs=27700
    )


def test_a_score_is_the_mean_of_the_areas_weighted_by_their_people(cells):
    cell, zones = two_halves(cells)
    score, people = pd.Series({"A": 10.0, "B": 40.0}), pd.Series({"A": 300.0, "B": 100.0})
    by_people = to_cells(score, zones, cells, measure="intensive", weights=people)
    by_area = to_cells(score, zones, cells, measure="intensive")
    assert by_people[cell] == pytest.approx((10 * 300 + 40 * 100) / 400)
    assert by_area[cell] == pytest.approx(10 / 5 + 40 * 4 / 5)


def test_an_area_with_no_value_is_missing_and_never_zero(cells):
    cell, zones = two_halves(cells)
    none, half = pd.Series({"A": np.nan, "B": np.nan}), pd.Series({"A": 10.0})
    assert np.isnan(to_cells(none, zones, cells, measure="extensive")[cell])
    assert np.isnan(to_cells(none, zones, cells, measure="intensive")[cell])
    assert to_cells(half, zones, cells, measure="intensive")[cell] == pytest.approx(10)
    assert to_cells(half, zones, cells, measure="extensive")[cell] == pytest.approx(10)


def test_a_cell_no_area_touches_is_missing(cells):
    _, zones = two_halves(cells)
    got = to_cells(pd.Series({"A": 1.0, "B": 2.0}), zones, cells, measure="extensive")
    assert got.notna().sum() < 10
    assert got.isna().sum() == len(cells) - got.notna().sum()


def test_areas_nobody_lives_in_give_no_weight_to_a_score(cells):
    cell, zones = two_halves(cells)
    score, people = pd.Series({"A": 10.0, "B": 40.0}), pd.Series({"A": 0.0, "B": 100.0})
    assert to_cells(score, zones, cells, measure="intensive", weights=people)[cell] == pytest.approx(40)


def test_areas_in_degrees_and_unknown_measures_are_refused(cells):
    _, zones = two_halves(cells)
    with pytest.raises(PlacespaceError, match="EPSG:27700"):
        overlap_km2(zones.to_crs(4326), cells)
    with pytest.raises(PlacespaceError, match="extensive or intensive"):
        to_cells(pd.Series({"A": 1.0}), zones, cells, measure="mean")


def test_the_borough_s_young_people_are_all_there_after_going_to_cells(sample_reading):
    workspace = sample_reading.workspace
    cells = study_area(workspace)
    people = read_stored(workspace, "young_people").set_index("area")["young_people"]
    areas = read_stored(workspace, "lsoa_2021").set_index("area").geometry
    covered = areas.difference(cells.geometry().union_all()).area / areas.area < CONSERVED
    inside = covered[covered].index
    assert len(inside) > 80
    got = to_cells(people.loc[inside], areas.loc[inside], cells, measure="extensive")
    assert got.sum() == pytest.approx(people.loc[inside].sum(), rel=CONSERVED)
