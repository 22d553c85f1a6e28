"""Read numbers by area code: deprivation, residents."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from placespace.catalogue import Layer
from placespace.errors import PlacespaceError
from placespace.ingest.account import FileAccount
from placespace.ingest.coordinates import numbers
from placespace.ingest.files import raw_tables
from placespace.ingest.headings import RawTable, match_heading
from placespace.ingest.part import Context, Part, Sorting, find_columns
from placespace.ingest.personal import without_personal
from placespace.ingest.table import each_table


def read_areas(layer: Layer, path: Path, context: Context) -> Iterator[Part]:
    """Yield a part for each table of numbers by area: ``area``, and a column a value.

    Raises
    ------
    PlacespaceError
        When a workbook has the same areas on several sheets (years of an estimate): which
        one is meant cannot be known.
    """
    tables = raw_tables(path, [t for t, ours in layer.columns.items() if ours == "area"])
    parts = list(each_table(tables, lambda raw: read_numbers(layer, raw, context)))
    codes = pd.concat([p.frame["area"] for p in parts])
    if codes.duplicated().any():
        raise PlacespaceError(
            f"{path.name} must give each area once.",
            f"{codes[codes.duplicated()].iloc[0]} is on several sheets: {', '.join(p.account.file for p in parts)}.",
            "Save the sheet you mean as a file of its own.",
        )
    yield from parts


def read_numbers(layer: Layer, raw: RawTable, context: Context) -> Part:
    """Return the numbers in one table. Ages are summed over the resident band; a blank is missing, never 0."""
    account = FileAccount(raw.name, notes=list(raw.notes))
    names = list(raw.frame.columns)
    code = find_columns(names, layer.columns)["area"]
    wanted = {
        v.name: [c for column in v.columns for c in _ages(column, context.resident_ages)] for v in layer.values.values()
    }
    found = {name: [match_heading(names, c) for c in columns] for name, columns in wanted.items()}
    absent = [c for name in wanted for c, f in zip(wanted[name], found[name], strict=True) if f is None]
    if absent:
        raise PlacespaceError(
            f"{raw.name} must have the columns under [values].",
            f"It has no {', '.join(absent[:4])}; it has {', '.join(names[:6])} …",
            f"Mend [values] in layers/{layer.id}.toml.",
        )
    used = list(dict.fromkeys([code, *(c for columns in found.values() for c in columns)]))
    frame = raw.frame[used].copy()
    good = frame[code].str.fullmatch(r"[A-Z]\d{8}")
    frame[code] = frame[code].where(good, frame[code].map(without_personal))
    codes = frame[code]
    sorting = Sorting(frame, account, raw.crowded)
    sorting.set_aside(~good, "not an area code (a title, note or total)", codes)
    sorting.set_aside(codes.where(sorting.keep).duplicated(), "the same area twice", codes)
    out = pd.DataFrame({"area": codes})
    for name, columns in found.items():
        parts = pd.concat([numbers(frame[c]) for c in columns], axis=1)
        out[name] = parts.sum(axis=1, skipna=False)
        sorting.mended(out[name].isna(), f"{name} is missing: stays missing, is never 0", codes)
    aside = sorting.close()
    return Part(out[sorting.keep].reset_index(drop=True), account, aside)


def _ages(column: str, ages: tuple[int, int]) -> list[str]:
    if "{age}" not in column:
        return [column]
    return [column.replace("{age}", str(a)) for a in range(ages[0], ages[1] + 1)]
