"""Say at which hours a place's incidents were recorded, where its source knows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from placespace.calendar import Calendar
from placespace.errors import WrongUse
from placespace.grid import Cells, Question
from placespace.measures import Hours, Reading, hours, peaks, peaks_in_words
from placespace.settings import SETTINGS

STARTS = int(SETTINGS["day_starts_hour"].value)
TERM, HOLIDAY, ALL = "term", "holiday", "all"


@dataclass(frozen=True)
class PlaceHours:
    """The hours of places in words.

    Attributes
    ----------
    words : list of str
        One a place.
    about : str
        What they are taken from, or why there are none.
    known : bool
        Whether the source says when.
    """

    words: list[str]
    about: str
    known: bool


def place_hours(
    reading: Reading, question: Question, cells: Cells, calendar: Calendar, member: np.ndarray, places: int, month: str
) -> PlaceHours:
    """Return the hours that stand out at each place.

    Those of term and of holidays are told apart where the calendar lists the school holidays of the window; a kind
    of week is told when the month holds days of it. A place with too few events in term is told over all weeks.

    Parameters
    ----------
    reading : Reading
        As it stood before the month of the plan.
    question : Question
        With its window.
    cells : Cells
    calendar : Calendar
    member : ndarray of int, shape (n,)
        The place of each cell; -1 is none.
    places : int
    month : str
        ``YYYY-MM``, of the plan.
    """
    layer = reading.incidents(question.layer)
    try:
        every = hours(reading, question, cells, calendar, ALL)
    except WrongUse:
        every = None
    if every is None or every.by_cell.sum() == 0:
        publisher = "police.uk" if layer.reader == "police_uk" else layer.source
        says = f"hours not known: {publisher} gives months only"
        about = f"Hours: '{layer.title}' gives months only. There are no hours and no windows, and none are guessed."
        return PlaceHours([says] * places, about, False)
    kinds = [k for k in (TERM, HOLIDAY) if _holds(calendar, month, k) and _covers(calendar, question)]
    by_kind = {k: hours(reading, question, cells, calendar, k) for k in kinds}
    own = reading.workspace.area.settings
    words = [_words(every, by_kind, member == place, own) for place in range(places)]
    told = " and ".join({TERM: "of term weeks", HOLIDAY: "of school holidays"}[k] for k in kinds) or "of all weeks"
    timed, unknown = every.by_cell.sum(), every.unknown.sum()
    rest = (
        f" The hour is not known for {unknown / (timed + unknown):.0%} of events: they are in none." if unknown else ""
    )
    about = (
        f"Hours: those {told} that hold far more than an even spread; days run from 06:00 to 05:59. Under "
        f"{own['peak_events']:g} events with a time none are told.{rest}"
    )
    return PlaceHours(words, about, True)


def day_strip(reading: Reading, question: Question, cells: Cells, calendar: Calendar, at: np.ndarray) -> np.ndarray:
    """Return events recorded in some cells, by operational day and hour from 06:00, shape (7, 24).

    Raises
    ------
    WrongUse
        When the source does not say when.
    """
    counts = hours(reading, question, cells, calendar, ALL).of(at).counts
    return np.roll(counts, -STARTS).reshape(7, 24)


def _holds(calendar: Calendar, month: str, kind: str) -> bool:
    period = pd.Period(month, "M")
    days = pd.date_range(period.start_time.normalize(), period.end_time.normalize())
    return calendar.known and bool((calendar.type_of(days) == kind).any())


def _covers(calendar: Calendar, question: Question) -> bool:
    first, last = pd.Period(question.first, "M").start_time, pd.Period(question.last, "M").end_time
    return calendar.covered(first.date(), last.date())


def _words(every: Hours, by_kind: dict[str, Hours], at: np.ndarray, own: dict[str, float]) -> str:
    said = []
    for kind, found in by_kind.items():
        some = found.of(at)
        if some.timed >= own["peak_events"]:
            stand_out = peaks(some.counts, some.days, own=own)
            if stand_out or kind == TERM:
                said.append(("in holidays: " if kind == HOLIDAY else "") + peaks_in_words(stand_out, kind))
    if said:
        return "; ".join(said)
    some = every.of(at)
    words = peaks_in_words(peaks(some.counts, some.days, own=own), ALL, events=some.timed, own=own)
    return f"all weeks: {words}" if by_kind and some.timed >= own["peak_events"] else words
