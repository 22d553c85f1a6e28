"""Turn coverage into what the hexagon map draws: one hour, who is reached, and what is open then."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from placespace.documents.cover import Cover, window_words
from placespace.documents.siting import Candidates, Siting
from placespace.measures import Reading
from placespace.views import barriers, cached
from placespace.views.hexmap import LegendEntry, Mark, hexmap

HALF = 0.5
"""The darkest class: the fewest cells that hold half of what nobody is there for at the hour."""


def cover_map(
    reading: Reading,
    found: Cover,
    hour: int,
    *,
    key: str,
    beside: Sequence[Mark] = (),
    selected: int | None = None,
    drawing: bool = False,
) -> None:
    """Show who is reached at an hour of the week, with sessions, barriers and what else there is beside them."""
    around = cached.surroundings(reading)
    hexmap(
        cached.drawing(found.cells),
        classes(found, hour),
        legend=legend(found),
        labels=labels(found, hour),
        values_note=window_words(*divmod(hour, 24), 1),
        context=around.context,
        names=around.names,
        selected=selected,
        marks=[*marks(found, hour), *beside],
        lines=barriers.drawn(found),
        draw="line" if drawing else None,
        key=key,
    )


def legend(found: Cover) -> list[LegendEntry]:
    """Return the classes of cells at an hour: told apart by lightness and hatching, not by hue alone."""
    return [
        LegendEntry("nothing expected then", "#ffffff", outline="#c3cad2"),
        LegendEntry("expected, and somebody is there", "#bcdcd3"),
        LegendEntry("expected, and nobody is there", "#f6cf9b"),
        LegendEntry("nobody there: half of what is not reached is in these", "#b5370b", hatch=True),
    ]


def classes(found: Cover, hour: int) -> np.ndarray:
    """Return each cell's class at an hour of the week, shape (n,)."""
    demand, unserved = found.demand.per_hour[:, hour], found.coverage.unserved[:, hour]
    worst = np.zeros(len(demand), bool)
    order = np.argsort(-unserved, kind="stable")
    if unserved.sum() > 0:
        held = np.cumsum(unserved[order]) / unserved.sum()
        worst[order[: int(np.searchsorted(held, HALF)) + 1]] = True
    return np.select([worst, unserved > 0, demand > 0], [3, 2, 1], 0).astype(np.uint8)


def labels(found: Cover, hour: int) -> list[str]:
    """Return one line a cell for the pointer and the screen reader."""
    demand, unserved = found.demand.per_hour[:, hour], found.coverage.unserved[:, hour]
    unit = found.demand.unit
    return [
        f"{name or 'no name'}: " + ("nothing expected then" if d == 0 else f"{d:.3g} {unit}, {_reached(d, u)}")
        for name, d, u in zip(found.names, demand, unserved, strict=True)
    ]


def _reached(demand: float, unserved: float) -> str:
    if unserved == 0:
        return "somebody is there"
    return "nobody is there" if unserved >= demand else "somebody is there for part of the hour"


def marks(found: Cover, hour: int) -> list[Mark]:
    """Return the sessions that count as marks: filled where open at the hour, hollow where not."""
    slots = slice(hour * 2, hour * 2 + 2)
    table = found.sessions.assign(open=found.slots[:, slots].any(axis=1))
    out = []
    for (lat, lon), here in table.groupby(["lat", "lon"], sort=True):
        now = here[here["open"]]
        shown = now if len(now) else here
        first = shown.iloc[0]
        more = f" and {len(shown) - 1} more" if len(shown) > 1 else ""
        state = "open then" if len(now) else "not open then"
        kind = "open" if len(now) else "closed"
        out.append(Mark(float(lat), float(lon), f"{first['site']}: {first['name']}{more}, {state}", kind))
    return out


def candidate_marks(candidates: Candidates | None, done: Siting | None) -> list[Mark]:
    """Return candidate venues as marks, those proposed told apart."""
    if candidates is None:
        return []
    chosen = pd.DataFrame(columns=["lon", "lat"]) if done is None else done.table
    taken = set(zip(chosen["lon"].round(6), chosen["lat"].round(6), strict=True))
    return [
        Mark(row.lat, row.lon, row.site, "chosen" if (round(row.lon, 6), round(row.lat, 6)) in taken else "candidate")
        for row in candidates.venues.itertuples()
    ]
