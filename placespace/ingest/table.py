"""Read rows of events from any table a partner sends."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from placespace.catalogue import Layer
from placespace.errors import PlacespaceError
from placespace.ingest.account import FileAccount
from placespace.ingest.coordinates import place_rows, tidy_postcodes
from placespace.ingest.dates import default_minutes, read_times
from placespace.ingest.files import POINT_FILES, RawTable, match_heading, raw_tables
from placespace.ingest.part import OBSERVATION_COLUMNS, Context, Part, Sorting, mapped
from placespace.ingest.personal import refuse_personal

FIRST_YEAR = 1990
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
    for raw in raw_tables(path, [*columns, *layer.only]):
        yield read_events(layer, raw, context, columns)


def read_events(layer: Layer, raw: RawTable, context: Context, columns: dict[str, str] | None = None) -> Part:
    """Return the observations in one table, and what became of every row."""
    columns = columns or dict(layer.columns)
    account = FileAccount(raw.name, notes=list(raw.notes))
    found: dict[str, str] = {}
    for theirs, ours in columns.items():
        if ours not in found and (column := match_heading(list(raw.frame.columns), theirs)) is not None:
            found[ours] = column
    only = {match_heading(list(raw.frame.columns), theirs): values for theirs, values in layer.only.items()}
    if None in only:
        raise PlacespaceError(
            f"{raw.name} must have the columns its definition uses: {', '.join(layer.only)}.",
            f"It has: {', '.join(raw.frame.columns)}.",
            f"Mend [only] in layers/{layer.id}.toml.",
        )
    frame, account.personal = refuse_personal(raw.frame, {*found.values(), *only})
    dated = next((o for o in ("at", "date", "month") if mapped(frame, found, o) is not None), None)
    if dated is None:
        raise PlacespaceError(
            f"{raw.name} must have a column of dates: {_theirs(columns, ('at', 'date', 'month'))}.",
            f"It has: {', '.join(raw.frame.columns)}.",
            f"Put its own heading under [columns] in layers/{layer.id}.toml.",
        )
    absent = sorted(set(columns.values()) - found.keys())
    account.notes += [f"no column for {', '.join(absent)}"] if absent else []

    sorting = Sorting(frame, account)
    first = frame.iloc[:, 0] if frame.shape[1] else pd.Series("", frame.index)
    sorting.set_aside(
        raw.frame.iloc[:, 0].str.contains(TOTAL, case=False, regex=True) & (frame[found[dated]] == ""),
        "a total, not an event",
        first,
    )
    for column, values in only.items():
        sorting.set_aside(~frame[column].isin(values), f"outside the definition ({column})", frame[column])
    when = _when(frame, found, dated, sorting, context)
    out = pd.DataFrame({"layer": layer.id, "source": layer.source}, index=frame.index)
    out["category"] = _category(layer, frame, found, sorting)
    out = out.join(when).join(_where(layer, frame, found, sorting, context))
    out["weight"] = (
        1.0 if (w := mapped(frame, found, "weight")) is None else pd.to_numeric(w, errors="coerce").fillna(1.0)
    )
    out["row"] = frame.index
    identifiers = mapped(frame, found, "id")
    extra = [] if identifiers is None else ["sent_as"]
    if identifiers is not None:
        out["sent_as"] = identifiers.map(
            lambda v: hashlib.blake2b(v.encode(), digest_size=8).hexdigest() if v else None
        )
        again = out["sent_as"].duplicated() & out["sent_as"].notna()
        sorting.set_aside(again, "the same number twice in one file", identifiers)
    aside = sorting.close()
    out = out.loc[sorting.keep, [*OBSERVATION_COLUMNS, *extra]].reset_index(drop=True)
    account.without_place = int(out["lon"].isna().sum())
    account.facts["time unknown"] = int((~out["time_known"]).sum())
    return Part(out, account, aside)


def _theirs(columns: dict[str, str], ours: tuple[str, ...]) -> str:
    return " or ".join(repr(theirs) for theirs, name in columns.items() if name in ours) or "none is mapped"


def _when(frame: pd.DataFrame, found: dict, dated: str, sorting: Sorting, context: Context) -> pd.DataFrame:
    if dated == "month":
        text = frame[found["month"]]
        at = pd.to_datetime(text.str[:7], format="%Y-%m", errors="coerce")
        sorting.set_aside(at.isna(), "month cannot be read", text)
        return pd.DataFrame(
            {
                "at": pd.Series(pd.NaT, frame.index, dtype="datetime64[us]"),
                "time_known": False,
                "at_end": pd.Series(pd.NaT, frame.index, dtype="datetime64[us]"),
                "ambiguous": False,
                "month": at.dt.strftime("%Y-%m"),
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
    sorting.set_aside(words.isna() | (codes == ""), "code is not listed in [categories]: waits for a decision", codes)
    return words


def _where(layer: Layer, frame: pd.DataFrame, found: dict, sorting: Sorting, context: Context) -> pd.DataFrame:
    where = pd.DataFrame({"lon": np.nan, "lat": np.nan, "precision": "none", "lsoa": None}, index=frame.index)
    for x, y, crs in (("easting", "northing", "EPSG:27700"), ("lon", "lat", "EPSG:4326")):
        if layer.precision != "none" and x in found and y in found:
            read = place_rows(frame[found[x]], frame[found[y]], crs=crs, box=context.box)
            todo = where["lon"].isna() & read["lon"].notna()
            where.loc[todo, ["lon", "lat"]] = read.loc[todo, ["lon", "lat"]]
            where.loc[todo, "precision"] = layer.precision
            shown = frame[found[x]] + ", " + frame[found[y]]
            for what in sorted(set(read["mended"]) - {""}):
                sorting.mended(read["mended"] == what, what, shown)
            sorting.mended(where["lon"].isna(), "no coordinates (blank, 0,0 or not numbers): kept, not mapped", shown)
            hundreds = shown[where["lon"].notna()].str.fullmatch(r"\d+00(\.0*)?, \d+00(\.0*)?")
            if len(hundreds) >= 20 and hundreds.mean() > 0.9:
                sorting.account.notes.append("coordinates look cut to 100 m")
    if (codes := mapped(frame, found, "postcode")) is not None and where["lon"].isna().any():
        tidy = tidy_postcodes(codes)
        if context.postcodes is None:
            sorting.account.notes.append("has postcodes, but no postcode file is named in area.toml")
        else:
            hit = where["lon"].isna() & tidy.isin(context.postcodes.index)
            where.loc[hit, ["lon", "lat"]] = context.postcodes.loc[tidy[hit], ["lon", "lat"]].to_numpy()
            where.loc[hit, "precision"] = "postcode"
            sorting.mended(where["lon"].isna() & (codes != ""), "postcode is not in the postcode file", codes)
    if (areas := mapped(frame, found, "lsoa")) is not None:
        good = areas.str.fullmatch(r"[EW]01\d{6}")
        where["lsoa"] = areas.where(good)
        sorting.mended(~good & (areas != ""), "LSOA code is not one: left out", areas)
        where.loc[good & where["lon"].isna(), "precision"] = "area"
    return where
