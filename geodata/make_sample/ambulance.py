"""Ambulance calls to assault, stabbing and shooting: times, metres, codes, and the faults such lists have."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

import shapely

from . import planted as p
from .clock import draw, season
from .names import mobile, person
from .streets import Streets

HEADER = [
    "Incident No",
    "Call Date/Time",
    "East",
    "North",
    "Code",
    "Chief complaint",
    "Age band",
    "Patient name",
    "Crew notes",
]
TITLES = [
    ["Calls to assault and penetrating injury, Fairhythe, October 2024 to September 2026"],
    ["Provided for violence reduction under the partnership's sharing agreement"],
]
CODES = {
    "04A01": 0.16,
    "04A02": 0.06,
    "04B01": 0.27,
    "04B01A": 0.06,
    "04B02": 0.07,
    "04B03": 0.05,
    "04D01": 0.06,
    "04D03": 0.06,
    "04D04": 0.05,
    "04B01S": 0.02,
    "04D02S": 0.04,
    "27A01P": 0.015,
    "27B01P": 0.02,
    "27B01S": 0.025,
    "27D02S": 0.02,
    "27D03G": 0.01,
    "30B01": 0.01,
}
COMPLAINTS = {"04": "Assault", "27": "Stab, gunshot or penetrating trauma", "30": "Traumatic injuries"}
AGE_BANDS = ("0-9", "10-17", "18-24", "25+")
AGES = {
    "ordinary": (0.02, 0.16, 0.26, 0.56),
    "after_school": (0.0, 0.74, 0.16, 0.10),
    "thursday_evening": (0.0, 0.60, 0.27, 0.13),
    "weekend_night": (0.0, 0.14, 0.52, 0.34),
    "beach": (0.01, 0.50, 0.30, 0.19),
    "evening": (0.0, 0.55, 0.27, 0.18),
}
NOTES = (
    "Walking wounded, head injury",
    "Friends on scene",
    "Left scene before arrival",
    "Facial swelling, declined transport",
    "Conveyed to hospital",
    "Wound cleaned and dressed",
    "Police on scene",
    "Parent attended",
    "Treated on scene",
)
# Written by hand, because the hours that happen twice or never must stand at known rows.
ODD_TIMES = {
    "repeated hour": "26/10/2025 01:30",
    "missing hour": "30/03/2025 01:30",
    "unreadable date": "31/02/2026 2x:15",
}


@dataclass
class Call:
    """One call, as it truly was; how it is written down comes after. `at` is None where the date cannot be read."""

    at: datetime | None
    easting: int
    northing: int
    code: str
    age: str
    why: str = ""


@dataclass
class Ambulance:
    """The sheet's rows and what is true of them."""

    rows: list[list]
    calls: list[Call]
    bad: Counter
    commas: int
    datetimes: int


def group(code: str) -> str:
    """Return what a complaint code means here: sexual assault is kept apart from card 4."""
    if code.startswith("04"):
        return "sexual assault" if code.endswith("S") else "assault"
    return "stabbing or shooting" if code.startswith("27") else "other code"


def _calls(streets: Streets, borough, rng) -> list[Call]:
    inside = borough.buffer(-10)
    calls = []

    def add(times, points, spread, profile, why):
        for at, (x, y) in zip(times, points, strict=True):
            while True:
                e, n = round(float(x + rng.normal(0, spread))), round(float(y + rng.normal(0, spread)))
                if shapely.contains_xy(inside, e, n):
                    break
            code = str(rng.choice(list(CODES), p=list(CODES.values())))
            calls.append(Call(at, e, n, code, str(rng.choice(AGE_BANDS, p=AGES[profile])), why))

    for month in p.MONTHS:
        count = rng.poisson(p.AMBULANCE_BACKGROUND_MONTHLY * season(month))
        spots = streets.points[rng.choice(len(streets.points), count, p=streets.weights)]
        add(draw(month, "ordinary", count, rng), spots, 45, "ordinary", "")
        for spot in p.SPOTS:
            count = rng.poisson(spot.rate(month, spot.ambulance))
            middle = [(spot.easting, spot.northing)] * count
            add(draw(month, spot.hours, count, rng), middle, spot.radius_m / 2.6, spot.hours, spot.id)
        for point in p.FALSE_POINTS:
            count = rng.poisson(point.ambulance)
            add(draw(month, "ordinary", count, rng), [(point.easting, point.northing)] * count, 0, "ordinary", point.id)
    return sorted(calls, key=lambda call: call.at)


def _spoil(rows: list[list], calls: list[Call], rng) -> tuple[Counter, int]:
    """Write the faults into the rows in place; only background rows, so that planted places keep their counts."""
    plain = [i for i, call in enumerate(calls) if not call.why]
    chosen = iter(rng.permutation(plain).tolist())
    for _ in range(p.AMBULANCE_BAD["blank coordinates"]):
        rows[next(chosen)][2:4] = ["", ""]
    for _ in range(p.AMBULANCE_BAD["0,0"]):
        rows[next(chosen)][2:4] = [0, 0]
    for _ in range(p.AMBULANCE_BAD["east and north swapped"]):
        i = next(chosen)
        rows[i][2:4] = [rows[i][3], rows[i][2]]
    for _ in range(p.AMBULANCE_BAD["outside the borough"]):
        rows[next(chosen)][2:4] = [279800, 433100]
    for fault, text in ODD_TIMES.items():
        i = next(chosen)
        rows[i][1] = text
        calls[i].at = None if fault == "unreadable date" else datetime.strptime(text, "%d/%m/%Y %H:%M")
    for _ in range(p.AMBULANCE_THOUSANDS_COMMAS):
        i = next(chosen)
        rows[i][2:4] = [f"{rows[i][2]:,}", f"{rows[i][3]:,}"]
    for _ in range(p.AMBULANCE_PHONE_NOTES):
        i = next(chosen)
        opening = rng.choice(("Call back mother on", "Friend rang from", "Caller number"))
        rows[i][8] = f"{opening} {mobile(int(rng.integers(1000)))}"
    return Counter(p.AMBULANCE_BAD), p.AMBULANCE_THOUSANDS_COMMAS


def make_ambulance(streets: Streets, borough) -> Ambulance:
    """Return the rows of the ambulance sheet, header and titles included, with the account of their faults."""
    rng = p.stream("ambulance")
    calls = _calls(streets, borough, rng)
    rows, datetimes = [], 0
    for i, call in enumerate(calls):
        number = f"{call.at:%y%m}-{i + 1:06d}"
        rows.append(
            [
                number,
                f"{call.at:%d/%m/%Y %H:%M}",
                call.easting,
                call.northing,
                call.code,
                COMPLAINTS[call.code[:2]],
                call.age,
                person(rng),
                str(rng.choice(NOTES)) if rng.uniform() < 0.7 else "",
            ]
        )
    bad, commas = _spoil(rows, calls, rng)
    for row, call in zip(rows, calls, strict=True):
        if rng.uniform() < p.AMBULANCE_REAL_DATETIME_SHARE and row[1] not in ODD_TIMES.values():
            row[1] = call.at
            datetimes += 1
    total = ["Total", "", "", "", len(rows), "", "", "", ""]
    return Ambulance([*TITLES, HEADER, *rows, total], calls, bad, commas, datetimes)
