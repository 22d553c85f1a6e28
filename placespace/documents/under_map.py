"""Gather what the cells of a map lie among, from the area's own files: drawn, never counted."""

from __future__ import annotations

from collections.abc import Mapping

import geopandas as gpd
import pandas as pd

from placespace.ingest import boundary_shapes, read_stored
from placespace.measures import Reading

SLIVER_M = 60
NEAR_M = 1500


def ground_layers(reading: Reading) -> Mapping[str, gpd.GeoDataFrame]:
    """Return the shapes under and over a map, EPSG:27700, as far as 1.5 km beyond the boundary.

    Parameters
    ----------
    reading : Reading

    Returns
    -------
    mapping of str to GeoDataFrame
        The layers that ``under_map`` of ``area.toml`` names, by layer id, in its order and each with
        something in it; then ``boundary``, one row, without the slivers that generalised neighbours
        leave; and ``names``, only rows that have a name. Each has ``name`` and ``kind``.
    """
    workspace, area = reading.workspace, reading.workspace.area
    outline = boundary_shapes(workspace).union_all().buffer(SLIVER_M).buffer(-SLIVER_M)
    near = outline.buffer(NEAR_M)
    # a boundary that is part of a layer leaves the rest of it to be drawn as lines
    under = [i for i in area.under_map if i != area.boundary or area.boundary_where]
    found = {i: _near(read_stored(workspace, i), near) for i in under}
    shaped = [read_stored(workspace, i) for i in area.names if workspace.layers[i].reader == "shapes"]
    named = [_near(f[f["name"] != ""], near)[["name", "kind", "geometry"]] for f in shaped if len(f)]
    nothing = gpd.GeoDataFrame({"name": [], "kind": []}, geometry=[], crs=27700)
    return {
        **{i: shapes for i, shapes in found.items() if len(shapes)},
        "boundary": gpd.GeoDataFrame({"name": [area.name], "kind": [""]}, geometry=[outline], crs=27700),
        "names": gpd.GeoDataFrame(pd.concat(named, ignore_index=True)) if named else nothing,
    }


def _near(shapes: gpd.GeoDataFrame, near: object) -> gpd.GeoDataFrame:
    return shapes[shapes.intersects(near)].reset_index(drop=True)
