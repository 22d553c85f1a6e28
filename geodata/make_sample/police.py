"""Police rows as data.police.uk publishes them: by month, snapped to map points, without hours."""

from collections import Counter
from dataclasses import dataclass

import numpy as np
import shapely

from . import planted as p
from .clock import season
from .files import TO_METRES, csv_bytes, degrees
from .streets import Streets

HEADER = [
    "Crime ID",
    "Month",
    "Reported by",
    "Falls within",
    "Longitude",
    "Latitude",
    "Location",
    "LSOA code",
    "LSOA name",
    "Crime type",
    "Last outcome category",
    "Context",
]
OUTCOMES_HEADER = [*HEADER[:9], "Outcome type"]
STOPS_HEADER = [
    "Type",
    "Date",
    "Part of a policing operation",
    "Policing operation",
    "Latitude",
    "Longitude",
    "Gender",
    "Age range",
    "Self-defined ethnicity",
    "Officer-defined ethnicity",
    "Legislation",
    "Object of search",
    "Outcome",
    "Outcome linked to object of search",
    "Removal of more than just outer clothing",
]
OUTCOMES = {
    "Unable to prosecute suspect": 0.44,
    "Investigation complete; no suspect identified": 0.38,
    "Court result unavailable": 0.06,
    "Under investigation": 0.04,
    "Further investigation is not in the public interest": 0.03,
    "Local resolution": 0.02,
    "Offender given a caution": 0.02,
    "Action to be taken by another organisation": 0.01,
}
# Months have their habits: bonfire and light evenings for nuisance, winter for burglary.
SEASONS = {
    p.ASB: {10: 1.35, 11: 1.3, 7: 1.2, 8: 1.2, 12: 0.8, 1: 0.75, 2: 0.8},
    "Burglary": {11: 1.2, 12: 1.25, 1: 1.2, 6: 0.85, 7: 0.85},
    "Bicycle theft": {6: 1.4, 7: 1.4, 8: 1.3, 12: 0.6, 1: 0.6},
}
NEIGHBOUR = ("E01990901", "Eastmere 001A")


@dataclass
class Police:
    """The zip's members and what is true of them."""

    members: dict[str, bytes]
    months: dict[str, int]
    categories: Counter
    recent_categories: Counter
    bad: Counter
    spots: dict[str, Counter]
    false_points: dict[str, Counter]
    asb_repeats: int


def _background(month: str, streets: Streets, rng) -> list[tuple[int, str, str]]:
    """Return (map point, category, why) for everything that is not planted."""
    rows = []
    for category, share in p.POLICE_SHARES.items():
        busy = SEASONS.get(category, {}).get(int(month[5:]), 1.0) * (season(month) if category not in SEASONS else 1)
        count = rng.poisson(p.POLICE_BACKGROUND_MONTHLY * share * busy)
        rows += [(int(i), category, "") for i in rng.choice(len(streets.points), count, p=streets.police_weights)]
    return rows


def _planted(month: str, streets: Streets, rng) -> list[tuple[int, str, str]]:
    rows = []
    for spot in p.SPOTS:
        near = streets.near(spot.easting, spot.northing, spot.radius_m)
        for category, share in {p.VIOLENCE: 1.0, **p.SPOT_COMPANIONS}.items():
            count = rng.poisson(spot.rate(month, spot.police_violence) * share)
            rows += [(int(i), category, spot.id) for i in rng.choice(near, count)]
    for point in p.FALSE_POINTS:
        here = int(streets.near(point.easting, point.northing, 1)[0])
        for category, rate in point.police_monthly.items():
            rows += [(here, category, point.id)] * int(rng.poisson(rate))
    return rows


def _row(month: str, category: str, where: list, rng) -> list:
    """Return one published row; anti-social behaviour has neither id nor outcome."""
    nuisance = category == p.ASB
    outcome = "" if nuisance else str(rng.choice(list(OUTCOMES), p=list(OUTCOMES.values())))
    crime_id = "" if nuisance else rng.bytes(32).hex()
    return [crime_id, month, p.FORCE, p.FORCE, *where, category, outcome, ""]


class _Places:
    """Where a row says it was, for each map point."""

    def __init__(self, streets: Streets, lsoas, borough):
        self.lonlat = degrees(streets.points[:, 0], streets.points[:, 1])
        # The published point is the rounded one, and the area is where that point lies.
        published = shapely.points(np.stack(TO_METRES.transform(*self.lonlat.T), axis=-1))
        area, point = shapely.STRtree(published).query(lsoas.geometry.values, predicate="intersects")
        owner = dict(zip(point.tolist(), area.tolist(), strict=True))
        self.lsoa = [(lsoas.LSOA21CD.iloc[owner[i]], lsoas.LSOA21NM.iloc[owner[i]]) for i in range(len(streets.points))]
        self.names = streets.names
        self.borough = borough

    def at(self, i: int) -> list:
        """Return the five location fields of a map point."""
        lon, lat = self.lonlat[i]
        return [f"{lon:.6f}", f"{lat:.6f}", self.names[i], *self.lsoa[i]]

    def outside(self, rng) -> list:
        """Return the fields of a row in the next borough, well clear of the bounds."""
        beyond = shapely.box(274000, 427500, 279500, 439500).difference(self.borough.buffer(700))
        while True:
            x, y = rng.uniform(274000, 279500), rng.uniform(427500, 439500)
            if shapely.contains_xy(beyond, x, y):
                lon, lat = degrees(x, y)
                return [f"{lon:.6f}", f"{lat:.6f}", "On or near Boundary Lane", *NEIGHBOUR]


def _month_rows(month: str, streets: Streets, places: _Places, result: Police, rng) -> list[list]:
    drawn = _background(month, streets, rng) + _planted(month, streets, rng)
    if month == p.THIN_MONTH:
        drawn = [drawn[i] for i in sorted(rng.choice(len(drawn), round(len(drawn) * p.THIN_SHARE), replace=False))]
    rows = []
    for point, category, why in drawn:
        chance = rng.uniform()
        if not why and chance < p.POLICE_NO_COORDINATES_SHARE:
            where, fault = ["", "", "No Location", "", ""], "no coordinates"
        elif not why and chance < p.POLICE_NO_COORDINATES_SHARE + p.POLICE_OUTSIDE_SHARE:
            where, fault = places.outside(rng), "outside the borough"
        else:
            where, fault = places.at(point), None
        if fault:
            result.bad[fault] += 1
        rows.append(_row(month, category, where, rng))
        # Two calls about one nuisance look alike to the last letter, and are two incidents.
        if category == p.ASB and not fault and rng.uniform() < p.ASB_REPEAT_SHARE:
            rows.append(list(rows[-1]))
            result.asb_repeats += 1
        if why and month in p.RECENT_YEAR:
            (result.spots if why.startswith("H") else result.false_points)[why][category] += 1
    return sorted(rows, key=lambda row: (row[8], row[9] != p.ASB, row[9]))


def make_police(streets: Streets, lsoas, borough) -> Police:
    """Return the members of the police zip with the account of what is in them."""
    rng = p.stream("police")
    places = _Places(streets, lsoas, borough)
    result = Police(
        {},
        {},
        Counter(),
        Counter(),
        Counter(),
        {s.id: Counter() for s in p.SPOTS},
        {f.id: Counter() for f in p.FALSE_POINTS},
        0,
    )
    for month in p.MONTHS:
        if month == p.MISSING_MONTH:
            continue
        rows = _month_rows(month, streets, places, result, rng)
        stem = f"{month}/{month}-fairhythe"
        encoding = "utf-8-sig" if month in p.BOM_MONTHS else "utf-8"
        result.members[f"{stem}-street.csv"] = csv_bytes(HEADER, rows, encoding)
        result.months[month] = len(rows)
        result.categories.update(row[9] for row in rows)
        if month in p.RECENT_YEAR:
            result.recent_categories.update(row[9] for row in rows)
        if month in p.SIDE_FILE_MONTHS:
            outcomes = [[*row[:9], row[10]] for row in rows if row[0]][::4]
            result.members[f"{stem}-outcomes.csv"] = csv_bytes(OUTCOMES_HEADER, outcomes)
            result.members[f"{stem}-stop-and-search.csv"] = csv_bytes(STOPS_HEADER, _stops(month, places, streets, rng))
    return result


def _stops(month: str, places: _Places, streets: Streets, rng) -> list[list]:
    """Return stop and search rows: police activity, in UTC, with a pile at midnight."""
    rows = []
    for i in rng.choice(len(streets.points), 45, p=streets.weights):
        lon, lat = places.lonlat[i]
        hour, minute = (0, 0) if rng.uniform() < 0.15 else (int(rng.integers(9, 24)), int(rng.integers(0, 60)))
        found = rng.uniform() < 0.25
        rows.append(
            [
                "Person search",
                f"{month}-{rng.integers(1, 29):02d}T{hour:02d}:{minute:02d}:00+00:00",
                "False",
                "",
                f"{lat:.6f}",
                f"{lon:.6f}",
                str(rng.choice(["Male", "Female"], p=[0.85, 0.15])),
                str(rng.choice(["10-17", "18-24", "25-34", "over 34"])),
                "",
                "",
                "Misuse of Drugs Act 1971 (section 23)",
                "Controlled drugs",
                "Community resolution" if found else "A no further action disposal",
                "True" if found else "False",
                "False",
            ]
        )
    return sorted(rows, key=lambda row: row[1])
