"""Set two versions of a place side by side, when somebody else saved first, and keep what is chosen of each."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

import pandas as pd
import streamlit as st

from placespace.documents.plan.words import many
from placespace.errors import PlacespaceError
from placespace.places.door import Held
from placespace.places.records import Conflict
from placespace.places.register import Register
from placespace.places.things import Place
from placespace.views.places_faults import fault_box
from placespace.views.places_pick import short
from placespace.views.places_words import in_words
from placespace.views.plain import plain

BOTH, FAULT = ":both", ":both-fault"
THEIRS, YOURS = "theirs", "yours"
FIELD_WORDS = {
    "reference": "Reference",
    "name": "Name",
    "kind": "Kind of place",
    "cells": "Cells",
    "outline": "Boundary drawn",
    "why": "Why it was raised",
    "raised_by": "Raised by",
    "raised_on": "Raised on",
    "chosen": "Why it was chosen",
    "sharing_basis": "Sharing basis",
    "owner_meeting": "Owner meeting",
    "cycle": "Review cycle",
    "cycle_days": "Days between reviews",
    "level": "Level",
    "level_reason": "Reason for the level",
    "times_in_words": "General times",
    "next_review": "Next review",
    "status": "Status",
    "closed_on": "Closed on",
    "closed_reason": "Why it was closed",
}
"""What each part of a place is called on the page."""


@dataclass(frozen=True)
class Both:
    """Two versions of one place.

    Attributes
    ----------
    theirs : Place
        As somebody else saved it, at `version`.
    by, at : str
        Who saved it, and when.
    mine : Place
        As it stands in the form.
    version : int
    """

    theirs: Place
    by: str
    at: str
    mine: Place
    version: int


def begin(tag: str, found: Conflict, mine: Place) -> None:
    """Keep both versions until a choice is made."""
    theirs = found.theirs
    at = f"{pd.Timestamp(theirs.at).tz_convert('Europe/London'):%-d %B %Y at %H:%M}"
    both = Both(Place.from_body(theirs.body), theirs.by, at, mine, theirs.version)
    st.session_state[tag + BOTH] = both
    st.session_state.pop(tag + FAULT, None)


def open_on(tag: str) -> bool:
    """Return whether two versions wait for a choice."""
    return tag + BOTH in st.session_state


def differs(both: Both) -> list[str]:
    """Return the parts of a place in which two versions differ, in the order of the form."""
    return [f.name for f in fields(Place) if getattr(both.theirs, f.name) != getattr(both.mine, f.name)]


def first_choice(both: Both, read: Place, field: str) -> str:
    """Return which version of a part is proposed: that of whoever changed it; yours where both did.

    Examples
    --------
    >>> read = Place("", "Quay", "street", (), "", "", "", "")
    >>> both = Both(replace(read, level="act"), "a.clerk", "", replace(read, name="Quay End"), 2)
    >>> first_choice(both, read, "level"), first_choice(both, read, "name")
    ('theirs', 'yours')
    """
    return THEIRS if getattr(both.mine, field) == getattr(read, field) else YOURS


def settle(register: Register, tag: str, read: Held[Place]) -> str | None:
    """Show both versions and let one of each part be kept; return the id of the place once it is."""
    state = st.session_state
    both: Both = state[tag + BOTH]
    st.header("Two versions")
    st.warning(
        plain(f"{both.by} saved this place on {both.at}, while you were writing. Neither version is lost: ")
        + "choose, for each part that differs, which one is kept."
    )
    chosen: dict[str, Any] = {}
    for field in differs(both):
        chosen[field] = _one(tag, both, read.thing, field)
    if not chosen:
        st.write("Both versions say the same now.")
    if tag + FAULT in state:
        fault_box(state[tag + FAULT])
    with st.container(horizontal=True):
        pressed = st.button("Keep this", type="primary", key=tag + ":both-keep")
        if st.button("Back to your form", key=tag + ":both-back"):
            del state[tag + BOTH]
            st.rerun()
    if not pressed:
        return None
    whole = replace(both.mine, **{f: getattr(both.theirs if c == THEIRS else both.mine, f) for f, c in chosen.items()})
    try:
        return register.edit_place(read.id, whole, both.version).id
    except Conflict as again:
        begin(tag, again, whole)
    except PlacespaceError as fault:
        state[tag + FAULT] = fault
    st.rerun()


def _said(both: Both, held: Place, field: str) -> str:
    """Return one part of a version in words; of cells, how many and which the other has not."""
    value = getattr(held, field)
    if field == "outline":
        return f"drawn, {many(len(value), 'corner')}" if value else "none drawn"
    if field != "cells":
        return in_words(value)
    other = both.mine if held is both.theirs else both.theirs
    only = [short(c) for c in value if c not in other.cells]
    return many(len(value), "cell") + (f", of them only here: {', '.join(only)}" if only else "")


def _one(tag: str, both: Both, read: Place, field: str) -> str:
    """Show one part in both versions, and ask which is kept."""
    name = FIELD_WORDS.get(field, field)
    with st.container(border=True):
        left, right = st.columns(2)
        for column, head, held in ((left, f"Saved by {both.by}", both.theirs), (right, "Yours", both.mine)):
            column.caption(plain(f"{name}. {head}"))
            column.write(plain(_said(both, held, field)))
        key = f"{tag}:both-{both.version}-{field}"
        st.session_state.setdefault(key, first_choice(both, read, field))
        return st.radio(f"{name}: which is kept?", [THEIRS, YOURS], key=key, horizontal=True, persist_state="session")
