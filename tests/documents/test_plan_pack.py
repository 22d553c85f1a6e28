"""What is handed out of a month: who gets which file, no police time for outreach, nothing hidden for partners."""

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pypdf
import pytest

from placespace.catalogue import open_workspace
from placespace.disclose import PROFILES, round_count
from placespace.documents import answer, first_question
from placespace.documents.paper import text_of
from placespace.documents.plan import PlanQuestion, month_plan, plan_headline, plan_pack, share_lines, usual_plan
from placespace.errors import PlacespaceError
from placespace.grid import Question
from placespace.measures import read_and_place
from placespace.plans import Decision, keep_decision

MONTH = "2026-10"


@pytest.fixture(scope="module")
def reading(sample_reading, tmp_path_factory):
    """A copy of the borough: packs are noted in its ledger."""
    import shutil

    folder = tmp_path_factory.mktemp("pack") / "borough"
    shutil.copytree(sample_reading.workspace.folder, folder)
    return read_and_place(open_workspace(folder))


@pytest.fixture(scope="module")
def plan(reading):
    return month_plan(reading, usual_plan(reading, MONTH))


@pytest.fixture(scope="module")
def packs(plan, reading):
    return {name: plan_pack(plan, reading, name, held="Held as last year's.") for name in PROFILES}


def words_of(name: str, content: bytes) -> str:
    if name.endswith(".docx"):
        return text_of(content)
    if name.endswith(".pdf"):
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    if name.endswith(".xlsx"):
        book = openpyxl.load_workbook(io.BytesIO(content))
        return "\n".join(
            str(c.value) for sheet in book for row in sheet.iter_rows() for c in row if c.value is not None
        )
    return "" if name.endswith(".png") else content.decode("utf-8-sig")


def test_each_profile_gets_the_files_that_are_for_it(packs):
    assert {"tasking.docx", "outreach.docx", "what-changed.docx", "plan.xlsx", "map-A4.pdf", "map-A3.png"} <= set(
        packs["analyst"]
    )
    for name in ("partner", "health"):
        assert {n for n in packs[name] if not n.startswith(("map-", "blank-map-"))} == {
            "about.txt", "outreach.docx", "outreach-timetable.csv",
        }  # fmt: skip
    assert not {n for n in packs["public"] if not n.startswith(("map-", "blank-map-", "about"))}


def test_every_file_says_its_marking(packs):
    for profile, files in packs.items():
        for name, content in files.items():
            if not name.endswith((".png", ".csv")):
                assert PROFILES[profile].marking in words_of(name, content), (profile, name)


def test_no_police_time_place_or_name_is_in_anything_for_outreach(packs, plan):
    police = plan.timetable[plan.timetable["crew"].str.startswith("police")]
    there = plan.timetable[plan.timetable["crew"].isin(["bus", "outreach"])]
    own = {*there["from"], *there["to"], *plan.days["sunset"]}
    only = {n for n in police["name"] if not any(n in other for other in there["name"])}
    assert only, "somewhere only police go"
    for profile in ("analyst", "partner", "health", "public"):
        files = {n: c for n, c in packs[profile].items() if n.startswith("outreach") or profile != "analyst"}
        for name, content in files.items():
            said = words_of(name, content)
            assert not re.search(r"police pair|police-\d", said, re.I), (profile, name)
            if name.startswith("outreach"):
                listed = said
                for i in range(len(plan.places)):
                    for line in plan.nearby.at_windows(i, {}):
                        listed = listed.replace(line, "")
                for stop in plan.stops:
                    listed = listed.replace(plan.near_on(stop.place, stop.day), "")
                times = set(re.findall(r"\b\d\d:\d\d\b", listed))
                assert times <= own, (profile, name, times - own)
                assert not [n for n in only if n in listed], (profile, name)


def test_what_is_typed_about_the_police_does_not_reach_outreach(plan, reading, tmp_path):
    police = plan.timetable[plan.timetable["crew"] == "police-1"].iloc[0]
    there = plan.timetable[plan.timetable["crew"] == "bus"].iloc[0]
    task = f"meet the pair on {pd.Timestamp(police['date']):%-d %B} at {police['from']}"
    keep_decision(reading.workspace, Decision("task", MONTH, there["place"], "youth lead", "agreed with them", "",
                                              {"kind": "venue", "what": task}))  # fmt: skip
    try:
        again = month_plan(reading, plan.asked)
        with pytest.raises(PlacespaceError, match="holds no police crew, place or time"):
            plan_pack(again, reading, "partner")
    finally:
        reading.workspace.plan_choices.unlink()


def test_words_never_used_of_places_stop_the_pack_and_say_where_and_what_instead(plan, reading):
    keep_decision(reading.workspace, Decision("leave out", MONTH, plan.places["place"].iloc[0], "panel chair",
                                              "a known gang area, no need", "", {}))  # fmt: skip
    try:
        again = month_plan(reading, plan.asked)
        with pytest.raises(PlacespaceError, match=r"location of concern.*gang area"):
            plan_pack(again, reading, "analyst")
    finally:
        reading.workspace.plan_choices.unlink()


def test_the_numbers_on_paper_are_those_of_the_plan(packs, plan):
    said = " ".join(text_of(packs["analyst"]["tasking.docx"]).split())
    for line in (plan_headline(plan), *share_lines(plan)):
        assert " ".join(line.split()) in said
    table = pd.read_csv(io.BytesIO(packs["analyst"]["timetable.csv"]), dtype=str, keep_default_na=False)
    assert table["from"].tolist() == plan.timetable["from"].tolist()
    for row in plan.timetable[plan.timetable["kind"] == "visit"].itertuples():
        assert f"{plan.timetable.at[row.Index, 'from']} {plan.timetable.at[row.Index, 'name']} (" in said
    book = openpyxl.load_workbook(io.BytesIO(packs["analyst"]["plan.xlsx"]))
    assert len(list(book["Timetable"].iter_rows())) >= len(plan.timetable) + 2
    outreach = " ".join(text_of(packs["analyst"]["outreach.docx"]).split())
    for row in plan.timetable[plan.timetable["crew"] == "bus"].to_dict("records"):
        assert f"{row['from']} to {row['to']}" in outreach


def test_the_same_plan_gives_the_same_bytes(packs, plan, reading):
    again = plan_pack(plan, reading, "analyst", held="Held as last year's.")
    assert {n for n in again if again[n] != packs["analyst"][n]} == set()


def test_a_partner_pack_holds_no_number_but_those_of_its_own_map(packs, plan):
    for name, content in packs["partner"].items():
        if name.startswith("outreach"):
            said = words_of(name, content)
            assert "%" not in said
            assert not re.search(r"\d\s*(events|expected)|supported", said), name
    numbers = pd.read_csv(io.BytesIO(packs["partner"]["outreach-timetable.csv"]))
    assert list(numbers.columns) == ["date", "weekday", "from", "to", "crew", "unit", "kind", "place", "name"]


def test_two_worlds_that_differ_in_hidden_counts_give_a_partner_the_same_pack(plan, packs, sample_copy):
    reading = read_and_place(open_workspace(sample_copy))
    partner, store = PROFILES["partner"], reading.counts("ambulance", 9)
    asked = first_question(reading, partner, "ambulance")
    shown = answer(reading, asked, "partner")
    true = store.by_cell(shown.question, shown.cells)
    hidden = true[(round_count(true, partner)[1] == "hidden") & (true == 2)].index[0]
    path = reading.workspace.clean / "observations" / "ambulance.parquet"
    rows = pd.read_parquet(path)
    one = rows[(rows["cell_9"] == hidden) & (rows["category"] == shown.question.categories[0])
               & rows["month"].between(shown.question.first, shown.question.last)].head(1)  # fmt: skip
    pd.concat([rows, one], ignore_index=True).to_parquet(path)
    assert reading.counts("ambulance", 9).by_cell(shown.question, shown.cells)[hidden] == 3
    other = plan_pack(plan, reading, "partner")
    mine = packs["partner"]
    assert set(other) == set(mine)
    assert {n for n in mine if other[n] != mine[n]} == set()


def test_partner_places_are_numbered_by_name_and_not_by_harm(packs, plan):
    said = text_of(packs["partner"]["outreach.docx"])
    numbered = re.findall(r"^(\d+)\. (.+)$", said, re.M)
    names = [name for _, name in numbered]
    assert names == sorted(names)
    assert [int(n) for n, _ in numbered] == list(range(1, len(names) + 1))


def test_a_template_of_the_users_own_is_used(plan, reading):
    ours = Path("placespace/documents/paper/templates/outreach.docx").resolve()
    folder = reading.workspace.templates
    folder.mkdir()
    with zipfile.ZipFile(ours) as old, zipfile.ZipFile(folder / "outreach.docx", "w") as new:
        for item in old.infolist():
            content = old.read(item.filename)
            if item.filename == "word/document.xml":
                content = content.replace(b"Keeping safe", b"How we keep safe in Fairhythe")
            new.writestr(item, content)
    try:
        assert "How we keep safe in Fairhythe" in text_of(plan_pack(plan, reading, "partner")["outreach.docx"])
    finally:
        (folder / "outreach.docx").unlink()
        folder.rmdir()


@pytest.mark.real_data
def test_a_real_area_without_hours_has_places_for_october_2019_and_no_times(sefton):
    done = month_plan(sefton, PlanQuestion("2019-10", Question("police", ("Violence and sexual offences",))))
    assert max(done.shortlist.months) == "2019-09"
    assert len(done.places) == 12
    assert done.timetable.empty
    assert all(not each for each in done.windows)
    assert "gives months only" in plan_headline(done)
    files = plan_pack(done, sefton, "analyst", held="held")
    assert "gives months only" in text_of(files["tasking.docx"])
    assert np.isnan(done.share)


def test_the_tally_counts_what_the_area_counts(plan, reading):
    own = replace(reading.workspace.area, tally=("first aid given", "lifts home arranged"))
    there = replace(reading, workspace=replace(reading.workspace, area=own))
    said = text_of(plan_pack(plan, there, "partner")["outreach.docx"])
    assert "Lifts home arranged" in said
    assert "Issues reported" not in said
