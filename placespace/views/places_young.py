"""Young people's own map: where a place feels safe, unsafe or is avoided, shown only where enough of them said so."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from placespace.documents.plan.words import many
from placespace.errors import PlacespaceError
from placespace.measures import Reading
from placespace.places.door import Held
from placespace.places.register import Register
from placespace.places.roles import may
from placespace.places.things import Place, View
from placespace.places.vocabulary import FEELINGS
from placespace.views import places_ground, places_pick
from placespace.views.hexmap import LegendEntry, Mark, take_click
from placespace.views.places_faults import fault_box
from placespace.views.places_list import TOLD
from placespace.views.plain import plain

TURN = "places-young-turn"
STEPS = 3
"""Cells drawn round a place on each side: fewer than in the brief, so that a letter leaves its cell in sight."""
SEVERAL = "different things to different young people"
LEGEND = [
    LegendEntry("not marked, or by too few to show", "#ffffff", outline="#c3cad2"),
    LegendEntry("S: feels safe", "#cfe8df"),
    LegendEntry("U: feels unsafe", "#f2a33a", hatch=True),
    LegendEntry("A: avoided", "#7d6ba8", hatch=True),
    LegendEntry("SU, UA …: different things to different young people", "#cfd8e3", outline="#14202e"),
]
SIGNS = {"safe": "S", "unsafe": "U", "avoided": "A"}
MARK_WORDS = {"place": "S safe, U unsafe, A avoided", "tried": "chosen for the marks that are added"}


def young_tab(reading: Reading, register: Register, place: Held[Place]) -> None:
    """Show the map round a place, and let marks be added where the role may."""
    least = int(reading.workspace.area.settings["view_contributors"])
    shown, held_back = register.young_map()
    around = places_ground.near(reading, place.thing.cells, STEPS)
    here = shown[shown["cell"].isin(around.drawing.cells)]
    st.write(plain(_sentence(here, held_back, least)))
    adds = may(register.who, "add an observation") and not place.closed
    key = f"young-{place.id}"
    if adds:
        _take_click(around, key)
    left, right = st.columns([7, 6])
    with left:
        feels = felt(here)
        marks = [*_marks(around, feels), *_picks(around, key)]
        places_ground.draw(
            reading, around, place.thing, classes=classes(around, feels), legend=LEGEND,
            labels=_labels(reading, around, here), marks=marks, kind_words=MARK_WORDS, key=key,
        )  # fmt: skip
    with right:
        if len(here):
            _list(reading, around, here)
        if adds:
            _form(reading, register, place, around, least)


def _sentence(here: pd.DataFrame, held_back: int, least: int) -> str:
    cells = here["cell"].nunique()
    says = f"{many(cells, 'cell')} round here marked by {least} young people or more." if cells else (
        f"No cell round here is marked by {least} young people or more yet.")  # fmt: skip
    if held_back:
        says += (
            f" In the whole area {many(held_back, 'cell is', 'cells are')} held back: fewer than {least} marked them, "
            "and somebody could be told apart."
        )
    return says


def felt(shown: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """Return how each cell feels, in the order of the list, from what may be shown."""
    return {str(cell): tuple(f for f in FEELINGS if f in set(rows["feels"])) for cell, rows in shown.groupby("cell")}


def classes(around: places_ground.Near, feels: dict[str, tuple[str, ...]]) -> np.ndarray:
    """Return each drawn cell's class in :data:`LEGEND`, shape (n,)."""
    out = np.zeros(len(around.at), np.uint8)
    for cell, said in feels.items():
        for n in around.of([cell]):
            out[n] = 1 + FEELINGS.index(said[0]) if len(said) == 1 else len(LEGEND) - 1
    return out


def _marks(around: places_ground.Near, feels: dict[str, tuple[str, ...]]) -> list[Mark]:
    centres = around.drawing.corners.astype(float).mean(axis=1)
    out = []
    for cell, said in feels.items():
        for n in around.of([cell]):
            lat, lng = centres[n]
            out.append(Mark(lat, lng, "feels " + ", ".join(said), "place", "".join(SIGNS[f] for f in said[:2])))
    return out


def _picks(around: places_ground.Near, key: str) -> list[Mark]:
    """Return the cells that marks are being added for."""
    picked = st.session_state.get(f"{key}:cells-{st.session_state.get(TURN, 0)}", [])
    centres = around.drawing.corners.astype(float).mean(axis=1)
    return [Mark(*centres[n], "chosen for the marks that are added", "tried") for n in around.of(picked)]


def _labels(reading: Reading, around: places_ground.Near, shown: pd.DataFrame) -> list[str]:
    says = {cell: "; ".join(_words(r) for r in rows.itertuples()) for cell, rows in shown.groupby("cell")}
    names = places_ground.names_at(reading, around)
    return [f"{n}: {says.get(c, 'not shown')}" for c, n in zip(around.drawing.cells, names, strict=True)]


def _words(row: object) -> str:
    return f"{row.feels}, by {row.contributors} or more"


def _list(reading: Reading, around: places_ground.Near, shown: pd.DataFrame) -> None:
    """Show the same as the map in words."""
    names = dict(zip(around.drawing.cells, places_ground.names_at(reading, around), strict=True))
    table = pd.DataFrame(
        {
            "Cell": [f"{names[c]}, {places_pick.short(c)}" for c in shown["cell"]],
            "Feels": shown["feels"].to_numpy(),
            "Young people, at least": shown["contributors"].to_numpy(),
        }
    )
    st.dataframe(table, hide_index=True, height="content" if len(table) <= 8 else 300, alt="Young people's own map")


def _take_click(around: places_ground.Near, key: str) -> None:
    """Put a cell that was chosen on the map among those marked, or take it out, before the list is drawn."""
    clicked = take_click(around.drawing, f"{key}-{around.drawing.digest}")
    if clicked is not None:
        box = f"{key}:cells-{st.session_state.get(TURN, 0)}"
        cell, kept = around.drawing.cells[clicked], list(st.session_state.get(box, []))
        st.session_state[box] = [c for c in kept if c != cell] if cell in kept else [*kept, cell]


def _form(reading: Reading, register: Register, place: Held[Place], around: places_ground.Near, least: int) -> None:
    """Ask how cells felt in a workshop; what was typed stays when something of it is wrong."""
    state, key = st.session_state, f"young-{place.id}"
    tag = f"{key}-{state.get(TURN, 0)}"
    names = dict(zip(around.drawing.cells, places_ground.names_at(reading, around), strict=True))
    own = [c for c in place.thing.cells if c in names]
    offered = [*own, *sorted((c for c in names if c not in own), key=lambda c: (names[c], c))]
    with st.container(border=True):
        st.markdown("**Add marks from a workshop**")
        cells = st.multiselect(
            "Cells marked", offered, key=f"{key}:cells-{state.get(TURN, 0)}", select_all=False,
            format_func=lambda c: f"{names[c]}, {places_pick.short(c)}" + (" (of this place)" if c in own else ""),
            placeholder="choose here, or on the map", persist_state="session",
        )  # fmt: skip
        feels = st.radio("How do they feel?", FEELINGS, key=f"{tag}:feels", horizontal=True, persist_state="session")
        state.setdefault(f"{tag}:many", least)
        number = st.number_input(
            "How many young people marked each?", 1, 500, key=f"{tag}:many", persist_state="session",
            help=f"Kept however few; a cell is shown from {least}.",
        )  # fmt: skip
        by = st.text_input(
            "Gathered by (agency)", key=f"{tag}:by", max_chars=120, placeholder="youth service", persist_state="session"
        )
        state.setdefault(f"{tag}:on", register.today)
        on = st.date_input("Day of the workshop", key=f"{tag}:on", format="DD/MM/YYYY", persist_state="session")
        if f"{tag}:fault" in state:
            fault_box(state[f"{tag}:fault"])
        if not st.button("Add these marks", type="primary", key=f"{tag}:save"):
            return
    state.pop(f"{tag}:fault", None)
    try:
        if not cells:
            register.mark(View("", feels, int(number), by.strip(), on), place.id)
        with register.store.together():
            for cell in cells:
                register.mark(View(cell, feels, int(number), by.strip(), on), place.id)
        state[TURN], state[TOLD] = state.get(TURN, 0) + 1, f"Kept: marks of {many(len(cells), 'cell')}."
    except PlacespaceError as fault:
        state[f"{tag}:fault"] = fault
    st.rerun()
