"""Cover demand by windows of time at venues, one choice after another (Church and ReVelle 1974)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import sparse

from placespace.errors import PlacespaceError, WrongUse

NEGLIGIBLE = 1e-9
"""Share of all demand under which two gains are the same: sums of floats differ in their last digits."""

Choice = tuple[int, int]
"""A venue's position and the first slot of a session there."""


def starts(lettable: np.ndarray, length: int, step: int) -> np.ndarray:
    """Return where a session may start: every ``step`` slots, and as soon as a let begins.

    Parameters
    ----------
    lettable : ndarray of bool, shape (v, t)
        The last slot is followed by the first.
    length : int
        Slots of a session; all of them must be lettable.
    step : int
        Slots.

    Returns
    -------
    ndarray of bool, shape (v, t)

    Examples
    --------
    >>> np.flatnonzero(starts(np.array([[0, 1, 1, 1, 1, 1, 0, 0]], bool), 2, 2))
    array([1, 2, 4])
    """
    fits = window_sums(lettable.astype(float), length) == length
    begins = lettable & ~np.roll(lettable, 1, axis=1)
    return fits & (begins | (np.arange(lettable.shape[1]) % step == 0))


def window_sums(by_slot: np.ndarray, length: int, at: np.ndarray | None = None) -> np.ndarray:
    """Return sums over ``length`` slots from each slot, or from those of ``at``, round the end of the week.

    Slots are added in turn, so that equal windows have equal sums and ties stay ties.

    Parameters
    ----------
    by_slot : ndarray of float, shape (v, t)

    Examples
    --------
    >>> window_sums(np.array([[1.0, 2.0, 4.0]]), 2)
    array([[3., 6., 5.]])
    """
    slots = by_slot.shape[1]
    at = np.arange(slots) if at is None else at
    total = by_slot[:, at % slots]
    for further in range(1, length):
        total = total + by_slot[:, (at + further) % slots]
    return total


class Covering:
    """Demand, the sessions there are to choose from, and how often each cell-slot is covered by those chosen.

    Parameters
    ----------
    demand : ndarray of float, shape (n, t)
        By cell and slot, 0 or more; 336 slots for a week, 1 where time plays no part. Missing takes no part.
    reach : sparse array of bool, shape (n, v)
        Which cells each venue reaches.
    allowed : ndarray of bool, shape (v, t)
        Slots at which a session may start at a venue: see :func:`starts`.
    length : int
        Slots of a session.

    Attributes
    ----------
    chosen : list of (int, int)
        Venue and start of the sessions chosen.
    times : ndarray of int, shape (n, t)
        How many of them cover each cell-slot.
    total, negligible : float
        All demand, and how much of it makes no difference.
    cells_missing : int
        Cells with a slot whose demand is missing.
    gain : ndarray of float, shape (v, t)
        Demand that one more session would reach; minus infinity where none may start.

    Notes
    -----
    A session covers a rectangle of cells by slots, so all gains are sums over windows of ``reach' @ demand``,
    and a choice changes only its own slots' columns of that product. These are computed anew, never
    subtracted from: nothing drifts.
    """

    def __init__(self, demand: np.ndarray, reach: sparse.sparray, allowed: np.ndarray, length: int) -> None:
        missing = np.isnan(demand)
        self.cells_missing = int(missing.any(axis=1).sum())
        self.demand = np.where(missing, 0.0, demand)
        self.allowed, self.length = allowed, length
        self.by_venue = sparse.csr_array(reach.T).astype(float)
        self.total = float(self.demand.sum())
        self.negligible = NEGLIGIBLE * self.total
        self.chosen: list[Choice] = []
        self.times = np.zeros(demand.shape, np.int32)
        self.unmet_in_reach = self.by_venue @ self.demand
        self.gain = np.where(allowed, window_sums(self.unmet_in_reach, length), -np.inf)

    def anew(self, chosen: Sequence[Choice] = ()) -> Covering:
        """Return the same demand and sessions with these chosen, in turn, and no others."""
        other = Covering(self.demand, self.by_venue.T, self.allowed, self.length)
        other.cells_missing = self.cells_missing
        for choice in chosen:
            other.choose(choice)
        return other

    def cells(self, venue: int) -> np.ndarray:
        """Return the positions of the cells that a venue reaches."""
        return self.by_venue.indices[self.by_venue.indptr[venue] : self.by_venue.indptr[venue + 1]]

    def window(self, start: int) -> np.ndarray:
        """Return the slots of a session that starts at a slot."""
        return np.arange(start, start + self.length) % self.demand.shape[1]

    def choose(self, choice: Choice) -> None:
        """Cover what a session reaches."""
        self.chosen.append(choice)
        self._change(choice, 1)

    def drop(self, choice: Choice) -> None:
        """Undo :meth:`choose`."""
        self.chosen.remove(choice)
        self._change(choice, -1)

    def _change(self, choice: Choice, by: int) -> None:
        venue, start = choice
        slots = self.window(start)
        self.times[np.ix_(self.cells(venue), slots)] += by
        self.unmet_in_reach[:, slots] = self.by_venue @ np.where(self.times[:, slots] == 0, self.demand[:, slots], 0.0)
        around = np.unique(np.arange(start - self.length + 1, start + self.length) % self.demand.shape[1])
        sums = window_sums(self.unmet_in_reach, self.length, around)
        self.gain[:, around] = np.where(self.allowed[:, around], sums, -np.inf)

    def best(self) -> Choice | None:
        """Return the session with most to gain, of equal ones the first venue, then the first slot; None if none."""
        if not self.gain.size or (most := self.gain.max()) <= self.negligible:
            return None
        venue, start = divmod(int(np.argmax(self.gain >= most - self.negligible)), self.gain.shape[1])
        return venue, start

    def met(self) -> float:
        """Return the demand covered."""
        return float(self.demand[self.times > 0].sum())

    def greedy(self, k: int) -> None:
        """Choose up to ``k`` sessions, the one with most to gain each time: at least 63 % of the best there is."""
        while len(self.chosen) < k and (choice := self.best()) is not None:
            self.choose(choice)

    def swap(self) -> None:
        """Exchange one chosen session for another while that reaches more, the best exchange each time."""
        while True:
            most, exchange = self.negligible, None
            for old in tuple(self.chosen):
                self.drop(old)
                new = self.best()
                if new is not None and self.gain[new] - self.gain[old] > most:
                    most, exchange = self.gain[new] - self.gain[old], (old, new)
                self.choose(old)
            if exchange is None:
                return
            self.drop(exchange[0])
            self.choose(exchange[1])


def checked(
    demand: np.ndarray, reach: sparse.sparray, lettable: np.ndarray
) -> tuple[np.ndarray, sparse.csr_array, np.ndarray]:
    """Return demand (n, t), reach (n, v) and lettable slots (v, t) as arrays that fit together, or say why not."""
    demand, lettable = np.asarray(demand, float), np.asarray(lettable, bool)
    reach = sparse.csr_array(reach, dtype=bool, copy=True)
    reach.sum_duplicates()
    reach.eliminate_zeros()
    fits = demand.ndim == lettable.ndim == 2
    if not fits or reach.shape != (len(demand), len(lettable)) or demand.shape[1] != lettable.shape[1]:
        raise WrongUse(
            "Demand is cells by slots, reach cells by venues, and lettable venues by slots.",
            f"Their shapes are {demand.shape}, {reach.shape} and {lettable.shape}.",
            "Give all three for the same cells, venues and week.",
        )
    if (demand < 0).any() or np.isinf(demand).any():
        raise PlacespaceError(
            "Demand must be 0 or more in every cell and slot.",
            "Some is negative or without end.",
            "Look at the layer or the numbers it was made from.",
        )
    return demand, reach, lettable
