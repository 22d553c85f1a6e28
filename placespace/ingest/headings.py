"""Find the heading row of a table of text, and the columns a layer means."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

HEADING_WITHIN = 40


@dataclass(frozen=True)
class RawTable:
    """A table as sent: text only, ``frame.index`` is the row number in the file.

    ``crowded`` are the rows with more fields than there are headings (a comma that was not
    quoted): their columns have moved, and nobody can tell where.
    """

    name: str
    frame: pd.DataFrame
    notes: tuple[str, ...] = ()
    crowded: frozenset[int] = frozenset()


def headed(
    rows: list[list[str]], headings: Sequence[str], *, name: str = "table", notes: Sequence[str] = ()
) -> RawTable | None:
    """Return the rows below the heading as text, or None when there is no heading.

    The index is the row number in the file, counted from 1.

    Examples
    --------
    >>> raw = headed([["Calls in May"], ["Date", "Code"], ["01/05/2025", "27D"], ["02/05/2025", "4", "B"]], ["Date"])
    >>> raw.frame.index.tolist(), sorted(raw.crowded)
    ([3, 4], [4])
    """
    best, score = -1, 0
    for at, row in enumerate(rows[:HEADING_WITHIN]):
        hits = sum(match_heading(row, h) is not None for h in headings)
        if hits > score:
            best, score = at, hits
    if best < 0:
        return None
    heading = list(rows[best])
    while heading and not heading[-1]:
        heading.pop()
    if len(set(map(len, rows[best:]))) == 1:  # a sheet: every row as wide; nothing can have moved
        heading = list(rows[best])
    names = _unique([v or f"(column {i})" for i, v in enumerate(heading, 1)])
    width = len(names)
    body = [(number, row) for number, row in enumerate(rows[best + 1 :], best + 2) if any(row)]
    frame = pd.DataFrame(
        [row if len(row) == width else (row + [""] * width)[:width] for _, row in body],
        columns=names,
        index=pd.Index([n for n, _ in body], name="row", dtype="int64"),
        dtype="str",
    )
    twice = sorted({h for h in headings for n in names if (m := match_heading(names, h)) and n.startswith(f"{m} (2)")})
    said = [*notes, *(f"heading '{h}' stands more than once: the first is read" for h in twice)]
    said += ["holds a heading and no rows"] if not body else []
    # rows that all end in a spare comma are as they should be; one that is longer than the rest has moved
    usual = max(width, Counter(len(row) for _, row in body).most_common(1)[0][0] if body else 0)
    crowded = frozenset(n for n, row in body if len(row) > usual or any(row[width:]))
    return RawTable(name, frame, tuple(said), crowded)


def match_heading(names: Sequence[str], wanted: str) -> str | None:
    """Return the column meant: the same but for case and spaces, or cut short.

    Examples
    --------
    >>> match_heading(["Total", "IDACI Decile (where 1 is most deprived 10% of LSO"],
    ...               "IDACI Decile (where 1 is most deprived 10% of LSOAs)")
    'IDACI Decile (where 1 is most deprived 10% of LSO'
    """
    want = _plain(wanted)
    same = [n for n in names if _plain(n) == want]
    if same:
        return same[0]
    close = [
        n
        for n in names
        if (len(want) >= 20 and _plain(n).startswith(want)) or (len(n) >= 20 and want.startswith(_plain(n)))
    ]
    return min(close, key=len) if close else None


def _plain(heading: str) -> str:
    return re.sub(r"[\s_]+", " ", heading[:500].replace("\ufeff", "")).strip().casefold()


def _unique(names: list[str]) -> list[str]:
    seen: set[str] = set()
    out = []
    for name in names:
        one, turn = name, 1
        while one in seen:
            turn += 1
            one = f"{name} ({turn})"
        seen.add(one)
        out.append(one)
    return out
