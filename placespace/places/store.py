"""Keep the register: every save a version and a line of the history, in one transaction."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Connection, Engine, func, insert, select, update

from placespace.catalogue import Workspace
from placespace.errors import PlacespaceError, WrongUse
from placespace.places.audit import AuditRow, canonical
from placespace.places.backup import read_backup, write_backup
from placespace.places.engine import engine_for, said, transaction, url_of
from placespace.places.migrations import migrate
from placespace.places.records import Conflict, Record, audit_row_of, columns_of, record_of, write_history
from placespace.places.roles import Who, check_may
from placespace.places.tables import AUDIT, CHAIN, FILE, FILES, RECORDS, VERSIONS
from placespace.places.verify import content_of, faults

OBSERVED_KINDS = ("observation", "view")
"""What a practitioner may add; all else is the panel's."""


class Store:
    """The database of the register. Reading asks for no role here: the register does.

    One store may be used by many threads; each process opens its own.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine, self._held = engine, threading.local()

    @classmethod
    def open(cls, workspace: Workspace | None, url: str | None = None) -> Self:
        """Open the register and bring its tables up to date.

        Parameters
        ----------
        workspace : Workspace
        url : str, optional
            Else ``PLACESPACE_DATABASE_URL``, else the workspace's own file.

        Raises
        ------
        PlacespaceError
            When it cannot be reached, or a newer version of the program has opened it.
        """
        where = url_of(workspace, url)
        if where.get_backend_name() == "sqlite":
            Path(str(where.database)).parent.mkdir(parents=True, exist_ok=True)
        engine = engine_for(where)
        try:
            with said(engine):
                migrate(engine)
        except PlacespaceError:
            engine.dispose()
            raise
        return cls(engine)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    @contextmanager
    def together(self) -> Iterator[None]:
        """Make the saves of a block one transaction: all are kept, or none.

        Others wait until the block ends: do the long work before it.
        """
        with self._open(saves=True):
            yield

    def add(
        self,
        kind: str,
        body: Mapping[str, Any],
        *,
        who: Who,
        place: str = "",
        what: str = "added",
        closed: bool = False,
    ) -> Record:
        """Add a record; its id is made here: ``place-0001``.

        Raises
        ------
        NotAllowed
            When the role may not.
        WrongUse
            When the body holds what JSON cannot.
        """
        self._check(kind, who)
        if kind == FILE:
            raise WrongUse("A record has a kind of its own.", f"'{kind}' is for files.", "Keep it with keep_file.")
        text = canonical(body)
        with self._open(saves=True) as connection:
            last = connection.scalar(select(func.max(RECORDS.c.number)).where(RECORDS.c.kind == kind)) or 0
            record = {"id": f"{kind}-{last + 1:04d}", "kind": kind, "version": 1, "place": place, "body": text,
                      "at": _now(), "by": who.name, "closed": closed}  # fmt: skip
            connection.execute(insert(RECORDS), record | {"number": last + 1})
            write_history(connection, record, who, what, None)
        return record_of(record)

    def change(
        self,
        id: str,
        body: Mapping[str, Any],
        *,
        who: Who,
        version: int,
        what: str = "changed",
        closed: bool | None = None,
    ) -> Record:
        """Save a new version of a record.

        Parameters
        ----------
        version : int
            The one that was read and changed.
        closed : bool, optional
            As it was, where nothing is said.

        Raises
        ------
        Conflict
            When it is no longer the newest: somebody else saved first.
        NotAllowed, WrongUse
            As for :meth:`add`, and when there is no such record.
        """
        text = canonical(body)
        with self._open(saves=True) as connection:
            theirs = self._get(connection, id)
            self._check(theirs.kind, who)
            if theirs.version != version:
                raise Conflict(theirs, json.loads(text), version)
            record = {"id": id, "kind": theirs.kind, "version": version + 1, "place": theirs.place, "body": text,
                      "at": _now(), "by": who.name, "closed": theirs.closed if closed is None else closed}  # fmt: skip
            connection.execute(update(RECORDS).where(RECORDS.c.id == id).values(columns_of(VERSIONS, record)))
            write_history(connection, record, who, what, canonical(theirs.body))
        return record_of(record)

    def get(self, id: str) -> Record:
        """Return the newest state of a record.

        Raises
        ------
        WrongUse
            When there is none of that id.
        """
        with self._open() as connection:
            return self._get(connection, id)

    def versions(self, id: str) -> list[Record]:
        """Return every state of a record, oldest first.

        Raises
        ------
        WrongUse
            When there is none of that id.
        """
        with self._open() as connection:
            newest = self._get(connection, id)
            rows = connection.execute(select(VERSIONS).where(VERSIONS.c.id == id).order_by(VERSIONS.c.version))
            return [record_of({**row, "kind": newest.kind, "place": newest.place}) for row in rows.mappings()]

    def find(self, kind: str, *, place: str | None = None, closed: bool | None = None) -> list[Record]:
        """Return the newest state of every record of a kind, in the order they were added."""
        asked = select(RECORDS).where(RECORDS.c.kind == kind).order_by(RECORDS.c.number)
        if place is not None:
            asked = asked.where(RECORDS.c.place == place)
        if closed is not None:
            asked = asked.where(RECORDS.c.closed == closed)
        with self._open() as connection:
            return [record_of(row) for row in connection.execute(asked).mappings()]

    def audit(self, id: str | None = None) -> list[AuditRow]:
        """Return the history, oldest first: all of it, or a record's."""
        asked = select(AUDIT).order_by(AUDIT.c.seq)
        if id is not None:
            asked = asked.where(AUDIT.c.id == id)
        with self._open() as connection:
            return [audit_row_of(row) for row in connection.execute(asked).mappings()]

    def head(self) -> tuple[int, str]:
        """Return how many audit rows there are, and the hash of the last: what a document may print."""
        with self._open() as connection:
            count, head = connection.execute(select(CHAIN.c.count, CHAIN.c.head)).one()
        return count, head

    def keep_file(self, content: bytes, *, who: Who) -> str:
        """Keep a file and return its SHA-256; one that is there already is kept once.

        Raises
        ------
        NotAllowed
            When the role may not edit places.
        """
        check_may(who, "edit places")
        sha256 = hashlib.sha256(content).hexdigest()
        with self._open(saves=True) as connection:
            if connection.scalar(select(FILES.c.size).where(FILES.c.sha256 == sha256)) is None:
                at = _now()
                row = {"sha256": sha256, "size": len(content), "at": at, "by": who.name, "content": content}
                connection.execute(insert(FILES), row)
                line = {"id": sha256, "kind": FILE, "version": 1, "place": "", "at": at, "by": who.name,
                        "closed": False, "body": canonical({"size": len(content)})}  # fmt: skip
                write_history(connection, line, who, "kept a file", None)
        return sha256

    def file(self, sha256: str) -> bytes:
        """Return a file as it was kept.

        Raises
        ------
        WrongUse
            When there is none.
        PlacespaceError
            When its content is no longer what was kept.
        """
        with self._open() as connection:
            content = content_of(connection, sha256)
        if content is None:
            raise WrongUse("A file must be in the register.", f"There is none with SHA-256 {sha256}.", "Look again.")
        if hashlib.sha256(content).hexdigest() != sha256:
            do = "Do not use it; take it from a backup."
            raise PlacespaceError("A file is given out as it was kept.", f"{sha256} has been changed.", do)
        return content

    def verify(self, *, known: Iterable[tuple[int, str]] = ()) -> list[str]:
        """Return what was changed, removed or put in behind the register's back; see :func:`.verify.faults`.

        Parameters
        ----------
        known : iterable of (int, str)
            Row and hash as documents have them: a history cut off at its end, and sealed anew, is found by these.
        """
        with self._open() as connection:
            return faults(connection, known)

    def backup(self, path: Path | str) -> tuple[int, str]:
        """Write everything to one portable file while others save; see :func:`.backup.write_backup`."""
        return write_backup(self._engine, path)

    @staticmethod
    def restore(path: Path | str, workspace: Workspace | None, *, url: str | None = None) -> tuple[int, str]:
        """Put a backup into a register that holds nothing; see :func:`.backup.read_backup`."""
        return read_backup(path, url_of(workspace, url))

    @staticmethod
    def _check(kind: str, who: Who) -> None:
        check_may(who, "add an observation" if kind in OBSERVED_KINDS else "edit places")

    @staticmethod
    def _get(connection: Connection, id: str) -> Record:
        row = connection.execute(select(RECORDS).where(RECORDS.c.id == id)).mappings().one_or_none()
        if row is None:
            raise WrongUse("A record must be in the register.", f"'{id}' is not there.", "Choose one that is listed.")
        return record_of(row)

    @contextmanager
    def _open(self, *, saves: bool = False) -> Iterator[Connection]:
        held = getattr(self._held, "connection", None)
        if held is not None:  # within a block of saves; what fails and is caught there takes nothing with it
            with said(self._engine), held.begin_nested():
                yield held
            return
        with transaction(self._engine, saves=saves) as connection:
            if not saves:
                yield connection
                return
            # PostgreSQL: whoever holds this row saves, the others wait, and then see what was saved
            connection.execute(select(CHAIN.c.count).with_for_update())
            self._held.connection = connection
            try:
                yield connection
            finally:
                self._held.connection = None


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
