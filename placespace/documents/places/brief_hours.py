"""Say when: the hours that stand out at a place, and the two times that are never to be averaged."""

from __future__ import annotations

import numpy as np

from placespace.catalogue import Layer
from placespace.documents.places.brief_sources import ALL, HOLIDAY, TERM, BriefSources
from placespace.grid import Question
from placespace.measures import Hours, Peak, peaks, peaks_in_words
from placespace.plans import Window
from placespace.settings import SETTINGS

SCHOOL_OUT = int(SETTINGS["school_out_hour"].value)
NIGHT, MORNING = 18, int(SETTINGS["day_starts_hour"].value)
"""Day and night hot spots are told apart at 18:00 and 06:00, as is the practice."""
FRIDAY_SATURDAY, SCHOOL_DAYS = (4, 5), (0, 1, 2, 3, 4)
AFTER_SCHOOL = Window(SCHOOL_DAYS, SCHOOL_OUT, NIGHT, 0.0, 0.0)
WEEKEND_NIGHT = Window(FRIDAY_SATURDAY, NIGHT, MORNING, 0.0, 0.0)
"""School days 15-18 and Friday and Saturday night are two different times: an average of both is of no use."""


def hours_words(sources: BriefSources, asked: Question, at: np.ndarray, layer: Layer) -> str:
    """Return when a source's events at a place were recorded, in words.

    Parameters
    ----------
    sources : BriefSources
    asked : Question
        With its window.
    at : ndarray of int
        Positions of the place's cells.
    layer : Layer
    """
    if not sources.has_times(asked.layer):
        publisher = "police.uk" if layer.reader == "police_uk" else sources.titles[asked.layer]
        return f"not known: {publisher} gives months only"
    every = sources.hours(asked, ALL)
    if every is None:
        return "not known"
    some, own = every.of(at), sources.reading.workspace.area.settings
    if some.timed < own["peak_events"]:
        words = peaks_in_words([], ALL, events=some.timed, own=own)
    else:
        words = "; ".join(_of_kind(kind, found) for kind, found in stand_out(sources, asked, at).items())
    return "; ".join(filter(None, [words or "no hours stand out", _the_two(sources, asked, at, every)]))


def stand_out(sources: BriefSources, asked: Question, at: np.ndarray) -> dict[str, list[Peak]]:
    """Return the hours that stand out at a place, by kind of week; a kind with too few events is not there.

    Term and holidays are told apart where the calendar lists the holidays of the window, else all weeks are one.
    """
    own = sources.reading.workspace.area.settings
    found: dict[str, list[Peak]] = {}
    by_kind = {k: sources.hours(asked, k) for k in (TERM, HOLIDAY)}
    for kind in (TERM, HOLIDAY) if by_kind[TERM] is not None else (ALL,):
        every = sources.hours(asked, kind)
        some = None if every is None else every.of(at)
        if some is not None and some.timed >= own["peak_events"]:
            peaked = peaks(some.counts, some.days, own=own)
            if peaked or kind != HOLIDAY:
                found[kind] = peaked
    return found


def windows_of(sources: BriefSources, asked: Question | None, at: np.ndarray) -> dict[str, list[Window]]:
    """Return the hours to ask who is open at: those that stand out, else after school and Friday and Saturday night.

    Without a question only the latter: they tell nothing of a place.
    """
    kinds = sources.week_kinds
    usual = {k: [WEEKEND_NIGHT] if k == HOLIDAY else [AFTER_SCHOOL, WEEKEND_NIGHT] for k in kinds}
    if asked is None or not sources.has_times(asked.layer):
        return usual
    found = stand_out(sources, asked, at)
    own = {k: [Window(p.days, p.start, p.end, p.events, p.share) for p in found.get(k, [])] for k in kinds}
    return own if any(own.values()) else usual


def _of_kind(kind: str, found: list[Peak]) -> str:
    words = peaks_in_words(found, kind)
    return {HOLIDAY: f"in holidays {words}", ALL: f"all weeks {words}"}.get(kind, words)


def _the_two(sources: BriefSources, asked: Question, at: np.ndarray, every: Hours) -> str:
    some, term = every.of(at), sources.hours(asked, TERM)
    if not some.timed:
        return ""
    school = some if term is None else term.of(at)
    days = "weekdays" if term is None else "school days"
    after, night = (
        float(of.counts[Peak(w.days, w.start, w.end, 0, 0, 0).hours_of_week()].sum())
        for of, w in ((school, AFTER_SCHOOL), (some, WEEKEND_NIGHT))
    )
    return (
        f"of {some.timed:.0f} with a time, {after:.0f} on {days} from {SCHOOL_OUT} to {NIGHT} and {night:.0f} on "
        f"Friday and Saturday nights from {NIGHT} to {MORNING}"
    )
