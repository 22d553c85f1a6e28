"""Attempts of a viewer on the register from the command line."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from placespace.documents.places.evidence import freeze_both
from placespace.places import ALONE, open_register
from tests.places.a_panel import a_meeting, a_place, written
from tests.viewers import become_viewers, borough_of, command, files_in, numbers_in, true_numbers

WHY = "young people say that they avoid it"
REFUSED = {
    "the history": ["places", "history", "LOC-001"],
    "the history as json": ["places", "history", "LOC-001", "--json"],
    "a backup": ["places", "backup", "OUT/register.backup"],
    "the evidence frozen": ["places", "evidence", "LOC-001"],
    "the true bundle": ["places", "evidence", "LOC-001", "--out", "OUT"],
    "the register's seals": ["places", "verify"],
    "the true bundle against today's data": ["places", "verify", "BUNDLE"],
    "the analyst's papers": ["places", "export", "--profile", "analyst", "--kind", "location-plan", "--out", "OUT"],
    "another register put back": ["places", "restore", "BUNDLE"],
    "a panel's pack for partners": ["places", "export", "--kind", "panel-pack", "--out", "OUT"],
}
SHOWN = {
    "the list": ["places", "list"],
    "the list as json": ["places", "list", "--json"],
    "the closed ones too": ["places", "list", "--closed", "--json"],
    "a place": ["places", "show", "LOC-001", "--json"],
}


@pytest.fixture(scope="module")
def borough(sample_reading, tmp_path_factory):
    """Return a borough with a decision recorded, asked by a viewer; its true bundle, and its true numbers."""
    folder = tmp_path_factory.mktemp("viewer") / "borough"
    shutil.copytree(sample_reading.workspace.folder, folder)
    reading = borough_of(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("PLACESPACE_DATABASE_URL", raising=False)
        register = open_register(reading.workspace, ALONE)
        place = register.raise_place(a_place(register))
        item = written(register, a_meeting(register, [place]), place)
        true, partner = freeze_both(reading, register, item.id)
        register.decide(item.id, item.version, evidence=true, partner=partner)
        register.close()
    bundle = folder.parent / "bundle.zip"
    bundle.write_bytes(true)
    become_viewers(reading)
    return folder, bundle, true_numbers(reading)


def run(borough, out: Path, words: list[str]) -> subprocess.CompletedProcess:
    folder, bundle, _ = borough
    asked = [w.replace("OUT", str(out)).replace("BUNDLE", str(bundle)) for w in words]
    return command(asked, folder)


@pytest.mark.parametrize("attempt", REFUSED)
def test_a_viewer_is_refused(borough, tmp_path, attempt):
    done = run(borough, tmp_path, REFUSED[attempt])
    assert done.returncode == 2, done.stdout + done.stderr
    assert "needs one of the roles" in done.stderr
    assert not numbers_in(done.stdout + done.stderr) & borough[2]
    assert not list(files_in(tmp_path))


@pytest.mark.parametrize("attempt", SHOWN)
def test_what_a_viewer_is_told_of_places_is_little(borough, tmp_path, attempt):
    done = run(borough, tmp_path, SHOWN[attempt])
    assert "Traceback" not in done.stderr
    assert WHY not in done.stdout
    assert "Youth service" not in done.stdout
    assert not numbers_in(done.stdout) & borough[2]
