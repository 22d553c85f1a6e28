"""Keep every number that is ours, with its unit and its reason.

An area may set its own in the ``[settings]`` table of ``geodata/area.toml``;
what was used is printed on every output.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Setting:
    """One number of ours: its default, its unit and why it is what it is."""

    value: float
    unit: str
    reason: str


SETTINGS: dict[str, Setting] = {
    "hot_q": Setting(0.05, "share", "Benjamini-Hochberg: at most 5 % of hot cells are expected to be false."),
    "hot_ratio": Setting(3, "times", "Three times an even spread: fewer would not move a patrol."),
    "hot_months": Setting(3, "months", "One bad night is not a pattern; half the months when the window is under 6."),
    "too_few_expected": Setting(3, "events", "Below 3 expected in a ring no cell can be called cold."),
    "few_residents": Setting(100, "people", "Under 100 residents of the age band a rate says more about chance."),
    "kind_steps": Setting(10, "steps", "The nine kinds of hot spot need at least ten steps of equal length."),
    "kind_recent_months": Setting(3, "months", "Fewer than ten steps: 'recent' is the last three."),
    "unseen_p": Setting(
        0.95, "probability", "Chance that the ambulance share is above the area's before a cell is named."
    ),
    "unseen_events": Setting(5, "events", "Under 5 ambulance events no difference is claimed."),
    "unseen_ratio": Setting(
        1.5, "times", "Under half as many again, for each record of the other source, as over the area moves nobody."
    ),
    "looks_missing_share": Setting(0.25, "share", "A force-month under a quarter of its median volume looks missing."),
    "year_ends_month": Setting(
        12, "month of the year", "Protected profiles see whole years that end with it, always: two never overlap."
    ),
    "pile_share": Setting(0.5, "share", "One point with half of a cell's events may be a default geocode."),
    "pile_events": Setting(20, "events", "Fewer than 20 events on a point are not worth a warning."),
    "spike_times": Setting(
        8, "times", "A minute (00:00, 12:00 …) this much above its neighbours is a default, not a time."
    ),
    "exclusion_radius_m": Setting(150, "m", "A hospital or police station site and its car park."),
    "day_starts_hour": Setting(6, "hour", "01:30 on Saturday belongs to Friday night: a day runs from 06:00 to 05:59."),
    "shrink_events": Setting(20, "events", "A cell's own hours count as much as the area's once it holds 20 events."),
    "longest_window_hours": Setting(24, "hours", "An event known only to a longer window has no time of day."),
    "peak_events": Setting(20, "events", "Under 20 events with a time no hours of the week can be told apart."),
    "peak_ratio": Setting(2, "times", "Hours of the week are a peak when they hold twice an even share or more."),
    "peak_p": Setting(0.05, "probability", "Chance, over all windows looked at, of a peak that an even spread makes."),
    "term_edge_days": Setting(30, "days", "This near to a listed school holiday a day is term: no other comes sooner."),
    "term_most_days": Setting(90, "days", "Longer between two listed school holidays is no term: one is missing."),
    "longest_holiday_days": Setting(100, "days", "A longer holiday is a slip of the year: summer is under 70."),
    "walk_min": Setting(
        15, "minutes", "How long a child is taken to walk to a session: about 900 m as the crow flies."
    ),
    "walk_m_per_min": Setting(80, "m a minute", "An ordinary walking pace, 4.8 km an hour."),
    "detour": Setting(1.3, "times", "Streets are about 1.3 times longer than the straight line across them."),
    "barrier_points": Setting(2000, "points", "A line drawn by hand has fewer; a longer one belongs in a layer."),
    "off_network_m": Setting(300, "m", "A place further than this from every street is walked to in a straight line."),
    "runs_share": Setting(
        0.5, "share", "A session counts as open in a kind of week when it runs in more than half of such weeks."
    ),
    "people_from_hour": Setting(
        8, "hour", "Young residents count as demand from this hour: before it most are at home."
    ),
    "school_out_hour": Setting(
        15, "hour", "On school days young residents count from this hour: before it they are at school."
    ),
    "people_to_hour": Setting(23, "hour", "Young residents count as demand until this hour."),
    "hot_hours": Setting(
        12, "hours of the week", "A session to try is set against the busiest: three evenings' worth."
    ),
    "deprived_from": Setting(0.8, "share", "The most deprived fifth of cells, as the Indices of Deprivation say it."),
    "session_hours": Setting(2, "hours", "The length of a session looked for where nobody is there."),
    "gap_share": Setting(0.01, "share", "A gap with under a hundredth of the largest's unserved demand is not listed."),
    "unread_lines_share": Setting(
        0.25, "share", "Over a quarter of lines without a day and times that can be read is the list's own fault."
    ),
    "place_apart_m": Setting(500, "m", "Nearer than this two hot cells are one place to those who walk there."),
    "window_share": Setting(0.5, "share", "Windows are added until they hold most of what is expected at a place."),
    "window_least_hours": Setting(2, "hours", "Shorter than this nobody can plan an evening by it."),
    "window_most_hours": Setting(4, "hours", "Longer than this it is an evening and no window."),
    "most_windows": Setting(6, "windows", "More windows a week than this tell nobody when to be there."),
    "most_places": Setting(12, "places", "A monthly meeting gets through about a dozen places."),
    "place_events": Setting(20, "events", "A place with fewer is thin: a few more or less would move it."),
    "place_active_share": Setting(0.5, "share", "Events in half of the months or more are no passing thing."),
    "visit_min": Setting(15, "minutes", "A visit to a hot spot is about a quarter of an hour."),
    "visits_a_day": Setting(3, "visits", "One to three visits to a place a day: more adds little."),
    "trend_months": Setting(3, "months", "Recent is the last three months, set beside the same three a year before."),
    "ahead_months": Setting(3, "months", "A back-test looks this far ahead: a plan is made for months, not years."),
    "hold_cells": Setting(20, "cells", "A back-test is told for all hot cells, and for a list one can walk."),
    "hold_looks": Setting(4, "looks", "Looks ahead that do not overlap: with fewer nobody can tell two ways apart."),
    "kernel_m": Setting(300, "m", "Spread of a kernel surface: two or three streets, as is usual for maps of crime."),
    "name_within_m": Setting(1200, "m", "A cell is called after the nearest name no further than this."),
    "view_contributors": Setting(5, "young people", "Fewer who marked a cell could be told apart: it is not shown."),
    "household_m2": Setting(2500, "m²", "A boundary smaller than a quarter of a hectare may be one household."),
    "most_goals": Setting(5, "goals", "A plan with more than five goals has none."),
    "reviews_to_close": Setting(2, "reviews", "One good month may be chance: a place is closed after two reviews."),
    "change_few": Setting(5, "events", "Under 5 the usual interval of a change is no guide: it is drawn from chance."),
    "change_draws": Setting(10_000, "draws", "Enough that the ends of a drawn interval move by less than an event."),
    "change_months": Setting(3, "months", "With fewer whole months after an action it is too soon to ask."),
    "match_count_share": Setting(0.25, "share", "Like places hold as much as a place, give or take a quarter."),
    "match_need_share": Setting(0.25, "share", "Like places are within a quarter of the order of need on average."),
    "signed_in_hours": Setting(12, "h", "A working day: a machine left open overnight shows nothing in the morning."),
    "upload_mb": Setting(200, "MB", "The largest partner file taken through the browser."),
    "unpacked_mb": Setting(2000, "MB", "A zip that unpacks to more is refused before it is read."),
    "unpacked_ratio": Setting(200, "times", "A zip member this much larger than packed is refused."),
}


def settings(own: Mapping[str, float] | None = None) -> dict[str, float]:
    """Return the numbers in force: ours, with the area's own over them.

    Parameters
    ----------
    own : mapping of str to float, optional
        The ``[settings]`` table of an area; its names are checked by the catalogue.

    Examples
    --------
    >>> settings({"hot_ratio": 4})["hot_ratio"], settings()["hot_ratio"]
    (4, 3)
    """
    return {name: setting.value for name, setting in SETTINGS.items()} | dict(own or {})
