"""A small workspace to drop files into: a ten kilometre square, one layer of calls, one of police months."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from placespace.catalogue import Layer, Workspace, open_workspace
from placespace.ingest import LayerAccount, Provision, read_sessions, read_stored, read_workspace, set_aside_rows
from placespace.ingest.part import Context

HOUSE = Path(__file__).resolve().parents[2]
WEST, SOUTH, EAST, NORTH = 330_000, 390_000, 340_000, 400_000
BOUNDARY = {
    "type": "FeatureCollection",
    "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}},
    "features": [
        {
            "type": "Feature",
            "properties": {"name": "Tiny town"},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[WEST, SOUTH], [EAST, SOUTH], [EAST, NORTH], [WEST, NORTH], [WEST, SOUTH]]],
            },
        }
    ],
}
SAID = 'publisher = "tests"\nlicence = "tests"\ncaveats = "tests"\n'
LAYERS = {
    "boundary": 'title = "Boundary"\nrole = "context"\nreader = "shapes"\nfiles = ["boundary.geojson"]\n'
    + SAID
    + '[columns]\nname = "name"\n',
    "calls": 'title = "Calls"\nrole = "harm"\nreader = "table"\nfiles = ["calls*"]\ncrs = "EPSG:27700"\n'
    + SAID
    + '[columns]\n"Call time" = "at"\nEast = "easting"\nNorth = "northing"\nCode = "category"\nRef = "id"\n'
    + '[categories]\n"27*" = "stabbing"\n"04*" = "assault"\n',
    "police": 'title = "Police"\nrole = "harm"\nreader = "police_uk"\nprecision = "snap"\n'
    + 'files = ["*police*.zip", "*-street.csv"]\n'
    + SAID,
}
CALLS_HEADING = "Ref,Call time,East,North,Code"
STREET_HEADING = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,"
    "Last outcome category,Context"
)


def calls_csv(*rows: str, heading: str = CALLS_HEADING) -> str:
    """Return a csv of calls; a row left out is one good call."""
    return "\n".join([heading, *(rows or ("A1,01/02/2025 18:00,333500,395200,27D",))]) + "\n"


def street_csv(month: str, rows: int = 3, *, kind: str = "Anti-social behaviour", place: str = "-3.0,53.45") -> str:
    """Return a street file with rows that are exact repeats of each other, without a Crime ID."""
    row = f",{month},Tiny Police,Tiny Police,{place},On or near High Street,E01000001,Tiny 001A,{kind},,"
    return "\n".join([STREET_HEADING, *[row] * rows]) + "\n"


def zipped(members: dict[str, str | bytes]) -> bytes:
    """Return a zip of the members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def workbook(sheets: dict[str, list[list]]) -> bytes:
    """Return an xlsx of the sheets."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


class Town:
    """A workspace that a test fills and reads."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.raw, self.read_now = folder, folder / "geodata" / "raw", []
        self.raw.mkdir(parents=True)
        (folder / "layers").mkdir()
        self.area = 'name = "Tiny"\nboundary = "boundary"\n'
        self.put("boundary.geojson", json.dumps(BOUNDARY))
        for name, text in LAYERS.items():
            self.layer(name, text)

    def layer(self, name: str, text: str) -> None:
        (self.folder / "layers" / f"{name}.toml").write_text(text, encoding="utf-8")

    def put(self, name: str, content: str | bytes) -> Path:
        path = self.raw / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    @property
    def workspace(self) -> Workspace:
        (self.folder / "geodata" / "area.toml").write_text(self.area)
        return open_workspace(self.folder)

    def read(self) -> dict[str, LayerAccount]:
        """Read; ``read_now`` holds what was really read this time."""
        self.read_now = []
        return read_workspace(self.workspace, progress=lambda what, done, of: self.read_now.append(what))

    def rows(self, layer: str = "calls") -> pd.DataFrame:
        return read_stored(self.workspace, layer)

    def aside(self, layer: str = "calls") -> pd.DataFrame:
        return set_aside_rows(self.workspace, layer)

    def calls(self, content: str | bytes, name: str = "calls.csv") -> tuple[LayerAccount, pd.DataFrame]:
        """Put one file of calls, read, and return the account and the rows kept."""
        self.put(name, content)
        account = self.read()["calls"]
        assert account.read == account.kept + sum(r.rows for r in account.reasons().values())
        return account, self.rows()


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return Town(tmp_path / "town")


@pytest.fixture(scope="session")
def calls_layer(tmp_path_factory: pytest.TempPathFactory) -> Layer:
    return Town(tmp_path_factory.mktemp("layer") / "town").workspace.layers["calls"]


@pytest.fixture(scope="session")
def context() -> Context:
    return Context((WEST, SOUTH, EAST, NORTH))


class Lists(Town):
    """A workspace with the house's own layers of provision and of venues to let."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        for name in ("youth_provision", "candidate_venues"):
            self.layer(name, (HOUSE / "layers" / f"{name}.toml").read_text(encoding="utf-8"))
        self.area += 'provision = "youth_provision"\ncandidates = "candidate_venues"\nas_of = 2026-01-05\n'

    def account(self, layer: str = "youth_provision") -> LayerAccount:
        account = self.read()[layer]
        assert account.read == account.kept + sum(r.rows for r in account.reasons().values())
        return account

    def list(self, content: str | bytes, name: str = "youth_provision.csv") -> Provision:
        """Put one list, read it, and return what became of its lines: every one is accounted for."""
        self.put(name, content)
        self.account()
        return self.sessions()

    def sessions(self, layer: str | None = None) -> Provision:
        provision = read_sessions(self.workspace, layer)
        counts = provision.counts
        assert counts["lines"] == sum(counts[s] for s in ("read", "corrected", "waits", "left out"))
        assert not ((provision.timings["lon"] == 0) & (provision.timings["lat"] == 0)).any()
        return provision


@pytest.fixture
def lists(tmp_path: Path) -> Lists:
    return Lists(tmp_path / "lists")
