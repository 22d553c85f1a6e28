"""What was agreed about a place so far: goals, actions and level; and everything that was ever changed of it."""

from __future__ import annotations

import datetime
import re

import pandas as pd
import streamlit as st

from placespace.documents.places.place_words import (
    chosen_words,
    cycle_words,
    decision_words,
    level_words,
    meeting_words,
    raised_words,
    short_day,
    stands,
    who_does,
)
from placespace.places.door import Held
from placespace.places.register import Register
from placespace.places.roles import may
from placespace.places.things import Place
from placespace.views import places_close
from placespace.views.places_words import goal_status, next_look
from placespace.views.plain import plain

MOST_CHANGES = 50
MOST_LINES = 4
DONE = {"observed": "added"}
ID = re.compile(r"'(?:goal|meeting|evidence|item)-\d+'")
"""Links between records, which say nothing to a reader."""


def facts(place: Held[Place], today: datetime.date) -> None:
    """Say why the place is there, who owns it and how it stands."""
    kept = place.thing
    said = {
        "Why it was raised": f"{kept.why} {raised_words(kept)}",
        "Why it was chosen": chosen_words(kept),
        "Level": level_words(kept) or "none set",
        "Owner meeting": cycle_words(kept),
        "Next review": _review(kept, today),
        "Sharing basis": kept.sharing_basis,
        "General times, as told to schools": kept.times_in_words,
        "Closed": f"{short_day(kept.closed_on)}: {kept.closed_reason}" if kept.status == "closed" else "",
    }
    st.markdown("  \n".join(f"**{plain(label)}:** {plain(text)}" for label, text in said.items() if text))


def _review(place: Place, today: datetime.date) -> str:
    look = next_look(place, today)
    return look if look == short_day(place.next_review) or not place.next_review else (
        f"{short_day(place.next_review)}, {look}")  # fmt: skip


def plan_tab(register: Register, place: Held[Place]) -> None:
    """Show goals, actions and decisions; they are changed at the meeting."""
    today = register.today
    facts(place, today)
    st.subheader("Goals")
    goals = register.goals(place.id)
    if goals:
        st.markdown("\n".join(f"- {plain(g.thing.words)} ({plain(goal_status(g.thing))})" for g in goals))
    else:
        st.write("No goal is agreed yet. Goals are agreed at the meeting.")
    st.subheader("Actions")
    actions = register.actions(place_id=place.id)
    if actions:
        rows = [
            {"What": a.thing.what, "Who": who_does(a.thing), "Due": short_day(a.thing.due, "no day set"),
             "Where it stands": stands(a.thing, today), "Measure": a.thing.measure}
            for a in actions
        ]  # fmt: skip
        st.table(pd.DataFrame(rows).map(plain), hide_index=True, alt="Actions of the place")
    else:
        st.write("No action is agreed yet. Actions are agreed at the meeting, each with an owner and a day.")
    _decisions(register, place)
    if may(register.who, "edit places"):
        places_close.close_or_open(register, place)


def _decisions(register: Register, place: Held[Place]) -> None:
    decided = [i for i in register.items(place_id=place.id) if i.thing.status == "decided"]
    if not decided:
        return
    st.subheader("Decided at meetings")
    meetings = {m.id: m.thing for m in register.meetings()}
    said = []
    for item in reversed(decided):
        where = meeting_words(meetings[item.thing.meeting]) if item.thing.meeting in meetings else "a meeting"
        said.append(f"- **{plain(where)}.** {plain(decision_words(item.thing))}")
    st.markdown("\n".join(said))


def history_tab(register: Register, place: Held[Place]) -> None:
    """Show who changed what and when, before and after, newest first."""
    told = _all_of(register, place)
    st.caption("Newest first. Nothing that was saved can be taken out of the history unseen.")
    _changes(told[:MOST_CHANGES])
    if len(told) > MOST_CHANGES:
        with st.expander(f"Earlier: {len(told) - MOST_CHANGES}"):
            _changes(told[MOST_CHANGES:])


def _all_of(register: Register, place: Held[Place]) -> list[tuple[str, str, str, list[str]]]:
    """Return what became of a place and of all that hangs on it, newest first."""
    hung = (
        ("observation", register.observations(place.id)), ("goal", register.goals(place.id)),
        ("action", register.actions(place_id=place.id)), ("at a meeting", register.items(place_id=place.id)),
    )  # fmt: skip
    told = [(c.at, c.by, f"place {c.what}", c.changes) for c in register.history(place.id)]
    for kind, held in hung:
        told += [(c.at, c.by, f"{kind} {DONE.get(c.what, c.what)}", c.changes) for h in held
                 for c in register.history(h.id)]  # fmt: skip
    return sorted(told, key=lambda t: t[0], reverse=True)


def _changes(told: list[tuple[str, str, str, list[str]]]) -> None:
    for at, by, what, changes in told:
        when = pd.Timestamp(at).tz_convert("Europe/London")
        st.markdown(f"**{when:%-d %b %Y, %H:%M} · {plain(by)} · {plain(what)}**")
        said = [line for line in changes if not ID.search(line)]
        if len(said) > MOST_LINES:  # what is new begins with all it holds: a paragraph, not a page
            st.write(plain("; ".join(said)))
        elif said:
            st.markdown("\n".join(f"- {plain(line)}" for line in said))
