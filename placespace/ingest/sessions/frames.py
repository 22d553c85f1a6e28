"""Make frames of lines and of sessions, each column of its own type, also where there is no row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from placespace.ingest.sessions.checks import KEY
from placespace.ingest.sessions.timing import Timing
from placespace.terms import SESSION_COLUMNS

LINE_COLUMNS = {
    "line": "id: the same for the same words, whatever the row and the file",
    "file": "file and sheet",
    "row": "row in the file",
    "name": "activity",
    "unit": "bus or team that goes to several places",
    "site": "venue",
    "provider": "organisation",
    "when": "days and times as written",
    "ages": "ages as written",
    "kind": "kind of session as read",
    "notes": "notes as written",
    "capacity": "young people it can take, as written",
    "lon": "longitude, degrees; missing where there is no place",
    "lat": "latitude, degrees",
    "reads": "how it was read, in words",
    "questions": "what a person has to be asked, joined by '; '",
    "state": "read, waits, corrected or left out",
}
STALE_COLUMNS = ("row", *KEY, "n", "decision", "why")
WHOLE = ("row", "weekday", "age_from", "age_to", "capacity")
DAYS = ("valid_from", "valid_to")


def lines_frame(records: Iterable[Mapping[str, object]]) -> pd.DataFrame:
    """Return lines with the columns of :data:`LINE_COLUMNS`."""
    frame = pd.DataFrame(list(records), columns=list(LINE_COLUMNS))
    types = dict.fromkeys(LINE_COLUMNS, "str") | {"row": "Int64", "lon": "float64", "lat": "float64"}
    return frame.astype(types)


def sessions_frame(records: Sequence[Mapping[str, object]]) -> pd.DataFrame:
    """Return sessions with the columns of ``terms.SESSION_COLUMNS``; what is not said is missing.

    Examples
    --------
    >>> sessions_frame([])["weekday"].dtype, len(sessions_frame([]))
    (Int64Dtype(), 0)
    """
    out = pd.DataFrame(index=pd.RangeIndex(len(records)))
    for name in SESSION_COLUMNS:
        values = [record[name] for record in records]
        if name in WHOLE:
            out[name] = pd.array([None if pd.isna(v) else int(v) for v in values], "Int64")
        elif name in ("lon", "lat"):
            out[name] = pd.array(values, "float64")
        elif name == "every":
            out[name] = pd.array(values, "int64")
        elif name in DAYS:
            # microseconds, because a list may say 'until 9999'
            out[name] = pd.to_datetime(pd.Series(values, dtype="object")).astype("datetime64[us]")
        elif name == "confirmed":
            out[name] = pd.array(values, "bool")
        else:
            out[name] = pd.Series(values, dtype="str")
    return out


def lines_of(timings: pd.DataFrame) -> pd.Series:
    """Return the line that each session is of; same index."""
    return timings["session"].str.replace(r"\.\d+$", "", regex=True).rename("line")


def session_record(timing: Timing, line: Mapping[str, object], session: str, **own: object) -> dict[str, object]:
    """Return one row of the frame of sessions: its timing, what the line says, and ``own`` over both."""
    return {
        **{name: line.get(name, "") for name in ("row", "name", "site", "provider", "lon", "lat")},
        "session": session,
        "weekday": timing.weekday,
        "start": timing.start,
        "end": timing.end,
        "weeks": timing.weeks,
        "every": timing.every,
        "months": ",".join(map(str, timing.months)),
        "valid_from": timing.valid_from,
        "valid_to": timing.valid_to,
        **own,
    }


def timing_of(values: Mapping[str, object]) -> Timing:
    """Return the timing that a row of sessions or of corrections holds.

    Examples
    --------
    >>> blank = dict.fromkeys(("start", "end", "valid_from", "valid_to"))
    >>> timing_of({"weekday": 4, "weeks": "term", "every": 1, "months": "4,5"} | blank).months
    (4, 5)
    """
    weekday, start, end, first, last = (
        None if pd.isna(values[k]) else values[k] for k in ("weekday", "start", "end", "valid_from", "valid_to")
    )
    return Timing(
        None if weekday is None else int(weekday),
        start,
        end,
        str(values["weeks"]),
        int(values["every"]),
        tuple(int(m) for m in str(values["months"]).split(",") if m),
        None if first is None else first.date(),
        None if last is None else last.date(),
    )
