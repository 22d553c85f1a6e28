"""Say in plain sentences whether the method would have held, with how sure that is."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from placespace.documents.hold.answer import ANALYST_ONLY, Hold, OneOrigin, hold
from placespace.documents.statement import month_name, window_name
from placespace.grid import Cells, Question
from placespace.measures import Reading
from placespace.measures.backtest import FIXED, HOT
from placespace.measures.backtest_pooled import BETTER, NO_BETTER, NONE_HOT, NOTHING, TOO_FEW, WORSE
from placespace.measures.backtest_ways import WAYS

NUMBERS = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}


def size_name(found: Hold, size: str) -> str:
    """Return how many cells are picked, in words."""
    return f"{found.settings['hold_cells']:g} cells" if size == FIXED else "as many cells as are hot"


def hold_line(
    reading: Reading, question: Question, profile_name: str = "analyst", *, cells: Cells | None = None
) -> str:
    """Return the back-test in a sentence, for a page about something else: a plan.

    It rests on every month held to the end of the question's window: a window of one year cannot be looked back on.

    Raises
    ------
    PlacespaceError
        See :func:`placespace.documents.hold.hold`.
    """
    return line_of(hold(reading, replace(question, first=None), profile_name, cells=cells))


def line_of(found: Hold) -> str:
    """Return a back-test in a sentence."""
    if found.test is None:
        return ANALYST_ONLY
    rows = _by_way(found, FIXED)
    if rows.empty:
        return f"Will it hold? {_cannot(found, FIXED)}"
    cells, looks = rows.loc["method", "cells"], int(rows.loc["method", "looks"])
    return (
        f"Will it hold? Looking back {looks} time{'s' if looks > 1 else ''}, the method's {cells:.0f} cells held "
        f"{_share(rows.loc['method', 'hit_rate'])} of what came in the next {_ahead(found)}, last year's {cells:.0f} "
        f"busiest {_share(rows.loc['busiest', 'hit_rate'])}: {_verdict(found, FIXED)}."
    )


def hold_headline(found: Hold) -> str:
    """Return the sentences that stand on top of the page: what was tried, and for both sizes what came of it."""
    if found.test is None:
        return ANALYST_ONLY
    origins = found.test.origins["month"]
    if origins.empty:
        return f"{_what(found)}: {_cannot(found, FIXED)}"
    lead = (
        f"{_what(found)}, cells picked at the end of each month from {window_name(origins.iloc[0], origins.iloc[-1])} "
        f"and looked at over the next {_ahead(found)}, {len(origins)} looks."
    )
    return " ".join([lead, *(_sentence(found, size) for size in (FIXED, HOT))])


def _sentence(found: Hold, size: str) -> str:
    rows = _by_way(found, size)
    if rows.empty:
        return f"{size_name(found, size).capitalize()}: {_cannot(found, size)}"
    looks, cells = rows.loc["method", "looks"], f"{rows.loc['method', 'cells']:.0f}"
    events, method, busiest = (
        _few(v / looks) for v in (rows.loc["method", "events"], *rows.loc[["method", "busiest"], "hits"])
    )
    if size == FIXED:
        return (
            f"Last year's top {cells} cells would have held {busiest} of {events} incidents in the next "
            f"{_ahead(found)}, on average a look; the method's {cells} would have held {method}: "
            f"{_verdict(found, size)}."
        )
    of_looks = "" if looks == len(found.test.origins) else f", at the {looks:.0f} looks when any was"
    return (
        f"With as many cells as were hot, {cells} on average{of_looks}: last year's busiest {busiest} of {events}, the "
        f"method's {method}: {_verdict(found, size)}."
    )


def one_origin_words(found: OneOrigin) -> str:
    """Return a single look in words, and why it settles nothing."""
    if found.test is None:
        return ANALYST_ONLY
    look = found.test.origins.iloc[0]
    last, after = look["month"], look["ahead"].split(", ")
    missing = [m for m in found.test.left_out if str(pd.Period(last, "M") - 11) <= m <= after[-1]]
    why = f"; missing or far too small at source: {', '.join(month_name(m) for m in missing)}" if missing else ""
    measured = window_name(after[0], after[-1]) if len(after) > 2 else " and ".join(map(month_name, after))
    said = [
        f"{_what(found)}, cells picked on the data to {month_name(last)} ({look['months_used']} of 12 months "
        f"used{why}), looked at over {measured}."
    ]
    for size in (FIXED, HOT):
        rows = found.test.by_origin.query("size == @size").set_index("way")
        if rows.empty:
            said.append("No cell was hot.")
            continue
        cells, events = rows.loc["method", "cells"], rows.loc["method", "events"]
        method, busiest, kernel, chance = (_few(rows.loc[way, "hits"]) for way in WAYS)
        top = f"top {cells}" if size == FIXED else f"top {cells}, as many as were hot,"
        said.append(
            f"Last year's {top} would have held {busiest} of {events:,.0f} incidents; the method's {cells} would have "
            f"held {method}, a kernel surface's {kernel}, chance {chance}."
        )
    return " ".join([*said, "One look tells little: see what came of all of them before you lean on it."])


def hold_about(found: Hold, age_days: int | None = None) -> list[str]:
    """Return what the back-test rests on: method, months, settings and limits, a line each."""
    s, layer = found.settings, found.layer
    if found.test is None:
        return [ANALYST_ONLY]
    test = found.test
    absent = f" Left out, not counted as zero: {', '.join(map(month_name, test.left_out))}." if test.left_out else ""
    sure = [
        f"Intervals: 95 %, months drawn again in blocks of {test.ahead}, the same for every way, widened for few looks "
        f"that do not overlap ({test.apart[FIXED]} here). 'Better' or 'worse' is said only where the whole interval of "
        f"the difference to {WAYS['busiest']} says so, and nothing with fewer than {s['hold_looks']:g} such looks.",
        "Of forty tables of pure chance about one would still be called better, and one worse.",
    ]
    if isinstance(found, OneOrigin):
        sure = ["One look has no interval: what it holds is mostly the luck of one season."]
    lines = [
        f"At the end of each month cells are picked on the twelve months to it, and measured on the next "
        f"{_ahead(found)}: never on a month that served to pick. Every way picks the same number of cells.",
        f"The method: hot cells (the cell and its neighbours hold at least {s['hot_ratio']:g} times an even spread, q "
        f"under {s['hot_q']:g}, {s['hot_months']:g} separate months), first those that hold most on average in "
        f"the coming month a year before, the months beside it and the last {s['trend_months']:g} months; then the "
        "rest by their ring's ratio.",
        f"Beside it: {WAYS['busiest']}, by their own count; {WAYS['kernel']} (Gaussian, {s['kernel_m']:g} m) of the "
        f"same twelve months; {WAYS['random']}, as chance would have it. Where cells tie for the last place each "
        "counts by its chance, so what is held need not be a whole number.",
        "Hit rate: the share of the incidents that came which fell in the cells. PAI: hit rate by share of the area. "
        "PEI: PAI by the best that as many cells could have had, 1 at most.",
        *sure,
        f"Months used: {window_name(test.months[0], test.months[-1])}, {len(test.months)} held.{absent}",
        f"Definition: {layer.definition or 'as published'}.",
        f"Source: {layer.title}. {layer.publisher}; {layer.licence}."
        + (f" The last record is {age_days} days old." if age_days is not None else ""),
    ]
    return lines


def ways_table(found: Hold, size: str | None = None) -> pd.DataFrame:
    """Return the ways of picking beside each other: one size, or both; numbers as they are.

    Returns
    -------
    DataFrame
        ``way`` in words, then the columns of ``BackTest.pooled``; empty for a protected profile.
    """
    if found.test is None:
        return pd.DataFrame()
    table = found.test.pooled if size is None else found.test.pooled[found.test.pooled["size"] == size]
    out = table.assign(way=table["way"].map(WAYS), size=[size_name(found, s) for s in table["size"]])
    return out.reset_index(drop=True)


def looks_table(found: Hold, size: str | None = None) -> pd.DataFrame:
    """Return a row a look and way, with the months used and measured; empty for a protected profile."""
    if found.test is None:
        return pd.DataFrame()
    table = found.test.by_origin if size is None else found.test.by_origin[found.test.by_origin["size"] == size]
    table = table.merge(found.test.origins.drop(columns=["events", "hot"]), on="month", how="left")
    return table.assign(way=table["way"].map(WAYS), size=[size_name(found, s) for s in table["size"]])


def _what(found: Hold) -> str:
    return f"{', '.join(found.question.categories) or 'All categories'} ({found.layer.source})"


def _by_way(found: Hold, size: str) -> pd.DataFrame:
    return found.test.pooled[found.test.pooled["size"] == size].set_index("way")


def _verdict(found: Hold, size: str) -> str:
    word, row = found.test.verdicts[size], _by_way(found, size).loc["method"]
    if word in (BETTER, WORSE, NO_BETTER):
        low, high = row["difference_low"] * 100, row["difference_high"] * 100
        return f"{word} (difference {_points(row['difference'] * 100)} points, 95 % {_points(low)} to {_points(high)})"
    if word == TOO_FEW:
        apart, least = found.test.apart[size], found.settings["hold_looks"]
        return f"{word} (looks ahead that do not overlap: {apart}; {least:g} are needed)"
    return word


def _cannot(found: Hold, size: str) -> str:
    word = found.test.verdicts[size]
    if word == NONE_HOT:
        return "no cell was hot at any look, so there is nothing to compare."
    if word == NOTHING:
        return "nothing came in the months looked at, so there is nothing to compare."
    held = len(found.test.months)
    return f"{word}: a year of data and a month after it are needed; {held} month{'' if held == 1 else 's'} held."


def _ahead(found: Hold) -> str:
    ahead = found.test.ahead
    return "month" if ahead == 1 else f"{NUMBERS.get(ahead, ahead)} months"


def _few(number: float) -> str:
    return f"{number:,.0f}" if number >= 10 or float(number).is_integer() else f"{number:.1f}"


def _points(number: float) -> str:
    """Return percentage points with one decimal; never minus nothing."""
    return f"{round(number, 1) + 0.0:.1f}"


def _share(rate: float) -> str:
    return "none" if pd.isna(rate) else f"{rate:.0%}"
