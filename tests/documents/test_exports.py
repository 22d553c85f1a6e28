"""What is handed over opens in other programs, says what it is and runs nothing."""

from __future__ import annotations

import io
import zipfile

import geopandas as gpd
import pandas as pd
import pytest

from placespace import terms
from placespace.disclose import PROFILES, wording_faults
from placespace.documents import about, answer, pack, table_bytes, write_answer
from placespace.errors import PlacespaceError
from placespace.grid import Question

VIOLENCE = Question("police", ("Violence and sexual offences",), "2025-10", "2026-09")


@pytest.fixture(scope="module")
def partner(sample_reading):
    """Return the violence hot spots as a partner may see them."""
    return answer(sample_reading, VIOLENCE, "partner")


@pytest.mark.parametrize("ending", [".csv", ".gpkg", ".parquet", ".geojson"])
def test_every_form_of_file_holds_the_same_rows_and_columns(partner, tmp_path, ending):
    path, note = write_answer(partner, tmp_path / f"cells{ending}", 20)
    read = {
        ".csv": lambda: pd.read_csv(path, encoding="utf-8-sig"),
        ".parquet": lambda: gpd.read_parquet(path),
    }.get(ending, lambda: gpd.read_file(path))()
    assert list(read["cell"]) == list(partner.table["cell"])
    assert set(terms.HOTSPOT_COLUMNS) <= set(read.columns)
    assert note.read_text().startswith("OFFICIAL-SENSITIVE")


def test_a_geopackage_is_in_british_national_grid_and_a_geojson_in_degrees(partner, tmp_path):
    assert gpd.read_file(write_answer(partner, tmp_path / "a.gpkg", 20)[0]).crs.to_epsg() == 27700
    assert gpd.read_file(write_answer(partner, tmp_path / "a.geojson", 20)[0]).crs.to_epsg() == 4326


@pytest.mark.parametrize("profile", [p for p in PROFILES if p != "analyst"])
def test_no_protected_file_holds_a_small_count_or_anything_worked_out_from_one(sample_reading, tmp_path, profile):
    found = answer(sample_reading, VIOLENCE, profile)
    read = pd.read_csv(write_answer(found, tmp_path / "a.csv", 20)[0], encoding="utf-8-sig")
    assert not set(read["count"].dropna()) & set(range(1, PROFILES[profile].hide_below))
    assert read[["ring", "expected", "ratio", "p", "q", "gi_z", "months_active"]].isna().all().all()


def test_hidden_and_zero_are_told_apart_in_a_file(partner, tmp_path):
    read = pd.read_csv(write_answer(partner, tmp_path / "a.csv", 20)[0], encoding="utf-8-sig")
    assert set(read.loc[read["count"].isna(), "status"]) == {"hidden"}
    assert set(read.loc[read["count"] == 0, "status"]) == {"zero"}


def test_a_name_that_looks_like_a_formula_is_text_in_a_spreadsheet():
    sent = pd.DataFrame({"place": ["=HYPERLINK(1)", "+44", "@x", "High Street"], "count": [-1, 2, 3, 4]})
    read = pd.read_csv(io.BytesIO(table_bytes(sent)), encoding="utf-8-sig")
    assert list(read["place"]) == ["'=HYPERLINK(1)", "'+44", "'@x", "High Street"]
    assert list(read["count"]) == [-1, 2, 3, 4]


def test_a_wrong_ending_and_a_folder_that_is_not_there_say_what_to_do(partner, tmp_path):
    with pytest.raises(PlacespaceError, match="must end with one of"):
        write_answer(partner, tmp_path / "cells.pdf", 20)
    with pytest.raises(PlacespaceError, match="in a folder that is there"):
        write_answer(partner, tmp_path / "nowhere" / "cells.csv", 20)


def test_the_page_about_a_file_says_window_definition_method_protection_and_limits(partner):
    says = about(partner, 20)
    for must in (
        "October 2025 to September 2026",
        "version 1",
        "exact binomial",
        "counts of 1 to 4 hidden",
        "February 2026",
        *terms.LIMITS,
        "Open Government Licence",
    ):
        assert must in says
    assert wording_faults(says) == []


def test_the_pack_holds_the_table_the_shapes_and_the_page(partner):
    with zipfile.ZipFile(io.BytesIO(pack(partner, 20, extra={"map.html": b"<p>map</p>"}))) as archive:
        assert sorted(archive.namelist()) == ["about.txt", "hotspots.csv", "hotspots.gpkg", "map.html"]
