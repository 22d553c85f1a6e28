"""Freeze what was known of a place before an action: its counts, what it is compared with, and what to expect of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd

from placespace.errors import PlacespaceError, WrongUse
from placespace.grid import Cells, Question, study_area
from placespace.measures.change_matching import matched
from placespace.measures.change_regression import Expected, Spread, cell_spread, expected
from placespace.measures.find import Reading
from placespace.measures.need import CellValues, cell_values

BEFORE_MONTHS = 12
"""The months by which cells are matched: a whole year, so that no season is in it twice."""
GROUPS = ("place", "ring", "comparison", "comparison ring")


@dataclass(frozen=True)
class Group:
    """Some cells, what they held month by month, and what they are expected to hold in ``BEFORE_MONTHS`` again."""

    cells: tuple[str, ...]
    monthly: tuple[int, ...]
    expected: Expected


@dataclass(frozen=True)
class Baseline:
    """What was known before an action.

    Attributes
    ----------
    layer, categories, definition, resolution : str, tuple of str, str, int
        What is counted, and on which cells.
    as_of : str
        ``YYYY-MM``: nothing of this month or after it took part.
    months : tuple of str
        Months held and whole before it.
    looked_at : int
        How many of them, the last, the match and what is expected are made of.
    groups : mapping of str to Group
        By the names of :data:`GROUPS`; no cell is in two.
    area : tuple of int
        Events in the whole study area, month by month.
    spread : Spread
    likeness : tuple of (str, str, str)
        What was matched on, the place, the comparison.
    why_not : str
        Why there is no comparison; empty where there is one.
    coarser : bool
        Whether the cells are larger than those of the place, because the source says no more precisely where.
    """

    layer: str
    categories: tuple[str, ...]
    definition: str
    resolution: int
    as_of: str
    months: tuple[str, ...]
    looked_at: int
    groups: Mapping[str, Group]
    area: tuple[int, ...]
    spread: Spread
    likeness: tuple[tuple[str, str, str], ...]
    why_not: str = ""
    coarser: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return plain values."""
        return {**asdict(self), "groups": {name: asdict(group) for name, group in self.groups.items()}}

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> Baseline:
        """Return the baseline that :meth:`to_json` wrote.

        Raises
        ------
        PlacespaceError
            When it is not one.
        """
        try:
            groups = {
                name: Group(tuple(g["cells"]), tuple(g["monthly"]), Expected(**g["expected"]))
                for name, g in plain["groups"].items()
            }
            if set(groups) != set(GROUPS):
                raise KeyError(", ".join(set(GROUPS) ^ set(groups)))
            lists = {k: tuple(plain[k]) for k in ("categories", "months", "area")}
            likeness = tuple(tuple(row) for row in plain["likeness"])
            return cls(
                **{**plain, **lists, "groups": groups, "spread": Spread(**plain["spread"]), "likeness": likeness}
            )
        except (KeyError, TypeError, AttributeError) as fault:
            raise PlacespaceError(
                "A baseline must be as it was frozen.", f"It cannot be read: {fault}.", "Verify the bundle."
            ) from fault

    def monthly(self) -> pd.DataFrame:
        """Return the counts, a row a month and a column a group."""
        return pd.DataFrame({n: g.monthly for n, g in self.groups.items()}, pd.Index(self.months, name="month"))


def baseline(
    reading: Reading,
    place_cells: Collection[str],
    question: Question,
    *,
    as_of: str,
    other_places_cells: Collection[str] = (),
    values: CellValues | None = None,
) -> Baseline:
    """Freeze what is known of a place before a month.

    Parameters
    ----------
    reading : Reading
    place_cells : collection of str
        At the area's own resolution, or the layer's.
    question : Question
        Layer and categories; its window is not used.
    as_of : str
        ``YYYY-MM``: months before it take part.
    other_places_cells : collection of str
        Cells of all other open places: nothing in them or beside them is compared with.
    values : CellValues, optional
        Need and kind of place on the cells, where they have been worked out already.

    Raises
    ------
    WrongUse
        When no cell of the place is in the study area, or the layer says of nothing where it was.
    PlacespaceError
        When no month before is held.
    """
    resolution = reading.resolution_of(question.layer)
    if reading.incidents(question.layer).precision == "none":
        title = reading.workspace.layers[question.layer].title
        raise WrongUse("A baseline needs a source that says where.", f"'{title}' does not.", "Take another source.")
    cells = study_area(reading.workspace, resolution)
    asked = Question(question.layer, question.categories, None, str(pd.Period(as_of, "M") - 1))
    by_month = reading.counts(question.layer, resolution).by_cell_and_month(asked, cells)
    values = values or cell_values(reading, cells)
    return baseline_of_counts(
        cells,
        by_month,
        cells_at(reading, place_cells, cells),
        Question(question.layer, question.categories),
        as_of=as_of,
        others=cells_at(reading, other_places_cells, cells),
        need=None if values.need is None else values.need_share(),
        kind=values.kind,
        definition=reading.workspace.layers[question.layer].definition or "as published",
        own=reading.workspace.area.settings,
        coarser=resolution < reading.workspace.area.resolution,
    )


def cells_at(reading: Reading, named: Collection[str], cells: Cells) -> list[str]:
    """Return the cells of a study area that hold those named: themselves, or the larger ones they lie in."""
    kept = cells.index[cells.index.isin(list(named))]
    if reading.workspace.area.resolution > cells.resolution:
        own = study_area(reading.workspace)
        within = own.parents(cells.resolution)[own.index.isin(list(named))]
        kept = kept.union(cells.index[cells.index.isin(within)])
    return list(kept)


def baseline_of_counts(
    cells: Cells,
    by_month: pd.DataFrame,
    place_cells: Collection[str],
    question: Question,
    *,
    as_of: str,
    others: Collection[str] = (),
    need: pd.Series | None = None,
    kind: pd.Series | None = None,
    definition: str = "",
    own: Mapping[str, float] | None = None,
    coarser: bool = False,
) -> Baseline:
    """Freeze what counts by cell (rows) and month (columns, all before ``as_of``) say of a place."""
    late = [m for m in by_month.columns if m >= as_of]
    if late:
        raise WrongUse("A baseline holds months before its own.", f"{late[0]} is not before {as_of}.", "Leave it out.")
    last = by_month.iloc[:, -BEFORE_MONTHS:]
    counts = last.sum(axis=1)
    found = matched(cells, place_cells, counts, need=need, kind=kind, others=others, own=own)
    spread = cell_spread(counts, _halves(by_month))
    sides = (found.treated, found.ring, found.comparison, found.comparison_ring)
    x, groups = by_month.to_numpy(), {}
    for name, side in zip(GROUPS, sides, strict=True):
        at = cells.index.get_indexer(list(side))
        monthly = tuple(int(n) for n in x[at].sum(axis=0))
        groups[name] = Group(side, monthly, expected(x[at, -BEFORE_MONTHS:].sum(axis=1), spread))
    return Baseline(
        question.layer,
        tuple(question.categories),
        definition,
        cells.resolution,
        as_of,
        tuple(by_month.columns),
        last.shape[1],
        groups,
        tuple(int(n) for n in x.sum(axis=0)),
        spread,
        found.likeness,
        found.why_not,
        coarser,
    )


def _halves(by_month: pd.DataFrame) -> tuple[pd.Series, pd.Series] | None:
    """Return the two halves of the last two years, or of what is held where that is less."""
    held = by_month.iloc[:, -2 * BEFORE_MONTHS :]
    half = held.shape[1] // 2
    return (held.iloc[:, -2 * half : -half].sum(axis=1), held.iloc[:, -half:].sum(axis=1)) if half >= 3 else None
