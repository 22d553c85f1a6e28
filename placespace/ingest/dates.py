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
MONTH_WORD = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    "|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
ZONES = {"BST": 3600, "GMT": 0, "UTC": 0, "Z": 0}
DATE_FORMS = [
    re.compile(
        rf"(?:(?P<before>\d{{1,2}}[:.]\d{{2}}(?::\d{{2}})?),?\s+)?(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
        rf"(?P<date>{form})(?:(?:t|,?\s+|,\s*)(?P<clock>\d[^+\-zgub]*?)\s*(?P<zone>z|gmt|utc|bst|[+-]\d{{2}}:?\d{{2}})?)?",
        re.ASCII,
    )
    for form in (
        r"\d{4}(?P<sep>[-/.])\d{1,2}(?P=sep)(?P<day>\d{1,2})",
        r"(?P<day>\d{1,2})(?P<sep>[-/. ])\d{1,2}(?P=sep)(?:\d{4}|\d{2})",
        r"(?:19|20)\d{4}(?P<day>\d{2})",
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[-/.\s]*{MONTH_WORD}[-/.,\s]+(?:\d{{4}}|\d{{2}})",
        rf"{MONTH_WORD}\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+\d{{4}}",
    )
]
"""The shapes a date may have. Anything else is not read, because the parser would guess."""
MONTH_FORMS = re.compile(
    rf"\d{{4}}[-/]\d{{1,2}}|\d{{1,2}}[-/]\d{{4}}|{MONTH_WORD}[-/.,\s]*(?:\d{{4}}|\d{{2}})", re.ASCII
)


def read_times(dates: pd.Series, times: pd.Series | None = None) -> pd.DataFrame:
    """Return local times, and what is known of each.

    Parameters
    ----------
    dates : Series of str
        Day first where it is ambiguous; ISO, Excel day numbers and offsets (``Z``) are understood.
        A date that only makes sense month first (``12/13/2025``) is not read: the rest of such
        a file would be read wrongly.
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
        words = times.fillna("")
        minutes = words.map({t: read_clock(t) for t in words.unique()}).astype(float)
        at = at.dt.normalize() + pd.to_timedelta(minutes.fillna(0), unit="min")
        clock = minutes.notna().to_numpy()
    known = pd.Series(clock, dates.index, dtype=bool) & at.notna()
    local = at.where(known).dt.tz_localize(LONDON, ambiguous="NaT", nonexistent=pd.Timedelta(hours=1))
    ambiguous = known & local.isna()
    no_such_hour = known & local.notna() & (local.dt.tz_localize(None) != at)
    return pd.DataFrame(
        {"at": at, "time_known": known & ~no_such_hour, "ambiguous": ambiguous, "no_such_hour": no_such_hour}
    )


def _read_dates(text: pd.Series) -> tuple[pd.Series, np.ndarray]:
    at = pd.Series(pd.NaT, text.index, dtype="datetime64[us]")
    clock = np.zeros(len(text), bool)
    # pandas takes the words 'now' and 'today' for the moment of reading
    text = text.where(text.str.contains(r"\d", regex=True), "")
    for fmt in FORMATS:
        todo = at.isna()
        if not todo.any():
            break
        read = pd.to_datetime(text[todo], format=fmt, errors="coerce").astype("datetime64[us]")
        at = at.where(~todo, read.reindex(at.index))
        clock |= todo.to_numpy() & at.notna().to_numpy() & ("%H" in fmt)
    for i in np.flatnonzero(at.isna()):
        at.iloc[i], clock[i] = _read_one(text.iloc[i].lower())
    return at, clock


def _read_one(text: str) -> tuple[datetime.datetime | None, bool]:
    if len(text) > 50:
        return None, False
    if re.fullmatch(r"\d{5}(\.\d+)?", text, re.ASCII):
        return EXCEL_DAY_0 + datetime.timedelta(seconds=round(float(text) * 86400)), "." in text
    found = next((m for form in DATE_FORMS if (m := form.fullmatch(text))), None)
    if found is None or (found["before"] and found["clock"]):
        return None, False
    written = found["before"] or found["clock"]
    minutes = read_clock(written) if written else 0.0
    if minutes is None:
        return None, False
    clock = f"{int(minutes) // 60:02d}:{int(minutes) % 60:02d} {(found['zone'] or '').upper()}"
    at = _parsed(f"{found['date']} {clock}", day=int(found["day"]))
    return at, bool(written) and at is not None


def _parsed(text: str, day: int | None = None) -> datetime.datetime | None:
    """Return local time from text of a known shape; None when the parser took another number for the day."""
    try:
        at = parser.parse(
            text, dayfirst=not re.match(r"\d{4}", text), tzinfos=ZONES, default=datetime.datetime(2000, 1, 1)
        )
        if day is not None and at.day != day:
            return None
        if at.tzinfo is None:
            return at
        return pd.Timestamp(at).tz_convert(LONDON).tz_localize(None).to_pydatetime()
    except (parser.ParserError, ValueError, OverflowError):  # a 31st of February, a year no calendar holds
        return None


def read_months(text: pd.Series) -> pd.Series:
    """Return ``YYYY-MM`` for months given alone or as any date in them; missing where unreadable.

    Examples
    --------
    >>> read_months(pd.Series(["2025-10", "10/2025", "Oct-25", "01/10/2025", "autumn"])).tolist()
    ['2025-10', '2025-10', '2025-10', '2025-10', nan]
    """
    words = text.fillna("").astype("str").str.strip()
    return words.map({w: _month(w.lower()) for w in words.unique()}).astype("str")


def _month(text: str) -> str | None:
    if MONTH_FORMS.fullmatch(text):
        at = _parsed(re.sub(rf"({MONTH_WORD})[-/.,\s]*(\d+)", r"1 \1 \2", text))
    else:
        at = _read_dates(pd.Series([text], dtype="str"))[0].iloc[0]
    return None if at is None or pd.isna(at) else f"{at:%Y-%m}"


def read_clock(text: str) -> float | None:
    """Return minutes after midnight, or None when the text is not a time.

    Examples
    --------
    >>> [read_clock(t) for t in ("18:00", "6.30pm", "1800", "12am", "0.75", "evening", "25:00")]
    [1080.0, 1110.0, 1080.0, 0.0, 1080.0, None, None]
    """
    text = text.strip().lower().replace(" ", "")
    # 0.25, 0.5, 0.75: a share of a day, as Excel has it; 0.30 is half past midnight
    if re.fullmatch(r"0\.\d{3,}|0\.[05]|0\.[27]5", text, re.ASCII):
        return float(round(float(text) * 1440))
    found = re.fullmatch(
        r"(\d{1,2})(?:[:.h]?(\d{2}))?(?:[:.]?(\d{2})(?:\.\d+)?)?(?:([ap])\.?m?\.?)?(?:hrs?)?", text, re.ASCII
    )
    if not found or (found[2] is None and found[4] is None) or int(found[3] or 0) > 59:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[4]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + 12 * (found[4] == "p")
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
