"""Attempts of a viewer on the command line: every command, every way out of it, none with a true count."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from placespace.documents.paper import text_of
from tests.viewers import become_viewers, borough_of, command, files_in, numbers_in, true_numbers

HOUSE = Path(__file__).resolve().parents[1]
ASKS = ["--profile", "analyst"]
REFUSED = {
    "hotspots": ["hotspots", *ASKS],
    "hotspots as json": ["hotspots", *ASKS, "--json"],
    "hotspots to a file": ["hotspots", *ASKS, "--out", "OUT/a.csv"],
    "hotspots to GeoPackage": ["hotspots", *ASKS, "--out", "OUT/a.gpkg"],
    "hotspots of one month": ["hotspots", *ASKS, "--from", "2026-03", "--to", "2026-03"],
    "hotspots of one month for partners": ["hotspots", "--profile", "partner", "--from", "2026-03", "--to", "2026-03"],
    "hotspots of larger cells for partners": ["hotspots", "--profile", "partner", "--resolution", "8"],
    "hours": ["hours", *ASKS],
    "hours as json": ["hours", *ASKS, "--json"],
    "gaps": ["gaps", *ASKS],
    "gaps of harm as json": ["gaps", *ASKS, "--demand", "ambulance", "--json"],
    "gaps to a workbook": ["gaps", *ASKS, "--out", "OUT/a.xlsx"],
    "sites": ["sites", *ASKS],
    "sites to a file": ["sites", *ASKS, "--out", "OUT/a.csv", "--json"],
    "the back-test": ["hold", *ASKS],
    "the back-test to a workbook": ["hold", *ASKS, "--out", "OUT/a.xlsx"],
    "the back-test of one month": ["hold", *ASKS, "--month", "2026-01", "--json"],
    "the plan": ["plan", "--month", "2026-10", *ASKS],
    "the plan as json": ["plan", "--month", "2026-10", *ASKS, "--json"],
    "the tasking pack": ["plan", "--month", "2026-10", *ASKS, "--out", "OUT/papers"],
    "the partner's pack": ["plan", "--month", "2026-10", "--profile", "partner", "--out", "OUT/papers"],
    "a plan of one category, to take apart": ["plan", "--month", "2026-10", "--category", "assault"],
    "a plan of another layer": ["plan", "--month", "2026-10", "--profile", "partner", "--layer", "police"],
    "a plan with crews of one's own": ["plan", "--month", "2026-10", "--crews", "geodata/crews.toml"],
    "what was read": ["check"],
    "what was read as json": ["check", "--json"],
}
SHOWN = {
    "hotspots without a profile": ["hotspots", "--category", "Violence and sexual offences"],
    "hotspots for partners as json": ["hotspots", "--profile", "partner", "--json",
                                      "--category", "Violence and sexual offences"],
    "hotspots to a file without a profile": ["hotspots", "--out", "OUT/a.csv",
                                             "--category", "Violence and sexual offences"],
    "hours without a profile": ["hours", "--json"],
    "gaps to a workbook without a profile": ["gaps", "--demand", "people", "--out", "OUT/b.xlsx"],
    "sites as json": ["sites", "--json", "--demand", "people", "--seconds", "0"],
    "the back-test without a profile": ["hold", "--json"],
    "the plan without a profile": ["plan", "--month", "2026-10", "--json"],
    "the list of provision": ["provision", "--all", "--json"],
}  # fmt: skip


@pytest.fixture(scope="module")
def borough(sample_reading, tmp_path_factory):
    """Return the folder of a borough where whoever runs a command is a viewer, and its true numbers."""
    folder = tmp_path_factory.mktemp("viewer") / "borough"
    shutil.copytree(sample_reading.workspace.folder, folder)
    reading = borough_of(folder)
    become_viewers(reading)
    return folder, true_numbers(reading)


def run(folder: Path, out: Path, words: list[str], **environment: str) -> subprocess.CompletedProcess:
    asked = [w.replace("OUT", str(out)).replace("geodata/", f"{folder}/geodata/") for w in words]
    if not environment:
        return command(asked, folder)
    return subprocess.run(
        [sys.executable, "-m", "placespace", *asked, "--workspace", str(folder)],
        cwd=HOUSE, env=os.environ | environment, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip


def text_in(path: Path) -> str:
    if path.suffix in (".xlsx", ".docx"):
        return text_of(path.read_bytes())
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as held:
            return " ".join(held.read(n).decode("utf-8", "replace") for n in held.namelist())
    return path.read_bytes().decode("utf-8", "replace")


@pytest.mark.parametrize("attempt", REFUSED)
def test_a_viewer_is_refused(borough, tmp_path, attempt):
    folder, true = borough
    done = run(folder, tmp_path, REFUSED[attempt])
    assert done.returncode == 2, done.stdout + done.stderr
    assert not numbers_in(done.stdout + done.stderr) & true
    assert not list(files_in(tmp_path))
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("attempt", SHOWN)
def test_what_a_viewer_is_shown_holds_no_true_number(borough, tmp_path, attempt):
    folder, true = borough
    done = run(folder, tmp_path, SHOWN[attempt])
    assert "Traceback" not in done.stderr
    assert not numbers_in(done.stdout + done.stderr) & true
    for path in files_in(tmp_path):
        assert not numbers_in(text_in(path)) & true, path.name


def test_a_name_in_the_environment_makes_nobody_an_analyst(borough, tmp_path):
    folder, _ = borough
    names = {"USER": "somebody-else", "LOGNAME": "somebody-else", "USERNAME": "somebody-else"}
    assert run(folder, tmp_path, ["hotspots", *ASKS], **names).returncode == 2


@pytest.mark.parametrize("text", ["[roles", "", '[roles]\n"x" = "analyst"', "\x00"])
def test_a_broken_list_gives_nobody_anything(borough, tmp_path, text):
    folder = tmp_path / "broken"
    shutil.copytree(borough[0], folder)
    (folder / "geodata" / "roles.toml").write_text(text)
    for words in (["hotspots"], ["provision"], ["check"]):
        done = run(folder, tmp_path / "out", words)
        assert done.returncode == 2
        assert "roles.toml must be right" in done.stderr
        assert not done.stdout.strip()
