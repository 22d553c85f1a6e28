"""An edited tracker is read back as people leave it: columns moved, rows gone, dates as they write them."""

from __future__ import annotations

import datetime
import io

import openpyxl
import pytest

from placespace.errors import PlacespaceError
from placespace.ingest.tracker import EDITED, TRACKER_HEADS, read_tracker

HEADS = list(TRACKER_HEADS.values())
LAMP = ["LOC-001", "Strand", "action-0001", 2, "Mend the lamps", "Manager", "Council", datetime.datetime(2026, 10, 2),
        "open", None, "", "Light", "Lamps lit", 4]  # fmt: skip
TEAM = [
    "LOC-001",
    "Strand",
    "action-0002",
    1,
    "Detached team",
    "Lead",
    "Youth service",
    None,
    "open",
    None,
    "",
    "",
    "",
    0,
]


def book(*rows: list, heads: list[str] = HEADS) -> bytes:
    made = openpyxl.Workbook()
    for row in [["OFFICIAL-SENSITIVE"], ["Change what is white."], heads, *rows, [], [], ["OFFICIAL-SENSITIVE"]]:
        made.active.append(row)
    made.create_sheet("About").append(["About"])
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def changed(row: list, **fields: object) -> list:
    keys = list(TRACKER_HEADS)
    return [fields.get(k, v) for k, v in zip(keys, row, strict=True)]


def test_rows_are_read_with_their_ids_versions_and_days():
    rows, aside = read_tracker(book(LAMP, TEAM))
    assert [(r.row, r.id, r.version, r.place) for r in rows] == [
        (4, "action-0001", 2, "LOC-001"), (5, "action-0002", 1, "LOC-001"),
    ]  # fmt: skip
    assert rows[0].fields["due"] == datetime.date(2026, 10, 2)
    assert rows[1].fields["due"] is None
    assert set(rows[0].fields) == set(EDITED)
    assert aside.empty


def test_columns_may_be_moved_added_and_left_out():
    heads = ["Our own note", *reversed(HEADS)]
    rows, aside = read_tracker(book(["mine", *reversed(LAMP)], heads=heads))
    assert (rows[0].id, rows[0].fields["what"]) == ("action-0001", "Mend the lamps")
    without = [h for h in HEADS if h != "Due"]
    rows, aside = read_tracker(book([v for h, v in zip(HEADS, LAMP, strict=True) if h != "Due"], heads=without))
    assert "due" not in rows[0].fields
    assert aside.empty


@pytest.mark.parametrize("written", ["9/10/26", "09.10.2026", "9 October 2026", "2026-10-09", "Fri 9 Oct 2026"])
def test_dates_are_read_as_people_write_them(written):
    rows, _ = read_tracker(book(changed(LAMP, due=written)))
    assert rows[0].fields["due"] == datetime.date(2026, 10, 9)


@pytest.mark.parametrize(
    ("written", "read"), [("Completed", "done"), (" in progress ", "open"), ("Cancelled", "dropped")]
)
def test_where_an_action_stands_is_read_as_people_write_it(written, read):
    rows, _ = read_tracker(book(changed(LAMP, status=written)))
    assert rows[0].fields["status"] == read


def test_a_status_that_was_emptied_changes_nothing():
    rows, aside = read_tracker(book(changed(LAMP, status="")))
    assert "status" not in rows[0].fields
    assert aside.empty


def test_what_cannot_be_read_is_set_aside_with_its_row_and_value_and_the_rest_is_kept():
    rows, aside = read_tracker(
        book(
            changed(LAMP, due="soon"),
            TEAM,
            changed(TEAM, id="action-0003", version="new"),
            changed(TEAM, id="action-0004", status="perhaps"),
            changed(TEAM, id="action-0002", what="twice"),
            changed(TEAM, id="action-0005", what=""),
        )
    )
    assert [r.id for r in rows] == ["action-0002"]
    assert aside[["row", "column", "value"]].to_numpy().tolist() == [
        [4, "Due", "soon"],
        [6, "Version", "new"],
        [7, "Status", "perhaps"],
        [8, "Action id", "action-0002"],
        [9, "What", ""],
    ]


def test_a_telephone_number_is_not_repeated_in_what_is_set_aside():
    _, aside = read_tracker(book(changed(LAMP, due="ring 07700 900123")))
    assert aside["value"].tolist() == ["ring [removed]"]


def test_a_row_without_an_id_is_a_new_one_and_empty_rows_are_none():
    rows, aside = read_tracker(book(LAMP, ["LOC-001", "", "", "", "Open the hall", "Caretaker", "School"], [None] * 14))
    assert [(r.id, r.version, r.fields["what"]) for r in rows][1:] == [("", 0, "Open the hall")]
    assert aside.empty


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04broken"])
def test_a_file_that_is_no_tracker_is_refused_by_its_name(content):
    with pytest.raises(PlacespaceError, match="october"):
        read_tracker(content, "october.xlsx")


def test_a_sheet_without_ids_is_refused_with_what_to_do():
    with pytest.raises(PlacespaceError, match="Put the headings back"):
        read_tracker(book(LAMP, heads=[h.replace("Action id", "Number") for h in HEADS]))
