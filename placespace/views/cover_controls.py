"""Ask who should be reached, when, by what, and how far on foot; the answers stay in the address."""

from __future__ import annotations

import streamlit as st

from placespace.calendar import read_calendar
from placespace.disclose import Profile
from placespace.documents import choices
from placespace.documents.cover import CoverQuestion, timed_layers, usual_question, week_name
from placespace.grid import Question
from placespace.measures import Reading
from placespace.terms import SESSION_KINDS
from placespace.views import controls

DEMAND_NAMES = {"harm": "Harm", "need": "Harm x need", "people": "Young people"}
MINUTES = ("10", "15", "20", "35")
OLDEST = 25


def ask(reading: Reading, who: Profile) -> CoverQuestion:
    """Return what is asked of coverage: only what the profile and the data allow is offered."""
    usual = usual_question(reading, who)
    timed = timed_layers(reading)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        offered = list(DEMAND_NAMES) if timed else ["people"]
        demand = controls.choose(
            "Held against", offered, "demand", default=usual.demand, width_px=130, format_func=DEMAND_NAMES.get,
            help="Harm: events expected each week. Harm x need: the same, by the place in the order of need of each "
            "cell. Young people: residents of the age band.",
        )  # fmt: skip
        harm = Question("") if demand == "people" else _harm(reading, who, timed, usual.harm.layer)
        weeks = read_calendar(reading.workspace).week_types()
        week_type = controls.choose(
            "Weeks", weeks, "weeks", default=usual.week_type, width_px=165,
            format_func=lambda w: week_name(w)[0].upper() + week_name(w)[1:],
        )  # fmt: skip
        usual_walk = f"{reading.workspace.area.settings['walk_min']:g}"
        minutes = controls.choose(
            "Walk", sorted({*MINUTES, usual_walk}, key=float), "walk", default=usual_walk, width_px=120,
            format_func=lambda m: f"{m} minutes",
        )  # fmt: skip
    return _finer(usual, harm, demand, week_type, float(minutes))


def _harm(reading: Reading, who: Profile, timed: list[str], first: str) -> Question:
    layers = reading.workspace.layers
    layer = controls.choose(
        "Source of harm", timed, "timed", default=first, width_px=130, format_func=lambda i: layers[i].source
    )
    categories, held = choices(reading, who, layer)
    offered = [controls.ALL, *categories] if who.exact or len(categories) == 1 else categories
    category = controls.choose("Category", offered, "what", width_px=160)
    if who.exact:
        first_month, last_month = controls.months(held)
    else:
        first_month, last_month = controls.window(held, reading.workspace.area.settings["year_ends_month"])
    return Question(layer, () if category == controls.ALL else (category,), first_month, last_month)


def _finer(usual: CoverQuestion, harm: Question, demand: str, week_type: str, minutes: float) -> CoverQuestion:
    """Ask the finer points, in a drawer: ages, kinds of session, how hours are worked out."""
    with st.expander("Ages, kinds of session, and how hours are worked out"):
        left, right = st.columns(2)
        with left:
            ages = st.slider("Ages that a session is for, in part at least", 5, OLDEST, usual.ages, key="ages")
            unsaid = st.toggle("Count sessions whose list states no ages", value=True, key="unsaid")
        with right:
            kinds = st.multiselect(
                "Kinds of session that count", list(SESSION_KINDS), default=list(usual.kinds), key="kinds",
                help="; ".join(f"{k}: {v}" for k, v in SESSION_KINDS.items()),
            )  # fmt: skip
            recorded = st.toggle(
                "Hours as recorded only", value=False, key="recorded",
                help="Off: a cell's hours are drawn towards the area's by how little is known, and smoothed by an hour "
                "each way. On: only events whose hour is known, each at its own hour.",
            )  # fmt: skip
    return CoverQuestion(
        harm, demand, week_type, tuple(ages), tuple(kinds), minutes, as_recorded=recorded, ages_not_stated=unsaid
    )


def hour_of(default: tuple[int, int]) -> int:
    """Return the hour of the week chosen for the map, 0 to 167: the worst at first."""
    days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    hours = [f"{h:02d}:00" for h in range(24)]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        day = controls.choose("Day on the map", days, "day", default=days[default[0]], width_px=150)
        hour = controls.choose("Hour", hours, "hour", default=hours[default[1]], width_px=110)
    return days.index(day) * 24 + hours.index(hour)
