"""Time a month of the fictional borough on paper: the plan, and a pack of all documents."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.timing import Result, timed
from placespace.catalogue import open_workspace
from placespace.documents.plan import month_plan, plan_pack, usual_plan
from placespace.measures import read_and_place

HOUSE = Path(__file__).resolve().parents[1]
MONTH, PLAN_S, PACK_S = "2026-10", 5.0, 20.0


def compare() -> Iterator[Result]:
    """Yield the lines: both have a limit and nothing to be set beside."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(HOUSE / "layers", Path(folder) / "layers")
        shutil.copytree(HOUSE / "geodata", Path(folder) / "geodata", ignore=shutil.ignore_patterns("raw", "clean"))
        (Path(folder) / "geodata" / "raw").mkdir()
        reading = read_and_place(open_workspace(folder))
        took, plan = timed(lambda: month_plan(reading, usual_plan(reading, MONTH)))
        yield Result(
            f"a month of the borough: {len(plan.places)} places, {len(plan.crews)} crews, {len(plan.shifts)} shifts",
            f"{took:.3g} s",
            "",
            None,
            f"within {PLAN_S:g} s",
            took <= PLAN_S,
            f"{len(plan.stops)} stops, {plan.share:.0%} met",
        )
        took, files = timed(lambda: plan_pack(plan, reading, "analyst"))
        yield Result(
            f"a pack of all documents: {len(files)} files, {sum(map(len, files.values())) / 1e6:.1f} MB",
            f"{took:.3g} s",
            "",
            None,
            f"within {PACK_S:g} s",
            took <= PACK_S,
            ", ".join(sorted({n.rpartition(".")[2] for n in files})),
        )
