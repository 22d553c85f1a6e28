"""Find where the rows of a table are: numbers first, then postcodes, then area codes; never finer than sent."""

from __future__ import annotations

import numpy as np
import pandas as pd

from placespace.catalogue import Layer
from placespace.errors import PlacespaceError
from placespace.ingest.coordinates import numbers, place_rows
from placespace.ingest.part import Context, Sorting, mapped
from placespace.ingest.postcodes import find_postcodes

PAIRS = (("easting", "northing", "EPSG:27700"), ("lon", "lat", "EPSG:4326"))
CUT_SHARE, CUT_ROWS = 0.9, 20
"""Nine in ten points on whole hundreds of metres, of 20 or more, are cut and not chance (1 in 10,000 each)."""


def find_places(layer: Layer, frame: pd.DataFrame, found: dict, sorting: Sorting, context: Context) -> pd.DataFrame:
    """Return ``lon``, ``lat``, ``precision`` and ``lsoa`` of each row; same index."""
    where = pd.DataFrame({"lon": np.nan, "lat": np.nan, "precision": "none", "lsoa": None}, index=frame.index)
    where["precision"] = where["precision"].astype("str")
    shown = None
    if layer.precision != "none":
        shown = place_by_numbers(where, frame, found, sorting, context)
        where.loc[where["lon"].notna(), "precision"] = layer.precision
        codes = place_by_postcodes(where, frame, found, sorting, context)
        shown = codes if shown is None else shown
    if (areas := mapped(frame, found, "lsoa")) is not None:
        tidy = areas.str.strip().str.upper()
        good = tidy.str.fullmatch(r"[EW]01\d{6}")
        where["lsoa"] = tidy.where(good)
        sorting.mended(~good & (areas != ""), "LSOA code is not one: left out", areas)
        where.loc[good & where["lon"].isna(), "precision"] = "area"
        shown = areas if shown is None else shown
    if shown is not None:
        nowhere = where["lon"].isna() & where["lsoa"].isna()
        sorting.mended(nowhere, "no place (blank, 0,0 or not readable): kept, not mapped", shown)
        sorting.mended(where["precision"] == "area", "known only to an area: kept with its code, not mapped", shown)
    return where


def place_by_numbers(
    where: pd.DataFrame, frame: pd.DataFrame, found: dict, sorting: Sorting, context: Context
) -> pd.Series | None:
    """Fill ``lon``, ``lat`` from pairs of numbers; return the pairs as sent, None when there are none."""
    shown = None
    for x, y, crs in PAIRS:
        if x not in found or y not in found:
            continue
        pair = frame[found[x]] + ", " + frame[found[y]]
        shown = pair if shown is None else shown
        read = place_rows(frame[found[x]], frame[found[y]], crs=crs, box=context.box)
        todo = where["lon"].isna() & read["lon"].notna()
        where.loc[todo, ["lon", "lat"]] = read.loc[todo, ["lon", "lat"]]
        for what in sorted(set(read["mended"]) - {""}):
            sorting.mended(todo & (read["mended"] == what), what, pair)
        a, b = numbers(frame[found[x]])[todo], numbers(frame[found[y]])[todo]
        cut = (a.abs() > 1000) & (a % 100 == 0) & (b % 100 == 0)
        if len(cut) >= CUT_ROWS and cut.mean() > CUT_SHARE:
            sorting.account.notes.append("coordinates look cut to 100 m")
    return shown


def place_by_postcodes(
    where: pd.DataFrame, frame: pd.DataFrame, found: dict, sorting: Sorting, context: Context
) -> pd.Series | None:
    """Fill ``lon``, ``lat`` still missing from postcodes; return the postcodes, None when there are none."""
    codes = mapped(frame, found, "postcode")
    todo = where["lon"].isna() & (codes != "") if codes is not None else where["lon"].isna() & False
    if not todo.any():
        return codes
    if not context.postcodes:
        sorting.account.notes.append(
            "has rows with only a postcode: put an ONSPD or NSPL csv in raw and name it as 'postcodes' in area.toml"
        )
        return codes
    try:
        read = find_postcodes(codes[todo], context.postcodes)
    except PlacespaceError as fault:
        sorting.account.notes.append(str(fault))
        return codes
    where.loc[todo, ["lon", "lat"]] = read
    where.loc[todo & where["lon"].notna(), "precision"] = "postcode"
    sorting.mended(todo & where["lon"].isna(), "postcode is not in the postcode file", codes)
    return codes
