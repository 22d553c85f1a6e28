"""An empty register for each test, on each database; PostgreSQL where one is given."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import text

from placespace.places.engine import engine_for, transaction, url_of
from placespace.places.store import Store

GIVEN = "PLACESPACE_TEST_DATABASE_URL"
DATABASES = ("sqlite", "postgresql")


@dataclass
class Database:
    """A database of one test's own."""

    kind: str
    url: str

    def by_hand(self, *statements: str) -> None:
        """Do to the tables what nobody should."""
        engine = engine_for(url_of(None, self.url))
        with engine.connect() as connection:
            if self.kind == "sqlite":
                connection.exec_driver_sql("COMMIT")
                connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
                connection.exec_driver_sql("BEGIN")
            for statement in statements:
                connection.execute(text(statement))
            connection.commit()
        engine.dispose()


def _given() -> str:
    url = os.environ.get(GIVEN, "").strip()
    if not url:
        said = f"no PostgreSQL 15: run .ci/postgres COMMAND, or name a server in {GIVEN}"
        if os.environ.get("PLACESPACE_POSTGRES") == "required":
            pytest.fail(f"PLACESPACE_POSTGRES is 'required', and there is {said}")
        pytest.skip(said)
    return url


@pytest.fixture
def new_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Database]]:
    """Return what makes an empty database of a kind: a file, or a schema that is dropped after the test."""
    monkeypatch.delenv("PLACESPACE_DATABASE_URL", raising=False)
    schemas: list[str] = []

    def make(kind: str) -> Database:
        if kind == "sqlite":
            return Database(kind, f"sqlite:///{tmp_path / uuid.uuid4().hex}.sqlite")
        server = url_of(None, _given())
        name = f"test_{uuid.uuid4().hex}"
        _run(f"CREATE SCHEMA {name}")
        schemas.append(name)
        url = server.update_query_dict({"options": f"-c search_path={name}"})
        return Database(kind, url.render_as_string(hide_password=False))

    yield make
    for name in schemas:
        _run(f"DROP SCHEMA {name} CASCADE")


def _run(statement: str) -> None:
    engine = engine_for(url_of(None, _given()))
    with transaction(engine, saves=True) as connection:
        connection.execute(text(statement))
    engine.dispose()


@pytest.fixture(params=DATABASES)
def database(request: pytest.FixtureRequest, new_database: Callable[[str], Database]) -> Database:
    """Return an empty database, of each kind in turn."""
    return new_database(request.param)


@pytest.fixture
def store(database: Database) -> Iterator[Store]:
    """Return an empty register, on each kind of database in turn."""
    opened = Store.open(None, database.url)
    yield opened
    opened.close()
