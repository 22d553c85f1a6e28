"""A user may replace a template; what is wrong with it is said, and nothing in it can reach beyond the keys."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document

from placespace.disclose import wording_faults
from placespace.documents.paper import CONTEXT_KEYS, keys_page, text_of, write_word
from placespace.documents.paper.make_templates import FOLDER, make_templates
from placespace.errors import PlacespaceError

DOCS = Path(__file__).resolve().parents[3] / "docs" / "templates.md"


@pytest.fixture
def own(tmp_path):
    """Return a function that writes a template of the user's own and gives its folder."""

    def written(*lines: str, name: str = "changes", header: str = "{{ marking|upper }}", footer: str | None = None):
        document = Document()
        for line in lines:
            document.add_paragraph(line)
        document.sections[0].header.paragraphs[0].text = header
        document.sections[0].footer.paragraphs[0].text = header if footer is None else footer
        document.save(tmp_path / f"{name}.docx")
        return tmp_path

    return written


def members(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return {name: parts.read(name) for name in parts.namelist()}


def test_our_templates_are_those_that_the_script_makes(tmp_path):
    made = make_templates(tmp_path)
    assert {p.stem for p in made} == set(CONTEXT_KEYS)
    for path in made:
        assert members(path.read_bytes()) == members((FOLDER / path.name).read_bytes()), f"make {path.name} anew"
        assert wording_faults(text_of(path.read_bytes())) == []


@pytest.mark.parametrize("name", CONTEXT_KEYS)
def test_our_templates_ask_for_every_key_there_is(name):
    text = text_of((FOLDER / f"{name}.docx").read_bytes())
    missing = [k for k in CONTEXT_KEYS[name] if k not in text]
    missing += [f"{k}.{p}" for k, key in CONTEXT_KEYS[name].items() for p in key.parts if f".{p}" not in text]
    assert missing == []


def test_the_page_about_templates_holds_every_key_as_it_is():
    assert keys_page() in DOCS.read_text(encoding="utf-8")


def test_a_template_of_the_same_name_is_used_and_others_stay_ours(own, contexts):
    folder = own("Ours: {{ area }}", "{%p for one in changed %}", "{{ loop.index }} {{ one.who }}", "{%p endfor %}")
    said = text_of(write_word("changes", contexts["changes"], templates=folder))
    assert "Ours: Fairhythe" in said
    assert "2 Centre manager" in said
    assert "What changed" not in said.replace(contexts["changes"]["title"], "")
    assert write_word("tasking", contexts["tasking"], templates=folder) == write_word("tasking", contexts["tasking"])
    assert write_word("changes", contexts["changes"], templates=folder / "none")


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("{{ plases }}", "plases"),
        ("{% if plases %}x{% endif %}", "plases"),
        ("{% for x in changed %}{{ x.reson }}{% endfor %}", "x.reson"),
        ("{% for x in nothing_here %}{% else %}{{ area }}{% endfor %}", "nothing_here"),
        ("{% if not area %}{{ month.name }}{% endif %}", "month.name"),
        ("{% set a = plases %}{{ a }}", "plases"),
    ],
)
def test_an_unknown_key_is_named_with_those_there_are_even_where_nothing_would_be_shown(own, contexts, line, named):
    with pytest.raises(PlacespaceError) as told:
        write_word("changes", {**contexts["changes"], "changed": []}, templates=own(line))
    assert f"changes.docx asks for {named}." in str(told.value)
    assert "changed: reason" in str(told.value)


def test_an_unknown_key_in_the_footer_is_named(own, contexts):
    with pytest.raises(PlacespaceError, match="asks for mark"):
        write_word("changes", contexts["changes"], templates=own("x", footer="{{ mark }}"))


@pytest.mark.parametrize("line", ["{{ area", "{% if area %}", "{% endfor %}", "{{ area|nosuch }}", "{{ }}"])
def test_a_broken_tag_is_named_with_its_file(own, contexts, line):
    with pytest.raises(PlacespaceError, match=r"changes\.docx"):
        write_word("changes", contexts["changes"], templates=own("before", line, "after"))


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_word_file_is_refused(tmp_path, contexts, content):
    (tmp_path / "changes.docx").write_bytes(content)
    with pytest.raises(PlacespaceError, match=r"changes\.docx cannot be opened"):
        write_word("changes", contexts["changes"], templates=tmp_path)


@pytest.mark.parametrize(
    "line",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ area.__class__ }}",
        "{{ area['__class__'] }}",
        "{{ area|attr('__class__') }}",
        "{{ ''['__cla' ~ 'ss__']['__mro__'] }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ lipsum.__globals__ }}",
        "{{ namespace.__init__.__globals__.os.popen('id').read() }}",
        "{{ limits.append('more') }}",
        "{{ 'a' * 999999999 }}",
        "{{ 9 ** 99999 }}",
        "{{ '%999999999d' % 1 }}",
        "{% for i in range(999999999) %}x{% endfor %}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}",
    ],
)
def test_nothing_in_a_template_reaches_beyond_its_keys(own, contexts, line):
    with pytest.raises(PlacespaceError, match=r"changes\.docx"):
        write_word("changes", contexts["changes"], templates=own(line))


@pytest.mark.parametrize(("header", "footer", "bare"), [("", None, "header"), ("{{ marking|upper }}", "x", "footer")])
def test_a_template_that_leaves_a_page_unmarked_is_refused(own, contexts, header, footer, bare):
    with pytest.raises(PlacespaceError, match=f"has none in: .*{bare}"):
        write_word("changes", contexts["changes"], templates=own("x", header=header, footer=footer))


def test_a_first_page_without_marking_is_refused(own, contexts):
    path = own("x") / "changes.docx"
    document = Document(path)
    document.sections[0].different_first_page_header_footer = True
    document.save(path)
    with pytest.raises(PlacespaceError, match="first-page header, first-page footer"):
        write_word("changes", contexts["changes"], templates=path.parent)


def test_the_templates_own_words_are_checked_too(own, contexts):
    with pytest.raises(PlacespaceError, match=r'template changes\.docx: write "location of concern"'):
        write_word("changes", contexts["changes"], templates=own("Gang area", "{{ area }}"))
