"""Say what is wrong with a thing before it is kept: everything at once, by the box it was typed in."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import fields
from typing import Any

from placespace.errors import WrongUse
from placespace.ingest import personal_in
from placespace.places.people import person_in, post_fault
from placespace.places.things import Action, Goal, Item, Meeting, Observation, Place, Thing, View
from placespace.places.vocabulary import (
    ACTION_STATUS,
    CONFIDENCE,
    CYCLES,
    DECISIONS,
    ENVIRONMENT,
    FEELINGS,
    OBSERVED,
    PARTS_OF_DAY,
    PLACE_KINDS,
    WHY_CHOSEN,
)

NOT_TYPED = frozenset({"kind", "cells", "cycle", "chosen", "level", "status", "confidence", "part_of_day", "about",
                       "cell", "feels", "meeting", "places", "not_reached", "evidence", "decision", "goal",
                       "baseline", "item", "sha256", "partner_sha256", "version", "outline"})  # fmt: skip
"""Fields that hold ids or words of a list: nobody's own words."""
POSTS = frozenset({"role", "chair"})
"""Fields that ask for a post, not for a person."""
ONLINE = (
    "A place online has no ground to lay cells on, and is not held here: name the place on the ground where it is "
    "felt, or keep it with the team that works online"
)
LONGEST_NAME = 120
YEARS = range(2000, 2101)
"""Years a panel meets in; another is a slip of the hand."""
UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\u202a-\u202e\u2066-\u2069]")
"""Signs that Word and Excel cannot hold, and those that turn the letters after them round."""

Fault = tuple[str, str]
"""The field, and what is wrong with it without a full stop."""


class Faults(WrongUse):
    """Everything that is wrong with one thing, at once.

    Parameters
    ----------
    must : str
        What such a thing is.
    found : list of (field, sentence)
        ``fields`` gives them by the box they were typed in.
    """

    def __init__(self, must: str, found: Iterable[Fault]) -> None:
        found = list(found)
        self.faults = [sentence for _, sentence in found]
        self.fields: Mapping[str, str] = {
            name: "; ".join(s for n, s in found if n == name) for name in dict.fromkeys(n for n, _ in found)
        }
        listed = "\n".join(f"  - {sentence}." for sentence in self.faults)
        super().__init__(must, f"To put right:\n{listed}\n", "Nothing was saved yet; what you wrote is still yours.")


def check(must: str, found: Iterable[Fault]) -> None:
    """Refuse a thing that has faults.

    Raises
    ------
    Faults
    """
    if found := list(found):
        raise Faults(must, found)


def texts(thing: Thing) -> list[Fault]:
    """Return what somebody typed in a thing, as (field, text)."""
    typed: list[tuple[str, str]] = []
    for f in fields(thing):  # type: ignore[arg-type]
        value = getattr(thing, f.name)
        if f.name in NOT_TYPED:
            continue
        if isinstance(value, str):
            typed.append((f.name, value))
        elif isinstance(value, Mapping):
            typed += [(f.name, v) for v in value.values() if isinstance(v, str)]
        elif isinstance(value, tuple):
            typed += [(f.name, v) for v in value if isinstance(v, str)]
    return [(name, text) for name, text in typed if text.strip()]


def label(field: str) -> str:
    """Return a field as it is called in a sentence."""
    return field.replace("_", " ")


def text_faults(text: str, *, post: bool = False) -> list[str]:
    """Return why a text that somebody typed cannot be kept: personal data, or a person who can be recognised.

    Parameters
    ----------
    text : str
    post : bool
        Whether a post is asked for there.

    Examples
    --------
    >>> text_faults("The lamps by the bowling green are out"), len(text_faults("Call Mr Pike on 07700 900123"))
    ([], 2)
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return ["it has half of a letter in it, which nothing can write"]
    if UNSEEN.search(text):
        return ["it has a sign that cannot be seen or printed: type it again"]
    kind = personal_in(text)
    if kind == "a long text":
        return ["it is longer than 2,000 letters: say the main thing, and keep the rest with the case"]
    found = [f"it holds {kind}: take it out"] if kind else []
    if post:
        return [*found, why] if (why := post_fault(text)) else found
    person = person_in(text)
    return [*found, f"“{person.word}” {person.why}: {person.instead}"] if person else found


def personal_faults(thing: Thing) -> list[Fault]:
    """Return the texts of a thing that hold personal data or name a person, and posts that are people."""
    return [
        (name, f"{label(name)}: {why}") for name, text in texts(thing) for why in text_faults(text, post=name in POSTS)
    ]


def place_faults(place: Place, *, cells: Collection[str], levels: tuple[str, ...], today: datetime.date) -> list[Fault]:
    """Return what is wrong with a place.

    Parameters
    ----------
    place : Place
        Its cells already worked out of the outline where there is one.
    cells : collection of str
        Ids of the cells of the study area.
    levels : tuple of str
        The area's own scale; empty where it states none.
    today : date
    """
    found = _missing(place, {
        "name": "say what people call the place",
        "why": "say why the place was raised",
        "raised_by": "say which agency raised it",
        "sharing_basis": "say on what basis this is shared: the agreement or the law it rests on",
        "owner_meeting": "say which meeting owns the place",
    })  # fmt: skip
    if place.kind.strip().casefold() == "online":
        found.append(("kind", ONLINE))
    else:
        found += _one_of(place, "kind", PLACE_KINDS)
    if len(place.name) > LONGEST_NAME:
        found.append(("name", f"name: it is longer than {LONGEST_NAME} letters, and is what people call the place"))
    strange = [c for c in place.cells if c not in cells]
    if not place.cells:
        outside = "the boundary you drew meets no cell of the study area" if place.outline else "no cell is picked"
        found.append(("cells", f"{outside}: pick cells on the map, or draw round the place inside the area"))
    elif strange:
        found.append(("cells", f"{len(strange)} of {len(place.cells)} cells are not of the study area at its own "
                               f"resolution ({strange[0]!r}): pick them on the map"))  # fmt: skip
    found += _one_of(place, "cycle", CYCLES)
    if place.cycle == "own" and not (isinstance(place.cycle_days, int) and 1 <= place.cycle_days <= 366):
        found.append(("cycle_days", "cycle: say after how many days the panel looks again, 1 to 366"))
    found += _one_of(place, "chosen", WHY_CHOSEN) + _level_faults(place, levels)
    if place.raised_on and place.raised_on > today:
        found.append(("raised_on", f"raised on: {place.raised_on} has not come yet"))
    return found + personal_faults(place)


def _level_faults(place: Place, levels: tuple[str, ...]) -> list[Fault]:
    if not place.level:
        reason = place.level_reason.strip()
        return (
            [("level", "level: a reason is given for no level; choose one, or take the reason out")] if reason else []
        )
    if not levels:
        return [("level", "level: this area has stated no scale; write its own in geodata/area.toml, "
                          "levels = [\"…\", \"…\"], or leave the level empty")]  # fmt: skip
    found = []
    if place.level not in levels:
        found.append(("level", f"level: '{place.level}' is not on the area's own scale: {', '.join(levels)}"))
    if not place.level_reason.strip():
        found.append(("level_reason", f"level: say why it is '{place.level}'; a level is the panel's own and is never "
                                      "worked out from counts"))  # fmt: skip
    return found


def observation_faults(seen: Observation, today: datetime.date) -> list[Fault]:
    """Return what is wrong with an observation."""
    found = _missing(seen, {"agency": "say which agency saw it"})
    found += _past_day("on", seen.on, "the day it was seen", today)
    if not seen.about:
        found.append(("about", "say what was seen: choose at least one"))
    if strange := [a for a in seen.about if a not in OBSERVED]:
        found.append(("about", f"about: '{strange[0]}' is not one of: {', '.join(OBSERVED)}"))
    found += _one_of(seen, "confidence", CONFIDENCE) + _one_of(seen, "part_of_day", PARTS_OF_DAY)
    return found + personal_faults(seen)


def view_faults(view: View, cells: Collection[str], today: datetime.date) -> list[Fault]:
    """Return what is wrong with a mark on young people's own map."""
    found = _missing(view, {"gathered_by": "say which agency held the workshop"})
    if view.cell not in cells:
        found.append(("cell", f"cell: {view.cell!r} is not a cell of the study area at its own resolution"))
    found += _one_of(view, "feels", FEELINGS)
    if type(view.contributors) is not int or not 1 <= view.contributors <= 10_000:
        found.append(("contributors", "say how many young people marked the cell, a whole number from 1"))
    if view.on is not None:
        found += _past_day("on", view.on, "the day of the workshop", today)
    return found + personal_faults(view)


def meeting_faults(meeting: Meeting) -> list[Fault]:
    """Return what is wrong with a meeting; whether its places are there is the register's to say."""
    found = _missing(meeting, {"panel": "say which panel meets"})
    if meeting.on is None:
        found.append(("on", "say the day of the meeting"))
    elif meeting.on.year not in YEARS:
        found.append(("on", f"the day of the meeting: {meeting.on}; is the year right?"))
    return found + personal_faults(meeting)


def item_faults(item: Item) -> list[Fault]:
    """Return what is wrong with what a panel wrote of a place; that something is missing yet is no fault."""
    found = []
    if strange := [k for k in item.environment if k not in ENVIRONMENT]:
        found.append(("environment", f"environment: '{strange[0]}' is not one of: {', '.join(ENVIRONMENT)}"))
    if item.decision:
        found += _one_of(item, "decision", DECISIONS)
    return found + personal_faults(item)


def goal_faults(goal: Goal, today: datetime.date) -> list[Fault]:
    """Return what is wrong with a goal."""
    found = _missing(goal, {"words": "say what the plan is for"})
    if goal.met and goal.dropped:
        found.append(("met", "a goal is met or dropped, not both"))
    if goal.met:
        found += _past_day("met_on", goal.met_on, "the day the goal was seen to be met", today)
    if goal.dropped and not goal.met_how.strip():
        found.append(("met_how", "say why the goal was dropped"))
    return found + personal_faults(goal)


def action_faults(action: Action) -> list[Fault]:
    """Return what is wrong with an action; one without owner or day is kept, and stops the meeting's close."""
    found = _missing(action, {"what": "say what will be done"})
    found += _one_of(action, "status", ACTION_STATUS)
    if action.status == "done" and action.done_on is None:
        found.append(("done_on", "say the day it was done"))
    if action.status == "dropped" and not action.done_words.strip():
        found.append(("done_words", "say why it was dropped"))
    return found + personal_faults(action)


def reason_faults(reason: str) -> list[Fault]:
    """Return what is wrong with a reason somebody gave."""
    if not any(c.isalpha() for c in reason):
        return [("reason", "say why, in a few words")]
    return [("reason", f"reason: {why}") for why in text_faults(reason)]


def _missing(thing: Thing, asked: Mapping[str, str]) -> list[Fault]:
    return [
        (name, sentence) for name, sentence in asked.items() if not any(c.isalnum() for c in str(getattr(thing, name)))
    ]


def _one_of(thing: Thing, name: str, of: Collection[str]) -> list[Fault]:
    value: Any = getattr(thing, name)
    if value in of:
        return []
    what = f"'{value}' is not one of" if value else "choose one of"
    return [(name, f"{label(name)}: {what}: {', '.join(of)}")]


def _past_day(name: str, day: datetime.date | None, what: str, today: datetime.date) -> list[Fault]:
    if day is None:
        return [(name, f"say {what}")]
    return [(name, f"{what}: {day} has not come yet")] if day > today else []
