"""Read the names of streets from police.uk archives, for areas with no file of names of their own."""

from __future__ import annotations

import io
from collections.abc import Iterable

import geopandas as gpd
import pandas as pd
import pyarrow as pa
from pyarrow import csv

from placespace.catalogue import Workspace
from placespace.ingest.police_uk import street_contents
from placespace.ingest.store import read_stored

COLUMNS = ("Longitude", "Latitude", "Location")
NEAR = "On or near "
NOT_NAMES = (
    "No Location",
    "Supermarket",
    "Parking Area",
    "Shopping Area",
    "Petrol Station",
    "Sports/Recreation Area",
    "Park/Open Space",
    "Nightclub",
    "Pedestrian Subway",
    "Hospital",
    "Police Station",
    "Theatre/Concert Hall",
    "Further/Higher Educational Building",
    "Conference/Exhibition Centre",
    "Bus/Coach Station",
    "Race Track",
    "Airport/Airfield",
    "Ferry Terminal",
    "Motorway Service Area",
    "Prison",
)
"""What the publisher writes where there is no street: a kind of place, which names nothing."""


def read_names(workspace: Workspace, layer_id: str, version: str = "") -> gpd.GeoDataFrame:
    """Return the names a layer gives: shapes with their names, or the streets of a police.uk archive.

    Parameters
    ----------
    workspace : Workspace
    layer_id : str
    version : str, optional
        Changes when the archive does; the streets are read again then, and kept.

    Returns
    -------
    GeoDataFrame
        ``name, kind, geometry``, EPSG:27700.
    """
    layer = workspace.layers[layer_id]
    if layer.reader != "police_uk":
        return read_stored(workspace, layer_id)
    path = workspace.clean / "streets" / f"{layer_id}-{version}.parquet"
    if path.exists():
        return gpd.read_parquet(path)
    streets = streets_in(street_contents(workspace.files_of(layer)))
    path.parent.mkdir(parents=True, exist_ok=True)
    for old in path.parent.glob(f"{layer_id}-*.parquet"):
        old.unlink()
    streets.to_parquet(path, index=False)
    return streets


def streets_in(files: Iterable[bytes]) -> gpd.GeoDataFrame:
    """Return the map points of street files that carry a street's name, each once.

    Examples
    --------
    >>> sent = b"Longitude,Latitude,Location\\n-3.0,53.5,On or near South Road\\n-3.1,53.5,On or near Supermarket\\n"
    >>> streets_in([sent])["name"].tolist()
    ['South Road']
    """
    found = []
    options = csv.ConvertOptions(
        include_columns=list(COLUMNS),
        column_types={"Longitude": pa.float64(), "Latitude": pa.float64(), "Location": pa.string()},
    )
    for content in files:
        try:
            found.append(csv.read_csv(io.BytesIO(content), convert_options=options).to_pandas().drop_duplicates())
        except (pa.ArrowInvalid, pa.ArrowKeyError):
            continue  # a month that is not quite as published is counted all the same, and names nothing
    table = pd.concat(found).drop_duplicates() if found else pd.DataFrame(columns=list(COLUMNS))
    table = table[table["Longitude"].notna() & table["Location"].astype("str").str.startswith(NEAR)]
    table = table.assign(
        name=table["Location"].str.removeprefix(NEAR).str.strip().str.replace("'S\\b", "'s", regex=True)
    )
    table = table[~table["name"].isin(NOT_NAMES) & (table["name"] != "")].drop_duplicates(["Longitude", "Latitude"])
    points = gpd.points_from_xy(table["Longitude"], table["Latitude"], crs=4326).to_crs(27700)
    return gpd.GeoDataFrame({"name": table["name"].to_numpy(), "kind": "street"}, geometry=points, crs=27700)
