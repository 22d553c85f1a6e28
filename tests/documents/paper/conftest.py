"""Documents as a partnership would have them: eight places, three crews, 25 visits; and an area with no hours."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, timedelta

import matplotlib
import pytest

from placespace.documents.paper.key import Key
from placespace.documents.paper.keys import CONTEXT_KEYS, TITLES

matplotlib.use("Agg")

COMMON = {
    "marking": "Official-Sensitive",
    "area": "Fairhythe",
    "month": "October 2026",
    "window": "October 2025 to September 2026 (12 whole months)",
    "ages": "10 to 24; where a source gives no age, all ages",
    "definition": "Serious violence outside the home: assault with injury, robbery, knife or gun, as listed",
    "definition_version": "3, agreed 4 June 2026",
    "disclosure": "Profile partner: counts of 1 to 4 hidden, the rest to the nearest 5.",
    "method": [
        "Places are groups of cells with at least three times the incidents of an even spread, in at least 3 months.",
        "Hours are those of the records with a time, steadied towards the area's own pattern where there are few.",
    ],
    "limits": [
        "Girls, those who do not report and those treated only in the street are under-counted.",
        "Counts follow recording: more recording makes more dots.",
        "A pattern is not a cause.",
        "A hot spot is of incidents, not of people. A place on a list is a place to help.",
    ],
    "version": "Placespace 0.2.0",
    "made_on": date(2026, 9, 25),
    "sources": [
        "Police recorded violence: 4,310 incidents, last record 12 days old.",
        "Ambulance assault calls: 1,205 incidents, last record 31 days old.",
        "Emergency department: 640 attendances, known only by ward; last record 58 days old.",
    ],
    "licence": ["Contains public sector information licensed under the Open Government Licence v3.0."],
    "notes": ["Half-term is 26 to 30 October. The clocks go back on Sunday 25 October."],
}

PLACES = (
    ("Strand bus station and the steps to the underpass", "Friday and Saturday 21-01; school days 15-18", "high"),
    ("Marine Lake north shelter", "Friday to Sunday 19-23", "high"),
    ("Kelder Street shops", "school days 15-18", "middling"),
    ("Netherby Park, the old bowling green and the multi-use games area behind St Œthelwald's", "16-20", "middling"),
    ("Fairhythe Central station forecourt", "Friday and Saturday 22-02", "high"),
    ("Quarry Lane retail park", "Saturday 13-17", "low"),
    ("Harbour Row", "Friday and Saturday 23-03", "middling"),
    ("Infirmary Road", "every day 18-22", "low"),
)


def places() -> list[dict]:
    return [
        {
            "number": n,
            "name": name,
            "why": "Incidents in 9 of 12 months, from police and ambulance alike; over three times an even spread.",
            "kind": "persistent: hot in most of the last twelve months",
            "hours": hours,
            "confidence": sure,
            "why_false": "The hospital is here: incidents may be written down where they were treated."
            if n == 8
            else "",
            "expected": f"{23 - 2 * n} (between {16 - n} and {32 - 2 * n})",
            "events": f"{190 - 15 * n} recorded as police incidents, {60 - 5 * n} as ambulance calls",
            "same_month": "hidden" if n > 6 else f"{20 - 2 * n} in October 2025",
            "trend": "1.3 times the same three months a year before (0.9 to 1.8): no clear change",
            "sources": "police and ambulance agree; the emergency department gives no place",
            "tasks": ["Two street lights out by the steps: report to highways.", "Ask the library to open until 19:00."]
            if n % 3
            else [],
            "provision": ["Mon, Wed 18:00-20:00: Kelder Youth Centre, 9 minutes' walk", "after 20:00: nothing open"]
            if n != 6
            else [],
        }
        for n, (name, hours, sure) in enumerate(PLACES, 1)
    ]


def visits(count: int, first: date, step: int) -> list[dict]:
    days = [first + timedelta(days=step * (n // 3)) for n in range(count)]
    return [
        {
            "date": f"{day.day} {day:%b}",
            "weekday": f"{day:%A}",
            "time_from": f"{18 + n % 5}:{(7 * n) % 60:02d}",
            "time_to": f"{18 + n % 5 + (7 * n % 60 + 15) // 60}:{(7 * n + 15) % 60:02d}",
            "place_number": 1 + n % 8,
            "place": PLACES[n % 8][0],
            "visits": f"18:05 {PLACES[n % 8][0]} ({1 + n % 8}); 18:40 {PLACES[(n + 1) % 8][0]} ({1 + (n + 1) % 8})",
            "note": "asked for by the college: start of term" if n == 4 else "",
        }
        for n, day in enumerate(days)
    ]


def map_png(shape: tuple[float, float] = (8, 5.4)) -> bytes:
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=shape)
    for n in range(8):
        axes.plot(n % 3, n % 5, "o", ms=16, mfc="white", mec="black")
        axes.text(n % 3, n % 5, n + 1, ha="center", va="center")
    out = io.BytesIO()
    figure.savefig(out, format="png", dpi=150, metadata={"Software": None})
    pyplot.close(figure)
    return out.getvalue()


def tasking_context() -> dict:
    first = date(2026, 10, 1)
    return {
        **COMMON,
        "title": "Tasking pack: patrols",
        "purpose": "To brief crews for October: where and when to be, and what else is done at each place.",
        "summary": [
            "Eight places hold 41% of the serious violence expected in October; two more were left out, with reasons.",
            "Two peaks stand out: school days from 15:00 to 18:00, and Friday and Saturday from 21:00 to 01:00.",
        ],
        "share_met": "The plan puts somebody at the right place and hour for 38% of what is expected at these places "
        "(the most any plan could reach with these crews is 41%).",
        "held": "Plans made this way for the last 24 months caught 31% of incidents in 2% of the area (between 27% "
        "and 35%); last year's busiest cells caught 29%.",
        "places": places(),
        "map": map_png(),
        "crews": [
            {
                "title": "Police pair, north",
                "hours_said": "40 hours in the month, 36 hours 30 minutes used.",
                "rows": visits(11, first, 3),
            },
            {"title": "Police pair, south", "hours_said": "40 hours, 22 used.", "rows": visits(8, first, 4)},
            {"title": "Town centre wardens", "hours_said": "No limit given; 12 used.", "rows": visits(6, first, 5)},
        ],
        "uncovered": [
            "Harbour Row after 01:00 on Saturday and Sunday: no crew works then.",
            "School-day afternoons at Netherby Park in half-term.",
        ],
    }


def outreach_context() -> dict:
    rows = [{k: v for k, v in row.items() if k != "visits"} for row in visits(9, date(2026, 10, 2), 7)]
    return {
        **COMMON,
        "title": "Outreach and youth bus sheet",
        "purpose": "Where and when to be in October, and who is open nearby.",
        "share_met": "Sessions stand at the right place and hour for 21% of what is expected at these places.",
        "nights": [
            {
                **{k: v for k, v in row.items() if k != "note"},
                "sunset": "18:41",
                "crew": "Youth bus" if n % 2 else "Outreach crew",
                "time_from": "18:30",
                "time_to": "21:00",
                "provision": "Kelder Youth Centre until 20:00" if n % 3 else "nothing open after 18:00",
                "note": "half-term" if n > 6 else "",
            }
            for n, row in enumerate(rows)
        ],
        "places": [
            {
                "number": p["number"],
                "name": p["name"],
                "notes": "Young people gather here for the buses; the café owner knows many of them by name."
                if p["number"] != 3
                else "",
                "provision": p["provision"],
                "tasks": ["Ask what would make the steps feel safer."],
            }
            for p in places()
        ],
        "map": map_png(),
    }


def changes_context() -> dict:
    return {
        **COMMON,
        "title": "What changed and what we left out",
        "purpose": "For the tasking meeting: what people decided, and what this plan does not reach.",
        "changed": [
            {
                "what": "Strand bus station, Fri 9 Oct: police pair moved from 21:15 to 22:30",
                "who": "Town sergeant",
                "reason": "The last bus leaves at 22:40.",
            },
            {"what": "Quarry Lane pinned on Sat 17 Oct", "who": "Centre manager", "reason": "Late opening weekend."},
        ],
        "left_out": [
            {"place": "Infirmary Road", "reason": "The hospital: incidents are written down where they were treated."},
            {"place": "Custody suite, Mill Lane", "reason": "Possession offences are recorded where found."},
        ],
        "requests": [
            {"who": "Fairhythe College", "place": "Kelder Street, first week of term, 15:00", "kept": "kept, twice"},
            {"who": "Harbour traders", "place": "Harbour Row after 01:00", "kept": "not kept: no crew works then"},
        ],
        "unmet": ["62% of what is expected at the eight places, most of it after 01:00 and on Sundays."],
        "not_seen": ["Places known only by ward.", "Harm online and in homes.", "Incidents nobody reported."],
    }


def empty_tasking_context() -> dict:
    kept = {k: v for k, v in tasking_context().items() if k not in ("map", "crews", "share_met")}
    return {
        **kept,
        "places": [{**p, "hours": ""} for p in places()[:3]],
        "no_timetable": "The sources give the month of an incident and no hour, so no window can be proposed.",
        "summary": ["Three places stand out in data to September 2026."],
    }


def filled(name: str) -> dict:
    """A document of a place with every key filled in, and two of each thing there can be many of."""

    def value(key: str, holds: Key) -> object:
        if holds.parts:
            return [{k: f"{k.capitalize()} {n} of {key}" for k in holds.parts} for n in (1, 2)]
        return [f"{key.capitalize()}, line {n}." for n in (1, 2)] if holds.many else f"{key.capitalize()} of the place"

    keys = CONTEXT_KEYS[name]
    own = {k: value(k, holds) for k, holds in keys.items() if k not in (*COMMON, "map", "title")}
    given = {k: v for k, v in COMMON.items() if k in keys}
    picture = {"map": map_png()} if "map" in keys else {}
    return {**given, "title": TITLES[name], "purpose": "For the panel.", **own, **picture}


@pytest.fixture
def contexts() -> dict[str, dict]:
    places = {name: filled(name) for name in ("location_plan", "schools_note", "rollup")}
    return {"tasking": tasking_context(), "outreach": outreach_context(), "changes": changes_context(), **places}


@pytest.fixture
def without_hours() -> dict:
    return empty_tasking_context()


@pytest.fixture
def map_of() -> Callable[[tuple[float, float]], bytes]:
    """Return what draws a map of a width and height in inches."""
    return map_png
