"""Write the register to one portable file while others save, and put it back, on SQLite or PostgreSQL alike."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, MetaData, Table, insert, select, text

import placespace
from placespace.errors import PlacespaceError, WrongUse
from placespace.places.audit import canonical
from placespace.places.engine import engine_for, transaction
from placespace.places.migrations import hold, known, revision_of, upgrade
from placespace.places.tables import AUDIT, CHAIN, FILES, METADATA, RECORDS, VERSIONS
from placespace.places.verify import content_of, faults

FORMAT = 1
TABLES = (RECORDS, VERSIONS, AUDIT, FILES, CHAIN)
"""In the order they can be filled; ``files`` without its contents, which are members of their own."""
MANIFEST = "manifest.json"
AT_ONCE = 500
"""Rows written at once."""
_MUST = "A backup must be as it was written."


def write_backup(engine: Engine, path: Path | str) -> tuple[int, str]:
    """Write everything as it is at one moment to a zip; others may save meanwhile.

    Parameters
    ----------
    engine : Engine
    path : path
        Must not be there yet.

    Returns
    -------
    (int, str)
        The last audit row in it and its hash: written down elsewhere, they prove later that nothing was cut off.

    Raises
    ------
    WrongUse
        When there is a file already.
    PlacespaceError
        When the register does not verify, or the file cannot be written.
    """
    path = Path(path)
    if path.exists():
        raise WrongUse("A backup overwrites nothing.", f"{path.name} is there.", "Give it a new name.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as fault:
        raise _no_room(path, fault) from fault
    try:
        with os.fdopen(handle, "wb") as file, transaction(engine) as connection:
            if found := faults(connection):
                raise PlacespaceError(
                    "A register is backed up when it verifies.",
                    f"{len(found)} fault(s): {' '.join(found[:5])}",
                    "Nothing was written. Copy the database itself, and restore the last good backup.",
                )
            head = _write(connection, file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except OSError as fault:
        raise _no_room(path, fault) from fault
    finally:
        Path(name).unlink(missing_ok=True)
    return head


def _no_room(path: Path, fault: OSError) -> PlacespaceError:
    return PlacespaceError(
        f"{path.name} must be there to write to.", f"{fault.strerror or fault}.", "Choose another folder or name."
    )


def _write(connection: Connection, file: Any) -> tuple[int, str]:
    members: dict[str, str] = {}
    rows: dict[str, int] = {}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in TABLES:
            name, total, count = f"{table.name}.jsonl", hashlib.sha256(), 0
            columns = [c for c in table.columns if c.name != "content"]
            with archive.open(name, "w", force_zip64=True) as member:
                for row in connection.execute(select(*columns).order_by(*table.primary_key)).mappings():
                    line = canonical(dict(row)).encode() + b"\n"
                    member.write(line)
                    total.update(line)
                    count += 1
            members[name], rows[table.name] = total.hexdigest(), count
        for sha256 in connection.scalars(select(FILES.c.sha256).order_by(FILES.c.sha256)).all():
            content = content_of(connection, sha256) or b""
            archive.writestr(f"files/{sha256}", content, zipfile.ZIP_STORED)
            members[f"files/{sha256}"] = sha256
        count, head = connection.execute(select(CHAIN.c.count, CHAIN.c.head)).one()
        manifest = {
            "format": FORMAT,
            "product": placespace.__version__,
            "step": revision_of(connection),
            "made": datetime.now(UTC).isoformat(timespec="seconds"),
            "last": count,
            "head": head,
            "rows": rows,
            "members": members,
        }
        archive.writestr(MANIFEST, json.dumps(manifest, indent=1, sort_keys=True))
    return count, head


def read_backup(path: Path | str, url: URL) -> tuple[int, str]:
    """Put a backup into a database that holds nothing, in one transaction.

    Returns
    -------
    (int, str)
        The last audit row and its hash, as when it was written.

    Raises
    ------
    WrongUse
        When the database holds something already.
    PlacespaceError
        When the file is no backup, is of a newer version, or differs from what was written; each member that does is
        named. Nothing is put back then.
    """
    new = url.get_backend_name() == "sqlite" and not Path(str(url.database)).exists()
    with _opened(path) as archive:
        manifest = _manifest(archive, Path(path).name)
        if found := [*_differing(archive, manifest)]:
            raise PlacespaceError(
                _MUST, f"In {Path(path).name}: {' '.join(found)}", "Nothing was put back. Take another backup."
            )
        engine = engine_for(url)
        kept = False
        try:
            if new:
                Path(str(url.database)).parent.mkdir(parents=True, exist_ok=True)
            with transaction(engine, saves=True) as connection:
                head = _put_back(connection, archive, manifest)
            kept = True
        finally:
            engine.dispose()
            if new and not kept:
                for end in ("", "-wal", "-shm"):
                    Path(f"{url.database}{end}").unlink(missing_ok=True)
    return head


def _opened(path: Path | str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile) as fault:
        said = getattr(fault, "strerror", None) or str(fault)
        raise PlacespaceError(_MUST, f"{Path(path).name}: {said}.", "Give a file that a backup wrote.") from fault


def _manifest(archive: zipfile.ZipFile, name: str) -> dict[str, Any]:
    try:
        manifest = json.loads(archive.read(MANIFEST))
        version, step = manifest["format"], manifest["step"]
        plain = isinstance(manifest["members"], dict) and isinstance(manifest["rows"], dict)
        if not plain or not isinstance(manifest["last"], int) or not isinstance(manifest["head"], str):
            raise ValueError("it does not say what is in it")
    except (KeyError, ValueError, TypeError, RecursionError, zipfile.BadZipFile) as fault:
        said = f"{name}: its {MANIFEST} does not read: {fault}."
        raise PlacespaceError(_MUST, said, "Give a file that a backup wrote.") from fault
    if version != FORMAT or step not in known():
        raise PlacespaceError(
            f"A backup is of a step this version knows: {', '.join(known())}.",
            f"{name} has format {version}, step {step}.",
            "Use the version of Placespace that wrote it, or a newer one.",
        )
    return manifest


def _differing(archive: zipfile.ZipFile, manifest: dict[str, Any]) -> Iterator[str]:
    """Yield a sentence for each member that is not as the manifest says."""
    there = [name for name in archive.namelist() if name != MANIFEST]
    members = manifest["members"]
    yield from (f"{name} is there twice." for name in sorted({n for n in there if there.count(n) > 1}))
    yield from (f"{name} is missing." for name in sorted(set(members) - set(there)))
    yield from (f"{name} was put in." for name in sorted(set(there) - set(members)))
    for name in sorted(set(there) & set(members)):
        total = hashlib.sha256()
        try:
            with archive.open(name) as member:
                while part := member.read(1 << 20):
                    total.update(part)
        except (zipfile.BadZipFile, OSError, EOFError, RuntimeError) as fault:
            yield f"{name} does not read: {fault}."
            continue
        if total.hexdigest() != members[name]:
            yield f"{name} was changed."


def _put_back(connection: Connection, archive: zipfile.ZipFile, manifest: dict[str, Any]) -> tuple[int, str]:
    hold(connection)
    if revision_of(connection):
        upgrade(connection)
        for table in (RECORDS, AUDIT, FILES):
            if connection.execute(select(*table.primary_key).limit(1)).first() is not None:
                raise WrongUse(
                    "A backup is put into a register that holds nothing.",
                    f"There is something in its table of {table.name}.",
                    "Name another database or workspace. Nothing was overwritten.",
                )
        METADATA.drop_all(connection)
        connection.execute(text("DROP TABLE alembic_version"))
    upgrade(connection, manifest["step"])
    # the tables as they were at that step, not as they are now
    was = MetaData()
    was.reflect(connection, only=[t.name for t in TABLES if f"{t.name}.jsonl" in manifest["members"]])
    connection.execute(was.tables["chain"].delete())
    for table in TABLES:
        if table.name in was.tables:
            _fill(connection, was.tables[table.name], archive)
    upgrade(connection)
    found = faults(connection, known=[(manifest["last"], manifest["head"])])
    if found:
        do = "Nothing was put back. Take another backup."
        raise PlacespaceError("A backup must verify.", f"{len(found)} fault(s): {' '.join(found[:5])}", do)
    return manifest["last"], manifest["head"]


def _fill(connection: Connection, table: Table, archive: zipfile.ZipFile) -> None:
    """Write the rows of one member, some at once."""
    rows: list[dict[str, Any]] = []
    with archive.open(f"{table.name}.jsonl") as member:
        for number, line in enumerate(member, 1):
            try:
                row = json.loads(line)
                if table.name == "files":
                    row["content"] = archive.read(f"files/{row['sha256']}")
                if set(row) != set(table.columns.keys()):
                    raise ValueError("its columns are not those of the table")
            except (ValueError, KeyError, TypeError, RecursionError) as fault:
                said = f"{table.name}.jsonl, line {number}: {fault}."
                raise PlacespaceError(_MUST, said, "Nothing was put back. Take another backup.") from fault
            rows.append(row)
            if len(rows) == AT_ONCE:
                connection.execute(insert(table), rows)
                rows = []
    if rows:
        connection.execute(insert(table), rows)
