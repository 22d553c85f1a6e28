"""Turn ``geodata/area.toml`` into the area being worked on."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from placespace.catalogue.keys import AREA_KEYS, faults_in
from placespace.settings import settings


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
    names: tuple[str, ...] = ()
    under_map: tuple[str, ...] = ()
    provision: str | None = None
    as_of: datetime.date | None = None
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
    named = [table.get(k) for k in ("boundary", "hotspot_layer", "health_layer", "provision")]
    named += [i for k in ("names", "under_map") for i in table.get(k, [])]
    for one in filter(None, named):
        if one not in layers:
            faults.append(f"area.toml: layer '{one}' is not in layers/ ({', '.join(sorted(layers))})")
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
    lists = {k: tuple(table[k]) for k in ("names", "under_map", "postcodes", "resident_ages") if k in table}
    return Area(**{**table, **lists, "settings": settings(table.get("settings"))}), []
