"""Turn what people decided about a month into stops that are fixed, taken out or moved."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from placespace.plans import Decision, Stop
from placespace.plans.stops import clock

PINNED, ASKED, MOVED = "pinned", "asked for", "moved"


@dataclass
class Edited:
    """Stops after what people decided, and what could not be found."""

    stops: list[Stop]
    notes: list[str] = field(default_factory=list)


def asked_for(found: Sequence[Decision], number: dict[str, int]) -> list[Stop]:
    """Return the stops that agencies asked for with a crew and a time: they are planned first."""
    return [
        _stop(d, d.detail, number[d.place], ASKED, asked_by=str(d.detail.get("asked_by", "")))
        for d in found
        if d.kind == "request" and d.place in number and "start_min" in d.detail
    ]


def pinned(found: Sequence[Decision], number: dict[str, int]) -> list[Stop]:
    """Return the stops that were pinned."""
    return [_stop(d, d.detail, number[d.place], PINNED) for d in found if d.kind == "pin" and d.place in number]


def edited(stops: Sequence[Stop], found: Sequence[Decision], number: dict[str, int]) -> Edited:
    """Return the stops with each pin, drop and move applied, in the order in which they were decided.

    Parameters
    ----------
    stops : sequence of Stop
    found : sequence of Decision
    number : dict of str to int
        The place of each place's id.
    """
    out = Edited(list(stops))
    for d in found:
        if d.kind == "pin":
            at = _at(out.stops, d, d.detail, number)
            if at is not None:
                out.stops[at] = replace(out.stops[at], fixed=PINNED, reason=d.reason)
        elif d.kind == "drop":
            at = _at(out.stops, d, d.detail, number)
            if at is None:
                out.notes.append(f"What was taken out is not in this plan: {words_of(d)}.")
            else:
                out.stops.pop(at)
        elif d.kind == "move":
            before = {k.removeprefix("from_"): v for k, v in d.detail.items() if k.startswith("from_")}
            after = {k.removeprefix("to_"): v for k, v in d.detail.items() if k.startswith("to_")}
            at = _at(out.stops, d, before, number)
            to = number.get(str(after.get("place", d.place)))
            if at is None or to is None:
                out.notes.append(f"What was moved is not in this plan: {words_of(d)}.")
                continue
            out.stops.pop(at)
            out.stops.append(_stop(d, after, to, MOVED))
    return out


def not_on_the_list(found: Sequence[Decision], places: Iterable[str], listed: pd.DataFrame) -> list[str]:
    """Return a sentence for each thing that was decided of a place that the plan does not have, and why it has not.

    What was taken out or moved says so by itself, and a name waits for its place to come back.

    Parameters
    ----------
    found : sequence of Decision
    places : iterable of str
        Places of the plan.
    listed : DataFrame
        The shortlist, with ``place, name, left_out``.
    """
    there = set(places)
    left = dict(zip(*listed.loc[listed["left_out"] != "", ["place", "name"]].to_numpy().T, strict=True))
    said = {"request": "asked for", "pin": "fixed", "task": "agreed as a task"}
    return [
        f"What was {said[d.kind]} by {d.detail.get('asked_by') or d.by} is not in this plan: "
        + (f"{left[d.place]} was left out." if d.place in left else f"{d.place} is no place of it.")
        for d in found
        if d.kind in said and d.place not in there
    ]


def words_of(d: Decision) -> str:
    """Return the stop that a decision is about, in words."""
    detail = {k.removeprefix("from_"): v for k, v in d.detail.items() if not k.startswith("to_")}
    at = clock(int(detail.get("start_min", 0)))
    return f"{detail.get('crew')} unit {detail.get('unit')}, {detail.get('date')} {at}"


def _stop(d: Decision, detail: dict, place: int, fixed: str, *, asked_by: str = "") -> Stop:
    day = datetime.date.fromisoformat(str(detail["date"]))
    start, end = int(detail["start_min"]), int(detail["end_min"])
    return Stop(
        str(detail["crew"]), int(detail["unit"]), day, start, end, place, fixed=fixed, asked_by=asked_by,
        reason=d.reason,
    )  # fmt: skip


def _at(stops: Sequence[Stop], d: Decision, detail: dict, number: dict[str, int]) -> int | None:
    asked = (str(detail.get("crew")), int(detail.get("unit", 0)), str(detail.get("date")), int(detail["start_min"]))
    where = number.get(d.place)
    for i, s in enumerate(stops):
        if (s.crew, s.unit, s.day.isoformat(), s.start_min) == asked and s.place == where:
            return i
    return None
