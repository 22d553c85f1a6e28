"""Read a whole force area from its archive to counts, in a process of its own: seconds and memory."""

from __future__ import annotations

import importlib.util
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.real_area import HOUSE, empty_store, real_workspace
from benchmarks.timing import Result, Skipped

SECONDS, MEGABYTES = 15.0, 1000.0
REPEATS = 3


def compare() -> Iterator[Result]:
    """Yield the line: Merseyside's archive and LSOAs to counts by cell, from an empty store."""
    if importlib.util.find_spec("resource") is None:
        raise Skipped("peak memory cannot be read on this system")
    with tempfile.TemporaryDirectory() as folder:
        workspace = real_workspace(Path(folder) / "merseyside", whole=True)
        took, runs = [], []
        for _ in range(REPEATS):
            empty_store(workspace)
            start = time.perf_counter()
            done = subprocess.run(
                [sys.executable, "-m", "benchmarks.whole_area", str(workspace.folder)],
                cwd=HOUSE,
                capture_output=True,
                text=True,
                check=True,
            )
            took.append(time.perf_counter() - start)
            runs.append(json.loads(done.stdout))
    seconds, peak = statistics.median(took), max(run["peak_mb"] for run in runs)
    run = runs[-1]
    yield Result(
        "all Merseyside: start Python, archive, LSOAs and residents to counts and hot spots, nothing read yet",
        f"{seconds:.3g} s, peak {peak:,.0f} MB",
        "",
        None,
        f"under {SECONDS:g} s and {MEGABYTES / 1000:g} GB",
        seconds < SECONDS and peak < MEGABYTES,
        f"{run['rows']:,} rows, {run['areas']} LSOAs, {run['in_cells']:,} events in {run['cells']:,} cells",
    )


def read_all(folder: str) -> dict[str, float]:
    """Read a workspace, count it, find its hot spots, and return the sizes and the peak memory of this process."""
    from placespace.catalogue import open_workspace
    from placespace.grid import Question
    from placespace.ingest import read_stored
    from placespace.measures import find_hotspots, read_and_place

    workspace = open_workspace(folder)
    reading = read_and_place(workspace)
    found = find_hotspots(reading, Question("police"))
    return {
        "rows": reading.accounts["police"].read,
        "in_cells": reading.placings["police"].in_cells,
        "areas": len(read_stored(workspace, "lsoa_2011")),
        "cells": len(found.cells),
        "peak_mb": _peak_mb(),
    }


def _peak_mb() -> float:
    """Return this process's peak memory.

    Linux counts a parent's memory in ``ru_maxrss`` of the processes it starts, so the program's
    own high-water mark is read where there is one.
    """
    status = Path("/proc/self/status")
    if status.exists():
        return next(float(line.split()[1]) for line in status.read_text().splitlines() if "VmHWM" in line) / 1e3
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1e6 if sys.platform == "darwin" else 1e3)


if __name__ == "__main__":
    print(json.dumps(read_all(sys.argv[1])))
