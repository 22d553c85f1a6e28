"""Plan a month: places, windows, who goes where and when, what that meets and what it leaves uncovered."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from placespace.calendar import Calendar, month_days, read_calendar
from placespace.catalogue import Crew, read_crews
from placespace.documents.cover import timed_layers
from placespace.documents.overview import harm_layers
from placespace.documents.plan.edits import not_on_the_list
from placespace.documents.plan.laying import Memory, laid, windows_of
from placespace.documents.plan.near import Nearby, nearby
from placespace.documents.plan.shortlist import Shortlist, shortlist
from placespace.errors import PlacespaceError, WrongUse
from placespace.grid import Question
from placespace.measures import MonthDemand, Reading, month_demand, reading_before
from placespace.places.acting import check_act
from placespace.plans import (
    Decision,
    Deployment,
    Shift,
    Stop,
    Window,
    all_shifts,
    decisions,
    share_met,
    timetable,
    uncovered,
)

LAST_YEAR = "2199"
"""Holidays and sunsets are not worked out for any later."""
NO_TIMES = "So no times are planned: the sheet lists the places, and the crews' hours are for you to lay out."


@dataclass(frozen=True)
class PlanQuestion:
    """What is asked of a plan.

    Attributes
    ----------
    month : str
        ``YYYY-MM``, the month to come.
    harm : Question
        Source and categories; the window is the twelve months held before the month.
    seed : int
        0 or more. Times of visits vary by it; the same seed gives the same plan.
    """

    month: str
    harm: Question
    seed: int = 1

    def __post_init__(self) -> None:
        try:
            ok = pd.Period(self.month, "M").strftime("%Y-%m") == self.month
        except ValueError:
            ok = False
        if not ok:
            raise WrongUse("A month is written YYYY-MM.", f"--month is {self.month!r}.", "Write 2026-10, say.")
        if self.month[:4] > LAST_YEAR:
            raise WrongUse(
                f"A plan is for a month up to {LAST_YEAR}.", f"--month is {self.month}.", "Name the next one."
            )
        if self.seed < 0:
            raise WrongUse("A seed must be 0 or more.", f"--seed is {self.seed}.", "Write 1, say.")


@dataclass(frozen=True, eq=False)
class MonthPlan:
    """A month's plan, with true counts: what leaves the analyst's screen is made by ``documents.plan.pack``.

    Attributes
    ----------
    shortlist : Shortlist
    places : DataFrame
        Places of the plan in the order of their numbers, from 0: ``place, name, x, y, number, why``. Those of the
        shortlist that were not left out, then those that agencies asked for.
    demand : MonthDemand or None
        None where the source has no hours; ``why_no_hours`` says so.
    windows : tuple of dict
        A place's windows by kind of day.
    nearby : Nearby
        What young people can walk to from each place.
    deployment, stops : Deployment or None, tuple of Stop
    covered : ndarray of bool, shape (p, D, 24)
    decisions, notes : tuple of Decision, tuple of str
    """

    asked: PlanQuestion
    shortlist: Shortlist
    places: pd.DataFrame
    calendar: Calendar
    days: pd.DataFrame
    demand: MonthDemand | None
    why_no_hours: str
    windows: tuple[Mapping[str, Sequence[Window]], ...]
    nearby: Nearby
    crews: Mapping[str, Crew]
    crew_faults: tuple[str, ...]
    shifts: tuple[Shift, ...]
    deployment: Deployment | None
    stops: tuple[Stop, ...]
    recorded: np.ndarray
    decisions: tuple[Decision, ...]
    notes: tuple[str, ...] = ()

    @cached_property
    def timetable(self) -> pd.DataFrame:
        """Return who goes where and when: columns of ``terms.PLAN_COLUMNS``."""
        return timetable(self.stops, self.places, self.crews)

    def covered_by(self, stops: Sequence[Stop]) -> np.ndarray:
        """Return the place-day-hours in which somebody is there: bool, shape (p, D, 24)."""
        return share_met(self.recorded, stops, self.demand.days, self.crews)[1]

    @cached_property
    def covered(self) -> np.ndarray:
        """Return the place-day-hours that the plan meets: bool, shape (p, D, 24)."""
        return self.covered_by(self.stops)

    def share_of(self, stops: Sequence[Stop]) -> float:
        """Return the share of what is expected in the whole area that some stops meet; missing with no hours."""
        if self.demand is None or not self.demand.total:
            return float("nan")
        return float(self.recorded[self.covered_by(stops)].sum()) / self.demand.total

    @cached_property
    def share(self) -> float:
        """Return the share of what is expected in the whole area that the plan meets."""
        return self.share_of(self.stops)

    def share_where(self, keep: Callable[[Crew], bool]) -> float:
        """Return the share that some of the crews meet by themselves."""
        return self.share_of([s for s in self.stops if keep(self.crews[s.crew])])

    @property
    def share_at_places(self) -> float:
        """Return the share of what is expected in the area that is expected at the places of the plan at all."""
        if self.demand is None or not self.demand.total:
            return float("nan")
        return float(self.recorded.sum()) / self.demand.total

    @cached_property
    def uncovered(self) -> pd.DataFrame:
        """Return the places and hours that hold most of what the plan does not meet, in words."""
        return uncovered(self.recorded, self.covered, self.demand.days, self.places)

    @cached_property
    def near(self) -> list[list[str]]:
        """Return what is open near each place at its windows, a sentence each."""
        return [self.nearby.at_windows(i, each) for i, each in enumerate(self.windows)]

    def near_on(self, place: int, day: datetime.date) -> str:
        """Return what is open near a place on an operational day."""
        at = int(self.days["date"].searchsorted(pd.Timestamp(day)))
        kind = str(self.demand.kinds[at]) if self.demand is not None else "all"
        return self.nearby.evening(place, pd.Timestamp(day).day_of_week, kind)

    def tasks_of(self, place: str) -> list[Decision]:
        """Return what was agreed for a place that is not a patrol."""
        return [d for d in self.decisions if d.kind == "task" and d.place == place]


def month_plan(
    reading: Reading,
    asked: PlanQuestion,
    *,
    crews: Sequence[Crew] | None = None,
    listed: Shortlist | None = None,
    progress: Callable[[int, int], None] | None = None,
    prove_s: float = 0,
    memory: Memory | None = None,
    tried: Sequence[Decision] = (),
) -> MonthPlan:
    """Return a month's plan.

    Parameters
    ----------
    reading : Reading
    asked : PlanQuestion
    crews : sequence of Crew, optional
        Those of ``geodata/crews.toml`` by default.
    listed : Shortlist, optional
        When it is at hand.
    progress : callable, optional
        Called with how many steps are done and how many there are.
    prove_s : float
        Seconds to prove the plan for.
    tried : sequence of Decision
        Decisions that nobody has kept yet, to see what they would come to.
    memory : mutable mapping, optional
        Windows and draws are put in it and taken from it, so that a plan of which little has changed is there at once.

    Raises
    ------
    PlacespaceError
        When the source has no places, or nothing is held before the month.
    """
    check_act(reading, "see true counts")
    workspace, own = reading.workspace, reading.workspace.area.settings
    calendar = read_calendar(workspace)
    before = reading_before(reading, asked.month)
    listed = listed or shortlist(reading, asked.harm, asked.month, calendar=calendar)
    faults: list[str] = []
    if crews is None:
        crews, faults = read_crews(workspace.crews) if workspace.crews.exists() else ([], [])
    known = {c.id: c for c in crews}
    kept = decisions(workspace, asked.month)
    kept = replace(kept, decisions=[*kept.decisions, *tried])
    places, member = _places(listed, kept.decisions)
    at_m = places[["x", "y"]].to_numpy(float).reshape(-1, 2)
    notes, why, demand = [*listed.notes, *kept.set_aside], "", None
    try:
        demand = month_demand(before, listed.question, listed.cells, calendar, asked.month)
        notes += demand.notes
    except WrongUse as fault:
        why = f"{fault.found} {NO_TIMES}"
    every, at_home = all_shifts(crews, asked.month, calendar)
    faults += at_home
    lat, lon = listed.cells.centres().mean()
    days = month_days(asked.month, calendar, lon=float(lon), lat=float(lat))
    notes = list(dict.fromkeys([*notes, *not_on_the_list(kept.decisions, places["place"], listed.table)]))
    common = (asked, listed, places, calendar, days)
    near = nearby(before, at_m, dict.fromkeys(demand.kinds) if demand is not None else ("all",), calendar, asked.month)
    if demand is None or places.empty:
        none = tuple({} for _ in range(len(places)))
        empty = np.zeros((len(places), len(days), 24))
        return MonthPlan(*common, demand, why, none, near, known, tuple(faults), tuple(every), None, (), empty,
                         tuple(kept.decisions), tuple(notes))  # fmt: skip
    found = windows_of(demand, member, len(places), own, memory)
    deployment, stops, more = laid(
        demand, member, places, found, every, known, kept.decisions, seed=asked.seed, own=own, prove_s=prove_s,
        progress=progress, memory=memory,
    )  # fmt: skip
    few = [str(name) for name, each in zip(places["name"], found, strict=True) if not each]
    if few:
        more.insert(0, f"Too few events to say when (under {own['peak_events']:g} with a time), so no crew is sent by "
                    f"the hour: {', '.join(few)}.")  # fmt: skip
    return MonthPlan(
        *common, demand, why, found, near, known, tuple(faults),
        tuple(every), deployment, stops, demand.recorded(member, len(places)), tuple(kept.decisions), (*notes, *more),
    )  # fmt: skip


def _places(listed: Shortlist, found: Sequence[Decision]) -> tuple[pd.DataFrame, np.ndarray]:
    """Return the places of the plan, and the place of each cell; -1 is none."""
    stays = listed.table["left_out"].eq("").to_numpy()
    table = listed.table.loc[stays, ["place", "name", "x", "y"]].reset_index(drop=True).assign(why="shortlist")
    at = np.append(np.where(stays, np.cumsum(stays) - 1, -1), -1)
    member = at[listed.member]
    for d in found:
        if d.kind != "request" or d.place in set(table["place"]):
            continue
        cell = listed.cells.index.get_indexer([d.place])[0]
        if cell < 0:
            continue
        x, y = listed.cells.centres_m()[cell]
        name = str(d.detail.get("name") or listed.name_of(d.place))
        table.loc[len(table)] = [d.place, name, x, y, f"asked for by {d.detail.get('asked_by', '')}"]
        member = np.where((np.arange(len(member)) == cell) & (member < 0), len(table) - 1, member)
    return table.assign(number=range(1, len(table) + 1)), member


def usual_plan(reading: Reading, month: str | None = None) -> PlanQuestion:
    """Return what is asked of a plan before anyone chooses: the next month, and the health source where it has hours.

    Raises
    ------
    PlacespaceError
        When no layer of incidents says where.
    """
    area = reading.workspace.area
    mapped = [i for i in harm_layers(reading) if reading.workspace.layers[i].precision != "none"]
    if not mapped:
        raise PlacespaceError("A plan needs incidents with places.", "None is read.", "Add files on the Data page.")
    timed = timed_layers(reading)
    layer = next((i for i in (area.health_layer, area.hotspot_layer, *timed) if i in timed), mapped[0])
    return PlanQuestion(month or str(pd.Period(area.today, "M") + 1), Question(layer))


def plan_crews(reading: Reading, path: object = None) -> tuple[list[Crew], list[str]]:
    """Return the crews of a file, or of the workspace, and what is wrong with the others of it, a sentence each.

    Raises
    ------
    PlacespaceError
        When the file holds none that can be sent.
    """
    crews, faults = read_crews(path or reading.workspace.crews)
    if not crews:
        raise PlacespaceError("A plan needs crews.", " ".join(faults) or "The file names none.", "Add one.")
    return crews, faults
