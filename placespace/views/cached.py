"""Keep one copy of what was read and worked out, for all sessions, until a file changes."""

from __future__ import annotations

import hashlib
import os
from threading import Lock

import numpy as np
import pandas as pd
import streamlit as st

from placespace.calendar import read_calendar
from placespace.catalogue import Workspace, open_workspace
from placespace.disclose import PROFILES
from placespace.documents import Answer, Unseen, When, answer, unseen_cells
from placespace.documents import when as work_out_when
from placespace.documents.cover import Cover, CoverQuestion, Ground, ground_of
from placespace.documents.cover import cover as work_out_cover
from placespace.documents.hold import Hold, hold_by, hold_sources
from placespace.documents.hold import hold as work_out_hold
from placespace.grid import Cells, HexDrawing, Question, draw_cells, study_area
from placespace.ingest import Provision, read_sessions
from placespace.measures import CellValues, Reading, place_names, read_and_place
from placespace.measures import cell_values as values_of_cells
from placespace.places.acting import check_act, check_profile
from placespace.views import maps
from placespace.views.plain import plain

_readings: dict[str, Reading] = {}
_one_at_a_time = Lock()


def mark_of(workspace: Workspace) -> str:
    """Return a text that changes when any file of the workspace does."""
    geodata = workspace.folder / "geodata"
    folders = [workspace.folder / "layers", geodata / "raw", geodata / "sample"]
    files = [p for f in folders if f.is_dir() for p in f.rglob("*")] + [geodata / "area.toml", workspace.exclusions]
    seen = sorted((str(p), p.stat().st_mtime_ns, p.stat().st_size) for p in files if p.is_file())
    return hashlib.blake2b(repr((str(workspace.folder), seen)).encode(), digest_size=12).hexdigest()


def workspace() -> Workspace:
    """Return the workspace the app was started with."""
    return open_workspace(os.environ.get("PLACESPACE_WORKSPACE"))


def reading() -> Reading:
    """Return the workspace as read; says what it is doing while it reads new files.

    One reading serves all sessions. It is kept here and not by Streamlit, whose caches
    cannot show progress from inside.
    """
    opened = workspace()
    check_act(opened, "see protected figures")
    mark = mark_of(opened)
    with _one_at_a_time:
        if mark not in _readings:
            bar = st.empty()

            def progress(what: str, done: int, total: int) -> None:
                bar.progress(done / max(total, 1), text=plain(f"Reading {what} ({done + 1} of {total})"))

            kept = read_and_place(opened, progress=progress)
            _readings.clear()
            _readings[mark] = kept
            bar.empty()
        return next(iter(_readings.values()))


def answered(read: Reading, question: Question, profile: str, resolution: int | None) -> Answer:
    """Return an answer, worked out once for everyone who asks the same."""
    check_profile(read, profile)
    asked = (question.layer, question.categories, question.first, question.last)
    return _answered(mark_of(read.workspace), asked, profile, resolution, read)


@st.cache_resource(max_entries=64, show_spinner=False)
def _answered(mark: str, asked: tuple, profile: str, resolution: int | None, _read: Reading) -> Answer:
    return answer(_read, Question(*asked), profile, resolution=resolution)


def drawing(cells: Cells) -> HexDrawing:
    """Return the cells as the map draws them."""
    return _drawing(cells.digest, cells)


@st.cache_resource(max_entries=8, show_spinner=False)
def _drawing(digest: str, _cells: Cells) -> HexDrawing:
    return draw_cells(tuple(_cells.index))


def surroundings(read: Reading) -> maps.Surroundings:
    """Return what lies under and over the cells: water, roads, boundary, names."""
    return _surroundings(mark_of(read.workspace), read)


@st.cache_resource(max_entries=2, show_spinner=False)
def _surroundings(mark: str, _read: Reading) -> maps.Surroundings:
    return maps.surroundings(_read)


def cell_values(read: Reading, cells: Cells) -> CellValues:
    """Return residents, need and kind of place on cells."""
    return _cell_values(mark_of(read.workspace), cells.digest, cells, read)


@st.cache_resource(max_entries=4, show_spinner=False)
def _cell_values(mark: str, digest: str, _cells: Cells, _read: Reading) -> CellValues:
    return values_of_cells(_read, _cells)


def kept_mark(read: Reading) -> str:
    """Return a text that changes when anything that people keep beside the files does, or the files themselves."""
    held = read.workspace
    seen = [
        (str(p), p.stat().st_mtime_ns, p.stat().st_size)
        for p in (held.calendar, held.barriers, held.corrections)
        if p.exists()
    ]
    return hashlib.blake2b(repr((mark_of(held), seen)).encode(), digest_size=12).hexdigest()


def names(read: Reading, cells: Cells) -> np.ndarray:
    """Return each cell's place name, in cell order."""
    return _names(mark_of(read.workspace), cells.digest, cells, read)


@st.cache_resource(max_entries=4, show_spinner=False)
def _names(mark: str, digest: str, _cells: Cells, _read: Reading) -> np.ndarray:
    return place_names(_read, _cells)


def provision(read: Reading, layer_id: str | None = None) -> Provision:
    """Return a list of provision as it was read and put right."""
    return _provision(kept_mark(read), layer_id, read)


@st.cache_resource(max_entries=4, show_spinner=False)
def _provision(mark: str, layer_id: str | None, _read: Reading) -> Provision:
    return read_sessions(_read.workspace, layer_id)


def cover(read: Reading, asked: CoverQuestion, profile: str) -> Cover:
    """Return who is reached, worked out once for everyone who asks the same."""
    check_profile(read, profile)
    return _cover(kept_mark(read), asked, profile, read)


@st.cache_resource(max_entries=24, show_spinner=False)
def _cover(mark: str, asked: CoverQuestion, profile: str, _read: Reading) -> Cover:
    harm = asked.harm.layer if asked.demand != "people" else None
    cells = study_area(_read.workspace, _read.resolution_of(harm) if harm else None)
    held = {
        "ground": _ground(mark, profile, _read),
        "provision": _provision(mark, None, _read),
        "names": names(_read, cells),
        "values": cell_values(_read, cells),
    }
    return work_out_cover(_read, asked, profile, **held)


@st.cache_resource(max_entries=4, show_spinner=False)
def _ground(mark: str, profile: str, _read: Reading) -> Ground:
    return ground_of(_read, PROFILES[profile])


def when(read: Reading, question: Question, profile: str, week_type: str, at: tuple[int, ...] | None) -> When:
    """Return events by day and hour, worked out once for everyone who asks the same."""
    check_profile(read, profile)
    return _when(kept_mark(read), question, profile, week_type, at, read)


@st.cache_resource(max_entries=48, show_spinner=False)
def _when(
    mark: str, question: Question, profile: str, week_type: str, at: tuple[int, ...] | None, _read: Reading
) -> When:
    cells = study_area(_read.workspace, _read.resolution_of(question.layer))
    calendar = read_calendar(_read.workspace)
    return work_out_when(_read, question, profile, calendar=calendar, week_type=week_type, cells=cells, at=at)


def unseen(read: Reading) -> Unseen:
    """Return the two sources laid beside each other, worked out once."""
    check_act(read, "see true counts")
    return _unseen(mark_of(read.workspace), read)


@st.cache_resource(max_entries=2, show_spinner=False)
def _unseen(mark: str, _read: Reading) -> Unseen:
    return unseen_cells(_read)


def held(read: Reading, question: Question, profile: str) -> Hold:
    """Return a back-test, worked out once for everyone who asks the same."""
    check_profile(read, profile)
    return _held(mark_of(read.workspace), question, profile, read)


@st.cache_resource(max_entries=48, show_spinner=False)
def _held(mark: str, question: Question, profile: str, _read: Reading) -> Hold:
    return work_out_hold(_read, question, profile)


def held_by(read: Reading, layer_id: str, profile: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the back-tests of a layer's categories, and of every source, worked out once."""
    check_profile(read, profile)
    return _held_by(mark_of(read.workspace), layer_id, profile, read)


@st.cache_resource(max_entries=8, show_spinner=False)
def _held_by(mark: str, layer_id: str, profile: str, _read: Reading) -> tuple[pd.DataFrame, pd.DataFrame]:
    return hold_by(_read, layer_id, profile), hold_sources(_read, profile)
