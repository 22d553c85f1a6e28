"""Carry numbers from areas to cells: people conserved, scores averaged, missing stays missing."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from scipy import sparse

from placespace.errors import PlacespaceError
from placespace.grid.cells import Cells


def overlap_km2(areas: gpd.GeoSeries, cells: Cells) -> sparse.csr_array:
    """Return the overlap of each area with each cell, km².

    Parameters
    ----------
    areas : GeoSeries, shape (m,)
        Valid polygons, EPSG:27700.
    cells : Cells

    Returns
    -------
    csr_array, shape (m, n)
    """
    if areas.crs is None or areas.crs.to_epsg() != 27700:
        raise PlacespaceError(
            "Areas must be in EPSG:27700 (metres).", f"They are in {areas.crs}.", "Call to_crs(27700)."
        )
    zones, hexes = areas.to_numpy(), cells.geometry().to_numpy()
    zone, cell = shapely.STRtree(hexes).query(zones, predicate="intersects")
    shapely.prepare(zones)
    # most cells lie wholly in one area: only the others need cutting
    whole = shapely.contains_properly(zones[zone], hexes[cell])
    km2 = np.empty(len(zone))
    km2[whole] = shapely.area(hexes[cell[whole]])
    km2[~whole] = shapely.area(shapely.intersection(zones[zone[~whole]], hexes[cell[~whole]]))
    return sparse.csr_array((km2 / 1e6, (zone, cell)), shape=(len(zones), len(cells)))


def to_cells(
    values: pd.Series,
    areas: gpd.GeoSeries,
    cells: Cells,
    *,
    measure: str,
    weights: pd.Series | None = None,
    overlap: sparse.csr_array | None = None,
) -> pd.Series:
    """Return a number of areas on cells.

    Parameters
    ----------
    values : Series, shape (m,)
        By area code; an area with no value is missing, never 0.
    areas : GeoSeries, shape (m,)
        Polygons by the same codes, EPSG:27700.
    cells : Cells
    measure : {"extensive", "intensive"}
        Extensive numbers (people) are shared out by area and conserved: an area at the edge
        gives its cells only the share of it that lies in them. Intensive ones (scores) are
        the mean of the areas a cell touches, weighted by ``weights`` (people) shared out the same way.
    weights : Series, optional
        People by area, for intensive numbers; by area of overlap when not given.
    overlap : csr_array, optional
        From :func:`overlap_km2`, when several numbers share it.

    Returns
    -------
    Series, shape (n,)
        Named as ``values``; missing where no area with a value touches the cell.

    Examples
    --------
    A town of one area of 100 people that four fifths of the cells' area covers keeps 100 people:
    see ``tests/test_apportion.py``.
    """
    if measure not in ("extensive", "intensive"):
        raise PlacespaceError("'measure' must be extensive or intensive.", f"It is {measure!r}.", "Choose one.")
    overlap = overlap_km2(areas, cells) if overlap is None else overlap
    by_area = values.reindex(areas.index).to_numpy(float)
    known = ~np.isnan(by_area)
    # the share of the whole area, not of the part that meets cells: an edge sliver never gets everyone
    share = sparse.diags_array(1e6 / areas.area.to_numpy()) @ overlap
    touched = np.asarray((overlap.T @ known) > 0)
    if measure == "extensive":
        result = share.T @ np.where(known, by_area, 0.0)
    else:
        people = None if weights is None else weights.reindex(areas.index).to_numpy(float)
        weight = overlap if people is None else sparse.diags_array(np.nan_to_num(people)) @ share
        top, bottom = weight.T @ np.where(known, by_area, 0.0), weight.T @ known.astype(float)
        with np.errstate(invalid="ignore", divide="ignore"):
            result = top / bottom
        touched = bottom > 0
    return pd.Series(np.where(touched, result, np.nan), cells.index, name=values.name)
