"""Write the whole sample: ``python -m geodata.make_sample`` from the top of the repository."""

from pathlib import Path

from . import ambulance, candidates, emergency, files, people, places, planted, police, provision, streets, town, truth

SAMPLE = Path(__file__).resolve().parent.parent / "sample"


def write_ground(folder: Path):
    """Write the map and return the small areas, the borough and the streets."""
    lsoas = town.make_lsoas()
    borough = lsoas.union_all()
    water = town.make_water(borough)
    roads = streets.make_streets(lsoas, borough, water[1][0].union(water[2][0]))
    files.write_geojson(folder / "boundary.geojson", [(borough, {"name": planted.BOROUGH, "code": planted.LAD_CODE})])
    files.write_geojson(folder / "water.geojson", water)
    files.write_geojson(folder / "roads.geojson", roads.features)
    files.write_geojson(folder / "place_names.geojson", places.make_place_names(borough))
    files.write_geojson(folder / "context_points.geojson", places.make_context(borough))
    files.write_geopackage(folder / "lsoa_2021.gpkg", lsoas[["LSOA21CD", "LSOA21NM", "geometry"]])
    return lsoas, borough, roads


def write_people(folder: Path, lsoas) -> dict:
    """Write deprivation and population; return the totals."""
    rows, blank = people.make_iod(lsoas)
    name = "File_7_IoD2025_All_Ranks_Scores_Deciles_Population_Denominators.csv"
    (folder / name).write_bytes(files.csv_bytes(people.IOD_HEADER, rows, "utf-8-sig"))
    sheet, totals = people.make_population(lsoas)
    sheets = {"Notes": people.population_notes(), people.POPULATION_SHEET: sheet}
    files.write_workbook(folder / "population_mid2024_lsoa_2021.xlsx", sheets)
    return {**totals, "lsoa_without_idaci": blank}


def main(folder: Path = SAMPLE) -> None:
    """Write every file of the sample into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    lsoas, borough, roads = write_ground(folder)
    totals = write_people(folder, lsoas)
    crimes = police.make_police(roads, lsoas, borough)
    files.write_zip(folder / "police-fairhythe.zip", crimes.members)
    calls = ambulance.make_ambulance(roads, borough)
    files.write_workbook(folder / "ambulance_calls_2024-10_to_2026-09.xlsx", {"Calls": calls.rows})
    patients = emergency.make_emergency(roads, lsoas.LSOA21CD.tolist())
    name = "ed_assault_2024-10_to_2026-09.csv"
    (folder / name).write_bytes(files.csv_bytes(emergency.HEADER, patients.rows, "cp1252"))
    lists = {"provision": provision.make_provision(), "candidates": candidates.make_candidates()}
    (folder / "youth_provision_2026.csv").write_bytes(files.csv_bytes(provision.HEADER, lists["provision"][0]))
    (folder / "candidate_venues_2026.csv").write_bytes(files.csv_bytes(candidates.HEADER, lists["candidates"][0]))
    area = {
        "km2": round(borough.area / 1e6, 3),
        "lsoas": len(lsoas),
        "streets": len(roads.features),
        "map_points": len(roads.points),
    }
    ground = {"area": area, "borough": borough, "names": places.make_place_names(borough)}
    files.write_json(folder / "truth.json", truth.make_truth(crimes, calls, patients, lists, totals, ground))


if __name__ == "__main__":
    main()
