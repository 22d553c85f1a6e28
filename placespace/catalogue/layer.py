"""Turn one ``layers/*.toml`` into a layer, or say everything that is wrong with it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from placespace import terms
from placespace.catalogue.keys import LAYER_KEYS, VALUE_KEYS, faults_in

RESIDENCE = re.compile(
    r"resid|\bhome|usual|registered|patient|\bpt\b|victim|casualty|offender|suspect|subject|\bgp\b", re.I
)
PLACES = ("lsoa", "postcode", "easting", "northing", "lon", "lat")
OF_READER = {"only": ("table",), "categories": ("table", "police_uk"), "values": ("areas",)}
CRS_OF = {"easting": "EPSG:27700", "northing": "EPSG:27700", "lon": "EPSG:4326", "lat": "EPSG:4326"}


@dataclass(frozen=True)
class Value:
    """A number an ``areas`` layer holds for each area."""

    name: str
    columns: tuple[str, ...]
    measure: str
    label: str
    most_deprived: str = "high"


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
        fits = [c for c in self.categories if _pattern(c).fullmatch(code)]
        return self.categories[max(fits, key=len)] if fits else None


@lru_cache(maxsize=4096)
def _pattern(code: str) -> re.Pattern:
    return re.compile(".*".join(map(re.escape, code.split("*"))), re.S)


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
    faults = faults_in(table, LAYER_KEYS, path.name) or _inner_faults(table, path.name)
    if faults:
        return None, faults
    expect = table.get("expect", {})
    plain = {k: v for k, v in table.items() if k not in ("expect", "example", "values", "files", "only")}
    return Layer(
        id=path.stem,
        **{"source": path.stem, **plain},
        files=tuple(table["files"]),
        only={k: tuple(map(str, v)) for k, v in table.get("only", {}).items()},
        values={n: Value(n, **{**v, "columns": tuple(v["columns"])}) for n, v in table.get("values", {}).items()},
        min_share_placed=expect.get("min_share_placed"),
        breaks=tuple(expect.get("breaks", ())),
        examples=tuple(table.get("example", ())),
        digest=hashlib.blake2b(digest_of.encode(), digest_size=8).hexdigest(),
    ), []


def _inner_faults(table: Mapping[str, Any], where: str) -> list[str]:
    """Name what is wrong inside the tables of a layer whose keys are all of their type."""
    reader, columns = table["reader"], table.get("columns", {})
    faults = [
        f"{where}: '{key}' is not for the reader '{reader}'"
        for key, of in OF_READER.items()
        if key in table and reader not in of
    ]
    for pattern in table["files"]:
        if not isinstance(pattern, str) or not pattern or ".." in pattern or pattern[0] in "/\\":
            faults.append(f"{where}: 'files' must hold names inside geodata/raw, is {pattern!r}")
    faults += [] if table["files"] else [f"{where}: 'files' must name at least one file"]
    faults += _column_faults(reader, columns, table.get("crs"), where)
    for code, word in table.get("categories", {}).items():
        if not isinstance(word, str) or not word:
            faults.append(f"{where} [categories]: '{code}' must be a word, is {word!r}")
    for name, value in table.get("values", {}).items():
        wrong = faults_in(value, VALUE_KEYS, f"{where} [values.{name}]")
        if not wrong and not (value["columns"] and all(isinstance(c, str) for c in value["columns"])):
            wrong = [f"{where} [values.{name}]: 'columns' must hold headings, is {value['columns']!r}"]
        if name == "area":
            wrong.append(f"{where} [values.area]: a value must not be called 'area'")
        faults += wrong
    for number, example in enumerate(table.get("example", []), 1):
        if not isinstance(example, dict) or set(example) != {"given", "gives"}:
            faults.append(f"{where} [[example]] {number}: must hold 'given' and 'gives', and nothing else")
        elif not all(isinstance(part, dict) for part in example.values()):
            faults.append(f"{where} [[example]] {number}: 'given' and 'gives' must be tables")
    for theirs, kept in table.get("only", {}).items():
        if not isinstance(kept, list) or not kept:
            faults.append(f"{where} [only]: '{theirs}' must be a list of the values kept, is {kept!r}")
    if not all(isinstance(b, str) for b in table.get("expect", {}).get("breaks", [])):
        faults.append(f"{where} [expect]: 'breaks' must hold sentences")
    if reader == "areas" and not faults and not (table.get("values") and "area" in columns.values()):
        faults.append(f"{where}: an 'areas' layer needs a column mapped to 'area' and at least one [values.…]")
    return faults


def _column_faults(reader: str, columns: Mapping[str, Any], crs: str | None, where: str) -> list[str]:
    faults, ours = [], terms.OURS[reader]
    for theirs, name in columns.items():
        if not isinstance(name, str) or name not in ours:
            faults.append(
                f"{where} [columns]: '{theirs}' = {name!r}, but {reader} knows only "
                + (", ".join(ours) or "its own columns")
            )
        elif reader == "table" and name in PLACES and RESIDENCE.search(theirs.replace("_", " ")):
            faults.append(
                f"{where} [columns]: '{theirs}' is where a person lives, not where they were harmed; leave it out"
            )
        elif crs and CRS_OF.get(name, crs) != crs:
            faults.append(f"{where} [columns]: '{theirs}' = '{name}' must agree with crs, which is {crs}")
    return faults
