"""A real area's open data is read whole: counts that were checked by hand against the files."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from pathlib import Path

import pytest

from placespace.catalogue import new_workspace, open_workspace
from placespace.ingest import LayerAccount, read_stored, read_workspace

DATA = Path(os.environ.get("PLACESPACE_REAL_DATA") or Path(__file__).resolve().parents[3] / "shared" / "data")
IDACI = "Income Deprivation Affecting Children Index (IDACI) Decile (where 1 is most deprived 10% of LSOAs)"
SAID = 'publisher = "p"\nlicence = "Open Government Licence v3.0"\ncaveats = "c"\n'
CHANGED = {
    "young_people": 'title = "Residents mid-2019"\nrole = "people"\nreader = "areas"\nvintage = 2011\n'
    'files = ["population_mid2019*.csv"]\n' + SAID + '[columns]\nlsoa11_code = "area"\n[values.young_people]\n'
    'columns = ["{age}"]\nmeasure = "extensive"\nlabel = "young residents"\n',
    "deprivation_2019": 'title = "IDACI 2019"\nrole = "need"\nreader = "areas"\nvintage = 2011\n'
    + 'files = ["File_3*.xlsx"]\n'
    + SAID
    + f'[columns]\n"LSOA code (2011)" = "area"\n[values.idaci_decile]\ncolumns = ["{IDACI}"]\nmeasure = "intensive"\n'
    'label = "IDACI decile"\n',
    "youth_provision": 'title = "Provision"\nrole = "provision"\nreader = "provision"\n'
    + 'files = ["sefton_provision*.csv"]\n'
    + SAID
    + '[columns]\nActivity = "name"\nWhere = "site"\nWhen = "when"\nAges = "ages"\n"Who runs it" = "provider"\n'
    'Notes = "notes"\nLongitude = "lon"\nLatitude = "lat"\n',
}
AREA = (
    'name = "Sefton"\nboundary = "lsoa_2011"\nboundary_where = { column = "name", starts = "Sefton" }\n'
    'young_people = "young_people.young_people"\nhotspot_layer = "police"\nprovision = "youth_provision"\n'
)

pytestmark = [
    pytest.mark.real_data,
    pytest.mark.skipif(not (DATA / "merseyside").is_dir(), reason=f"the open data is not in {DATA}"),
]


@pytest.fixture(scope="module")
def sefton(tmp_path_factory: pytest.TempPathFactory):
    folder = new_workspace(tmp_path_factory.mktemp("real") / "sefton")
    for name, text in CHANGED.items():
        (folder / "layers" / f"{name}.toml").write_text(text)
    (folder / "geodata" / "area.toml").write_text(AREA)
    for path in [*(DATA / "merseyside").iterdir(), *DATA.glob("File_3*.xlsx")]:
        shutil.copy(path, folder / "geodata" / "raw" / path.name)
    return open_workspace(folder)


@pytest.fixture(scope="module")
def accounts(sefton) -> dict[str, LayerAccount]:
    return read_workspace(sefton)


def test_every_crime_of_merseyside_is_read_and_kept(accounts: dict[str, LayerAccount]) -> None:
    police = accounts["police"]
    assert (police.read, police.kept, police.without_place) == (316_468, 316_468, 0)
    assert len(police.files) == 23
    assert police.missing_months == ["2019-07 merseyside"]
    assert police.thin_months == []
    assert sum(f.facts["without Crime ID, kept"] for f in police.files) == 60_507


def test_the_store_holds_the_points_that_were_sent(sefton, accounts: dict[str, LayerAccount]) -> None:
    rows = read_stored(sefton, "police")
    assert len(rows) == accounts["police"].kept
    assert len(rows[["lon", "lat"]].drop_duplicates()) == 17_904


def test_four_small_areas_are_mended(accounts: dict[str, LayerAccount]) -> None:
    shapes = accounts["lsoa_2011"]
    assert (shapes.read, shapes.kept) == (910, 910)
    assert shapes.reasons("mended")["shape crossed itself and was mended"].rows == 4


def test_each_line_of_the_provision_list_is_accounted_for(sefton, accounts: dict[str, LayerAccount]) -> None:
    provision = accounts["youth_provision"]
    assert (provision.read, provision.kept, provision.without_place) == (15, 15, 4)
    rows = read_stored(sefton, "youth_provision")
    assert rows["row"].tolist() == list(range(2, 17))
    assert rows["when"].str.contains("not December and January").sum() == 4


def test_deprivation_and_residents_are_read_for_every_area(sefton, accounts: dict[str, LayerAccount]) -> None:
    assert (accounts["deprivation_2019"].read, accounts["deprivation_2019"].kept) == (32_844, 32_844)
    deciles = Counter(read_stored(sefton, "deprivation_2019")["idaci_decile"])
    assert set(deciles) == set(range(1, 11))
    assert max(deciles.values()) - min(deciles.values()) <= 1  # tenths of 32,844 areas, but for rounding
    people, names = read_stored(sefton, "young_people"), read_stored(sefton, "lsoa_2011")
    sefton_codes = names.loc[names["name"].str.startswith("Sefton"), "area"]
    assert len(people) == 910
    assert people.loc[people["area"].isin(sefton_codes), "young_people"].sum() == 23_963


def test_a_second_run_reads_nothing(sefton, accounts: dict[str, LayerAccount]) -> None:
    read: list[str] = []
    again = read_workspace(sefton, progress=lambda what, done, of: read.append(what))
    assert read == []
    assert again["police"].version == accounts["police"].version
