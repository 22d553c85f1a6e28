"""What the register keeps: states, their history, files, and who may write; the same on both databases."""

from __future__ import annotations

import hashlib
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from placespace.errors import PlacespaceError, WrongUse
from placespace.places.audit import FIRST
from placespace.places.engine import url_of
from placespace.places.roles import ALONE, MAY, NotAllowed, Who
from placespace.places.store import Conflict, Store

PANEL, PRACTITIONER = Who("a.chair", "panel"), Who("y.worker", "practitioner")


def test_a_record_is_given_an_id_by_its_kind_and_read_back_as_it_was(store):
    body = {
        "name": "Café by the pier",
        "cells": ["89195d2a4d3ffff"],
        "level": "",
        "outline": [[-3.0, 53.65]],
        "x": None,
    }
    added = store.add("place", body, who=PANEL)
    store.add("goal", {"words": "lit"}, who=PANEL, place=added.id)
    assert [added.id, store.add("place", {}, who=PANEL).id] == ["place-0001", "place-0002"]
    assert store.get("place-0001") == added
    assert added.body == body
    assert (added.version, added.by, added.closed) == (1, "a.chair", False)


def test_when_it_was_saved_is_utc_with_microseconds(store):
    at = store.add("place", {}, who=PANEL).at
    assert len(at) == len("2026-10-01T12:00:00.123456+00:00")
    assert abs(datetime.fromisoformat(at) - datetime.now(UTC)) < timedelta(minutes=1)


def test_every_change_is_a_version_and_a_line_of_the_history(store):
    store.add("place", {"name": "Park"}, who=PANEL)
    store.change("place-0001", {"name": "Pier"}, who=ALONE, version=1, what="renamed")
    store.change("place-0001", {"name": "Pier"}, who=PANEL, version=2, what="closed", closed=True)
    assert [(v.version, v.body["name"], v.closed, v.by) for v in store.versions("place-0001")] == [
        (1, "Park", False, "a.chair"),
        (2, "Pier", False, "this machine"),
        (3, "Pier", True, "a.chair"),
    ]
    rows = store.audit("place-0001")
    assert [(r.seq, r.what, r.role, r.before, r.after) for r in rows] == [
        (1, "added", "panel", None, {"name": "Park"}),
        (2, "renamed", "analyst", {"name": "Park"}, {"name": "Pier"}),
        (3, "closed", "panel", {"name": "Pier"}, {"name": "Pier"}),
    ]
    assert [r.previous for r in rows] == [FIRST, rows[0].hash, rows[1].hash]
    assert store.head() == (3, rows[2].hash)
    assert store.verify(known=[store.head(), (1, rows[0].hash), (0, FIRST)]) == []


def test_an_empty_register_verifies_and_has_no_head(store):
    assert (store.head(), store.verify(), store.find("place"), store.audit()) == ((0, FIRST), [], [], [])


def test_a_record_that_was_closed_stays_so_until_somebody_says_otherwise(store):
    store.add("place", {}, who=PANEL, closed=True)
    assert store.change("place-0001", {"a": 1}, who=PANEL, version=1).closed
    assert not store.change("place-0001", {"a": 1}, who=PANEL, version=2, closed=False).closed


def test_records_are_found_by_kind_place_and_whether_they_are_closed_in_the_order_they_were_added(store):
    for n in range(12):
        store.add("action", {"n": n}, who=PANEL, place=f"place-000{n % 2}", closed=n > 9)
    assert [r.body["n"] for r in store.find("action")] == list(range(12))
    assert [r.body["n"] for r in store.find("action", place="place-0001", closed=False)] == [1, 3, 5, 7, 9]
    assert [r.body["n"] for r in store.find("action", closed=True)] == [10, 11]
    assert store.find("goal") == []


def test_the_ten_thousandth_record_comes_after_the_one_before_it(store, database):
    store.add("view", {}, who=PRACTITIONER)
    database.by_hand(
        "DELETE FROM versions",
        "UPDATE records SET id = 'view-9999', number = 9999",
    )
    store.add("view", {}, who=PRACTITIONER)
    assert [r.id for r in store.find("view")] == ["view-9999", "view-10000"]


def test_the_second_to_save_is_told_and_has_both_versions_in_hand(store):
    store.add("place", {"name": "Park", "why": "dark"}, who=PANEL)
    theirs = store.change("place-0001", {"name": "Pier", "why": "dark"}, who=Who("b.lead", "panel"), version=1)
    with pytest.raises(Conflict, match=r"read at version 1; version 2 was saved by b\.lead") as told:
        store.change("place-0001", {"name": "Park", "why": "lonely"}, who=PANEL, version=1)
    assert told.value.theirs == theirs
    assert told.value.mine == {"name": "Park", "why": "lonely"}
    assert store.get("place-0001") == theirs
    assert store.verify() == []


def test_the_same_change_made_twice_at_once_is_still_a_conflict(store):
    store.add("place", {"met": 1}, who=PANEL)
    store.change("place-0001", {"met": 2}, who=PANEL, version=1)
    with pytest.raises(Conflict):
        store.change("place-0001", {"met": 2}, who=PANEL, version=1)


def test_a_record_that_is_not_there_is_asked_for_in_vain(store):
    for ask in (store.get, store.versions, lambda id: store.change(id, {}, who=PANEL, version=1)):
        with pytest.raises(WrongUse, match="'place-0009' is not there"):
            ask("place-0009")


@pytest.mark.parametrize("role", [*MAY, "", "mayor"])
@pytest.mark.parametrize("kind", ["place", "observation", "view", "evidence"])
def test_each_role_writes_only_what_it_may(store, role, kind):
    who = Who("somebody", role)
    allowed = role in ("panel", "analyst") or (role == "practitioner" and kind in ("observation", "view"))
    if allowed:
        assert store.add(kind, {}, who=who).by == "somebody"
    else:
        with pytest.raises(NotAllowed):
            store.add(kind, {}, who=who)
        store.add(kind, {}, who=PANEL)
        with pytest.raises(NotAllowed):
            store.change(f"{kind}-0001", {"a": 1}, who=who, version=1)
        assert store.get(f"{kind}-0001").version == 1
    if role not in ("panel", "analyst"):
        with pytest.raises(NotAllowed):
            store.keep_file(b"x", who=who)


def test_a_file_is_kept_once_by_its_hash_and_given_back_as_it_was(store):
    content = bytes(range(256)) * 400
    sha256 = store.keep_file(content, who=PANEL)
    assert sha256 == store.keep_file(content, who=ALONE) == hashlib.sha256(content).hexdigest()
    assert store.file(sha256) == content
    assert store.file(store.keep_file(b"", who=PANEL)) == b""
    assert [(r.what, r.kind, r.id, r.by) for r in store.audit(sha256)] == [("kept a file", "file", sha256, "a.chair")]
    assert store.verify() == []
    with pytest.raises(WrongUse, match="There is none"):
        store.file("0" * 64)


@pytest.mark.parametrize("body", [{"on": datetime(2026, 10, 1)}, {"n": float("nan")}, {"s": {1, 2}}])
def test_what_json_has_no_word_for_is_refused_and_nothing_is_saved(store, body):
    with pytest.raises(WrongUse, match="plain values"):
        store.add("place", body, who=PANEL)
    assert store.find("place") == []


def test_odd_letters_are_kept_on_both_databases(store):
    body = {"words": "nul \x00, half a letter \ud800, 🏞, \u2028, Ünïcode, 'quoted' \"twice\""}
    store.add("place", body, who=PANEL)
    assert store.get("place-0001").body == body
    assert store.verify() == []


def test_saves_made_together_are_all_kept_or_none(store):
    with store.together():
        store.add("place", {"name": "Park"}, who=PANEL)
        assert store.get("place-0001").body == {"name": "Park"}
        store.change("place-0001", {"name": "Pier"}, who=PANEL, version=1)
    before = store.head()

    def stopped_half_way() -> None:
        with store.together():
            store.keep_file(b"evidence", who=PANEL)
            store.change("place-0001", {"name": "Shore"}, who=PANEL, version=2)
            raise KeyError

    with pytest.raises(KeyError):
        stopped_half_way()
    assert (store.head(), store.get("place-0001").body, store.verify()) == (before, {"name": "Pier"}, [])


def test_what_fails_and_is_caught_among_saves_made_together_takes_nothing_with_it(store):
    with store.together():
        store.add("place", {}, who=PANEL)
        with pytest.raises(PlacespaceError):
            store.add("place", {}, who=PANEL, place="half a letter \ud800")
        with pytest.raises(Conflict):
            store.change("place-0001", {}, who=PANEL, version=7)
        store.add("goal", {}, who=PANEL)
    assert [r.id for r in (*store.find("place"), *store.find("goal"))] == ["place-0001", "goal-0001"]
    assert store.verify() == []


def test_what_is_not_saved_yet_is_seen_by_nobody_else(store):
    seen = []
    with store.together():
        store.add("place", {}, who=PANEL)
        other = threading.Thread(target=lambda: seen.append(len(store.find("place"))))
        other.start()
        other.join(10)
    assert seen == [0]


def test_the_register_lies_in_the_workspace_where_no_database_is_named(tmp_path, monkeypatch):
    monkeypatch.delenv("PLACESPACE_DATABASE_URL", raising=False)
    workspace = SimpleNamespace(register=tmp_path / "geodata" / "register.sqlite")
    Store.open(workspace).close()
    assert workspace.register.exists()
    elsewhere = tmp_path / "elsewhere.sqlite"
    monkeypatch.setenv("PLACESPACE_DATABASE_URL", f"sqlite:///{elsewhere}")
    Store.open(workspace).close()
    assert elsewhere.exists()


@pytest.mark.parametrize("url", ["mysql://me:secret@host/db", "sqlite://", "not an address secret"])
def test_an_address_of_no_register_is_refused_without_repeating_what_may_be_a_password(url):
    with pytest.raises(WrongUse) as told:
        url_of(None, url)
    assert "secret" not in str(told.value)


def test_a_database_that_cannot_be_reached_is_said_in_words_without_the_password(tmp_path):
    folder = Path(tmp_path / "folder.sqlite")
    folder.mkdir()
    for url in (f"sqlite:///{folder}", "postgresql://chair:secret@127.0.0.1:9/register?connect_timeout=2"):
        with pytest.raises(PlacespaceError, match="must be there and free") as told:
            Store.open(None, url)
        assert "secret" not in str(told.value)


def test_sqlite_syncs_at_every_save_and_holds_to_its_keys(new_database):
    opened = Store.open(None, new_database("sqlite").url)
    with opened._engine.connect() as connection:
        asked = {n: connection.exec_driver_sql(f"PRAGMA {n}").scalar() for n in
                 ("journal_mode", "synchronous", "foreign_keys")}  # fmt: skip
    assert asked == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    opened.close()
