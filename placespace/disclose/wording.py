"""Find words that must not be used of people or places, and say what to write instead."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping

from placespace.terms import INSTEAD, NEVER


def wording_faults(text: str) -> list[str]:
    """Return the words in a text that are never used of people or places: in the plural or with hyphens, too.

    Examples
    --------
    >>> wording_faults("A no-go gang area"), wording_faults("A location of concern")
    (['gang area', 'no-go'], [])
    >>> wording_faults("Gang-areas, no go")
    ['gang area', 'no-go']
    """
    plain = _plain(text)
    return [word for word in NEVER if _pattern(word).search(plain)]


def suggestions(text: str) -> list[tuple[str, str]]:
    """Return the words of a text to change, each with what to write instead.

    Finds what :func:`wording_faults` finds, and words near to it; the longest of those that overlap.

    Parameters
    ----------
    text : str
        Anything that is written or was typed.

    Returns
    -------
    list of (str, str)
        The word as :data:`placespace.terms.INSTEAD` has it, and what to write; in the order of the text, once each.

    Examples
    --------
    >>> suggestions("Patrol the gang area")
    [('gang area', 'location of concern')]
    >>> suggestions("Offenders' hotspot")
    [('offenders hot spot', 'hot spot of incidents')]
    """
    plain = _plain(text)
    found = [(m.start(), -m.end(), -len(word), word) for word in INSTEAD for m in _pattern(word).finditer(plain)]
    told: dict[str, str] = {}
    reached = 0
    for start, end, _, word in sorted(found):
        if start >= reached:
            told[word] = INSTEAD[word]
            reached = -end
    return list(told.items())


def check_wording(texts: Mapping[str, str], *, allowed: Collection[str] = ()) -> list[str]:
    """Return a sentence for each text with words to change: where it is, which words, and what to write instead.

    Parameters
    ----------
    texts : mapping of str to str
        Where a text stands ("places, 2, why"), and the text.
    allowed : collection of str
        Texts that are quoted as they are, as the category names of a source: words inside them are no fault.

    Returns
    -------
    list of str
        Empty when nothing needs to change.

    Examples
    --------
    >>> check_wording({"places, 2, why": "A no-go gang area."})
    ['places, 2, why: write "place that people avoid" for "no-go"; "location of concern" for "gang area".']
    >>> check_wording({"notes": "Codes: Gang area - knife."}, allowed=["Gang area - knife"])
    []
    """
    quoted = sorted({_plain(a) for a in allowed} - {""}, key=len, reverse=True)
    faults = []
    for where, text in texts.items():
        left = _plain(text)
        for one in quoted:
            # a mark no word has, so that what stood on either side does not become one
            left = re.sub(rf"(?<!\w){re.escape(one)}(?!\w)", "\0", left)
        if found := suggestions(left):
            changes = [f'"{new}" for "{old}"' for old, new in found]
            faults.append(f"{where}: write {'; '.join(changes)}.")
    return faults


def _plain(text: str) -> str:
    """Return a text as it is compared: one form of each letter, space and hyphen; no apostrophes."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    seen = "".join(c for c in folded if c not in "'’‘`" and unicodedata.category(c) != "Cf")
    return re.sub(r"[\s\-‐-―−_]+", " ", seen).replace("hotspot", "hot spot").strip()


def _pattern(word: str) -> re.Pattern[str]:
    return re.compile(rf"\b{re.escape(word.replace('-', ' '))}s?\b")
