"""Say what was found in plain sentences, with what it rests on."""

from __future__ import annotations

import pandas as pd

from placespace.disclose import shown_as
from placespace.documents.answer import Answer
from placespace.settings import SETTINGS
from placespace.terms import HOTSPOT_COLUMNS, LIMITS, SHOWN_COLUMNS


def month_name(month: str) -> str:
    """Return a month as people write it.

    Examples
    --------
    >>> month_name("2026-09")
    'September 2026'
    """
    return pd.Period(month, "M").strftime("%B %Y")


def window_name(first: str, last: str) -> str:
    """Return a window as people write it.

    Examples
    --------
    >>> window_name("2025-10", "2026-09"), window_name("2026-09", "2026-09")
    ('October 2025 to September 2026', 'September 2026')
    """
    return month_name(first) if first == last else f"{month_name(first)} to {month_name(last)}"


def what(answer: Answer) -> str:
    """Return what was counted: the categories and the source."""
    asked = answer.question.categories
    return f"{', '.join(asked) if asked else 'All categories'} ({answer.layer.source})"


def headline(answer: Answer) -> str:
    """Return the sentence that stands above the map: what, when, where, how many, how sure."""
    found = answer
    lead = f"{what(found)}, {window_name(found.question.first, found.question.last)}: "
    total = shown_as(found.total, found.total_status)
    if found.total == 0:
        return lead + "no events in the study area, so there is nothing to test."
    hot = found.hot
    if hot.empty:
        return lead + f"{total} events, and no cell stands out. {_beyond_chance(found)}{_left_out(found)}".strip()
    seen = pd.to_numeric(hot["count"], errors="coerce").sum()
    held = ""
    if found.total:
        held = (
            f" and hold {'at least ' if (hot['status'] == 'hidden').any() else ''}{min(seen / found.total, 1):.0%} of"
        )
    groups = hot["group"].nunique()
    shown = "" if found.profile.exact else " on the counts as shown"
    return (
        lead
        + f"{len(hot):,} of {len(found.cells):,} cells are hot{shown}, in {groups} group{'s' if groups > 1 else ''},"
        + f"{held or ' out of'} {total} events. By chance at most {_few(found.false_expected)} of these cells would be "
        + f"false. {_left_out(found)}"
    ).strip()


def _beyond_chance(answer: Answer) -> str:
    """Return how near cells came, where the profile may know: large cells dilute what small ones show."""
    asked = f"{answer.settings['hot_ratio']:g} times an even spread in {answer.months_needed} month(s)"
    if not answer.profile.exact or answer.table["ratio"].isna().all():
        return f"None holds {asked}. "
    unlikely = int((answer.table["q"] < answer.settings["hot_q"]).sum())
    most = answer.table["ratio"].max()
    return f"None holds {asked}; {unlikely:,} hold more than chance would give, {most:.1f} times at most. "


def _few(number: float) -> str:
    return "1" if number < 1 else f"{number:.0f}"


def _left_out(answer: Answer) -> str:
    if not answer.left_out:
        return ""
    months = ", ".join(month_name(m) for m in answer.left_out)
    return f"Left out because missing or far too small at source: {months}; not counted as zero."


def concentration_sentence(answer: Answer) -> str:
    """Return how concentrated the events are, beside what chance alone would give."""
    c = answer.concentration
    if c is None:
        return "No events, so no concentration."
    return (
        f"Half of the events are in {c.cells_share:.1%} of the area's cells; if the same number fell by chance, half "
        f"would be in {c.chance_share:.1%}."
    )


def source_sentence(answer: Answer, age_days: int | None) -> str:
    """Return where the numbers come from and how old they are."""
    layer = answer.layer
    age = f" The last record is {age_days} days old." if age_days is not None else ""
    stale = layer.fresh_days is not None and age_days is not None and age_days > layer.fresh_days
    old = (
        f" That is older than the {layer.fresh_days} days this source should be: check before you act." if stale else ""
    )
    return f"{layer.title}. {layer.publisher}; {layer.licence}.{age}{old}"


def rule(answer: Answer) -> str:
    """Return the settings that decide what is hot, in one sentence."""
    s = answer.settings
    months = "1 month" if answer.months_needed == 1 else f"{answer.months_needed} separate months"
    return (
        f"A cell is hot when the cell and its neighbours hold at least {s['hot_ratio']:g} times what an even spread "
        f"would give, so rarely by chance that q is under {s['hot_q']:g} (exact binomial, Benjamini-Hochberg over "
        f"{len(answer.cells):,} cells), in at least {months}."
    )


def about(answer: Answer, age_days: int | None) -> str:
    """Return the page that goes with every file handed out."""
    lines = [
        answer.profile.marking,
        "",
        headline(answer),
        concentration_sentence(answer),
        "",
        f"Definition: {answer.layer.definition or 'as published'}",
        f"Window: {window_name(answer.question.first, answer.question.last)} ({len(answer.months)} months used)",
        f"Cells: H3 resolution {answer.cells.resolution}, every cell that touches the boundary, zeros included",
        f"Method: {rule(answer)}",
        f"Protection: profile {answer.profile.name}: {answer.profile.says}",
        f"Source: {source_sentence(answer, age_days)}",
        "Caveats: " + " ".join(answer.layer.caveats.split()),
        "",
        "Columns:",
        *(f"  {name}: {says}" for name, says in {**HOTSPOT_COLUMNS, **SHOWN_COLUMNS}.items()),
        "",
        "Settings:",
        *(
            f"  {name} = {answer.settings[name]:g} {s.unit}. {s.reason}"
            for name, s in SETTINGS.items()
            if name.startswith(("hot_", "too_few"))
        ),
        "",
        "Limits:",
        *(f"  {limit}" for limit in LIMITS),
        "",
        answer.profile.marking,
    ]
    return "\n".join(lines) + "\n"
