"""Places that are high by chance fall back by themselves, and nothing is claimed of that."""

import datetime

import h3
import numpy as np
import pandas as pd
import pytest

from placespace.catalogue import open_workspace
from placespace.grid import Cells, Question, ring_matrix
from placespace.measures.change_baseline import baseline_of_counts
from placespace.measures.change_evaluate import FELL, evaluate_counts
from placespace.measures.change_regression import Spread, cell_spread, expected

MONTHS = [str(m) for m in pd.period_range("2023-01", "2025-12", freq="M")]
BEFORE = MONTHS[:24]
STARTS = datetime.date(2025, 1, 1)
AREAS = 500


@pytest.fixture(scope="module")
def cells() -> Cells:
    """169 cells round one."""
    index = pd.Index(sorted(h3.grid_disk(h3.latlng_to_cell(53.78, -3.93, 9), 7)), name="cell")
    return Cells(index, 9, pd.Series(0.1, index), ring_matrix(index), None, "disk")


@pytest.fixture(scope="module")
def layer():
    """A layer that states no break."""
    return open_workspace().layers["police"]


def simulated(cells, mean, shape, rng, *, swing=0.0, effect=1.0, whole_ring=False):
    """Counts by cell and month of three years: the highest place of the second, and what it did in the third."""
    rate = rng.gamma(shape, mean / shape, len(cells))
    years = [rate * (rng.gamma(1 / swing, swing, len(cells)) if swing and n != 1 else 1.0) for n in range(3)]
    counts = np.hstack([rng.poisson(np.repeat(y[:, None] / 12, 12, axis=1)) for y in years]).astype(float)
    second = counts[:, 12:24].sum(axis=1)
    top = int((cells.ring @ second if whole_ring else second).argmax())
    place = np.flatnonzero(cells.ring[[top], :].toarray()[0]) if whole_ring else np.array([top])
    if effect < 1:
        counts[place, 24:] = rng.poisson(years[2][place, None] * effect / 12, (len(place), 12))
    return pd.DataFrame(counts, cells.index, MONTHS), list(cells.index[place])


def share_claimed(cells, layer, mean, shape, months, seed, **how) -> float:
    rng, fell = np.random.default_rng(seed), 0
    for _ in range(AREAS):
        counts, place = simulated(cells, mean, shape, rng, **how)
        frozen = baseline_of_counts(cells, counts[BEFORE], place, Question("police"), as_of="2025-01")
        found = evaluate_counts(frozen, counts.iloc[:, : 24 + months], STARTS, layer=layer)
        fell += found.verdict == FELL
    return fell / AREAS


@pytest.mark.parametrize(
    ("mean", "shape", "months", "how"),
    [
        (2, 2, 3, {}),
        (20, 2, 12, {}),
        (20, 0.5, 6, {"whole_ring": True}),
        (20, 2, 12, {"swing": 0.05}),
    ],
    ids=["few events", "many events", "seven cells", "rates that move"],
)
def test_on_pure_regression_to_the_mean_no_fall_is_claimed(cells, layer, mean, shape, months, how):
    """2,000 areas in all; nothing changed in any of them, and the highest place was chosen."""
    assert share_claimed(cells, layer, mean, shape, months, seed=3, **how) <= 0.04


def test_a_large_fall_is_still_claimed(cells, layer):
    rng, fell, compared = np.random.default_rng(4), 0, 0
    for _ in range(60):
        counts, place = simulated(cells, 20, 2, rng, effect=0.3, whole_ring=True)
        frozen = baseline_of_counts(cells, counts[BEFORE], place, Question("police"), as_of="2025-01")
        found = evaluate_counts(frozen, counts, STARTS, layer=layer)
        compared += found.change is not None
        fell += found.verdict == FELL
    assert fell >= 0.9 * compared > 0


def test_the_highest_cell_is_expected_to_fall_back_by_as_much_as_it_does(cells):
    rng, was, then, said = np.random.default_rng(5), [], [], []
    for _ in range(400):
        rate = rng.gamma(2, 2, len(cells))
        first, second = rng.poisson(rate), rng.poisson(rate)
        top = first.argmax()
        was.append(first[top])
        then.append(second[top])
        said.append(expected([first[top]], cell_spread(pd.Series(first), None)).mean)
    assert np.mean(was) - np.mean(then) > 3
    assert np.mean(said) == pytest.approx(np.mean(then), rel=0.05)


def test_the_shape_of_the_area_is_found_again():
    rng = np.random.default_rng(6)
    rate = rng.gamma(1.5, 4, 20_000)
    found = cell_spread(pd.Series(rng.poisson(rate)), (pd.Series(rng.poisson(rate)), pd.Series(rng.poisson(rate))))
    assert found.shape == pytest.approx(1.5, rel=0.05)
    assert found.mean == pytest.approx(6, rel=0.05)
    assert found.swing < 0.01


def test_rates_that_move_are_told_from_chance():
    rng = np.random.default_rng(7)
    rate = rng.gamma(1.5, 20, 20_000)
    halves = (pd.Series(rng.poisson(rate)), pd.Series(rng.poisson(rate * rng.gamma(10, 0.1, len(rate)))))
    assert cell_spread(halves[0], halves).swing == pytest.approx(0.1, rel=0.2)


def test_an_area_with_nothing_expects_nothing():
    empty = cell_spread(pd.Series([0, 0, 0]), None)
    assert empty == Spread(1.0, 0.0, 0.0)
    assert expected([0, 0], empty).mean == 0
