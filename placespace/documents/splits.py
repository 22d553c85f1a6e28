"""Decide whether a year may be split by month or by hour, for who sees its cells as well."""

from __future__ import annotations

import pandas as pd

from placespace.disclose import Profile, sum_tells
from placespace.grid import Question, study_area
from placespace.measures import Reading


def may_split(reading: Reading, year: Question, by: pd.Series, profile: Profile) -> bool:
    """Return whether a profile may see a layer's year split another way than into the cells of each category.

    Parameters
    ----------
    reading : Reading
    year : Question
        The layer and a whole year; all categories.
    by : Series
        True counts of the split: by month, by block of hours.
    profile : Profile

    Notes
    -----
    A layer of a single category is split one way only. Otherwise neither the split nor the cells may tell a hidden
    part to who knows how many events there are: see :func:`placespace.disclose.sum_tells`.
    """
    if profile.exact:
        return True
    layer = reading.incidents(year.layer)
    store = reading.counts(layer.id, reading.resolution_of(layer.id))
    mapped = layer.precision != "none"
    if not profile.by_month or (mapped and len(store.categories) == 1) or sum_tells([by], profile):
        return False
    if not mapped:
        return True
    cells = study_area(reading.workspace, reading.resolution_of(layer.id)).index
    # all categories at once: a layer can have many
    counts = store.asked(year).groupby(["category", "cell"], observed=True)["count"].sum()
    each = [one.droplevel("category").reindex(cells, fill_value=0) for _, one in counts.groupby("category")]
    return not sum_tells(each, profile)
