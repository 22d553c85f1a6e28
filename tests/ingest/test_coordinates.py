"""Places are found from numbers and postcodes as partners write them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placespace.errors import PlacespaceError
from placespace.ingest.coordinates import TO_DEGREES, TO_METRES, numbers, place_rows
from placespace.ingest.postcodes import find_postcodes, tidy_postcodes

BOX = (330_000.0, 390_000.0, 340_000.0, 400_000.0)
A_METRE = 1.0
"""Text is cut to whole metres, or to six decimals of a degree (0.1 m), and turned there and back."""


def metres(x: str, y: str, crs: str = "EPSG:27700") -> tuple[float, float, str]:
    row = place_rows(pd.Series([x]), pd.Series([y]), crs=crs, box=BOX).iloc[0]
    east, north = TO_METRES.transform(row["lon"], row["lat"])
    return east, north, row["mended"]


@pytest.mark.parametrize(
    ("x", "y", "mended"),
    [
        ("333500", "395200", ""),
        ("333,500", "0395200", ""),
        (" 333 500.0 ", "395200.00", ""),
        ("395200", "333500", "coordinates were the wrong way round"),
        ("-3.003", "53.449", "coordinates were in the other system"),
        ("53.449", "-3.003", "coordinates were in the other system and the wrong way round"),
    ],
)
def test_metres_are_read_with_commas_zeros_swapped_or_as_degrees(x: str, y: str, mended: str) -> None:
    east, north, said = metres(x, y)
    assert said == mended
    assert BOX[0] < east < BOX[2]
    assert BOX[1] < north < BOX[3]


def test_degrees_in_each_others_columns_are_put_right_and_said() -> None:
    assert metres("53.449", "-3.003", "EPSG:4326")[2] == "coordinates were the wrong way round"
    assert metres("333500", "395200", "EPSG:4326")[2] == "coordinates were in the other system"


@pytest.mark.parametrize(
    ("x", "y"), [("", ""), ("0", "0"), ("0.0", "0"), ("n/a", "395200"), ("inf", "395200"), ("1e400", "1")]
)
def test_blank_nought_and_words_are_no_place(x: str, y: str) -> None:
    for crs in ("EPSG:27700", "EPSG:4326"):
        assert place_rows(pd.Series([x]), pd.Series([y]), crs=crs, box=BOX)[["lon", "lat"]].isna().all(axis=None)


def test_a_place_far_away_is_believed_as_it_stands() -> None:
    east, north, said = metres("530000", "180000")
    assert (round(east), round(north), said) == (530_000, 180_000, "")


def test_numbers_that_are_nowhere_on_earth_are_no_place() -> None:
    assert place_rows(pd.Series(["9e12"]), pd.Series(["9e12"]), crs="EPSG:27700", box=BOX)["lon"].isna().all()
    assert place_rows(pd.Series(["999"]), pd.Series(["99"]), crs="EPSG:4326", box=BOX)["lon"].isna().all()


@given(st.integers(330_000, 340_000), st.integers(390_000, 400_000), st.booleans(), st.booleans())
@settings(max_examples=60, deadline=None)
def test_a_point_comes_back_whichever_way_and_system_it_was_written_in(
    east: int, north: int, swapped: bool, degrees: bool
) -> None:
    lon, lat = TO_DEGREES.transform(east, north)
    pair = (f"{lon:.6f}", f"{lat:.6f}") if degrees else (f"{east:,}", f"{north:07d}")
    x, y = pair[::-1] if swapped else pair
    found = metres(x, y)
    assert abs(found[0] - east) < A_METRE
    assert abs(found[1] - north) < A_METRE


@given(st.text(max_size=12), st.text(max_size=12))
@settings(max_examples=150, deadline=None)
def test_no_text_crashes_and_every_place_is_on_earth(x: str, y: str) -> None:
    for crs in ("EPSG:27700", "EPSG:4326"):
        read = place_rows(pd.Series([x]), pd.Series([y]), crs=crs, box=BOX).iloc[0]
        assert pd.isna(read["lon"]) == pd.isna(read["lat"])
        assert pd.isna(read["lon"]) or (abs(read["lon"]) <= 180 and abs(read["lat"]) <= 90)


def test_numbers_never_give_the_infinite() -> None:
    assert np.isfinite(numbers(pd.Series(["inf", "-inf", "1e999", "12"])).dropna()).all()


@pytest.mark.parametrize(
    ("sent", "tidy"),
    [
        ("l20 4ab", "L204AB"),
        ("L204AB", "L204AB"),
        ("L2O 4AB", "L204AB"),
        ("L20 OAB", "L200AB"),
        (" m1  1ae ", "M11AE"),
        ("YO1 7HH", "YO17HH"),
        ("W1A 0AX", "W1A0AX"),
        ("EC1A 1BB", "EC1A1BB"),
        ("CO10 IAB", "CO101AB"),
        ("L20", None),
        ("", None),
        ("not known", None),
        ("L20 4AB or L20 5AB", None),
        ("12345", None),
    ],
)
def test_postcodes_are_tidied_and_what_is_not_one_is_left(sent: str, tidy: str | None) -> None:
    found = tidy_postcodes(pd.Series([sent])).iloc[0]
    assert (None if pd.isna(found) else found) == tidy


@pytest.mark.parametrize(
    "heading", ["pcd,pcd2,pcds,dointr,doterm,oseast1m,osnrth1m", "pcd7,pcd8,pcds,dointr,doterm,east1m,north1m"]
)
def test_postcode_files_old_and_new_are_read(tmp_path: Path, heading: str) -> None:
    rows = ["L204AB,L20 4AB,L20 4AB,198001,,0333500,0395200", "L204AD,L20 4AD,L20 4AD,198001,199901,0333600,0395300"]
    rows += ["BT11AA,BT1 1AA,BT1 1AA,198001,,0333500,0395200", "L209ZZ,L20 9ZZ,L20 9ZZ,198001,,0000000,0000000"]
    rows += ["IM11AA,IM1 1AA,IM1 1AA,198001,,,"]
    path = tmp_path / "ONSPD.csv"
    path.write_text("\ufeff" + "\n".join([heading, *rows]), encoding="utf-8")
    found = find_postcodes(pd.Series(["l2O 4ab", "L20 4AD", "BT1 1AA", "L20 9ZZ", "IM1 1AA", "?"]), [path])
    east, north = TO_METRES.transform(found["lon"][:2], found["lat"][:2])
    # as it stands, terminated; Irish Grid, 0,0, blank and not a postcode are no places
    assert np.round(east).tolist() == [333_500, 333_600]
    assert np.round(north).tolist() == [395_200, 395_300]
    assert found["lon"][2:].isna().all()


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\x89PNG\r\n\x1a\n\0\0", b'pcds,east1m,north1m\n"a'])
def test_a_wrong_postcode_file_is_said(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "ONSPD.csv"
    path.write_bytes(content)
    with pytest.raises(PlacespaceError, match="postcode file must"):
        find_postcodes(pd.Series(["L20 4AB"]), [path])
