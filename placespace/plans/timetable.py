"""Write a plan's stops as a table that people can read and send, and read such a table back."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence

import pandas as pd

from placespace.catalogue import Crew
from placespace.errors import PlacespaceError
from placespace.plans.stops import DAY_BEGINS, DAY_MIN, FIXED, HOUR_MIN, Stop, clock
from placespace.terms import PLAN_COLUMNS, WEEKDAYS

KINDS = {"visits": "visit", "sessions": "session"}
CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")


def timetable(stops: Sequence[Stop], places: pd.DataFrame, crews: Mapping[str, Crew]) -> pd.DataFrame:
    """Return stops as the table that is exported: text, and ``unit`` as a number.

    Parameters
    ----------
    stops : sequence of Stop
    places : DataFrame
        Columns ``place`` (id) and ``name``, a row for each position that stops speak of.
    crews : mapping of str to Crew
        By id: they say whether a stop is a visit or a session.

    Returns
    -------
    DataFrame
        Columns of ``terms.PLAN_COLUMNS``, by day, start, crew and unit.

    Examples
    --------
    >>> places = pd.DataFrame({"place": ["89195da4903ffff"], "name": ["Saltgate"]})
    >>> stop = Stop("police", 1, datetime.date(2026, 10, 2), 1530, 1545, 0)
    >>> row = timetable([stop], places, {"police": Crew("police", "Police", "police pair")}).iloc[0]
    >>> row["date"], row["weekday"], row["from"], row["to"], row["kind"], row["name"]
    ('2026-10-02', 'Friday', '01:30', '01:45', 'visit', 'Saltgate')
    """
    ids, names = places["place"].tolist(), places["name"].tolist()
    rows = [
        (
            stop.day.isoformat(),
            WEEKDAYS[stop.day.weekday()],
            clock(stop.start_min),
            clock(stop.end_min),
            stop.crew,
            stop.unit,
            KINDS[crews[stop.crew].works],
            ids[stop.place],
            names[stop.place],
            stop.fixed,
            stop.asked_by,
            stop.reason,
        )
        for stop in sorted(stops, key=lambda s: (s.day, s.start_min, s.crew, s.unit, s.place))
    ]
    return pd.DataFrame(rows, columns=list(PLAN_COLUMNS)).astype({"unit": int})


def stops_of(table: pd.DataFrame, places: pd.DataFrame) -> list[Stop]:
    """Return the stops of a table that :func:`timetable` made, also after a round through a csv file.

    Parameters
    ----------
    table : DataFrame
        Columns of ``terms.PLAN_COLUMNS``; ``weekday``, ``kind`` and ``name`` are not read.
    places : DataFrame
        Column ``place``: positions are found by id.

    Raises
    ------
    PlacespaceError
        With the first row that cannot be read.
    """
    if missing := sorted(set(PLAN_COLUMNS) - {"weekday", "kind", "name"} - set(table.columns)):
        raise PlacespaceError("A timetable has every column of a plan.", f"Not there: {missing}.", "Export it again.")
    position = {place: n for n, place in enumerate(places["place"])}
    text = table.astype(object).where(table.notna(), "")
    stops = []
    for number, row in enumerate(text.to_dict("records"), 2):
        try:
            start, end = _minutes(row["from"]), _minutes(row["to"])
            fixed = str(row["fixed"])
            stops.append(
                Stop(
                    str(row["crew"]),
                    int(row["unit"]),
                    datetime.date.fromisoformat(str(row["date"])),
                    start,
                    end if end > start else end + DAY_MIN,
                    position[row["place"]],
                    FIXED[FIXED.index(fixed)],
                    str(row["asked_by"]),
                    str(row["reason"]),
                )
            )
        except (ValueError, KeyError) as fault:
            found = f"Row {number} does not: {fault}."
            raise PlacespaceError(
                "Each row of a timetable has a date, two times by the clock, a unit and a place on the list.",
                found,
                "Mend that row.",
            ) from fault
    return stops


def _minutes(text: object) -> int:
    found = CLOCK.fullmatch(str(text))
    if not found:
        raise ValueError(f"'{text}' is not HH:MM")
    minute = int(found[1]) * HOUR_MIN + int(found[2])
    return minute if minute >= DAY_BEGINS else minute + DAY_MIN
