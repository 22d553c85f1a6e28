"""A coming month, day by day: holidays, nights with a name, the clocks, and when it gets dark."""

import pandas as pd
import pytest

from placespace.calendar import MONTH_COLUMNS, Calendar, month_days, month_words, read_calendar
from placespace.catalogue import open_workspace
from placespace.errors import WrongUse

HERE = {"lon": -3.95, "lat": 53.79}
EMPTY = pd.DataFrame({"kind": [], "name": [], "first": pd.to_datetime([]), "last": pd.to_datetime([]), "source": []})


@pytest.fixture(scope="module")
def calendar() -> Calendar:
    return read_calendar(open_workspace())


def on(days: pd.DataFrame, day: str) -> pd.Series:
    return days.set_index("date").loc[day]


def test_october_has_a_row_a_date_with_all_that_is_known_of_it(calendar):
    days = month_days("2026-10", calendar, **HERE)
    assert list(days.columns) == list(MONTH_COLUMNS)
    assert len(days) == 31
    assert days["kind"].tolist() == ["term"] * 25 + ["holiday"] * 6
    assert on(days, "2026-10-30").named == "Halloween to Bonfire, Mischief Night"
    assert on(days, "2026-10-31").named == "Halloween to Bonfire, Halloween"
    assert (days["named"] != "").sum() == 2


def test_the_clocks_go_back_on_the_last_sunday_of_october_and_forward_on_that_of_march(calendar):
    for month, day, says in (("2026-10", 25, "clocks go back"), ("2027-03", 28, "clocks go forward")):
        days = month_days(month, calendar, **HERE)
        changed = days[days["clock_change"] != ""]
        assert [(d.day, c) for d, c in zip(changed["date"], changed["clock_change"], strict=True)] == [(day, says)]
    assert (month_days("2026-11", calendar, **HERE)["clock_change"] == "").all()


def test_the_sun_sets_when_the_almanac_says(calendar):
    # London's longest and shortest day, 21:21 and 15:53
    greenwich = {"lon": 0.0, "lat": 51.4779}
    for month, at, minutes in (("2026-06", 20, 21 * 60 + 21), ("2026-12", 20, 15 * 60 + 53)):
        clock = month_days(month, calendar, **greenwich)["sunset"].iloc[at]
        assert abs(int(clock[:2]) * 60 + int(clock[3:]) - minutes) <= 1
    assert (month_days("2026-06", calendar, lon=20, lat=78)["sunset"] == "").all()


def test_bank_holidays_are_called_by_their_names_and_school_holidays_that_hold_one_stay_holidays(calendar):
    days = month_days("2027-05", calendar, **HERE)
    assert on(days, "2027-05-03").bank_holiday
    assert on(days, "2027-05-03").kind == "bank holiday"
    assert on(days, "2027-05-31").kind == "holiday"


def test_days_that_nobody_listed_are_not_known_and_the_words_say_so():
    days = month_days("2026-10", Calendar(EMPTY), **HERE)
    assert set(days["kind"]) == {"not known"}
    assert (days["named"] != "").sum() == 2
    words = month_words("2026-10", Calendar(EMPTY), **HERE)
    assert words[0] == (
        "5 Fridays and 5 Saturdays. School holidays are not listed: no day can be called term or holiday."
    )


def test_the_month_in_words_says_half_term_clocks_nights_fridays_and_sunset(calendar):
    said = " ".join(month_words("2026-10", calendar, **HERE))
    for words in (
        "5 Fridays",
        "17 school days",
        "October half-term: Monday 26 to Friday 30 October.",
        "Saturday 24 to Sunday 25 October, at 02:00: that night has an hour more",
        "Mischief Night is Friday 30 October, Halloween Saturday 31 October, Bonfire Night Thursday 5 November",
        "The sun sets at 18:52 on 1 October and at 16:44 on 31 October",
    ):
        assert words in said
    december = " ".join(month_words("2026-12", calendar, **HERE))
    assert "Christmas holiday: Monday 21 December 2026 to Friday 1 January 2027." in december
    assert "Christmas Day: Friday 25 December." in december
    assert "clocks" not in december
    assert "Mischief" not in december


def test_what_is_no_month_is_refused(calendar):
    with pytest.raises(WrongUse, match="YYYY-MM"):
        month_days("2026-13", calendar, **HERE)
