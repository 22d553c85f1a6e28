"""A proof bounds every plan there is, and with it the best is found: as trying them all, and as spopt, would."""

from itertools import pairwise

import numpy as np
import pulp
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse
from spopt.locate import MCLP

from placespace.plans import cover_sites, proof, prove, site_sessions
from placespace.plans.covering import Covering, starts
from placespace.plans.pricing import elements_of, price
from placespace.plans.proof import branch_and_bound

SAME = 1e-9  # sums of the same floats in another order
SOLVER = 1e-6  # HiGHS's own tolerance


def proved(case, **more):
    plan = site_sessions(*case.arrays, **case.asked)
    return plan, prove(*case.arrays, plan, **more)


@pytest.mark.parametrize("seed", range(50))
def test_after_the_proof_the_plan_is_the_best_of_all_there_are(case_of, seed):
    case = case_of(seed)
    plan, answer = proved(case)
    best = answer.better or plan
    assert answer.optimal
    assert answer.gap == 0
    assert best.met == answer.met == answer.bound == pytest.approx(case.most(), rel=SAME, abs=SAME)
    assert case.met_by(best) == pytest.approx(best.met, rel=SAME)
    assert answer.better is None or answer.better.met > plan.met


@pytest.mark.parametrize("seed", range(50))
def test_the_solver_alone_finds_the_best_of_all_there_are(case_of, seed):
    case = case_of(seed)
    covering = Covering(case.unmet, case.reach, starts(case.lettable, case.length, case.step), case.length)
    elements = elements_of(covering)
    bound, columns = branch_and_bound(elements, case.k, 10)
    assert bound == pytest.approx(case.most(), rel=SOLVER)
    assert covering.anew(elements.choices(columns)).met() == pytest.approx(case.most(), rel=SAME)


@given(seed=st.integers(0, 100_000), rounds=st.sampled_from([1, 3, 30]))
@settings(max_examples=60, deadline=None)
def test_the_bound_holds_however_early_pricing_stops_and_drops_no_better_plan(case_of, seed, rounds):
    case = case_of(seed)
    covering = Covering(case.unmet, case.reach, starts(case.lettable, case.length, case.step), case.length)
    covering.greedy(case.k)
    elements, best = elements_of(covering), case.most()
    if not len(elements.sessions):
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("placespace.plans.pricing.ROUNDS", rounds)
        prices = price(elements, case.k, covering.times.ravel()[elements.first] > 0, np.inf)
    assert prices.bound >= best - SAME * best
    left = prices.may_better(covering.met() + covering.negligible, case.k)
    if best > covering.met() + covering.negligible:
        columns = branch_and_bound(elements.only(left), case.k, 10)[1]
        assert covering.anew(elements.only(left).choices(columns)).met() == pytest.approx(best, rel=SAME)


@given(seed=st.integers(0, 100_000))
@settings(max_examples=30, deadline=None)
def test_one_more_session_never_lowers_what_is_met_nor_does_more_time(case_of, make_case, seed):
    case = case_of(seed)
    asked = [make_case(*case.arrays, k, case.length, case.step) for k in range(1, 6)]
    met = [proved(one)[1].met for one in asked]
    assert all(more >= fewer - SAME for fewer, more in pairwise(met))
    plan, hurried = proved(case, seconds=0)
    assert hurried.bound >= hurried.met >= plan.met
    assert hurried.bound >= met[case.k - 1] - SAME


@pytest.mark.parametrize("seed", range(10))
def test_what_is_taken_together_loses_nothing(case_of, seed):
    case = case_of(seed)
    covering = Covering(case.unmet, case.reach, starts(case.lettable, case.length, case.step), case.length)
    elements = elements_of(covering)
    every = case.sessions()
    reachable = case.unmet[np.any(every, axis=0)].sum() if every else 0
    assert elements.weights.sum() == pytest.approx(reachable, rel=SAME)
    assert len(elements.weights) <= (case.unmet > 0).sum()
    for column, (venue, start) in enumerate(elements.choices(np.arange(len(elements.sessions)))):
        alone = covering.anew([(venue, start)]).met()
        assert elements.weights[elements.links[:, [column]].toarray().ravel() > 0].sum() == pytest.approx(alone)


def test_venues_that_reach_the_same_are_one_and_the_first_is_kept():
    reach = sparse.csr_array(np.array([[1, 1, 0], [1, 1, 1]], bool))
    elements = elements_of(Covering(np.ones((2, 1)), reach, np.ones((3, 1), bool), 1))
    assert elements.sessions.tolist() == [[0, 0], [2, 0]]
    assert elements.weights.tolist() == [1, 1]


@pytest.fixture(scope="module")
def trap():
    """Return a case in which neither greed nor one exchange finds the best: seven sites, three to be chosen."""
    for seed in range(1000):
        rng = np.random.default_rng(seed)
        reach = sparse.csr_array(rng.random((14, 7)) < 0.35)
        unmet, lettable = rng.poisson(3.0, (14, 1)).astype(float), np.ones((7, 1), bool)
        plan = site_sessions(unmet, reach, lettable, k=3, length_slots=1, step_slots=1)
        if prove(unmet, reach, lettable, plan).better is not None:
            return unmet, reach, lettable, plan
    raise AssertionError("no such case")


def test_a_better_plan_is_handed_over(trap):
    unmet, reach, lettable, plan = trap
    said = []
    answer = prove(unmet, reach, lettable, plan, progress=said.append)
    assert answer.better.met == answer.met > plan.met
    assert len(answer.better.chosen) == 3
    assert answer.optimal
    assert said[0] == "7 sessions to choose from."
    assert said[-1] == answer.status == "Proved: no other choice reaches more."


def test_without_the_search_the_bound_of_greedy_choice_stands(monkeypatch, trap):
    unmet, reach, lettable, plan = trap
    monkeypatch.setattr("placespace.plans.pricing.MOST_LINKS", 1)
    answer = prove(unmet, reach, lettable, plan)
    assert answer.better is None
    assert answer.met == plan.met < answer.bound
    assert not answer.optimal
    assert answer.gap == pytest.approx((answer.bound - answer.met) / answer.bound)
    assert answer.status.startswith("Not proved: another choice might reach up to ")


def test_a_solver_that_runs_out_of_time_leaves_a_bound(monkeypatch, trap):
    unmet, reach, lettable, plan = trap
    monkeypatch.setattr("placespace.plans.pricing.ROUNDS", 1)
    monkeypatch.setattr(proof, "branch_and_bound", lambda *asked: (np.inf, np.empty(0, int)))
    answer = prove(unmet, reach, lettable, plan)
    assert answer.bound > answer.met >= plan.met
    assert not answer.optimal


def test_nothing_to_reach_is_proved_at_once():
    case = np.zeros((2, 336)), sparse.csr_array(np.eye(2, dtype=bool)), np.ones((2, 336), bool)
    answer = prove(*case, site_sessions(*case, k=1))
    assert (answer.bound, answer.met, answer.gap, answer.optimal) == (0, 0, 0, True)


def test_missing_demand_is_still_counted_in_a_better_plan(trap):
    unmet, reach, lettable, plan = trap
    unmet, reach = np.r_[unmet, [[np.nan]]], sparse.csr_array(sparse.vstack([reach, np.ones((1, 7), bool)]))
    assert prove(unmet, reach, lettable, plan).better.cells_missing == 1


@pytest.mark.filterwarnings("ignore::DeprecationWarning:pulp")
@pytest.mark.parametrize("seed", range(5))
def test_sites_reach_as_much_as_those_of_spopt(seed):
    rng = np.random.default_rng(seed)
    cells, sites = rng.random((60, 2)), rng.random((15, 2))
    far = np.hypot(*(cells[:, None] - sites).transpose(2, 0, 1))
    demand = rng.poisson(4.0, 60).astype(float)
    theirs = MCLP.from_cost_matrix(far, demand, 0.2, p_facilities=4).solve(pulp.PULP_CBC_CMD(msg=False))
    most = theirs.problem.objective.value()
    reach, lettable = sparse.csr_array(far <= 0.2), np.ones((15, 1), bool)
    plan = site_sessions(demand[:, None], reach, lettable, k=4, length_slots=1, step_slots=1)
    answer = prove(demand[:, None], reach, lettable, plan)
    assert answer.optimal
    assert answer.met == pytest.approx(most, rel=SAME)
    chosen, met = cover_sites(demand, reach, 4)
    assert met == pytest.approx(demand[reach.toarray()[:, chosen].any(axis=1)].sum(), rel=SAME)
    assert met <= most + SAME
