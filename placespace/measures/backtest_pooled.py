"""Sum a back-test over the months it was rolled, with intervals that know how few looks ahead there were."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy import stats

DRAWS = 4000
SEED = 2019
LEVEL = 0.95

BETTER, WORSE, NO_BETTER = "better", "worse", "no better"
TOO_FEW, NOTHING, NONE_HOT = "too few months to tell", "no incidents to tell by", "no cell was hot"
POOLED_COLUMNS = (
    "size", "way", "looks", "cells", "hits", "events", "hit_rate", "low", "high", "difference", "difference_low",
    "difference_high", "area_share", "pai", "pei",
)  # fmt: skip


def looks_apart(months: Sequence[str], ahead: int) -> int:
    """Return how many of the looks ahead do not overlap, taken from the first on.

    Examples
    --------
    >>> looks_apart(["2019-01", "2019-02", "2019-03", "2019-04"], 3)
    2
    """
    number, free_from = 0, None
    for month in pd.PeriodIndex(months, freq="M"):
        if free_from is None or month >= free_from:
            number, free_from = number + 1, month + ahead
    return number


def drawn_months(months: int, block: int) -> np.ndarray:
    """Return how often each month counts in each draw of a moving-block bootstrap, shape (draws, months).

    Blocks run on from the last month to the first, so that each month counts as often as any other (Politis and Romano
    1992). The seed is fixed: the same months give the same interval.
    """
    block = min(block, months)
    starts = np.random.default_rng(SEED).integers(0, months, (DRAWS, -(-months // block)))
    at = (starts[:, :, None] + np.arange(block)).reshape(DRAWS, -1)[:, :months] % months
    drawn = np.bincount((at + months * np.arange(DRAWS)[:, None]).ravel(), minlength=DRAWS * months)
    return drawn.reshape(DRAWS, months)


def interval(draws: np.ndarray, apart: int) -> tuple[float, float]:
    """Return the 95 % interval of drawn values: percentiles widened for few looks that do not overlap.

    Plain percentiles are too narrow for small samples; they are taken as far out as Student's t with one degree of
    freedom less than looks apart asks (Hesterberg 2015, the expanded percentile interval).
    """
    if apart < 2:
        return np.nan, np.nan
    out = stats.norm.cdf(np.sqrt(apart / (apart - 1)) * stats.t.ppf((1 - LEVEL) / 2, apart - 1))
    low, high = np.quantile(draws, [out, 1 - out])
    return float(low), float(high)


def pooled(
    by_origin: pd.DataFrame, measured: pd.DataFrame, *, ahead: int, least: float
) -> tuple[pd.DataFrame, dict[str, str], dict[str, int]]:
    """Return each way over all looks, what is said of the method, and how many looks do not overlap, by size.

    Parameters
    ----------
    by_origin : DataFrame
        See :class:`placespace.measures.BackTest`.
    measured : DataFrame
        ``size, way, month, hits, events``: what was held of each month measured, a row each time it was.
    ahead : int
        Months looked ahead.
    least : float
        Looks apart below which nothing is said, and no interval given.

    Returns
    -------
    table : DataFrame
        :data:`POOLED_COLUMNS`; sums over looks at which a cell was picked. ``pei`` is hits by those that the best
        cells of each look would have held on as much ground, so never above 1.
    verdicts : dict of str to str
        Of the method beside last year's busiest cells: ``better`` or ``worse`` only where the whole interval of the
        difference says so.
    apart : dict of str to int

    Notes
    -----
    Looks overlap, so a month is measured several times; what is drawn again is therefore months, with all that was
    held of each, in blocks as long as a look, the same draws for every way. To draw looks would find about a third
    too little variance.
    """
    rows, verdicts, looks = [], {}, {}
    for size, table in by_origin.groupby("size", sort=False):
        of_size = measured[measured["size"] == size]
        hits = of_size.pivot_table(index="month", columns="way", values="hits", aggfunc="sum")
        events = of_size[of_size["way"] == "busiest"].groupby("month")["events"].sum().to_numpy()
        looks[size] = apart = looks_apart(sorted(table["month"].unique()), ahead)
        sure = apart >= least and events.sum() > 0
        drawn = drawn_months(len(events), ahead) if sure else np.zeros((0, len(events)))
        of = np.where(drawn @ events > 0, drawn @ events, np.nan)
        for way, rows_of in table.groupby("way", sort=False):
            row, more = _row(size, way, rows_of), (hits[way] - hits["busiest"]).to_numpy()
            row["difference"] = more.sum() / events.sum() if events.sum() else np.nan
            if sure:
                row["low"], row["high"] = _within(drawn @ hits[way].to_numpy() / of, apart)
                row["difference_low"], row["difference_high"] = _within(drawn @ more / of, apart)
            rows.append(row)
        verdicts[size] = TOO_FEW if apart < least else NOTHING if events.sum() == 0 else _verdict(rows, size)
    out = pd.DataFrame(rows, columns=list(POOLED_COLUMNS))
    out.loc[out["way"] == "busiest", ["difference", "difference_low", "difference_high"]] = np.nan
    return out, verdicts, looks


def _within(draws: np.ndarray, apart: int) -> tuple[float, float]:
    return interval(draws[np.isfinite(draws)], apart)


def _row(size: str, way: str, table: pd.DataFrame) -> dict[str, object]:
    hits, events, area = table["hits"].sum(), table["events"].sum(), table["area_share"].mean()
    ceiling = (table["best"] * table["area_share"] * table["events"]).sum()
    rate = hits / events if events else np.nan
    return {
        "size": size,
        "way": way,
        "looks": len(table),
        "cells": table["cells"].mean(),
        "hits": hits,
        "events": events,
        "hit_rate": rate,
        "area_share": area,
        "pai": rate / area if area else np.nan,
        "pei": hits / ceiling if ceiling else np.nan,
    }


def _verdict(rows: list[dict], size: str) -> str:
    row = next(r for r in rows if r["size"] == size and r["way"] == "method")
    if row["difference_low"] > 0:
        return BETTER
    return WORSE if row["difference_high"] < 0 else NO_BETTER
