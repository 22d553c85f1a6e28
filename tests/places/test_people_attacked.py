"""Names with accents, in small letters, or with a sign between them that nobody sees are people too."""

from __future__ import annotations

import unicodedata

import pytest

from placespace.places.people import person_in, post_fault

REFUSED = """
Siobhán was afraid
José was hurt
Zoë and Chloë avoid it
Łukasz and Paweł drink there
İbrahim told the worker
Jayden-Lee hid his phone
ryan smith was there again
jordan said nothing to hassan ahmed
Leon was stabbed by the bandstand
Faith was robbed there
"""
HARMLESS = """
Charlotte Street was closed and Victoria Park was quiet
Chelsea Road was dug up
Leon was full and the café was shut
Grace Church was open
Hope was lost
Stoke-on-Trent and Newton-le-Willows send officers
La Crème café on Pié Street
A résumé club and a crèche at the naïve art wall
Jack's Coffee van
the mark walker gate
"""


@pytest.mark.parametrize("sentence", REFUSED.strip().splitlines())
def test_people_are_found_however_they_are_spelt(sentence):
    assert person_in(sentence).word in sentence


@pytest.mark.parametrize("sentence", HARMLESS.strip().splitlines())
def test_places_with_such_words_pass(sentence):
    assert person_in(sentence) is None


@pytest.mark.parametrize("name", ["Jayden", "Zoë", "Siobhán"])
def test_a_name_is_found_whatever_its_letters_are_made_of(name):
    hidden = [
        f"{name[:2]}\u200b{name[2:]}",
        f"{name[:2]}\u00ad{name[2:]}",
        unicodedata.normalize("NFD", name),
        "".join(chr(ord(c) + 0xFEE0) if c.isascii() else c for c in name),
    ]
    assert all(person_in(f"{one} was seen") for one in hidden)
    assert all(post_fault(one) for one in hidden)
