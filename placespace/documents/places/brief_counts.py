"""Count what each source holds of a place: true figures, for the analyst alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from placespace.documents.account import freshness
from placespace.documents.places.brief_hours import hours_words
from placespace.documents.places.brief_lines import NO_DATA, NO_PLACES, SourceLine
from placespace.documents.places.brief_sources import BriefSources
from placespace.documents.plan.shortlist_words import confidence_word, kind_words, trend_words
from placespace.documents.plan.why_false import doubts_about
from placespace.grid import Question
from placespace.measures.trend import trend

YEAR = 12
NOT_HELD = "no year before is held"


@dataclass(frozen=True, eq=False)
class Counted:
    """What one source holds of a place, in numbers.

    Attributes
    ----------
    line : SourceLine
    count : int or None
        None where the source gives no places or no month is held.
    ring : int
        Events in the cells around the place, in the same window.
    earlier : int or None
        Of the same months a year before; None where none is held.
    cells, hot : int
        Cells the place is counted on, and those of them that are hot.
    why : str
        What speaks against it: false points, rough positions.
    """

    line: SourceLine
    count: int | None = None
    ring: int = 0
    cells: int = 0
    hot: int = 0
    why: str = ""
    earlier: int | None = None


def where(sources: BriefSources, layer_id: str, cells: tuple[str, ...]) -> np.ndarray:
    """Return the positions of a place's cells among those a source is counted on; outside the area there are none.

    A source that is known only to larger cells is counted on those that hold the place's.
    """
    resolution, own = sources.reading.resolution_of(layer_id), sources.cells()
    ids = pd.Index(cells).intersection(own.index)
    if resolution < own.resolution:
        ids = pd.Index(own.parents(resolution)[ids].unique())
    at = sources.cells(resolution).index.get_indexer(ids)
    return np.sort(at[at >= 0])


def counted(
    sources: BriefSources, layer_id: str, cells: tuple[str, ...], hot_elsewhere: int = 0, last: str | None = None
) -> Counted:
    """Return what a source holds of a place.

    Parameters
    ----------
    sources : BriefSources
    layer_id : str
    cells : tuple of str
        Of the place.
    hot_elsewhere : int
        Other sources that find it hot: the word for confidence counts them.
    last : str, optional
        ``YYYY-MM``, the month to end with: the newest whole one by default.
    """
    layer, title = sources.layer(layer_id), sources.titles[layer_id]
    asked, age = sources.asked(layer_id, last), age_words(sources, layer_id)
    if asked is None or not sources.has_places(layer_id):
        said = NO_PLACES if not sources.has_places(layer_id) else NO_DATA
        return Counted(SourceLine(layer_id, title, "all categories", said, age=age))
    of = ", ".join(asked.categories) or "all categories"
    line = SourceLine(layer_id, title, of, NO_DATA, NO_DATA, NOT_HELD, age=age, first=asked.first, last=asked.last)
    every, at = sources.by_month(layer_id), where(sources, layer_id, cells)
    months = every.iloc[at].sum()
    now = months[(months.index >= asked.first) & (months.index <= asked.last)]
    if not len(now) or not len(at):
        return Counted(line)
    own, table = sources.reading.workspace.area.settings, sources.hot(asked)
    hot, ring = table.iloc[at]["hot"].to_numpy(bool), _ring(sources, layer_id, at)
    earlier, before, change = _against_the_year_before(months, now)
    figures = pd.DataFrame(
        {"events": [int(now.sum())], "months_active": [int((now > 0).sum())],
         "quiet": [now.tail(int(own["trend_months"])).sum() == 0]}
    )  # fmt: skip
    member = np.full(len(table), -1)
    member[at] = 0
    doubts = doubts_about(
        sources.reading, asked, list(now.index), sources.cells(_resolution(sources, layer_id)), member, figures
    )[0]
    agreed = bool(hot.any()) and hot_elsewhere > 0
    word = confidence_word(agreed, int(now.sum()), int((now > 0).sum()), len(now), bool(doubts.place), own)
    larger = _resolution(sources, layer_id) < sources.cells().resolution
    line = SourceLine(
        layer_id, title, of, f"{now.sum():,.0f}", before, change,
        hot=_hot_words(table.iloc[at], len(now), int(own["kind_steps"]), larger),
        hours=hours_words(sources, asked, at, layer), confidence=word, age=age, first=asked.first, last=asked.last,
    )  # fmt: skip
    around = int(every.iloc[ring][list(now.index)].to_numpy().sum())
    return Counted(line, int(now.sum()), around, len(at), int(hot.sum()), "; ".join(doubts.place), earlier)


def is_hot_at(sources: BriefSources, asked: Question | None, cells: tuple[str, ...]) -> bool:
    """Return whether a source finds any cell of a place hot."""
    if asked is None or not sources.has_places(asked.layer):
        return False
    table = sources.hot(asked)
    return bool(len(table)) and bool(table["hot"].to_numpy()[where(sources, asked.layer, cells)].any())


def age_words(sources: BriefSources, layer_id: str) -> str:
    """Return how old a source's last record is, and whether that is older than it should be."""
    age, stale = freshness(sources.reading, layer_id)
    if age is None:
        return "age not known"
    limit = sources.layer(layer_id).fresh_days
    return f"{age} days old" + (f", older than the {limit} days it should be" if stale else "")


def _resolution(sources: BriefSources, layer_id: str) -> int:
    return sources.reading.resolution_of(layer_id)


def _ring(sources: BriefSources, layer_id: str, at: np.ndarray) -> np.ndarray:
    """Return the positions of the cells around a place, its own left out."""
    ring = sources.cells(_resolution(sources, layer_id)).ring
    near = np.unique(ring[at].indices)
    return np.setdiff1d(near, at)


def _against_the_year_before(months: pd.Series, now: pd.Series) -> tuple[int | None, str, str]:
    """Return the count of the same months a year before, as a number and in words, and the change in words.

    Only months that are held in both years are set against each other: a month that is missing is in neither.
    """
    year_ago = {m: str(pd.Period(m, "M") - YEAR) for m in now.index}
    both = [m for m in now.index if year_ago[m] in months.index]
    if not both:
        return None, NO_DATA, NOT_HELD
    recent, earlier = int(now[both].sum()), int(months[[year_ago[m] for m in both]].sum())
    words = trend_words(trend(recent, earlier, len(both), len(both)), "the year before")
    if len(both) < YEAR:
        words += f"; {recent:,} now and {earlier:,} then in the {len(both)} months that are held of both years"
        return earlier, f"{earlier:,} in {len(both)} months", words
    return earlier, f"{earlier:,}", words


def _hot_words(rows: pd.DataFrame, months: int, steps: int, larger: bool) -> str:
    cells = "the larger cell it lies in" if len(rows) == 1 else f"the {len(rows)} larger cells it lies in"
    where_it_is = cells if larger else "its cell" if len(rows) == 1 else f"its {len(rows)} cells"
    hot = rows[rows["hot"]].sort_values(["count", "cell"], ascending=[False, True])
    if hot.empty:
        return f"no hot spot in {where_it_is}"
    kind = kind_words(str(hot["kind"].iloc[0]), months < steps)
    if len(rows) == 1:
        return f"{where_it_is} is {kind}"
    return f"{len(hot)} of {where_it_is} {'is' if len(hot) == 1 else 'are'} hot; the busiest: {kind}"
