"""Read rows of events from any table a partner sends."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pandas as pd

from placespace.catalogue import Layer
from placespace.errors import PlacespaceError
from placespace.ingest.account import FileAccount
from placespace.ingest.coordinates import numbers
from placespace.ingest.dates import default_minutes, read_months, read_times
from placespace.ingest.files import POINT_FILES, raw_tables
from placespace.ingest.headings import RawTable, match_heading
from placespace.ingest.part import OBSERVATION_COLUMNS, Context, Part, Sorting, find_columns, mapped
from placespace.ingest.personal import refuse_personal
from placespace.ingest.where import find_places

FIRST_YEAR = 1990
MOST_CODES = 20
PLACED_BY = (("easting", "northing"), ("lon", "lat"), ("postcode",), ("lsoa",))
TOTAL = r"^\s*(?:grand\s+|sub-?\s*)?totals?\b"


def read_table(layer: Layer, path: Path, context: Context) -> Iterator[Part]:
    """Yield a part for each table in a file of events.

    Raises
    ------
    PlacespaceError
        When nothing in the file can be a date, or nothing in it can be read at all.
    """
    columns = dict(layer.columns)
    if path.suffix.lower() in POINT_FILES or ("easting" not in columns.values() and path.suffix.lower() == ".parquet"):
        columns |= {"easting": "easting", "northing": "northing"}
    tables = raw_tables(path, [*columns, *layer.only])
    yield from each_table(tables, lambda raw: read_events(layer, raw, context, columns))


def read_events(layer: Layer, raw: RawTable, context: Context, columns: dict[str, str] | None = None) -> Part:
    """Return the observations in one table, and what became of every row."""
    columns = columns or dict(layer.columns)
    account = FileAccount(raw.name, notes=list(raw.notes))
    names = list(raw.frame.columns)
    found = find_columns(names, columns)
    absent = sorted(set(columns.values()) - found.keys())
    only = {match_heading(names, theirs): values for theirs, values in layer.only.items()}
    if None in only:
        raise PlacespaceError(
            f"{raw.name} must have the columns its definition uses: {', '.join(layer.only)}.",
            f"It has: {', '.join(names)}.",
            f"Mend [only] in layers/{layer.id}.toml.",
        )
    number = found.get("id")
    frame, account.personal = refuse_personal(raw.frame, {*found.values(), *only}, numbered=number)
    if refused := [column for column in only if column not in frame]:
        raise PlacespaceError(
            f"{raw.name} must have no personal data in the columns of [only].",
            f"{refused[0]} is refused: {account.personal[refused[0]]}.",
            f"Use another column under [only] in layers/{layer.id}.toml, such as an age band.",
        )
    gone = {o: c for o, c in found.items() if c not in frame}
    account.notes += [f"'{c}' is refused as personal data, so there is no {o}" for o, c in gone.items()]
    refused = "".join(f"; refused: {c}, which {account.personal[c]}" for c in gone.values())
    found = {ours: column for ours, column in found.items() if column in frame}
    dated = next((o for o in ("at", "date", "month") if mapped(frame, found, o) is not None), None)
    if dated is None:
        raise PlacespaceError(
            f"{raw.name} must have a column of dates: {_theirs(columns, ('at', 'date', 'month'))}.",
            f"It has: {', '.join(n for n in names if n not in account.personal)[:300]}{refused}.",
            f"Put its own heading under [columns] in layers/{layer.id}.toml.",
        )
    account.notes += [f"no column for {', '.join(absent)}"] if absent else []
    if layer.categories and "category" not in found:
        raise PlacespaceError(
            f"{raw.name} must have the column its [categories] are in: {_theirs(columns, ('category',))}.",
            f"It has: {', '.join(n for n in names if n not in account.personal)[:300]}{refused}.",
            f"Put its own heading under [columns] in layers/{layer.id}.toml, or all rows would be counted as harm.",
        )
    if layer.precision != "none" and not any(set(way) <= found.keys() for way in PLACED_BY):
        account.faults.append(
            f"{raw.name} must have columns that say where: {_theirs(columns, ('easting', 'northing', 'lon', 'lat'))}. "
            f"It has: {', '.join(n for n in names if n not in account.personal)[:300]}. Put its own headings under "
            f"[columns] in layers/{layer.id}.toml; until then its rows are counted and not mapped."
        )

    sorting = Sorting(frame, account, raw.crowded)
    sorting.set_aside(_totals(raw.frame, frame[found[dated]]), "a total, not an event", frame[found[dated]])
    for column, values in only.items():
        sorting.set_aside(~frame[column].isin(values), f"outside the definition ({column})", frame[column])
    when = _when(frame, found, dated, sorting, context)
    out = pd.DataFrame({"layer": layer.id, "source": layer.source}, index=frame.index)
    out["category"] = _category(layer, frame, found, sorting)
    out = out.join(when).join(find_places(layer, frame, found, sorting, context))
    out["weight"] = _weight(frame, found, sorting)
    out["row"] = frame.index
    identifiers = mapped(frame, found, "id")
    extra = [] if identifiers is None else ["sent_as"]
    if identifiers is not None:
        out["sent_as"] = identifiers.map(
            lambda v: hashlib.blake2b(v.encode(), digest_size=8).hexdigest() if v else None
        )
        again = out["sent_as"].where(sorting.keep).duplicated() & out["sent_as"].notna()
        sorting.set_aside(again, "the same number twice in one file", frame[found[dated]])
    aside = sorting.close(without=number)
    out = out.loc[sorting.keep, [*OBSERVATION_COLUMNS, *extra]].reset_index(drop=True)
    account.without_place = int(out["lon"].isna().sum())
    account.facts["time unknown"] = int((~out["time_known"]).sum())
    return Part(out, account, aside)


def each_table(tables: Iterable[RawTable], read: Callable[[RawTable], Part]) -> Iterator[Part]:
    """Yield what can be read of a file's tables; say of the others why not.

    Raises
    ------
    PlacespaceError
        When none can be read: what is wrong with the first.
    """
    parts, faults = [], []
    for raw in tables:
        try:
            parts.append(read(raw))
        except PlacespaceError as fault:
            faults.append(fault)
    if not parts:
        raise faults[0]
    parts[0].account.notes.extend(map(str, faults))
    yield from parts


def _totals(raw: pd.DataFrame, dates: pd.Series) -> pd.Series:
    says_total = raw.iloc[:, 0].str.contains(TOTAL, case=False, regex=True)
    return (says_total & (dates == "")) | dates.str.contains(TOTAL, case=False, regex=True)


def _weight(frame: pd.DataFrame, found: dict, sorting: Sorting) -> pd.Series | float:
    if (text := mapped(frame, found, "weight")) is None:
        return 1.0
    weight = numbers(text)
    bad = weight.isna() | (weight < 0)
    sorting.mended(bad, "weight is not a number of 0 or more: counted as 1", text)
    return weight.mask(bad, 1.0)


def _theirs(columns: dict[str, str], ours: tuple[str, ...]) -> str:
    return " or ".join(repr(theirs) for theirs, name in columns.items() if name in ours) or "none is mapped"


def _when(frame: pd.DataFrame, found: dict, dated: str, sorting: Sorting, context: Context) -> pd.DataFrame:
    if dated == "month":
        text = frame[found["month"]]
        month = read_months(text)
        sorting.set_aside(text == "", "no month given", text)
        sorting.set_aside(month.isna(), "month cannot be read", text)
        never = (month < str(FIRST_YEAR)) | (month > f"{context.latest:%Y-%m}")
        sorting.set_aside(never.fillna(False), f"month is before {FIRST_YEAR} or in the future", text)
        return pd.DataFrame(
            {
                "at": pd.Series(pd.NaT, frame.index, dtype="datetime64[us]"),
                "time_known": False,
                "at_end": pd.Series(pd.NaT, frame.index, dtype="datetime64[us]"),
                "ambiguous": False,
                "month": month,
            }
        )
    text = frame[found[dated]]
    clock = mapped(frame, found, "time") if dated == "date" else None
    read = read_times(text, clock)
    sorting.set_aside(text == "", "no date given", text)
    sorting.set_aside(read["at"].isna(), "date cannot be read", text)
    sorting.set_aside(
        (read["at"].dt.year < FIRST_YEAR) | (read["at"] > context.latest),
        f"date is before {FIRST_YEAR} or in the future",
        text,
    )
    sorting.mended(read["ambiguous"], "in the repeated hour when clocks go back: kept as written", text)
    sorting.mended(read["no_such_hour"], "in the hour that clocks skip: kept, time unknown", text)
    spike = default_minutes(read["at"], read["time_known"])
    sorting.mended(spike, "time looks like a default (00:00, 12:00 …): kept, time unknown", text)
    known = read["time_known"] & ~spike
    sorting.mended(~known & ~read["no_such_hour"] & ~spike, "no time of day: kept, time unknown", text)
    end = mapped(frame, found, "at_end")
    at_end = read_times(end)["at"] if end is not None else pd.Series(pd.NaT, frame.index, dtype="datetime64[us]")
    if end is not None:
        sorting.mended(at_end.isna() & (end != ""), "window end cannot be read: left out", end)
        backwards = at_end < read["at"]
        sorting.mended(backwards, "window ends before it starts: end left out", end)
        at_end = at_end.where(~backwards)
    return pd.DataFrame(
        {
            "at": read["at"],
            "at_end": at_end,
            "time_known": known,
            "ambiguous": read["ambiguous"],
            "month": read["at"].dt.strftime("%Y-%m"),
        }
    )


def _category(layer: Layer, frame: pd.DataFrame, found: dict, sorting: Sorting) -> pd.Series:
    codes = mapped(frame, found, "category")
    if codes is None:
        return pd.Series(layer.title, frame.index, dtype="str")
    words = codes.map({c: layer.category_of(c) for c in codes.unique()})
    waiting = words.isna() | (codes == "")
    sorting.set_aside(waiting, "code is not listed in [categories]: waits for a decision", codes)
    if waiting.any():
        most = codes[waiting & (sorting.reason != "")].value_counts().head(MOST_CODES)
        listed = ", ".join(f"{code or '(blank)'} ({n:,})" for code, n in most.items())
        sorting.account.notes.append(f"codes not in [categories]: {listed}")
    return words
