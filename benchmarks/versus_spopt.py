"""Compare choosing 10 of 500 sites for 5,000 cells with spopt's maximal covering."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator

import numpy as np
from scipy import sparse

from benchmarks.timing import Result, Skipped, interleaved, versus
from placespace.plans import Plan, Proof, cover_sites, prove, site_sessions

CELLS, SITES, CHOSEN = 5000, 500, 10
SIDE_M = 22_400
"""5,000 cells of 10 ha are 500 km², a square of 22.4 km."""

WALKS_M = {"15 minutes' walk": 15 * 80 / 1.3, "35 minutes' walk": 35 * 80 / 1.3}
TIMES = 30.0
SAME_DEMAND = 1e-9
"""Share of the demand covered: sums of the same numbers in another order."""

WITHIN = 0.99
"""Share of the best that greedy choice with exchanges must reach here; without exchanges 63 % is certain."""

REPEATS = 3


def compare() -> Iterator[Result]:
    """Yield the lines: from a matrix of distances to the sites chosen, at once and with proof.

    Time plays no part here, because spopt has none: one slot a week. spopt builds its model and solves it
    with CBC; its model kept from one time to the next is solved alone in lines of its own.
    """
    try:
        import pulp
        from spopt.locate import MCLP
    except ImportError as absent:
        raise Skipped(f"{absent.name} is not installed") from absent
    solver = pulp.PULP_CBC_CMD(msg=False)
    if not solver.available():
        raise Skipped("CBC is not installed")
    logging.getLogger("pulp").setLevel(logging.ERROR)
    random = np.random.default_rng(7)
    cells, sites = random.random((CELLS, 2)) * SIDE_M, random.random((SITES, 2)) * SIDE_M
    metres = np.hypot(*(cells[:, None] - sites).transpose(2, 0, 1))
    demand = random.poisson(random.gamma(0.5, 10.0, CELLS)).astype(float)

    for walk, limit in WALKS_M.items():

        def model(limit: float = limit) -> MCLP:
            return MCLP.from_cost_matrix(metres, demand, limit, p_facilities=CHOSEN)

        def at_once(limit: float = limit) -> float:
            return cover_sites(demand, sparse.csr_array(metres <= limit), CHOSEN)[1]

        def with_proof(limit: float = limit) -> tuple[Plan, Proof]:
            case = demand[:, None], sparse.csr_array(metres <= limit), np.ones((SITES, 1), bool)
            plan = site_sessions(*case, k=CHOSEN, length_slots=1, step_slots=1)
            return plan, prove(*case, plan)

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            kept = model()
            medians, answers = interleaved(
                {
                    "at once": at_once,
                    "with proof": with_proof,
                    "theirs": lambda model=model: model().solve(solver),
                    "their solver": lambda kept=kept: kept.solve(solver),
                },
                repeats=REPEATS,
            )
        best = float(answers["theirs"].problem.objective.value())
        met, proof = answers["at once"], answers["with proof"][1]
        same = abs(proof.met - best) <= SAME_DEMAND * best and proof.optimal
        proved = f"{proof.met:,.0f} covered, theirs {best:,.0f}; " + ("proved best" if proof.optimal else "NOT proved")
        share = f"{met:,.0f} covered, {met / best:.2%} of the best"
        name = f"spopt: {CHOSEN} of {SITES} sites for {CELLS:,} cells, {walk}"
        yield versus(
            f"{name}, greedy choice and exchanges",
            medians["at once"],
            medians["theirs"],
            at_least=TIMES,
            same=share,
            equal=met >= WITHIN * best,
        )
        yield versus(
            f"{name}, the best with its proof",
            medians["with proof"],
            medians["theirs"],
            at_least=TIMES,
            same=proved,
            equal=same,
        )
        yield versus(
            f"{name}, the best with its proof (spopt: CBC alone, its model built before)",
            medians["with proof"],
            medians["their solver"],
            at_least=1,
            same=proved,
            equal=same,
        )
