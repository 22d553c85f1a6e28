"""Provision goes out as Open Referral UK and comes back the same; what others publish is read as far as it says."""

from __future__ import annotations

import json
import uuid
from pathlib import Path

import pandas as pd
import pytest
from conftest import Lists
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from placespace.errors import PlacespaceError
from placespace.ingest import Provision, write_openreferral
from placespace.ingest.sessions.checks import can_be
from placespace.ingest.sessions.frames import lines_frame, session_record, sessions_frame
from placespace.ingest.sessions.openreferral import read_openreferral
from placespace.ingest.sessions.reading import read_row
from placespace.ingest.sessions.timing import Timing

FRIDAY = {"freq": "WEEKLY", "interval": 1, "byday": "FR", "opens_at": "17:00:00", "closes_at": "21:00:00"}
HALL = {"id": "l1", "name": "The Hall", "latitude": 53.45, "longitude": -3.0}
CLUB = {"id": "s1", "name": "Club", "status": "active", "organization": {"id": "o1", "name": "IYS"}}
NESTED = CLUB | {
    "minimum_age": 11,
    "maximum_age": 19,
    "service_at_locations": [{"id": "a1", "location": HALL, "schedules": [FRIDAY]}],
}
VERSION_1 = CLUB | {
    "eligibilitys": [{"minimum_age": 11, "maximum_age": 19.0}],
    "regular_schedules": [FRIDAY],
    "service_at_locations": [{"location": HALL, "regular_schedule": []}],
}
TABLES = {
    "services": [CLUB | {"organization": None, "organization_id": "o1", "minimum_age": "11", "maximum_age": "19"}],
    "organizations": [{"id": "o1", "name": "IYS"}],
    "locations": [HALL],
    "service_at_locations": [{"id": "a1", "service_id": "s1", "location_id": "l1"}],
    "schedules": [FRIDAY | {"service_at_location_id": "a1"}],
}
BAND = {"minimum_age": 11, "maximum_age": 19}
OTHER_WAY = {"id": "a1", "service": CLUB | BAND, "location": HALL, "schedules": [FRIDAY]}
ALONE = {k: v for k, v in NESTED.items() if k != "organization"}
PUBLISHED = {
    "a list": [NESTED],
    "a page": {"total_items": 1, "page_number": 1, "contents": [NESTED]},
    "a page under content": {"content": [NESTED]},
    "services": {"services": [NESTED]},
    "one service": NESTED,
    "as version 1 was": {"content": [VERSION_1]},
    "tables joined by ids": TABLES,
    "services at locations": {"contents": [OTHER_WAY]},
    "an organisation": {"id": "o1", "name": "IYS", "services": [ALONE]},
}


def put(lists: Lists, held: object) -> Provision:
    return lists.list(json.dumps(held), "youth_provision.json")


@pytest.mark.parametrize("held", PUBLISHED.values(), ids=PUBLISHED.keys())
def test_a_session_is_read_however_the_services_are_wrapped(lists: Lists, held: object) -> None:
    read = put(lists, held)
    own = read.sessions.iloc[0]
    assert len(read.sessions) == 1
    assert (own["name"], own["site"], own["provider"]) == ("Club", "The Hall", "IYS")
    assert (own["weekday"], own["start"], own["end"], own["weeks"], own["every"]) == (4, "17:00", "21:00", "all", 1)
    assert (own["age_from"], own["age_to"]) == (11, 19)
    assert (own["lon"], own["lat"]) == pytest.approx((-3.0, 53.45), abs=1e-9)  # degrees, as sent
    assert read.lines["state"].tolist() == ["read"]


def schedule(lists: Lists, **fields: object) -> tuple[pd.DataFrame, str]:
    held = {k: v for k, v in (FRIDAY | fields).items() if v is not None}
    read = put(lists, NESTED | {"service_at_locations": [{"location": HALL, "schedules": [held]}]})
    return read.timings, str(read.lines["questions"].fillna("").iloc[0])


@pytest.mark.parametrize(
    ("fields", "timings", "asked"),
    [
        ({"byday": "MO,WE"}, [(0, "17:00", "21:00", 1), (2, "17:00", "21:00", 1)], ""),
        ({"byday": ["MO", "we"]}, [(0, "17:00", "21:00", 1), (2, "17:00", "21:00", 1)], ""),
        ({"freq": "DAILY", "byday": None}, [(d, "17:00", "21:00", 1) for d in range(7)], ""),
        ({"interval": 2}, [(4, "17:00", "21:00", 2)], "which weeks"),
        ({"interval": 2, "dtstart": "2026-01-02"}, [(4, "17:00", "21:00", 2)], ""),
        ({"freq": "MONTHLY", "byday": "2FR"}, [(4, "17:00", "21:00", 4)], "on 2FR of the month"),
        ({"freq": None}, [(4, "17:00", "21:00", 1)], "how often is not said"),
        ({"freq": "YEARLY"}, [(4, "17:00", "21:00", 4)], "how often it runs cannot be read"),
        ({"byday": None}, [(None, "17:00", "21:00", 1)], "day, start or end is not said"),
        ({"byday": "Friday"}, [(4, "17:00", "21:00", 1)], ""),
        ({"byday": "XX"}, [(None, "17:00", "21:00", 1)], "a day of it cannot be read"),
        ({"closes_at": None}, [(4, "17:00", None, 1)], "day, start or end is not said"),
        ({"closes_at": "24:00"}, [(4, "17:00", "00:00", 1)], ""),
        ({"closes_at": "17:00"}, [(4, "17:00", None, 1)], "closes when or before it opens"),
        ({"opens_at": "teatime"}, [(4, None, "21:00", 1)], "a time of it cannot be read"),
        ({"opens_at": "17:00Z", "closes_at": "21:00Z"}, [(4, "17:00", "21:00", 1)], "another zone"),
        ({"opens_at": "17:00+01:00"}, [(4, "17:00", "21:00", 1)], ""),
        ({"bymonthday": "1,2"}, [(4, "17:00", "21:00", 1)], "'bymonthday'"),
        (
            {"valid_from": "2026-09-01", "valid_to": "2026-01-01"},
            [(4, "17:00", "21:00", 1)],
            "last day is before its first",
        ),
        ({"valid_from": "soon"}, [(4, "17:00", "21:00", 1)], "first or last day cannot be read"),
        ({"valid_to": "9999-12-31"}, [(4, "17:00", "21:00", 1)], ""),
        ({"description": "ring the bell twice"}, [(4, "17:00", "21:00", 1)], "says more than its days and times"),
    ],
)
def test_a_schedule_is_read_as_far_as_it_says(lists: Lists, fields: dict, timings: list, asked: str) -> None:
    given_back, questions = schedule(lists, **fields)
    plain = given_back[["weekday", "start", "end", "every"]].astype("object")
    assert [tuple(row) for row in plain.where(plain.notna(), None).to_numpy()] == timings
    assert asked in questions
    assert bool(asked) == bool(questions)


def test_an_incomplete_service_is_kept_with_what_is_missing(lists: Lists) -> None:
    held = [{"name": "No place", "schedules": [FRIDAY]}, {"name": "None", "service_at_locations": [{"location": HALL}]}]
    held += [NESTED | {"name": "Closed", "status": "defunct"}, {"name": "Nothing"}]
    read = put(lists, held)
    asks = read.lines.set_index("name")["questions"]
    assert asks["No place"] == "no place: where is it?"
    assert asks["None"] == "no day and no times are said: when does it run?"
    assert asks["Closed"] == "it is said to be defunct: does it still run?"
    assert "where is it" in asks["Nothing"]
    assert len(read.lines) == 4


def test_opening_times_of_a_venue_stand_in_with_a_question(lists: Lists) -> None:
    read = put(lists, CLUB | {"service_at_locations": [{"location": HALL | {"schedules": [FRIDAY]}}]})
    assert len(read.sessions) == 1
    assert "times are those of the venue" in read.lines["questions"].iloc[0]


def test_people_in_a_service_are_left_behind_and_listed(lists: Lists) -> None:
    held = NESTED | {"contacts": [{"name": "Jo Bloggs"}], "email": "jo@example.org", "description": "ring 07700 900123"}
    read = put(lists, [held, NESTED | {"name": "Chess", "description": "a quiet game"}])
    personal = lists.account().personal
    assert {"contacts", "email"} <= personal.keys()
    assert not any(word in str(read.lines.to_dict()) for word in ("Bloggs", "jo@", "07700"))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"{", "must be JSON"),
        (b"", "must be JSON"),
        (b"\xff\xd8\xff", "must be JSON"),
        (b"[" * 100_000, "must be JSON"),
        (b"3", "must hold services"),
        (b"[]", "must hold services"),
        (b'{"contents": []}', "must hold services"),
        (b'{"type": "FeatureCollection", "features": []}', "'type', 'features'"),
    ],
)
def test_a_file_that_holds_no_service_is_said(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "youth_provision.json"
    path.write_bytes(content)
    with pytest.raises(PlacespaceError, match=says):
        read_openreferral(path)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
FIELDS = [
    *FRIDAY,
    *NESTED,
    *TABLES,
    *HALL,
    "attributes",
    "contents",
    "service",
    "location",
    "label",
    "link_type",
    "value",
]
odd = st.recursive(
    anything, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=6)
)


@given(odd)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_json_crashes_the_reading(tmp_path: Path, held: object) -> None:
    path = tmp_path / "youth_provision.json"
    for wrapped in (held, [NESTED | (held if isinstance(held, dict) else {"schedules": held})]):
        path.write_text(json.dumps(wrapped))
        try:
            raw, _ = read_openreferral(path)
        except PlacespaceError:
            continue
        for row in raw.frame.to_dict("records"):
            read_row({"day": "", "start": "", "end": ""} | row)


clock = st.integers(0, 1439).map(lambda m: f"{m // 60:02d}:{m % 60:02d}")
dates = st.none() | st.dates(min_value=pd.Timestamp("2000-01-01").date(), max_value=pd.Timestamp("2040-01-01").date())
timings = st.builds(
    Timing,
    weekday=st.none() | st.integers(0, 6),
    start=st.none() | clock,
    end=st.none() | clock,
    weeks=st.sampled_from(["all", "term", "holiday", "Mischief Night to Bonfire"]),
    every=st.sampled_from([1, 2, 4]),
    months=st.lists(st.integers(1, 12), unique=True, max_size=11).map(lambda m: tuple(sorted(m))),
    valid_from=dates,
    valid_to=dates,
).filter(
    lambda t: can_be(t.start, t.end)
    and (None in (t.valid_from, t.valid_to) or t.valid_from <= t.valid_to)
)  # fmt: skip
about = st.fixed_dictionaries(
    {
        "age_from": st.none() | st.integers(0, 12),
        "age_to": st.none() | st.integers(12, 25),
        "capacity": st.none() | st.integers(1, 99),
        "kind": st.sampled_from(["open access", "sport", "not stated"]),
        "unit": st.sampled_from(["", "Bus 1"]),
    }
)
SAME = ["weekday", "start", "end", "weeks", "every", "months", "valid_from", "valid_to", "age_from", "age_to"]
SAME += ["kind", "capacity", "unit", "site", "lon", "lat", "provider", "name"]


@given(st.lists(st.tuples(timings, about, st.booleans()), min_size=1, max_size=5, unique_by=lambda one: one[0]))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_written_reads_back_as_the_same_timings(tmp_path_factory: pytest.TempPathFactory, held: list) -> None:
    row = {"row": 2, "name": "Café “Club”", "site": "Hall", "provider": "IYS", "when": "x"}
    place = {True: {"lon": -3.0, "lat": 53.45}, False: {"lon": None, "lat": None}}
    records = [
        session_record(t, row, f"a.{n}", **own, when="x", confirmed=False, **place[at])
        for n, (t, own, at) in enumerate(held, 1)
    ]
    line = {"line": "a", "state": "waits", "file": "f", "ages": "", "notes": "", "reads": "", "questions": ""}
    line |= {k: row[k] for k in ("row", "name", "site", "provider", "when")}
    line |= {"unit": "", "kind": "not stated", "capacity": "", "lon": None, "lat": None}
    sent = Provision("l", True, lines_frame([line]), sessions_frame(records), pd.DataFrame())
    path = tmp_path_factory.mktemp("o") / "youth_provision.json"
    path.write_bytes(write_openreferral(sent))
    rows = read_openreferral(path)[0].frame.to_dict("records")
    back = []
    for one in rows:
        read = read_row({"day": "", "start": "", "end": ""} | one)
        of = {"lon": float(one["lon"] or "nan"), "lat": float(one["lat"] or "nan"), "when": "", "confirmed": False}
        of |= {k: getattr(read, k) for k in ("age_from", "age_to", "kind", "capacity")} | {
            "unit": one["unit"],
            "row": 1,
        }
        back += [session_record(t, one, "b.1", **of) for t in read.timings]
    given_back, wanted = sessions_frame(back)[SAME], sent.timings[SAME]
    order = [c for c in SAME if c not in ("lon", "lat")]
    pd.testing.assert_frame_equal(
        given_back.sort_values([*order, "lon"]).reset_index(drop=True),
        wanted.sort_values([*order, "lon"]).reset_index(drop=True),
    )


def test_what_is_written_has_the_shapes_of_the_standard(lists: Lists) -> None:
    heading = "Activity,Venue,When,Ages,Notes,Longitude,Latitude\n"
    rows = "Club,Hall,Fri 18:00-20:00,11-19,ask Jo,-3.0,53.45\nChess,Hut,TBC,,,,\n"
    read = lists.list(heading + rows)
    written = write_openreferral(read)
    page = json.loads(written)
    club, chess = page["contents"]
    assert (club["status"], club["minimum_age"], club["maximum_age"]) == ("active", 11, 19)
    at = club["service_at_locations"][0]
    assert (at["location"]["name"], at["location"]["latitude"]) == ("Hall", 53.45)
    assert at["schedules"][0].items() >= {"freq": "WEEKLY", "interval": 1, "byday": "FR", "opens_at": "18:00"}.items()
    assert chess["service_at_locations"][0]["schedules"] == []
    assert "latitude" not in chess["service_at_locations"][0]["location"]
    assert "ask Jo" not in written.decode()
    assert "ask Jo" in write_openreferral(read, notes=True).decode()
    assert written == write_openreferral(lists.sessions())
    for thing in (club, chess, at, at["location"], at["schedules"][0], club["organization"]):
        assert str(uuid.UUID(thing["id"])) == thing["id"]


def test_a_list_that_went_out_and_came_back_gives_the_same_sessions(lists: Lists) -> None:
    heading = "Activity,Venue,When,Ages,Type,Capacity,Notes,Longitude,Latitude\n"
    rows = "Club,Hall,Mon 18:00-20:00 term time only,11-19,sport,30,Not December or January,-3.0,53.45\n"
    sent = lists.list(heading + rows)
    (lists.raw / "youth_provision.csv").unlink()
    back = lists.list(write_openreferral(sent), "youth_provision.json")
    assert back.sessions[SAME].to_dict("records") == sent.sessions[SAME].to_dict("records")
    assert back.lines["state"].tolist() == sent.lines["state"].tolist()
