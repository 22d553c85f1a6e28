"""Read the data.police.uk archive as it is: months of street files among others that are not incidents."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import csv

from placespace.catalogue import Layer
from placespace.errors import PlacespaceError
from placespace.ingest.account import FileAccount, Reason
from placespace.ingest.files import safe_members
from placespace.ingest.part import OBSERVATION_COLUMNS, Part, Source

STREET = re.compile(r"(\d{4}-\d{2})-(.+)-street\.csv$", re.I)
OTHER = re.compile(r"\d{4}-\d{2}-.+-(outcomes|stop-and-search)\.csv$", re.I)
WANTED = ("Crime ID", "Month", "Longitude", "Latitude", "LSOA code", "Crime type")


def police_sources(layer: Layer, paths: list[Path], mark_of) -> tuple[list[Source], list[str]]:
    """Return one source for each force and month, and what was left out.

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
    for path in sorted(paths, key=lambda p: (p.stat().st_mtime, p.name)):
        others: dict[str, int] = {}
        for name, mark, opener in _members(path, mark_of):
            if (street := STREET.search(name)) is None:
                kind = m[1].lower() if (m := OTHER.search(name)) else "other"
                others[kind] = others.get(kind, 0) + 1
                continue
            key = f"{street[1]}-{street[2].lower()}"
            if key in found:
                notes.append(f"{key}: the one in {path.name} replaces an earlier one")
            found[key] = Source(key, mark, _reader(layer, name, street[1], street[2].lower(), opener))
        notes += [f"{path.name}: {n} {kind} file(s) left out, they are not incidents" for kind, n in others.items()]
    return [found[k] for k in sorted(found)], notes


def _members(path: Path, mark_of) -> Iterator[tuple[str, str, object]]:
    if path.suffix.lower() != ".zip":
        yield path.name, mark_of(path), path.read_bytes
        return
    try:
        archive = zipfile.ZipFile(path)
    except zipfile.BadZipFile as fault:
        raise PlacespaceError(
            "A police.uk archive must be a zip file.",
            f"{path.name}: {fault}.",
            "Download it again: it may have been cut short.",
        ) from fault
    with archive:
        members = safe_members(archive, path.name)
    for member in members:

        def opener(name=member.filename):
            with zipfile.ZipFile(path) as again:
                return again.read(name)

        yield PurePosixPath(member.filename).name, f"{member.CRC:08x}{member.file_size}", opener


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
    except (pa.ArrowInvalid, pa.ArrowKeyError):
        frame = _slowly(content, name)
    account = FileAccount(name, read=len(frame), facts={"month": month, "force": force})
    wrong = (frame["Month"] != month).to_numpy()
    place = frame[["Longitude", "Latitude"]].notna().all(axis=1).to_numpy()
    row = np.arange(2, len(frame) + 2)
    aside = pd.DataFrame()
    if wrong.any():
        first = int(wrong.argmax())
        reason = f"month is not {month}"
        account.set_aside[reason] = Reason(int(wrong.sum()), int(row[first]), str(frame["Month"].iloc[first]))
        aside = frame.loc[wrong, list(WANTED[1:])].assign(row=row[wrong], **{"set aside because": reason})
    account.kept = int((~wrong).sum())
    account.without_place = int((~place & ~wrong).sum())
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
            "precision": np.where(place, layer.precision, "none"),
            "weight": 1.0,
            "lsoa": frame["LSOA code"],
            "row": row,
        }
    )
    out["category"] = out["category"].map({c: layer.category_of(c) or c for c in out["category"].unique()})
    return Part(out.loc[~wrong, list(OBSERVATION_COLUMNS)].reset_index(drop=True), account, aside)


def _slowly(content: bytes, name: str) -> pd.DataFrame:
    """Read a street file that is not quite as published: odd numbers, other line ends, a missing column."""
    text = content.decode("utf-8-sig", errors="replace")
    try:
        frame = pd.read_csv(io.StringIO(text), dtype="str", on_bad_lines="error")
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as fault:
        raise PlacespaceError(
            f"{name} must be a police.uk street file.",
            f"It cannot be read: {fault}".strip() + ".",
            "Download the archive again.",
        ) from fault
    absent = [c for c in WANTED if c not in frame]
    if absent:
        raise PlacespaceError(
            f"{name} must have the police.uk columns.",
            f"It has no {', '.join(absent)}.",
            "Use the archive as downloaded; a partner extract is a 'table' layer.",
        )
    for column in ("Longitude", "Latitude"):
        frame[column] = pd.to_numeric(frame[column], errors="coerce")
    return frame


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
