"""Call a cell after the nearest name people use."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import shapely

from placespace.grid.cells import Cells


def nearest_names(points: gpd.GeoSeries, names: gpd.GeoDataFrame, *, within_m: float) -> pd.Series:
    """Return the name nearest to each point, with ``near`` when it is not right there.

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
    """
    named = names[names["name"].astype("str").str.len() > 0]
    if named.empty:
        return pd.Series("", points.index, name="place", dtype="str")
    tree = shapely.STRtree(named.geometry.to_numpy())
    pair, gap = tree.query_nearest(points.to_numpy(), all_matches=False, return_distance=True)
    label = named["name"].to_numpy()[pair[1]]
    text = [n if d <= 200 else f"near {n}" if d <= within_m else "" for n, d in zip(label, gap, strict=True)]
    return pd.Series(text, points.index, name="place", dtype="str")


def name_cells(cells: Cells, names: gpd.GeoDataFrame, *, within_m: float) -> pd.Series:
    """Return a name for each cell; cells that would share one are told apart by the compass.

    Examples
    --------
    See ``tests/test_cells.py``: the cell on Market Square is 'Market Square', the one east of it
    'near Market Square (E)'.
    """
    centres = cells.geometry().centroid
    place = nearest_names(centres, names, within_m=within_m)
    shared = place[place.str.startswith("near ")]
    if shared.empty:
        return place
    home = names[names["name"].astype("str").str.len() > 0].drop_duplicates("name").set_index("name").geometry
    target = home.loc[shared.str.removeprefix("near ")].centroid
    here = centres.loc[shared.index]
    east, north = here.x.to_numpy() - target.x.to_numpy(), here.y.to_numpy() - target.y.to_numpy()
    return place.mask(
        place.str.startswith("near "), shared + [f" ({_compass(e, n)})" for e, n in zip(east, north, strict=True)]
    )


def _compass(east: float, north: float) -> str:
    vertical = "N" if north > abs(east) * 0.414 else "S" if -north > abs(east) * 0.414 else ""
    across = "E" if east > abs(north) * 0.414 else "W" if -east > abs(north) * 0.414 else ""
    return vertical + across
