"""The two-minute brief of a place on the screen: what to take from it, each source side by side, what is missing."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from placespace.disclose import Profile
from placespace.documents.places.brief_lines import Brief, SourceLine
from placespace.measures import Reading
from placespace.places.door import Held
from placespace.places.register import Register
from placespace.places.things import Place
from placespace.views import cached_places, places_ground
from placespace.views.plain import plain

MOST_COLUMNS = 3
"""More sources than this side by side make columns of a word each on a phone."""


def brief_tab(reading: Reading, register: Register, place: Held[Place], who: Profile) -> None:
    """Show the brief of a place as the profile may see it."""
    found = cached_places.briefs(reading, register, place, who.name)
    first, *rest = found.said
    st.markdown("  \n".join([f"**{plain(first)}**", *map(plain, rest)]))
    st.caption(plain(f"{found.marking} · {found.window[2]} · {found.cells} cells, {found.area_km2:.2f} km²"))
    left, right = st.columns([7, 6])
    with left:
        st.subheader("What each source says, side by side and never added")
        _sources(found)
        _part("Too few to lean on", found.small)
        _part("What is missing", found.missing)
    with right:
        places_ground.brief_map(reading, place.thing, who.name, key="brief-map")
        if found.neighbours:
            st.caption(plain(found.neighbours))
    left, right = st.columns(2)
    with left:
        _part("Who is open nearby, by hour", found.provision)
        _part("Deprivation and young residents", [found.deprivation, found.people])
    with right:
        _part("What practitioners saw", found.observations)
        _part("Young people's own map", found.young_map)


def _part(title: str, lines: Sequence[str]) -> None:
    said = [line for line in lines if line]
    if said:
        st.subheader(title)
        st.markdown("\n".join(f"- {plain(line)}" for line in said))


def _sources(found: Brief) -> None:
    """Show a column a source: what is compared stands on one line."""
    if not found.sources:
        st.write("No source of incidents is loaded.")
        return
    table = pd.DataFrame({_head(line, found): _cells(line) for line in found.sources})
    table = table[(table != "").any(axis=1)]
    of_all = ""
    if len(found.sources) > MOST_COLUMNS:
        # many lines of few words: a row each, and what is the same of all is said once
        same = [row for row in table.index if row != "Recorded" and len(set(table.loc[row]) - {""}) == 1]
        of_all = "; ".join(f"{row.lower()}: {next(v for v in table.loc[row] if v)}" for row in same)
        table = table.drop(index=[*same, "Counted"], errors="ignore").T
    # a table and not a grid: in a grid a sentence would be cut
    st.table(table.map(plain).rename(columns=plain, index=plain), alt="Each source side by side")
    if of_all:
        st.caption(plain(f"Of all that are counted, {of_all}."))


def _head(line: SourceLine, found: Brief) -> str:
    same = sum(other.source == line.source for other in found.sources)
    head = line.source if same == 1 else f"{line.source}: {line.categories}"
    return head[:1].upper() + head[1:]


def _cells(line: SourceLine) -> dict[str, str]:
    return {
        "Counted": line.categories,
        "Recorded": line.count,
        "Same months a year before": line.before,
        "Change": line.change,
        "Hot spot of incidents": line.hot,
        "Hours": line.hours,
        "Confidence": line.confidence,
        "How old": line.age,
    }
