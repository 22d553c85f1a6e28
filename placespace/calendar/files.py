"""Read and keep ``geodata/calendar.csv``: the school holidays and named weeks of one authority."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from datetime import date

import pandas as pd
from dateutil import parser

from placespace.calendar.weeks import ALL, BY_TABLE, NOT_KNOWN, Calendar
from placespace.catalogue import Workspace
from placespace.errors import PlacespaceError
from placespace.settings import SETTINGS

COLUMNS = ("kind", "name", "first", "last", "source")
MUST_HAVE = COLUMNS[:4]
KINDS = {"holiday": "school is out", "event": "days unlike others, such as Halloween to Bonfire"}
DATE_FORMS = [
    re.compile(form, re.ASCII | re.IGNORECASE)
    for form in (
        r"(?P<iso>\d{4})-\d{1,2}-(?P<day>\d{1,2})(?:[t ]0?0:00(?::00(?:\.0+)?)?)?",
        r"(?P<day>\d{1,2})(?P<sep>[-/.])\d{1,2}(?P=sep)(?:\d{4}|\d{2})(?: 0?0:00(?::00)?)?",
        r"(?:[a-z]{3,9},? )?(?P<day>\d{1,2})(?:st|nd|rd|th)?[- ]"
        r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*[-, ]+(?:\d{4}|\d{2})",
    )
]
"""The shapes a date may have, ISO first. Anything else is not read, because the parser would guess."""
MOST_FAULTS = 5


def read_calendar(workspace: Workspace) -> Calendar:
    """Return the calendar of a workspace; one that knows nothing when there is no file.

    Lines that cannot be used are left out and listed in ``faults``; the others are used.

    Raises
    ------
    PlacespaceError
        When the file lacks a column.
    """
    path = workspace.calendar
    if not path.exists():
        return Calendar(_table([]), workspace.area.nation)
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:  # as Excel saves it
        text = raw.decode("cp1252", errors="replace")
    reader = csv.reader(io.StringIO(text, newline=""))
    heading = [word.strip().lower() for word in next(reader, [])]
    if absent := [c for c in MUST_HAVE if c not in heading]:
        raise PlacespaceError(
            f"{path.name} must have the columns {', '.join(COLUMNS)}.",
            f"It has no {', '.join(absent)}.",
            "Put them in its first line.",
        )
    numbered = [(reader.line_num, dict(zip(heading, values, strict=False))) for values in reader]
    rows, lines = [row for _, row in numbered], [line for line, _ in numbered]
    table, faults = _sorted_out(pd.DataFrame(rows, columns=heading), lines)
    return Calendar(table, workspace.area.nation, tuple(faults), tuple(_notes(table)))


def write_calendar(workspace: Workspace, table: pd.DataFrame) -> None:
    """Keep a calendar, dates as ISO, after checking every line; empty lines are left out.

    Raises
    ------
    PlacespaceError
        When a column is missing or a line cannot be used: nothing is written.
    """
    if absent := [c for c in MUST_HAVE if c not in table]:
        raise PlacespaceError(
            f"A calendar must have the columns {', '.join(COLUMNS)}.", f"It has no {', '.join(absent)}.", "Add them."
        )
    kept, faults = _sorted_out(table)
    if faults:
        more = f" And {len(faults) - MOST_FAULTS} more." if len(faults) > MOST_FAULTS else ""
        raise PlacespaceError(
            "Every line of the calendar must be right before it is kept.",
            "; ".join(faults[:MOST_FAULTS]) + "." + more,
            "Mend these lines; nothing was written.",
        )
    half = workspace.calendar.with_suffix(".half")
    kept.to_csv(half, index=False, date_format="%Y-%m-%d", encoding="utf-8")
    half.replace(workspace.calendar)


def check_calendar(table: pd.DataFrame) -> list[str]:
    """Return what is wrong with the lines of a calendar, a sentence each; none means all can be used.

    Parameters
    ----------
    table : DataFrame
        Columns of ``COLUMNS``; dates as text, ISO or day first, or as dates. Lines are numbered as in
        a file, where the heading is line 1.

    Examples
    --------
    >>> check_calendar(pd.DataFrame({"kind": ["holiday"], "name": ["Easter"], "first": ["10/04/2026"],
    ...                              "last": ["30/03/2026"]}))
    ["line 2: 'Easter' ends on 2026-03-30, before it starts on 2026-04-10"]
    """
    return _sorted_out(table)[1]


def read_day(written: object) -> date | None:
    """Return a day from text (ISO, or day first) or from a date; None when it is none of these.

    Examples
    --------
    >>> [str(read_day(t)) for t in ("2026-10-26", "26/10/2026", "26th Oct 2026", "10/26/2026", "half-term")]
    ['2026-10-26', '2026-10-26', '2026-10-26', 'None', 'None']
    """
    text = " ".join(str(written).split())
    found = next((m for form in DATE_FORMS if (m := form.fullmatch(text))), None)
    if found is None:
        return None
    try:
        day = parser.parse(text, dayfirst="iso" not in found.re.groupindex).date()
    except (parser.ParserError, ValueError, OverflowError):  # a 31st of February
        return None
    return day if day.day == int(found["day"]) else None


def _sorted_out(table: pd.DataFrame, lines: Sequence[int] | None = None) -> tuple[pd.DataFrame, list[str]]:
    """Return the lines that can be used, and what is wrong with the others."""
    rows, faults = [], []
    spelled: dict[str, str] = {}
    columns = [c for c in COLUMNS if c in table]
    for line, values in zip(lines or range(2, len(table) + 2), table[columns].itertuples(index=False), strict=True):
        row = {c: "" if pd.isna(v) else " ".join(str(v).split()) for c, v in zip(columns, values, strict=True)}
        if not any(row.values()):
            continue
        row |= {"kind": row["kind"].lower(), "source": row.get("source", "")}
        first, last = read_day(row["first"]), read_day(row["last"])
        if fault := _fault(row, first, last):
            faults.append(f"line {line}: {fault}")
        else:
            name = spelled.setdefault(row["name"].lower(), row["name"])
            rows.append(row | {"name": name, "first": first, "last": last})
    return _table(rows), faults


def _fault(row: dict[str, str], first: date | None, last: date | None) -> str | None:
    most = int(SETTINGS["longest_holiday_days"].value)
    if row["kind"] not in KINDS:
        return f"'kind' must be {' or '.join(KINDS)}, is '{row['kind']}'"
    if not row["name"]:
        return "'name' is empty"
    if row["name"].lower() in (ALL, *BY_TABLE, NOT_KNOWN):
        return f"'{row['name']}' has a meaning of its own: give these weeks another name"
    for column, day in (("first", first), ("last", last)):
        if day is None:
            return f"'{column}' must be a date such as 2026-10-26, is '{row[column]}'"
    if last < first:
        return f"'{row['name']}' ends on {last}, before it starts on {first}"
    if (last - first).days >= most:
        return f"'{row['name']}' lasts {(last - first).days + 1} days, more than {most}: is a year wrong?"
    return None


def _table(rows: list[dict]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    return table.astype({c: "datetime64[us]" if c in ("first", "last") else "str" for c in COLUMNS})


def _notes(table: pd.DataFrame) -> list[str]:
    """Return what is odd: holidays that overlap, and a holiday that seems to be missing."""
    notes, most = [], int(SETTINGS["term_most_days"].value)
    before = None
    for row in table[table["kind"] == "holiday"].sort_values("first", kind="stable").itertuples():
        if before is not None and row.first <= before.last and row.name != before.name:
            notes.append(f"'{row.name}' starts on {row.first:%Y-%m-%d}, before '{before.name}' ends")
        if before is not None and (row.first - before.last).days - 1 > most:
            notes.append(
                f"no school holiday is listed between {before.last:%Y-%m-%d} and {row.first:%Y-%m-%d}, longer than "
                "any term: the days between are not called term"
            )
        before = row if before is None or row.last > before.last else before
    return notes
