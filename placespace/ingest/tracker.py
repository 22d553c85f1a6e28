"""Read an action tracker back after partners have edited it: what each row says now, and what cannot be read."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from placespace.errors import PlacespaceError
from placespace.ingest.dates import read_times
from placespace.ingest.files import raw_tables
from placespace.ingest.headings import match_heading
from placespace.ingest.personal import without_personal

TRACKER_HEADS = {
    "place": "Place reference",
    "name": "Place",
    "id": "Action id",
    "version": "Version",
    "what": "What",
    "role": "Role",
    "agency": "Agency",
    "due": "Due",
    "status": "Status",
    "done_on": "Done on",
    "done_words": "What was done",
    "expected_effect": "Expected effect",
    "measure": "Measure",
    "late": "Days late",
}
"""Columns of an action tracker: field, and its heading."""
EDITED = ("what", "role", "agency", "due", "status", "done_on", "done_words", "expected_effect", "measure")
"""Fields that partners may change in it."""
DAYS = ("due", "done_on")
STATUS_WORDS = {
    "open": "open|in progress|ongoing|on going|not started|started|not done|not yet|no|live|outstanding",
    "done": "done|complete|completed|finished|closed|yes",
    "dropped": "dropped|cancelled|canceled|withdrawn|no longer needed|not needed|abandoned",
}
"""How people write where an action stands."""
ASIDE = ("row", "column", "value", "reason")
_STATUS = {word: ours for ours, words in STATUS_WORDS.items() for word in words.split("|")}
_SHOWN = 60
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"


@dataclass(frozen=True)
class TrackerRow:
    """One row of an edited tracker.

    Attributes
    ----------
    row : int
        Its number in the sheet, as Excel shows it.
    id : str
        Of the action; empty for a row that was added.
    version : int
        Of the action when it was handed out; 0 for a row that was added.
    place, name : str
        Reference and name of the place, as they stand there.
    fields : mapping of str to str or date or None
        What each column of ``EDITED`` says. A column that is not there is not among them; an empty date is None.
    """

    row: int
    id: str
    version: int
    place: str
    name: str
    fields: Mapping[str, str | datetime.date | None]


def read_tracker(content: bytes, name: str = "the tracker") -> tuple[list[TrackerRow], pd.DataFrame]:
    """Return the rows of an edited tracker, and those that cannot be read.

    Columns may stand in any order and others may be added; empty rows, and rows of sentences, are passed over.

    Parameters
    ----------
    content : bytes
        An .xlsx, .ods or csv file.
    name : str
        What the file is called, for messages.

    Returns
    -------
    rows : list of TrackerRow
        In the order of the sheet; none that was set aside.
    set_aside : DataFrame
        ``row``, ``column``, ``value`` (cut short, without telephone numbers and the like), ``reason``.

    Raises
    ------
    PlacespaceError
        When the file cannot be opened or has no column of ids or of what is to be done.
    """
    frame = _table(content, name)
    columns = {field: match_heading(list(frame.columns), head) for field, head in TRACKER_HEADS.items()}
    if missing := [TRACKER_HEADS[f] for f in ("id", "version", "what") if columns[f] is None]:
        raise PlacespaceError(
            f"A tracker has the columns {', '.join(TRACKER_HEADS[f] for f in ('id', 'version', 'what'))}.",
            f"{name} has none called: {', '.join(missing)}.",
            "Put the headings back as they were, or take a new tracker and copy the changes into it.",
        )
    rows: list[TrackerRow] = []
    aside: list[tuple[int, str, str, str]] = []
    seen: dict[str, int] = {}
    for number, cells in zip(frame.index, frame.to_dict("records"), strict=True):
        said = {field: str(cells[column]).strip() for field, column in columns.items() if column is not None}
        if not any(v for f, v in said.items() if f not in ("place", "name")) or _is_sentence(cells):
            continue
        fault = _fault(said, seen, int(number))
        fields, wrong = _fields(said)
        if fault or wrong:
            aside += [(int(number), TRACKER_HEADS[f], _short(said.get(f, "")), why) for f, why in [*fault, *wrong]]
            continue
        if said["id"]:
            seen[said["id"]] = int(number)
        version = int(float(said["version"])) if said["id"] else 0
        rows.append(TrackerRow(int(number), said["id"], version, said.get("place", ""), said.get("name", ""), fields))
    return rows, pd.DataFrame(aside, columns=list(ASIDE))


def _table(content: bytes, name: str) -> pd.DataFrame:
    """Return the first sheet that has the headings of a tracker, as text; its index is the row in the sheet."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"tracker{_ending(content)}"
        path.write_bytes(content)
        try:
            found = list(raw_tables(path, list(TRACKER_HEADS.values())))
        except PlacespaceError as fault:
            shown = (part.replace(path.name, name) for part in (fault.must, fault.found, fault.do))
            raise PlacespaceError(*shown) from fault
    ids = [t.frame for t in found if match_heading(list(t.frame.columns), TRACKER_HEADS["id"]) is not None]
    return ids[0] if ids else found[0].frame


def _ending(content: bytes) -> str:
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return ".xls" if content[:4] == b"\xd0\xcf\x11\xe0" else ".csv"
    return ".ods" if _ODS in content[:200] else ".xlsx"


def _is_sentence(cells: Mapping[str, str]) -> bool:
    """Return whether only the first cell of a row holds something: a marking, or words under the table."""
    first, *others = (str(v).strip() for v in cells.values())
    return bool(first) and not any(others)


def _fault(said: Mapping[str, str], seen: Mapping[str, int], number: int) -> list[tuple[str, str]]:
    if not said["id"]:
        return [] if said["what"] else [("what", "a new row must say what is to be done")]
    if said["id"] in seen:
        return [("id", f"the same action stands in row {seen[said['id']]}: that row is read and this one is not")]
    if not re.fullmatch(r"\d{1,9}(\.0+)?", said["version"]):
        return [("version", "the version must be the number that was handed out")]
    return [] if said["what"] else [("what", "it no longer says what is to be done: to drop it, write dropped")]


def _fields(said: Mapping[str, str]) -> tuple[dict[str, str | datetime.date | None], list[tuple[str, str]]]:
    out: dict[str, str | datetime.date | None] = {}
    wrong = []
    for field in EDITED:
        if field not in said:
            continue
        text = said[field]
        out[field] = text
        if field in DAYS:
            out[field] = _day(text)
            if text and out[field] is None:
                wrong.append((field, "the date cannot be read: write 2026-10-02 or 02/10/2026"))
        elif field == "status":
            word = re.sub(r"[\s\-_]+", " ", text).strip(" .").casefold()
            out[field] = _STATUS.get(word, "")
            if not word:  # nothing said is no change: an action always stands somewhere
                del out[field]
            elif not out[field]:
                wrong.append((field, f"the status must be one of: {', '.join(STATUS_WORDS)}"))
    return out, wrong


def _day(text: str) -> datetime.date | None:
    """Return a date as people write it, day first; None where it is none.

    Examples
    --------
    >>> [str(_day(t)) for t in ("2/10/26", "2 October 2026", "2026-10-02 00:00:00", "46297", "soon", "")]
    ['2026-10-02', '2026-10-02', '2026-10-02', '2026-10-02', 'None', 'None']
    """
    at = read_times(pd.Series([text], dtype="str"))["at"].iloc[0]
    return None if pd.isna(at) else at.date()


def _short(value: str) -> str:
    clean = without_personal(value)
    return clean if len(clean) <= _SHOWN else f"{clean[: _SHOWN - 1]}…"
