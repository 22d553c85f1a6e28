"""Shifts of a crew: each unit its own, and December empty where it is to be."""

import datetime

import pytest

from placespace.calendar import read_calendar
from placespace.catalogue import Crew, open_workspace, read_crews
from placespace.errors import PlacespaceError, WrongUse
from placespace.plans.shifts import Shift, all_shifts, hours_of, rules_of, shifts


@pytest.fixture(scope="module")
def calendar():
    return read_calendar(open_workspace())


@pytest.fixture(scope="module")
def crews():
    return {crew.id: crew for crew in read_crews(open_workspace().crews)[0]}


def test_each_unit_has_its_own_shifts(calendar):
    crew = Crew("out", "Outreach", "outreach crew", at_once=2, rules=("every Friday 17-21",))
    found = shifts(crew, "2026-10", calendar)
    assert len(found) == 10
    assert found[0] == Shift("out", 1, datetime.date(2026, 10, 2), 1020, 1260)
    assert {s.unit for s in found} == {1, 2}
    assert hours_of(found) == 40


def test_a_crew_without_rules_is_never_out(calendar):
    assert shifts(Crew("a", "A", "wardens"), "2026-10", calendar) == []


def test_the_borough_s_outreach_crew_is_out_on_fridays_and_not_in_december_or_january(crews, calendar):
    assert {s.day.weekday() for s in shifts(crews["outreach"], "2026-10", calendar)} == {4}
    assert shifts(crews["outreach"], "2026-12", calendar) == []
    assert shifts(crews["outreach"], "2027-01", calendar) == []


def test_every_crew_of_the_borough_can_be_planned(crews, calendar):
    found, faults = all_shifts(list(crews.values()), "2026-10", calendar)
    assert faults == []
    assert {s.crew for s in found} == set(crews)
    nights = [s for s in found if s.crew == "police-1" and s.end_min == 26 * 60]
    assert {s.day.weekday() for s in nights} == {3, 4, 5}
    assert {s.day for s in found if s.crew == "fire"} == {datetime.date(2026, 10, 30), datetime.date(2026, 10, 31)}
    assert len([s for s in found if s.crew == "bus"]) == 20


def test_a_crew_with_a_rule_that_cannot_be_read_stays_at_home_and_the_others_go(crews, calendar):
    lost = Crew("lost", "Lost", "wardens", rules=("weekdays 14-18", "not when it rains 5-9", "evenings"))
    with pytest.raises(PlacespaceError) as fault:
        rules_of(lost)
    assert "5-9" in fault.value.found
    assert "'evenings'" in fault.value.found
    found, faults = all_shifts([lost, crews["outreach"]], "2026-10", calendar)
    assert {s.crew for s in found} == {"outreach"}
    assert len(faults) == 1
    assert faults[0].startswith("Lost is not planned")


def test_what_is_no_month_is_refused_and_is_no_fault_of_a_crew(crews, calendar):
    with pytest.raises(WrongUse):
        all_shifts(list(crews.values()), "soon", calendar)
