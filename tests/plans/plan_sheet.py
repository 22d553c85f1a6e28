"""Check a plan from nothing but its exported sheet, the crews, their hours, the rules and where places are.

Nothing of the planner is used here: dates, clocks, distances and limits are worked out anew.
"""

import csv
import datetime
import io
import math
from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations, pairwise

COLUMNS = ["date", "weekday", "from", "to", "crew", "unit", "kind", "place", "name", "fixed", "asked_by", "reason"]


@dataclass(frozen=True)
class Rules:
    """What the sheet is held to; ``closed`` are months (1 to 12) in which a crew is never out."""

    visit_min: int = 15
    visits_a_day: int = 3
    session_min: int = 120
    detour: float = 1.3
    closed: tuple[tuple[str, tuple[int, ...]], ...] = ()


@dataclass(frozen=True)
class Line:
    """A line of the sheet, in minutes since the first midnight of the year 2000."""

    number: int
    day: datetime.date
    starts: int
    ends: int
    unit: tuple[str, int]
    kind: str
    place: str
    fixed: str


def minutes_of(day, clock):
    hours, minutes = (int(part) for part in clock.split(":"))
    later = 1 if hours < 6 else 0  # the small hours are of the day before
    return ((day - datetime.date(2000, 1, 1)).days + later) * 1440 + hours * 60 + minutes


def lines_of(text):
    found = []
    for number, row in enumerate(csv.DictReader(io.StringIO(text)), 2):
        assert list(row) == COLUMNS, f"columns are {list(row)}"
        day = datetime.date.fromisoformat(row["date"])
        assert row["weekday"] == day.strftime("%A"), f"line {number}: {row['date']} is no {row['weekday']}"
        starts, ends = minutes_of(day, row["from"]), minutes_of(day, row["to"])
        if ends <= starts:
            ends += 1440
        unit = row["crew"], int(row["unit"])
        found.append(Line(number, day, starts, ends, unit, row["kind"], row["place"], row["fixed"]))
    return found


def way(a, b, speed_km_h, detour):
    return math.ceil(math.dist(a, b) * detour / (speed_km_h * 1000 / 60) - 1e-6)


def faults_of_sheet(text, *, crews, shifts, places, bases=None, rules=None):
    """Return every rule that a sheet breaks, a sentence each.

    ``text`` is the csv; ``crews`` by id, with ``at_once``, ``hours_month``, ``speed_km_h`` and ``works``;
    ``shifts`` anything with ``crew, unit, day, start_min, end_min``; ``places`` id to (x, y) in metres;
    ``bases`` crew to (x, y).
    """
    rules, bases, faults = rules or Rules(), bases or {}, []
    lines = lines_of(text)
    hours, used = defaultdict(float), set()
    by_shift, by_unit = defaultdict(list), defaultdict(list)
    for line in lines:
        crew = crews[line.unit[0]]
        said = f"line {line.number}"
        if line.kind != {"visits": "visit", "sessions": "session"}[crew.works]:
            faults.append(f"{said}: a crew of {crew.works} makes a {line.kind}")
        if not 1 <= line.unit[1] <= crew.at_once:
            faults.append(f"{said}: unit {line.unit[1]} of {crew.at_once}")
        length = line.ends - line.starts
        if line.kind == "visit" and length != rules.visit_min and not line.fixed:
            faults.append(f"{said}: a visit of {length} minutes")
        if line.kind == "session" and length < rules.session_min and not line.fixed:
            faults.append(f"{said}: a session of {length} minutes")
        for closed, months in rules.closed:
            if closed == line.unit[0] and line.day.month in months:
                faults.append(f"{said}: {closed} is out in {line.day:%B}")
        midnight = (line.day - datetime.date(2000, 1, 1)).days * 1440
        inside = [
            shift
            for shift in shifts
            if (shift.crew, shift.unit) == line.unit
            and shift.day == line.day
            and midnight + shift.start_min <= line.starts
            and line.ends <= midnight + shift.end_min
        ]
        if not inside:
            faults.append(f"{said}: outside every shift of the unit")
            continue
        shift = inside[0]
        by_unit[line.unit].append(line)
        by_shift[shift, midnight].append(line)
        if shift not in used:
            used.add(shift)
            hours[line.unit[0]] += (shift.end_min - shift.start_min) / 60
    for crew, total in hours.items():
        limit = crews[crew].hours_month
        if limit is not None and total > limit + 1e-6:
            faults.append(f"{crew} is out {total:g} hours of {limit:g}")
    for unit, own in by_unit.items():
        own.sort(key=lambda line: line.starts)
        for a, b in pairwise(own):
            needs = way(places[a.place], places[b.place], crews[unit[0]].speed_km_h, rules.detour)
            if b.starts < a.ends + needs:
                faults.append(f"lines {a.number} and {b.number}: {b.starts - a.ends} minutes for a way of {needs}")
    for (shift, midnight), own in by_shift.items():
        base, speed = bases.get(shift.crew), crews[shift.crew].speed_km_h
        if base is None:
            continue
        first, last = min(own, key=lambda x: x.starts), max(own, key=lambda x: x.ends)
        if first.starts < midnight + shift.start_min + way(base, places[first.place], speed, rules.detour):
            faults.append(f"line {first.number}: no time to come from the base")
        if last.ends > midnight + shift.end_min - way(places[last.place], base, speed, rules.detour):
            faults.append(f"line {last.number}: no time to be back at the base")
    at_place = defaultdict(list)
    for line in lines:
        at_place[line.place].append(line)
    for place, own in at_place.items():
        for a, b in combinations(own, 2):
            if a.starts < b.ends and b.starts < a.ends:
                faults.append(f"lines {a.number} and {b.number}: at {place} at the same time")
        visits = defaultdict(int)
        for line in own:
            visits[line.day] += line.kind == "visit"
        faults += [f"{place} has {n} visits on {day}" for day, n in visits.items() if n > rules.visits_a_day]
    return faults


def value_met(text, value, days, order):
    """Return the value met by a sheet, counted anew: ``value[place][day][hour]`` with places in ``order``."""
    met = set()
    position = {day: n for n, day in enumerate(days)}
    for line in lines_of(text):
        begins = (line.day - datetime.date(2000, 1, 1)).days * 1440 + 360
        for hour in range(24):
            from_, to = begins + hour * 60, begins + hour * 60 + 60
            starts_in = from_ <= line.starts < to
            filled = min(to, line.ends) - max(from_, line.starts)
            if starts_in if line.kind == "visit" else filled >= 30:
                met.add((order.index(line.place), position[line.day], hour))
    return math.fsum(float(value[p][d][h]) for p, d, h in met)
