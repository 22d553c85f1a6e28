"""One form of JSON and one seal for the same values, whatever is in them."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from placespace.places.audit import SEALED, canonical, differences, seal

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)
BODIES = st.dictionaries(st.text(max_size=8), PLAIN, max_size=5)


@settings(max_examples=200)
@given(BODIES)
def test_json_of_one_form_reads_back_and_is_written_the_same_whatever_the_order(body):
    text = canonical(body)
    assert json.loads(text) == body
    assert canonical(json.loads(text)) == text == canonical(dict(reversed(body.items())))
    assert text.isascii()
    assert "\x00" not in text


@settings(max_examples=200)
@given(BODIES, BODIES)
def test_two_bodies_differ_in_words_when_their_texts_differ(a, b):
    assert bool(differences(canonical(a), canonical(b))) == (canonical(a) != canonical(b))


@settings(max_examples=100)
@given(st.sampled_from(SEALED), st.text(min_size=1))
def test_no_column_of_a_row_can_change_under_its_seal(column, other):
    row = dict.fromkeys(SEALED, "") | {"seq": 1, "version": 1, "closed": False, "before": None}
    assert seal(row) != seal(row | {column: other})
