"""Say a session in words, so that the words are read back to the same session."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from placespace.ingest.sessions.limits import ALL, HOLIDAY, TERM
from placespace.ingest.sessions.months import MONTHS, year_months
from placespace.ingest.sessions.timing import FORTNIGHTLY, MONTHLY, WEEKLY, Timing
from placespace.terms import WEEKDAYS

WEEKS = {ALL: "", TERM: "term time", HOLIDAY: "school holidays"}
OFTEN = {WEEKLY: "", FORTNIGHTLY: "every other week", MONTHLY: "once a month"}


def in_words(timing: Timing) -> str:
    """Return a session in words: :func:`placespace.ingest.sessions.when.read_when` reads them back to it.

    Examples
    --------
    >>> in_words(Timing(1, "18:00", "20:00", weeks="term"))
    'Tuesday 18:00-20:00, term time'
    >>> in_words(Timing(6, "14:00", None, months=(4, 5, 6)))
    'Sunday from 14:00, end not said, April to June'
    """
    day = "day not said" if timing.weekday is None else WEEKDAYS[timing.weekday]
    parts = [
        f"{day} {_times(timing)}",
        WEEKS.get(timing.weeks, f'weeks of "{timing.weeks}"'),
        OFTEN[timing.every],
        _months(timing.months),
        " ".join(
            f"{word} {_date(when)}"
            for word, when in (("from", timing.valid_from), ("until", timing.valid_to))
            if when is not None
        ),
    ]
    return ", ".join(filter(None, parts))


def _times(timing: Timing) -> str:
    if timing.start and timing.end:
        return f"{timing.start}-{timing.end}"
    if timing.start:
        return f"from {timing.start}, end not said"
    return f"until {timing.end}, start not said" if timing.end else "times not said"


def _months(months: Sequence[int]) -> str:
    """Return months as one range where they are one, over New Year too; else as a list."""
    names = [MONTHS[m - 1] for m in months]
    if len(months) > 2:
        first = next((m for m in months if (m - 2) % 12 + 1 not in months), months[0])
        last = next((m for m in months if m % 12 + 1 not in months), months[-1])
        if year_months(first, last) == set(months):
            return f"{MONTHS[first - 1]} to {MONTHS[last - 1]}"
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def _date(day: datetime.date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
