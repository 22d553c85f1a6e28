"""Turn one ``layers/*.toml`` into a layer, or say everything that is wrong with it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from placespace import terms
from placespace.catalogue.keys import LAYER_KEYS, VALUE_KEYS, faults_in

RESIDENCE = re.compile(r"resid|home|patient.*(lsoa|postcode)|(lsoa|postcode).*patient", re.I)


@dataclass(frozen=True)
class Value:
    """A number an ``areas`` layer holds for each area."""

    name: str
    columns: tuple[str, ...]
    measure: str
    label: str


@dataclass(frozen=True)
class Layer:
    """What one kind of file is: see the table in ``layers/README.md``."""

    id: str
    title: str
    role: str
    reader: str
    files: tuple[str, ...]
    publisher: str
    licence: str
    caveats: str
    source: str = ""
    crs: str = "EPSG:27700"
    precision: str = "point"
    finest_resolution: int = 9
    fresh_days: int | None = None
    vintage: int | None = None
    boundaries: str | None = None
    definition: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    categories: Mapping[str, str] = field(default_factory=dict)
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    values: Mapping[str, Value] = field(default_factory=dict)
    min_share_placed: float | None = None
    breaks: tuple[str, ...] = ()
    examples: tuple[Mapping[str, Any], ...] = ()
    digest: str = ""

    def theirs(self, ours: str) -> str | None:
        """Return the partner's column that holds one of ours, if any."""
        return next((theirs for theirs, name in self.columns.items() if name == ours), None)

    def category_of(self, code: str) -> str | None:
        """Return our word for a partner's code; None when it is not listed.

        The longest match wins, so ``04*S`` may be told apart from ``04*``.
        """
        if not self.categories:
            return code
        fits = [c for c in self.categories if fnmatchcase(code, c)]
        return self.categories[max(fits, key=len)] if fits else None


def layer_from(table: Mapping[str, Any], path: Path, digest_of: str) -> tuple[Layer | None, list[str]]:
    """Return the layer that a TOML table states, and the faults found.

    Parameters
    ----------
    table : mapping
        The parsed file.
    path : Path
        Where it came from: its stem is the layer's id.
    digest_of : str
        The file's text; an edit makes its files be read again.
    """
    where = path.name
    faults = faults_in(table, LAYER_KEYS, where)
    reader = table.get("reader", "")
    ours = terms.OURS.get(reader, {})
    columns = table.get("columns", {})
    for theirs, name in columns.items() if isinstance(columns, dict) else ():
        if name not in ours:
            faults.append(
                f"{where} [columns]: '{theirs}' = '{name}', but {reader or 'no reader'} knows only "
                + (", ".join(ours) or "its own columns")
            )
        if name in ("lsoa", "postcode") and RESIDENCE.search(theirs):
            faults.append(
                f"{where} [columns]: '{theirs}' is where a person lives, not where they were harmed; leave it out"
            )
    for name, value in (table.get("values") or {}).items():
        faults += faults_in(value, VALUE_KEYS, f"{where} [values.{name}]")
    for number, example in enumerate(table.get("example", []), 1):
        if set(example) != {"given", "gives"}:
            faults.append(f"{where} [[example]] {number}: must hold 'given' and 'gives', and nothing else")
    for theirs, kept in (table.get("only") or {}).items():
        if not isinstance(kept, list) or not kept:
            faults.append(f"{where} [only]: '{theirs}' must be a list of the values kept, is {kept!r}")
    if reader == "areas" and not faults and not (table.get("values") and "area" in columns.values()):
        faults.append(f"{where}: an 'areas' layer needs a column mapped to 'area' and at least one [values.…]")
    if faults:
        return None, faults
    expect = table.get("expect", {})
    plain = {k: v for k, v in table.items() if k not in ("expect", "example", "values", "files", "only")}
    return Layer(
        id=path.stem,
        **{"source": path.stem, **plain},
        files=tuple(table["files"]),
        only={k: tuple(map(str, v)) for k, v in table.get("only", {}).items()},
        values={n: Value(n, tuple(v["columns"]), v["measure"], v["label"]) for n, v in table.get("values", {}).items()},
        min_share_placed=expect.get("min_share_placed"),
        breaks=tuple(expect.get("breaks", ())),
        examples=tuple(table.get("example", ())),
        digest=hashlib.blake2b(digest_of.encode(), digest_size=8).hexdigest(),
    ), []
