"""Answer a question with a table: counts to hot spots, the same for the app and the command line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from placespace import terms
from placespace.catalogue import Layer, Workspace
from placespace.errors import PlacespaceError, WrongUse
from placespace.grid import (
    Cells,
    CountStore,
    Placing,
    Question,
    count_store,
    months_of,
    name_cells,
    place_layer,
    study_area,
)
from placespace.grid.cells import area_codes
from placespace.grid.observations import observations_path
from placespace.ingest import LayerAccount, read_names, read_workspace
from placespace.measures.hotspots import gi_star, is_hot, months_active, months_needed, ring_test
from placespace.measures.kinds import kinds

DEFAULT_MONTHS = 12
GONE_QUIET_P = 0.001


@dataclass(frozen=True, eq=False)
class HotSpots:
    """The answer to one question.

    Attributes
    ----------
    question : Question
        With its window filled in.
    cells : Cells
    table : DataFrame
        Columns of ``terms.HOTSPOT_COLUMNS`` and ``place``; a row a cell, in cell order.
    months : list of str
        Months used; ``left_out`` are those of the window that are missing or thin at source.
    months_needed : int
        Months a ring must be active in to be hot.
    """

    question: Question
    cells: Cells
    table: pd.DataFrame
    months: list[str]
    left_out: list[str]
    months_needed: int

    @property
    def events(self) -> int:
        """Events in cells."""
        return int(self.table["count"].sum())

    @property
    def hot(self) -> pd.DataFrame:
        """The hot cells, hottest first: by ratio, then count, then id."""
        return self.table[self.table["hot"]].sort_values(["ratio", "count", "cell"], ascending=[False, False, True])

    @property
    def false_expected(self) -> float:
        """How many of the hot cells may be false, at most, on average (the false discovery rate)."""
        return (
            float(self.table.loc[self.table["hot"], "q"].max() * self.table["hot"].sum())
            if self.table["hot"].any()
            else 0.0
        )


@dataclass(frozen=True, eq=False)
class Reading:
    """A workspace that has been read and placed."""

    workspace: Workspace
    accounts: dict[str, LayerAccount]
    placings: dict[str, Placing]

    def unreliable(self, layer_id: str) -> tuple[str, ...]:
        """Return months that are too thin at source, or not over yet, to be used."""
        thin = [m[:7] for m in self.accounts[layer_id].thin_months]
        return tuple(sorted({*thin, *partial_last_month(self.placings[layer_id])}))

    def incidents(self, layer_id: str) -> Layer:
        """Return a layer of incidents, or say which there are."""
        harm = {layer.id: layer for layer in self.workspace.of_role("harm")}
        if layer_id not in harm:
            raise WrongUse(
                f"A layer of incidents is one of: {', '.join(harm)}.",
                f"'{layer_id}' is not.",
                "Copy the name from the list.",
            )
        return harm[layer_id]

    def resolution_of(self, layer_id: str) -> int:
        """Return the resolution a layer is seen at: the area's own, or the finest at which the layer means anything."""
        return min(self.workspace.area.resolution, self.incidents(layer_id).finest_resolution)

    def counts(self, layer_id: str, resolution: int) -> CountStore:
        """Return a layer's counts at a resolution."""
        layer = self.incidents(layer_id)
        return count_store(self.workspace, layer.id, resolution, unreliable=self.unreliable(layer.id))


def read_and_place(
    workspace: Workspace, *, progress: Callable[[str, int, int], None] | None = None, layers: list[str] | None = None
) -> Reading:
    """Read what is new, and put every layer of incidents on cells."""
    accounts = read_workspace(workspace, progress=progress, layers=layers)
    cells = study_area(workspace)
    placings = {}
    for layer in workspace.of_role("harm"):
        if layer.id in accounts:
            placings[layer.id] = place_layer(workspace, layer.id, accounts[layer.id], cells)
            accounts[layer.id].first, accounts[layer.id].last = placings[layer.id].first, placings[layer.id].last
    return Reading(workspace, accounts, placings)


def partial_last_month(placing: Placing) -> list[str]:
    """Return the last month when its events stop too early to be chance; it is not a whole month."""
    if placing.last_day is None or placing.rows < 2:
        return []
    last = pd.Timestamp(placing.last_day)
    silent = (last + pd.offsets.MonthEnd(0)).day - last.day
    days = (last - pd.Timestamp(f"{placing.first}-01")).days + 1
    return [placing.last] if np.exp(-placing.rows / days * silent) < GONE_QUIET_P else []


def windowed(store: CountStore, question: Question) -> Question:
    """Return the question with its window filled in: the last twelve months by default."""
    held = [m for m in store.months_held if m not in store.unreliable]
    if not held:
        raise PlacespaceError("The layer must hold at least one whole month.", "It holds none.", "Add a month.")
    last = question.last or held[-1]
    first = question.first or months_of(last, DEFAULT_MONTHS)[0]
    return replace(question, first=first, last=last)


def find_hotspots(
    reading: Reading, question: Question, *, resolution: int | None = None, names: bool = True
) -> HotSpots:
    """Return where a layer's events concentrate beyond chance.

    Parameters
    ----------
    reading : Reading
    question : Question
        Layer, categories, window.
    resolution : int, optional
        The area's own by default; never finer than the layer means anything at.
    names : bool
        Whether to give cells their place names.

    Raises
    ------
    PlacespaceError
        When the layer has no places, the resolution is too fine, or the window is empty.
    """
    workspace = reading.workspace
    resolution = resolution or reading.resolution_of(question.layer)
    layer = reading.incidents(question.layer)
    if layer.precision == "none":
        raise WrongUse(
            "Hot spots need a source that says where.",
            f"'{layer.title}' has no places in it.",
            "See it by month on the Overview.",
        )
    if resolution > layer.finest_resolution:
        raise WrongUse(
            f"'{layer.title}' means nothing finer than resolution {layer.finest_resolution}.",
            f"Resolution is {resolution}.",
            f"Use {layer.finest_resolution} or coarser.",
        )
    store, cells = reading.counts(question.layer, resolution), study_area(workspace, resolution)
    question = windowed(store, question)
    by_month = store.by_cell_and_month(question, cells)
    span = pd.period_range(question.first, question.last, freq="M").astype(str)
    table = hotspot_table(by_month, cells, workspace.area.settings)
    table["place"] = place_names(reading, cells) if names else ""
    return HotSpots(
        question,
        cells,
        table,
        list(by_month),
        [m for m in span if m not in by_month],
        months_needed(by_month.shape[1], workspace.area.settings),
    )


def hotspot_table(by_month: pd.DataFrame, cells: Cells, own: dict[str, float] | None = None) -> pd.DataFrame:
    """Return the hot spot table of counts by cell and month: columns of ``terms.HOTSPOT_COLUMNS``."""
    counts = by_month.sum(axis=1).rename("count")
    test = ring_test(counts, cells.ring)
    active = months_active(by_month, cells.ring)
    hot = is_hot(test, active, by_month.shape[1], own)
    kind = kinds(by_month, cells.ring, own)
    table = pd.concat(
        [
            cells.area_km2,
            counts.astype(int),
            test.astype({"ring": int}),
            gi_star(counts, cells.ring),
            active,
            hot,
            kind,
        ],
        axis=1,
    ).reset_index()
    return table[list(terms.HOTSPOT_COLUMNS)]


def place_names(reading: Reading, cells: Cells) -> np.ndarray:
    """Return each cell's place name, as an array in cell order; empty with no names at all."""
    workspace = reading.workspace
    layers = [
        read_names(workspace, i, reading.accounts[i].version) for i in workspace.area.names if i in reading.accounts
    ]
    return name_cells(cells, layers, within_m=workspace.area.settings["name_within_m"]).to_numpy()


def events_by_area_code(reading: Reading, question: Question, layer_id: str, cells: Cells) -> int:
    """Return how many of a question's events carry the code of an LSOA in the study area.

    Beside the events in cells this shows what the edge adds: cells by overlap reach a little outside.
    """
    frame = pd.read_parquet(
        observations_path(reading.workspace, question.layer), columns=["lsoa", "category", "month", "excluded"]
    )
    store = reading.counts(question.layer, cells.resolution)
    keep = frame["excluded"].isna() & frame["month"].isin(store.months(question))
    if question.categories:
        keep &= frame["category"].isin(question.categories)
    return int(frame.loc[keep, "lsoa"].isin(area_codes(reading.workspace, layer_id, cells)).sum())
