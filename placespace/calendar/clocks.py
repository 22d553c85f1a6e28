"""Read a range of clock times, and never guess which half of the day a bare number is in."""

from __future__ import annotations

import re

HOUR_MIN, NOON_MIN, DAY_MIN = 60, 12 * 60, 24 * 60
TIME = (
    r"(?:noon|midday|midnight|\d{4}\s?hrs?|(?!20\d[^05]|20[1-3][15](?!5))\d{4}"
    r"|\d{1,2}(?:[:.h]\d{2})?(?:\s?[ap]\.?m\b\.?|\s?hrs?\b)?)"
)
RANGE = (
    rf"(?:between\s+(?P<start_b>{TIME})\s*(?:and|-)\s*(?P<end_b>{TIME})"
    rf"|(?:from\s+)?(?P<start>{TIME})\s*(?:-|to\b|until\b|till\b)\s*(?P<end>{TIME}))(?![\w:/-]|\.\d)"
)
"""Two times, as named groups ``start`` and ``end`` (``start_b`` and ``end_b`` after the word between)."""
ONE = re.compile(r"(\d{1,2})(?:[:.h]?(\d{2}))?\s?(?:([ap])\.?m\b\.?|hrs?)?", re.ASCII)
NAMED = {"noon": NOON_MIN, "midday": NOON_MIN, "midnight": 0}


def read_range(start: str, end: str) -> tuple[int, int] | str:
    """Return minutes after midnight of a start and of an end after it, or why it cannot be told.

    With am or pm on one side, the other is the one that makes it last less than twelve hours. With neither, an
    hour over 12, or two digits on both sides with a 0 in front or with minutes, make it a clock of 24 hours;
    ``5-9`` may be morning or evening and is not read.

    Examples
    --------
    >>> read_range("17", "21"), read_range("5", "9pm"), read_range("18", "02"), read_range("6pm", "midnight")
    ((1020, 1260), (1020, 1260), (1080, 1560), (1080, 1440))
    >>> read_range("5", "9")
    "'5-9' may be morning or evening: write 17-21 or 5-9pm"
    """
    said = f"'{start}-{end}'"
    both = _one(start), _one(end)
    if None in both:
        return f"{said} holds a time that no clock shows"
    (a, marked_a, sure_a), (b, marked_b, sure_b) = both
    either = f"{said} may be morning or evening: write 17-21 or 5-9pm"
    if not (marked_a or marked_b):
        return _ordered(a, b, said) if sure_a or sure_b or _on_24_hours(start, end) else either
    if b == NOON_MIN and marked_b and not (marked_a or sure_a) and end not in NAMED:
        return f"{said} may end at noon or at midnight: write 12:00 or 00:00"
    halves = [
        (x, y)
        for x in _halves(a, marked_a or sure_a)
        for y in _halves(b, marked_b or sure_b)
        if ((marked_a or sure_a) and (marked_b or sure_b)) or 0 < (y - x) % DAY_MIN < NOON_MIN
    ]
    return _ordered(*halves[0], said) if len(halves) == 1 else either


def _on_24_hours(start: str, end: str) -> bool:
    """Return whether both are written with two digits, and one with a 0 in front or both with minutes."""
    two = [re.match(r"(\d{2})(?!\d(?!\d))[:.h]?(\d{2})?", text) for text in (start, end)]
    return all(two) and (any(m[1][0] == "0" for m in two) or all(m[2] for m in two))


def _halves(minutes: int, settled: bool) -> tuple[int, ...]:
    return (minutes,) if settled else (minutes % NOON_MIN, minutes % NOON_MIN + NOON_MIN)


def _ordered(a: int, b: int, said: str) -> tuple[int, int] | str:
    a, b = a % DAY_MIN, b % DAY_MIN
    if a == b:
        return f"{said} ends when it starts"
    return a, b if b > a else b + DAY_MIN


def _one(text: str) -> tuple[int, bool, bool] | None:
    """Return minutes after midnight, whether am or pm is said, and whether it can only be of 24 hours."""
    if text in NAMED:
        return NAMED[text], True, False
    found = ONE.fullmatch(text.strip())
    if not found:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if minute >= HOUR_MIN or hour * HOUR_MIN + minute > DAY_MIN:
        return None
    if half:
        return (hour % 12 * HOUR_MIN + minute + NOON_MIN * (half == "p"), True, False) if 1 <= hour <= 12 else None
    return hour * HOUR_MIN + minute, False, hour > 12 or hour == 0
