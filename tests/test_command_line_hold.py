"""`hold` gives the library's numbers, in words or JSON, and writes for the analyst alone."""

from __future__ import annotations

import json
import sys
from types import SimpleNamespace

import pandas as pd
import pytest

from placespace.__main__ import main
from placespace.documents.hold import ANALYST_ONLY, hold, hold_headline, one_origin, one_origin_words, ways_table
from placespace.grid import Question

ROBBERY = Question("police", ("Robbery",))
ASKED = ("hold", "--layer", "police", "--category", "Robbery")


@pytest.fixture(scope="module")
def borough(copy_borough, tmp_path_factory):
    """Return a copy of the fictional borough to write to."""
    return copy_borough(tmp_path_factory.mktemp("borough"))


@pytest.fixture
def run(borough, monkeypatch, capsys):
    """Return a function that runs a command in this process: what a shell would see of it."""

    def command(*words: object) -> SimpleNamespace:
        monkeypatch.setenv("PLACESPACE_WORKSPACE", str(borough))
        monkeypatch.setattr(sys, "argv", ["placespace", *map(str, words)])
        code = 0
        try:
            main()
        except SystemExit as done:
            code = done.code or 0
        said = capsys.readouterr()
        return SimpleNamespace(code=code, out=said.out, err=said.err)

    return command


def test_the_numbers_are_the_librarys(run, sample_reading):
    done = run(*ASKED, "--json")
    assert done.code == 0, done.err
    said, found = json.loads(done.out), hold(sample_reading, ROBBERY, "analyst")
    assert said["sentence"] == hold_headline(found)
    assert said["verdicts"] == found.test.verdicts
    assert [w["hits"] for w in said["ways"]] == pytest.approx(ways_table(found)["hits"].tolist())
    assert said["left_out"] == ["2025-06", "2026-02"]


def test_one_month_alone_is_one_look(run, sample_reading):
    said = json.loads(run(*ASKED, "--month", "2026-01", "--json").out)
    assert said["sentence"] == one_origin_words(one_origin(sample_reading, ROBBERY, "2026-01"))
    assert {look["month"] for look in said["looks"]} == {"2025-12"}
    assert said["verdicts"] == {}
    shown = run(*ASKED, "--month", "2026-01")
    assert shown.code == 0
    assert "One look tells little" in " ".join(shown.out.split())


def test_a_file_is_for_the_analyst_who_asks_for_it(run, tmp_path):
    refused = run(*ASKED, "--out", tmp_path / "hold.csv")
    assert refused.code == 2
    assert "for the analyst only" in refused.err
    assert not list(tmp_path.iterdir())
    done = run(*ASKED, "--profile", "analyst", "--out", tmp_path / "hold.csv")
    assert done.code == 0, done.err
    assert set(pd.read_csv(tmp_path / "hold.csv")["looks"]) == {12}
    assert (tmp_path / "hold.about.txt").read_text().startswith("OFFICIAL-SENSITIVE")


def test_a_protected_profile_is_told_that_it_exists(run):
    done = run(*ASKED, "--profile", "partner", "--json")
    said = json.loads(done.out)
    assert (said["sentence"], said["ways"], said["looks"], said["months"]) == (ANALYST_ONLY, [], [], [])


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["--layer", "pirates"], 2, "A layer of incidents is one of"),
        (["--layer", "emergency_department"], 2, "says where"),
        (["--category", "Piracy"], 2, "A category must be one of"),
        (["--profile", "boss"], 2, "A profile is one of"),
        (["--month", "October"], 2, "A month is written"),
        (["--month", "2025-03"], 1, "data must begin a year before it"),
        (["--out", "hold.pdf"], 2, "must end with one of: .csv, .xlsx"),
    ],
)
def test_wrong_use_is_one_sentence(run, words, code, says):
    done = run("hold", *words)
    assert done.code == code
    assert says in " ".join(done.err.split())
    assert "Traceback" not in done.err
