"""Say in words who is reached, where and when nobody is, and what that rests on."""

from __future__ import annotations

import numpy as np
import pandas as pd

from placespace.documents.cover.answer import WEEK_HOURS, Cover
from placespace.documents.cover.demand import DEMANDS
from placespace.documents.cover.question import CoverQuestion
from placespace.documents.statement import window_name
from placespace.measures import Reading
from placespace.terms import SESSION_KINDS, WEEKDAYS

WEEK_NAMES = {"all": "all weeks", "term": "term", "holiday": "school holidays"}
WEEKS_A_YEAR = 52.18


def week_name(week_type: str) -> str:
    """Return a kind of week in words.

    Examples
    --------
    >>> week_name("holiday"), week_name("Halloween to Bonfire")
    ('school holidays', 'Halloween to Bonfire')
    """
    return WEEK_NAMES.get(week_type, week_type)


def window_words(weekday: int, start_hour: int, hours: int) -> str:
    """Return a weekly window in words, with the night it belongs to when it is after midnight.

    Examples
    --------
    >>> window_words(3, 20, 2), window_words(5, 1, 2)
    ('Thursday 20:00-22:00', 'Saturday 01:00-03:00 (Friday night)')
    """
    if hours == WEEK_HOURS:
        return "the whole week"
    says = f"{WEEKDAYS[weekday]} {start_hour:02d}:00-{(start_hour + hours) % 24:02d}:00"
    return says if start_hour >= 6 else f"{says} ({WEEKDAYS[weekday - 1]} night)"


def share_words(share: float) -> str:
    """Return a share as a percentage; 'none expected' where there is no demand."""
    return "none expected" if np.isnan(share) else f"{share:.0%}"


def cover_headline(found: Cover) -> str:
    """Return the answer in two sentences: the share nobody is there for, and the hour it is worst."""
    share = found.coverage.unserved_share
    asked = found.asked
    if np.isnan(share) and found.demand.events:
        return (
            f"{found.demand.events:,.0f} events are recorded in {week_name(asked.week_type)} and the hour of none of "
            "them is known, so nothing can be said of when somebody should be there."
        )
    if np.isnan(share):
        return f"No demand is expected in {week_name(asked.week_type)}, so there is nothing to be there for."
    harm = "the harm expected" if found.profile.exact or asked.week_type == "all" else "the harm of all weeks"
    what = "young people's hours" if asked.demand == "people" else harm
    whose = "no open session" if len(found.sessions) else "no session that counts: nothing is open, so nobody"
    first = (
        f"In {week_name(asked.week_type)}, {share:.0%} of {what} has {whose} within {asked.minutes:g} minutes' walk."
        if len(found.sessions)
        else f"In {week_name(asked.week_type)} no session counts, so nobody is there for any of {what}."
    )
    evening = _reached(found, 17, 20), _reached(found, 20, 24)
    if asked.demand == "people" or np.isnan(evening).any():
        return first
    return f"{first} From 17:00 to 20:00 {evening[0]:.0%} is reached; from 20:00 to midnight {evening[1]:.0%}."


def _reached(found: Cover, first: int, last: int) -> float:
    hour = np.arange(168) % 24
    within = (hour >= first) & (hour < last)
    demand = found.demand.per_hour.sum(axis=0)
    reached = demand - found.coverage.unserved.sum(axis=0)
    return float(reached[within].sum() / demand[within].sum()) if demand[within].sum() else float("nan")


def gap_lines(table: pd.DataFrame, unit: str = "events a week") -> list[str]:
    """Return each unserved place and window as a line of text, in its order."""
    return [
        f"{row.place or row.cell}: {window_words(row.weekday, row.start_hour, row.hours)}, "
        f"{row.unserved:.2f} {unit} not reached ({row.absence:.0%} of what is expected there then)"
        for row in table.itertuples()
    ]


def cover_table(found: Cover) -> pd.DataFrame:
    """Return the share reached at every hour, days by hours; missing where nothing is expected.

    Rows are operational days: the columns run from 06 to 05, and the hours after midnight belong to the day before.
    """
    return by_day_and_hour(found.coverage.by_hour)


def by_day_and_hour(week: np.ndarray) -> pd.DataFrame:
    """Return a value an hour of the week, shape (168,), as operational days (rows) by hours 06 to 05 (columns)."""
    turned = np.roll(np.asarray(week, float), -6).reshape(7, 24)
    columns = [f"{(h + 6) % 24:02d}" for h in range(24)]
    return pd.DataFrame(turned, index=pd.Index(WEEKDAYS, name="day"), columns=columns)


def cover_about(found: Cover, reading: Reading, age_days: int | None) -> list[str]:
    """Return what the answer rests on, a sentence a line: printed on every output."""
    asked, walk = found.asked, found.walk
    layer = reading.workspace.layers.get(found.demand.question.layer) if found.demand.question else None
    kinds = ", ".join(asked.kinds) if set(asked.kinds) != set(SESSION_KINDS) else "all"
    lines = [f"Demand: {DEMANDS[asked.demand]}."]
    if layer is not None:
        q = found.demand.question
        of = f" ({', '.join(q.categories)})" if q.categories else ""
        age = f" The last record is {age_days} days old." if age_days is not None else ""
        events = "hidden" if found.demand.events is None else f"{found.demand.events:,.0f}"
        lines.append(
            f"Source: {layer.title}{of}, {window_name(q.first, q.last)}: {events} events in "
            f"{week_name(asked.week_type) if found.profile.exact else 'all weeks'}, over {found.demand.weeks:.1f} "
            f"weeks. {layer.publisher}; {layer.licence}.{age}"
        )
        if found.demand.unknown_share:
            does = "left out" if asked.as_recorded else "spread by the hours of the others"
            lines.append(f"The hour is not known for {found.demand.unknown_share:.0%} of them: {does}.")
        if layer.definition:
            lines.append(f"Definition: {layer.definition}.")
    how = (
        f"{walk.minutes:g} minutes along the streets given, at {walk.m_per_min:g} m a minute"
        if found.ground.network is not None
        else f"{walk.minutes:g} minutes at {walk.m_per_min:g} m a minute, with {walk.detour:g} m of street to a "
        f"metre of straight line: {walk.straight_m:,.0f} m as the crow flies"
    )
    lines += [
        f"Walk: {how}, from the middle of each cell. {len(found.ground.barriers)} barriers cut it.",
        f"Sessions: {len(found.sessions)} of {len(found.provision.timings)} read count: for ages {asked.ages[0]} to "
        f"{asked.ages[1]} in part at least; kinds: {kinds}; in more than {found.runs_share:.0%} of such weeks from "
        f"{found.year[0]:%-d %B %Y} to {found.year[1]:%-d %B %Y}.",
        f"{len(found.provision.waiting)} of {len(found.provision.lines)} lines of the list wait to be looked at.",
        *found.notes,
        f"Profile {found.profile.name}: {found.profile.says}.",
    ]
    return lines


def question_words(asked: CoverQuestion) -> str:
    """Return what was asked, in a few words for a file's name or a heading."""
    return f"{asked.demand}, {week_name(asked.week_type)}, {asked.minutes:g} min"
