"""What people decided is kept, line by line, whatever else happens to the file."""

import json
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, replace
from types import SimpleNamespace

import pytest

from placespace.errors import PlacespaceError, WrongUse
from placespace.plans.decisions import DECISION_KINDS, Decision, decisions, keep_decision

MONTH = "2026-10"
STOP = {"crew": "pair", "unit": 1, "date": "2026-10-02", "start_min": 1200, "end_min": 1215}
MOVE = {f"{way}{k}": v for way in ("from_", "to_") for k, v in STOP.items()} | {"to_place": "b"}
DETAIL = {
    "name": {"name": "The Cobble Steps"},
    "leave out": {},
    "pin": STOP,
    "drop": STOP,
    "move": MOVE,
    "request": {"asked_by": "housing"},
    "task": {"kind": "lighting", "what": "mend the lamp"},
    "take back": {"at": "2026-09-20T10:00:00+00:00"},
}


@pytest.fixture
def kept_in(tmp_path):
    """A workspace as far as decisions know one."""
    return SimpleNamespace(plan_choices=tmp_path / "plan_choices.jsonl")


def decided(kind="leave out", **changed):
    given = {"month": MONTH, "place": "a", "by": "community safety lead", "reason": "works on site until November"}
    return Decision(kind=kind, **({"detail": DETAIL[kind]} | given | changed))


@pytest.mark.parametrize("kind", [k for k in DECISION_KINDS if k != "take back"])
def test_a_decision_of_each_kind_comes_back_as_it_was_kept(kept_in, kind):
    kept = keep_decision(kept_in, decided(kind))
    assert decisions(kept_in, MONTH).decisions == [kept]
    assert decisions(kept_in, MONTH).of(kind) == [kept]
    assert kept.at.endswith("+00:00")
    assert decisions(kept_in, MONTH).set_aside == ()


def test_no_file_is_no_decision(kept_in):
    assert decisions(kept_in, MONTH).decisions == []


def test_a_name_holds_for_every_month_and_the_rest_for_its_own(kept_in):
    keep_decision(kept_in, decided("name"))
    keep_decision(kept_in, decided())
    assert [d.kind for d in decisions(kept_in, MONTH).decisions] == ["name", "leave out"]
    assert [(d.kind, d.month) for d in decisions(kept_in, "2026-11").decisions] == [("name", "")]


def test_what_is_taken_back_is_gone_and_what_is_beside_it_stays(kept_in):
    first = keep_decision(kept_in, decided())
    beside = keep_decision(kept_in, decided(place="b"))
    keep_decision(kept_in, decided("take back", reason="", detail={"at": first.at}))
    assert decisions(kept_in, MONTH).decisions == [beside]
    again = keep_decision(kept_in, decided())
    assert decisions(kept_in, MONTH).decisions == [beside, again]


def test_a_decision_of_the_same_moment_about_another_place_is_not_taken_back(kept_in):
    here, there = (keep_decision(kept_in, decided(place=p, at="2026-09-20T10:00:00+00:00")) for p in "ab")
    keep_decision(kept_in, decided("take back", detail={"at": here.at}))
    assert decisions(kept_in, MONTH).decisions == [there]


def test_what_takes_back_nothing_is_said(kept_in):
    keep_decision(kept_in, decided("take back"))
    assert "line 1, takes back what is not there" in decisions(kept_in, MONTH).set_aside[0]


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        ({"reason": "  "}, "no reason"),
        ({"reason": "12"}, "no reason"),
        ({"by": ""}, "whose decision"),
        ({"place": " "}, "No place"),
        ({"month": "October"}, "written YYYY-MM"),
        ({"month": ""}, "written YYYY-MM"),
        ({"kind": "patrol"}, "one of: name, leave out"),
        ({"kind": "pin", "detail": {**STOP, "date": "2026-11-02"}}, "a day of 2026-10"),
        ({"kind": "pin", "detail": {**STOP, "date": "20261002"}}, "written YYYY-MM-DD"),
        ({"kind": "pin", "detail": {**STOP, "start_min": 300}}, "minutes run from 360"),
        ({"kind": "pin", "detail": {**STOP, "end_min": 1200}}, "minutes run from 360"),
        ({"kind": "pin", "detail": {**STOP, "unit": 0}}, "1 or more"),
        ({"kind": "pin", "detail": {**STOP, "unit": "1"}}, "needs 'unit', a whole number"),
        ({"kind": "pin", "detail": {k: v for k, v in STOP.items() if k != "crew"}}, "needs 'crew'"),
        ({"kind": "move", "detail": {**MOVE, "to_place": ""}}, "needs 'to_place'"),
        ({"kind": "request", "detail": {"asked_by": "housing", "end_min": 1200}}, "go together"),
        ({"kind": "request", "detail": {"asked_by": "housing", "start_min": 1200}}, "needs 'crew'"),
        ({"kind": "request", "detail": {}}, "needs 'asked_by'"),
        ({"kind": "name", "detail": {"name": " "}}, "needs 'name'"),
        ({"detail": {"odd": 1.5}}, "texts and whole numbers"),
        ({"detail": {"odd": True}}, "texts and whole numbers"),
        ({"reason": "word " * 60}, "longer than 200"),
        ({"reason": "ring Sam on 07700 900123"}, "a phone number"),
        ({"by": "sam@example.org"}, "an email address"),
        ({"kind": "task", "detail": {"kind": "lighting", "what": "see 999 000 0018"}}, "an NHS number"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_why_and_nothing_is_written(kept_in, wrong, fault):
    with pytest.raises(WrongUse, match=fault):
        keep_decision(kept_in, replace(decided(), **wrong))
    assert not kept_in.plan_choices.exists()


def test_a_cell_id_of_many_digits_is_no_personal_data(kept_in):
    keep_decision(kept_in, decided("move", place="8919999000001ff", detail={**MOVE, "to_place": "8999900000180ff"}))
    assert len(decisions(kept_in, MONTH).decisions) == 1


def test_what_somebody_typed_can_be_looked_at(kept_in):
    kept = keep_decision(kept_in, decided("task"))
    assert kept.texts == ("community safety lead", "works on site until November", "lighting", "mend the lamp")
    assert "pair" not in decided("pin").texts


def test_a_line_cut_short_takes_no_other_with_it(kept_in):
    first = keep_decision(kept_in, decided())
    kept_in.plan_choices.write_bytes(kept_in.plan_choices.read_bytes() + b'{"kind": "pin", "mon')
    after = keep_decision(kept_in, decided("task"))
    found = decisions(kept_in, MONTH)
    assert found.decisions == [first, after]
    assert len(found.set_aside) == 1
    assert "line 2, does not read as a decision" in found.set_aside[0]


@pytest.mark.parametrize(
    "line",
    [
        b"\xff\xfe broken",
        b"[1, 2]",
        b"null",
        b"[" * 100_000,
        json.dumps(asdict(decided(at="x")) | {"kind": "promise"}).encode(),
        json.dumps(asdict(decided(at="x")) | {"by": 7}).encode(),
        json.dumps(asdict(decided(at="x")) | {"detail": {"a": [1]}}).encode(),
        json.dumps({"kind": "pin"}).encode(),
        json.dumps(asdict(decided("pin", at="x")) | {"detail": {**STOP, "start_min": 1e400}}).encode(),
    ],
)
def test_a_line_that_cannot_be_used_is_said_and_stays_in_the_file(kept_in, line):
    kept_in.plan_choices.write_bytes(line + b"\n\n")
    kept = keep_decision(kept_in, decided())
    found = decisions(kept_in, MONTH)
    assert found.decisions == [kept]
    assert found.set_aside[0].startswith("plan_choices.jsonl, line 1, ")
    assert kept_in.plan_choices.read_bytes().startswith(line)


def keep_many(path, who):
    for i in range(50):
        keep_decision(SimpleNamespace(plan_choices=path), decided(by=f"team {who}", reason=f"for the reason {i}" * 8))


def test_decisions_kept_at_the_same_moment_are_all_kept_whole(kept_in):
    with ProcessPoolExecutor(4) as pool:
        list(pool.map(keep_many, [kept_in.plan_choices] * 4, "abcd"))
    found = decisions(kept_in, MONTH)
    assert found.set_aside == ()
    assert len(found.decisions) == 200


def test_a_file_that_cannot_be_written_is_an_error_that_says_so(kept_in):
    kept_in.plan_choices.mkdir()
    with pytest.raises(PlacespaceError, match="must be there to write to"):
        keep_decision(kept_in, decided())
