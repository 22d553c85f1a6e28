"""Rank the places and hours where nobody is there, and say how far the order hangs on the weights."""

from __future__ import annotations

import numpy as np
import pandas as pd

from placespace.documents.cover.answer import MOST_WINDOWS, WEEK_HOURS, Cover, places_m
from placespace.errors import PlacespaceError
from placespace.measures import decay, e2sfca, ranked, stability


def unserved_windows(
    found: Cover, *, weights: tuple[float, float, float] = (1, 0, 0), most: int = MOST_WINDOWS
) -> pd.DataFrame:
    """Return the places and hours where demand is and nobody is there, ranked.

    Returns
    -------
    DataFrame
        The columns of :func:`placespace.measures.ranked`, with ``place`` and ``cell``: the busiest cell of each.
    """
    values = found.values
    need = None if values.need is None else values.need_share().to_numpy()
    people = None if values.people is None else values.people.to_numpy()
    table = ranked(found.gaps, need, people, found.near, weights=weights).head(most)
    at = table["busiest"].to_numpy(int)
    return table.assign(place=found.names[at], cell=found.cells.index[at])


def opening_hour(found: Cover, *, weights: tuple[float, float, float] = (1, 0, 0)) -> int:
    """Return the hour of the week a map should open on: where the first of the list begins, 0 to 167.

    For the whole week it is the first hour at which most is expected and nobody is there.
    """
    table = unserved_windows(found, weights=weights)
    if table.empty or table["hours"].iloc[0] == WEEK_HOURS:
        return int(np.argmax(found.coverage.unmet.sum(axis=0)))
    return int(table["weekday"].iloc[0]) * 24 + int(table["start_hour"].iloc[0])


def order_stability(found: Cover) -> tuple[int, int]:
    """Return under how many ways of weighing the three bars the first five places and hours stay, and of how many."""
    return stability(unserved_windows(found, weights=(1, 1, 1)))


def places_a_week(found: Cover) -> tuple[pd.Series, int]:
    """Return places a week for each hundred young residents, by cell, each session's places shared among those near.

    Returns
    -------
    access : Series, shape (n,)
        Named ``places_per_100``, indexed by cell; missing where nobody is known to live in reach.
    unsaid : int
        Sessions that count and state no capacity: left out.

    Raises
    ------
    PlacespaceError
        When residents are not loaded.
    """
    people = found.values.people
    if people is None:
        raise PlacespaceError(
            "Places a week are shared among young residents.",
            "No layer of residents is loaded.",
            "Name it as 'young_people' in geodata/area.toml.",
        )
    minutes = found.ground.minutes(found.cells.centres_m(), places_m(found.sessions), found.walk)
    capacity = found.sessions["capacity"].astype("Float64").to_numpy(dtype=float, na_value=np.nan)
    got = e2sfca(people.to_numpy(), capacity, decay(minutes, found.walk))
    return pd.Series(100 * got.access, found.cells.index, name="places_per_100"), int(np.isnan(capacity).sum())
