"""Merge hot cells into places that are far enough apart to be different places to those who walk there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from placespace.errors import PlacespaceError, WrongUse
from placespace.settings import SETTINGS

NONE = -1
APART_M = SETTINGS["place_apart_m"].value


@dataclass(frozen=True, eq=False)
class Merged:
    """Hot cells as places.

    Attributes
    ----------
    member : ndarray of int, shape (n,)
        The place of each cell; -1 is none. Place 0 is the heaviest.
    centres : ndarray of int, shape (p,)
        The position of each place's centre among the cells.
    """

    member: np.ndarray
    centres: np.ndarray


def places_of(
    hot: np.ndarray, weight: np.ndarray, centres_m: np.ndarray, ring: sparse.csr_array, *, apart_m: float = APART_M
) -> np.ndarray:
    """Return the place of each cell, shape (n,); -1 is none: see :func:`merge`.

    Examples
    --------
    >>> row = np.column_stack([np.arange(4) * 300.0, np.zeros(4)])
    >>> chain = sparse.csr_array(np.abs(np.subtract.outer(range(4), range(4))) <= 1)
    >>> places_of(np.array([1, 1, 1, 1], bool), np.array([9, 1, 2, 4]), row, chain).tolist()
    [0, 0, 1, 1]
    """
    return merge(hot, weight, centres_m, ring, apart_m=apart_m).member


def merge(
    hot: np.ndarray, weight: np.ndarray, centres_m: np.ndarray, ring: sparse.csr_array, *, apart_m: float = APART_M
) -> Merged:
    """Merge hot cells into places, no two of whose centres are nearer than ``apart_m``.

    Within each group of hot cells that touch, the heaviest cell is a centre; every further hot cell more than
    ``apart_m`` from all centres of its group, taken heaviest first, is another; each hot cell belongs to the
    nearest centre of its group. Then the places of all groups are taken heaviest first: one whose centre is
    nearer than ``apart_m`` to that of a place already taken joins the nearest such. Ties go to the cell that
    comes first.

    Parameters
    ----------
    hot : ndarray of bool, shape (n,)
    weight : ndarray, shape (n,)
        What makes a cell heavy: its events.
    centres_m : ndarray, shape (n, 2)
        Middles of the cells, EPSG:27700.
    ring : sparse array, shape (n, n)
        Which cells touch: see :func:`placespace.grid.ring_matrix`.
    apart_m : float

    Raises
    ------
    WrongUse
        When shapes do not fit, or ``apart_m`` is negative.
    PlacespaceError
        When the weight of a hot cell is missing or negative.
    """
    hot, weight = np.asarray(hot, bool), np.asarray(weight, float)
    at = np.flatnonzero(hot)
    _check(hot, weight, centres_m, ring, at, apart_m)
    xy, heavy = np.asarray(centres_m, float)[at], weight[at]
    group = csgraph.connected_components(ring[at][:, at], directed=False)[1] if len(at) else np.zeros(0, int)
    centres = _centres(group, heavy, xy, apart_m)
    belongs = _nearest_of_group(group, centres, xy)
    total = np.bincount(belongs, heavy, len(at))
    # a place is called by its centre, which may come to be part of another's
    place_of, taken = np.arange(len(at)), np.zeros(0, int)
    for centre in sorted(centres, key=lambda c: (-total[c], -heavy[c], c)):
        gap = np.hypot(*(xy[taken] - xy[centre]).T)
        if (gap < apart_m).any():
            place_of[centre] = taken[int(np.argmin(gap))]
        else:
            taken = np.append(taken, centre)
    belongs = place_of[belongs]
    total = np.bincount(belongs, heavy, len(at))
    ranked = sorted(taken.tolist(), key=lambda c: (-total[c], -heavy[c], c))
    number = np.full(len(at), NONE)
    number[ranked] = np.arange(len(ranked))
    member = np.full(len(hot), NONE)
    member[at] = number[belongs]
    return Merged(member, at[ranked])


def _centres(group: np.ndarray, heavy: np.ndarray, xy: np.ndarray, apart_m: float) -> list[int]:
    """Return the centres within groups, heaviest first."""
    found: list[int] = []
    for one in np.lexsort((np.arange(len(heavy)), -heavy)).tolist():
        of_group = [c for c in found if group[c] == group[one]]
        if all(np.hypot(*(xy[c] - xy[one])) > apart_m for c in of_group):
            found.append(one)
    return found


def _nearest_of_group(group: np.ndarray, centres: list[int], xy: np.ndarray) -> np.ndarray:
    """Return the nearest centre of each cell's own group."""
    out = np.arange(len(group))
    for one in np.unique(group):
        cells, own = np.flatnonzero(group == one), np.array(sorted(c for c in centres if group[c] == one))
        gap = np.hypot(*(xy[cells][:, None] - xy[own][None]).transpose(2, 0, 1))
        out[cells] = own[np.argmin(gap, axis=1)]
    return out


def _check(
    hot: np.ndarray, weight: np.ndarray, centres_m: np.ndarray, ring: sparse.csr_array, at: np.ndarray, apart_m: float
) -> None:
    n = len(hot)
    if weight.shape != (n,) or np.shape(centres_m) != (n, 2) or ring.shape != (n, n):
        raise WrongUse(
            "Hot, weight, middles and ring are of the same cells.",
            f"Shapes are {hot.shape}, {weight.shape}, {np.shape(centres_m)}, {ring.shape}.",
            "Take all four from one study area.",
        )
    if not apart_m >= 0:
        raise WrongUse("Places are 0 m apart or more.", f"apart_m is {apart_m}.", "Use 500, say.")
    if not (np.isfinite(weight[at]).all() and (weight[at] >= 0).all()):
        raise PlacespaceError(
            "Every hot cell weighs 0 or more.", "One is missing or negative.", "Weigh cells by their events."
        )
