"""Options stand side by side by what each would reach, waste and leave, counted by hand in the tiny town."""

import numpy as np
import pytest

from placespace.calendar.slots import slots_between
from placespace.errors import WrongUse
from placespace.measures.coverage import Coverage
from placespace.plans import OPTION_COLUMNS, Trial, compare, served_with

THURSDAY_SIX = 3 * 24 + 18


@pytest.fixture
def evening(tiny_town):
    """Demand of the tiny town spread evenly over Thursday 18:00 to 22:00, a quarter an hour; nothing is open."""
    demand = np.zeros((19, 168))
    demand[:, THURSDAY_SIX : THURSDAY_SIX + 4] = tiny_town.counts.to_numpy()[:, None] / 4
    return demand, np.zeros((19, 336), bool)


@pytest.fixture
def middle(tiny_town):
    """What a venue in the middle reaches: the middle cell and its ring, 22 of 23."""
    place = tiny_town.cells.index.get_loc(tiny_town.centre)
    return np.asarray(tiny_town.cells.ring.todense())[place] > 0


def test_a_session_in_the_middle_reaches_its_share_of_the_evening(evening, middle):
    one = compare([[Trial.at(middle, 3, "18:30", "21:00")]], *evening).loc[0]
    assert one["reached"] == pytest.approx(22 * 2.5 / 4)
    assert one["share"] == pytest.approx(22 * 2.5 / 4 / 23)
    assert one["u_before"] == 1
    assert one["u_after"] == pytest.approx(1 - 22 * 2.5 / 4 / 23)
    assert (one["hours"], one["hot_hours"], one["wasted"]) == (2.5, 2.5, 0)


def test_what_is_served_already_is_wasted_and_not_extra(evening, middle):
    served = np.outer(middle, slots_between(3, "18:00", "19:00"))
    one = compare([[Trial.at(middle, 3, "18:00", "22:00")]], evening[0], served).loc[0]
    assert one["reached"] == pytest.approx(22 * 3 / 4)
    assert one["wasted"] == pytest.approx(1 / 4)
    assert one["u_before"] == pytest.approx(1 - 22 / 4 / 23)
    assert one["u_before"] - one["u_after"] == pytest.approx(one["share"])


def test_options_keep_their_order_and_their_columns(evening, middle):
    late, early = (Trial.at(middle, 3, *hours) for hours in (("21:00", "23:00"), ("16:00", "20:00")))
    table = compare([[late], [early], [late, early], []], *evening)
    assert list(table.columns) == list(OPTION_COLUMNS)
    assert table["reached"].tolist() == pytest.approx([22 / 4, 22 / 2, 22 * 3 / 4, 0])
    assert table["hours"].tolist() == [2, 4, 6, 0]
    assert table["hot_hours"].tolist() == [1, 2, 3, 0]
    assert table["u_after"][3] == 1
    assert np.isnan(table["wasted"][3])


def test_what_two_sessions_of_an_option_both_reach_counts_once(evening, middle):
    trial = Trial.at(middle, 3, "18:00", "20:00")
    table = compare([[trial], [trial, trial]], *evening)
    assert table["reached"][0] == table["reached"][1]
    assert table["hours"].tolist() == [2, 4]


def test_hot_hours_are_the_twelve_with_most_demand_in_the_cells_reached(middle):
    demand = np.zeros((19, 168))
    demand[middle] = np.arange(168.0, 0, -1)
    demand[~middle] = 1000 * np.arange(168)
    now = demand, np.zeros((19, 336), bool)
    table = compare([[Trial.at(middle, 0, "10:30", "13:00")], [Trial.at(~middle, 6, "10:30", "13:00")]], *now)
    assert table["hot_hours"].tolist() == [1.5, 1.0]
    assert compare([[Trial.at(middle, 0, "10:30", "13:00")]], *now, own={"hot_hours": 11})["hot_hours"][0] == 0.5


def test_hours_that_are_all_alike_are_not_called_hot(middle):
    nobody = np.zeros((19, 336), bool)
    session = [[Trial.at(middle, 3, "18:00", "20:00")]]
    assert np.isnan(compare(session, np.ones((19, 168)), nobody)["hot_hours"][0])
    assert compare(session, np.zeros((19, 168)), nobody)["hot_hours"][0] == 0


def test_deprived_share_is_of_extra_demand_whose_need_is_known(evening, middle, tiny_town):
    need = np.full(19, 0.5)
    place = tiny_town.cells.index.get_loc
    need[place(tiny_town.centre)] = 0.8
    need[place(tiny_town.named[0, 1])] = np.nan
    one = compare([[Trial.at(middle, 3, "18:00", "22:00")]], *evening, need_share=need).loc[0]
    assert one["deprived_share"] == pytest.approx(9 / 19)
    assert one["need_missing"] == pytest.approx(3 / 22)


def test_need_that_is_not_loaded_is_missing_and_not_nothing(evening, middle):
    one = compare([[Trial.at(middle, 3, "18:00", "22:00")]], *evening).loc[0]
    assert np.isnan(one["deprived_share"])
    assert one["need_missing"] == 1


def test_no_demand_has_no_shares(middle):
    nothing = np.zeros((19, 168)), np.zeros((19, 336), bool)
    one = compare([[Trial.at(middle, 3, "18:00", "22:00")]], *nothing).loc[0]
    assert one["reached"] == 0
    missing = ["share", "u_before", "u_after", "wasted", "deprived_share", "need_missing"]
    assert one[missing].isna().all()


def test_cells_whose_demand_is_not_known_take_no_part_and_are_counted(evening, middle, tiny_town):
    demand = evening[0].copy()
    demand[tiny_town.cells.index.get_loc(tiny_town.centre)] = np.nan
    one = compare([[Trial.at(middle, 3, "18:00", "22:00")]], demand, evening[1]).loc[0]
    assert one["reached"] == pytest.approx(22 - 9)
    assert one["share"] == pytest.approx((22 - 9) / (23 - 9))
    assert one["cells_missing"] == 1


def test_what_stays_uncovered_is_what_is_served_with_the_option(evening, middle):
    demand, served = evening
    before = served.copy()
    after = served_with(served, [Trial.at(middle, 3, "18:00", "20:00"), (~middle, slots_between(3, "18:00", "22:00"))])
    assert np.array_equal(served, before)
    assert np.nansum(Coverage(demand, after).unserved) == pytest.approx(22 / 2)


def test_a_session_past_sunday_midnight_serves_both_ends_of_the_week(evening, middle):
    after = served_with(evening[1], [Trial.at(middle, 6, "23:00", "01:00")])
    assert after.sum() == 7 * 4
    assert after[middle][:, [0, 1, 334, 335]].all()


@pytest.mark.parametrize("many", [0, 5])
def test_one_to_four_options_are_compared(evening, middle, many):
    with pytest.raises(WrongUse, match=f"There are {many}"):
        compare([[Trial.at(middle, 3, "18:00", "20:00")]] * many, *evening)


def test_trials_and_need_must_be_of_the_same_cells(evening, middle):
    with pytest.raises(WrongUse, match="Its shapes are"):
        compare([[Trial.at(middle[1:], 3, "18:00", "20:00")]], *evening)
    with pytest.raises(WrongUse, match="need is of shape"):
        compare([[Trial.at(middle, 3, "18:00", "20:00")]], *evening, need_share=np.ones(3))
