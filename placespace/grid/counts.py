"""Count observations: cell by category by month by hour of the week, in one relational query."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import ibis
import numpy as np
import pandas as pd

from placespace.catalogue import Workspace
from placespace.errors import PlacespaceError, WrongUse
from placespace.grid.cells import Cells
from placespace.grid.observations import observations_path


@dataclass(frozen=True)
class Question:
    """What is asked: a layer, some of its categories, a window of whole months.

    ``categories`` empty means all; months are ``YYYY-MM``, both ends included.
    """

    layer: str
    categories: tuple[str, ...] = ()
    first: str | None = None
    last: str | None = None

    def __post_init__(self) -> None:
        for name, month in (("--from", self.first), ("--to", self.last)):
            try:
                ok = month is None or pd.Period(month, "M").strftime("%Y-%m") == month
            except ValueError:
                ok = False
            if not ok:
                raise WrongUse("A month is written YYYY-MM.", f"{name} is {month!r}.", "Write 2019-01, say.")
        if self.first and self.last and self.first > self.last:
            raise WrongUse("A window starts before it ends.", f"It is {self.first} to {self.last}.", "Swap the two.")


def counts(observations: ibis.Table, resolution: int) -> ibis.Table:
    """Return the counts as an Ibis expression, the same on DuckDB and on a cluster.

    Parameters
    ----------
    observations : ibis.Table
        Columns of the observations table.
    resolution : int

    Returns
    -------
    ibis.Table
        ``cell, category, month, hour_of_week`` (0 is Monday 00:00; null where the time is
        unknown), ``count``, ``weighted``. Excluded rows are left out.
    """
    hour = observations.at.day_of_week.index() * 24 + observations.at.hour()
    kept = observations.filter(observations.excluded.isnull()).mutate(
        cell=observations[f"cell_{resolution}"],
        hour_of_week=ibis.ifelse(observations.time_known, hour, ibis.null()).cast("int16"),
    )
    return kept.group_by(["cell", "category", "month", "hour_of_week"]).aggregate(
        count=kept.count(), weighted=kept.weight.sum()
    )


@dataclass(frozen=True, eq=False)
class CountStore:
    """A layer's counts, and the questions they answer.

    Attributes
    ----------
    table : DataFrame
        ``cell, category, month, hour_of_week, count, weighted`` for the whole layer.
    months_held : tuple of str
        Months with data at source; a month that is missing is never a zero month.
    """

    layer: str
    table: pd.DataFrame
    months_held: tuple[str, ...]
    unreliable: tuple[str, ...] = ()

    @property
    def categories(self) -> list[str]:
        """Return the categories, most frequent first."""
        return list(self.table.groupby("category", observed=True)["count"].sum().sort_values(ascending=False).index)

    def months(self, question: Question) -> list[str]:
        """Return the months of a question's window that are held and not thin at source."""
        return [
            m
            for m in self.months_held
            if (question.first or "") <= m <= (question.last or "9999-99") and m not in self.unreliable
        ]

    def asked(self, question: Question) -> pd.DataFrame:
        """Return the rows a question is about.

        Raises
        ------
        PlacespaceError
            When a category is not one of the layer's, or no month of the window is held.
        """
        wrong = [c for c in question.categories if c not in set(self.table["category"].unique())]
        if wrong:
            raise WrongUse(
                # in no order of their counts: anyone may read this
                f"A category must be one of: {', '.join(sorted(self.categories))}.",
                f"'{wrong[0]}' is not.",
                "Copy the name from the list.",
            )
        months = self.months(question)
        if not months:
            held = f"{self.months_held[0]} to {self.months_held[-1]}" if self.months_held else "none"
            raise PlacespaceError(
                "The window must hold at least one month of data.",
                f"{question.first or 'start'} to {question.last or 'end'} has none; held: {held}.",
                "Choose another window.",
            )
        keep = self.table["month"].isin(months)
        if question.categories:
            keep &= self.table["category"].isin(question.categories)
        return self.table[keep]

    def by_cell(self, question: Question, cells: Cells) -> pd.Series:
        """Return events a cell, zeros included: float Series named ``count``, indexed by cell."""
        rows = self.asked(question)
        at, inside = _positions(rows["cell"], cells)
        total = np.bincount(at[inside], weights=rows["count"].to_numpy()[inside], minlength=len(cells))
        return pd.Series(total, cells.index, name="count")

    def by_cell_and_month(self, question: Question, cells: Cells) -> pd.DataFrame:
        """Return events a cell (rows) and month held (columns), zeros included."""
        rows, months = self.asked(question), self.months(question)
        at, inside = _positions(rows["cell"], cells)
        month = pd.Index(months).get_indexer(rows["month"])
        out = np.zeros((len(cells), len(months)))
        np.add.at(out, (at[inside], month[inside]), rows["count"].to_numpy()[inside])
        return pd.DataFrame(out, cells.index, pd.Index(months, name="month"))

    def by_month(self, question: Question, cells: Cells | None = None) -> pd.Series:
        """Return events a month, in cells (or all, with no cells); missing where the month is not held.

        Every month from the first to the last is there: not held is NaN, never 0.
        """
        rows = self.asked(question)
        rows = rows if cells is None else rows[_positions(rows["cell"], cells)[1]]
        span = pd.period_range(self.months_held[0], self.months_held[-1], freq="M").astype(str)
        span = [m for m in span if (question.first or "") <= m <= (question.last or "9999-99")]
        held = self.months(question)
        total = rows.groupby("month", observed=True)["count"].sum().reindex(held, fill_value=0)
        return total.reindex(span).rename("count")


def _positions(of: pd.Series, cells: Cells) -> tuple[np.ndarray, np.ndarray]:
    if isinstance(of.dtype, pd.CategoricalDtype):  # look each distinct cell up once
        lookup = np.append(cells.index.get_indexer(of.cat.categories), -1)
        at = lookup[of.cat.codes]
    else:
        at = cells.index.get_indexer(of)
    return at, at >= 0


def count_store(
    workspace: Workspace, layer_id: str, resolution: int, *, unreliable: tuple[str, ...] = ()
) -> CountStore:
    """Return a layer's counts at a resolution.

    Parameters
    ----------
    unreliable : tuple of str
        Months far too small at source: treated as not held.

    Raises
    ------
    PlacespaceError
        When nothing has been read of the layer.
    """
    path = observations_path(workspace, layer_id)
    if not path.exists():
        raise PlacespaceError(
            f"'{layer_id}' must have rows that could be read.",
            f"There are none in {workspace.clean}.",
            "Run: python -m placespace check",
        )
    table = _counted(str(path), path.stat().st_mtime_ns, resolution)
    return CountStore(layer_id, table, tuple(sorted(table["month"].unique())), unreliable)


@lru_cache(maxsize=32)
def _counted(path: str, mtime_ns: int, resolution: int) -> pd.DataFrame:
    connection = ibis.duckdb.connect()
    observations = connection.read_parquet(path)
    kept = sorted(int(c.removeprefix("cell_")) for c in observations.columns if c.startswith("cell_"))
    if resolution not in kept:
        raise PlacespaceError(
            f"Counts are kept at resolutions {', '.join(map(str, kept))}.",
            f"Resolution {resolution} was asked for.",
            "Use one of them, or set it as 'resolution' in geodata/area.toml.",
        )
    table = connection.to_pyarrow(counts(observations, resolution))
    connection.disconnect()
    for column in ("cell", "category", "month"):
        table = table.set_column(table.column_names.index(column), column, table[column].dictionary_encode())
    return table.to_pandas()


def months_of(last: str, number: int) -> tuple[str, str]:
    """Return the window of ``number`` months that ends with ``last``.

    Examples
    --------
    >>> months_of("2026-09", 12)
    ('2025-10', '2026-09')
    """
    return str(pd.Period(last, "M") - (number - 1)), last
