"""Compare carrying residents from LSOAs to cells with tobler."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import numpy as np

from benchmarks.real_area import real_workspace
from benchmarks.timing import Result, Skipped, interleaved, versus
from placespace.grid import study_area, to_cells
from placespace.ingest import read_stored, read_workspace

SAME_PEOPLE = 1e-5
"""People a cell; tobler holds its table of shares in 32-bit numbers."""

REPEATS = 7


def compare() -> Iterator[Result]:
    """Yield the line: young residents of 190 LSOAs to Sefton's cells.

    Both start from LSOA polygons and cell ids: the hexagons are made in the time measured.
    """
    try:
        from tobler.area_weighted import area_interpolate
    except ImportError as absent:
        raise Skipped("tobler is not installed") from absent
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        workspace = real_workspace(Path(folder) / "sefton")
        read_workspace(workspace, layers=["lsoa_2011", "young_people"])
        cells = study_area(workspace)
        shapes = read_stored(workspace, "lsoa_2011").set_index("area")
        shapes = shapes[shapes["name"].str.startswith("Sefton")]
        people = read_stored(workspace, "young_people").set_index("area")["young_people"].reindex(shapes.index)
        source = gpd.GeoDataFrame({"people": people}, geometry=shapes.geometry)
        sides = {
            "ours": lambda: to_cells(people, shapes.geometry, cells, measure="extensive"),
            "tobler": lambda: area_interpolate(
                source,
                gpd.GeoDataFrame(geometry=cells.geometry()),
                extensive_variables=["people"],
                allocate_total=False,
                n_jobs=1,
            )["people"],
        }
        medians, answers = interleaved(sides, repeats=REPEATS)
    own, other = answers["ours"].fillna(0).to_numpy(), answers["tobler"].fillna(0).to_numpy()
    furthest = float(np.abs(own - other).max())
    yield versus(
        f"tobler: residents of {len(shapes)} LSOAs to {len(cells):,} cells (n_jobs=1)",
        medians["ours"],
        medians["tobler"],
        at_least=1,
        same=f"{own.sum():,.2f} people, theirs {other.sum():,.2f}; no cell further apart than {furthest:.0e}",
        equal=furthest <= SAME_PEOPLE,
    )
