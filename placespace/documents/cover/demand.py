"""Say how much is expected in each cell at each hour: what coverage and siting are held against."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from placespace.calendar import Calendar
from placespace.disclose import Profile, counts_as_shown, shown_total, whole_windows
from placespace.documents.splits import may_split
from placespace.errors import PlacespaceError, WrongUse
from placespace.grid import Cells, Question, study_area
from placespace.measures import CellValues, Reading, area_hours, cell_values, expected_per_week, hours
from placespace.measures.find import windowed

DEMANDS = {
    "harm": "harm: events expected a week",
    "need": "harm x need: events expected a week, times the cell's place in the order of need",
    "people": "young people living there",
}
"""What a place and hour may be held against."""
BLOCK_HOURS = 3
"""Protected profiles see hours of harm in blocks of this many: single hours would nearly all be hidden."""


@dataclass(frozen=True, eq=False)
class Demand:
    """What is expected in each cell at each hour.

    Attributes
    ----------
    per_hour : ndarray, shape (n, 168)
        Hour 0 is Monday 00:00.
    unit : str
        What a number of it is, in words.
    made_for : Profile
        Who may see what comes of it.
    weeks : float or None
        Weeks that the events come from; None for residents.
    question : Question or None
        With its window filled in.
    events : float or None
        Events it comes from; None where that is hidden.
    unknown_share : float
        Share of the events whose time is not known; 0 for a protected profile, which is not told.
    notes : tuple of str
        What a reader must know.
    """

    per_hour: np.ndarray
    unit: str
    made_for: Profile
    weeks: float | None = None
    question: Question | None = None
    months: list[str] = field(default_factory=list)
    events: float | None = 0.0
    unknown_share: float = 0.0
    notes: tuple[str, ...] = ()


def demand_of(
    reading: Reading,
    kind: str,
    question: Question,
    cells: Cells,
    *,
    calendar: Calendar,
    week_type: str,
    profile: Profile,
    as_recorded: bool = False,
    values: CellValues | None = None,
) -> Demand:
    """Return the demand of a kind, as far as a profile may know it.

    Parameters
    ----------
    reading : Reading
    kind : {"harm", "need", "people"}
        See :data:`DEMANDS`.
    question : Question
        Of which source, categories and months the harm is.
    week_type : str
        The kind of week; harm is counted on its days only, and in all weeks for a protected profile.
    as_recorded : bool
        Only events whose hour is known, each at its own hour; else hours are steadied by the area's. For the
        analyst only.
    values : CellValues, optional
        From ``cell_values`` of the same cells, when they are at hand.

    Raises
    ------
    PlacespaceError
        When the source has no hours, or residents or need are not loaded, or a protected profile may not see hours.
    """
    if kind not in DEMANDS:
        raise WrongUse(f"Demand is one of: {', '.join(DEMANDS)}.", f"'{kind}' is not.", "Choose one of them.")
    if kind == "people":
        return _residents(reading, values or cell_values(reading, cells), profile, school=week_type == "term")
    if profile.exact:
        found = hours(reading, question, cells, calendar, week_type)
        per_hour = expected_per_week(found, as_recorded=as_recorded, k=reading.workspace.area.settings["shrink_events"])
        known, unknown = float(found.by_cell.sum()), float(found.unknown.sum())
        told = Demand(
            per_hour,
            "events a week",
            profile,
            found.weeks,
            windowed(reading.counts(question.layer, cells.resolution), question),
            list(found.months),
            known + unknown,
            unknown / max(known + unknown, 1e-12),
        )
    else:
        told = _harm_as_shown(reading, question, cells, calendar, profile, as_recorded=as_recorded)
    return _times_need(told, values or cell_values(reading, cells)) if kind == "need" else told


def _residents(reading: Reading, values: CellValues, profile: Profile, *, school: bool) -> Demand:
    people = values.people
    if people is None:
        raise PlacespaceError(
            "Young people as demand need residents by age.",
            "No layer of residents is loaded.",
            "Put the population file in geodata/raw and name it as 'young_people' in geodata/area.toml.",
        )
    limits = reading.workspace.area.settings
    hour, weekday = np.arange(168) % 24, np.arange(168) // 24
    begins = np.where(school & (weekday < 5), limits["school_out_hour"], limits["people_from_hour"])
    awake = (hour >= begins) & (hour < limits["people_to_hour"])
    per_hour = people.fillna(0).to_numpy()[:, None] * awake
    missing = int(people.isna().sum())
    notes = [
        f"Every young resident counts at every hour from {limits['people_from_hour']:02g}:00 to "
        f"{limits['people_to_hour']:02g}:00"
        + (f", on school days from {limits['school_out_hour']:02g}:00." if school else ".")
    ]
    notes += [f"Residents are missing for {missing:,} cells, which take no part."] if missing else []
    return Demand(per_hour, "young residents' hours a week", profile, notes=tuple(notes))


def _times_need(told: Demand, values: CellValues) -> Demand:
    if values.need is None:
        raise PlacespaceError(
            "Harm x need needs a layer of need.",
            "None is loaded.",
            "Put the Indices of Deprivation in geodata/raw and name a value as 'need' in geodata/area.toml.",
        )
    share = values.need_share()
    gone = float(told.per_hour[share.isna().to_numpy()].sum())
    says = f"Each event counts by its cell's place in the order of need ({values.need_label}), from 0 to 1."
    notes = [*told.notes, says]
    notes += [f"Need is missing where {gone:.1f} events a week are expected: they take no part."] if gone else []
    per_hour = told.per_hour * share.fillna(0).to_numpy()[:, None]
    return replace(told, per_hour=per_hour, unit="events a week, weighted by need", notes=tuple(notes))


def _harm_as_shown(
    reading: Reading, question: Question, cells: Cells, calendar: Calendar, profile: Profile, *, as_recorded: bool
) -> Demand:
    """Return harm worked out from what the profile is shown and from nothing else.

    Counts of cells are the shown ones; hours are the area's, of all its categories, in blocks. So nothing
    that comes of it tells more than the tables of cells and hours do.
    """
    layer = reading.incidents(question.layer)
    if layer.precision == "none":
        raise WrongUse(
            "Coverage needs a source that says where.",
            f"'{layer.title}' has no places in it.",
            "See its hours for the whole area.",
        )
    blocks = hour_blocks(reading, question, calendar, profile)
    store = reading.counts(question.layer, cells.resolution)
    true = store.by_cell(question, cells)
    months = store.months(question)
    weeks = sum(pd.Period(m).days_in_month for m in months) / 7
    seen = counts_as_shown(true, profile).to_numpy()
    share = np.repeat(blocks.to_numpy(dtype=float) / BLOCK_HOURS, BLOCK_HOURS)
    share = share / share.sum()
    notes = [
        f"Worked out from counts as the {profile.name} profile sees them over a whole year and from the area's hours "
        f"in blocks of {BLOCK_HOURS}, all categories and all weeks together, so it differs from the analyst's. The "
        "kind of week says which sessions run, and nothing of the harm."
    ]
    notes += ["Hours as recorded are for the analyst: they are not used here."] if as_recorded else []
    per_hour, events = (seen / weeks)[:, None] * share, shown_total(true, profile)[0]
    return Demand(per_hour, "events a week", profile, weeks, question, months, events, notes=tuple(notes))


def hour_blocks(reading: Reading, question: Question, calendar: Calendar, profile: Profile) -> pd.Series:
    """Return the area's events by block of three hours as a protected profile may guess them, all categories together.

    Returns
    -------
    Series, shape (56,)
        Block 0 is Monday 00:00 to 03:00.

    Raises
    ------
    PlacespaceError
        See :func:`hour_counts`.
    """
    return counts_as_shown(hour_counts(reading, question, calendar, profile)[1], profile)


def hour_counts(
    reading: Reading, question: Question, calendar: Calendar, profile: Profile
) -> tuple[tuple[str, str], pd.Series]:
    """Return a whole year and its true events by block of three hours: to be protected before anyone sees them.

    Raises
    ------
    PlacespaceError
        Where hours may not be shown: they would be a second way to split the events that cells show.
    """
    layer = reading.incidents(question.layer)
    store = reading.counts(layer.id, reading.resolution_of(layer.id))
    ends = reading.workspace.area.settings["year_ends_month"]
    windows = whole_windows([m for m in store.months_held if m not in store.unreliable], ends)
    if not windows:
        raise PlacespaceError("Protected profiles show whole years.", "None is held.", "Add earlier months.")
    asked = (question.first, question.last)
    if any(asked) and asked not in windows:
        raise WrongUse(
            "Protected profiles show the hours of whole years that are held.",
            f"The window is {asked[0] or 'the start'} to {asked[1] or 'the end'}.",
            f"Choose {' or '.join(f'{first} to {last}' for first, last in windows)}.",
        )
    year = Question(layer.id, (), *(asked if any(asked) else windows[0]))
    true = true_blocks(reading, year, calendar)
    if true.sum() == 0 or not may_split(reading, year, true, profile):
        raise PlacespaceError(
            "A protected profile sees hours where neither they nor the cells can give a small count of the other back.",
            f"Those of '{layer.title}' could, in the {profile.name} profile.",
            "Use young people as demand, or the analyst profile on your own screen.",
        )
    return (year.first, year.last), true


def true_blocks(reading: Reading, question: Question, calendar: Calendar) -> pd.Series:
    """Return a question's events by block of three hours, to whole ones: true counts, for nobody but the analyst."""
    layer = reading.incidents(question.layer)
    cells = None if layer.precision == "none" else study_area(reading.workspace, reading.resolution_of(layer.id))
    found = area_hours(reading, question, calendar, "all", cells)
    return pd.Series(np.round(found.counts.reshape(-1, BLOCK_HOURS).sum(axis=1)), name="count")
