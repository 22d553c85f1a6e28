"""Keep what was decided, with its reason."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime

import pandas as pd

from placespace.catalogue import Workspace
from placespace.errors import WrongUse
from placespace.ingest import personal_in
from placespace.places.acting import check_act

CHOICE_COLUMNS = ("at", "chosen", "first", "reason", "by", "unserved_before", "unserved_after", "asked")
SHARES = ("unserved_before", "unserved_after")


@dataclass(frozen=True, eq=False)
class Kept:
    """What was decided.

    Attributes
    ----------
    choices : DataFrame
        :data:`CHOICE_COLUMNS`, newest first.
    set_aside : tuple of str
        Lines of the file that cannot be read, a sentence each; they stay in the file.
    """

    choices: pd.DataFrame
    set_aside: tuple[str, ...] = ()


def keep_choice(
    workspace: Workspace, *, chosen: str, first: str, reason: str, by: str, before: float, after: float, asked: str
) -> None:
    """Keep what was decided; something other than the first needs a reason.

    Raises
    ------
    WrongUse
        When a reason or a name of a role is missing, or personal data was typed.
    """
    check_act(workspace, "change settings")
    if chosen != first and len(reason.split()) < 3:
        raise WrongUse(
            "A choice other than the first needs a reason, in a few words.",
            f"The first is {first or 'none: nothing was proposed'}; the reason given is {reason!r}.",
            "Say why.",
        )
    if not by.strip():
        raise WrongUse(
            "A choice is somebody's: their role or team.", "None was given.", "Write 'head of service', say."
        )
    for text in (reason, by):
        if (kind := personal_in(text)) is not None:
            raise WrongUse("Reasons hold no personal data.", f"This one holds {kind}.", "Take it out.")
    at = datetime.now(UTC).isoformat(timespec="seconds")
    shares = (None if pd.isna(share) else round(share, 6) for share in (before, after))
    line = dict(zip(CHOICE_COLUMNS, (at, chosen, first, reason, by, *shares, asked), strict=True))
    with workspace.choices.open("a+b") as file:
        # what stopped half way through a line must not take the next one with it
        if file.seek(0, os.SEEK_END):
            file.seek(-1, os.SEEK_END)
            file.write(b"" if file.read() == b"\n" else b"\n")
        file.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")


def kept_choices(workspace: Workspace) -> Kept:
    """Return what was decided, and which lines of the file cannot be read."""
    check_act(workspace, "see true counts")
    path, rows, aside = workspace.choices, [], []
    # as bytes: a line ends where it was ended, and one with a broken letter breaks no other
    for number, line in enumerate(path.read_bytes().splitlines() if path.exists() else [], 1):
        try:
            row = json.loads(line) if line.strip() else None
        except ValueError:
            row = {}
        if _is_choice(row):
            rows.append(row)
        elif line.strip():
            aside.append(f"{path.name}, line {number}, does not read as a choice. Mend it there, or take it out.")
    return Kept(pd.DataFrame(rows[::-1], columns=list(CHOICE_COLUMNS)), tuple(aside))


def _is_choice(row: object) -> bool:
    return (
        isinstance(row, dict)
        and set(CHOICE_COLUMNS) <= row.keys()
        and all(isinstance(row[c], (int, float, type(None)) if c in SHARES else str) for c in CHOICE_COLUMNS)
    )
