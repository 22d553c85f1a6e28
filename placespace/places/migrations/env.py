"""Run the register's steps on the connection that is handed over. Alembic reads this file."""

from __future__ import annotations

from alembic import context

from placespace.places.tables import METADATA


def run() -> None:
    """Run them in the transaction that is open."""
    context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
    with context.begin_transaction():
        context.run_migrations()


# the name Alembic loads it by: whoever else imports it runs nothing
if __name__ == "env_py":
    run()
