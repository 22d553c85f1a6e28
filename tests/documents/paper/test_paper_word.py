"""Word documents say what they were given, as it was given, marked on every page, and the same each time."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from docx import Document
from docx.oxml.ns import qn

from placespace.documents.paper import CONTEXT_KEYS, text_of, write_word
from placespace.errors import PlacespaceError, WrongUse

NAMES = tuple(CONTEXT_KEYS)
HOSTILE = "<b>&{{7*7}} {% for %} {_{ }_} {# & 'x' \"y\" </w:t> %"


def opened(content: bytes):
    return Document(io.BytesIO(content))


def texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    below = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [t for v in below for t in texts(v)]


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("name", NAMES)
def test_everything_given_is_in_the_document(contexts, name):
    context = contexts[name]
    said = flat(text_of(write_word(name, context)))
    given = [flat(t) for t in texts({k: v for k, v in context.items() if k != "marking"}) if t]
    assert [t for t in given if t not in said] == []
    assert "25 September 2026" in said


@pytest.mark.parametrize("name", NAMES)
def test_each_page_is_marked_at_the_top_and_the_bottom_and_numbered(contexts, name):
    section = opened(write_word(name, contexts[name])).sections[0]
    assert section.header.paragraphs[0].text == "OFFICIAL-SENSITIVE"
    foot = [p.text for p in section.footer.paragraphs]
    assert foot[-1] == "OFFICIAL-SENSITIVE"
    assert "Page 1 of 1" in foot[0]
    assert "Placespace 0.2.0, made on 25 September 2026" in foot
    codes = [i.text.strip() for i in section.footer._element.iter(qn("w:instrText"))]
    assert codes == ["PAGE", "NUMPAGES"]


@pytest.mark.parametrize("name", NAMES)
def test_the_same_content_gives_the_same_bytes_and_no_time_of_day(contexts, name):
    first, second = (write_word(name, contexts[name]) for _ in range(2))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as parts:
        assert {m.date_time for m in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    core = opened(first).core_properties
    assert (core.created, core.modified) == (core.modified, core.created)
    assert core.created.date() == date(2026, 9, 25)
    assert write_word(name, {**contexts[name], "made_on": "2026-09-26"}) != first


@pytest.mark.parametrize("name", NAMES)
def test_a_screen_reader_finds_title_language_headings_and_header_rows(contexts, name):
    document = opened(write_word(name, contexts[name]))
    assert document.core_properties.title == f"{contexts[name]['title']}: Fairhythe, October 2026"
    assert document.core_properties.language == "en-GB"
    assert {lang.get(qn("w:val")) for lang in document.styles.element.iter(qn("w:lang"))} == {"en-GB"}
    styles = {p.style.name for p in document.paragraphs}
    assert {"Title", "Heading 1"} <= styles
    for table in document.tables:
        look, first = table._tbl.tblPr.find(qn("w:tblLook")), table.rows[0]._tr.trPr
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))
        assert (look.get(qn("w:firstRow")) == "1") == (first.find(qn("w:tblHeader")) is not None)
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
        assert sum(c.width.cm for c in table.rows[0].cells) == pytest.approx(17, abs=0.05)
        assert all(cell.paragraphs for row in table.rows for cell in row.cells)
    pictures = [p.get("descr") for p in document.element.body.iter(qn("wp:docPr"))]
    assert all("Map of the places" in p for p in pictures)
    assert len(pictures) == ("map" in contexts[name])


ORDER = ("tblStyle", "tblW", "jc", "tblInd", "tblLayout", "tblLook", "tblCaption")
"""The order in which Word wants the properties of a table."""


@pytest.mark.parametrize("name", NAMES)
def test_properties_of_tables_stand_in_the_order_that_word_wants(contexts, name):
    for table in opened(write_word(name, contexts[name])).tables:
        found = [child.tag.split("}")[1] for child in table._tbl.tblPr]
        assert found == [n for n in ORDER if n in found]


def test_a_map_is_as_wide_as_the_text_and_never_higher_than_the_page(contexts, map_of):
    wide = opened(write_word("tasking", contexts["tasking"])).inline_shapes[0]
    high = opened(write_word("tasking", {**contexts["tasking"], "map": map_of((4, 9))})).inline_shapes[0]
    assert wide.width.cm == pytest.approx(17, abs=0.01)
    assert high.height.cm == pytest.approx(20, abs=0.05)


@pytest.mark.parametrize("name", NAMES)
def test_what_looks_like_a_tag_or_markup_comes_out_as_written_and_runs_nothing(contexts, name):
    def spoiled(value):
        if isinstance(value, dict):
            return {k: spoiled(v) for k, v in value.items()}
        return [spoiled(v) for v in value] if isinstance(value, list) else HOSTILE if isinstance(value, str) else value

    given = {**spoiled(contexts[name]), "marking": "OFFICIAL"}
    said = text_of(write_word(name, given))
    assert HOSTILE in said
    assert "49" not in said.replace("7*7", "")


def test_what_no_page_can_hold_is_taken_out_and_a_new_line_is_kept(contexts):
    context = {**contexts["changes"], "unmet": ["one\x00\x0b\ud800two\x07 three\nfour\tfive ￾"]}
    assert "one two  three four five " in text_of(write_word("changes", context))


def test_missing_is_a_dash_and_never_a_nought(contexts):
    context = contexts["tasking"]
    context["places"][0]["expected"] = float("nan")
    context["places"][1]["expected"] = None
    table = opened(write_word("tasking", context)).tables[0]
    assert [table.rows[n].cells[3].text for n in (1, 2)] == ["–", "–"]
    assert table.rows[3].cells[3].text.startswith("17 ")


def test_with_no_hours_there_is_no_timetable_and_a_sentence_says_why(without_hours):
    said = text_of(write_word("tasking", without_hours))
    assert f"There is no timetable. {without_hours['no_timetable']}" in said
    assert "The hours are not known." in said
    assert "Police pair" not in said


@pytest.mark.parametrize("name", NAMES)
def test_with_nothing_in_its_lists_a_document_says_so(contexts, name):
    needed = {k: v for k, v in contexts[name].items() if CONTEXT_KEYS[name][k].needed}
    document = opened(write_word(name, needed))
    assert all(row.cells[0].paragraphs for table in document.tables for row in table.rows)
    said = text_of(write_word(name, needed))
    says = {
        "tasking": "No place is on the list.",
        "outreach": "Nobody works alone.",
        "changes": "No place was left",
        "location_plan": "Nothing is written here yet.",
        "schools_note": "call 999",
        "rollup": "No action is agreed yet.",
    }
    assert says[name] in said


def test_the_tally_is_the_users_own_a_table_for_each_session(contexts):
    context = {**contexts["outreach"], "tally": ["talks", "signposted"], "safety": ["Ring Sam's desk at nine."]}
    tables = [t for t in opened(write_word("outreach", context)).tables if t.rows[0].cells[0].text == "Count"]
    assert len(tables) == len(context["nights"])
    assert [row.cells[0].text for row in tables[0].rows] == ["Count", "Talks", "Signposted"]
    said = text_of(write_word("outreach", context))
    assert "Ring Sam's desk at nine." in said
    assert "Nobody works alone" not in said


def test_all_words_to_change_are_named_at_once_with_where_and_what_instead(contexts):
    context = contexts["tasking"]
    context["places"][2]["why"] = "A no-go\narea at night."
    context["crews"][0]["rows"][1]["note"] = "The Gang-Areas first."
    with pytest.raises(PlacespaceError) as told:
        write_word("tasking", context)
    assert 'places, 3, why: write "place that people avoid" for "no-go".' in str(told.value)
    assert 'crews, 1, rows, 2, note: write "location of concern" for "gang area".' in str(told.value)
    allowed = ["A no-go area at night", "the gang areas first"]
    assert text_of(write_word("tasking", context, allowed=allowed))


def test_neighbouring_texts_do_not_make_a_word_together(contexts):
    context = contexts["changes"]
    context["requests"] = [{"who": "College: no", "place": "go kart track", "kept": "kept"}]
    assert write_word("changes", context)


def test_a_wrong_name_or_key_is_refused(contexts):
    with pytest.raises(WrongUse, match="tasking, outreach, changes"):
        write_word("patrol", contexts["tasking"])
    with pytest.raises(ValueError, match="no such key: placs"):
        write_word("tasking", {**contexts["tasking"], "placs": []})
    with pytest.raises(ValueError, match="needed: marking"):
        write_word("tasking", {k: v for k, v in contexts["tasking"].items() if k != "marking"})
    with pytest.raises(PlacespaceError, match="bears its marking"):
        write_word("tasking", {**contexts["tasking"], "marking": " "})


def test_an_item_with_more_than_a_template_may_ask_for_shows_none_of_it(contexts):
    context = contexts["outreach"]
    context["nights"][0]["staff"] = "S. Vane"
    assert "Vane" not in text_of(write_word("outreach", context))
