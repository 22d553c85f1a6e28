"""Ask how many sessions, how long, which of today's may move; propose at once, then have it proved."""

from __future__ import annotations

import time
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Lock

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from placespace.disclose import Profile
from placespace.documents.cover import Cover, CoverQuestion
from placespace.documents.siting import Candidates, Siting, candidates_of, site
from placespace.errors import PlacespaceError
from placespace.measures import Reading
from placespace.terms import WEEKDAYS
from placespace.views import cached, controls
from placespace.views.plain import plain

LENGTHS = ("1", "1.5", "2", "2.5", "3", "4")
MOST_SESSIONS = 20
PROOF_SECONDS = 10
LOOK_S = 0.2
KEPT = 64
_proved: OrderedDict[tuple, Siting] = OrderedDict()
_at_work: dict[tuple, _Work] = {}
_solver = ThreadPoolExecutor(max_workers=1, thread_name_prefix="solver")
_lock = Lock()


def how_many() -> tuple[int, float]:
    """Return how many new sessions are wanted, and how long each lasts, in hours."""
    moved = bool(st.session_state.get("movable"))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        k = st.number_input(
            "New sessions a week", 0 if moved else 1, MOST_SESSIONS, 1, key="k", width=160, persist_state="session",
            help="Each is one evening or afternoon a week. Together they are put where they reach most.",
        )  # fmt: skip
        hours = controls.choose(
            "Hours each", list(LENGTHS), "hours", default="2", width_px=120,
            help="Within the hours each venue can be had, in steps of half an hour.",
        )  # fmt: skip
    return int(k), float(hours)


def with_movable(reading: Reading, asked: CoverQuestion, who: Profile) -> CoverQuestion:
    """Ask which of today's sessions may move: they are taken out, and put where they reach most."""
    every = cached.cover(reading, asked, who.name).sessions
    says = {r.session: f"{r.site}: {r.name}, {WEEKDAYS[int(r.weekday)]} {r.start}-{r.end}" for r in every.itertuples()}
    with st.expander("Sessions of today that may move"):
        moved = st.multiselect(
            "They are closed first, and put at the venues that could be let, with the new ones", list(says),
            format_func=says.get, key="movable", persist_state="session", select_all=False,
            help="Each that moves may go to any venue, day and hour of the list of venues that could be let.",
        )  # fmt: skip
    return replace(asked, without=tuple(moved))


def venues(reading: Reading, found: Cover) -> Candidates | None:
    """Return the venues that could be let; None, with the reason said, where there are none."""
    named = reading.workspace.area.candidates
    try:
        return candidates_of(found, cached.provision(reading, named) if named else None)
    except PlacespaceError as fault:
        st.warning(plain(fault))
        return None


def proposed(reading: Reading, found: Cover, candidates: Candidates, k: int, hours: float) -> Siting:
    """Return the proposal: at once by greedy and swap, with its proof once that is known."""
    held = _proved.get(_key(reading, found, k, hours))
    return held or _quick(_key(reading, found, k, hours), found, candidates)


@st.cache_resource(max_entries=24, show_spinner=False)
def _quick(key: tuple, _found: Cover, _candidates: Candidates) -> Siting:
    return site(_found, _candidates, k=key[-2], hours=key[-1])


def prove(reading: Reading, found: Cover, candidates: Candidates, k: int, hours: float, place: DeltaGenerator) -> None:
    """Ask the solver whether anything does better, say how far it is, and show the page again with what it found.

    Called when the rest of the page is there. The solver works beside the page: a change of any control is
    answered at once, and what it finds is kept all the same.
    """
    key = _key(reading, found, k, hours)
    with _lock:
        work = _at_work.get(key) or _at_work.setdefault(key, _Work(found, candidates, k, hours))
    while not work.done.done():
        place.caption(plain(f"Is there anything better? {work.says} At most {PROOF_SECONDS} seconds …"))
        time.sleep(LOOK_S)
    with _lock:
        _at_work.pop(key, None)
        _proved[key] = work.done.result()
        while len(_proved) > KEPT:
            _proved.popitem(last=False)
    st.rerun()


class _Work:
    """The solver at work on one proposal, and what it said last."""

    def __init__(self, found: Cover, candidates: Candidates, k: int, hours: float) -> None:
        self.says = "Asking the solver."
        self.done = _solver.submit(
            site, found, candidates, k=k, hours=hours, proof=True, seconds=PROOF_SECONDS, progress=self.hear
        )

    def hear(self, sentence: str) -> None:
        """Take what the solver says on its way."""
        self.says = sentence


def _key(reading: Reading, found: Cover, k: int, hours: float) -> tuple:
    return cached.kept_mark(reading), found.asked, found.profile.name, k, hours
