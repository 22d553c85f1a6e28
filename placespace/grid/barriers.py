"""Keep the lines that young people do not cross on foot: drawn by users, or taken from layers."""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from placespace.catalogue import Workspace
from placespace.errors import PlacespaceError, WrongUse
from placespace.grid.barrier_checks import BARRIER_COLUMNS, BARRIER_KINDS, TEXTS, barrier_faults, plain_value
from placespace.ingest import read_stored
from placespace.ingest.personal import personal_in


@dataclass(frozen=True, eq=False)
class Barriers:
    """What users drew. Unpacks as ``lines, set_aside``.

    Attributes
    ----------
    lines : GeoDataFrame
        ``name, kind, said_by, said_on, practitioner``, EPSG:4326, in the order of the file.
        ``practitioner`` is knowledge of those who work with young people: for the analyst alone.
    set_aside : tuple of str
        Which features were left out and why, one sentence each.
    """

    lines: gpd.GeoDataFrame
    set_aside: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Any]:
        """Yield ``lines`` and ``set_aside``."""
        return iter((self.lines, self.set_aside))


def read_barriers(workspace: Workspace) -> Barriers:
    """Return the barriers that users drew; features that will not do are set aside, the rest are used.

    Raises
    ------
    PlacespaceError
        When the file is not GeoJSON.
    """
    path = workspace.barriers
    rows, aside = [], []
    for number, feature in enumerate(_features(path), 1):
        row = _row(feature)
        faults = barrier_faults(row)
        rows += [] if faults else [row]
        aside += [f"{path.name}, line {number}{_called(row)}: {faults[0]}"] if faults else []
    return Barriers(_table(rows), tuple(aside))


def check_barriers(lines: gpd.GeoDataFrame) -> list[str]:
    """Return everything wrong with barriers before they are kept, one sentence a fault; empty when nothing is.

    Parameters
    ----------
    lines : GeoDataFrame
        ``name, kind, said_by, said_on`` (YYYY-MM-DD), ``practitioner``, any CRS.
    """
    if absent := [c for c in BARRIER_COLUMNS if c not in lines]:
        return [f"there is no column {', '.join(absent)}"]
    if lines.crs is None:
        return ["the lines do not say their coordinate system"]
    rows = (dict(zip(BARRIER_COLUMNS, map(plain_value, one[:-1]), strict=True)) | {"geometry": one[-1]}
            for one in zip(*(lines[c] for c in BARRIER_COLUMNS), lines.geometry.to_crs(4326), strict=True))  # fmt: skip
    return [f"line {n}{_called(row)}: {fault}" for n, row in enumerate(rows, 1) for fault in barrier_faults(row)]


def write_barriers(workspace: Workspace, lines: gpd.GeoDataFrame) -> None:
    """Keep barriers in place of those kept before, or nothing at all when one will not do.

    What is set aside in the file stays there until somebody mends it.

    Parameters
    ----------
    workspace : Workspace
    lines : GeoDataFrame
        As for :func:`check_barriers`. ``said_by`` is a role or a team, not a person's name.

    Raises
    ------
    PlacespaceError
        With every fault.
    """
    if faults := check_barriers(lines):
        raise PlacespaceError(
            "A barrier must be a line with a name, a kind, and who said so and when.",
            f"{len(faults)} fault(s): {'; '.join(faults)}.",
            "Mend these; nothing was kept.",
        )
    degrees = lines.to_crs(4326)
    features = [
        {
            "type": "Feature",
            "properties": dict(zip(BARRIER_COLUMNS, map(plain_value, one[:-1]), strict=True)),
            "geometry": json.loads(shapely.to_geojson(shapely.force_2d(one[-1]))),
        }
        for one in zip(*(degrees[c] for c in BARRIER_COLUMNS), degrees.geometry, strict=True)
    ]
    path = workspace.barriers
    features += [f for f in _features(path) if barrier_faults(_row(f))]
    text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, indent=1)
    path.parent.mkdir(parents=True, exist_ok=True)
    partly = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        partly.write_text(text + "\n", encoding="utf-8")
        os.replace(partly, path)
    finally:
        with suppress(FileNotFoundError):
            partly.unlink()


def add_barrier(
    workspace: Workspace,
    points: Sequence[tuple[float, float]],
    *,
    name: str,
    kind: str,
    said_by: str,
    said_on: datetime.date | str,
    practitioner: bool,
) -> None:
    """Keep one more barrier.

    Parameters
    ----------
    workspace : Workspace
    points : sequence of (lat, lng)
        Degrees, as drawn on a map.
    name, kind, said_by, said_on, practitioner
        As for :func:`check_barriers`.

    Raises
    ------
    PlacespaceError
        With every fault; also when a barrier has that name already.
    """
    kept = read_barriers(workspace).lines
    if name.strip() in set(kept["name"]):
        raise WrongUse("Each barrier has a name of its own.", f"There is a '{name.strip()}' already.", "Name it anew.")
    row = dict(zip(BARRIER_COLUMNS, (name, kind, said_by, said_on, practitioner), strict=True))
    line = shapely.LineString([(lng, lat) for lat, lng in points]) if len(points) > 1 else None
    new = gpd.GeoDataFrame([row], geometry=[line], crs=4326)
    write_barriers(workspace, new if kept.empty else pd.concat([kept.astype({"practitioner": object}), new]))


def drop_barrier(workspace: Workspace, name: str) -> None:
    """Take away the barriers of a name.

    Raises
    ------
    WrongUse
        When none has it.
    """
    kept = read_barriers(workspace).lines
    if name not in set(kept["name"]):
        raise WrongUse(
            "A barrier that is taken away must be there.", f"None is called '{name}'.", "Look at the list again."
        )
    write_barriers(workspace, kept[kept["name"] != name])


def barrier_lines(workspace: Workspace, *, practitioner: bool) -> gpd.GeoDataFrame:
    """Return every barrier of the area: those drawn, and the shapes of the layers that area.toml names.

    Parameters
    ----------
    workspace : Workspace
    practitioner : bool
        Whether those drawn from what practitioners know are among them: the analyst profile alone.

    Returns
    -------
    GeoDataFrame
        ``name, kind, said_by, said_on, practitioner, source`` (``drawn`` or a layer's id), lines,
        EPSG:27700. Polygons of a layer are their outlines. What was left out:
        :func:`barriers_set_aside`.
    """
    drawn = read_barriers(workspace).lines
    drawn = drawn[~drawn["practitioner"] | practitioner].to_crs(27700).assign(source="drawn")
    parts = [drawn] + [lines for _, lines, _ in _of_layers(workspace)]
    held = [p for p in parts if len(p)] or [drawn]
    return gpd.GeoDataFrame(pd.concat(held, ignore_index=True), geometry="geometry", crs=27700)


def barriers_set_aside(workspace: Workspace) -> list[str]:
    """Return what is no barrier although it was drawn or named as one, one sentence each."""
    points = [
        f"layer '{layer}': {gone} part(s) are points, which stop nobody"
        for layer, _, gone in _of_layers(workspace)
        if gone
    ]
    return [*read_barriers(workspace).set_aside, *points]


def _of_layers(workspace: Workspace) -> Iterator[tuple[str, gpd.GeoDataFrame, int]]:
    """Yield each barrier layer's id, its lines, and how many of its parts are none."""
    for layer in workspace.area.barriers:
        shapes = read_stored(workspace, layer).explode(ignore_index=True)
        dimensions = shapely.get_dimensions(shapes.geometry.to_numpy())
        outlines = shapes.geometry.where(dimensions != 2, shapes.boundary)
        line = dimensions >= 1
        kept = shapes[line]
        title = workspace.layers[layer].title
        yield (
            layer,
            gpd.GeoDataFrame(
                {
                    "name": kept["name"].where(kept["name"] != "", title),
                    "kind": kept["kind"].where(kept["kind"].isin(BARRIER_KINDS), "other"),
                    "said_by": "",
                    "said_on": "",
                    "practitioner": False,
                    "source": layer,
                },
                geometry=outlines[line],
                crs=27700,
            ),
            int((~line).sum()),
        )


def _features(path: Path) -> list[Any]:
    if not path.exists():
        return []
    try:
        held = json.loads(path.read_text(encoding="utf-8-sig"))
        features = held["features"]
        if not isinstance(features, list):
            raise TypeError("features is no list")
    except (ValueError, KeyError, TypeError) as fault:
        raise PlacespaceError(
            f"{path.name} must be GeoJSON: a FeatureCollection of lines, in longitude and latitude.",
            f"It does not read: {str(fault)[:120]}.",
            "Put back the last copy that did, or delete it and draw the barriers again.",
        ) from fault
    return features


def _row(feature: Any) -> dict[str, Any]:
    """Return what a feature says, as it says it; its shape is None when it cannot be made."""
    feature = feature if isinstance(feature, dict) else {}
    said = feature.get("properties")
    said = said if isinstance(said, dict) else {}
    row = {c: plain_value(said.get(c)) for c in BARRIER_COLUMNS} | {"geometry": None}
    with suppress(shapely.errors.GEOSException, ValueError, TypeError):
        row["geometry"] = shapely.from_geojson(json.dumps(feature.get("geometry")))
    return row


def _called(row: Mapping[str, Any]) -> str:
    """Return the name to find a line by, unless it holds what not everybody may read."""
    name = row["name"]
    open_to_all = row["practitioner"] is False and isinstance(name, str) and personal_in(name) is None
    return f" ({name})" if open_to_all and name else ""


def _table(rows: list[dict[str, Any]]) -> gpd.GeoDataFrame:
    columns = {c: pd.Series([r[c] for r in rows], dtype="str" if c in TEXTS else bool) for c in BARRIER_COLUMNS}
    return gpd.GeoDataFrame(columns, geometry=[shapely.force_2d(r["geometry"]) for r in rows], crs=4326)
