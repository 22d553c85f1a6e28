"""Remember what was handed out, and refuse what could be subtracted from it."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from placespace.disclose.profiles import Profile
from placespace.disclose.protect import could_be, round_count
from placespace.errors import PlacespaceError
from placespace.grid import Question


def earlier_releases(ledger: Path, profile: Profile, layer: str, resolution: int) -> list[Question]:
    """Return the questions whose protected answers were handed out before."""
    if not ledger.exists():
        return []
    rows = [json.loads(line) for line in ledger.read_text(encoding="utf-8").splitlines() if line.strip()]
    same = [r for r in rows if (r["profile"], r["layer"], r["resolution"]) == (profile.name, layer, resolution)]
    return list(dict.fromkeys(Question(layer, tuple(r["categories"]), r["first"], r["last"]) for r in same))


def record_release(ledger: Path, profile: Profile, question: Question, resolution: int) -> None:
    """Note that a protected answer was handed out (a true one stays on the analyst's screen and is not noted)."""
    if profile.exact or question in earlier_releases(ledger, profile, question.layer, resolution):
        return
    row = {
        "on": datetime.date.today().isoformat(),
        "profile": profile.name,
        "layer": question.layer,
        "categories": list(question.categories),
        "first": question.first,
        "last": question.last,
        "resolution": resolution,
    }
    ledger.parent.mkdir(parents=True, exist_ok=True)
    with ledger.open("a", encoding="utf-8") as file:
        file.write(json.dumps(row) + "\n")


def check_release(
    profile: Profile, question: Question, earlier: list[Question], counts_of: Callable[[Question], pd.Series]
) -> None:
    """Refuse an answer that, less one handed out before, would give a hidden count back.

    Parameters
    ----------
    profile : Profile
    question : Question
        What is about to be handed out.
    earlier : list of Question
        From :func:`earlier_releases`.
    counts_of : callable
        Question -> true counts a cell, to see what was shown then.

    Raises
    ------
    PlacespaceError
        Naming the earlier window.
    """
    if profile.exact:
        return
    now = None
    for before in earlier:
        if before.categories != question.categories or (before.first, before.last) == (question.first, question.last):
            continue
        if before.last < question.first or question.last < before.first:
            continue  # nothing in common, nothing to subtract
        now = counts_of(question) if now is None else now
        low, high = _difference(now, counts_of(before), profile)
        small = (low >= 1) & (high < profile.hide_below)
        if small.any():
            raise PlacespaceError(
                "A window handed out must leave no small count when one handed out before is subtracted.",
                f"{question.first} to {question.last} less {before.first} to {before.last} would leave one in "
                f"{int(small.sum())} cell(s).",
                f"Hand out {before.first} to {before.last} again, or a window apart from it.",
            )


def _difference(now: pd.Series, before: pd.Series, profile: Profile) -> tuple[np.ndarray, np.ndarray]:
    low_now, high_now = could_be(*round_count(now, profile), profile)
    low_before, high_before = could_be(*round_count(before, profile), profile)
    low, high = low_now - high_before, high_now - low_before
    # either window may be the longer one
    back = high < 0
    return np.where(back, -high, low), np.where(back, -low, high)
