"""Say how much of the demand has somebody there for it, hour by hour and place by place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
import shapely
from scipy import sparse

from placespace.errors import PlacespaceError
from placespace.measures.network import WalkingNetwork
from placespace.measures.reach import Walk, reach
from placespace.terms import WEEKDAYS

HOURS, SLOTS = 168, 336
OTHER_WALKS = (10, 15, 20, 35)
"""Minutes that a result is shown for beside the walk used."""


def served(within: sparse.csr_array, slots: np.ndarray) -> np.ndarray:
    """Return in which half-hours of the week some open session is within a walk of each cell.

    Parameters
    ----------
    within : csr_array of bool, shape (n, m)
        From :func:`placespace.measures.reach`. A walk of 0 minutes must be stored as True.
    slots : ndarray of bool, shape (m, 336)
        Half-hours in which each session is open, from Monday 00:00.

    Returns
    -------
    ndarray of bool, shape (n, 336)
        A cell that nothing reaches is all False: it never vanishes.

    Raises
    ------
    PlacespaceError
        When the sessions of one are not those of the other.

    Examples
    --------
    >>> week = np.zeros((1, 336), bool)
    >>> week[0, 36:40] = True                       # Monday 18:00 to 20:00
    >>> served(sparse.csr_array([[True], [False]]), week).sum(axis=1).tolist()
    [4, 0]
    """
    slots = np.asarray(slots, bool)
    if slots.shape != (within.shape[1], SLOTS):
        raise PlacespaceError(
            f"There must be one row of {SLOTS} half-hours for each session.",
            f"{within.shape[1]} session(s) can be walked to, and the half-hours are of shape {slots.shape}.",
            "Use reach() and open_slots() of the same sessions.",
        )
    out = np.zeros((within.shape[0], SLOTS), bool)
    columns = sparse.csc_array(within, dtype=bool, copy=True)
    columns.eliminate_zeros()
    for session in np.flatnonzero(slots.any(axis=1)):
        cells = columns.indices[columns.indptr[session] : columns.indptr[session + 1]]
        out[cells] |= slots[session]
    return out


@dataclass(frozen=True, eq=False)
class Coverage:
    """Demand beside what serves it.

    Attributes
    ----------
    demand : ndarray of float, shape (n, 168)
        A week, by hour from Monday 00:00: expected events, young people, or what else was asked for.
        Half of an hour's demand falls in each of its half-hours. Missing stays missing: it takes no
        part in any sum, and ``missing`` counts the cells.
    served : ndarray of bool, shape (n, 336)
        From :func:`served`.

    Raises
    ------
    PlacespaceError
        When shapes do not fit, or a demand is negative or without end.

    Notes
    -----
    The unserved share is ``U = sum d (1 - served) / sum d`` over cells and half-hours. Where there
    is no demand there is no share: it is missing, not 0.

    Examples
    --------
    >>> demand = np.zeros((2, 168))
    >>> demand[:, 18] = 3, 1                        # Monday 18:00 to 19:00
    >>> open_then = np.zeros((2, 336), bool)
    >>> open_then[0, 37] = True                     # Monday 18:30 to 19:00, first cell only
    >>> Coverage(demand, open_then).unserved_share
    0.625
    """

    demand: np.ndarray
    served: np.ndarray

    def __post_init__(self) -> None:
        """Refuse shapes that do not fit."""
        demand, there = np.shape(self.demand), np.shape(self.served)
        if len(demand) != 2 or demand[1] != HOURS or there != (demand[0], SLOTS):
            raise PlacespaceError(
                f"Demand must be {HOURS} hours and served {SLOTS} half-hours, for the same cells.",
                f"Their shapes are {demand} and {there}.",
                "Use expected_per_week() and served() of the same cells.",
            )
        if (self.demand < 0).any() or np.isinf(self.demand).any():
            raise PlacespaceError(
                "Demand must be 0 or more in every cell and hour.",
                "Some is negative or without end.",
                "Look at the layer or the numbers it was made from.",
            )

    @cached_property
    def known(self) -> np.ndarray:
        """Return demand with 0 in place of what is missing, shape (n, 168): for sums alone."""
        gone = np.isnan(self.demand)
        return np.where(gone, 0.0, self.demand) if gone.any() else self.demand

    @property
    def served_hours(self) -> np.ndarray:
        """Return the share of each hour that is served: 0, a half or 1, shape (n, 168)."""
        return _hours_of(self.served)

    @cached_property
    def unmet(self) -> np.ndarray:
        """Return demand not met with 0 in place of what is missing, shape (n, 168): for sums alone."""
        unmet, some = self.known.copy(), np.flatnonzero(self.served.any(axis=1))
        unmet[some] *= 1 - _hours_of(self.served[some])
        return unmet

    @property
    def unserved(self) -> np.ndarray:
        """Return demand not met, shape (n, 168); missing where demand is."""
        return self.unmet if self.known is self.demand else np.where(np.isnan(self.demand), np.nan, self.unmet)

    @property
    def missing(self) -> int:
        """How many cells have a demand that is missing in some hour."""
        return int(np.isnan(self.demand).any(axis=1).sum())

    @property
    def total(self) -> float:
        """Demand of the whole area, a week."""
        return float(self.known.sum())

    @property
    def unserved_share(self) -> float:
        """Return U of the whole area; NaN where demand is 0."""
        return float(self.unmet.sum() / self.total) if self.total else float("nan")

    @property
    def by_hour(self) -> np.ndarray:
        """Return the share of demand that is reached, by hour, shape (168,); NaN where there is none."""
        return 1 - _share(self.unmet.sum(axis=0), self.known.sum(axis=0))

    @property
    def by_cell(self) -> np.ndarray:
        """Return the share of demand not met, by cell, shape (n,); NaN where there is none."""
        return _share(self.unmet.sum(axis=1), self.known.sum(axis=1))


def _hours_of(half_hours: np.ndarray) -> np.ndarray:
    return (half_hours[:, ::2].astype(float) + half_hours[:, 1::2]) / 2


def _share(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    return np.divide(part, whole, out=np.full(len(whole), np.nan), where=whole > 0)


def week_strip(coverage: Coverage) -> pd.DataFrame:
    """Return the week hour by hour: how much demand there is, how much is not met, and what share is reached.

    Returns
    -------
    DataFrame
        168 rows from Monday 00:00, clock time: ``weekday, hour, demand, unserved, reached``.
        ``reached`` is missing where there is no demand.
    """
    hour = np.arange(HOURS)
    return pd.DataFrame(
        {
            "weekday": np.array(WEEKDAYS)[hour // 24],
            "hour": hour % 24,
            "demand": coverage.known.sum(axis=0),
            "unserved": coverage.unmet.sum(axis=0),
            "reached": coverage.by_hour,
        }
    )


def sensitivity(
    cells_m: np.ndarray,
    sites_m: np.ndarray,
    slots: np.ndarray,
    demand: np.ndarray,
    minutes: Sequence[float] = OTHER_WALKS,
    *,
    walk: Walk | None = None,
    barriers: Sequence[shapely.Geometry] = (),
    network: WalkingNetwork | None = None,
) -> pd.Series:
    """Return the unserved share for walks of other lengths.

    Parameters
    ----------
    cells_m, sites_m : ndarray of float, shapes (n, 2) and (m, 2)
        EPSG:27700.
    slots : ndarray of bool, shape (m, 336)
    demand : ndarray of float, shape (n, 168)
    minutes : sequence of float
    walk : Walk, optional
        Whose pace and detour are used; ours by default.
    barriers, network
        As for :func:`placespace.measures.reach`.

    Returns
    -------
    Series
        Named ``unserved_share``, indexed by ``minutes``. It never rises with a longer walk.
    """
    pace = walk or Walk()
    cut = network.cut_by(barriers) if network is not None else None
    shares = []
    for limit in minutes:
        this = Walk(limit, pace.m_per_min, pace.detour)
        within = reach(cells_m, sites_m, this, barriers=() if cut else barriers, network=cut)
        shares.append(Coverage(demand, served(within, slots)).unserved_share)
    return pd.Series(shares, pd.Index(minutes, name="minutes"), name="unserved_share", dtype=float)
