"""Say what kind of days a coming month has: holidays, nights with a name, the clocks, and when it gets dark."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pandas as pd
from astral import Observer
from astral.sun import sunset

from placespace.calendar.clauses import AUTUMN_NIGHTS, MONTHS
from placespace.calendar.rules import days_in
from placespace.calendar.weeks import HOLIDAY, NOT_KNOWN, TERM, Calendar, bank_holiday_names
from placespace.terms import WEEKDAYS

LONDON = ZoneInfo("Europe/London")
BACK, FORWARD = "clocks go back", "clocks go forward"
FRIDAY = 4
MONTH_COLUMNS = ("date", "weekday", "kind", "named", "bank_holiday", "clock_change", "sunset")


def month_days(month: str, calendar: Calendar, *, lon: float, lat: float) -> pd.DataFrame:
    """Return what is known of each date of a month, a row each.

    Parameters
    ----------
    month : str
        ``2026-10``.
    calendar : Calendar
        The authority's own holidays and weeks. Days it does not tell are ``not known``, never term.
    lon, lat : float
        Degrees; of the area's middle.

    Returns
    -------
    DataFrame
        ``date`` (datetime64), ``weekday``, ``kind`` (``term``, ``holiday``, ``bank holiday``, ``not known``),
        ``named`` (weeks and nights with a name), ``bank_holiday`` (its name), ``clock_change``, ``sunset``
        (HH:MM by the clock in London; empty where the sun does not set). What there is none of is empty.

    Raises
    ------
    WrongUse
        When it is not a month.

    Notes
    -----
    Sunset is the moment the upper edge of the sun is gone, for a flat horizon (astral 3, after NOAA).
    """
    days = days_in(month)
    banks = bank_holiday_names(calendar.nation, days.year[0])
    return pd.DataFrame(
        {
            "date": days,
            "weekday": [WEEKDAYS[d.weekday()] for d in days],
            "kind": calendar.type_of(days).astype("str"),
            "named": [", ".join(_named(d.date(), calendar)) for d in days],
            "bank_holiday": [banks.get(d.date(), "") for d in days],
            "clock_change": [_clock_change(d.date()) for d in days],
            "sunset": [_sunset(d.date(), lon, lat) for d in days],
        },
        columns=list(MONTH_COLUMNS),
    )


def month_words(month: str, calendar: Calendar, *, lon: float, lat: float) -> list[str]:
    """Return the month in a few sentences: holidays, bank holidays, the clocks, nights with a name, sunset.

    Raises
    ------
    WrongUse
        When it is not a month.

    Examples
    --------
    >>> table = pd.DataFrame({"kind": ["holiday"], "name": ["October half-term"],
    ...                       "first": [pd.Timestamp(2026, 10, 26)], "last": [pd.Timestamp(2026, 10, 30)]})
    >>> for line in month_words("2026-10", Calendar(table), lon=-3.95, lat=53.79):
    ...     print(line)
    5 Fridays and 5 Saturdays; 17 school days.
    October half-term: Monday 26 to Friday 30 October.
    The clocks go back in the night of Saturday 24 to Sunday 25 October, at 02:00: that night has an hour more.
    Mischief Night is Friday 30 October, Halloween Saturday 31 October, Bonfire Night Thursday 5 November.
    The sun sets at 18:52 on 1 October and at 16:44 on 31 October; at 16:56 on Sunday 25, the first day of the new time.
    """
    days = month_days(month, calendar, lon=lon, lat=lat)
    dates = [d.date() for d in days["date"]]
    out = [_counted(days), *_listed(dates, calendar)]
    for row in days[days["bank_holiday"] != ""].itertuples():
        out.append(f"{row.bank_holiday}: {_day(row.date.date())}.")
    changes = days[days["clock_change"] != ""]
    for row in changes.itertuples():
        day = row.date.date()
        before = day - timedelta(days=1)
        at, much = ("02:00", "more") if row.clock_change == BACK else ("01:00", "less")
        night = f"{WEEKDAYS[before.weekday()]} {before.day} to {_day(day)}"
        out.append(f"The {row.clock_change} in the night of {night}, at {at}: that night has an hour {much}.")
    nights = [(name, date(dates[0].year, m, d)) for name, (m, d) in AUTUMN_NIGHTS.items()]
    if any(day in dates for _, day in nights):
        first, *others = nights
        out.append(
            ", ".join([f"{first[0]} is {_day(first[1])}", *(f"{name} {_day(day)}" for name, day in others)]) + "."
        )
    sets = days[days["sunset"] != ""]
    if len(sets):
        a, b = sets.iloc[0], sets.iloc[-1]
        out.append(f"The sun sets at {a.sunset} on {_plain(a.date)} and at {b.sunset} on {_plain(b.date)}.")
        for row in sets[sets["clock_change"] != ""].itertuples():
            of = f"; at {row.sunset} on {row.weekday} {row.date.day}, the first day of the new time."
            out[-1] = out[-1].removesuffix(".") + of
    return out


def _counted(days: pd.DataFrame) -> str:
    count = days["weekday"].value_counts()
    said = f"{count['Friday']} Fridays and {count['Saturday']} Saturdays"
    week = ~days["weekday"].isin(WEEKDAYS[FRIDAY + 1 :])
    unknown = int((days["kind"] == NOT_KNOWN).sum())
    if unknown:
        what = "no day" if unknown == len(days) else f"{unknown} of its days are not told; no such day"
        return f"{said}. School holidays are not listed: {what} can be called term or holiday."
    school = int((week & (days["kind"] == TERM)).sum())
    return f"{said}; {school} school days." if school else f"{said}; no school days."


def _listed(dates: list[date], calendar: Calendar) -> list[str]:
    """Return the holidays and weeks of the calendar that touch the dates, in order."""
    first, last = pd.Timestamp(dates[0]), pd.Timestamp(dates[-1])
    rows = calendar.table[(calendar.table["first"] <= last) & (calendar.table["last"] >= first)]
    rows = rows.sort_values(["first", "last"], kind="stable")
    return [f"{r.name}: {_span(r.first.date(), r.last.date())}." for r in rows.itertuples(index=False)]


def _named(day: date, calendar: Calendar) -> list[str]:
    events = calendar.table[calendar.table["kind"] != HOLIDAY]
    at = pd.Timestamp(day)
    weeks = events.loc[(events["first"] <= at) & (events["last"] >= at), "name"].unique()
    return [*weeks, *(name for name, of in AUTUMN_NIGHTS.items() if of == (day.month, day.day))]


def _clock_change(day: date) -> str:
    before, after = (datetime.combine(d, time(), LONDON).utcoffset() for d in (day, day + timedelta(days=1)))
    return "" if before == after else BACK if after < before else FORWARD


def _sunset(day: date, lon: float, lat: float) -> str:
    try:
        at = sunset(Observer(latitude=lat, longitude=lon), date=day, tzinfo=LONDON)
    except ValueError:  # north of the Arctic Circle there are days without one
        return ""
    return f"{at + timedelta(seconds=30):%H:%M}"


def _day(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"


def _plain(at: pd.Timestamp) -> str:
    return f"{at.day} {MONTHS[at.month - 1]}"


def _span(first: date, last: date) -> str:
    if first == last:
        return _day(first)
    same = (first.year, first.month) == (last.year, last.month)
    start = f"{WEEKDAYS[first.weekday()]} {first.day}" if same else _day(first)
    if first.year != last.year:
        start = f"{start} {first.year}"
    return f"{start} to {_day(last)}" + (f" {last.year}" if first.year != last.year else "")
