"""Attacks on a brief by drawing places at will: a protected one tells nothing that the profile's own map does not."""

import itertools
import re

import numpy as np
import pandas as pd
import pytest

from placespace.disclose import PROFILES, could_be
from placespace.documents import answer
from placespace.documents.places import BriefSources, brief
from placespace.documents.places.brief_shown import range_words
from placespace.grid import Question
from placespace.places.door import Held
from placespace.places.things import Place
from tests.documents.brief_town import a_place, as_text, calls, made_town, two_years

OTHERS = ("partner", "health", "public")
MANY = 40
HIDDEN_HERE = ((0, 1), (1, 2), (1, 1))
"""Cells of the tiny town with 3, 3 and 2: hidden from all but the analyst."""


def a_place_of(cells):
    return Place("LOC-001", "Busy corner", "street", tuple(cells), "", "council", "", "panel")


def of_cells(tiny_town, cells):
    return Held("place-0001", 1, "", "", "", False, a_place(tiny_town, cells=tuple(cells)))


@pytest.fixture(scope="module")
def worlds(tiny_town, tmp_path_factory):
    """Return the town, and one where hidden counts, hours and months are others and every shown table is the same."""
    this_year, before = two_years(tiny_town)
    first, second, third = (tiny_town.named[at] for at in HIDDEN_HERE)
    other = {**this_year, first: 2, second: 4, third: 2}
    folder = tmp_path_factory.mktemp("worlds")
    one = made_town(folder / "one", tiny_town, calls(tiny_town, this_year, before))
    rows = calls(tiny_town, dict(reversed(other.items())), before, at="16:10")
    return one, made_town(folder / "other", tiny_town, rows)


@pytest.fixture(scope="module")
def held(worlds):
    return [BriefSources(w) for w in worlds]


def drawn(tiny_town):
    """Return places drawn at will: every single cell, every ring of neighbours, and sets picked by chance."""
    ids, ring = tiny_town.cells.index, tiny_town.cells.ring
    rng = np.random.default_rng(5)
    sets = [[c] for c in ids] + [list(ids[ring[[i]].indices]) for i in range(len(ids))] + [list(ids)]
    return sets + [list(rng.choice(ids, rng.integers(2, 12), replace=False)) for _ in range(MANY - 20)]


def test_the_two_worlds_look_alike_on_every_protected_map_and_not_to_the_analyst(worlds, tiny_town):
    for name in OTHERS:
        tables = [answer(w, Question("ambulance", ("assault",), "2025-10", "2026-09"), name).table for w in worlds]
        pd.testing.assert_frame_equal(*tables)
    asked = Question("ambulance", (), "2025-10", "2026-09")
    true = [w.counts("ambulance", 9).by_cell(asked, tiny_town.cells) for w in worlds]
    assert not true[0].equals(true[1])
    assert true[0].sum() == true[1].sum()


@pytest.mark.parametrize("profile", OTHERS)
def test_whatever_cells_are_drawn_two_worlds_with_the_same_map_give_the_same_brief_to_the_letter(
    worlds, held, tiny_town, profile
):
    for cells in drawn(tiny_town):
        texts = [as_text(brief(w, of_cells(tiny_town, cells), profile, held=s))
                 for w, s in zip(worlds, held, strict=True)]  # fmt: skip
        assert texts[0] == texts[1], cells


def test_the_analyst_sees_that_they_differ(worlds, held, tiny_town):
    place = of_cells(tiny_town, [tiny_town.centre, tiny_town.named[0, 1]])
    one, other = (brief(w, place, "analyst", held=s) for w, s in zip(worlds, held, strict=True))
    assert (one.sources[0].count, other.sources[0].count) == ("12", "11")
    assert one.sources[0].hours != other.sources[0].hours


@pytest.mark.parametrize("profile", ["partner", "health"])
def test_every_range_is_the_sum_of_what_each_cell_could_be(worlds, held, tiny_town, profile):
    table = answer(worlds[0], Question("ambulance", ("assault",), "2025-10", "2026-09"), profile).table
    table = table.set_index("cell")
    for cells in drawn(tiny_town):
        found = brief(worlds[0], of_cells(tiny_town, cells), profile, held=held[0]).sources[0]
        rows = table.loc[list(cells)]
        low, high = (int(side.sum()) for side in could_be(rows["count"], rows["status"], PROFILES[profile]))
        shown = (rows["status"] == "shown").any()
        zero = (rows["status"] == "zero").all()
        assert found.count == ("0" if zero else f"{low} to {high}" if shown else "hidden")
        true = worlds[0].counts("ambulance", 9).by_cell(Question("ambulance", (), "2025-10", "2026-09"),
                                                        tiny_town.cells)[list(cells)].sum()  # fmt: skip
        assert low <= true <= high


@pytest.mark.parametrize("profile", OTHERS)
def test_no_protected_brief_holds_hours_a_ring_a_ratio_or_a_chance_of_the_place(sample_reading, profile):
    cells = BriefSources(sample_reading)
    busiest = answer(sample_reading, Question("ambulance", ("assault",)), "partner").hot["cell"].head(5)
    found = brief(sample_reading, Held("p", 1, "", "", "", False, a_place_of(busiest)), profile, held=cells)
    assert found.neighbours == ""
    assert {(line.hours, line.confidence) for line in found.sources} == {("", "")}
    said = as_text(found)
    assert not re.search(r"times as many|95 %|\bq\b|\bz\b|stand out|intensifying|in the last month|a week", said)
    windows = {line.split(":")[0] for line in found.provision}
    assert windows <= {
        "School days 15-18",
        "Friday and Saturday 18-06",
        "In school holidays, Friday and Saturday 18-06",
    }


@pytest.mark.parametrize("profile", OTHERS)
def test_a_protected_brief_names_one_category_a_line_and_whole_years_alone(sample_reading, profile):
    sources = BriefSources(sample_reading)
    some = sources.cells().index[400:406]
    found = brief(sample_reading, Held("p", 1, "", "", "", False, a_place_of(some)), profile, held=sources)
    lines = [line for line in found.sources if line.first]
    known = {c for i in ("police", "ambulance") for c in sample_reading.counts(i, 9).categories}
    assert all(line.categories in known for line in lines)
    assert {(line.first, line.last) for line in lines} == {("2025-10", "2026-09")}
    assert any("Anti-social behaviour" in text for text in found.missing if "not counted here" in text)


def test_a_change_is_told_only_where_every_pair_of_counts_that_looks_so_has_it(tiny_town, tmp_path):
    many, few = {tiny_town.centre: 60}, {tiny_town.centre: 12}
    reading = made_town(tmp_path / "town", tiny_town, calls(tiny_town, many, few))
    place = of_cells(tiny_town, [tiny_town.centre])
    partner = brief(reading, place, "partner").sources[0]
    assert (partner.count, partner.before) == ("58 to 62", "8 to 12")
    assert partner.change == "more than the year before, beyond chance, whatever the rounding hides"
    assert brief(reading, place, "public").sources[0].change == "no change can be told from what is shown"


def test_hidden_zero_and_no_data_look_different():
    partner = PROFILES["partner"]
    looks = {}
    for statuses in itertools.product(("shown", "hidden", "zero", "no data"), repeat=2):
        counts = pd.array([10 if s == "shown" else 0 if s == "zero" else None for s in statuses], "Int64")
        looks[statuses] = range_words(pd.DataFrame({"count": counts, "status": statuses}), partner)
    assert looks["hidden", "hidden"] == looks["hidden", "zero"] == "hidden"
    assert looks["zero", "zero"] == "0"
    assert looks["no data", "no data"] == "no data"
    assert looks["shown", "hidden"] == "9 to 16"
    assert range_words(None, partner) == "no data"
