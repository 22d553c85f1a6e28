"""The police.uk archive is read as it is: months of incidents among files that are not."""

from __future__ import annotations

import os

import pytest
from conftest import STREET_HEADING, Town, street_csv, zipped

A_DAY = 86_400


def archive(*months: str, rows: int = 3) -> bytes:
    return zipped({f"{m}/{m}-tiny-street.csv": street_csv(m, rows) for m in months})


def test_outcomes_and_stop_and_search_are_not_incidents_and_are_said(town: Town) -> None:
    others = {f"2025-01/2025-01-tiny-{kind}.csv": street_csv("2025-01") for kind in ("outcomes", "stop-and-search")}
    town.put("police.zip", zipped({"2025-01/2025-01-tiny-street.csv": street_csv("2025-01"), **others}))
    account = town.read()["police"]
    assert account.kept == 3
    assert sorted(account.notes) == [
        "police.zip: 1 outcomes file(s) left out, they are not incidents",
        "police.zip: 1 stop-and-search file(s) left out, they are not incidents",
    ]


def test_exact_repeats_without_a_crime_id_are_separate_incidents(town: Town) -> None:
    town.put("police.zip", archive("2025-01", rows=5))
    account = town.read()["police"]
    assert account.files[0].facts["without Crime ID, kept"] == 5
    rows = town.rows("police")
    assert len(rows) == 5
    assert rows[["lon", "lat", "category"]].drop_duplicates().shape[0] == 1
    assert (rows["precision"] == "snap").all()
    assert not rows["time_known"].any()


def test_a_month_in_a_newer_archive_replaces_the_older_one(town: Town) -> None:
    old = town.put("police-old.zip", archive("2025-01", "2025-02", rows=3))
    new = town.put("police-new.zip", archive("2025-02", rows=7))
    os.utime(old, (A_DAY, A_DAY))
    os.utime(new, (2 * A_DAY, 2 * A_DAY))
    account = town.read()["police"]
    assert town.rows("police")["month"].value_counts().to_dict() == {"2025-01": 3, "2025-02": 7}
    assert "2025-02-tiny: the one in police-new.zip replaces an earlier one" in account.notes


def test_a_missing_month_and_a_thin_month_are_told_by_force(town: Town) -> None:
    members = {f"2025-{m:02d}-tiny-street.csv": street_csv(f"2025-{m:02d}", 1 if m == 5 else 10) for m in (1, 2, 4, 5)}
    members["2025-02-other-street.csv"] = street_csv("2025-02")
    town.put("police.zip", zipped(members))
    account = town.read()["police"]
    assert account.missing_months == ["2025-03 tiny"]
    assert account.thin_months == ["2025-05 tiny"]


@pytest.mark.parametrize("place", [",", "0,0", "inf,53.4", "-3.0,", "x,y"])
def test_a_month_without_coordinates_is_kept_and_said(town: Town, place: str) -> None:
    town.put("2025-01-tiny-street.csv", street_csv("2025-01", place=place))
    account = town.read()["police"]
    assert (account.kept, account.without_place) == (3, 3)
    assert account.files[0].notes == ["no row has coordinates: the month can be counted, and not mapped"]
    assert (town.rows("police")["precision"] == "none").all()


def test_loose_files_are_read_like_an_archive_and_another_months_rows_are_set_aside(town: Town) -> None:
    town.put("2025-01-tiny-street.csv", "\ufeff" + street_csv("2025-01").replace("\n", "\r\n"))
    town.put("2025-02-tiny-street.csv", street_csv("2025-02") + street_csv("2025-01").split("\n", 1)[1])
    account = town.read()["police"]
    assert (account.read, account.kept) == (9, 6)
    reason = account.reasons()["month is not 2025-02"]
    assert (reason.rows, reason.first_row) == (3, 5)
    assert len(town.aside("police")) == 3


def test_a_row_with_an_unquoted_comma_is_set_aside_alone(town: Town) -> None:
    moved = street_csv("2025-01").replace("High Street,E01", "High Street, Vera's house,E01", 1)
    town.put("2025-01-tiny-street.csv", moved)
    account = town.read()["police"]
    assert (account.read, account.kept) == (3, 2)
    assert account.reasons()["more fields than headings: its columns have moved"].first_row == 2
    assert "Vera" not in town.aside("police").to_csv()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (STREET_HEADING.replace("Crime type", "Kind") + "\n,2025-01,,,,,,,,,,\n", "It has no Crime type"),
        ("a,b\n1,2\n", "It has none of the columns"),
        ("", "It has none of the columns"),
    ],
)
def test_a_street_file_with_the_wrong_heading_is_said_and_the_other_months_are_read(
    town: Town, content: str, says: str
) -> None:
    town.put(
        "police.zip", zipped({"2025-01-tiny-street.csv": content, "2025-02-tiny-street.csv": street_csv("2025-02")})
    )
    account = town.read()["police"]
    assert account.kept == 3
    assert any(says in note for note in account.unread)


def test_a_zip_cut_short_is_said_and_the_other_archive_is_read(town: Town) -> None:
    town.put("police-a.zip", archive("2025-01")[:-40])
    town.put("police-b.zip", archive("2025-02"))
    account = town.read()["police"]
    assert account.kept == 3
    assert "A police.uk archive must be a zip file." in account.unread[0]


def test_a_damaged_month_is_said_and_the_others_are_read(town: Town) -> None:
    content = bytearray(archive("2025-01", "2025-02"))
    content[70:90] = b"\0" * 20  # inside the packed bytes of the first member
    town.put("police.zip", bytes(content))
    account = town.read()["police"]
    assert account.kept == 3
    assert "must unpack" in account.unread[0]


def test_what_a_mac_leaves_in_a_zip_and_a_month_that_is_none_are_not_read(town: Town) -> None:
    members = {"2025-01-tiny-street.csv": street_csv("2025-01"), "__MACOSX/._2025-01-tiny-street.csv": "x"}
    town.put("police.zip", zipped({**members, "2025-13-tiny-street.csv": street_csv("2025-13")}))
    account = town.read()["police"]
    assert account.kept == 3
    assert account.notes == ["police.zip: 1 other file(s) left out, they are not incidents"]
