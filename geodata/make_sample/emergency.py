"""Emergency department attendances after assault: place as free text, no coordinates and no age."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from . import planted as p
from .clock import CLOCK_CHANGES, draw, season
from .streets import Streets

HEADER = [
    "Arrival date",
    "Arrival time",
    "Assault date",
    "Assault time",
    "Method",
    "Location type",
    "Location",
    "LSOA of residence",
    "NHS Number",
]
METHODS = {
    "Fist": 0.40,
    "Feet": 0.12,
    "Head": 0.05,
    "Pushed": 0.13,
    "Bottle or glass": 0.08,
    "Blunt object": 0.10,
    "Knife": 0.07,
    "Other": 0.05,
}
TYPES = {"street": 0.40, "licensed premises": 0.18, "home": 0.22, "school": 0.05, "park": 0.07, "other": 0.08}
SPOT_TYPES = {
    "H1": "other",
    "H2": "park",
    "H3": "licensed premises",
    "H4": "other",
    "H5": "other",
    "H6": "park",
    "H7": "street",
}
# The accents and the pound sign are why the encoding matters.
WORDINGS = {
    "licensed premises": (
        "The Salt Cellar bar",
        "Café Océane, Quay End",
        "outside the Capstan Inn",
        "Piñata's nightclub",
        "The £1 Bar, Marine Parade",
    ),
    "home": ("", "own home", "friend's house"),
    "school": ("school gates", "playground", "Fairhythe High School"),
    "park": ("Hythe Park", "by Swanmere lake", "skate park"),
    "other": ("bus stop", "not stated", "£1 Bargain Box car park", "taxi rank"),
}


@dataclass
class Emergency:
    """The rows of the file and what is true of them."""

    rows: list[list]
    facts: dict[str, int]
    types: Counter
    spots: Counter


def nhs_number(rng) -> str:
    """Return a number of the block kept for tests (999), with a right check digit."""
    while True:
        digits = [9, 9, 9, *rng.integers(0, 10, 6).tolist()]
        check = 11 - sum(d * w for d, w in zip(digits, range(10, 1, -1), strict=True)) % 11
        if check != 10:
            text = "".join(map(str, [*digits, check % 11]))
            return f"{text[:3]} {text[3:6]} {text[6:]}" if rng.uniform() < 0.5 else text


def make_emergency(streets: Streets, lsoa_codes: list[str]) -> Emergency:
    """Return the attendances in order of arrival.

    Parameters
    ----------
    streets : Streets
        For the street names patients give.
    lsoa_codes : list of str
        Home areas; a few patients live elsewhere or give no address.
    """
    rng = p.stream("emergency")
    road_names = [properties["name"] for _, properties in streets.features if properties["kind"] != "rail"]
    events = []
    for month in p.MONTHS:
        count = rng.poisson(p.EMERGENCY_BACKGROUND_MONTHLY * season(month))
        for at in draw(month, "ordinary", count, rng):
            kind = str(rng.choice(list(TYPES), p=list(TYPES.values())))
            events.append((at, kind, str(rng.choice(WORDINGS.get(kind, road_names))), ""))
        for spot in p.SPOTS:
            for at in draw(month, spot.hours, rng.poisson(spot.rate(month, spot.emergency)), rng):
                events.append((at, SPOT_TYPES[spot.id], spot.name, spot.id))
    facts, rows = Counter(), []
    for at, kind, place, _ in events:
        arrival = at + timedelta(minutes=int(rng.gamma(2.0, 45)) + 10)
        if f"{arrival:%Y-%m-%d}" in CLOCK_CHANGES and arrival.hour == 1:
            arrival += timedelta(hours=1)
        day, hour = f"{at:%d/%m/%Y}", f"{at:%H:%M}"
        chance = rng.uniform()
        if chance < 0.02:
            day, hour = "", ""
            facts["assault date blank"] += 1
        elif chance < 0.12:
            hour = ""
        elif chance < 0.19:
            hour = "00:00"
        facts["assault time blank"] += hour == ""
        facts["assault time 00:00"] += hour == "00:00"
        home = rng.uniform()
        area = "" if home < 0.03 else "E01990901" if home < 0.07 else str(rng.choice(lsoa_codes))
        facts["home area blank"] += area == ""
        facts["home area outside the borough"] += area == "E01990901"
        method = str(rng.choice(list(METHODS), p=list(METHODS.values())))
        rows.append(
            (
                arrival,
                [f"{arrival:%d/%m/%Y}", f"{arrival:%H:%M}", day, hour, method, kind, place, area, nhs_number(rng)],
            )
        )
    rows = [row for _, row in sorted(rows, key=lambda pair: pair[0])]
    return Emergency(
        rows, dict(sorted(facts.items())), Counter(row[5] for row in rows), Counter(e[3] for e in events if e[3])
    )
