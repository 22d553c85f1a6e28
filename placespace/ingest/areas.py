"""Read numbers by area code, and shapes, mended and in metres."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from placespace.catalogue import Layer
from placespace.errors import PlacespaceError
from placespace.ingest.account import FileAccount, Reason
from placespace.ingest.coordinates import numbers, place_rows
from placespace.ingest.files import match_heading, raw_tables
from placespace.ingest.part import Context, Part, Sorting, mapped
from placespace.ingest.personal import refuse_personal


def read_areas(layer: Layer, path: Path, context: Context) -> Iterator[Part]:
    """Yield a part for each table of numbers by area: ``area``, and a column a value.

    Ages are summed over the area's resident band; a blank is missing, never 0.
    """
    for raw in raw_tables(path, [t for t, ours in layer.columns.items() if ours == "area"]):
        account = FileAccount(raw.name, notes=list(raw.notes))
        names = list(raw.frame.columns)
        code = match_heading(names, layer.theirs("area"))
        wanted = {
            v.name: [c for column in v.columns for c in _ages(column, context.resident_ages)]
            for v in layer.values.values()
        }
        found = {name: [match_heading(names, c) for c in columns] for name, columns in wanted.items()}
        absent = [c for name in wanted for c, f in zip(wanted[name], found[name], strict=True) if f is None]
        if absent:
            raise PlacespaceError(
                f"{raw.name} must have the columns under [values].",
                f"It has no {', '.join(absent[:4])}; it has {', '.join(names[:6])} …",
                f"Mend [values] in layers/{layer.id}.toml.",
            )
        sorting = Sorting(raw.frame, account)
        codes = raw.frame[code]
        sorting.set_aside(~codes.str.fullmatch(r"[A-Z]\d{8}"), "not an area code (a title, note or total)", codes)
        sorting.set_aside(codes.duplicated(), "the same area twice", codes)
        out = pd.DataFrame({"area": codes})
        for name, columns in found.items():
            parts = pd.concat([numbers(raw.frame[c]) for c in columns], axis=1)
            out[name] = parts.sum(axis=1, skipna=False)
            sorting.mended(out[name].isna(), f"{name} is missing: stays missing, is never 0", codes)
        aside = sorting.close()
        yield Part(out[sorting.keep].reset_index(drop=True), account, aside)


def _ages(column: str, ages: tuple[int, int]) -> list[str]:
    if "{age}" not in column:
        return [column]
    return [column.replace("{age}", str(a)) for a in range(ages[0], ages[1] + 1)]


def read_shapes(layer: Layer, path: Path, context: Context) -> Iterator[Part]:
    """Yield the shapes of a file: ``name``, ``kind``, ``area`` where mapped; valid; EPSG:27700."""
    try:
        shapes = gpd.read_file(path)
    except Exception as fault:  # pyogrio, fiona and parquet readers each raise their own
        raise PlacespaceError(
            f"{path.name} must be a gpkg, geojson or shp file.",
            f"It does not open: {fault}.",
            "Save it again as GeoPackage.",
        ) from fault
    if shapes.crs is None:
        raise PlacespaceError(
            f"{path.name} must say its coordinate system.",
            "It has none.",
            "Keep the .prj beside a .shp, or save it as GeoPackage.",
        )
    account = FileAccount(path.name, read=len(shapes))
    empty = shapes.geometry.isna() | shapes.geometry.is_empty
    if empty.any():
        account.set_aside["no shape"] = Reason(int(empty.sum()), int(empty.to_numpy().argmax()) + 1, "")
    shapes = shapes[~empty]
    broken = ~shapes.geometry.is_valid
    if broken.any():
        first = shapes[broken].iloc[0].drop(shapes.geometry.name)
        account.mended["shape crossed itself and was mended"] = Reason(
            int(broken.sum()), int(broken.to_numpy().argmax()) + 1, str(first.iloc[0]) if len(first) else ""
        )
    account.kept = len(shapes)
    out = gpd.GeoDataFrame(geometry=shapes.geometry.make_valid().to_crs(27700).array, crs=27700)
    for ours in ("name", "kind", "area"):
        theirs = layer.theirs(ours) and match_heading(list(shapes.columns), layer.theirs(ours))
        out[ours] = shapes[theirs].fillna("").astype("str").to_numpy() if theirs else ""
    yield Part(out[["name", "kind", "area", "geometry"]], account, pd.DataFrame())


def read_provision(layer: Layer, path: Path, context: Context) -> Iterator[Part]:
    """Yield the rows of a provision list as points: what is written is kept as written.

    Rows without coordinates stay in the list with none; nothing is put at 0,0.
    """
    wanted = ("name", "site", "when", "ages", "provider", "notes")
    for raw in raw_tables(path, list(layer.columns)):
        account = FileAccount(raw.name, notes=list(raw.notes))
        found = {
            ours: c
            for theirs, ours in layer.columns.items()
            if (c := match_heading(list(raw.frame.columns), theirs)) is not None
        }
        frame, account.personal = refuse_personal(raw.frame, set(found.values()))
        sorting = Sorting(frame, account)
        out = pd.DataFrame({w: "" if (c := mapped(frame, found, w)) is None else c for w in wanted}, index=frame.index)
        sorting.set_aside((out[["name", "site", "when"]] == "").all(axis=1), "no activity, venue or time", out["notes"])
        out[["lon", "lat"]] = np.nan
        for x, y, crs in (("lon", "lat", "EPSG:4326"), ("easting", "northing", "EPSG:27700")):
            if x in found and y in found:
                read = place_rows(frame[found[x]], frame[found[y]], crs=crs, box=context.box)
                todo = out["lon"].isna()
                out.loc[todo, ["lon", "lat"]] = read.loc[todo, ["lon", "lat"]]
                for what in sorted(set(read["mended"]) - {""}):
                    sorting.mended(read["mended"] == what, what, frame[found[x]] + ", " + frame[found[y]])
        sorting.mended(out["lon"].isna(), "no coordinates: kept, waits to be placed", out["name"])
        aside = sorting.close()
        out["row"] = out.index
        out = out[sorting.keep].reset_index(drop=True)
        account.without_place = int(out["lon"].isna().sum())
        yield Part(out, account, aside)
