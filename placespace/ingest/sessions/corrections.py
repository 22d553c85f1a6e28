"""Keep what people put right in a list: it outlives the list's next sending, as long as the words are the same."""

from __future__ import annotations

import datetime
import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from placespace.catalogue import Workspace
from placespace.errors import PlacespaceError, WrongUse
from placespace.ingest.delimited import rows_of_csv
from placespace.ingest.sessions.checks import (
    CORRECTION_COLUMNS,
    KEY,
    LEAVE_OUT,
    OF_A_SESSION,
    USE,
    as_sent,
    as_text,
    check_corrections,
    harmless,
    parsed,
    plain,
)

_ONE_AT_A_TIME = threading.RLock()

if TYPE_CHECKING:
    from placespace.ingest.sessions.lines import Provision


@dataclass(frozen=True, eq=False)
class Corrections:
    """What people put right.

    ``rows`` are good, of the types of :func:`parsed`; ``set_aside`` are as they stand in the file, with
    ``why``. The index of both is the row in the file.
    """

    rows: pd.DataFrame
    set_aside: pd.DataFrame


def read_corrections(workspace: Workspace) -> Corrections:
    """Return what people put right, and the lines of the file that cannot be used, each with its reason.

    Raises
    ------
    PlacespaceError
        When the file lacks a column it must have.
    """
    text = _text_of(workspace)
    faults = check_corrections(text)
    why: dict[int, list[str]] = {}
    for fault in faults:
        why.setdefault(fault.row, []).append(fault.says)
    bad = text.index.isin(list(why))
    aside = text[bad].assign(why=[" ".join(why[row]) for row in text.index[bad]])
    return Corrections(parsed(text[~bad]), aside)


def write_corrections(workspace: Workspace, table: pd.DataFrame) -> None:
    """Keep a table of corrections, whole or not at all; a value that a spreadsheet would run is made text.

    Parameters
    ----------
    workspace : Workspace
    table : DataFrame
        :data:`CORRECTION_COLUMNS`, as text or of the types of :func:`parsed`.

    Raises
    ------
    WrongUse
        With everything that is wrong with it: nothing is then written.
    """
    text = as_text(table)
    if faults := check_corrections(text):
        raise WrongUse(
            "Every correction must be a session that can be, with who decided it.",
            " ".join(str(fault) for fault in faults[:10]),
            "Mend it; nothing was kept of this change.",
        )
    _write(workspace, text)


def correct(
    workspace: Workspace,
    provision: Provision,
    line: str,
    rows: pd.DataFrame,
    *,
    by: str,
    reason: str = "",
    on: datetime.date | None = None,
) -> None:
    """Put one line of a list right: its sessions are these.

    What was decided of the same line before is replaced; the rest of the file stays as it is, also rows
    that cannot be used.

    Parameters
    ----------
    workspace : Workspace
    provision : Provision
        The list as read.
    line : str
        The line's id.
    rows : DataFrame
        A row a session with columns of ``checks.OF_A_SESSION``. What is absent or blank is not said; a blank
        place, venue or kind is the list's.
    by : str
        Who decided.
    reason : str, optional
    on : date, optional
        Default: today.

    Raises
    ------
    WrongUse
        When the sessions cannot be, the reason holds personal data, nobody is named, or another line has the
        same words. Nothing is kept then.
    """
    if rows.empty:
        raise WrongUse("A line is put right with one session at least.", "None is given.", "Leave it out instead.")
    own = rows[[c for c in OF_A_SESSION if c in rows]].reset_index(drop=True)
    _decide(workspace, provision, line, own.assign(decision=USE), by, reason, on)


def leave_out(
    workspace: Workspace, provision: Provision, line: str, *, by: str, reason: str, on: datetime.date | None = None
) -> None:
    """Leave a line out, with the reason; parameters and errors as for :func:`correct`."""
    _decide(workspace, provision, line, pd.DataFrame([{"decision": LEAVE_OUT}]), by, reason, on)


def take_back(workspace: Workspace, provision: Provision, line: str) -> int:
    """Go back to how a line was read; return how many rows of corrections were taken back."""
    key = provision.key(line)
    with _ONE_AT_A_TIME:
        before = _text_of(workspace)
        own = _same_line(before, key)
        if own.any():
            _write(workspace, before[~own])
    return int(own.sum())


def _decide(
    workspace: Workspace,
    provision: Provision,
    line: str,
    rows: pd.DataFrame,
    by: str,
    reason: str,
    on: datetime.date | None,
) -> None:
    key = provision.key(line)
    if len(twins := provision.twins(line)) > 1:
        raise WrongUse(
            "A line can be put right when its words are its own.",
            f"Rows {', '.join(map(str, twins['row']))} have the same activity, venue, times and ages.",
            "Give one of them another name in the list.",
        )
    about = {"reason": reason, "decided_by": by, "decided_on": on or datetime.date.today()}
    new = as_text(rows.assign(**key, n=range(1, len(rows) + 1), **about))
    if faults := check_corrections(new):
        raise WrongUse(
            "What is put right must be a session that can be, with who decided it.",
            " ".join(f"Session {fault.row}: {fault.says}" for fault in faults),
            "Mend it; what was there before still holds.",
        )
    with _ONE_AT_A_TIME:
        before = _text_of(workspace)
        kept = before[~(_same_line(before, key) | _gone(before, provision, key))]
        _write(workspace, pd.concat([kept, new], ignore_index=True).fillna(""))


def line_key(values: Mapping[str, str]) -> tuple[str, ...]:
    """Return :data:`KEY` of a line, the same however it is spaced and whatever its capitals.

    Examples
    --------
    >>> line_key({"layer": "l", "name": "Youth  Club", "site": "The Hall ", "when": "TUE 6-8", "ages": ""})
    ('l', 'youth club', 'the hall', 'tue 6-8', '')
    """
    return tuple(plain(values[k]) for k in KEY)


def _text_of(workspace: Workspace) -> pd.DataFrame:
    """Return the file as it stands, a row a line; the index is its row, the heading being row 1."""
    path = workspace.corrections
    if not path.exists():
        return pd.DataFrame(columns=list(CORRECTION_COLUMNS), dtype="str")
    rows, _ = rows_of_csv(path.read_bytes(), CORRECTION_COLUMNS)
    rows = [(number, row) for number, row in enumerate(rows, 1) if any(row)]
    heading = [name.strip().casefold() for name in rows[0][1]] if rows else []
    absent = [name for name in CORRECTION_COLUMNS if name not in heading]
    if absent:
        raise PlacespaceError(
            f"{path.name} must have the columns {', '.join(CORRECTION_COLUMNS)}.",
            f"It has no {', '.join(absent)}.",
            "Add them, or move the file away: the Data page writes a new one.",
        )
    width = len(heading)
    body = [(row + [""] * width)[:width] for _, row in rows[1:]]
    text = pd.DataFrame(body, columns=heading, index=[n for n, _ in rows[1:]], dtype="str")
    text = text.loc[:, ~text.columns.duplicated()]
    return text.map(as_sent) if len(text) else text


def _gone(text: pd.DataFrame, provision: Provision, key: Mapping[str, str]) -> pd.Series:
    """Return which rows are of earlier words of a line that is alone at its venue: they are decided anew."""
    own = line_key(key)
    held = {line_key({**key, **row}) for row in provision.lines[list(KEY[1:])].to_dict("records")}
    keys = [line_key(row) for row in text[list(KEY)].to_dict("records")]
    alone = sum(one[:3] == own[:3] for one in held) == 1
    return pd.Series([alone and one[:3] == own[:3] and one not in held for one in keys], text.index, dtype=bool)


def _same_line(text: pd.DataFrame, key: Mapping[str, str]) -> pd.Series:
    same = pd.Series(True, text.index)
    for name in KEY:
        same &= text[name].map(plain) == plain(key[name])
    return same


def _write(workspace: Workspace, text: pd.DataFrame) -> None:
    """Write beside and move into place, so that nobody ever reads half a file."""
    path = workspace.corrections
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f"{path.name}.{os.getpid()}.{threading.get_ident()}.half")
    try:
        # a byte order mark, because Excel takes a file without one for another alphabet
        text.map(harmless).to_csv(half, index=False, encoding="utf-8-sig")
        half.replace(path)
    except OSError as fault:  # a spreadsheet that has the file open keeps others from writing it
        half.unlink(missing_ok=True)
        raise PlacespaceError(
            f"{path.name} must be free to write.",
            f"It is not: {fault.strerror or type(fault).__name__}.",
            "Close it in the program that has it open and try again; what was there before still holds.",
        ) from fault
