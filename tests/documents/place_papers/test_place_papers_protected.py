"""What leaves for others holds no police work, no police time, no true count; a viewer has the schools note alone."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from docx import Document

from placespace.disclose import PROFILES
from placespace.documents.paper.police import times_in
from placespace.documents.places.brief import brief
from placespace.documents.places.papers import KINDS, panel_papers
from placespace.documents.places.schools_note import check_note, doing
from placespace.errors import PlacespaceError
from placespace.places.acting import acting_as
from placespace.places.register import Register
from placespace.places.roles import NotAllowed, Who
from placespace.places.things import Action

POLICE_WHAT = "Visits when the last bus leaves"
PROTECTED = [name for name, p in PROFILES.items() if not p.exact]


def as_role(panel, role):
    who = Who(f"a {role}", role)
    return who, Register(panel.register.workspace, panel.register.store, who)


def test_police_work_is_in_the_analysts_papers_and_in_no_others(papers_of, words):
    assert POLICE_WHAT in words("x.docx", papers_of["analyst"]["location-plan-LOC-001.docx"])
    for profile in PROTECTED:
        for name, content in papers_of[profile].items():
            said = words(name, content)
            assert POLICE_WHAT not in said
            assert "Neighbourhood sergeant" not in said


def test_true_counts_of_the_place_are_in_no_protected_paper(papers_of, made_panel, words):
    place = made_panel.register.place(made_panel.places[0])
    true = {s.count for s in brief(made_panel.reading, place, "analyst").sources if s.count.isdigit()}
    true = {n for n in true if int(n) > 30}
    assert true
    for profile in ("partner", "health"):
        for name in ("location-plan-LOC-001.docx", "panel-pack.pdf"):
            numbers = set(re.findall(r"(?<![\d.])\d+(?![\d.])", words(name, papers_of[profile][name])))
            assert not true & numbers


def test_each_paper_is_marked_as_its_profile(papers_of, words):
    for profile, files in papers_of.items():
        for name, content in files.items():
            marking = "OFFICIAL" if name.startswith("schools") else PROFILES[profile].marking
            said = words(name, content)
            assert marking in said
            assert ("OFFICIAL-SENSITIVE" in said) == (marking == "OFFICIAL-SENSITIVE")


def test_the_public_has_the_notes_and_the_roll_up_only(papers_of):
    assert {n.split("-LOC")[0].split(".")[0] for n in papers_of["public"]} == {"about", "csp-rollup", "schools-note"}


def test_a_police_time_that_somebody_typed_stops_the_papers_for_others(made_panel, monkeypatch):
    def with_words(words):
        def actions(self, place_id=None, **_):
            kept = own(self, place_id=place_id)
            return [replace(kept[0], thing=replace(kept[0].thing, done_words=words)), *kept[1:]]

        return actions

    own, asked = Register.actions, {"places": [made_panel.places[0]], "kinds": ["action-tracker"]}
    for words in ("The police come at 21:15.", "On 23 October at 9.15pm somebody is there."):
        monkeypatch.setattr(Register, "actions", with_words(words))
        with pytest.raises(PlacespaceError, match="no police crew, place or time"):
            panel_papers(made_panel.reading, made_panel.register, "partner", **asked)
        assert panel_papers(made_panel.reading, made_panel.register, "analyst", **asked)


@pytest.mark.parametrize("profile", PROFILES)
def test_a_viewer_has_the_note_for_schools_and_nothing_else(made_panel, profile):
    who, register = as_role(made_panel, "viewer")
    with acting_as(who):
        files = panel_papers(made_panel.reading, register, profile)
        assert set(files) == {"schools-note-LOC-001.docx", "schools-note-LOC-003.docx"}
        for kind in set(KINDS) - {"schools-note"}:
            with pytest.raises(NotAllowed):
                panel_papers(made_panel.reading, register, profile, kinds=[kind])


@pytest.mark.parametrize("role", ["practitioner", "panel"])
def test_only_an_analyst_has_papers_with_true_figures(made_panel, role):
    who, register = as_role(made_panel, role)
    with acting_as(who):
        for kind in set(KINDS) - {"schools-note"}:
            with pytest.raises(NotAllowed):
                panel_papers(made_panel.reading, register, "analyst", kinds=[kind])
        assert panel_papers(made_panel.reading, register, "partner", kinds=["action-tracker"])


def test_a_note_for_schools_holds_no_figure_no_level_no_police_and_no_time(papers_of, words):
    note = papers_of["analyst"]["schools-note-LOC-001.docx"]
    document = Document(io.BytesIO(note))
    cells = [c.text for t in document.tables for r in t.rows for c in r.cells]
    said = "\n".join([*(p.text for p in document.paragraphs), *cells])
    assert "LOC-001" not in words("x.docx", note)
    assert "after school on school days" in said
    assert "Mend the four lamps by the shelter (Fairhythe Council)." in said
    assert not times_in(said)
    for hidden in (POLICE_WHAT, "olice", "sergeant", "panel is worried", "Youth service", "1+1", "manager"):
        assert hidden not in said
    assert set(re.findall(r"\d+", said)) == {"999", "2026"}


@pytest.mark.parametrize(
    "times",
    ["", "from 15:15", "from 3pm", "at half past three", "until nine", "on 14 October", "the second of October",
     "3 o'clock", "around midnight", "when the police pair have left", "in the no-go hour", "15.30-16.00"],
)  # fmt: skip
def test_general_times_that_say_more_are_refused_with_the_reason(made_panel, times):
    place = made_panel.register.place(made_panel.places[0]).thing
    with pytest.raises(PlacespaceError, match="note for schools"):
        check_note(replace(place, times_in_words=times))


def test_a_note_that_cannot_be_made_is_told_and_stops_no_other(papers_of):
    about = papers_of["analyst"]["about.txt"].decode()
    assert "No note for schools was made. LOC-002, general times: nothing is written." in about


def test_notes_that_are_asked_for_and_cannot_be_made_are_refused(made_panel):
    asked = {"places": [made_panel.places[1]], "kinds": ["schools-note"]}
    with pytest.raises(PlacespaceError, match="nothing is written"):
        panel_papers(made_panel.reading, made_panel.register, "partner", **asked)


@pytest.mark.parametrize(
    "what", ["Bus on Thursdays at 18:30", "Patrols by the gate", "Talk on 3 May", "Clear the no-go end"]
)
def test_work_that_a_school_may_not_read_of_is_left_out_and_told(made_panel, what):
    held = made_panel.register.actions(place_id=made_panel.places[0])[0]
    lines, left = doing([replace(held, thing=Action(what, agency="Council"))])
    assert (lines, left) == ([], [held.id])


def test_counts_that_leave_are_noted_in_the_ledger(papers_of, made_panel):
    ledger = made_panel.reading.workspace.releases.read_text(encoding="utf-8")
    assert '"profile": "partner"' in ledger
    assert '"profile": "analyst"' not in ledger
