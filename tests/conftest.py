"""One tiny town whose answers fit on paper, the sample borough read once, and a real area where its files are."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import h3
import numpy as np
import pandas as pd
import pytest

from placespace.catalogue import new_workspace, open_workspace
from placespace.grid import Cells, ring_matrix
from placespace.grid.cells import hexagons
from placespace.measures import Reading, read_and_place

HOUSE = Path(__file__).resolve().parents[1]
TOWN_CENTRE = (53.78, -3.93)
TOWN = """
        0   0   1
      0   2   3   0
    0   3   9   2   0
      0   1   2   0
        0   0   0
"""
SEFTON_AREA = """
name           = "Sefton"
boundary       = "lsoa_2011"
boundary_where = { column = "name", starts = "Sefton" }
resolution     = 9
young_people   = "young_people.young_people"
hotspot_layer  = "police"
"""
SEFTON_PEOPLE = """
title      = "Residents by single year of age, mid-2019"
role       = "people"
reader     = "areas"
files      = ["population_mid2019*.csv"]
vintage    = 2011
boundaries = "lsoa_2011"
publisher  = "Office for National Statistics"
licence    = "Open Government Licence v3.0"
caveats    = "Estimates at mid-year."
[columns]
lsoa11_code = "area"
[values.young_people]
columns = ["{age}"]
measure = "extensive"
label   = "young residents of the age band"
"""


@dataclass(frozen=True, eq=False)
class TinyTown:
    """Nineteen cells and what happened in them.

    ``named`` gives a cell by its line (2 is the top one, -2 the bottom one) and its place in the line,
    from 0.
    """

    cells: Cells
    counts: pd.Series
    named: dict[tuple[int, int], str]

    @property
    def centre(self) -> str:
        """The cell with 9."""
        return self.named[0, 2]


def town_of(drawing: str) -> TinyTown:
    """Return the town of a drawing: a disk of H3 cells of resolution 9, counts in the drawing's places."""
    middle = h3.latlng_to_cell(*TOWN_CENTRE, 9)
    lines = [[float(word) for word in line.split()] for line in drawing.strip().splitlines()]
    radius = len(lines) // 2
    at = {tuple(np.subtract(h3.cell_to_local_ij(middle, c), h3.cell_to_local_ij(middle, middle))): c
          for c in h3.grid_disk(middle, radius)}  # fmt: skip
    named, counts = {}, {}
    for number, line in enumerate(lines):
        j = radius - number
        first = max(-radius, j - radius)
        for place, count in enumerate(line):
            named[j, place] = at[first + place, j]
            counts[at[first + place, j]] = count
    index = pd.Index(sorted(counts), name="cell", dtype="str")
    area = pd.Series([h3.cell_area(c) for c in index], index, name="area_km2")
    boundary = hexagons(index).to_crs(27700).union_all()
    cells = Cells(index, 9, area, ring_matrix(index), boundary, "tiny")
    return TinyTown(cells, pd.Series(counts, name="count").reindex(index), named)


@pytest.fixture(scope="session")
def tiny_town() -> TinyTown:
    """Return a town of 19 cells in open sea with 23 events, 22 of them in the middle ring.

    Lines of the drawing are lines of neighbours; a cell touches the two beside it and the two above
    and the two below that it stands between::

            0   0   1
          0   2   3   0
        0   3   9   2   0
          0   1   2   0
            0   0   0

    The middle ring holds 9 + 3 + 2 + 2 + 3 + 1 + 2 = 22 of 23. The ring of the cell with 1, a corner, is
    that cell and three others: 1 + 0 + 3 + 0 = 4. Eight cells hold something, eleven nothing.
    """
    return town_of(TOWN)


@pytest.fixture(scope="session")
def town() -> object:
    """Return :func:`town_of`: a town of any drawing with lines of 2, 3, 2 or 3, 4, 5, 4, 3 cells."""
    return town_of


def copy_of_house(folder: Path) -> Path:
    """Copy this repository's own workspace (the synthetic borough), without what was read of it."""
    shutil.copytree(HOUSE / "layers", folder / "layers")
    shutil.copytree(HOUSE / "geodata" / "sample", folder / "geodata" / "sample")
    (folder / "geodata" / "raw").mkdir()
    for name in ("area.toml", "calendar.csv", "exclusions.csv", "crews.toml"):
        shutil.copy(HOUSE / "geodata" / name, folder / "geodata" / name)
    return folder


@pytest.fixture(scope="session")
def copy_borough() -> Callable[[Path], Path]:
    """Return what copies the synthetic borough into a folder that a test may write to."""
    return copy_of_house


@pytest.fixture(scope="session")
def sample_reading(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    """Return the synthetic borough, read once from a copy; tests leave it as it is."""
    return read_and_place(open_workspace(copy_of_house(tmp_path_factory.mktemp("fairhythe"))))


@pytest.fixture(scope="session")
def truth() -> dict:
    """Return what was planted in the synthetic borough."""
    return json.loads((HOUSE / "geodata" / "sample" / "truth.json").read_text(encoding="utf-8"))


@pytest.fixture
def sample_copy(tmp_path: Path, sample_reading: Reading) -> Path:
    """Return a copy of the borough's workspace, already read, that a test may change."""
    shutil.copytree(sample_reading.workspace.folder, tmp_path / "borough")
    return tmp_path / "borough"


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Return the folder of open data of a real area, or skip."""
    folder = (HOUSE / os.environ.get("PLACESPACE_REAL_DATA", "../shared/data")).resolve()
    if not (folder / "merseyside").is_dir():
        pytest.skip("the open data of Merseyside are not here: set PLACESPACE_REAL_DATA to their folder")
    return folder


@pytest.fixture(scope="session")
def sefton(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Reading:
    """Return Sefton, read from a new workspace in which only TOML was edited."""
    folder = new_workspace(tmp_path_factory.mktemp("sefton") / "workspace")
    for path in (real_data / "merseyside").iterdir():
        (folder / "geodata" / "raw" / path.name).symlink_to(path)
    (folder / "geodata" / "area.toml").write_text(SEFTON_AREA, encoding="utf-8")
    (folder / "layers" / "young_people.toml").write_text(SEFTON_PEOPLE, encoding="utf-8")
    return read_and_place(open_workspace(folder))
