"""Choose a meeting, open one, and say who is there and which places it takes."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import streamlit as st

from placespace.documents.places.place_words import short_day
from placespace.documents.plan.words import many
from placespace.errors import PlacespaceError
from placespace.places.cycles import overdue_days
from placespace.places.door import Held
from placespace.places.register import Register
from placespace.places.things import Meeting, Place
from placespace.views.controls import choose
from placespace.views.places_words import NO_DAY, WEEK_DAYS, week_day
from placespace.views.plain import plain

MEETING, TOLD, OPENED, TURN = "meeting", "meeting-told", "meeting-opened", "meeting-turn"
PLACE, STEP, WAS = "meeting-place", "meeting-step", "meeting-was"
TABS_KEY, FIRST_TAB = "meeting-tabs", "Places"
DECIDED, STARTED, NOT_YET = "decided", "started", "not yet"


def _turn() -> int:
    """Return a number for the keys of a form; it is another one after each meeting, so that what was typed goes."""
    return st.session_state.get(TURN, 0)


def told() -> None:
    """Say, once, what was kept."""
    if (says := st.session_state.pop(TOLD, None)) is not None:
        st.toast(plain(says))


def say(what: str) -> None:
    """Keep a sentence to say on the next run, and run."""
    st.session_state[TOLD] = what
    st.rerun()


def title_of(held: Held[Meeting]) -> str:
    """Return a meeting as a list shows it."""
    return f"{held.thing.panel}, {short_day(held.thing.on, NO_DAY)}"


def choose_meeting(register: Register, today: datetime.date, *, editing: bool) -> Held[Meeting] | None:
    """Choose a meeting, the newest that is open at first; whoever edits may open another.

    Returns
    -------
    Held of Meeting or None
        None where there is none yet.
    """
    held = {h.id: h for h in sorted(register.meetings(), key=_newest_first)}
    if (opened := st.session_state.pop(OPENED, None)) in held:
        st.session_state[MEETING] = opened
        st.session_state[TABS_KEY] = FIRST_TAB  # a meeting begins with its places
    chosen = None
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if held:
            start = next((i for i, h in held.items() if h.thing.status == "open"), next(iter(held)))
            name = choose(
                "Meeting", list(held), MEETING, default=start, width_px=330, format_func=lambda i: title_of(held[i])
            )
            chosen = held[name]
            if st.session_state.get(WAS, name) != name:  # another meeting begins with its first place that is open
                for key in (PLACE, STEP):
                    st.session_state.pop(key, None)
                st.query_params.pop(PLACE, None)
            st.session_state[WAS] = name
        if editing:
            places = register.places()
            with st.popover("Open a meeting", key=f"meeting-new-{_turn()}"):
                _open(register, places, today)
            if chosen is not None and chosen.thing.status == "open":
                with st.popover("Who is here, which places", key=f"meeting-change-{chosen.id}-{chosen.version}"):
                    _change(register, chosen, places)
    return chosen


def _newest_first(held: Held[Meeting]) -> tuple[bool, int, str]:
    day = held.thing.on or datetime.date.min
    return held.thing.status == "closed", -day.toordinal(), held.id


def due_by(
    places: Sequence[Held[Place]], panel: str, day: datetime.date, decided: Collection[str]
) -> list[Held[Place]]:
    """Return the open places of a panel that are due by a day or in the week after, the longest overdue first.

    A panel that meets on the first Tuesday would else miss a place whose month is up on the Thursday. A place for
    which no review has been set is due at once, and comes last; so does one that is not among the ``decided``: a place
    on which no panel has decided waits for its first plan, not for a review.
    """
    last = day + datetime.timedelta(days=WEEK_DAYS)
    own = [h for h in places if h.thing.status == "open" and h.thing.owner_meeting == panel]
    due = [h for h in own if h.thing.next_review is None or h.thing.next_review <= last]
    new = [h for h in own if h not in due and h.id not in decided]
    first = sorted(due, key=lambda h: (h.thing.next_review is None, h.thing.next_review or day, h.thing.name))
    return [*first, *sorted(new, key=lambda h: (h.thing.next_review or day, h.thing.name))]


def place_title(held: Held[Place]) -> str:
    """Return a place as a list shows it: the same on every day, because a list finds what was chosen by its words."""
    return f"{held.thing.reference} {held.thing.name}"


def overdue_words(places: Sequence[Held[Place]], day: datetime.date) -> str:
    """Return which places are overdue on a day, and by how long."""
    late = [(h.thing.name, overdue_days(h.thing, day) or 0) for h in places]
    said = [f"{name} by {many(days, 'day')}" for name, days in late if days > 0]
    return f"Overdue: {', '.join(said)}." if said else "None is overdue."


def _open(register: Register, places: Sequence[Held[Place]], today: datetime.date) -> None:
    """Ask for a new meeting: the places of its panel that are due by then are proposed."""
    panels = sorted({h.thing.owner_meeting for h in places if h.thing.owner_meeting})
    if not panels:
        st.write("No place is on the register yet. Raise one on the Places page.")
        return
    panel = st.selectbox("Panel", panels, key=f"new-panel-{_turn()}")
    day = st.date_input("Day", today, key=f"new-day-{_turn()}", format="DD/MM/YYYY")
    if not isinstance(day, datetime.date):
        return
    by_id = {h.id: h for h in places}
    first = register.carried_over(panel)
    decided = {i.place for i in register.items() if i.thing.status == "decided"}
    due = [*first, *(h.id for h in due_by(places, panel, day, decided) if h.id not in first)]
    asked = (panel, day)
    if st.session_state.get(f"new-asked-{_turn()}") != asked:  # other places are proposed for another panel or day
        st.session_state[f"new-asked-{_turn()}"], st.session_state[f"new-places-{_turn()}"] = asked, due
    listed = st.multiselect(
        "Places, in the order they are taken", [*due, *(i for i in by_id if i not in due)], key=f"new-places-{_turn()}",
        format_func=lambda i: place_title(by_id[i]),
    )  # fmt: skip
    carried = f"; {many(len(first), 'place')} not reached last time before them" if first else ""
    st.caption(
        "Proposed: all of this panel due by then or in the week after, the longest overdue first, and those never "
        f"decided{carried}."
    )
    st.caption(plain(overdue_words([by_id[i] for i in due if i in by_id], day)))
    chair = st.text_input("Chaired by (role)", key=f"new-chair-{_turn()}", placeholder="head of community safety")
    present = _agencies(f"new-present-{_turn()}", register, ())
    if st.button("Open this meeting", type="primary"):
        new = Meeting(panel, day, chair.strip(), tuple(present), tuple(listed))
        try:
            held = register.open_meeting(new)
        except PlacespaceError as fault:
            st.warning(plain(fault))
            return
        st.session_state[OPENED] = held.id
        st.session_state[TURN] = _turn() + 1
        say(f"{new.panel}, {week_day(day)}, is open.")


def _change(register: Register, held: Held[Meeting], places: Sequence[Held[Place]]) -> None:
    """Ask who is here after all, and which places are taken."""
    now, by_id = held.thing, {h.id: h for h in places}
    taken = {i: by_id.get(i) or register.place(i) for i in now.places}
    titles = {i: place_title(h) for i, h in (taken | by_id).items()}
    with st.form(f"change-{held.id}-{held.version}", border=False):
        chair = st.text_input("Chaired by (role)", now.chair)
        present = _agencies(f"change-present-{held.id}-{held.version}", register, now.present)
        listed = st.multiselect(
            "Places, in the order they are taken", list(titles), list(now.places), format_func=titles.get
        )
        pressed = st.form_submit_button("Keep it", type="primary")
    if pressed:
        new = replace(now, chair=chair.strip(), present=tuple(present), places=tuple(listed))
        try:
            register.change_meeting(held.id, new, held.version)
        except PlacespaceError as fault:
            st.warning(plain(fault))
            return
        say("Kept.")


def _agencies(key: str, register: Register, now: Sequence[str]) -> list[str]:
    known = {a for h in register.meetings() for a in h.thing.present} | {h.thing.raised_by for h in register.places()}
    return st.multiselect(
        "Agencies here", sorted({*known, *now} - {""}), list(now), key=key, accept_new_options=True,
        placeholder="pick them, or type another",
    )  # fmt: skip


def states(register: Register, held: Held[Meeting]) -> Mapping[str, str]:
    """Return for each place of a meeting whether it is decided, started or not looked at yet."""
    found = dict.fromkeys(held.thing.places, NOT_YET)
    agreed = {a.place for a in register.actions(meeting_id=held.id)}
    for item in register.items(meeting_id=held.id):
        if item.place in found:
            begun = item.version > 1 or item.place in agreed
            found[item.place] = DECIDED if item.thing.status == "decided" else STARTED if begun else NOT_YET
    return found


def headline(held: Held[Meeting], found: Mapping[str, str]) -> None:
    """Say which meeting it is, who is there and how far it has come."""
    now = held.thing
    done = sum(state == DECIDED for state in found.values())
    here = ", ".join(now.present) or "nobody noted yet"
    st.markdown(
        f"**{plain(now.panel)}, {plain(week_day(now.on))}.** {done} of {many(len(found), 'place')} decided."
        + (" The meeting is closed." if now.status == "closed" else "")
        + plain(f" Chaired by: {now.chair or 'not noted yet'}. Here: {here}.")
    )
