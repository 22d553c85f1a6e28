"""Read the data.police.uk archive as it is: months of street files among others that are not incidents."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import csv

from placespace.catalogue import Layer
from placespace.errors import PlacespaceError
from placespace.ingest.account import FileAccount, Reason
from placespace.ingest.coordinates import numbers
from placespace.ingest.delimited import rows_of_csv
from placespace.ingest.files import safe_members
from placespace.ingest.headings import headed, match_heading
from placespace.ingest.part import OBSERVATION_COLUMNS, Part, Source

STREET = re.compile(r"^(\d{4}-(?:0[1-9]|1[0-2]))-([\w&' .-]+)-street\.csv$", re.I)
OTHER = re.compile(r"\d{4}-\d{2}-.+-(outcomes|stop-and-search)\.csv$", re.I)
WANTED = ("Crime ID", "Month", "Longitude", "Latitude", "LSOA code", "Crime type")


def police_sources(
    layer: Layer, paths: list[Path], mark_of: Callable[[Path], str]
) -> tuple[list[Source], list[str], list[str]]:
    """Return one source for each force and month, notes on what was left out, and archives that do not open.

    A month of a force that stands in more than one archive is taken from the newest
    file: a re-release replaces. ``-outcomes`` and ``-stop-and-search`` files are not incidents.

    Parameters
    ----------
    layer : Layer
    paths : list of Path
        Archives and loose street files, in any order.
    mark_of : callable
        Path -> a text that changes with the file.
    """
    found: dict[str, Source] = {}
    notes: list[str] = []
    unread: list[str] = []
    for path in sorted(paths, key=lambda p: (p.stat().st_mtime, p.name)):
        others: dict[str, int] = {}
        try:
            members = list(_members(path, mark_of))
        except PlacespaceError as fault:
            unread.append(str(fault))
            continue
        for name, mark, opener in members:
            if (street := STREET.search(name)) is None:
                kind = m[1].lower() if (m := OTHER.search(name)) else "other"
                others[kind] = others.get(kind, 0) + 1
                continue
            key = f"{street[1]}-{re.sub('[^a-z0-9-]', '_', street[2].lower())}"
            if key in found:
                notes.append(f"{key}: the one in {path.name} replaces an earlier one")
            found[key] = Source(key, mark, _reader(layer, name, street[1], street[2].lower(), opener))
        notes += [f"{path.name}: {n} {kind} file(s) left out, they are not incidents" for kind, n in others.items()]
    return [found[k] for k in sorted(found)], notes, unread


def _members(path: Path, mark_of: Callable[[Path], str]) -> Iterator[tuple[str, str, Callable[[], bytes]]]:
    if path.suffix.lower() != ".zip":
        yield path.name, mark_of(path), path.read_bytes
        return
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError) as fault:
        raise PlacespaceError(
            "A police.uk archive must be a zip file.",
            f"{path.name}: {fault}.",
            "Download it again: it may have been cut short.",
        ) from fault
    with archive:
        members = safe_members(archive, path.name)
    for member in members:

        def opener(name=member.filename):
            try:
                with zipfile.ZipFile(path) as again:
                    return again.read(name)
            except Exception as fault:  # zipfile has one for each of: cut short, damaged, locked, packed unusually
                raise PlacespaceError(
                    f"{name} in {path.name} must unpack.",
                    f"It does not: {str(fault)[:200]}.",
                    "Download the archive again; the other months were read.",
                ) from fault

        yield PurePosixPath(member.filename.replace("\\", "/")).name, f"{member.CRC:08x}{member.file_size}", opener


def street_contents(paths: list[Path]) -> Iterator[bytes]:
    """Yield the street files of archives as they are, for what else stands in them."""
    for path in paths:
        try:
            for name, _, opener in _members(path, lambda p: ""):
                if STREET.search(name):
                    yield opener()
        except PlacespaceError:
            continue  # said already, where its incidents were read


def _reader(layer: Layer, name: str, month: str, force: str, opener):
    def read() -> Part:
        return read_street(layer, opener(), name, month, force)

    return read


def read_street(layer: Layer, content: bytes, name: str, month: str, force: str) -> Part:
    """Return the incidents of one force-month; exact repeats are separate incidents and stay."""
    try:
        table = csv.read_csv(
            io.BytesIO(content),
            convert_options=csv.ConvertOptions(
                include_columns=list(WANTED),
                strings_can_be_null=True,
                column_types={c: pa.string() for c in WANTED} | {"Longitude": pa.float64(), "Latitude": pa.float64()},
            ),
        )
        frame = table.to_pandas()
        row, moved = np.arange(2, len(frame) + 2), np.zeros(len(frame), bool)
    except (pa.ArrowInvalid, pa.ArrowKeyError):
        frame, row, moved = _slowly(content, name)
    account = FileAccount(name, read=len(frame), facts={"month": month, "force": force})
    wrong = (frame["Month"] != month).to_numpy() | moved
    lon, lat = frame["Longitude"].to_numpy(), frame["Latitude"].to_numpy()
    place = (np.abs(lon) <= 180) & (np.abs(lat) <= 90) & ((lon != 0) | (lat != 0))
    aside = pd.DataFrame()
    if wrong.any():
        reason = np.where(moved, "more fields than headings: its columns have moved", f"month is not {month}")
        for each in np.unique(reason[wrong]):
            first = int((wrong & (reason == each)).argmax())
            value = "" if moved[first] else str(frame["Month"].iloc[first])
            account.set_aside[str(each)] = Reason(int((wrong & (reason == each)).sum()), int(row[first]), value)
        aside = frame.loc[wrong, list(WANTED[1:])]
        aside.loc[moved[wrong]] = None
        aside = aside.assign(row=row[wrong], **{"set aside because": reason[wrong]})
    account.kept = int((~wrong).sum())
    account.without_place = int((~place & ~wrong).sum())
    if account.kept and account.without_place == account.kept:
        account.notes.append("no row has coordinates: the month can be counted, and not mapped")
    account.facts["without Crime ID, kept"] = int((frame["Crime ID"].isna() & ~wrong).sum())
    n = len(frame)
    out = pd.DataFrame(
        {
            "layer": layer.id,
            "source": layer.source,
            "category": frame["Crime type"].fillna("not stated"),
            "at": pd.Series(pd.NaT, range(n), dtype="datetime64[us]"),
            "at_end": pd.Series(pd.NaT, range(n), dtype="datetime64[us]"),
            "month": month,
            "time_known": False,
            "ambiguous": False,
            "lon": frame["Longitude"].where(place),
            "lat": frame["Latitude"].where(place),
            "precision": layer.precision if place.all() else np.where(place, layer.precision, "none"),
            "weight": 1.0,
            "lsoa": frame["LSOA code"],
            "row": row,
        }
    )
    if layer.categories:
        out["category"] = out["category"].map({c: layer.category_of(c) or c for c in out["category"].unique()})
    out = out[list(OBSERVATION_COLUMNS)]
    return Part(out[~wrong].reset_index(drop=True) if wrong.any() else out, account, aside)


def _slowly(content: bytes, name: str) -> tuple[pd.DataFrame, np.ndarray, np.ndarray]:
    """Read a street file that is not quite as published: odd numbers, encoding, separator, longer rows."""
    rows, _ = rows_of_csv(content, WANTED)
    raw = headed(rows, WANTED, name=name)
    if raw is None:
        raise PlacespaceError(
            f"{name} must be a police.uk street file.",
            "It has none of the columns " + ", ".join(WANTED) + ".",
            "Download the archive again.",
        )
    found = {c: match_heading(list(raw.frame.columns), c) for c in WANTED}
    if absent := [c for c, theirs in found.items() if theirs is None]:
        raise PlacespaceError(
            f"{name} must have the police.uk columns.",
            f"It has no {', '.join(absent)}.",
            "Use the archive as downloaded; a partner extract is a 'table' layer.",
        )
    frame = pd.DataFrame({c: raw.frame[theirs] for c, theirs in found.items()}).replace("", None)
    for column in ("Longitude", "Latitude"):
        frame[column] = numbers(frame[column])
    moved = frame.index.isin(list(raw.crowded))
    return frame.reset_index(drop=True), frame.index.to_numpy(), moved


def force_months(accounts: list[FileAccount], thin_share: float) -> tuple[list[str], list[str]]:
    """Return the force-months that are missing, and those so small that they look it.

    Parameters
    ----------
    accounts : list of FileAccount
        One a force-month.
    thin_share : float
        A month under this share of its force's median volume looks missing.

    Returns
    -------
    missing, thin : list of str
        ``YYYY-MM`` with the force, in order.
    """
    missing, thin = [], []
    table = pd.DataFrame([{**a.facts, "rows": a.kept} for a in accounts if "month" in a.facts])
    for force, rows in table.groupby("force") if len(table) else ():
        held = rows.set_index("month")["rows"]
        span = pd.period_range(held.index.min(), held.index.max(), freq="M").astype(str)
        missing += [f"{m} {force}" for m in span if m not in held.index]
        thin += [f"{m} {force}" for m, n in held.sort_index().items() if n < thin_share * held.median()]
    return sorted(missing), sorted(thin)
