"""The truth put into the sample: every figure a test may ask the product to find again."""

from dataclasses import dataclass

import numpy as np

SEED = 19_900_001
BOROUGH = "Fairhythe"
FORCE = "Fairhythe Police"
LAD_CODE = "E08990001"

MONTHS = tuple(
    f"{year}-{month:02d}"
    for year in (2024, 2025, 2026)
    for month in range(1, 13)
    if "2024-10" <= f"{year}-{month:02d}" <= "2026-09"
)
RECENT_YEAR = MONTHS[-12:]
LAST_FOUR = MONTHS[-4:]

# Faults of the police release as a whole.
MISSING_MONTH = "2025-06"
THIN_MONTH = "2026-02"
THIN_SHARE = 0.05
BOM_MONTHS = ("2024-12", "2025-05", "2025-11", "2026-04", "2026-09")
SIDE_FILE_MONTHS = ("2025-03", "2025-09", "2026-05")

# Children walk about 80 m a minute for 15 minutes; the straight line is 1.3 times shorter.
REACH_M = 1200 / 1.3


@dataclass(frozen=True)
class Spot:
    """A planted hot spot of harm.

    Monthly rates are what is planted on top of the ordinary background of the
    borough, in months between `first` and `last` that fall in `season`.
    """

    id: str
    name: str
    easting: int
    northing: int
    radius_m: int
    kind: str
    hours: str
    hours_said: str
    police_violence: float
    ambulance: float
    emergency: float
    first: str = MONTHS[0]
    last: str = MONTHS[-1]
    season: tuple[int, ...] = tuple(range(1, 13))
    weakest: bool = False
    unseen_by_police: bool = False

    def rate(self, month: str, monthly: float) -> float:
        """Return the expected planted events in `month` at `monthly` events a month in season."""
        live = self.first <= month <= self.last and int(month[5:]) in self.season
        return monthly * SCHOOL_SHARE[int(month[5:])] if live and self.hours == "after_school" else monthly * live


# Schools are shut nearly all August: the after-school place goes quiet with them.
SCHOOL_SHARE = {1: 1.1, 2: 0.9, 3: 1.2, 4: 0.75, 5: 0.95, 6: 1.2, 7: 0.9, 8: 0.2, 9: 1.2, 10: 1.1, 11: 1.2, 12: 0.9}

# fmt: off
# The last three numbers are events a month: police violence, ambulance, emergency department.
SPOTS = (
    Spot("H1", "Saltgate Interchange", 271300, 436100, 200, "persistent", "after_school", "school days 15:00-18:00",
        12.5, 3.4, 1.6),
    Spot("H2", "Kelder Moor Green", 274400, 431000, 180, "persistent", "thursday_evening",
        "Thursday 20:00-22:00, some other weekday evenings", 0.4, 7.0, 2.2, unseen_by_police=True),
    Spot("H3", "Quay End night strip", 270000, 431950, 180, "persistent", "weekend_night",
        "Friday and Saturday nights 20:00-02:00", 0.4, 5.5, 3.4, unseen_by_police=True),
    Spot("H4", "Westerholm Sands promenade", 267950, 435700, 220, "seasonal", "beach",
        "May to September, afternoons and evenings", 26.0, 8.5, 3.2, season=(5, 6, 7, 8, 9)),
    Spot("H5", "Fennick Retail Park", 273700, 434800, 200, "new", "evening", "June to September 2026, 17:00-21:00",
        26.0, 8.5, 2.5, first=LAST_FOUR[0]),
    Spot("H6", "Marlscar Recreation Ground", 270900, 430200, 200, "former", "evening",
        "until January 2026, 17:00-21:00", 26.0, 9.5, 2.5, last="2026-01"),
    Spot("H7", "Tanhouse Lane shops", 272350, 434650, 150, "weak", "evening", "all year, 17:00-21:00", 1.2, 0.5, 0.3,
        weakest=True),
)
# fmt: on

# What the monthly steps of the 24 months (less the missing and the thin police month) make of each place:
# every formal class found among its cells within 300 m. It is not the story in `kind`, because one ordinary
# month breaks a run.
MONTHLY_CLASS = {
    "H1": {"police": ["persistent", "diminishing", "sporadic"], "ambulance": ["none"]},
    "H2": {"police": ["none"], "ambulance": ["sporadic"]},
    "H3": {"police": ["none"], "ambulance": ["sporadic", "none"]},
    "H4": {"police": ["sporadic"], "ambulance": ["sporadic"]},
    "H5": {"police": ["consecutive"], "ambulance": ["consecutive"]},
    "H6": {"police": ["none"], "ambulance": ["none"]},
    "H7": {"police": ["none", "new"], "ambulance": ["none"]},
}

# What else the police record at a planted spot, as a share of its violence rows.
SPOT_COMPANIONS = {
    "Anti-social behaviour": 0.45,
    "Public order": 0.15,
    "Criminal damage and arson": 0.10,
    "Robbery": 0.07,
    "Possession of weapons": 0.06,
    "Drugs": 0.06,
}


@dataclass(frozen=True)
class FalsePoint:
    """A point where rows pile up because of how they are recorded."""

    id: str
    name: str
    easting: int
    northing: int
    snap_name: str
    police_monthly: dict[str, float]
    ambulance: float
    why: str


# fmt: off
FALSE_POINTS = (
    FalsePoint("F1", "Fairhythe General Hospital", 272900, 436350, "Hospital",
        {"Violence and sexual offences": 9.0, "Public order": 1.5, "Other crime": 0.8}, 7.5,
        "calls and reports geocoded to the hospital where the patient was seen"),
    FalsePoint("F2", "Fairhythe Police Station", 271050, 431300, "Police Station",
        {"Possession of weapons": 5.0, "Violence and sexual offences": 7.0, "Drugs": 3.0}, 0.0,
        "possession recorded where it was found, in the custody suite"),
)
# fmt: on

TOWN_CENTRE = {"name": "Fairhythe town centre", "easting": 270300, "northing": 433700, "radius_m": 500}

# The gap: at Kelder Moor everything shuts by 20:00, and Thursday evening is when people are hurt.
GAP = {"spot": "H2", "weekday": "Thursday", "from": "20:00", "to": "22:00"}
BEST_SESSION = {"venue": "Kelder Moor Community Centre", "weekday": "Thursday", "start": "20:00", "end": "22:00"}

VIOLENCE = "Violence and sexual offences"
ASB = "Anti-social behaviour"
# Share of the ordinary background; planted rows come on top.
POLICE_SHARES = {
    VIOLENCE: 0.283,
    ASB: 0.207,
    "Criminal damage and arson": 0.092,
    "Public order": 0.083,
    "Shoplifting": 0.088,
    "Vehicle crime": 0.052,
    "Burglary": 0.047,
    "Other theft": 0.046,
    "Drugs": 0.038,
    "Other crime": 0.020,
    "Robbery": 0.013,
    "Bicycle theft": 0.010,
    "Theft from the person": 0.009,
    "Possession of weapons": 0.007,
}
POLICE_BACKGROUND_MONTHLY = 835
ASB_REPEAT_SHARE = 0.06
POLICE_NO_COORDINATES_SHARE = 0.003
POLICE_OUTSIDE_SHARE = 0.003

AMBULANCE_BACKGROUND_MONTHLY = 70
AMBULANCE_BAD = {
    "blank coordinates": 22,
    "0,0": 9,
    "east and north swapped": 8,
    "outside the borough": 1,
    "unreadable date": 1,
    "repeated hour": 1,
    "missing hour": 1,
    "total row": 1,
}
AMBULANCE_THOUSANDS_COMMAS = 35
AMBULANCE_PHONE_NOTES = 14
AMBULANCE_REAL_DATETIME_SHARE = 0.15

EMERGENCY_BACKGROUND_MONTHLY = 51


def stream(name: str) -> np.random.Generator:
    """Random numbers for one subject, so that a change to one leaves the others alone.

    Parameters
    ----------
    name : str
        The subject, such as ``"police"``.
    """
    return np.random.default_rng([SEED, *name.encode()])
