"""Find what was changed, removed or put into the register behind its back, and name it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Table, select, type_coerce
from sqlalchemy.types import NullType

from placespace.places.audit import FIRST, differences, seal
from placespace.places.tables import AUDIT, CHAIN, FILE, FILES, RECORDS, VERSIONS

SAVED = ("closed", "at", "by")
"""What a version repeats of the audit row that wrote it, besides the body."""
MOST_NAMED = 100
"""Missing records that are named of a kind."""
Row = Mapping[str, Any]


def faults(connection: Connection, known: Iterable[tuple[int, str]] = ()) -> list[str]:
    """Return what does not hold, a sentence each: nothing where all does.

    Parameters
    ----------
    connection : Connection
        In a transaction that sees one moment.
    known : iterable of (int, str)
        Row and hash as printed on documents: somebody who rewrites all of the chain cannot rewrite those.

    Returns
    -------
    list of str
        Every broken link, missing row, version, record or file, and every one that differs, and how.
    """
    wrote: dict[tuple[str, int], Row] = {}
    hashes: dict[int, str] = {}
    found: list[str] = []
    for fault in _chain(connection, found, wrote, hashes):
        found.append(fault)
    found += _known(known, hashes)
    for fault in _versions(connection, found, {key: row for key, row in wrote.items() if row["kind"] != FILE}):
        found.append(fault)
    found += _files(connection, {id: row for (id, _), row in wrote.items() if row["kind"] == FILE})
    return found


def content_of(connection: Connection, sha256: str) -> bytes | None:
    """Return a file's content as it is now, whatever that is; None where there is no such file."""
    asked = select(type_coerce(FILES.c.content, NullType())).where(FILES.c.sha256 == sha256)
    content = connection.scalar(asked)
    # somebody may have written text there, which SQLite lets them
    return content.encode() if isinstance(content, str) else content


def _rows(connection: Connection, found: list[str], table: Table) -> Iterator[Row]:
    """Yield the rows of a table; one that holds what its columns cannot is named and left out."""
    keys = [c.name for c in table.primary_key]
    for row in connection.execute(select(table).order_by(*table.primary_key)).mappings():
        odd = [
            f"{c.name} is {row[c.name]!r}"
            for c in table.columns
            if not (isinstance(row[c.name], c.type.python_type) or (row[c.name] is None and c.nullable))
        ]
        if odd:
            which = " ".join(str(row[key]) for key in keys)
            found.append(f"A row of {table.name} ({which}) holds what nothing saved: {', '.join(odd)}.")
        else:
            yield row


def _chain(
    connection: Connection, found: list[str], wrote: dict[tuple[str, int], Row], hashes: dict[int, str]
) -> Iterator[str]:
    """Follow the audit row by row; leave what each wrote, and its hash, in the two mappings."""
    last, link = 0, FIRST
    for row in _rows(connection, found, AUDIT):
        seq, of = row["seq"], f"{row['what']}: {row['id']} version {row['version']}"
        if seq != last + 1:
            gone = f"row {last + 1} is" if seq == last + 2 else f"rows {last + 1} to {seq - 1} are"
            yield f"Audit {gone} missing."
        elif row["previous"] != link:
            names = _cut(row["previous"])
            yield f"Audit row {seq} ({of}) does not follow row {last}: it names {names}, not {_cut(link)}."
        if (sealed := seal(row)) != row["hash"]:
            yield f"Audit row {seq} ({of}) was changed: it is sealed {_cut(row['hash'])}, and gives {_cut(sealed)}."
        start = wrote.get((row["id"], row["version"] - 1))
        if (start or row["version"] == 1) and (said := "; ".join(differences(start and start["after"], row["before"]))):
            yield f"Audit row {seq} ({of}) does not start from what was there before it: {said}."
        if (row["id"], row["version"]) in wrote:
            other = wrote[row["id"], row["version"]]["seq"]
            yield f"Audit rows {other} and {seq} both say they wrote {row['id']} version {row['version']}."
        wrote[row["id"], row["version"]] = row
        hashes[seq] = row["hash"]
        last, link = seq, row["hash"]
    chain = connection.execute(select(CHAIN.c.count, CHAIN.c.head)).one_or_none()
    if chain is None:
        yield "The row that says how long the audit is and how it ends is missing."
    elif chain.count > last:
        gone = f"row {chain.count} is" if chain.count == last + 1 else f"rows {last + 1} to {chain.count} are"
        yield f"Audit {gone} missing: it should end with row {chain.count}, {_cut(chain.head)}."
    elif (chain.count, chain.head) != (last, link):
        yield (
            f"The audit should end with row {chain.count}, {_cut(chain.head)}; it ends with row {last}, {_cut(link)}."
        )


def _known(known: Iterable[tuple[int, str]], hashes: Mapping[int, str]) -> Iterator[str]:
    for seq, printed in known:
        if seq == 0 and printed == FIRST:
            continue
        if seq not in hashes:
            yield f"Audit row {seq} is missing: a document names it, with {_cut(printed)}."
        elif hashes[seq] != printed:
            yield f"Audit row {seq} is not the one a document names: {_cut(hashes[seq])}, not {_cut(printed)}."


def _versions(connection: Connection, found: list[str], wrote: Mapping[tuple[str, int], Row]) -> Iterator[str]:
    """Hold versions against the audit, and records against both."""
    there: dict[str, Row] = {}
    seen = set()
    for row in _rows(connection, found, VERSIONS):
        id, version = row["id"], row["version"]
        before = there[id]["version"] if id in there else 0
        if version != before + 1:
            gone = f"version {before + 1}" if version == before + 2 else f"versions {before + 1} to {version - 1}"
            yield f"{id}: {gone} missing."
        there[id] = row
        seen.add((id, version))
        audit = wrote.get((id, version))
        if audit is None:
            yield f"{id} version {version} has no audit row."
        elif said := _differ(audit, "after", row, SAVED):
            yield f"{id} version {version} differs from audit row {audit['seq']}: {said}."
    for (id, version), audit in sorted(wrote.items()):
        # where later versions are there, the gap was named above
        if (id, version) not in seen and (id not in there or version > there[id]["version"]):
            yield f"{id} version {version} is missing: audit row {audit['seq']} wrote it."
    yield from _records(connection, found, there, wrote)


def _records(
    connection: Connection, found: list[str], last: Mapping[str, Row], wrote: Mapping[tuple[str, int], Row]
) -> Iterator[str]:
    names = set()
    for row in _rows(connection, found, RECORDS):
        id = row["id"]
        names.add(id)
        if id not in last:
            yield f"{id} has no versions."
            continue
        if said := _differ(last[id], "body", row, ("version", *SAVED)):
            yield f"{id} differs from its last version ({last[id]['version']}): {said}."
        audit = wrote.get((id, last[id]["version"]))
        if audit is not None and (said := _differ(audit, None, row, ("kind", "place"))):
            yield f"{id} differs from audit row {audit['seq']}: {said}."
        if id != f"{row['kind']}-{row['number']:04d}":
            yield f"{id} is numbered {row['number']}."
    yield from (f"{id} is missing: its versions are there." for id in sorted(set(last) - names))
    yield from _gaps(names | set(last) | {id for id, _ in wrote})


def _gaps(names: set[str]) -> Iterator[str]:
    """Name the records whose number nobody has, and a later one of their kind has."""
    numbers: dict[str, set[int]] = {}
    for name in names:
        kind, _, number = name.rpartition("-")
        if number.isdecimal():
            numbers.setdefault(kind, set()).add(int(number))
    for kind, there in sorted(numbers.items()):
        gone = sorted(set(range(1, min(max(there), len(names) + MOST_NAMED))) - there)[:MOST_NAMED]
        yield from (f"{kind}-{n:04d} is missing: a later one is there, and none is ever taken out." for n in gone)


def _files(connection: Connection, kept: Mapping[str, Row]) -> Iterator[str]:
    there = set()
    asked = select(*(c for c in FILES.columns if c.name != "content")).order_by(FILES.c.sha256)
    for row in connection.execute(asked).mappings().all():
        sha256, size = row["sha256"], row["size"]
        there.add(sha256)
        content = content_of(connection, sha256) or b""  # one at a time in memory
        length, name = len(content), _cut(sha256)
        if (is_now := hashlib.sha256(content).hexdigest()) != sha256:
            yield f"File {name} was changed: its content gives {_cut(is_now)}, {length} bytes, {size} when kept."
        elif length != size:
            yield f"File {name} has {length} bytes, and says {size}."
        if sha256 not in kept:
            yield f"File {name} has no audit row."
        elif said := _differ(kept[sha256], None, row, ("at", "by")):
            yield f"File {name} differs from audit row {kept[sha256]['seq']}: {said}."
    gone = sorted(set(kept) - there)
    yield from (f"File {_cut(sha256)} is missing: the audit says it was kept." for sha256 in gone)


def _differ(a: Row, body: str | None, b: Row, names: Iterable[str]) -> str:
    """Say how two rows differ in their bodies and in what both repeat; empty where they do not."""
    said = differences(a[body], b["body"]) if body else []
    said += [f"{n}: {a[n]!r} -> {b[n]!r}" for n in names if a[n] != b[n]]
    return "; ".join(said)


def _cut(value: Any) -> str:
    return f"{value[:12]}…" if isinstance(value, str) and value else "nothing"
