"""Read an age band as a list writes it: ages, school years, key stages, or words for them."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from placespace.ingest.sessions.timing import Ages
from placespace.ingest.sessions.tokens import tidied

Band = tuple[int | None, int | None]
LONGEST, QUOTED = 200, 80
"""Characters of a cell that are read, and that a question repeats."""
OLDEST = 110
"""Above this a number is no age."""
LAST_YEAR = 13
YEAR_BEFORE = 4
"""In England a child is four years older than the number of the school year when it starts."""
STAGES = {1: (5, 7), 2: (7, 11), 3: (11, 14), 4: (14, 16), 5: (16, 18)}
"""Key stages: the age at the start of the first school year, and at the end of the last."""
NAMED: dict[str, Band] = {
    r"any\s*ages?|(?:all|any|every)(?:\s*(?:ages?|one|body|young\s*people|children|welcome))*|mixed(?:\s*ages)?": (
        None,
        None,
    ),
    r"n/?a|none|not\s*(?:stated|known|specified|applicable)|unknown|(?:children\s*(?:and|&)\s*)?young\s*people": (
        None,
        None,
    ),
    r"teen(?:ager)?s|teenage": (13, 19),
    r"primary(?:\s*(?:school|age[ds]?))*": (4, 11),
    r"secondary(?:\s*(?:school|age[ds]?))*": (11, 16),
    r"(?:sixth|6th)\s*form(?:ers?)?": (16, 18),
    r"reception": (4, 5),
    r"(?<!young )adults?": (18, None),
}
"""Words that mean an age band, and which."""

AGE = r"([0-9]{1,3})(?:\.[0-9]+)?"
OLD = r"(?:\s*-?\s*(?:y(?:ea)?rs?(?:[-\s]*olds?)?|y/?os?)(?!\w)\.?)?"
TO = r"\s*(?:-+|(?:to|until|till|and)(?!\w))\s*"
LIST = r"\s*[&/,]\s*"
YEARS = r"(?:school\s*(?:years?|yrs?)|years?|yr|y)\.?\s*(?:groups?\s*)?"
STAGE = r"(?:ks|key\s*stages?)\s*"
MORE = r"\s*(?:\+|(?:plus|(?:and|or|&)\s*(?:over|above|older|up|upwards)|upwards?|onwards?)(?!\w))"
HARMLESS = re.compile(
    r"(?<!\w)(?:aged?|ages|y(?:ea)?rs?|olds?|from|for|only|girls?|boys?|young|people|children|women|men|inclusive"
    r"|open|to|welcome|send|the|in|school|of|groups?)(?!\w)|[\s()\[\].,;:'\"]+",
    re.IGNORECASE,
)
MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
A_DATE = re.compile(
    rf"[0-9]{{1,2}}[-/ ]{MONTH}(?:[-/ ][0-9]+)?|{MONTH}[-/ ][0-9]{{2,4}}|[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}.*"
    r"|[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4}",
    re.IGNORECASE,
)
UNCLEAR = re.compile(r"(?<!school )(?<!\w)yrs\.?\s*[0-9]", re.IGNORECASE)
"""``Yrs 7-11`` may be school years or ages."""


def _years(first: str, last: str | None = None) -> Band | None:
    school = int(first), int(last or first)
    return (school[0] + YEAR_BEFORE, school[1] + YEAR_BEFORE + 1) if max(school) <= LAST_YEAR else None


def _year_and_over(first: str) -> Band | None:
    years = _years(first)
    return years and (years[0], None)


def _stages(first: str, last: str | None) -> Band:
    return STAGES[int(first)][0], STAGES[int(last or first)][1]


def _under(age: str) -> Band:
    return None, int(age) - 1


def _up_to(age: str) -> Band:
    return None, int(age)


def _and_over(age: str) -> Band:
    return int(age), None


def _between(first: str, last: str) -> Band:
    return int(first), int(last)


def _exactly(age: str) -> Band:
    return int(age), int(age)


BANDS: list[tuple[re.Pattern[str], Callable[..., Band | None]]] = [
    (re.compile(rf"(?<![\w:.£])(?<![0-9]-)(?<![0-9]-\s)(?<![0-9]\s-\s)(?:{pattern})(?!\w)", re.IGNORECASE), band)
    for pattern, band in (
        (rf"{STAGE}([1-5])(?:(?:{TO}|{LIST})(?:{STAGE})?([1-5]))?", _stages),
        (rf"{YEARS}([0-9]{{1,2}}){MORE}", _year_and_over),
        (rf"{YEARS}([0-9]{{1,2}})(?:(?:{TO}|{LIST})(?:{YEARS})?([0-9]{{1,2}}))?(?!\s*old)", _years),
        (rf"(?:under|below|younger\s*than|u)[-\s]*{AGE}(?:'?s)?", _under),
        (rf"over[-\s]*{AGE}(?:'?s)?", _and_over),
        (rf"(?:up\s*to|max(?:imum)?)\s*(?:age\s*)?(?:of\s*)?{AGE}{OLD}", _up_to),
        (rf"{AGE}{OLD}{TO}{AGE}(?:'?s)?{OLD}(?!\s*-)", _between),
        (rf"{AGE}{OLD}{MORE}", _and_over),
        (rf"(?:min(?:imum)?|from)\s*(?:age\s*)?(?:of\s*)?{AGE}{OLD}", _and_over),
        (rf"{AGE}\s*-?\s*y(?:ea)?rs?[-\s]*olds?", _exactly),
        *((words, lambda band=band: band) for words, band in NAMED.items()),
    )
]
"""Patterns of a band, and what each means; the first that fits is taken."""


@lru_cache(maxsize=4096)
def read_ages(text: str) -> Ages:
    """Return the ages a text says, and what a person has to be asked.

    "Under 12" is eleven at the oldest, "over 16s" sixteen at the youngest, as they are
    used; half years are left out (``10½`` is 10).

    Parameters
    ----------
    text : str
        Ages as written. Nothing, or "all young people", limits no age and asks nothing.

    Examples
    --------
    >>> [(a.youngest, a.oldest) for a in map(read_ages, ("8–18", "Under 12's", "Yr 7 - Yr 11", "14 plus"))]
    [(8, 18), (None, 11), (11, 16), (14, None)]
    >>> read_ages("families").questions
    ("'families': which ages?",)
    """
    plain = tidied(text[:LONGEST]).strip(" .-")
    if not plain:
        return Ages()
    asked = Ages(questions=(f"{plain[:QUOTED]!r}: which ages?",))
    if A_DATE.fullmatch(plain):
        return Ages(questions=(f"{plain!r} is a date: did a spreadsheet change the ages?",))
    found, rest = _bands(plain)
    if not found or None in found or UNCLEAR.search(plain):
        return asked
    youngest, oldest = _around([band for band in found if band])
    if max(youngest or 0, oldest or 0) > OLDEST or (oldest is not None and oldest < (youngest or 0)):
        return asked
    understood = len(set(found)) == 1 and not HARMLESS.sub("", rest) and len(text) <= LONGEST
    return Ages(youngest, oldest, () if understood else asked.questions)


def _bands(text: str) -> tuple[list[Band | None], str]:
    """Return the bands in a text in its order, and what is left of it."""
    found: list[tuple[int, Band | None]] = []
    for pattern, band in BANDS:
        for match in pattern.finditer(text):
            found.append((match.start(), band(*match.groups())))
        text = pattern.sub(lambda match: " " * len(match[0]), text)
    return [band for _, band in sorted(found, key=lambda pair: pair[0])], text


def _around(bands: list[Band]) -> Band:
    """Return the band around several, or the first where one of them is open."""
    if len(bands) == 1 or any(None in band for band in bands):
        return bands[0]
    return min(first for first, _ in bands), max(last for _, last in bands)
