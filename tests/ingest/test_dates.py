"""Dates are read as partners write them, or not at all."""

from __future__ import annotations

import datetime
import re

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from placespace.ingest.dates import default_minutes, read_clock, read_months, read_times

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def one(text: str, time: str | None = None) -> pd.Series:
    return read_times(pd.Series([text]), None if time is None else pd.Series([time])).iloc[0]


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("01/02/2025 18:00", "2025-02-01 18:00"),
        ("1/2/2025 6:05", "2025-02-01 06:05"),
        ("01-02-2025 18:00", "2025-02-01 18:00"),
        ("01.02.2025 18.00", "2025-02-01 18:00"),
        ("01/02/2025 18.00", "2025-02-01 18:00"),
        ("01/02/2025 6pm", "2025-02-01 18:00"),
        ("01/02/2025 6.30 pm", "2025-02-01 18:30"),
        ("01/02/2025 1800", "2025-02-01 18:00"),
        ("01/02/25 18:00", "2025-02-01 18:00"),
        ("18:00 01/02/2025", "2025-02-01 18:00"),
        ("2025-02-01 18:00:59", "2025-02-01 18:00:59"),
        ("2025/02/01 18:00", "2025-02-01 18:00"),
        ("20250201 1800", "2025-02-01 18:00"),
        ("1 Feb 2025 18:00", "2025-02-01 18:00"),
        ("Sat 01-Feb-2025 18:00", "2025-02-01 18:00"),
        ("1st of February 2025 6pm", "2025-02-01 18:00"),
        ("February 1, 2025 6:00 PM", "2025-02-01 18:00"),
        ("2025-02-01T18:00Z", "2025-02-01 18:00"),
        ("2025-07-01T18:00Z", "2025-07-01 19:00"),
        ("2025-07-01T18:00:00.000+01:00", "2025-07-01 18:00"),
        ("15/07/2025 18:00 GMT", "2025-07-15 19:00"),
        ("2025-02-01T18:00:00-05:00", "2025-02-01 23:00"),
        ("45231.75", "2023-11-01 18:00"),
        ("45231.770833333336", "2023-11-01 18:30"),
    ],
)
def test_a_date_and_time_is_read_day_first_as_local_time(text: str, at: str) -> None:
    read = one(text)
    assert read["at"] == pd.Timestamp(at)
    assert read["time_known"]


@pytest.mark.parametrize("text", ["01/02/2025", "2025-02-01", "20250201", "1 February 2025", "45689", "Sat 1 Feb 25"])
def test_a_date_without_a_time_is_a_day_whose_time_is_unknown(text: str) -> None:
    read = one(text)
    assert read["at"] == pd.Timestamp("2025-02-01")
    assert not read["time_known"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "last Friday",
        "31/02/2025",
        "12/13/2025",
        "2025-13-02",
        "010225",
        "Friday Feb 2025",
        "Feb 2025",
        "1 Feb",
        "2025",
        "18:00",
        "01/02/2025 25:00",
        "01/02/2025 18:00 EST",
        "01/02/2025 evening",
        "123456",
        "-45231",
    ],
)
def test_what_is_not_certainly_a_date_is_not_read(text: str) -> None:
    assert pd.isna(one(text)["at"])


def test_the_hour_that_comes_twice_in_october_is_kept_as_written_and_said() -> None:
    read = one("26/10/2025 01:30")
    assert read["at"] == pd.Timestamp("2025-10-26 01:30")
    assert read["ambiguous"]
    assert read["time_known"]
    assert not one("26/10/2025 02:00")["ambiguous"]


def test_the_hour_that_never_is_in_march_is_kept_without_its_time() -> None:
    read = one("30/03/2025 01:30")
    assert read["no_such_hour"]
    assert not read["time_known"]
    assert not one("30/03/2025 02:00")["no_such_hour"]


@pytest.mark.parametrize(
    ("time", "minutes"),
    [
        ("18:00", 1080),
        ("18.00", 1080),
        ("6pm", 1080),
        ("6 p.m.", 1080),
        ("1800", 1080),
        ("1800hrs", 1080),
        ("18:00:30", 1080),
        ("0.75", 1080),
        ("12am", 0),
        ("12pm", 720),
        ("0.30", 30),
        ("00:05", 5),
    ],
)
def test_a_time_in_its_own_column_joins_the_date(time: str, minutes: int) -> None:
    assert one("01/02/2025", time)["at"] == pd.Timestamp("2025-02-01") + pd.Timedelta(minutes=minutes)


@pytest.mark.parametrize("time", ["", "evening", "25:00", "18:75", "13pm", "6", "18:00:99"])
def test_what_is_not_a_time_leaves_the_day_with_its_time_unknown(time: str) -> None:
    assert read_clock(time) is None
    assert one("01/02/2025", time)["at"] == pd.Timestamp("2025-02-01")
    assert not one("01/02/2025", time)["time_known"]


def test_months_are_read_in_every_usual_form_and_never_from_a_part_of_something_else() -> None:
    given_ = [
        "2025-10",
        "10/2025",
        "Oct 2025",
        "Oct-25",
        "October 2025",
        "2025-10-01",
        "2025-100",
        "13/2025",
        "autumn",
        "",
    ]
    assert read_months(pd.Series(given_)).fillna("").tolist() == ["2025-10"] * 6 + [""] * 4


def test_a_minute_far_above_its_neighbours_is_a_default_and_not_a_time() -> None:
    at = pd.Series(pd.to_datetime(["2025-02-01 00:00"] * 9 + ["2025-02-01 18:07"] * 9))
    found = default_minutes(at, pd.Series(True, at.index))
    assert found[:9].all()
    assert not found[9:].any()
    assert not default_minutes(at[:8], pd.Series(True, at.index[:8])).any()


@given(st.datetimes(datetime.datetime(1990, 1, 1), datetime.datetime(2068, 12, 31)))
@settings(max_examples=80, deadline=None)
def test_a_date_written_in_any_of_our_forms_comes_back_the_same(moment: datetime.datetime) -> None:
    moment = moment.replace(second=0, microsecond=0)
    forms = ["%d/%m/%Y %H:%M", "%Y-%m-%dT%H:%M", "%d-%b-%Y %H.%M", "%d %B %Y %I:%M %p", "%d/%m/%y %H%M", "%Y%m%d %H:%M"]
    read = read_times(pd.Series([moment.strftime(f) for f in forms]))
    assert (read["at"] == moment).all()


@given(st.text(max_size=30) | st.text("0123456789/-.: TZfebamp,", max_size=20))
@example("01/01/0001 00:00+05:00")
@example("Friday 02 2025")
@example("٠١/٠٢/٢٠٢٥")
@settings(max_examples=400, deadline=None)
def test_no_text_crashes_and_none_gives_a_date_it_does_not_hold(text: str) -> None:
    at = one(text)["at"]
    if pd.isna(at) or re.fullmatch(r"\d{5}(\.\d+)?", text.strip()):  # the latter is Excel's count of days
        return
    low = text.lower()
    if re.search(r"z|gmt|utc|bst|[+-]\d\d:?\d\d\s*$", low):  # an offset may move it to the next day
        return
    numbers = {int(n) for n in re.findall(r"\d+", low)}
    numbers |= {int(n) for run in re.findall(r"\d{8}", low) for n in (run[:4], run[4:6], run[6:])}
    assert at.day in numbers
    assert at.year in numbers or at.year % 100 in numbers
    assert at.month in numbers or MONTHS[at.month - 1] in low


@given(st.text(max_size=12))
@settings(max_examples=200, deadline=None)
def test_no_text_crashes_the_clock_and_every_time_is_within_a_day(text: str) -> None:
    minutes = read_clock(text)
    assert minutes is None or 0 <= minutes < 24 * 60


def test_a_word_is_not_the_moment_of_reading():
    assert read_times(pd.Series(["now", "today", "Now", "soon"]))["at"].isna().all()
