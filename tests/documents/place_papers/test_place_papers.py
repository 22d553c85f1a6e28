"""What a chair hands round: every paper says what the register holds, marked, numbered and tied to its evidence."""

from __future__ import annotations

import hashlib
import io
import re
from dataclasses import replace

import openpyxl
import pypdf
import pytest
from docx import Document

from placespace import __version__
from placespace.disclose import PROFILES
from placespace.documents.places.papers import KINDS, panel_papers
from placespace.documents.places.place_file import place_file
from placespace.documents.places.rollup import COLUMNS
from placespace.errors import PlacespaceError, WrongUse

SECTIONS = [
    "Location and boundary", "Why it was raised, and by whom", "What the data show",
    "Young people's and families' views", "What is safe and strong here", "Guardians", "Environment",
    "What weighs most", "Goals", "Actions", "Measures and baseline", "Unintended harm and equality", "Sharing basis",
    "Decision and next review", "What this rests on",
]  # fmt: skip


def test_the_files_of_a_meeting_are_named_by_reference_and_by_nothing_else(papers_of):
    assert set(papers_of["analyst"]) == {
        "about.txt", "action-tracker.xlsx", "csp-rollup.docx", "csp-rollup.xlsx", "panel-pack.pdf",
        "location-plan-LOC-001.docx", "location-plan-LOC-002.docx", "location-plan-LOC-003.docx",
        "schools-note-LOC-001.docx", "schools-note-LOC-003.docx",
    }  # fmt: skip


def test_a_plan_has_the_sections_of_the_work_in_their_order(papers_of):
    document = Document(io.BytesIO(papers_of["analyst"]["location-plan-LOC-001.docx"]))
    assert [p.text for p in document.paragraphs if p.style.name == "Heading 1"] == SECTIONS


def test_the_foot_of_a_plan_says_version_evidence_product_and_entry(papers_of, made_panel):
    document = Document(io.BytesIO(papers_of["analyst"]["location-plan-LOC-001.docx"]))
    foot = " ".join(p.text for p in document.sections[0].footer.paragraphs)
    place = made_panel.register.place(made_panel.places[0])
    assert f"LOC-001, plan version {place.version}." in foot
    assert f"evidence {hashlib.sha256(b'true figures').hexdigest()[:12]}" in foot
    assert f"register entry {made_panel.register.store.head()[0]}" in foot
    assert f"Placespace {__version__}, made on 20 October 2026" in foot


def test_a_partner_plan_names_the_evidence_with_protected_figures(papers_of, words):
    said = words("x.docx", papers_of["partner"]["location-plan-LOC-001.docx"])
    assert hashlib.sha256(b"protected figures").hexdigest()[:12] in said
    assert hashlib.sha256(b"true figures").hexdigest()[:12] not in said


def test_a_plan_says_what_the_panel_wrote_and_that_the_level_is_its_own(papers_of, words):
    said = words("x.docx", papers_of["analyst"]["location-plan-LOC-001.docx"])
    for text in ("They feel safest by the café.", "Lighting after dark", "Four lamps are out.",
                 "act. The panel's own judgement, not worked out from counts: The panel is worried.",
                 "open, 19 days late", "Since last time", "15 October 2026", "section 115"):  # fmt: skip
        assert text in said


def test_a_place_with_nothing_written_says_so_and_is_never_blank(papers_of, words):
    said = words("x.docx", papers_of["analyst"]["location-plan-LOC-002.docx"])
    assert said.count("Nothing is written here yet.") >= 8
    assert "evidence not frozen yet" in said


def test_the_pack_has_an_agenda_and_two_pages_a_place_with_bookmarks(papers_of):
    pdf = pypdf.PdfReader(io.BytesIO(papers_of["analyst"]["panel-pack.pdf"]))
    pages = [p.extract_text() for p in pdf.pages]
    cover = len(pages) - 6
    assert cover >= 1
    assert [o.title for o in pdf.outline] == [
        "Agenda", "1. LOC-001 Strand bus station", "2. LOC-003 The covered way behind the old corn exchange",
        "3. LOC-002 Quiet Lane",
    ]  # fmt: skip
    assert [pdf.get_destination_page_number(o) for o in pdf.outline] == [0, cover, cover + 2, cover + 4]
    for number, text in enumerate(pages, 1):
        assert text.count("OFFICIAL-SENSITIVE") == 2
        assert f"Page {number} of {len(pages)}" in text
    assert "15 Oct 2026, 5 days overdue" in pages[0]
    assert "•" in pages[0]
    assert "Mend the four lamps" in pages[0]
    assert "Notes" in pages[cover + 1]


def test_texts_cut_to_fit_the_pack_are_said_to_be_cut_and_are_whole_in_the_plan(papers_of, words):
    pdf = pypdf.PdfReader(io.BytesIO(papers_of["analyst"]["panel-pack.pdf"]))
    last = pdf.pages[len(pdf.pages) - 3].extract_text()
    assert "Cut to fit two pages" in last
    assert re.search(r"And \d+ more\.", last)
    plan = words("x.docx", papers_of["analyst"]["location-plan-LOC-003.docx"])
    assert plan.count("action-") == 12
    assert "…" not in plan


def test_a_pdf_has_words_and_says_its_title_and_language(papers_of):
    pdf = pypdf.PdfReader(io.BytesIO(papers_of["analyst"]["panel-pack.pdf"]))
    assert pdf.metadata.title == "Panel pack: Contextual safeguarding panel, 20 October 2026"
    assert pdf.root_object["/Lang"] == "en-GB"


def test_the_roll_up_has_the_columns_of_the_partnership_to_the_letter(papers_of):
    book = openpyxl.load_workbook(io.BytesIO(papers_of["analyst"]["csp-rollup.xlsx"]))
    rows = [[c.value for c in row] for row in book["Activities"].iter_rows()]
    assert list(COLUMNS) in rows
    assert list(COLUMNS)[2:] == ["Activity", "Expected outcomes", "Performance measure"]
    lamps = next(r for r in rows if r[2] and "Mend the four lamps" in r[2])
    assert lamps[:2] == ["LOC-001: Strand bus station", "October to December 2026"]
    totals = {r[0].value: r[2].value for r in book["Totals"].iter_rows()}
    assert (totals["Actions agreed"], totals["Actions open and late"], totals["Places open"]) == (15, 1, 3)


def test_the_same_papers_are_the_same_bytes(papers_of, made_panel):
    kinds = ["location-plan", "panel-pack", "csp-rollup", "action-tracker"]
    again = panel_papers(made_panel.reading, made_panel.register, "analyst", meeting_id=made_panel.meeting, kinds=kinds)
    assert [n for n in again if n != "about.txt" and again[n] != papers_of["analyst"][n]] == []


def test_papers_are_written_to_a_folder_that_is_asked_for(made_panel, tmp_path):
    made = panel_papers(
        made_panel.reading, made_panel.register, "partner", kinds=["action-tracker"], out=tmp_path / "x"
    )
    assert {p.name: p.read_bytes() for p in (tmp_path / "x").iterdir()} == made


def test_a_kind_a_place_or_a_meeting_that_is_not_there_is_refused(made_panel):
    for wrong in ({"kinds": ["poster"]}, {"places": ["place-9999"]}, {"meeting_id": "meeting-9999"}):
        with pytest.raises(PlacespaceError):
            panel_papers(made_panel.reading, made_panel.register, "analyst", **wrong)
    with pytest.raises(WrongUse, match="panel's own words"):
        panel_papers(made_panel.reading, made_panel.register, "public", kinds=["location-plan"])
    assert set(KINDS) == {"location-plan", "panel-pack", "action-tracker", "schools-note", "csp-rollup"}


def test_words_that_blame_stop_every_paper_and_are_named_with_where_they_stand(made_panel, monkeypatch):
    register = made_panel.register
    goals = register.goals(made_panel.places[0])
    spoiled = [replace(goals[0], thing=replace(goals[0].thing, words="Clear the no-go corner"))]
    monkeypatch.setattr(type(register), "goals", lambda self, place_id: spoiled)
    with pytest.raises(PlacespaceError, match="LOC-001, goal 1"):
        panel_papers(made_panel.reading, register, "analyst", places=[made_panel.places[0]], kinds=["csp-rollup"])


def test_views_stand_as_they_were_said_last_until_people_are_asked_again(made_panel):
    register, asked = made_panel.register, "young_people"
    file = place_file(register, register.place(made_panel.places[0]), None, PROFILES["analyst"])
    assert file.last_said(asked) == "They feel safest by the café."
    anew = replace(file, item=replace(file.item, thing=replace(file.item.thing, young_people="")))
    assert anew.last_said(asked) == "They feel safest by the café. (said on 15 September 2026)"
    assert "They feel safest" in " ".join(anew.typed().values())
