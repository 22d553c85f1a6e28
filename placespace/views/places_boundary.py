"""Take in the boundary of a place that was sent as GeoJSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from placespace.errors import WrongUse
from placespace.settings import SETTINGS

Corner = tuple[float, float]
MOST_BYTES = 2_000_000
"""A boundary of one place with every bend of its kerbs is smaller."""


def outline_from(content: bytes) -> tuple[Corner, ...]:
    """Return the outer line of the one polygon in a GeoJSON file.

    Parameters
    ----------
    content : bytes
        A geometry, a feature or a collection, degrees (WGS 84), longitude first.

    Returns
    -------
    tuple of (longitude, latitude)
        Not closed: the last corner joins the first.

    Raises
    ------
    WrongUse
        When it is no GeoJSON, holds no polygon or several, or its corners are not degrees.

    Examples
    --------
    >>> outline_from(b'{"type": "Polygon", "coordinates": [[[-3, 53], [-3, 54], [-2, 54], [-3, 53]]]}')
    ((-3.0, 53.0), (-3.0, 54.0), (-2.0, 54.0))
    """
    if len(content) > MOST_BYTES:
        raise _refused(f"The file has {len(content) / 1e6:.0f} MB.")
    try:
        rings = list(_rings(json.loads(content)))
    except (ValueError, RecursionError, TypeError, AttributeError) as fault:
        raise _refused("The file is no GeoJSON.") from fault
    if len(rings) != 1:
        raise _refused(f"It holds {len(rings) or 'no'} polygon{'' if len(rings) == 1 else 's'}.")
    try:
        corners = [(float(p[0]), float(p[1])) for p in rings[0]]
    except (TypeError, ValueError, IndexError) as fault:
        raise _refused("A corner is not two numbers.") from fault
    wild = [c for c in corners if not (abs(c[0]) <= 180 and abs(c[1]) <= 90)]
    if wild:
        raise _refused(f"{wild[0][0]:g}, {wild[0][1]:g} is no longitude and latitude.")
    if corners and corners[0] == corners[-1]:
        corners.pop()
    if not 3 <= len(corners) <= SETTINGS["barrier_points"].value:
        raise _refused(f"It has {len(corners)} corners.")
    return tuple(corners)


def _rings(held: Any) -> Iterator[Sequence]:
    """Yield the outer line of every polygon in a GeoJSON value."""
    kind = held.get("type")
    if kind == "FeatureCollection":
        for feature in held.get("features") or ():
            yield from _rings(feature)
    elif kind == "Feature":
        yield from _rings(held.get("geometry") or {})
    elif kind == "GeometryCollection":
        for part in held.get("geometries") or ():
            yield from _rings(part)
    elif kind == "Polygon":
        yield held["coordinates"][0] if held.get("coordinates") else ()
    elif kind == "MultiPolygon":
        yield from (part[0] for part in held.get("coordinates") or ())


def _refused(found: str) -> WrongUse:
    most = int(SETTINGS["barrier_points"].value)
    return WrongUse(
        f"A boundary is one polygon of 3 to {most} corners, in degrees, as GeoJSON.", found,
        "Draw it on the map, or save that one shape again.",
    )  # fmt: skip
