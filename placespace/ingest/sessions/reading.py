"""Read one row of a list: its sessions, ages and kind, and what a person has to be asked."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from placespace.ingest.personal import REMOVED
from placespace.ingest.sessions.ages import read_ages
from placespace.ingest.sessions.kinds import read_kind
from placespace.ingest.sessions.seasons import WHICH_WEEKS
from placespace.ingest.sessions.timing import Ages, Timing, Wording
from placespace.ingest.sessions.when import read_day_and_times, read_when

AS_WRITTEN = (
    "name",
    "site",
    "when",
    "day",
    "start",
    "end",
    "ages",
    "kind",
    "capacity",
    "unit",
    "provider",
    "notes",
    "timing",
)
"""What is kept of a row, as text. ``timing`` is JSON, from a file that has timings of its own."""
WEEKDAY = re.compile(
    r"\b(?:mon|tues?|wed(?:s|nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:days?|dya)?s?\b|\b(?:week|every ?)days?\b"
    r"|\bweekends?\b|\bdaily\b",
    re.I,
)
CALLED = re.compile(
    rf"[\s,;:(–-]*\b(?:ring|call|phone|tel|text|contact|mob|mobile)\b[^,;.\d]*{re.escape(REMOVED)}\)?"
    rf"|\s*{re.escape(REMOVED)}",
    re.I,
)
TWO_VENUES = re.compile(r"\bor\b|;|\n", re.I)
WHICH = re.compile(r"which (?:weeks?|one|day)|of the month")
SLASHED = re.compile(r"[a-z]{3,}\.?\s*/\s*[a-z]{3,}", re.I)
NO_PLACE = "no place: where is it?"
UNREADABLE = "its days and times could not be read: when does it run?"
CACHED = 16_384


@dataclass(frozen=True)
class RowReading:
    """What one row says: its sessions, for whom, and what it leaves open."""

    timings: tuple[Timing, ...] = ()
    age_from: int | None = None
    age_to: int | None = None
    kind: str = "not stated"
    capacity: int | None = None
    questions: tuple[str, ...] = ()


def wording_of(row: Mapping[str, str]) -> str:
    """Return the days and times of a row as written, joined where they stand in columns of their own.

    Examples
    --------
    >>> wording_of({"when": "", "day": "Tuesday", "start": "18:00", "end": "20:00"})
    'Tuesday 18:00 to 20:00'
    >>> wording_of({"when": "6-8pm", "day": "Tuesday", "start": "", "end": ""})
    'Tuesday 6-8pm'
    """
    when, day, start, end = (str(row.get(k) or "").strip() for k in ("when", "day", "start", "end"))
    if when:
        return f"{day} {when}" if day and not WEEKDAY.search(when) else when
    return " ".join(filter(None, (day, start, f"to {end}" if end else "")))


def read_row(row: Mapping[str, str], *, today: datetime.date | None = None) -> RowReading:
    """Return what a row of a list says.

    Parameters
    ----------
    row : mapping of str to str
        :data:`AS_WRITTEN`, blank where the list has nothing.
    today : date, optional
        The day the list is read, for wordings without a year.
    """
    if row["timing"]:
        wording, (youngest, oldest) = unpacked(row["timing"])
        said = Ages(youngest, oldest)
    else:
        wording = _read_words(row, today)
        said = _ages(row["ages"])
    kind = read_kind(row["kind"], row["name"], row["notes"])
    capacity, about_capacity = _capacity(row["capacity"])
    questions = [*wording.questions, *said.questions, *about_capacity]
    if two := _two_venues(row["site"], kind):
        questions.append(two)
    if not any(WHICH.search(q) for q in questions):
        questions += [WHICH_WEEKS[t.every] for t in wording.timings if t.every in WHICH_WEEKS and not t.valid_from]
    return RowReading(wording.timings, said.youngest, said.oldest, kind, capacity, tuple(dict.fromkeys(questions)))


def _read_words(row: Mapping[str, str], today: datetime.date | None) -> Wording:
    when, day, start, end, notes = (CALLED.sub("", row[k]).strip() for k in ("when", "day", "start", "end", "notes"))
    try:
        if not when and start and end:
            return _by_columns(day, start, end, notes, today)
        return _by_words(wording_of({"when": when, "day": day, "start": start, "end": end}), notes, today)
    except Exception:  # one line that cannot be read never stops the others, whatever is wrong with it
        return Wording(questions=(UNREADABLE,))


@lru_cache(maxsize=CACHED)
def _by_words(text: str, notes: str, today: datetime.date | None) -> Wording:
    return read_when(text, notes=notes, today=today)


@lru_cache(maxsize=CACHED)
def _by_columns(day: str, start: str, end: str, notes: str, today: datetime.date | None) -> Wording:
    return read_day_and_times(day, start, end, notes=notes, today=today)


@lru_cache(maxsize=CACHED)
def _ages(text: str) -> Ages:
    return read_ages(text) if text else Ages()


def packed(timings: Sequence[Timing], questions: Sequence[str], ages: tuple[int | None, int | None]) -> str:
    """Return timings as text that the store can keep; :func:`unpacked` reads it back."""
    rows = [
        [
            t.weekday,
            t.start,
            t.end,
            t.weeks,
            t.every,
            t.months,
            *(d and d.isoformat() for d in (t.valid_from, t.valid_to)),
        ]
        for t in timings
    ]
    return json.dumps({"timings": rows, "questions": list(questions), "ages": ages})


def unpacked(text: str) -> tuple[Wording, tuple[int | None, int | None]]:
    """Return what :func:`packed` wrote.

    Examples
    --------
    >>> unpacked(packed([Timing(4, "17:00", "21:00")], [], (8, 18)))[0].timings[0].complete
    True
    """
    held = json.loads(text)
    timings = [
        Timing(day, start, end, weeks, every, tuple(months), *(d and datetime.date.fromisoformat(d) for d in dates))
        for day, start, end, weeks, every, months, *dates in held["timings"]
    ]
    return Wording(tuple(timings), tuple(held["questions"])), tuple(held["ages"])


def _capacity(text: str) -> tuple[int | None, list[str]]:
    """Return how many young people it can take, where exactly one whole number is written."""
    numbers = re.findall(r"(?<![\d.])\d{1,6}(?![\d.]*\d)", text.replace(",", ""))
    if len(numbers) == 1 and int(numbers[0]):
        return int(numbers[0]), []
    return None, [f"capacity says {text[:40]!r}: how many?"] if text.strip() else []


def _two_venues(site: str, kind: str) -> str | None:
    """Return a question where a cell names one venue or another; a team on the street has several."""
    if TWO_VENUES.search(site) or (kind != "outreach" and SLASHED.search(site)):
        return f"two venues in one cell, {' '.join(site.split())[:80]!r}: which?"
    return None


def unit_of(row: Mapping[str, str], kind: str) -> str:
    """Return the bus or team of a row: as written, else the activity's name where it goes out to places.

    The place after a dash is no part of the name: 'Youth bus - North Park' at North Park is the youth bus.

    Examples
    --------
    >>> unit_of({"unit": "", "name": "Youth bus - North Park", "site": "North Park Bootle"}, "outreach")
    'Youth bus'
    """
    if row["unit"] or kind != "outreach":
        return row["unit"]
    name, *place = re.split(r"\s[-–—]\s|:\s", row["name"], maxsplit=1)
    return name.strip() if place and place[0].strip().casefold() in row["site"].casefold() else row["name"]


def ages_in_words(youngest: object, oldest: object) -> str:
    """Return an age band as it is written in a list.

    Examples
    --------
    >>> ages_in_words(11, 19), ages_in_words(14, None), ages_in_words(None, 11), ages_in_words(None, None)
    ('11-19', '14+', 'under 12', '')
    """
    low, high = (None if pd.isna(v) else int(v) for v in (youngest, oldest))
    if low is None:
        return "" if high is None else f"under {high + 1}"
    return f"{low}+" if high is None else f"{low}-{high}"
