"""List the places and hours where demand is greatest and nobody is there for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse

from placespace.errors import PlacespaceError, WrongUse
from placespace.measures.coverage import HOURS, Coverage
from placespace.settings import SETTINGS

SAME = 1e-9
"""Sums of the same numbers in another order differ by less than this share: they are equal."""
TOP = 5
"""How many of the first are asked whether they stay first."""
BARS = ("harm", "need", "absence")
COLUMNS = (
    "centre",
    "busiest",
    "weekday",
    "start_hour",
    "hours",
    "unserved",
    "demand",
    "absence",
    "share_of_all_unserved",
)


class Weighting(NamedTuple):
    """How much each bar counts, and why somebody would say so."""

    name: str
    harm: float
    need: float
    absence: float
    reason: str

    @property
    def weights(self) -> tuple[float, float, float]:
        """What harm, need and absence are raised to."""
        return self.harm, self.need, self.absence


WEIGHTINGS = (
    Weighting("all alike", 1, 1, 1, "each bar counts as much as the others"),
    Weighting("harm twice", 2, 1, 1, "what happens matters most"),
    Weighting("need twice", 1, 2, 1, "those with least should come first"),
    Weighting("absence twice", 1, 1, 2, "go where there is nobody at all before adding to what is there"),
    Weighting("harm by half", 0.5, 1, 1, "much harm is never recorded, so recorded harm should decide less"),
    Weighting("need by half", 1, 0.5, 1, "deprivation is of residents, not of those who are there"),
    Weighting("absence by half", 1, 1, 0.5, "the list of sessions is never complete"),
    Weighting("without need", 1, 0, 1, "harm and absence alone: deprivation informs, it does not decide"),
    Weighting("without absence", 1, 1, 0, "as if the list of sessions could not be trusted"),
    Weighting("harm alone", 1, 0, 0, "what a list of hot spots would say"),
)
"""Ten ways to weigh the bars. An order that holds under most of them does not hang on the weights."""


def gaps(
    coverage: Coverage,
    near: sparse.csr_array,
    *,
    hours: int = int(SETTINGS["session_hours"].value),
    most: int = 20,
    least_share: float = SETTINGS["gap_share"].value,
) -> pd.DataFrame:
    """Return where and when most demand is not met: a walk around a cell, and some hours of the week.

    The largest comes first; what it holds is taken out, so that no cell's hour is in two gaps, and
    the largest of what is left comes next.

    Parameters
    ----------
    coverage : Coverage
        Of n cells. Missing demand counts for nothing here: ``coverage.missing`` says of how many cells.
    near : csr_array of bool, shape (n, n)
        Which cells are within a walk of each cell: ``reach(cells_m, cells_m, walk)``.
    hours : int
        Length of a window; it starts on the hour, and may run past Sunday midnight. The whole week, 168, gives
        places alone: for demand that is alike at every hour.
    most : int
        How many to list at most.
    least_share : float
        Stop below this share of the first.

    Returns
    -------
    DataFrame
        One row a gap, largest first: ``centre`` (position of the cell in the middle), ``busiest``
        (of the cell within its walk with most unserved demand then: its name is the gap's),
        ``weekday`` (0 Monday, of the clock) and ``start_hour``, ``hours``, ``unserved`` and
        ``demand`` a week, ``absence`` (unserved / demand), ``share_of_all_unserved`` (of the whole area
        and week). Cell-hours of an earlier gap are in neither ``unserved`` nor ``demand``.

    Raises
    ------
    PlacespaceError
        When ``near`` is not of these cells.
    WrongUse
        When a window has no length or is longer than a week, or none is to be listed.

    Notes
    -----
    Of equals comes first the one whose middle has more unserved demand itself, so that a gap lies where
    the harm is; then the cell that comes first, then the earlier hour. Each step sums again only the
    cells and hours that it changed.
    """
    if not (1 <= hours <= HOURS and most >= 1):
        raise WrongUse(
            f"A gap is 1 to {HOURS} hours long, and at least one is listed.",
            f"Asked for: {hours} and {most}.",
            "Ask again.",
        )
    n = len(coverage.demand)
    if near.shape != (n, n):
        raise PlacespaceError(
            "Which cells are near must be said for the same cells as demand.",
            f"Shapes are {near.shape} and {n} cells.",
            "Use reach() from the cells to themselves.",
        )
    around = sparse.csr_array(near, dtype=float)
    around.eliminate_zeros()
    touching = sparse.csr_array(around.T)
    left, demand = coverage.unmet.copy(), coverage.known.copy()
    everything, sums = left.sum(), _windows(around @ left, hours)
    found: list[tuple] = []
    while len(found) < most and n:
        best = sums.max()
        if best <= 0 or (found and best < least_share * found[0][5]):
            break
        centre, start = _first_of(sums, best, left, hours)
        cells = around.indices[around.indptr[centre] : around.indptr[centre + 1]]
        window = np.arange(start, start + hours) % HOURS
        here = np.ix_(cells, window)
        by_cell, of = left[here].sum(axis=1), demand[here].sum()
        unserved = by_cell.sum()
        top = by_cell >= by_cell.max() * (1 - SAME)
        busiest = centre if centre in cells[top] else cells[top].min()
        found.append(
            (centre, busiest, start // 24, start % 24, hours, unserved, of, unserved / of, unserved / everything)
        )
        left[here] = demand[here] = 0
        rows = np.unique(np.concatenate([touching.indices[touching.indptr[c] : touching.indptr[c + 1]] for c in cells]))
        wide = np.arange(start - hours + 1, start + 2 * hours - 1) % HOURS
        again = np.lib.stride_tricks.sliding_window_view(around[rows] @ left[:, wide], hours, axis=1).sum(axis=-1)
        sums[np.ix_(rows, wide[: 2 * hours - 1])] = again
    table = pd.DataFrame(found, columns=list(COLUMNS))
    return table.astype({c: int if n < 5 else float for n, c in enumerate(COLUMNS)})


def _windows(by_hour: np.ndarray, hours: int) -> np.ndarray:
    """Return, for each start, the sum over the hours of a window, past Sunday midnight too."""
    return sum((np.roll(by_hour, -later, axis=1) for later in range(hours)), np.zeros_like(by_hour))


def _first_of(sums: np.ndarray, best: float, left: np.ndarray, hours: int) -> tuple[int, int]:
    """Return the cell and start of the best window; of equals as :func:`gaps` says."""
    cell, start = np.nonzero(sums >= best * (1 - SAME))
    own = sum((left[cell, (start + later) % HOURS] for later in range(hours)), np.zeros(len(cell)))
    at = int(np.argmax(own >= own.max() * (1 - SAME)))  # the first: cells, then hours, are in order
    return int(cell[at]), int(start[at])


def ranked(
    found: pd.DataFrame,
    need_share: np.ndarray | pd.Series | None,
    people: np.ndarray | pd.Series | None,
    near: sparse.csr_array,
    *,
    weights: Sequence[float] = (1.0, 1.0, 1.0),
) -> pd.DataFrame:
    """Return gaps with three bars, in the order of their product: harm, need and absence.

    Parameters
    ----------
    found : DataFrame
        From :func:`gaps`.
    need_share : array of float, shape (n,), or None
        Each cell's place in the order of need, 0 to 1, the most deprived highest.
    people : array of float, shape (n,), or None
        Young residents a cell.
    near : csr_array of bool, shape (n, n)
        The one :func:`gaps` was given.
    weights : sequence of three floats
        What harm, need and absence are raised to, 0 or more; 0 leaves a bar out.

    Returns
    -------
    DataFrame
        The columns of ``found`` and ``harm`` (unserved as a share of the largest), ``need``
        (people-weighted mean of ``need_share`` within the walk) and ``absence``, each 0 to 1. There
        is no score: the order and the bars are what is shown.

    Raises
    ------
    WrongUse
        When weights are not three numbers of 0 or more, with one above 0.

    Notes
    -----
    The order is that of ``harm^a need^b absence^c``. Need is missing where no one is known to live
    within the walk, or need is not loaded; it then takes no part, and the other two are weighed as
    if they were all: ``(harm^a absence^c)^((a+b+c)/(a+c))``. A page must say so of such rows. Ties go
    by harm, then by the order of ``found``.
    """
    if len(weights) != 3 or not all(0 <= w < np.inf for w in weights) or not any(weights):
        raise WrongUse(
            "Weights must be three numbers of 0 or more, with one above 0.", f"They are {list(weights)}.", "Ask again."
        )
    out = found.assign(harm=found["unserved"] / found["unserved"].max(), need=np.nan)
    if need_share is not None and people is not None and len(found):
        need, living = np.asarray(need_share, float), np.nan_to_num(np.asarray(people, float))
        living = np.where(np.isnan(need), 0.0, living)
        around = sparse.csr_array(near, dtype=float)[out["centre"].to_numpy(int)]
        within = around @ living
        out["need"] = np.divide(
            around @ (living * np.nan_to_num(need)), within, out=np.full(len(out), np.nan), where=within > 0
        )
    out = out[[*[c for c in found.columns if c != "absence"], *BARS]]
    return out.iloc[_order(out, weights)].reset_index(drop=True)


def _order(bars: pd.DataFrame, weights: Sequence[float]) -> np.ndarray:
    """Return the positions of gaps, first to last, under some weights."""
    value, weight = bars[list(BARS)].to_numpy(float), np.asarray(weights, float)
    known = ~np.isnan(value)
    counted = (known * weight).sum(axis=1)
    stretch = np.divide(weight.sum(), counted, out=np.zeros(len(bars)), where=counted > 0)
    score = np.prod(np.where(known, value, 1.0) ** weight, axis=1) ** stretch
    score[counted == 0] = -1.0  # nothing known that counts: after all others
    # to twelve digits, so that the same bars in another order are the same score
    return np.lexsort((-bars["harm"].to_numpy(float), -score.round(12)))


def stability(bars: pd.DataFrame, weightings: Sequence[Weighting] = WEIGHTINGS) -> tuple[int, int]:
    """Return under how many weightings the first five of a list stay the first five, and of how many.

    Parameters
    ----------
    bars : DataFrame
        From :func:`ranked`, in the order shown.
    weightings : sequence of Weighting

    Returns
    -------
    held, of : int
        The five as a set: their order among themselves may change. With five rows or fewer they
        always hold.
    """
    first = set(range(min(TOP, len(bars))))
    return sum(set(_order(bars, w.weights)[:TOP]) == first for w in weightings), len(weightings)
