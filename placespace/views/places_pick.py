"""Let the ground of a place be said: cells chosen on the map or by name, or a boundary drawn or sent."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
import streamlit as st

from placespace.documents.plan.words import many
from placespace.errors import PlacespaceError
from placespace.grid import Cells, cells_under, study_area
from placespace.measures import Reading
from placespace.views import cached, places_ground, when_parts
from placespace.views.hexmap import hexmap, take_click, take_drawing
from placespace.views.places_boundary import outline_from
from placespace.views.plain import plain

NOWHERE = ""
CELLS, OUTLINE, FAULT, NEAR, DRAW = ":cells", ":outline", ":ground-fault", ":near", ":draw"
FILE, FILES = ":file", ":files"


def begin(tag: str, cells: Sequence[str], outline: Sequence[tuple[float, float]] = ()) -> None:
    """Start from some cells and a boundary, the first time a form is shown."""
    st.session_state.setdefault(tag + CELLS, list(cells))
    st.session_state.setdefault(tag + OUTLINE, tuple(outline))


def ground(reading: Reading, tag: str) -> tuple[tuple[str, ...], tuple[tuple[float, float], ...]]:
    """Ask which cells a place is counted on; return them, and the boundary where one was drawn.

    Parameters
    ----------
    reading : Reading
    tag : str
        Of the form, so that two forms do not share their ground.
    """
    state = st.session_state
    cells = study_area(reading.workspace)
    key = f"{tag}-map-{cells.digest}"
    _take(cells, tag, key)
    st.markdown("**Where is it?**")
    st.toggle(
        "Draw its boundary", key=tag + DRAW,
        help="Off: choose a cell to put it in, and again to take it out. On: click along the boundary, and finish with "
        "a double click or Enter; the cells under it are then those of the place.",
    )  # fmt: skip
    if state.get(tag + FAULT):
        st.error(plain(state[tag + FAULT]))
    _map(reading, cells, tag, key)
    _by_name(reading, cells, tag)
    _outline(cells, tag)
    return tuple(state[tag + CELLS]), tuple(state[tag + OUTLINE])


def _take(cells: Cells, tag: str, key: str) -> None:
    """Take what was clicked or drawn since the last run, before anything is drawn."""
    state = st.session_state
    drawing = cached.drawing(cells)
    clicked = take_click(drawing, key)
    try:
        shape = take_drawing(key)
    except PlacespaceError as fault:
        state[tag + FAULT] = str(fault)
        return
    if shape is not None:
        _bound(cells, tag, tuple((lng, lat) for lat, lng in shape.points))
        state[tag + DRAW] = False
    elif clicked is not None and not state[tag + OUTLINE]:
        cell, kept = str(cells.index[clicked]), list(state[tag + CELLS])
        state[tag + CELLS] = [c for c in kept if c != cell] if cell in kept else [*kept, cell]
        state[tag + FAULT] = ""


def _bound(cells: Cells, tag: str, outline: tuple[tuple[float, float], ...]) -> None:
    """Keep a boundary and the cells it holds; what is outside the area is no boundary of ours."""
    state = st.session_state
    inside = list(cells_under(cells, outline))
    if not inside:
        state[tag + FAULT] = "The boundary holds no cell of this area. Draw it on the map, round the place."
        return
    state[tag + OUTLINE], state[tag + CELLS], state[tag + FAULT] = outline, inside, ""


def _map(reading: Reading, cells: Cells, tag: str, key: str) -> None:
    around, names = cached.surroundings(reading), cached.names(reading, cells)
    state = st.session_state
    at = cells.index.get_indexer(state[tag + CELLS])
    lines = places_ground.lines_of(state[tag + OUTLINE])
    hexmap(
        cached.drawing(cells),
        np.zeros(len(cells), np.uint8),
        legend=[places_ground.BLANK],
        labels=[str(n) or "no name" for n in names],
        context=around.context,
        names=around.names,
        group=[int(n) for n in at if n >= 0],
        group_label="cells of this place",
        lines=lines,
        kind_words=places_ground.OUTLINE_WORDS if lines else None,
        draw="area" if state.get(tag + DRAW) else None,
        key=key,
        height_px=430,
    )


def _by_name(reading: Reading, cells: Cells, tag: str) -> None:
    """Let cells be found by the name of a place, for those who do not use the map."""
    state = st.session_state
    named, near = cached.names(reading, cells), when_parts.places(reading, cells)
    words = {c: f"{n or 'no name'}, {short(c)}" for c, n in zip(cells.index, named, strict=True)}
    place = st.selectbox(
        "Find cells by the name of a place", [NOWHERE, *sorted({n for n in near if n})], key=tag + NEAR,
        format_func=lambda n: n or "type a name", help="Its cells are then offered in the list below.",
    )  # fmt: skip
    kept = list(state[tag + CELLS])
    here = [str(c) for c in cells.index[near == place]] if place else []
    offered = sorted({*kept, *here}, key=lambda c: words.get(c, c))
    # another key when other cells are offered, and only then: whoever types would lose the box at each cell
    box = f"{tag}:box-{zlib.crc32(repr(offered).encode())}"
    state[box] = kept

    def changed() -> None:
        state[tag + CELLS] = list(state[box])

    st.multiselect(
        "Cells of the place", offered, key=box, format_func=lambda c: words.get(c, c), on_change=changed,
        placeholder="choose cells here or on the map", select_all=False, disabled=bool(state[tag + OUTLINE]),
    )  # fmt: skip
    size = cells.area_km2.reindex(kept).sum()
    under = " They follow from the boundary: take it away to choose cells by hand." if state[tag + OUTLINE] else ""
    st.caption(f"{many(len(kept), 'cell')}, {size:.2f} km².{under}" if kept else "No cell is chosen yet.")


def _outline(cells: Cells, tag: str) -> None:
    """Take a boundary as a file, or away."""
    state = st.session_state
    if state[tag + OUTLINE] and st.button("Take the boundary away and keep the cells", key=tag + ":no-outline"):
        state[tag + OUTLINE] = ()
        st.rerun()
    with st.expander("A boundary from a file"):
        turn = state.setdefault(tag + FILES, 0)
        sent = st.file_uploader("One polygon as GeoJSON", type=["geojson", "json"], key=f"{tag}{FILE}-{turn}")
        if sent is not None:
            try:
                _bound(cells, tag, outline_from(sent.getvalue()))
            except PlacespaceError as fault:
                state[tag + FAULT] = str(fault)
            state[tag + FILES] = turn + 1
            st.rerun()


def short(cell: str) -> str:
    """Return the end of a cell's id that tells it from its neighbours.

    Examples
    --------
    >>> short("89195d2a3bfffff")
    '2a3b'
    """
    return cell.rstrip("f")[-4:]
