"""Compare the way to a ranked table of cells with hexseg's own, on the same files."""

from __future__ import annotations

import tempfile
import warnings
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import geopandas as gpd
import pandas as pd

from benchmarks.real_area import DISTRICT_FILE, LSOA_FILE, archive_of_year, empty_store, forget, real_workspace
from benchmarks.timing import Result, Skipped, interleaved, versus
from placespace.catalogue import Workspace, open_workspace
from placespace.grid import Question
from placespace.measures import HotSpots, Reading, find_hotspots, read_and_place

CATEGORY = "Violence and sexual offences"
QUESTION = Question("police", (CATEGORY,), "2019-01", "2019-12")
COLUMNS = ["Longitude", "Latitude", "Crime type"]
WARM_TIMES, COLD_TIMES = 3.0, 1.0
REPEATS = 7


def compare() -> Iterator[Result]:
    """Yield the lines: from a warm store, and from the raw archive with nothing read yet."""
    try:
        import hexseg  # noqa: F401
    except ImportError as absent:
        raise Skipped("hexseg is not installed") from absent
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        # hexseg says, each time, that points outside the cells were left out
        warnings.simplefilter("ignore")
        base = Path(folder)
        both = real_workspace(base / "both_years")
        one = real_workspace(base / "one_year", police=archive_of_year(base, "2019"))
        yield from _warm(both)
        yield from _simple(real_workspace(base / "simple", simple=True))
        yield from _cold(one, "archive of 2019 alone, nothing read yet, to the hot table")
        yield from _cold(both, "archive of 23 months, nothing read yet (hexseg opens only the 11 of 2019)")


def _warm(workspace: Workspace) -> Iterator[Result]:
    reading = read_and_place(workspace)
    sides = {
        "with names": lambda: find_hotspots(reading, QUESTION),
        "no names": lambda: find_hotspots(reading, QUESTION, names=False),
        "from the folder": lambda: find_hotspots(read_and_place(open_workspace(workspace.folder)), QUESTION),
        "hexseg": partial(hexseg_ranks, workspace),
    }
    medians, answers = interleaved(sides, repeats=REPEATS, before=forget)
    for side, job in (
        ("no names", "warm store to the hot table, without place names"),
        ("with names", "warm store to the hot table, with place names"),
        ("from the folder", "the same, opening the workspace and checking that no file changed"),
    ):
        equal, same = _agree(answers[side], answers["hexseg"])
        yield versus(f"hexseg: {job}", medians[side], medians["hexseg"], at_least=WARM_TIMES, same=same, equal=equal)


def _simple(workspace: Workspace) -> Iterator[Result]:
    """Yield the line where hexseg is at its best: cutting hexagons by the LSOAs' union takes it most of its time."""
    reading = read_and_place(workspace)
    sides = {
        "ours": lambda: find_hotspots(reading, QUESTION, names=False),
        "hexseg": partial(hexseg_ranks, workspace, simple=True),
    }
    medians, answers = interleaved(sides, repeats=REPEATS, before=forget)
    equal, same = _agree(answers["ours"], answers["hexseg"])
    job = "hexseg: warm store to the hot table, district drawn by a few points"
    yield versus(job, medians["ours"], medians["hexseg"], at_least=1, same=same, equal=equal)


def _cold(workspace: Workspace, job: str) -> Iterator[Result]:
    sides = {"ours": partial(_ours_cold, workspace), "hexseg": partial(hexseg_ranks, workspace)}
    medians, answers = interleaved(sides, repeats=REPEATS, before=partial(empty_store, workspace))
    equal, same = _agree(answers["ours"], answers["hexseg"])
    yield versus(f"hexseg: {job}", medians["ours"], medians["hexseg"], at_least=COLD_TIMES, same=same, equal=equal)


def _ours_cold(workspace: Workspace) -> HotSpots:
    reading: Reading = read_and_place(workspace, layers=[QUESTION.layer])
    return find_hotspots(reading, QUESTION, names=False)


def _district(workspace: Workspace, simple: bool) -> gpd.GeoDataFrame:
    if simple:
        every = gpd.read_file(workspace.raw / DISTRICT_FILE).rename(columns={"ltla21_name": "area"})
        return every[every["area"] == "Sefton"].reset_index(drop=True)
    lsoas = gpd.read_file(workspace.raw / LSOA_FILE)
    sefton = lsoas[lsoas["LSOA11NM"].str.startswith("Sefton")]
    sefton = sefton.set_geometry(sefton.geometry.make_valid()).assign(area="Sefton")
    return sefton.dissolve("area").reset_index()[["area", "geometry"]]


def hexseg_ranks(workspace: Workspace, *, simple: bool = False) -> pd.DataFrame:
    """Return hexseg's table of ranks, by the steps of its own quick start.

    Only the columns it needs are read, and only the members of 2019: the quickest way to use it.
    """
    import hexseg

    district = _district(workspace, simple)
    cells = hexseg.get_hexagons(district, name_col="area", resolution=workspace.area.resolution)
    with zipfile.ZipFile(next(workspace.raw.glob("*police*.zip"))) as archive:
        members = [n for n in archive.namelist() if n.split("/")[-1].startswith("2019") and n.endswith("street.csv")]
        rows = pd.concat([pd.read_csv(archive.open(n), usecols=COLUMNS) for n in members], ignore_index=True)
    rows = rows[rows["Crime type"] == CATEGORY]
    points = gpd.GeoDataFrame(rows, geometry=gpd.points_from_xy(rows["Longitude"], rows["Latitude"]), crs=4326)
    counted = hexseg.summarise_by_hex(hexes_gdf=cells, crimes_gdf=points, count=True)
    lagged = hexseg.add_spatial_lag(counted, count_col="crime_count")
    return hexseg.add_spatial_stats(lagged, col="count_plus_mean", group_col="geo_boundary")


def _agree(ours: HotSpots, theirs: pd.DataFrame) -> tuple[bool, str]:
    """Compare counts on the cells both have; hexseg keeps only cells whose centre is inside."""
    count = theirs.set_index("hex_id")["crime_count"]
    own = ours.table.set_index("cell")["count"]
    shared = own.index.intersection(count.index)
    apart = int((own[shared] != count[shared]).sum())
    equal = apart == 0 and len(shared) == len(count)
    return equal, (
        f"{'same' if equal else f'{apart} different'} counts in the {len(shared):,} cells both have; "
        f"ours {ours.events:,} events in {len(own):,} cells, theirs {count.sum():,} in {len(count):,}"
    )
