"""Hot cells become places: all of them, none twice, and no two places too near."""

import h3
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placespace.errors import PlacespaceError
from placespace.grid import ring_matrix, to_metres
from placespace.plans.merging import merge, places_of

DISK = sorted(h3.grid_disk(h3.latlng_to_cell(53.78, -3.93, 9), 5))
METRES = to_metres(*np.array([h3.cell_to_latlng(c) for c in DISK])[:, ::-1].T)
RING = ring_matrix(DISK)
N = len(DISK)


def of_town(tiny_town, hot, apart_m=500.0):
    cells, at = tiny_town.cells, tiny_town.cells.index.isin([tiny_town.named[k] for k in hot])
    return merge(at, tiny_town.counts.to_numpy(), cells.centres_m(), cells.ring, apart_m=apart_m)


def names(tiny_town, positions):
    back = {cell: key for key, cell in tiny_town.named.items()}
    return [back[tiny_town.cells.index[i]] for i in positions]


def test_a_cell_and_those_beside_it_are_one_place_about_the_heaviest(tiny_town):
    found = of_town(tiny_town, [(0, 1), (0, 2), (0, 3), (1, 1)])
    assert names(tiny_town, found.centres) == [(0, 2)]
    assert (found.member >= 0).sum() == 4


def test_a_row_too_long_for_one_place_is_three_and_what_lies_between_goes_to_the_nearer(tiny_town):
    # 0 3 9 2 0: about 330 m from one to the next, so each end is 660 m from the middle
    found = of_town(tiny_town, [(0, i) for i in range(5)])
    assert names(tiny_town, found.centres)[0] == (0, 2)
    assert sorted(names(tiny_town, found.centres)[1:]) == [(0, 0), (0, 4)]
    xy = tiny_town.cells.centres_m()
    for between in ((0, 1), (0, 3)):
        at = tiny_town.cells.index.get_loc(tiny_town.named[between])
        assert found.member[at] == np.hypot(*(xy[found.centres] - xy[at]).T).argmin()


def test_groups_that_do_not_touch_are_one_place_when_their_centres_are_near(tiny_town):
    apart = [(1, 1), (-1, 2)]
    assert len(of_town(tiny_town, apart).centres) == 2
    joined = of_town(tiny_town, apart, apart_m=900)
    assert names(tiny_town, joined.centres) == [(1, 1)]
    assert (joined.member >= 0).sum() == 2


def test_the_heaviest_place_comes_first_whatever_its_heaviest_cell(tiny_town):
    cells = tiny_town.cells
    weight = pd.Series(0.0, cells.index)
    ones = [(2, 0), (2, 1), (-2, 2)]
    for key, value in zip(ones, (3, 3, 5), strict=True):
        weight[tiny_town.named[key]] = value
    found = merge(weight.to_numpy() > 0, weight.to_numpy(), cells.centres_m(), cells.ring)
    assert found.member[cells.index.get_loc(tiny_town.named[-2, 2])] == 1


def test_ties_go_to_the_cell_that_comes_first(tiny_town):
    found = merge(np.ones(19, bool), np.ones(19), tiny_town.cells.centres_m(), tiny_town.cells.ring, apart_m=2000)
    assert found.centres.tolist() == [0]


def test_nothing_hot_is_no_place(tiny_town):
    found = of_town(tiny_town, [])
    assert found.centres.tolist() == []
    assert (found.member == -1).all()


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"apart_m": -1.0}, "0 m apart or more"),
        ({"apart_m": np.nan}, "0 m apart or more"),
        ({"weight": np.full(N, np.nan)}, "weighs 0 or more"),
        ({"weight": np.full(N, -1.0)}, "weighs 0 or more"),
        ({"weight": np.ones(3)}, "of the same cells"),
        ({"centres_m": METRES[:-1]}, "of the same cells"),
    ],
)
def test_what_cannot_be_merged_is_refused(change, fault):
    asked = {"hot": np.ones(N, bool), "weight": np.ones(N), "centres_m": METRES, "ring": RING} | change
    with pytest.raises(PlacespaceError, match=fault):
        places_of(**asked)


def test_a_weight_that_is_missing_where_nothing_is_hot_does_not_matter():
    hot, weight = np.arange(N) == 3, np.full(N, np.nan)
    weight[3] = 1
    assert (places_of(hot, weight, METRES, RING) >= 0).tolist() == hot.tolist()


worlds = st.tuples(
    st.lists(st.booleans(), min_size=N, max_size=N),
    st.lists(st.integers(0, 30), min_size=N, max_size=N),
    st.sampled_from([0.0, 300.0, 500.0, 700.0, 1200.0]),
)


@settings(max_examples=80, deadline=None)
@given(worlds)
def test_every_hot_cell_is_of_one_place_and_no_two_places_are_too_near(world):
    hot, weight, apart_m = np.array(world[0]), np.array(world[1]), world[2]
    found = merge(hot, weight, METRES, RING, apart_m=apart_m)
    assert ((found.member >= 0) == hot).all()
    assert sorted(set(found.member[hot])) == list(range(len(found.centres)))
    assert (found.member[found.centres] == np.arange(len(found.centres))).all()
    xy = METRES[found.centres]
    gaps = np.hypot(*(xy[:, None] - xy[None]).transpose(2, 0, 1))[~np.eye(len(xy), dtype=bool)]
    assert (gaps >= apart_m).all()
    totals = np.bincount(found.member[hot], weight[hot], len(found.centres))
    assert (np.diff(totals) <= 0).all()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.booleans(), min_size=N, max_size=N), st.randoms(use_true_random=False))
def test_the_order_of_the_cells_does_not_matter(hot, random):
    hot = np.array(hot)
    # no two cells, and hardly two sums, are alike: there are no ties of weight
    weight = 1.3 ** np.array(random.sample(range(N), N))
    jitter = np.array([[random.random(), random.random()] for _ in range(N)])
    order = np.array(random.sample(range(N), N))
    one = merge(hot, weight, METRES + jitter, RING)
    other = merge(hot[order], weight[order], (METRES + jitter)[order], RING[order][:, order])
    assert set(order[other.centres]) == set(one.centres)
    together = {frozenset(np.flatnonzero(one.member == i)) for i in range(len(one.centres))}
    assert {frozenset(order[other.member == i]) for i in range(len(other.centres))} == together
