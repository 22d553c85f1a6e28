"""Read a list of youth provision, or of venues to let; what is written is kept as written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from placespace.catalogue import Layer
from placespace.ingest.account import FileAccount
from placespace.ingest.files import raw_tables
from placespace.ingest.headings import RawTable
from placespace.ingest.part import Context, Part, Sorting, find_columns, mapped
from placespace.ingest.personal import named_personal, refuse_personal, without_personal
from placespace.ingest.sessions.openreferral import read_openreferral
from placespace.ingest.sessions.reading import AS_WRITTEN, WEEKDAY, read_row
from placespace.ingest.table import TOTAL, each_table
from placespace.ingest.where import place_by_numbers, place_by_postcodes
from placespace.settings import SETTINGS
from placespace.terms import WEEKDAYS

WHEN, PLACE = ("when", "day", "start", "end"), ("lon", "lat", "easting", "northing", "postcode")
SHEET_OF_A_DAY = re.compile(rf"\[\W*({'|'.join(WEEKDAYS)})s?\W*\]$", re.I)


def read_provision(layer: Layer, path: Path, context: Context) -> Iterator[Part]:
    """Yield the rows of a provision list as points: what is written is kept as written.

    Rows without coordinates stay in the list with none; nothing is put at 0,0. A ``.json`` file is
    read as Open Referral; its own timings are kept beside the words.

    Raises
    ------
    PlacespaceError
        When nothing in the file can be read.
    """
    if path.suffix.lower() == ".json":
        raw, left = read_openreferral(path)
        part = read_list(layer, raw, context, columns={name: name for name in raw.frame.columns})
        part.account.personal.update(left)
        yield part
        return
    columns = dict(layer.columns)
    yield from each_table(raw_tables(path, list(columns)), lambda raw: read_list(layer, raw, context))


def read_list(layer: Layer, raw: RawTable, context: Context, columns: Mapping[str, str] | None = None) -> Part:
    """Return the rows of one table of provision, and what became of each.

    Parameters
    ----------
    layer : Layer
    raw : RawTable
    context : Context
    columns : mapping of str to str, optional
        Theirs to ours (default: those of the layer).
    """
    account = FileAccount(raw.name, notes=list(raw.notes))
    columns = layer.columns if columns is None else columns
    found = find_columns(list(raw.frame.columns), columns)
    frame, account.personal = _without_people(raw.frame, found)
    account.notes += [
        f"'{c}' is refused as personal data, so there is no {o}" for o, c in found.items() if c not in frame
    ]
    found = {ours: column for ours, column in found.items() if column in frame}
    account.faults += _lacks(layer, frame, found)
    sorting = Sorting(frame, account, raw.crowded)
    sorting.set_aside(_again(frame, found), "the heading again, not a session", sorting.reason)
    frame = _filled_down(frame, found, sorting)
    out = pd.DataFrame({w: "" if (c := mapped(frame, found, w)) is None else c for w in AS_WRITTEN}, index=frame.index)
    _day_of_the_sheet(out, raw.name, sorting)
    says = out["notes"].where(out["notes"] != "", out["provider"])
    totals = frame.iloc[:, 0].str.contains(TOTAL, case=False, regex=True) if frame.shape[1] else False
    sorting.set_aside((out[[*WHEN]] == "").all(axis=1) & totals, "a total, not a session", says)
    sorting.set_aside((out[["name", "site", "timing", *WHEN]] == "").all(axis=1), "no activity, venue or time", says)
    out[["lon", "lat", "precision"]] = np.nan, np.nan, "none"
    place_by_numbers(out, frame, found, sorting, context)
    place_by_postcodes(out, frame, found, sorting, context)
    sorting.mended(
        out["lon"].isna(), "no coordinates: kept, waits to be placed", out["name"].where(out["name"] != "", out["site"])
    )
    aside = sorting.close()
    out["file"], out["row"] = raw.name, out.index
    out = out.loc[sorting.keep, [*AS_WRITTEN, "lon", "lat", "file", "row"]].reset_index(drop=True)
    account.without_place = int(out["lon"].isna().sum())
    account.notes += _hard_to_read(out, account.file, context) if set(WHEN) & found.keys() or "timing" in found else []
    return Part(out, account, aside)


def _without_people(raw: pd.DataFrame, found: Mapping[str, str]) -> tuple[pd.DataFrame, dict[str, str]]:
    """Return the frame less personal data; times with a phone number in each are still times."""
    frame, personal = refuse_personal(raw, set(found.values()))
    for ours in set(WHEN) & found.keys():
        column = found[ours]
        if column in personal and not named_personal(column):
            frame = frame.assign(**{column: raw[column].map({v: without_personal(v) for v in raw[column].unique()})})
            personal[f"{column}: every value looked at"] = f"{personal.pop(column)}, taken out"
    if "timing" in found:  # ours, made of numbers and our own words: never anything of a file's
        frame = frame.assign(timing=raw["timing"])
        personal.pop("timing", None)
    return frame, personal


def _lacks(layer: Layer, frame: pd.DataFrame, found: Mapping[str, str]) -> list[str]:
    """Name what no row of a list can have, because no column of it is known."""
    has = ", ".join(frame.columns)[:300]
    where = f"under [columns] in layers/{layer.id}.toml"
    lon_lat, metres = {"lon", "lat"} <= found.keys(), {"easting", "northing"} <= found.keys()
    faults = []
    if not ({*WHEN, "timing"} & found.keys()):
        faults.append(
            f"A list of provision must have a column of days and times. It has: {has}. Put its heading {where}; until "
            "then its rows are kept and wait."
        )
    if not (lon_lat or metres or "postcode" in found):
        faults.append(
            f"A list of provision must have columns that say where: longitude and latitude, or a postcode. It has: "
            f"{has}. Put their headings {where}, or place each row on the Provision page; until then its rows wait."
        )
    return faults


def _filled_down(frame: pd.DataFrame, found: Mapping[str, str], sorting: Sorting) -> pd.DataFrame:
    """Return the frame with a venue that is written once over several rows written in each of them.

    A row goes on from the one above it when its venue is blank, its time is not, it has no place of
    its own, and whichever of activity and venue the list begins with is blank too.
    """
    if "site" not in found or not set(WHEN) & found.keys():
        return frame
    first = min((found[o] for o in ("name", "site") if o in found), key=list(frame.columns).index)
    fill = [found[o] for o in ("name", "site", "provider", *PLACE) if o in found]
    site, leads = (frame[c].to_numpy() for c in (found["site"], first))
    timed, placed = ((frame[[found[o] for o in of if o in found]] != "").any(axis=1).to_numpy() for of in (WHEN, PLACE))
    text, keep = frame[fill].to_numpy(object, copy=True), sorting.keep.to_numpy()
    filled, above = np.zeros(len(frame), bool), None
    for i in range(len(frame)):
        if site[i] and keep[i]:
            above = i
        elif leads[i] or placed[i] or not keep[i]:
            above = None  # another activity begins, and where it is is not said
        elif timed[i] and above is not None:
            text[i] = [own or over for own, over in zip(text[i], text[above], strict=True)]
            filled[i] = True
    if not filled.any():
        return frame
    frame = frame.assign(**{column: text[:, i] for i, column in enumerate(fill)}).astype("str")
    sorting.mended(pd.Series(filled, frame.index), "filled down from the row above", frame[found["site"]])
    return frame


def _day_of_the_sheet(out: pd.DataFrame, name: str, sorting: Sorting) -> None:
    """Write the day that a sheet is called after into its rows that name none."""
    if sheet := SHEET_OF_A_DAY.search(name):
        written = out["when"] + " " + out["day"] + " " + out["start"]
        lacks = (written.str.strip() != "") & ~written.str.contains(WEEKDAY)
        out.loc[lacks, "day"] = sheet[1].title()
        sorting.mended(lacks, "day taken from the name of the sheet", written)


def _again(frame: pd.DataFrame, found: Mapping[str, str]) -> pd.Series:
    own = [c for o, c in found.items() if o in ("name", "site", *WHEN)]
    plain = frame[own].apply(lambda column: column.str.casefold() == column.name.casefold())
    return plain.all(axis=1) if own else pd.Series(False, frame.index)


def _hard_to_read(out: pd.DataFrame, file: str, context: Context) -> list[str]:
    """Say so when many rows of a list have no day and times that can be read."""
    read = (read_row(row, today=context.today) for row in out.to_dict("records"))
    unread = [i for i, reading in enumerate(read) if not any(t.complete for t in reading.timings)]
    share = SETTINGS["unread_lines_share"].value
    if len(unread) <= share * len(out):
        return []
    row, words = out["row"].iloc[unread[0]], " ".join(out[[*WHEN]].iloc[unread[0]]).strip()
    return [
        f"Each row of a list should give a day, a start and an end. {len(unread)} of {len(out)} in {file} do not; the "
        f"first is row {row}, {words[:80]!r}. Each waits on the Provision page; ask the service for them."
    ]
