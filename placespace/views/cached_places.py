"""Keep one open register for all sessions, and what was read from it until somebody saves."""

from __future__ import annotations

import os

import streamlit as st

from placespace.catalogue import Workspace
from placespace.documents.places import Brief, BriefSources
from placespace.documents.places import brief as work_out_brief
from placespace.measures import Reading
from placespace.places.door import Held
from placespace.places.register import Register, open_register
from placespace.places.store import Store
from placespace.places.things import Place
from placespace.views import cached, signed


def register() -> Register:
    """Return the register, asked by whoever is signed in to this page."""
    held = cached.workspace()
    if url := os.environ.get("PLACESPACE_DATABASE_URL", ""):
        return open_register(held, signed.who, store=_store(url, held))
    if not held.register.exists():
        Store.open(held).close()
    # a file that was put back is another register
    return open_register(held, signed.who, store=_store(f"{held.register} {held.register.stat().st_ino}", held))


@st.cache_resource(max_entries=4, show_spinner=False, on_release=Store.close)
def _store(where: str, _held: Workspace) -> Store:
    return Store.open(_held)


def mark_of(held: Register) -> str:
    """Return a text that changes whenever anything is saved in the register."""
    count, head = held.store.head()
    return f"{held.workspace.folder} {count} {head}"


def places(held: Register) -> list[Held[Place]]:
    """Return every place, open and closed, read once until somebody saves: what the role of whoever asks may see."""
    return _places(mark_of(held), held.who.role, held)


@st.cache_resource(max_entries=8, show_spinner=False)
def _places(mark: str, role: str, _held: Register) -> list[Held[Place]]:
    return _held.places(closed=None)


def briefs(read: Reading, held: Register, place: Held[Place], profile: str) -> Brief:
    """Return what the data say of a place, worked out once for everyone who may see the same."""
    mark = f"{cached.kept_mark(read)} {mark_of(held)}"
    return _brief(mark, place.id, profile, held.who.role, read, held, place)


@st.cache_resource(max_entries=64, show_spinner=False)
def _brief(
    mark: str, place_id: str, profile: str, role: str, _read: Reading, _held: Register, _place: Held[Place]
) -> Brief:
    return work_out_brief(_read, _place, profile, register=_held, held=sources(_read))


def sources(read: Reading) -> BriefSources:
    """Return what briefs and frozen evidence are worked out of, read once for all places."""
    return _sources(cached.kept_mark(read), read)


@st.cache_resource(max_entries=2, show_spinner=False)
def _sources(mark: str, _read: Reading) -> BriefSources:
    return BriefSources(_read)
