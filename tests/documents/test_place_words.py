"""Names that tell places apart, and words that mean what the page says they mean."""

import numpy as np
import pytest

from placespace.documents.plan.names import grid_reference, names_of
from placespace.documents.plan.shortlist_words import (
    KIND_WORDS,
    confidence_rule,
    confidence_word,
    kind_words,
    listed,
    trend_words,
)
from placespace.measures.trend import trend
from placespace.plans.decisions import Decision
from placespace.settings import settings

OWN = settings()


def named(tiny_town, keys, nearest, decided=(), apart_m=500):
    cells = tiny_town.cells
    centres = cells.index.get_indexer([tiny_town.named[k] for k in keys])
    member = np.full(len(cells), -1)
    member[centres] = range(len(centres))
    return names_of(nearest, cells, centres, member, decided, apart_m=apart_m)


def called(tiny_town, key, name):
    return Decision("name", "", tiny_town.named[key], "lead", detail={"name": name})


def test_a_name_that_one_place_has_is_left_as_it_is(tiny_town):
    assert named(tiny_town, [(2, 0), (-2, 0)], ["High Street", "Quay"]) == ["High Street", "Quay"]


def test_two_places_of_one_name_are_told_apart_by_their_side(tiny_town):
    names = named(tiny_town, [(2, 0), (-2, 0)], ["High Street"] * 2)
    assert names[0].startswith("High Street, north")
    assert names[1].startswith("High Street, south")


def test_many_places_of_one_name_are_told_apart_by_where_they_are_on_the_grid(tiny_town):
    keys = list(tiny_town.named)[:12]
    names = named(tiny_town, keys, ["High Street"] * 12)
    assert len(set(names)) == 12
    assert all(name.startswith("High Street, S") for name in names)


def test_a_place_with_no_name_near_is_called_by_the_grid(tiny_town):
    assert named(tiny_town, [(0, 2)], [""])[0].startswith("grid reference SC ")


def test_what_people_called_it_wins_and_keeps_its_name(tiny_town):
    given = [called(tiny_town, (2, 0), "The Steps"), called(tiny_town, (2, 0), " Quay  ")]
    names = named(tiny_town, [(2, 0), (-2, 0)], ["High Street", "Quay"], given)
    assert names[0] == "Quay"
    assert names[1].startswith("Quay, south")


def test_a_name_goes_to_one_place_the_nearest(tiny_town):
    given = [called(tiny_town, (0, 1), "The Steps")]
    assert named(tiny_town, [(0, 0), (0, 3)], ["A", "B"], given, apart_m=800) == ["The Steps", "B"]
    assert named(tiny_town, [(0, 4), (0, 3)], ["A", "B"], given) == ["A", "B"]


def test_a_name_for_a_cell_of_another_area_names_nothing(tiny_town):
    given = [Decision("name", "", "8928308280fffff", "lead", detail={"name": "Elsewhere"})]
    assert named(tiny_town, [(0, 2)], ["A"], given) == ["A"]


@pytest.mark.parametrize(
    ("at", "reference"),
    [
        ((651_409, 313_177), "TG 514 131"),
        ((0, 0), "SV 000 000"),
        ((333_200, 396_500), "SJ 332 965"),
        ((458_000, 1_213_500), "HP 580 135"),
    ],
)
def test_grid_references_are_those_of_the_ordnance_survey(at, reference):
    assert grid_reference(*at) == reference


@pytest.mark.parametrize(
    ("agreed", "events", "active", "doubted", "word"),
    [
        (True, 20, 6, False, "well supported"),
        (False, 20, 6, False, "well supported"),
        (True, 20, 5, True, "partly supported"),
        (True, 19, 6, False, "partly supported"),
        (False, 19, 5, False, "thinly supported"),
        (False, 19, 5, True, "thinly supported"),
    ],
)
def test_the_word_for_confidence_follows_the_rule_that_is_printed(agreed, events, active, doubted, word):
    assert confidence_word(agreed, events, active, 12, doubted, OWN) == word
    assert word in confidence_rule(OWN).lower()


def test_the_rule_prints_the_settings_in_force():
    assert "40 events" in confidence_rule(settings({"place_events": 40}))


def test_kinds_are_told_in_words_and_none_means_less_among_few_months():
    assert kind_words("none", few=False) == KIND_WORDS["none"]
    assert "no single one" in kind_words("none", few=True)


def test_a_trend_is_told_with_its_interval():
    assert trend_words(trend(3, 48, 3, 3), "a year before").startswith("down, 0.06 times as many as a year before (0.0")
    assert trend_words(trend(0, 8, 3, 3), "a year before").startswith("down, none lately (at most 0.59 times")
    assert trend_words(trend(1, 1, 3, 3), "a year before") == "too few to say"


def test_months_on_end_are_told_as_a_span():
    assert listed([]) == ""
    assert listed(["2025-12", "2026-01", "2026-03"]) == "December 2025 to January 2026 and March 2026"
