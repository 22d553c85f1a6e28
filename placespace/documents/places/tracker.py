"""Hand the actions of the panel out as a workbook, and take the changes in it back without losing any."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from placespace.documents.paper import Sheet, write_workbook
from placespace.documents.places.location_plan import NO_POLICE_WORK
from placespace.documents.places.place_file import PlaceFile
from placespace.documents.places.place_words import day_words, days_late
from placespace.documents.places.rollup import about_lines
from placespace.errors import PlacespaceError, WrongUse
from placespace.ingest.tracker import DAYS, TRACKER_HEADS, TrackerRow
from placespace.places.door import Held
from placespace.places.records import Conflict
from placespace.places.register import Register
from placespace.places.roles import check_may
from placespace.places.things import Action, Place
from placespace.places.vocabulary import ACTION_STATUS

LOCKED = tuple(TRACKER_HEADS[f] for f in ("place", "name", "id", "version", "late"))
"""Columns that are not changed in the sheet: a row is known by its id and version."""
HOW = (
    "Change what is white; the grey columns say which action a row is, and are not to be changed. Add an action in an "
    "empty row under the table: leave its id empty and write the reference of its place.",
    "Dates as 2 Oct 2026 or 02/10/2026. Status: open, done or dropped. Deleting a row drops nothing: write dropped.",
    "Write posts and agencies, never the name of a person or of a child. Send the file back and it is read in.",
)


def action_tracker(files: Sequence[PlaceFile], about: Mapping[str, object], today: datetime.date) -> bytes:
    """Return the actions of some places as a workbook that is edited and read back.

    Parameters
    ----------
    files : sequence of PlaceFile
    about : mapping
        What every document says of itself.
    today : date
        Days late are counted to it.
    """
    table = tracker_table(files, today)
    left = [] if all(f.exact for f in files) else [NO_POLICE_WORK]
    sheets = [
        Sheet(
            "Actions",
            table,
            above=[f"Actions of the panel, {day_words(today)}. {HOW[0]}", *HOW[1:], *left],
            form=True,
            widest=20,
            choices={TRACKER_HEADS["status"]: ACTION_STATUS},
            locked=LOCKED,
            days=[TRACKER_HEADS[f] for f in DAYS],
        ),
        Sheet("About", pd.DataFrame({"About": about_lines(about)})),
    ]
    title = f"Action tracker, {about['area']}"
    return write_workbook(sheets, marking=str(about["marking"]), made_on=today, title=title)


def tracker_table(files: Sequence[PlaceFile], today: datetime.date) -> pd.DataFrame:
    """Return a row for each action, the late ones of each place first: columns of ``TRACKER_HEADS``."""
    rows = [
        (f.place.reference, f.place.name, one.id, one.version, a.what, a.role, a.agency, a.due, a.status, a.done_on,
         a.done_words, a.expected_effect, a.measure, days_late(a, today))
        for f in files
        for one in f.actions
        for a in (one.thing,)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(TRACKER_HEADS.values()), dtype="object")


@dataclass(frozen=True)
class TrackerChange:
    """What one row of an edited tracker would change.

    Attributes
    ----------
    row : int
        Its number in the sheet.
    id, version : str, int
        Of the action as it was handed out; empty and 0 where it is a new one.
    place : str
        Id of its place.
    fields : mapping of str to str or date or None
        Only what differs from what was handed out, and from what stands now.
    says : tuple of str
        The same in words: "due: 2 October 2026 -> 9 October 2026".
    """

    row: int
    id: str
    version: int
    place: str
    fields: Mapping[str, object]
    says: tuple[str, ...]


@dataclass(frozen=True)
class Proposed:
    """What an edited tracker asks for.

    Attributes
    ----------
    changes : tuple of TrackerChange
        To actions that there are.
    new : tuple of TrackerChange
        Actions that there are not yet: offered, and added only when somebody says so.
    refused : tuple of (int, str)
        Rows that cannot be taken, with the reason.
    missing : tuple of (str, str)
        Actions of the same places that are not in the sheet, id and what: nothing is done to them.
    conflicts : tuple of (TrackerChange, Held of Action)
        Changes to actions that somebody changed after the tracker was handed out, with the action as it stands now:
        none is saved unless somebody chooses it.
    """

    changes: tuple[TrackerChange, ...]
    new: tuple[TrackerChange, ...]
    refused: tuple[tuple[int, str], ...]
    missing: tuple[tuple[str, str], ...]
    conflicts: tuple[tuple[TrackerChange, Held[Action]], ...] = ()


@dataclass(frozen=True)
class Applied:
    """What became of the changes.

    Attributes
    ----------
    done : tuple of Held of Action
        As they stand now.
    conflicts : tuple of (TrackerChange, Conflict)
        The action was changed meanwhile: both versions are in the conflict, and the register's stands.
    refused : tuple of (TrackerChange, str)
        With the reason: a person's name, a telephone number, a place that is closed.
    """

    done: tuple[Held[Action], ...]
    conflicts: tuple[tuple[TrackerChange, Conflict], ...]
    refused: tuple[tuple[TrackerChange, str], ...]


def tracker_changes(register: Register, rows: Sequence[TrackerRow]) -> Proposed:
    """Return what the rows of an edited tracker would change, beside what was handed out and what stands now.

    What the register holds already is no change.

    Parameters
    ----------
    register : Register
    rows : sequence of TrackerRow
        From :func:`placespace.ingest.tracker.read_tracker`.

    Raises
    ------
    NotAllowed
        When who asks may not read the register.
    """
    places = {p.id: p for p in register.places(closed=None)}
    by_name = {_key(said): p for p in places.values() for said in (p.thing.name, p.thing.reference)}
    actions = {a.id: a for a in register.actions()}
    changes, new, refused, conflicts = [], [], [], []
    for row in rows:
        if not row.id:
            place = by_name.get(_key(row.place)) or by_name.get(_key(row.name))
            if place is None:
                refused.append((row.row, f"no place is called '{row.place or row.name or 'nothing'}'"))
            else:
                fields = {k: v for k, v in row.fields.items() if v not in ("", None)}
                new.append(TrackerChange(row.row, "", 0, place.id, fields, _says(Action(""), fields)))
        elif row.id not in actions:
            refused.append((row.row, f"the register has no action '{row.id}'"))
        else:
            was = _handed_out(register, actions[row.id], row.version)
            if was is None:
                refused.append((row.row, f"{row.id} never had a version {row.version}"))
                continue
            now = actions[row.id]
            edited = {k: v for k, v in row.fields.items() if _differs(getattr(was, k), v)}
            fields = {k: v for k, v in edited.items() if _differs(getattr(now.thing, k), v)}
            change = TrackerChange(row.row, row.id, row.version, now.place, fields, _says(now.thing, fields))
            if fields and now.version == row.version:
                changes.append(change)
            elif fields:
                conflicts.append((change, now))
    return Proposed(tuple(changes), tuple(new), tuple(refused), _missing(rows, actions, places), tuple(conflicts))


def apply_tracker(register: Register, changes: Sequence[TrackerChange]) -> Applied:
    """Save changes one by one: one that cannot be saved leaves the others alone.

    Parameters
    ----------
    register : Register
    changes : sequence of TrackerChange
        Those of :func:`tracker_changes` that somebody wants: its ``changes``, and any of its ``new``. One of its
        ``conflicts`` is taken at the version that stands now.

    Raises
    ------
    NotAllowed
        When who asks may not edit places.
    """
    check_may(register.who, "edit places")
    done, conflicts, refused = [], [], []
    for change in changes:
        try:
            done.append(_saved(register, change))
        except Conflict as both:
            conflicts.append((change, both))
        except PlacespaceError as why:
            refused.append((change, str(why)))
    return Applied(tuple(done), tuple(conflicts), tuple(refused))


def _saved(register: Register, change: TrackerChange) -> Held[Action]:
    if not change.id:
        return register.add_action(change.place, Action(**{"what": "", **change.fields}))
    was = register.at_version(change.id, change.version).thing
    return register.change_action(change.id, replace(was, **change.fields), change.version)


def _handed_out(register: Register, now: Held[Action], version: int) -> Action | None:
    if now.version == version:
        return now.thing
    try:
        return register.at_version(now.id, version).thing
    except WrongUse:
        return None


def _missing(
    rows: Sequence[TrackerRow], actions: Mapping[str, Held[Action]], places: Mapping[str, Held[Place]]
) -> tuple[tuple[str, str], ...]:
    """Return the actions of the sheet's places that are not in it; police work only where the sheet has some."""
    there = {r.id for r in rows}
    known = {actions[i].place for i in there if i in actions}
    with_police = any(actions[i].thing.police_work for i in there if i in actions)
    return tuple(
        (a.id, a.thing.what)
        for a in actions.values()
        if a.place in known and a.id not in there and (with_police or not a.thing.police_work)
    )


def _key(said: str) -> str:
    return " ".join(said.casefold().split())


def _differs(was: object, now: object) -> bool:
    """Return whether a cell was changed: spaces at its ends, and how a new line is written, are no change."""
    if isinstance(was, str) or isinstance(now, str):
        one, other = (" ".join(str(v or "").split()) for v in (was, now))
        return one != other
    return was != now


def _says(was: Action, fields: Mapping[str, object]) -> tuple[str, ...]:
    return tuple(f"{TRACKER_HEADS[k]}: {_said(getattr(was, k))} -> {_said(v)}" for k, v in fields.items())


def _said(value: object) -> str:
    if isinstance(value, datetime.date):
        return day_words(value)
    return f"'{value}'" if value else "nothing"
