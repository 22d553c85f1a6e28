"""Rules in plain words: read for certain or refused, and what they give in a month."""

import re
from datetime import date
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placespace.calendar import RULE_FORMS, Calendar, dates_of, read_calendar, read_rule
from placespace.calendar.clocks import read_range
from placespace.catalogue import open_workspace
from placespace.errors import PlacespaceError, WrongUse

EMPTY = pd.DataFrame({"kind": [], "name": [], "first": [], "last": [], "source": []})


@pytest.fixture(scope="module")
def calendar() -> Calendar:
    return read_calendar(open_workspace())


def out(calendar: Calendar, month: str, *rules: str) -> list[tuple[str, int, int]]:
    """When a crew is out: day, and hours by the clock of the operational day."""
    found = dates_of([read_rule(r) for r in rules], month, calendar)
    return [(f"{day:%a %d}", a / 60, b / 60) for day, a, b in found]


def days(calendar: Calendar, month: str, *rules: str) -> list[int]:
    return [int(day[4:]) for day, _, _ in out(calendar, month, *rules)]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("every Friday 17-21", "every Friday 17:00-21:00"),
        ("FRIDAYS 5-9pm", "every Friday 17:00-21:00"),
        ("Fri 17:00\u201321:00", "every Friday 17:00-21:00"),
        ("Friday evenings, 18.30 to 21.00", "every Friday 18:30-21:00"),
        ("between 5pm and 9pm on Fridays", "every Friday 17:00-21:00"),
        ("Thursday to Saturday 18-02", "Thursday to Saturday 18:00-02:00"),
        ("Fri-Sun 10pm-2", "Friday to Sunday 22:00-02:00"),
        ("Mon/Wed & Fri 6pm-8.30pm", "Monday, Wednesday and Friday 18:00-20:30"),
        ("weekdays 1400-1800", "Monday to Friday 14:00-18:00"),
        ("Sat and Sun 11-2pm", "Saturday and Sunday 11:00-14:00"),
        ("every evening 6pm-midnight", "every day 18:00-00:00"),
        ("school days 15-18", "school days 15:00-18:00"),
        ("Monday to Thursday 18-21 in holidays", "Monday to Thursday 18:00-21:00 in school holidays"),
        ("Tues & Thurs 6-8pm term time only", "Tuesday and Thursday 18:00-20:00 in term"),
        ("Fridays 17-19 and 20-22", "every Friday 17:00-19:00 and 20:00-22:00"),
        ("2026-10-09 17-21", "Friday 9 October 2026 17:00-21:00"),
        ("Friday, 9th October 2026 17-21", "Friday 9 October 2026 17:00-21:00"),
        ("2026-10-09 Friday 17-21", "Friday 9 October 2026 17:00-21:00"),
        ("Fridays and Sat 10 October 2026 17-21", "Friday and Saturday 10 October 2026 17:00-21:00"),
        ("30/10/2026 to 5/11/2026 18-22", "Friday 30 October 2026 to Thursday 5 November 2026 18:00-22:00"),
        ("Halloween 17-22", "31 October of every year 17:00-22:00"),
        ("not December, January", "not December or January"),
        ("not November to January", "not November, December or January"),
        ("never on bank holidays", "not bank holidays"),
        ("not 2026-10-30", "not Friday 30 October 2026"),
        ("not in holidays", "not school holidays"),
        ("not Fridays in December", "not Friday in December"),
        ("not bank holidays, December", "not bank holidays, nor December"),
        ("Fridays 17-21, except Dec & Jan", "every Friday 17:00-21:00, not December or January"),
        ("extra nights in holidays", "extra: Monday to Saturday in school holidays, at its own evening hours"),
        ("extra nights Fri 18-22 in half-term", "extra: every Friday 18:00-22:00 in half-term"),
    ],
)
def test_a_rule_is_read_however_it_is_written(text, says):
    assert read_rule(text).says() == says


def test_the_forms_that_are_offered_can_be_read():
    assert [read_rule(form).kind for form in RULE_FORMS] == ["out"] * 4 + ["extra"] + ["not"] * 2


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no days and no hours"),
        ("evenings", "no days and no hours"),
        ("every evening", "from when to when"),
        ("Friday night", "from when to when"),
        ("Fridays 5-9", "morning or evening"),
        ("Fridays 10:30-1", "morning or evening"),
        ("Fridays 9-12pm", "noon or at midnight"),
        ("Fridays 17-17", "ends when it starts"),
        ("Fridays 25-26", "no clock shows"),
        ("Fridays 17", "'17' cannot be read"),
        ("Fridays 22-07", "runs over 06:00"),
        ("Fridays 04-08", "runs over 06:00"),
        ("17-21", "on which days"),
        ("holidays 14-18", "on which days"),
        ("every other Friday 17-21", "dates"),
        ("first Friday 17-21", "dates"),
        ("Fridays 17-21 until Christmas", "after 'in'"),
        ("Fridays 17-19 and Saturdays 20-22", "a line for each"),
        ("every day 18-22 December", "hours or days"),
        ("20-24 December 2026", "hours or days"),
        ("Thursday 9 October 2026 17-21", "do not agree"),
        ("2026-10-09 weekdays 17-21", "do not agree"),
        ("2026-02-30 17-21", "not a date"),
        ("2026-10-30 to 2026-10-01 17-21", "ends before it starts"),
        ("extra nights", "say which"),
        ("not", "when not"),
        ("not Fridays 17-18", "of days, not of hours"),
        ("not Fridays December", "either or both"),
        ("Fridays 17-21 " + "x" * 300, "longer than"),
        ("kind=visit; drop table", "cannot be read"),
        ("Fridays at the pier 17-21", "after 'in'"),
    ],
)
def test_what_does_not_read_for_certain_is_refused_with_the_forms_that_do(text, why):
    with pytest.raises(PlacespaceError) as fault:
        read_rule(text)
    assert why in fault.value.found
    assert "every Friday 17-21" in fault.value.do


def test_a_month_of_fridays(calendar):
    assert out(calendar, "2026-10", "every Friday 17-21") == [
        (f"Fri {d:02d}", 17, 21) for d in (2, 9, 16, 23, 30)
    ]  # fmt: skip


def test_december_and_january_are_empty_when_they_are_excluded_and_exclusions_win_over_extra_nights(calendar):
    rules = ("every Friday 17-21", "extra nights in holidays", "2026-12-24 18-20", "not December, January")
    assert out(calendar, "2026-12", *rules) == []
    assert out(calendar, "2027-01", *rules) == []
    assert days(calendar, "2026-11", *rules) == [6, 13, 20, 27]
    assert len(days(calendar, "2026-12", *rules[:3])) == 3 + 10


def test_a_not_within_a_line_is_of_that_line_alone(calendar):
    assert days(calendar, "2026-10", "Monday to Friday 15-18, not Fridays", "Friday 2026-10-09 17-21") == sorted(
        [9, *(d for d in range(1, 32) if date(2026, 10, d).weekday() < 4)]
    )


def test_school_days_leave_out_half_term_weekends_and_bank_holidays(calendar):
    assert days(calendar, "2026-10", "school days 15-18") == [
        d for d in range(1, 24) if date(2026, 10, d).weekday() < 5
    ]
    assert 3 not in days(calendar, "2027-05", "school days 15-18")
    assert days(calendar, "2027-05", "bank holidays 12-18") == [3, 31]


def test_extra_nights_are_the_crew_s_own_evening_hours_monday_to_saturday_in_those_weeks(calendar):
    rules = ("Thursday to Saturday 18-02", "school days 15-18", "extra nights in holidays and Bonfire week")
    extra = [row for row in out(calendar, "2026-10", *rules) if row[0][:3] in ("Mon", "Tue", "Wed")]
    assert [row for row in extra if row[1] == 18] == [("Mon 26", 18, 26), ("Tue 27", 18, 26), ("Wed 28", 18, 26)]
    assert days(calendar, "2026-11", "Sunday 18-20", rules[2]) == [1, 2, 3, 4, 5, 8, 15, 22, 29]
    with pytest.raises(PlacespaceError, match="need hours"):
        out(calendar, "2026-10", "school days 15-18", "extra nights in holidays")


def test_shifts_that_overlap_are_joined_and_those_that_touch_are_not(calendar):
    assert out(calendar, "2026-10", "2026-10-09 17-21", "every Friday 17-21", "Fri 9 October 2026 20-23")[1] == (
        "Fri 09", 17, 23,
    )  # fmt: skip
    touching = out(calendar, "2026-10", "2026-10-09 15-18", "2026-10-09 18-02")
    assert touching == [("Fri 09", 15, 18), ("Fri 09", 18, 26)]


def test_what_starts_before_six_is_of_the_night_before(calendar):
    assert out(calendar, "2026-10", "Saturday 01-03")[:2] == [("Fri 02", 25, 27), ("Fri 09", 25, 27)]
    assert out(calendar, "2026-10", "2026-11-01 00:30-02:00") == [("Sat 31", 24.5, 26)]
    assert out(calendar, "2026-10", "2026-10-01 00:30-02:00") == []
    assert out(calendar, "2026-10", "Friday 22-06")[0] == ("Fri 02", 22, 30)
    # neither the night that December's plan would hold, nor the one that is in December by the clock
    assert out(calendar, "2026-12", "every day 01-03", "not December") == []
    assert days(calendar, "2026-11", "every day 01-03", "not December") == list(range(1, 30))


def test_the_night_the_clocks_go_back_keeps_its_times_by_the_clock(calendar):
    assert out(calendar, "2026-10", "Saturdays 18-02")[3] == ("Sat 24", 18, 26)


def test_weeks_that_the_calendar_does_not_hold_are_named(calendar):
    with pytest.raises(PlacespaceError, match=r"'diwali week' is not; it has Summer holiday, October half-term"):
        out(calendar, "2026-10", "every day 17-21 in Diwali week")
    assert read_rule("every day 17-21 in Bonfire week").says(calendar).endswith("bonfire week (Halloween to Bonfire)")
    with pytest.raises(PlacespaceError, match="no school holidays"):
        out(Calendar(EMPTY), "2026-10", "school days 15-18")
    assert len(out(Calendar(EMPTY), "2026-10", "every Friday 17-21")) == 5
    with pytest.raises(WrongUse, match="YYYY-MM"):
        out(calendar, "October", "every Friday 17-21")


WORDS = st.sampled_from(
    re.split(
        r"\s+",
        """every friday fri mondays monday to - , and & 17-21 18-02 5-9pm 6pm 9 18:30 until not except in december jan
        holidays term bank holiday school days extra nights evenings half-term bonfire week 2026-10-30 30/10/2026
        october weekdays weekends 04-06 00:00-05:30 between of the other halloween 2026 24 noon midnight""",
    )
)


@settings(max_examples=400, deadline=None)
@given(text=st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=9).map(" ".join)))
def test_no_text_breaks_the_reader_and_every_shift_lies_within_its_day(text):
    calendar = read_calendar(open_workspace())
    try:
        rule = read_rule(text)
    except PlacespaceError:
        return
    assert rule.says()
    try:
        found = dates_of([rule, read_rule("Tuesday 19-20")], "2026-10", calendar)
    except PlacespaceError:
        return
    assert all(360 <= a < b <= 1800 and day.month == 10 for day, a, b in found)
    assert found == sorted(found)
    assert all(x[0] != y[0] or x[2] <= y[1] for x, y in pairwise(found))


@settings(deadline=None)
@given(start=st.integers(0, 23), end=st.integers(0, 23), minutes=st.sampled_from((0, 15, 30, 45)))
def test_a_clock_of_24_hours_is_read_as_it_stands(start, end, minutes):
    read = read_range(f"{start:02d}:{minutes:02d}", f"{end:02d}:{minutes:02d}")
    if start == end:
        assert "ends when it starts" in read
    else:
        assert read == (start * 60 + minutes, end * 60 + minutes + 1440 * (end < start))


@settings(deadline=None)
@given(
    rule=st.sampled_from(
        ["every Friday 17-21", "school days 15-18", "Thu-Sat 18-02 in Bonfire week", "Sat 01-03", "Halloween 17-22"]
    )
)
def test_what_a_rule_says_reads_as_the_same_rule(rule):
    calendar = read_calendar(open_workspace())
    first = read_rule(rule)
    again = read_rule(first.says())
    for month in ("2026-10", "2026-11"):
        assert dates_of([again], month, calendar) == dates_of([first], month, calendar)
