"""The register as a list: what is overdue first, filters, and the place that is looked at."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import pandas as pd
import streamlit as st

from placespace.documents.plan.words import many
from placespace.places.cycles import overdue_days
from placespace.places.door import Held
from placespace.places.things import Place
from placespace.places.vocabulary import PLACE_KINDS
from placespace.views import controls
from placespace.views.places_words import due_soon, headline, list_table, next_look, week_day
from placespace.views.plain import plain

CHOSEN, PICKS, TOLD = "register-place", "places-picks", "places-told"
EVERY = ""
OPEN, OVERDUE, CLOSED, ALL = "open", "overdue", "closed", "open and closed"
ROW_PX, MOST_ROWS = 35, 12


def top(held: Sequence[Held[Place]], today: datetime.date, *, full: bool) -> None:
    """Say in one sentence how the register stands, and what is due this week."""
    if (told := st.session_state.pop(TOLD, None)) is not None:
        st.success(plain(told))
    if not full:
        st.markdown(f"**{plain(many(len(held), 'place is', 'places are'))} open.**")
        return
    st.markdown(f"**{plain(headline(held, today))}**")
    soon = due_soon(held, today)
    if soon:
        said = "; ".join(f"{h.thing.name}, {week_day(h.thing.next_review)}" for h in soon[:6])
        more = f"; and {len(soon) - 6} more" if len(soon) > 6 else ""
        st.write(plain(f"Due this week: {said}{more}."))
    else:
        st.write("Nothing is due in the next seven days.")


def filters(held: Sequence[Held[Place]], today: datetime.date) -> list[Held[Place]]:
    """Ask which places are listed; what is chosen stays in the address."""
    meetings = sorted({h.thing.owner_meeting for h in held if h.thing.owner_meeting})
    kinds = [k for k in PLACE_KINDS if any(h.thing.kind == k for h in held)]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        status = controls.choose("Status", [OPEN, OVERDUE, CLOSED, ALL], "places-status", width_px=150)
        kind = controls.choose(
            "Kind", [EVERY, *kinds], "places-kind", width_px=150, format_func=lambda k: k or "every kind"
        )
        meeting = controls.choose(
            "Owner meeting", [EVERY, *meetings], "places-meeting", width_px=260,
            format_func=lambda m: m or "every meeting",
        )  # fmt: skip
    return [
        h for h in held
        if _has(h.thing, status, today) and kind in (EVERY, h.thing.kind) and meeting in (EVERY, h.thing.owner_meeting)
    ]  # fmt: skip


def _has(place: Place, status: str, today: datetime.date) -> bool:
    if status == OVERDUE:
        return (overdue_days(place, today) or 0) > 0
    return status == ALL or place.status == status


def table(listed: Sequence[Held[Place]], today: datetime.date, every: int) -> None:
    """Show the list; a ticked row is the place looked at."""
    if not listed:
        st.info("No place is listed: change the filters above.")
        return
    of = f"{many(len(listed), 'place')} of {every}" if len(listed) < every else many(every, "place")
    st.caption(plain(f"{of}, overdue first. Tick a row (Shift and Space by keyboard), or choose a place below."))
    key = f"places-list-{st.session_state.get(PICKS, 0)}"

    def on_choice() -> None:
        rows = st.session_state[key]["selection"]["rows"]
        if rows:
            look_at(listed[rows[0]].id)

    text = st.column_config.TextColumn
    st.dataframe(
        list_table(listed, today), key=key, hide_index=True, on_select=on_choice, selection_mode="single-row",
        height="content" if len(listed) <= MOST_ROWS else ROW_PX * (MOST_ROWS + 1), alt="Places of the register",
        column_config={
            "Place": text("Place", width=170), "Next review": text("Next review", width=118),
            "Owner meeting": text("Owner meeting", width=170), "Level": text("Level", width=90),
            "Kind": text("Kind", width=90), "Reference": text("Reference", width=90),
        },
    )  # fmt: skip


def short_list(held: Sequence[Held[Place]]) -> None:
    """Show the list that everybody may see: what a place is called, and nothing of why it is there."""
    rows = [{"Place": h.thing.name, "Kind": h.thing.kind, "Status": h.thing.status, "Reference": h.thing.reference}
            for h in held]  # fmt: skip
    st.dataframe(
        pd.DataFrame(rows), hide_index=True, height="content" if len(rows) <= MOST_ROWS else ROW_PX * (MOST_ROWS + 1),
        alt="Places that are open",
    )  # fmt: skip


def box(held: Sequence[Held[Place]], today: datetime.date, *, full: bool) -> Held[Place] | None:
    """Let a place be chosen by its name; return it."""
    found = {h.id: h for h in held}
    chosen = st.session_state.get(CHOSEN) or st.query_params.get(CHOSEN)
    chosen = chosen if chosen in found else None

    def words(place_id: str | None) -> str:
        if place_id is None:
            return "None: choose one here or in the table" if full else "None: choose one here"
        place = found[place_id].thing
        return f"{place.name} ({place.reference}), {next_look(place, today)}" if full else place.name

    def on_choice() -> None:
        look_at(st.session_state["places-box"])
        st.session_state[PICKS] = st.session_state.get(PICKS, 0) + 1

    st.session_state["places-box"] = chosen
    st.selectbox("Place looked at", [None, *found], key="places-box", format_func=words, on_change=on_choice, width=460)
    return found.get(chosen)


def look_at(place_id: str | None) -> None:
    """Keep which place is looked at, here and in the address."""
    st.session_state[CHOSEN] = place_id
    if place_id is None:
        st.query_params.pop(CHOSEN, None)
    else:
        st.query_params[CHOSEN] = place_id
