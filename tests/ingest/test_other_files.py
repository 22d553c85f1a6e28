"""Workbooks, Parquet, point files and zips are read like csv files; bombs and wanderers are not."""

from __future__ import annotations

import datetime
import io
import re
import zipfile

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest
from conftest import LAYERS, Town, calls_csv, workbook, zipped
from shapely.geometry import Point

from placespace.errors import PlacespaceError
from placespace.ingest import files

HEADING = ["Ref", "Call time", "East", "North", "Code"]
EVENING = pd.Timestamp("2025-02-01 18:30")


@pytest.mark.parametrize(
    "time",
    [
        datetime.datetime(2025, 2, 1, 18, 30),
        45689.770833333336,
        "01/02/2025 18:30",
        datetime.datetime(2025, 2, 1, 18, 29, 59, 999_900),
    ],
    ids=["a real date", "a day number", "text", "a date rounded by Excel"],
)
def test_a_workbook_gives_the_same_time_however_its_cell_holds_it(town: Town, time: object) -> None:
    sheet = [["Calls, February"], [], HEADING, ["A1", time, 333500, "0395,200", "27D"], ["Total", None, None, None, 1]]
    account, kept = town.calls(workbook({"Calls": sheet}), name="calls.xlsx")
    assert kept["at"].tolist() == [EVENING]
    assert kept["row"].tolist() == [4]
    assert list(account.reasons()) == ["a total, not an event"]


def test_a_day_alone_and_a_time_cell_of_its_own_are_joined(town: Town) -> None:
    town.layer(
        "calls",
        (town.folder / "layers" / "calls.toml")
        .read_text()
        .replace('"Call time" = "at"', 'Day = "date"\nTime = "time"'),
    )
    rows = [["Day", "Time", "Code"], [datetime.date(2025, 2, 1), datetime.time(18, 30), "27D"]]
    _, kept = town.calls(workbook({"Calls": rows}), name="calls.xlsx")
    assert kept["at"].tolist() == [EVENING]
    assert kept["time_known"].all()


def test_sheets_with_the_heading_are_joined_and_one_without_dates_is_said(town: Town) -> None:
    row = ["A1", "01/02/2025 18:30", 333500, 395200, "27D"]
    account, kept = town.calls(
        workbook(
            {
                "Notes": [["About"]],
                "Codes": [["Code", "Means"], ["27D", "x"]],
                "Jan": [HEADING, row],
                "Feb": [HEADING, ["A2", *row[1:]]],
            }
        ),
        name="calls.xlsx",
    )
    assert len(kept) == 2
    assert any("[Codes] must have a column of dates" in note for note in account.files[0].notes)


def test_merged_title_cells_and_a_column_without_a_heading_do_no_harm(town: Town) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in [["Calls"], HEADING, ["A1", "01/02/2025 18:30", 333500, 395200, "27D", "beside the table"]]:
        sheet.append(row)
    sheet.merge_cells("A1:E1")
    buffer = io.BytesIO()
    book.save(buffer)
    account, kept = town.calls(buffer.getvalue(), name="calls.xlsx")
    assert len(kept) == 1
    assert "beside" not in str(account)


def test_a_sheet_with_something_in_its_last_cell_is_refused_before_it_fills_the_memory(town: Town) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "Call time"
    book.active["XFD1048576"] = "x"
    buffer = io.BytesIO()
    book.save(buffer)
    account, _ = town.calls(buffer.getvalue(), name="calls.xlsx")
    assert "must have at most 50,000,000 cells" in account.unread[0]


def test_parquet_is_read_with_its_own_types(town: Town) -> None:
    buffer = io.BytesIO()
    pd.DataFrame(
        {"Ref": ["A1"], "Call time": [EVENING], "East": [333500.0], "North": [395200], "Code": ["27D"]}
    ).to_parquet(buffer)
    account, kept = town.calls(buffer.getvalue(), name="calls.parquet")
    assert kept["at"].tolist() == [EVENING]
    assert account.without_place == 0


@pytest.mark.parametrize("name", ["calls.gpkg", "calls.geojson", "calls.shp"])
def test_points_are_placed_by_their_shape(town: Town, name: str) -> None:
    heading = "Call_time" if name.endswith("shp") else "Call time"
    points = gpd.GeoDataFrame(
        {heading: ["2025-02-01 18:30"] * 2, "Code": ["27D"] * 2},
        geometry=[Point(-3.0, 53.45), None],
        crs=4326,
    )
    points.to_file(town.raw / name)
    town.layer("calls", LAYERS["calls"].replace('"calls*"', '"calls.g*", "calls.shp"').replace("Call time", heading))
    account = town.read()["calls"]
    kept = town.rows()
    a_metre = 1e-5  # of a degree: to the National Grid and back again
    assert abs(kept.at[0, "lon"] + 3.0) < a_metre
    assert abs(kept.at[0, "lat"] - 53.45) < a_metre
    assert (account.read, account.without_place) == (2, 1)


def test_a_zip_of_tables_is_one_file_of_many(town: Town) -> None:
    second = workbook({"S": [HEADING, ["A2", "01/02/2025", 333500, 395200, "27D"]]})
    members = {"2025/jan.csv": calls_csv(), "feb.xlsx": second, "readme.pdf": "x", "__MACOSX/._jan.csv": calls_csv()}
    account, kept = town.calls(zipped(members), name="calls.zip")
    assert (account.read, len(kept)) == (2, 2)


def test_a_name_that_climbs_out_of_a_zip_writes_nothing_outside(town: Town) -> None:
    town.read()
    before = {p for p in town.folder.rglob("*") if "clean" not in p.parts}
    members = {"../../../evil.csv": calls_csv(), "C:\\evil\\..\\x.csv": calls_csv("A2,01/02/2025,333500,395200,27D")}
    _, kept = town.calls(zipped(members), name="calls.zip")
    police = {"../../2025-02-tiny-street.csv": "", "2025-02-..\\..\\evil-street.csv": ""}
    town.put("police.zip", zipped(police))
    town.read()
    assert len(kept) == 2
    after = {p for p in town.folder.rglob("*") if "clean" not in p.parts and p.parent != town.raw}
    assert after <= before
    assert all(re.fullmatch(r"[\w.-]+", p.name, re.ASCII) for p in (town.folder / "geodata" / "clean").rglob("*"))
    assert not list(town.folder.parent.glob("evil*"))


@pytest.mark.parametrize("name", ["calls.zip", "calls.xlsx", "calls.ods", "police.zip"])
def test_a_zip_that_unpacks_to_far_more_than_it_is_is_refused_unread(town: Town, name: str) -> None:
    inside = "2025-02-tiny-street.csv" if name == "police.zip" else "xl/worksheets/calls.csv"
    town.put(name, zipped({inside: b"0" * 11_000_000}))
    account = town.read()["police" if name == "police.zip" else "calls"]
    assert "A zip must unpack to at most 2000 MB and 200 times its size." in account.unread[0]


def test_a_zip_that_only_claims_to_be_enormous_is_refused_by_its_claim() -> None:
    with zipfile.ZipFile(io.BytesIO(zipped({"a.csv": "x"}))) as archive:
        archive.infolist()[0].file_size = 3_000_000_000
        with pytest.raises(PlacespaceError, match="3,000 MB"):
            files.safe_members(archive, "calls.zip")


def test_a_place_by_postcode_or_area_is_kept_at_that_precision_and_never_finer(town: Town) -> None:
    text = (town.folder / "layers" / "calls.toml").read_text()
    town.layer("calls", text.replace('Ref = "id"', 'Postcode = "postcode"\nLSOA = "lsoa"'))
    town.put("ONSPD.csv", "pcds,oseast1m,osnrth1m\nL20 4AB,0333500,0395200\n")
    rows = ["01/02/2025,,,27D,l2o 4ab,", "01/02/2025,,,27D,,e01006512 ", "01/02/2025,0,0,27D,L99 9ZZ,home"]
    heading = "Call time,East,North,Code,Postcode,LSOA"
    account, kept = town.calls(calls_csv("01/02/2025,333500,395200,27D,,", *rows, heading=heading))
    assert any("put an ONSPD or NSPL csv in raw" in n for n in account.files[0].notes)
    town.area += 'postcodes = ["ONSPD*.csv"]\n'
    account = town.read()["calls"]
    kept = town.rows()
    assert kept["precision"].tolist() == ["point", "postcode", "area", "none"]
    assert kept["lon"].notna().tolist() == [True, True, False, False]
    assert kept.at[2, "lsoa"] == "E01006512"
    mended = account.reasons("mended")
    assert mended["no place (blank, 0,0 or not readable): kept, not mapped"].rows == 1
    assert mended["LSOA code is not one: left out"].first_value.endswith("home")
    town.put("ONSPD.csv", "nothing,of,use\n")
    assert any("postcode file must have" in n for f in town.read()["calls"].files for n in f.notes)


def test_a_weight_that_is_no_number_counts_as_one_and_is_said(town: Town) -> None:
    text = (town.folder / "layers" / "calls.toml").read_text()
    town.layer("calls", text.replace('Ref = "id"', 'Harm = "weight"'))
    account, kept = town.calls(
        "Call time,Code,Harm\n" + "".join(f"01/02/2025,27D,{w}\n" for w in ("2.5", "inf", "-3", "x", ""))
    )
    assert kept["weight"].tolist() == [2.5, 1, 1, 1, 1]
    assert account.reasons("mended")["weight is not a number of 0 or more: counted as 1"].rows == 4
