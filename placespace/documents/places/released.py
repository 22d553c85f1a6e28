"""Hold what leaves of a place to the ledger of what was handed out, and note it there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from placespace.disclose import Profile
from placespace.documents.answer import answer
from placespace.documents.exports import check_hand_out, record_hand_out
from placespace.documents.places.brief_lines import NO_DATA, Brief, SourceLine
from placespace.errors import WrongUse
from placespace.grid import Question
from placespace.measures import Reading
from placespace.places.roles import NotAllowed

YEAR = 12


def note_release(reading: Reading, profile: Profile, briefs: Sequence[Brief]) -> None:
    """Check and note in the ledger what counts leave with briefs, of both years; true ones stay with the analyst.

    Raises
    ------
    PlacespaceError
        When, beside what was handed out before, a hidden count would be given back.
    """
    if profile.exact:
        return
    found = []
    for asked in _asked(reading, [line for one in briefs for line in one.sources]):
        try:
            found.append(answer(reading, asked, profile.name))
        except NotAllowed:
            raise
        except WrongUse:
            continue  # of what is not shown nothing leaves
    for one in found:
        check_hand_out(reading, one)
    for one in found:
        record_hand_out(reading, one)


def _asked(reading: Reading, lines: Iterable[SourceLine]) -> list[Question]:
    asked = set()
    for line in lines:
        if not line.first:
            continue
        known = reading.counts(line.layer, reading.resolution_of(line.layer)).categories
        categories = (line.categories,) if line.categories in known else ()
        asked.add(Question(line.layer, categories, line.first, line.last))
        if line.before not in ("", NO_DATA):
            years_ago = (str(pd.Period(month, "M") - YEAR) for month in (line.first, line.last))
            asked.add(Question(line.layer, categories, *years_ago))
    return sorted(asked, key=lambda q: (q.layer, q.categories, q.first, q.last))
