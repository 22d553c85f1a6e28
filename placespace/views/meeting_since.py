"""Since last time: what was promised against what was done, and what became of it, said right there."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from placespace.documents.places.place_words import short_day
from placespace.documents.plan.words import many
from placespace.places.door import Held
from placespace.places.planning import SinceLast
from placespace.places.register import Register
from placespace.places.things import Action, Meeting
from placespace.places.vocabulary import DECISIONS
from placespace.views.meeting_actions import ACTION_WORDS, status
from placespace.views.meeting_boxes import Boxes
from placespace.views.places_words import week_day
from placespace.views.plain import plain

MARKS = {"done": "✓ done", "late": "late", "not yet due": "not yet due", "dropped": "dropped"}


def since(register: Register, meeting: Held[Meeting], place_id: str, *, locked: bool) -> None:
    """Show what was promised at earlier meetings, and ask what became of it."""
    _last_decision(register, meeting, place_id)
    held = {h.id: h for h in register.actions(place_id)}
    promised = in_place(register.since_last(place_id, meeting.id), _shown(meeting.id, place_id), held)
    if not promised:
        st.write("Nothing was promised before: there is nothing to look back on.")
        return
    st.markdown(f"**{plain(kept_words(promised))}**")
    for one in promised:
        boxes = Boxes("action", held[one.action], ACTION_WORDS, locked=locked)
        with st.container(border=True):
            st.markdown(f"**{plain(one.what)}**  \n{plain(_line(one))}")
            if locked:
                if held[one.action].thing.done_words:
                    boxes.text("done_words")
                continue
            a, b, c = st.columns([1.4, 1.4, 5])
            with a:
                status(boxes)
            with b:
                boxes.date("done_on")
            with c:
                boxes.line("done_words", placeholder="what was done, what changed; or why it was dropped")


def in_place(
    now: Sequence[SinceLast], shown: dict[str, SinceLast], held: Mapping[str, Held[Action]]
) -> list[SinceLast]:
    """Return what was promised in an order that no status changes: by the day it was due, then by its id.

    A card that moved, or went, as its status is set would bring the next one under the hand. So one that was shown
    stays for the session where it is found to have been done before the last meeting.

    Parameters
    ----------
    now : sequence of SinceLast
    shown : dict of str to SinceLast
        What this session has shown, by action; changed in place.
    held : mapping of str to Held of Action
    """
    there = {one.action: one for one in now}
    for id_, was in shown.items():
        if id_ not in there and id_ in held and (done := held[id_].thing.done_on) is not None:
            late = max((done - was.due).days, 0) if was.due else 0
            there[id_] = replace(was, status="done", days_late=late)
    shown.update(there)
    return sorted(there.values(), key=lambda one: (one.due or datetime.date.max, one.action))


def _shown(meeting_id: str, place_id: str) -> dict[str, SinceLast]:
    return st.session_state.setdefault(f"since-{meeting_id}-{place_id}", {})


def kept_words(promised: Sequence[SinceLast]) -> str:
    """Return how many promises were kept, in a sentence.

    Examples
    --------
    >>> kept_words([SinceLast("a", "x", "", "", None, s, 0, False, "") for s in ("done", "late", "late")])
    '3 actions were promised: 1 is done, 2 are late.'
    """
    counts = [(s, sum(p.status == s for p in promised)) for s in ("done", "late", "not yet due", "dropped")]
    said = ", ".join(f"{n} {'is' if n == 1 else 'are'} {s}" for s, n in counts if n)
    return f"{many(len(promised), 'action')} {'was' if len(promised) == 1 else 'were'} promised: {said}."


def _line(one: SinceLast) -> str:
    owner = ", ".join(w for w in (one.role, one.agency) if w) or "nobody named"
    due = f"promised by {short_day(one.due)}" if one.due else "no day was set"
    late = f", {many(one.days_late, 'day')} late" if one.days_late and one.status == "done" else ""
    state = f"{many(one.days_late, 'day')} late" if one.status == "late" else f"{MARKS[one.status]}{late}"
    again = "; it was carried over before" if one.carried and one.status in ("late", "not yet due") else ""
    return f"{owner}; {due}: {state}{again}."


def _last_decision(register: Register, meeting: Held[Meeting], place_id: str) -> None:
    """Say what the panel decided when it last looked at the place."""
    days = {h.id: h.thing.on for h in register.meetings()}
    today = meeting.thing.on or datetime.date.max
    decided = [
        (day, item) for item in register.items(place_id)
        if item.thing.status == "decided" and item.thing.meeting != meeting.id
        and (day := days.get(item.thing.meeting)) is not None and day <= today
    ]  # fmt: skip
    if not decided:
        st.write("The panel has not decided on this place before.")
        return
    day, item = max(decided, key=lambda pair: (pair[0], pair[1].id))
    said = item.thing.decision_words.strip().rstrip(".")
    after = f": {said}" if said else ""
    st.write(plain(f"Last decision, {week_day(day)}: {DECISIONS.get(item.thing.decision, '')}{after}."))
