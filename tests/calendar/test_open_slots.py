"""A session is open in a kind of week when it runs in more than half of such weeks."""

import datetime
import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placespace.calendar import SLOTS, Calendar, open_slots, read_calendar
from placespace.catalogue import open_workspace
from placespace.errors import PlacespaceError, WrongUse
from placespace.terms import SESSION_COLUMNS

YEAR = {"first": datetime.date(2025, 10, 1), "last": datetime.date(2026, 9, 30)}
MON, WED, FRI, SAT, SUN = 0, 2, 4, 5, 6


@pytest.fixture(scope="module")
def calendar() -> Calendar:
    return read_calendar(open_workspace())


@pytest.fixture(scope="module")
def no_calendar(calendar) -> Calendar:
    return Calendar(calendar.table.iloc[:0])


def sessions(*rows: dict) -> pd.DataFrame:
    """Sessions with what is given; a Monday 18:00 to 20:00 in all weeks otherwise."""
    plain = {"weekday": MON, "start": "18:00", "end": "20:00", "weeks": "all", "every": 1, "months": "",
             "valid_from": pd.NaT, "valid_to": pd.NaT}  # fmt: skip
    frame = pd.DataFrame([plain | row for row in rows]).reindex(columns=list(SESSION_COLUMNS))
    dates = {c: "datetime64[us]" for c in ("valid_from", "valid_to")}
    return frame.astype({"weekday": "Int64", "start": "str", "end": "str", "weeks": "str", **dates})


def one(calendar: Calendar, week_type: str = "term", **session) -> tuple[list[int], float, str]:
    """The half hours, the share and the note of one session."""
    got = open_slots(sessions(session), calendar, week_type, **YEAR)
    return np.flatnonzero(got.slots[0]).tolist(), got.share[0], got.notes[0]


def test_a_session_is_open_in_its_own_half_hours(calendar):
    assert one(calendar, weekday=MON, start="18:00", end="20:00") == ([36, 37, 38, 39], 1.0, "")
    assert one(calendar, weekday=WED, start="00:00", end="00:30")[0] == [2 * 48]


def test_a_half_hour_counts_where_the_session_runs_for_half_of_it(calendar):
    assert one(calendar, start="18:15", end="19:15")[0] == [36, 37, 38], "15 minutes count at either end"
    assert one(calendar, start="18:16", end="19:14")[0] == [37]
    assert one(calendar, start="18:10", end="18:20")[0] == [], "ten minutes are no half hour"


def test_a_session_past_midnight_goes_on_into_the_next_day(calendar):
    assert one(calendar, weekday=FRI, start="22:30", end="01:00")[0] == [237, 238, 239, 240, 241]
    assert one(calendar, weekday=SUN, start="23:00", end="01:00")[0] == [0, 1, 334, 335]
    assert one(calendar, weekday=SAT, start="23:30", end="00:00")[0] == [6 * 48 - 1]


def test_a_session_keeps_to_its_weeks(calendar):
    assert one(calendar, "term", weeks="term")[:2] == ([36, 37, 38, 39], 1.0)
    assert one(calendar, "holiday", weeks="term") == ([], 0.0, "does not run in such weeks")
    assert one(calendar, "holiday", weeks="holiday")[1] == 1.0
    assert one(calendar, "Summer holiday", weeks="Summer holiday")[1] == 1.0
    assert one(calendar, "October half-term", weeks="holiday")[1] == 1.0
    assert one(calendar, "holiday", weeks="October half-term")[0] == []


def test_the_weeks_of_a_year_decide_whether_all_weeks_hold_a_term_session(calendar):
    slots, share, note = one(calendar, "all", weeks="term")
    assert slots
    assert not note
    assert share == pytest.approx(37 / 52, abs=0.02), "38 weeks of term, less a bank holiday"


def test_event_days_are_judged_by_the_days_they_fall_on(calendar):
    # 30 October to 5 November 2025: Thursday to Sunday in half-term, Monday to Wednesday in term
    got = open_slots(
        sessions(*({"weekday": d, "weeks": "term"} for d in range(7))), calendar, "Halloween to Bonfire", **YEAR
    )
    assert got.open.tolist() == [True, True, True, False, False, False, False]


def test_every_other_week_with_no_first_day_is_half_and_not_more_than_half(calendar):
    slots, share, note = one(calendar, every=2)
    assert (slots, share, note) == ([], 0.5, "runs in 50% of such weeks")
    assert open_slots(sessions({"every": 2}), calendar, "term", **YEAR, runs_share=0.49).open.all()


def test_every_other_week_is_counted_from_the_first_day(calendar):
    # Mondays from 6 October 2025, a fortnight apart; half-term 2025 has the one of 27 October out of step
    share = one(calendar, "October half-term", every=2, valid_from=pd.Timestamp("2025-09-29"))[1]
    assert share == 1.0, "29 September, 13 and 27 October"
    assert one(calendar, "October half-term", every=2, valid_from=pd.Timestamp("2025-10-01"))[1] == 0.0
    assert one(calendar, "October half-term", every=2, valid_from=pd.Timestamp("2011-10-31"))[1] == 1.0


def test_every_other_week_is_never_open_in_many_weeks_by_the_luck_of_the_dates(calendar):
    for first in ("2025-10-06", "2025-10-13"):
        slots, share, says = one(calendar, "term", every=2, valid_from=pd.Timestamp(first))
        assert (slots, says) == ([], f"runs in {share:.0%} of such weeks")
        assert share <= 0.5


def test_once_a_month_is_about_a_quarter_of_weeks(calendar):
    assert one(calendar, "all", every=4)[1] == pytest.approx(12 / 52.2, abs=0.005)
    # the first Monday: of twelve, those of January, April, May and August are in no term week
    slots, share, _ = one(calendar, "all", every=4, valid_from=pd.Timestamp("2025-10-06"))
    assert (slots, share) == ([], 12 / 52)
    last = one(calendar, "all", weekday=FRI, every=4, valid_from=pd.Timestamp("2025-10-31"))[1]
    assert last == 12 / 52, "a fifth Friday is the last of each month"


def test_months_and_first_and_last_days_clip_a_session(calendar):
    assert one(calendar, "all", months="4,5,6,7,8,9")[1] == pytest.approx(26 / 52, abs=0.01)
    assert one(calendar, "Summer holiday", months="4, 5,6,7,8,9")[1] == 1.0
    assert one(calendar, "term", valid_to=pd.Timestamp("2025-09-30"))[1] == 0.0
    assert one(calendar, "term", valid_from=pd.Timestamp("2025-10-06"), valid_to=pd.Timestamp("2026-09-28"))[1] == 1.0
    assert one(calendar, "term", months="summer")[2] == "its months cannot be read: 'summer'"


@pytest.mark.parametrize("missing", [{"weekday": pd.NA}, {"start": None}, {"end": None}, {"start": "", "end": ""}])
def test_a_session_whose_day_or_hours_are_not_said_is_never_open(calendar, missing):
    assert one(calendar, **missing) == ([], 0.0, "the day or the hours are not said")
    assert one(calendar, start="18:00", end="18:00") == ([], 0.0, "it ends when it starts")


def test_weeks_that_the_calendar_does_not_have_are_said(calendar):
    assert one(calendar, weeks="Diwali") == ([], 0.0, "its weeks, 'Diwali', are not in the calendar")
    with pytest.raises(WrongUse, match="'Diwali' is not"):
        one(calendar, "Diwali")


def test_without_a_calendar_nothing_is_called_a_holiday_and_the_notes_say_so(no_calendar):
    got = open_slots(sessions({}, {"weeks": "term"}, {"weeks": "holiday"}), no_calendar, "all", **YEAR)
    assert got.open.tolist() == [True, True, False]
    assert got.share[0] == 1
    assert np.isnan(got.share[1])
    assert got.notes.tolist() == [
        "",
        "taken to run: no school holidays are listed",
        "its weeks cannot be told: no school holidays are listed",
    ]
    with pytest.raises(PlacespaceError, match="no school holidays"):
        open_slots(sessions({}), no_calendar, "term", **YEAR)


def test_days_whose_holidays_are_not_listed_are_left_out_and_said(calendar):
    got = open_slots(
        sessions({"weeks": "term"}), calendar, "term", first=datetime.date(2027, 6, 1), last=datetime.date(2028, 5, 31)
    )
    assert got.share[0] == 1.0
    assert got.about.startswith("School holidays are not listed for 2027-10-02 to 2028-05-31")
    with pytest.raises(PlacespaceError, match=r"must be days of 'term'.*not listed for 2030-01-01"):
        open_slots(sessions({}), calendar, "term", first=datetime.date(2030, 1, 1), last=datetime.date(2030, 12, 31))
    with pytest.raises(WrongUse, match="from first to last"):
        open_slots(sessions({}), calendar, "term", first=YEAR["last"], last=YEAR["first"])


def test_a_calendar_that_ends_too_soon_never_shuts_a_session(calendar):
    # 2 October 2027 is the first day nobody listed: of these twelve months one day is known to be term
    late = {"first": datetime.date(2027, 10, 1), "last": datetime.date(2028, 9, 30)}
    with pytest.raises(PlacespaceError, match=r"a whole week of them.*not listed for 2027-10-02 to 2028-09-30"):
        open_slots(sessions({}), calendar, "term", **late)
    got = open_slots(sessions({}, {"weeks": "term"}, {"weeks": "holiday"}), calendar, "all", **late)
    assert got.open.tolist() == [True, True, False], "all weeks need no list of holidays"
    assert got.notes[1] == "taken to run: no school holidays are listed"
    assert "sessions in term or holidays are judged by the other days" in got.about


def test_a_kind_of_week_with_no_such_day_says_so(calendar):
    got = open_slots(sessions({"weekday": SAT}, {}), calendar, "bank holiday", **YEAR)
    assert got.notes.tolist() == ["there is no Saturday in such weeks", ""]
    assert got.open.tolist() == [False, True]


def test_no_session_at_all_is_no_open_slot(calendar):
    assert open_slots(sessions({}).iloc[:0], calendar, "term", **YEAR).slots.shape == (0, SLOTS)


def test_the_list_of_sessions_is_left_as_it_was(calendar):
    given_sessions = sessions({}, {"weeks": ""})
    before = given_sessions.copy()
    assert open_slots(given_sessions, calendar, "term", **YEAR).open.all(), "no word on weeks is all weeks"
    pd.testing.assert_frame_equal(given_sessions, before)


@settings(deadline=None)
@given(st.integers(0, 6), st.integers(0, 1439), st.integers(1, 1439))
def test_a_session_of_any_length_is_open_as_long_as_it_lasts_within_a_half_hour(calendar, weekday, start, minutes):
    end = (start + minutes) % 1440
    words = [f"{m // 60:02d}:{m % 60:02d}" for m in (start, end)]
    slots = one(calendar, weekday=weekday, start=words[0], end=words[1])[0]
    assert abs(len(slots) * 30 - minutes) <= 30
    assert all((s - weekday * 48) % SLOTS < 96 for s in slots)


def test_two_thousand_sessions_take_under_a_second(calendar):
    rng = np.random.default_rng(1)
    drawn = zip(rng.integers(0, 7, 2000), rng.choice([1, 2, 4], 2000), rng.integers(0, 700, 2000), strict=True)
    start = pd.Timestamp("2024-01-01")
    rows = [{"weekday": d, "every": n, "valid_from": start + pd.Timedelta(days=after)} for d, n, after in drawn]
    frame = sessions(*rows)
    began = time.perf_counter()
    open_slots(frame, calendar, "term", **YEAR)
    # a second on a council laptop; the rules here are nearly all different
    assert time.perf_counter() - began < 1
