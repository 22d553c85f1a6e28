"""The pieces of the When page: what is asked, and the group of cells it is asked of."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import streamlit as st

from placespace.calendar import read_calendar
from placespace.disclose import Profile
from placespace.documents import When, choices
from placespace.errors import PlacespaceError
from placespace.grid import Cells, HexDrawing, Question, cells_in
from placespace.measures import Reading
from placespace.views import cached, charts, controls
from placespace.views.hexmap import LegendEntry, hexmap, take_click, take_drawing
from placespace.views.plain import plain

WHOLE, CHOSEN = "Whole area", "Cells chosen on the map"
GROUP, NEXT = "group", "place-next"
NEAR = re.compile(r"near (.+) \([NESW]{1,2}\)")
LEGEND = [
    LegendEntry("no events", "#ffffff", outline="#c3cad2"),
    LegendEntry("events", "#cfd8e3"),
    LegendEntry("most events: a tenth of the cells that have any", "#7f9cc0"),
]


def without_hours(reading: Reading, layers: list[str]) -> None:
    """Say which sources do not tell the hour, in the same words for one and for several."""
    if layers:
        names = ", ".join(reading.workspace.layers[i].source for i in layers)
        st.info(plain(f"No hours in: {names}. Where only months or days are given, nothing is said of hours."))


def ask(reading: Reading, who: Profile, timed: list[str]) -> tuple[Question, list[str]]:
    """Return the question, and the one or two kinds of week to show beside each other."""
    layers = reading.workspace.layers
    first = reading.workspace.area.health_layer
    with st.container(horizontal=True, vertical_alignment="bottom"):
        layer = controls.choose(
            "Source", timed, "timed", default=first, width_px=190, format_func=lambda i: layers[i].source,
            help="Only sources that say at what hour can be asked.",
        )  # fmt: skip
        if not who.exact:
            held = choices(reading, who, layer)[1]
            window = controls.window(held, reading.workspace.area.settings["year_ends_month"])
            return Question(layer, (), *window), ["all"]
        categories, held = choices(reading, who, layer)
        category = controls.choose("Category", [controls.ALL, *categories], "what", width_px=180)
        window = controls.months(held)
        types = ["all", *[w for w in read_calendar(reading.workspace).week_types() if w != "all"]]
        usual = ("term", "holiday") if "term" in types else ("all", "")
        one = controls.choose(
            "Weeks", types, "when-weeks", default=usual[0], width_px=170, format_func=controls.week_title,
            help="School holidays and named weeks are kept on the Data page.",
        )  # fmt: skip
        other = controls.choose(
            "Beside", ["", *types], "beside", default=usual[1], width_px=170,
            format_func=lambda w: controls.week_title(w) if w else "Nothing", help="A second kind of week, to compare.",
        )  # fmt: skip
    weeks = [one] if other in ("", one) else [one, other]
    return Question(layer, () if category == controls.ALL else (category,), *window), weeks


def group(reading: Reading, cells: Cells, question: Question, who: Profile) -> tuple[int, ...] | None:
    """Return the positions of the group of cells asked for; None for the whole area."""
    if not who.exact or reading.workspace.layers[question.layer].precision == "none":
        return None
    state, names = st.session_state, places(reading, cells)
    if (then := state.pop(NEXT, None)) is not None:
        state["place"] = then
    kept = [c for c in state.get(GROUP, []) if c in cells.index]
    offered = [WHOLE, *([CHOSEN] if kept else []), *sorted({n for n in names if n})]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        near = controls.choose(
            "Place", offered, "place", width_px=280,
            help="The cells that a named place is nearest to, or those put together on the map below.",
        )  # fmt: skip
        st.toggle(
            "Draw round cells on the map", key="draw-group",
            help="On: a shape drawn on the map takes in the cells whose middle is inside it. Off: each cell that is "
            "chosen goes in or comes out.",
        )  # fmt: skip
        if st.button("Back to the whole area", disabled=near == WHOLE):
            state[GROUP], state[NEXT] = [], WHOLE
            st.rerun()
    if near == WHOLE:
        return None
    at = cells.index.get_indexer(kept) if near == CHOSEN else np.flatnonzero(names == near)
    return tuple(sorted(map(int, at)))


def places(reading: Reading, cells: Cells) -> np.ndarray:
    """Return the named place that each cell is at or near, in cell order: what cells are grouped by."""
    return np.array([found[1] if (found := NEAR.fullmatch(n)) else n for n in cached.names(reading, cells)])


def group_words(reading: Reading, cells: Cells, at: tuple[int, ...]) -> str:
    """Return which cells the group is, in words."""
    names = list(dict.fromkeys(n for n in places(reading, cells)[list(at)] if n))
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return f"{len(at)} cell{'' if len(at) == 1 else 's'}: {', '.join(names[:3]) or 'no name'}{more}"


def week(reading: Reading, question: Question, who: Profile, week_type: str, at: tuple[int, ...] | None) -> When | None:
    """Show one kind of week by day and hour, with what it rests on; return what was found."""
    st.header(plain(controls.week_title(week_type)))
    try:
        found = cached.when(reading, question, who.name, week_type, at)
    except PlacespaceError as fault:
        st.warning(plain(fault))
        return None
    st.caption(plain(rests_on(found)))
    seen = charts.week_chart(found.grid, what="events recorded", share=False, says=found.says)
    st.altair_chart(seen, width="stretch")
    if found.steadied is not None:
        st.caption(
            "Few events, so the same again, drawn towards the area's hours by how little is known, and smoothed by an "
            "hour each way."
        )
        st.altair_chart(charts.week_chart(found.steadied, what="events, steadied", share=False), width="stretch")
    return found


def rests_on(found: When) -> str:
    """Return how many events the hours are of, and how many have none."""
    if found.events is None:
        return "Darker: more events, as far as they may be shown. Point at an hour for what is said of it."
    each = f"{found.events / found.weeks:,.1f} a week" if found.weeks else "no such weeks"
    unknown = f"; the hour of {found.unknown:,.0f} of them is not known" if found.unknown else ""
    return f"{found.events:,.0f} events over {found.weeks:.1f} weeks ({each}){unknown}. Darker: more events."


def answer(found: list[When], group: str | None) -> None:
    """Say the peaks of each kind of week, and of which cells they are."""
    says = [f"**{plain(group)}.**"] if group else []
    says += [f"**{plain(f'{controls.week_title(one.week_type)}: {one.words}.')}**" for one in found]
    if says:
        st.markdown("  \n".join(says))


def group_map(
    reading: Reading, cells: Cells, question: Question, at: tuple[int, ...] | None, found: list[When]
) -> None:
    """Show the cells, those of the group outlined, and let it be changed."""
    st.header("Which cells")
    st.caption("Choose a hexagon to put it in the group or take it out; the hours above are then of the group.")
    if at is not None:  # again: the answer above is out of sight from here
        answer(found, group_words(reading, cells, at))
    around, drawing, key = cached.surroundings(reading), cached.drawing(cells), f"when-{cells.digest}"
    counts = reading.counts(question.layer, cells.resolution).by_cell(question, cells)
    hexmap(
        drawing,
        classes(counts),
        legend=LEGEND,
        labels=labels(reading, cells, counts),
        context=around.context,
        names=around.names,
        group=at or (),
        draw="area" if st.session_state.get("draw-group") else None,
        key=key,
    )
    change_group(cells, drawing, at or (), key=key)


def change_group(cells: Cells, drawing: HexDrawing, at: tuple[int, ...], *, key: str) -> None:
    """Put the cell that was clicked in the group, or take it out; take in the cells of a shape drawn round them."""
    kept = [cells.index[n] for n in at]
    try:
        shape = take_drawing(key)
    except PlacespaceError as fault:
        st.error(plain(fault))
        return
    picked = take_click(drawing, key)
    if shape is not None:
        kept = list(dict.fromkeys([*kept, *cells_in(cells, shape.points)]))
    elif picked is not None:
        cell = cells.index[picked]
        kept = [c for c in kept if c != cell] if cell in kept else [*kept, cell]
    else:
        return
    st.session_state[GROUP], st.session_state[NEXT] = kept, CHOSEN if kept else WHOLE
    st.rerun()


def classes(counts: pd.Series) -> np.ndarray:
    """Return each cell's class in :data:`LEGEND`."""
    some = counts[counts > 0]
    most = some.quantile(0.9) if len(some) else np.inf
    return np.select([(counts > 0) & (counts >= most), counts > 0], [2, 1], 0).astype(np.uint8)


def labels(reading: Reading, cells: Cells, counts: pd.Series) -> list[str]:
    """Return one line a cell for the pointer and the screen reader."""
    names = cached.names(reading, cells)
    return [f"{n or 'no name'}: {c:,.0f} event{'' if c == 1 else 's'}" for n, c in zip(names, counts, strict=True)]
