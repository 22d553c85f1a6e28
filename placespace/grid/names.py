"""Call a cell after the nearest name people use."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from placespace.grid.cells import Cells

RIGHT_THERE_M = 200
"""A name this near a cell's middle is the cell's own: a resolution 9 cell is about 350 m across."""


def nearest_names(points: gpd.GeoSeries, names: gpd.GeoDataFrame, *, within_m: float) -> pd.Series:
    """Return the name nearest to each point; from 200 m on with ``near`` and on which side of it the point is.

    Parameters
    ----------
    points : GeoSeries
        EPSG:27700.
    names : GeoDataFrame
        ``name`` and geometry, EPSG:27700.
    within_m : float
        Further than this is no name at all: empty.

    Returns
    -------
    Series of str
        Named ``place``, same index.

    Examples
    --------
    >>> square = gpd.GeoDataFrame({"name": ["Market Square"]}, geometry=gpd.points_from_xy([0], [0]), crs=27700)
    >>> here = gpd.GeoSeries(gpd.points_from_xy([0, 500, 5000], [50, 0, 0]), crs=27700)
    >>> nearest_names(here, square, within_m=1200).tolist()
    ['Market Square', 'near Market Square (E)', '']
    """
    named = names[names["name"].astype("str").str.len() > 0]
    if named.empty:
        return pd.Series("", points.index, name="place", dtype="str")
    at = named.geometry.to_numpy()
    pair, gap = shapely.STRtree(at).query_nearest(points.to_numpy(), all_matches=False, return_distance=True)
    label, target = named["name"].to_numpy()[pair[1]], shapely.centroid(at[pair[1]])
    east = points.x.to_numpy() - shapely.get_x(target)
    north = points.y.to_numpy() - shapely.get_y(target)
    away = [f"near {n} ({_compass(e, u)})" for n, e, u in zip(label, east, north, strict=True)]
    text = np.select([gap <= RIGHT_THERE_M, gap <= within_m], [label, away], "")
    return pd.Series(text, points.index, name="place", dtype="str")


def name_cells(cells: Cells, layers: list[gpd.GeoDataFrame], *, within_m: float) -> pd.Series:
    """Return a name for each cell: from the first layer that has one near enough.

    Parameters
    ----------
    cells : Cells
    layers : list of GeoDataFrame
        Each with ``name`` and geometry, EPSG:27700, the best names first.
    within_m : float
        Further than this is no name.
    """
    centres = cells.geometry().centroid
    place = pd.Series("", cells.index, name="place", dtype="str")
    for names in layers:
        place = place.where(place != "", nearest_names(centres, names, within_m=within_m))
    return place


def _compass(east: float, north: float) -> str:
    vertical = "N" if north > abs(east) * 0.414 else "S" if -north > abs(east) * 0.414 else ""
    across = "E" if east > abs(north) * 0.414 else "W" if -east > abs(north) * 0.414 else ""
    return vertical + across
