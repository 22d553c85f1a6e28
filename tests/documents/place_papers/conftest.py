"""Three places of the synthetic borough with a meeting behind them: one with a plan, one bare, one of long texts."""

from __future__ import annotations

import io
import shutil
from dataclasses import dataclass, replace
from datetime import date

import openpyxl
import pandas as pd
import pypdf
import pytest

from placespace.catalogue import Workspace, open_workspace, read_crews
from placespace.documents.paper import text_of
from placespace.documents.places.papers import panel_papers
from placespace.grid import Question, study_area
from placespace.measures import Reading, read_and_place
from placespace.places.register import Register, open_register
from placespace.places.roles import ALONE
from placespace.places.things import Action, Goal, Meeting, Place
from placespace.plans import keep_timetable
from placespace.terms import PLAN_COLUMNS

LONG = ("Young people say that the covered way is the only dry place to wait, and that the lamps are out. " * 19)[:1800]
POLICE_WHAT = "Visits when the last bus leaves"


@dataclass(frozen=True)
class Panel:
    """A reading, its register, and the ids of what is in it."""

    reading: Reading
    register: Register
    before: str
    meeting: str
    places: tuple[str, ...]


def a_place(name: str, cells: tuple[str, ...], **more: object) -> Place:
    return Place(
        "", name, more.pop("kind", "transport"), cells, "Pupils say they walk round it.", "Youth service",
        "Crime and Disorder Act 1998, section 115", "Contextual safeguarding panel", raised_on=date(2026, 6, 1), **more,
    )  # fmt: skip


def agreed(register: Register, place: str, meeting: str) -> None:
    goal = register.add_goal(place, Goal("Young people say they can wait here without being afraid"))
    many = (
        Action("Mend the four lamps by the shelter", "Street lighting manager", "Fairhythe Council", date(2026, 10, 1),
               "People can see and be seen", "All four lit on three checks", goal.id),
        Action("=1+1 sessions of the detached team", "Outreach lead", "Youth service", date(2026, 11, 12)),
        Action(POLICE_WHAT, "Neighbourhood sergeant", "Police", date(2026, 10, 30), police=True),
    )  # fmt: skip
    for one in many:
        register.add_action(place, replace(one, meeting=meeting))
    item = register.item(meeting, place)
    words = replace(
        item.thing, young_people="They feel safest by the café.", strengths="The library is open late.",
        environment={"lighting": "Four lamps are out."}, unintended_harm="None that we can see.", decision="new",
    )  # fmt: skip
    item = register.save_item(item.id, words, item.version)
    register.decide(item.id, item.version, evidence=b"true figures", partner=b"protected figures")


def drawn_up(workspace: Workspace) -> Panel:
    reading = read_and_place(workspace)
    register = open_register(workspace, ALONE)
    cells = study_area(workspace)
    layer = workspace.area.hotspot_layer
    counts = reading.counts(layer, reading.resolution_of(layer)).by_cell(Question(layer), cells)
    most = counts.sort_values(ascending=False).index
    busy = register.raise_place(
        a_place("Strand bus station", tuple(most[:2]), times_in_words="after school on school days",
                next_review=date(2026, 10, 5), level="act", level_reason="The panel is worried.")
    )  # fmt: skip
    bare = register.raise_place(a_place("Quiet Lane", (most[-1],), next_review=date(2026, 12, 1), kind="street"))
    long = register.raise_place(
        a_place("The covered way behind the old corn exchange", tuple(most[5:9]), next_review=date(2026, 11, 1),
                times_in_words="Friday and Saturday evenings", kind="street")
    )  # fmt: skip
    panel = "Contextual safeguarding panel"
    first = register.open_meeting(Meeting(panel, date(2026, 9, 15), "Head of safeguarding", places=(busy.id,)))
    agreed(register, busy.id, first.id)
    first = register.meeting(first.id)
    register.close_meeting(first.id, first.version)
    ids = (busy.id, bare.id, long.id)
    now = register.open_meeting(Meeting(panel, date(2026, 10, 20), "Head of safeguarding", places=ids))
    item = register.item(now.id, long.id)
    fields = ("young_people", "families", "strengths", "guardians_present", "weighs_most", "equality")
    said = replace(item.thing, **dict.fromkeys(fields, LONG), environment={"lighting": LONG})
    register.save_item(item.id, said, item.version)
    for _ in range(12):
        register.add_action(long.id, Action(LONG[:900], "Manager", "Highways", date(2026, 11, 1), LONG[:900], LONG))
    crew = next(c.id for c in read_crews(workspace.crews)[0] if c.police)
    row = dict.fromkeys(PLAN_COLUMNS, "") | {
        "date": "2026-10-23", "from": "21:15", "to": "21:30", "crew": crew, "unit": 1, "kind": "visit",
    }  # fmt: skip
    keep_timetable(workspace, "2026-10", pd.DataFrame([row]))
    return Panel(reading, register, first.id, now.id, ids)


@pytest.fixture(scope="session")
def made_panel(sample_reading: Reading, tmp_path_factory: pytest.TempPathFactory) -> Panel:
    """The panel, for tests that change nothing in it."""
    folder = tmp_path_factory.mktemp("papers") / "borough"
    shutil.copytree(sample_reading.workspace.folder, folder)
    return drawn_up(open_workspace(folder))


@pytest.fixture(scope="session")
def papers_of(made_panel: Panel) -> dict[str, dict[str, bytes]]:
    """The papers of the meeting, by profile."""
    return {
        name: panel_papers(made_panel.reading, made_panel.register, name, meeting_id=made_panel.meeting)
        for name in ("analyst", "partner", "health", "public")
    }


def words_of(name: str, content: bytes) -> str:
    """All the words of a file."""
    if name.endswith(".docx"):
        return text_of(content)
    if name.endswith(".pdf"):
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    if name.endswith(".xlsx"):
        book = openpyxl.load_workbook(io.BytesIO(content))
        return "\n".join(str(c.value) for s in book for row in s.iter_rows() for c in row if c.value is not None)
    return content.decode()


@pytest.fixture(scope="session")
def words() -> object:
    """What reads the words of a file."""
    return words_of
