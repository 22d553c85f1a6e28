"""Read clock times, and settle which half of the day a bare number is in, or say that it cannot be told.

The rule for a range without am or pm ("6-8", "11-3"): of its readings in either half of the
day, those that start at 08:00 or later, end by 23:00 and last at most nine hours are
possible. If one is possible it is the reading; if two are ("8-10") it is asked about.
Words beside it ("morning", "after school") only rule readings out, and then the night may
run past midnight. A range with one side marked ("9-10.30am", "6pm-8") is the one reading that
lasts at most nine hours. ``09:30``, ``18:00`` and pairs such as ``10:00-11:00`` are read on a
clock of 24 hours. ``12pm`` is noon, but "8-12pm" may mean midnight and is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from placespace.ingest.sessions.months import MONTH, NTH

DAY = 24 * 60
NOON = DAY // 2
LONGEST_BARE = 9 * 60
NIGHT_FROM, LONGEST_NIGHT = 16 * 60, 10 * 60
"""A session runs past midnight only when it starts at 16:00 or later and lasts at most ten hours."""
EARLY = 7 * 60
"""A session that starts before this is asked about: ``06:00`` may be six in the evening."""

Window = tuple[int, int, int]
"""Earliest start, start before, latest end, in minutes after midnight."""
USUAL: Window = (8 * 60, 23 * 60, 23 * 60)
PARTS: dict[str, Window | None] = {
    r"after[-\s]*school": (14 * 60 + 30, 18 * 60, 22 * 60),
    r"before[-\s]*school|breakfasts?(?:\s*time)?|mornings?|a\.?m\.?": (5 * 60, NOON, 14 * 60 + 30),
    r"lunch[-\s]*(?:times?|breaks?|hours?)?": (11 * 60, 14 * 60 + 30, 16 * 60),
    r"afternoons?": (NOON, 18 * 60, 21 * 60),
    r"p\.?m\.?": (NOON, DAY, DAY + 60),
    r"evenings?|eves?|tea[-\s]*times?": (16 * 60, 23 * 60, DAY),
    r"nights?|nites?": (17 * 60, DAY, DAY + 180),
    r"late|early|day[-\s]*times?|all\s*day|overnight|dusk|dawn|dark|sun\s*(?:set|down|rise)|clos(?:e|ing)": None,
}
"""Words for a part of the day: not a time, but it may settle a bare one."""

MARK = r"(?:\s*(?:[ap]\.\s?m\.?|[ap]\s?m(?!\w))|[ap](?!\w))"
HHMM = r"[0-9]{1,2}[:.h][0-9]{2}(?:[:.][0-9]{2})?"
WORD = r"(?:12\s*)?(?:noon|mid-?day|mid-?night)(?!\w)"
HOURS = r"(?:\s*h(?:(?:ou)?rs?)?(?!\w))"
YEAR = r"20[1-3][0-9]"
SURE = rf"(?:{WORD}|(?:{HHMM}|[0-9]{{1,4}}){MARK}|{HHMM}{HOURS}?|[0-9]{{4}}{HOURS}|(?!{YEAR})[0-9]{{4}})"
ANY = rf"(?:{SURE}|[0-9]{{1,3}})"
FOUR = rf"[0-9]{{4}}{HOURS}?"
TO = r"(?:\s*(?:-+|(?:to|un?till?|'?till?|thru|through)(?![a-z])|>|→))+\s*"
LEFT, RIGHT = r"(?<![\w.:/£$])", r"(?!\w|[.:/][0-9]|\s*-\s*[0-9]|\s*%)"
FROM = r"(?:(?:from|at|@|starts?|starting|begins?|opens?)\s+(?:at\s+|from\s+)?)"
CLOCK = re.compile(
    rf"(?P<word>{WORD})|(?P<hour>[0-9]{{1,2}}?)(?:[:.h]?(?P<minute>[0-9]{{2}})(?:[:.][0-9]{{2}})?)?"
    rf"(?P<mark>{MARK})?{HOURS}?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Clock:
    """A time as written: the minutes after midnight it may be.

    ``bare`` is a number that is in neither half of the day; ``four_digits`` is written as ``10:30``.
    """

    minutes: tuple[int, ...]
    bare: bool = False
    four_digits: bool = False


@dataclass(frozen=True)
class Span:
    """A start and an end as written; either may be missing.

    ``lasts`` is how many minutes it lasts, where that is said and the end is not.
    """

    start: Clock | None
    end: Clock | None
    text: str
    lasts: int | None = None

    @property
    def bare(self) -> bool:
        """Whether neither of its times says in which half of the day it is."""
        return all(c is None or c.bare for c in (self.start, self.end))

    @property
    def plain(self) -> bool:
        """Whether it is only two small numbers, which may not be times at all."""
        return bool(re.fullmatch(r"[0-9]{1,2}\s*(?:-+|to)\s*[0-9]{1,2}", self.text))


@dataclass(frozen=True)
class Settled:
    """A start and an end as ``HH:MM``, None where not known, and the question to ask, if any."""

    start: str | None = None
    end: str | None = None
    question: str = ""


def read_clock(text: str, *, of_12: bool = False) -> Clock | None:
    """Return a time of day as written; None when there is no such time.

    Parameters
    ----------
    text : str
    of_12 : bool
        Whether ``07.00`` stands beside a time with am or pm, so that it may be in the evening.

    Examples
    --------
    >>> read_clock("6.30pm").minutes, read_clock("6").minutes, read_clock("06:00").minutes, read_clock("25:00")
    ((1110,), (360, 1080), (360,), None)
    """
    found = CLOCK.fullmatch(text.strip())
    if not found:
        return None
    if found["word"]:
        return Clock((0,) if "night" in found["word"].lower() else (NOON,))
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if minute > 59 or hour > 24 or (hour == 24 and minute) or (hour == 0 and not found["minute"]):
        return None
    half = (found["mark"] or "").strip().lower()[:1]
    four_digits = len(found["hour"]) == 2 and found["minute"] is not None and not half
    if hour > 12 or hour == 0:
        contradicted = half == "a" if hour else half
        return None if contradicted else Clock((hour % 24 * 60 + minute,), False, four_digits)
    morning = hour % 12 * 60 + minute
    if half:
        return Clock((morning + NOON * (half == "p"),))
    if four_digits and not of_12 and (found["hour"] < "10" or not re.search("[:.h]", found[0])):  # 09:30, 1030
        return Clock((hour * 60 + minute,), False, True)
    return Clock((morning, morning + NOON), True, four_digits)


def read_span(text: str) -> Span | None:
    """Return a range of times as written; None when one of them is no time.

    Examples
    --------
    >>> settle(read_span("5pm till 6.30"))
    Settled(start='17:00', end='18:30', question='')
    """
    said = re.sub(rf"^(?:{FROM}|between\s+)", "", text.strip(), flags=re.IGNORECASE)
    found = re.fullmatch(rf"({ANY}|{FOUR})(?:{TO}|\s*(?:and|&)\s*)({ANY}|{FOUR})", said, re.IGNORECASE)
    if not found:
        return None
    marked = [bool(re.search(rf"{MARK}$", part, re.IGNORECASE)) for part in found.groups()]
    start, end = (read_clock(part, of_12=any(marked)) for part in found.groups())
    if start is None or end is None:
        return None
    if start.bare:
        start, end = _beside(start, end, marked_end=marked[1])
    if end.bare and start.four_digits and end.four_digits:
        end = _as_written(end)
    return Span(start, end, " ".join(text.split()))


def _beside(start: Clock, end: Clock, *, marked_end: bool) -> tuple[Clock, Clock]:
    """Return a bare start and its end, where the end says how the start is to be read."""
    if marked_end and end.minutes == (NOON,) and start.minutes[0] < 10 * 60:  # 8-12pm may well mean midnight
        return start, Clock((NOON, 0))
    if start.four_digits and end.four_digits:  # 10:00-11:00
        return _as_written(start), end
    if not marked_end and not end.bare and end.minutes[0] > NOON:  # 9-13:00, but 6-20:00 may be either
        return (_as_written(start) if start.minutes[0] >= USUAL[0] or start.minutes[0] < 60 else Clock(())), end
    return start, end


def _as_written(clock: Clock) -> Clock:
    """Return a bare time as on a clock of 24 hours: 12 is noon."""
    return Clock((clock.minutes[0] + NOON * (clock.minutes[0] < 60),), False, True) if clock.bare else clock


def read_start(text: str) -> Span | None:
    """Return a start whose end is not said."""
    start = read_clock(re.sub(rf"^{FROM}", "", text.strip(), flags=re.IGNORECASE))
    return Span(start, None, " ".join(text.split())) if start else None


def read_end(text: str) -> Span | None:
    """Return an end whose start is not said: ``until 9pm``."""
    end = read_clock(re.sub(r"^[a-z']+(?:\s+at)?\s+", "", text.strip(), flags=re.IGNORECASE))
    return Span(None, end, " ".join(text.split())) if end else None


def read_duration(text: str) -> int:
    """Return minutes.

    Examples
    --------
    >>> read_duration("1.5 hours"), read_duration("90 mins")
    (90, 90)
    """
    number = float(re.match(r"[0-9.]+", text)[0])
    return round(number if "m" in text.lower() else number * 60)


def settle(span: Span, parts: Sequence[Window] = (), elsewhere: frozenset[tuple[int, int]] = frozenset()) -> Settled:
    """Return the one reading of a range, or the question to ask.

    Parameters
    ----------
    span : Span
    parts : sequence of Window
        What words beside it allow.
    elsewhere : frozenset of (int, int)
        Readings of other ranges of the same text: "Mon 8-10pm, Wed 8-10".

    Examples
    --------
    >>> [settle(read_span(t)).start for t in ("6-8", "11-3", "9-5", "9-10.30am", "10pm-1am", "8-10")]
    ['18:00', '11:00', '09:00', '09:00', '22:00', None]
    >>> settle(read_span("8-10")).question
    "'8-10': morning or evening?"
    """
    if span.start is None:
        return _settled_end(span)
    if span.end is None:
        return _settled_start(span, parts)
    found = possible(span, parts)
    if len(found) > 1:
        found = [pair for pair in found if pair in elsewhere] or found
    if len(found) == 1:
        start, end = found[0]
        early = f"it starts at {_clock(start)}: is that right, and of which day?" if start < EARLY else ""
        return Settled(_clock(start), _clock(end), early)
    if found:
        return Settled(question=f"{span.text!r}: morning or evening?")
    return Settled(question=f"{span.text!r} cannot be the times of a session: when does it start and end?")


def possible(span: Span, parts: Sequence[Window] = ()) -> list[tuple[int, int]]:
    """Return the readings of a range that a session could have, in minutes; an end after midnight is over 1440."""
    found = []
    for start in span.start.minutes:
        for written in span.end.minutes:
            end = written if written > start else written + DAY
            if end - start == DAY or (end > DAY and (start < NIGHT_FROM or end - start > LONGEST_NIGHT)):
                continue
            if (span.start.bare or span.end.bare) and end - start > LONGEST_BARE:
                continue
            if span.bare and not _within(start, end, parts):
                continue
            found.append((start, end))
    return found


def _within(start: int, end: int, parts: Sequence[Window]) -> bool:
    return all(first <= start < before and end <= by for first, before, by in (parts or (USUAL,)))


def _settled_start(span: Span, parts: Sequence[Window]) -> Settled:
    starts = [s for s in span.start.minutes if not span.start.bare or _within(s, s, parts)]
    if len(starts) != 1:
        return Settled(question=f"{span.text!r}: morning or evening, and when does it end?")
    if span.lasts:
        known = Clock((starts[0],)), Clock(((starts[0] + span.lasts) % DAY,))
        return settle(Span(*known, span.text)) if span.lasts < DAY else Settled(_clock(starts[0]))
    return Settled(_clock(starts[0]), None, f"{span.text!r}: when does it end?")


def _settled_end(span: Span) -> Settled:
    ends = [e for e in span.end.minutes if not span.end.bare or USUAL[0] <= e <= USUAL[2]]
    return Settled(None, _clock(ends[0]) if len(ends) == 1 else None, f"{span.text!r}: when does it start and end?")


def _clock(minutes: int) -> str:
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"


WORDS = [
    ("?", rf"{LEFT}(?:{ANY}|[0-9.:]+)(?:\s*-\s*(?:{ANY}|[0-9.:]+)){{2,}}", None),
    (
        "?",
        rf"{LEFT}[0-9]{{1,2}}(?:\.[0-9])?\s*(?:-|to)\s*[0-9]{{1,2}}(?:\.[0-9])?\s*(?:hours?|hrs?|min(?:ute)?s?)(?!\w)",
        None,
    ),
    ("?", rf"{LEFT}{YEAR}\s*[-/]\s*(?:{YEAR}|[0-9]{{2}})(?![\w:.])", None),
    ("v", rf"(?:after|before|by|around|about|approx\w*\.?)\s+{SURE}{RIGHT}", None),
    ("t", rf"(?:{FROM}|between\s+)?{LEFT}(?:{ANY}{TO}{ANY}|{FOUR}{TO}{FOUR}){RIGHT}", read_span),
    ("t", rf"between\s+{ANY}\s*(?:and|&)\s*{ANY}{RIGHT}", read_span),
    ("g", rf"{LEFT}[0-9]{{1,2}}(?:\.[0-9]{{1,2}})?\s*-?\s*(?:hours?|hrs?|min(?:ute)?s?)(?!\w)", None),
    ("t", rf"(?:un?till?|'?till?|to|ends?|closes?|finish(?:es)?)\s+(?:at\s+)?{SURE}{RIGHT}", read_end),
    ("t", rf"{FROM}{ANY}{RIGHT}(?!{NTH}|\s+(?:of\s+)?{MONTH})", read_start),
    ("t", rf"{LEFT}{SURE}{RIGHT}", read_start),
    *(("v", rf"(?:{words})(?!\w)", window) for words, window in PARTS.items()),
]
"""Code, pattern and value: see :mod:`placespace.ingest.sessions.tokens`. A time that is none is not understood."""
