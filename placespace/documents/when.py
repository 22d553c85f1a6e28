"""Answer when: events by day and hour, for the area or some of its cells, as far as a profile may know it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from placespace.calendar import Calendar
from placespace.catalogue import Layer
from placespace.disclose import Profile, counts_as_shown, profile_named, round_count, shown_as, shown_total
from placespace.documents.cover.demand import BLOCK_HOURS, hour_counts
from placespace.documents.cover.words import by_day_and_hour, week_name
from placespace.documents.statement import window_name
from placespace.errors import WrongUse
from placespace.grid import Cells, Question, has_hours
from placespace.measures import Hours, Peak, Reading, area_hours, hours, peaks, peaks_in_words, shrunk
from placespace.measures.find import windowed
from placespace.places.acting import check_profile

FEW_EVENTS = 200
"""Under so many events with a time, hours drawn towards the area's are shown beside the recorded ones."""


@dataclass(frozen=True, eq=False)
class When:
    """Events by day and hour in one kind of week.

    Attributes
    ----------
    grid : DataFrame, shape (7, 24)
        Events by operational day and hour from 06 to 05: recorded ones for the analyst; blocks of three hours
        as shown, spread over their hours, for the others.
    says : DataFrame of str, shape (7, 24)
        What may be said of each: a count, or that it is hidden.
    steadied : DataFrame or None
        The same events drawn towards the area's hours, where those of some cells are few.
    events, unknown, weeks : float or None
        Events, those whose time is not known, and the weeks they are from; None where not shown.
    words : str
        The peaks, in words.
    """

    layer: Layer
    question: Question
    profile: Profile
    week_type: str
    grid: pd.DataFrame
    says: pd.DataFrame
    steadied: pd.DataFrame | None
    events: float | None
    unknown: float | None
    weeks: float | None
    words: str

    @property
    def sentence(self) -> str:
        """Return the peaks, and what they come from, without the kind of week."""
        words = f"{self.words[0].upper()}{self.words[1:]}."
        if self.events is None:
            return words
        share = self.unknown / self.events if self.events else 0
        each = f"{self.events / self.weeks:,.1f} a week" if self.weeks else "no such weeks"
        found = f"{self.events:,.0f} events over {self.weeks:.1f} weeks ({each})"
        return f"{words} {found}; the hour of {share:.0%} is not known."

    @property
    def headline(self) -> str:
        """Return the answer in a sentence or two."""
        weeks = week_name(self.week_type)
        return f"{weeks[0].upper()}{weeks[1:]}. {self.sentence}"


def when(
    reading: Reading,
    question: Question,
    profile_name: str,
    *,
    calendar: Calendar,
    week_type: str,
    cells: Cells,
    at: Sequence[int] | None = None,
) -> When:
    """Return events by day and hour.

    Parameters
    ----------
    reading : Reading
    question : Question
    profile_name : str
    calendar : Calendar
    week_type : str
    cells : Cells
        The study area.
    at : sequence of int, optional
        Positions of some cells: the whole area by default. Protected profiles see the whole area only.

    Raises
    ------
    WrongUse
        When the source has no hours, or a protected profile asks for part of the area, the year or the categories.
    PlacespaceError
        When a protected profile may not see hours: see :func:`placespace.documents.cover.demand.hour_counts`.
    """
    profile = profile_named(profile_name)
    check_profile(reading, profile_name)
    layer = reading.incidents(question.layer)
    if not profile.exact:
        return _as_shown(reading, question, profile, calendar, week_type, layer, at)
    if layer.precision == "none":
        found = area_hours(reading, question, calendar, week_type)
        steadied = None
    else:
        every: Hours = hours(reading, question, cells, calendar, week_type)
        found = every.of(at)
        few = at is not None and found.timed < FEW_EVENTS and every.by_cell.sum() > 0
        steadied = _steadied(reading, every, at) if few else None
    filled = windowed(reading.counts(question.layer, reading.resolution_of(question.layer)), question)
    grid = by_day_and_hour(found.counts)
    says = grid.map(lambda v: f"{v:,.0f}" if v >= 100 else f"{v:.3g}")
    own = reading.workspace.area.settings
    words = peaks_in_words(peaks(found.counts, found.days, own=own), week_type, events=found.timed)
    events = float(found.timed + found.unknown)
    return When(layer, filled, profile, week_type, grid, says, steadied, events, found.unknown, found.weeks, words)


def _steadied(reading: Reading, every: Hours, at: Sequence[int]) -> pd.DataFrame:
    """Return the events of some cells spread by their own hours drawn towards the area's."""
    k = reading.workspace.area.settings["shrink_events"]
    group = np.zeros(len(every.by_cell), bool)
    group[list(at)] = True
    # one row for the group and one for the rest, so that the area's profile stays that of all cells
    pair = np.stack([every.by_cell[group].sum(axis=0), every.by_cell[~group].sum(axis=0)])
    events = pair[0].sum() + every.unknown[group].sum()
    return by_day_and_hour(events * shrunk(pair, k)[0])


def _as_shown(
    reading: Reading, question: Question, profile: Profile, calendar: Calendar, week_type: str, layer: Layer,
    at: Sequence[int] | None,
) -> When:  # fmt: skip
    store = reading.counts(layer.id, reading.resolution_of(layer.id))
    part = question.categories and set(question.categories) != set(store.categories)
    if at is not None or week_type != "all" or part:
        raise WrongUse(
            f"The {profile.name} profile sees the hours of the whole area, all weeks and all categories: parts of "
            "them would give hidden counts back by subtraction.",
            "A part was asked for.",
            "Ask for the whole area, all weeks and all categories.",
        )
    window, true = hour_counts(reading, question, calendar, profile)
    each = np.repeat(counts_as_shown(true, profile).to_numpy() / BLOCK_HOURS, BLOCK_HOURS)
    grid = by_day_and_hour(each)
    text = [shown_as(count, status) for count, status in zip(*round_count(true, profile), strict=True)]
    says = np.roll(np.repeat(text, BLOCK_HOURS), -int(grid.columns[0])).reshape(grid.shape)
    found = [_of_blocks(p) for p in peaks(each, own=reading.workspace.area.settings)]
    words = peaks_in_words(found, "all", events=shown_total(true, profile)[0], own=reading.workspace.area.settings)
    words += f" (in blocks of {BLOCK_HOURS} hours, all categories, {window_name(*window)})"
    says = pd.DataFrame(says, index=grid.index, columns=grid.columns)
    return When(layer, Question(layer.id, (), *window), profile, "all", grid, says, None, None, None, None, words)


def _of_blocks(peak: Peak) -> Peak:
    """Return a peak that begins and ends with a block: nothing tells the hours of one apart."""
    start, end = peak.start // BLOCK_HOURS * BLOCK_HOURS, -(-peak.end // BLOCK_HOURS) * BLOCK_HOURS % 24
    return replace(peak, start=start, end=end)


def hour_layers(reading: Reading) -> tuple[list[str], list[str]]:
    """Return the layers of incidents that say at what hour, and those that do not."""
    present = [i for i, p in reading.placings.items() if p.rows]
    timed = [i for i in present if has_hours(reading.workspace, i)]
    return timed, [i for i in present if i not in timed]


def when_about(found: When) -> list[str]:
    """Return what the answer rests on, a sentence a line."""
    of = f" ({', '.join(found.question.categories)})" if found.question.categories else ""
    return [
        f"{found.layer.title}{of}, {window_name(found.question.first, found.question.last)}.",
        f"Definition: {found.layer.definition or 'as published'}.",
        "A day runs from 06:00 to 05:59, so 01:30 on Saturday belongs to Friday night. An event known only as a window "
        "is spread over its hours; a date without a time, or a default time, counts as not known and is in no hour.",
        f"Profile {found.profile.name}: {found.profile.says}.",
    ]
