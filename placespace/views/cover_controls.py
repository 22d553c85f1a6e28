"""Ask who should be reached, when, by what, and how far on foot; the answers stay in the address."""

from __future__ import annotations

import streamlit as st

from placespace.calendar import read_calendar
from placespace.disclose import Profile
from placespace.documents import choices
from placespace.documents.cover import CoverQuestion, timed_layers, usual_question
from placespace.grid import Question, study_area
from placespace.measures import Reading
from placespace.terms import SESSION_KINDS, WEEKDAYS
from placespace.views import cached, controls

DEMAND_NAMES = {"harm": "Harm", "need": "Harm x need", "people": "Young people"}
MINUTES = ("10", "15", "20", "35")
OLDEST = 25
HOURS = [f"{h:02d}:00" for h in range(24)]


def ask(reading: Reading, who: Profile) -> CoverQuestion:
    """Return what is asked of coverage: only what the profile and the data allow is offered.

    Raises
    ------
    WrongUse
        When no kind of session is chosen; every control has been drawn by then.
    """
    usual = usual_question(reading, who)
    timed = timed_layers(reading)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        demand = controls.choose(
            "To be reached", offered(reading, timed), "demand", default=usual.demand, width_px=145,
            format_func=DEMAND_NAMES.get,
            help="Harm: events expected each week. Harm x need: the same, by the place in the order of need of each "
            "cell. Young people: residents of the age band, at the hours they are out of school and awake.",
        )  # fmt: skip
        harm = Question("") if demand == "people" else _harm(reading, who, timed, usual.harm.layer)
        weeks = read_calendar(reading.workspace).week_types()
        week_type = controls.choose(
            "Weeks", weeks, "weeks", default=usual.week_type, width_px=165, format_func=controls.week_title,
            help="Sessions that run in such weeks, held against what happens in them. Dates are on the Data page.",
        )  # fmt: skip
        usual_walk = f"{reading.workspace.area.settings['walk_min']:g}"
        minutes = controls.choose(
            "Walk", sorted({*MINUTES, usual_walk}, key=float), "walk", default=usual_walk, width_px=120,
            format_func=lambda m: f"{m} minutes", help="How long a young person walks to a session, at most.",
        )  # fmt: skip
    return _finer(usual, harm, demand, week_type, float(minutes), exact=who.exact)


def offered(reading: Reading, timed: list[str]) -> list[str]:
    """Return what a place and hour may be held against, as far as the data go: residents where nothing else is."""
    values = cached.cell_values(reading, study_area(reading.workspace))
    have = {"harm": bool(timed), "need": bool(timed) and values.need is not None, "people": values.people is not None}
    return [d for d, there in have.items() if there] or ["people"]


def _harm(reading: Reading, who: Profile, timed: list[str], first: str) -> Question:
    layers = reading.workspace.layers
    layer = controls.choose(
        "Source of harm", timed, "timed", default=first, width_px=150, format_func=lambda i: layers[i].source,
        help="Only sources that say both where and at what hour can be asked.",
    )  # fmt: skip
    categories, held = choices(reading, who, layer)
    kinds = [controls.ALL, *categories] if who.exact or len(categories) == 1 else categories
    category = controls.choose("Category", kinds, "what", width_px=160)
    if who.exact:
        first_month, last_month = controls.months(held)
    else:
        first_month, last_month = controls.window(held, reading.workspace.area.settings["year_ends_month"])
    return Question(layer, () if category == controls.ALL else (category,), first_month, last_month)


def _finer(
    usual: CoverQuestion, harm: Question, demand: str, week_type: str, minutes: float, *, exact: bool
) -> CoverQuestion:
    """Ask the finer points, in a drawer: ages, kinds of session, how hours are worked out."""
    with st.expander("Ages, kinds of session, and how hours are worked out"):
        left, right = st.columns(2)
        ages = left.slider(
            "Ages that a session is for, in part at least", 5, OLDEST, usual.ages, key="ages", persist_state="session",
            help="A session counts when it takes anybody of these ages.",
        )  # fmt: skip
        unsaid = left.toggle(
            "Count sessions whose list states no ages", value=True, key="unsaid", persist_state="session",
            help="On: they are taken to be for all. Off: they do not count.",
        )  # fmt: skip
        kinds = right.multiselect(
            "Kinds of session that count", list(SESSION_KINDS), default=list(usual.kinds), key="kinds",
            help="; ".join(f"{k}: {v}" for k, v in SESSION_KINDS.items()), persist_state="session",
        )  # fmt: skip
        recorded = exact and demand != "people" and right.toggle(
            "Hours as recorded only", value=False, key="recorded", persist_state="session",
            help="Off: a cell's hours are drawn towards the area's by how little is known, and smoothed by an hour "
            "each way. On: only events whose hour is known, each at its own hour.",
        )  # fmt: skip
    return CoverQuestion(
        harm, demand, week_type, tuple(ages), tuple(kinds), minutes, as_recorded=recorded, ages_not_stated=unsaid
    )


def hour_of(usual: tuple[int, int], *, key: str = "") -> int:
    """Return the hour of the week chosen for the map, 0 to 167.

    Parameters
    ----------
    usual : tuple of int
        Day and hour that the map opens on; when they change, the map goes there.
    key : str
        What tells the hour of one page from another's.
    """
    day_key, hour_key, seen = f"{key}day", f"{key}hour", f"{key}hour-usual"
    if st.session_state.get(seen, usual) != usual:
        show_hour(*usual, key=key)
    st.session_state[seen] = usual
    day = controls.choose("Day on the map", list(WEEKDAYS), day_key, default=WEEKDAYS[usual[0]], width_px=140)
    hour = controls.choose("Hour", HOURS, hour_key, default=HOURS[usual[1]], width_px=100)
    return WEEKDAYS.index(day) * 24 + HOURS.index(hour)


def show_hour(weekday: int, hour: int, *, key: str = "") -> None:
    """Have the map of the next run show an hour; its two controls must not have been drawn in this one."""
    st.session_state[f"{key}day"], st.session_state[f"{key}hour"] = WEEKDAYS[weekday], HOURS[hour]
