"""Hold what the register remembers: places, observations, views, meetings, items, goals and actions."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import MISSING, asdict, dataclass, field, fields
from typing import Any, Self

Day = datetime.date


class Thing:
    """What can be written to a record's body and read back."""

    def to_body(self) -> dict[str, Any]:
        """Return plain values for JSON: days as ``YYYY-MM-DD``, tuples as lists."""
        return {k: _plain(v) for k, v in asdict(self).items()}  # type: ignore[call-overload]

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> Self:
        """Return the thing a body holds. Keys that are not known are left alone; what is missing takes its default."""
        known = {}
        for f in fields(cls):  # type: ignore[arg-type]
            if f.name in body:
                known[f.name] = _typed(body[f.name], str(f.type))
            elif f.default is MISSING and f.default_factory is MISSING:
                known[f.name] = ""
        return cls(**known)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [_plain(v) for v in value]
    return {k: _plain(v) for k, v in value.items()} if isinstance(value, Mapping) else value


def _typed(value: Any, kind: str) -> Any:
    if kind.startswith("Day"):
        return datetime.date.fromisoformat(value) if value else None
    if kind.startswith("tuple"):
        return tuple(tuple(v) if isinstance(v, list) else v for v in value or ())
    return value


@dataclass(frozen=True)
class Place(Thing):
    """A location of concern.

    Attributes
    ----------
    reference, name : str
        What it is filed under, and what people call it.
    kind : str
        A key of ``PLACE_KINDS``.
    cells : tuple of str
        H3 ids of the cells it is counted on, at the area's own resolution.
    outline : tuple of (lon, lat)
        The boundary where one was drawn, degrees, closed or not; empty where cells were picked.
    why, raised_by, raised_on, sharing_basis : str, str, date, str
        Why it was raised, by which agency, when, and on what basis it is shared.
    chosen : str
        A key of ``WHY_CHOSEN``.
    owner_meeting, cycle, cycle_days, next_review : str, str, int, date or None
        Which meeting owns it and how often it looks again; days for the cycle ``own``.
    level, level_reason : str
        From the area's own scale, with a reason. Never computed.
    times_in_words : str
        General times, as may be said to schools: "after school on school days".
    status, closed_on, closed_reason : str, date or None, str
    """

    reference: str
    name: str
    kind: str
    cells: tuple[str, ...]
    why: str
    raised_by: str
    sharing_basis: str
    owner_meeting: str
    cycle: str = "monthly"
    cycle_days: int = 0
    raised_on: Day | None = None
    chosen: str = "both"
    outline: tuple[tuple[float, float], ...] = ()
    level: str = ""
    level_reason: str = ""
    times_in_words: str = ""
    next_review: Day | None = None
    status: str = "open"
    closed_on: Day | None = None
    closed_reason: str = ""


@dataclass(frozen=True)
class Observation(Thing):
    """What a practitioner saw at a place: structured, and of nobody."""

    agency: str
    on: Day | None
    about: tuple[str, ...]
    confidence: str
    part_of_day: str = "not said"
    words: str = ""


@dataclass(frozen=True)
class View(Thing):
    """One mark on young people's own map: how a cell feels, and to how many of a workshop."""

    cell: str
    feels: str
    contributors: int
    gathered_by: str
    on: Day | None = None


@dataclass(frozen=True)
class Meeting(Thing):
    """One sitting of a panel.

    Attributes
    ----------
    not_reached : tuple of str
        Ids of places that were on its list and that it had no time for: they come first at the next.
    """

    panel: str
    on: Day | None
    chair: str = ""
    present: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    status: str = "open"
    not_reached: tuple[str, ...] = ()


@dataclass(frozen=True)
class Item(Thing):
    """One place at one meeting, in the panel's own words.

    Attributes
    ----------
    meeting : str
        Id of the meeting. The place is the record's own ``place``.
    environment : mapping of str to str
        What was said to each key of ``ENVIRONMENT``; those not looked at are left out.
    decision : str
        A key of ``DECISIONS``; empty until one is made.
    status : str
        ``open`` until the decision is recorded, then ``decided``.
    evidence : str
        Id of the frozen evidence.
    """

    meeting: str
    young_people: str = ""
    families: str = ""
    strengths: str = ""
    guardians_present: str = ""
    guardians_missing: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)
    weighs_most: str = ""
    unintended_harm: str = ""
    equality: str = ""
    decision: str = ""
    decision_words: str = ""
    next_review: Day | None = None
    status: str = "open"
    evidence: str = ""


@dataclass(frozen=True)
class Goal(Thing):
    """What a plan is for."""

    words: str
    met: bool = False
    met_on: Day | None = None
    met_how: str = ""
    dropped: bool = False


@dataclass(frozen=True)
class Action(Thing):
    """What somebody will do.

    Attributes
    ----------
    what, role, agency, due : str, str, str, date or None
        What, the post that owns it, of which agency, by when.
    expected_effect, measure : str
        What should change, and how one would see it.
    goal, meeting : str
        Ids of the goal it serves (or empty) and of the meeting that agreed it.
    starts : date or None
        From when an effect could show: the day after it is due where nothing is said.
    police : bool
        Whether somebody said that it is police work: see :attr:`police_work`.
    status, done_on, done_words : str, date or None, str
    baseline : str
        Id of the evidence that froze its baseline.
    """

    what: str
    role: str = ""
    agency: str = ""
    due: Day | None = None
    expected_effect: str = ""
    measure: str = ""
    goal: str = ""
    meeting: str = ""
    starts: Day | None = None
    police: bool = False
    status: str = "open"
    done_on: Day | None = None
    done_words: str = ""
    baseline: str = ""

    @property
    def police_work(self) -> bool:
        """Whether it is police work: said to be, or owned by the police. Such an action stays out of what others see.

        Examples
        --------
        >>> Action("Visits", agency="Fairhythe Police").police_work, Action("Lamps", agency="Council").police_work
        (True, False)
        """
        return self.police or bool(re.search(r"\b(?:police|constabulary)\b", self.agency, re.I))


@dataclass(frozen=True)
class Evidence(Thing):
    """What a decision rested on: a frozen bundle, kept by its SHA-256.

    Attributes
    ----------
    item, meeting : str
        Ids of what it was frozen for.
    sha256 : str
        Of the bundle file, which the store keeps.
    partner_sha256 : str
        Of the same bundle with protected figures, for those who may not see true counts.
    made_on : date
    version : str
        Of the product.
    """

    item: str
    meeting: str
    sha256: str
    partner_sha256: str = ""
    made_on: Day | None = None
    version: str = ""


KINDS: Mapping[str, type[Thing]] = {
    "place": Place,
    "observation": Observation,
    "view": View,
    "meeting": Meeting,
    "item": Item,
    "goal": Goal,
    "action": Action,
    "evidence": Evidence,
}
"""Everything the register remembers, by the kind of its record."""
