"""Remember what was handed out, and refuse what could be subtracted from it."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from placespace.disclose.profiles import Profile
from placespace.disclose.protect import could_be, round_count
from placespace.errors import PlacespaceError
from placespace.grid import Question


def _rows(ledger: Path) -> list[dict]:
    if not ledger.exists():
        return []
    return [json.loads(line) for line in ledger.read_text(encoding="utf-8").splitlines() if line.strip()]


def earlier_releases(
    ledger: Path, profile: Profile, layer: str, resolution: int, *, split: str = "cells"
) -> list[Question]:
    """Return the questions whose protected answers were handed out before, split into cells or into hours."""
    asked = (profile.name, layer, resolution, split)
    same = [r for r in _rows(ledger) if (r["profile"], r["layer"], r["resolution"], _split(r)) == asked]
    return list(dict.fromkeys(Question(layer, tuple(r["categories"]), r["first"], r["last"]) for r in same))


def _split(row: dict) -> str:
    return row.get("split", "cells")


def earlier_months(
    ledger: Path, profile: Profile, question: Question, resolution: int, *, split: str = "cells"
) -> list[tuple[str, ...]]:
    """Return the months used each time this very question was handed out: a late month may have come in since."""
    asked = [profile.name, question.layer, resolution, list(question.categories), question.first, question.last]
    names = ("profile", "layer", "resolution", "categories", "first", "last")
    same = [r for r in _rows(ledger) if _split(r) == split and [r[n] for n in names] == asked]
    return list(dict.fromkeys(tuple(r["months"]) for r in same))


def record_release(
    ledger: Path, profile: Profile, question: Question, resolution: int, months: Sequence[str], *, split: str = "cells"
) -> None:
    """Note that a protected answer was handed out (a true one stays on the analyst's screen and is not noted)."""
    if profile.exact or tuple(months) in earlier_months(ledger, profile, question, resolution, split=split):
        return
    row = {
        "on": datetime.date.today().isoformat(),
        "profile": profile.name,
        "layer": question.layer,
        "categories": list(question.categories),
        "first": question.first,
        "last": question.last,
        "resolution": resolution,
        "months": list(months),
        "split": split,
    }
    ledger.parent.mkdir(parents=True, exist_ok=True)
    with ledger.open("a", encoding="utf-8") as file:
        file.write(json.dumps(row) + "\n")


def check_months(
    profile: Profile, by_month: pd.DataFrame, earlier: list[tuple[str, ...]], *, part: str = "cell(s)"
) -> None:
    """Refuse a window whose months are not those of the time before, where the difference is a small count.

    Parameters
    ----------
    profile : Profile
    by_month : DataFrame
        True counts by cell (or hour) and month used now.
    earlier : list of tuple of str
        From :func:`earlier_months`.
    part : str
        What rows are called.

    Raises
    ------
    PlacespaceError
        When the months that came in, or went, would be known to hold a small count in a row.
    """
    if profile.exact:
        return
    low, high = could_be(*round_count(by_month.sum(axis=1), profile), profile)
    for months in earlier:
        then = by_month.reindex(columns=list(months), fill_value=0.0).sum(axis=1)
        less, more = could_be(*round_count(then, profile), profile)
        least, most = np.maximum(low - more, less - high), np.maximum(high - less, more - low)
        told = int(((least >= 1) & (most < profile.hide_below)).sum())
        if set(months) != set(by_month) and told:
            raise PlacespaceError(
                "A window handed out again must rest on the same months.",
                f"It rests on {by_month.shape[1]} months now and did on {len(months)}: the difference would leave a "
                f"small count in {told} {part}.",
                "Keep the file handed out before, or hand out another year.",
            )


def check_release(
    profile: Profile,
    question: Question,
    earlier: list[Question],
    counts_of: Callable[[Question], pd.Series],
    *,
    part: str = "cell(s)",
) -> None:
    """Refuse an answer that, with all those handed out before, would give a hidden count back.

    Parameters
    ----------
    profile : Profile
    question : Question
        What is about to be handed out.
    earlier : list of Question
        From :func:`earlier_releases`.
    counts_of : callable
        Question -> true counts a cell (or hour), to see what was shown then.
    part : str
        What they are called.

    Raises
    ------
    PlacespaceError
        When a part of a window would be known to hold a small count, or a hidden count would be
        narrowed. Windows are added and subtracted in every way: a year and the year after it, less
        the two years together, tells as much as one window less another.
    """
    if profile.exact:
        return
    known = [q for q in earlier if q != question and _same_events(q, question)]
    if not any(q.first <= question.last and question.first <= q.last for q in known):
        return  # nothing in common, nothing to subtract
    told = _parts_told([question, *known], counts_of, profile)
    if told.any():
        common = [q for q in known if q.first <= question.last and question.first <= q.last]
        raise PlacespaceError(
            "A window handed out must leave no small count when those handed out before are subtracted.",
            f"{question.first} to {question.last}, with {common[0].first} to {common[0].last} handed out before, "
            f"would leave one in {int(told.sum())} {part}.",
            f"Hand out {common[0].first} to {common[0].last} again, or a window apart from it.",
        )


def _same_events(one: Question, other: Question) -> bool:
    """Return whether two questions can be about the same events; no categories means all of them."""
    return not one.categories or not other.categories or bool(set(one.categories) & set(other.categories))


def _parts_told(windows: list[Question], counts_of: Callable[[Question], pd.Series], profile: Profile) -> np.ndarray:
    """Return in which parts the windows together tell a count from 1 to the most that is hidden.

    With ``s_t`` the events up to a month, each window says ``low <= s_b - s_a <= high``, and ``s``
    never falls. The tightest bounds that follow are shortest paths between the ends of windows
    (Floyd-Warshall), and every whole number within them is possible.
    """
    spans = [(pd.Period(q.first, "M").ordinal, pd.Period(q.last, "M").ordinal + 1) for q in windows]
    ends = sorted({t for span in spans for t in span})
    shown = [round_count(counts_of(q), profile) for q in windows]
    most = np.full((len(shown[0][0]), len(ends), len(ends)), np.inf)
    for t in range(len(ends)):
        most[:, t, t:] = 0
    at = [(ends.index(a), ends.index(b)) for a, b in spans]
    for (a, b), one in zip(at, shown, strict=True):
        low, high = could_be(*one, profile)
        most[:, b, a] = np.fmin(most[:, b, a], np.where(np.isnan(high), np.inf, high))
        most[:, a, b] = np.fmin(most[:, a, b], -np.nan_to_num(low))
    for k in range(len(ends)):
        most = np.minimum(most, most[:, :, k, None] + most[:, None, k, :])
    told = np.zeros(len(most), bool)
    for a in range(len(ends)):
        for b in range(a + 1, len(ends)):
            low, high = -most[:, a, b], most[:, b, a]
            if (a, b) in at:
                hidden = (shown[at.index((a, b))][1] == "hidden").to_numpy()
                told |= hidden & ((low > 1) | (high < profile.hide_below - 1))
            elif any(first <= a and b <= last for first, last in at):
                told |= (low >= 1) & (high < profile.hide_below)
    return told
