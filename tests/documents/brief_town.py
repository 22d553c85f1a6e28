"""A workspace whose briefs fit on paper: the tiny town, two years of ambulance calls, a register with one place."""

from __future__ import annotations

import datetime
import itertools
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import pandas as pd

from placespace.catalogue import new_workspace, open_workspace
from placespace.measures import Reading, read_and_place
from placespace.places.door import Held
from placespace.places.register import Register, open_register
from placespace.places.roles import ALONE
from placespace.places.things import Action, Goal, Item, Meeting, Observation, Place

AREA = """
name          = "Tiny"
boundary      = "boundary"
resolution    = 9
hotspot_layer = "police"
health_layer  = "ambulance"
as_of         = 2026-10-20
[settings]
year_ends_month = 9
"""
SHRUNK_M = 5
"""Off the edge, so that no cell beside the town is touched."""
YEAR = [str(m) for m in pd.period_range("2025-10", "2026-09", freq="M")]
DAY = datetime.date(2026, 10, 20)


def fridays(month: str) -> pd.Timestamp:
    """Return the last Friday of a month, so that no month ends in silence."""
    days = pd.date_range(f"{month}-01", pd.Period(month, "M").end_time.normalize())
    return days[days.day_of_week == 4][-1]


def calls(tiny_town, this_year: Mapping[str, int], year_before: Mapping[str, int], at: str = "21:30") -> pd.DataFrame:
    """Return calls, a Friday at a time, spread over the months of each year; each month holds one at least."""
    metres = pd.DataFrame(tiny_town.cells.centres_m(), tiny_town.cells.index, ["East", "North"])
    rows = []
    for back, counts in ((0, this_year), (12, year_before)):
        months = itertools.cycle(str(pd.Period(m, "M") - back) for m in YEAR)
        for cell, month in zip([c for c, n in counts.items() for _ in range(n)], months, strict=False):
            day = fridays(month)
            rows.append((f"{day:%d/%m/%Y} {at}", *metres.loc[cell].round(), "04A01", "10-17"))
    frame = pd.DataFrame(rows, columns=["Call Date/Time", "East", "North", "Code", "Age band"])
    return frame.assign(**{"Incident No": [f"A{n}" for n in range(len(frame))]})


def made_town(folder: Path, tiny_town, rows: pd.DataFrame) -> Reading:
    """Return a workspace of the tiny town with these calls, read."""
    new_workspace(folder)
    (folder / "geodata" / "area.toml").write_text(AREA, encoding="utf-8")
    raw = folder / "geodata" / "raw"
    shape = gpd.GeoDataFrame(
        {"name": ["Tiny"]}, geometry=[tiny_town.cells.boundary.buffer(-SHRUNK_M)], crs=27700
    ).to_crs(4326)
    (raw / "boundary.geojson").write_text(shape.to_json(), encoding="utf-8")
    rows.to_csv(raw / "ambulance_calls.csv", index=False)
    return read_and_place(open_workspace(folder))


def two_years(tiny_town) -> tuple[dict[str, int], dict[str, int]]:
    """Return the drawing as this year's counts, and a year before: 6 in the middle cell, 6 elsewhere."""
    this_year = {c: int(n) for c, n in tiny_town.counts.items() if n}
    return this_year, {tiny_town.centre: 6, tiny_town.named[2, 2]: 6}


def a_place(tiny_town, **other) -> Place:
    """Return a place of the middle cell, which holds 9, and the one to its left, which holds 3."""
    cells = (tiny_town.centre, tiny_town.named[0, 1])
    given = Place("", "Market Square", "retail", cells, "calls at night", "council", "ISA 12", "monthly panel",
                  raised_on=datetime.date(2026, 9, 1))  # fmt: skip
    return replace(given, **other)


def met(reading: Reading, tiny_town) -> tuple[Register, Held[Item]]:
    """Return a register with one place at one meeting: an observation, a goal, two actions, a decision to record."""
    register = open_register(reading.workspace, ALONE)
    place = register.raise_place(a_place(tiny_town))
    seen = Observation("youth service", datetime.date(2026, 10, 3), ("harm", "broken or dark"), "seen", "evening")
    register.observe(place.id, seen)
    meeting = register.open_meeting(
        Meeting("monthly panel", DAY, "chair of the panel", ("youth service",), (place.id,))
    )
    goal = register.add_goal(place.id, Goal("Young people feel safe in the square"))
    due = datetime.date(2026, 11, 20)
    lamps = Action("Mend the lamps", "street lighting manager", "council", due, "less dark", "lamps lit", goal.id,
                   meeting.id)  # fmt: skip
    register.add_action(place.id, lamps)
    register.add_action(place.id, replace(lamps, what="Visits by two officers", role="sergeant", agency="police",
                                          police=True))  # fmt: skip
    item = register.item(meeting.id, place.id)
    written = replace(item.thing, decision="new", unintended_harm="none that we can see", next_review=due)
    return register, register.save_item(item.id, written, item.version)


def as_text(brief) -> str:
    """Return a brief as one text, to compare to the letter."""
    return json.dumps(brief.to_json(), sort_keys=True)
