"""Ask which month is planned and from which incidents, whose decisions are kept, and show what days the month has."""

from __future__ import annotations

import html

import pandas as pd
import streamlit as st

from placespace.calendar import Calendar, month_days, month_words
from placespace.disclose import Profile
from placespace.documents import choices, harm_layers, month_name
from placespace.documents.plan import PlanQuestion, usual_plan
from placespace.grid import Question, study_area
from placespace.measures import Reading
from placespace.views import cached, controls
from placespace.views.plain import plain

BACK, AHEAD = 12, 4
"""Months offered before the usual one, to look at what was planned, and after it."""
BY, SEED = "plan-by", "seed"
AWAY = {"holiday": "school holiday", "bank holiday": "bank holiday"}
"""Kinds of day on which schools are shut, as tags."""
WEEKEND = ("Friday", "Saturday")


def ask(reading: Reading, who: Profile, calendar: Calendar) -> PlanQuestion:
    """Return what is asked of a plan; what is chosen stays in the address. The days of the month stand under it.

    Raises
    ------
    PlacespaceError
        When no layer of incidents says where.
    """
    usual = usual_plan(reading)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        # others see the month that is being planned alone: plans that nobody decided on would tell of the counts behind
        month = _month(usual.month, BACK, AHEAD) if who.exact else _month(usual.month, 0, 1)
        asked = _incidents(reading, who, month, usual.harm.layer) if who.exact else usual_plan(reading, month)
        in_words = st.popover("The month in words")
    strip, words = _told(cached.kept_mark(reading), month, reading, calendar)
    with in_words:
        st.markdown("\n".join(f"- {plain(line)}" for line in words))
    st.html(strip)
    return asked


@st.cache_resource(max_entries=48, show_spinner=False)
def _told(mark: str, month: str, _reading: Reading, _calendar: Calendar) -> tuple[str, list[str]]:
    lat, lon = (float(x) for x in study_area(_reading.workspace).centres().mean())
    days = month_days(month, _calendar, lon=lon, lat=lat)
    return strip_html(days, month_name(month)), month_words(month, _calendar, lon=lon, lat=lat)


def _incidents(reading: Reading, who: Profile, month: str, usual: str) -> PlanQuestion:
    layers = reading.workspace.layers
    mapped = [i for i in harm_layers(reading) if layers[i].precision != "none"]
    layer = controls.choose(
        "Source", mapped, "plan-source", default=usual, width_px=165, format_func=lambda i: layers[i].source,
        help="Places come from this source; the others are set beside it. One that says at what hour gives times.",
    )  # fmt: skip
    kinds = [controls.ALL, *choices(reading, who, layer)[0]]
    category = controls.choose("Category", kinds, "plan-category", width_px=230)
    st.text_input(
        "You decide as (role or team)", key=BY, width=225, persist_state="session", placeholder="tasking group",
        help="Stands beside every decision you keep here. A role or a team, not a name.",
    )  # fmt: skip
    return PlanQuestion(month, Question(layer, () if category == controls.ALL else (category,)), seed())


def _month(usual: str, back: int, ahead: int) -> str:
    first = pd.Period(usual, "M")
    offered = [str(first + n) for n in range(-back, ahead)]
    return controls.choose(
        "Month", offered, "plan-month", default=usual, format_func=month_name, width_px=165,
        help="A plan rests on what was recorded before its month, and on nothing after.",
    )  # fmt: skip


def seed() -> int:
    """Return the number that the times of visits vary by."""
    if SEED not in st.session_state:
        asked = str(st.query_params.get(SEED, "1"))
        st.session_state[SEED] = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    return st.session_state[SEED]


def other_times() -> None:
    """Draw the next plan with other times of visits."""
    st.session_state[SEED] = seed() + 1
    st.query_params[SEED] = str(st.session_state[SEED])


def by() -> str:
    """Return whose decisions are kept."""
    return str(st.session_state.get(BY) or "")


def strip_html(days: pd.DataFrame, month: str) -> str:
    """Return the days of a month, and what marks some of them, as lists; all text is escaped.

    Parameters
    ----------
    days : DataFrame
        As ``calendar.month_days`` gives them.
    month : str
        In words.

    Examples
    --------
    >>> day = {"date": pd.Timestamp(2026, 10, 30), "weekday": "Friday", "kind": "holiday", "named": "Mischief Night",
    ...        "bank_holiday": "", "clock_change": "", "sunset": "16:47"}
    >>> strip_html(pd.DataFrame([day]), "October 2026").count("<li")
    5
    """
    items, tagged, named = [], {}, html.escape(f"Days of {month}")
    for d in days.itertuples(index=False):
        tags = tags_of(d)
        for tag in tags:
            tagged.setdefault(tag, []).append(d.date)
        marked = {"night": d.weekday in WEEKEND, "away": d.kind in AWAY, "named": bool(d.named or d.clock_change)}
        looks = " ".join(look for look, holds in marked.items() if holds)
        said = ", ".join([f"{d.weekday} {d.date.day}", *tags, *([f"sunset {d.sunset}"] if d.sunset else [])])
        items.append(
            f'<li class="{looks}" title="{html.escape(said)}"><small>{html.escape(d.weekday[:2])}</small>'
            f"{d.date.day}</li>"
        )
    chips = [f"{tag}: {_spans(dates)}" for tag, dates in tagged.items()]
    fridays = [d.date.day for d in days.itertuples(index=False) if d.weekday == "Friday"]
    chips.append(f"Fridays: {', '.join(map(str, fridays))}")
    sets = days.loc[days["sunset"] != "", "sunset"]
    if len(sets):
        chips.append(f"sunset: {sets.iloc[0]} at first, {sets.iloc[-1]} at the end")
    listed = "".join(f"<li>{html.escape(chip)}</li>" for chip in chips)
    return (
        f'<ol class="month-strip" aria-label="{named}">{"".join(items)}</ol>'
        f'<ul class="month-tags" aria-label="What marks them">{listed}</ul>'
    )


def tags_of(day: object) -> list[str]:
    """Return what is to be known of a day, a word or two each; ``day`` has the columns of ``month_days``."""
    named = [t for t in day.named.split(", ") if t]
    return [t for t in (day.bank_holiday or AWAY.get(day.kind, ""), *named, day.clock_change) if t]


def _spans(dates: list[pd.Timestamp]) -> str:
    """Return days of a month as people write them.

    Examples
    --------
    >>> _spans(list(pd.to_datetime(["2026-10-26", "2026-10-27", "2026-10-30"])))
    'Mon 26 to Tue 27, Fri 30'
    """
    runs: list[list[pd.Timestamp]] = []
    for date in dates:
        if runs and date - runs[-1][-1] == pd.Timedelta(days=1):
            runs[-1].append(date)
        else:
            runs.append([date])
    named = [[f"{d:%a} {d.day}" for d in (run[0], run[-1])] for run in runs]
    return ", ".join(a if a == b else f"{a} to {b}" for a, b in named)
