"""Time a long list of provision, each line in other words, from the file to its sessions."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from benchmarks.open_sea import CORNER, SIDE_M
from benchmarks.timing import Result
from placespace.catalogue import new_workspace, open_workspace
from placespace.ingest import read_sessions, read_workspace

ROWS, LIMIT_S = 2_000, 3.0
AREA = 'name = "Open sea"\nboundary = "boundary"\nprovision = "youth_provision"\n'
DAYS = ("Mon", "Tues", "Weds", "Thurs", "Fri", "Sat", "Mon & Wed", "Tue to Thu", "Thurday", "weekdays")
WEEKS = ("", " term time only", " (term)", " April to September", " not December and January", " fortnightly")
SHAPES = ("{d} {a}:{m:02d}-{b}:{m:02d}", "{d} {x}.{m:02d}pm - {y}.{m:02d}pm", "{d} {x} till {y}", "{x}-{y}pm {d}")


def compare() -> Iterator[Result]:
    """Yield the one line: 2,000 lines in other words each, from the file to sessions."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = new_workspace(Path(folder) / "sea")
        (workspace / "geodata" / "area.toml").write_text(AREA, encoding="utf-8")
        west, south = CORNER
        square = gpd.GeoDataFrame(
            {"name": ["Open sea"]}, geometry=[shapely.box(west, south, west + SIDE_M, south + SIDE_M)], crs=27700
        )
        square.to_file(workspace / "geodata" / "raw" / "boundary.geojson", driver="GeoJSON")
        table = _list(np.random.default_rng(3))
        table.to_csv(workspace / "geodata" / "raw" / "youth_provision.csv", index=False)
        opened = open_workspace(workspace)
        begun = time.perf_counter()
        read_workspace(opened)
        found = read_sessions(opened)
        took = time.perf_counter() - begun
    yield Result(
        f"a list of {len(found.lines):,} lines, {table['When'].nunique():,} wordings, from the file to its sessions",
        f"{took:.3g} s",
        "",
        None,
        f"within {LIMIT_S:g} s",
        took <= LIMIT_S,
        f"{len(found.timings):,} sessions read, {found.counts['waits']:,} lines wait for a person",
    )


def _list(rng: np.random.Generator) -> pd.DataFrame:
    """Return lines of a list, nearly every one in words of its own."""
    rows = []
    for n in range(ROWS):
        start, length = int(rng.integers(15, 20)), int(rng.integers(1, 4))
        words = SHAPES[n % len(SHAPES)].format(
            d=rng.choice(DAYS), a=start, b=start + length, x=start - 12, y=start - 12 + length,
            m=int(rng.choice([0, 5, 10, 15, 20, 30, 40, 45, 50])),
        )  # fmt: skip
        ages = f"{rng.integers(8, 13)}-{rng.integers(14, 19)}yrs"
        rows.append((f"Club {n}", f"Hall {n % 400}", words + str(rng.choice(WEEKS)), ages, 1.2, 55.0))
    return pd.DataFrame(rows, columns=["Activity", "Venue", "When", "Ages", "Longitude", "Latitude"])
