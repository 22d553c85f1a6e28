"""The hexagon map: cells of one resolution, coloured by class, on one canvas.

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
import streamlit as st
import streamlit.components.v1 as components
from numpy.typing import ArrayLike

if TYPE_CHECKING:
    from placespace.grid.drawing import HexDrawing

NOT_DRAWN = 255
"""The class of a cell that is left out of the picture but can still be selected."""

PANES = ("below", "above")

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
        When lengths, classes or panes do not fit together.
    """
    key = key or "hexmap"
    class_bytes = _class_bytes(classes, len(drawing.cells), len(legend))
    if labels is not None and len(labels) != len(drawing.cells):
        raise ValueError(f"{len(labels)} labels for {len(drawing.cells)} cells.")
    if any(layer["pane"] not in PANES for layer in context):
        raise ValueError(f"A context layer's pane is one of {PANES}.")

    entries = [asdict(entry) for entry in legend]
    context_bytes = json.dumps([dict(layer) for layer in context]).encode()
    current, answered = _selection(key, drawing, selected)
    _component(
        # Streamlit does not draw a component again when only its bytes have changed.
        rev=zlib.crc32(class_bytes, zlib.crc32(f"{drawing.digest}{entries}".encode())),
        digest=drawing.digest,
        corners=drawing.corners.tobytes(),
        lattice=drawing.lattice.tobytes(),
        faces=list(drawing.faces),
        bounds=drawing.bounds,
        classes=class_bytes,
        legend=entries,
        labels=None if labels is None else _one_a_line(labels),
        values_note=values_note,
        context=context_bytes,
        context_rev=zlib.crc32(context_bytes),
        names=[list(name) for name in names],
        selected=current,
        selected_at=answered,
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


def _selection(key: str, drawing: HexDrawing, asked: int | None) -> tuple[int | None, int]:
    """Decide between the cell clicked and the cell the page asks for: the later one wins.

    A component's last value comes back on every rerun, so a click is told from an echo by
    its time, and a choice made by the page from a repeated one by what it asked last.

    Returns
    -------
    tuple
        Index of the selected cell or None, and the time of the last click answered.
    """
    before = st.session_state.get(f"{key}.selection", {})
    fresh = before.get("digest") != drawing.digest
    current = None if fresh else before["current"]
    answered = before.get("answered", 0)
    click = st.session_state.get(key)
    if fresh or asked != before["asked"]:
        current = asked
    if click and click["at"] > answered and click["digest"] == drawing.digest:
        current, answered = click["index"], click["at"]
    st.session_state[f"{key}.selection"] = {
        "digest": drawing.digest, "asked": asked, "current": current, "answered": answered,
    }  # fmt: skip
    return current, answered
