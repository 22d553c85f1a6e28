"""The hexagon map: cells of one resolution, coloured by class, on one canvas; marks, lines and drawing above them.

The page in ``frontend/`` is served by the app and asks no other host for anything. It
loads Leaflet from ``/vendor/leaflet``, which ``app.py`` mounts from the wheel
``django-js-lib-leaflet``. Map tiles are the one exception, off unless asked for.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import streamlit.components.v1 as components
from numpy.typing import ArrayLike

from placespace.views.hexmap.answers import Drawing, drawing_taken_at, lacking, selection, take_click, take_drawing
from placespace.views.hexmap.shapes import LINE_WORDS, MARK_WORDS, MapLine, Mark, kinds_shown
from placespace.views.served import keep_bytes

if TYPE_CHECKING:
    from placespace.grid.drawing import HexDrawing

__all__ = [
    "LINE_WORDS",
    "MARK_WORDS",
    "NOT_DRAWN",
    "Drawing",
    "LegendEntry",
    "MapLine",
    "Mark",
    "hexmap",
    "take_click",
    "take_drawing",
]

NOT_DRAWN = 255
"""The class of a cell that is left out of the picture but can still be selected."""

PANES = ("below", "above")
DRAWN = ("line", "area")

_component = components.declare_component("hexmap", path=str(Path(__file__).parent / "frontend"))


@dataclass(frozen=True)
class LegendEntry:
    """One class of cells, as drawn and as named under the map.

    Attributes
    ----------
    label : str
        What the class means, in words.
    fill : str
        CSS colour.
    hatch : bool
        Draw black diagonals over the fill, so that the class survives printing in
        black and white.
    outline : str, optional
        CSS colour of the cells' outline; thin and white when not given.
    """

    label: str
    fill: str
    hatch: bool = False
    outline: str | None = None


def hexmap(
    drawing: HexDrawing,
    classes: ArrayLike,
    *,
    legend: Sequence[LegendEntry],
    labels: Sequence[str] | None = None,
    values_note: str | None = None,
    context: Sequence[Mapping[str, Any]] = (),
    names: Sequence[tuple[float, float, str, str]] = (),
    selected: int | None = None,
    group: Sequence[int] = (),
    group_label: str = "in the group",
    marks: Sequence[Mark] = (),
    lines: Sequence[MapLine] = (),
    kind_words: Mapping[str, str] | None = None,
    draw: Literal["line", "area"] | None = None,
    tiles: Mapping[Literal["url", "attribution"], str] | None = None,
    height_px: int = 520,
    key: str | None = None,
) -> int | None:
    """Show cells on a map and return the one selected.

    Parameters
    ----------
    drawing : HexDrawing
        From :func:`placespace.grid.drawing.draw_cells`. The map keeps its zoom and position
        until the cells change.
    classes : array_like of uint8, shape (n,)
        Per cell, index in `legend`, or 255 for a cell that is not drawn.
    legend : sequence of LegendEntry
        The classes, in the order listed under the map.
    labels : sequence of str, shape (n,), optional
        Shown beside the pointer and read out by a screen reader.
    values_note : str, optional
        A sentence under the legend: unit, window, what is hidden.
    context : sequence of mappings
        Shapes that cannot be clicked: ``geojson`` (a mapping, degrees WGS 84), ``style``
        (Leaflet path options) and ``pane``, "below" or "above" the cells.
    names : sequence of (lat, lng, text, kind)
        Names of places, degrees WGS 84. Where they would overlap, city and town come before
        suburb and village, and those before other kinds; within a kind, earlier before later.
    selected : int, optional
        The cell selected elsewhere, such as a table. A change of this argument moves the
        map's selection; the same value again leaves a later click alone.
    group : sequence of int
        Cells outlined together, beside the one selected. The page puts cells in and takes them
        out with :func:`take_click`.
    group_label : str
        What the group is, for the legend and for those who listen.
    marks : sequence of Mark
        Points above the cells, such as sessions; quick up to 500. Changing them leaves zoom and
        position alone.
    lines : sequence of MapLine
        Lines above the cells, under the marks.
    kind_words : mapping, optional
        Other words for the legend than :data:`MARK_WORDS` and :data:`LINE_WORDS`, by kind.
    draw : {"line", "area"}, optional
        Switch on drawing by mouse, finger or keyboard; clicks then do not select. What is drawn is
        had once from :func:`take_drawing`, and stays in sight until `lines` or `group` change, another
        is begun or drawing is switched off; what is unfinished then goes.
    tiles : mapping, optional
        ``url`` template and ``attribution`` of an online map. The browser then asks that
        host for images, and the security headers must allow it.
    height_px : int
        Height of the map; at most 60 % of the screen on phones.
    key : str, optional
        Needed when a page has two maps.

    Returns
    -------
    int or None
        Index in ``drawing.cells`` of the selected cell.

    Raises
    ------
    ValueError
        When lengths, classes, positions, kinds or panes do not fit together.
    """
    key = key or "hexmap"
    class_bytes = _class_bytes(classes, len(drawing.cells), len(legend))
    if labels is not None and len(labels) != len(drawing.cells):
        raise ValueError(f"{len(labels)} labels for {len(drawing.cells)} cells.")
    if any(layer["pane"] not in PANES for layer in context):
        raise ValueError(f"A context layer's pane is one of {PANES}.")

    if not all(0 <= n < len(drawing.cells) for n in group):
        raise ValueError(f"A position in the group is not below {len(drawing.cells)}, the number of cells.")
    if draw not in (None, *DRAWN):
        raise ValueError(f"What is drawn is one of {DRAWN} or None, not {draw!r}.")

    entries = [asdict(entry) for entry in legend]
    # Fetched by the browser once and kept there, so that a change sends a byte a cell and what is said of it.
    heavy = {
        "shapes": drawing.corners.tobytes() + drawing.lattice.tobytes(),
        "context": json.dumps([dict(layer) for layer in context]).encode(),
    }
    kept = {name: keep_bytes(content) for name, content in heavy.items()}
    along = [name for name in heavy if kept[name] in lacking(key)]
    current, answered = selection(key, drawing, selected)
    above = {
        "group": [int(n) for n in group],
        "group_label": group_label,
        "marks": [mark.sent() for mark in marks],
        "lines": [line.sent() for line in lines],
        "kinds": kinds_shown(marks, lines, kind_words),
    }
    # Streamlit does not draw a component again when only its bytes have changed: these numbers (and `along`) change
    # with them, and tell the browser which of the cells and what lies above them has to be drawn again.
    cells_rev = zlib.crc32(class_bytes, zlib.crc32(f"{drawing.digest}{entries}".encode()))
    above_rev = zlib.crc32(json.dumps(above).encode())
    _component(
        rev=zlib.crc32(f"{cells_rev} {above_rev} {draw}".encode()),
        cells_rev=cells_rev,
        above_rev=above_rev,
        digest=drawing.digest,
        kept=kept,
        along=along,
        **{name: heavy[name] for name in along},
        faces=list(drawing.faces),
        bounds=drawing.bounds,
        classes=class_bytes,
        legend=entries,
        labels=None if labels is None else _one_a_line(labels),
        values_note=values_note,
        names=[list(name) for name in names],
        selected=current,
        selected_at=answered,
        **above,
        draw=draw,
        drawn_at=drawing_taken_at(key),
        tiles=dict(tiles) if tiles else None,
        height_px=height_px,
        key=key,
        default=None,
    )
    return current


def _class_bytes(classes: ArrayLike, cells: int, entries: int) -> bytes:
    """Check the classes and return them as one byte a cell."""
    array = np.asarray(classes)
    if array.shape != (cells,):
        raise ValueError(f"Classes of shape {array.shape} for {cells} cells.")
    if not (((array >= 0) & (array < entries)) | (array == NOT_DRAWN)).all():
        raise ValueError(f"Classes must be below {entries}, the entries of the legend, or 255.")
    return array.astype(np.uint8).tobytes()


def _one_a_line(labels: Sequence[str]) -> str:
    """Join the labels, one a line, which is much smaller to send than a list."""
    text = "\n".join(labels)
    if text.count("\n") >= len(labels):
        text = "\n".join(label.replace("\n", " ") for label in labels)
    return text
