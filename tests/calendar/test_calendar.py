"""Term, holiday and bank holiday, day by day; what nobody listed is not called term."""

import datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.make_sample.clock import DAYS, SCHOOL_DAY
from placespace.calendar import (
    COLUMNS,
    Calendar,
    bank_holidays,
    check_calendar,
    operational_day,
    planning_year,
    read_calendar,
    write_calendar,
)
from placespace.calendar.files import read_day
from placespace.catalogue import open_workspace
from placespace.errors import PlacespaceError, WrongUse

AUTUMN = (
    ("holiday", "Summer holiday", "2025-07-23", "2025-09-01"),
    ("holiday", "October half-term", "2025-10-27", "2025-10-31"),
    ("event", "Halloween to Bonfire", "2025-10-30", "2025-11-05"),
    ("holiday", "Christmas holiday", "2025-12-22", "2026-01-02"),
)


def listed(*rows: tuple) -> pd.DataFrame:
    return pd.DataFrame([(*row, "") for row in rows], columns=list(COLUMNS))


@pytest.fixture
def workspace(tmp_path, copy_borough):
    """A copy of the borough's workspace whose calendar may be changed."""
    workspace = open_workspace(copy_borough(tmp_path))
    workspace.calendar.unlink(missing_ok=True)
    return workspace


@pytest.fixture
def autumn(workspace) -> Calendar:
    write_calendar(workspace, listed(*AUTUMN))
    return read_calendar(workspace)


def kind_of(calendar: Calendar, day: str) -> str:
    return calendar.type_of(pd.DatetimeIndex([day]))[0]


def test_the_borough_s_own_calendar_has_the_school_days_it_was_made_with():
    calendar = read_calendar(open_workspace())
    days = pd.DatetimeIndex(DAYS)
    weekday = days.day_of_week < 5
    assert ((calendar.type_of(days) == "term") == SCHOOL_DAY)[weekday].all()
    assert days[calendar.type_of(days) == "bank holiday"].astype("str").tolist() == ["2025-05-05", "2026-05-04"]
    assert (calendar.faults, calendar.notes) == ((), ())
    assert calendar.covered(*planning_year(open_workspace().area.today))
    assert calendar.week_types()[:5] == ["term", "holiday", "Summer holiday", "October half-term",
                                         "Halloween to Bonfire"]  # fmt: skip


def test_the_kinds_of_week_come_in_the_order_they_are_listed(autumn):
    assert autumn.week_types() == ["term", "holiday", "Summer holiday", "October half-term", "Halloween to Bonfire",
                                   "Christmas holiday"]  # fmt: skip


def test_a_holiday_that_ends_on_a_friday_takes_in_the_weekend(autumn):
    assert kind_of(autumn, "2025-10-26") == "term"
    assert [kind_of(autumn, f"2025-{d}") for d in ("10-27", "10-31", "11-01", "11-02")] == ["holiday"] * 4
    assert kind_of(autumn, "2025-11-03") == "term"
    assert kind_of(autumn, "2025-09-02") == "term", "summer ended on a Monday: no weekend follows it"


def test_the_days_of_a_named_week_are_its_own_in_every_year(workspace):
    write_calendar(workspace, listed(*AUTUMN, ("event", "halloween to bonfire", "30/10/2026", "05/11/2026")))
    calendar = read_calendar(workspace)
    days = calendar.days_of("Halloween to Bonfire", datetime.date(2025, 1, 1), datetime.date(2026, 12, 31))
    assert len(days) == 14
    assert set(days.year) == {2025, 2026}
    assert len(calendar.days_of("october half-TERM", datetime.date(2025, 10, 1), datetime.date(2025, 10, 29))) == 3


def test_a_bank_holiday_outside_school_holidays_is_neither_term_nor_holiday(workspace):
    write_calendar(workspace, listed(("holiday", "Easter", "2026-03-30", "2026-04-10"),
                                     ("holiday", "May half-term", "2026-05-25", "2026-05-29")))  # fmt: skip
    calendar = read_calendar(workspace)
    assert kind_of(calendar, "2026-05-04") == "bank holiday"
    assert kind_of(calendar, "2026-04-03") == "holiday", "Good Friday within the holiday"
    term = calendar.days_of("term", datetime.date(2026, 5, 1), datetime.date(2026, 5, 10))
    assert "2026-05-04" not in term.astype("str")
    assert len(term) == 9


def test_every_day_covered_is_one_of_three_kinds_and_they_add_up(autumn):
    span = datetime.date(2025, 8, 1), datetime.date(2026, 1, 15)
    parts = [autumn.days_of(kind, *span) for kind in ("term", "holiday", "bank holiday")]
    assert sorted(np.concatenate(parts)) == sorted(autumn.days_of("all", *span))


def test_bank_holidays_are_the_nation_s_own():
    assert np.datetime64("2026-11-30") in bank_holidays("SCT", [2026])
    assert np.datetime64("2026-11-30") not in bank_holidays("ENG", [2026])


def test_no_calendar_knows_of_no_term_and_says_what_to_do(workspace):
    calendar = read_calendar(workspace)
    assert not calendar.known
    assert calendar.week_types() == ["all"]
    assert len(calendar.days_of("all", datetime.date(2026, 1, 1), datetime.date(2026, 1, 31))) == 31
    assert kind_of(calendar, "2026-01-12") == "not known"
    with pytest.raises(PlacespaceError, match=r"authority's own dates.*no school holidays.*all weeks"):
        calendar.days_of("term", datetime.date(2026, 1, 1), datetime.date(2026, 1, 31))


def test_days_nobody_listed_are_not_called_term(autumn):
    assert kind_of(autumn, "2026-01-31") == "term", "within a month of the last holiday"
    assert kind_of(autumn, "2026-03-02") == "not known"
    assert not autumn.covered(datetime.date(2025, 9, 1), datetime.date(2026, 3, 31))
    with pytest.raises(PlacespaceError, match=r"2026-02-04 to 2026-03-31\. Add them to geodata/calendar\.csv"):
        autumn.days_of("term", datetime.date(2025, 9, 1), datetime.date(2026, 3, 31))


def test_a_year_missing_between_two_listed_is_noticed_and_not_called_term(workspace):
    write_calendar(workspace, listed(*AUTUMN, ("holiday", "Summer holiday", "2026-07-22", "2026-09-01")))
    calendar = read_calendar(workspace)
    assert kind_of(calendar, "2026-04-20") == "not known"
    assert "between 2026-01-02 and 2026-07-22" in calendar.notes[0]
    assert calendar.missing(pd.date_range("2025-09-01", "2026-07-31")) == ["2026-02-04 to 2026-06-21"]


def test_another_kind_of_week_is_refused_with_the_list(autumn):
    with pytest.raises(WrongUse, match=r"one of: term, holiday, Summer.*, all\. 'Easter' is not"):
        autumn.is_of("Easter", pd.DatetimeIndex([]))


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (("holiday", "Easter", "2026-04-10", "2026-03-30"), "line 2: 'Easter' ends on 2026-03-30, before it starts"),
        (("holiday", "Easter", "soon", "2026-03-30"), "line 2: 'first' must be a date such as 2026-10-26, is 'soon'"),
        (("holiday", "Easter", "2026-03-30", ""), "line 2: 'last' must be a date such as 2026-10-26, is ''"),
        (("inset", "Easter", "2026-03-30", "2026-04-10"), "line 2: 'kind' must be holiday or event, is 'inset'"),
        (("holiday", " ", "2026-03-30", "2026-04-10"), "line 2: 'name' is empty"),
        (("event", "Term", "2026-03-30", "2026-04-10"), "line 2: 'Term' has a meaning of its own"),
        (("holiday", "Easter", "2026-03-30", "2027-04-10"), "line 2: 'Easter' lasts 377 days, more than 100"),
    ],
)
def test_a_line_that_cannot_be_used_is_named_and_the_others_are_used(workspace, row, fault):
    assert check_calendar(listed(row))[0].startswith(fault)
    assert check_calendar(listed(*AUTUMN)) == []
    listed(row, *AUTUMN).to_csv(workspace.calendar, index=False)
    calendar = read_calendar(workspace)
    assert len(calendar.table) == len(AUTUMN)
    assert calendar.faults[0].startswith(fault)
    with pytest.raises(PlacespaceError, match="nothing was written"):
        write_calendar(workspace, listed(row))
    assert len(read_calendar(workspace).table) == len(AUTUMN)


def test_holidays_that_overlap_are_used_and_noted(workspace):
    write_calendar(workspace, listed(*AUTUMN, ("holiday", "Inset days", "2025-10-31", "2025-11-03")))
    calendar = read_calendar(workspace)
    assert kind_of(calendar, "2025-11-03") == "holiday"
    assert calendar.notes == ("'Inset days' starts on 2025-10-31, before 'October half-term' ends",)


def test_a_calendar_as_excel_saves_it_is_read(workspace):
    text = "Kind,Name,First,Last,Source,\r\nHoliday,No\xebl,22/12/2025,02/01/2026,\xa7,\r\n,,,,,\r\n"
    workspace.calendar.write_bytes(text.encode("cp1252"))
    calendar = read_calendar(workspace)
    assert calendar.table["name"].tolist() == ["Noël"]
    assert kind_of(calendar, "2026-01-04") == "holiday"
    workspace.calendar.write_text("kind,name,start,end\n")
    with pytest.raises(PlacespaceError, match=r"It has no first, last\. Put them in its first line"):
        read_calendar(workspace)


def test_what_is_written_is_read_back_the_same(workspace, autumn):
    before = workspace.calendar.read_bytes()
    write_calendar(workspace, autumn.table)
    assert workspace.calendar.read_bytes() == before
    assert workspace.calendar.read_text().splitlines()[1] == "holiday,Summer holiday,2025-07-23,2025-09-01,"


@settings(deadline=None)
@given(st.dates(datetime.date(2000, 1, 1), datetime.date(2060, 12, 31)))
def test_a_day_is_read_the_same_however_it_is_written(day):
    # two figures of a year are of the fifty years on either side
    for shape in ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%a %d %b %Y", "%Y-%m-%d 00:00:00"):
        assert read_day(day.strftime(shape)) == day


@settings(deadline=None)
@given(st.text(max_size=30))
def test_any_text_at_all_is_a_day_or_nothing(text):
    assert read_day(text) is None or isinstance(read_day(text), datetime.date)


@pytest.mark.parametrize("text", ["12/13/2025", "31/02/2026", "2026-13-01", "", "nan", "Easter", "3pm", "45231"])
def test_what_is_no_day_is_not_guessed(text):
    assert read_day(text) is None


def test_an_operational_day_starts_at_six_and_missing_stays_missing():
    at = pd.Series(pd.to_datetime(["2025-10-11 05:59", "2025-10-11 06:00", None]))
    assert operational_day(at).dt.day.tolist()[:2] == [10, 11]
    assert operational_day(at).isna().tolist() == [False, False, True]
    assert operational_day(at, starts_hour=0).dt.day.tolist()[:2] == [11, 11]


def test_a_planning_year_is_twelve_whole_months_from_this_one():
    assert planning_year(datetime.date(2028, 2, 29)) == (datetime.date(2028, 2, 1), datetime.date(2029, 1, 31))
