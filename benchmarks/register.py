"""List 500 places out of 20,000 versions, beside reading every version with pandas and keeping the last."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
from sqlalchemy import insert, update

from benchmarks.timing import Result, interleaved, timed, versus
from placespace.places.audit import canonical, seal
from placespace.places.engine import engine_for, transaction, url_of
from placespace.places.roles import ALONE
from placespace.places.store import Store
from placespace.places.tables import AUDIT, CHAIN, RECORDS, VERSIONS
from placespace.places.things import Place

PLACES, VERSIONS_EACH = 500, 40
LIMIT_S, VERIFY_S, SAVE_S = 0.1, 10.0, 0.1
REPEATS, SAVES = 9, 50


def compare() -> Iterator[Result]:
    """Yield the lines: the list against pandas, the whole chain followed, and a save.

    SQLite keeps what was saved in a file that is open to pandas as well; both sides read bodies as dictionaries.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "register.sqlite"
        url = f"sqlite:///{path}"
        store = Store.open(None, url)
        fill(url)

        def ours() -> dict[str, Any]:
            return {record.id: record.body for record in store.find("place")}

        def theirs() -> dict[str, Any]:
            with sqlite3.connect(path) as connection:
                rows = pd.read_sql("SELECT id, version, body FROM versions", connection)
            last = rows.sort_values("version").drop_duplicates("id", keep="last")
            return dict(zip(last["id"], last["body"].map(json.loads), strict=True))

        medians, answers = interleaved({"ours": ours, "theirs": theirs}, repeats=REPEATS)
        same = answers["ours"] == answers["theirs"] and len(answers["ours"]) == PLACES
        versions = f"{PLACES * VERSIONS_EACH:,} versions"
        yield versus(
            f"list {PLACES} places out of {versions}",
            medians["ours"],
            medians["theirs"],
            at_least=2,
            same=f"same {PLACES} bodies: {same}; limit {LIMIT_S:g} s",
            equal=same and medians["ours"] < LIMIT_S,
        )
        took, faults = timed(store.verify)
        yield Result(
            f"follow the chain of {versions}, records and versions held against it",
            f"{took:.3g} s",
            "",
            None,
            f"under {VERIFY_S:g} s",
            took < VERIFY_S and not faults,
            f"{len(faults)} faults",
        )
        place = store.get("place-0001")
        took, _ = timed(lambda: [_save(store, place.version + n) for n in range(SAVES)])
        yield Result(
            f"save one of them, synced to the disk, {SAVES} times",
            f"{took / SAVES:.3g} s each",
            "",
            None,
            f"under {SAVE_S:g} s each",
            took / SAVES < SAVE_S,
            f"{len(store.versions('place-0001'))} versions there after",
        )
        store.close()


def _save(store: Store, version: int) -> None:
    store.change("place-0001", _body(1, version + 1), who=ALONE, version=version)


def _body(number: int, version: int) -> Mapping[str, Any]:
    """Return a place of ordinary size, in other words at every version."""
    return Place(
        reference=f"LOC-{number:03d}",
        name=f"Shelters by the boating lake {number}",
        kind="park",
        cells=tuple(f"89195d2a4{number:03d}{n:01d}ff" for n in range(7)),
        why="Fights after school, and adults who do not belong there. " * 4,
        raised_by="youth service",
        sharing_basis="agreed between the agencies of the partnership",
        owner_meeting="monthly panel",
        level_reason=f"As seen at version {version}. " * 5,
    ).to_body()


def fill(url: str) -> None:
    """Write what 20,000 saves would have written, at once."""
    start, head = datetime(2026, 1, 1, tzinfo=UTC), ""
    records, versions, audit = {}, [], []
    for version in range(1, VERSIONS_EACH + 1):
        for number in range(1, PLACES + 1):
            id, seq = f"place-{number:04d}", len(audit) + 1
            at = (start + timedelta(minutes=seq)).isoformat(timespec="microseconds")
            saved = {"id": id, "version": version, "body": canonical(_body(number, version)), "at": at,
                     "by": ALONE.name, "closed": False}  # fmt: skip
            row = {**saved, "seq": seq, "role": ALONE.role, "what": "changed", "kind": "place", "place": "",
                   "before": records[id]["body"] if id in records else None, "after": saved["body"],
                   "previous": head}  # fmt: skip
            head = row["hash"] = seal(row)
            del row["body"]
            records[id] = {**saved, "kind": "place", "number": number, "place": ""}
            versions.append(saved)
            audit.append(row)
    engine = engine_for(url_of(None, url))
    with transaction(engine, saves=True) as connection:
        for table, rows in ((RECORDS, [*records.values()]), (VERSIONS, versions), (AUDIT, audit)):
            connection.execute(insert(table), rows)
        connection.execute(update(CHAIN).values(count=len(audit), head=head))
    engine.dispose()
