"""Find where a row is from two numbers: metres or degrees; swapped, padded or missing."""

from __future__ import annotations

import numpy as np
import pandas as pd
from pyproj import Transformer

TO_DEGREES = Transformer.from_crs(27700, 4326, always_xy=True)
TO_METRES = Transformer.from_crs(4326, 27700, always_xy=True)
MARGIN_M = 30_000
"""A point this near the area is believed as it stands; the neighbours' calls come too."""


def numbers(text: pd.Series) -> pd.Series:
    """Return numbers from text with thousands commas, leading zeros and spaces; missing otherwise.

    Examples
    --------
    >>> numbers(pd.Series(["333,500", "0395200", "", "n/a"])).tolist()
    [333500.0, 395200.0, nan, nan]
    """
    return (
        pd.to_numeric(text.astype("str").str.replace(r"[,\s]", "", regex=True), errors="coerce")
        .astype(float)
        .replace([np.inf, -np.inf], np.nan)
    )


def place_rows(x: pd.Series, y: pd.Series, *, crs: str, box: tuple[float, float, float, float]) -> pd.DataFrame:
    """Return longitude and latitude for each row, and how they were arrived at.

    Parameters
    ----------
    x, y : Series of str
        As sent: eastings and northings, or longitudes and latitudes.
    crs : str
        ``EPSG:27700`` or ``EPSG:4326``, as the layer says.
    box : tuple = (W, S, E, N)
        The study area's box, metres, EPSG:27700. A pair that lies far from it is
        tried the other way round, and in the other system, before it is believed.

    Returns
    -------
    DataFrame
        ``lon``, ``lat`` (degrees, missing where there is no place) and ``mended``
        (what was done, empty where nothing), same index.
    """
    a, b = numbers(x), numbers(y)
    missing = a.isna() | b.isna() | ((a == 0) & (b == 0))
    degrees_first = crs == "EPSG:4326"
    ways = [
        (a, b, degrees_first, ""),
        (b, a, degrees_first, "coordinates were the wrong way round"),
        (a, b, not degrees_first, "coordinates were in the other system"),
        (b, a, not degrees_first, "coordinates were in the other system and the wrong way round"),
    ]
    result = pd.DataFrame({"lon": np.nan, "lat": np.nan, "mended": ""}, index=x.index)
    todo = ~missing
    for p, q, degrees, says in ways:
        if not todo.any():
            break
        lon, lat, near = _near(p[todo].to_numpy(), q[todo].to_numpy(), degrees, box)
        hit = todo.index[todo][near]
        result.loc[hit, "lon"], result.loc[hit, "lat"], result.loc[hit, "mended"] = lon[near], lat[near], says
        todo.loc[hit] = False
    if todo.any():  # far away however it is read: believed as it stands, if it is on Earth
        lon, lat, _ = _near(a[todo].to_numpy(), b[todo].to_numpy(), degrees_first, box)
        ok = (np.abs(lon) <= 180) & (np.abs(lat) <= 90)
        result.loc[todo.index[todo], "lon"] = np.where(ok, lon, np.nan)
        result.loc[todo.index[todo], "lat"] = np.where(ok, lat, np.nan)
    return result


def _near(p: np.ndarray, q: np.ndarray, degrees: bool, box: tuple) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    if degrees:
        ok = (np.abs(p) <= 180) & (np.abs(q) <= 90)
        lon, lat = np.where(ok, p, np.nan), np.where(ok, q, np.nan)
        east, north = TO_METRES.transform(lon, lat)
    else:
        east, north = p, q
        lon, lat = TO_DEGREES.transform(p, q)
    w, s, e, n = box
    near = (east > w - MARGIN_M) & (east < e + MARGIN_M) & (north > s - MARGIN_M) & (north < n + MARGIN_M)
    return lon, lat, near
