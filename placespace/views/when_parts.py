"""The pieces of the When page: what is asked, and the group of cells it is asked of."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from placespace.calendar import read_calendar
from placespace.disclose import Profile
from placespace.documents import choices
from placespace.documents.cover import week_name
from placespace.grid import Cells, HexDrawing, Question, cells_in
from placespace.measures import Reading
from placespace.views import cached, controls
from placespace.views.hexmap import LegendEntry, take_click, take_drawing

WHOLE = "Whole area"
LEGEND = [
    LegendEntry("no events", "#ffffff", outline="#c3cad2"),
    LegendEntry("events", "#cfd8e3"),
    LegendEntry("most events: a tenth of the cells that have any", "#7f9cc0"),
]
MOST_GROUP = 400


def ask(reading: Reading, who: Profile, timed: list[str]) -> tuple[Question, list[str]]:
    """Return the question, and the one or two kinds of week to show beside each other."""
    layers = reading.workspace.layers
    first = reading.workspace.area.health_layer
    with st.container(horizontal=True, vertical_alignment="bottom"):
        layer = controls.choose(
            "Source", timed, "timed", default=first, width_px=170, format_func=lambda i: layers[i].source
        )
        if not who.exact:
            held = choices(reading, who, layer)[1]
            window = controls.window(held, reading.workspace.area.settings["year_ends_month"])
            return Question(layer, (), *window), ["all"]
        categories, held = choices(reading, who, layer)
        category = controls.choose("Category", [controls.ALL, *categories], "what", width_px=190)
        window = controls.months(held)
        types = ["all", *[w for w in read_calendar(reading.workspace).week_types() if w != "all"]]
        usual = ("term", "holiday") if "term" in types else ("all", "")
        one = controls.choose("Weeks", types, "weeks", default=usual[0], width_px=170, format_func=week_name)
        other = controls.choose(
            "beside", ["", *types], "beside", default=usual[1], width_px=170,
            format_func=lambda w: week_name(w) if w else "nothing",
        )  # fmt: skip
    weeks = [one] if other in ("", one) else [one, other]
    return Question(layer, () if category == controls.ALL else (category,), *window), weeks


def group(reading: Reading, cells: Cells, question: Question, who: Profile) -> tuple[int, ...] | None:
    """Return the positions of the group of cells asked for; None for the whole area."""
    if not who.exact or reading.workspace.layers[question.layer].precision == "none":
        return None
    names = cached.names(reading, cells)
    places = sorted({n for n in names if n})
    with st.container(horizontal=True, vertical_alignment="bottom"):
        near = controls.choose("Place", [WHOLE, *places], "place", width_px=280)
        st.toggle("Draw round cells on the map", key="draw-group")
        if st.button("Clear the group", disabled=not st.session_state.get("group")):
            st.session_state["group"] = []
    drawn = [c for c in st.session_state.get("group", []) if c in cells.index]
    at = list(cells.index.get_indexer(drawn)) if drawn else []
    if near != WHOLE:
        at += np.flatnonzero(names == near).tolist()
    return tuple(sorted(set(map(int, at)))) or None


def group_words(reading: Reading, cells: Cells, at: tuple[int, ...]) -> str:
    """Return which cells the group is, in words."""
    names = list(dict.fromkeys(n for n in cached.names(reading, cells)[list(at)] if n))
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return f"{len(at)} cell{'' if len(at) == 1 else 's'}: {', '.join(names[:3]) or 'no name'}{more}"


def change_group(cells: Cells, drawing: HexDrawing, *, key: str) -> None:
    """Put the cell that was clicked in the group, or take it out; take in the cells of a shape drawn round them."""
    kept: list[str] = list(st.session_state.get("group", []))
    shape, picked = take_drawing(key), take_click(drawing, key)
    if shape is not None:
        kept = list(dict.fromkeys([*kept, *cells_in(cells, shape.points)]))[:MOST_GROUP]
    elif picked is not None:
        cell = cells.index[picked]
        kept = [c for c in kept if c != cell] if cell in kept else [*kept, cell]
    else:
        return
    st.session_state["group"] = kept
    st.rerun()


def counted(reading: Reading, cells: Cells, question: Question) -> pd.Series:
    """Return the events of the question by cell, to find one's way by."""
    return reading.counts(question.layer, cells.resolution).by_cell(question, cells)


def classes(counts: pd.Series) -> np.ndarray:
    """Return each cell's class in :data:`LEGEND`."""
    some = counts[counts > 0]
    most = some.quantile(0.9) if len(some) else np.inf
    return np.select([(counts > 0) & (counts >= most), counts > 0], [2, 1], 0).astype(np.uint8)


def labels(reading: Reading, cells: Cells, counts: pd.Series) -> list[str]:
    """Return one line a cell for the pointer and the screen reader."""
    names = cached.names(reading, cells)
    return [f"{n or 'no name'}: {c:,.0f} events" for n, c in zip(names, counts, strict=True)]
