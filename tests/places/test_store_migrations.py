"""The tables are brought up from the first version with what is in them, once, whoever opens the register."""

from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import MetaData, select, update
from store_children import open_and_add, start

from placespace.errors import PlacespaceError
from placespace.places.audit import canonical
from placespace.places.engine import engine_for, transaction, url_of
from placespace.places.migrations import known, newest, revision_of, upgrade
from placespace.places.records import write_history
from placespace.places.roles import Who
from placespace.places.store import Store
from placespace.places.tables import METADATA, RECORDS

PANEL = Who("a.chair", "panel")


@pytest.fixture
def engine(database):
    """Return an engine on an empty database, of each kind in turn."""
    made = engine_for(url_of(None, database.url))
    yield made
    made.dispose()


def test_there_are_steps_and_the_last_is_the_newest():
    assert known() == ("0001", "0002")
    assert newest() == "0002"


def test_the_tables_made_step_by_step_are_those_the_program_reads(store, engine):
    with engine.connect() as connection:
        assert revision_of(connection) == newest()
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_a_register_of_the_first_version_is_brought_up_with_what_is_in_it(engine, database):
    with transaction(engine, saves=True) as connection:
        upgrade(connection, "0001")
        record = {"id": "place-0001", "kind": "place", "number": 1, "version": 1, "place": "", "at": "2026-01-01",
                  "by": "a.chair", "closed": False, "body": canonical({"name": "Park"})}  # fmt: skip
        connection.execute(RECORDS.insert(), record)
        write_history(connection, record, PANEL, "added", None)
        changed = record | {"version": 2, "body": canonical({"name": "Pier"}), "closed": True}
        connection.execute(update(RECORDS).values(version=2, body=changed["body"], closed=True))
        write_history(connection, changed, PANEL, "closed", record["body"])
        was = MetaData()
        was.reflect(connection)
        before = {name: connection.execute(select(table)).all() for name, table in was.tables.items()}
    assert "files" not in before
    opened = Store.open(None, database.url)
    with engine.connect() as connection:
        after = {name: connection.execute(select(was.tables[name])).all() for name in before}
    assert after.pop("alembic_version") != before.pop("alembic_version")
    assert after == before
    assert [v.body["name"] for v in opened.versions("place-0001")] == ["Park", "Pier"]
    assert opened.get("place-0001").closed
    opened.keep_file(b"evidence", who=PANEL)
    assert opened.change("place-0001", {"name": "Shore"}, who=PANEL, version=2).version == 3
    assert opened.verify() == []
    opened.close()


def test_a_register_of_a_newer_version_is_refused_and_left_alone(store, database):
    store.add("place", {}, who=PANEL)
    database.by_hand("UPDATE alembic_version SET version_num = '0917'")
    with pytest.raises(PlacespaceError, match=r"They are at step 0917\. A newer version has opened this register"):
        Store.open(None, database.url)
    assert len(store.find("place")) == 1


def test_a_step_that_fails_leaves_nothing_half_done(engine, database):
    with transaction(engine, saves=True) as connection:
        upgrade(connection, "0001")
    database.by_hand("CREATE TABLE files (mine TEXT)")
    with pytest.raises(PlacespaceError, match="already exists"):
        Store.open(None, database.url)
    database.by_hand("DROP TABLE files")
    opened = Store.open(None, database.url)
    assert opened.verify() == []
    opened.close()


def test_twenty_processes_may_open_a_new_register_at_once(database):
    started = [start(open_and_add, database.url) for _ in range(20)]
    assert sorted(tells.recv() for _, tells in started) == [f"place-{n:04d}" for n in range(1, 21)]
    for process, _ in started:
        process.join(30)
    opened = Store.open(None, database.url)
    assert opened.verify() == []
    opened.close()
