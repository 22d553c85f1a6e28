"""Time what a panel waits for: the register page with 500 places, a brief, a frozen decision, a pack of twelve."""

from __future__ import annotations

import os
import shutil
import statistics
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from benchmarks.papers import HOUSE
from benchmarks.register import PLACES, VERSIONS_EACH, fill
from benchmarks.timing import Result, timed
from placespace.catalogue import Workspace, open_workspace
from placespace.documents.places import BriefSources, brief, freeze_both
from placespace.documents.places.papers import panel_papers
from placespace.documents.plan import month_plan, usual_plan
from placespace.measures import Reading, read_and_place
from placespace.places import Register, open_register
from placespace.places.store import Store
from placespace.places.things import Meeting, Place

MONTH, PAGE_S, BRIEF_S, FREEZE_S, PACK_S = "2026-10", 1.0, 2.0, 5.0, 30.0
RERUNS = 5


def compare() -> Iterator[Result]:
    """Yield the lines: each has a limit and nothing to be set beside."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = _borough(Path(folder) / "borough")
        reading = read_and_place(workspace)
        register = open_register(workspace)
        held = _places(register, reading)
        sources = BriefSources(reading)
        took, _ = timed(lambda: brief(reading, held[0], "analyst", register=register, held=sources))
        later = [timed(lambda p=p: brief(reading, p, "analyst", held=sources))[0] for p in held[1:]]
        yield _line(
            "the first brief of a place", took, BRIEF_S, f"each of {len(later)} more: {max(later):.2g} s at most"
        )
        meeting = register.open_meeting(
            Meeting("Panel", workspace.area.today, "Chair", places=tuple(p.id for p in held))
        )
        item = register.item(meeting.id, held[0].id)
        item = register.save_item(
            item.id, replace(item.thing, decision="new", unintended_harm="None that we can see"), item.version
        )
        took, both = timed(lambda: freeze_both(reading, register, item.id, held=sources))
        yield _line("a decision frozen, true and protected", took, FREEZE_S, f"{sum(map(len, both)) / 1e3:.0f} kB")
        took, files = timed(
            lambda: panel_papers(reading, register, "analyst", meeting_id=meeting.id, kinds=("panel-pack",))
        )
        yield _line(
            f"a panel pack of {len(held)} places", took, PACK_S, f"{sum(map(len, files.values())) / 1e6:.1f} MB"
        )
        yield _page(_borough(Path(folder) / "many"))


def _borough(folder: Path) -> Workspace:
    shutil.copytree(HOUSE / "layers", folder / "layers")
    kept = shutil.ignore_patterns("raw", "clean", "register.sqlite*", "roles.toml")
    shutil.copytree(HOUSE / "geodata", folder / "geodata", ignore=kept)
    (folder / "geodata" / "raw").mkdir()
    return open_workspace(folder)


def _places(register: Register, reading: Reading) -> list:
    listed = month_plan(reading, usual_plan(reading, MONTH)).shortlist
    held = []
    for n, name in enumerate(listed.table["name"]):
        cells = tuple(listed.cells.index[listed.member == n])
        place = Place("", name, "street", cells, "Harm after school", "Youth service", "agreement", "Panel")
        held.append(register.raise_place(place))
    return held


def _page(workspace: Workspace) -> Result:
    """Rerun the page as Streamlit does, without a browser's own time."""
    from streamlit.testing.v1 import AppTest

    Store.open(workspace).close()
    fill(f"sqlite:///{workspace.register}")
    before = os.environ.get("PLACESPACE_WORKSPACE")
    os.environ["PLACESPACE_WORKSPACE"] = str(workspace.folder)
    try:
        page = AppTest.from_file(str(HOUSE / "placespace" / "views" / "main.py"), default_timeout=120).run()
        page.switch_page("screens/places.py").run()
        took = [timed(page.run)[0] for _ in range(RERUNS)]
    finally:
        os.environ.pop("PLACESPACE_WORKSPACE")
        os.environ |= {"PLACESPACE_WORKSPACE": before} if before else {}
    if page.exception:
        raise RuntimeError(page.exception[0].value)
    versions = f"{PLACES} places of {PLACES * VERSIONS_EACH:,} versions"
    return _line(f"the register page, {versions}, drawn again", statistics.median(took), PAGE_S, f"median of {RERUNS}")


def _line(what: str, took: float, limit_s: float, note: str) -> Result:
    return Result(what, f"{took:.3g} s", "", None, f"within {limit_s:g} s", took <= limit_s, note)
