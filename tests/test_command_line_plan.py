"""`plan` gives the library's numbers and the same files anywhere, and ends in a sentence whatever it is given."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from types import SimpleNamespace

import pytest

from placespace.__main__ import main
from placespace.documents.plan import month_plan, plan_headline, share_lines, uncovered_lines, usual_plan

MONTH = ("plan", "--month", "2026-10")
CREW = '[[crew]]\nid = "a"\ntitle = "A"\nkind = "wardens"\nrules = ["every day 15-21"]\n'
WRONG = '[[crew]]\nid = "b"\ntitle = "B"\nkind = "army"\n'


@pytest.fixture(scope="module")
def borough(sample_reading, tmp_path_factory):
    """Return a copy of the fictional borough, already read, to write to."""
    folder = tmp_path_factory.mktemp("borough") / "ours"
    shutil.copytree(sample_reading.workspace.folder, folder)
    return folder


@pytest.fixture
def run(borough, monkeypatch, capsys):
    """Return a function that runs a command in this process: what a shell would see of it."""

    def command(*words: object, workspace: object = borough) -> SimpleNamespace:
        monkeypatch.setenv("PLACESPACE_WORKSPACE", str(workspace))
        monkeypatch.setattr(sys, "argv", ["placespace", *map(str, words)])
        code = 0
        try:
            main()
        except SystemExit as done:
            code = done.code or 0
        said = capsys.readouterr()
        return SimpleNamespace(code=code, out=said.out, err=" ".join(said.err.split()))

    return command


@pytest.fixture
def own(sample_copy):
    """Return the geodata folder of a copy of the borough that one test may break."""
    return sample_copy / "geodata"


def test_the_numbers_are_the_librarys(run, sample_reading):
    done = run(*MONTH, "--json")
    assert done.code == 0, done.err
    said, found = json.loads(done.out), month_plan(sample_reading, usual_plan(sample_reading, "2026-10"))
    assert said["headline"] == plan_headline(found)
    assert said["share_met"] == pytest.approx(found.share, abs=1e-9)
    assert said["expected"] == pytest.approx(found.demand.total, abs=1e-6)
    assert said["says"] == [*share_lines(found), *(f"Uncovered: {line}" for line in uncovered_lines(found))]
    assert said["timetable"] == json.loads(found.timetable.to_json(orient="records"))
    assert [p["place"] for p in said["places"]] == found.shortlist.table["place"].tolist()
    assert said["crew_faults"] == []


def test_the_same_files_come_out_to_the_byte_whatever_the_process_and_its_time_zone(borough, tmp_path):
    processes, folders = [], []
    for seed, zone in (("1", "Pacific/Kiritimati"), ("2", "America/Los_Angeles")):
        ours, to = tmp_path / f"ours{seed}", tmp_path / f"out{seed}"
        shutil.copytree(borough, ours)
        env = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "PLACESPACE_WORKSPACE": str(ours)}
        words = [sys.executable, "-m", "placespace", *MONTH, "--profile", "analyst", "--out", str(to), "--json"]
        processes.append(subprocess.Popen(words, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True))
        folders.append(to)
    for one in processes:
        _, said = one.communicate(timeout=300)
        assert one.returncode == 0, said
    first, second = ({p.name: p.read_bytes() for p in to.iterdir()} for to in folders)
    assert set(first) == set(second) >= {"tasking.docx", "plan.xlsx", "timetable.csv", "map-A4.pdf"}
    assert [name for name in first if first[name] != second[name]] == []


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["--month", "1900-01"], 1, "needs a whole month of data before it"),
        (["--month", "9999-12"], 2, "for a month up to 2199"),
        (["--month", "2026-13"], 2, "A month is written YYYY-MM"),
        (["--seed", "-1"], 2, "A seed must be 0 or more"),
        (["--layer", "pirates"], 2, "A layer of incidents is one of"),
        (["--layer", "emergency_department"], 2, "has no places in it"),
        (["--category", "Piracy"], 2, "A category must be one of"),
        (["--profile", "boss"], 2, "A profile is one of"),
        (["--crews", "nowhere.toml"], 2, "--crews must be a file"),
    ],
)
def test_wrong_use_is_one_sentence(run, words, code, says):
    done = run(*MONTH, *words)
    assert (done.code, done.out) == (code, "")
    assert says in done.err


@pytest.mark.parametrize("month", ["2028-02", "2100-12", "2024-11", "2026-01"])
def test_months_with_little_known_of_them_are_planned_and_say_so(run, month):
    done = run("plan", "--month", month, "--json")
    assert done.code == 0, done.err
    assert "nan" not in done.out.lower()
    assert json.loads(done.out)["notes"]


def test_a_source_without_hours_has_places_and_no_times(run):
    said = json.loads(run(*MONTH, "--layer", "police", "--json").out)
    assert (said["timetable"], said["share_met"]) == ([], None)
    assert "gives months only" in said["headline"]


@pytest.mark.parametrize(
    ("crews", "says"),
    [
        ("", None),
        ("[[crew]]\nid=", "is not TOML"),
        ("[crew]\nid='a'", "two brackets"),
        (CREW + WRONG, "'kind' must be one of"),
        (
            CREW.replace("every day 15-21", "evenings sometimes") + CREW.replace('"a"', '"c"'),
            "does not read for certain",
        ),
        (CREW.replace("15-21", "15-21 in Moonlight week") + CREW.replace('"a"', '"c"'), "moonlight"),
        (CREW.replace("rules", "hours_month = 0\nrules"), "more than 0 hours"),
        (CREW.replace("rules", "at_once = 20\nrules"), None),
        (CREW.replace("rules", "base = [-0.12, 51.5]\nrules"), None),
    ],
)
def test_faults_of_crews_are_named_and_the_rest_goes_on(run, own, crews, says):
    (own / "crews.toml").write_text(crews, encoding="utf-8")
    done = run(*MONTH, "--json", workspace=own.parent)
    assert done.code == 0, done.err
    said = json.loads(done.out)
    assert bool(said["crew_faults"]) == bool(says)
    assert (says or "") in " ".join(said["crew_faults"])
    assert said["places"]


def test_a_file_of_crews_names_its_faults_too(run, tmp_path):
    for text, code in ((CREW + WRONG, 0), (WRONG, 1)):
        (tmp_path / "crews.toml").write_text(text, encoding="utf-8")
        done = run(*MONTH, "--json", "--crews", tmp_path / "crews.toml")
        assert done.code == code
        assert "'kind' must be one of" in done.out + done.err
    shown = run(*MONTH, "--crews", tmp_path / "crews.toml")
    assert shown.code == 1


def test_without_a_calendar_or_provision_or_its_coordinates_it_is_planned_and_said(run, own):
    (own / "calendar.csv").unlink()
    provision = next((own / "sample").glob("youth_provision*"))
    lines = provision.read_text(encoding="utf-8")
    provision.write_text(
        lines.replace("Latitude", "Lat gone").replace("Longitude", "Lon gone").replace("Postcode", "x")
    )
    done = run(*MONTH, "--json", workspace=own.parent)
    assert done.code == 0, done.err
    assert "Term and holidays are not listed" in done.out
    provision.unlink()
    assert run(*MONTH, "--json", workspace=own.parent).code == 0


def test_names_that_would_run_or_break_a_page_are_written_as_they_are(run, own, tmp_path):
    first = run(*MONTH, "--json", workspace=own.parent)
    places = [p["place"] for p in json.loads(first.out)["places"]]
    names = [
        "<b>x</b>",
        "{{7*7}}",
        "=1+1",
        "a\nb",
        "y" * 200,
        "\U0001f600",
        "\u202egnol \u05d0",
        "[bold]x[/]",
        "../../x",
    ]
    lines = [
        {"kind": "name", "month": "", "place": place, "by": "x", "reason": "", "at": str(n), "detail": {"name": name}}
        for n, (place, name) in enumerate(zip(places, names, strict=False))
    ]
    (own / "plan_choices.jsonl").write_text("\n".join(map(json.dumps, lines)) + '\n{"kind": "pi', encoding="utf-8")
    done = run(*MONTH, "--profile", "analyst", "--out", tmp_path / "out", workspace=own.parent)
    assert done.code == 0, done.err
    table = (tmp_path / "out" / "timetable.csv").read_text(encoding="utf-8-sig")
    assert "{{7*7}}" in (tmp_path / "out" / "places.csv").read_text(encoding="utf-8-sig") + table
    assert ",=1+1" not in table
    assert "line 10, does not read as a decision" in " ".join(done.out.split())


def test_a_folder_that_cannot_be_written_to_is_said(run, own, tmp_path):
    (tmp_path / "out" / "outreach.docx").mkdir(parents=True)
    done = run(*MONTH, "--out", tmp_path / "out", workspace=own.parent)
    assert done.code == 1
    assert "--out must be a folder that can be written to" in done.err
    (tmp_path / "file").touch()
    for name, code in (("file", 2), ("file/below", 1)):
        refused = run(*MONTH, "--out", tmp_path / name, workspace=own.parent)
        assert refused.code == code
        assert "--out must be a folder" in refused.err


def test_papers_for_others_are_not_put_beside_the_analysts(run, own, tmp_path):
    for name in ("tasking.docx", "timetable.csv"):
        (tmp_path / name).touch()
    done = run(*MONTH, "--out", tmp_path, workspace=own.parent)
    assert done.code == 2
    assert "tasking.docx, timetable.csv" in done.err
    for name in ("tasking.docx", "timetable.csv"):
        (tmp_path / name).unlink()
    (tmp_path / "outreach.docx").touch()
    assert run(*MONTH, "--profile", "public", "--out", tmp_path, workspace=own.parent).code == 2
