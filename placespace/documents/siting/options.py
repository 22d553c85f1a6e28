"""Try sessions that somebody has in mind, side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from placespace.calendar import SLOTS, slots_between
from placespace.documents.cover.answer import Cover
from placespace.documents.cover.windows import unserved_windows
from placespace.documents.cover.words import window_words
from placespace.errors import WrongUse
from placespace.grid import to_metres
from placespace.measures import Coverage, Reading, Walk, served
from placespace.places.acting import check_profile
from placespace.plans import compare, served_with
from placespace.terms import WEEKDAYS


@dataclass(frozen=True)
class Trial:
    """A session somebody has in mind: a place, a day, hours as ``HH:MM``."""

    site: str
    lon: float
    lat: float
    weekday: int
    start: str
    end: str

    @property
    def says(self) -> str:
        """What it is, in words."""
        return f"{self.site}, {WEEKDAYS[self.weekday]} {self.start}-{self.end}"


def trials_of(table: pd.DataFrame, places: Mapping[str, tuple[float, float]]) -> list[list[Trial]]:
    """Return options from a table people filled in: ``option, venue, day, start, end``, a row a session.

    Parameters
    ----------
    table : DataFrame
        Rows that are not whole yet are left alone.
    places : mapping of str to (lon, lat)
        Where each venue is.

    Raises
    ------
    WrongUse
        When a venue is not among the places, or a day is none.

    Examples
    --------
    >>> rows = pd.DataFrame({"option": ["A", "B"], "venue": ["Hall", "Hall"], "day": ["Friday", None],
    ...                      "start": ["9:30", "18:00"], "end": ["11:00", "20:00"]})
    >>> [[t.says for t in option] for option in trials_of(rows, {"Hall": (-3.9, 53.8)})]
    [['Hall, Friday 09:30-11:00']]
    """
    out: dict[str, list[Trial]] = {}
    for row in table.itertuples():
        if not all(isinstance(v, str) and v for v in (row.option, row.venue, row.day, row.start, row.end)):
            continue
        for value, known in ((row.venue, places), (row.day, WEEKDAYS)):
            if value not in known:
                raise WrongUse("A trial has a venue and a day of those offered.", f"'{value}' is not.", "Choose one.")
        lon, lat = places[row.venue]
        clock = (row.start.zfill(len("00:00")), row.end.zfill(len("00:00")))
        out.setdefault(row.option, []).append(Trial(row.venue, lon, lat, WEEKDAYS.index(row.day), *clock))
    return [out[letter] for letter in sorted(out)]


def try_sessions(found: Cover, options: Sequence[Sequence[Trial]], reading: Reading) -> pd.DataFrame:
    """Set up to four options side by side.

    Returns
    -------
    DataFrame
        A row an option: ``option``, what :func:`placespace.plans.compare` gives, the largest window left
        unserved (``left``), and the unserved share at other walking times (``u_10_min`` and so on).

    Raises
    ------
    WrongUse
        With no option, more than four, or a session of no length.
    """
    check_profile(reading, found.profile.name)
    centres = found.cells.centres_m()
    parts = []
    for option in options:
        places = to_metres([t.lon for t in option], [t.lat for t in option])
        columns = found.ground.reach(centres, places, found.walk).toarray()
        parts.append([(columns[:, i], slots_between(t.weekday, t.start, t.end)) for i, t in enumerate(option)])
    need = None if found.values.need is None else found.values.need_share().to_numpy()
    own = reading.workspace.area.settings
    table = compare(parts, found.demand.per_hour, found.coverage.served, need_share=need, own=own)
    table.insert(0, "option", ["; ".join(t.says for t in option) for option in options])
    return table.assign(left=[_left_over(found, part) for part in parts], **_other_walks(found, options))


def _left_over(found: Cover, part: Sequence[tuple[np.ndarray, np.ndarray]]) -> str:
    with_it = served_with(found.coverage.served, part)
    after = replace(found, coverage=Coverage(found.demand.per_hour, with_it))
    rows = unserved_windows(after, most=1)
    if rows.empty:
        return "nothing"
    row = rows.iloc[0]
    return (
        f"{row['place'] or row['cell']}: {window_words(int(row['weekday']), int(row['start_hour']), int(row['hours']))}"
    )


def _other_walks(found: Cover, options: Sequence[Sequence[Trial]]) -> dict[str, list[float]]:
    out: dict[str, list[float]] = {}
    centres = found.cells.centres_m()
    existing = to_metres(found.sessions["lon"], found.sessions["lat"])
    for minutes in (10, 20, 35):
        walk = Walk(minutes, found.walk.m_per_min, found.walk.detour)
        base = served(found.ground.reach(centres, existing, walk), found.slots)
        shares = []
        for option in options:
            there = found.ground.reach(centres, to_metres([t.lon for t in option], [t.lat for t in option]), walk)
            slots = np.array([slots_between(t.weekday, t.start, t.end) for t in option]).reshape(-1, SLOTS)
            shares.append(Coverage(found.demand.per_hour, base | served(there, slots)).unserved_share)
        out[f"u_{minutes}_min"] = shares
    return out
