"""Sort cells into classes that stay apart in black and white: by grey and by hatching."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from placespace.errors import WrongUse

STATUSES = ("shown", "hidden", "zero", "no data")
STEPS = (0.5, 0.8, 0.95, 0.99)
"""Shares of the shown cells below each further class; the three highest that differ are taken."""


@dataclass(frozen=True)
class Look:
    """How a class of cells looks: grey (0 black, 1 white, None blank), hatch and its colour, and in words."""

    says: str
    grey: float | None = None
    hatch: str = ""
    hatch_grey: float = 0.0


COUNT_LOOKS = (
    Look("", 0.90),
    Look("", 0.76, "/", 0.35),
    Look("", 0.60, "//", 0.20),
    Look("", 0.36, "\\\\", 1.0),
)
"""From few to many: darker, and each hatched in its own way."""
LOOKS_OF = {1: (1,), 2: (0, 2), 3: (0, 1, 3), 4: (0, 1, 2, 3)}
ZERO = Look("no events (blank)")
HIDDEN = Look("", 1.0, ".", 0.15)
NO_DATA = Look("no data: not counted, which is not none", 1.0, "x", 0.55)


@dataclass(frozen=True, eq=False)
class CellClasses:
    """What each cell looks like.

    Attributes
    ----------
    of : ndarray of int, shape (n,)
        Position in ``looks``, in cell order.
    looks : tuple of Look
    hot : ndarray of bool, shape (n,)
    """

    of: np.ndarray
    looks: tuple[Look, ...]
    hot: np.ndarray

    @property
    def present(self) -> list[Look]:
        """The looks of the legend: of every class that holds a cell, and blank."""
        return [look for n, look in enumerate(self.looks) if look is ZERO or (self.of == n).any()]


def cell_classes(index: pd.Index, table: pd.DataFrame, *, unit: str, hidden_says: str) -> CellClasses:
    """Return the class of each cell, from nothing but what is shown.

    Parameters
    ----------
    index : Index
        Cell ids, in the order wanted.
    table : DataFrame
        By cell, or with a column ``cell``: ``status``; ``count`` and ``hot`` where there are any. A count
        whose status is not ``shown`` is not looked at. Cells that are not in it have no data.
    unit : str
        What is counted, in the plural.
    hidden_says : str

    Raises
    ------
    WrongUse
        When the table has no status, one that is not known, or a cell twice or outside the area.

    Examples
    --------
    >>> table = pd.DataFrame({"count": [0, 7, 30], "status": ["zero", "shown", "shown"]}, index=["a", "b", "c"])
    >>> found = cell_classes(pd.Index(list("abcd")), table, unit="events", hidden_says="hidden")
    >>> [found.looks[n].says for n in found.of]
    ['no events (blank)', '7 events', '30 events', 'no data: not counted, which is not none']
    """
    by_cell = _checked(table.set_index("cell") if "cell" in table else table, index)
    status = by_cell["status"].reindex(index, fill_value="no data").astype("str").to_numpy()
    hot = np.zeros(len(index), bool)
    if "hot" in by_cell:
        hot = by_cell["hot"].reindex(index, fill_value=False).fillna(False).to_numpy(bool)
    shown = status == "shown"
    if "count" in by_cell:
        count = pd.to_numeric(by_cell["count"], errors="coerce").reindex(index).to_numpy(float, na_value=np.nan)
        count = np.where(shown, count, np.nan)
        looks, which = _by_count(count, unit)
    else:
        looks, which = [_named(COUNT_LOOKS[1], unit)], np.zeros(len(index), int)
    looks = [ZERO, *looks, _named(HIDDEN, hidden_says), NO_DATA]
    of = np.select([shown, status == "zero", status == "hidden"], [which + 1, 0, len(looks) - 2], len(looks) - 1)
    return CellClasses(of, tuple(looks), hot)


def _checked(table: pd.DataFrame, index: pd.Index) -> pd.DataFrame:
    faults = [] if "status" in table else ["it has no column 'status'"]
    if not faults:
        unknown = sorted(set(table["status"].astype("str")) - set(STATUSES))
        faults += [f"'{unknown[0]}' is no status"] if unknown else []
    faults += ["a cell is there twice"] if table.index.has_duplicates else []
    outside = table.index.difference(index)
    faults += [f"{len(outside)} of its cells are not of the area, {outside[0]} for one"] if len(outside) else []
    if faults:
        raise WrongUse(
            f"A map needs a row a cell with its status ({', '.join(STATUSES)}).",
            f"In this table {'; '.join(faults)}.",
            "Pass the protected table of the answer whose cells are drawn.",
        )
    return table


def _by_count(count: np.ndarray, unit: str) -> tuple[list[Look], np.ndarray]:
    """Return at most four looks and the one of each cell: classes that begin at round numbers."""
    known = np.sort(count[~np.isnan(count)])
    if not len(known):
        return [_named(COUNT_LOOKS[1], unit)], np.zeros(len(count), int)
    starts = {_round_down(v) for v in np.quantile(known, STEPS, method="higher")}
    starts = np.array(sorted(s for s in starts if s > known[0])[1 - len(COUNT_LOOKS) :])
    which = np.searchsorted(starts, np.nan_to_num(count), side="right")
    held = [n for n in range(len(starts) + 1) if (which[~np.isnan(count)] == n).any()]
    looks = []
    for n, look in zip(held, LOOKS_OF[len(held)], strict=True):
        values = count[~np.isnan(count) & (which == n)]
        low, high = int(values.min()), int(values.max())
        one = unit.removesuffix("s") if high == 1 else unit
        says = f"{low:,} {one}" if low == high else f"{low:,} to {high:,} {unit}"
        looks.append(_named(COUNT_LOOKS[look], says))
    return looks, np.searchsorted(held, which).clip(0, len(held) - 1)


def _round_down(value: float) -> float:
    """Return the largest of 1, 2, 5, 10, 15, 20, 30, 50, 100, 150 … that is no larger."""
    if value < 10:
        return float(max(s for s in (0, 1, 2, 5) if s <= value))
    tens = 10 ** np.floor(np.log10(value))
    return float(max(s * tens for s in (1, 1.5, 2, 3, 5) if s * tens <= value))


def _named(look: Look, says: str) -> Look:
    return Look(says, look.grey, look.hatch, look.hatch_grey)
