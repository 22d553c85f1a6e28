"""Read and write one schedule of the Human Services Data Specification as a timing of ours."""

from __future__ import annotations

import dataclasses
import datetime
import re
import uuid
from collections.abc import Mapping
from typing import Any

import pandas as pd

from placespace.ingest.dates import read_clock, read_times
from placespace.ingest.personal import personal_in
from placespace.ingest.sessions.checks import can_be
from placespace.ingest.sessions.timing import FORTNIGHTLY, MONTHLY, WEEKLY, Timing
from placespace.ingest.sessions.when import read_when
from placespace.ingest.sessions.words import in_words

OURS = "placespace"
"""The label of attributes that only this program writes and reads."""
NOT_STATED = "not stated"
"""What an organisation is called that a list does not name: the standard must have one."""
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FREQUENCIES = {WEEKLY: ("WEEKLY", 1), FORTNIGHTLY: ("WEEKLY", 2), MONTHLY: ("MONTHLY", 1)}
NOT_HELD = ("bymonthday", "byweekno", "byyearday", "count")
"""Fields of a schedule that a weekly session cannot hold: a person is asked."""
LONGEST_NAME = 80
IDS = uuid.uuid5(uuid.NAMESPACE_DNS, "provision.placespace.example")


def read_schedule(schedule: Mapping[str, Any]) -> tuple[list[Timing], list[str], str]:
    """Return the timings of a schedule, what has to be asked, and what it says in words besides.

    Examples
    --------
    >>> read_schedule({"freq": "WEEKLY", "byday": "FR", "opens_at": "17:00:00", "closes_at": "21:00"})[0]
    [Timing(weekday=4, start='17:00', end='21:00', weeks='all', every=1, months=(), valid_from=None, valid_to=None)]
    """
    asks: list[str] = []
    days = _days(schedule, asks)
    start, end = (_clock(schedule.get(k), asks) for k in ("opens_at", "closes_at"))
    if not can_be(start, end):
        end = None
        asks.append("it closes when or before it opens: when does it end?")
    first = _date(schedule.get("valid_from"), asks) or _date(schedule.get("dtstart"), asks)
    last = _date(schedule.get("valid_to"), asks) or _date(schedule.get("until"), asks)
    if first and last and last < first:
        first = last = None
        asks.append("its last day is before its first: from when to when?")
    own = {a["link_type"]: str(a.get("value") or "") for a in _ours(schedule)}
    base = Timing(None, start, end, every=_every(schedule, asks), valid_from=first, valid_to=last)
    timings = [dataclasses.replace(base, weekday=day) for day in days or [None]]
    words = " ".join(_text(schedule.get("description")).split())
    if not own and timings == [Timing()]:
        timings = []
    if own:
        weeks, months = _name_of_weeks(own.get("weeks", "")), _months(own.get("months", ""))
        return [dataclasses.replace(t, weeks=weeks, months=months) for t in timings], asks, ""
    if words:
        timings, said = _with_words(timings, words)
        asks += [] if said else ["its description says more than its days and times: see the notes"]
    asks += [f"it has '{name}', which is no day of the week: when is it?" for name in NOT_HELD if schedule.get(name)]
    return timings, asks, words


def _ours(schedule: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    held = schedule.get("attributes")
    held = held if isinstance(held, list) else []
    return [a for a in held if isinstance(a, dict) and a.get("label") == OURS and isinstance(a.get("link_type"), str)]


def _days(schedule: Mapping[str, Any], asks: list[str]) -> list[int] | None:
    held = schedule.get("byday")
    words = held if isinstance(held, list) else re.split(r"[\s,;]+", _text(held))
    codes = [w.strip().upper() for w in words if isinstance(w, str) and w.strip()]
    if not codes and _text(schedule.get("freq")).upper() == "DAILY":
        return list(range(7))
    days = []
    for code in codes:
        found = re.fullmatch(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)[A-Z]*", code)
        if not found:
            asks.append("a day of it cannot be read: which day?")
            continue
        days.append(DAYS.index(found[2]))
        if found[1] and not _ours(schedule):
            asks.append(f"it is on {found[0]} of the month: a session here is weekly, fortnightly or monthly")
    return sorted(set(days)) or None


def _every(schedule: Mapping[str, Any], asks: list[str]) -> int:
    freq, interval = _text(schedule.get("freq")).upper(), _text(schedule.get("interval")) or "1"
    interval = interval.removesuffix(".0")
    fits = [every for every, held in FREQUENCIES.items() if (freq, interval) == (held[0], str(held[1]))]
    if fits:
        return fits[0]
    if freq == "DAILY" and interval == "1":
        return WEEKLY
    if not freq and interval == "1":
        asks.append("how often is not said: is it every week?")
        return WEEKLY
    asks.append("how often it runs cannot be read: every week?")
    return MONTHLY if freq in ("MONTHLY", "YEARLY") else FORTNIGHTLY if interval.isdigit() else WEEKLY


def _clock(value: Any, asks: list[str]) -> str | None:
    words = _text(value)
    if not words:
        return None
    found = re.fullmatch(r"(\d{1,2}:\d{2})(?::\d{2}(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?", words, re.I | re.ASCII)
    clock, zone = (found[1], (found[2] or "").upper().replace(":", "")) if found else (words, "")
    minutes = 0.0 if clock == "24:00" else read_clock(clock)
    if minutes is None:
        asks.append("a time of it cannot be read: from when to when?")
        return None
    if zone not in ("", "+0000", "+0100"):
        asks.append("its times are said to be of another zone: are they clock times?")
    return f"{int(minutes) // 60:02d}:{int(minutes) % 60:02d}"


def _date(value: Any, asks: list[str]) -> datetime.date | None:
    words = _text(value)
    at = read_times(pd.Series([words]))["at"].iloc[0] if words else pd.NaT
    if pd.isna(at) and words:
        asks.append("its first or last day cannot be read: from when to when?")
    return None if pd.isna(at) else at.date()


def _with_words(timings: list[Timing], words: str) -> tuple[list[Timing], bool]:
    """Return timings with the weeks and months that a description says, where it says nothing else."""
    if personal_in(words):
        return timings, False
    said = read_when(words)
    same = {(t.weekday, t.start, t.end): t for t in said.timings}
    if said.questions or same.keys() != {(t.weekday, t.start, t.end) for t in timings}:
        return timings, False
    every = {t.every for t in said.timings} | {t.every for t in timings}
    dates = {(t.valid_from, t.valid_to) for t in said.timings} - {(None, None)}
    if len(every) > 1 or dates - {(t.valid_from, t.valid_to) for t in timings}:
        return timings, False
    put = [same[t.weekday, t.start, t.end] for t in timings]
    return [dataclasses.replace(t, weeks=w.weeks, months=w.months) for t, w in zip(timings, put, strict=True)], True


def _name_of_weeks(value: str) -> str:
    value = " ".join(value.split())
    return value if value and len(value) <= LONGEST_NAME and not personal_in(value) else "all"


def _months(value: str) -> tuple[int, ...]:
    found = (int(word) for word in value.split(",") if word.isascii() and word.isdigit() and len(word) < 3)
    return tuple(sorted({month for month in found if 1 <= month <= 12}))


def _text(value: Any) -> str:
    return str(value).strip()[:10_000] if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def schedule_of(timing: Timing, name: str) -> dict[str, Any]:
    """Return the schedule of a timing; ``name`` makes its id, the same each time.

    What the specification has no field for (term, months) is in ``description`` for people and in
    ``attributes`` for reading back.
    """
    freq, interval = FREQUENCIES[timing.every]
    first, last = (d and d.isoformat() for d in (timing.valid_from, timing.valid_to))
    begins = timing.valid_from is not None and timing.valid_from.weekday() == timing.weekday
    held = {
        "id": id_of("schedule", name),
        "freq": freq,
        "interval": interval,
        "byday": None if timing.weekday is None else DAYS[timing.weekday],
        "opens_at": timing.start,
        "closes_at": timing.end,
        "valid_from": first,
        "valid_to": last,
        "dtstart": first if begins else None,
        "description": in_words(timing),
        "attributes": [
            attribute(name, "weeks", timing.weeks),
            attribute(name, "months", ",".join(map(str, timing.months))),
        ],
    }
    return {k: v for k, v in held.items() if v is not None}


def attribute(of: str, kind: str, value: str) -> dict[str, str]:
    """Return an attribute that only this program reads back."""
    return {"id": id_of("attribute", of, kind), "link_type": kind, "value": value, "label": OURS}


def id_of(*parts: str) -> str:
    """Return an id that is the same for the same parts."""
    return str(uuid.uuid5(IDS, "\x1f".join(parts)))
