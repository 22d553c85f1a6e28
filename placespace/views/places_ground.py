"""Show the ground of a place: its cells outlined on a map, near enough to be known."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import streamlit as st

from placespace.disclose import PROFILES
from placespace.documents import first_question
from placespace.documents.statement import what
from placespace.errors import PlacespaceError
from placespace.grid import Cells, HexDrawing, draw_cells, study_area
from placespace.measures import Reading
from placespace.places.things import Place
from placespace.views import cached, maps
from placespace.views.hexmap import LegendEntry, MapLine, Mark, hexmap

STEPS = 4
"""Cells drawn round a place on each side: more than a kilometre, so that people know where they are."""
BLANK = LegendEntry("cells of the area", "#ffffff", outline="#c3cad2")
OUTLINE_WORDS = {"practitioner": "boundary as it was drawn"}


@dataclass(frozen=True, eq=False)
class Near:
    """Some cells of an area, drawn by themselves.

    Attributes
    ----------
    cells : Cells
        Of the whole area.
    at : ndarray of int
        Which of them are drawn.
    drawing : HexDrawing
    """

    cells: Cells
    at: np.ndarray
    drawing: HexDrawing

    def of(self, ids: Sequence[str]) -> list[int]:
        """Return where some cells are among those drawn; those that are not are left out."""
        found = {cell: n for n, cell in enumerate(self.drawing.cells)}
        return [found[i] for i in ids if i in found]


def near(reading: Reading, ids: Sequence[str], steps: int = STEPS) -> Near:
    """Return the cells round some cells; the whole area where none of them is in it."""
    cells = study_area(reading.workspace)
    inside = cells.index.get_indexer(list(ids))
    some = np.zeros(len(cells), bool)
    some[inside[inside >= 0]] = True
    if not some.any():
        return Near(cells, np.arange(len(cells)), cached.drawing(cells))
    for _ in range(steps):
        some = cells.ring @ some > 0
    at = np.flatnonzero(some)
    drawn = tuple(cells.index[at])
    return Near(cells, at, _drawing(hashlib.blake2b("".join(drawn).encode(), digest_size=8).hexdigest(), drawn))


@st.cache_resource(max_entries=64, show_spinner=False)
def _drawing(digest: str, _cells: tuple[str, ...]) -> HexDrawing:
    return draw_cells(_cells)


def outline_of(place: Place) -> list[MapLine]:
    """Return the boundary as it was drawn, where one was."""
    return lines_of(place.outline)


def lines_of(outline: Sequence[tuple[float, float]]) -> list[MapLine]:
    """Return corners (longitude, latitude) as one closed line on the map."""
    if len(outline) < 3:
        return []
    ring = [*outline, outline[0]] if outline[0] != outline[-1] else list(outline)
    return [MapLine([(lat, lon) for lon, lat in ring], "boundary as it was drawn", "practitioner")]


def brief_map(reading: Reading, place: Place, profile: str, *, key: str) -> None:
    """Show a place among the hot cells that the profile may see anyway."""
    around = near(reading, place.cells)
    classes, legend, labels, note = _hot(reading, around, profile)
    draw(reading, around, place, classes=classes, legend=legend, labels=labels, values_note=note, key=key)


def draw(
    reading: Reading,
    around: Near,
    place: Place,
    *,
    classes: np.ndarray | None = None,
    legend: Sequence[LegendEntry] = (BLANK,),
    labels: Sequence[str] | None = None,
    values_note: str | None = None,
    marks: Sequence[Mark] = (),
    kind_words: Mapping[str, str] | None = None,
    key: str,
    height_px: int = 400,
) -> None:
    """Show cells round a place, its own outlined."""
    under = cached.surroundings(reading)
    lines = outline_of(place)
    words = {**(kind_words or {}), **(OUTLINE_WORDS if lines else {})}
    hexmap(
        around.drawing,
        np.zeros(len(around.at), np.uint8) if classes is None else classes,
        legend=legend,
        labels=labels if labels is not None else names_at(reading, around),
        values_note=values_note,
        context=under.context,
        names=under.names,
        group=around.of(place.cells),
        group_label="cells of this place",
        marks=marks,
        lines=lines,
        kind_words=words or None,
        key=f"{key}-{around.drawing.digest}",
        height_px=height_px,
    )


def names_at(reading: Reading, around: Near) -> list[str]:
    """Return what each cell drawn is near to."""
    return [str(n) or "no name" for n in cached.names(reading, around.cells)[around.at]]


def _hot(
    reading: Reading, around: Near, profile: str
) -> tuple[np.ndarray | None, Sequence[LegendEntry], list[str] | None, str | None]:
    """Return what the hot spots map of the profile shows of the cells drawn; nothing where its cells are others."""
    layer = reading.workspace.area.hotspot_layer
    try:
        if layer is None or reading.workspace.layers[layer].precision == "none":
            return None, (BLANK,), None, None
        found = cached.answered(reading, first_question(reading, PROFILES[profile], layer), profile, None)
    except PlacespaceError:
        return None, (BLANK,), None, None
    if found.cells.digest != around.cells.digest:
        return None, (BLANK,), None, f"In the {profile} profile counts are shown on larger cells: see Hot spots."
    labels = [maps.labels(found)[n] for n in around.at]
    return (
        maps.classes(found)[around.at],
        maps.legend(found),
        labels,
        f"What the map of hot spots shows: {what(found)}.",
    )
