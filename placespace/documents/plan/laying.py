"""Lay crews on the windows of places, and then what people decided over that."""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from placespace.catalogue import Crew
from placespace.documents.plan.edits import asked_for, edited, pinned
from placespace.grid import to_metres
from placespace.measures import MonthDemand
from placespace.plans import Decision, Deployment, Shift, Stop, Window, deploy, in_windows, share_met, windows

ALL = "all"
APART_HOURS = 2
Memory = MutableMapping[tuple, object]


def remembered(memory: Memory | None, key: tuple, work: Callable[[], object]) -> object:
    """Return what some work came to before, or do it now."""
    if memory is None:
        return work()
    if key not in memory:
        memory[key] = work()
    return memory[key]


def windows_of(
    demand: MonthDemand, member: np.ndarray, places: int, own: Mapping[str, float], memory: Memory | None = None
) -> tuple[dict[str, list[Window]], ...]:
    """Return the windows of each place, by kind of day.

    A place with ``peak_events`` or more events of known hour on days of a kind has windows of that kind. With fewer
    it has those of all days, if all days hold so many; otherwise none: too few to say when. They are windows of what
    was recorded: drawn to the area's hours, a place's own would be lost among them.
    """
    weeks = demand.weeks(member, places)
    found = []
    for place in range(places):
        here = member == place
        known = {kind: h.by_cell[here].sum() >= own["peak_events"] for kind, h in demand.hours.items()}
        using = {kind: kind if known[kind] else ALL for kind in dict.fromkeys(demand.kinds)}
        said = {}
        for use in (u for u in dict.fromkeys(using.values()) if known[u]):
            week = _by_clock(weeks[use][place])
            key = ("windows", week.tobytes(), tuple(sorted(own.items())))
            said[use] = remembered(memory, key, lambda week=week: windows(week, own=own))
        found.append({str(kind): said[use] for kind, use in using.items() if use in said})
    return tuple(found)


def _by_clock(week: np.ndarray) -> np.ndarray:
    """Return an operational week, shape (7, 24), by hour of the clock from Monday 00:00, shape (168,)."""
    return np.roll(week.reshape(-1), 6)


def laid(
    demand: MonthDemand,
    member: np.ndarray,
    places: pd.DataFrame,
    found: Sequence[Mapping[str, Sequence[Window]]],
    every: Sequence[Shift],
    crews: Mapping[str, Crew],
    decided: Sequence[Decision],
    *,
    seed: int,
    own: Mapping[str, float],
    prove_s: float = 0,
    progress: Callable[[int, int], None] | None = None,
    memory: Memory | None = None,
) -> tuple[Deployment, tuple[Stop, ...], list[str]]:
    """Return the plan as drawn, its stops after what people decided, and what has to be said of those.

    What people change is laid over the plan and changes nothing else of it. A stop that is pinned and is not in the
    plan as drawn (another seed, newer data) is planned first.
    """
    number = {place: i for i, place in enumerate(places["place"])}
    at_m = places[["x", "y"]].to_numpy(float).reshape(-1, 2)
    base_m = {c.id: tuple(to_metres([c.base[0]], [c.base[1]])[0]) for c in crews.values() if c.base}
    week = demand.steadied(member, len(places), k=own["shrink_events"])
    inside = {str(k): np.stack([in_windows(each.get(k, ())) for each in found]) for k in dict.fromkeys(demand.kinds)}
    value = demand.on_days(week) * demand.on_days(inside)

    def draw(worth: np.ndarray, fixed: Sequence[Stop], shifts: Sequence[Shift] = every, **how: object) -> Deployment:
        given = (worth.tobytes(), at_m.tobytes(), *map(tuple, (demand.days, shifts, crews.values(), fixed)))
        key = ("draw", *given, seed, how.get("prove_s", 0), tuple(sorted(own.items())))
        more = {"base_m": base_m, "seed": seed, "own": own, "fixed": fixed, **how}
        return remembered(memory, key, lambda: deploy(worth, demand.days, shifts, crews, at_m, **more))

    asked, pins = asked_for(decided, number), pinned(decided, number)
    drawn = draw(value, asked, prove_s=prove_s, progress=progress)
    have = {_key(s) for s in drawn.stops}
    if any(_key(s) not in have for s in pins):
        drawn = draw(value, [*asked, *pins], prove_s=prove_s)
    if any(crews[s.crew].works == "sessions" for s in drawn.unused):
        drawn = _sent_out(draw, demand.on_days(week), drawn, every, crews, found, demand)
    changed = edited(drawn.stops, decided, number)
    if changed.stops == list(drawn.stops) and not changed.notes:
        return drawn, drawn.stops, list(drawn.refused)
    # with nothing to gain only what is fixed stays, where it can be done
    checked = _with(draw, value * 0, changed.stops, every)
    # how good it is was said of the plan as drawn; the hours are those of the plan as it stands
    drawn = replace(drawn, hours_used=checked.hours_used, unused=checked.unused)
    return drawn, checked.stops, [*changed.notes, *drawn.refused, *checked.refused]


def _sent_out(
    draw: Callable[..., Deployment],
    expected: np.ndarray,
    drawn: Deployment,
    every: Sequence[Shift],
    crews: Mapping[str, Crew],
    found: Sequence[Mapping[str, Sequence[Window]]],
    demand: MonthDemand,
) -> Deployment:
    """Return the plan with crews for sessions that no window has a use for: where most is expected in their hours.

    They go to places that have windows, and keep two hours from everybody else there.
    """
    sessions = [s for s in every if crews[s.crew].works == "sessions"]
    theirs = [s for s in drawn.stops if crews[s.crew].works == "sessions"]
    others = [s for s in drawn.stops if crews[s.crew].works != "sessions"]
    taken = share_met(expected, drawn.stops, demand.days, crews)[1]
    near = np.pad(taken, ((0, 0), (0, 0), (APART_HOURS, APART_HOURS)))
    taken = np.stack([near[:, :, i : i + taken.shape[2]] for i in range(2 * APART_HOURS + 1)]).any(axis=0)
    settled = np.array([any(each.values()) for each in found])[:, None, None]
    more = _with(draw, expected * settled * ~taken, theirs, sessions)
    stops = sorted([*others, *more.stops], key=lambda s: (s.day, s.start_min, s.crew, s.unit))
    used = {**drawn.hours_used, **{c: h for c, h in more.hours_used.items() if crews[c].works == "sessions"}}
    rest = [s for s in drawn.unused if crews[s.crew].works != "sessions"]
    return replace(drawn, stops=tuple(stops), hours_used=used, unused=(*rest, *more.unused))


def _with(
    draw: Callable[..., Deployment], worth: np.ndarray, stops: Sequence[Stop], every: Sequence[Shift]
) -> Deployment:
    """Return a plan that keeps some stops, of which those the plan chose are called chosen again."""
    chosen = {_key(s) for s in stops if not s.fixed}
    done = draw(worth, [s if s.fixed else replace(s, fixed="pinned") for s in stops], shifts=every)
    return replace(done, stops=tuple(replace(s, fixed="") if _key(s) in chosen else s for s in done.stops))


def _key(stop: Stop) -> tuple:
    return stop.crew, stop.unit, stop.day, stop.start_min, stop.place
