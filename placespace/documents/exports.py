"""Write what a profile may see to csv, GeoPackage, GeoParquet and GeoJSON."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

import geopandas as gpd
import pandas as pd

from placespace.disclose import Profile, check_months, check_release, earlier_months, earlier_releases, record_release
from placespace.documents.answer import Answer
from placespace.documents.statement import about
from placespace.errors import WrongUse
from placespace.grid import Cells, Question
from placespace.measures import Reading
from placespace.places.acting import check_profile

ENDINGS = (".csv", ".gpkg", ".parquet", ".geojson")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def check_hand_out(reading: Reading, answer: Answer) -> None:
    """Refuse to hand out what, with what was handed out before, would give a hidden count back.

    Raises
    ------
    PlacespaceError
        Naming the earlier window or months.
    """
    check_cells(reading, answer.profile, answer.question, answer.cells)


def check_cells(reading: Reading, profile: Profile, asked: Question, cells: Cells) -> None:
    """Refuse counts by cell, or what was made of them, as :func:`check_hand_out` does."""
    check_profile(reading, profile.name)
    resolution, ledger = cells.resolution, reading.workspace.releases
    store = reading.counts(asked.layer, resolution)
    earlier = earlier_releases(ledger, profile, asked.layer, resolution)
    check_release(profile, asked, earlier, lambda question: store.by_cell(question, cells))
    months = earlier_months(ledger, profile, asked, resolution)
    if months:
        check_months(profile, store.by_cell_and_month(asked, cells), months)


def record_hand_out(reading: Reading, answer: Answer) -> None:
    """Note in the workspace's ledger what was handed out."""
    check_profile(reading, answer.profile.name)
    resolution = answer.cells.resolution
    record_release(reading.workspace.releases, answer.profile, answer.question, resolution, answer.months)


def harmless(text: object) -> object:
    """Return text that a spreadsheet will not run as a formula; numbers are left alone.

    Examples
    --------
    >>> harmless("=1+1"), harmless("High Street"), harmless(-3)
    ("'=1+1", 'High Street', -3)
    """
    return f"'{text}" if isinstance(text, str) and text.startswith(FORMULA) else text


def table_bytes(table: pd.DataFrame) -> bytes:
    """Return a table as csv that Excel opens as it is (UTF-8 with a mark), with nothing that runs."""
    plain = table.copy()
    for column in plain.columns[[not pd.api.types.is_numeric_dtype(t) for t in plain.dtypes]]:
        plain[column] = plain[column].map(harmless)
    return plain.to_csv(index=False).encode("utf-8-sig")


def with_shapes(table: pd.DataFrame, cells: Cells) -> gpd.GeoDataFrame:
    """Return a table that has a column ``cell`` with the hexagons, EPSG:27700."""
    shapes = cells.geometry().loc[table["cell"]]
    return gpd.GeoDataFrame(table.copy(), geometry=shapes.to_numpy(), crs=27700)


def check_path(path: Path, endings: tuple[str, ...] = ENDINGS) -> None:
    """Refuse a file that cannot be written, before anything is worked out for it.

    Raises
    ------
    WrongUse
        When the ending is not one that is written, or the folder is not there.
    """
    if path.suffix.lower() not in endings:
        raise WrongUse(
            f"--out must end with one of: {', '.join(endings)}.", f"It is {path.name!r}.", "Change the ending."
        )
    if not path.parent.is_dir():
        raise WrongUse("--out must be in a folder that is there.", f"{path.parent} is not.", "Make it first.")


def write_answer(answer: Answer, path: Path, age_days: int | None) -> list[Path]:
    """Write the table in the form its ending says, and a page about it beside it.

    Returns
    -------
    list of Path
        What was written.

    Raises
    ------
    WrongUse
        See :func:`check_path`.
    """
    check_path(path)
    note = path.with_suffix(".about.txt")
    write_cells(answer.table, answer.cells, path, layer="hotspots")
    note.write_text(about(answer, age_days), encoding="utf-8")
    return [path, note]


def write_cells(table: pd.DataFrame, cells: Cells, path: Path, *, layer: str) -> None:
    """Write a table of cells in the form its path's ending says.

    Parameters
    ----------
    table : DataFrame
        With a column ``cell``; protected already.
    layer : str
        What the layer is called inside a GeoPackage.
    """
    match path.suffix.lower():
        case ".csv":
            path.write_bytes(table_bytes(table))
        case ".parquet":
            with_shapes(table, cells).to_parquet(path, index=False)
        case ".gpkg":
            path.unlink(missing_ok=True)
            with_shapes(table, cells).to_file(path, driver="GPKG", layer=layer)
        case ".geojson":
            with_shapes(table, cells).to_crs(4326).to_file(path, driver="GeoJSON")


def pack_files(table: pd.DataFrame, cells: Cells, name: str, about_it: str) -> bytes:
    """Return one zip of a table of cells: csv, GeoPackage, and the page about them."""
    buffer = io.BytesIO()
    with TemporaryDirectory() as folder, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for ending in (".csv", ".gpkg"):
            path = Path(folder) / f"{name}{ending}"
            write_cells(table, cells, path, layer=name)
            archive.write(path, path.name)
        archive.writestr("about.txt", about_it)
    return buffer.getvalue()


def pack(answer: Answer, age_days: int | None, *, extra: dict[str, bytes] | None = None) -> bytes:
    """Return one zip to hand over: csv, GeoPackage, the page about them, and anything more."""
    buffer = io.BytesIO()
    with TemporaryDirectory() as folder, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for ending in (".csv", ".gpkg"):
            path = Path(folder) / f"hotspots{ending}"
            write_cells(answer.table, answer.cells, path, layer="hotspots")
            archive.write(path, path.name)
        archive.writestr("about.txt", about(answer, age_days))
        for name, content in (extra or {}).items():
            archive.writestr(name, content)
    return buffer.getvalue()
