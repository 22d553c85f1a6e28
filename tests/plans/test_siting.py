"""New sessions go where and when they reach most that nobody reaches, within the hours a venue can be had."""

import numpy as np
import pytest
from scipy import sparse

from placespace.calendar.slots import slots_between
from placespace.errors import PlacespaceError, WrongUse
from placespace.measures.coverage import Coverage
from placespace.plans import Session, cover_sites, site_sessions, unmet_by_slot
from placespace.plans.covering import Covering, starts, window_sums

SAME = 1e-9  # sums of the same floats in another order
ALWAYS = np.ones((2, 336), bool)
EACH_ITS_OWN = sparse.csr_array(np.eye(2, dtype=bool))


def week(*busy):
    """Demand of cells by (weekday, start, end, demand a slot), one a cell."""
    return np.array([slots_between(*when) * float(demand) for *when, demand in busy])


def where(plan):
    return [(s.venue, s.weekday, s.start, s.end) for s in plan.chosen]


@pytest.mark.parametrize("seed", range(50))
def test_one_session_is_the_best_of_all_there_are(case_of, make_case, seed):
    case = case_of(seed)
    plan = site_sessions(*case.arrays, k=1, length_slots=case.length, step_slots=case.step)
    assert plan.met == pytest.approx(max((case.unmet[s].sum() for s in case.sessions()), default=0.0), rel=SAME)


@pytest.mark.parametrize("seed", range(50))
def test_what_a_plan_says_it_meets_is_what_its_sessions_cover(case_of, seed):
    case = case_of(seed)
    plan = site_sessions(*case.arrays, **case.asked)
    assert plan.met == pytest.approx(case.met_by(plan), rel=SAME)
    assert sum(plan.gains) == pytest.approx(plan.met, rel=SAME)
    assert list(plan.gains) == sorted(plan.gains, reverse=True)
    assert plan.met <= case.most() + SAME
    assert len(plan.chosen) == case.k or plan.stopped


@pytest.mark.parametrize("seed", range(20))
def test_sessions_lie_wholly_within_lets_and_start_on_the_step_or_with_the_let(case_of, seed):
    case = case_of(seed)
    slots = case.unmet.shape[1]
    for session in site_sessions(*case.arrays, **case.asked).chosen:
        let = case.lettable[session.venue]
        assert let[np.arange(session.start_slot, session.start_slot + case.length) % slots].all()
        assert session.start_slot % case.step == 0 or not let[session.start_slot - 1]


def test_a_let_from_half_past_six_can_be_used():
    let = np.zeros((2, 336), bool)
    let[0] = slots_between(3, "18:30", "20:30")
    plan = site_sessions(week((3, "18:00", "22:00", 1), (0, "00:00", "01:00", 9)), EACH_ITS_OWN, let, k=1)
    assert where(plan) == [(0, 3, "18:30", "20:30")]
    assert plan.met == 4
    assert plan.notes == {1: "no hours to let"}


def test_a_session_runs_from_sunday_night_into_monday():
    plan = site_sessions(week((6, "23:00", "01:00", 1), (2, "12:00", "12:30", 1)), EACH_ITS_OWN, ALWAYS, k=1)
    assert where(plan) == [(0, 6, "23:00", "01:00")]
    assert np.flatnonzero(plan.chosen[0].slots).tolist() == [0, 1, 334, 335]


def test_a_let_that_ends_with_the_week_does_not_run_on():
    let = np.zeros((2, 336), bool)
    let[0] = slots_between(6, "23:00", "00:00")
    plan = site_sessions(week((6, "23:00", "01:00", 1), (2, "12:00", "13:00", 1)), EACH_ITS_OWN, let, k=1)
    assert plan.chosen == ()
    assert plan.stopped == "There is no session to choose from: no venue can be had for that long."
    assert plan.notes == {0: "every let is shorter than the session", 1: "no hours to let"}


def test_ties_go_to_the_first_venue_and_then_to_the_earlier_start():
    same = week((1, "18:00", "20:00", 0.1), (1, "18:00", "20:00", 0.1))
    assert where(site_sessions(same, EACH_ITS_OWN, ALWAYS, k=1)) == [(0, 1, "18:00", "20:00")]
    twice = same + week((4, "18:00", "20:00", 0.1), (4, "18:00", "20:00", 0.1))
    order = [(0, 1, "18:00", "20:00"), (0, 4, "18:00", "20:00"), (1, 1, "18:00", "20:00"), (1, 4, "18:00", "20:00")]
    assert where(site_sessions(twice, EACH_ITS_OWN, ALWAYS, k=4)) == order


def test_sums_that_differ_only_in_their_last_digits_are_ties():
    unmet = np.zeros((3, 336))
    unmet[:, 40] = 0.1, 0.2, 0.3
    reach = sparse.csr_array(np.array([[0, 1], [0, 1], [1, 0]], bool))
    assert 0.1 + 0.2 > 0.3
    assert site_sessions(unmet, reach, ALWAYS, k=1).chosen[0].venue == 0


def test_what_two_sessions_both_reach_counts_once():
    unmet = week((2, "18:00", "20:00", 1), (2, "18:00", "20:00", 0))
    both = sparse.csr_array(np.array([[1, 1], [0, 0]], bool))
    plan = site_sessions(unmet, both, ALWAYS, k=2)
    assert plan.met == 4
    assert plan.gains == (4,)
    assert plan.stopped == "2 were asked for; after 1 no further session reaches anything more."


def test_an_exchange_mends_what_greed_gets_wrong():
    demand = np.array([3, 3, 2.5, 2.5])
    reach = sparse.csr_array(np.array([[1, 1, 0], [1, 0, 1], [0, 1, 0], [0, 0, 1]], bool))
    greedy = Covering(demand[:, None], reach, np.ones((3, 1), bool), 1)
    greedy.greedy(2)
    assert greedy.met() == 8.5
    assert cover_sites(demand, reach, 2) == ([1, 2], 11)


def test_nothing_unmet_is_said():
    plan = site_sessions(np.zeros((2, 336)), EACH_ITS_OWN, ALWAYS, k=3)
    assert plan.chosen == ()
    assert plan.stopped == "Nothing is unmet: there is no demand to reach."
    assert np.isnan(plan.share)


def test_more_sessions_than_there_are_to_choose_from_is_said():
    let = np.zeros((2, 336), bool)
    let[0], let[1] = slots_between(1, "18:00", "20:00"), slots_between(2, "18:00", "20:00")
    plan = site_sessions(np.ones((2, 336)), EACH_ITS_OWN, let, k=5)
    assert len(plan.chosen) == 2
    assert plan.stopped == "5 were asked for, and there are only 2 to choose from: all are proposed."


def test_venues_of_no_use_are_listed_with_the_reason():
    let = np.ones((5, 336), bool)
    let[1] = False
    let[2] = slots_between(1, "18:00", "19:00")
    let[4] = slots_between(5, "10:00", "14:00")
    reach = sparse.csr_array(np.array([[1, 1, 1, 0, 1]], bool))
    plan = site_sessions(week((1, "18:00", "20:00", 1)), reach, let, k=1)
    assert plan.notes == {
        1: "no hours to let",
        2: "every let is shorter than the session",
        3: "no cell within reach",
        4: "nothing unmet within reach in the hours to let",
    }


def test_no_venues_at_all_is_no_session_to_choose_from():
    plan = site_sessions(np.ones((2, 336)), sparse.csr_array((2, 0), dtype=bool), np.ones((0, 336), bool), k=1)
    assert plan.stopped == "There is no session to choose from: no venue can be had for that long."


def test_a_movable_session_is_left_out_of_what_serves_and_one_more_is_asked_for():
    demand = np.zeros((2, 168))
    demand[0, 42], demand[1, 66] = 4, 2
    quiet = np.outer([False, True], slots_between(2, "18:00", "20:00"))
    fixed = site_sessions(unmet_by_slot(Coverage(demand, quiet)), EACH_ITS_OWN, ALWAYS, k=1)
    moved = site_sessions(unmet_by_slot(Coverage(demand, np.zeros_like(quiet))), EACH_ITS_OWN, ALWAYS, k=2)
    assert (fixed.met, fixed.unmet) == (4, 4)
    assert (moved.met, moved.unmet) == (6, 6)
    assert [s.venue for s in moved.chosen] == [0, 1]


def test_runners_up_are_at_another_place_or_time():
    unmet = week((1, "18:00", "22:00", 2), (1, "18:00", "20:00", 1))
    plan = site_sessions(unmet, EACH_ITS_OWN, ALWAYS, k=1)
    assert plan.chosen == (Session(0, 84, 4),)
    assert plan.runner_up == ((Session(0, 88, 4), 8.0), (Session(1, 84, 4), 4.0))
    assert site_sessions(unmet, EACH_ITS_OWN, ALWAYS, k=2).runner_up == ()


def test_missing_demand_takes_no_part_and_is_counted():
    unmet = week((1, "18:00", "20:00", 1), (2, "18:00", "20:00", 3))
    unmet[1] = np.nan
    plan = site_sessions(unmet, EACH_ITS_OWN, ALWAYS, k=2)
    assert (plan.met, plan.unmet, plan.cells_missing) == (4, 4, 1)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"k": 0}, "It is 0."),
        ({"k": 1, "length_slots": 0}, "It is 0."),
        ({"k": 1, "step_slots": -1}, "It is -1."),
        ({"k": 1, "length_slots": 337}, "337 slots of 336."),
    ],
)
def test_what_cannot_be_asked_is_refused(asked, found):
    with pytest.raises(WrongUse) as wrong:
        site_sessions(np.ones((2, 336)), EACH_ITS_OWN, ALWAYS, **asked)
    assert wrong.value.found == found


def test_arrays_that_do_not_fit_and_demand_below_nothing_are_refused():
    with pytest.raises(WrongUse, match="Their shapes are"):
        site_sessions(np.ones((3, 336)), EACH_ITS_OWN, ALWAYS, k=1)
    with pytest.raises(PlacespaceError, match="0 or more"):
        site_sessions(-np.ones((2, 336)), EACH_ITS_OWN, ALWAYS, k=1)


def test_nothing_given_is_changed():
    unmet, reach, let = np.ones((2, 336)), sparse.csr_array(np.array([[True, False], [True, True]])), ALWAYS.copy()
    reach.data[0] = False
    before = unmet.copy(), reach.data.copy(), let.copy()
    plan = site_sessions(unmet, reach, let, k=2)
    assert all(np.array_equal(a, b) for a, b in zip(before, (unmet, reach.data, let), strict=True))
    assert plan.met == 8 + 0, "a stored False reaches nothing"


def test_windows_run_round_the_end_of_the_week():
    rng = np.random.default_rng(1)
    by_slot = rng.random((3, 12))
    for length in (1, 4, 12):
        by_hand = [[row[np.arange(s, s + length) % 12].sum() for s in range(12)] for row in by_slot]
        assert np.allclose(window_sums(by_slot, length), by_hand, rtol=SAME)


def test_a_let_round_the_end_of_the_week_begins_once():
    let = np.isin(np.arange(12), (0, 1, 2, 11))[None]
    assert np.flatnonzero(starts(let, 2, 12)).tolist() == [0, 11]
    assert np.flatnonzero(starts(let, 4, 3)).tolist() == [11]


def test_choices_undone_leave_no_trace(case_of):
    case = case_of(3)
    covering = Covering(case.unmet, case.reach, starts(case.lettable, 2, 1), 2)
    before = covering.gain.copy()
    choices = [tuple(c) for c in np.argwhere(covering.allowed)[:4].tolist()]
    for choice in choices:
        covering.choose(choice)
    for choice in choices[::-1]:
        covering.drop(choice)
    assert np.array_equal(covering.gain, before)
