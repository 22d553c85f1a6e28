"""A tracker goes out, is edited, and comes back: what was changed is saved, and nothing that was good is lost."""

from __future__ import annotations

import datetime
import io
import shutil
from dataclasses import replace

import openpyxl
import pytest

from placespace.catalogue import open_workspace
from placespace.documents.places.papers import panel_papers
from placespace.documents.places.tracker import apply_tracker, tracker_changes
from placespace.ingest.tracker import TRACKER_HEADS, read_tracker
from placespace.measures import read_and_place
from placespace.places.register import Register, open_register
from placespace.places.roles import ALONE, NotAllowed, Who


@pytest.fixture
def register(made_panel, tmp_path):
    """A copy of the register, to be changed."""
    shutil.copytree(made_panel.reading.workspace.folder, tmp_path / "borough")
    register = open_register(open_workspace(tmp_path / "borough"), ALONE)
    yield register
    register.close()


@pytest.fixture
def sheet(papers_of):
    """The tracker as handed out, open for editing: the sheet, its rows by action, and what saves it."""
    book = openpyxl.load_workbook(io.BytesIO(papers_of["analyst"]["action-tracker.xlsx"]))
    page = book["Actions"]
    top = next(r for r in range(1, 20) if page.cell(r, 1).value == TRACKER_HEADS["place"])
    at = {page.cell(top, c).value: c for c in range(1, page.max_column + 1)}

    class Edited:
        first, heads = top + 1, at

        def row(self, id_):
            return next(r for r in range(top, page.max_row + 1) if page.cell(r, at["Action id"]).value == id_)

        def put(self, row, head, value):
            page.cell(row, at[head]).value = value

        def read(self):
            out = io.BytesIO()
            book.save(out)
            return read_tracker(out.getvalue())

    edited = Edited()
    edited.page = page
    return edited


def test_a_tracker_is_a_form_with_filters_lists_days_and_a_rail(sheet):
    page = sheet.page
    assert page.auto_filter.ref
    assert page.freeze_panes == f"A{sheet.first}"
    assert [v.formula1 for v in page.data_validations.dataValidation] == ['"open,done,dropped"']
    assert page.protection.sheet
    row = sheet.row("action-0001")
    assert page.cell(row, sheet.heads["Action id"]).protection.locked
    assert not page.cell(row, sheet.heads["Due"]).protection.locked
    assert page.cell(row, sheet.heads["Due"]).value == datetime.datetime(2026, 10, 1)
    assert page.cell(row, sheet.heads["Days late"]).value == 19
    formula = page.cell(sheet.row("action-0002"), sheet.heads["What"])
    assert (formula.value, formula.data_type) == ("=1+1 sessions of the detached team", "s")


def test_one_that_comes_back_as_it_went_changes_nothing(sheet, register):
    rows, aside = sheet.read()
    found = tracker_changes(register, rows)
    assert (found.changes, found.new, found.refused, found.missing) == ((), (), (), ())
    assert aside.empty
    assert len(rows) == 15


def test_what_was_changed_is_saved_and_only_that(sheet, register):
    row = sheet.row("action-0001")
    sheet.put(row, "Due", "9/11/2026")
    sheet.put(row, "What was done", "Two of four are lit.")
    rows, _ = sheet.read()
    (change,) = tracker_changes(register, rows).changes
    assert dict(change.fields) == {"due": datetime.date(2026, 11, 9), "done_words": "Two of four are lit."}
    assert change.says[0] == "Due: 1 October 2026 -> 9 November 2026"
    before = next(a for a in register.actions() if a.id == "action-0001")
    applied = apply_tracker(register, [change])
    (now,) = applied.done
    assert now.thing == replace(before.thing, **change.fields)
    assert (applied.conflicts, applied.refused) == ((), ())


def test_an_action_changed_meanwhile_is_a_conflict_with_both_and_the_others_are_saved(sheet, register):
    was = next(a for a in register.actions() if a.id == "action-0001")
    register.change_action(was.id, replace(was.thing, measure="Lamps counted"), was.version)
    sheet.put(sheet.row("action-0001"), "Status", "done")
    sheet.put(sheet.row("action-0002"), "Measure", "Sessions held")
    rows, _ = sheet.read()
    asked = tracker_changes(register, rows)
    assert [c.id for c in asked.changes] == ["action-0002"]
    ((change, now),) = asked.conflicts
    assert (change.version, now.thing.measure) == (was.version, "Lamps counted")
    applied = apply_tracker(register, [change, *asked.changes])
    assert [a.id for a in applied.done] == ["action-0002"]
    ((change, both),) = applied.conflicts
    assert change.id == "action-0001"
    assert both.theirs.body["measure"] == "Lamps counted"
    assert both.mine["status"] == "done"
    assert next(a for a in register.actions() if a.id == "action-0001").thing.measure == "Lamps counted"


def test_a_change_to_an_old_version_that_says_nothing_new_is_no_conflict(sheet, register):
    was = next(a for a in register.actions() if a.id == "action-0001")
    register.change_action(was.id, replace(was.thing, measure="Lamps counted"), was.version)
    assert tracker_changes(register, sheet.read()[0]).changes == ()


def test_what_the_register_holds_by_now_is_no_change_and_the_rest_is_told_beside_it(sheet, register):
    was = next(a for a in register.actions() if a.id == "action-0001")
    sheet.put(sheet.row("action-0001"), "Measure", "Lamps counted")
    sheet.put(sheet.row("action-0001"), "What was done", "Three mended")
    done = replace(was.thing, measure="Lamps counted", done_words="Two mended")
    held = register.change_action(was.id, done, was.version)
    asked = tracker_changes(register, sheet.read()[0])
    assert asked.changes == ()
    ((change, now),) = asked.conflicts
    assert (now.version, change.says) == (held.version, ("What was done: 'Two mended' -> 'Three mended'",))
    register.change_action(was.id, replace(done, done_words="Three mended"), held.version)
    assert tracker_changes(register, sheet.read()[0]).conflicts == ()


def test_a_name_is_refused_by_the_register_and_the_rest_is_saved(sheet, register):
    sheet.put(sheet.row("action-0001"), "What was done", "Ring Mr Pike on 07700 900123")
    sheet.put(sheet.row("action-0002"), "Measure", "Sessions held")
    applied = apply_tracker(register, tracker_changes(register, sheet.read()[0]).changes)
    assert [a.id for a in applied.done] == ["action-0002"]
    ((change, why),) = applied.refused
    assert change.id == "action-0001"
    assert "phone" in why


def test_a_deleted_row_is_said_and_drops_nothing(sheet, register):
    sheet.page.delete_rows(sheet.row("action-0002"))
    found = tracker_changes(register, sheet.read()[0])
    assert found.missing == (("action-0002", "=1+1 sessions of the detached team"),)
    assert found.changes == ()
    assert next(a for a in register.actions() if a.id == "action-0002").thing.status == "open"


def test_a_new_row_is_offered_and_added_only_when_somebody_says_so(sheet, register):
    last = max(r for r in range(1, sheet.page.max_row + 1) if sheet.page.cell(r, sheet.heads["Action id"]).value)
    for head, value in (("Place reference", "loc-002"), ("What", "Open the hall"), ("Agency", "School")):
        sheet.put(last + 1, head, value)
    sheet.put(last + 2, "What", "Nowhere in particular")
    before = len(register.actions())
    found = tracker_changes(register, sheet.read()[0])
    (offered,) = found.new
    assert dict(offered.fields) == {"what": "Open the hall", "agency": "School"}
    assert found.refused == ((last + 2, "no place is called 'nothing'"),)
    assert len(register.actions()) == before
    (added,) = apply_tracker(register, found.new).done
    assert (added.thing.what, register.place(added.place).thing.reference) == ("Open the hall", "LOC-002")


def test_ids_and_versions_that_never_were_are_refused(sheet, register):
    sheet.put(sheet.row("action-0002"), "Version", 99)
    sheet.put(sheet.row("action-0001"), "Action id", "action-9999")
    found = tracker_changes(register, sheet.read()[0])
    assert sorted(why for _, why in found.refused) == [
        "action-0002 never had a version 99", "the register has no action 'action-9999'",
    ]  # fmt: skip


def test_a_partners_tracker_without_police_work_does_not_call_it_missing(papers_of, register):
    rows, _ = read_tracker(papers_of["partner"]["action-tracker.xlsx"])
    assert len(rows) == 14
    assert tracker_changes(register, rows).missing == ()


def test_who_may_not_edit_places_saves_nothing(sheet, register):
    sheet.put(sheet.row("action-0001"), "Status", "done")
    for role in ("viewer", "practitioner"):
        other = Register(register.workspace, register.store, Who("x", role))
        changes = tracker_changes(register, sheet.read()[0]).changes
        with pytest.raises(NotAllowed):
            apply_tracker(other, changes)
    assert next(a for a in register.actions() if a.id == "action-0001").thing.status == "open"


def test_an_edited_tracker_leads_to_a_new_one(sheet, register):
    sheet.put(sheet.row("action-0001"), "Status", "done")
    sheet.put(sheet.row("action-0001"), "Done on", "5/10/2026")
    apply_tracker(register, tracker_changes(register, sheet.read()[0]).changes)
    reading = read_and_place(register.workspace)
    files = panel_papers(reading, register, "analyst", kinds=["action-tracker"])
    rows, _ = read_tracker(files["action-tracker.xlsx"])
    (row,) = (r for r in rows if r.id == "action-0001")
    assert (row.fields["status"], row.fields["done_on"]) == ("done", datetime.date(2026, 10, 5))
