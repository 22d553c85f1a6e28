"""Hold what was read of one session: the day, the hours, the weeks, and what a person has to be asked."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

WEEKLY, FORTNIGHTLY, MONTHLY = 1, 2, 4


@dataclass(frozen=True)
class Timing:
    """One session of a week, as far as a text says it: what is not said is None, never guessed.

    Attributes
    ----------
    weekday : int or None
        0 is Monday.
    start, end : str or None
        ``HH:MM``; an end that is earlier than the start is on the next day; midnight is ``00:00``.
    weeks : str
        ``all``, ``term``, ``holiday``, or the name of weeks in the calendar.
    every : int
        1 each week, 2 every other week, 4 once a month.
    months : tuple of int
        Months of the year it runs in; empty for all.
    valid_from, valid_to : date or None
        First and last day, both included.
    """

    weekday: int | None = None
    start: str | None = None
    end: str | None = None
    weeks: str = "all"
    every: int = WEEKLY
    months: tuple[int, ...] = ()
    valid_from: datetime.date | None = None
    valid_to: datetime.date | None = None

    @property
    def complete(self) -> bool:
        """Whether day, start and end are all known."""
        return None not in (self.weekday, self.start, self.end)


@dataclass(frozen=True)
class Wording:
    """What was read of a text: the sessions in it, and what a person has to be asked.

    No question means that all of the text was understood.
    """

    timings: tuple[Timing, ...] = ()
    questions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ages:
    """An age band as written: None where it is not said, or open at that end."""

    youngest: int | None = None
    oldest: int | None = None
    questions: tuple[str, ...] = ()
