"""A panel of one town: what its places, meetings and actions look like when nothing is wrong with them."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from placespace.measures import Reading
from placespace.places import ALONE, Held, Register, Who, open_register
from placespace.places.store import Store
from placespace.places.things import Action, Goal, Item, Meeting, Place

VIEWER, PRACTITIONER, PANEL, ANALYST = (
    Who(f"a.{role}", role) for role in ("viewer", "practitioner", "panel", "analyst")
)
OCTOBER, NOVEMBER, DECEMBER = (datetime.date(2026, month, 1) for month in (10, 11, 12))


def register_of(reading: Reading, store: Store, who: Who = ALONE) -> Register:
    """Open a register of the fictional borough over a store."""
    return open_register(reading.workspace, who, store=store)


def a_place(register: Register, **changes: Any) -> Place:
    """Return a place that lacks nothing."""
    place = Place(
        reference="",
        name="Kelder Park",
        kind="park",
        cells=tuple(register.cells.index[:2]),
        why="Robberies after school, and young people say that they avoid it",
        raised_by="Youth service",
        raised_on=datetime.date(2026, 9, 1),
        sharing_basis="Information sharing agreement of 2026",
        owner_meeting="Kelder panel",
    )
    return replace(place, **changes)


def a_meeting(register: Register, places: Sequence[Held[Place]], on: datetime.date = OCTOBER) -> Held[Meeting]:
    """Open a meeting about places."""
    chair = "Head of community safety"
    return register.open_meeting(Meeting("Kelder panel", on, chair, places=tuple(p.id for p in places)))


def an_action(meeting: Held[Meeting], **changes: Any) -> Action:
    """Return an action that lacks nothing."""
    action = Action("Mend the lamps", "Parks manager", "Council", datetime.date(2026, 10, 20), meeting=meeting.id)
    return replace(action, **changes)


def written(register: Register, meeting: Held[Meeting], place: Held[Place], **changes: Any) -> Held[Item]:
    """Write all that a decision needs of a place, and save it."""
    item = register.item(meeting.id, place.id)
    said = {"decision": "carry on", "unintended_harm": "None that we can see", **changes}
    return register.save_item(item.id, replace(item.thing, **said), item.version)


def decided(register: Register, meeting: Held[Meeting], place: Held[Place], **changes: Any) -> Held[Item]:
    """Write and record a decision with its evidence."""
    item = written(register, meeting, place, **changes)
    return register.decide(item.id, item.version, evidence=b"true counts", partner=b"protected figures")


def met(goal: Held[Goal]) -> Goal:
    """Return a goal as met."""
    return replace(goal.thing, met=True, met_on=NOVEMBER, met_how="Lamps seen lit")
