"""Cover a study area with cells, and say which are neighbours."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import geopandas as gpd
import h3
import numpy as np
import pandas as pd
import shapely
from numpy.typing import ArrayLike
from pyproj import Transformer
from scipy import sparse

from placespace.catalogue import Workspace
from placespace.errors import PlacespaceError
from placespace.grid.ring import ring_matrix
from placespace.ingest import boundary_shapes, read_stored

TOUCHED_M2 = 1.0
"""A shape that has less of a cell than this only touches it."""


@dataclass(frozen=True, eq=False)
class Cells:
    """The cells of a study area, in the order of their ids.

    Attributes
    ----------
    index : Index of str, shape (n,)
        H3 ids, sorted, named ``cell``.
    resolution : int
    area_km2 : Series, shape (n,)
        True area of each whole cell, km² (it varies by 20 % from Cornwall to Shetland).
    ring : csr_array, shape (n, n)
        1 where a cell lies in another's ring, itself included.
    boundary : Polygon or MultiPolygon
        The study area, EPSG:27700.
    digest : str
        Changes when the cells do.
    """

    index: pd.Index
    resolution: int
    area_km2: pd.Series
    ring: sparse.csr_array
    boundary: shapely.Geometry
    digest: str

    def __len__(self) -> int:
        return len(self.index)

    def centres(self) -> pd.DataFrame:
        """Return ``lat``, ``lng`` (degrees) of each cell's centre."""
        return pd.DataFrame([h3.cell_to_latlng(c) for c in self.index], index=self.index, columns=["lat", "lng"])

    def centres_m(self) -> np.ndarray:
        """Return eastings and northings of the centres, metres, EPSG:27700, shape (n, 2)."""
        return self._centres_m.copy()

    @cached_property
    def _centres_m(self) -> np.ndarray:
        centres = self.centres()
        return to_metres(centres["lng"], centres["lat"])

    def geometry(self) -> gpd.GeoSeries:
        """Return the hexagons, EPSG:27700."""
        return self._geometry.copy(deep=False)

    @cached_property
    def _geometry(self) -> gpd.GeoSeries:
        return hexagons(self.index).to_crs(27700)

    def parents(self, resolution: int) -> pd.Series:
        """Return each cell's parent at a coarser resolution."""
        return pd.Series([h3.cell_to_parent(c, resolution) for c in self.index], self.index)


def to_metres(lon: ArrayLike, lat: ArrayLike) -> np.ndarray:
    """Return eastings and northings, metres, EPSG:27700, shape (m, 2); missing stays missing.

    Examples
    --------
    >>> to_metres([-2.0], [53.0]).round().tolist()
    [[400097.0, 344742.0]]
    """
    x, y = _metres().transform(np.asarray(lon, float), np.asarray(lat, float))
    both = np.column_stack([x, y])
    both[~np.isfinite(both).all(axis=1)] = np.nan
    return both


@lru_cache(maxsize=1)
def _metres() -> Transformer:
    return Transformer.from_crs(4326, 27700, always_xy=True)


def hexagons(cells: Sequence[str]) -> gpd.GeoSeries:
    """Return the outlines of cells, EPSG:4326, indexed by cell."""
    index = pd.Index(cells, name="cell")
    # H3 gives (lat, lng), shapely takes (lng, lat)
    rings = [np.array(h3.cell_to_boundary(c))[:, ::-1] for c in index]
    return gpd.GeoSeries(
        shapely.polygons(rings)
        if len(rings) and len({len(r) for r in rings}) == 1
        else [shapely.Polygon(r) for r in rings],
        index=index,
        crs=4326,
    )


def cells_of(boundary: gpd.GeoSeries, resolution: int) -> Cells:
    """Return every cell that touches a boundary.

    Parameters
    ----------
    boundary : GeoSeries
        Polygons, any CRS; their union is the study area.
    resolution : int

    Raises
    ------
    PlacespaceError
        When the boundary has no area, or no CRS.

    Notes
    -----
    H3's default keeps only cells whose centre is inside and loses 1 to 4 % of an
    area, so cells are taken by overlap. Parts of a multipolygon share cells: each is kept once.
    """
    if boundary.crs is None:
        raise PlacespaceError("A boundary must say its coordinate system.", "It has none.", "Save it with a CRS.")
    metres = boundary.to_crs(27700)
    metres = metres if metres.is_valid.all() else metres.make_valid()
    whole = shapely.MultiPolygon(_polygons(metres.union_all(grid_size=0.001)))
    if whole.is_empty or whole.area == 0:
        raise PlacespaceError(
            "A boundary must be polygons with an area.",
            f"It is {', '.join(metres.geom_type.unique()) or 'empty'}.",
            "Use a polygon layer.",
        )
    degrees = gpd.GeoSeries([whole], crs=27700).to_crs(4326).iloc[0]
    degrees = degrees if degrees.is_valid else shapely.make_valid(degrees)
    found: set[str] = set()
    for part in _polygons(degrees):
        found.update(h3.h3shape_to_cells_experimental(h3.geo_to_h3shape(part), resolution, contain="overlap"))
    index = pd.Index(sorted(found), name="cell", dtype="str")
    area = pd.Series([h3.cell_area(c) for c in index], index, name="area_km2")
    digest = hashlib.blake2b("".join(index).encode(), digest_size=8).hexdigest()
    return Cells(index, resolution, area, ring_matrix(index), whole, digest)


def _polygons(geometry: shapely.Geometry) -> list[shapely.Polygon]:
    """Return the polygons of a geometry; mending may have left lines among them."""
    parts = shapely.get_parts(shapely.get_parts(shapely.get_parts(geometry)))
    return [p for p in parts if isinstance(p, shapely.Polygon) and not p.is_empty]


def study_area(workspace: Workspace, resolution: int | None = None) -> Cells:
    """Return the cells of the workspace's area, from the clean store when the boundary is unchanged."""
    resolution = resolution or workspace.area.resolution
    shapes = boundary_shapes(workspace)
    mark = hashlib.blake2b(b"".join(shapes.geometry.to_wkb()), digest_size=8).hexdigest()
    path = workspace.clean / "cells" / f"{mark}-{resolution}.parquet"
    if path.exists():
        return _kept(path, path.stat().st_mtime_ns, resolution)
    cells = cells_of(shapes.geometry, resolution)
    path.parent.mkdir(parents=True, exist_ok=True)
    sparse.save_npz(path.with_suffix(".npz"), cells.ring)
    path.with_suffix(".wkb").write_bytes(shapely.to_wkb(cells.boundary))
    cells.area_km2.reset_index().to_parquet(path, index=False)
    return cells


@lru_cache(maxsize=8)
def _kept(path: Path, mtime_ns: int, resolution: int) -> Cells:
    """Return cells that were written down: one copy for all who ask."""
    kept = pd.read_parquet(path)
    index = pd.Index(kept["cell"], name="cell", dtype="str")
    whole = shapely.from_wkb((path.with_suffix(".wkb")).read_bytes())
    ring = sparse.load_npz(path.with_suffix(".npz"))
    digest = hashlib.blake2b("".join(index).encode(), digest_size=8).hexdigest()
    return Cells(index, resolution, kept["area_km2"].set_axis(index), sparse.csr_array(ring), whole, digest)


def cells_in(cells: Cells, points: Sequence[tuple[float, float]]) -> list[str]:
    """Return the cells whose centres lie inside a shape drawn by its corners (latitude, longitude).

    Fewer than three corners, or a line that crosses itself into nothing, hold no cell.
    """
    if len(points) < 3:
        return []
    shape = shapely.make_valid(shapely.Polygon([(lng, lat) for lat, lng in points]))
    centres = cells.centres()
    inside = shapely.contains_xy(shape, centres["lng"].to_numpy(), centres["lat"].to_numpy())
    return list(cells.index[inside])


def cells_under(cells: Cells, outline: Sequence[tuple[float, float]]) -> list[str]:
    """Return the cells that a boundary drawn by its corners (longitude, latitude, degrees) lies on, wholly or in part.

    Fewer than three corners, or a line that crosses itself into nothing, lie on no cell. A cell that is only
    touched along its edge is not under it.
    """
    shape = _outlined(outline)
    if shape is None:
        return []
    hexes = cells.geometry()
    near = hexes.sindex.query(shape, predicate="intersects")
    under = hexes.iloc[near].intersection(shape).area > TOUCHED_M2
    return sorted(under.index[under])


def outline_m2(outline: Sequence[tuple[float, float]]) -> float:
    """Return the area of a boundary drawn by its corners (longitude, latitude, degrees), m²; 0 when it has none.

    Examples
    --------
    >>> round(outline_m2([(-3.93, 53.78), (-3.929, 53.78), (-3.929, 53.781), (-3.93, 53.781)]), -2)
    7300.0
    """
    shape = _outlined(outline)
    return 0.0 if shape is None else float(shape.area)


def _outlined(outline: Sequence[tuple[float, float]]) -> shapely.Geometry | None:
    """Return the polygons of an outline, EPSG:27700, or None where it has no area."""
    if len(outline) < 3:
        return None
    corners = to_metres([lon for lon, _ in outline], [lat for _, lat in outline])
    if not np.isfinite(corners).all():
        return None
    shape = shapely.MultiPolygon(_polygons(shapely.make_valid(shapely.Polygon(corners))))
    return None if shape.is_empty or shape.area == 0 else shape


def area_codes(workspace: Workspace, layer_id: str, cells: Cells) -> list[str]:
    """Return the codes of the areas (LSOAs) that lie in the study area, by a point inside each."""
    shapes = read_stored(workspace, layer_id)
    inside = shapes.representative_point().within(cells.boundary.buffer(1))
    return sorted(shapes.loc[inside, "area"])
