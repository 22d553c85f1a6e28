"""Propose the new weekly sessions, each a venue and a start, that reach most of the demand nobody serves yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from placespace.calendar.slots import SLOTS, in_slots, slot_clock
from placespace.errors import WrongUse
from placespace.measures.coverage import Coverage
from placespace.plans.covering import Covering, checked, starts


@dataclass(frozen=True, order=True)
class Session:
    """A weekly session at a venue.

    Attributes
    ----------
    venue : int
        Position in the list of venues.
    start_slot : int
        Half-hour slot of the week, 0 is Monday 00:00.
    length_slots : int
    """

    venue: int
    start_slot: int
    length_slots: int

    @property
    def weekday(self) -> int:
        """The day it starts on: 0 is Monday."""
        return slot_clock(self.start_slot)[0]

    @property
    def start(self) -> str:
        """``HH:MM``."""
        return slot_clock(self.start_slot)[1]

    @property
    def end(self) -> str:
        """``HH:MM``, earlier than the start when it ends after midnight."""
        return slot_clock(self.start_slot + self.length_slots)[1]

    @property
    def slots(self) -> np.ndarray:
        """Half hours of the week that it fills: bool, shape (336,)."""
        return (np.arange(SLOTS) - self.start_slot) % SLOTS < self.length_slots


@dataclass(frozen=True, eq=False)
class Plan:
    """Proposed sessions, what each adds, and what was left out.

    Attributes
    ----------
    chosen : tuple of Session
        The one that adds most first.
    gains : tuple of float
        What each adds to those before it, demand a week.
    met, unmet : float
        Demand a week that they reach together, of all that was unmet before.
    cells_missing : int
        Cells whose demand is not known in some slot: that takes no part.
    asked, length_slots, step_slots : int
        As asked for.
    stopped : str
        Why there are fewer than were asked for; empty when there are not.
    notes : mapping of int to str
        Venues, by position, where no session could be of use, and why.
    runner_up : tuple of (Session, float)
        When one session was asked for: the next best and what each reaches, each at another place or time.
    """

    chosen: tuple[Session, ...]
    gains: tuple[float, ...]
    met: float
    unmet: float
    cells_missing: int
    asked: int
    length_slots: int
    step_slots: int
    stopped: str
    notes: Mapping[int, str]
    runner_up: tuple[tuple[Session, float], ...]

    @property
    def share(self) -> float:
        """The share of the unmet demand that is met; missing where nothing was unmet."""
        return self.met / self.unmet if self.unmet else np.nan


def unmet_by_slot(coverage: Coverage) -> np.ndarray:
    """Return demand that nothing open serves, by cell and half hour, shape (n, 336); missing where demand is.

    Examples
    --------
    >>> bool((unmet_by_slot(Coverage(np.ones((1, 168)), np.zeros((1, 336), bool))) == 0.5).all())
    True
    """
    return in_slots(coverage.demand) * ~coverage.served


def site_sessions(
    unmet: np.ndarray,
    reach: sparse.sparray,
    lettable: np.ndarray,
    *,
    k: int,
    length_slots: int = 4,
    step_slots: int = 2,
    runners_up: int = 3,
) -> Plan:
    """Propose ``k`` weekly sessions that reach most unmet demand: greedily, then by exchanges while they gain.

    What two sessions both reach counts once. Ties go to the venue that comes first, then to the earlier start.
    :func:`placespace.plans.prove` says how far from the best possible the answer can be.

    Parameters
    ----------
    unmet : ndarray of float, shape (n, 336)
        Demand by cell and half-hour slot that nothing open serves: see :func:`unmet_by_slot`. Where it is
        missing it takes no part. To let existing sessions move, leave them out of what serves it and raise
        ``k`` by their number.
    reach : sparse array of bool, shape (n, v)
        Which cells each venue reaches: see ``placespace.measures.reach``.
    lettable : ndarray of bool, shape (v, 336)
        When each venue can be had. A session lies wholly within it; Sunday night runs on into Monday.
    k : int
        Sessions a week.
    length_slots : int
        Length of each, in half hours.
    step_slots : int
        Sessions start at multiples of it, and at the moment a let begins, so that a let from 18:30 can be used.
    runners_up : int
        How many alternatives to list when ``k`` is 1.

    Returns
    -------
    Plan

    Raises
    ------
    WrongUse
        When ``k``, length or step is below 1, a session is longer than the week, or shapes do not fit.
    PlacespaceError
        When demand is negative or without end.

    Notes
    -----
    Maximal covering over cell-slots (Church and ReVelle 1974); greedy choice is within 37 % of the best
    (Nemhauser, Wolsey and Fisher 1978); with exchanges it was within 4 % wherever the best was known.

    Examples
    --------
    >>> unmet = np.zeros((2, 336))
    >>> unmet[0, 38:42], unmet[1, 86:88] = 1.0, 3.0
    >>> plan = site_sessions(unmet, sparse.csr_array(np.eye(2, dtype=bool)), np.ones((2, 336), bool), k=2)
    >>> [(s.venue, s.weekday, s.start, s.end) for s in plan.chosen], plan.gains, plan.met
    ([(1, 1, '18:00', '20:00'), (0, 0, '19:00', '21:00')], (6.0, 4.0), 10.0)
    """
    unmet, reach, lettable = checked(unmet, reach, lettable)
    for name, number in {"k": k, "length_slots": length_slots, "step_slots": step_slots}.items():
        if number < 1:
            raise WrongUse(f"{name} is 1 or more.", f"It is {number}.", "Ask for at least one session of one slot.")
    if length_slots > unmet.shape[1]:
        found = f"{length_slots} slots of {unmet.shape[1]}."
        raise WrongUse("A session is no longer than the week.", found, "Ask for a shorter session.")
    covering = Covering(unmet, reach, starts(lettable, length_slots, step_slots), length_slots)
    notes = _of_no_use(covering, lettable)
    every_gain = covering.gain.copy()
    covering.greedy(k)
    covering.swap()
    others = _runners_up(covering, every_gain, runners_up) if k == 1 else ()
    return plan_of(covering, k, step_slots, notes, others)


def cover_sites(demand: np.ndarray, reach: sparse.sparray, k: int) -> tuple[list[int], float]:
    """Choose ``k`` sites that reach most demand, time left out: greedily, then by exchanges while they gain.

    Parameters
    ----------
    demand : ndarray of float, shape (n,)
    reach : sparse array of bool, shape (n, v)
    k : int
        Sites; fewer are chosen once nothing more is gained.

    Returns
    -------
    sites : list of int
        Positions, the one that adds most first.
    met : float
        Demand reached.

    Examples
    --------
    >>> reach = sparse.csr_array(np.array([[1, 0, 1], [1, 1, 0], [0, 1, 0]], bool))
    >>> cover_sites(np.array([3.0, 1.0, 2.0]), reach, 2)
    ([0, 1], 6.0)
    """
    every = np.ones((reach.shape[1], 1), bool)
    plan = site_sessions(np.asarray(demand, float)[:, None], reach, every, k=k, length_slots=1, step_slots=1)
    return [session.venue for session in plan.chosen], plan.met


def plan_of(
    covering: Covering,
    asked: int,
    step: int,
    notes: Mapping[int, str],
    runner_up: tuple[tuple[Session, float], ...] = (),
) -> Plan:
    """Return the sessions that a covering holds as a plan, in the order of what each adds to those before it."""
    afresh, left, gains = covering.anew(), sorted(covering.chosen), []
    while left and (most := max(afresh.gain[choice] for choice in left)) > covering.negligible:
        best = next(choice for choice in left if afresh.gain[choice] >= most - covering.negligible)
        gains.append(float(afresh.gain[best]))
        afresh.choose(best)
        left.remove(best)
    return Plan(
        chosen=tuple(Session(*choice, covering.length) for choice in afresh.chosen),
        gains=tuple(gains),
        met=afresh.met(),
        unmet=covering.total,
        cells_missing=covering.cells_missing,
        asked=asked,
        length_slots=covering.length,
        step_slots=step,
        stopped=_why_fewer(covering, len(gains), asked),
        notes=notes,
        runner_up=runner_up,
    )


def _why_fewer(covering: Covering, chosen: int, asked: int) -> str:
    candidates = int(covering.allowed.sum())
    if chosen == asked:
        return ""
    if covering.total == 0:
        return "Nothing is unmet: there is no demand to reach."
    if candidates == 0:
        return "There is no session to choose from: no venue can be had for that long."
    if chosen == 0:
        return "No session there is to choose from reaches unmet demand."
    if chosen == candidates:
        return f"{asked} were asked for, and there are only {candidates} to choose from: all are proposed."
    return f"{asked} were asked for; after {chosen} no further session reaches anything more."


def _of_no_use(covering: Covering, lettable: np.ndarray) -> dict[int, str]:
    """Return venues, by position, where no session could be of use, with the reason."""
    reasons = (
        (~lettable.any(axis=1), "no hours to let"),
        (~covering.allowed.any(axis=1), "every let is shorter than the session"),
        (np.diff(covering.by_venue.indptr) == 0, "no cell within reach"),
        (covering.gain.max(axis=1, initial=-np.inf) <= 0, "nothing unmet within reach in the hours to let"),
    )
    return {
        venue: next(reason for applies, reason in reasons if applies[venue])
        for venue in np.flatnonzero(np.any([applies for applies, _ in reasons], axis=0)).tolist()
    }


def _runners_up(covering: Covering, gain: np.ndarray, most: int) -> tuple[tuple[Session, float], ...]:
    """Return the sessions that gain most beside the one chosen, none at the place and time of another."""
    found: list[tuple[Session, float]] = []
    taken = list(covering.chosen)
    while taken and len(found) < most:
        venue, start = taken[-1]
        gain[venue, np.arange(start - covering.length + 1, start + covering.length) % gain.shape[1]] = -np.inf
        if (highest := gain.max()) <= covering.negligible:
            break
        venue, start = divmod(int(np.argmax(gain >= highest - covering.negligible)), gain.shape[1])
        found.append((Session(venue, start, covering.length), float(gain[venue, start])))
        taken.append((venue, start))
    return tuple(found)
