"""Keep what people decided about a month's plan, each with who and why: names, places left out, pins, swaps, asks."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime

import pandas as pd

from placespace.catalogue import Workspace
from placespace.errors import PlacespaceError, WrongUse
from placespace.ingest import personal_in

DECISION_KINDS = ("name", "leave out", "pin", "drop", "move", "request", "task", "take back")
STOP = {"crew": str, "unit": int, "date": str, "start_min": int, "end_min": int}
NEEDS: Mapping[str, Mapping[str, type]] = {
    "name": {"name": str},
    "leave out": {},
    "pin": STOP,
    "drop": STOP,
    "move": {**{f"{way}{key}": of for way in ("from_", "to_") for key, of in STOP.items()}, "to_place": str},
    "request": {"asked_by": str},
    "task": {"kind": str, "what": str},
    "take back": {"at": str},
}
"""What the detail of each kind must hold; ``take back`` names the ``at`` of a decision about the same place."""
SPEAKS_FOR_ITSELF = ("name", "take back")
"""Kinds that need no reason."""
TEXTS = ("month", "place", "by", "reason", "at")
IDS = ("crew", "from_crew", "to_crew", "to_place", "date", "from_date", "to_date", "at")
DAY_STARTS, DAY_ENDS = 360, 1800
LONGEST = 200
"""Letters; a name, role or reason that is longer is a story."""


@dataclass(frozen=True)
class Decision:
    """One thing decided.

    Attributes
    ----------
    kind : str
        One of :data:`DECISION_KINDS`.
    month : str
        ``YYYY-MM``; empty for a name, which holds for every month.
    place : str
        Cell id of the place's centre.
    by : str
        Whose decision: a role or a team.
    reason : str
    at : str
        When, UTC; filled in when it is kept.
    detail : mapping of str to str or int
        See :data:`NEEDS`. Minutes are after 00:00 of the operational date, 360 to 1800.
    """

    kind: str
    month: str
    place: str
    by: str
    reason: str = ""
    at: str = ""
    detail: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def texts(self) -> tuple[str, ...]:
        """What somebody typed: to be held to the rules of wording before it is printed."""
        typed = (v for k, v in self.detail.items() if isinstance(v, str) and k not in IDS)
        return tuple(text for text in (self.by, self.reason, *typed) if text.strip())


@dataclass(frozen=True)
class Kept:
    """What was decided.

    Attributes
    ----------
    decisions : list of Decision
        Oldest first, without those taken back; the last about the same thing is the one that holds.
    set_aside : tuple of str
        Lines of the file that cannot be used, a sentence each; they stay in the file.
    """

    decisions: list[Decision]
    set_aside: tuple[str, ...] = ()

    def of(self, kind: str) -> list[Decision]:
        """Return the decisions of one kind, oldest first."""
        return [d for d in self.decisions if d.kind == kind]


def keep_decision(workspace: Workspace, decision: Decision) -> Decision:
    """Keep a decision at the end of the file, in one write; return it as kept, with its time.

    Raises
    ------
    WrongUse
        When who or why is missing, something in it cannot be, or personal data was typed.
    PlacespaceError
        When the file cannot be written.
    """
    month = "" if decision.kind == "name" else decision.month
    at = decision.at or datetime.now(UTC).isoformat(timespec="microseconds")
    detail = {k: v.strip() if isinstance(v, str) else v for k, v in decision.detail.items()}
    kept = replace(decision, month=month, at=at, by=decision.by.strip(), reason=decision.reason.strip(), detail=detail)
    if fault := _fault(asdict(kept)):
        raise WrongUse("A decision says whose it is, why, and all that it needs.", f"{fault}.", "Put it right.")
    for text in kept.texts:
        if (kind := personal_in(text)) is not None:
            raise WrongUse("Decisions hold no personal data.", f"This one holds {kind}.", "Take it out.")
    line = json.dumps(asdict(kept), ensure_ascii=False).encode()
    _append(workspace, line)
    return kept


def _append(workspace: Workspace, line: bytes) -> None:
    path = workspace.plan_choices
    try:
        handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o644)
        try:
            # what stopped half way through a line must not take the next one with it
            whole = os.lseek(handle, 0, os.SEEK_END) == 0
            if not whole:
                os.lseek(handle, -1, os.SEEK_END)
                whole = os.read(handle, 1) == b"\n"
            data = (b"" if whole else b"\n") + line + b"\n"
            # one write at the end of the file: what others write at the same moment goes before or after it
            if os.write(handle, data) != len(data):
                raise OSError("only a part was written")
        finally:
            os.close(handle)
    except OSError as fault:
        raise PlacespaceError(
            f"{path.name} must be there to write to.", f"{fault.strerror or fault}.", "Free the disk or the file."
        ) from fault


def decisions(workspace: Workspace, month: str) -> Kept:
    """Return the names of places, which hold for every month, and what was decided about one month."""
    found, aside = _read(workspace)
    known = {(d.at, d.place) for _, d in found if d.kind != "take back"}
    taken = {}
    for number, one in found:
        if one.kind == "take back":
            taken[one.detail["at"], one.place] = number
    for key, number in taken.items():
        if key not in known:
            aside[number] = "takes back what is not there"
    kept = [d for _, d in found if d.kind != "take back" and (d.at, d.place) not in taken]
    says = [
        f"{workspace.plan_choices.name}, line {number}, {why}. Mend it there, or take it out."
        for number, why in sorted(aside.items())
    ]
    return Kept([d for d in kept if d.kind == "name" or d.month == month], tuple(says))


def _read(workspace: Workspace) -> tuple[list[tuple[int, Decision]], dict[int, str]]:
    """Return the decisions of the file by their line, and why the other lines cannot be used."""
    path, found, aside = workspace.plan_choices, [], {}
    # as bytes: a line ends where it was ended, and one with a broken letter breaks no other
    for number, line in enumerate(path.read_bytes().splitlines() if path.exists() else [], 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            row = None
        if not isinstance(row, dict):
            aside[number] = "does not read as a decision"
        elif fault := _fault(row):
            aside[number] = f"cannot be used: {fault[0].lower()}{fault[1:]}"
        else:
            found.append((number, Decision(row["kind"], *(row[t] for t in TEXTS), row["detail"])))
    return found, aside


def _fault(row: Mapping[str, object]) -> str:
    """Return what is wrong with a decision, without its full stop; empty when nothing is."""
    if row.get("kind") not in DECISION_KINDS:
        return f"The kind is {row.get('kind')!r}, and is one of: {', '.join(DECISION_KINDS)}"
    kind, detail = row["kind"], row.get("detail")
    if wrong := next((t for t in TEXTS if not isinstance(row.get(t), str)), None):
        return f"'{wrong}' is missing or no text"
    plain = isinstance(detail, dict) and all(type(v) in (str, int) for v in detail.values())
    if not plain:
        return "'detail' is no table of texts and whole numbers"
    if not all(_is_text(v) for v in (*(row[t] for t in TEXTS), *detail, *detail.values()) if isinstance(v, str)):
        return "A text has half of a letter in it, which nothing can write"
    if not row["place"].strip():
        return "No place is named"
    if not row["by"].strip():
        return "Nobody is named whose decision it is: write a role or a team, 'community safety lead', say"
    if kind not in SPEAKS_FOR_ITSELF and not any(c.isalpha() for c in row["reason"]):
        return "There is no reason"
    if kind != "name" and not (kind == "take back" and not row["month"]) and not _is_month(row["month"]):
        return f"The month is {row['month']!r}, and is written YYYY-MM"
    # a visit asked for at a time is a stop like any other
    needs = {**NEEDS[kind], **(STOP if kind == "request" and "start_min" in detail else {})}
    for name, of in needs.items():
        if not isinstance(detail.get(name), of) or detail[name] == "":
            return f"A decision to '{kind}' needs '{name}', {'a whole number' if of is int else 'a text'}"
    if any(len(v) > LONGEST for v in (row["by"], row["reason"], *detail.values()) if isinstance(v, str)):
        return f"A text is longer than {LONGEST} letters"
    return _fault_in_times(row["month"], detail)


def _fault_in_times(month: str, detail: Mapping[str, str | int]) -> str:
    for way in ("", "from_", "to_"):
        day, unit = detail.get(f"{way}date"), detail.get(f"{way}unit", 1)
        start, end = (detail.get(f"{way}{which}_min") for which in ("start", "end"))
        if day is not None and not _is_day_of(day, month):
            return f"'{way}date' is {day!r}, and must be a day of {month}, written YYYY-MM-DD"
        if not isinstance(unit, int) or unit < 1:
            return f"'{way}unit' is {unit!r}, and must be 1 or more"
        if (start is None) != (end is None):
            return f"'{way}start_min' and '{way}end_min' go together"
        if start is not None and not (
            isinstance(start, int) and isinstance(end, int) and DAY_STARTS <= start < end <= DAY_ENDS
        ):
            return f"It is from {start!r} to {end!r}: minutes run from {DAY_STARTS} (06:00) to {DAY_ENDS} (06:00)"
    return ""


def _is_text(text: str) -> bool:
    try:
        return bool(text.encode()) or not text
    except UnicodeEncodeError:
        return False


def _is_month(text: str) -> bool:
    try:
        return pd.Period(text, "M").strftime("%Y-%m") == text
    except ValueError:
        return False


def _is_day_of(day: object, month: str) -> bool:
    try:
        return isinstance(day, str) and date.fromisoformat(day).isoformat() == day and day.startswith(month)
    except ValueError:
        return False
