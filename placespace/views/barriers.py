"""Draw and keep lines that young people cannot or will not cross, with who said so and when."""

from __future__ import annotations

import datetime

import streamlit as st

from placespace.disclose import Profile
from placespace.documents.cover import Cover
from placespace.errors import PlacespaceError
from placespace.grid import BARRIER_KINDS, add_barrier, drop_barrier, read_barriers
from placespace.measures import Reading
from placespace.views.hexmap import Drawing, MapLine, take_drawing
from placespace.views.plain import plain


def drawing() -> bool:
    """Return whether a barrier is being drawn on the map."""
    return bool(st.session_state.get("drawing-barrier"))


def drawn(found: Cover) -> list[MapLine]:
    """Return the barriers in force as lines on the map."""
    table = found.ground.barriers.to_crs(4326)
    lines = []
    for row in table.itertuples():
        for part in getattr(row.geometry, "geoms", [row.geometry]):
            points = [(lat, lon) for lon, lat in part.coords]
            label = f"{row.name or row.kind}: not crossed"
            lines.append(MapLine(points, label, "practitioner" if row.practitioner else "barrier"))
    return lines


def edit(reading: Reading, found: Cover, who: Profile, *, key: str) -> None:
    """List the barriers, and let one be drawn and kept or taken away."""
    st.write(
        "A walk does not cross these lines: rail, water, fast roads, and lines that young people will not cross. What "
        "practitioners know of that is used in the analyst profile only."
    )
    if not who.exact:
        st.info("Barriers are drawn in the analyst profile.")
        return
    workspace = reading.workspace
    kept, faults = read_barriers(workspace)
    for fault in faults:
        st.error(plain(fault))
    if len(kept):
        st.dataframe(kept.drop(columns="geometry"), hide_index=True, height="content")
        gone = st.selectbox("Take one away", [""] + [str(n) for n in kept["name"]], key="barrier-gone")
        if gone and st.button("Take it away"):
            drop_barrier(workspace, gone)
            st.rerun()
    st.toggle("Draw a barrier on the map above", key="drawing-barrier")
    line = take_drawing(key)
    if line is not None:
        st.session_state["barrier-line"] = line
    line = st.session_state.get("barrier-line")
    if line is None:
        st.caption("Switch drawing on, click along the line on the map, and finish with a double click or Enter.")
        return
    _keep(reading, line)


def _keep(reading: Reading, line: Drawing) -> None:
    st.success(f"A line of {len(line.points)} points was drawn. Say what it is and who said so.")
    with st.form("barrier", clear_on_submit=True, border=False):
        left, right = st.columns(2)
        name = left.text_input("Name", placeholder="railway by the gasworks")
        kind = right.selectbox("What it is", BARRIER_KINDS)
        by = left.text_input("Who said so (role or team, not a name)")
        on = right.date_input("When", value=reading.workspace.area.today, format="DD/MM/YYYY")
        if not st.form_submit_button("Keep this barrier", type="primary"):
            return
    try:
        add_barrier(
            reading.workspace, line.points, name=name, kind=kind, said_by=by,
            said_on=on or datetime.date.today(), practitioner=kind == BARRIER_KINDS[3],
        )  # fmt: skip
    except PlacespaceError as fault:
        st.error(plain(fault))
        return
    st.session_state.pop("barrier-line", None)
    st.rerun()
