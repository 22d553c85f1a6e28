"""Read UK dates and times as local time in Europe/London, and never guess one."""

from __future__ import annotations

import datetime
import re

import numpy as np
import pandas as pd
from dateutil import parser

from placespace.settings import SETTINGS

LONDON = "Europe/London"
FORMATS = (
    "%d/%m/%Y %H:%M",
    "%d/%m/%Y %H:%M:%S",
    "%d/%m/%Y",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d",
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%dT%H:%M:%S",
)
EXCEL_DAY_0 = datetime.datetime(1899, 12, 30)


def read_times(dates: pd.Series, times: pd.Series | None = None) -> pd.DataFrame:
    """Return local times, and what is known of each.

    Parameters
    ----------
    dates : Series of str
        Day first where it is ambiguous; ISO, Excel day numbers and offsets (``Z``) are understood.
    times : Series of str, optional
        Times of day in a column of their own: ``18:00``, ``18.00``, ``6pm``, ``1800``.

    Returns
    -------
    DataFrame
        ``at`` (datetime64, local, NaT where unreadable), ``time_known``, ``ambiguous`` (the
        repeated October hour) and ``no_such_hour`` (the missing March hour), same index.

    Examples
    --------
    >>> read_times(pd.Series(["26/10/2025 01:30", "45231.75", "soon"]))["at"].astype(str).tolist()
    ['2025-10-26 01:30:00', '2023-11-01 18:00:00', nan]
    """
    # each distinct wording is read once
    codes, unique = pd.factorize(dates.fillna("").astype("str").str.strip())
    at, clock = _read_dates(pd.Series(unique, dtype="str"))
    at, clock = at.take(codes).set_axis(dates.index), clock[codes]
    if times is not None:
        minutes = times.fillna("").map({t: read_clock(t) for t in times.fillna("").unique()})
        at = at.dt.normalize() + pd.to_timedelta(minutes.fillna(0).astype(float), unit="min")
        clock = minutes.notna().to_numpy()
    known = pd.Series(clock, dates.index) & at.notna()
    local = at.where(known).dt.tz_localize(LONDON, ambiguous="NaT", nonexistent=pd.Timedelta(hours=1))
    ambiguous = known & local.isna()
    no_such_hour = known & local.notna() & (local.dt.tz_localize(None) != at)
    return pd.DataFrame(
        {"at": at, "time_known": known & ~no_such_hour, "ambiguous": ambiguous, "no_such_hour": no_such_hour}
    )


def _read_dates(text: pd.Series) -> tuple[pd.Series, np.ndarray]:
    at = pd.Series(pd.NaT, text.index, dtype="datetime64[us]")
    clock = np.zeros(len(text), bool)
    for fmt in FORMATS:
        todo = at.isna()
        if not todo.any():
            break
        read = pd.to_datetime(text[todo], format=fmt, errors="coerce").astype("datetime64[us]")
        at = at.where(~todo, read.reindex(at.index))
        clock |= todo.to_numpy() & at.notna().to_numpy() & ("%H" in fmt)
    for i in np.flatnonzero(at.isna()):
        at.iloc[i], clock[i] = _read_one(text.iloc[i])
    return at, clock


def _read_one(text: str) -> tuple[datetime.datetime | None, bool]:
    if re.fullmatch(r"\d{5}(\.\d+)?", text):
        days = float(text)
        seconds = round(days * 86400)
        return EXCEL_DAY_0 + datetime.timedelta(seconds=seconds), "." in text
    if not re.search(r"\d", text) or len(text) > 40:
        return None, False
    text = re.sub(r"(?<=\s)(\d{1,2})\.(\d{2})(?=$|\s|[ap]m)", r"\1:\2", text)
    try:
        # a field the text does not give takes the default's: two defaults show what was guessed
        first, second = (
            parser.parse(text, dayfirst=not re.match(r"\d{4}-", text), default=d)
            for d in (datetime.datetime(2001, 2, 3, 4, 5), datetime.datetime(2004, 7, 6, 9, 10))
        )
    except (parser.ParserError, OverflowError, ValueError):
        return None, False
    if first.date() != second.date():
        return None, False
    clock = first.time() == second.time()
    if not clock:
        return first.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None), False
    if first.tzinfo is not None:
        first = pd.Timestamp(first).tz_convert(LONDON).tz_localize(None).to_pydatetime()
    return first, True


def read_clock(text: str) -> float | None:
    """Return minutes after midnight, or None when the text is not a time.

    Examples
    --------
    >>> [read_clock(t) for t in ("18:00", "6.30pm", "1800", "12am", "0.75", "evening", "25:00")]
    [1080.0, 1110.0, 1080.0, 0.0, 1080.0, None, None]
    """
    text = text.strip().lower().replace(" ", "")
    if re.fullmatch(r"0\.\d+", text):
        return float(round(float(text) * 1440))
    found = re.fullmatch(r"(\d{1,2})(?:[:.h]?(\d{2}))?(?::\d{2}(?:\.\d+)?)?([ap])?\.?m?\.?", text)
    if not found or (found[2] is None and found[3] is None):
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + 12 * (found[3] == "p")
    return float(hour * 60 + minute) if hour < 24 and minute < 60 else None


def default_minutes(at: pd.Series, known: pd.Series) -> pd.Series:
    """Return where a time is a system's default and not a time.

    Midnight, a minute past, noon and a minute to midnight are defaults when they
    stand far above the other minutes; a stamp there is then 'time unknown'.
    """
    minute = (at.dt.hour * 60 + at.dt.minute).where(known)
    counts = minute.value_counts()
    usual = max(known.sum() / 1440, 1)
    suspects = [m for m in (0, 1, 720, 1439) if counts.get(m, 0) > SETTINGS["spike_times"].value * usual]
    return minute.isin(suspects)
