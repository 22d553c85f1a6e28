"""Ask how many sessions, how long, which of today's may move; propose at once, then have it proved."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from placespace.catalogue import Workspace
from placespace.disclose import Profile
from placespace.documents.cover import Cover, CoverQuestion
from placespace.documents.siting import Candidates, Siting, site
from placespace.documents.siting import candidate_list as listed
from placespace.ingest import Provision
from placespace.measures import Reading
from placespace.views import cached, controls
from placespace.views.plain import plain

LENGTHS = ("1", "1.5", "2", "2.5", "3", "4")
MOST_SESSIONS = 20
PROOF_SECONDS = 10


def candidate_list(reading: Reading) -> Provision | None:
    """Return the area's own list of venues that could be let."""
    workspace: Workspace = reading.workspace
    return listed(workspace)


def with_movable(reading: Reading, asked: CoverQuestion, who: Profile) -> CoverQuestion:
    """Ask which of today's sessions may move: they are taken out, and put where they reach most."""
    every = cached.cover(reading, asked, who.name).sessions
    says = {r.session: f"{r.site}: {r.name}, {r.when}" for r in every.itertuples()}
    with st.expander("Sessions of today that may move"):
        moved = st.multiselect("They are closed first, and sited again with the new ones", list(says),
                               format_func=says.get, key="movable")  # fmt: skip
    return replace(asked, without=tuple(moved))


def how_many() -> tuple[int, float]:
    """Return how many new sessions are wanted, and how long each lasts, in hours."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        k = st.number_input("New sessions a week", 1, MOST_SESSIONS, 1, key="k", width=160)
        hours = controls.choose("Hours each", list(LENGTHS), "hours", default="2", width_px=120)
    return int(k), float(hours)


def proposed(found: Cover, candidates: Candidates, k: int, hours: float) -> Siting:
    """Return the proposal: at once by greedy and swap, then proved while the first is on screen."""
    return _proved(found, candidates, k, hours)


def _proved(found: Cover, candidates: Candidates, k: int, hours: float) -> Siting:
    kept = st.session_state.setdefault("proved", {})
    key = (id(found), k, hours, len(candidates.venues))
    if key not in kept:
        quick = site(found, candidates, k=k, hours=hours)
        place = st.empty()
        with place.container():
            if len(quick.table):
                first = quick.table.iloc[0]
                st.write(plain(f"First answer: {first['site']}. Asking the solver whether anything does better …"))
        kept.clear()
        kept[key] = site(found, candidates, k=k, hours=hours, proof=True, seconds=PROOF_SECONDS)
        place.empty()
    return kept[key]
