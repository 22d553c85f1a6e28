"""Say what is open near a place at the hours that matter: a patrol is never the only thing there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from placespace.calendar import Calendar, open_slots
from placespace.disclose import PROFILES
from placespace.documents.cover import USUAL_KINDS, ground_of, week_name
from placespace.documents.cover.answer import places_m
from placespace.ingest import read_sessions
from placespace.measures import Reading, Walk
from placespace.plans import Window, windows_in_words
from placespace.terms import WEEKDAYS

NOT_LOADED = "No list of provision is loaded. That is not the same as no provision."
MOST_NAMED = 4


@dataclass(frozen=True, eq=False)
class Nearby:
    """The sessions that young people can walk to from each place.

    Attributes
    ----------
    sessions : DataFrame
        Those for the area's ages, of a kind that counts.
    there : ndarray of bool, shape (p, m)
        Which can be walked to from which place.
    minutes : csr_array, shape (p, m)
    slots : mapping of str to ndarray of bool, shape (m, 336)
        When each is open, by kind of week.
    walk_min : float
    loaded : bool
    unread, lines : int
        Lines of the list that could not be read in full, and all of them.
    """

    sessions: pd.DataFrame
    there: np.ndarray
    minutes: sparse.csr_array
    slots: Mapping[str, np.ndarray]
    walk_min: float
    loaded: bool = True
    unread: int = 0
    lines: int = 0

    def at_windows(self, place: int, windows: Mapping[str, Sequence[Window]]) -> list[str]:
        """Return who is open at each of a place's windows, a sentence each; of one without, who is open at all."""
        if not self.loaded:
            return [NOT_LOADED]
        if not any(windows.values()):
            every = np.logical_or.reduce([s.any(axis=1) for s in self.slots.values()]) if self.slots else []
            said = self._said(place, every)
            more = f"; and {len(said) - MOST_NAMED} more" if len(said) > MOST_NAMED else ""
            return [f"In the week: {'; '.join(said[:MOST_NAMED])}{more}." if said else f"In the week {self._nobody}."]
        lines: dict[str, list[str]] = {}
        for kind, found in windows.items():
            for window in found:
                who = self._at(place, kind, window)
                lines.setdefault(f"{windows_in_words([window], kind)}: {who}", []).append(kind)
        return [line if "term" in of else f"In {week_name(of[0])}, {line}" for line, of in lines.items()]

    def evening(self, place: int, weekday: int, kind: str) -> str:
        """Return who is open near a place from noon of an operational day."""
        if not self.loaded:
            return NOT_LOADED
        hours = [(weekday * 24 + h) % 168 for h in range(12, 30)]
        said = self._said(place, self._open(kind, hours))
        return "; ".join(said) if said else f"{self._nobody[0].upper()}{self._nobody[1:]}"

    def _at(self, place: int, kind: str, window: Window) -> str:
        days: dict[tuple[str, ...], list[str]] = {}
        for day in window.days:
            hours = [(day * 24 + 6 + h) % 168 for h in window.hours]
            days.setdefault(self._said(place, self._open(kind, hours)), []).append(WEEKDAYS[day])
        nobody = days.pop((), [])
        if not days:
            return f"{self._nobody}."
        if len(days) == 1 and not nobody:
            return f"{'; '.join(next(iter(days)))}."
        said = "; ".join(f"{', '.join(of)}: {'; '.join(who)}" for who, of in days.items())
        return f"{said}; {', '.join(nobody)}: {self._nobody}." if nobody else f"{said}."

    def _open(self, kind: str, hours: Iterable[int]) -> np.ndarray:
        return self.slots[kind][:, [s for h in hours for s in (2 * h, 2 * h + 1)]].any(axis=1)

    def _said(self, place: int, which: np.ndarray) -> tuple[str, ...]:
        """Return the sessions in words: those of one activity and place and time of day once."""
        said = []
        for i in np.flatnonzero(self.there[place] & which):
            one, walk = self.sessions.iloc[i], max(round(float(self.minutes[place, i])), 1)
            said.append(f"{one['name']}, {one['site']} {one['start']}-{one['end']} ({walk} min walk)")
        return tuple(dict.fromkeys(said))

    @property
    def _nobody(self) -> str:
        return f"nobody is open within a {self.walk_min:g} minute walk"


def nearby(reading: Reading, at_m: np.ndarray, kinds: Iterable[str], calendar: Calendar, month: str) -> Nearby:
    """Return the sessions near some places.

    Parameters
    ----------
    reading : Reading
    at_m : ndarray, shape (p, 2)
        Where the places are, EPSG:27700.
    kinds : iterable of str
        The kinds of week of the month.
    calendar : Calendar
    month : str
        ``YYYY-MM``: a session counts when it runs in more than ``runs_share`` of such weeks of it.
    """
    workspace, area = reading.workspace, reading.workspace.area
    provision, walk = read_sessions(workspace), Walk.of(area.settings)
    every = _for_young_people(provision.sessions, area.resident_ages)
    ground, sites = ground_of(reading, PROFILES["analyst"]), places_m(every)
    period = pd.Period(month, "M")
    first, last, share = period.start_time.date(), period.end_time.date(), area.settings["runs_share"]
    slots = {k: open_slots(every, calendar, k, first=first, last=last, runs_share=share).slots for k in kinds}
    there = ground.reach(at_m, sites, walk).toarray().astype(bool)
    return Nearby(
        every, there, ground.minutes(at_m, sites, walk), slots, walk.minutes, provision.loaded,
        len(provision.waiting), len(provision.lines),
    )  # fmt: skip


def _for_young_people(sessions: pd.DataFrame, ages: tuple[int, int]) -> pd.DataFrame:
    youngest, oldest = sessions["age_from"].astype("Float64").fillna(0), sessions["age_to"].astype("Float64")
    may = (youngest <= ages[1]) & (oldest.fillna(200) >= ages[0]) & sessions["kind"].isin(USUAL_KINDS)
    return sessions[may.to_numpy(bool)].reset_index(drop=True)
