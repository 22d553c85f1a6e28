"""Say what is wrong with a barrier before it is kept or used."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import pandas as pd
import shapely

from placespace.ingest.personal import personal_in
from placespace.settings import SETTINGS

CROSSING = "young people will not cross"
BARRIER_KINDS = ("rail", "water", "fast road", CROSSING, "other")
BARRIER_COLUMNS = ("name", "kind", "said_by", "said_on", "practitioner")
TEXTS = BARRIER_COLUMNS[:-1]
BRITAIN = (-9.0, 49.0, 3.0, 61.5)
"""West, south, east, north, degrees: where British National Grid metres mean something."""


def plain_value(value: Any) -> Any:
    """Return a value of a table as JSON knows it: text without spaces around it, True or False; missing is ''."""
    if isinstance(value, datetime.date):
        return value.isoformat()[:10]
    if isinstance(value, str):
        return value.strip()
    if pd.api.types.is_bool(value):
        return bool(value)
    return "" if value is None or (pd.api.types.is_scalar(value) and pd.isna(value)) else value


def barrier_faults(row: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with one barrier, EPSG:4326."""
    faults = []
    for column in TEXTS:
        if not isinstance(row[column], str):
            faults.append(f"'{column}' must be text")
        elif kind := personal_in(row[column]):
            faults.append(f"'{column}' holds {kind}")
    if faults:
        return faults
    if not row["name"]:
        faults.append("it has no name")
    if row["kind"] not in BARRIER_KINDS:
        faults.append(f"'kind' must be one of {', '.join(BARRIER_KINDS)}, is {row['kind']!r}")
    if not isinstance(row["practitioner"], bool):
        faults.append("'practitioner' must be true or false")
    elif row["practitioner"] or row["kind"] == CROSSING:
        faults += [
            f"'{c}' is empty: what people know must say who said so and when"
            for c in ("said_by", "said_on")
            if not row[c]
        ]
    if row["said_on"] and not _is_day(row["said_on"]):
        faults.append(f"'said_on' must be a day as 2026-05-31, is {row['said_on']!r}")
    return faults + _shape_faults(row["geometry"])


def _is_day(text: str) -> bool:
    with suppress(ValueError):
        return datetime.date.fromisoformat(text).isoformat() == text
    return False


def _shape_faults(shape: shapely.Geometry | None) -> list[str]:
    if shape is None or shape.is_empty:
        return ["it has no line"]
    if not isinstance(shape, shapely.LineString | shapely.MultiLineString):
        return [f"it must be a line, is a {shape.geom_type}"]
    west, south, east, north = shape.bounds
    if not (BRITAIN[0] <= west and BRITAIN[1] <= south and east <= BRITAIN[2] and north <= BRITAIN[3]):
        return ["it lies outside Britain: points must be longitude, then latitude, in degrees"]
    if shape.length == 0:
        return ["it has no length"]
    most = int(SETTINGS["barrier_points"].value)
    if (points := shapely.get_num_coordinates(shape)) > most:
        return [f"it has {points:,} points, at most {most:,}: name a layer under 'barriers' in area.toml instead"]
    return []
