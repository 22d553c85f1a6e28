"""Prove how far from the best possible a plan can be, and find a better one where there is one."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import optimize, sparse

from placespace.plans.covering import Covering, checked, starts
from placespace.plans.pricing import Elements, elements_of, price
from placespace.plans.siting import Plan, plan_of

PROVED = 1e-6
"""Share of the bound within which a plan is the best: the solver's own tolerance."""

MOST_TO_SOLVE = 500_000
"""Cell-slots times the sessions that cover each: with more the solver does not look at the clock for many seconds."""


@dataclass(frozen=True, eq=False)
class Proof:
    """How good a plan is.

    Attributes
    ----------
    bound : float
        No choice of as many sessions reaches more, demand a week.
    met : float
        What the best known plan reaches: ``better`` where there is one, else the plan given.
    gap : float
        ``(bound - met) / bound``; 0 when nothing can be reached.
    optimal : bool
        Whether the best known plan is the best there is, to a millionth.
    seconds : float
        Time taken.
    status : str
        The same as a sentence.
    better : Plan or None
        A plan that reaches more than the one given, where one was found; of several as good, any.
    """

    bound: float
    met: float
    gap: float
    optimal: bool
    seconds: float
    status: str
    better: Plan | None


def prove(
    unmet: np.ndarray,
    reach: sparse.sparray,
    lettable: np.ndarray,
    plan: Plan,
    *,
    seconds: float = 10.0,
    progress: Callable[[str], None] | None = None,
) -> Proof:
    """Bound what the best plan could reach, and look for a better one, for as long as there is time.

    Parameters
    ----------
    unmet, reach, lettable
        What the plan was made from: see :func:`placespace.plans.site_sessions`.
    plan : Plan
        Its ``asked``, ``length_slots`` and ``step_slots`` say what it is compared with.
    seconds : float
        When to stop looking; the bound holds whenever that is.
    progress : callable, optional
        Given a sentence at the start, before the solver is asked, and at the end.

    Returns
    -------
    Proof

    Raises
    ------
    WrongUse, PlacespaceError
        As :func:`placespace.plans.site_sessions`.

    Notes
    -----
    1. Greedy choice has a bound of its own: what is met, and the ``k`` largest gains that are left (Nemhauser, Wolsey
       and Fisher 1978).
    2. Cell-slots that the same sessions cover are taken together; so are sessions that cover the same.
    3. Prices lower the bound, find better plans, and rule out sessions that no better plan can hold: see
       :func:`placespace.plans.pricing.price`. That mostly settles it.
    4. HiGHS decides among the sessions that are left.

    Examples
    --------
    >>> from placespace.plans.siting import site_sessions
    >>> unmet = np.zeros((2, 336))
    >>> unmet[:, 38:42] = [[1.0], [2.0]]
    >>> case = unmet, sparse.csr_array(np.eye(2, dtype=bool)), np.ones((2, 336), bool)
    >>> proof = prove(*case, site_sessions(*case, k=1))
    >>> proof.bound, proof.optimal, proof.better
    (8.0, True, None)
    """
    begun, say, k = time.perf_counter(), progress or (lambda sentence: None), plan.asked
    unmet, reach, lettable = checked(unmet, reach, lettable)
    covering = Covering(unmet, reach, starts(lettable, plan.length_slots, plan.step_slots), plan.length_slots)
    say(f"{int(covering.allowed.sum()):,} sessions to choose from.")
    best = covering.anew([(session.venue, session.start_slot) for session in plan.chosen])
    bound = best.met() + float(np.sort(best.gain, axis=None)[-k:].clip(0).sum())
    elements = None if _settled(bound, best.met()) else elements_of(covering)
    if elements is not None:
        prices = price(elements, k, best.times.ravel()[elements.first] > 0, begun + seconds / 2)
        bound = min(bound, prices.bound)
        best = _better(best, elements, prices.columns)
        open_still = prices.may_better(best.met() + best.negligible, k)
        left = begun + seconds - time.perf_counter()
        if not open_still.any():
            bound = best.met()
        elif not _settled(bound, best.met()) and left > 0:
            elements = elements.only(open_still)
            say(f"{len(elements.sessions):,} of them could be part of a better plan.")
            if elements.links.nnz <= MOST_TO_SOLVE:
                at_most, columns = branch_and_bound(elements, k, left)
                bound = min(bound, max(at_most, best.met()))
                best = _better(best, elements, columns)
    met = best.met()
    found = met > plan.met + best.negligible
    met = met if found else plan.met
    optimal = _settled(bound, met)
    bound = met if optimal else bound
    status = (
        "Proved: no other choice reaches more."
        if optimal
        else f"Not proved: another choice might reach up to {bound / met - 1:.1%} more."
    )
    say(status)
    return Proof(
        bound=bound,
        met=met,
        gap=0.0 if optimal else (bound - met) / bound,
        optimal=optimal,
        seconds=time.perf_counter() - begun,
        status=status,
        better=plan_of(best, k, plan.step_slots, plan.notes) if found else None,
    )


def _settled(bound: float, met: float) -> bool:
    return bool(bound - met <= PROVED * bound)


def _better(best: Covering, elements: Elements, columns: np.ndarray) -> Covering:
    """Return the covering by some columns, after exchanges that gain, where it is better than the best so far."""
    if not len(columns):
        return best
    other = best.anew(elements.choices(columns))
    other.swap()
    return other if other.met() > best.met() + best.negligible else best


def branch_and_bound(elements: Elements, k: int, seconds: float) -> tuple[float, np.ndarray]:
    """Return a bound on what ``k`` sessions cover, and the columns of the best choice found, by branch and bound.

    Whether a session is chosen is 0 or 1; whether an element is covered may then be any number up to 1.
    """
    rows, columns = elements.links.shape
    scale = 1e4 / elements.weights.sum()  # so that the solver's absolute tolerances are small beside the whole
    covered_if_chosen = sparse.hstack([sparse.eye_array(rows), -elements.links])
    at_most_k = sparse.csr_array(np.r_[np.zeros(rows), np.ones(columns)][None])
    answer = optimize.milp(
        -np.r_[elements.weights * scale, np.zeros(columns)],
        integrality=np.r_[np.zeros(rows), np.ones(columns)],
        bounds=optimize.Bounds(0, 1),
        constraints=optimize.LinearConstraint(
            sparse.csr_array(sparse.vstack([covered_if_chosen, at_most_k])), -np.inf, np.r_[np.zeros(rows), k]
        ),
        options={"time_limit": seconds, "mip_rel_gap": 0},
    )
    dual = getattr(answer, "mip_dual_bound", None)
    bound = -dual / scale if dual is not None and np.isfinite(dual) else np.inf
    chosen = np.empty(0, int) if answer.x is None else np.flatnonzero(answer.x[rows:] > 0.5)
    return bound, chosen
