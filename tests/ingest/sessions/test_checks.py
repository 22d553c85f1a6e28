"""What a correction may hold is said value by value, and what it holds is written and read as it is."""

from __future__ import annotations

import datetime

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placespace.ingest import check_corrections
from placespace.ingest.sessions.checks import CORRECTION_COLUMNS, as_sent, as_text, harmless, parsed

GOOD = dict.fromkeys(CORRECTION_COLUMNS, "") | {
    "layer": "youth_provision", "name": "Club", "site": "Hall", "when": "Friday evening", "ages": "11-19", "n": "1",
    "weekday": "Friday", "start": "17:00", "end": "21:00", "decision": "use", "decided_by": "AB",
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"weekday": "Funday"}, "'weekday' must be the name of a day"),
        ({"weekday": "7"}, "'weekday' must be the name of a day"),
        ({"start": "teatime"}, "'start' must be a time"),
        ({"end": "25:00"}, "'end' must be a time"),
        ({"end": "17:00"}, "A session must last"),
        ({"end": "16:00"}, "'end' must be later than the start, or after midnight"),
        ({"every": "3"}, "'every' must be 1"),
        ({"months": "Smarch"}, "'months' must be months"),
        ({"months": "13"}, "'months' must be months"),
        ({"valid_from": "soon"}, "'valid_from' must be a date"),
        ({"valid_from": "2025-09-01", "valid_to": "2025-08-01"}, "'valid_to' must not be before 'valid_from'"),
        ({"age_from": "ten"}, "'age_from' must be an age"),
        ({"age_from": "-1"}, "'age_from' must be an age"),
        ({"age_to": "140"}, "'age_to' must be an age"),
        ({"age_from": "19", "age_to": "11"}, "'age_to' must not be under 'age_from'"),
        ({"kind": "fun"}, "'kind' must be one of open access"),
        ({"capacity": "lots"}, "'capacity' must be a number"),
        ({"capacity": "0"}, "'capacity' must be a number"),
        ({"lon": "-3.0"}, "'lon' and 'lat' must be given together"),
        ({"lon": "53.45", "lat": "-3.0"}, "must be degrees in the United Kingdom"),
        ({"lon": "0", "lat": "0"}, "must be degrees in the United Kingdom"),
        ({"lon": "x", "lat": "y"}, "must be degrees in the United Kingdom"),
        ({"decision": "maybe"}, "'decision' must be 'use' or 'leave out'"),
        ({"decided_by": " "}, "'decided_by' must say who decided"),
        ({"decided_on": "today"}, "'decided_on' must be a date"),
        ({"layer": ""}, "must say which line it is of"),
        ({"n": "0"}, "'n' must be the number of the session"),
        ({"reason": "ring Jo on 07700 900123"}, "'reason' must hold no personal data. It holds a phone number"),
        ({"decided_by": "jo@example.org"}, "'decided_by' must hold no personal data"),
        ({"decision": "leave out"}, "'reason' must say why the line is left out"),
        ({"weeks": "x" * 81}, "'weeks' must be all, term, holiday or a name"),
    ],
)
def test_what_cannot_be_is_named_with_its_row_and_value(change: dict, says: str) -> None:
    faults = check_corrections(pd.DataFrame([GOOD, GOOD | {"n": "2"} | change], index=[2, 3]))
    assert [fault.row for fault in faults] == [3]
    assert says in str(faults[0])


@pytest.mark.parametrize(
    "change",
    [
        {"start": "22:00", "end": "02:00"},
        {"start": "18:00", "end": "00:00"},
        {"start": "01:00", "end": "03:00"},
        {"weekday": "", "start": "", "end": ""},
        {"weekday": "Weds", "start": "6pm", "end": "20.30", "months": "April may 6", "every": "", "weeks": "Bonfire"},
        {"lon": "-3.0", "lat": "53.45", "capacity": "30", "age_to": "11", "kind": "Sport"},
    ],
)
def test_what_can_be_has_no_fault(change: dict) -> None:
    assert check_corrections(pd.DataFrame([GOOD | change])) == []


def test_one_session_of_a_line_decided_twice_is_a_fault() -> None:
    faults = check_corrections(pd.DataFrame([GOOD, GOOD | {"name": " CLUB "}], index=[2, 3]))
    assert [str(f) for f in faults] == ["Row 3: 'n' must tell the sessions of a line apart. '1' stands twice."]


@given(st.text(max_size=12))
@settings(max_examples=300, deadline=None)
def test_text_made_harmless_reads_back_as_it_was(text: str) -> None:
    safe = harmless(text)
    assert as_sent(safe) == text
    assert not safe.startswith(("=", "@"))


sessions = st.fixed_dictionaries(
    {
        "weekday": st.none() | st.integers(0, 6),
        "start": st.none() | st.integers(6 * 60, 20 * 60).map(lambda m: f"{m // 60:02d}:{m % 60:02d}"),
        "end": st.none() | st.integers(20 * 60 + 1, 23 * 60 + 59).map(lambda m: f"{m // 60:02d}:{m % 60:02d}"),
        "weeks": st.sampled_from(["all", "term", "holiday", "Bonfire"]),
        "every": st.sampled_from([1, 2, 4]),
        "months": st.lists(st.integers(1, 12), unique=True).map(lambda m: ",".join(map(str, sorted(m)))),
        "valid_from": st.none() | st.dates(datetime.date(2000, 1, 1), datetime.date(2030, 1, 1)),
        "age_from": st.none() | st.integers(5, 12),
        "age_to": st.none() | st.integers(12, 25),
        "capacity": st.none() | st.integers(1, 500),
        "lon": st.just(-3.25),
        "lat": st.just(53.5),
    }
)


@given(st.lists(sessions, min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_any_session_that_can_be_is_read_back_from_the_file_as_it_was(rows: list[dict]) -> None:
    table = pd.DataFrame(rows).assign(**{k: GOOD[k] for k in ("layer", "name", "site", "when", "ages", "decision")})
    text = as_text(table.assign(n=range(1, len(table) + 1), decided_by="AB"))
    assert check_corrections(text) == []
    back = parsed(text)
    for sent, read in zip(rows, back.to_dict("records"), strict=True):
        for name, value in sent.items():
            got = None if pd.isna(read[name]) else read[name]
            assert (got.date() if isinstance(got, pd.Timestamp) else got) == value, name
