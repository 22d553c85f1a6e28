"""Read the rules by which a crew goes out, and say on which dates and at which hours that is.

A rule is a line of plain words: what days, what hours, in which weeks, and when not. Hours are clock times
and stay so when the clocks change. A shift that starts before 06:00 is of the night before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import pandas as pd

from placespace.calendar.clauses import SCHOOL_DAY, Clause, Days
from placespace.calendar.clocks import DAY_MIN
from placespace.calendar.rule_words import Token, Unread, tokens, with_names
from placespace.calendar.weeks import BANK, HOLIDAY, TERM, Calendar
from placespace.errors import PlacespaceError, WrongUse
from placespace.settings import SETTINGS

LONGEST = 200
DAY_STARTS = int(SETTINGS["day_starts_hour"].value) * 60
EVENING_FROM = 18 * 60
"""Hours that run on after this are of an evening: extra nights are given these."""
EXTRA_DAYS = tuple(Days("weekday", n) for n in range(6))
OF_DAYS = ("weekday", "every", SCHOOL_DAY)
OF_EITHER = ("dates", "yearly", BANK)
OF_WEEKS = (TERM, HOLIDAY, "month", "named")
RULE_FORMS = (
    "every Friday 17-21",
    "Monday to Thursday 18:00-21:00 in holidays",
    "school days 15-18",
    "2026-10-30 5-9pm",
    "extra nights in holidays and Bonfire week",
    "not December, January",
    "not bank holidays",
)


@dataclass(frozen=True)
class Rule:
    """One rule as it was read.

    Attributes
    ----------
    kind : str
        ``out``, ``extra`` (more of the crew's own hours, unless it has its own) or ``not``.
    when : tuple of Clause
        One for ``out`` and ``extra``; any of them for ``not``.
    hours : tuple of (int, int)
        Minutes after midnight of the day that was written; an end after 1440 is on the next.
    but : tuple of Clause
        When this rule does not hold; other rules of the crew may.
    text : str
        As written.
    """

    kind: str
    when: tuple[Clause, ...]
    hours: tuple[tuple[int, int], ...] = ()
    but: tuple[Clause, ...] = ()
    text: str = ""

    def says(self, calendar: Calendar | None = None) -> str:
        """Return the rule in words; with a calendar, named weeks as it lists them.

        Examples
        --------
        >>> read_rule("Fridays 5-9pm except Dec & Jan").says()
        'every Friday 17:00-21:00, not December or January'
        """
        if self.kind == "not":
            return _not(self.when, calendar)
        clause = self.when[0]
        whole = Clause(clause.days).says(calendar)
        one = len(clause.days) == 1 and clause.days[0].of == "weekday"
        words = [f"every {whole}" if one else whole, " and ".join(f"{_clock(a)}-{_clock(b)}" for a, b in self.hours)]
        words += [f"in {Clause((), clause.within).says(calendar)}"] if clause.within else []
        said = " ".join(filter(None, words))
        if self.kind == "extra":
            said = f"extra: {said}" if self.hours else f"extra: {said}, at its own evening hours"
        return f"{said}, {_not(self.but, calendar)}" if self.but else said


def read_rule(text: str) -> Rule:
    """Return the rule that a line of words states.

    Days, hours and weeks may stand in any order; a ``not`` within a line holds for that line, one on a line of
    its own for the whole crew. No time is ever guessed: ``evenings`` alone, or ``5-9``, is refused.

    Raises
    ------
    PlacespaceError
        When it cannot be read for certain; the forms that can be are listed.

    Examples
    --------
    >>> [read_rule(t).says() for t in ("school days 15-18", "Thu-Sat 18-02", "not bank holidays")]
    ['school days 15:00-18:00', 'Thursday to Saturday 18:00-02:00', 'not bank holidays']
    """
    try:
        if len(text) > LONGEST:
            raise Unread(f"it is longer than {LONGEST} letters")
        return _read(list(tokens(text)), " ".join(text.split()))
    except Unread as fault:
        shown = " ".join(text.split())[:60]
        raise PlacespaceError(
            "A rule says days and hours, or when not.",
            f"'{shown}' does not read for certain: {fault}.",
            f"Write it like one of: {'; '.join(RULE_FORMS)}.",
        ) from None


def dates_of(rules: Sequence[Rule], month: str, calendar: Calendar) -> list[tuple[date, int, int]]:
    """Return when a crew with these rules is out in a month, in order.

    Rules of kind ``not`` win over everything. Shifts of one date that overlap are joined.

    Parameters
    ----------
    rules : sequence of Rule
    month : str
        ``2026-10``.
    calendar : Calendar

    Returns
    -------
    list of (date, int, int)
        Operational date, start and end in minutes after 00:00 of that date, from 360 (06:00) to 1800 (06:00 the
        next day). Days of the week and dates in rules are those by the clock: ``Saturday 01-03`` is of Friday.

    Raises
    ------
    PlacespaceError
        When the calendar does not hold the holidays or weeks a rule speaks of, or there are extra nights and no
        evening hours.
    WrongUse
        When the month is not one.
    """
    days = days_in(month)
    usual = tuple(dict.fromkeys(h for r in rules if r.kind == "out" for h in r.hours if h[1] > EVENING_FROM))
    never = [clause for rule in rules if rule.kind == "not" for clause in rule.when]
    spans: dict[date, list[tuple[int, int]]] = {}
    for rule in rules:
        if rule.kind == "extra" and not (rule.hours or usual):
            raise PlacespaceError(
                "Extra nights need hours.",
                f"'{rule.text}' has none, and no other rule of the crew has evening hours.",
                "Write them: extra nights 18-21 in holidays.",
            )
        for start, end in (rule.hours or usual) if rule.kind != "not" else ():
            late = start < DAY_STARTS
            written = days + pd.Timedelta(days=1) if late else days
            out = rule.when[0].holds(written, calendar)
            for clause in (*rule.but, *never):
                # a night that runs over into a day that is excluded is of the day before; what starts in it is not
                out &= ~(clause.holds(days, calendar) | clause.holds(written, calendar))
            shift = DAY_MIN if late else 0
            for day in days[out]:
                spans.setdefault(day.date(), []).append((start + shift, end + shift))
    return [(day, *span) for day in sorted(spans) for span in _joined(spans[day])]


def days_in(month: str) -> pd.DatetimeIndex:
    """Return the dates of a month.

    Raises
    ------
    WrongUse
        When it is not a month written as ``2026-10``.

    Examples
    --------
    >>> len(days_in("2026-10"))
    31
    """
    try:
        first = pd.Timestamp(date.fromisoformat(f"{month}-01"))
    except (TypeError, ValueError):
        raise WrongUse("A month is YYYY-MM.", f"It is '{month}'.", "Write 2026-10.") from None
    return pd.date_range(first, first + pd.offsets.MonthEnd(0))


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if out and start < out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def _read(found: list[Token], text: str) -> Rule:
    cut = [i for i, t in enumerate(found) if t.kind == "not"]
    main = found[: cut[0]] if cut else found
    but = tuple(c for a, b in pairwise([*cut, len(found)]) for c in _exclusion(found[a + 1 : b]))
    lead = [t for t in main if t.kind not in ("joint", "filler", "part")]
    if not lead:
        if not but:
            raise Unread("it says no days and no hours")
        return Rule("not", but, text=text)
    extra = lead[0].kind == "extra"
    hours = _hours(main)
    days, within, _ = _sides([t for t in main if t.kind != "hours" and not (extra and t is lead[0])], names_bare=False)
    if extra and not (days or within):
        raise Unread("extra nights are in some weeks or on some dates: say which")
    if not extra and not days:
        raise Unread("it does not say on which days; 'every day' or 'weekdays' would")
    if not extra and not hours:
        raise Unread("it does not say from when to when")
    return Rule("extra" if extra else "out", (Clause(days or EXTRA_DAYS, within),), hours, but, text)


def _hours(main: list[Token]) -> tuple[tuple[int, int], ...]:
    at = [i for i, t in enumerate(main) if t.kind == "hours"]
    if at and any(t.kind != "joint" for t in main[at[0] : at[-1] + 1] if t.kind != "hours"):
        raise Unread("it holds hours of different days: write a line for each")
    for start, end in (main[i].hours for i in at):
        if (end if start >= DAY_STARTS else end + DAY_MIN) > DAY_STARTS + DAY_MIN:
            raise Unread(f"{_clock(start)}-{_clock(end)} runs over 06:00, where a day begins: write two lines")
    return tuple(dict.fromkeys(main[i].hours for i in at))


def _exclusion(part: list[Token]) -> list[Clause]:
    """Return what a ``not`` excludes: what stands side by side is each excluded, what stands after ``in`` narrows."""
    if any(t.kind in ("hours", "extra") for t in part):
        raise Unread("a 'not' speaks of days, not of hours")
    days, within, joined = _sides(part, names_bare=True)
    if not (days or within):
        raise Unread("it does not say when not")
    if days and within and not joined:
        return [Clause(days), Clause((), within)]
    return [Clause(days, within)]


def _sides(part: list[Token], *, names_bare: bool) -> tuple[tuple[Days, ...], tuple[Days, ...], bool]:
    """Return the days, the weeks they are within, and whether a word such as ``in`` joins the two."""
    days: list[Days] = []
    within: list[Days] = []
    inside = joined = False
    before: Token | None = None
    for token in with_names([t for t in part if t.kind != "filler"]):
        if token.kind == "extra":
            raise Unread("'extra' begins a line")
        if token.kind == "in":
            inside = joined = True
        elif token.kind == "named" and not (inside or names_bare):
            raise Unread(f"'{token.text}' is not known; weeks by their name come after 'in'")
        elif token.kind == "dates" and before is not None and before.kind == "weekday":
            _check_weekday(before, token)
            days.pop()
            (within if inside else days).extend(token.days)
        elif token.kind == "weekday" and before is not None and before.kind == "dates":
            _check_weekday(token, before)
        elif token.kind in OF_DAYS or (token.kind in OF_EITHER and not inside):
            days.extend(token.days)
        elif token.kind in OF_EITHER + OF_WEEKS:
            touching = before is not None and before.kind in OF_DAYS + OF_EITHER
            if names_bare and touching and not joined:
                raise Unread(f"'{before.text} {token.text}' may be either or both: write 'Fridays in December'")
            within.extend(token.days)
        before = token if token.text != "," or before is None or before.kind != "weekday" else before
    return tuple(dict.fromkeys(days)), tuple(dict.fromkeys(within)), joined


def _check_weekday(day: Token, dated: Token) -> None:
    first, last = dated.days[0].first, dated.days[0].last
    if len(day.days) != 1 or first != last or first.weekday() != day.days[0].number:
        raise Unread(f"'{day.text}' and '{dated.text}' do not agree: write one of them, or a line for each")


def _not(clauses: Sequence[Clause], calendar: Calendar | None) -> str:
    return "not " + ", nor ".join(clause.says(calendar, last="or") for clause in clauses)


def _clock(minutes: int) -> str:
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"
