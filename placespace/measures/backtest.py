"""Will it hold? Pick cells on what was known each month, and count what came in the months after (M11)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import repeat

import numpy as np
import pandas as pd
from scipy import sparse

from placespace.errors import PlacespaceError
from placespace.measures.backtest_pooled import NONE_HOT, TOO_FEW, pooled
from placespace.measures.backtest_ways import (
    WAYS,
    WINDOW_MONTHS,
    best_rate,
    kernel_matrix,
    months_before,
    picked,
    scores,
)
from placespace.settings import settings

HOT, FIXED = "hot", "fixed"
SIZES = {HOT: "as many cells as are hot", FIXED: "a fixed number of cells"}
"""How many cells are picked, the same for every way."""

ORIGIN_COLUMNS = ("month", "months_used", "ahead", "ahead_used", "events", "hot")
LOOK_COLUMNS = ("size", "month", "way", "cells", "hits", "events", "hit_rate", "area_share", "pai", "pei", "best")


@dataclass(frozen=True, eq=False)
class BackTest:
    """What cells picked month after month held afterwards, by four ways of picking as many.

    Attributes
    ----------
    origins : DataFrame
        A row a look ahead: ``month`` (the last whose data were used), ``months_used`` (held of the twelve to it),
        ``ahead`` (months measured, as text), ``ahead_used``, ``events`` (that came in them), ``hot`` (cells).
    by_origin : DataFrame
        A row a size, look and way: ``size`` (:data:`SIZES`), ``month, way`` (``WAYS``), ``cells, hits, events,
        hit_rate`` (hits by events), ``area_share, pai`` (hit rate by area share), ``pei`` (``pai`` by ``best``) and
        ``best``: the highest PAI that as many cells could have had. Rates are missing where nothing happened; a look
        at which no cell was hot has no rows of that size.
    pooled : DataFrame
        A row a size and way: see :func:`placespace.measures.backtest_pooled.pooled`.
    verdicts : dict of str to str
        By size, of the method beside last year's busiest cells.
    apart : dict of str to int
        By size, looks ahead that do not overlap.
    months, left_out : list of str
        Months held, and those between the first and the last that are not: never counted as zero.
    ahead : int
        Months looked ahead.
    """

    origins: pd.DataFrame
    by_origin: pd.DataFrame
    pooled: pd.DataFrame
    verdicts: dict[str, str]
    apart: dict[str, int]
    months: list[str]
    left_out: list[str]
    ahead: int


def back_test(
    by_month: pd.DataFrame,
    cells_m: np.ndarray,
    ring: sparse.csr_array,
    area_km2: np.ndarray | pd.Series,
    *,
    own: Mapping[str, float] | None = None,
    first_origin: str | None = None,
    last_origin: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> BackTest:
    """Pick cells at the end of every month, and count what they held in the months after.

    Parameters
    ----------
    by_month : DataFrame, shape (n, months)
        Events by cell and month held, months ``YYYY-MM`` in order. A month missing at source is not a column.
    cells_m : array of float, shape (n, 2)
        Centres, metres, EPSG:27700.
    ring : csr_array, shape (n, n)
        See :func:`placespace.grid.ring_matrix`.
    area_km2 : array of float, shape (n,)
    own : mapping, optional
        ``hot_q, hot_ratio, hot_months, trend_months, ahead_months, hold_cells, hold_looks, kernel_m``.
    first_origin, last_origin : str, optional
        The months at whose end cells are picked, at first and at last; all that can be, by default.
    progress : callable, optional
        Told how many looks are done, and of how many.

    Returns
    -------
    BackTest
        With no month that can be looked ahead from its tables are empty and it says that there are too few.

    Raises
    ------
    PlacespaceError
        When months are not in order, or a count is missing or negative.

    Notes
    -----
    Cells are picked at the end of a month where the twelve calendar months to it begin no earlier than the data, and
    half of them are held. They are measured on those held of the next ``ahead_months``; a month that served to pick is
    never among them. PAI: Chainey, Tompson and Uhlig 2008. PEI: Hunt 2016.
    """
    limits, held = settings(own), list(by_month.columns)
    _check(by_month, held)
    ahead, kernel = int(limits["ahead_months"]), kernel_matrix(np.asarray(cells_m, float), limits["kernel_m"])
    area = np.asarray(area_km2, float)
    looks = {
        month: after
        for month, after in _looks(held, ahead).items()
        if (first_origin or "") <= month <= (last_origin or "9999-99")
    }
    origins, rows, months = [], [], []
    for done, (month, after) in enumerate(looks.items()):
        hot, by_way = scores(by_month[[m for m in held if m <= month]], month, ring, kernel, own)
        came = by_month[after].to_numpy(float).sum(axis=1)
        used = len([m for m in months_before(month, WINDOW_MONTHS) if m in by_month.columns])
        origins.append((month, used, ", ".join(after), len(after), came.sum(), int(hot.sum())))
        for size, cells in ((HOT, int(hot.sum())), (FIXED, min(int(limits["hold_cells"]), len(came)))):
            best = _density(best_rate(came, area, cells), came, area) if cells else np.nan
            for way in WAYS if cells else ():
                share = picked(by_way[way], cells)
                rows.append((size, month, way, cells, *_held(share, came, area, best), best))
                held_each = share @ by_month[after].to_numpy(float)
                months += zip(repeat(size), repeat(way), after, held_each, by_month[after].sum(), strict=False)
        if progress:
            progress(done + 1, len(looks))
    by_origin = pd.DataFrame(rows, columns=list(LOOK_COLUMNS))
    measured = pd.DataFrame(months, columns=["size", "way", "month", "hits", "events"])
    table, verdicts, apart = pooled(by_origin, measured, ahead=ahead, least=limits["hold_looks"])
    span = pd.period_range(held[0], held[-1], freq="M").astype(str) if held else []
    return BackTest(
        pd.DataFrame(origins, columns=list(ORIGIN_COLUMNS)),
        by_origin,
        table,
        {size: verdicts.get(size, NONE_HOT if origins else TOO_FEW) for size in SIZES},
        {size: apart.get(size, 0) for size in SIZES},
        held,
        [m for m in span if m not in by_month.columns],
        ahead,
    )


def _check(by_month: pd.DataFrame, held: list[str]) -> None:
    if held != sorted(set(held)):
        raise PlacespaceError("Months must be in order, each once.", f"They are {', '.join(held)}.", "Sort them.")
    values = by_month.to_numpy(float)
    if np.isnan(values).any() or (values < 0).any():
        raise PlacespaceError(
            "Counts must be 0 or more in every cell and month.",
            "A count is missing or negative.",
            "Leave out a month that is missing at source.",
        )


def _looks(held: list[str], ahead: int) -> dict[str, list[str]]:
    """Return every month that can be looked ahead from, with the months held that it is measured on."""
    if not held:
        return {}
    looks, known = {}, set(held)
    for last in pd.period_range(pd.Period(held[0], "M") + (WINDOW_MONTHS - 1), held[-1], freq="M"):
        before = [m for m in months_before(str(last), WINDOW_MONTHS) if m in known]
        after = [str(last + step) for step in range(1, ahead + 1) if str(last + step) in known]
        if 2 * len(before) >= WINDOW_MONTHS and after:
            looks[str(last)] = after
    return looks


def _density(rate: float, came: np.ndarray, area: np.ndarray) -> float:
    """Return events per km² as a PAI: beside those of the whole area."""
    return rate / (came.sum() / area.sum()) if came.sum() else np.nan


def _held(share: np.ndarray, came: np.ndarray, area: np.ndarray, best: float) -> tuple[float, ...]:
    """Return ``hits, events, hit_rate, area_share, pai, pei`` of picked cells."""
    hits, events, ground = float(share @ came), float(came.sum()), float(share @ area / area.sum())
    rate = hits / events if events else np.nan
    pai = rate / ground if ground else np.nan
    return hits, events, rate, ground, pai, pai / best if best else np.nan
