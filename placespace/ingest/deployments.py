"""Read what was done: a log of deployments as a service keeps it, whatever its headings."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from placespace.calendar.clocks import DAY_MIN, HOUR_MIN, RANGE, read_range
from placespace.errors import PlacespaceError
from placespace.ingest.account import FileAccount
from placespace.ingest.dates import read_clock, read_times
from placespace.ingest.files import raw_tables
from placespace.ingest.headings import RawTable
from placespace.ingest.part import Part, Sorting, find_columns, mapped
from placespace.ingest.personal import refuse_personal
from placespace.ingest.table import FIRST_YEAR, TOTAL, each_table
from placespace.terms import LOG_COLUMNS

HEADINGS = {
    "date": "date|deployment date|date of deployment|shift date|session date|patrol date|visit date|date of visit"
    "|night of|day",
    "place": "place|location|site|place name|area|venue|deployed to|hot spot|hotspot|patrol area|where|street|cell"
    "|stop",
    "crew": "crew|team|unit|crew name|team name|service|agency|organisation|patrol|who",
    "hours": "hours|hours delivered|delivered hours|hours worked|total hours|no of hours|number of hours|hrs|duration"
    "|time spent|length|times|time|shift|shift times|session times",
    "start": "start|start time|time from|from|time started|began|arrived|time on",
    "end": "end|end time|finish|finish time|time to|to|time finished|ended|left|time off",
    "young_male": "young_male|young people male|young people, male|young people (male)|male young people|yp male"
    "|male yp|yp (m)|males|male|boys|young men",
    "young_female": "young_female|young people female|young people, female|young people (female)|female young people"
    "|yp female|female yp|yp (f)|females|female|girls|young women",
    "adults": "adults|adult|adult engagements|adults engaged|adults spoken to|number of adults",
    "advice": "advice|advice given|times advice given|advice and information",
    "issues_reported": "issues_reported|issues reported|reports|reports made|number of issues reported|referrals",
    "issues": "issues|issues seen|issues identified|issues observed|observations|concerns|what was seen"
    "|environmental issues",
}
COUNTS = ("young_male", "young_female", "adults", "advice", "issues_reported")
MOST_HOURS = 24
COLUMNS = {theirs: ours for ours, many in HEADINGS.items() for theirs in many.split("|")}
HALVES = {"½": ".5", "¼": ".25", "¾": ".75"}
CLOCK_RANGE = re.compile(RANGE, re.ASCII)
LENGTH = re.compile(
    r"(?:(?P<hours>\d{1,3}(?:[.,]\d{1,4})?)\s*(?:h(?:ou)?r?s?)?)?"
    r"\s*(?:(?:and\s*)?(?P<minutes>\d{1,3})\s*(?:m(?:in(?:ute)?s?)?)?)?\.?",
    re.ASCII,
)
COLONS = re.compile(r"(\d{1,2}):([0-5]\d)(?::[0-5]\d)?", re.ASCII)


@dataclass(frozen=True, eq=False)
class DeploymentFile:
    """What a log of deployments held.

    Attributes
    ----------
    frame : DataFrame
        Columns of ``terms.LOG_COLUMNS``: ``date`` datetime64, ``hours`` float, counts Int64, the rest text.
    set_aside : DataFrame
        ``file``, ``row``, ``reason``: never what stood there.
    notes : tuple of str
        What had to be said: columns that were left out as personal data, values that could not be read.
    """

    frame: pd.DataFrame
    set_aside: pd.DataFrame
    notes: tuple[str, ...] = ()


def read_deployments(path: Path, *, today: datetime.date | None = None) -> DeploymentFile:
    """Return the deployments in a csv or workbook, and what became of every row.

    Parameters
    ----------
    path : Path
    today : date, optional
        A row dated after it is set aside: it has not been done yet.

    Raises
    ------
    PlacespaceError
        When the file cannot be opened, or has no column of dates or of places.
    """
    parts = list(each_table(raw_tables(path, list(COLUMNS)), lambda raw: _read(raw, today)))
    notes: list[str] = []
    aside = []
    for part in parts:
        account = part.account
        notes += [f"{account.file}: {note.rstrip('.')}." for note in account.notes]
        notes += [f"Column '{c}' is left out as personal data, {why}." for c, why in account.personal.items()]
        notes += [f"{account.file}: {what}, {r.rows} row(s), the first is row {r.first_row}."
                  for what, r in account.mended.items()]  # fmt: skip
        rows = part.set_aside[["row", "set aside because"]].rename(columns={"set aside because": "reason"})
        aside.append(rows.assign(file=account.file)[["file", "row", "reason"]])
    frame = pd.concat([p.frame for p in parts], ignore_index=True)
    return DeploymentFile(frame, pd.concat(aside, ignore_index=True), tuple(notes))


def no_deployments() -> DeploymentFile:
    """Return a log that holds nothing, with its columns."""
    kinds = {"date": "datetime64[us]", "hours": "float64"} | dict.fromkeys(COUNTS, "Int64")
    frame = pd.DataFrame({c: pd.Series([], dtype=kinds.get(c, "str")) for c in LOG_COLUMNS})
    return DeploymentFile(frame, pd.DataFrame({c: pd.Series([], dtype="str") for c in ("file", "row", "reason")}))


def read_hours(text: str) -> float | None:
    """Return hours from how people write them, or None.

    Examples
    --------
    >>> [read_hours(t) for t in ("2", "2.5", "2h30", "2½ hrs", "90 mins", "1:30", "18:00-20:30", "6-8.30pm", "evening")]
    [2.0, 2.5, 2.5, 2.5, 1.5, 1.5, 2.5, 2.5, None]
    """
    text = re.sub("[\u2010-\u2015]", "-", text.lower().strip())
    for sign, decimal in HALVES.items():
        text = re.sub(rf"(\d?)\s*{sign}", lambda m, d=decimal: (m[1] or "0") + d, text)
    if found := CLOCK_RANGE.fullmatch(text):
        ends = [found[g] for g in ("start", "end", "start_b", "end_b") if found[g]]
        read = read_range(*ends)
        return None if isinstance(read, str) else (read[1] - read[0]) / HOUR_MIN
    if found := COLONS.fullmatch(text):
        return int(found[1]) + int(found[2]) / HOUR_MIN
    if found := re.fullmatch(r"(\d{1,4})\s*m(?:in(?:ute)?s?)?\.?", text, re.ASCII):
        return int(found[1]) / HOUR_MIN
    found = LENGTH.fullmatch(text) if re.search(r"\d", text) else None
    if not found or found["hours"] is None:
        return None
    if found["minutes"] and not re.search(r"h", text):  # '2 30' is two numbers and no length
        return None
    minutes = int(found["minutes"] or 0)
    return float(found["hours"].replace(",", ".")) + minutes / HOUR_MIN if minutes < HOUR_MIN else None


def _read(raw: RawTable, today: datetime.date | None) -> Part:
    account = FileAccount(raw.name, notes=list(raw.notes))
    found = find_columns(list(raw.frame.columns), COLUMNS)
    frame, account.personal = refuse_personal(raw.frame, set(found.values()))
    account.notes += [
        f"'{c}' is refused as personal data, so there is no {o}" for o, c in found.items() if c not in frame
    ]
    found = {ours: column for ours, column in found.items() if column in frame}
    for ours in ("date", "place"):
        if ours not in found:
            shown = [c for c in raw.frame.columns if c not in account.personal]
            raise PlacespaceError(
                f"A log of deployments must have a column called {ours}.",
                f"{raw.name} has: {', '.join(shown)[:300]}.",
                f"Call it one of: {', '.join(HEADINGS[ours].split('|')[:6])}.",
            )
    sorting = Sorting(frame, account, raw.crowded)
    text = frame[found["date"]]
    at = read_times(text)["at"].dt.normalize()
    totals = raw.frame.iloc[:, 0].str.contains(TOTAL, case=False, regex=True) & at.isna()
    sorting.set_aside(totals, "a total, not a deployment", sorting.reason)
    sorting.set_aside(text == "", "no date", sorting.reason)
    sorting.set_aside(at.isna(), "date cannot be read: write 2026-10-02 or 02/10/2026", sorting.reason)
    sorting.set_aside(at.dt.year < FIRST_YEAR, f"date is before {FIRST_YEAR}", sorting.reason)
    if today is not None:
        sorting.set_aside(at > pd.Timestamp(today), "date is in the future", sorting.reason)
    sorting.set_aside(frame[found["place"]] == "", "no place", sorting.reason)
    hours = _hours(frame, found, sorting)
    sorting.set_aside(hours > MOST_HOURS, f"more than {MOST_HOURS} hours in one row", sorting.reason)
    words = {c: mapped(frame, found, c) for c in LOG_COLUMNS}
    out = pd.DataFrame({c: "" if w is None else w for c, w in words.items()}, index=frame.index)
    out["date"], out["hours"] = at, hours
    for name in COUNTS:
        out[name] = _count(words[name], name, sorting, frame.index)
    aside = sorting.close()
    out = out.loc[sorting.keep, list(LOG_COLUMNS)].reset_index(drop=True)
    return Part(out.astype(dict.fromkeys(("place", "crew", "issues"), "str")), account, aside)


def _hours(frame: pd.DataFrame, found: dict[str, str], sorting: Sorting) -> pd.Series:
    """Return hours as written, or from a start and an end; missing where neither can be read."""
    text = mapped(frame, found, "hours")
    text = pd.Series("", frame.index, dtype="str") if text is None else text
    hours = text.map({t: read_hours(t) for t in text.unique()}).astype("float64")
    start, end = (mapped(frame, found, o) for o in ("start", "end"))
    if start is not None and end is not None:
        a, b = (c.map({t: read_clock(t) for t in c.unique()}).astype("float64") for c in (start, end))
        between = ((b - a) % DAY_MIN / HOUR_MIN).replace(0, np.nan)
        hours = hours.where(hours.notna(), between)
    sorting.mended(hours.isna() & (text != ""), "hours cannot be read and are left out", sorting.reason)
    sorting.mended(hours.isna() & (text == ""), "no hours are given", sorting.reason)
    return hours


def _count(text: pd.Series | None, name: str, sorting: Sorting, index: pd.Index) -> pd.Series:
    """Return whole numbers; missing where none is given or it is not one."""
    if text is None:
        return pd.Series(pd.NA, index, dtype="Int64")
    whole = text.str.strip().str.replace(r"\.0+$", "", regex=True)
    good = whole.str.fullmatch(r"[0-9]{1,6}")
    sorting.mended(~good & (whole != ""), f"'{name}' is not a whole number and is left out", sorting.reason)
    return pd.to_numeric(whole.where(good), errors="coerce").astype("Int64")
