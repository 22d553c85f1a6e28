"""Csv files are read whatever their encoding, separator, line ends and mistakes."""

from __future__ import annotations

import pandas as pd
import pytest
from conftest import CALLS_HEADING, LAYERS, Town, calls_csv
from hypothesis import given, settings
from hypothesis import strategies as st

from placespace.ingest.delimited import rows_of_csv
from placespace.ingest.headings import headed, match_heading

GOOD = calls_csv()


@pytest.mark.parametrize(
    "content",
    [
        GOOD.encode(),
        b"\xef\xbb\xbf" + GOOD.encode(),
        GOOD.encode("utf-16"),
        GOOD.encode("utf-16-le"),
        GOOD.replace("\n", "\r\n").encode(),
        GOOD.replace("\n", "\r").encode(),
        GOOD.replace(",", ";").encode(),
        GOOD.replace(",", "\t").encode(),
        GOOD.replace(",", "|").encode(),
        GOOD.replace("A1", "A\x001").encode(),
        GOOD.replace("A1", "caf\u00e9 \u00a31").encode("cp1252"),
        f"Calls, all of them, by crew; February\n\n\nMade 1 March\n{GOOD}".encode(),
        GOOD.replace("27D", '"27D\r\nsecond line"').encode(),
        GOOD.replace("\n", ",\n").encode(),
        GOOD.upper().replace(",", " , ").encode(),
        GOOD.replace("Call time", "call_time").encode(),
    ],
    ids=[
        "plain",
        "bom",
        "utf16",
        "utf16 no bom",
        "crlf",
        "cr",
        "semicolons",
        "tabs",
        "bars",
        "nul",
        "cp1252",
        "heading on line 5",
        "line end in a field",
        "trailing commas",
        "capitals",
        "underscore",
    ],
)
def test_one_call_is_read_from_any_of_these(town: Town, content: bytes) -> None:
    account, kept = town.calls(content)
    assert (account.read, len(kept)) == (1, 1)
    assert kept.at[0, "at"] == pd.Timestamp("2025-02-01 18:00")
    assert kept.at[0, "category"] == "stabbing"
    assert kept.at[0, "precision"] == "point"


def test_windows_text_is_said_to_be_assumed(town: Town) -> None:
    account, _ = town.calls(GOOD.replace("A1", "\u00a31").encode("cp1252"))
    assert account.files[0].notes == ["read as Windows text (cp1252)"]


def test_a_total_at_the_end_is_not_an_event(town: Town) -> None:
    account, kept = town.calls(calls_csv("A1,01/02/2025,333500,395200,27D", "Grand total: 1,,,,", ",Total,,,"))
    assert len(kept) == 1
    assert account.reasons()["a total, not an event"].rows == 2


def test_a_short_row_is_read_and_a_long_one_is_set_aside_without_its_values(town: Town) -> None:
    account, kept = town.calls(
        calls_csv("A1,01/02/2025,333500,395200,27D", "A2,01/02/2025", "A3,01/02/2025,High Street, Bootle,395200,27D")
    )
    assert kept["row"].tolist() == [2]
    reasons = account.reasons()
    assert reasons["more fields than headings: its columns have moved"].first_row == 4
    assert reasons["code is not listed in [categories]: waits for a decision"].first_row == 3
    assert "Bootle" not in town.aside().to_csv()


def test_a_quotation_mark_never_closed_does_not_swallow_the_rows_after_it(town: Town) -> None:
    rows = [f"A{i},01/02/2025,333500,395200,27D" for i in range(6)]
    rows[2] = 'A2,01/02/2025,333500,395200,"27D'
    account, kept = town.calls(calls_csv(*rows))
    assert account.read == 6
    assert len(kept) == 6
    assert "quotation mark is not closed" in account.files[0].notes[0]
    rows[4] = 'A4,01/02/2025,333500,395200,"27D'
    assert rows_of_csv(calls_csv(*rows).encode())[0][-1][0] == "A5"


def test_the_same_heading_twice_reads_the_first_and_says_so(town: Town) -> None:
    account, kept = town.calls("Code,Call time,Code,Code (2)\n27D,01/02/2025,04A,x\n")
    assert kept["category"].tolist() == ["stabbing"]
    assert "heading 'Code' stands more than once: the first is read" in account.files[0].notes


@pytest.mark.parametrize("content", [CALLS_HEADING, f"{CALLS_HEADING}\n", f"{CALLS_HEADING}\n,,,,\n"])
def test_a_heading_without_rows_is_said(town: Town, content: str) -> None:
    account, kept = town.calls(content)
    assert (account.read, len(kept)) == (0, 0)
    assert "holds a heading and no rows" in account.files[0].notes


def test_a_wrong_heading_is_shown_but_a_row_of_data_never_is(town: Town) -> None:
    account, _ = town.calls("Name,Where\nVera,Here\n")
    assert "the first is: Name | Where" in account.unread[0]
    account, _ = town.calls("Vera Nomen,07700 900123\n")
    assert "Vera" not in account.unread[0]
    assert "looks like data and not like headings" in account.unread[0]


def test_an_ending_in_capitals_is_the_same_file(town: Town) -> None:
    town.layer("calls", LAYERS["calls"].replace('"calls*"', '"calls*.csv"'))
    account, kept = town.calls(GOOD, name="Calls October.CSV")
    assert len(kept) == 1
    assert account.files[0].file == "Calls October.CSV"


def test_headings_are_matched_when_cut_short_but_short_words_only_whole() -> None:
    long = "Income Deprivation Affecting Children Index (IDACI) Score (rate)"
    assert match_heading(["x", long[:30]], long) == long[:30]
    assert match_heading(["Date of birth"], "Date") is None
    assert match_heading(["Dat"], "Date") is None


@given(st.lists(st.lists(st.text('ab1 ,"\n', max_size=4), max_size=6), max_size=12))
@settings(max_examples=100, deadline=None)
def test_every_row_below_the_heading_that_holds_anything_is_in_the_table(rows: list[list[str]]) -> None:
    raw = headed([["Date", "Code"], *rows], ["Date", "Code"])
    assert raw is not None
    assert raw.frame.index.tolist() == [i for i, row in enumerate(rows, 2) if any(row)]
    assert raw.crowded <= set(raw.frame.index)


@given(st.binary(max_size=300))
@settings(max_examples=150, deadline=None)
def test_no_bytes_crash_the_reading_of_text(content: bytes) -> None:
    rows, _ = rows_of_csv(content, ["Date"])
    assert all(isinstance(v, str) for row in rows for v in row)
