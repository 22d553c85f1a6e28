"""Say in words what the papers of a panel share: days, who, where an action stands, how large a place is."""

from __future__ import annotations

import datetime

from placespace.documents.plan.words import many
from placespace.places.planning import SinceLast
from placespace.places.things import Action, Item, Meeting, Place
from placespace.places.vocabulary import CYCLES, DECISIONS, PLACE_KINDS, WHY_CHOSEN

NOT_SAID = "not said"


def day_words(day: datetime.date | None, none: str = NOT_SAID) -> str:
    """Return a day as people write it.

    Examples
    --------
    >>> day_words(datetime.date(2026, 10, 2)), day_words(None, "no date")
    ('2 October 2026', 'no date')
    """
    return f"{day.day} {day:%B %Y}" if day else none


def short_day(day: datetime.date | None, none: str = NOT_SAID) -> str:
    """Return a day in few letters, for a table.

    Examples
    --------
    >>> short_day(datetime.date(2026, 10, 2))
    '2 Oct 2026'
    """
    return f"{day.day} {day:%b %Y}" if day else none


def days_late(action: Action, today: datetime.date) -> int:
    """Return how many days an action is, or was, late; 0 where it is not, has no date, or was dropped.

    Examples
    --------
    >>> due = datetime.date(2026, 10, 2)
    >>> days_late(Action("Mend the lamp", due=due), datetime.date(2026, 10, 12))
    10
    >>> days_late(Action("Mend the lamp", due=due, status="done", done_on=due), datetime.date(2026, 10, 12))
    0
    """
    until = {"open": today, "done": action.done_on}.get(action.status)
    return max((until - action.due).days, 0) if until and action.due else 0


def stands(action: Action, today: datetime.date) -> str:
    """Return where an action stands.

    Examples
    --------
    >>> stands(Action("Mend the lamp", due=datetime.date(2026, 10, 2)), datetime.date(2026, 10, 12))
    'open, 10 days late'
    """
    late = days_late(action, today)
    if action.status == "done":
        on = f"done on {short_day(action.done_on)}" if action.done_on else "done, day not said"
        return f"{on}, {many(late, 'day')} late" if late else on
    if action.status == "open" and late:
        return f"open, {many(late, 'day')} late"
    return action.status if action.status != "open" or action.due else "open, no date"


def since_words(one: SinceLast) -> str:
    """Return what became of a promise."""
    late = many(one.days_late, "day")
    carried = ", carried over" if one.carried else ""
    return {
        "late": f"{late} late{carried}",
        "done": f"done, {late} late" if one.days_late else "done in time" if one.due else "done",
        "not yet due": f"not yet due{carried}" if one.due else f"open, no day was set{carried}",
    }.get(one.status, one.status)


def who_does(action: Action) -> str:
    """Return the post and agency that own an action; said plainly when nobody does."""
    return ", ".join(filter(None, (action.role, action.agency))) or "nobody yet"


def kind_words(place: Place) -> str:
    """Return the kind of a place in words, with a capital."""
    said = PLACE_KINDS.get(place.kind, place.kind)
    return f"{said[:1].upper()}{said[1:]}"


def raised_words(place: Place) -> str:
    """Return who raised a place, and when."""
    on = f" on {day_words(place.raised_on)}" if place.raised_on else ""
    return f"Raised by {place.raised_by or 'an agency that is not named'}{on}."


def chosen_words(place: Place) -> str:
    """Return whether figures or people brought a place to the panel, and what follows for its figures."""
    said = WHY_CHOSEN.get(place.chosen, "")
    warning = " Figures that were high tend to fall by themselves." if place.chosen != "told by people" else ""
    return f"{said[:1].upper()}{said[1:]}.{warning}" if said else ""


def cycle_words(place: Place) -> str:
    """Return which meeting owns a place and how often it looks."""
    how = f"every {many(place.cycle_days, 'day')}" if place.cycle == "own" else CYCLES.get(place.cycle, place.cycle)
    return f"{place.owner_meeting or 'No meeting is named'}; {how}"


def level_words(place: Place) -> str:
    """Return the level that the panel gave, with its reason, said to be the panel's own judgement."""
    if not place.level:
        return ""
    reason = place.level_reason or "no reason is written"
    return f"{place.level}. The panel's own judgement, not worked out from counts: {reason}"


def decision_words(item: Item) -> str:
    """Return what was decided of a place, or empty where nothing is yet."""
    if not item.decision:
        return ""
    said = f"{item.decision.capitalize()}: {DECISIONS.get(item.decision, '')}"
    return f"{said}. {item.decision_words}" if item.decision_words else f"{said}."


def km2_words(km2: float) -> str:
    """Return an area in km²; one that is small is never 0.00.

    Examples
    --------
    >>> km2_words(0.304), km2_words(0.002)
    ('0.30 km²', 'under 0.01 km²')
    """
    return f"{km2:.2f} km²" if km2 >= 0.005 else "under 0.01 km²"


def meeting_words(meeting: Meeting) -> str:
    """Return a meeting's panel and day."""
    return f"{meeting.panel}, {day_words(meeting.on, 'no day set')}"


def month_of(day: datetime.date) -> str:
    """Return the month of a day, as documents are headed.

    Examples
    --------
    >>> month_of(datetime.date(2026, 10, 2))
    'October 2026'
    """
    return f"{day:%B %Y}"


def quarter_of(day: datetime.date | None) -> str:
    """Return the quarter of a day by its months.

    Examples
    --------
    >>> quarter_of(datetime.date(2026, 11, 2)), quarter_of(None)
    ('October to December 2026', 'no date')
    """
    if day is None:
        return "no date"
    first = datetime.date(day.year, day.month - (day.month - 1) % 3, 1)
    return f"{first:%B} to {first.replace(month=first.month + 2):%B %Y}"


def file_part(reference: str) -> str:
    """Return a reference as part of a file's name: letters, figures and hyphens.

    Examples
    --------
    >>> file_part("LOC-001"), file_part("../a b")
    ('LOC-001', 'a-b')
    """
    kept = "".join(c if c.isascii() and c.isalnum() else "-" for c in reference)
    return "-".join(filter(None, kept.split("-"))) or "place"
