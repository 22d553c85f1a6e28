"""What is changed, removed or put in behind the register's back is found, and named."""

from __future__ import annotations

import hashlib

import pytest

from placespace.errors import PlacespaceError
from placespace.places.audit import canonical, seal
from placespace.places.roles import Who
from placespace.places.store import Store

PANEL = Who("a.chair", "panel")
KEPT = b"a frozen bundle"


@pytest.fixture
def filled(store):
    """Return a register of two places, a goal and a file: audit rows 1 to 6."""
    store.add("place", {"name": "Park", "why": "dark"}, who=PANEL)  # 1
    store.add("place", {"name": "Pier"}, who=PANEL)  # 2
    store.change("place-0001", {"name": "Park", "why": "lonely"}, who=PANEL, version=1)  # 3
    store.add("goal", {"words": "lit"}, who=PANEL, place="place-0001")  # 4
    store.change("place-0001", {"name": "Old park", "why": "lonely"}, who=PANEL, version=2, closed=True)  # 5
    store.keep_file(KEPT, who=PANEL)  # 6
    assert store.verify(known=[store.head()]) == []
    return store


ONE = "id = 'place-0001'"
SWAP = ("UPDATE audit SET seq = 99 WHERE seq = 2", "UPDATE audit SET seq = 2 WHERE seq = 3",
        "UPDATE audit SET seq = 3 WHERE seq = 99")  # fmt: skip
CHANGED = {
    "who did it": (
        ["UPDATE audit SET \"by\" = 'nobody' WHERE seq = 2"],
        ["Audit row 2 (added: place-0002 version 1) was changed"],
    ),
    "when": (["UPDATE audit SET at = '2020-01-01' WHERE seq = 3"], ["Audit row 3", "was changed"]),
    "as what": (["UPDATE audit SET role = 'viewer' WHERE seq = 6"], ["Audit row 6 (kept a file:", "was changed"]),
    "what": (
        ["UPDATE audit SET what = 'read' WHERE seq = 1"],
        ["Audit row 1 (read: place-0001 version 1) was changed"],
    ),
    "what was there before": (
        ['UPDATE audit SET before = \'{"name":"X"}\' WHERE seq = 3'],
        [
            "Audit row 3",
            "was changed",
            "not start from what was there before it: name: 'Park' -> 'X'; why: 'dark' -> nothing",
        ],
    ),
    "what was there after": (
        ["UPDATE audit SET after = replace(after, 'lonely', 'fine') WHERE seq = 3"],
        ["Audit row 3", "was changed", "place-0001 version 2 differs from audit row 3: why: 'fine' -> 'lonely'"],
    ),
    "the hash": (
        ["UPDATE audit SET hash = 'abc' WHERE seq = 3"],
        ["Audit row 3", "sealed abc…", "Audit row 4", "does not follow row 3"],
    ),
    "the link": (
        ["UPDATE audit SET previous = '' WHERE seq = 4"],
        ["Audit row 4 (added: goal-0001 version 1) does not follow row 3: it names nothing"],
    ),
    "a row gone": (
        ["DELETE FROM audit WHERE seq = 2"],
        ["Audit row 2 is missing", "place-0002 version 1 has no audit row"],
    ),
    "three rows gone": (
        ["DELETE FROM audit WHERE seq IN (2, 3, 4)"],
        ["Audit rows 2 to 4 are missing", "goal-0001 version 1 has no audit row"],
    ),
    "the last row gone": (
        ["DELETE FROM audit WHERE seq = 6"],
        ["Audit row 6 is missing: it should end with row 6", "has no audit row"],
    ),
    "all rows gone": (
        ["DELETE FROM audit"],
        ["Audit rows 1 to 6 are missing", "place-0001 version 3 has no audit row"],
    ),
    "two rows swapped": (
        SWAP,
        [
            "Audit row 2 (changed: place-0001 version 2) was changed",
            "Audit row 3 (added: place-0002 version 1) was changed",
            "does not follow row 1",
        ],
    ),
    "a row put in": (
        [
            'INSERT INTO audit SELECT 7, at, "by", role, what, kind, id, 4, place, closed, before, after, hash, hash '
            "FROM audit WHERE seq = 5"
        ],
        [
            "Audit row 7",
            "does not follow row 6",
            "place-0001 version 4 is missing: audit row 7 wrote it",
            "should end with row 6",
        ],
    ),
    "the chain": (["UPDATE chain SET count = 4"], ["The audit should end with row 4", "it ends with row 6"]),
    "no chain": (["DELETE FROM chain"], ["how long the audit is and how it ends is missing"]),
    "a record": (
        [f"UPDATE records SET body = replace(body, 'Old', 'New') WHERE {ONE}"],
        ["place-0001 differs from its last version (3): name: 'Old park' -> 'New park'"],
    ),
    "a record opened again": (
        [f"UPDATE records SET closed = FALSE WHERE {ONE}"],
        ["place-0001 differs from its last version (3): closed: True -> False"],
    ),
    "a record moved": (
        ["UPDATE records SET place = 'place-0002' WHERE kind = 'goal'"],
        ["goal-0001 differs from audit row 4: place: 'place-0001' -> 'place-0002'"],
    ),
    "a record renumbered": (["UPDATE records SET number = 7 WHERE kind = 'goal'"], ["goal-0001 is numbered 7"]),
    "a record gone": (
        [f"DELETE FROM versions WHERE {ONE}", f"DELETE FROM records WHERE {ONE}"],
        [
            "place-0001 version 1 is missing: audit row 1 wrote it",
            "place-0001 version 3 is missing: audit row 5 wrote it",
        ],
    ),
    "a record put in": (
        [
            "INSERT INTO records SELECT 'place-0003', kind, 3, 1, place, body, at, \"by\", closed FROM records "
            "WHERE id = 'place-0002'"
        ],
        ["place-0003 has no versions"],
    ),
    "a version": (
        [f"UPDATE versions SET body = replace(body, 'dark', 'fine') WHERE {ONE} AND version = 1"],
        ["place-0001 version 1 differs from audit row 1: why: 'dark' -> 'fine'"],
    ),
    "who made a version": (
        [f"UPDATE versions SET \"by\" = 'nobody' WHERE {ONE} AND version = 1"],
        ["version 1 differs from audit row 1: by: 'a.chair' -> 'nobody'"],
    ),
    "a version and its record": (
        [
            f"UPDATE {of} SET body = replace(body, 'Old', 'New') WHERE {ONE} AND version = 3"
            for of in ("versions", "records")
        ],
        ["place-0001 version 3 differs from audit row 5: name: 'Old park' -> 'New park'"],
    ),
    "a version gone": ([f"DELETE FROM versions WHERE {ONE} AND version = 2"], ["place-0001: version 2 missing"]),
    "the last version gone": (
        [f"DELETE FROM versions WHERE {ONE} AND version = 3"],
        [
            "place-0001 version 3 is missing: audit row 5 wrote it",
            "place-0001 differs from its last version (2): name:",
        ],
    ),
    "a version put in": (
        ["INSERT INTO versions SELECT id, 2, body, at, \"by\", closed FROM versions WHERE id = 'goal-0001'"],
        ["goal-0001 version 2 has no audit row", "goal-0001 differs from its last version (2): version: 2 -> 1"],
    ),
    "a body that does not read": (
        [f"UPDATE records SET body = 'gone' WHERE {ONE}"],
        ["place-0001 differs from its last version (3)", "no JSON: 'gone'"],
    ),
    "a file gone": (["DELETE FROM files"], ["is missing: the audit says it was kept"]),
    "a file's size": (["UPDATE files SET size = 3"], ["has 15 bytes, and says 3"]),
    "a file": (
        ["UPDATE files SET content = (SELECT content FROM files) || content"],
        ["was changed: its content gives", "30 bytes, 15 when kept"],
    ),
}


@pytest.mark.parametrize("what", CHANGED)
def test_whatever_is_changed_by_hand_is_named(filled, database, what):
    statements, named = CHANGED[what]
    database.by_hand(*statements)
    found = "\n".join(filled.verify())
    assert found
    for words in named:
        assert words in found, f"{words!r} is not in:\n{found}"


def test_one_change_in_a_long_register_is_one_fault(filled, database):
    for n in range(20):
        filled.add("view", {"n": n}, who=PANEL)
    database.by_hand("UPDATE audit SET what = 'read' WHERE seq = 12")
    assert [fault.split(" is sealed")[0] for fault in filled.verify()] == [
        "Audit row 12 (read: view-0006 version 1) was changed: it"
    ]


def test_a_history_cut_off_and_sealed_anew_is_found_by_what_documents_printed(filled, database):
    printed, earlier = filled.head(), (2, filled.audit()[1].hash)
    fifth = filled.audit()[4].hash
    database.by_hand(
        "DELETE FROM audit WHERE seq = 6", "DELETE FROM files", f"UPDATE chain SET count = 5, head = '{fifth}'"
    )
    assert filled.verify() == []  # nothing inside can tell
    assert filled.verify(known=[earlier]) == []
    assert filled.verify(known=[earlier, printed]) == [
        f"Audit row 6 is missing: a document names it, with {printed[1][:12]}…."
    ]


def test_a_history_written_anew_from_a_row_on_is_found_by_what_documents_printed(filled, database):
    rows = [{**row.__dict__, "before": None if row.before is None else canonical(row.before),
             "after": canonical(row.after)} for row in filled.audit()]  # fmt: skip
    printed, link = filled.head(), rows[2]["hash"]
    rows[3]["by"] = "nobody"
    for row in rows[3:]:
        row["previous"] = link
        link = seal(row)
        database.by_hand(
            f"UPDATE audit SET \"by\" = '{row['by']}', previous = '{row['previous']}', hash = '{link}' "
            f"WHERE seq = {row['seq']}"
        )
    database.by_hand(f"UPDATE chain SET head = '{link}'")
    for table in ("records", "versions"):
        database.by_hand(f"UPDATE {table} SET \"by\" = 'nobody' WHERE id = 'goal-0001'")
    assert filled.verify() == []
    assert "Audit row 6 is not the one a document names" in filled.verify(known=[printed])[0]


def test_a_file_that_was_changed_is_not_given_out(filled, database):
    database.by_hand("UPDATE files SET content = (SELECT content FROM files) || content")
    with pytest.raises(PlacespaceError, match="has been changed"):
        filled.file(hashlib.sha256(KEPT).hexdigest())


def test_a_body_that_does_not_read_is_said_so_to_whoever_asks_for_it(filled, database):
    database.by_hand(f"UPDATE records SET body = 'gone' WHERE {ONE}")
    with pytest.raises(PlacespaceError, match="must read as it was written"):
        filled.get("place-0001")


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("UPDATE files SET content = 'text'", "was changed: its content gives"),
        ("UPDATE audit SET version = 'one' WHERE seq = 2", "A row of audit (2) holds what nothing saved: version is"),
        ("UPDATE versions SET body = x'00' WHERE id = 'goal-0001'", "A row of versions (goal-0001 1) holds what"),
        ("UPDATE records SET version = 'x' WHERE id = 'goal-0001'", "A row of records (goal-0001) holds what"),
    ],
)  # fmt: skip
def test_what_only_sqlite_would_take_is_named_too(new_database, statement, named):
    database = new_database("sqlite")
    opened = Store.open(None, database.url)
    opened.add("goal", {}, who=PANEL)
    opened.add("place", {}, who=PANEL)
    opened.keep_file(KEPT, who=PANEL)
    database.by_hand(statement)
    assert named in "\n".join(opened.verify())
    opened.close()
