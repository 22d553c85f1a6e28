"""Read months and dates: a season of the year, or a first and a last day."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dateutil import parser
from dateutil.relativedelta import relativedelta

from placespace.ingest.sessions.limits import ALL_MONTHS, Limit

SHORT = {
    "January": "jan",
    "February": "feb",
    "March": "mar",
    "April": "apr",
    "May": "may",
    "June": "jun",
    "July": "jul",
    "August": "aug",
    "September": "sept?",
    "October": "oct",
    "November": "nov",
    "December": "dec",
}
MONTHS = tuple(SHORT)
NAME = rf"(?:{'|'.join(rf'{n}|{s}' for n, s in SHORT.items())})(?!\w)"
MONTH = rf"{NAME}(?!\s+(?:be|vary|change|also|not|close)(?!\w))\.?"
NTH = r"(?:st|nd|rd|th)"
FULL_YEAR = r"(?:19|20)[0-9]{2}"
TO = r"\s*(?:-|to|till|until)\s*"
NOT_A_TIME = rf"(?!\w|[:.][0-9]|\s*[ap]\.?m(?!\w)|\s*{NAME}|{TO}[0-9]{{1,2}}(?![0-9])(?!\s*{NTH}?\s*{NAME}))"
YEAR = rf"(?:[\s,'/-]*{FULL_YEAR}(?!\w)|(?:\s*'|\s+|[/-])[1-3][0-9]{NOT_A_TIME})"
DATE_FORMS = (
    rf"{FULL_YEAR}-[0-9]{{1,2}}-[0-9]{{1,2}}(?:[t ]00:00(?::00)?)?",
    *(rf"[0-9]{{1,2}}{s}[0-9]{{1,2}}{s}(?:{FULL_YEAR}|[0-9]{{2}})" for s in ("/", r"\.")),
    rf"[0-9]{{1,2}}-[0-9]{{1,2}}-{FULL_YEAR}|[0-9]{{2}}-[0-9]{{2}}-[0-9]{{2}}",
    rf"[0-9]{{1,2}}{NTH}?(?:\s+of)?[\s-]*{MONTH}{YEAR}?",
    rf"{MONTH}\s+[0-9]{{1,2}}(?:{NTH}(?:,?\s+{FULL_YEAR})?|,?\s+{FULL_YEAR})",
)
"""The shapes a date may have. Anything else is not read, because the parser would guess."""
AND = r"\s*(?:and|&|,|/)\s*"
SEVERAL = (
    rf"(?:[0-9]{{1,2}}{NTH}?{AND}|[0-9]{{1,2}}{NTH}{TO})+[0-9]{{1,2}}{NTH}?\s+(?:of\s+)?{MONTH}(?!{TO}[0-9]){YEAR}?"
    rf"|{MONTH}\s+[0-9]{{1,2}}{NTH}(?:(?:{AND}|{TO})[0-9]{{1,2}}{NTH}?)+(?![\w:.]|\s*[ap]\.?m)"
)
"""``5th-20th March``, ``6, 13 and 20 March``: several days of a month."""
DAY_OR_YEAR = "{!r}: is the number a day or a year?"
WHICH_YEAR = "{!r}: of which year?"
NO_SUCH_DAY = "{!r}: there is no such day"


@dataclass(frozen=True)
class Date:
    """A month or a day as written: what is not said is None.

    ``short`` is a year of two digits, which may be a day of the month: ``April 18``.
    """

    month: int
    day: int | None = None
    year: int | None = None
    short: bool = False

    def first(self) -> datetime.date:
        """Return the day, or the first of the month."""
        return datetime.date(self.year, self.month, self.day or 1)

    def last(self) -> datetime.date:
        """Return the day, or the last of the month."""
        return self.first() if self.day else self.first() + relativedelta(day=31)

    def of(self, year: int) -> Date | None:
        """Return it with a year; None where that year has no such day."""
        known = replace(self, year=year, short=False)
        try:
            known.first()
        except ValueError:
            return None
        return known

    def comes_after(self, other: Date) -> bool:
        """Whether it comes later in a year than another."""
        return (self.month, self.day or 31) >= (other.month, other.day or 1)


def read_month(text: str) -> Date:
    """Return a month, with its year where it is written.

    Examples
    --------
    >>> read_month("April 2018"), read_month("Sept 18").short
    (Date(month=4, day=None, year=2018, short=False), True)
    """
    month = next(n for n, name in enumerate(MONTHS, 1) if text[:3].lower() == name[:3].lower())
    year = re.search(r"('?)([0-9]+)$", text.strip())
    if not year:
        return Date(month)
    number = int(year[2])
    return Date(month, None, number + 2000 * (number < 100), number < 100 and not year[1])


def read_date(text: str) -> Date | None:
    """Return a day, day first; None where there is no such day.

    Examples
    --------
    >>> read_date("04/11/2025"), read_date("31 Feb")
    (Date(month=11, day=4, year=2025, short=False), None)
    """
    numbers = re.findall(r"[0-9]+", text)
    iso = len(numbers[0]) == 4
    plain = re.sub(rf"(?<=[0-9]){NTH}|'|\bof\b|[t ]00:00(?::00)?", " ", text.lower())
    try:  # a leap year, so that 29 February without a year is a day
        at = parser.parse(plain, dayfirst=not iso, yearfirst=iso, default=datetime.datetime(2000, 1, 1))
    except (parser.ParserError, ValueError, OverflowError):
        return None
    if at.day != int(numbers[2 if iso else 0]):
        return None
    return Date(at.month, at.day, at.year if len(numbers) > 1 else None)


def year_months(first: int, last: int) -> frozenset[int]:
    """Return the months from first to last, over New Year where need be.

    Examples
    --------
    >>> sorted(year_months(11, 2))
    [1, 2, 11, 12]
    """
    return frozenset((first - 1 + n) % 12 + 1 for n in range((last - first) % 12 + 1))


def nearest(date: Date, today: datetime.date) -> Date | None:
    """Return it with the year in which it is nearest to today.

    Examples
    --------
    >>> nearest(Date(1, 5), datetime.date(2025, 12, 1)).year
    2026
    """
    found = [d for step in (-1, 0, 1) if (d := date.of(today.year + step))]
    return min(found, key=lambda d: abs((d.first() - today).days), default=None)


def months_limit(ranges: Sequence[tuple[Date, Date]], text: str, today: datetime.date | None = None) -> Limit:
    """Return the limit of months and dates as listed, each from one to another.

    Months without a year are a season of every year. ``April 18 to February 19`` is read as
    two years, because as two days it would run over New Year. Without ``today`` a date that
    has no year is only asked about; with it, it is taken as the nearest, and asked about.
    """
    dates = [d for pair in ranges for d in pair]
    if not any(d.day or d.year for d in dates):
        months = frozenset[int]().union(*(year_months(a.month, b.month) for a, b in ranges))
        return Limit(months=months if months != ALL_MONTHS else frozenset())
    if len(ranges) > 1:
        return Limit(questions=(f"{text!r}: on which dates does it run?",))
    start, end = ranges[0]
    if not _are_years(start, end):
        return Limit(questions=(DAY_OR_YEAR.format(text),))
    questions: tuple[str, ...] = ()
    if start.year is None and end.year is None:
        questions = (WHICH_YEAR.format(text),)
        if today is None:
            return Limit(questions=questions)
        start = nearest(start, today) or start
    over_new_year = not end.comes_after(start)
    if end.year is None and start.year is not None:
        end = end.of(start.year + over_new_year)
    elif start.year is None and end.year is not None:
        start = start.of(end.year - over_new_year)
    if not start or not end or start.year is None or not (start.of(start.year) and end.of(end.year)):
        return Limit(questions=(NO_SUCH_DAY.format(text),))
    return Limit(first=start.first(), last=end.last(), questions=questions)


def _are_years(start: Date, end: Date) -> bool:
    """Whether two digits after a month are plainly its year."""
    if start.short and end.short:
        return end.year == start.year + 1 and end.month < start.month
    if start.short or end.short:
        return None not in (start.year, end.year) and not (start.day or end.day)
    return True


def open_limit(date: Date, text: str, *, starts: bool, today: datetime.date | None = None) -> Limit:
    """Return the limit of a first or a last day or month alone: ``from 5th March``, ``until July``."""
    if date.short:
        return Limit(questions=(DAY_OR_YEAR.format(text),))
    questions = () if date.year else (WHICH_YEAR.format(text),)
    known = date if date.year else nearest(date, today) if today else None
    if known is None:
        return Limit(questions=questions)
    if not known.of(known.year):
        return Limit(questions=(NO_SUCH_DAY.format(text),))
    return Limit(first=known.first(), questions=questions) if starts else Limit(last=known.last(), questions=questions)


BEFORE_DAYS = [("?", rf"(?<![\w:.])(?:{SEVERAL})", None)]
WORDS = [
    *(("a", rf"(?<![\w:.])(?:{form})(?!\w)", read_date) for form in DATE_FORMS),
    ("m", rf"{MONTH}{YEAR}?", read_month),
]
"""Code, pattern and value: see :mod:`placespace.ingest.sessions.tokens`."""
