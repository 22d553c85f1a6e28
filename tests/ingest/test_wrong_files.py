"""Wrong files by the dozen: each is said in a sentence or row by row, and the rest is still read."""

from __future__ import annotations

import io
import json
import os
import re
import zipfile

import pandas as pd
import pytest
from conftest import BOUNDARY, CALLS_HEADING, Town, calls_csv, street_csv, workbook, zipped

JPG = b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(range(256)) * 40
HTML = b"<html><body><table><tr><td>Call time</td></tr><tr><td>01/02/2025</td></tr></table></body></html>"
LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le") + os.urandom(2000)
ROW = "A1,01/02/2025 18:00,333500,395200,27D"


def locked_zip() -> bytes:
    content = bytearray(zipped({"calls.csv": calls_csv()}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.find(mark) + at] |= 1  # the flag of a member under a password
    return bytes(content)


def parquet_of(frame: pd.DataFrame) -> bytes:
    buffer = io.BytesIO()
    frame.to_parquet(buffer)
    return buffer.getvalue()


SAID = {
    "a picture renamed xlsx": ("calls.xlsx", JPG),
    "a picture renamed csv": ("calls.csv", JPG),
    "a picture renamed zip": ("calls.zip", JPG),
    "a picture renamed parquet": ("calls.parquet", JPG),
    "a picture renamed gpkg": ("calls.gpkg", JPG),
    "a web page saved as xls": ("calls.xls", HTML),
    "a web page saved as csv": ("calls.csv", HTML),
    "a workbook under a password": ("calls.xlsx", LOCKED),
    "a zip under a password": ("calls.zip", locked_zip()),
    "a zip of nothing": ("calls.zip", zipped({})),
    "a zip of pictures": ("calls.zip", zipped({"a.jpg": JPG})),
    "a zip cut short": ("calls.zip", zipped({"calls.csv": calls_csv(*[ROW] * 500)})[:-60]),
    "a workbook cut short": ("calls.xlsx", workbook({"S": [CALLS_HEADING.split(",")]})[:2000]),
    "a workbook with nothing in it": ("calls.xlsx", workbook({"S": []})),
    "an empty csv": ("calls.csv", b""),
    "an empty workbook file": ("calls.xlsx", b""),
    "blank lines": ("calls.csv", b"\r\n" * 50),
    "only a byte order mark": ("calls.csv", b"\xef\xbb\xbf"),
    "only nul bytes": ("calls.csv", b"\0" * 5000),
    "a csv of one column of names": ("calls.csv", b"Name\nVera Nomen\n"),
    "a csv without a heading": ("calls.csv", ROW.encode()),
    "no column of dates": ("calls.csv", b"Ref,East,North,Code\nA1,333500,395200,27D\n"),
    "the date column is a person's": ("calls.csv", b"Call time,Code\n07700 900123,27D\n"),
    "another layer's file": ("calls.csv", street_csv("2025-01").encode()),
    "a parquet of lists": ("calls.parquet", parquet_of(pd.DataFrame({"x": [[1, 2], [3]]}))),
    "a parquet with the index as its only column": ("calls.parquet", parquet_of(pd.DataFrame(index=[1, 2]))),
    "a geojson cut short": ("calls.geojson", json.dumps(BOUNDARY)[:200].encode()),
    "a geojson of a list": ("calls.geojson", b"[1, 2, 3]"),
    "one field of 11 million letters": ("calls.csv", b"Call time,Code\n" + b"a" * 11_000_000),
    "one row of 9 million letters": ("calls.csv", calls_csv("A1," + "a" * 9_000_000 + ",333500,395200,27D").encode()),
    "one heading of 10 million letters": ("calls.csv", b"a" * 10_000_000),
    "a pdf": ("calls.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< >>\nendobj\n"),
    "a heading and no rows": ("calls.csv", CALLS_HEADING.encode()),
    "a street file that is a picture": ("2025-02-tiny-street.csv", JPG),
    "a police archive that is a picture": ("police-new.zip", JPG),
    "a police archive under a password": ("police-new.zip", locked_zip().replace(b"calls.csv", b"x.csv.csv")),
    "a police month under a password": (
        "police-new.zip",
        locked_zip().replace(b"calls.csv", b"2025-02-a-street.csv"[:9]),
    ),
}
SET_ASIDE = {
    "every date unreadable": calls_csv(*["A1,soon,333500,395200,27D", "A2,13/13/2025,333500,395200,27D"]),
    "dates month first": calls_csv("A1,12/13/2025 18:00,333500,395200,27D"),
    "dates of another century": calls_csv("A1,01/02/1925,333500,395200,27D", "A2,01/02/2125,333500,395200,27D"),
    "no dates given": calls_csv("A1,,333500,395200,27D"),
    "codes of another system": calls_csv("A1,01/02/2025,333500,395200,Dx012"),
    "a comma in every place": calls_csv("A1,01/02/2025,High Street, Bootle,395200,27D"),
    "the same row a hundred times": calls_csv(*[ROW] * 100),
    "nothing but totals": calls_csv("Total,,,,5", "Grand total,,,,9"),
    "a heading repeated as a row": calls_csv(CALLS_HEADING),
    "a quotation mark that opens and never closes": calls_csv('A1,"01/02/2025,333500,395200,27D'),
}


@pytest.fixture
def neighbours(town: Town) -> Town:
    town.put("police.zip", zipped({"2025-01-tiny-street.csv": street_csv("2025-01")}))
    town.put("calls good.csv", calls_csv("Z9,01/03/2025 18:00,333500,395200,27D"))
    return town


@pytest.mark.parametrize("name", SAID)
def test_a_wrong_file_is_said_in_a_sentence_and_the_rest_is_read(neighbours: Town, name: str) -> None:
    neighbours.put(*SAID[name])
    accounts = neighbours.read()
    said = [n for a in accounts.values() for n in [*a.notes, *a.faults, *(n for f in a.files for n in f.notes)]]
    assert any(
        re.search(r" must .+\. .+\. [A-Z]|holds a heading and no rows|left out, they are not", n, re.S) for n in said
    ), said
    assert not any("It is not: " in n or "Vera" in n or len(n) > 1000 for n in said), said
    assert accounts["police"].kept == 3
    assert len(neighbours.rows("calls")) == 1


@pytest.mark.parametrize("name", SET_ASIDE)
def test_wrong_rows_are_set_aside_with_their_reason_and_the_rest_is_read(neighbours: Town, name: str) -> None:
    neighbours.put("calls bad.csv", SET_ASIDE[name])
    account = neighbours.read()["calls"]
    bad = next(f for f in account.files if f.file == "calls bad.csv")
    assert bad.set_aside
    assert bad.read == bad.kept + sum(r.rows for r in bad.set_aside.values())
    assert all(reason and r.first_row >= 2 for reason, r in bad.set_aside.items())
    assert len(str(bad.to_dict())) < 5000
    assert len(neighbours.rows("calls")) == 1 + bad.kept


@pytest.mark.parametrize("place", ["0,0", ",", "x,y", "1e99,1e99", "999999999,999999999", "-1,"])
def test_calls_without_a_place_are_kept_unmapped_and_said(neighbours: Town, place: str) -> None:
    neighbours.put("calls bad.csv", calls_csv(f"A1,01/02/2025,{place},27D"))
    account = neighbours.read()["calls"]
    assert account.without_place == 1
    assert account.reasons("mended")["no place (blank, 0,0 or not readable): kept, not mapped"].rows == 1


def test_a_file_that_cannot_be_opened_at_all_is_said_and_the_rest_is_read(neighbours: Town) -> None:
    (neighbours.raw / "calls gone.csv").symlink_to(neighbours.raw / "nowhere.csv")
    (neighbours.raw / "calls folder.csv").mkdir()
    assert neighbours.read()["calls"].kept == 1


def test_a_good_file_that_turns_bad_takes_its_rows_with_it(neighbours: Town) -> None:
    neighbours.read()
    neighbours.put("calls good.csv", JPG)
    accounts = neighbours.read()
    assert len(neighbours.rows("calls")) == 0
    assert "must have a heading row" in accounts["calls"].unread[0]
    with zipfile.ZipFile(neighbours.raw / "police.zip") as archive:
        assert len(archive.namelist()) == accounts["police"].kept / 3
