"""Where an area has no names of its own, the streets of the police archive name its cells."""

from __future__ import annotations

from placespace.ingest import read_names
from placespace.ingest.streets import NOT_NAMES, streets_in

HEAD = "Crime ID,Month,Longitude,Latitude,Location\n"


def test_a_kind_of_place_names_nothing():
    rows = "".join(f"a,2025-01,-3.{n:03d},53.5,On or near {kind}\n" for n, kind in enumerate(NOT_NAMES))
    assert streets_in([(HEAD + rows).encode()]).empty


def test_each_map_point_is_there_once_whatever_the_month():
    month = (HEAD + "a,2025-01,-3.0,53.5,On or near South Road\nb,2025-01,-3.0,53.5,On or near South Road\n").encode()
    streets = streets_in([month, month])
    assert streets["name"].tolist() == ["South Road"]
    assert streets.crs.to_epsg() == 27700


def test_rows_with_no_place_and_files_of_another_kind_name_nothing():
    assert streets_in([b"a,b\n1,2\n", (HEAD + "a,2025-01,,,On or near South Road\n").encode(), b""]).empty


def test_the_samples_streets_are_kept_and_read_once(sample_reading):
    workspace, version = sample_reading.workspace, sample_reading.accounts["police"].version
    streets = read_names(workspace, "police", version)
    assert len(streets) > 2000
    kept = workspace.clean / "streets" / f"police-{version}.parquet"
    before = kept.stat().st_mtime_ns
    assert read_names(workspace, "police", version).equals(streets)
    assert kept.stat().st_mtime_ns == before
