"""What a browser needs to draw H3 cells and to say which cell a point is in.

Drawing needs the corners of every cell. Finding the cell under the pointer
needs more thought: a scan over every hexagon is too slow for a pointer that
moves, and the H3 library does not run in the page. H3 itself gives the way out.
Its cells are laid out on the twenty faces of an icosahedron, and in the gnomonic
projection about a face's centre the cells of one resolution are an exact
hexagonal lattice. A point therefore belongs to the lattice point nearest to it,
which is a matrix product and a rounding, whatever the number of cells.
:func:`cell_at` does it here; ``views/hexmap/frontend/lattice.js`` does the same
in the browser.

Coordinates in this module are degrees of latitude and longitude (WGS 84).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, combinations
from typing import Any

import h3
import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Face = dict[str, Any]

CORNERS = 6
ADJACENT_VERTICES = 0.4
"""Neighbouring vertices of an icosahedron are 63.4 degrees apart (cosine 0.447), others more."""

LARGEST_RESIDUAL = 1e-6
"""How far, in cells, a centre may lie from its lattice point; rounding alone gives about 1e-9."""

HORIZON = 0.75
"""Cosine of the angle a frame is used to; a face's own points are within 37.4 degrees (0.795)."""

KEY_BITS = 24
"""Bits for one lattice coordinate in a lookup key; resolution 15 spans fewer than 2**24."""


@dataclass(frozen=True, eq=False)
class HexDrawing:
    """The shapes of some cells, and the frames in which a point finds its cell.

    Attributes
    ----------
    cells : tuple of str
        H3 indexes, in the order given; position in this tuple is "the index of a cell".
    corners : ndarray of float32, shape (n, 6, 2)
        Corners as degrees (latitude, longitude), anticlockwise. A pentagon repeats its last.
    lattice : ndarray of int32, shape (n, 3)
        Position in `faces` of the face the cell's centre is on, then i and j on that face.
    faces : tuple of dict
        One for each icosahedron face the cells touch: unit vectors ``centre``, ``east``
        and ``north`` of the gnomonic frame, and ``to_lattice``, the 2x3 affine that takes
        plane coordinates (x, y, 1) to lattice coordinates (i, j). Ready for JSON.
    digest : str
        Sixteen hexadecimal digits that change when the cells or their order change.
    bounds : tuple
        ((south, west), (north, east)) in degrees.
    """

    cells: tuple[str, ...]
    corners: NDArray[np.float32]
    lattice: NDArray[np.int32]
    faces: tuple[Face, ...]
    digest: str
    bounds: tuple[tuple[float, float], tuple[float, float]]


def draw_cells(cells: Sequence[str]) -> HexDrawing:
    """Work out corners and lattice positions of cells of one resolution.

    Parameters
    ----------
    cells : sequence of str
        Distinct H3 indexes of one resolution, not lying across the 180th meridian.

    Returns
    -------
    HexDrawing
        Its arrays are read-only, so one drawing can be shared between sessions.

    Raises
    ------
    ValueError
        When there are no cells, or they are repeated, invalid or of several resolutions.
    """
    cells = tuple(cells)
    resolution = _one_resolution(cells)
    corners = _corners(cells)
    vectors = _centres(cells)

    face_centres = _face_centres()
    nearest = np.argmax(vectors @ face_centres.T, axis=1)
    touched = np.argmax(_unit_vectors(*corners.reshape(-1, 2).T) @ face_centres.T, axis=1)
    numbers = np.union1d(nearest, touched)
    faces = tuple(_face(int(number), resolution) for number in numbers)

    lattice = np.empty((len(cells), 3), np.int32)
    lattice[:, 0] = np.searchsorted(numbers, nearest)
    for position, face in enumerate(faces):
        here = lattice[:, 0] == position
        exact = _to_lattice(face, vectors[here])
        lattice[here, 1:] = np.rint(exact)
        if np.abs(exact - lattice[here, 1:]).max(initial=0) > LARGEST_RESIDUAL:
            raise RuntimeError("H3 cells do not lie on the lattice expected of them")

    corners32 = corners.astype(np.float32)
    for shared in (corners32, lattice):
        shared.setflags(write=False)
    south, west = corners.min(axis=(0, 1)).tolist()
    north, east = corners.max(axis=(0, 1)).tolist()
    return HexDrawing(
        cells=cells,
        corners=corners32,
        lattice=lattice,
        faces=faces,
        digest=hashlib.blake2b("\n".join(cells).encode(), digest_size=8).hexdigest(),
        bounds=((south, west), (north, east)),
    )


def cell_at(drawing: HexDrawing, lat: ArrayLike, lng: ArrayLike) -> NDArray[np.int64]:
    """Find the drawn cell each point is in, as the browser does.

    Parameters
    ----------
    drawing : HexDrawing
    lat, lng : array_like of float, shape (m,)
        Degrees (WGS 84).

    Returns
    -------
    ndarray of int64, shape (m,)
        Index in ``drawing.cells``, or -1 where the point is in none of them.
    """
    points = _unit_vectors(np.atleast_1d(lat), np.atleast_1d(lng))
    owner = np.argmax(points @ np.array([face["centre"] for face in drawing.faces]).T, axis=1)
    keys = _keys(drawing.lattice[:, 0], drawing.lattice[:, 1:])
    order = np.argsort(keys)

    def drawn(position: int, ij: NDArray[np.int64]) -> NDArray[np.int64]:
        wanted = _keys(position, ij)
        place = np.minimum(np.searchsorted(keys, wanted, sorter=order), len(keys) - 1)
        return np.where(keys[order[place]] == wanted, order[place], -1)

    found = np.full(len(points), -1)
    for position, face in enumerate(drawing.faces):
        here = np.flatnonzero((owner == position) & (points @ face["centre"] > HORIZON))
        ij = _nearest_lattice_point(_to_lattice(face, points[here]))
        hits = drawn(position, ij)
        # A cell across an edge between faces is listed under the face its centre is on,
        # so a miss asks the other faces about the centre of the cell found.
        centres = _from_lattice(face, ij)
        for other, neighbour in enumerate(drawing.faces):
            missed = np.flatnonzero((hits < 0) & (centres @ neighbour["centre"] > HORIZON))
            if other == position or not len(missed):
                continue
            there = _nearest_lattice_point(_to_lattice(neighbour, centres[missed]))
            hits[missed] = drawn(other, there)
        found[here] = hits
    return found


def _one_resolution(cells: tuple[str, ...]) -> int:
    """Check the cells and return the resolution they share."""
    if not cells:
        raise ValueError("There are no cells to draw.")
    wrong = next((cell for cell in cells if not h3.is_valid_cell(cell)), None)
    if wrong is not None:
        raise ValueError(f"{wrong!r} is not an H3 cell.")
    if len(set(cells)) < len(cells):
        raise ValueError("A cell is listed more than once.")
    resolutions = {h3.get_resolution(cell) for cell in cells}
    if len(resolutions) > 1:
        raise ValueError(f"Cells of several resolutions: {sorted(resolutions)}.")
    return resolutions.pop()


def _corners(cells: tuple[str, ...]) -> Floats:
    """Return six corners a cell, shape (n, 6, 2), in degrees (latitude, longitude)."""
    outlines = [h3.cell_to_boundary(cell) for cell in cells]
    for index, outline in enumerate(outlines):
        if len(outline) != CORNERS:
            # H3 adds a point where an outline crosses an edge between faces, and a
            # pentagon has five corners: keep the true corners and repeat the last.
            own = [h3.vertex_to_latlng(v) for v in h3.cell_to_vertexes(cells[index]) if v]
            outlines[index] = tuple((own + own[-1:])[:CORNERS])
    flat = chain.from_iterable(chain.from_iterable(outlines))  # quicker than nested tuples
    return np.fromiter(flat, np.float64, len(cells) * CORNERS * 2).reshape(-1, CORNERS, 2)


def _unit_vectors(lat: ArrayLike, lng: ArrayLike) -> Floats:
    """Turn degrees, shape (m,), into unit vectors on the sphere, shape (m, 3)."""
    phi, theta = np.radians(lat), np.radians(lng)
    level = np.cos(phi)
    return np.stack([level * np.cos(theta), level * np.sin(theta), np.sin(phi)], axis=-1)


@lru_cache(maxsize=1)
def _face_centres() -> Floats:
    """Return the centres of the 20 faces, shape (20, 3): H3 puts a pentagon on each vertex."""
    vertices = _unit_vectors(*np.array([h3.cell_to_latlng(p) for p in h3.get_pentagons(0)]).T)
    close = vertices @ vertices.T > ADJACENT_VERTICES
    corners = combinations(range(len(vertices)), 3)
    triples = [[a, b, c] for a, b, c in corners if close[a, b] and close[b, c] and close[a, c]]
    centres = vertices[triples].sum(axis=1)
    return centres / np.linalg.norm(centres, axis=1, keepdims=True)


@lru_cache(maxsize=320)
def _face(number: int, resolution: int) -> Face:
    """Fit the lattice of one resolution on one face.

    The cell at the face's centre and its neighbours give H3's own i and j axes. Cells
    spread over the whole face then fix their length to the last digit, which neighbours
    a few metres apart could not.
    """
    centre = _face_centres()[number]
    east = np.cross([0.0, 0.0, 1.0], centre)
    east /= np.linalg.norm(east)
    north = np.cross(centre, east)
    face: Face = {"centre": centre.tolist(), "east": east.tolist(), "north": north.tolist()}

    def fit(vectors: Floats, ij: Floats) -> None:
        plane = np.column_stack([_to_plane(face, vectors), np.ones(len(vectors))])
        face["to_lattice"] = np.linalg.lstsq(plane, ij, rcond=None)[0].T.tolist()

    origin = _cell_of(centre, resolution)
    ring = h3.grid_disk(origin, 1)
    ij = np.array([h3.cell_to_local_ij(origin, cell) for cell in ring], float)
    fit(_centres(ring), ij - h3.cell_to_local_ij(origin, origin))

    steps = np.stack(np.meshgrid(*[np.linspace(-0.4, 0.4, 9)] * 2), axis=-1).reshape(-1, 2)
    spread = _centres({_cell_of(centre + x * east + y * north, resolution) for x, y in steps})
    spread = spread[np.argmax(spread @ _face_centres().T, axis=1) == number]
    vectors = np.concatenate([_centres(ring), spread])
    fit(vectors, np.rint(_to_lattice(face, vectors)))
    return face


def _cell_of(vector: Floats, resolution: int) -> str:
    """Return the cell that a direction from the centre of the Earth passes through."""
    x, y, z = vector
    lat, lng = np.degrees([np.arctan2(z, np.hypot(x, y)), np.arctan2(y, x)])
    return h3.latlng_to_cell(lat, lng, resolution)


def _centres(cells: Iterable[str]) -> Floats:
    """Return the centres of cells as unit vectors, shape (n, 3)."""
    return _unit_vectors(*np.array([h3.cell_to_latlng(cell) for cell in cells]).T)


def _to_plane(face: Face, vectors: Floats) -> Floats:
    """Project unit vectors (m, 3) onto the plane that touches the face's centre, (m, 2)."""
    axes = np.array([face["east"], face["north"]])
    return (vectors @ axes.T) / (vectors @ face["centre"])[:, None]


def _to_lattice(face: Face, vectors: Floats) -> Floats:
    """Return lattice coordinates (m, 2), not rounded, of unit vectors (m, 3)."""
    affine = np.array(face["to_lattice"])
    return _to_plane(face, vectors) @ affine[:, :2].T + affine[:, 2]


def _from_lattice(face: Face, ij: NDArray[np.int64]) -> Floats:
    """Return unit vectors (m, 3) of lattice points (m, 2)."""
    affine = np.array(face["to_lattice"])
    plane = (ij - affine[:, 2]) @ np.linalg.inv(affine[:, :2]).T
    vectors = face["centre"] + plane @ np.array([face["east"], face["north"]])
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def _nearest_lattice_point(ij: Floats) -> NDArray[np.int64]:
    """Round lattice coordinates (m, 2) to the lattice point nearest on the ground.

    H3's i and j axes are 120 degrees apart, so i - j, -i and j are the three cube
    coordinates of a hexagonal lattice and sum to zero. Each is rounded, and the one
    that moved furthest is taken from the other two to keep that sum.
    """
    cube = np.stack([ij[:, 0] - ij[:, 1], -ij[:, 0], ij[:, 1]], axis=1)
    near = np.rint(cube)
    furthest = np.argmax(np.abs(near - cube), axis=1)
    rows = np.arange(len(near))
    near[rows, furthest] -= near.sum(axis=1)
    return np.stack([-near[:, 1], near[:, 2]], axis=1).astype(np.int64)


def _keys(position: ArrayLike, ij: NDArray[np.integer]) -> NDArray[np.int64]:
    """Pack a face's position and lattice coordinates into one integer each."""
    shifted = ij.astype(np.int64) + (1 << (KEY_BITS - 1))
    face = np.asarray(position, np.int64)
    return (face << 2 * KEY_BITS) + (shifted[:, 0] << KEY_BITS) + shifted[:, 1]
