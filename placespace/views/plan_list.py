"""The shortlist of a month: a table beside a map with numbered places, and what is known of the one looked at."""

from __future__ import annotations

import zlib

import pandas as pd
import streamlit as st

from placespace.documents.plan import MonthPlan
from placespace.measures import Reading
from placespace.measures.trend import TOO_FEW
from placespace.views import cached, maps, plan_place
from placespace.views.hexmap import Mark, hexmap
from placespace.views.plain import plain

CHOSEN, PICKS = "plan-place", "plan-picks"
NONE = "None: choose one here, in the table or on the map"
SHORT = {"no clear change": "not clear", TOO_FEW: "too few"}
"""Of trends, so that a narrow column holds them; the whole of it stands with the place."""


def shortlist_tab(reading: Reading, plan: MonthPlan) -> None:
    """Show the places of the month, and the one looked at."""
    listed = plan.shortlist
    if listed.table.empty:
        st.info("No cell is hot in the months before, so no place is listed. A place can still be asked for: choose a "
                "cell on the map.")  # fmt: skip
    chosen = chosen_place(plan)
    left, right = st.columns([7, 6])
    with left:
        if len(listed.table):
            st.caption("Most expected first. Tick a row (Shift and Space by keyboard), or choose a place on the map.")
            table(plan, chosen)
        if len(listed.left):
            with st.expander(f"Not on the list, which is full: {len(listed.left)}"):
                for row in listed.left.itertuples(index=False):
                    st.write(plain(f"{row.name}: {row.expected:.1f} a month, {row.events} events."))
    with right:
        found = cached.answered(reading, listed.question, "analyst", None)
        around = cached.surroundings(reading)
        at = int(found.cells.index.get_loc(chosen)) if chosen in found.cells.index else None
        picked = hexmap(
            cached.drawing(found.cells), maps.classes(found), legend=maps.legend(found), labels=maps.labels(found),
            context=around.context, names=around.names, selected=at, marks=marks(plan),
            kind_words={"closed": "left out"}, key=f"plan-{found.cells.digest}", height_px=480,
        )  # fmt: skip
        # any cell of a place stands for it: the map may go on showing the one that was clicked
        place = None if picked is None else place_at(plan, found.cells.index[picked])
        if place != chosen:
            look_at(place)
            st.session_state[PICKS] = st.session_state.get(PICKS, 0) + 1
            st.rerun()
    _box(plan, chosen)
    if chosen is not None:
        plan_place.card(reading, plan, chosen)


def _box(plan: MonthPlan, chosen: str | None) -> None:
    """Let a place be looked at by its name: the table and the map are not for everybody's hands."""
    names = names_of(plan)
    if chosen is not None and chosen not in names:
        names[chosen] = f"{plan.shortlist.name_of(chosen)} (not on the list)"
    # another key when the words are others: what the browser holds is the words
    key = f"{CHOSEN}-{zlib.crc32(repr(names).encode())}"

    def on_choice() -> None:
        look_at(st.session_state[key])
        st.session_state[PICKS] = st.session_state.get(PICKS, 0) + 1

    if st.session_state.get(key) != chosen:
        st.session_state[key] = chosen
    st.selectbox(
        "Place looked at", [None, *names], key=key, format_func=lambda p: names.get(p, NONE), width=420,
        on_change=on_choice,
    )  # fmt: skip


def look_at(place: str | None) -> None:
    """Keep which place is looked at, here and in the address."""
    st.session_state[CHOSEN] = place
    if place is None:
        st.query_params.pop(CHOSEN, None)
    else:
        st.query_params[CHOSEN] = place


def chosen_place(plan: MonthPlan) -> str | None:
    """Return the place looked at, or the cell, where it is none of the list."""
    cell = st.session_state.get(CHOSEN) or st.query_params.get(CHOSEN)
    return place_at(plan, cell) if cell in plan.shortlist.cells.index else None


def place_at(plan: MonthPlan, cell: str) -> str:
    """Return the place that a cell is of; the cell itself where it is of none."""
    listed = plan.shortlist
    row = listed.member[listed.cells.index.get_loc(cell)]
    return str(listed.table["place"].iloc[row]) if row >= 0 else cell


def names_of(plan: MonthPlan) -> dict[str, str]:
    """Return every place by its id, in words: its number in the plan, its name, and whether it was left out."""
    number = dict(zip(plan.places["place"], plan.places["number"], strict=True))
    both = [plan.shortlist.table[["place", "name"]], plan.places[["place", "name"]]]
    every = pd.concat(both).drop_duplicates("place")
    return {
        r.place: f"{number[r.place]}: {r.name}" if r.place in number else f"{r.name} (left out)"
        for r in every.itertuples(index=False)
    }


def marks(plan: MonthPlan) -> list[Mark]:
    """Return the places of the plan by their numbers, and those left out as hollow circles."""
    listed, centres = plan.shortlist, plan.shortlist.cells.centres()
    out = []
    left = listed.table[listed.table["left_out"] != ""]
    out += [Mark(r.lat, r.lon, f"{r.name}: {r.left_out}", "closed") for r in left.itertuples(index=False)]
    for r in plan.places.itertuples(index=False):
        lat, lng = centres.loc[r.place]
        out.append(Mark(lat, lng, r.name, "place", str(r.number)))
    return out


def table(plan: MonthPlan, chosen: str | None) -> None:
    """Show the shortlist; a row that is ticked is looked at."""
    listed = plan.shortlist
    rows = listed.table
    number = dict(zip(plan.places["place"], plan.places["number"], strict=True))
    before = rows["same_month"].iloc[0]
    shown = pd.DataFrame(
        {
            "no": [str(number.get(p, "–")) for p in rows["place"]],
            "place": rows["name"],
            "expected": rows["expected"],
            "before": rows["same_month_events"],
            "trend": rows["trend"].str.split(",").str[0].replace(SHORT),
            "months": rows["months_active"].astype(str) + " of " + rows["months_used"].astype(str),
            "confidence": rows["confidence"].str.removesuffix(" supported"),
            "doubt": ["?" if w else "" for w in rows["why_false"]],
            "left": rows["left_out"],
        }
    )
    if not (rows["left_out"] != "").any():
        shown = shown.drop(columns="left")
    # a new key clears the tick of a row when another place is chosen elsewhere
    key = f"shortlist-{st.session_state.get(PICKS, 0)}"

    def on_choice() -> None:
        at = st.session_state[key]["selection"]["rows"]
        look_at(str(rows["place"].iloc[at[0]]) if at else None)

    last = pd.Period(before, "M").strftime("%b %Y") if before else "Last year"
    column = st.column_config
    st.dataframe(
        shown, key=key, hide_index=True, height=min(35 * (len(rows) + 1) + 3, 600), selection_mode="single-row",
        on_select=on_choice, alt="Shortlist",
        column_config={
            "no": column.TextColumn("No.", width=36, help="Number in the plan and on the map; – is left out"),
            "place": column.TextColumn("Place", width=165),
            "expected": column.NumberColumn("Expected", width=66, format="%.1f", help="Events a month"),
            "before": column.NumberColumn(last, width=64, help="Events in the same month last year"),
            "trend": column.TextColumn("Trend", width=68, help="Events lately, against a year before"),
            "months": column.TextColumn("Active", width=58, help="Months with events"),
            "confidence": column.TextColumn("Confidence", width=78, help="How well evidence supports it"),
            "doubt": column.TextColumn("False?", width=46, help="? : there is a reason why it might be false"),
            "left": column.TextColumn("Left out because", width=140),
        },
    )  # fmt: skip
