"""Set the other sources beside the one asked about: which find a place hot, by their own records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from placespace.documents.overview import harm_layers
from placespace.documents.plan.shortlist_words import listed
from placespace.errors import PlacespaceError
from placespace.grid import Cells, Question
from placespace.measures import Reading, find_hotspots


@dataclass
class Beside:
    """What the other sources of incidents hold of the same months.

    Attributes
    ----------
    own : str
        What the source asked about is called.
    hot : dict of str to ndarray of bool, shape (n,)
        Which cells each other source finds hot.
    cannot : dict of str to str
        Sources that cannot be set beside it, and why.
    counted : dict of str to str
        What was counted of each.
    notes : list of str
        Months of the window that one of them lacks.
    """

    own: str
    hot: dict[str, np.ndarray] = field(default_factory=dict)
    cannot: dict[str, str] = field(default_factory=dict)
    counted: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def agree(self, at: np.ndarray) -> list[str]:
        """Return the sources that find some of these cells hot."""
        return [source for source, hot in self.hot.items() if hot[at].any()]

    def words(self, at: np.ndarray) -> str:
        """Return which sources find some of these cells hot, and which do not."""
        agreed = self.agree(at)
        parts = [f"hot in {_and([self.own, *agreed])}"]
        if others := [s for s in self.hot if s not in agreed]:
            parts.append(f"not hot in {_and(others)}")
        return "; ".join([*parts, *(f"{source}: {why}" for source, why in self.cannot.items())])


def sources_beside(reading: Reading, question: Question, cells: Cells, months: Sequence[str]) -> Beside:
    """Return what the other sources find hot in the months of a question.

    The area's hot spot layer is counted by ``compare_categories``, as where sources are compared elsewhere; the
    others by all their categories. A source of coarser cells finds a cell hot when it finds the larger one hot.

    Parameters
    ----------
    reading : Reading
        As it stood before the month of the plan.
    question : Question
        With its window.
    cells : Cells
    months : sequence of str
        Months used of it.
    """
    layers, area = reading.workspace.layers, reading.workspace.area
    present = [i for i in harm_layers(reading) if i != question.layer]
    called = [layers[i].source for i in (question.layer, *present)]
    titles = {i: s if called.count(s) == 1 else layers[i].title
              for i, s in zip((question.layer, *present), called, strict=True)}  # fmt: skip
    beside = Beside(titles[question.layer])
    for layer_id in present:
        title, layer = titles[layer_id], layers[layer_id]
        if layer.precision == "none":
            beside.cannot[title] = "no places"
            continue
        resolution = min(cells.resolution, reading.resolution_of(layer_id))
        known = reading.counts(layer_id, resolution).categories
        wanted = [c for c in area.compare_categories if layer_id == area.hotspot_layer and c in known]
        asked = Question(layer_id, tuple(wanted), question.first, question.last)
        try:
            found = find_hotspots(reading, asked, resolution=resolution, names=False)
        except PlacespaceError:
            beside.cannot[title] = "no data of these months"
            continue
        hot = found.cells.index[found.table["hot"].to_numpy()]
        ours = cells.index if resolution == cells.resolution else cells.parents(resolution)
        beside.hot[title] = np.asarray(ours.isin(hot))
        beside.counted[title] = ", ".join(wanted) or "all categories"
        if lacking := sorted(set(months) - set(found.months)):
            has = "is" if len(lacking) == 1 else "are"
            beside.notes.append(f"{title[:1].upper()}{title[1:]}: {listed(lacking)} {has} not held.")
    return beside


def _and(names: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
