"""The command line gives the app's numbers, in words or JSON, and exits as it says."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from placespace.documents import answer, headline
from placespace.grid import Question

HOUSE = Path(__file__).resolve().parents[1]
VIOLENCE = ["--category", "Violence and sexual offences", "--from", "2025-10", "--to", "2026-09"]


@pytest.fixture(scope="module")
def borough(copy_borough, tmp_path_factory):
    """Return a copy of the fictional borough to write to."""
    return copy_borough(tmp_path_factory.mktemp("borough"))


@pytest.fixture
def run(borough):
    """Return a function that runs a command as a user would."""

    def command(*words: str, workspace: Path = borough) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, "-m", "placespace", *words],
            cwd=HOUSE,
            env=os.environ | {"PLACESPACE_WORKSPACE": str(workspace)},
            capture_output=True,
            text=True,
            check=False,
        )

    return command


def test_hot_spots_are_the_same_as_the_librarys(run, sample_reading):
    done = run("hotspots", *VIOLENCE, "--json")
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    found = answer(
        sample_reading, Question("police", ("Violence and sexual offences",), "2025-10", "2026-09"), "analyst"
    )
    assert said["sentence"] == headline(found)
    assert said["hot"] == len(found.hot) == len(said["table"])
    assert said["events"] == found.total
    assert [r["cell"] for r in said["table"]] == list(found.hot["cell"])


def test_check_says_what_was_read_and_what_is_missing(run):
    done = run("check", "--json")
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said["cells"] == 864
    assert said["missing_months"] == {"police": ["2025-06 fairhythe"]}
    assert said["thin_months"] == {"police": ["2026-02 fairhythe"]}
    assert round(said["young_people_in_areas"]) == round(said["young_people_in_cells"]) == 14_070


def test_check_in_words_names_refused_columns(run):
    said = run("check").stdout
    assert "column 'Patient name', by its name" in said
    assert "missing at source: 2025-06 fairhythe" in said


def test_a_file_is_for_partners_unless_said_otherwise(run, tmp_path):
    done = run("hotspots", *VIOLENCE, "--out", str(tmp_path / "cells.csv"))
    assert done.returncode == 0, done.stderr
    table = pd.read_csv(tmp_path / "cells.csv", encoding="utf-8-sig")
    assert not set(table["count"].dropna()) & {1, 2, 3, 4}
    assert "Profile partner" in done.stdout


def test_a_window_that_overlaps_the_areas_whole_years_is_refused(run, tmp_path):
    asked = ["--category", "Robbery", "--out", str(tmp_path / "cells.csv")]
    assert run("hotspots", *asked, "--from", "2025-10", "--to", "2026-09").returncode == 0
    refused = run("hotspots", *asked, "--from", "2025-07", "--to", "2026-06")
    assert refused.returncode == 2
    assert "whole years that end with September" in refused.stderr


def test_what_was_handed_out_counts_even_when_the_areas_year_is_changed(run, tmp_path, copy_borough):
    folder = copy_borough(tmp_path / "ours")
    asked = ["hotspots", "--category", "Robbery", "--out", str(tmp_path / "cells.csv")]
    assert run(*asked, workspace=folder).returncode == 0
    area = folder / "geodata" / "area.toml"
    area.write_text(area.read_text().replace("year_ends_month = 9", "year_ends_month = 6"))
    refused = run(*asked, workspace=folder)
    assert refused.returncode == 1
    assert "handed out" in refused.stderr


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["hotspots", "--layer", "pirates"], "A layer of incidents is one of"),
        (["hotspots", "--category", "Piracy"], "A category must be one of"),
        (["hotspots", "--from", "2025"], "A month is written YYYY-MM"),
        (["hotspots", "--from", "2026-05", "--to", "2026-01"], "A window starts before it ends"),
        (["hotspots", "--resolution", "11"], "means nothing finer than"),
        (["hotspots", "--profile", "boss"], "A profile is one of"),
        (["hotspots", "--out", "cells.pdf"], "must end with one of"),
        (["hotspots", "--layer", "emergency_department"], "has no places in it"),
        (["hotspots", "--profile", "public", "--resolution", "9"], "shows resolution 8 only"),
        (["hotspots", "--colour", "red"], "No such option"),
        (["frobnicate"], "No such command"),
    ],
)
def test_wrong_use_is_said_in_a_sentence_and_exits_with_2(run, words, says):
    done = run(*words)
    assert done.returncode == 2, done.stdout
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_data_that_will_not_do_exits_with_1(run):
    done = run("hotspots", "--from", "2010-01", "--to", "2010-12")
    assert done.returncode == 1
    assert "held: 2024-10 to 2026-09" in done.stderr


def test_a_new_workspace_says_what_to_do_next_and_where_data_is_missing(run, tmp_path):
    made = run("new", str(tmp_path / "ours"))
    assert made.returncode == 0, made.stderr
    assert "geodata/raw" in made.stdout
    done = run("check", workspace=tmp_path / "ours")
    assert done.returncode == 1
    assert "The study area needs a boundary file" in done.stderr
    assert run("new", str(tmp_path / "ours")).returncode == 2


def test_every_fault_in_the_layer_files_is_named_at_once(run, tmp_path):
    folder = tmp_path / "ours"
    run("new", str(folder))
    for name in ("police", "ambulance"):
        path = folder / "layers" / f"{name}.toml"
        path.write_text('smell = "none"\n' + path.read_text())
    done = run("check", workspace=folder)
    assert done.returncode == 2
    assert "ambulance.toml: 'smell' is not a key" in done.stderr
    assert "police.toml: 'smell' is not a key" in done.stderr
