"""`hours`, `gaps` and `sites` give the library's numbers, in words or JSON, and exit as they say."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pandas as pd
import pytest

from placespace.__main__ import main
from placespace.calendar import read_calendar
from placespace.documents import when
from placespace.documents.cover import CoverQuestion, cover, cover_headline, windows_shown
from placespace.documents.siting import candidate_list, candidates_of, site
from placespace.grid import Question, study_area

HOUSE = Path(__file__).resolve().parents[1]
YEAR = ["--from", "2025-10", "--to", "2026-09"]
RECORDED = [*YEAR, "--as-recorded"]
ASKED = CoverQuestion(Question("ambulance", (), "2025-10", "2026-09"), "harm", "term", as_recorded=True)
JSON_DIGITS = 1e-9
"""Shares are printed to nine places."""


@pytest.fixture(scope="module")
def borough(copy_borough, tmp_path_factory):
    """Return a copy of the fictional borough to write to."""
    return copy_borough(tmp_path_factory.mktemp("borough"))


@pytest.fixture
def run(borough, monkeypatch, capsys):
    """Return a function that runs a command in this process: what a shell would see of it."""

    def command(*words: object, workspace: Path = borough) -> SimpleNamespace:
        monkeypatch.setenv("PLACESPACE_WORKSPACE", str(workspace))
        monkeypatch.setattr(sys, "argv", ["placespace", *map(str, words)])
        code = 0
        try:
            main()
        except SystemExit as done:
            code = done.code or 0
        said = capsys.readouterr()
        return SimpleNamespace(code=code, out=said.out, err=said.err)

    return command


@pytest.fixture
def asked(run):
    """Return a function that runs a command for JSON and returns what it says."""

    def answer(*words: object, **more) -> dict:
        done = run(*words, "--json", **more)
        assert done.code == 0, done.err
        return json.loads(done.out)

    return answer


@pytest.fixture(scope="module")
def recorded(sample_reading):
    """Return the coverage that the truth file states."""
    return cover(sample_reading, ASKED, "analyst")


def test_hours_are_the_same_as_the_librarys(asked, sample_reading):
    said = asked("hours", "--layer", "ambulance", *YEAR)
    cells = study_area(sample_reading.workspace, 9)
    assert [w["week"] for w in said["weeks"]] == ["term", "holiday"]
    for week in said["weeks"]:
        found = when(
            sample_reading, ASKED.harm, "analyst", calendar=read_calendar(sample_reading.workspace),
            week_type=week["week"], cells=cells,
        )  # fmt: skip
        assert (week["sentence"], week["events"]) == (found.headline, found.events)
        told = pd.DataFrame(week["hours"]).set_index("day")
        pd.testing.assert_frame_equal(told, found.grid, check_names=False, check_dtype=False)


def test_gaps_are_the_same_as_the_librarys(asked, recorded, truth):
    said = asked("gaps", *RECORDED)
    told = truth["coverage"]["term"]
    assert said["sentence"] == cover_headline(recorded)
    assert said["unserved_share"] == pytest.approx(told["unserved_share"], abs=1e-6)
    assert said["sessions"] == len(told["sessions"])
    assert [w["window"] for w in said["windows"]] == list(windows_shown(recorded)["window"])
    assert said["windows"][0]["cell"] == told["top_window"]["busiest_cell"]
    assert list(said["unserved_share_by_minutes"]) == ["10", "15", "20", "35"]


def test_sites_are_the_same_as_the_librarys(asked, sample_reading, recorded, truth):
    said = asked("sites", *RECORDED, "--sessions", 2)
    done = site(recorded, candidates_of(recorded, candidate_list(sample_reading.workspace)), k=2, proof=True)
    assert said["unserved_share_after"] == pytest.approx(done.after, abs=JSON_DIGITS)
    assert [s["gain"] for s in said["sessions"]] == pytest.approx(list(done.table["gain"]))
    assert (said["optimal"], said["gap"], said["notes"]) == (done.proof.optimal, done.proof.gap, list(done.notes))
    best, first = truth["coverage"]["term"]["best_session"], said["sessions"][0]
    assert [first[k] for k in ("site", "weekday", "start", "end")] == [best["venue"], "Thursday", "20:00", "22:00"]
    assert first["gain"] * said["weeks"] == pytest.approx(best["events_met"])


def test_twenty_sessions_are_json_too(asked):
    assert isinstance(asked("sites", *RECORDED, "--sessions", 20, "--seconds", 1)["optimal"], bool)


def test_in_words_the_numbers_are_the_same(run, recorded):
    done = run("sites", *RECORDED)
    assert done.code == 0
    assert cover_headline(recorded).split(".")[0] in done.out
    assert "Nobody there: 88% now, 82% with these. Proved: no other choice reaches more." in done.out
    assert "'Fennick Unit 4' is left out: no place" in done.out
    assert "Profile analyst" in done.out


def test_progress_goes_to_stderr_and_json_stays_clean(borough):
    done = subprocess.run(
        [sys.executable, "-m", "placespace", "sites", *RECORDED, "--json"],
        cwd=HOUSE, env=os.environ | {"PLACESPACE_WORKSPACE": str(borough)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["optimal"] is True
    assert "sessions to choose from" in done.stderr
    assert done.stdout.startswith("{")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["hours", "--layer", "police"], "gives months only"),
        (["hours", "--layer", "pirates"], "A layer of incidents is one of"),
        (["hours", "--week", "never"], "A kind of week is one of"),
        (["hours", "--profile", "boss"], "A profile is one of"),
        (["hours", "--profile", "partner", "--week", "term"], "A part was asked for"),
        (["gaps", "--profile", "boss"], "A profile is one of"),
        (["gaps", "--demand", "police"], "gives months only"),
        (["gaps", "--demand", "emergency_department"], "has no places in it"),
        (["gaps", "--demand", "pirates"], "Demand is one of"),
        (["gaps", "--demand", "people", "--category", "assault"], "are of harm"),
        (["gaps", "--out", "cover.pdf"], "must end with one of: .xlsx"),
        (["gaps", "--out", "nowhere/cover.xlsx"], "a folder that is there"),
        (["sites", "--week", "never"], "A kind of week is one of"),
        (["sites", "--category", "Piracy"], "A category must be one of"),
        (["sites", "--demand", "police"], "gives months only"),
        (["sites", "--out", "sites.gpkg"], "must end with one of: .csv"),
        (["sites", "--out", "sites.csv", "--category", "assault"], "as is usual for the partner profile"),
        (["sites", "--candidates", "nothing.csv"], "must be a file that is there"),
        (["sites", "--sessions", "0"], "New sessions are 1 or more"),
        (["sites", "--sessions", "two"], "Invalid value"),
        (["sites", "--hours", "0.75"], "whole half hours"),
        (["sites", "--hours", "nan"], "whole half hours"),
        (["sites", "--seconds", "-1"], "0 seconds or more"),
        (["sites", "--minutes", "0"], "A walk is 1 to 120 minutes"),
        (["sites", "--from", "2025"], "A month is written YYYY-MM"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_use_is_said_in_a_sentence_and_exits_with_2(run, words, says):
    done = run(*words)
    assert done.code == 2, done.out
    assert says in " ".join(done.err.split())
    assert done.out == ""


def test_data_that_will_not_do_exits_with_1(run, copy_borough, tmp_path):
    months = ["--from", "2025-08", "--to", "2025-08"]
    assert "must hold days of 'term'" in run("sites", *months).err
    assert run("sites", *months).code == 1
    bare = copy_borough(tmp_path)
    for name in ("youth_provision_2026.csv", "candidate_venues_2026.csv", "ambulance_calls_2024-10_to_2026-09.xlsx"):
        (bare / "geodata" / "sample" / name).unlink()
    for words, says in ((["gaps"], "That is not the same as no provision"),
                        (["sites", "--demand", "harm"], "a source that says both where and at what hour")):  # fmt: skip
        done = run(*words, workspace=bare)
        assert done.code == 1
        assert says in done.err
    assert "emergency" in run("hours", workspace=bare).out.lower(), "another source says when"


def test_files_are_for_partners_unless_said_otherwise(run, tmp_path):
    for name in ("cover.xlsx", "gaps.csv", "gaps.gpkg", "gaps.parquet", "gaps.geojson", "sites.csv"):
        done = run("sites" if name == "sites.csv" else "gaps", "--out", tmp_path / name)
        assert done.code == 0, done.err
        assert "Profile partner" in done.out
        assert f"Wrote {tmp_path / name}" in done.out.replace("\n", "")
        assert "young people" in (tmp_path / name).with_suffix(".about.txt").read_text(encoding="utf-8")
    table = pd.read_csv(tmp_path / "sites.csv", encoding="utf-8-sig")
    assert list(table) == ["rank", "site", "weekday", "start", "end", "gain", "share_reached", "lon", "lat"]
    done = run("gaps", "--out", tmp_path / "ours.csv", "--profile", "analyst")
    assert "Profile analyst" in done.out


def test_the_readmes_commands_for_partners_run(run, tmp_path):
    asked = ["--demand", "ambulance", "--category", "assault", "--week", "term"]
    assert run("gaps", *asked, "--out", tmp_path / "gaps.gpkg").code == 0
    refused = run("gaps", "--demand", "ambulance", "--out", tmp_path / "gaps.gpkg")
    assert refused.code == 2
    assert "one category at a time" in refused.err


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_a_list_of_venues_from_a_file_is_used_instead(asked, borough, tmp_path, ending):
    path = tmp_path / f"venues{ending}"
    own = borough / "geodata" / "sample" / "candidate_venues_2026.csv"
    rows = list(csv.reader(own.read_text(encoding="utf-8-sig").splitlines()))[:2]
    if ending == ".csv":
        path.write_text("\n".join(",".join(f'"{v}"' for v in row) for row in rows), encoding="utf-8")
    else:
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(path)
    said = asked("sites", *RECORDED, "--candidates", path, "--sessions", 3)
    assert {s["site"] for s in said["sessions"]} == {"Kelder Moor Community Centre"}
    assert said["notes"] == []


def test_check_names_kept_files_that_do_not_read_and_goes_on(run, copy_borough, tmp_path):
    folder = copy_borough(tmp_path)
    kept = folder / "geodata"
    (kept / "calendar.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    (kept / "barriers.geojson").write_text("{", encoding="utf-8")
    done = run("check", "--json", workspace=folder)
    said = json.loads(done.out)
    assert done.code == 1
    assert [fault.split()[0] for fault in said["faults"]] == ["calendar.csv", "barriers.geojson"]
    assert said["lists"]["candidate_venues"]["lines"] == 15
    (kept / "provision_corrections.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    (kept / "calendar.csv").write_text("kind,name,first,last,source\nholiday,X,2026-13-01,2026-12-31,us\n", "utf-8")
    said = json.loads(run("check", "--json", workspace=folder).out)
    assert said["lists"] == {}
    assert any(doubt.startswith("calendar.csv, line 2") for doubt in said["doubts"])
    assert said["cells"] == 864
