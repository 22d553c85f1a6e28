"""Say whether the method would have held: beside last year's busiest cells, on months it had not seen."""

from placespace.documents.hold.answer import (
    ANALYST_ONLY,
    Hold,
    OneOrigin,
    hold,
    hold_by,
    hold_sources,
    one_origin,
)
from placespace.documents.hold.exports import HOLD_ENDINGS, hold_book, hold_csv, write_hold
from placespace.documents.hold.words import (
    hold_about,
    hold_headline,
    hold_line,
    line_of,
    looks_table,
    one_origin_words,
    size_name,
    ways_table,
)

__all__ = [
    "ANALYST_ONLY",
    "HOLD_ENDINGS",
    "Hold",
    "OneOrigin",
    "hold",
    "hold_about",
    "hold_book",
    "hold_by",
    "hold_csv",
    "hold_headline",
    "hold_line",
    "hold_sources",
    "line_of",
    "looks_table",
    "one_origin",
    "one_origin_words",
    "size_name",
    "ways_table",
    "write_hold",
]
