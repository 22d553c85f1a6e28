"""Count what the months before a plan hold of each place, and say what they lack."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from placespace.documents.plan.shortlist_words import kind_words, listed, trend_words
from placespace.documents.statement import month_name
from placespace.measures import HotSpots, Reading
from placespace.measures.trend import trend, trend_months
from placespace.plans.merging import Merged


class PlaceCounts:
    """What the months before a plan hold of each place.

    Attributes
    ----------
    by_month : DataFrame of int, shape (p, months)
        Events of each place in each month held before the plan.
    last_year : str
        The month of the plan a year earlier, held or not.
    recent, earlier : list of str
        Months that the trend compares; ``year_before`` says whether the earlier ones are of the year before.
    season_missing : list of str
        Of that month and those beside it, the ones not held.
    expected_from : list of str
        Months that what is expected is the mean of.
    """

    def __init__(self, reading: Reading, found: HotSpots, merged: Merged, month: str) -> None:
        own = reading.workspace.area.settings
        self.found, self.merged = found, merged
        store = reading.counts(found.question.layer, found.cells.resolution)
        every = store.by_cell_and_month(replace(found.question, first=None, last=found.question.last), found.cells)
        inside = merged.member >= 0
        total = np.zeros((len(merged.centres), every.shape[1]))
        np.add.at(total, merged.member[inside], every.to_numpy()[inside])
        self.by_month = pd.DataFrame(total, columns=list(every)).astype(int)
        held = list(every)
        self.few_months = own["kind_steps"]
        last_year = pd.Period(month, "M") - 12
        self.last_year = str(last_year)
        self.recent, self.earlier, self.year_before = trend_months(held, int(own["trend_months"]))
        season = [str(last_year + step) for step in (-1, 0, 1)]
        self.season_missing = [m for m in season if m not in held]
        self.expected_from = sorted({m for m in season if m in held} | set(self.recent))

    def rows(self) -> pd.DataFrame:
        """Return the figures of each place, heaviest first."""
        cells, centres, months = self.found.cells, self.merged.centres, self.by_month
        window, held = months[self.found.months], self.last_year in months
        trends = [
            trend(int(recent), int(earlier), len(self.recent), len(self.earlier))
            for recent, earlier in zip(months[self.recent].sum(axis=1), months[self.earlier].sum(axis=1), strict=True)
        ]
        than = "a year before" if self.year_before else "in the months before"
        few = len(self.found.months) < self.few_months
        x, y = cells.centres_m()[centres].T
        lat_lng = cells.centres().iloc[centres]
        inside = self.merged.member[self.merged.member >= 0]
        return pd.DataFrame(
            {
                "place": cells.index[centres].astype("str"),
                "x": x,
                "y": y,
                "lon": lat_lng["lng"].to_numpy(),
                "lat": lat_lng["lat"].to_numpy(),
                "cells": np.bincount(inside, minlength=len(centres)),
                "events": window.sum(axis=1).to_numpy(int),
                "expected": months[self.expected_from].mean(axis=1).to_numpy(float),
                "same_month": self.last_year if held else "",
                "same_month_events": pd.array(months[self.last_year] if held else [pd.NA] * len(centres), "Int64"),
                "trend": [trend_words(t, than) for t in trends],
                "trend_ratio": np.array([t.ratio for t in trends], float),
                "trend_low": np.array([t.low for t in trends], float),
                "trend_high": np.array([t.high for t in trends], float),
                "quiet": months[self.recent].sum(axis=1).to_numpy() == 0,
                "months_active": (window > 0).sum(axis=1).to_numpy(int),
                "months_used": len(self.found.months),
                "kind": [kind_words(k, few) for k in self.found.table["kind"].to_numpy()[centres]],
            }
        )


def count_notes(reading: Reading, found: HotSpots, counted: PlaceCounts, month: str, fell_off: int) -> list[str]:
    """Return what the data lack and what that changes, a sentence each.

    Parameters
    ----------
    reading : Reading
    found : HotSpots
    counted : PlaceCounts
    month : str
        ``YYYY-MM``, of the plan.
    fell_off : int
        Places that are not on the list.
    """
    notes, last = [], found.question.last
    between = [str(m) for m in pd.period_range(pd.Period(last, "M") + 1, pd.Period(month, "M") - 1, freq="M")]
    if between:
        notes.append(f"The data end with {month_name(last)}: {listed(between)} {_is(between)} not held whole.")
    if gone := found.left_out:
        notes.append(f"{listed(gone)} {_is(gone)} missing or too small at source: left out, not counted as zero.")
    if gone := counted.season_missing:
        notes.append(f"Of the same season last year, {listed(gone)} {_is(gone)} not held.")
    if counted.earlier and not counted.year_before:
        notes.append(f"The year before is not held: the trend is against {listed(counted.earlier)} instead.")
    if not len(counted.by_month):
        notes.append("No cell is hot by these records, so there is no place to list.")
    if fell_off:
        notes.append(f"{fell_off} more place{'s are' if fell_off > 1 else ' is'} hot and not on the list.")
    if len(counted.by_month) and not reading.workspace.area.names:
        notes.append("Places are called by grid reference: give 'names' a layer of place names in geodata/area.toml.")
    return notes


def _is(months: Sequence[str]) -> str:
    return "is" if len(months) == 1 else "are"
