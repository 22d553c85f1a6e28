"""Bring the tables of a register up to what this version of the program reads."""

from __future__ import annotations

from pathlib import Path
from threading import Lock

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from placespace.errors import PlacespaceError

_HERE = Path(__file__).parent
_ONE_AT_A_TIME = Lock()  # Alembic keeps what it is doing in a module
LOCK = 5_062_005
"""Key of the PostgreSQL lock that is held while tables change; any number that nobody else uses."""


def migrate(engine: Engine) -> None:
    """Run what is not run yet, in one transaction, one process at a time.

    Parameters
    ----------
    engine : Engine
        As made by :func:`placespace.places.engine.engine_for`.

    Raises
    ------
    PlacespaceError
        When the tables are newer than this program, or not its own.
    """
    with engine.connect() as connection:
        if _is_newest(connection):
            return
    with engine.connect().execution_options(saves=True) as connection, connection.begin():
        hold(connection)
        upgrade(connection)


def hold(connection: Connection) -> None:
    """Wait until nobody else changes the tables, and keep others waiting until the transaction ends.

    On SQLite a transaction that saves does so by itself.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})


def upgrade(connection: Connection, to: str = "head") -> None:
    """Run the steps up to one of them on a connection whose transaction is open.

    Raises
    ------
    PlacespaceError
        When the tables are newer than this program, or not its own.
    """
    if to == "head" and _is_newest(connection):
        return
    config = Config()
    config.set_main_option("script_location", str(_HERE).replace("%", "%%"))
    config.attributes["connection"] = connection
    with _ONE_AT_A_TIME:
        command.upgrade(config, to)


def newest() -> str:
    """Return the last step this program knows.

    Examples
    --------
    >>> newest() in known()
    True
    """
    return str(_scripts().get_current_head())


def known() -> tuple[str, ...]:
    """Return the steps this program knows, oldest first."""
    return tuple(script.revision for script in _scripts().walk_revisions())[::-1]


def revision_of(connection: Connection) -> str:
    """Return the step a database is at; empty where there are no tables yet."""
    return ", ".join(MigrationContext.configure(connection).get_current_heads())


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(_HERE))


def _is_newest(connection: Connection) -> bool:
    at = revision_of(connection)
    if at and at not in known():
        raise PlacespaceError(
            f"The register's tables must be ones this version of Placespace knows: {', '.join(known())}.",
            f"They are at step {at}.",
            "A newer version has opened this register: use that one. Nothing was changed.",
        )
    return at == newest()
