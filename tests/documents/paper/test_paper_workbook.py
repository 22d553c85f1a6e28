"""Workbooks print on A4 with their marking, run nothing, and are the same each time."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import numpy as np
import openpyxl
import pandas as pd
import pytest

from placespace.documents.paper import Sheet, workbook_text, write_workbook
from placespace.errors import PlacespaceError

ABOUT = {"marking": "Official-Sensitive", "made_on": date(2026, 9, 25), "title": "Plan for October & more"}


@pytest.fixture
def table() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "place": ["=1+1", "https://a.example/", "@SUM(A1)", "A long name " * 9],
            "events": pd.array([3, pd.NA, 0, 12], dtype="Int64"),
            "share": [0.25, np.nan, 0.0, 1.0],
            "day": [date(2026, 10, 2), pd.NaT, datetime(2026, 10, 2, 18, 30), pd.Timestamp("2026-10-03")],
            "open": [True, False, None, True],
        }
    )


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def rows(sheet) -> list[list]:
    return [[c.value for c in row] for row in sheet.iter_rows()]


def test_a_sheet_is_marked_first_and_last_and_holds_its_table_as_it_is(table):
    sheet = opened(write_workbook([Sheet("Places", table, ("Above.",), ("Below.",))], **ABOUT))["Places"]
    found = rows(sheet)
    assert found[0][0] == found[-1][0] == "OFFICIAL-SENSITIVE"
    assert (found[1][0], found[-3][0]) == ("Above.", "Below.")
    assert found[2] == list(table.columns)
    assert found[3] == ["=1+1", 3, 0.25, "2026-10-02", "yes"]
    assert found[4] == ["https://a.example/", None, None, None, "no"]
    assert found[5] == ["@SUM(A1)", 0, 0, "2026-10-02 18:30", None]
    assert found[6][3] == "2026-10-03"


def test_nothing_in_a_table_runs_or_links(table):
    sheet = opened(write_workbook([Sheet("Places", table)], **ABOUT))["Places"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert not any(cell.hyperlink for row in sheet.iter_rows() for cell in row)


def test_it_prints_on_a4_with_its_header_row_and_marking_on_each_page(table):
    sheet = opened(write_workbook([Sheet("Places", table, ("Above.",))], **ABOUT))["Places"]
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    # one page wide is what a file says when it says nothing
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (None, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.print_title_rows, sheet.freeze_panes) == ("$3:$3", "A4")
    assert "OFFICIAL-SENSITIVE" in sheet.oddHeader.center.text
    assert "OFFICIAL-SENSITIVE" in sheet.oddFooter.center.text
    assert "25 September 2026" in sheet.oddFooter.left.text
    widths = {k: d.width for k, d in sheet.column_dimensions.items()}
    assert widths["A"] > 50 > widths["B"]


def test_the_same_sheets_give_the_same_bytes_and_no_time_of_day(table, monkeypatch):
    first = write_workbook([Sheet("Places", table)], **ABOUT)
    monkeypatch.setattr("time.time", lambda: 0.0)
    assert write_workbook([Sheet("Places", table)], **{**ABOUT, "made_on": "2026-09-25"}) == first
    with zipfile.ZipFile(io.BytesIO(first)) as parts:
        assert {m.date_time for m in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    properties = opened(first).properties
    assert (properties.title, properties.created) == (ABOUT["title"], datetime(2026, 9, 25))


def test_an_empty_table_keeps_its_header(table):
    found = rows(opened(write_workbook([Sheet("None", table.iloc[:0])], **ABOUT))["None"])
    assert (found[1], found[-1][0]) == (list(table.columns), "OFFICIAL-SENSITIVE")


def test_tabs_get_names_that_excel_takes():
    one = pd.DataFrame({"a": [1]})
    names = ["A/B: [north]?", "x" * 40, "X" * 40, "'", "History of a place"]
    tabs = opened(write_workbook([Sheet(n, one) for n in names], **ABOUT)).sheetnames
    assert tabs == ["A B   north", "x" * 31, f"{'X' * 27} 2", "Sheet", "History of a place"]


def test_shares_are_shaded_and_a_missing_one_is_not_nought():
    table = pd.DataFrame({"": ["Monday", "Tuesday"], "06": [0.0, np.nan], "07": [0.5, 1.0]})
    sheet = opened(write_workbook([Sheet("Grid", table, shares=True)], **ABOUT))["Grid"]
    assert rows(sheet)[2:4] == [["Monday", 0, 0.5], ["Tuesday", "-", 1]]
    inks = [sheet.cell(3, 2).fill.fgColor.rgb, sheet.cell(3, 3).fill.fgColor.rgb, sheet.cell(4, 3).fill.fgColor.rgb]
    assert len(set(inks)) == 3
    assert sheet.cell(3, 3).number_format == "0%"


def test_a_text_longer_than_a_cell_is_cut_and_says_so():
    found = rows(opened(write_workbook([Sheet("a", pd.DataFrame({"t": ["x" * 40000]}))], **ABOUT))["a"])
    assert found[2][0].endswith("[the rest was cut]")


def test_words_to_change_are_named_but_not_in_what_is_quoted():
    table = pd.DataFrame({"category": ["Gang area"], "note": ["A no-go place"]})
    with pytest.raises(PlacespaceError) as told:
        write_workbook([Sheet("Places", table)], **ABOUT)
    assert "Places, category, row 1:" in str(told.value)
    assert "Places, note, row 1:" in str(told.value)
    with pytest.raises(PlacespaceError, match="sentence 1"):
        write_workbook([Sheet("P", table, ("No-go.",), quoted=("category", "note"))], **ABOUT)
    assert write_workbook([Sheet("Places", table, quoted=("category",))], allowed=["no go place"], **ABOUT)


def test_the_text_of_a_workbook_is_read_back_with_its_dates(table):
    text = workbook_text(write_workbook([Sheet("Places", table, ("Above.",))], **ABOUT))
    for said in (
        "Places",
        "Above.",
        "=1+1\t3\t0.25\t2026-10-02\tyes",
        "OFFICIAL-SENSITIVE",
        "Plan for October && more",
    ):
        assert said in text
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active.append([datetime(2026, 10, 2, 21, 15), "inline"])
    book.save(out)
    assert "2026-10-02 21:15\tinline" in workbook_text(out.getvalue())
