"""Read days of the week: names, short forms, groups, and names that are misspelt but plain."""

from __future__ import annotations

import difflib
import re
from functools import lru_cache

from placespace.terms import WEEKDAYS

Days = tuple[int, ...]
NAMES = tuple(name.lower() for name in WEEKDAYS)
EVERY_DAY: Days = tuple(range(7))
SHORT = ("mon", "tues?|tu", "wed|wednes", "thurs?|thu|th", "fri", "sat", "sun")
"""Short forms, in the order of the week."""
ONE = [rf"(?:{name}(?:\(s\)|'?s)?'?|(?:{short})(?:'?s)?(?!\w)\.?)" for name, short in zip(NAMES, SHORT, strict=True)]
DAY = rf"(?:{'|'.join(ONE)})(?!\w)"
GROUPS: dict[str, Days] = {
    r"week[-\s]*(?:days?|nights?)|m\s*-\s*f": EVERY_DAY[:5],
    r"week[-\s]*ends?": EVERY_DAY[5:],
    r"daily|(?:every|each)\s*day|(?:7|seven)\s*days(?:\s*(?:a|per)\s*week)?|all\s*week": EVERY_DAY,
}
LIKENESS = 0.8
"""How alike a misspelt word and the name of a day have to be (difflib's ratio)."""
LEAD = 0.05
"""How much more alike than any other day it has to be: ``munday`` is as near to Sunday."""
SHORTEST = 5

WORDS = [
    *(("d", rf"(?:{words})(?!\w)", days) for words, days in GROUPS.items()),
    *(("d", rf"{words}(?!\w)", (day,)) for day, words in enumerate(ONE)),
]
"""Code, pattern and value: see :mod:`placespace.ingest.sessions.tokens`."""


@lru_cache(maxsize=4096)
def misspelt_day(word: str) -> int | None:
    """Return the day a misspelt word plainly means, or None.

    Cautious, because a session put on a wrong day is worse than a question.

    Examples
    --------
    >>> [misspelt_day(w) for w in ("Thurday", "Wendesday", "tuesadys", "holiday", "munday")]
    [3, 2, 1, None, None]
    """
    word = word.lower().removesuffix("s")
    if len(word) < SHORTEST or not re.search(r"d[ay]*y", word):
        return None
    alike = sorted(
        ((difflib.SequenceMatcher(None, word, name).ratio(), n) for n, name in enumerate(NAMES)), reverse=True
    )
    (best, day), (second, _) = alike[:2]
    return day if best >= LIKENESS and best - second >= LEAD else None


def day_range(first: int, last: int) -> Days:
    """Return the days from first to last, over the end of the week where need be.

    Examples
    --------
    >>> day_range(0, 3), day_range(4, 0)
    ((0, 1, 2, 3), (4, 5, 6, 0))
    """
    return tuple((first + n) % 7 for n in range((last - first) % 7 + 1))
