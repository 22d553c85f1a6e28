"""Read rows of delimited text, whatever its encoding, separator and line ends."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from placespace.ingest.headings import HEADING_WITHIN, match_heading

SEPARATORS = ",;\t|"
LONGEST_FIELD = 10_000_000


def decoded(content: bytes) -> tuple[str, list[str]]:
    """Return text and what had to be assumed about its encoding."""
    for bom, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(bom):
            return content.decode(encoding, errors="replace"), []
    try:
        return content.decode("utf-8"), []
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace"), ["read as Windows text (cp1252)"]


def rows_of_csv(content: bytes, headings: Sequence[str] = ()) -> tuple[list[list[str]], list[str]]:
    """Return the rows of a csv, and what had to be assumed.

    The separator is the one that shows most of ``headings``, then the commonest.

    Examples
    --------
    >>> rows_of_csv(b"a;b\\r\\n1;\\xa32\\r\\n")
    ([['a', 'b'], ['1', '£2']], ['read as Windows text (cp1252)'])
    """
    text, notes = decoded(content)
    text = text.replace("\0", "")
    head = text[:20_000].splitlines()[:HEADING_WITHIN]

    def fitness(separator: str) -> tuple[int, int]:
        shown = [row for line in head for row in csv.reader([line], delimiter=separator)]
        hits = (sum(match_heading(row, h) is not None for h in headings) for row in shown if len(row) > 1)
        return max(hits, default=0), sum(line.count(separator) for line in head)

    csv.field_size_limit(LONGEST_FIELD)
    separator = max(SEPARATORS, key=fitness)
    rows, closed = _rows(text, separator)
    if not closed or _swallowed(rows, separator):
        # a quotation mark that is never closed takes every row after it into one field
        notes.append("a quotation mark is not closed: each line is read as a row")
        rows = [row for line in text.splitlines() for row in csv.reader([line], delimiter=separator)]
    return [[v.strip() for v in row] for row in rows], notes


def _rows(text: str, separator: str) -> tuple[list[list[str]], bool]:
    lines = io.StringIO(text, newline="")
    rows = list(csv.reader(lines, delimiter=separator))
    if not rows or not rows[-1] or text.count('"') % 2 == 0:
        return rows, True
    return rows, "\n" not in rows[-1][-1] and "\r" not in rows[-1][-1]


def _swallowed(rows: list[list[str]], separator: str) -> bool:
    usual = max((len(row) for row in rows[:HEADING_WITHIN]), default=0) - 1
    return usual > 1 and any(
        "\n" in value and any(line.count(separator) >= usual for line in value.split("\n"))
        for row in rows
        for value in row
    )
