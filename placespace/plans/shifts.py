"""Turn a crew's rules into shifts: which unit is out on which date, from when to when."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from placespace.calendar import Calendar, Rule, dates_of, days_in, read_rule
from placespace.catalogue import Crew
from placespace.errors import PlacespaceError


@dataclass(frozen=True, order=True)
class Shift:
    """One unit of a crew out once.

    Attributes
    ----------
    crew : str
        Its id.
    unit : int
        1 to as many as are out at once.
    day : date
        Operational: one that starts after midnight is of the day before.
    start_min, end_min : int
        Minutes after 00:00 of that day, from 360 (06:00) to 1800 (06:00 the next day).
    """

    crew: str
    unit: int
    day: datetime.date
    start_min: int
    end_min: int


def rules_of(crew: Crew) -> list[Rule]:
    """Return a crew's rules as they were read.

    Raises
    ------
    PlacespaceError
        With every rule that cannot be read: a crew is not planned by half of its rules, since the one that is
        lost may be the one that keeps it at home.
    """
    rules, faults = [], []
    for text in crew.rules:
        try:
            rules.append(read_rule(text))
        except PlacespaceError as fault:
            faults.append(fault)
    if faults:
        raise PlacespaceError(
            f"Every rule of '{crew.id}' must read for certain.", " ".join(f.found for f in faults), faults[0].do
        )
    return rules


def shifts(crew: Crew, month: str, calendar: Calendar) -> list[Shift]:
    """Return the shifts of a crew in a month, each unit its own, in order; not cut to its hours in the month.

    Parameters
    ----------
    crew : Crew
    month : str
        ``2026-10``.
    calendar : Calendar

    Raises
    ------
    PlacespaceError
        When a rule cannot be read, or speaks of weeks that the calendar does not hold.
    WrongUse
        When it is not a month.

    Examples
    --------
    >>> from placespace.calendar import read_calendar
    >>> from placespace.catalogue import open_workspace
    >>> crew = Crew("out", "Outreach", "outreach crew", rules=("every Friday 17-21", "not December"))
    >>> calendar = read_calendar(open_workspace())
    >>> len(shifts(crew, "2026-10", calendar)), shifts(crew, "2026-12", calendar)
    (5, [])
    """
    out = dates_of(rules_of(crew), month, calendar)
    units = range(1, crew.at_once + 1)
    return [Shift(crew.id, unit, day, start, end) for unit in units for day, start, end in out]


def all_shifts(crews: Sequence[Crew], month: str, calendar: Calendar) -> tuple[list[Shift], list[str]]:
    """Return the shifts of every crew that can be planned, and why the others cannot, a sentence each.

    Raises
    ------
    WrongUse
        When it is not a month.
    """
    days_in(month)  # a month that is none is nobody's rule
    found: list[Shift] = []
    faults: list[str] = []
    for crew in crews:
        try:
            found += shifts(crew, month, calendar)
        except PlacespaceError as fault:
            faults.append(f"{crew.title} is not planned: {fault}")
    return found, faults


@dataclass(frozen=True)
class RuleRead:
    """One rule as it was read, and what it does in a month.

    Attributes
    ----------
    written : str
    says : str
        In words; empty where it cannot be read.
    kind : str
        ``out``, ``extra`` or ``not``.
    shifts : int
        Of one unit: those it gives (``out``), adds to the others (``extra``) or takes away (``not``).
    fault : str
        Why it cannot be used; empty where it can.
    """

    written: str
    says: str = ""
    kind: str = ""
    shifts: int = 0
    fault: str = ""


def rules_read(crew: Crew, month: str, calendar: Calendar) -> list[RuleRead]:
    """Return each rule of a crew as it was read, with what it does in a month.

    Examples
    --------
    >>> from placespace.calendar import read_calendar
    >>> from placespace.catalogue import open_workspace
    >>> crew = Crew("out", "Outreach", "outreach crew", rules=("every Friday 17-21", "not 2026-10-30"))
    >>> for rule in rules_read(crew, "2026-10", read_calendar(open_workspace())):
    ...     print(rule.says, rule.shifts)
    every Friday 17:00-21:00 4
    not Friday 30 October 2026 1
    """
    read: list[Rule | PlacespaceError] = []
    for text in crew.rules:
        try:
            rule = read_rule(text)
            rule.says(calendar)
            read.append(rule)
        except PlacespaceError as fault:
            read.append(fault)
    good = [rule for rule in read if isinstance(rule, Rule)]
    out = []
    for text, rule in zip(crew.rules, read, strict=True):
        try:
            if isinstance(rule, PlacespaceError):
                raise rule
            others = [r for r in good if r is not rule]
            if rule.kind == "out":
                count = len(dates_of([rule, *(r for r in others if r.kind == "not")], month, calendar))
            else:
                whole, less = (set(dates_of(some, month, calendar)) for some in (good, others))
                count = len(whole - less) if rule.kind == "extra" else len(less - whole)
            out.append(RuleRead(text, rule.says(calendar), rule.kind, count))
        except PlacespaceError as fault:
            out.append(RuleRead(text, fault=str(fault)))
    return out


def hours_of(found: Sequence[Shift]) -> float:
    """Return the hours of some shifts by the clock: a night in which the clocks change counts as any other.

    Examples
    --------
    >>> hours_of([Shift("out", 1, datetime.date(2026, 10, 2), 1020, 1260)])
    4.0
    """
    return sum(s.end_min - s.start_min for s in found) / 60
