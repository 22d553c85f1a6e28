"""`places` lists, tells, proves, backs up and hands out: the same library, held to the same roles."""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys
from datetime import date
from types import SimpleNamespace

import pytest

from placespace.__main__ import main
from placespace.catalogue import open_workspace
from placespace.documents.places import freeze_both
from placespace.measures import read_and_place
from placespace.places import Who, acting_as, open_register
from placespace.places.things import Action, Goal, Meeting, Place

VIEWER, PANEL = Who("a.viewer", "viewer"), Who("a.panel", "panel")


@pytest.fixture(scope="module")
def borough(sample_reading, tmp_path_factory):
    """Return a workspace whose panel has decided on one of two places."""
    folder = tmp_path_factory.mktemp("panel") / "borough"
    shutil.copytree(sample_reading.workspace.folder, folder)
    workspace = open_workspace(folder)
    register, reading = open_register(workspace), read_and_place(workspace)
    cells, shared = register.cells.index, ("Robberies", "Youth service", "Agreement of 2026", "Kelder panel")
    park, _ = (
        register.raise_place(Place("", name, "park", (cells[n],), *shared, next_review=day, raised_on=date(2026, 9, 1)))
        for n, (name, day) in enumerate({"Kelder Park": date(2026, 10, 19), "Dock": date(2026, 10, 6)}.items())
    )
    sitting = Meeting("Kelder panel", date(2026, 10, 19), places=(park.id,))
    meeting = register.open_meeting(sitting)
    register.add_goal(park.id, Goal("The lamps are lit"))
    register.add_action(
        park.id, Action("Mend the lamps", "Parks manager", "Council", date(2026, 11, 2), meeting=meeting.id)
    )
    item = register.item(meeting.id, park.id)
    said = type(item.thing)(**{**vars(item.thing), "decision": "new", "unintended_harm": "None that we can see"})
    item = register.save_item(item.id, said, item.version)
    true, partner = freeze_both(reading, register, item.id)
    register.decide(item.id, item.version, evidence=true, partner=partner)
    register.close()
    return folder


@pytest.fixture
def run(borough, monkeypatch, capsys):
    """Return a function that runs a command in this process: what a shell would see of it."""

    def command(*words: object, folder: object = None) -> SimpleNamespace:
        monkeypatch.delenv("PLACESPACE_DATABASE_URL", raising=False)
        monkeypatch.setenv("PLACESPACE_WORKSPACE", str(folder or borough))
        monkeypatch.setattr(sys, "argv", ["placespace", "places", *map(str, words)])
        code = 0
        try:
            main()
        except SystemExit as done:
            code = done.code or 0
        said = capsys.readouterr()
        return SimpleNamespace(code=code, out=said.out, err=said.err)

    return command


def test_the_overdue_come_first(run):
    done = run("list", "--json")
    assert done.code == 0, done.err
    said = json.loads(done.out)
    assert [(p["reference"], p["overdue"]) for p in said["places"]] == [("LOC-002", "14 days overdue"), ("LOC-001", "")]
    assert "14 days overdue" in run("list").out


def test_a_viewer_gets_four_columns_and_nothing_that_was_written(run):
    with acting_as(VIEWER):
        listed = json.loads(run("list", "--json").out)["places"]
        assert [set(p) for p in listed] == [{"reference", "name", "kind", "status"}] * 2
        shown = run("show", "LOC-001")
        assert shown.code == 0
        assert "Robberies" not in shown.out
        assert "Youth service" not in shown.out
        refused = [run(*w) for w in (("history", "LOC-001"), ("evidence", "LOC-001"), ("verify",), ("backup", "x.zip"))]
    assert [r.code for r in refused] == [2] * 4
    assert all("needs one of the roles" in r.err for r in refused)


def test_a_place_is_shown_with_its_goals_and_actions(run):
    said = json.loads(run("show", "loc-001", "--json").out)
    assert said["place"][0]["name"] == "Kelder Park"
    assert said["goals"][0]["words"] == "The lamps are lit"
    assert said["actions"][0]["role"] == "Parks manager"
    assert "Mend the lamps" in run("show", "place-0001").out


def test_the_history_is_told_in_words(run):
    told = run("history", "LOC-001")
    assert "this machine: raised" in told.out
    assert "next review: '2026-10-19' -> '2026-11-19'" in told.out
    assert [c["what"] for c in json.loads(run("history", "item-0001", "--json").out)] == ["begun", "written", "decided"]


@pytest.mark.parametrize("words", [("show", "LOC-099"), ("history", "LOC-099"), ("evidence", "LOC-099")])
def test_a_place_that_is_not_there_is_wrong_use(run, words):
    refused = run(*words)
    assert refused.code == 2
    assert "'LOC-099' is not there" in refused.err


def test_the_registers_own_chain_is_proved_and_a_change_by_hand_is_named(run, borough, tmp_path):
    whole = json.loads(run("verify", "--json").out)
    assert whole["unchanged"]
    assert run("verify", "--known", f"{whole['rows']}:{whole['head']}").code == 0
    assert run("verify", "--known", "three").code == 2
    copy = tmp_path / "borough"
    shutil.copytree(borough, copy)
    with sqlite3.connect(copy / "geodata" / "register.sqlite") as database:
        database.execute("UPDATE records SET body = replace(body, 'Kelder Park', 'Other Park')")
    database.close()
    found = run("verify", folder=copy)
    assert found.code == 1
    assert "place-0001" in found.out


def test_a_backup_is_put_back_where_there_is_no_register(run, borough, tmp_path):
    saved = json.loads(run("backup", tmp_path / "kept.zip", "--json").out)
    assert run("backup", tmp_path / "kept.zip").code == 2
    empty = tmp_path / "borough"
    shutil.copytree(borough, empty, ignore=shutil.ignore_patterns("register.sqlite*"))
    back = json.loads(run("restore", tmp_path / "kept.zip", "--json", folder=empty).out)
    assert (back["rows"], back["head"]) == (saved["rows"], saved["head"])
    assert run("verify", "--known", f"{saved['rows']}:{saved['head']}", folder=empty).code == 0
    assert run("restore", tmp_path / "kept.zip").code == 2


def test_evidence_is_written_out_and_proved_and_a_tampered_bundle_is_named(run, tmp_path):
    done = run("evidence", "LOC-001", "--out", tmp_path, "--json")
    assert done.code == 0, done.err
    (bundle,) = json.loads(done.out)["files"]
    assert bundle.endswith("LOC-001-evidence-0001-partner.zip")
    assert json.loads(run("verify", bundle, "--alone", "--json").out)["unchanged"]
    proved = run("verify", bundle)
    assert proved.code == 0, proved.out + proved.err
    assert "The bundle is as it was frozen" in proved.out
    content = bytearray((tmp_path / bundle).read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / "changed.zip").write_bytes(content)
    changed = run("verify", tmp_path / "changed.zip")
    assert changed.code == 1
    assert "not as it was frozen" in changed.out


def test_true_counts_of_the_evidence_are_the_analysts(run, tmp_path):
    assert run("evidence", "LOC-001", "--profile", "analyst", "--out", tmp_path / "true").code == 0
    with acting_as(PANEL):
        refused = run("evidence", "LOC-001", "--profile", "analyst", "--out", tmp_path / "not")
        assert json.loads(run("evidence", "LOC-001", "--json").out)["evidence"][0]["sha256"] is None
    assert refused.code == 2
    assert not (tmp_path / "not").exists()


def test_papers_are_written_for_partners_unless_somebody_else_is_asked_for(run, tmp_path):
    done = run("export", "LOC-001", "--kind", "action-tracker", "--out", tmp_path, "--json")
    assert done.code == 0, done.err
    said = json.loads(done.out)
    assert said["profile"] == "partner"
    assert "xlsx" in {f.rsplit(".", 1)[1] for f in said["files"]}
    assert run("export", "LOC-001").code == 2
    with acting_as(VIEWER):
        assert run("export", "--kind", "panel-pack", "--out", tmp_path / "not").code == 2
    assert not (tmp_path / "not").exists()
