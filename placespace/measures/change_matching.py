"""Find the cells most like a place, by what was known of them before anything was done."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment

from placespace.errors import WrongUse
from placespace.grid import Cells
from placespace.settings import settings

NEED_STEPS = 5
"""A fifth of the order of need counts as much as one standard step of chance in a count."""
FEW_APART = 2
"""Events: fewer apart than this two small counts are alike."""


@dataclass(frozen=True)
class Match:
    """A place, what lies round it, and what it is compared with. No cell is in two of them.

    Attributes
    ----------
    treated, ring, comparison, comparison_ring : tuple of str
        Cells, in order of their ids.
    likeness : tuple of (str, str, str)
        What they were matched on, the place, and the comparison, in words.
    why_not : str
        Why nothing is compared; empty where the comparison is like the place.
    """

    treated: tuple[str, ...]
    ring: tuple[str, ...]
    comparison: tuple[str, ...]
    comparison_ring: tuple[str, ...]
    likeness: tuple[tuple[str, str, str], ...]
    why_not: str = ""


def matched(
    cells: Cells,
    treated: Collection[str],
    counts: pd.Series,
    *,
    need: pd.Series | None = None,
    kind: pd.Series | None = None,
    others: Collection[str] = (),
    own: Mapping[str, float] | None = None,
) -> Match:
    """Return as many cells as the place has, most like them and apart from them. Nobody chooses.

    Each cell of the place is paired with one elsewhere so that all pairs together differ least: in events (by the
    square root, so that a step is a step of chance), in need, in kind of place. Cells of the place, two steps round
    it, other open places and one step round them take no part. Round the comparison as many cells are counted as
    round the place, again those most like in count, so that the two rings weigh the same.

    Parameters
    ----------
    cells : Cells
    treated : collection of str
        Cells of the place.
    counts : Series
        Events a cell, in cell order, of the months before alone.
    need : Series, optional
        Each cell's place in the order of need, 0 to 1; missing stays missing.
    kind : Series of str, optional
        Kind of place.
    others : collection of str
        Cells of the other open places.

    Raises
    ------
    WrongUse
        When no cell of the place is in the study area.
    """
    limits, index = settings(own), cells.index
    place, other = index.isin(list(treated)), index.isin(list(others))
    if not place.any():
        raise WrongUse("A place must have cells in the study area.", "It has none.", "Draw its boundary again.")
    other &= ~place
    near = _wider(cells, place)
    ring = near & ~place & ~other
    kept_apart = _wider(cells, near) | _wider(cells, other)
    at, free = np.flatnonzero(place), np.flatnonzero(~kept_apart)
    x = counts.to_numpy(float)
    named = [tuple(index[mask]) for mask in (place, ring)]
    if len(free) < len(at):
        why = f"The place has {len(at)} cells, and only {len(free)} are apart from it and from other open places."
        return Match(*named, (), (), (), why)
    cost = 2 * np.abs(np.sqrt(x[at])[:, None] - np.sqrt(x[free])[None, :])
    if need is not None:
        share = need.to_numpy(float)
        apart = NEED_STEPS * np.abs(share[at][:, None] - share[free][None, :])
        cost += np.where(np.isnan(apart), 1.0, apart)
    if kind is not None:
        word = kind.to_numpy(str)
        cost += word[at][:, None] != word[free][None, :]
    pairs, chosen = linear_sum_assignment(cost)
    like = np.zeros(len(index), bool)
    like[free[chosen]] = True
    away = _wider(cells, like) & ~like & ~near & ~_wider(cells, other)
    like_ring = _nearest(x, np.flatnonzero(ring), np.flatnonzero(away))
    likeness = _likeness(x, need, kind, at, free[chosen], pairs, ring, like_ring)
    why = _why_not(x, need, at, free[chosen], limits)
    return Match(*named, tuple(index[like]), tuple(index[np.sort(like_ring)]), likeness, why)


def _wider(cells: Cells, mask: np.ndarray) -> np.ndarray:
    """Return the cells of a mask and their neighbours."""
    return np.asarray(cells.ring @ mask.astype(float)) > 0


def _nearest(x: np.ndarray, of: np.ndarray, among: np.ndarray) -> np.ndarray:
    """Return as many of some cells as there are others, or all, most like those in count."""
    cost = np.abs(np.sqrt(x[of])[:, None] - np.sqrt(x[among])[None, :])
    return among[linear_sum_assignment(cost)[1]]


def _why_not(x: np.ndarray, need: pd.Series | None, at: np.ndarray, chosen: np.ndarray, limits: Mapping) -> str:
    here, there = x[at].sum(), x[chosen].sum()
    if abs(here - there) > max(limits["match_count_share"] * here, FEW_APART):
        return f"No cells apart from the place hold about as much as its {here:,.0f}: the nearest hold {there:,.0f}."
    if need is not None:
        share = need.to_numpy(float)
        apart = abs(np.nanmean(share[at]) - np.nanmean(share[chosen])) if _known(share, at, chosen) else 0.0
        if apart > limits["match_need_share"]:
            return "No cells that hold about as much are about as deprived as the place."
    return ""


def _known(share: np.ndarray, *groups: np.ndarray) -> bool:
    return all(np.isfinite(share[g]).any() for g in groups)


def _likeness(
    x: np.ndarray, need: pd.Series | None, kind: pd.Series | None, at: np.ndarray, chosen: np.ndarray,
    pairs: np.ndarray, ring: np.ndarray, like_ring: np.ndarray,
) -> tuple[tuple[str, str, str], ...]:  # fmt: skip
    rows = [("cells", f"{len(at)}", f"{len(chosen)}")]
    rows.append(("events in the months before", f"{x[at].sum():,.0f}", f"{x[chosen].sum():,.0f}"))
    if need is not None:
        share = need.to_numpy(float)
        rows.append(("place in the order of need (1 is the most deprived)", *(_mean(share[g]) for g in (at, chosen))))
    if kind is not None:
        word = kind.to_numpy(str)
        same = int((word[at[pairs]] == word[chosen]).sum())
        rows.append(("kind of place", _words(word[at]), f"{_words(word[chosen])} ({same} of {len(at)} alike)"))
    rows.append(("cells round it", f"{ring.sum()}", f"{len(like_ring)}"))
    rows.append(("events round it in the months before", f"{x[ring].sum():,.0f}", f"{x[like_ring].sum():,.0f}"))
    return tuple(rows)


def _mean(values: np.ndarray) -> str:
    return f"{np.nanmean(values):.2f}" if np.isfinite(values).any() else "not known"


def _words(kinds: Sequence[str]) -> str:
    return ", ".join(sorted({k or "none named" for k in kinds}))
