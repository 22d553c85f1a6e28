"""Make workspaces of real open data, with nothing but TOML edited."""

from __future__ import annotations

import os
import re
import shutil
import zipfile
from pathlib import Path

from benchmarks.timing import Skipped
from placespace.catalogue import Workspace, new_workspace, open_workspace

HOUSE = Path(__file__).resolve().parents[1]
POLICE_ZIP = "police-uk-merseyside-2018-2019.zip"
LSOA_FILE = "lsoa_2011.gpkg"
DISTRICT_FILE = "local_authorities_2021.gpkg"
PEOPLE_FILE = "population_mid2019_lsoa_2011_by_age.csv"
AREA = """
name          = "{name}"
boundary      = "{boundary}"
{where}
resolution    = 9
resident_ages = [10, 17]
young_people  = "young_people.young_people"
hotspot_layer = "police"
names         = ["lsoa_2011"]
under_map     = ["lsoa_2011"]
"""
SEFTON = 'boundary_where = { column = "name", starts = "Sefton" }'


def real_data() -> Path:
    """Return the folder of Merseyside's files: in ``PLACESPACE_REAL_DATA``, or beside the repository."""
    folder = Path(os.environ.get("PLACESPACE_REAL_DATA", HOUSE.parent / "shared" / "data")) / "merseyside"
    absent = [name for name in (POLICE_ZIP, LSOA_FILE, DISTRICT_FILE, PEOPLE_FILE) if not (folder / name).is_file()]
    if absent:
        raise Skipped(f"no {', '.join(absent)} in the data folder (set PLACESPACE_REAL_DATA)")
    return folder


def real_workspace(folder: Path, *, whole: bool = False, simple: bool = False, police: Path | None = None) -> Workspace:
    """Return a new workspace for Sefton, or all of Merseyside, with nothing read yet.

    Parameters
    ----------
    folder : Path
        Not there yet.
    whole : bool
        All five authorities.
    simple : bool
        Bounded by the ultra-generalised district, not by the union of its LSOAs.
    police : Path, optional
        Another archive than the one of 23 months.
    """
    data = real_data()
    new_workspace(folder)
    area = AREA.format(
        name="Merseyside" if whole else "Sefton",
        boundary="boundary" if simple else "lsoa_2011",
        where="" if whole else SEFTON,
    )
    (folder / "geodata" / "area.toml").write_text(area, encoding="utf-8")
    _edit(
        folder / "layers" / "boundary.toml",
        {r"files .*": f'files = ["{DISTRICT_FILE}"]', r'"name" += "name"': '"ltla21_name" = "name"'},
    )
    _edit(
        folder / "layers" / "young_people.toml",
        {
            r"files .*": f'files = ["{PEOPLE_FILE}"]',
            r"2021 Code": "11 code",
            r'"LSOA 11 code"': '"lsoa11_code"',
            r"vintage .*": "vintage = 2011",
            r"lsoa_2021": "lsoa_2011",
            r'\["F\{age\}", "M\{age\}"\]': '["{age}"]',
        },
    )
    for source in (data / LSOA_FILE, data / DISTRICT_FILE, data / PEOPLE_FILE, police or data / POLICE_ZIP):
        shutil.copy(source, folder / "geodata" / "raw" / source.name)
    return open_workspace(folder)


def _edit(path: Path, changes: dict[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    for old, new in changes.items():
        text = re.sub(old, lambda _, new=new: new, text)
    path.write_text(text, encoding="utf-8")


def archive_of_year(folder: Path, year: str) -> Path:
    """Return an archive with one year's months of the real one, packed the same way."""
    path = folder / f"police-uk-merseyside-{year}.zip"
    with zipfile.ZipFile(real_data() / POLICE_ZIP) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for member in source.infolist():
            if member.filename.split("/")[-1].startswith(year):
                out.writestr(member.filename, source.read(member))
    return path


def empty_store(workspace: Workspace) -> None:
    """Forget everything that was read, on disk and in memory."""
    from placespace.grid.counts import _counted
    from placespace.ingest.store import _content_mark

    shutil.rmtree(workspace.clean, ignore_errors=True)
    _counted.cache_clear()
    _content_mark.cache_clear()


def forget(*_: object) -> None:
    """Forget what is held in memory; the store on disk stays."""
    from placespace.grid.counts import _counted
    from placespace.ingest.store import _content_mark

    _counted.cache_clear()
    _content_mark.cache_clear()
