"""Read a list of youth provision as points; what is written is kept as written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from placespace.catalogue import Layer
from placespace.ingest.account import FileAccount
from placespace.ingest.files import raw_tables
from placespace.ingest.headings import RawTable
from placespace.ingest.part import Context, Part, Sorting, find_columns, mapped
from placespace.ingest.personal import refuse_personal
from placespace.ingest.table import each_table
from placespace.ingest.where import place_by_numbers, place_by_postcodes

WANTED = ("name", "site", "when", "ages", "provider", "notes")


def read_provision(layer: Layer, path: Path, context: Context) -> Iterator[Part]:
    """Yield the rows of a provision list as points: what is written is kept as written.

    Rows without coordinates stay in the list with none; nothing is put at 0,0.
    """
    yield from each_table(raw_tables(path, list(layer.columns)), lambda raw: read_list(layer, raw, context))


def read_list(layer: Layer, raw: RawTable, context: Context) -> Part:
    """Return the rows of one table of provision, and what became of each."""
    account = FileAccount(raw.name, notes=list(raw.notes))
    found = find_columns(list(raw.frame.columns), layer.columns)
    frame, account.personal = refuse_personal(raw.frame, set(found.values()))
    account.notes += [
        f"'{c}' is refused as personal data, so there is no {o}" for o, c in found.items() if c not in frame
    ]
    found = {ours: column for ours, column in found.items() if column in frame}
    sorting = Sorting(frame, account, raw.crowded)
    out = pd.DataFrame({w: "" if (c := mapped(frame, found, w)) is None else c for w in WANTED}, index=frame.index)
    sorting.set_aside((out[["name", "site", "when"]] == "").all(axis=1), "no activity, venue or time", out["notes"])
    out[["lon", "lat", "precision"]] = np.nan, np.nan, "none"
    place_by_numbers(out, frame, found, sorting, context)
    place_by_postcodes(out, frame, found, sorting, context)
    sorting.mended(out["lon"].isna(), "no coordinates: kept, waits to be placed", out["name"])
    aside = sorting.close()
    out["row"] = out.index
    out = out.loc[sorting.keep, [*WANTED, "lon", "lat", "row"]].reset_index(drop=True)
    account.without_place = int(out["lon"].isna().sum())
    return Part(out, account, aside)
