"""Say how many places a head there are within a walk, when many want the same ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from placespace.errors import PlacespaceError
from placespace.measures.reach import Walk

STEPS = (1.0, 0.68, 0.22)
"""Weight of a site in the first, second and last third of a walk (Luo and Qi 2009, slow decay)."""
SAME_MIN = 1e-9
"""A walk of a third of the time itself is in that third; this much is lost to rounding."""


@dataclass(frozen=True, eq=False)
class Access:
    """Places a head. Unpacks as ``ratio, access``.

    Attributes
    ----------
    ratio : ndarray of float, shape (m,)
        Places a head of those within a walk of each site; missing where its capacity is not
        stated, or where nobody is within a walk.
    access : ndarray of float, shape (n,)
        Places a head open to each cell; 0 where nothing is in reach.
    not_stated : int
        Sites left out because their capacity is not stated.
    nobody_near : int
        Sites left out because no demand is within a walk.
    demand_missing : int
        Cells left out of the sums because their demand is missing.
    """

    ratio: np.ndarray
    access: np.ndarray
    not_stated: int
    nobody_near: int
    demand_missing: int

    def __iter__(self) -> Iterator[np.ndarray]:
        """Yield ``ratio`` and ``access``."""
        return iter((self.ratio, self.access))


def decay(minutes: sparse.csr_array, walk: Walk) -> sparse.csr_array:
    """Return the weight of each site for each cell, by how much of a walk away it is.

    Parameters
    ----------
    minutes : csr_array of float, shape (n, m)
        From :func:`placespace.measures.walking_minutes`; what is not stored is out of reach.
    walk : Walk

    Returns
    -------
    csr_array of float, shape (n, m)
        1, 0.68 and 0.22 for the first, second and last third of the walk, each with its end;
        nothing beyond it.

    Notes
    -----
    Luo and Qi 2009, "An enhanced two-step floating catchment area (E2SFCA) method for measuring
    spatial accessibility to primary care physicians", Health and Place 15(4), 1100-1107: their
    three zones of ten minutes' drive, here thirds of a walk.

    Examples
    --------
    >>> decay(sparse.csr_array([[5.0, 5.1, 15.0, 0.0]]), Walk(15)).toarray().tolist()
    [[1.0, 0.68, 0.22, 0.0]]
    """
    third = np.ceil((minutes.data - SAME_MIN) / (walk.minutes / len(STEPS))).clip(min=1) - 1
    weight = np.append(STEPS, 0.0)[third.clip(max=len(STEPS)).astype(int)]
    out = sparse.csr_array((weight, minutes.indices, minutes.indptr), shape=minutes.shape, copy=True)
    out.eliminate_zeros()
    return out


def e2sfca(demand: np.ndarray, supply: np.ndarray, weight: sparse.csr_array) -> Access:
    """Return places a head, by the enhanced two-step floating catchment area.

    ``R_s = S_s / sum_k D_k f_ks`` and ``A_i = sum_s R_s f_is``: each site's places are shared among
    those who can walk to it, then each cell adds up its shares.

    Parameters
    ----------
    demand : ndarray of float, shape (n,)
        Young people (or events) a cell.
    supply : ndarray of float, shape (m,)
        Places a week at each site; missing where the list does not say.
    weight : csr_array of float, shape (n, m)
        :func:`decay`, or reach itself (1 within a walk).

    Returns
    -------
    Access

    Raises
    ------
    PlacespaceError
        When shapes do not fit, or a number is negative.

    Notes
    -----
    No place is lost: ``sum_i A_i D_i`` is the sum of ``S_s`` over sites that somebody can walk to.
    Luo and Qi 2009, as for :func:`decay`.

    Examples
    --------
    >>> within = sparse.csr_array([[1.0], [1.0], [0.0]])
    >>> ratio, access = e2sfca(np.array([100.0, 50, 80]), np.array([10.0]), within)
    >>> access.round(6).tolist()
    [0.066667, 0.066667, 0.0]
    """
    demand, supply = np.asarray(demand, float), np.asarray(supply, float)
    if weight.shape != (len(demand), len(supply)):
        raise PlacespaceError(
            "Weights must have a row a cell and a column a site.",
            f"They are {weight.shape}, for {len(demand)} cell(s) and {len(supply)} site(s).",
            "Use the cells and sites that walking_minutes() was given.",
        )
    if (demand < 0).any() or (supply < 0).any():
        raise PlacespaceError(
            "Demand and capacity must be 0 or more.", "One is negative.", "Look at the file it came from."
        )
    share = sparse.csr_array(weight, dtype=float)
    within = share.T @ np.nan_to_num(demand)
    stated = ~np.isnan(supply)
    used = stated & (within > 0)
    ratio = np.divide(supply, within, out=np.full(len(supply), np.nan), where=used)
    return Access(
        ratio,
        share @ np.nan_to_num(ratio),
        int((~stated).sum()),
        int((stated & ~used).sum()),
        int(np.isnan(demand).sum()),
    )
