"""Cover and gap of the borough worked out by plain counting, with nothing of the product's: tests hold it to this."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

import h3
import numpy as np
from shapely import transform
from shapely.geometry import mapping

from . import planted as p
from .ambulance import Ambulance, Call, group
from .candidates import VENUES
from .clock import in_recent_year, kind_of_day, operational_day
from .files import TO_DEGREES, TO_METRES, degrees
from .provision import DAY_NAMES, ROWS

RESOLUTION = 9
AGES = (10, 17)
AGE_BANDS = ("10-17", "18-24")
SLOTS = 7 * 48
NAMED_WITHIN_M = 400
YEAR_BACK = (date(2025, 10, 1), date(2026, 9, 30))
YEAR_AHEAD = (date(2026, 10, 1), date(2027, 9, 30))
DEFINITION = {
    "demand": "ambulance calls as recorded: assault, sexual assault, stabbing or shooting; age bands 10-17 and 18-24; "
    "months 2025-10 to 2026-09 by the date of the call; placed in a cell of the study area, coordinates that were "
    "the wrong way round put right; not within 150 m of a false point; time of day known",
    "cells": "H3 resolution 9, every cell that touches the boundary",
    "kind of week": "by the operational day, 06:00 to 05:59: term, holiday, or all days; a holiday that ends on a "
    "Friday takes in the weekend after it; a bank holiday outside school holidays is neither; the hour of the "
    "week is the clock's",
    "weeks": "days of the kind from 2025-10-01 to 2026-09-30, divided by 7",
    "slots": "half hours of the week; half of an hour's calls in each; open where a session runs 15 minutes of it",
    "sessions": "as a careful person reads the list; placed, coordinates put right where they were the wrong way "
    "round; day, start and end known; ages that overlap 10-17; not targeted; each week; on more than half of "
    "the days of its weekday and kind from 2026-10-01 to 2027-09-30",
    "reach": "the centre of the call's cell within 1200 m / 1.3 of the venue, straight line, EPSG:27700",
    "window": "2 hours from a whole hour, in the cells whose centres are within 1200 m / 1.3 of a cell's centre; the "
    "second is the first that shares no unserved call with the top one; centres_as_good hold the very same calls",
    "best session": "2 hours from a half hour, inside the hours a venue can be let; the calls that no session met; "
    "the runner-up is the first that meets fewer",
}


@dataclass(frozen=True)
class Event:
    """One call on the grid: its cell, the day it belongs to, and the clock's hour of the week."""

    cell: str
    day: date
    hour: int


def study_cells(borough) -> dict[str, tuple[float, float]]:
    """Return the cells that touch the boundary as its file has it, and their centres in metres."""
    outline = transform(borough, lambda xy: degrees(xy[:, 0], xy[:, 1]))
    cells = h3.h3shape_to_cells_experimental(h3.geo_to_h3shape(mapping(outline)), RESOLUTION, contain="overlap")
    return {cell: TO_METRES.transform(*h3.cell_to_latlng(cell)[::-1]) for cell in sorted(cells)}


def _place(row: list, call: Call) -> bool:
    """Tell whether the sheet still says where a call was: as it is, or with the two numbers changed about."""
    said = [str(value).replace(",", "") for value in row[2:4]]
    true = [str(call.easting), str(call.northing)]
    return said in (true, true[::-1])


def make_events(ambulance: Ambulance, cells: dict) -> list[Event]:
    """Return the calls of the last twelve months that belong to the layer's definition and have place and time."""
    events = []
    for row, call in zip(ambulance.rows[3:-1], ambulance.calls, strict=True):
        if not in_recent_year(call.at) or group(call.code) == "other code" or call.age not in AGE_BANDS:
            continue
        false = any(np.hypot(call.easting - f.easting, call.northing - f.northing) <= 150 for f in p.FALSE_POINTS)
        if false or not _place(row, call):
            continue
        lon, lat = TO_DEGREES.transform(call.easting, call.northing)
        cell = h3.latlng_to_cell(lat, lon, RESOLUTION)
        if cell in cells:
            events.append(Event(cell, operational_day(call.at), call.at.weekday() * 24 + call.at.hour))
    return events


def _days(first: date, last: date, kind: str) -> list[date]:
    every = [first + timedelta(days=i) for i in range((last - first).days + 1)]
    return [day for day in every if kind in ("all", kind_of_day(day))]


def slots_of(text: str) -> list[int]:
    """Return the half hours of the week of ``"Tue 18:00-20:00"`` in which it runs for at least 15 minutes."""
    day, hours = text.split()[:2]
    start, end = (int(clock[:2]) * 60 + int(clock[3:]) for clock in hours.split("-"))
    first = DAY_NAMES.index(day) * 48
    return [first + s for s in range(48) if min(end, s * 30 + 30) - max(start, s * 30) >= 15]


def _runs(text: str, months: tuple[int, ...], kind: str) -> bool:
    """Tell whether a session runs on more than half of the days of its weekday and kind in the year ahead."""
    if "fortnightly" in text:
        return False
    days = [d for d in _days(*YEAR_AHEAD, kind) if DAY_NAMES[d.weekday()] == text[:3]]
    on = [
        d
        for d in days
        if (not months or d.month in months) and (not text.endswith(" term") or kind_of_day(d) == "term")
    ]
    return len(on) > len(days) / 2


def make_sessions(kind: str) -> list[tuple[int, str, tuple[int, int], list[int]]]:
    """Return line, text, place in metres and half hours of every session that counts in a kind of week."""
    sessions = []
    for line, row in enumerate(ROWS, start=2):
        youngest, oldest = row.ages_read
        if (youngest or 0) > AGES[1] or (oldest or 99) < AGES[0] or row.kind == "targeted":
            continue
        if row.place in ("given", "swapped"):
            sessions += [(line, t, row.at, slots_of(t)) for t in row.reads if _runs(t, row.months, kind)]
    return sessions


def _reaches(place: tuple[int, int], cells: dict) -> list[str]:
    """Return the cells within reach of a place, which stands where the five decimals of its list put it."""
    place = TO_METRES.transform(*degrees(*place).round(5))
    return [c for c, at in cells.items() if np.hypot(at[0] - place[0], at[1] - place[1]) <= p.REACH_M]


def _unmet(demand: Counter, sessions: list, cells: dict) -> Counter:
    """Return the demand, by cell and half hour, that no session reaches."""
    served = {(c, s) for _, _, at, slots in sessions for c in _reaches(at, cells) for s in slots}
    return Counter({key: calls for key, calls in demand.items() if key not in served})


def _clock(slot: int) -> str:
    return f"{slot % 48 // 2:02d}:{slot % 2 * 30:02d}"


def _windows(unmet: Counter, cells: dict, near: dict) -> list[dict]:
    """Return the windows that hold unmet calls, most first; those that hold the same ones are one."""
    hours = Counter()
    for (cell, slot), calls in unmet.items():
        hours[cell, slot // 2] += calls
    found = {}
    for centre in cells:
        for hour in range(168):
            held = frozenset((c, h) for c in near[centre] for h in (hour, (hour + 1) % 168) if (c, h) in hours)
            if held:
                found.setdefault((hour, held), []).append(centre)
    windows = []
    for (hour, held), centres in found.items():
        by_cell = Counter()
        for c, h in held:
            by_cell[c] += hours[c, h]
        busiest = min(by_cell, key=lambda c: (-by_cell[c], c))
        windows.append(
            {"hour": hour, "held": held, "calls": by_cell.total(), "busiest": busiest, "centres": len(centres)}
        )
    return sorted(windows, key=lambda w: (-w["calls"], w["hour"], w["busiest"], sorted(w["held"])))


def _told(window: dict, cells: dict, names: list) -> dict:
    east, north = cells[window["busiest"]]
    far = sorted((float(np.hypot(point.x - east, point.y - north)), about["name"]) for point, about in names)
    slot = window["hour"] * 2
    return {
        "weekday": DAY_NAMES[slot // 48],
        "from": _clock(slot),
        "to": _clock(slot + 4),
        "unserved_events": window["calls"],
        "busiest_cell": window["busiest"],
        "near_busiest_cell": [name for metres, name in far if metres <= NAMED_WITHIN_M],
        "centres_as_good": window["centres"],
    }


def _choices(unmet: Counter, cells: dict) -> list[dict]:
    """Return every session that a venue can be let for, those that meet most first."""
    choices = []
    for venue in VENUES:
        here = set(_reaches(venue.metres, cells)) if venue.metres else set()
        lettable = {s for text in venue.lettable for s in slots_of(text)}
        for start in range(SLOTS - 3):
            four = range(start, start + 4)
            if lettable.issuperset(four):
                met = {(c, s): calls for (c, s), calls in unmet.items() if s in four and c in here}
                choices.append({"venue": venue.name, "slot": start, "met": sum(met.values()), "held": set(met)})
    return sorted(choices, key=lambda b: (-b["met"], b["venue"], b["slot"]))


def _session(choice: dict) -> dict:
    slot = choice["slot"]
    times = {"weekday": DAY_NAMES[slot // 48], "start": _clock(slot), "end": _clock(slot + 4)}
    return {"venue": choice["venue"], **times, "events_met": choice["met"]}


def _cover(kind: str, events: list[Event], cells: dict, near: dict, names: list) -> dict:
    """Return the cover, the gaps and the best session for one kind of week."""
    days = len(_days(*YEAR_BACK, kind))
    held = [e for e in events if kind in ("all", kind_of_day(e.day))]
    demand = Counter()
    for event in held:
        for half in (0, 1):
            demand[event.cell, event.hour * 2 + half] += 0.5
    sessions = make_sessions(kind)
    unmet = _unmet(demand, sessions, cells)
    planted = next(venue.metres for venue in VENUES if venue.name == p.BEST_SESSION["venue"])
    added = (0, "", planted, slots_of("{weekday:.3} {start}-{end}".format(**p.BEST_SESSION)))
    after = _unmet(demand, [*sessions, added], cells)
    top, *others = _windows(unmet, cells, near)
    second = next(w for w in others if not w["held"] & top["held"])
    choices = _choices(unmet, cells)
    best = choices[0]
    return {
        "events": len(held),
        "weeks": round(days / 7, 4),
        "demand_a_week": round(len(held) * 7 / days, 4),
        "sessions": [f"{line} {text}" for line, text, _, _ in sessions],
        "events_unserved": unmet.total(),
        "unserved_share": round(unmet.total() / len(held), 6),
        "with_the_planted_session": {
            "events_met": unmet.total() - after.total(),
            "unserved_share": round(after.total() / len(held), 6),
        },
        "top_window": _told(top, cells, names),
        "second_window": {**_told(second, cells, names), "share_of_the_top": round(second["calls"] / top["calls"], 3)},
        "best_session": {
            **_session(best),
            "venues_as_good": sorted({c["venue"] for c in choices if c["met"] == best["met"]}),
            "runner_up": _session(next(c for c in choices if c["met"] < best["met"])),
            "best_of_other_calls": _session(next(c for c in choices if not c["held"] & best["held"])),
        },
    }


def make_coverage(ambulance: Ambulance, borough, names: list) -> dict:
    """Return the cover of the borough in term weeks, in holidays and in all weeks, and what was counted.

    Parameters
    ----------
    ambulance : Ambulance
        The sheet's rows and calls.
    borough : Polygon
        The boundary, EPSG:27700.
    names : list of (Point, dict)
        Named places, EPSG:27700.
    """
    cells = study_cells(borough)
    events = make_events(ambulance, cells)
    centres = np.array(list(cells.values()))
    near = {
        c: [list(cells)[i] for i in np.flatnonzero(np.hypot(*(centres - at).T) <= p.REACH_M)] for c, at in cells.items()
    }
    told = {kind: _cover(kind, events, cells, near, names) for kind in ("term", "holiday", "all")}
    return {"definition": DEFINITION, "cells": len(cells), **told}
