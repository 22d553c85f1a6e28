"""Find words that must not be used of people or places."""

from __future__ import annotations

import re

from placespace.terms import NEVER


def wording_faults(text: str) -> list[str]:
    """Return the words in a text that are never used of people or places: in the plural or with hyphens, too.

    Examples
    --------
    >>> wording_faults("A no-go gang area"), wording_faults("A location of concern")
    (['gang area', 'no-go'], [])
    >>> wording_faults("Gang-areas, no go")
    ['gang area', 'no-go']
    """
    plain = re.sub(r"[\s\-‐-―]+", " ", text.casefold())
    return [word for word in NEVER if re.search(rf"\b{re.escape(word.replace('-', ' '))}s?\b", plain)]
