"""Lists as they come by the dozen: what is wrong with each is said, and the rest of it is read."""

from __future__ import annotations

import openpyxl
import pytest
from conftest import Lists, workbook

from placespace.ingest.sessions import reading

HEADING = "Activity,Venue,When,Notes,Longitude,Latitude"
ROW = "Club,Hall,Fri 18:00-20:00,,-3.0,53.45"


def sites(lists: Lists, content: str | bytes, name: str = "youth_provision.csv") -> list[str]:
    return lists.list(content, name).lines["site"].fillna("").tolist()


def test_a_venue_written_once_over_several_rows_is_filled_down_and_said(lists: Lists) -> None:
    rows = ["Venue,Activity,When,Provider,Longitude,Latitude", "Hall,Club,Mon 18:00-20:00,IYS,-3.0,53.45"]
    rows += [",Boxing,Tue 18:00-20:00,,,", ",,Wed 18:00-20:00,,,", "Hut,Chess,Mon 16:00-17:00,,-3.01,53.45"]
    read = lists.list("\n".join(rows))
    assert read.lines["site"].tolist() == ["Hall", "Hall", "Hall", "Hut"]
    assert read.lines["name"].tolist() == ["Club", "Boxing", "Club", "Chess"]
    assert read.lines["provider"].fillna("").tolist() == ["IYS", "IYS", "IYS", ""]
    assert read.sessions["lon"].tolist() == [-3.0, -3.0, -3.0, -3.01]
    assert lists.account().reasons("mended")["filled down from the row above"].rows == 2


def test_merged_cells_of_a_workbook_are_filled_down(lists: Lists) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    rows = [["Activity", "Venue", "When", "Longitude", "Latitude"], ["Club", "Hall", "Mon 18:00-20:00", -3.0, 53.45]]
    for row in [*rows, [None, None, "Tue 18:00-20:00"], [None, None, "Wed 18:00-20:00"]]:
        sheet.append(row)
    for cells in ("A2:A4", "B2:B4"):
        sheet.merge_cells(cells)
    path = lists.raw / "youth_provision.xlsx"
    book.save(path)
    lists.read()
    read = lists.sessions()
    assert read.sessions["weekday"].tolist() == [0, 1, 2]
    assert read.sessions["site"].tolist() == ["Hall"] * 3


@pytest.mark.parametrize(
    "row",
    ["Chess,,Tue 18:00-20:00,,,", ",,,only a note,,", "Chess,,,,,", ",,Tue 18:00-20:00,,-3.01,53.45"],
    ids=["another activity", "no time", "neither venue nor time", "a place of its own"],
)
def test_a_row_that_does_not_go_on_from_the_one_above_keeps_its_blank_venue(lists: Lists, row: str) -> None:
    read = lists.list("\n".join([HEADING, ROW, row]))
    assert "Hall" not in read.lines["site"].iloc[1:].tolist()
    assert "filled down from the row above" not in lists.account().reasons("mended")


def test_sheets_are_joined_and_one_that_is_no_list_is_passed_over(lists: Lists) -> None:
    heading = HEADING.split(",")
    book = workbook(
        {
            "North": [["Youth list"], heading, ["Club", "Hall", "Fri 18:00-20:00", "", -3.0, 53.45]],
            "About": [["Made in May"]],
            "South": [heading, ["Chess", "Hut", "Sat 10:00-12:00", "", -3.01, 53.45]],
        }
    )
    read = lists.list(book, "youth_provision.xlsx")
    assert read.lines["file"].tolist() == ["youth_provision.xlsx [North]", "youth_provision.xlsx [South]"]
    assert read.lines["row"].tolist() == [3, 2]
    assert len(read.sessions) == 2


def test_a_sheet_called_after_a_day_gives_its_rows_that_day_and_says_so(lists: Lists) -> None:
    heading = ["Activity", "Venue", "Time", "Longitude", "Latitude"]
    rows = [heading, ["Club", "Hall", "18:00-20:00", -3.0, 53.45], ["Chess", "Hut", "Fri 18:00-20:00", -3.0, 53.45]]
    read = lists.list(workbook({"Tuesday": rows, "Notes": [["x"]]}), "youth_provision.xlsx")
    assert read.sessions["weekday"].tolist() == [1, 4]
    assert lists.account().reasons("mended")["day taken from the name of the sheet"].rows == 1


def test_a_list_of_one_column_is_kept_with_what_it_lacks(lists: Lists) -> None:
    read = lists.list("Activity\nClub\nChess\n")
    faults = " ".join(lists.account().faults)
    assert "must have a column of days and times. It has: Activity." in faults
    assert "must have columns that say where" in faults
    assert read.counts["waits"] == 2
    assert read.lines["questions"].str.contains("where is it").all()


def test_a_list_without_times_and_one_without_places_wait(lists: Lists) -> None:
    assert lists.list("Activity,Venue,Longitude,Latitude\nClub,Hall,-3.0,53.45\n").counts["waits"] == 1
    assert len(lists.account().faults) == 1
    assert lists.list("Activity,Venue,When\nClub,Hall,Fri 18:00-20:00\n").counts["waits"] == 1
    assert "that say where" in lists.account().faults[0]


def test_a_list_that_is_hard_to_read_is_said_and_the_rest_of_it_goes_on(lists: Lists) -> None:
    rows = [f"Club {i},Hall,{'see poster' if i % 5 < 2 else 'Fri 18:00-20:00'},,-3.0,53.45" for i in range(20)]
    read = lists.list("\n".join([HEADING, *rows]))
    note = next(n for n in lists.account().files[0].notes if "a day, a start and an end" in n)
    assert "8 of 20 in youth_provision.csv do not; the first is row 2, 'see poster'" in note
    assert (len(read.sessions), read.counts["waits"]) == (12, 8)


def test_rows_of_rubbish_are_set_aside_or_wait_and_the_rest_is_read(lists: Lists) -> None:
    rubbish = [",,,,,", ",,,call back,,", "Activity,Venue,When,Notes,Longitude,Latitude", "Total: 3 sessions,,,,,"]
    rubbish += ["\x00\x01\x02,,,,,", "###,###,###,###,###,###", 'x,"Hall\nRoom 2",???,,,', "a,b,c,d,e,f,g,h"]
    read = lists.list("\n".join([HEADING, *rubbish, ROW]))
    account = lists.account()
    assert len(read.sessions) == 1
    reasons = account.reasons()
    for why in ("no activity, venue or time", "the heading again, not a session", "a total, not a session"):
        assert reasons[why].rows == 1
    assert reasons["more fields than headings: its columns have moved"].rows == 1


def test_a_phone_number_in_the_times_is_taken_out_and_the_rest_is_read(lists: Lists) -> None:
    rows = [
        f"Club {i},Hall,Fri 18:00-20:00{' ring Jo on 07700 900123' if i == 1 else ''},,-3.0,53.45" for i in range(6)
    ]
    read = lists.list("\n".join([HEADING, *rows]))
    assert len(read.sessions) == 6
    assert "07700" not in str(read.lines.to_dict())
    assert any("phone number" in why for why in lists.account().personal.values())


def test_times_with_a_phone_number_in_each_are_still_times(lists: Lists) -> None:
    read = lists.list(f"{HEADING}\nClub,Hall,Fri 18:00-20:00 (call 07700 900123),,-3.0,53.45\n")
    assert len(read.sessions) == 1
    assert "07700" not in str(read.lines.to_dict())
    assert any("phone number" in why for why in lists.account().personal.values())


def test_contacts_are_dropped_and_listed(lists: Lists) -> None:
    content = f"{HEADING},Contact,Staff name\n{ROW},Jo 07700 900123,Jo Bloggs\n"
    read = lists.list(content)
    assert {"Contact", "Staff name"} <= lists.account().personal.keys()
    assert "Bloggs" not in str(read.lines.to_dict())
    stored = (lists.folder / "geodata" / "clean").rglob("*.parquet")
    assert not any(b"Bloggs" in path.read_bytes() for path in stored)


def test_notes_that_are_a_list_of_phone_numbers_are_refused(lists: Lists) -> None:
    content = HEADING + "".join(f"\nClub {i},Hall,Fri 18:00-20:00,Jo 07700 90012{i},-3.0,53.45" for i in range(6))
    read = lists.list(content)
    assert len(read.sessions) == 6
    assert "Jo" not in str(read.lines.to_dict())


def test_a_workbook_that_is_none_is_said_and_the_other_list_is_read(lists: Lists) -> None:
    lists.put("youth_provision_1.xlsx", b"\xff\xd8\xff\xe0 not a workbook")
    lists.put("youth_provision_3.json", "{")
    read = lists.list(f"{HEADING}\n{ROW}\n", "youth_provision_2.csv")
    assert len(lists.account().unread) == 2
    assert len(read.sessions) == 1


def test_a_wording_that_breaks_the_reader_of_wordings_is_a_question_and_stops_no_other(
    lists: Lists, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = reading.read_when

    def breaks(text: str, **more: object) -> object:
        return 1 / 0 if "unheard of" in text else own(text, **more)

    monkeypatch.setattr(reading, "read_when", breaks)
    read = lists.list(f"{HEADING}\n{ROW}\nChess,Hut,unheard of wording,,-3.0,53.45\n")
    assert read.lines["state"].tolist() == ["read", "waits"]
    assert "could not be read" in read.lines["questions"].iloc[1]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_dashes_and_accents_are_read_in_any_alphabet_a_spreadsheet_saves(lists: Lists, encoding: str) -> None:
    content = f"{HEADING}\r\nCafé,Hall,Fri 18:00–20:00,,-3.0,53.45\r\n".encode(encoding)
    read = lists.list(content)
    assert read.sessions["name"].tolist() == ["Café"]
