"""The shapes drawn, and the method by which a point finds its cell without H3."""

import h3
import numpy as np
import pytest

from placespace.grid.drawing import CORNERS, cell_at, draw_cells

POINTS = 100_000
ENGLAND = {
    "Liverpool": (53.41, -2.98),
    "London": (51.50, -0.12),
    "Newcastle": (54.97, -1.61),
    "Penzance": (50.12, -5.54),
}
# A place on the edge between two faces of H3's icosahedron, and one where five faces meet.
TWO_FACES = (52.39, 4.24)
FIVE_FACES = h3.cell_to_latlng(h3.get_pentagons(9)[0])


def disk(place, resolution, rings=30):
    """Cells round a place, in a fixed order."""
    return sorted(h3.grid_disk(h3.latlng_to_cell(*place, resolution), rings))


def points_around(drawing, rng):
    """Random points, shape (m,) twice, over the drawing's bounds and a little beyond."""
    (south, west), (north, east) = drawing.bounds
    spare = 0.1
    lat = rng.uniform(south - spare * (north - south), north + spare * (north - south), POINTS)
    lng = rng.uniform(west - spare * (east - west), east + spare * (east - west), POINTS)
    return lat, lng


def h3_index_of(drawing, lat, lng):
    """What H3 itself says, as indexes into the drawing."""
    index = {cell: n for n, cell in enumerate(drawing.cells)}
    resolution = h3.get_resolution(drawing.cells[0])
    cells = (h3.latlng_to_cell(y, x, resolution) for y, x in zip(lat, lng, strict=True))
    return np.array([index.get(cell, -1) for cell in cells])


@pytest.mark.parametrize("resolution", [8, 9, 10])
@pytest.mark.parametrize("place", ENGLAND.values(), ids=ENGLAND)
def test_a_point_finds_the_cell_that_h3_puts_it_in(place, resolution):
    drawing = draw_cells(disk(place, resolution))
    lat, lng = points_around(drawing, np.random.default_rng(resolution))
    found = cell_at(drawing, lat, lng)
    assert 0.4 < (found >= 0).mean() < 0.9
    assert np.array_equal(found, h3_index_of(drawing, lat, lng))


@pytest.mark.parametrize(("place", "faces"), [(TWO_FACES, 2), (FIVE_FACES, 5)], ids=["two faces", "five faces"])
@pytest.mark.parametrize("resolution", [8, 9])
def test_an_area_across_faces_of_the_icosahedron_has_no_seam(place, faces, resolution):
    drawing = draw_cells(disk(place, resolution))
    assert len(drawing.faces) == faces
    assert len(np.unique(drawing.lattice[:, 0])) == faces
    lat, lng = points_around(drawing, np.random.default_rng(resolution))
    assert np.array_equal(cell_at(drawing, lat, lng), h3_index_of(drawing, lat, lng))


def test_holes_between_cells_are_nobodys():
    rng = np.random.default_rng(5)
    drawing = draw_cells(rng.permutation(disk(TWO_FACES, 9))[::3].tolist())
    lat, lng = points_around(drawing, rng)
    assert np.array_equal(cell_at(drawing, lat, lng), h3_index_of(drawing, lat, lng))


def test_every_cell_of_the_globe_is_found_at_a_coarse_resolution():
    cells = [cell for base in h3.get_res0_cells() for cell in h3.cell_to_children(base, 2)]
    drawing = draw_cells(cells)
    rng = np.random.default_rng(2)
    lat = np.degrees(np.arcsin(rng.uniform(-1, 1, POINTS)))
    lng = rng.uniform(-180, 180, POINTS)
    assert np.array_equal(cell_at(drawing, lat, lng), h3_index_of(drawing, lat, lng))


def test_a_point_on_the_other_side_of_the_earth_is_in_no_cell():
    lat, lng = ENGLAND["Liverpool"]
    drawing = draw_cells(disk((lat, lng), 8))
    assert cell_at(drawing, [-lat, lat], [lng + 180, lng]).tolist()[0] == -1
    assert cell_at(drawing, lat, lng).shape == (1,)


def test_corners_are_those_of_h3():
    drawing = draw_cells(disk(ENGLAND["Liverpool"], 9))
    outlines = np.array([h3.cell_to_boundary(cell) for cell in drawing.cells])
    assert drawing.corners.shape == (len(drawing.cells), CORNERS, 2)
    assert np.array_equal(drawing.corners, outlines.astype(np.float32))


def test_a_pentagon_repeats_its_last_corner():
    pentagon = h3.get_pentagons(8)[0]
    corners = draw_cells([pentagon]).corners[0]
    assert len(np.unique(corners, axis=0)) == 5
    assert np.array_equal(corners[4], corners[5])


def test_points_that_h3_adds_on_the_edge_between_faces_are_left_out():
    drawing = draw_cells(disk(TWO_FACES, 9))
    outlines = [h3.cell_to_boundary(cell) for cell in drawing.cells]
    longer = [n for n, outline in enumerate(outlines) if len(outline) > CORNERS]
    assert longer
    for n in longer:
        added_to = {tuple(np.float32(corner)) for corner in outlines[n]}
        assert {tuple(corner) for corner in drawing.corners[n]} < added_to


def test_lattice_neighbours_are_neighbours_on_the_ground():
    drawing = draw_cells(disk(ENGLAND["London"], 9, rings=5))
    at = {tuple(place): cell for place, cell in zip(drawing.lattice, drawing.cells, strict=True)}
    for (face, i, j), cell in at.items():
        for di, dj in [(1, 0), (1, 1), (0, 1), (-1, 0), (-1, -1), (0, -1)]:
            beside = at.get((face, i + di, j + dj))
            assert beside is None or h3.are_neighbor_cells(cell, beside)


def test_bounds_hold_every_corner_and_the_digest_follows_the_cells():
    cells = disk(ENGLAND["Newcastle"], 9, rings=4)
    drawing = draw_cells(cells)
    low, high = np.float32(drawing.bounds)
    assert (drawing.corners >= low).all()
    assert (drawing.corners <= high).all()
    assert drawing.digest == draw_cells(cells).digest
    assert drawing.digest != draw_cells(cells[::-1]).digest
    assert drawing.digest != draw_cells(cells[1:]).digest


def test_a_drawing_cannot_be_changed_by_those_who_share_it():
    drawing = draw_cells(disk(ENGLAND["Penzance"], 9, rings=1))
    with pytest.raises(ValueError, match="read-only"):
        drawing.corners[0] = 0
    with pytest.raises(ValueError, match="read-only"):
        drawing.lattice[0] = 0


@pytest.mark.parametrize(
    ("cells", "complaint"),
    [
        ([], "no cells"),
        (["not a cell"], "'not a cell' is not an H3 cell"),
        (["89195da49b7ffff"] * 2, "more than once"),
        (["89195da49b7ffff", "88195da49bfffff"], r"several resolutions: \[8, 9\]"),
    ],
)
def test_cells_that_cannot_be_drawn_are_refused(cells, complaint):
    with pytest.raises(ValueError, match=complaint):
        draw_cells(cells)
