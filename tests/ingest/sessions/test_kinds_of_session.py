"""A kind is read only where the words make it plain."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placespace.ingest.sessions.kinds import read_kind
from placespace.terms import SESSION_KINDS


@pytest.mark.parametrize(
    ("name", "notes", "kind"),
    [
        ("Youth bus - Peel Road", "16 males and 14 females", "outreach"),
        ("Southport detached youth work", "Street based; evenings not stated", "outreach"),
        ("Street Intervention Team", "3 staff deployed at any one time", "outreach"),
        ("Evening team", "street-based", "outreach"),
        ("Kicks football", "40 week programme", "sport"),
        ("Skate jam", "", "sport"),
        ("Five-a-side", "", "sport"),
        ("Girls football", "", "sport"),
        ("Under 11 football", "", "sport"),
        ("Air cadets", "", "uniformed"),
        ("Beach patrol cadets", "", "uniformed"),
        ("Boys’ Brigade", "", "uniformed"),
        ("Linacre Mission Youth Club", "Open access; nights not stated", "open access"),
        ("After school drop-in", "", "open access"),
        ("Youth club", "No referral needed", "open access"),
        ("Girls' group", "", "targeted"),
        ("LGBT+ youth group", "", "targeted"),
        ("Young carers", "", "targeted"),
        ("1-1 mentoring", "", "targeted"),
        ("SEND youth club", "", "targeted"),
        ("Targeted mentoring", "Referral only", "targeted"),
        ("Boxing", "Referral only", "targeted"),
        ("Open access club", "by referral", "targeted"),
        ("Youth club", "", "not stated"),
        ("Film night", "", "not stated"),
        ("Street games", "", "not stated"),
        ("Park Nights", "560 participants; parks not named", "not stated"),
        ("Chess club", "Disabled access; in the football club's hall", "not stated"),
        ("", "", "not stated"),
    ],
)
def test_the_words_of_a_list_say_the_kind_or_it_is_not_stated(name: str, notes: str, kind: str) -> None:
    assert read_kind("", name, notes) == kind


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        *((kind, kind) for kind in SESSION_KINDS),
        ("Open Access", "open access"),
        ("Drop in", "open access"),
        ("Sports club", "sport"),
        ("Detached", "outreach"),
        ("by referral", "targeted"),
    ],
)
def test_a_column_for_the_kind_holds_over_the_name_and_the_notes(said: str, kind: str) -> None:
    assert read_kind(said, "Junior cadets football", "Referral only") == kind


def test_a_column_that_says_nothing_plain_leaves_it_to_the_name() -> None:
    assert read_kind("Arts", "Boxing", "") == "sport"


@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=30))
def test_any_text_has_one_of_our_kinds(said: str, name: str, notes: str) -> None:
    assert read_kind(said, name, notes) in SESSION_KINDS
