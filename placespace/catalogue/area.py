"""Turn ``geodata/area.toml`` into the area being worked on."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from placespace.catalogue.keys import AREA_KEYS, faults_in
from placespace.settings import settings

EVENTS = ("table", "police_uk")
TEXT_LISTS = ("names", "under_map", "postcodes", "compare_categories", "barriers", "tally", "levels")
LAYERS_NAMED = {
    "boundary": ("shapes",),
    "hotspot_layer": EVENTS,
    "health_layer": EVENTS,
    "names": ("shapes", "police_uk"),
    "under_map": ("shapes",),
    "provision": ("provision",),
    "candidates": ("provision",),
    "barriers": ("shapes",),
    "walking": ("shapes",),
}
"""Keys that name layers, and the readers such a layer may have."""


@dataclass(frozen=True)
class Area:
    """Which area, by what boundary, on what cells, with which numbers."""

    name: str
    boundary: str
    boundary_where: Mapping[str, str] | None = None
    resolution: int = 9
    resident_ages: tuple[int, int] = (10, 17)
    young_people: str | None = None
    need: str | None = None
    hotspot_layer: str | None = None
    health_layer: str | None = None
    compare_categories: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    under_map: tuple[str, ...] = ()
    provision: str | None = None
    candidates: str | None = None
    barriers: tuple[str, ...] = ()
    walking: str | None = None
    nation: str = "ENG"
    as_of: datetime.date | None = None
    tally: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    postcodes: tuple[str, ...] = ()
    tiles: Mapping[str, str] | None = None
    settings: Mapping[str, float] = field(default_factory=settings)

    @property
    def today(self) -> datetime.date:
        """The day ages of data are counted from."""
        return self.as_of or datetime.date.today()


def area_from(table: Mapping[str, Any], layers: Mapping[str, Any]) -> tuple[Area | None, list[str]]:
    """Return the area a TOML table states, and the faults found.

    Parameters
    ----------
    table : mapping
        The parsed ``area.toml``.
    layers : mapping
        Layers by id: an area that names one which is not there is a fault.
    """
    faults = faults_in(table, AREA_KEYS, "area.toml")
    for key in TEXT_LISTS:
        value = table.get(key, [])
        if isinstance(value, list) and not all(isinstance(v, str) and v for v in value):
            faults.append(f"area.toml: '{key}' must be a list of names, is {value!r}")
    for name in [] if faults else table.get("postcodes", []):
        if ".." in name or name[0] in "/\\":
            faults.append(f"area.toml: 'postcodes' must hold names inside geodata/raw, is {name!r}")
    if faults:
        return None, faults
    for key, readers in LAYERS_NAMED.items():
        named = table.get(key, [])
        for one in [named] if isinstance(named, str) else named:
            if one not in layers:
                faults.append(f"area.toml: layer '{one}' is not in layers/ ({', '.join(sorted(layers))})")
            elif layers[one].reader not in readers:
                must = " or ".join(readers)
                faults.append(f"area.toml: '{key}' must be a layer of {must}, '{one}' is of {layers[one].reader}")
    for key in ("young_people", "need"):
        layer, _, value = str(table.get(key, "")).partition(".")
        if table.get(key) and not (layer in layers and value in layers[layer].values):
            faults.append(f"area.toml: '{key}' must be layer.value of an areas layer, is '{table[key]}'")
    where = table.get("boundary_where")
    if isinstance(where, dict) and ("starts" in where) == ("equals" in where):
        faults.append("area.toml [boundary_where]: must hold one of 'starts' and 'equals'")
    ages = table.get("resident_ages", [10, 17])
    if not (isinstance(ages, list) and len(ages) == 2 and all(isinstance(a, int) for a in ages) and ages[0] <= ages[1]):
        faults.append(f"area.toml: 'resident_ages' must be [first, last], is {ages!r}")
    if faults:
        return None, faults
    lists = {k: tuple(v) for k, v in table.items() if isinstance(v, list)}
    return Area(**{**table, **lists, "settings": settings(table.get("settings"))}), []
