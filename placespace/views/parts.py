"""The pieces of the Hot spots page: table, cell card, layered map and files to hand over."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pandas as pd
import streamlit as st

from placespace.disclose import shown_as
from placespace.documents import Answer, Unseen, cell_facts, check_hand_out, faults_of, groups_of, pack, record_hand_out
from placespace.errors import PlacespaceError
from placespace.measures import Reading
from placespace.views import cached
from placespace.views.layered import layered_map as layered_page
from placespace.views.maps import Surroundings
from placespace.views.plain import plain
from placespace.views.served import keep_page, root
from placespace.views.signed import as_now

WHY_HIDDEN = "Shown, it would give back a count that is hidden: that of a category, say, by taking away the others."
KINDS = {
    "persistent": "hot in nearly every month",
    "intensifying": "hot in nearly every month, and rising",
    "diminishing": "hot in nearly every month, and falling",
    "historical": "hot in nearly every month, but not in the last",
    "new": "hot for the first time in the last month",
    "consecutive": "hot in the last months without a break, not before",
    "sporadic": "hot on and off, and in the last month",
    "oscillating": "hot in the last month, unusually quiet in an earlier one",
    "emerging": "hot lately, not before",
    "former": "hot before, not lately",
    "intermittent": "hot in some months",
    "none": "hot over the window, in no pattern of months",
}


def faults(reading: Reading) -> None:
    """Say first of all what could not be read or placed: a page without it would look whole."""
    for fault in faults_of(reading):
        st.error(plain(fault))


@contextmanager
def apart() -> Iterator[None]:
    """Say a fault of one part of a page in its place, and let the rest of the page stand."""
    try:
        yield
    except PlacespaceError as fault:
        st.error(plain(fault))


def blank(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table for reading: what is missing is blank, columns with nothing in them are left out."""
    plain_text = table.astype("object").where(table.notna(), "")
    shown = plain_text.loc[:, (plain_text != "").any()]
    return shown.map(lambda v: f"{v:,}" if isinstance(v, int) and not isinstance(v, bool) else str(v))


def chosen_cell(found: Answer | Unseen) -> int | None:
    """Return the position of the chosen cell, from this session or from the address."""
    cell = st.session_state.get("cell") or st.query_params.get("cell")
    return int(found.cells.index.get_loc(cell)) if cell in found.cells.index else None


def choose(found: Answer | Unseen, position: int | None) -> None:
    """Keep which cell is chosen, here and in the address."""
    st.session_state["cell"] = None if position is None else found.cells.index[position]
    if position is None:
        st.query_params.pop("cell", None)
    else:
        st.query_params["cell"] = found.cells.index[position]


def groups_table(found: Answer) -> None:
    """Show the groups of hot cells that touch: where, how many cells, how many events."""
    groups = groups_of(found)
    if len(groups):
        names = {"group": "Group", "around": "Around", "cells": "Hot cells", "events": "Events in them"}
        st.dataframe(groups.rename(columns=names), hide_index=True, height="content")


def ranked_table(found: Answer) -> None:
    """Show the hot cells, best first; a chosen row is shown on the map."""
    hot = found.hot.reset_index(drop=True)
    if hot.empty:
        st.info("No cell is hot in this window.")
        return
    exact = found.profile.exact
    events = hot["count"] if exact else [shown_as(c, x) for c, x in zip(hot["count"], hot["status"], strict=True)]
    shown = pd.DataFrame({"Place": hot["place"].where(hot["place"] != "", hot["cell"]), "Events": events})
    if exact:  # the kind rests on single months, and is hidden from nearly every protected row
        shown = shown.assign(Times=hot["ratio"], Kind=hot["kind"].replace("none", ""))
    shown.insert(0, "Group", hot["group"])

    # a new key clears the tick of a row when another cell is chosen on the map
    key = f"ranked-{st.session_state.get('picks', 0)}"

    def on_choice() -> None:
        rows = st.session_state[key]["selection"]["rows"]
        choose(found, int(found.cells.index.get_loc(hot["cell"].iloc[rows[0]])) if rows else None)

    st.dataframe(
        shown,
        key=key,
        hide_index=True,
        height=440,
        selection_mode="single-row",
        on_select=on_choice,
        column_config={
            "Place": st.column_config.TextColumn("Place", width=185),
            "Events": st.column_config.Column("Events", width=62, help="in the cell itself"),
            "Times": st.column_config.NumberColumn(
                "Times", width=56, format="%.1f", help="cell and neighbours, against an even spread"
            ),
            "Kind": st.column_config.TextColumn(
                "Kind", width=84, help="; ".join(f"{k}: {v}" for k, v in KINDS.items())
            ),
            "Group": st.column_config.NumberColumn("Group", width=46, help="hot cells that touch share a number"),
        },
    )


def cell_card(reading: Reading, found: Answer, cell: str) -> None:
    """Show what is known of the chosen cell, as the profile may see it."""
    row = found.table.set_index("cell").loc[cell]
    with st.container(border=True):
        st.header(plain(row["place"] or cell))
        facts = cell_facts(found, cached.cell_values(reading, found.cells), cell)
        if row["hot"] and row["kind"] in KINDS:
            facts.append(("Kind", f"{row['kind']}: {KINDS[row['kind']]}"))
        columns = st.columns(2)
        for i, (label, text) in enumerate(facts):
            columns[i % 2].markdown(f"**{plain(label)}**  \n{plain(text)}")
        st.caption(plain(f"Cell {cell}"))


def layered_map(reading: Reading, found: Answer, around: Surroundings) -> None:
    """Show the layered map when asked for: it takes a second or two to make."""
    if st.toggle(
        "Show the layered map", key="layered", help="With a switch for each layer; the file opens with no network."
    ):
        digest = keep_page(layered_page(found, reading, around))
        st.iframe(f"{root()}/layered/{digest}.html", height=620)


def take_away(reading: Reading, found: Answer, around: Surroundings, age_days: int | None) -> None:
    """Offer the files, unless they would give back what an earlier file hid."""
    try:
        check_hand_out(reading, found)
    except PlacespaceError as refusal:
        st.warning(plain(refusal))
        return

    def make() -> bytes:
        check_hand_out(reading, found)  # again: another page may have handed something out since this one was drawn
        record_hand_out(reading, found)
        page = layered_page(found, reading, around).encode()
        return pack(found, age_days, extra={"layered-map.html": page})

    st.write(
        plain(
            f"{found.profile.marking}. A zip with the table (csv, GeoPackage), the layered map and the page that "
            f"says what it is. Profile {found.profile.name}: {found.profile.says}."
        )
    )
    st.download_button(
        "Download for hand-over",
        data=as_now(make),
        file_name=f"hotspots-{found.profile.name}.zip",
        mime="application/zip",
        on_click="ignore",
        type="primary",
    )
