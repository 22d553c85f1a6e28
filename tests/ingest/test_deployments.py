"""Logs of deployments as services keep them: any headings, hours as people write them, nothing about a person."""

import datetime

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placespace.errors import PlacespaceError
from placespace.ingest.deployments import read_deployments, read_hours
from placespace.terms import LOG_COLUMNS


def read(folder, text, name="log.csv"):
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_deployments(path, today=datetime.date(2026, 11, 1))


def test_a_log_is_read_whatever_it_calls_its_columns(tmp_path):
    found = read(
        tmp_path,
        "Outreach log, October\n\nShift date;Location;Team;Hours worked;YP male;YP female;Adults;Issues seen\n"
        "02/10/2026;Hythe Park;Outreach;2h30;4;2;1;lamps out\n"
        "3 Oct 2026;Quay End;Bus;18:00-20:30;;0;;\n",
    )
    assert list(found.frame.columns) == list(LOG_COLUMNS)
    assert found.frame["date"].tolist() == [pd.Timestamp("2026-10-02"), pd.Timestamp("2026-10-03")]
    assert found.frame["hours"].tolist() == [2.5, 2.5]
    assert found.frame["young_male"].tolist() == [4, pd.NA]
    assert found.frame["young_female"].tolist() == [2, 0]
    assert found.frame["advice"].isna().all()
    assert found.frame["issues"].tolist() == ["lamps out", ""]
    assert found.set_aside.empty


def test_hours_are_taken_from_a_start_and_an_end_where_there_are_none(tmp_path):
    found = read(tmp_path, "date,place,start,finish\n2026-10-02,Quay End,22:00,01:30\n2026-10-02,Quay End,late,01:30\n")
    assert found.frame["hours"].tolist()[0] == 3.5
    assert pd.isna(found.frame["hours"][1])
    assert any("no hours are given" in note for note in found.notes)


def test_a_workbook_with_dates_and_numbers_of_its_own_is_read(tmp_path):
    book = openpyxl.Workbook()
    for row in (
        ["Date", "Place", "Crew", "Hours", "Adults"],
        [datetime.datetime(2026, 10, 2), "Hythe Park", "bus", 2.5, 3],
        [datetime.datetime(2026, 10, 3), "Hythe Park", "bus", datetime.time(2, 30), 3.0],
    ):
        book.active.append(row)
    book.save(tmp_path / "log.xlsx")
    found = read_deployments(tmp_path / "log.xlsx")
    assert found.frame["hours"].tolist() == [2.5, 2.5]
    assert found.frame["adults"].tolist() == [3, 3]


def test_rows_that_cannot_be_used_are_set_aside_with_a_reason_and_good_ones_are_kept(tmp_path):
    found = read(
        tmp_path,
        "date,place,hours\n"
        "02/10/2026,Hythe Park,2\n"
        ",Hythe Park,2\n"
        "12/13/2026,Hythe Park,2\n"
        "01/12/2026,Hythe Park,2\n"
        "02/10/2026,,2\n"
        "02/10/2026,Hythe Park,48\n"
        "Total,,56\n"
        "02/10/2026,Hythe Park,most of the night\n"
        "02/10/2026,Hythe Park,2,extra\n",
    )
    assert found.frame["hours"].isna().tolist() == [False, True]
    reasons = dict(zip(found.set_aside["row"], found.set_aside["reason"], strict=True))
    assert {3: "no date", 6: "no place", 8: "a total, not a deployment"}.items() <= reasons.items()
    assert reasons[4].startswith("date cannot be read")
    assert reasons[5] == "date is in the future"
    assert reasons[7] == "more than 24 hours in one row"
    assert "more fields than headings" in reasons[10]
    assert list(found.set_aside.columns) == ["file", "row", "reason"]
    assert any("hours cannot be read" in note for note in found.notes)


def test_personal_data_are_stripped_by_name_and_by_content_with_a_notice(tmp_path):
    found = read(
        tmp_path,
        "date,place,issues,Young person name,Worker\n"
        "02/10/2026,Hythe Park,lamps out,Sam Bell,Jo\n"
        "03/10/2026,Hythe Park,ring 07700 900123,Sam Bell,Jo\n"
        "04/10/2026,Hythe Park,bins over,Sam Bell,Jo\n",
    )
    said = found.frame.to_csv() + "".join(found.notes) + found.set_aside.to_csv()
    assert "Sam" not in said
    assert "07700" not in said
    assert found.frame["issues"].tolist() == ["lamps out", "ring [removed]", "bins over"]
    assert any("'Young person name' is left out as personal data, by its name" in note for note in found.notes)


def test_a_file_without_dates_or_places_says_what_to_call_them(tmp_path):
    with pytest.raises(PlacespaceError, match="a column called place") as fault:
        read(tmp_path, "date,hours\n02/10/2026,2\n")
    assert "location" in fault.value.do
    with pytest.raises(PlacespaceError, match="heading row"):
        read(tmp_path, "a,b\n1,2\n")


def test_hours_that_are_no_hours_are_not_guessed():
    assert [read_hours(t) for t in ("", "evening", "6-8", "2 30", "h", "two", "-3", "2h75", "1:75")] == [None] * 9


@settings(deadline=None)
@given(text=st.text(max_size=30))
def test_no_text_breaks_the_reading_of_hours(text):
    hours = read_hours(text)
    assert hours is None or hours >= 0


@settings(deadline=None)
@given(hours=st.integers(0, 23), minutes=st.integers(0, 59))
def test_hours_and_minutes_are_read_however_they_are_joined(hours, minutes):
    want = pytest.approx(hours + minutes / 60)
    for text in (f"{hours}h{minutes:02d}", f"{hours} hours {minutes} minutes", f"{hours}:{minutes:02d}"):
        assert read_hours(text) == want
