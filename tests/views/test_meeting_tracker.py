"""Papers go out, and an edited tracker comes back: nothing changes unseen, and both versions are shown."""

from __future__ import annotations

import datetime
import io
import shutil
import zipfile
from dataclasses import replace

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from placespace.catalogue import open_workspace
from placespace.documents.places.papers import panel_papers
from placespace.errors import WrongUse
from placespace.grid import study_area
from placespace.ingest.tracker import TRACKER_HEADS
from placespace.places.register import open_register
from placespace.places.roles import Who
from placespace.places.things import Action, Meeting, Place
from placespace.views import meeting_papers, signed
from tests.views.test_cover_pages import one
from tests.views.test_screens import text_of

CHAIR, OFFICER = Who("the chair", "panel"), Who("the officer", "panel")


@pytest.fixture
def register(sample_reading, tmp_path, monkeypatch):
    """Return a register with two actions at one place."""
    borough = shutil.copytree(sample_reading.workspace.folder, tmp_path / "borough")
    monkeypatch.setenv("PLACESPACE_WORKSPACE", str(borough))
    monkeypatch.setattr(signed, "who", lambda: CHAIR)
    opened = open_register(open_workspace(borough), CHAIR)
    cell = study_area(opened.workspace).index[40]
    place = opened.raise_place(
        Place("", "Quay", "street", (cell,), "robberies", "the school", "the agreement", "Panel")
    )
    meeting = opened.open_meeting(Meeting("Panel", datetime.date(2026, 10, 20), places=(place.id,)))
    for what in ("mend the lamps", "open the shutters"):
        opened.add_action(place.id, Action(what, "lighting engineer", "the council", meeting=meeting.id))
    yield opened
    opened.close()


def edited(register, reading, *changes: tuple[str, str, object]) -> bytes:
    """Return the tracker as it was handed out, with cells changed: (action id, heading, value)."""
    files = panel_papers(reading, register, "partner", kinds={"action-tracker"})
    book = openpyxl.load_workbook(io.BytesIO(files["action-tracker.xlsx"]))
    sheet = book["Actions"]
    head = next(row for row in sheet.iter_rows() if TRACKER_HEADS["id"] in [c.value for c in row])
    at = {cell.value: cell.column for cell in head}
    for action, heading, value in changes:
        row = next(r[0].row for r in sheet.iter_rows() if action in [c.value for c in r])
        sheet.cell(row, at[heading]).value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def page_of_tracker() -> None:
    """Draw the part of the page that takes a tracker back."""
    from placespace.views import meeting_tracker
    from placespace.views.cached_places import register

    meeting_tracker.tracker(register())


def sent(content: bytes) -> AppTest:
    page = AppTest.from_function(page_of_tracker, default_timeout=60).run()
    page.file_uploader[0].upload("tracker.xlsx", content, "application/octet-stream").run()
    assert not page.exception
    return page


def test_what_would_change_is_shown_before_it_is_saved(register, sample_reading):
    page = sent(edited(register, sample_reading, ("action-0001", "Due", "10/11/2026")))
    said = text_of(page)
    assert "1 action would change, 0 are new, 0 rows cannot be taken." in said
    assert "Quay, action-0001: Due: nothing -> 10 November 2026" in said
    assert register.actions()[0].thing.due is None
    one(page.button, "Save 1 change").click().run()
    assert register.actions()[0].thing.due == datetime.date(2026, 11, 10)
    assert "1 change saved." in text_of(page)


def test_a_persons_name_is_refused_and_the_rest_is_saved(register, sample_reading):
    changes = (("action-0001", "Role", "Sarah Thompson"), ("action-0002", "Role", "town centre manager"))
    page = sent(edited(register, sample_reading, *changes))
    one(page.button, "Save 2 changes").click().run()
    assert [a.thing.role for a in register.actions()] == ["lighting engineer", "town centre manager"]
    assert "Sarah Thompson" in text_of(page)


def test_what_cannot_be_read_is_told_with_its_row_and_reason(register, sample_reading):
    page = sent(edited(register, sample_reading, ("action-0001", "Due", "soon")))
    assert "1 row cannot be taken" in text_of(page)
    assert "the date cannot be read" in page.dataframe[0].value.to_csv()


def changed_by_the_officer(register, **fields: str) -> None:
    """Change the first action as somebody else."""
    other = open_register(register.workspace, OFFICER, store=register.store)
    held = other.actions()[0]
    other.change_action(held.id, replace(held.thing, **fields), held.version)


@pytest.mark.parametrize(("ticked", "role"), [(True, "electrician"), (False, "foreman")])
def test_an_action_changed_meanwhile_is_shown_in_both_versions_before_it_is_saved(
    register, sample_reading, ticked, role
):
    changes = (("action-0001", "Role", "electrician"), ("action-0002", "Measure", "open by eight"))
    content = edited(register, sample_reading, *changes)
    changed_by_the_officer(register, role="foreman", measure="lit")
    page = sent(content)
    said = text_of(page)
    assert "the officer changed it after the tracker was handed out" in said
    assert "1 was changed in the register meanwhile" in said
    assert "foreman" in said
    assert "electrician" in said
    one(page.button, "Save 1 change")  # what cannot be saved is not counted
    if ticked:
        one(page.checkbox, "Take the tracker's").check().run()
    one(page.button, f"Save {'2 changes' if ticked else '1 change'}").click().run()
    assert not page.exception
    first, second = (a.thing for a in register.actions())
    assert (first.role, first.measure, second.measure) == (role, "lit", "open by eight")
    assert f"{2 if ticked else 1} change{'s' if ticked else ''} saved." in text_of(page)
    assert "the officer changed it" not in text_of(page)


def test_what_is_changed_while_the_tracker_is_looked_at_is_shown_and_not_saved_over(register, sample_reading):
    page = sent(edited(register, sample_reading, ("action-0001", "Role", "electrician")))
    changed_by_the_officer(register, role="foreman")
    one(page.button, "Save 1 change").click().run()
    assert "the officer changed it after the tracker was handed out" in text_of(page)
    one(page.checkbox, "Take the tracker's").check().run()
    changed_by_the_officer(register, role="surveyor")
    one(page.button, "Save 1 change").click().run()  # the tick was for the foreman
    assert register.actions()[0].thing.role == "surveyor"
    assert "surveyor" in text_of(page)
    assert not one(page.checkbox, "Take the tracker's").value
    assert one(page.button, "Save 0 changes").disabled


def test_another_file_is_refused_in_words(register):
    page = sent(b"not a workbook at all")
    assert page.warning
    assert not page.button


def test_every_kind_of_paper_is_made_for_whoever_may_have_it(register, sample_reading):
    (meeting,) = register.meetings()
    assert meeting_papers.one_kind(sample_reading, register, meeting.id, "partner", "action-tracker")[:2] == b"PK"
    assert meeting_papers.one_kind(sample_reading, register, meeting.id, "partner", "panel-pack")[:4] == b"%PDF"
    with pytest.raises(WrongUse):
        meeting_papers.one_kind(sample_reading, register, meeting.id, "analyst", "panel-pack")


def test_papers_that_are_refused_as_they_are_made_leave_the_reason_in_their_place(register, sample_reading):
    (meeting,) = register.meetings()
    content = meeting_papers.all_zipped(sample_reading, register, meeting.id, "analyst")
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        assert pack.namelist() == ["not-made.txt"]
        assert "see true counts" in pack.read("not-made.txt").decode()


def page_of_papers() -> None:
    """Draw the papers of the one meeting; nothing is read until a file is asked for."""
    from placespace.views import meeting_papers
    from placespace.views.cached_places import register

    held = register()
    meeting_papers.papers_tab(None, held, held.meetings()[0])


def test_a_place_that_gets_no_note_for_schools_is_named_before_the_papers_are_taken(register):
    page = AppTest.from_function(page_of_papers, default_timeout=60).run()
    assert not page.exception
    said = text_of(page).replace("\\", "")
    assert "No note of Quay (LOC-001) can be made. LOC-001, general times: nothing is written." in said
    assert [b.proto.label for b in page.get("download_button") if b.proto.disabled] == ["Download"]
    (place,) = register.places()
    register.edit_place(place.id, replace(place.thing, times_in_words="after school on school days"), place.version)
    page.run()
    assert "No note of" not in text_of(page)
    assert not [b for b in page.get("download_button") if b.proto.disabled]
