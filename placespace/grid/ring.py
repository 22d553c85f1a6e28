"""Say which cells are neighbours, read from their ids."""

from __future__ import annotations

from collections.abc import Sequence

import h3
import numpy as np
from scipy import sparse

BASE_CELLS = {h3.get_base_cell_number(c): c for c in h3.get_res0_cells()}

DIGIT_STEPS = np.array([[0, 0], [-1, -1], [0, 1], [-1, 0], [1, 0], [0, -1], [1, 1]])
"""What each digit of an id adds to (i, j)."""


def ring_matrix(cells: Sequence[str]) -> sparse.csr_array:
    """Return the ring matrix: the cell and its neighbours that are in the list.

    Parameters
    ----------
    cells : sequence of str, shape (n,)
        Distinct H3 ids of one resolution.

    Returns
    -------
    csr_array of float64, shape (n, n)
        Symmetric, binary, diagonal 1. Cells with no neighbour keep their own 1.
    """
    ids = np.array([int(c, 16) for c in cells], np.uint64)
    base, i, j = _lattice(ids)
    bases = np.unique(base)
    five_sided = np.isin(base, [b for b in bases if h3.is_pentagon(BASE_CELLS[b])])
    # one number a lattice point; the spare column and row keep the ends of lines apart
    height, width = np.ptp(j) + 3, np.ptp(i) + 3
    point = (base * width + i - i.min() + 1) * height + j - j.min() + 1
    order = np.argsort(point)
    ranked, usable = point[order], ~five_sided[order]
    near, far = [], []
    for right, up in ((1, 0), (0, 1), (1, 1)):  # three sides; the other three are the same links from the other end
        wanted = ranked + right * height + up
        at = np.searchsorted(ranked, wanted).clip(max=len(ids) - 1)
        linked = (ranked[at] == wanted) & usable
        near.append(order[linked])
        far.append(order[at[linked]])
    own, near, far = np.arange(len(ids)), np.concatenate(near), np.concatenate(far)
    links = [(near, far), (far, near), (own, own)]
    if len(bases) > 1 or five_sided.any():
        found = np.bincount(near, minlength=len(ids)) + np.bincount(far, minlength=len(ids))
        links.append(_across_bases(ids, base, five_sided, (found < 6) | five_sided))
    rows, cols = (np.concatenate(side) for side in zip(*links, strict=True))
    return sparse.csr_array((np.ones(len(cols)), (rows, cols)), shape=(len(ids), len(ids)))


def _lattice(ids: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return each cell's base cell, and where it lies on that base cell's own hexagonal lattice (i, j).

    An id holds a digit a resolution: which of seven children. A step at one resolution is worth
    two steps and a bit at the next, turned to the left and to the right by turns.
    """
    base = (ids >> np.uint64(45)).astype(np.int64) & 127
    i, j = np.zeros((2, len(ids)), np.int64)
    for resolution in range(1, (int(ids[0]) >> 52 & 15) + 1):
        digit = (ids >> np.uint64(3 * (15 - resolution))).astype(np.int64) & 7
        i, j = (2 * i + j, 3 * j - i) if resolution % 2 else (3 * i - j, i + 2 * j)
        i, j = i + DIGIT_STEPS[digit, 0], j + DIGIT_STEPS[digit, 1]
    return base, i, j


def _across_bases(
    ids: np.ndarray, base: np.ndarray, five_sided: np.ndarray, ask: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the links between base cells, and those in a pentagon's: H3 is asked, they are few."""
    edge = np.flatnonzero(ask)
    disks = [h3.api.basic_int.grid_disk(int(i), 1) for i in ids[edge]]
    rows = np.repeat(edge, [len(d) for d in disks])
    near = np.fromiter((n for d in disks for n in d), np.uint64)
    order = np.argsort(ids)
    cols = order[np.searchsorted(ids, near, sorter=order).clip(max=len(ids) - 1)]
    linked = (ids[cols] == near) & (rows != cols) & ((base[rows] != base[cols]) | five_sided[rows])
    return rows[linked], cols[linked]
