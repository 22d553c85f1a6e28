"""Each kind of hot spot by hand, in the order in which they are asked."""

import h3
import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from placespace.grid import ring_matrix
from placespace.measures import kind_of, kind_of_few, kinds, mann_kendall

GOLDEN = 5e-6  # printed to five decimals


def row(text: str) -> np.ndarray:
    """Steps as written: h hot, c cold, . neither."""
    return np.array(list(text))


def one_kind(text: str, z: np.ndarray | None = None) -> str:
    steps = row(text)
    hot, cold = steps[None] == "h", steps[None] == "c"
    return kind_of(hot, cold, (hot * 3.0 if z is None else z[None]))[0]


@pytest.mark.parametrize(
    ("steps", "kind"),
    [
        ("hhhhhhhhh.", "historical"),
        ("hhhhhhhhhc", "historical"),
        ("hhhhhhhhhh", "persistent"),
        (".hhhhhhhhh", "persistent"),
        (".........h", "new"),
        ("c........h", "oscillating"),
        (".hh..c..hh", "oscillating"),
        ("c.......hh", "oscillating"),
        ("........hh", "consecutive"),
        ("..hhhhhhhh", "consecutive"),
        ("h........h", "sporadic"),
        ("h.......hh", "sporadic"),
        ("hhhhhhhh.h", "persistent"),
        ("hhhhhhh..h", "sporadic"),
        ("hhhhhhhh..", "none"),
        ("..........", "none"),
        ("cccccccccc", "none"),
    ],
)
def test_each_kind_by_hand(steps, kind):
    assert one_kind(steps) == kind


def test_a_spot_that_held_is_intensifying_or_diminishing_by_its_trend():
    rising, falling = np.arange(1.0, 11), np.arange(10.0, 0, -1)
    assert one_kind("h" * 10, rising) == "intensifying"
    assert one_kind("h" * 10, falling) == "diminishing"
    assert one_kind("h" * 10, np.array([1.0, 2] * 5)) == "persistent"


def test_a_spot_that_has_gone_is_historical_whatever_its_trend():
    assert one_kind("hhhhhhhhh.", np.arange(1.0, 11)) == "historical"


def test_a_trend_says_nothing_of_a_spot_that_did_not_hold():
    assert one_kind("h.h.h.h.hh", np.arange(1.0, 11)) == "sporadic"


@pytest.mark.parametrize(
    ("steps", "kind"),
    [
        ("hhhhh", "persistent"),
        ("hhhh.", "persistent"),
        ("....h", "emerging"),
        ("..hhh", "emerging"),
        ("hh...", "former"),
        ("h...h", "intermittent"),
        (".....", "none"),
        ("h", "persistent"),
        (".h", "emerging"),
    ],
)
def test_each_kind_from_few_steps_by_hand(steps, kind):
    assert kind_of_few(row(steps)[None] == "h", recent=3)[0] == kind


@pytest.mark.parametrize(
    ("values", "golden"),
    [(np.arange(1.0, 11), (45, 125, 3.93548, 8.303e-5)), ((1, 1, 2, 2, 3), (8, 14.6667, 1.82782, 0.06758))],
)
def test_mann_kendall_golden_values(values, golden):
    got = mann_kendall(np.array(values, float)).iloc[0]
    assert got["s"] == golden[0]
    assert got["variance"] == pytest.approx(golden[1], abs=5e-5)
    assert got["z"] == pytest.approx(golden[2], abs=GOLDEN)
    assert got["p"] == pytest.approx(golden[3], abs=GOLDEN)


def test_mann_kendall_of_a_flat_row_is_no_trend_and_of_a_missing_step_missing():
    got = mann_kendall(np.array([[3.0] * 6, [1, 2, np.nan, 4, 5, 6], [6, 5, 4, 3, 2, 1]]))
    assert got.loc[0].tolist() == [0, 0, 0, 1]
    assert got.loc[1].isna().all()
    assert got.loc[2, "z"] == -mann_kendall(np.arange(1.0, 7))["z"][0]


def steady_town(steps: int, hot_steps: range) -> tuple[pd.DataFrame, object]:
    """A disk with an event in every cell at every step, and 40 in the middle at some."""
    cells = sorted(h3.grid_disk(h3.latlng_to_cell(53.78, -3.93, 9), 5))
    by_step = pd.DataFrame(1.0, cells, [f"m{i:02d}" for i in range(steps)])
    middle = h3.latlng_to_cell(53.78, -3.93, 9)
    for i in hot_steps:
        by_step.iloc[cells.index(middle), i] = 40
    return by_step, middle


@pytest.mark.parametrize(
    ("steps", "hot_steps", "kind"),
    [
        (12, range(12), "persistent"),
        (12, range(11, 12), "new"),
        (12, range(8, 12), "consecutive"),
        (12, range(0, 11), "historical"),
        (9, range(9), "persistent"),
        (9, range(7, 9), "emerging"),
        (9, range(0, 4), "former"),
    ],
)
def test_kinds_are_found_from_counts(steps, hot_steps, kind):
    by_step, middle = steady_town(steps, hot_steps)
    got = kinds(by_step, ring_matrix(by_step.index))
    assert got[middle] == kind
    assert got.name == "kind"
    assert (got == "none").sum() > 70


def test_a_step_with_no_events_at_all_is_neither_hot_nor_cold():
    by_step, middle = steady_town(12, range(12))
    by_step["m05"] = 0.0
    assert kinds(by_step, ring_matrix(by_step.index))[middle] == "persistent"


def test_no_cell_is_cold_where_little_was_expected():
    by_step = pd.DataFrame(0.0, ["a", "b"], [f"m{i:02d}" for i in range(12)])
    by_step.loc["b"] = 2.0
    by_step.loc["a", "m11"] = 30.0
    by_step.loc["b", "m11"] = 1.0
    # ring of one each; 1 expected of 2 is too few to call 'a' cold before it got hot
    assert kinds(by_step, sparse.csr_array(np.eye(2)), {"hot_ratio": 1.5})["a"] == "new"
