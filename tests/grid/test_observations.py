"""Every row is in a cell, outside, without place or excluded; false points are left out with a reason."""

import h3
import numpy as np
import pandas as pd
import pytest
from pyproj import Transformer

from placespace.catalogue import open_workspace
from placespace.errors import PlacespaceError
from placespace.grid import place_layer, point_piles, read_exclusions, study_area, write_exclusions
from placespace.grid.observations import EXCLUSION_COLUMNS, excluded_by, observations_path
from placespace.measures import read_and_place

GOOD = ("The pier", "270500", "432200", "150", "all", "Default geocode of the seafront", "A. Analyst", "2026-10-01")


def exclusions(*rows: tuple) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(EXCLUSION_COLUMNS))


def test_every_row_is_in_one_place_of_the_account(sample_reading):
    assert set(sample_reading.placings) == {"police", "ambulance", "emergency_department"}
    for placing in sample_reading.placings.values():
        assert placing.rows == placing.in_cells + placing.outside + placing.without_place + placing.excluded
        assert placing.excluded == sum(placing.excluded_by.values())
        assert placing.rows > 0


def test_the_borough_s_bad_rows_are_where_its_truth_says(sample_reading, truth):
    police = sample_reading.placings["police"]
    assert police.rows == truth["police"]["rows"]
    assert police.outside == truth["police"]["bad_rows"]["outside the borough"]
    assert police.without_place == truth["police"]["bad_rows"]["no coordinates"]
    assert (police.first, police.last) == (truth["window"]["first"], truth["window"]["last"])
    emergency = sample_reading.placings["emergency_department"]
    assert emergency.without_place == emergency.rows


def test_a_row_s_cell_is_h3_s_own_at_every_resolution(sample_reading):
    rows = pd.read_parquet(observations_path(sample_reading.workspace, "ambulance")).dropna(subset="lon").head(300)
    for resolution in (7, 8, 9):
        by_hand = [h3.latlng_to_cell(la, lo, resolution) for la, lo in zip(rows["lat"], rows["lon"], strict=True)]
        assert rows[f"cell_{resolution}"].astype("str").tolist() == by_hand


def test_rows_without_a_place_have_no_cell(sample_reading):
    rows = pd.read_parquet(observations_path(sample_reading.workspace, "police"))
    assert rows.loc[rows["lon"].isna(), ["cell_7", "cell_8", "cell_9"]].isna().all(axis=None)
    assert rows.loc[rows["lon"].notna(), "cell_9"].notna().all()


def test_excluded_rows_are_those_within_the_radius_and_no_others(sample_reading):
    workspace = sample_reading.workspace
    rows = pd.read_parquet(observations_path(workspace, "police")).dropna(subset="lon")
    east, north = Transformer.from_crs(4326, 27700, always_xy=True).transform(rows["lon"], rows["lat"])
    near = np.zeros(len(rows), bool)
    for one in read_exclusions(workspace).itertuples():
        near |= (east - one.easting) ** 2 + (north - one.northing) ** 2 <= one.radius_m**2
    assert (rows["excluded"].notna().to_numpy() == near).all()


def test_an_exclusion_can_be_for_one_layer_only():
    lon, lat = Transformer.from_crs(27700, 4326, always_xy=True).transform(270500, 432200)
    points = pd.DataFrame({"lon": [lon, np.nan], "lat": [lat, np.nan]})
    listed = exclusions(("The pier", 270500, 432200, 150, "ambulance, police", "x", "", ""))
    assert excluded_by(points, listed, "ambulance").tolist() == ["The pier", None]
    assert excluded_by(points, listed, "emergency_department").tolist() == [None, None]
    assert excluded_by(points, listed.assign(layers=""), "emergency_department").tolist() == ["The pier", None]


def test_a_point_in_two_false_places_belongs_to_the_first():
    lon, lat = Transformer.from_crs(27700, 4326, always_xy=True).transform(270500, 432200)
    listed = exclusions(("A", 270500, 432200, 150, "all", "x", "", ""), ("B", 270510, 432200, 150, "all", "x", "", ""))
    assert excluded_by(pd.DataFrame({"lon": [lon], "lat": [lat]}), listed, "police").tolist() == ["A"]


def test_no_list_is_an_empty_list(sample_copy):
    workspace = open_workspace(sample_copy)
    workspace.exclusions.unlink()
    assert list(read_exclusions(workspace)) == list(EXCLUSION_COLUMNS)
    assert read_exclusions(workspace).empty


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"reason": " "}, r"must have a reason.*Row 2, 'The pier', has none.*Write why"),
        ({"easting": "by the pier"}, r"'easting' must be a number.*Row 2 has 'by the pier'.*Put a number"),
        ({"radius_m": ""}, r"'radius_m' must be a number.*Row 2 has ''.*"),
    ],
)
def test_a_bad_list_is_refused_and_the_old_one_kept(sample_copy, change, fault):
    workspace = open_workspace(sample_copy)
    before = workspace.exclusions.read_bytes()
    with pytest.raises(PlacespaceError, match=fault):
        write_exclusions(workspace, exclusions(GOOD).assign(**change))
    assert workspace.exclusions.read_bytes() == before


def test_a_refused_first_list_leaves_no_file(sample_copy):
    workspace = open_workspace(sample_copy)
    workspace.exclusions.unlink()
    with pytest.raises(PlacespaceError):
        write_exclusions(workspace, exclusions(GOOD).assign(reason=""))
    assert not workspace.exclusions.exists()


def test_a_list_that_lacks_a_column_names_it(sample_copy):
    workspace = open_workspace(sample_copy)
    exclusions(GOOD).drop(columns=["reason", "radius_m"]).to_csv(workspace.exclusions, index=False)
    with pytest.raises(PlacespaceError, match=r"It has no radius_m, reason"):
        read_exclusions(workspace)
    before = workspace.exclusions.read_bytes()
    with pytest.raises(PlacespaceError, match=r"must have the columns"):
        write_exclusions(workspace, exclusions(GOOD).drop(columns=["reason"]))
    assert workspace.exclusions.read_bytes() == before


def test_a_changed_list_moves_rows_between_cells_and_excluded(sample_copy):
    workspace = open_workspace(sample_copy)
    before = read_and_place(workspace).placings["police"]
    write_exclusions(workspace, exclusions())
    after = read_and_place(workspace).placings["police"]
    assert (before.excluded > 0, after.excluded) == (True, 0)
    assert after.in_cells == before.in_cells + before.excluded
    assert after.version != before.version


def test_an_unchanged_layer_is_not_written_again(sample_copy):
    workspace = open_workspace(sample_copy)
    reading = read_and_place(workspace)
    path = observations_path(workspace, "police")
    stamp = path.stat().st_mtime_ns
    again = place_layer(workspace, "police", reading.accounts["police"], study_area(workspace))
    assert again == reading.placings["police"]
    assert path.stat().st_mtime_ns == stamp


def test_a_layer_whose_file_has_gone_leaves_nothing_behind(sample_copy):
    for path in (sample_copy / "geodata" / "sample").glob("ambulance*"):
        path.unlink()
    workspace = open_workspace(sample_copy)
    placing = read_and_place(workspace).placings["ambulance"]
    assert (placing.rows, placing.first) == (0, None)
    assert not observations_path(workspace, "ambulance").exists()


def test_rows_of_lsoas_that_were_not_loaded_are_counted_or_unknown(sample_reading, sample_copy):
    assert sample_reading.placings["police"].lsoa_not_loaded == sample_reading.placings["police"].outside
    (sample_copy / "geodata" / "sample" / "lsoa_2021.gpkg").unlink()
    assert read_and_place(open_workspace(sample_copy)).placings["police"].lsoa_not_loaded is None


def test_without_the_list_the_false_points_are_the_heaviest_piles(sample_copy, truth):
    workspace = open_workspace(sample_copy)
    write_exclusions(workspace, exclusions())
    read_and_place(workspace)
    piles = point_piles(workspace, "police", study_area(workspace))
    assert piles["events"].is_monotonic_decreasing
    assert (piles["share"] >= workspace.area.settings["pile_share"]).all()
    for false in truth["false_points"]:
        gap = np.hypot(piles["easting"] - false["easting"], piles["northing"] - false["northing"])
        assert gap.min() < false["exclude_m"], false["name"]


def test_piles_hold_no_point_that_is_excluded(sample_reading, truth):
    piles = point_piles(sample_reading.workspace, "police", study_area(sample_reading.workspace))
    for false in truth["false_points"]:
        gap = np.hypot(piles["easting"] - false["easting"], piles["northing"] - false["northing"])
        assert not (gap < false["exclude_m"]).any()
