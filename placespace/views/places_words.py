"""Say in words what the register holds of a place: when it is looked at next, and what stands out of the list."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

import pandas as pd

from placespace.documents.places.place_words import short_day
from placespace.documents.plan.words import many
from placespace.places.cycles import overdue_days
from placespace.places.door import Held
from placespace.places.things import Goal, Place

WEEK_DAYS = 7
NO_DAY = "no day set"


def week_day(day: datetime.date | None) -> str:
    """Return a day as people say it, with its weekday.

    Examples
    --------
    >>> week_day(datetime.date(2026, 10, 2)), week_day(None)
    ('Friday 2 October 2026', 'no day set')
    """
    return f"{day:%A} {day.day} {day:%B %Y}" if day else NO_DAY


def next_look(place: Place, today: datetime.date) -> str:
    """Return when a place is looked at next, as the list says it."""
    if place.status == "closed":
        return "closed"
    late = overdue_days(place, today)
    if late is None:
        return NO_DAY
    if late > 0:
        return f"{many(late, 'day')} overdue"
    return "today" if late == 0 else short_day(place.next_review)


def headline(held: Sequence[Held[Place]], today: datetime.date) -> str:
    """Return the sentence above the register: how many are open, and how many are overdue."""
    still = [h.thing for h in held if h.thing.status == "open"]
    if not still:
        return "No place is open."
    late = sorted(((overdue_days(p, today) or 0, p.name) for p in still), key=lambda x: (-x[0], x[1]))
    late = [x for x in late if x[0] > 0]
    are = many(len(still), "place is", "places are") + " open"
    if not late:
        return f"{are}; none is overdue."
    days, name = late[0]
    if len(late) == 1:
        return f"{are}; 1 is overdue, {name} by {many(days, 'day')}."
    return f"{are}; {len(late)} are overdue, the longest {name} by {many(days, 'day')}."


def due_soon(held: Sequence[Held[Place]], today: datetime.date) -> list[Held[Place]]:
    """Return the open places that are to be looked at from today for a week, soonest first."""
    last = today + datetime.timedelta(days=WEEK_DAYS - 1)
    soon = [
        h for h in held
        if h.thing.status == "open" and h.thing.next_review and today <= h.thing.next_review <= last
    ]  # fmt: skip
    return sorted(soon, key=lambda h: (h.thing.next_review, h.thing.name))


def list_table(held: Sequence[Held[Place]], today: datetime.date) -> pd.DataFrame:
    """Return the register as a table, what matters on a phone first."""
    rows = [
        {
            "Place": h.thing.name,
            "Next review": next_look(h.thing, today),
            "Owner meeting": h.thing.owner_meeting,
            "Level": h.thing.level or "none set",
            "Kind": h.thing.kind,
            "Reference": h.thing.reference,
        }
        for h in held
    ]
    return pd.DataFrame(rows, columns=["Place", "Next review", "Owner meeting", "Level", "Kind", "Reference"])


def goal_status(goal: Goal) -> str:
    """Return how a goal stands.

    Examples
    --------
    >>> goal_status(Goal("Lit by winter", met=True, met_how="lamps are on")), goal_status(Goal("Lit by winter"))
    ('met: lamps are on', 'not met yet')
    """
    if goal.dropped:
        return f"dropped: {goal.met_how}" if goal.met_how else "dropped"
    if goal.met:
        return f"met: {goal.met_how}" if goal.met_how else "met"
    return "not met yet"


def in_words(value: Any) -> str:
    """Return a value of a record as a person reads it.

    Examples
    --------
    >>> in_words(None), in_words(datetime.date(2026, 10, 2)), in_words("park")
    ('empty', '2 Oct 2026', 'park')
    """
    if value is None or value == "":
        return "empty"
    return short_day(value) if isinstance(value, datetime.date) else str(value)
