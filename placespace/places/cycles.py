"""Say when a place is looked at again."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

import pandas as pd

from placespace.places.things import Place

STEP: Mapping[str, Mapping[str, int]] = {
    "daily": {"days": 1},
    "fortnightly": {"weeks": 2},
    "monthly": {"months": 1},
    "six-weekly": {"weeks": 6},
    "quarterly": {"months": 3},
}
"""How far on the next review is; ``own`` says its own number of days."""


def next_date(place: Place, after: datetime.date) -> datetime.date:
    """Return the day of the next review: one step of the place's cycle after a day.

    A month on is the same day of the next month, or its last day where it has no such day.

    Parameters
    ----------
    place : Place
        Its ``cycle``, and ``cycle_days`` where the cycle is ``own``.
    after : date
        The day of the last review.

    Examples
    --------
    >>> park = Place("", "Kelder Park", "park", (), "", "", "", "", cycle="monthly")
    >>> next_date(park, datetime.date(2026, 1, 31))
    datetime.date(2026, 2, 28)
    """
    step = STEP.get(place.cycle, {"days": max(place.cycle_days, 1)})
    return (pd.Timestamp(after) + pd.DateOffset(**step)).date()


def overdue_days(place: Place, today: datetime.date) -> int | None:
    """Return by how many days a place is overdue: negative before its day, None where no day was set or it is closed.

    Examples
    --------
    >>> park = Place("", "Kelder Park", "park", (), "", "", "", "", next_review=datetime.date(2026, 10, 1))
    >>> overdue_days(park, datetime.date(2026, 10, 20))
    19
    """
    if place.next_review is None or place.status == "closed":
        return None
    return (today - place.next_review).days
