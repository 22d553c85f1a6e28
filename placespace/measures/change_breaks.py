"""Find what breaks a series of counts: a change that the source itself states, and months that are not there."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence

import pandas as pd

from placespace.catalogue import Layer
from placespace.ingest import LayerAccount

DATED = re.compile(r"\s*(\d{4})-(\d{1,2})(?:-(\d{1,2}))?\s*(?::|$|\s)\s*(.*)", re.S)


def dated_breaks(layer: Layer) -> tuple[list[tuple[datetime.date, str]], list[str]]:
    """Return the breaks that a layer states, by their day, and those sentences that begin with no date.

    Parameters
    ----------
    layer : Layer
        Its ``[expect] breaks`` are sentences such as "2024-04-01: coding system changed"; without a day the first of
        the month is meant.

    Returns
    -------
    dated : list of (date, str)
    undated : list of str
    """
    dated, undated = [], []
    for sentence in layer.breaks:
        found = DATED.match(sentence)
        try:
            day = datetime.date(int(found[1]), int(found[2]), int(found[3] or 1)) if found else None
        except ValueError:
            day = None
        if day is None:
            undated.append(sentence.strip())
        else:
            dated.append((day, found[4].strip().rstrip(".") or "the series breaks"))
    return sorted(dated), undated


def series_breaks(
    layer: Layer, account: LayerAccount | None, held: Sequence[str], pre: Sequence[str], post: Sequence[str]
) -> tuple[list[str], list[str]]:
    """Return why two windows of a layer cannot be compared, and what cannot be known of that.

    Parameters
    ----------
    layer : Layer
    account : LayerAccount or None
        Which force-months are missing or far too small at source.
    held : sequence of str
        Months that are held and whole, ``YYYY-MM``.
    pre, post : sequence of str
        The months compared.

    Returns
    -------
    stops, notes : list of str
        Sentences. Where ``stops`` is empty the windows may be compared.
    """
    dated, undated = dated_breaks(layer)
    first, last = pd.Period(pre[0], "M").start_time.date(), pd.Period(post[-1], "M").end_time.date()
    stops = [
        f"The series breaks on {_day(day)}: {why}. Counts from before and after it are not of the same thing. Compare "
        "months that are all on one side of it, or ask the publisher for the earlier months counted the new way."
        for day, why in dated
        if first < day <= last
    ]
    wanted, gone = [*pre, *post], {}
    for entry in [] if account is None else [*account.missing_months, *account.thin_months]:
        month, _, force = entry.partition(" ")
        gone.setdefault(month, []).append(force)
    for month in wanted:
        if month in gone:
            of = f" ({', '.join(sorted(f for f in set(gone[month]) if f))})" if any(gone[month]) else ""
            stops.append(
                f"{_month(month)} is missing or far too small at source{of}: what looks like a fall may be a gap in "
                "the data. Add the month when it is published again, or compare months that are whole."
            )
        elif month not in held:
            stops.append(f"{_month(month)} is not held: a month that is missing is not a month with nothing. Add it.")
    notes = [
        f'A break of the series is stated with no date that can be read: "{s}". Whether it lies in these months is not '
        f"known; write it as YYYY-MM-DD: what changed, in layers/{layer.id}.toml."
        for s in undated
    ]
    return stops, notes


def _day(day: datetime.date) -> str:
    return f"{day.day} {day:%B %Y}"


def _month(month: str) -> str:
    return pd.Period(month, "M").strftime("%B %Y")
