"""One bus at two places at once is asked about; nothing is dropped."""

from __future__ import annotations

import pandas as pd
import pytest
from conftest import Lists

from placespace.ingest import clashes
from placespace.ingest.sessions.frames import sessions_frame

WEEK = {"weekday": 4, "start": "18:00", "end": "20:00", "weeks": "all", "every": 1, "months": "", "valid_from": None}
ROW = {"session": "a.1", "row": 2, "name": "Youth bus", "unit": "Youth bus", "site": "North Park", "provider": "IYS"}
ROW |= {"lon": -3.0, "lat": 53.45, "valid_to": None, "age_from": None, "age_to": None, "kind": "outreach"}
ROW |= WEEK | {"capacity": None, "confirmed": False, "when": ""}
THERE = {"session": "b.1", "site": "South Park", "lon": -3.01}


def frame(*changes: dict) -> pd.DataFrame:
    return sessions_frame([ROW | change for change in changes])


def day(text: str) -> object:
    return pd.Timestamp(text).date()


@pytest.mark.parametrize(
    ("one", "other", "clash"),
    [
        ({}, THERE, True),
        ({}, THERE | {"start": "19:30", "end": "21:00"}, True),
        ({}, THERE | {"start": "20:00", "end": "21:00"}, False),
        ({}, THERE | {"weekday": 3}, False),
        ({}, THERE | {"unit": "YOUTH BUS"}, True),
        ({}, THERE | {"unit": "Bus 2"}, False),
        ({}, THERE | {"provider": "Another"}, False),
        ({}, {"session": "b.1", "site": "north park"}, False),
        ({"unit": ""}, THERE | {"unit": ""}, False),
        ({"weeks": "term"}, THERE | {"weeks": "holiday"}, False),
        ({"weeks": "term"}, THERE, True),
        ({"weeks": "holiday"}, THERE | {"weeks": "Bonfire"}, True),
        ({"weeks": "Half-term"}, THERE | {"weeks": "Bonfire"}, False),
        ({"months": "4,5,6"}, THERE | {"months": "10,11"}, False),
        ({"months": "4,5,6"}, THERE | {"months": "6"}, True),
        ({"valid_to": day("2025-03-31")}, THERE | {"valid_from": day("2025-04-01")}, False),
        ({"every": 2}, THERE | {"every": 2}, True),
        ({"every": 2, "valid_from": day("2025-01-03")}, THERE | {"every": 2, "valid_from": day("2025-01-10")}, False),
        ({"every": 2, "valid_from": day("2025-01-03")}, THERE | {"every": 2, "valid_from": day("2025-01-17")}, True),
        ({"start": "22:00", "end": "02:00"}, THERE | {"weekday": 5, "start": "01:00", "end": "03:00"}, True),
        (
            {"weekday": 6, "start": "23:00", "end": "01:00"},
            THERE | {"weekday": 0, "start": "00:30", "end": "02:00"},
            True,
        ),
        ({"end": None}, THERE, False),
    ],
)
def test_a_unit_is_at_two_places_at_once_when_hours_weeks_and_season_meet(one: dict, other: dict, clash: bool) -> None:
    for pair in ((one, other), (other, one)):
        assert len(clashes(frame(*pair))) == clash


def test_the_question_names_the_time_in_common() -> None:
    found = clashes(frame({"start": "17:00", "end": "19:00"}, THERE | {"start": "18:30", "end": "21:00"})).iloc[0]
    assert (found["weekday"], found["start"], found["end"]) == (4, "18:30", "19:00")
    assert (
        found["ask"] == "Youth bus would be at North Park and at South Park on Friday 18:30-19:00: which, or is it two?"
    )


def test_nothing_to_compare_gives_an_empty_frame() -> None:
    assert clashes(sessions_frame([])).empty
    assert clashes(frame({})).empty


def test_a_bus_is_known_by_its_name_less_the_place_it_stops_at(lists: Lists) -> None:
    rows = "Activity,Venue,When,Bus or team,Longitude,Latitude\n"
    rows += "Youth bus - North Park,North Park Bootle,Fri 18:00-20:00,,-3.0,53.45\n"
    rows += "Youth bus - South Park,South Park,Fri 19:00-21:00,,-3.01,53.45\n"
    rows += "Homework club,Library,Fri 19:00-21:00,,-3.01,53.45\nDetached,Street,Fri 19:00-20:00,Bus 2,-3.0,53.46\n"
    read = lists.list(rows)
    assert read.lines["unit"].fillna("").tolist() == ["Youth bus", "Youth bus", "", "Bus 2"]
    assert len(read.clashes) == 1
    assert len(read.sessions) == 4
