"""Take an edited action tracker back: what it would change, what cannot be read, and both versions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

from placespace.documents.places.tracker import (
    Applied,
    Proposed,
    TrackerChange,
    apply_tracker,
    tracker_changes,
)
from placespace.documents.plan.words import many
from placespace.errors import PlacespaceError
from placespace.ingest.tracker import TRACKER_HEADS, TrackerRow, read_tracker
from placespace.places.records import Conflict
from placespace.places.register import Register
from placespace.views.meeting_choose import say
from placespace.views.places_words import in_words
from placespace.views.plain import plain

ENDINGS = ["xlsx", "ods", "csv"]
MOST_BYTES = 5_000_000
"""A tracker of a partnership's actions is far smaller; what is larger is another file."""
MEANWHILE = "{} changed it after the tracker was handed out."
TURN, DONE = "tracker-turn", "tracker-applied"


def tracker(register: Register) -> None:
    """Ask for an edited tracker and show what it says."""
    turn = st.session_state.get(TURN, 0)
    _became(register)
    sent = st.file_uploader("The tracker, as it came back", type=ENDINGS, key=f"tracker-{turn}")
    if sent is None:
        st.caption("Nothing is changed before you have seen what would change.")
        return
    found = _read(sent.name, sent.getvalue())
    if found is None:
        return
    rows, aside = found
    asked = tracker_changes(register, rows)
    st.write(plain(in_short(asked, len(aside))))
    _aside(aside, asked)
    wanted = [*asked.changes]
    if asked.changes:
        names = _names(register)
        st.markdown("**Would change**")
        st.markdown("\n".join(f"- {plain(line(c, names))}" for c in asked.changes))
    wanted += _taken_over(asked)
    if asked.new:
        st.markdown("**Actions the register has not yet: tick those that are to be added**")
        wanted += [c for c in asked.new if st.checkbox(plain(f"Row {c.row}: {'; '.join(c.says)}"), key=f"new-{c.row}")]
    if asked.missing:
        missed = "; ".join(f"{what} ({id_})" for id_, what in asked.missing)
        st.caption(plain(f"Not in the sheet, and left as they are: {missed}."))
    if st.button(f"Save {many(len(wanted), 'change')}", type="primary", disabled=not wanted):
        st.session_state[DONE] = apply_tracker(register, wanted)
        st.session_state[TURN] = turn + 1
        st.rerun()


def _read(name: str, content: bytes) -> tuple[list[TrackerRow], pd.DataFrame] | None:
    if len(content) > MOST_BYTES:
        st.warning(
            f"A tracker is smaller than {MOST_BYTES / 1e6:.0f} MB. Take a new one, and copy the changes into it."
        )
        return None
    try:
        return read_tracker(content, name)
    except PlacespaceError as fault:
        st.warning(plain(fault))
        return None


def in_short(asked: Proposed, aside: int) -> str:
    """Return what a tracker asks for, in a sentence.

    Examples
    --------
    >>> in_short(Proposed((), (), ((4, "no place is called 'x'"),), ()), 1)
    '0 actions would change, 0 are new, 2 rows cannot be taken.'
    """
    left, both = aside + len(asked.refused), len(asked.conflicts)
    meanwhile = f", {both} {'was' if both == 1 else 'were'} changed in the register meanwhile" if both else ""
    return (
        f"{many(len(asked.changes), 'action')} would change, {len(asked.new)} {'is' if len(asked.new) == 1 else 'are'} "
        f"new, {many(left, 'row')} cannot be taken{meanwhile}."
    )


def line(change: TrackerChange, names: dict[str, str]) -> str:
    """Return a change in words, beginning with its place."""
    return f"{names.get(change.place, change.place)}, {change.id}: {'; '.join(change.says)}"


def _names(register: Register) -> dict[str, str]:
    return {p.id: p.thing.name for p in register.places(closed=None)}


def _aside(aside: pd.DataFrame, asked: Proposed) -> None:
    refused = pd.DataFrame(
        [(row, "", "", why) for row, why in asked.refused], columns=["row", "column", "value", "reason"]
    )
    table = pd.concat([aside, refused]).astype("str") if len(aside) or len(refused) else aside
    if len(table):
        st.markdown("**Cannot be taken, and why**")
        st.dataframe(
            table.rename(columns=str.capitalize), hide_index=True, height=min(36 * (len(table) + 1), 250),
            alt="Rows of the tracker that cannot be taken",
        )  # fmt: skip


def _became(register: Register) -> None:
    """Say what became of the changes that were saved, and show both versions where somebody else saved meanwhile."""
    applied: Applied | None = st.session_state.get(DONE)
    if applied is None:
        return
    st.success(f"{many(len(applied.done), 'change')} saved.")
    for change, why in applied.refused:
        st.warning(plain(f"Row {change.row} was not saved: {why}"))
    for number, (change, both) in enumerate(applied.conflicts):
        _choose(register, applied, number, change, both)


def _taken_over(asked: Proposed) -> list[TrackerChange]:
    """Show both versions of what was changed meanwhile; return the changes that somebody ticks."""
    if not asked.conflicts:
        return []
    st.markdown("**Changed in the register meanwhile: tick where the tracker is right; else the register's stands**")
    taken = []
    for change, now in asked.conflicts:
        with st.container(border=True):
            st.markdown(f"**{plain(now.thing.what)}**  \n{plain(MEANWHILE.format(now.by))}")
            _both(change, {name: getattr(now.thing, name) for name in change.fields})
            # a tick is for the version that was seen
            if st.checkbox("Take the tracker's", key=f"tracker-over-{now.id}-{now.version}"):
                taken.append(replace(change, version=now.version))
    return taken


def _both(change: TrackerChange, theirs: Mapping[str, object]) -> None:
    left, right = st.columns(2)
    for name, value in change.fields.items():
        head = plain(TRACKER_HEADS[name])
        left.markdown(f"**Register, {head}**  \n{plain(in_words(theirs.get(name)))}")
        right.markdown(f"**Tracker, {head}**  \n{plain(in_words(value))}")


def _choose(register: Register, applied: Applied, number: int, change: TrackerChange, both: Conflict) -> None:
    theirs = both.theirs
    with st.container(border=True):
        st.markdown(
            f"**{plain(theirs.body['what'])}**  \n" + plain(f"{MEANWHILE.format(theirs.by)} Both are here: choose.")
        )
        _both(change, theirs.body)
        keep, take = st.columns(2)
        kept = keep.button("Leave the register's", key=f"tracker-leave-{number}")
        taken = take.button("Take the tracker's", key=f"tracker-take-{number}")
    if kept or taken:
        after = apply_tracker(register, [replace(change, version=theirs.version)]) if taken else Applied((), (), ())
        st.session_state[DONE] = _without(applied, number, after)
        say("Saved." if taken else "Left as it is.")


def _without(applied: Applied, number: int, after: Applied) -> Applied:
    others: Sequence[tuple[TrackerChange, Conflict]] = [c for n, c in enumerate(applied.conflicts) if n != number]
    return Applied(
        (*applied.done, *after.done), (*others, *after.conflicts), (*applied.refused, *after.refused)
    )  # fmt: skip
