"""Say in words how a place has held, what its trend is and how well it is supported, and define every word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from placespace.documents.statement import window_name
from placespace.measures import HotSpots
from placespace.measures.trend import TOO_FEW, Trend

KIND_WORDS = {
    "historical": "hot in nearly every month, not in the last",
    "intensifying": "hot in nearly every month, and more so lately",
    "persistent": "hot in nearly every month",
    "diminishing": "hot in nearly every month, and less so lately",
    "new": "hot in the last month, for the first time",
    "oscillating": "hot in the last month, cold at times before",
    "consecutive": "hot month after month lately, never before",
    "sporadic": "hot in the last month, on and off before",
    "emerging": "hot lately, not before",
    "former": "hot before, not lately",
    "intermittent": "hot on and off",
    "none": "hot over all the months together, not in the last one",
}
"""What each kind of hot spot over time means, month by month."""
NO_SINGLE = "hot over all the months together, in no single one"
SUPPORTED = ("thinly supported", "partly supported", "well supported")
WELL, PARTLY = 3, 2
MOST_TIMES = 100


def kind_words(kind: str, few: bool) -> str:
    """Return a kind of hot spot over time in plain words; ``few`` when it was told from few months."""
    return NO_SINGLE if few and kind == "none" else KIND_WORDS[kind]


def trend_words(found: Trend, than: str) -> str:
    """Return a trend with its interval.

    Examples
    --------
    >>> trend_words(Trend(1.9375, 1.04, 3.83, "up"), "a year before")
    'up, 1.9 times as many as a year before (1.0 to 3.8)'
    >>> trend_words(Trend(14.0, 2.13, 592.0, "up"), "a year before")
    'up, 14 times as many as a year before (2.1 to over 100)'
    >>> trend_words(Trend(float("inf"), 2.1, float("inf"), "up"), "in the months before")
    'up, none in the months before (now at least 2.1 times as many)'
    """
    if found.words == TOO_FEW:
        return TOO_FEW
    if np.isinf(found.ratio):
        return f"{found.words}, none {than} (now at least {_times(found.low)} times as many)"
    if found.ratio == 0:
        return f"{found.words}, none lately (at most {_times(found.high)} times as many as {than})"
    return f"{found.words}, {_times(found.ratio)} times as many as {than} ({_times(found.low)} to {_times(found.high)})"


def _times(ratio: float) -> str:
    if ratio > MOST_TIMES:
        return f"over {MOST_TIMES}"
    return f"{ratio:.{0 if ratio >= 10 else 1 if ratio >= 1 else 2}f}"


def confidence_word(agreed: bool, events: int, active: int, used: int, doubted: bool, own: Mapping[str, float]) -> str:
    """Return how well a place is supported: :func:`confidence_rule` says how.

    Examples
    --------
    >>> from placespace.settings import settings
    >>> [confidence_word(agreed, n, 6, 12, False, settings()) for agreed, n in ((False, 40), (True, 9), (False, 9))]
    ['well supported', 'partly supported', 'partly supported']
    """
    holds = (agreed, events >= own["place_events"], active >= own["place_active_share"] * used, not doubted)
    well = sum(holds) >= WELL and events >= own["place_events"]
    return SUPPORTED[2 if well else 1 if sum(holds) >= PARTLY else 0]


def confidence_rule(own: Mapping[str, float]) -> str:
    """Return what the words for confidence mean."""
    return (
        "Confidence is about the evidence, never about the place. Four things count: another source finds it hot too; "
        f"it holds {own['place_events']:g} events or more; it had events in {own['place_active_share']:.0%} of the "
        "months or more; nothing speaks for a false point or a rough position. Well supported: three or all of them, "
        "the number of events among them; partly supported: two or three; thinly supported: one or none."
    )


def definitions(
    found: HotSpots,
    plan_month: str,
    expected_from: Sequence[str],
    recent: Sequence[str],
    earlier: Sequence[str],
    others: Mapping[str, str],
    apart_m: float,
    own: Mapping[str, float],
) -> list[str]:
    """Return what each column of the shortlist means, a few sentences a line.

    Parameters
    ----------
    found : HotSpots
    plan_month : str
        As people write it.
    expected_from : sequence of str
        Months that what is expected is the mean of.
    recent, earlier : sequence of str
        Months that the trend compares.
    others : mapping of str to str
        The other sources, and what was counted of each.
    apart_m : float
    own : mapping of str to float
        The settings in force.
    """
    months = f"{found.months_needed} separate months" if found.months_needed > 1 else "1 month"
    compared = (
        f"Trend: events a month in {listed(recent)} for each one in {listed(earlier)}, with the exact 95 % interval "
        "in brackets; up or down only when all of it is on one side of 1."
        if earlier
        else "Trend: too few months are held to tell one."
    )
    beside = "; ".join(f"{source}: {what}" for source, what in others.items())
    return [
        f"A place is hot cells that touch, or whose busiest cells are less than {apart_m:g} m apart; two places on the "
        f"list are {apart_m:g} m apart or more, middle to middle. It is a place to help: the hot spot is of incidents, "
        "not of people.",
        f"A cell is hot when it and its neighbours hold {own['hot_ratio']:g} times an even spread or more, beyond "
        f"chance (q under {own['hot_q']:g}, exact binomial), in at least {months} of "
        f"{window_name(found.question.first, found.question.last)}.",
        f"Expected a month: the mean of {listed(expected_from)}, the same season last year and the latest months. "
        f"Places come in this order. Nothing of {plan_month} or after it is used.",
        compared,
        "Sources are set side by side, never added. A place is hot in another source when one of its cells is hot by "
        f"that source's own records of the same months.{f' Counted: {beside}.' if beside else ''}",
        "Kind: the busiest cell, tested month by month.",
        confidence_rule(own),
    ]


def listed(months: Sequence[str]) -> str:
    """Return months as people write them: those that follow each other as a span.

    Examples
    --------
    >>> listed(["2025-09", "2025-10", "2025-11", "2026-09"])
    'September 2025 to November 2025 and September 2026'
    """
    runs: list[list[str]] = []
    for month in months:
        if runs and _number(month) == _number(runs[-1][-1]) + 1:
            runs[-1].append(month)
        else:
            runs.append([month])
    spans = [window_name(run[0], run[-1]) for run in runs]
    return " and ".join(filter(None, [", ".join(spans[:-1]), *spans[-1:]]))


def _number(month: str) -> int:
    year, of_year = month.split("-")
    return int(year) * 12 + int(of_year)
