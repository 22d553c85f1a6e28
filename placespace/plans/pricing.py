"""Bound what any choice of sessions can reach, by putting prices on what they cover."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from placespace.plans.covering import NEGLIGIBLE, Choice, Covering, window_sums

MOST_LINKS = 10_000_000
"""Cell-slots times the sessions that cover each: more take longer to lay out than to wait for an answer, and 1 GB."""

ROUNDS, PATIENCE, NEWEST, SMALLEST_STEP = 1000, 20, 0.1, 1e-4
"""Of pricing: most rounds; rounds without progress before steps are halved; weight of the newest round in the
average; the step at which to stop."""


@dataclass(frozen=True, eq=False)
class Elements:
    """What there is to cover, cell-slots that the same sessions cover taken together, and so sessions that cover alike.

    Attributes
    ----------
    weights : ndarray of float, shape (m,)
        Demand.
    first : ndarray of int, shape (m,)
        The first cell-slot of each, counted along the rows of demand.
    links : csr_array of float, shape (m, c)
        1 where a session covers it.
    sessions : ndarray of int, shape (c, 2)
        Venue and start, of sessions that cover alike the first.
    """

    weights: np.ndarray
    first: np.ndarray
    links: sparse.csr_array
    sessions: np.ndarray

    def choices(self, columns: np.ndarray) -> list[Choice]:
        """Return the sessions of some columns."""
        return [(int(venue), int(start)) for venue, start in self.sessions[columns]]

    def only(self, kept: np.ndarray) -> Elements:
        """Return what there is to cover by some of the sessions."""
        return Elements(self.weights, self.first, self.links[:, kept], self.sessions[kept]).merged()

    def merged(self) -> Elements:
        """Return the same with like rows and like columns taken together, and rows that nothing covers left out."""
        columns, _ = _like(sparse.csr_array(self.links.T))
        links = self.links[:, columns]
        rows, kind = _like(links)
        rows_covered = np.diff(links.indptr)[rows] > 0
        weights = np.bincount(kind, self.weights, minlength=len(rows))[rows_covered]
        rows = rows[rows_covered]
        return Elements(weights, self.first[rows], links[rows], self.sessions[columns])


@dataclass(frozen=True, eq=False)
class Prices:
    """What pricing proved, and found.

    Attributes
    ----------
    bound : float
        No ``k`` sessions cover more.
    scores : ndarray of float, shape (c,)
        Prices that each session covers, at the prices that gave the bound.
    columns : ndarray of int
        The best choice seen on the way; empty when none covers more than was known to be possible.
    """

    bound: float
    scores: np.ndarray
    columns: np.ndarray

    def may_better(self, met: float, k: int) -> np.ndarray:
        """Return which sessions a choice that covers more than ``met`` can hold.

        One that is not among the ``k`` best costs any choice that holds it what it is short of the last of them.
        """
        last = np.sort(self.scores)[-min(k, len(self.scores))]
        return self.bound - np.maximum(last - self.scores, 0) > met


def elements_of(covering: Covering) -> Elements | None:
    """Return all there is to cover; None where that is too much to lay out."""
    every_gain = window_sums(covering.by_venue @ covering.demand, covering.length)
    sessions = np.argwhere(covering.allowed & (every_gain > 0))
    reached = covering.by_venue[sessions[:, 0]].tocoo()
    if reached.nnz * covering.length > MOST_LINKS:
        return None
    demand, slots = covering.demand.ravel(), covering.demand.shape[1]
    window = (sessions[reached.row, 1][:, None] + np.arange(covering.length)) % slots
    at = reached.col[:, None].astype(int) * slots + window
    wanted = demand[at] > 0
    column = np.broadcast_to(reached.row[:, None], at.shape)[wanted]
    at = at[wanted]
    covered = np.zeros(len(demand), bool)
    covered[at] = True
    first, row = np.flatnonzero(covered), (np.cumsum(covered) - 1)[at]
    links = sparse.csr_array((np.ones(len(at)), (row, column)), shape=(len(first), len(sessions)))
    return Elements(demand[first], first, links, sessions).merged()


def price(elements: Elements, k: int, covered: np.ndarray, until: float) -> Prices:
    """Lower the bound on what ``k`` sessions can cover, while that helps and there is time.

    Whatever the prices, from 0 to the demand of each element, no choice covers more than all demand above its
    price, and the ``k`` sessions with most prices in reach (Lagrangian relaxation; Galvão and ReVelle 1996). Prices
    of what these cover twice fall, of what they leave out rise, by an average of the rounds (Barahona and
    Anbil 2000).

    Parameters
    ----------
    elements : Elements
    k : int
    covered : ndarray of bool, shape (m,)
        What a plan covers. First prices are 0 there and the demand elsewhere, which is the bound of greedy choice.
    until : float
        When to stop, on the clock of ``time.perf_counter``.
    """
    weights, links = elements.weights, sparse.csr_array(elements.links.T)
    k = min(k, len(elements.sessions))
    prices = np.where(covered, 0.0, weights)
    met, columns = float(weights[covered].sum()), np.empty(0, int)
    bound, best_scores = np.inf, np.empty(0)
    step, waited, average = 1.0, 0, None
    for _ in range(ROUNDS):
        scores = links @ prices
        top = np.argpartition(-scores, k - 1)[:k]
        now = float((weights - prices).sum() + scores[top].sum())
        times = np.bincount(links[top].indices, minlength=len(weights))
        if (value := float(weights[times > 0].sum())) > met:
            met, columns = value, top
        waited = 0 if bound - now > SMALLEST_STEP * (now - met) else waited + 1
        if now < bound:
            bound, best_scores = now, scores
        if waited == PATIENCE:
            step, waited = step / 2, 0
        if bound - met <= NEGLIGIBLE * bound or step < SMALLEST_STEP or time.perf_counter() > until:
            break
        average = times if average is None else NEWEST * times + (1 - NEWEST) * average
        slope = average - 1
        steepness = float((slope[np.where(slope < 0, prices < weights, prices > 0)] ** 2).sum())
        if steepness:
            prices = np.clip(prices - step * (now - met) / steepness * slope, 0, weights)
    return Prices(bound, best_scores, columns)


def _like(links: sparse.csr_array) -> tuple[np.ndarray, np.ndarray]:
    """Return the first row of each kind, and the kind of every row; rows are told apart by 128-bit marks."""
    numbers = np.random.default_rng(0).integers(0, 2**64, (links.shape[1], 2), np.uint64)
    marks = links.astype(np.uint64) @ numbers
    order = np.lexsort(marks.T)
    new = np.r_[True, (np.diff(marks[order], axis=0) != 0).any(axis=1)][: len(order)]
    first = order[new]
    firsts, kind = np.sort(first), np.empty(len(order), int)
    kind[order] = np.searchsorted(firsts, first[np.cumsum(new) - 1])
    return firsts, kind
