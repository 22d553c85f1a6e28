"""Keep what is typed into the boxes of a record, box by box: two people may type at once, and nothing is lost."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from zoneinfo import ZoneInfo

from placespace.errors import PlacespaceError, WrongUse
from placespace.places.checks import Faults
from placespace.places.door import Held
from placespace.places.records import Conflict
from placespace.places.register import Register
from placespace.places.things import Thing

LONDON = ZoneInfo("Europe/London")
TRIES = 20
"""Times a save is tried again because somebody else saved in the same instant."""


@dataclass(frozen=True)
class Door:
    """Where one record is read and saved.

    Attributes
    ----------
    kind, id, place : str
        ``item``, ``action``, ``goal`` or ``place``; the record's id; the id of its place.
    """

    kind: str
    id: str
    place: str

    def read(self, register: Register) -> Held[Any]:
        """Return the record as it stands now."""
        if self.kind == "place":
            return register.place(self.id)
        if self.kind == "goal":
            found = register.goals(self.place)
        elif self.kind == "action":
            found = register.actions(self.place)
        else:
            found = register.items(self.place)
        return next(held for held in found if held.id == self.id)

    def save(self, register: Register, thing: Any, version: int) -> Held[Any]:
        """Save it as read at a version; the register refuses where it is another by now."""
        saves = {
            "item": register.save_item,
            "action": register.change_action,
            "goal": register.change_goal,
            "place": register.edit_place,
        }
        return saves[self.kind](self.id, thing, version)


@dataclass
class Kept:
    """What one session knows of a record's boxes.

    Attributes
    ----------
    base : dict
        What each box held when this session last read or saved it.
    drafts : dict
        What was typed and is not saved: refused, or somebody else changed the same box.
    faults : dict of str to str
        Why a box was refused.
    clashes : dict of str to Held
        The record as the other side left it, for each box that both changed.
    said : list of str
        What others saved meanwhile and was merged.
    titles : dict of str to tuple of str
        What the options of each list were called when it was last drawn.
    seen : int
        The newest version this session has shown or been told of.
    """

    base: dict[str, Any] = field(default_factory=dict)
    drafts: dict[str, Any] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    clashes: dict[str, Held[Any]] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    titles: dict[str, tuple[str, ...]] = field(default_factory=dict)
    seen: int = 0


def value_of(thing: Thing, box: str) -> Any:
    """Return what a box holds; ``environment.lighting`` is a key of the mapping ``environment``.

    Examples
    --------
    >>> from placespace.places.things import Item
    >>> value_of(Item("meeting-0001", environment={"lighting": "two lamps out"}), "environment.lighting")
    'two lamps out'
    """
    name, _, key = box.partition(".")
    value = getattr(thing, name)
    return value.get(key, "") if key else value


def with_values(thing: Thing, values: Mapping[str, Any]) -> Any:
    """Return the thing with some boxes changed; an empty text leaves a mapping."""
    changed: dict[str, Any] = {}
    for box, value in values.items():
        name, _, key = box.partition(".")
        if not key:
            changed[name] = value
            continue
        held = dict(changed.get(name, getattr(thing, name)))
        held.pop(key, None)
        changed[name] = held | {key: value} if value else held
    return replace(thing, **changed)  # type: ignore[type-var]


def keep(register: Register, door: Door, kept: Kept, typed: Mapping[str, Any], words: Mapping[str, str]) -> None:
    """Save what was typed and what waits beside it; what cannot be saved waits in ``kept``, with the reason.

    Parameters
    ----------
    register : Register
    door : Door
    kept : Kept
        Changed in place: it is the session's own.
    typed : mapping of str to value
        The boxes that were left, by name.
    words : mapping of str to str
        What each box is called on the page.
    """
    kept.drafts |= typed
    waiting = {box: value for box, value in kept.drafts.items() if box not in kept.clashes}
    if not waiting:
        return
    try:
        _save(register, door, kept, waiting, words)
    except PlacespaceError as fault:
        if len(waiting) == 1:
            kept.faults |= {box: _of_box(fault, box) for box in waiting}
            return
        for box, value in waiting.items():  # one bad box does not hold up the good ones
            try:
                _save(register, door, kept, {box: value}, words)
            except PlacespaceError as own:
                kept.faults[box] = _of_box(own, box)


def _of_box(fault: PlacespaceError, box: str) -> str:
    """Return what is wrong with a box, as short as the register can say it."""
    if not isinstance(fault, Faults):
        return str(fault)
    said = fault.fields.get(box.partition(".")[0]) or "; ".join(fault.faults)
    return f"{said[0].upper()}{said[1:]}."


def _save(register: Register, door: Door, kept: Kept, typed: Mapping[str, Any], words: Mapping[str, str]) -> None:
    """Save some boxes on top of whatever others saved meanwhile; a box that both changed is left for people."""
    for _ in range(TRIES):
        newest = door.read(register)
        theirs = {box: value_of(newest.thing, box) for box in typed}
        both = [box for box, now in theirs.items() if now not in (kept.base.get(box, now), typed[box])]
        kept.clashes |= dict.fromkeys(both, newest)
        alone = {box: value for box, value in typed.items() if box not in both}
        if any(theirs[box] != value for box, value in alone.items()):
            try:
                saved = door.save(register, with_values(newest.thing, alone), newest.version)
            except Conflict:
                continue
        else:
            saved = newest
        _tell(kept, newest, typed, words)
        for box in alone:
            kept.base[box] = value_of(saved.thing, box)
            kept.drafts.pop(box, None)
            kept.faults.pop(box, None)
        kept.seen = saved.version
        return
    raise WrongUse(
        "A box is saved when nobody else saves at that instant.", f"Others saved {TRIES} times.", "Leave it again."
    )


def _tell(kept: Kept, newest: Held[Any], typed: Mapping[str, Any], words: Mapping[str, str]) -> None:
    changed = [
        words.get(box, box) for box, was in kept.base.items() if box not in typed and value_of(newest.thing, box) != was
    ]
    if changed and newest.version > kept.seen:
        kept.said[:] = [f"{newest.by} saved meanwhile, {clock(newest.at)}: {', '.join(changed)}. Both are kept."]


def settle(register: Register, door: Door, kept: Kept, box: str, way: str, words: Mapping[str, str]) -> Any:
    """Settle a box that both changed: ``mine``, ``theirs`` or ``both``, one under the other.

    Returns
    -------
    value
        What the box holds from now on.
    """
    theirs = value_of(kept.clashes.pop(box).thing, box)
    mine = kept.drafts.pop(box)
    kept.base[box] = theirs  # seen: saving over it is now meant
    value = {"mine": mine, "theirs": theirs}.get(way) if way != "both" else f"{theirs}\n{mine}"
    if way != "theirs":
        keep(register, door, kept, {box: value}, words)
    return value


def clock(at: str) -> str:
    """Return the time of day, in London, of a moment in UTC.

    Examples
    --------
    >>> clock("2026-07-01T09:42:10.000001+00:00")
    '10:42'
    """
    moment = datetime.datetime.fromisoformat(at)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
    return f"{moment.astimezone(LONDON):%H:%M}"
