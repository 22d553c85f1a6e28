"""Open whatever partners send as tables of text, headed wherever the heading is."""

from __future__ import annotations

import csv
import datetime
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import geopandas as gpd
import pandas as pd
import python_calamine

from placespace.errors import PlacespaceError
from placespace.settings import SETTINGS

POINT_FILES = (".gpkg", ".geojson", ".shp")
HEADING_WITHIN = 40


@dataclass(frozen=True)
class RawTable:
    """A table as sent: text only, ``frame.index`` is the row number in the file."""

    name: str
    frame: pd.DataFrame
    notes: tuple[str, ...] = ()


def raw_tables(path: Path, headings: Sequence[str]) -> Iterator[RawTable]:
    """Yield the tables in a file whose heading row can be found.

    Parameters
    ----------
    path : Path
        A csv, txt, xlsx, xls, ods, parquet, gpkg, geojson or shp file, or a zip of them.
    headings : sequence of str
        Columns to look for; the row that holds most of them is the heading.

    Raises
    ------
    PlacespaceError
        When the file cannot be opened, or no row holds any of the headings.
    """
    ending = path.suffix.lower()
    tables = []
    try:
        if ending == ".zip":
            with zipfile.ZipFile(path) as archive:
                for member in safe_members(archive, path.name):
                    if member.filename.lower().endswith((".csv", ".txt")):
                        rows, notes = rows_of_csv(archive.read(member))
                        tables.append((PurePosixPath(member.filename).name, rows, notes))
        elif ending in (".xlsx", ".xls", ".xlsb", ".ods"):
            if ending == ".xlsx":
                with zipfile.ZipFile(path) as archive:
                    safe_members(archive, path.name)
            book = python_calamine.CalamineWorkbook.from_path(str(path))
            for sheet in book.sheet_names:
                rows = [[_text(v) for v in r] for r in book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)]
                tables.append((f"{path.name} [{sheet}]" if len(book.sheet_names) > 1 else path.name, rows, ()))
        elif ending == ".parquet":
            tables.append((path.name, _rows_of_frame(pd.read_parquet(path)), ()))
        elif ending in POINT_FILES:
            tables.append((path.name, _rows_of_points(gpd.read_file(path), path.name), ()))
        else:
            rows, notes = rows_of_csv(path.read_bytes())
            tables.append((path.name, rows, notes))
    except PlacespaceError:
        raise
    except Exception as fault:  # every reader has its own family of errors; the user needs one sentence
        raise PlacespaceError(
            f"{path.name} must open as {ending or 'a csv file'}.",
            f"It does not: {fault}.",
            "Open it in the program it came from and save it again, as xlsx or csv.",
        ) from fault
    found = [(name, headed(rows, headings), notes) for name, rows, notes in tables]
    if not any(frame is not None for _, frame, _ in found):
        seen = next((" | ".join(r)[:120] for _, rows, _ in tables for r in rows if any(r)), "nothing")
        raise PlacespaceError(
            f"{path.name} must have a heading row with some of: {', '.join(headings)}.",
            f"None of its first {HEADING_WITHIN} rows has; the first is: {seen}.",
            "Check it is the right file, or put its headings under [columns] of the layer.",
        )
    yield from (RawTable(name, frame, tuple(notes)) for name, frame, notes in found if frame is not None)


def safe_members(archive: zipfile.ZipFile, name: str) -> list[zipfile.ZipInfo]:
    """Return a zip's files, refusing one that would unpack to more than is sane."""
    members = [m for m in archive.infolist() if not m.is_dir()]
    limit_mb, ratio = SETTINGS["unpacked_mb"].value, SETTINGS["unpacked_ratio"].value
    total_mb = sum(m.file_size for m in members) / 1e6
    worst = max((m.file_size / max(m.compress_size, 1) for m in members if m.file_size > 1e7), default=0)
    if total_mb > limit_mb or worst > ratio or len(members) > 20_000:
        raise PlacespaceError(
            f"A zip must unpack to at most {limit_mb:g} MB and {ratio:g} times its size.",
            f"{name} holds {len(members):,} files, {total_mb:,.0f} MB, {worst:,.0f} times.",
            "Unpack it yourself and check what it is.",
        )
    return members


def decoded(content: bytes) -> tuple[str, list[str]]:
    """Return text and what had to be assumed about its encoding."""
    for bom, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(bom):
            return content.decode(encoding, errors="replace"), []
    try:
        return content.decode("utf-8"), []
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace"), ["read as Windows text (cp1252)"]


def rows_of_csv(content: bytes) -> tuple[list[list[str]], list[str]]:
    """Return the rows of a csv, whatever its encoding, separator and line ends.

    Examples
    --------
    >>> rows_of_csv(b"a;b\\r\\n1;\\xa32\\r\\n")
    ([['a', 'b'], ['1', '£2']], ['read as Windows text (cp1252)'])
    """
    text, notes = decoded(content)
    head = text[:20_000].splitlines()[:HEADING_WITHIN]
    separator = max(",;\t|", key=lambda s: sum(line.count(s) for line in head))
    csv.field_size_limit(10_000_000)
    reader = csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=separator)
    return [[v.strip() for v in row] for row in reader], notes


def headed(rows: list[list[str]], headings: Sequence[str]) -> pd.DataFrame | None:
    """Return the rows below the heading as text, or None when there is no heading.

    The index is the row number in the file, counted from 1.
    """
    best, score = -1, 0
    for at, row in enumerate(rows[:HEADING_WITHIN]):
        hits = sum(match_heading(row, h) is not None for h in headings)
        if hits > score:
            best, score = at, hits
    if best < 0:
        return None
    names = _unique([v or f"(column {i})" for i, v in enumerate(rows[best], 1)])
    width = len(names)
    body = [(number, row) for number, row in enumerate(rows[best + 1 :], best + 2) if any(row)]
    frame = pd.DataFrame(
        [(row + [""] * width)[:width] for _, row in body],
        columns=names,
        index=pd.Index([n for n, _ in body], name="row", dtype="int64"),
        dtype="str",
    )
    return frame


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
    return re.sub(r"[\s_]+", " ", heading.replace("\ufeff", "")).strip().casefold()


def _unique(names: list[str]) -> list[str]:
    seen: dict[str, int] = {}
    for i, name in enumerate(names):
        seen[name] = seen.get(name, 0) + 1
        names[i] = name if seen[name] == 1 else f"{name} ({seen[name]})"
    return names


def _text(value: object) -> str:
    if value is None or (isinstance(value, float) and pd.isna(value)):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime):
        return value.isoformat(" ")
    return str(value).strip()


def _rows_of_frame(frame: pd.DataFrame) -> list[list[str]]:
    body = [
        [_text(v) if not pd.api.types.is_scalar(v) or not pd.isna(v) else "" for v in row]
        for row in frame.itertuples(index=False)
    ]
    return [list(map(str, frame.columns)), *body]


def _rows_of_points(frame: gpd.GeoDataFrame, name: str) -> list[list[str]]:
    if frame.crs is None:
        raise PlacespaceError(f"{name} must say its coordinate system.", "It has none.", "Save it again with a CRS.")
    # a polygon's inside point stands for it only because a point layer was asked for
    points = frame.to_crs(27700).geometry.representative_point()
    plain = pd.DataFrame(frame.drop(columns=frame.geometry.name)).assign(easting=points.x, northing=points.y)
    return _rows_of_frame(plain)
