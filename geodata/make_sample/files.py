"""Writers that give the same bytes on every run."""

import csv
import io
import json
import zipfile
from datetime import datetime
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import xlsxwriter
from pyproj import Transformer
from shapely import transform
from shapely.geometry import mapping

STAMP = datetime(2026, 10, 15, 9, 0, 0)
TO_DEGREES = Transformer.from_crs(27700, 4326, always_xy=True)
TO_METRES = Transformer.from_crs(4326, 27700, always_xy=True)


def degrees(easting, northing) -> np.ndarray:
    """Return longitude and latitude, last axis of two, rounded to the six decimals that files carry."""
    return np.stack(TO_DEGREES.transform(easting, northing), axis=-1).round(6)


def write_geojson(path: Path, features: list[tuple[object, dict]]) -> None:
    """Write British National Grid geometries as GeoJSON in degrees.

    Parameters
    ----------
    path : Path
        File to write.
    features : list of (geometry, properties)
        In the order in which they are to stand in the file.
    """
    lines = [
        json.dumps(
            {
                "type": "Feature",
                "properties": properties,
                "geometry": mapping(transform(geometry, lambda xy: degrees(xy[:, 0], xy[:, 1]))),
            },
            ensure_ascii=False,
            separators=(",", ":"),
        )
        for geometry, properties in features
    ]
    text = '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"
    path.write_bytes(text.encode("utf-8"))


def write_geopackage(path: Path, frame: gpd.GeoDataFrame) -> None:
    """Write one layer, with the time that GDAL records held still."""
    path.unlink(missing_ok=True)
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": STAMP.strftime("%Y-%m-%dT%H:%M:%S.000Z")})
    frame.to_file(path, layer=path.stem, driver="GPKG", geometry_type="MultiPolygon", promote_to_multi=True)


def csv_bytes(header: list[str], rows: list[list], encoding: str = "utf-8", newline: str = "\r\n") -> bytes:
    """Return a CSV as bytes in the encoding and line ends asked for."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator=newline)
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def write_zip(path: Path, members: dict[str, bytes]) -> None:
    """Write a zip whose members all carry the same time and no trace of the machine."""
    with zipfile.ZipFile(path, "w") as archive:
        for name in sorted(members):
            info = zipfile.ZipInfo(name, STAMP.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            archive.writestr(info, members[name], compresslevel=9)


def write_workbook(path: Path, sheets: dict[str, list[list]]) -> None:
    """Write a workbook; `datetime` values become real Excel dates, all else stays as it is given."""
    with xlsxwriter.Workbook(path, {"strings_to_numbers": False}) as book:
        book.set_properties({"created": STAMP, "author": "", "title": path.stem})
        date_format = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for r, row in enumerate(rows):
                for c, value in enumerate(row):
                    if isinstance(value, datetime):
                        sheet.write_datetime(r, c, value, date_format)
                    elif value is not None and value != "":
                        sheet.write(r, c, value)


def write_json(path: Path, value: object) -> None:
    """Write readable JSON."""
    path.write_bytes((json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode("utf-8"))
