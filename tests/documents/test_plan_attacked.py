"""Attacks on what is handed out of a month: hidden counts, the police, what people type, numbers that must add up."""

import io
import re
import shutil
import struct
import zipfile
from dataclasses import replace
from itertools import product

import pandas as pd
import pypdf
import pytest

from placespace.calendar import read_calendar
from placespace.catalogue import open_workspace, read_crews
from placespace.disclose import PROFILES, round_count
from placespace.documents import answer, first_question
from placespace.documents.paper import text_of
from placespace.documents.plan import PlanQuestion, month_plan, plan_pack, share_lines, uncovered_lines, usual_plan
from placespace.documents.plan.outreach import check_outreach, outreach_places, outreach_timetable
from placespace.documents.plan.papers import outreach_paper
from placespace.documents.plan.words import plan_about
from placespace.errors import PlacespaceError, WrongUse
from placespace.grid import Question, to_metres
from placespace.measures import read_and_place
from placespace.plans import Decision, all_shifts, keep_decision
from tests.plans.plan_sheet import Rules, faults_of_sheet

MONTH = "2026-10"
OTHERS = ("partner", "health", "public")


def copied(reading, folder):
    shutil.copytree(reading.workspace.folder, folder)
    return read_and_place(open_workspace(folder))


@pytest.fixture(scope="module")
def reading(sample_reading, tmp_path_factory):
    return copied(sample_reading, tmp_path_factory.mktemp("one") / "borough")


@pytest.fixture(scope="module")
def plan(reading):
    return month_plan(reading, usual_plan(reading, MONTH))


@pytest.fixture(scope="module")
def packs(plan, reading):
    return {name: plan_pack(plan, reading, name) for name in OTHERS}


def other_world(reading):
    """Change hidden counts alone: some 2s to 3, some 3s to 2, months swapped in them, and hidden cells of others."""
    partner, store = PROFILES["partner"], reading.counts("ambulance", 9)
    asked = first_question(reading, partner, "ambulance")
    shown = answer(reading, asked, "partner")
    months = pd.period_range(shown.question.first, shown.question.last, freq="M").astype(str)
    path = reading.workspace.clean / "observations" / "ambulance.parquet"
    rows = pd.read_parquet(path)
    changed = []
    for category in rows["category"].unique():
        q = Question("ambulance", (str(category),), shown.question.first, shown.question.last)
        true = store.by_cell(q, shown.cells)
        hidden = true[round_count(true, partner)[1] == "hidden"]
        of = rows[(rows["category"] == category) & rows["month"].isin(months) & rows["excluded"].isna()]
        more, fewer = hidden.index[hidden == 2][:4], hidden.index[hidden == 3][:4]
        swapped = of[of["cell_9"].isin(hidden.index[6:16])].index
        rows.loc[swapped, "month"] = rows.loc[swapped, "month"].to_numpy()[::-1]
        changed.append(of[of["cell_9"].isin(more)].drop_duplicates("cell_9"))
        rows = rows.drop(of[of["cell_9"].isin(fewer)].drop_duplicates("cell_9").index)
    added = pd.concat(changed)
    pd.concat([rows, added], ignore_index=True).to_parquet(path)
    return len(added)


def test_worlds_that_differ_in_many_hidden_counts_give_the_same_packs_to_the_byte(
    plan, packs, sample_reading, tmp_path
):
    other = copied(sample_reading, tmp_path / "borough")
    assert other_world(other) >= 4
    for name in OTHERS:
        files = plan_pack(plan, other, name)
        assert list(files) == list(packs[name])
        assert [n for n in files if files[n] != packs[name][n]] == [], name


def pieces_of(name, content):
    """Return what a file says about itself beside its pages: properties, attachments, outlines, notes of pictures."""
    if name.endswith(".docx"):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            assert {i.date_time for i in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            assert not [n for n in parts.namelist() if "comment" in n or "embed" in n or n.endswith("custom.xml")]
            media = [parts.read(n) for n in parts.namelist() if n.startswith("word/media/")]
            props = "".join(parts.read(n).decode() for n in parts.namelist() if n.startswith(("docProps", "customXml")))
        return props + "".join(pieces_of("x.png", m) for m in media)
    if name.endswith(".png"):
        at, kinds = 8, []
        while at < len(content):
            size, kind = struct.unpack(">I4s", content[at : at + 8])
            kinds.append(kind.decode())
            at += 12 + size
        assert set(kinds) <= {"IHDR", "pHYs", "IDAT", "IEND", "sBIT"}, kinds
        return ""
    if name.endswith(".pdf"):
        book = pypdf.PdfReader(io.BytesIO(content))
        assert not book.attachments
        assert not book.outline
        assert book.xmp_metadata is None
        assert not any(page.annotations for page in book.pages)
        return str(dict(book.metadata))
    return ""


def test_no_file_for_others_says_more_about_itself_than_its_title_and_day(packs, plan):
    for profile, files in packs.items():
        for name, content in files.items():
            said = pieces_of(name, content).replace("T00:00:00Z", "")
            assert not re.search(r"police|warden|expected|\d\d:\d\d(?!:\d\d)", said, re.I), (profile, name, said)
            assert not (set(plan.places["name"]) - {"Fairhythe"}) & set(re.split(r"[<>(),:]\s*", said)), (profile, name)


def test_places_where_only_police_go_are_in_no_file_for_others(packs, plan):
    there = outreach_timetable(plan)["place"]
    gone = plan.places[~plan.places["place"].isin(there)]
    assert len(gone) >= 5
    for files in (packs[p] for p in OTHERS):
        for content in (c for n, c in files.items() if n.endswith((".csv", ".txt"))):
            assert not [p for p in gone["place"] if p.encode() in content]
        for name, content in files.items():
            if name.endswith(".pdf"):
                said = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
                # names that stand on no ground map
                assert not [n for n in gone["name"] if n.startswith("near ") and n in " ".join(said.split())]


def decided(reading, *some):
    for one in some:
        keep_decision(reading.workspace, one)


TYPED = (
    "bus swaps with officers, Fridays 19:15",
    "the pair comes by at 9.15pm",
    "meet Police pair 1 by the gate",
    "here at {at} on {day}",
)


@pytest.mark.parametrize(("kind", "text"), [*product(("task", "name"), TYPED), ("task", "after {only}")])
def test_nothing_typed_for_outreach_tells_of_the_police(plan, reading, kind, text):
    there = outreach_timetable(plan)
    police = plan.timetable[plan.timetable["crew"] == "police-1"]
    both = there[there["crew"] == "bus"].iloc[0]
    # a moment that the bus has too: in the timetable it says nothing, typed it does
    same = police[police["from"].isin(there["from"]) | police["to"].isin(there["from"])]
    row = (same if len(same) else police).iloc[0]
    only = sorted(set(police["name"]) - set(there["name"]))[0]
    typed = text.format(only=only, at=row["from"], day=f"{pd.Timestamp(row['date']):%-d %B}")
    detail = {"kind": "venue", "what": typed} if kind == "task" else {"name": typed}
    decided(reading, Decision(kind, MONTH, both["place"], "youth lead", "agreed with them", "", detail))
    try:
        again = month_plan(reading, plan.asked)
        with pytest.raises(PlacespaceError, match="holds no police crew, place or time"):
            check_outreach({}, again)
    finally:
        reading.workspace.plan_choices.unlink()


def test_a_place_called_as_the_area_does_not_stop_the_pack(plan, reading):
    police = plan.timetable[plan.timetable["crew"].str.startswith("police")]
    only = police[~police["place"].isin(outreach_timetable(plan)["place"])]["place"].iloc[0]
    decided(reading, Decision("name", "", only, "youth lead", "", "", {"name": "Fairhythe"}))
    try:
        again = month_plan(reading, plan.asked)
        assert "Fairhythe" in set(again.timetable["name"])
        assert "outreach.docx" in plan_pack(again, reading, "partner")
    finally:
        reading.workspace.plan_choices.unlink()


def stop_detail(stop):
    return {"crew": stop.crew, "unit": stop.unit, "date": stop.day.isoformat(), "start_min": stop.start_min,
            "end_min": stop.end_min}  # fmt: skip


def test_hours_that_are_stated_are_those_of_the_plan_as_people_left_it(plan, reading):
    ids = plan.places["place"].tolist()
    for s in plan.stops:
        if s.crew in ("bus", "police-1"):
            decided(reading, Decision("drop", MONTH, ids[s.place], "panel", "not this month", "", stop_detail(s)))
    try:
        again = month_plan(reading, plan.asked)
        assert "bus" not in set(again.timetable["crew"])
        assert again.deployment.hours_used["bus"] == 0
        assert any(line.startswith("Youth bus: 0%") and "0 hours of 64" in line for line in share_lines(again))
    finally:
        reading.workspace.plan_choices.unlink()


def test_what_was_decided_about_places_that_are_not_there_is_said_once(plan, reading):
    stop = stop_detail(plan.stops[0])
    decided(
        reading,
        Decision("request", MONTH, "89194ad3247ffff", "chair", "a fight", "", {"asked_by": "the college"}),
        Decision("pin", MONTH, "89gone", "chair", "as agreed", "", stop),
        Decision("task", MONTH, "89gone", "chair", "as agreed", "", {"kind": "light", "what": "lights"}),
    )
    with reading.workspace.plan_choices.open("ab") as lines:
        lines.write(b'{"kind": "pin", "mon\n{"kind":"name","month":"","place":"89x","by":"x","reason":"","at":"1",')
        lines.write(b'"detail":{"name":"\\ud800"}}\n')
    try:
        again = month_plan(reading, plan.asked)
        notes = [n for n in again.notes if "not in this plan" in n or "plan_choices" in n]
        assert len(notes) == len(set(notes)) == 5
        assert "asked for by the college" in " ".join(notes)
        assert again.timetable.equals(plan.timetable)
    finally:
        reading.workspace.plan_choices.unlink()


def test_half_a_letter_is_not_kept(reading):
    with pytest.raises(WrongUse, match="half of a letter"):
        decided(reading, Decision("name", "", "89x", "chair", "", "", {"name": "\ud800"}))


def test_sixty_requests_still_give_every_paper_and_say_how_many_are_on_the_map(plan, reading):
    cells = plan.shortlist.cells.index[plan.shortlist.member < 0][:60]
    decided(reading, *(Decision("request", MONTH, c, "chair", "asked", "", {"asked_by": f"agency {n}"})
                       for n, c in enumerate(cells)))  # fmt: skip
    try:
        again = month_plan(reading, plan.asked)
        assert len(again.places) == len(plan.places) + 60
        files = plan_pack(again, reading, "analyst")
        said = pypdf.PdfReader(io.BytesIO(files["map-A4.pdf"])).pages[0].extract_text()
        assert re.search(r"Places 1 to \d+ of 72", said)
        assert "agency 59" in text_of(files["tasking.docx"])
    finally:
        reading.workspace.plan_choices.unlink()


@pytest.mark.parametrize("many", [1, 3])
@pytest.mark.parametrize(("month", "seed"), [("2026-02", 2), ("2026-08", 1), ("2026-12", 3)])
def test_any_month_keeps_the_rules_adds_up_and_can_be_handed_out(sample_reading, month, seed, many):
    held = read_crews(sample_reading.workspace.crews)[0]
    crews = [replace(c, at_once=many, hours_month=c.hours_month * many) for c in held]
    done = month_plan(sample_reading, PlanQuestion(month, Question("ambulance"), seed), crews=crews)
    every, _ = all_shifts(crews, month, read_calendar(sample_reading.workspace))
    places = {p.place: (p.x, p.y) for p in done.places.itertuples()}
    bases = {c.id: tuple(to_metres([c.base[0]], [c.base[1]])[0]) for c in crews}
    shut = Rules(closed=(("outreach", (12, 1)),))
    table = done.timetable.to_csv(index=False)
    assert faults_of_sheet(table, crews=done.crews, shifts=every, places=places, bases=bases, rules=shut) == []
    assert done.share <= done.share_at_places <= 1
    assert sum(done.share_where(lambda c, i=i: c.id == i) for i in done.crews) >= done.share - 1e-9
    met = float(done.recorded[done.covered].sum())
    said = [float(re.search(r"([\d.]+) events expected$", line)[1]) for line in uncovered_lines(done)]
    assert sum(said) == pytest.approx(done.demand.total - met, abs=0.05 * len(said))
    about, marked = plan_about(done, sample_reading, PROFILES["partner"]), outreach_places(done)
    paper = outreach_paper(done, about, None, marked)
    assert len(paper["nights"]) == len(outreach_timetable(done))


@pytest.mark.parametrize(("asked", "says"), [({"seed": -1}, "0 or more"), ({"month": "9999-12"}, "up to 2199")])
def test_a_question_that_cannot_be_planned_is_refused_in_a_sentence(asked, says):
    with pytest.raises(WrongUse, match=says):
        PlanQuestion(**{"month": MONTH, "harm": Question("ambulance"), **asked})


def test_a_crew_that_never_arrives_is_sent_nowhere_else(sample_reading):
    slow = replace(read_crews(sample_reading.workspace.crews)[0][0], speed_km_h=1e-300)
    assert month_plan(sample_reading, PlanQuestion(MONTH, Question("ambulance")), crews=[slow]).timetable.empty
