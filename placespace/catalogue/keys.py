"""List every key a layer or area file may hold, and check a file against the list."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from placespace import terms
from placespace.settings import SETTINGS


@dataclass(frozen=True)
class Key:
    """One key: what it may hold, whether it must be there, and what it means.

    ``one_of`` closes the vocabulary; ``keys`` closes the names inside a table
    (empty: any name, because the names are the partner's own columns or codes).
    """

    types: tuple[type, ...]
    meaning: str
    required: bool = False
    one_of: tuple = ()
    keys: Mapping[str, Key] | None = None


TEXT, NUMBER, LIST, TABLE = (str,), (int, float), (list,), (dict,)

VALUE_KEYS = {
    "columns": Key(LIST, "their column(s), by the start of the heading; `{age}` stands for each age of the band", True),
    "measure": Key(
        TEXT,
        "`extensive` (people: shared out, conserved) or `intensive` (a score: averaged)",
        True,
        ("extensive", "intensive"),
    ),
    "label": Key(TEXT, "what it is, in words", True),
    "most_deprived": Key(
        TEXT, "`high` (a score: the default) or `low` (a decile or rank, where 1 is most)", False, ("high", "low")
    ),
}
EXPECT_KEYS = {
    "min_share_placed": Key(NUMBER, "least share of rows that should find a cell; said when fewer do"),
    "breaks": Key(LIST, "when the recording changed, each `YYYY-MM-DD: what changed`; stops a comparison across it"),
}
WHERE_KEYS = {
    "column": Key(TEXT, "ours, of the boundary layer: `name`, `kind` or `area`", True, ("name", "kind", "area")),
    "starts": Key(TEXT, "keep features whose value starts so"),
    "equals": Key(TEXT, "keep features whose value is this"),
}
TILES_KEYS = {
    "url": Key(TEXT, "tile address with {z}/{x}/{y}", True),
    "attribution": Key(TEXT, "credit line", True),
}

LAYER_KEYS: dict[str, Key] = {
    "title": Key(TEXT, "what it is, as shown", True),
    "role": Key(TEXT, "what it is for: " + ", ".join(f"`{r}`" for r in terms.ROLES), True, tuple(terms.ROLES)),
    "reader": Key(TEXT, "how it is read: " + ", ".join(f"`{r}`" for r in terms.READERS), True, tuple(terms.READERS)),
    "files": Key(LIST, "file names, `*` allowed; looked for in `geodata/raw`, then `geodata/sample`", True),
    "source": Key(TEXT, "short name shown beside counts (default: the file's name)"),
    "crs": Key(
        TEXT,
        "`EPSG:27700` (eastings and northings) or `EPSG:4326` (longitude and latitude); must agree with [columns]",
        False,
        ("EPSG:27700", "EPSG:4326"),
    ),
    "precision": Key(
        TEXT, "how exact a place is: " + ", ".join(f"`{p}`" for p in terms.PRECISIONS), False, tuple(terms.PRECISIONS)
    ),
    "finest_resolution": Key((int,), "finest H3 resolution at which it means anything (7, 8 or 9)", False, (7, 8, 9)),
    "fresh_days": Key((int,), "older than this many days is said on every output"),
    "vintage": Key(
        (int,), "year of the LSOA codes: 2011 or 2021; never joined across without a lookup", False, (2011, 2021)
    ),
    "boundaries": Key(TEXT, "id of the `shapes` layer with the polygons of these area codes"),
    "definition": Key(TEXT, "which offences, codes and ages are counted, with a version; printed on outputs"),
    "publisher": Key(TEXT, "who publishes it", True),
    "licence": Key(TEXT, "on what terms", True),
    "caveats": Key(TEXT, "what a reader must know before trusting it", True),
    "columns": Key(TABLE, "theirs = `ours`; only these columns are ever read"),
    "categories": Key(TABLE, "their code (`*` stands for anything) = our word; rows with any other code wait"),
    "only": Key(TABLE, "their column = the values kept: part of the definition"),
    "values": Key(TABLE, "numbers of an `areas` layer, a table each"),
    "expect": Key(TABLE, "facts the account is held against", keys=EXPECT_KEYS),
    "example": Key(LIST, "a row as sent (`given`) and as wanted (`gives`); run by the tests"),
}

AREA_KEYS: dict[str, Key] = {
    "name": Key(TEXT, "the area's name", True),
    "boundary": Key(TEXT, "id of the `shapes` layer that bounds the study area", True),
    "boundary_where": Key(TABLE, "which features of it (default: all)", keys=WHERE_KEYS),
    "resolution": Key((int,), "H3 resolution of the cells: 8 or 9", False, (7, 8, 9)),
    "resident_ages": Key(LIST, "first and last age of young residents (default 10 to 17)"),
    "young_people": Key(TEXT, "`layer.value` that holds young residents"),
    "need": Key(TEXT, "`layer.value` used as need (IDACI by default: overall IMD counts crime twice)"),
    "hotspot_layer": Key(TEXT, "the layer the Hot spots page opens on"),
    "health_layer": Key(TEXT, "the layer compared with police in 'seen by health, not by police'"),
    "compare_categories": Key(LIST, "categories of `hotspot_layer` set beside the health layer (default: all)"),
    "names": Key(LIST, "layers that give cells their names, best first: `shapes`, or police.uk for its streets"),
    "under_map": Key(LIST, "ids of `shapes` layers drawn under the cells, lowest first"),
    "provision": Key(TEXT, "id of the provision layer"),
    "candidates": Key(TEXT, "id of the layer of venues that could be let"),
    "barriers": Key(LIST, "`shapes` layers that cannot be crossed on foot: rail, water, fast roads"),
    "walking": Key(TEXT, "id of a `shapes` layer of streets and paths; walking then follows its lines"),
    "nation": Key(
        TEXT, "whose bank holidays: `ENG` (the default), `WLS`, `SCT` or `NIR`", False, ("ENG", "WLS", "SCT", "NIR")
    ),
    "as_of": Key((datetime.date,), "stop the clock at this day (the sample does; leave out for today)"),
    "tally": Key(LIST, "what outreach workers count on a night, for the blank sheet (default: ours, five)"),
    "levels": Key(LIST, "the panel's own scale for a place, lowest first: chosen with a reason, never computed"),
    "postcodes": Key(LIST, "ONSPD or NSPL files, if you have one"),
    "tiles": Key(TABLE, "an online map behind the switch; without this there is no switch", keys=TILES_KEYS),
    "settings": Key(
        TABLE,
        "numbers of `placespace/settings.py` set for this area",
        keys={name: Key(NUMBER, s.reason) for name, s in SETTINGS.items()},
    ),
}


def faults_in(table: Mapping[str, Any], keys: Mapping[str, Key], where: str) -> list[str]:
    """Name every unknown, missing, mistyped or out-of-vocabulary key, at once.

    Examples
    --------
    >>> for fault in faults_in({"nam": "A", "boundary": 3}, AREA_KEYS, "area.toml"):
    ...     print(fault)
    area.toml: 'nam' is not a key (did you mean 'name'?)
    area.toml: 'name' is missing
    area.toml: 'boundary' must be text, is 3
    """
    faults = []
    if not isinstance(table, dict):
        return [f"{where}: must be a table, is {table!r}"]
    for name in [n for n in table if n not in keys]:
        near = [k for k in keys if k.startswith(name[:3])]
        hint = f" (did you mean '{near[0]}'?)" if near else ""
        faults.append(f"{where}: '{name}' is not a key{hint}")
    for name, key in keys.items():
        if name not in table:
            faults += [f"{where}: '{name}' is missing"] if key.required else []
            continue
        value = table[name]
        if not isinstance(value, key.types) or isinstance(value, (bool, datetime.datetime)):
            faults.append(f"{where}: '{name}' must be {_says(key)}, is {value!r}")
        elif key.one_of and value not in key.one_of:
            faults.append(f"{where}: '{name}' must be one of {', '.join(map(str, key.one_of))}, is {value!r}")
        elif key.keys is not None:
            faults += faults_in(value, key.keys, f"{where} [{name}]")
    return sorted(faults, key=lambda f: "missing" in f or "must" in f)


def _says(key: Key) -> str:
    words = {
        str: "text",
        int: "a whole number",
        float: "a number",
        list: "a list",
        dict: "a table",
        datetime.date: "a date",
    }
    return " or ".join(dict.fromkeys(words[t] for t in key.types))


def keys_table(keys: Mapping[str, Key]) -> str:
    """Return the keys as a Markdown table, the one in ``layers/README.md``."""
    lines = ["| key | holds | must be there | meaning |", "|---|---|---|---|"]
    for name, key in keys.items():
        lines.append(f"| `{name}` | {_says(key)} | {'yes' if key.required else ''} | {key.meaning} |")
        for inner, k in (key.keys or (VALUE_KEYS if name == "values" else {})).items():
            if name != "settings":
                lines.append(f"| `{name}.{inner}` | {_says(k)} | {'yes' if k.required else ''} | {k.meaning} |")
    return "\n".join(lines)
