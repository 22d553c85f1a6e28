"""Read and keep ``geodata/crews.toml``: who can be sent out, how many at once, and by which rules."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Table

from placespace.catalogue.keys import LIST, NUMBER, TEXT, Key, faults_in
from placespace.errors import PlacespaceError, WrongUse
from placespace.terms import CREW_KINDS

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
LON, LAT = (-9.0, 2.5), (49.5, 61.5)
"""Degrees between which the islands lie: a base outside them is a slip."""

MOST_AT_ONCE = 20
"""No partnership has more units of one crew out at once; a larger number is a slip."""
USUAL = {"at_once": 1, "speed_km_h": 4.8}
"""What is meant where a crew does not say: one of them, and on foot."""

CREW_KEYS: dict[str, Key] = {
    "id": Key(TEXT, "short name in tables: letters, digits, `-` and `_`", True),
    "title": Key(TEXT, "who they are, as shown", True),
    "kind": Key(TEXT, "what they are: " + ", ".join(f"`{k}`" for k in CREW_KINDS), True, tuple(CREW_KINDS)),
    "at_once": Key((int,), "how many of them are out at once (default 1)"),
    "hours_month": Key(NUMBER, "hours in a month of all of them together (default: no limit)"),
    "base": Key(LIST, "where they set out from: [longitude, latitude] in degrees"),
    "base_name": Key(TEXT, "what people call that place"),
    "speed_km_h": Key(NUMBER, "how fast they get from place to place (default 4.8: on foot)"),
    "rules": Key(LIST, "when they are out: `every Friday 17-21`, `not December, January`"),
    "notes": Key(TEXT, "anything a planner should know; nothing about a person"),
}


@dataclass(frozen=True)
class Crew:
    """Who can be sent out.

    Attributes
    ----------
    id, title : str
    kind : str
        A key of ``terms.CREW_KINDS``.
    at_once : int
        Units out at the same time.
    hours_month : float or None
        Hours of all its units together in a month; None for no limit.
    base : tuple of float or None
        Longitude and latitude, degrees.
    base_name : str
    speed_km_h : float
        Between places.
    rules : tuple of str
        As written; ``placespace.calendar.read_rule`` reads them.
    notes : str
    """

    id: str
    title: str
    kind: str
    at_once: int = USUAL["at_once"]
    hours_month: float | None = None
    base: tuple[float, float] | None = None
    base_name: str = ""
    speed_km_h: float = USUAL["speed_km_h"]
    rules: tuple[str, ...] = ()
    notes: str = ""

    @property
    def works(self) -> str:
        """How it works: ``visits`` of a quarter of an hour, or ``sessions`` of hours."""
        return CREW_KINDS[self.kind][0]

    @property
    def police(self) -> bool:
        """Whether its times stay out of partner, school and public versions."""
        return CREW_KINDS[self.kind][1]


def read_crews(path: Path) -> tuple[list[Crew], list[str]]:
    """Return the crews of a file that can be used, and everything wrong with it, a sentence each.

    A crew with any fault is left out; the others are kept. No file is no crews and no fault.

    Parameters
    ----------
    path : Path
        ``geodata/crews.toml``: a ``[[crew]]`` table each, keys of :data:`CREW_KEYS`.
    """
    if not path.exists():
        return [], []
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        return [], [f"{path.name} must be saved as UTF-8."]
    except (tomllib.TOMLDecodeError, RecursionError) as fault:
        return [], [f"{path.name} is not TOML: {str(fault) or 'it is nested too deep'}."]
    faults = [f"{path.name}: '{key}' is not a key; each crew begins with [[crew]]." for key in table if key != "crew"]
    listed = table.get("crew", [])
    if not isinstance(listed, list):
        return [], [*faults, f"{path.name}: each crew begins with [[crew]], two brackets on each side."]
    crews: list[Crew] = []
    for number, row in enumerate(listed, 1):
        wrong = _faults(row, _called(row, number, path.name))
        if not wrong and row["id"] in {c.id for c in crews}:
            wrong = [f"{_called(row, number, path.name)}: 'id' is that of an earlier crew; give this one another."]
        if not wrong:
            crews.append(_crew(row))
        faults += wrong
    return crews, faults


def write_crews(path: Path, crews: Sequence[Crew]) -> None:
    """Keep crews in a file; comments, and crews in it that could not be read, stay as they are.

    Parameters
    ----------
    path : Path
        Crews in it that could be read and are not among ``crews`` are taken out.
    crews : sequence of Crew

    Raises
    ------
    PlacespaceError
        When a crew cannot be: nothing is written.
    WrongUse
        When the file that is there is not TOML: it would be lost.
    """
    rows = [_row(crew) for crew in crews]
    faults = [f for n, row in enumerate(rows, 1) for f in _faults(row, _called(row, n, path.name))]
    ids = [crew.id for crew in crews]
    faults += [f"{path.name}, crew '{i}': 'id' stands more than once." for i in dict.fromkeys(ids) if ids.count(i) > 1]
    if faults:
        raise PlacespaceError(
            "Every crew must be right before it is kept.", " ".join(faults), "Mend these; nothing was written."
        )
    try:
        document = tomlkit.parse(path.read_text(encoding="utf-8-sig")) if path.exists() else tomlkit.document()
    except (UnicodeDecodeError, TOMLKitError, RecursionError) as fault:
        raise WrongUse(
            f"{path.name} must be TOML before a crew can be added to it.", f"It is not: {fault}.", "Mend it by hand."
        ) from fault
    held = document.get("crew")
    tables = held if isinstance(held, AoT) else _as_tables(held)
    known = {crew.id for crew in read_crews(path)[0]}
    wanted = {row["id"]: row for row in rows}
    gone, seen = [], set()
    for at, table in enumerate(tables):
        own = table.get("id")
        if isinstance(own, str) and own in wanted and own not in seen:
            _change(table, wanted[own])
            seen.add(own)
        elif isinstance(own, str) and own in known and own not in seen:
            gone.append(at)
            known.discard(own)
    for at in reversed(gone):
        del tables[at]
    for row in rows:
        if row["id"] not in seen:
            table = tomlkit.table()
            _change(table, row)
            if len(tables) or document.body:
                table.trivia.indent = "\n"
            tables.append(table)
    if held is not tables:
        document["crew"] = tables
    if not len(tables):
        document.pop("crew", None)
    half = path.with_suffix(".half")
    half.write_text(tomlkit.dumps(document), encoding="utf-8")
    half.replace(path)


def _called(row: object, number: int, file: str) -> str:
    own = row.get("id") if isinstance(row, Mapping) else None
    return f"{file}, crew {own!r}" if isinstance(own, str) and own else f"{file}, crew {number}"


def _faults(row: Any, where: str) -> list[str]:
    """Name everything wrong with one crew, a sentence each."""
    faults = [f"{fault}." for fault in faults_in(row, CREW_KEYS, where)]
    if not isinstance(row, dict):
        return faults
    own = row.get("id")
    if isinstance(own, str) and not ID.fullmatch(own):
        faults.append(f"{where}: 'id' must be letters, digits, - and _, at most 40, is {own!r}.")
    if isinstance(row.get("title"), str) and not row["title"].strip():
        faults.append(f"{where}: 'title' is empty.")
    if _is(row.get("at_once"), int) and not 1 <= row["at_once"] <= MOST_AT_ONCE:
        faults.append(f"{where}: 'at_once' must be 1 to {MOST_AT_ONCE}, is {row['at_once']}.")
    for key, unit in (("hours_month", "hours"), ("speed_km_h", "km an hour")):
        if _is(row.get(key), int, float) and not (math.isfinite(row[key]) and row[key] > 0):
            faults.append(f"{where}: '{key}' must be more than 0 {unit}, is {row[key]}.")
    if isinstance(row.get("rules"), list) and not all(isinstance(r, str) and r.strip() for r in row["rules"]):
        faults.append(f"{where}: 'rules' must be a list of sentences such as \"every Friday 17-21\".")
    if isinstance(base := row.get("base"), list):
        faults += [f"{where}: 'base' {why}, is {base}." for why in _base_faults(base)]
    return faults


def _base_faults(base: list) -> list[str]:
    if len(base) != 2 or not all(_is(v, int, float) for v in base):
        return ["must be two numbers, [longitude, latitude]"]
    if _inside(base[0], LON) and _inside(base[1], LAT):
        return []
    if _inside(base[1], LON) and _inside(base[0], LAT):
        return ["has latitude first: longitude comes first"]
    return [f"must be [longitude, latitude] in degrees, {LON[0]} to {LON[1]} and {LAT[0]} to {LAT[1]}"]


def _inside(value: float, ends: tuple[float, float]) -> bool:
    return ends[0] <= value <= ends[1]


def _is(value: object, *types: type) -> bool:
    return isinstance(value, types) and not isinstance(value, bool)


def _crew(row: Mapping[str, Any]) -> Crew:
    lists = {key: tuple(row[key]) for key in ("base", "rules") if key in row}
    return Crew(**{**row, **lists})


def _row(crew: Crew) -> dict[str, Any]:
    """Return a crew as the file holds it: what is not said is left out, not written as nothing."""
    base = None if crew.base is None else list(crew.base)
    row = {**vars(crew), "base": base, "rules": list(crew.rules)}
    must = ("id", "title", "kind", "at_once", "speed_km_h")
    return {key: row[key] for key in CREW_KEYS if key in must or row[key] not in (None, "", [])}


def _as_tables(held: object) -> AoT:
    """Return tables of their own for crews written in one line, ``crew = [{...}]``."""
    tables = tomlkit.aot()
    for row in held if isinstance(held, list) else []:
        table = tomlkit.table()
        for key, value in dict(row).items() if isinstance(row, Mapping) else ():
            table[key] = value
        tables.append(table)
    return tables


def _change(table: Table, row: Mapping[str, Any]) -> None:
    """Write what differs and nothing else, so that comments beside the rest stay."""
    for key in [k for k in table if k not in row]:
        del table[key]
    for key, value in row.items():
        if (table[key] == value) if key in table else (value == USUAL.get(key)):
            continue
        if key == "rules":
            value = tomlkit.array()
            value.extend(row[key])
            value.multiline(len(row[key]) > 1)
        table[key] = value
