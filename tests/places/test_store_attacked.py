"""A register where none can be kept, an address that holds a password, and what is cut out of the register whole."""

from __future__ import annotations

import sqlite3

import pytest

from placespace.errors import PlacespaceError, WrongUse
from placespace.places.audit import canonical, seal
from placespace.places.roles import Who
from placespace.places.store import Store

PANEL = Who("a.chair", "panel")
SECRET = "s3cret"


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql://bob:{SECRET}@127.0.0.1:1/x",
        f"postgresql://bob@127.0.0.1:1/x?password={SECRET}",
        f"postgresql://bob@127.0.0.1:1/x?sslpassword={SECRET}&sslmode=bogus",
        f"postgresql://bob:{SECRET}@127.0.0.1:notaport/x",
        f"bob:{SECRET}@127.0.0.1/x",
    ],
)
def test_a_password_is_not_repeated_wherever_it_is_written(url):
    with pytest.raises(PlacespaceError) as told:
        Store.open(None, url)
    assert SECRET not in str(told.value)


def test_a_port_that_is_none_is_said_in_words():
    with pytest.raises(WrongUse, match="no address of a database"):
        Store.open(None, "postgresql://bob@127.0.0.1:notaport/x")


@pytest.mark.filterwarnings("ignore:Selection of the SingletonThreadPool")
def test_where_no_log_can_be_kept_it_is_said_and_nobody_waits_for_ever():
    with pytest.raises(PlacespaceError, match="a write-ahead log cannot be kept there"):
        Store.open(None, "sqlite:///file:nowhere?mode=memory&uri=true")


def test_who_kept_a_file_and_when_cannot_be_changed_unseen(store, database):
    store.keep_file(b"a frozen bundle", who=PANEL)
    database.by_hand("UPDATE files SET \"by\" = 'nobody', at = '2020-01-01'")
    (fault,) = store.verify()
    assert "by: 'a.chair' -> 'nobody'" in fault
    assert "-> '2020-01-01'" in fault


def test_a_record_cut_out_with_its_versions_and_lines_and_all_sealed_anew_leaves_a_gap(store, database):
    for n in range(3):
        store.add("goal", {"n": n}, who=PANEL)
    rows = [dict(r.__dict__) for r in store.audit()]
    database.by_hand(
        *(f"DELETE FROM {table} WHERE id = 'goal-0002'" for table in ("audit", "versions", "records")),
        *_sealed_anew([r for r in rows if r["id"] != "goal-0002"]),
    )
    assert store.verify() == ["goal-0002 is missing: a later one is there, and none is ever taken out."]


def _sealed_anew(rows: list[dict]) -> list[str]:
    """Return the statements that make a shorter history whole again."""
    statements, previous = [], ""
    for seq, row in enumerate(rows, 1):
        body = canonical(row["after"])
        now = {**row, "seq": seq, "previous": previous, "before": None, "after": body, "place": "", "closed": False}
        sealed = seal(now)
        statements.append(
            f"UPDATE audit SET seq = {seq}, previous = '{previous}', hash = '{sealed}' WHERE seq = {row['seq']}"
        )
        previous = sealed
    return [*statements, f"UPDATE chain SET count = {len(rows)}, head = '{previous}'"]


def test_a_database_of_something_else_is_left_as_it_is(tmp_path):
    path = tmp_path / "theirs.sqlite"
    with sqlite3.connect(path) as theirs:
        theirs.execute("CREATE TABLE records (theirs)")
    with pytest.raises(PlacespaceError, match="already exists"):
        Store.open(None, f"sqlite:///{path}")
    with sqlite3.connect(path) as theirs:
        assert theirs.execute("SELECT name FROM sqlite_master").fetchall() == [("records",)]
