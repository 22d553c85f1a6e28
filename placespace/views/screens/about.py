"""Method, limits, licences and words."""

import pandas as pd
import streamlit as st

from placespace import __version__
from placespace.disclose import PROFILES
from placespace.settings import SETTINGS
from placespace.terms import HOTSPOT_COLUMNS, LIMITS, PRECISIONS, SHOWN_COLUMNS
from placespace.views import cached
from placespace.views.plain import plain

workspace = cached.workspace()
st.title("About")
st.write(
    "Placespace lays what partners hold on hexagons, finds where incidents concentrate beyond chance, and says what "
    "that rests on. It informs people who decide; it computes no level, rating or label of a place."
)
st.header("Limits")
for limit in LIMITS:
    st.markdown(f"- {plain(limit)}")
st.header("How a hot spot is decided")
st.write(
    "The area is covered by H3 cells of about equal size: every cell that touches the boundary, cells with no events "
    "included. For each cell the events in it and its neighbours are compared with an even spread of the same "
    "events, by the exact binomial test; the false discovery rate over all cells is held by Benjamini-Hochberg. A "
    "cell is hot when it passes that, holds several times an even spread, and has events in several separate "
    "months. Gi* is shown beside it for people who compare with other software; on sparse counts its usual p-value "
    "marks false hot spots on most maps."
)
st.dataframe(
    pd.DataFrame([(c, says) for c, says in (HOTSPOT_COLUMNS | SHOWN_COLUMNS).items()], columns=["column", "meaning"]),
    hide_index=True,
    height="content",
)
st.header("Numbers we chose, and why")
rows = [(name.replace("_", " "), workspace.area.settings[name], s.unit, s.reason) for name, s in SETTINGS.items()]
st.dataframe(pd.DataFrame(rows, columns=["setting", "value", "unit", "reason"]), hide_index=True, height="content")
st.header("Who may see what")
for profile in PROFILES.values():
    st.markdown(f"- **{profile.name}**: {plain(profile.says)}")
st.write(
    "Protected profiles see one resolution, one category at a time and whole years that never overlap, and public "
    "cells are made from what partners see, so that nothing hidden can be worked out by subtraction. Their hot spots "
    "rest on the counts as shown. What was handed out is remembered, and a window that would give a hidden count "
    "back is refused. Hidden, zero and no data look different."
)
st.header("Sources and licences")
for one in workspace.layers.values():
    with st.expander(plain(one.title)):
        exact = f" Places: {PRECISIONS[one.precision]}." if one.role == "harm" else ""
        st.write(plain(f"{one.publisher}. {one.licence}.{exact}"))
        st.write(plain(" ".join(one.caveats.split())))
st.header("Words")
st.write(
    "Children and young people; harm; children who have been harmed; children who have harmed others; location of "
    "concern; place; guardians. A hot spot is of incidents, not of people."
)
st.caption(f"Placespace {__version__}. This page and its maps ask no other host for anything.")
