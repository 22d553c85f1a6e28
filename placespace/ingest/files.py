"""Open whatever partners send as tables of text, headed wherever the heading is."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

import geopandas as gpd
import pandas as pd
import python_calamine

from placespace.errors import PlacespaceError
from placespace.ingest.delimited import rows_of_csv
from placespace.ingest.headings import HEADING_WITHIN, RawTable, headed
from placespace.settings import SETTINGS

POINT_FILES = (".gpkg", ".geojson", ".shp")
WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
TEXT_FILES = (".csv", ".txt", ".tsv")
MOST_CELLS = 50_000_000
Table = tuple[str, list[list[str]], tuple[str, ...]]


def raw_tables(path: Path, headings: Sequence[str]) -> Iterator[RawTable]:
    """Yield the tables in a file whose heading row can be found.

    Parameters
    ----------
    path : Path
        A csv, txt, xlsx, xls, xlsb, ods, parquet, gpkg, geojson or shp file, or a zip of
        csv, txt and workbooks.
    headings : sequence of str
        Columns to look for; the row that holds most of them is the heading.

    Raises
    ------
    PlacespaceError
        When the file cannot be opened, or no row holds any of the headings.
    """
    try:
        tables = list(_tables(path, headings))
    except PlacespaceError:
        raise
    except Exception as fault:  # every reader has its own family of errors; the user needs one sentence
        raise PlacespaceError(
            f"{path.name} must open as {path.suffix.lower() or 'a csv file'}.",
            f"It does not: {str(fault)[:200] or type(fault).__name__}.",
            "Open it in the program it came from and save it again, without a password, as xlsx or csv.",
        ) from fault
    found = [headed(rows, headings, name=name, notes=notes) for name, rows, notes in tables]
    if not any(found):
        raise PlacespaceError(
            f"{path.name} must have a heading row with some of: {', '.join(headings)}.",
            f"None of its first {HEADING_WITHIN} rows has; {_first_seen(tables)}.",
            "Check it is the right file, or put its headings under [columns] of the layer.",
        )
    without = [name for (name, rows, _), raw in zip(tables, found, strict=True) if raw is None and any(map(any, rows))]
    first, *others = filter(None, found)
    said = (f"{name} is not read: no row of it holds a heading that is known" for name in without)
    yield replace(first, notes=(*first.notes, *said))
    yield from others


def _first_seen(tables: list[Table]) -> str:
    first = next((row for _, rows, _ in tables for row in rows if any(row)), None)
    if first is None:
        return "it holds nothing that can be read"
    # a row of data is not shown: it may be about a person
    if any(c.isdigit() or c == "@" for value in first for c in value) or not all(v.isprintable() for v in first):
        return f"the first, of {len(first)} fields, looks like data and not like headings"
    return f"the first is: {' | '.join(filter(None, first))[:120]}"


def _tables(path: Path, headings: Sequence[str]) -> Iterator[Table]:
    ending = path.suffix.lower()
    if ending == ".parquet":
        yield path.name, _rows_of_frame(pd.read_parquet(path)), ()
    elif ending in POINT_FILES:
        yield path.name, _rows_of_points(gpd.read_file(path), path.name), ()
    elif ending == ".zip":
        with zipfile.ZipFile(path) as archive:
            for member in safe_members(archive, path.name):
                inner = PurePosixPath(member.filename.replace("\\", "/")).name
                if inner.lower().endswith((*TEXT_FILES, *WORKBOOKS)):
                    yield from _tables_of(inner, archive.read(member), headings)
    else:
        yield from _tables_of(path.name, path.read_bytes(), headings)


def _tables_of(name: str, content: bytes, headings: Sequence[str]) -> Iterator[Table]:
    if not name.lower().endswith(WORKBOOKS):
        rows, notes = rows_of_csv(content, headings)
        yield name, rows, tuple(notes)
        return
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_sprawl(archive, safe_members(archive, name), name)
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    for sheet in book.sheet_names:
        rows = [[_text(v) for v in r] for r in book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)]
        yield f"{name} [{sheet}]" if len(book.sheet_names) > 1 else name, rows, ()


def _refuse_sprawl(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], name: str) -> None:
    """Refuse a sheet with a stray cell so far out that the sheet would fill the memory."""
    for member in members:
        if not re.search(r"worksheets/[^/]+\.xml$", member.filename):
            continue
        content = archive.read(member)
        wide = re.findall(rb'<c [^>]*?r="([A-Z]{3})\d', content) if re.search(rb'r="[A-Z]{3}\d', content) else []
        last = content.rfind(b"<row ")
        row = re.search(rb' r="(\d+)"', content[last : last + 400])
        columns = max((sum((c - 64) * 26**i for i, c in enumerate(reversed(w))) for w in set(wide)), default=0)
        cells = columns * int(row[1]) if row else 0
        if cells > MOST_CELLS:
            raise PlacespaceError(
                f"A sheet must have at most {MOST_CELLS:,} cells.",
                f"{name} has one of {cells:,}, because something stands in a cell far away.",
                "Copy the table itself to a new workbook.",
            )


def safe_members(archive: zipfile.ZipFile, name: str) -> list[zipfile.ZipInfo]:
    """Return a zip's files, refusing one that would unpack to more than is sane."""
    members = [m for m in archive.infolist() if not m.is_dir() and not _is_litter(m.filename)]
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


def _is_litter(member: str) -> bool:
    """Return whether a zip's member is what a Mac or an open Excel leaves beside a file of the same name."""
    return "__MACOSX/" in member or PurePosixPath(member).name.startswith(("._", "~$"))


def _text(value: object) -> str:
    if value is None or (isinstance(value, float) and pd.isna(value)):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime):
        return (value + datetime.timedelta(microseconds=500_000)).isoformat(" ", "seconds")  # Excel's own rounding
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
