"""Put observations on cells, and leave out those at false points, with the reason."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

import h3
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from pyproj import Transformer

from placespace.catalogue import Workspace
from placespace.errors import PlacespaceError
from placespace.grid.cells import Cells
from placespace.ingest import LayerAccount, read_stored

FORMAT = "2"
"""Raise when what is kept of a placing changes: every layer is then placed again."""
RESOLUTIONS = (7, 8, 9)
EXCLUSION_COLUMNS = ("name", "easting", "northing", "radius_m", "layers", "reason", "decided_by", "decided_on")


@dataclass(frozen=True)
class Placing:
    """Where a layer's rows ended up. ``rows = in_cells + outside + without_place + excluded``.

    ``lsoa_not_loaded`` rows carry the code of an LSOA that is in no boundary file read; None where
    there is no such file to look in. They are counted by their coordinates all the same.
    """

    layer: str
    rows: int = 0
    in_cells: int = 0
    outside: int = 0
    without_place: int = 0
    excluded: int = 0
    excluded_by: dict[str, int] = field(default_factory=dict)
    distinct_points: int = 0
    first: str | None = None
    last: str | None = None
    last_day: str | None = None
    lsoa_not_loaded: int | None = None
    version: str = ""


def observations_path(workspace: Workspace, layer_id: str) -> Path:
    """Return where a layer's observations are kept."""
    return workspace.clean / "observations" / f"{layer_id}.parquet"


def place_layer(workspace: Workspace, layer_id: str, account: LayerAccount, cells: Cells) -> Placing:
    """Write a layer's observations with their cells, unless nothing changed, and say where they went.

    Parameters
    ----------
    workspace : Workspace
    layer_id : str
    account : LayerAccount
        Its ``version`` tells whether anything changed.
    cells : Cells
        The study area at the area's own resolution.

    Returns
    -------
    Placing
    """
    path, note = observations_path(workspace, layer_id), observations_path(workspace, layer_id).with_suffix(".json")
    exclusions, codes = read_exclusions(workspace), _lsoa_codes(workspace)
    about = (FORMAT, account.version, cells.digest, cells.resolution, exclusions.to_csv(), sorted(codes))
    version = hashlib.blake2b(repr(about).encode(), digest_size=8).hexdigest()
    if note.exists() and (kept := json.loads(note.read_text()))["version"] == version and path.exists():
        return Placing(**kept)
    frame = read_stored(workspace, layer_id)
    if frame.empty:
        path.unlink(missing_ok=True)
        note.unlink(missing_ok=True)
        return Placing(layer_id, version=version)
    points, at = _distinct_points(frame)
    here = points["lon"].notna().to_numpy()
    cell_of = {}
    for resolution in sorted({*RESOLUTIONS, cells.resolution}):
        ids = np.full(len(points), None, object)
        ids[here] = [
            h3.latlng_to_cell(lat, lon, resolution)
            for lat, lon in zip(points["lat"][here], points["lon"][here], strict=True)
        ]
        cell_of[resolution] = ids
    excluded_point = excluded_by(points, exclusions, layer_id)
    inside_point = pd.Series(cell_of[cells.resolution]).isin(cells.index).to_numpy()
    placed, excluded, inside = here[at], excluded_point[at], inside_point[at]
    is_excluded = np.array([e is not None for e in excluded_point], bool)[at]
    columns = {f"cell_{r}": pa.DictionaryArray.from_arrays(*_dictionary(ids, at)) for r, ids in cell_of.items()}
    table = pa.Table.from_pandas(frame, preserve_index=False)
    for name, column in columns.items():
        table = table.append_column(name, column)
    table = table.append_column("excluded", pa.array(excluded, pa.string()))
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, path, compression="zstd")
    days = frame["at"].max()
    placing = Placing(
        layer_id,
        rows=len(frame),
        in_cells=int((inside & ~is_excluded).sum()),
        outside=int((placed & ~inside & ~is_excluded).sum()),
        without_place=int((~placed).sum()),
        excluded=int(is_excluded.sum()),
        excluded_by={str(k): int(v) for k, v in pd.Series(excluded[is_excluded]).value_counts().items()},
        distinct_points=int(here.sum()),
        first=frame["month"].min(),
        last=frame["month"].max(),
        last_day=None if pd.isna(days) else str(days.date()),
        lsoa_not_loaded=int((frame["lsoa"].ne("") & frame["lsoa"].notna() & ~frame["lsoa"].isin(codes)).sum())
        if codes
        else None,
        version=version,
    )
    note.write_text(json.dumps(asdict(placing)))
    return placing


def _lsoa_codes(workspace: Workspace) -> set[str]:
    """Return the codes in the boundary file that residents are counted by."""
    people = workspace.layers.get((workspace.area.young_people or "").partition(".")[0])
    return set(read_stored(workspace, people.boundaries)["area"]) - {""} if people and people.boundaries else set()


def _distinct_points(frame: pd.DataFrame) -> tuple[pd.DataFrame, np.ndarray]:
    """Return the distinct points, and for each row which of them is its own (work is done once a point)."""
    pair = frame["lon"].to_numpy() + 1j * frame["lat"].to_numpy()
    at, unique = pd.factorize(pair, use_na_sentinel=False)
    unique = np.asarray(unique)
    return pd.DataFrame({"lon": unique.real, "lat": unique.imag}), at


def _dictionary(ids: np.ndarray, at: np.ndarray) -> tuple[pa.Array, pa.Array]:
    codes, words = pd.factorize(ids)
    own = codes[at]
    return pa.array(own, pa.int32(), mask=own < 0), pa.array(list(words), pa.string())


def read_exclusions(workspace: Workspace) -> pd.DataFrame:
    """Return the list of false points: places that gather incidents which happened elsewhere.

    Raises
    ------
    PlacespaceError
        When the list lacks a column, or a number or a reason in it.
    """
    path = workspace.exclusions
    if not path.exists():
        return pd.DataFrame(columns=list(EXCLUSION_COLUMNS))
    table = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig")
    absent = [c for c in EXCLUSION_COLUMNS if c not in table]
    if absent:
        raise PlacespaceError(
            f"{path.name} must have the columns {', '.join(EXCLUSION_COLUMNS)}.",
            f"It has no {', '.join(absent)}.",
            "Add them, or edit the list on the Data page.",
        )
    for column in ("easting", "northing", "radius_m"):
        number = pd.to_numeric(table[column].str.replace(",", ""), errors="coerce")
        if number.isna().any():
            row = int(number.isna().to_numpy().argmax())
            raise PlacespaceError(
                f"{path.name}: '{column}' must be a number of metres.",
                f"Row {row + 2} has {table[column].iloc[row]!r}.",
                "Put a number there.",
            )
        table[column] = number
    if (table["reason"].str.strip() == "").any():
        row = int((table["reason"].str.strip() == "").to_numpy().argmax())
        raise PlacespaceError(
            f"{path.name}: every false point must have a reason.",
            f"Row {row + 2}, {table['name'].iloc[row]!r}, has none.",
            "Write why it is false.",
        )
    return table


def write_exclusions(workspace: Workspace, table: pd.DataFrame) -> None:
    """Keep the list of false points, after checking that it can be read back."""
    path = workspace.exclusions
    before = path.read_bytes() if path.exists() else None
    table[[c for c in EXCLUSION_COLUMNS if c in table]].to_csv(path, index=False)
    try:
        read_exclusions(workspace)
    except PlacespaceError:
        path.write_bytes(before) if before is not None else path.unlink()
        raise


def excluded_by(points: pd.DataFrame, exclusions: pd.DataFrame, layer_id: str) -> np.ndarray:
    """Return, for each point (``lon``, ``lat``), the name of the false point it falls to, or None."""
    out = np.full(len(points), None, object)
    if exclusions.empty:
        return out
    east, north = Transformer.from_crs(4326, 27700, always_xy=True).transform(
        points["lon"].to_numpy(), points["lat"].to_numpy()
    )
    for one in exclusions.itertuples():
        if layer_id in one.layers.replace(",", " ").split() or one.layers.strip() in ("", "all"):
            near = np.hypot(east - one.easting, north - one.northing) <= one.radius_m
            out[near & (out == None)] = one.name  # noqa: E711  an array is compared, element by element
    return out


def point_piles(workspace: Workspace, layer_id: str, cells: Cells) -> pd.DataFrame:
    """Return points that hold most of their cell's events: default geocodes, hospitals, stations.

    Returns
    -------
    DataFrame
        ``cell, easting, northing, events, share`` (of the cell), most events first. Points already
        excluded are not in it; publishers' snap points gather events by design, so only the
        heaviest are worth a look.
    """
    path = observations_path(workspace, layer_id)
    column = f"cell_{cells.resolution}"
    empty = pd.DataFrame({"cell": [], "easting": [], "northing": [], "events": [], "share": []})
    if not path.exists():
        return empty
    frame = pd.read_parquet(path, columns=[column, "lon", "lat", "excluded"])
    frame = frame[frame["excluded"].isna() & frame[column].isin(cells.index)].rename(columns={column: "cell"})
    if frame.empty:
        return empty
    piles = frame.astype({"cell": "str"}).groupby(["cell", "lon", "lat"]).size().rename("events").reset_index()
    piles["share"] = piles["events"] / piles.groupby("cell")["events"].transform("sum")
    limits = workspace.area.settings
    piles = piles[(piles["share"] >= limits["pile_share"]) & (piles["events"] >= limits["pile_events"])]
    east, north = Transformer.from_crs(4326, 27700, always_xy=True).transform(
        piles["lon"].to_numpy(), piles["lat"].to_numpy()
    )
    piles = piles.assign(easting=np.round(east), northing=np.round(north)).sort_values("events", ascending=False)
    return piles[["cell", "easting", "northing", "events", "share"]].reset_index(drop=True)
