"""What a test may hold the product to: the planted truth and the counts of the files as written."""

from collections import Counter
from dataclasses import asdict

import numpy as np

from . import planted as p
from .ambulance import Ambulance, group
from .clock import SCHOOL_HOLIDAYS, in_recent_year
from .coverage import make_coverage
from .emergency import Emergency
from .files import degrees
from .police import Police
from .provision import ROWS


def _at(easting: int, northing: int) -> dict:
    lon, lat = degrees(easting, northing).tolist()
    return {"easting": easting, "northing": northing, "lon": lon, "lat": lat}


def _spots(police: Police, ambulance: Ambulance, emergency: Emergency) -> list[dict]:
    calls = Counter(call.why for call in ambulance.calls if in_recent_year(call.at))
    told = []
    for spot in p.SPOTS:
        facts = asdict(spot)
        seen = ["ambulance"] if spot.unseen_by_police else ["police", "ambulance"]
        live = [m for m in p.MONTHS if spot.rate(m, 1) > 0]
        told.append(
            {
                "id": spot.id,
                "name": spot.name,
                **_at(spot.easting, spot.northing),
                "radius_m": spot.radius_m,
                "kind": spot.kind,
                "monthly_class": p.MONTHLY_CLASS[spot.id],
                "weakest": spot.weakest,
                "unseen_by_police": spot.unseen_by_police,
                "seen_by": seen,
                "categories": {"police": p.VIOLENCE, "ambulance": ["assault", "stabbing or shooting"]},
                "hours": spot.hours_said,
                "first_month": live[0],
                "last_month": live[-1],
                "months_of_year": facts["season"],
                "months_live_last_12": [m for m in live if m in p.RECENT_YEAR],
                "planted_last_12_months": {
                    "police violence": police.spots[spot.id][p.VIOLENCE],
                    "police all": sum(police.spots[spot.id].values()),
                    "ambulance": calls[spot.id],
                },
                "planted_24_months": {"emergency": emergency.spots[spot.id]},
                "expected_a_month_in_season": {"police violence": spot.police_violence, "ambulance": spot.ambulance},
            }
        )
    return told


def _false_points(police: Police, ambulance: Ambulance) -> list[dict]:
    calls = Counter(call.why for call in ambulance.calls if in_recent_year(call.at))
    return [
        {
            "id": f.id,
            "name": f.name,
            **_at(f.easting, f.northing),
            "exclude_m": 150,
            "why": f.why,
            "planted_last_12_months": {**dict(sorted(police.false_points[f.id].items())), "ambulance": calls[f.id]},
        }
        for f in p.FALSE_POINTS
    ]


def _metres(at: tuple[int, int], spot: p.Spot) -> float:
    return float(np.hypot(at[0] - spot.easting, at[1] - spot.northing))


def _gap(ambulance: Ambulance) -> dict:
    """Return the planted gap, with the calls of the last twelve months that the session would have met."""
    venue = next(row for row in ROWS if row.venue == p.BEST_SESSION["venue"])
    spot = next(s for s in p.SPOTS if s.id == p.GAP["spot"])
    met = 0
    for row, call in zip(ambulance.rows[3:-1], ambulance.calls, strict=True):
        if not in_recent_year(call.at):
            continue
        placed = str(row[2]).replace(",", "") == str(call.easting)
        near = np.hypot(call.easting - venue.at[0], call.northing - venue.at[1]) <= p.REACH_M
        harm = group(call.code) in ("assault", "stabbing or shooting")
        window = call.at.weekday() == 3 and call.at.hour in (20, 21)
        met += bool(placed and near and harm and window)
    return {
        "place": spot.name,
        "spot": spot.id,
        **_at(spot.easting, spot.northing),
        "weekday": p.GAP["weekday"],
        "from": p.GAP["from"],
        "to": p.GAP["to"],
        "why": "every session within a 15 minute walk ends by 20:00",
        "reach_straight_line_m": round(p.REACH_M, 1),
        "calls_counted": "assault, stabbing or shooting, of every age, in every week of the last twelve months, by the "
        "call's own place; `coverage` has the layer's own definition",
        "best_new_session": {
            **p.BEST_SESSION,
            **_at(*venue.at),
            "venues_as_good": sorted({r.venue for r in ROWS if r.at and _metres(r.at, spot) < 500}),
            "ambulance_calls_met_last_12_months": int(met),
        },
    }


def make_truth(
    police: Police, ambulance: Ambulance, emergency: Emergency, lists: dict, people: dict, ground: dict
) -> dict:
    """Return everything that is true of the sample.

    Parameters
    ----------
    police, ambulance, emergency
        What the three sources hold.
    lists : dict
        ``provision`` and ``candidates``: rows, reading of each row, and faults.
    people : dict
        Population totals and the area whose IDACI is blank.
    ground : dict
        ``area`` (its size and counts), ``borough`` and ``names`` (named places).
    """
    provision, venues = lists["provision"], lists["candidates"]
    calls = ambulance.calls
    recent = [call for call in calls if in_recent_year(call.at)]
    usual = int(np.median([n for m, n in police.months.items() if m != p.THIN_MONTH]))
    return {
        "borough": p.BOROUGH,
        "seed": p.SEED,
        "crs": "EPSG:27700",
        "area": ground["area"],
        "window": {
            "first": p.MONTHS[0],
            "last": p.MONTHS[-1],
            "last_12": list(p.RECENT_YEAR),
            "last_4": list(p.LAST_FOUR),
        },
        "hot_spots": _spots(police, ambulance, emergency),
        "false_points": _false_points(police, ambulance),
        "also_hot": {**p.TOWN_CENTRE, "why": "many people, every source, all year"},
        "gap_after_8pm": _gap(ambulance),
        "coverage": make_coverage(ambulance, ground["borough"], ground["names"]),
        "school_holidays": [list(pair) for pair in SCHOOL_HOLIDAYS],
        "police": {
            "force": p.FORCE,
            "rows": sum(police.months.values()),
            "rows_by_month": police.months,
            "months_missing": [p.MISSING_MONTH],
            "months_implausible": {p.THIN_MONTH: {"rows": police.months[p.THIN_MONTH], "usual": usual}},
            "rows_by_category": dict(police.categories.most_common()),
            "rows_by_category_last_12": dict(police.recent_categories.most_common()),
            "bad_rows": dict(police.bad),
            "asb_exact_repeats_added": police.asb_repeats,
            "members_with_bom": list(p.BOM_MONTHS),
            "months_with_outcomes_and_stops": list(p.SIDE_FILE_MONTHS),
        },
        "ambulance": {
            "rows": len(calls),
            "rows_last_12": len(recent),
            "rows_by_code": dict(Counter(call.code for call in calls).most_common()),
            "rows_by_category": dict(Counter(group(call.code) for call in calls).most_common()),
            "rows_by_category_last_12": dict(Counter(group(call.code) for call in recent).most_common()),
            "rows_by_age_band": dict(Counter(call.age for call in calls).most_common()),
            "bad_rows": dict(ambulance.bad),
            "thousands_commas": ambulance.commas,
            "real_excel_datetimes": ambulance.datetimes,
            "personal_columns": ["Patient name", "Crew notes"],
            "notes_with_mobile_numbers": p.AMBULANCE_PHONE_NOTES,
        },
        "emergency": {
            "rows": len(emergency.rows),
            "bad_rows": emergency.facts,
            "rows_by_location_type": dict(emergency.types.most_common()),
            "personal_columns": ["NHS Number"],
        },
        "provision": {
            "rows": len(provision[0]),
            "faults": dict(provision[2]),
            "personal_columns": ["Contact"],
            "reading": provision[1],
        },
        "candidates": {"rows": len(venues[0]), "faults": dict(venues[2]), "reading": venues[1]},
        "people": people,
    }
