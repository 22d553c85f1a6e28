"""Cut a wording into the words that matter; what is not known is kept as it was written.

Each module of words gives rows of code, pattern and value (or a function of the text that
returns it). The first pattern that fits at a place is taken.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from placespace.ingest.sessions import days, hours, months, phrases, seasons

CODES = {
    "d": "days",
    "t": "clock times",
    "g": "how long",
    "v": "part of a day, which is not a time",
    "l": "weeks, months or dates it is limited to",
    "e": "how often, as said before a day",
    "m": "month",
    "a": "date",
    "c": "how many times a week",
    "f": "from",
    "u": "to, until",
    "o": "dash",
    "s": "and, comma, slash",
    "r": "or",
    ":": "colon",
    ";": "stop, new line",
    "x": "also, additional",
    "i": "including",
    "!": "not, except",
    "q": "asks the reader to find out",
    "z": "does not run now",
    "y": "ages",
    "?": "not understood",
}
"""One letter a kind of word, so that a grammar over words is a pattern over letters."""


@dataclass(frozen=True)
class Token:
    """One word that matters: its code, what it says, and where it stands in the text."""

    code: str
    value: Any
    start: int
    end: int


WORDS: list[tuple[str, str, Any]] = [
    *phrases.FIRST,
    *months.BEFORE_DAYS,
    *seasons.WORDS,
    *months.WORDS,
    *days.WORDS,
    ("c", phrases.any_of(phrases.HOW_MANY), phrases.read_how_many),
    *hours.WORDS,
    *phrases.JOINS,
]
MASTER = re.compile("|".join(f"({pattern})" for _, pattern, _ in WORDS), re.IGNORECASE | re.DOTALL)
LONGEST = 1000
"""Characters: a cell that says more is not a time but a description."""

PLAIN = (
    (re.compile(r"<\s*/?\s*(?:br|p|li|div|tr|ul)\b[^<>]{0,80}>", re.IGNORECASE), "\n"),
    (re.compile(r"</?[a-z][^<>]{0,80}>", re.IGNORECASE), " "),
    (re.compile(r"\s1/2\s*(?=term)", re.IGNORECASE), " half "),
    (re.compile(r"(?<=[0-9])\s1/2(?![0-9/])"), ".30"),
    (re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]"), ""),
    (re.compile(r"[‐‑‒–—―−﹣－]"), "-"),
    (re.compile(r"[‘’‛`´]"), "'"),
    (re.compile(r"[“”„]"), '"'),
    (re.compile(r"\r\n?|[\v\f\u0085\u2028\u2029]|_x000D_"), "\n"),
    (re.compile(r"(?<=[a-z]{3})(?=[0-9])|(?<=[a-z][.:])(?=[0-9])", re.IGNORECASE), " "),
    (re.compile(r"school[-\s]*days?(?!\w)", re.IGNORECASE), "weekdays term time"),
)


def tidied(text: str) -> str:
    """Return the text with one kind of dash, quote, space and digit, and without mark-up.

    Examples
    --------
    >>> tidied("Mon–Thu<br>６½—８ ")
    'Mon-Thu\\n6.30-8'
    """
    text = unicodedata.normalize("NFKC", html.unescape(text).replace("½", " 1/2"))
    for pattern, plain in PLAIN:
        text = pattern.sub(plain, text)
    return re.sub(r"[^\S\n]+", " ", text).strip()


def cut(text: str) -> list[Token]:
    """Return the words of a tidied text that matter, in their order.

    Examples
    --------
    >>> letters_of(cut("Tues & Thurs 6-8 term time only"))
    'dsdtl'
    """
    tokens = []
    for found in MASTER.finditer(text):
        code, _, value = WORDS[found.lastindex - 1]
        said = found[0]
        if callable(value):
            value = value(said)
            code = "?" if value is None else code
        if code == "?":
            if said.strip("'").lower() in phrases.HARMLESS_WORDS:
                continue
            day = days.misspelt_day(said.strip("'"))
            code, value = ("?", None) if day is None else ("d", (day,))
        if code != "h":
            tokens.append(Token(code, value, found.start(), found.end()))
    return tokens


def letters_of(tokens: Iterable[Token]) -> str:
    """Return the codes of tokens as one text, to which a pattern of words can be fitted."""
    return "".join(token.code for token in tokens)
