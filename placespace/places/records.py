"""Hold one state of a record, write its history, and say when two people changed it at once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, insert, select, update

from placespace.errors import PlacespaceError
from placespace.places.audit import AuditRow, seal
from placespace.places.roles import Who
from placespace.places.tables import AUDIT, CHAIN, FILE, VERSIONS


@dataclass(frozen=True)
class Record:
    """One state of something the register remembers.

    Attributes
    ----------
    kind, id, version : str, str, int
    place : str
        Id of the place it belongs to; empty for a place itself.
    body : mapping
        As :meth:`placespace.places.things.Thing.to_body` gives it.
    at, by : str
        When it was saved (UTC, ISO 8601 with microseconds), and who saved it.
    closed : bool
    """

    kind: str
    id: str
    version: int
    place: str
    body: Mapping[str, Any]
    at: str
    by: str
    closed: bool


class Conflict(PlacespaceError):
    """Somebody else saved first. Both versions are in hand.

    Parameters
    ----------
    theirs : Record
        What is in the register.
    mine : mapping
        The body that was not saved.
    read : int
        The version that was read.
    """

    def __init__(self, theirs: Record, mine: Mapping[str, Any], read: int) -> None:
        self.theirs, self.mine = theirs, mine
        super().__init__(
            "A change starts from the newest version.",
            f"{theirs.id} was read at version {read}; version {theirs.version} was saved by {theirs.by} "
            f"at {theirs.at[:16].replace('T', ' ')} UTC.",
            "Look at both versions, put them together and save again. Neither is lost.",
        )


def record_of(row: Mapping[str, Any]) -> Record:
    """Return the record of a row, its body read.

    Raises
    ------
    PlacespaceError
        When its body does not read: nothing that was saved here fails to.
    """
    names = ("kind", "id", "version", "place", "at", "by")
    return Record(**{n: row[n] for n in names}, body=_body(row["id"], row["body"]), closed=bool(row["closed"]))


def audit_row_of(row: Mapping[str, Any]) -> AuditRow:
    """Return the line of the history of a row, its bodies read.

    Raises
    ------
    PlacespaceError
        When one does not read.
    """
    bodies = {n: None if row[n] is None else _body(f"audit row {row['seq']}", row[n]) for n in ("before", "after")}
    return AuditRow(**{**row, **bodies})


def _body(id: str, text: str) -> Mapping[str, Any]:
    try:
        return json.loads(text)
    except (ValueError, TypeError) as fault:
        do = "Somebody wrote to the database by hand: verify the register, and restore it from a backup."
        raise PlacespaceError("What the register holds must read as it was written.", f"{id}: {fault}.", do) from fault


def columns_of(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what of a row belongs to a table."""
    return {column.name: row[column.name] for column in table.columns}


def write_history(connection: Connection, saved: Mapping[str, Any], who: Who, what: str, before: str | None) -> None:
    """Write the version and the audit row of what was saved, and where the chain ends now.

    Parameters
    ----------
    connection : Connection
        In a transaction that holds the chain.
    saved : mapping
        The columns of a record; a file has no version.
    who : Who
    what : str
    before : str or None
        The body before, as canonical JSON.
    """
    if saved["kind"] != FILE:
        connection.execute(insert(VERSIONS), columns_of(VERSIONS, saved))
    count, head = connection.execute(select(CHAIN.c.count, CHAIN.c.head)).one()
    row = {**saved, "seq": count + 1, "role": who.role, "what": what, "before": before, "after": saved["body"],
           "previous": head}  # fmt: skip
    row["hash"] = seal(row)
    connection.execute(insert(AUDIT), columns_of(AUDIT, row))
    connection.execute(update(CHAIN).values(count=count + 1, head=row["hash"]))
