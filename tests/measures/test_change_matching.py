"""Like places: as many cells, found by what was known before, apart from all that is being worked on."""

import h3
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placespace.errors import WrongUse
from placespace.grid import Cells, ring_matrix
from placespace.measures.change_matching import matched


def disk(steps: int) -> Cells:
    index = pd.Index(sorted(h3.grid_disk(h3.latlng_to_cell(53.78, -3.93, 9), steps)), name="cell")
    return Cells(index, 9, pd.Series(0.1, index), ring_matrix(index), None, "disk")


CELLS = disk(8)
MIDDLE = h3.latlng_to_cell(53.78, -3.93, 9)


def counts(seed: int = 1, mean: float = 10) -> pd.Series:
    rng = np.random.default_rng(seed)
    return pd.Series(rng.poisson(rng.gamma(2, mean / 2, len(CELLS))).astype(float), CELLS.index)


@given(seed=st.integers(0, 1000), size=st.integers(1, 6), other=st.integers(0, len(CELLS) - 1))
@settings(max_examples=40, deadline=None)
def test_no_cell_is_in_two_groups_and_all_are_apart(seed, size, other):
    rng = np.random.default_rng(seed)
    place = list(rng.choice(CELLS.index, size, replace=False))
    elsewhere = CELLS.index[other]
    found = matched(CELLS, place, counts(seed), others=[elsewhere])
    groups = [found.treated, found.ring, found.comparison, found.comparison_ring]
    assert sum(map(len, groups)) == len(set().union(*groups))
    near = set().union(*(h3.grid_disk(c, 2) for c in place))
    others = set() if elsewhere in place else set(h3.grid_disk(elsewhere, 1))
    assert not set(found.comparison) & (near | others)
    assert not set(found.comparison_ring) & others
    if found.comparison:
        assert len(found.comparison) == size
        assert len(found.comparison_ring) <= len(found.ring)


def test_the_cells_most_like_it_are_found():
    x = pd.Series(1.0, CELLS.index)
    far = [c for c in CELLS.index if h3.grid_distance(c, MIDDLE) > 3]
    x[MIDDLE], x[far[0]], x[far[1]] = 40, 41, 60
    assert matched(CELLS, [MIDDLE], x).comparison == (far[0],)


def test_need_and_kind_decide_between_cells_with_as_much():
    x, need, kind = pd.Series(10.0, CELLS.index), pd.Series(0.1, CELLS.index), pd.Series("", CELLS.index)
    far = [c for c in CELLS.index if h3.grid_distance(c, MIDDLE) > 3]
    need[[MIDDLE, far[5], far[6]]] = 0.9
    kind[[MIDDLE, far[6]]] = "school"
    found = matched(CELLS, [MIDDLE], x, need=need, kind=kind)
    assert found.comparison == (far[6],)
    assert ("kind of place", "school", "school (1 of 1 alike)") in found.likeness


def test_missing_need_stops_nothing():
    need = pd.Series(np.nan, CELLS.index)
    found = matched(CELLS, [MIDDLE], counts(), need=need)
    assert len(found.comparison) == 1
    assert any(row[1] == "not known" for row in found.likeness)


def test_where_nothing_holds_as_much_it_is_said():
    x = pd.Series(5.0, CELLS.index)
    x[MIDDLE] = 80
    found = matched(CELLS, [MIDDLE], x)
    assert "No cells apart from the place hold about as much as its 80: the nearest hold 5." in found.why_not


def test_where_nothing_is_as_deprived_it_is_said():
    need = pd.Series(0.1, CELLS.index)
    need[MIDDLE] = 0.9
    assert "about as deprived" in matched(CELLS, [MIDDLE], pd.Series(5.0, CELLS.index), need=need).why_not


def test_an_area_too_small_has_nothing_apart():
    small = disk(2)
    middle = MIDDLE
    found = matched(small, [middle], pd.Series(1.0, small.index))
    assert found.comparison == ()
    assert "apart from it" in found.why_not


def test_the_same_question_has_the_same_answer_in_any_order():
    place = sorted(h3.grid_disk(MIDDLE, 1))
    assert matched(CELLS, place, counts()) == matched(CELLS, place[::-1], counts())


def test_a_place_outside_the_area_is_refused():
    with pytest.raises(WrongUse, match="study area"):
        matched(CELLS, ["892a1072b5bffff"], counts())
