"""Read which weeks a session runs in: term, holidays, named weeks, and how often."""

from __future__ import annotations

import re

from placespace.ingest.sessions.days import DAY, GROUPS
from placespace.ingest.sessions.limits import ALL, BANK, HOLIDAY, TERM, Limit
from placespace.ingest.sessions.phrases import BANK_HOLIDAYS
from placespace.ingest.sessions.timing import FORTNIGHTLY, MONTHLY

HOLIDAYS = r"(?:holidays?|hols?|vacations?)"
BREAK = rf"\s*(?:school\s*)?(?:{HOLIDAYS}|break)"
HALF_TERM = rf"(?:school\s*)?half[-\s]*terms?(?:\s*(?:{HOLIDAYS}|weeks?|break))?"
EVENT = (
    r"(?:hallow-?e'?en|bonfire|fireworks?|mischief|banger)(?:\s*(?:nights?|periods?|weeks?|weekends?|season|time|eve))?"
)
NAMED = {
    "Summer holiday": rf"summer{BREAK}",
    "Easter holiday": rf"easter(?:{BREAK})?(?!\s*(?:sun|mon))",
    "Christmas holiday": rf"(?:christmas|xmas)(?:{BREAK})?",
    "October half-term": rf"(?:oct(?:ober)?|autumn)\s*{HALF_TERM}",
    "February half-term": rf"(?:feb(?:ruary)?|spring)\s*{HALF_TERM}",
    "May half-term": rf"(?:may|whit(?:sun)?|summer)\s*{HALF_TERM}",
    "Halloween to Bonfire": rf"{EVENT}(?:\s*(?:to|and|&|/|-)\s*{EVENT})?",
    "End of exams": r"end\s+of\s+(?:school\s+)?exams?(?:\s*(?:periods?|season))?",
}
"""Names that weeks usually have in ``geodata/calendar.csv``, and how they are written in lists."""
SEASON = r"(?:spring|summer|autumn|winter)"
UNDATED = (
    rf"{SEASON}(?:\s*(?:months?|season|time|evenings?|nights?))?(?:\s*(?:19|20)[0-9]{{2}})?"
    r"|(?:light|dark|warm|cold)(?:er)?\s*(?:months?|evenings?|nights?|season|weather)"
    r"|ramadan|eid|lent|advent|diwali|hanukkah|exams?\s*(?:periods?|season|time)"
)
"""Seasons whose first and last day nobody has said."""
ORDINAL = r"(?:1st|first|2nd|second|3rd|third|4th|fourth|last)"
OTHER = r"(?:(?:every|each)\s*(?:other|second|2nd|alternate)|alternat(?:e|ing|ive)|alt\.?)"
TURN = r"(?:\s*(?:times|sessions?|evenings?|nights?|days?))?"
EACH = r"(?:a|per|each|every)"
OFTEN = {
    MONTHLY: (
        r"monthly|4[-\s]*weekly|four[-\s]*weekly|every\s*(?:4|four)\s*weeks?"
        rf"|(?:(?:1|one|once){TURN}\s*{EACH}|every|each)\s*months?"
    ),
    FORTNIGHTLY: (
        r"(?:every\s*|once\s*a\s*)?fort?night(?:ly|s)?|bi[-\s]?weekly|every\s*(?:2|two)\s*weeks?|weeks?\s*[ab]"
        rf"|{OTHER}(?:\s*weeks?(?!\w)|(?=\s*(?:{DAY}|{'|'.join(GROUPS)})))"
    ),
}
NEITHER = (
    r"termly|half-?\s*termly|quarterly|yearly|annual(?:ly)?|one[-\s]off|bi[-\s]?monthly"
    rf"|{OTHER}\s*months?|every\s*(?:[35-9]|1[0-9]|three|five|six|eight)\s*weeks?"
    rf"|(?:twice|two|2|three|3){TURN}\s*{EACH}\s*months?"
)
WHICH_WEEKS = {FORTNIGHTLY: "fortnightly: which weeks?", MONTHLY: "once a month: which week?"}


def read_nth(text: str) -> Limit:
    """Return how often ``first``, ``1st and 3rd`` or ``last`` of a month is.

    Examples
    --------
    >>> [read_nth(t).every for t in ("first", "1st & 3rd", "1st, 2nd and last")]
    [4, 2, 0]
    """
    often = {1: MONTHLY, 2: FORTNIGHTLY}.get(len(re.findall(ORDINAL, text, re.IGNORECASE)))
    return Limit(every=often) if often else _neither(text.strip())


def _neither(text: str) -> Limit:
    return Limit(
        every=0, questions=(f"{text!r} is neither weekly, fortnightly nor monthly: in which weeks does it run?",)
    )


def _undated(text: str) -> Limit:
    return Limit(questions=(f"{text!r} has no dates: when does it start and end?",))


def _undated_term(text: str) -> Limit:
    return Limit(weeks=(TERM,), questions=_undated(text).questions)


def _bank_holidays(text: str) -> Limit:
    return Limit((BANK,), 0, questions=(f"{text!r}: on which days, and when?",))


WEEKLY = r"(?:every|each|per|once\s*(?:a|per))\s*weeks?|weekly"
HALF_TERMS = Limit(weeks=("Half-term",), questions=("half-term: which of them?",))
WORDS = [
    ("l", rf"{BANK_HOLIDAYS}(?:\s*only)?(?!\w)", _bank_holidays),
    ("l", r'weeks of "[^"\n]+"', lambda text: Limit(weeks=(text.split('"')[1],))),
    *(("l", rf"(?:{words})(?:\s*only)?(?!\w)", Limit(weeks=(name,))) for name, words in NAMED.items()),
    ("l", rf"(?:{NEITHER})(?!\w)", _neither),
    ("l", rf"(?:{WEEKLY})(?!\w)", Limit()),
    ("l", rf"{HALF_TERM}(?:\s*only)?(?!\w)", HALF_TERMS),
    *(("e", rf"(?:{words})(?!\w)", Limit(every=n, questions=(WHICH_WEEKS[n],))) for n, words in OFTEN.items()),
    (
        "e",
        rf"{ORDINAL}(?:(?:\s*(?:,|and|&|/)\s*|\s+){ORDINAL})*\s+(?={DAY}|of\s+(?:(?:the|each|every)\s+)?month)",
        read_nth,
    ),
    ("l", r"(?:all|whole)\s*year(?:\s*(?:round|long))?(?!\w)|year[-\s]*round(?!\w)", Limit(weeks=(ALL,))),
    ("l", r"out(?:side)?\s*(?:of\s*)?(?:school\s*)?term(?:[-\s]*times?)?(?!\w)", Limit(weeks=(HOLIDAY,))),
    ("l", rf"outside\s*(?:of\s*)?(?:the\s*)?(?:school\s*)?{HOLIDAYS}(?!\w)", Limit(weeks=(TERM,))),
    ("l", rf"{SEASON}\s*terms?(?:\s*only)?(?!\w)", _undated_term),
    ("l", rf"(?:{UNDATED})(?:\s*only)?(?!\w)", _undated),
    ("l", r"(?:(?:school\s*)?term(?:[-\s]*times?|s|\s*weeks?)?(?:\s*only)?|t\.?t\.?o)(?!\w)\.?", Limit(weeks=(TERM,))),
    (
        "l",
        rf"(?:school\s*)?(?:{HOLIDAYS}|school\s*breaks?)(?:\s*(?:periods?|times?|weeks?))?(?:\s*only)?(?!\w)",
        Limit(weeks=(HOLIDAY,)),
    ),
]
"""Code, pattern and value: see :mod:`placespace.ingest.sessions.tokens`."""
