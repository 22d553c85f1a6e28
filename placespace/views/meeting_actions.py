"""Goals and actions, live: added with a line, filled in where they stand, and marked kindly where something lacks."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import streamlit as st

from placespace.documents.places.place_words import short_day
from placespace.documents.plan.words import many
from placespace.errors import PlacespaceError
from placespace.places.door import Held
from placespace.places.register import Register
from placespace.places.things import Action, Goal, Meeting
from placespace.places.vocabulary import ACTION_STATUS
from placespace.views.cached_places import register
from placespace.views.meeting_boxes import LEFT, Boxes
from placespace.views.places_words import NO_DAY, goal_status
from placespace.views.plain import plain

GOAL_WORDS = {"words": "Goal", "met": "Met", "met_on": "Met on", "met_how": "How we know, or why dropped",
              "dropped": "Dropped"}  # fmt: skip
ACTION_WORDS = {
    "what": "What will be done",
    "role": "Who (role)",
    "agency": "Which agency",
    "due": "By when",
    "expected_effect": "What should change",
    "measure": "How we will see it",
    "goal": "For which goal",
    "starts": "Could show from",
    "police": "Police work",
    "status": "Status",
    "done_on": "Done on",
    "done_words": "What was done",
}
POLICE_HELP = "Police work stays out of what schools and partners are given."
DECIDED = (
    "The decision is recorded, and what it rested on is frozen. What you change above is a new version beside it. "
    "New goals and actions are agreed at the next meeting, so that a baseline is frozen with them."
)
NOT_DONE = {"open": {"done_on": None}, "dropped": {"done_on": None}}
"""What is saved along with the status of an action: no day when it is open again, or dropped."""
WHICH_DAY = "On which day was it done? It is saved with its day."
STARTS_HELP = "Left empty: the day after it is due. Whether it helped is counted from then."


def done_day(kept: Register, on: datetime.date | None) -> datetime.date:
    """Return the day that is proposed for what is said to be done: that of the meeting, unless it is still to come."""
    latest = max(kept.today, datetime.date.today())
    return min(on or latest, latest)


def status(boxes: Boxes) -> None:
    """Ask what became of an action: that it is done is saved with the day on which it was, which nobody guesses."""
    pending = boxes.now("status") == "done" and boxes.now("done_on") is None
    boxes.pick("status", ACTION_STATUS, also=NOT_DONE, asks=WHICH_DAY if pending else "")


def goals_and_actions(
    kept: Register, meeting: Held[Meeting], place_id: str, *, locked: bool, decided: bool = False
) -> None:
    """Show the goals and the actions of a place, and let whoever edits add to them."""
    goals, day = kept.goals(place_id), done_day(kept, meeting.thing.on)
    _goals(kept, goals, place_id, day, locked=locked, decided=decided)
    actions = kept.actions(place_id)
    new = [h for h in actions if h.thing.meeting == meeting.id]
    before = [h for h in actions if h.thing.meeting != meeting.id and h.thing.status == "open"]
    agencies = sorted({*meeting.thing.present, *(h.thing.agency for h in actions)} - {""})
    st.subheader("Actions agreed at this meeting")
    with st.container():  # one piece, however many there are: the box below is not moved
        if not new and (locked or decided):
            st.write("None.")
        for number, held in enumerate(new, 1):
            card(held, number, goals, agencies, locked=locked)
    if decided and not locked:
        st.caption(DECIDED)
    elif not locked:
        _add("action", place_id, meeting.id)
    if before:
        st.subheader(f"Carried over: {many(len(before), 'action')} from earlier meetings")
        for number, held in enumerate(before, len(new) + 1):
            card(held, number, goals, agencies, locked=locked)


def lacks(action: Action) -> list[str]:
    """Return what an action still needs before the meeting can close, and what it would be better for.

    Examples
    --------
    >>> lacks(Action("Mend the light", role="lighting engineer"))
    ['which agency', 'by when', 'how we will see it']
    """
    asked = {
        "role": "who does it (a role)",
        "agency": "which agency",
        "due": "by when",
        "measure": "how we will see it",
    }
    return [words for name, words in asked.items() if not getattr(action, name)]


def card(
    held: Held[Action],
    number: int,
    goals: Sequence[Held[Goal]],
    agencies: Sequence[str],
    *,
    locked: bool,
) -> None:
    """Show one action with all its boxes."""
    action = held.thing
    boxes = Boxes("action", held, ACTION_WORDS, locked=locked)
    with st.container(border=True):
        if locked:
            st.markdown(f"**{number}. {plain(action.what)}**  \n{plain(in_line(action))}")
            return
        a, b, c = st.columns([5, 1.7, 1.7])
        with a:
            boxes.line("what")
        with b:
            boxes.date("due")
        with c:
            boxes.date("starts", help=STARTS_HELP)
        d, e, f, g = st.columns([2.2, 2.2, 2.6, 1.4], vertical_alignment="bottom")
        with d:
            boxes.line("role", placeholder="the post, not a name")
        with e:
            boxes.pick("agency", agencies, accept_new_options=True, placeholder="pick it, or type another")
        with f:
            titles = {goal.id: goal.thing.words for goal in goals if not goal.thing.dropped}
            boxes.pick("goal", list(titles), titles, placeholder="none named")
        with g:
            boxes.tick("police", help=POLICE_HELP)
        h, i, j = st.columns([3.5, 3.5, 1.4])
        with h:
            boxes.line("expected_effect", placeholder="people can see and be seen on the path")
        with i:
            boxes.line("measure", placeholder="lamps lit at 20:00; fewer robberies after dark")
        with j:
            status(boxes)
        if boxes.now("status") != "open":
            k, m = st.columns([2, 6])
            with k:
                boxes.date("done_on")
            with m:
                boxes.line("done_words", placeholder="what was done, or why it was dropped")
        if (still := lacks(action)) and action.status == "open":
            st.markdown(f"**Still to say:** {plain(', '.join(still))}.")


def in_line(action: Action) -> str:
    """Return an action as one line under its name.

    Examples
    --------
    >>> in_line(Action("Mend the light", "lighting engineer", "council"))
    'lighting engineer, council, no day set. Status: open.'
    """
    who = ", ".join(x for x in (action.role, action.agency) if x) or "nobody named"
    shown = f"{who}, {f'by {short_day(action.due)}' if action.due else NO_DAY}."
    for words, value in (("To change", action.expected_effect), ("Seen by", action.measure)):
        shown += f" {words}: {value.rstrip('.')}." if value else ""
    return f"{shown} Status: {action.status}."


def _goals(
    kept: Register,
    goals: Sequence[Held[Goal]],
    place_id: str,
    day: datetime.date,
    *,
    locked: bool,
    decided: bool,
) -> None:
    most = int(kept.number("most_goals"))
    still = [h for h in goals if not h.thing.met and not h.thing.dropped]
    st.subheader(f"Goals: {len(still)} open, of at most {most}")
    with st.container():
        for number, held in enumerate(goals, 1):
            if locked or held.thing.dropped:
                st.markdown(f"**{number}. {plain(held.thing.words)}**  \n{plain(goal_status(held.thing))}")
                continue
            boxes = Boxes("goal", held, GOAL_WORDS)
            a, b, c, d = st.columns([5, 1, 4, 1.4], vertical_alignment="bottom")
            with a:
                boxes.line("words")
            with b:
                boxes.tick("met", also={True: {"met_on": day}, False: {"met_on": None}})
            with c:
                boxes.line("met_how")
            with d:
                boxes.tick("dropped")
    if locked or decided:
        if not goals:
            st.write("None yet.")
    elif len(still) < most:
        _add("goal", place_id)
    else:
        st.caption(f"{most} goals are open: more are lost sight of. Meet or drop one to add another.")


def _add(kind: str, place_id: str, meeting_id: str = "") -> None:
    """Ask for a new goal or action in one line; the rest is filled in where it then stands."""
    key = f"add-{kind}-{place_id}"
    says = {"goal": "Another goal", "action": "Another action: what will be done"}[kind]
    hint = {"goal": "the path feels safe after school", "action": "mend the three lamps on the underpass path"}[kind]
    with st.form(f"{key}-form", border=False):
        box, button = st.columns([6, 1.6], vertical_alignment="bottom")
        box.text_input(says, key=key, placeholder=hint)
        button.form_submit_button(
            f"Add the {kind}", width="stretch", on_click=_added, args=(kind, place_id, meeting_id, key)
        )
        if (fault := st.session_state.get(f"{key}-fault")) is not None:
            st.warning(plain(f"Not added, and still here: {fault}"))


def _added(kind: str, place_id: str, meeting_id: str, key: str) -> None:
    """Add what was typed; what is refused stays in its box."""
    st.session_state[LEFT] = True  # somebody may be typing in another box by now
    what = st.session_state[key].strip()
    st.session_state.pop(f"{key}-fault", None)
    if not what:
        return
    try:
        if kind == "goal":
            register().add_goal(place_id, Goal(what))
        else:
            register().add_action(place_id, Action(what, meeting=meeting_id, goal=_only_goal(place_id)))
    except PlacespaceError as fault:
        st.session_state[f"{key}-fault"] = str(fault)
        return
    st.session_state[key] = ""


def _only_goal(place_id: str) -> str:
    """Return the one goal of a place that is open: a new action is proposed for it; none where there are more."""
    still = [h.id for h in register().goals(place_id) if not h.thing.met and not h.thing.dropped]
    return still[0] if len(still) == 1 else ""
