"""Make a workspace of 10,000 cells in open sea, from nothing but TOML and generated files."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import Transformer

from benchmarks.real_area import HOUSE
from placespace.catalogue import Workspace, new_workspace, open_workspace

CORNER = (600_000.0, 560_000.0)
"""South-west corner of the square, EPSG:27700: the North Sea, 100 km from land."""

SIDE_M = 29_300.0
MONTHS = [f"2025-{month:02d}" for month in range(1, 13)]
ROWS_A_MONTH = 6_000
CATEGORIES = (
    "Anti-social behaviour",
    "Bicycle theft",
    "Burglary",
    "Criminal damage and arson",
    "Drugs",
    "Other crime",
    "Other theft",
    "Possession of weapons",
    "Public order",
    "Robbery",
    "Shoplifting",
    "Theft from the person",
    "Vehicle crime",
    "Violence and sexual offences",
)
AREA = """
name          = "Open sea"
boundary      = "boundary"
resolution    = 9
hotspot_layer = "police"
health_layer  = "ambulance"
provision     = "youth_provision"
under_map     = ["boundary"]
as_of         = 2026-01-20
"""
CALLS = 6_000
VENUES, SESSIONS_EACH = 100, 3
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def open_sea(folder: Path) -> Workspace:
    """Return a workspace with a year of generated police.uk months, not read yet."""
    new_workspace(folder)
    (folder / "geodata" / "area.toml").write_text(AREA, encoding="utf-8")
    raw = folder / "geodata" / "raw"
    west, south = CORNER
    square = gpd.GeoDataFrame(
        {"name": ["Open sea"]}, geometry=[shapely.box(west, south, west + SIDE_M, south + SIDE_M)], crs=27700
    )
    square.to_file(raw / "boundary.geojson", driver="GeoJSON")
    rng = np.random.default_rng(11)
    with zipfile.ZipFile(raw / "police-open-sea.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        places = _places(rng)
        for month in MONTHS:
            text = io.StringIO()
            _month(rng, month, places).to_csv(text, index=False)
            archive.writestr(f"{month}/{month}-open-sea-street.csv", text.getvalue())
    _calls(rng, places["Robbery"]).to_csv(raw / "ambulance_open_sea.csv", index=False)
    _sessions(rng).to_csv(raw / "youth_provision_open_sea.csv", index=False)
    shutil.copy(HOUSE / "geodata" / "calendar.csv", folder / "geodata" / "calendar.csv")
    return open_workspace(folder)


def _calls(rng: np.random.Generator, places: np.ndarray) -> pd.DataFrame:
    """Return a year of ambulance calls with their times, in the format of the sample's."""
    at = places[rng.integers(len(places), size=CALLS)] + CORNER
    minute = rng.integers(365 * 24 * 60, size=CALLS)
    when = pd.Timestamp("2025-01-01") + pd.to_timedelta(minute, unit="min")
    return pd.DataFrame(
        {
            "Incident No": np.arange(CALLS),
            "Call Date/Time": when.strftime("%d/%m/%Y %H:%M"),
            "East": at[:, 0].round(),
            "North": at[:, 1].round(),
            "Code": rng.choice(["04D02", "27D03"], CALLS),
            "Age band": "10-17",
        }
    )


def _sessions(rng: np.random.Generator) -> pd.DataFrame:
    """Return a list of 100 venues with three sessions each."""
    at = rng.uniform(500, SIDE_M - 500, (VENUES, 2)) + CORNER
    lon, lat = Transformer.from_crs(27700, 4326, always_xy=True).transform(at[:, 0], at[:, 1])
    hours = rng.integers(15, 20, (VENUES, SESSIONS_EACH))
    when = [
        "; ".join(f"{DAYS[d]} {h}:00-{h + 2}:00" for d, h in zip(rng.choice(7, SESSIONS_EACH, False), row, strict=True))
        for row in hours
    ]
    return pd.DataFrame(
        {
            "Activity": [f"Club {n}" for n in range(VENUES)],
            "Venue": [f"Hall {n}" for n in range(VENUES)],
            "When": when,
            "Ages": "11-19",
            "Provider": "Open Sea Youth Service",
            "Latitude": lat.round(5),
            "Longitude": lon.round(5),
        }
    )


def _places(rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Return snap points a category: its own few dense knots, and a thin spread of all."""
    spread = rng.uniform(0, SIDE_M, (4_000, 2))
    return {
        category: np.concatenate(
            [spread, *(rng.normal(knot, 400, (400, 2)) for knot in rng.uniform(2_000, SIDE_M - 2_000, (10, 2)))]
        ).clip(100, SIDE_M - 100)
        for category in CATEGORIES
    }


def _month(rng: np.random.Generator, month: str, places: dict[str, np.ndarray]) -> pd.DataFrame:
    category = rng.choice(CATEGORIES, ROWS_A_MONTH)
    at = np.array([places[one][rng.integers(len(places[one]))] for one in category]) + CORNER
    lon, lat = Transformer.from_crs(27700, 4326, always_xy=True).transform(at[:, 0], at[:, 1])
    return pd.DataFrame(
        {
            "Crime ID": [f"{month}-{n:06d}" for n in range(ROWS_A_MONTH)],
            "Month": month,
            "Reported by": "Open Sea Police",
            "Falls within": "Open Sea Police",
            "Longitude": lon.round(6),
            "Latitude": lat.round(6),
            "Location": "On or near Open Sea",
            "LSOA code": "",
            "LSOA name": "",
            "Crime type": category,
            "Last outcome category": "",
            "Context": "",
        }
    )
