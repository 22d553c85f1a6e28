"""Read shapes to draw, to count in and to name places by: mended, and in metres."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from placespace.catalogue import Layer
from placespace.errors import PlacespaceError
from placespace.ingest.account import FileAccount, reason_of
from placespace.ingest.files import safe_members
from placespace.ingest.headings import match_heading
from placespace.ingest.part import Context, Part


def read_shapes(layer: Layer, path: Path, context: Context) -> Iterator[Part]:
    """Yield the shapes of a file: ``name``, ``kind``, ``area`` where mapped; valid; EPSG:27700."""
    shapes = _opened(path)
    shapes.index = pd.RangeIndex(1, len(shapes) + 1)
    account = FileAccount(path.name, read=len(shapes))
    out = gpd.GeoDataFrame({o: _text(shapes, layer, o) for o in ("name", "kind", "area")}, geometry=shapes.geometry)
    label, rows = out["name"].where(out["name"] != "", out["area"]), pd.Series(out.index, out.index)
    absent = [t for t in layer.columns if match_heading(list(shapes.columns), t) is None]
    account.notes += [f"no column {', '.join(absent)}"] if absent else []
    out, empty = _less(out, out.geometry.isna() | out.geometry.is_empty)
    broken = ~out.geometry.is_valid
    out.geometry = out.geometry.make_valid()
    try:
        out = out.to_crs(27700)
    except Exception as fault:  # an unknown or local system: pyproj has several errors for it
        raise PlacespaceError(
            f"{path.name} must be in a coordinate system that can be turned into the National Grid.",
            f"It says: {str(shapes.crs)[:80]}.",
            "Save it again as EPSG:27700 or EPSG:4326.",
        ) from fault
    out, off_earth = _less(out, ~np.isfinite(out.geometry.bounds).all(axis=1))
    for reason, gone in (("no shape", empty), ("coordinates do not fit its coordinate system", off_earth)):
        if (found := reason_of(rows.isin(gone), rows, label)) is not None:
            account.set_aside[reason] = found
    mended = rows.isin(broken.index[broken]) & rows.isin(out.index)
    if (found := reason_of(mended, rows, label)) is not None:
        account.mended["shape crossed itself and was mended"] = found
    account.kept = len(out)
    account.notes += [] if len(out) else ["holds no shape that can be drawn"]
    yield Part(out.reset_index(drop=True), account, pd.DataFrame())


def _opened(path: Path) -> gpd.GeoDataFrame:
    try:
        if path.suffix.lower() == ".zip":
            with zipfile.ZipFile(path) as archive:
                safe_members(archive, path.name)
        shapes = gpd.read_file(path)
    except PlacespaceError:
        raise
    except Exception as fault:  # pyogrio, fiona and parquet readers each raise their own
        raise PlacespaceError(
            f"{path.name} must be a gpkg, geojson or shp file.",
            f"It does not open: {str(fault)[:200]}.",
            "Save it again as GeoPackage.",
        ) from fault
    if not isinstance(shapes, gpd.GeoDataFrame):
        raise PlacespaceError(f"{path.name} must hold shapes.", "It is a table without any.", "Save it as GeoPackage.")
    if shapes.crs is None:
        raise PlacespaceError(
            f"{path.name} must say its coordinate system.",
            "It has none.",
            "Keep the .prj beside a .shp, or save it as GeoPackage.",
        )
    return shapes


def _text(shapes: gpd.GeoDataFrame, layer: Layer, ours: str) -> pd.Series:
    theirs = layer.theirs(ours) and match_heading(list(shapes.columns), layer.theirs(ours))
    if not theirs:
        return pd.Series("", shapes.index, dtype="str")
    return shapes[theirs].astype(object).where(shapes[theirs].notna(), "").astype("str").str.strip()


def _less(shapes: gpd.GeoDataFrame, gone: pd.Series) -> tuple[gpd.GeoDataFrame, pd.Index]:
    return shapes[~gone], shapes.index[gone]
