"""Keep who is where while a month is planned, and what is still to be met."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import numpy as np

from placespace.plans.shifts import Shift
from placespace.plans.stops import DAY_BEGINS, DAY_MIN, HOUR_MIN, HOURS, Stop, hours_met
from placespace.plans.travel import Travel

NEGLIGIBLE = 1e-9
"""Share of all value under which two gains are the same: sums of floats differ in their last digits."""


@dataclass(frozen=True, eq=False)
class Job:
    """A shift to fill, with what its unit needs to know.

    Attributes
    ----------
    shift : Shift
    day : int
        Position in the days of the month.
    works : str
        ``visits`` or ``sessions``.
    title : str
        Of the crew.
    limited : bool
        Whether the crew has a limit of hours in the month.
    ways : Travel
    never : frozenset of (int, int)
        Places and hours that were taken out of this unit's day by hand.
    clash, near : tuple of int
        Positions of the unit's other shifts that overlap this one, and that lie so near to it that the way
        from one to the other matters.
    """

    shift: Shift
    day: int
    works: str
    title: str
    limited: bool
    ways: Travel
    never: frozenset[tuple[int, int]] = frozenset()
    clash: tuple[int, ...] = ()
    near: tuple[int, ...] = ()

    @property
    def hours(self) -> float:
        """Length of the shift."""
        return (self.shift.end_min - self.shift.start_min) / HOUR_MIN

    @property
    def span(self) -> tuple[int, int]:
        """Start and end in minutes since the first day of the month began."""
        return self.day * DAY_MIN + self.shift.start_min, self.day * DAY_MIN + self.shift.end_min


def neighboured(jobs: list[Job]) -> list[Job]:
    """Return the jobs, each knowing which others of its unit it overlaps or is near to."""
    out = []
    for one in jobs:
        clash, near = [], []
        within = 0 if one.ways.has_base or not one.ways.between.size else int(one.ways.between.max())
        for n, other in enumerate(jobs):
            if other is one or (other.shift.crew, other.shift.unit) != (one.shift.crew, one.shift.unit):
                continue
            apart = max(other.span[0] - one.span[1], one.span[0] - other.span[1])
            (clash if apart < 0 else near if apart < within else []).append(n)
        out.append(replace(one, clash=tuple(clash), near=tuple(near)))
    return out


@dataclass
class Part:
    """A stretch of a shift between two things that are settled: base, or a fixed stop.

    Attributes
    ----------
    earliest : ndarray of int, shape (p,)
        When a stop may start at each place.
    latest : ndarray of int, shape (p,)
        When it must be over.
    """

    earliest: np.ndarray
    latest: np.ndarray


@dataclass
class Board:
    """Who is where, and what that leaves.

    Attributes
    ----------
    value : ndarray of float, shape (p, D, 24)
    jobs : list of Job
    a_day : int
        Visits to a place a day, of all crews together.
    at : list of list of Stop
        The stops of each job, by start.
    times : ndarray of int, shape (p, D, 24)
        How many stops meet each place-hour.
    visits : ndarray of int, shape (p, D)
    changed : ndarray of int, shape (D,)
        Raised whenever a day changes.
    """

    value: np.ndarray
    jobs: list[Job]
    a_day: int
    at: list[list[Stop]] = field(init=False)
    times: np.ndarray = field(init=False)
    visits: np.ndarray = field(init=False)
    changed: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        self.at = [[] for _ in self.jobs]
        self.times = np.zeros(self.value.shape, np.int16)
        self.visits = np.zeros(self.value.shape[:2], np.int16)
        self.changed = np.zeros(self.value.shape[1], int)
        self.negligible = NEGLIGIBLE * float(self.value.sum())
        self._of_day: dict[int, list[int]] = {}
        for n, job in enumerate(self.jobs):
            self._of_day.setdefault(job.day, []).append(n)

    def of_day(self, day: int) -> list[int]:
        """Return the positions of the jobs of a day."""
        return self._of_day.get(day, [])

    def put(self, n: int, stops: Iterable[Stop]) -> None:
        """Add stops to a job."""
        for stop in stops:
            self.at[n].append(stop)
            self._count(n, stop, 1)
        self.at[n].sort(key=lambda stop: stop.start_min)

    def clear(self, n: int) -> list[Stop]:
        """Take the stops of a job away, all but the fixed, and return them."""
        gone = [stop for stop in self.at[n] if not stop.fixed]
        self.at[n] = [stop for stop in self.at[n] if stop.fixed]
        for stop in gone:
            self._count(n, stop, -1)
        return gone

    def take(self, n: int, stop: Stop) -> None:
        """Take one stop of a job away."""
        self.at[n].remove(stop)
        self._count(n, stop, -1)

    def _count(self, n: int, stop: Stop, by: int) -> None:
        job = self.jobs[n]
        for hour in hours_met(stop.start_min, stop.end_min, job.works):
            self.times[stop.place, job.day, hour] += by
        if job.works == "visits":
            self.visits[stop.place, job.day] += by
        self.changed[job.day] += 1

    def left(self, day: int) -> np.ndarray:
        """Return the value nobody meets on a day, shape (p, 24)."""
        return np.where(self.times[:, day] == 0, self.value[:, day], 0.0)

    def room(self, day: int) -> np.ndarray:
        """Return how many more visits each place may have on a day, shape (p,)."""
        return self.a_day - self.visits[:, day]

    def busy(self, day: int, without: int | None = None) -> list[tuple[int, int, int]]:
        """Return place, start and end of every stop of a day, those of one job left out if asked."""
        return [(s.place, s.start_min, s.end_min) for n in self.of_day(day) if n != without for s in self.at[n]]

    def met(self) -> float:
        """Return the value met."""
        return float(self.value[self.times > 0].sum())

    def met_on(self, day: int) -> float:
        """Return the value met on a day."""
        return float(self.value[:, day][self.times[:, day] > 0].sum())

    def hours_used(self) -> Counter[str]:
        """Return the hours of the shifts that are used, by crew."""
        used: Counter[str] = Counter()
        for job, stops in zip(self.jobs, self.at, strict=True):
            if stops:
                used[job.shift.crew] += job.hours
        return used

    def free(self, n: int) -> bool:
        """Whether no shift that overlaps a job is used by its unit."""
        return not any(self.at[other] for other in self.jobs[n].clash)

    def parts(self, n: int) -> list[Part]:
        """Return the stretches of a job's shift that are still to be filled."""
        job = self.jobs[n]
        between, base = job.ways.between, job.ways.base
        earliest, ends = job.shift.start_min + base, job.shift.end_min - base
        for other in job.near:
            shifted = (self.jobs[other].day - job.day) * DAY_MIN
            for stop in self.at[other]:
                if stop.end_min + shifted <= job.shift.start_min:
                    earliest = np.maximum(earliest, stop.end_min + shifted + between[stop.place])
                else:
                    ends = np.minimum(ends, stop.start_min + shifted - between[:, stop.place])
        found = []
        for stop in (stop for stop in self.at[n] if stop.fixed):
            found.append(Part(earliest, np.minimum(ends, stop.start_min - between[:, stop.place])))
            earliest = stop.end_min + between[stop.place]
        return [*found, Part(earliest, ends)]


def hour_of(minute: int | np.ndarray) -> int | np.ndarray:
    """Return the hour of the operational day, 0 to 23, of minutes after 00:00 of its date."""
    return np.clip((minute - DAY_BEGINS) // HOUR_MIN, 0, HOURS - 1)
