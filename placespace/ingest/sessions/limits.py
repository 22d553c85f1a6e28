"""Hold when in the year a session runs: the weeks, the months, the dates and how often."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace

from placespace.ingest.sessions.timing import WEEKLY, Timing

TERM, HOLIDAY, BANK, ALL = "term", "holiday", "bank holiday", "all"
HOLIDAYS = (
    HOLIDAY,
    "Summer holiday",
    "Easter holiday",
    "Christmas holiday",
    "October half-term",
    "February half-term",
    "May half-term",
    "Half-term",
)
"""Names for weeks when school is out, as a calendar usually has them."""
ALL_MONTHS = frozenset(range(1, 13))


@dataclass(frozen=True)
class Limit:
    """What one wording, or several together, say of when in the year a session runs.

    Attributes
    ----------
    weeks : tuple of str
        ``term``, ``holiday``, ``all`` or names of weeks; empty where not said.
    every : int
        1, 2 or 4 weeks; 0 where it is none of these.
    months, without : frozenset of int
        Months it runs in (empty: not said), and months it does not.
    closed : frozenset of int
        Days of the week it does not run on.
    first, last : date or None
    questions : tuple of str
    """

    weeks: tuple[str, ...] = ()
    every: int = WEEKLY
    months: frozenset[int] = frozenset()
    without: frozenset[int] = frozenset()
    closed: frozenset[int] = frozenset()
    first: datetime.date | None = None
    last: datetime.date | None = None
    questions: tuple[str, ...] = ()

    @property
    def narrows(self) -> bool:
        """Whether it leaves out anything but days of the week."""
        weeks = () if self.weeks == (ALL,) else self.weeks
        return replace(self, weeks=weeks, closed=frozenset(), questions=()) != Limit()


def together(limits: Iterable[Limit]) -> Limit:
    """Return what several limits say at once.

    Weeks and months add up ("term time and holidays"), days off and months off too; a session
    runs as seldom as the most seldom of them says.

    Examples
    --------
    >>> together([Limit(weeks=("term",)), Limit(weeks=("holiday",), every=2)]).weeks
    ('all',)
    """
    limits = list(limits)
    said = list(dict.fromkeys(w for limit in limits for w in limit.weeks))
    if ALL in said or {TERM, HOLIDAY} <= set(said):
        said = [ALL]
    often = {limit.every for limit in limits} | {WEEKLY}
    firsts = {limit.first for limit in limits if limit.first}
    lasts = {limit.last for limit in limits if limit.last}
    questions = [q for limit in limits for q in limit.questions]
    first, last = min(firsts, default=None), max(lasts, default=None)
    if len(firsts) > 1 or len(lasts) > 1:
        questions.append("more than one run of dates: which does each session keep to?")
    elif first and last and first > last:
        questions.append("its first day is after its last: which dates does it run?")
        first = last = None
    return Limit(
        tuple(said),
        0 if 0 in often else max(often),
        frozenset().union(*(limit.months for limit in limits)),
        frozenset().union(*(limit.without for limit in limits)),
        frozenset().union(*(limit.closed for limit in limits)),
        first,
        last,
        tuple(dict.fromkeys(questions)),
    )


def limited(timing: Timing, limit: Limit) -> list[Timing]:
    """Return the session as often as it has kinds of week, within the limit; none when it never runs.

    Examples
    --------
    >>> limited(Timing(4, "17:00", "21:00"), Limit(without=frozenset({1, 12})))[0].months
    (2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
    """
    months = ((limit.months or ALL_MONTHS) - limit.without) if limit.months or limit.without else ALL_MONTHS
    if not months or timing.weekday in limit.closed:
        return []
    if not limit.every:  # neither weekly, fortnightly nor monthly: what weeks it covers is not known
        timing = replace(timing, start=None, end=None)
    within = replace(
        timing,
        every=max(limit.every, timing.every),
        months=timing.months if months == ALL_MONTHS else tuple(sorted(months)),
        valid_from=limit.first or timing.valid_from,
        valid_to=limit.last or timing.valid_to,
    )
    return [replace(within, weeks=weeks) for weeks in limit.weeks or (timing.weeks,)]
