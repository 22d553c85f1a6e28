"""Say what a correction may hold, and read and write its values as a spreadsheet shows them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from placespace.ingest.coordinates import numbers
from placespace.ingest.dates import read_clock, read_times
from placespace.ingest.personal import personal_in
from placespace.ingest.sessions.hours import LONGEST_NIGHT, NIGHT_FROM
from placespace.terms import SESSION_KINDS, WEEKDAYS

KEY = ("layer", "name", "site", "when", "ages")
"""What a correction is found again by: the words of the line, whatever its row and file."""
TIMES = ("weekday", "start", "end", "weeks", "every", "months", "valid_from", "valid_to")
OF_A_SESSION = (*TIMES, "age_from", "age_to", "kind", "capacity", "venue", "lon", "lat")
CORRECTION_COLUMNS = (*KEY, "n", *OF_A_SESSION, "decision", "reason", "decided_by", "decided_on")
USE, LEAVE_OUT = "use", "leave out"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
UNITED_KINGDOM = (-9.0, 2.5, 49.0, 61.5)
"""W, E, S, N in degrees: a pair outside is the wrong way round or mistyped."""
OLDEST, LONGEST_NAME = 99, 80
DAY = 24 * 60
EVERY = ("1", "2", "4")
RUN = re.compile(r"^'*[=+\-@\t\r]")
"""What a spreadsheet runs as a formula when a cell begins with it."""


@dataclass(frozen=True)
class Fault:
    """One thing wrong with one row: ``says`` names the column, what must hold and the value."""

    row: int
    says: str

    def __str__(self) -> str:
        """Return the sentence with its row."""
        return f"Row {self.row}: {self.says}"


def check_corrections(text: pd.DataFrame) -> list[Fault]:
    """Return everything wrong with a table of corrections, row by row.

    Parameters
    ----------
    text : DataFrame of str
        :data:`CORRECTION_COLUMNS`; the index is the row as named in the faults.

    Examples
    --------
    >>> row = dict.fromkeys(CORRECTION_COLUMNS, "") | {"layer": "l", "name": "Club", "decided_by": "AB"}
    >>> row |= {"decision": "perhaps", "weekday": "Friday", "start": "17:00", "end": "21:00"}
    >>> print(check_corrections(pd.DataFrame([row], index=[2]))[0])
    Row 2: 'decision' must be 'use' or 'leave out'. It is 'perhaps'.
    """
    dates = {name: _dates(text[name]) for name in ("valid_from", "valid_to", "decided_on")}
    seen: set[tuple[str, ...]] = set()
    faults = []
    for at, (row, values) in enumerate(zip(text.index, text.to_dict("records"), strict=True)):
        days = {name: column.iloc[at] for name, column in dates.items()}
        faults += [Fault(int(row), says) for says in _faults_of_row(values, days)]
        own = (*(plain(values[k]) for k in KEY), values["n"].strip() or "1")
        if own in seen:
            faults.append(Fault(int(row), f"'n' must tell the sessions of a line apart. {own[-1]!r} stands twice."))
        seen.add(own)
    return faults


def _faults_of_row(values: dict[str, str], days: dict[str, pd.Timestamp]) -> Iterator[str]:
    decision = plain(values["decision"])
    if decision not in (USE, LEAVE_OUT):
        yield f"'decision' must be '{USE}' or '{LEAVE_OUT}'. It is {values['decision']!r}."
    if not values["layer"].strip() or not any(values[k].strip() for k in ("name", "site", "when")):
        yield "It must say which line it is of: layer, name, site and when. They are blank."
    if not values["decided_by"].strip():
        yield "'decided_by' must say who decided. It is blank."
    for name in ("reason", "decided_by", "venue", "weeks"):
        if kind := personal_in(values[name]):
            yield f"'{name}' must hold no personal data. It holds {kind}."
    if decision == LEAVE_OUT and not values["reason"].strip():
        yield "'reason' must say why the line is left out. It is blank."
    if values["n"].strip() and _whole(values["n"], 1, 999) is None:
        yield f"'n' must be the number of the session in the line, 1 or more. It is {values['n']!r}."
    if pd.isna(days["decided_on"]) and values["decided_on"].strip():
        yield f"'decided_on' must be a date, as 2025-09-01. It is {values['decided_on']!r}."
    if decision != LEAVE_OUT:
        yield from _time_faults(values, days)
        yield from _other_faults(values)


def _time_faults(values: dict[str, str], days: dict[str, pd.Timestamp]) -> Iterator[str]:
    if values["weekday"].strip() and weekday_of(values["weekday"]) is None:
        yield f"'weekday' must be the name of a day, as Monday. It is {values['weekday']!r}."
    start, end = clock_of(values["start"]), clock_of(values["end"])
    for name, read in (("start", start), ("end", end)):
        if values[name].strip() and read is None:
            yield f"'{name}' must be a time, as 18:00. It is {values[name]!r}."
    if start and start == end:
        yield f"A session must last. Start and end are both {values['start']!r}."
    elif not can_be(start, end):
        yield (
            f"'end' must be later than the start, or after midnight when it starts at {NIGHT_FROM // 60}:00 or later "
            f"and lasts at most {LONGEST_NIGHT // 60} hours. It is {values['end']!r}, and the start is "
            f"{values['start']!r}."
        )
    if len(values["weeks"]) > LONGEST_NAME:
        yield f"'weeks' must be all, term, holiday or a name in the calendar. It is {values['weeks'][:40]!r}…"
    if (values["every"].strip() or "1") not in EVERY:
        yield f"'every' must be 1 (each week), 2 (every other) or 4 (once a month). It is {values['every']!r}."
    if months_of(values["months"]) is None:
        yield f"'months' must be months, as Apr May Jun. It is {values['months']!r}."
    for name in ("valid_from", "valid_to"):
        if values[name].strip() and pd.isna(days[name]):
            yield f"'{name}' must be a date, as 2025-09-01. It is {values[name]!r}."
    if days["valid_to"] < days["valid_from"]:
        yield f"'valid_to' must not be before 'valid_from'. They are {values['valid_from']} and {values['valid_to']}."


def _other_faults(values: dict[str, str]) -> Iterator[str]:
    ages = [_whole(values[k], 0, OLDEST) for k in ("age_from", "age_to")]
    for name, age in zip(("age_from", "age_to"), ages, strict=True):
        if values[name].strip() and age is None:
            yield f"'{name}' must be an age, 0 to {OLDEST}. It is {values[name]!r}."
    if None not in ages and ages[1] < ages[0]:
        yield f"'age_to' must not be under 'age_from'. They are {ages[0]} and {ages[1]}."
    if plain(values["kind"]) not in ("", *SESSION_KINDS):
        yield f"'kind' must be one of {', '.join(SESSION_KINDS)}. It is {values['kind']!r}."
    if values["capacity"].strip() and _whole(values["capacity"], 1, 999_999) is None:
        yield f"'capacity' must be a number of young people, 1 or more. It is {values['capacity']!r}."
    lon, lat = values["lon"].strip(), values["lat"].strip()
    if bool(lon) != bool(lat):
        yield f"'lon' and 'lat' must be given together. They are {lon!r} and {lat!r}."
    elif lon:
        west, east, south, north = UNITED_KINGDOM
        x, y = numbers(pd.Series([lon, lat]))
        if not (west <= x <= east and south <= y <= north):
            yield (
                "'lon' and 'lat' must be degrees in the United Kingdom, as -3.0 and 53.45. "
                f"They are {lon!r} and {lat!r}."
            )


def parsed(text: pd.DataFrame) -> pd.DataFrame:
    """Return corrections without faults with the types of a frame of sessions; same index.

    ``start`` and ``end`` are ``HH:MM`` or missing, ``months`` as ``4,5,6``, a blank ``weeks`` is ``all``
    and a blank ``every`` 1.
    """
    out = text.reindex(columns=list(CORRECTION_COLUMNS)).copy()
    out["n"] = [_whole(v, 1, 999) or 1 for v in text["n"]]
    out["weekday"] = pd.array([weekday_of(v) for v in text["weekday"]], "Int64")
    for name in ("start", "end"):
        out[name] = pd.Series([clock_of(v) for v in text[name]], text.index, dtype="object")
    out["weeks"] = [_weeks(v) for v in text["weeks"]]
    out["every"] = [int(v.strip() or 1) for v in text["every"]]
    out["months"] = [",".join(map(str, months_of(v) or ())) for v in text["months"]]
    for name in ("valid_from", "valid_to", "decided_on"):
        out[name] = _dates(text[name])
    for name, most in (("age_from", OLDEST), ("age_to", OLDEST), ("capacity", 999_999)):
        out[name] = pd.array([_whole(v, 0, most) for v in text[name]], "Int64")
    for name in ("lon", "lat"):
        out[name] = numbers(text[name])
    for name in ("kind", "decision"):
        out[name] = [plain(v) for v in text[name]]
    return out


def plain(text: str) -> str:
    """Return text that is the same however it was spaced and whatever its capitals."""
    return " ".join(str(text).split()).casefold()


def weekday_of(text: str) -> int | None:
    """Return 0 (Monday) to 6 for the name of a day, also cut short; None otherwise.

    Examples
    --------
    >>> weekday_of("Thurs"), weekday_of("4"), weekday_of("Funday")
    (3, None, None)
    """
    word = plain(text).removesuffix(".")
    names = [day.casefold() for day in WEEKDAYS]
    fits = [n for n, day in enumerate(names) if len(word) >= 3 and day.startswith((word, word.removesuffix("s")))]
    return fits[0] if fits else None


def clock_of(text: str) -> str | None:
    """Return ``HH:MM``, or None when the text is no time."""
    minutes = read_clock(text) if text.strip() else None
    return None if minutes is None else f"{int(minutes) // 60:02d}:{int(minutes) % 60:02d}"


def can_be(start: str | None, end: str | None) -> bool:
    """Return whether a session can have these times; one that is not known rules nothing out.

    Examples
    --------
    >>> can_be("18:00", "20:00"), can_be("22:00", "02:00"), can_be("20:00", "18:00"), can_be("20:00", None)
    (True, True, False, True)
    """
    if start is None or end is None:
        return True
    first, last = (int(t[:2]) * 60 + int(t[3:]) for t in (start, end))
    last += DAY if last <= first else 0
    return last - first < DAY and (last <= DAY or (first >= NIGHT_FROM and last - first <= LONGEST_NIGHT))


def months_of(text: str) -> tuple[int, ...] | None:
    """Return months of the year in order, () where none is named, None where a word is no month.

    Examples
    --------
    >>> months_of("April, may 9"), months_of(""), months_of("Smarch")
    ((4, 5, 9), (), None)
    """
    found = set()
    for word in re.split(r"[\s,;]+", text.strip()):
        if word.isascii() and word.isdigit() and 1 <= int(word[:3]) <= 12:
            found.add(int(word))
        elif word[:3].title() in MONTHS:
            found.add(MONTHS.index(word[:3].title()) + 1)
        elif word:
            return None
    return tuple(sorted(found))


def _weeks(text: str) -> str:
    return plain(text) if plain(text) in ("all", "term", "holiday") else " ".join(text.split()) or "all"


def _whole(text: str, least: int, most: int) -> int | None:
    text = text.strip().removesuffix(".0")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
    return number if number is not None and least <= number <= most else None


def _dates(text: pd.Series) -> pd.Series:
    # 'today' is no date of a decision: it would be another one tomorrow
    return read_times(text.where(text.str.contains(r"\d"), ""))["at"].dt.normalize()


def as_text(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table of corrections as it stands in a file: text in every column, the index from 1."""
    names = (*CORRECTION_COLUMNS, *(c for c in table if c not in CORRECTION_COLUMNS))
    out = {name: [_written(name, v) for v in table[name]] if name in table else [""] * len(table) for name in names}
    return pd.DataFrame(out, index=pd.RangeIndex(1, len(table) + 1), dtype="str")


def _written(name: str, value: object) -> str:
    if isinstance(value, list | tuple):
        value = ",".join(map(str, value))
    if value is None or pd.isna(value):
        return ""
    if isinstance(value, datetime.date):
        return value.isoformat()[:10]
    if name == "weekday" and not isinstance(value, str) and 0 <= value <= 6:
        return WEEKDAYS[int(value)]
    if name == "months" and (months := months_of(str(value))):
        return " ".join(MONTHS[m - 1] for m in months)
    if isinstance(value, float) and value.is_integer() and name not in ("lon", "lat"):
        value = int(value)
    return str(value)


def harmless(text: str) -> str:
    """Return text that a spreadsheet shows and does not run; a number stays one.

    Examples
    --------
    >>> harmless("=1+1"), harmless("-3.25"), as_sent(harmless("'=1")), harmless("@ the Hub")
    ("'=1+1", '-3.25', "'=1", "'@ the Hub")
    """
    return f"'{text}" if RUN.match(text) and not re.fullmatch(r"[+-]?\d+(\.\d+)?(e-?\d+)?", text) else text


def as_sent(text: str) -> str:
    """Return what :func:`harmless` was given."""
    return text[1:] if text.startswith("'") and RUN.match(text) else text
