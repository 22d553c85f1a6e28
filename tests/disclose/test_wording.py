"""Words that blame people or places are found, and each comes with what to write instead."""

from __future__ import annotations

import pytest

from placespace.disclose import check_wording, suggestions, wording_faults
from placespace.terms import INSTEAD, NEVER


def test_every_word_never_used_has_one_to_use_instead():
    assert set(NEVER) <= set(INSTEAD)
    assert all(instead.strip() for instead in INSTEAD.values())


@pytest.mark.parametrize("word", INSTEAD)
def test_what_to_write_instead_needs_no_change_itself(word):
    assert suggestions(INSTEAD[word]) == []


@pytest.mark.parametrize("word", INSTEAD)
def test_each_word_is_found_in_any_case_plural_or_hyphenated(word):
    for form in (word, word.upper(), f"the {word}s of", word.replace(" ", "-"), word.replace("-", "‑")):
        known = f"{word}s" if f"{word}s" in INSTEAD and f"{word}s" in form else word
        assert [found for found, _ in suggestions(form)] == [known]


@pytest.mark.parametrize("word", NEVER)
def test_every_fault_has_a_suggestion(word):
    assert wording_faults(f"a {word} b") == [found for found, _ in suggestions(f"a {word} b")]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("offenders’ hotspot", "offenders hot spot"),
        ("gang\u00adarea and more", ""),
        ("gang\u00a0area", "gang area"),
        ("no\u2011go", "no-go"),
        ("ＧＡＮＧ area", "gang area"),
        ("risk_taking", "risk-taking"),
        ("gang\nterritories", ""),
    ],
)
def test_letters_spaces_and_hyphens_of_any_kind_are_one(text, word):
    assert [found for found, _ in suggestions(text)] == ([word] if word else [])


def test_the_longest_word_is_named_and_each_once_in_the_order_of_the_text():
    found = suggestions("No-go: problem youths, problem youth, no-go")
    assert [word for word, _ in found] == ["no-go", "problem youths", "problem youth"]


def test_plain_words_need_no_change():
    plain = "A hot spot of incidents. A young offenders institution. Choose a month. Young people at risk of harm."
    assert suggestions(plain) == []
    assert check_wording({"a": plain, "b": ""}) == []


def test_each_text_with_faults_is_one_sentence_that_says_where():
    told = check_wording({"title": "Gang area; no-go", "notes": "fine", "place 2": "crime-ridden"})
    assert told == [
        'title: write "location of concern" for "gang area"; "place that people avoid" for "no-go".',
        'place 2: write "place where incidents are recorded" for "crime-ridden".',
    ]


def test_what_is_quoted_is_passed_over_but_only_where_it_is_quoted_whole():
    allowed = ["Gang area: knife", "", "No-Go"]
    assert check_wording({"a": "Counted: gang area: knife, and no-go"}, allowed=allowed) == []
    assert len(check_wording({"a": "A gang area, not quoted"}, allowed=allowed)) == 1
    assert len(check_wording({"a": "gang area: knives"}, allowed=allowed)) == 1
    assert check_wording({"a": "gang x area"}, allowed=["x"]) == []
