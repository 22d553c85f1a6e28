"""Draw and keep lines that young people cannot or will not cross, with who said so and when."""

from __future__ import annotations

import datetime

import pandas as pd
import streamlit as st

from placespace.disclose import Profile
from placespace.documents.cover import Cover, share_words
from placespace.errors import PlacespaceError
from placespace.grid import BARRIER_KINDS, add_barrier, drop_barrier, read_barriers
from placespace.measures import Reading
from placespace.places.acting import check_act
from placespace.views.hexmap import Drawing, MapLine, take_drawing
from placespace.views.plain import plain

LINE, CHANGED, SWITCH = "barrier-line", "barrier-changed", "drawing-barrier"
PRACTITIONER = BARRIER_KINDS[3]


def switch(who: Profile) -> bool:
    """Return whether a barrier is being drawn on the map: asked beside it, of the analyst."""
    if not who.exact:
        return False
    if st.session_state.pop("barrier-kept", False):
        st.session_state[SWITCH] = False
    return st.toggle(
        "Draw a barrier", key=SWITCH,
        help="A line that young people cannot or will not cross on foot: rail, water, a fast road, or one that "
        "practitioners know of. Walks then go round it.",
    )  # fmt: skip


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


def keep(reading: Reading, found: Cover, *, drawing: bool, key: str) -> None:
    """Say what the last change did, and keep a line that was drawn on the map: asked under it."""
    if (before := st.session_state.pop(CHANGED, None)) is not None:
        what, share = before
        st.success(
            plain(f"{what}. Nobody is there for {_exact(found.coverage.unserved_share)}; before, for {_exact(share)}.")
        )
    if not drawing:
        st.session_state.pop(LINE, None)
        return
    try:
        line = take_drawing(key)
    except PlacespaceError as fault:
        st.error(plain(fault))
        return
    if line is not None:
        st.session_state[LINE] = line
    line = st.session_state.get(LINE)
    if line is None:
        st.caption("Click along the line on the map, and finish with a double click or Enter. Then say what it is.")
        return
    _ask(reading, found, line)


def _exact(share: float) -> str:
    """Return a share to a tenth of a per cent: a barrier seldom changes more."""
    return share_words(share) if pd.isna(share) else f"{share:.1%}"


def _ask(reading: Reading, found: Cover, line: Drawing) -> None:
    st.write(f"A line of {len(line.points)} points was drawn. Say what it is and who said so.")
    with st.form("barrier", border=True):
        left, right = st.columns(2)
        name = left.text_input("Name", placeholder="railway by the gasworks")
        kind = right.selectbox("What it is", BARRIER_KINDS)
        by = left.text_input("Who said so (role or team, not a name)")
        on = right.date_input("When", value=reading.workspace.area.today, format="DD/MM/YYYY")
        if not st.form_submit_button("Keep this barrier", type="primary"):
            return
    try:
        check_act(reading, "change settings")
        add_barrier(
            reading.workspace, line.points, name=name, kind=kind, said_by=by,
            said_on=on or datetime.date.today(), practitioner=kind == PRACTITIONER,
        )  # fmt: skip
    except PlacespaceError as fault:
        st.error(plain(fault))
        return
    _changed(f"'{name}' is kept", found)


def kept(reading: Reading, found: Cover, who: Profile) -> None:
    """List the barriers that were drawn, and let one be taken away."""
    st.write(
        "A walk does not cross these lines: rail, water, fast roads, and lines that young people will not cross. What "
        "practitioners know of is used in the analyst profile only."
    )
    if not who.exact:
        st.info("Barriers are drawn and listed in the analyst profile.")
        return
    table, faults = read_barriers(reading.workspace)
    for fault in faults:
        st.error(plain(fault))
    if table.empty:
        st.write("None has been drawn. Switch on **Draw a barrier** beside the map.")
        return
    shown = pd.DataFrame(table.drop(columns="geometry"))
    shown["practitioner"] = ["analyst only" if p else "every profile" for p in shown["practitioner"]]
    heads = {"name": "Name", "kind": "What it is", "said_by": "Who said so", "said_on": "When", "practitioner": "Used"}
    st.dataframe(shown[list(heads)].rename(columns=heads), hide_index=True, height="content", alt="Barriers drawn")
    gone = st.selectbox("Take one away", list(table["name"]), index=None, placeholder="choose a barrier", width=320)
    if st.button("Take it away", disabled=gone is None):
        check_act(reading, "change settings")
        drop_barrier(reading.workspace, gone)
        _changed(f"'{gone}' is taken away", found)


def _changed(what: str, found: Cover) -> None:
    """Begin again with the change in force, and then say what it did."""
    st.session_state[CHANGED] = what, found.coverage.unserved_share
    st.session_state["barrier-kept"] = True
    st.session_state.pop(LINE, None)
    st.rerun()
