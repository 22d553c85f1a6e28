"""Reach the database of the register: SQLite in the workspace, or PostgreSQL that a partnership shares."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from placespace.catalogue import Workspace
from placespace.errors import PlacespaceError, WrongUse

VARIABLE = "PLACESPACE_DATABASE_URL"
WAIT_S = 60
"""Seconds a save waits for others: twenty at once take less than one."""


def url_of(workspace: Workspace | None, url: str | None = None) -> URL:
    """Return where the register is: what is asked for, else ``PLACESPACE_DATABASE_URL``, else the workspace.

    Parameters
    ----------
    workspace : Workspace or None
    url : str, optional
        ``postgresql://user:password@host/name``, or ``sqlite:///file``.

    Raises
    ------
    WrongUse
        When it is an address of neither.

    Examples
    --------
    >>> url_of(None, "postgres://chair@127.0.0.1/register").drivername
    'postgresql+psycopg'
    """
    asked = url or os.environ.get(VARIABLE, "").strip()
    if not asked and workspace is not None:
        return URL.create("sqlite", database=str(workspace.register))
    must = "The register is kept in a SQLite file or in PostgreSQL."
    do = f"Write {VARIABLE}=postgresql://user:password@host/name, or leave it out."
    try:
        made = make_url(asked)
    except (ArgumentError, ValueError):  # what was written may hold a password, and is not repeated
        raise WrongUse(must, f"{VARIABLE} is no address of a database.", do) from None
    if made.drivername in ("postgresql", "postgres", "postgresql+psycopg"):
        return made.set(drivername="postgresql+psycopg")
    if made.drivername in ("sqlite", "sqlite+pysqlite") and made.database not in (None, "", ":memory:"):
        return made
    raise WrongUse(must, f"The address begins with '{made.drivername}'.", do)


def engine_for(url: URL) -> Engine:
    """Return an engine that keeps what it acknowledges, and makes those who save wait for each other.

    SQLite runs with a write-ahead log, foreign keys, and a sync to the disk at every commit; whoever saves takes
    the file before reading, so that nobody saves on what is no longer so.

    Raises
    ------
    PlacespaceError
        When it cannot be reached.
    """
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, connect_args={"timeout": WAIT_S})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        settings = {} if "connect_timeout" in url.query else {"connect_timeout": 10}
        engine = create_engine(url, connect_args=settings, pool_pre_ping=True)
        event.listen(engine, "connect", _prepare_postgresql)
    return engine


def _prepare_sqlite(raw: sqlite3.Connection, _: Any) -> None:
    raw.isolation_level = None  # transactions begin where they are said to begin
    raw.execute(f"PRAGMA busy_timeout = {WAIT_S * 1000}")
    end = time.monotonic() + WAIT_S
    while raw.execute("PRAGMA journal_mode").fetchone() != ("wal",):
        try:
            mode = raw.execute("PRAGMA journal_mode = WAL").fetchone()
        except sqlite3.OperationalError as fault:  # the one thing SQLite does not wait for
            busy = fault.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
            if not busy or time.monotonic() > end:
                raise
            time.sleep(0.02)
        else:
            if mode != ("wal",):  # a network drive, or a database in memory
                raise sqlite3.OperationalError("a write-ahead log cannot be kept there; use a drive of this machine")
    raw.execute("PRAGMA foreign_keys = ON")
    raw.execute("PRAGMA synchronous = FULL")


def _begin_sqlite(connection: Connection) -> None:
    saves = connection.get_execution_options().get("saves")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if saves else "BEGIN")


def _prepare_postgresql(raw: Any, _: Any) -> None:
    with raw.cursor() as cursor:
        # what is acknowledged is on the disk, whatever the server's own habit
        cursor.execute("SHOW synchronous_commit")
        if cursor.fetchone() == ("off",):
            cursor.execute("SET synchronous_commit TO on")
        cursor.execute(f"SET lock_timeout TO '{WAIT_S}s'")
    raw.commit()


@contextmanager
def transaction(engine: Engine, *, saves: bool = False) -> Iterator[Connection]:
    """Open a transaction: one that saves, or one that reads everything as it was at one moment.

    Raises
    ------
    PlacespaceError
        When the database cannot be reached or refuses.
    """
    options: dict[str, Any] = {"saves": saves}
    if engine.dialect.name == "postgresql" and not saves:
        options["isolation_level"] = "REPEATABLE READ"
    with said(engine), engine.connect().execution_options(**options) as connection, connection.begin():
        yield connection


@contextmanager
def said(engine: Engine) -> Iterator[None]:
    """Say in words what the database refused; a password is not repeated.

    Raises
    ------
    PlacespaceError
    """
    try:
        yield
    except (DBAPIError, UnicodeError) as fault:
        secret = [name for name in engine.url.query if "password" in name.casefold()]
        where = engine.url.difference_update_query(secret).render_as_string(hide_password=True)
        raise PlacespaceError(
            "The register's database must be there and free.",
            f"{where} says: {' '.join(str(getattr(fault, 'orig', fault)).split())}.",
            "Nothing was saved. See that it runs and that its disk has room, then try again.",
        ) from fault
