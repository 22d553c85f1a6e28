"""Try sessions that somebody has in mind: options A to D, and what each would do beside the others."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import streamlit as st

from placespace.documents.cover import Cover
from placespace.documents.siting import Candidates, Siting, Trial, trials_of, try_sessions
from placespace.measures import Reading
from placespace.terms import WEEKDAYS
from placespace.views.cover_parts import amount, unit
from placespace.views.hexmap import Mark
from placespace.views.plain import plain
from placespace.views.siting_parts import briefly

LETTERS = "ABCD"
PROPOSED = "A"
MOST_TRIED = 12
CLOCKS = [f"{h:02d}:{m:02d}" for h in range(24) for m in (0, 15, 30, 45)]
SAME_PLACE = 0.001
"""Degrees, about 100 m: two lists seldom give a hall to the metre."""
ROWS, OF, TURN = "tried", "tried-of", "tried-turn"
MEASURES = {
    "option": "Sessions",
    "reached": "Extra reached",
    "in_all": "Extra reached, in as many weeks as were counted",
    "share": "Share of all that is expected",
    "u_before": "Nobody there, before",
    "u_after": "Nobody there, after",
    "hot_hours": "Its hours among the 12 busiest there",
    "wasted": "Overlap: already reached by another",
    "deprived_share": "Of the extra, in the most deprived fifth",
    "u_10_min": "Nobody there, 10 minutes' walk",
    "u_20_min": "Nobody there, 20 minutes' walk",
    "u_35_min": "Nobody there, 35 minutes' walk",
    "left": "Still nobody there, first",
}
OF_EVENTS = ("in_all", "hot_hours")

Places = dict[str, tuple[float, float]]


def edit(places: Places, done: Siting | None) -> dict[str, list[Trial]]:
    """Let options be put together beside what is proposed; return the sessions of each option, by its letter.

    A is what is proposed. B comes filled in with the next best, or with the first of several alone, and follows the
    proposal until somebody changes it; from then on it is theirs, also when another question is asked or another
    page looked at in between.
    """
    state = st.session_state
    proposal = [] if done is None else _rows(done.table, places)
    beside = [] if done is None else _rows(done.table.head(1) if len(proposal) > 1 else done.others.head(1), places)
    now = repr((proposal, beside))
    if ROWS not in state or (state[OF] != now and not state["tried-own"]):
        _begin(beside, now)
    rows = [row for row in state[ROWS] if row["venue"] in places]
    gone, state[ROWS] = len(state[ROWS]) - len(rows), rows
    letters = LETTERS[1:] if proposal else LETTERS
    yours = " A is what is proposed; the others are yours to change." if proposal else ""
    st.write(f"Up to four options, A to D, each of one session or more.{yours}")
    own = [_ask(row, number, places, letters) for number, row in enumerate(rows)]
    state["tried-own"] = state["tried-own"] or own != rows
    state[ROWS] = own
    if gone:
        st.caption(f"{gone} tried at places that are not offered any more: taken out.")
    with st.container(horizontal=True):
        if st.button("Add a session", disabled=not places or len(own) >= MOST_TRIED, help=f"{MOST_TRIED} at most."):
            _change([*own, _another(own, proposal, places, letters)])
        if proposal and st.button("Begin again with what is proposed", disabled=not state["tried-own"]):
            _begin(beside, now)
            st.rerun()
    tried = {PROPOSED: proposal} if proposal else {}
    for letter in letters:
        tried[letter] = [row for row in own if row["option"] == letter]
    table = {letter: pd.DataFrame(rows) for letter, rows in tried.items() if rows}
    return {letter: trials_of(rows.assign(option=letter), places)[0] for letter, rows in table.items()}


def _rows(table: pd.DataFrame, places: Places) -> list[dict]:
    named = {at: name for name, at in places.items()}
    return [
        {"option": "B", "venue": named.get((r.lon, r.lat), r.site), "day": WEEKDAYS[int(r.weekday)], "start": r.start,
         "end": r.end}
        for r in table.itertuples()
    ]  # fmt: skip


def _begin(rows: list[dict], of: str) -> None:
    """Show these rows; new keys, or the boxes would go on showing the old ones."""
    state = st.session_state
    state.update({ROWS: rows, OF: of, "tried-own": False, TURN: state.get(TURN, 0) + 1})


def _change(rows: list[dict]) -> None:
    """Show other rows, which are somebody's own."""
    state = st.session_state
    state.update({ROWS: rows, "tried-own": True, TURN: state[TURN] + 1})
    st.rerun()


def _another(own: list[dict], proposal: list[dict], places: Places, letters: str) -> dict:
    """Return a session to begin from: like the last, in the next option that has none."""
    first = {"venue": next(iter(places)), "day": WEEKDAYS[4], "start": "18:00", "end": "20:00"}
    like = (own or proposal or [first])[-1]
    used = {row["option"] for row in own}
    return {**like, "option": next((letter for letter in letters if letter not in used), letters[-1])}


def _ask(row: dict, number: int, places: Places, letters: str) -> dict:
    """Ask for one session of an option, and offer to take it out."""
    turn, shown = st.session_state[TURN], "visible" if number == 0 else "collapsed"
    held = {"label_visibility": shown}
    option, venue, day, start, end, out = st.columns([1.3, 4, 2, 1.8, 1.8, 1.5], vertical_alignment="bottom")
    letter = row["option"] if row["option"] in letters else letters[0]
    names = list(places)
    answer = {
        "option": option.selectbox(
            "Option", list(letters), letters.index(letter), key=f"tried-option-{turn}-{number}", **held
        ),
        "venue": venue.selectbox(
            "Venue", names, names.index(row["venue"]), key=f"tried-venue-{turn}-{number}", **held
        ),
        "day": day.selectbox(
            "Day", list(WEEKDAYS), WEEKDAYS.index(row["day"]), key=f"tried-day-{turn}-{number}", **held
        ),
        "start": start.selectbox(
            "Starts", CLOCKS, CLOCKS.index(row["start"]), key=f"tried-from-{turn}-{number}", **held
        ),
        "end": end.selectbox(
            "Ends", CLOCKS, CLOCKS.index(row["end"]), key=f"tried-to-{turn}-{number}", **held
        ),
    }  # fmt: skip
    if out.button("Take out", key=f"tried-out-{turn}-{number}"):
        _change([r for n, r in enumerate(st.session_state[ROWS]) if n != number])
    return answer


def places_of(found: Cover, candidates: Candidates | None) -> Places:
    """Return every place a session could be tried at: venues that could be let, then those where one runs already.

    Of two places far apart with one name the second is told apart by a number.
    """
    out: Places = {}
    running = found.provision.sessions.drop_duplicates(["site", "lon", "lat"])
    for table in ([] if candidates is None else [candidates.venues], [running]):
        for row in (r for t in table for r in t.itertuples() if r.site):
            name, number, at = row.site, 2, (row.lon, row.lat)
            while name in out and not np.allclose(out[name], at, rtol=0, atol=SAME_PLACE):
                name, number = f"{row.site} ({number})", number + 1
            out.setdefault(name, at)
    return out


def marks(options: dict[str, list[Trial]]) -> list[Mark]:
    """Return the sessions tried as marks, each with its letter."""
    return [Mark(t.lat, t.lon, f"{letter}: {t.says}", "tried") for letter, own in options.items() for t in own]


def side_by_side(found: Cover, reading: Reading, options: dict[str, Sequence[Trial]]) -> pd.DataFrame:
    """Show the options beside each other, a column each; return the table behind it.

    Raises
    ------
    WrongUse
        When a session cannot be: it begins and ends at the same time, say.
    """
    table = try_sessions(found, list(options.values()), reading)
    weeks = found.demand.weeks
    table["in_all"] = table["reached"] * (weeks or float("nan"))
    words = MEASURES | {"reached": f"Extra reached, {unit(found)}"}
    if weeks:
        words["in_all"] = f"The same, in the {weeks:.0f} weeks counted"
    shown = [m for m in MEASURES if m not in OF_EVENTS or weeks]
    turned = pd.DataFrame(
        [[words[m], *(_said(found, m, row) for _, row in table.iterrows())] for m in shown],
        columns=["Measure", *options],
    )
    st.table(turned.map(plain), hide_index=True, alt="The options beside each other")
    return table


def _said(found: Cover, measure: str, row: pd.Series) -> str:
    value = row[measure]
    if isinstance(value, str):
        return briefly(value)
    if measure == "hot_hours":
        return "hours are too alike to tell" if pd.isna(value) else f"{value:g} of {row['hours']:g}"
    if pd.isna(value):
        return "not known"
    if measure == "in_all":
        return f"{value:.1f}"
    return amount(found, value) if measure == "reached" else f"{value:.1%}"
