"""Set sessions somebody thinks of side by side: what each option would reach, and what it would leave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from placespace.calendar.slots import SLOTS, in_slots, slots_between
from placespace.errors import WrongUse
from placespace.measures.coverage import HOURS, Coverage
from placespace.settings import settings

MOST_OPTIONS = 4
"""Four fit side by side on a screen and on a page of A4."""

SAME = 1e-9
"""Share under which two hours have the same demand: sums of floats differ in their last digits."""

OPTION_COLUMNS = {
    "reached": "demand a week that nobody reaches now and the option would",
    "share": "the same as a share of all demand",
    "u_before": "share of all demand that nobody reaches now",
    "u_after": "share of all demand that nobody would reach",
    "hours": "hours a week of its sessions",
    "hot_hours": "of these, hours among those of the week with most demand in the cells reached; missing where hours "
    "are too alike to tell",
    "wasted": "share of the demand it could reach that is served already; missing where it could reach none",
    "deprived_share": "share of what is newly reached, where need is known, that is in the most deprived cells",
    "need_missing": "share of what is newly reached that is in cells whose need is not known",
    "cells_missing": "cells within reach whose demand is not known: they take no part",
}


class Trial(NamedTuple):
    """A weekly session to try: the cells it reaches and when it is open. A plain pair of the two does as well.

    Attributes
    ----------
    reached : ndarray of bool, shape (n,)
        A venue's column of ``placespace.measures.reach``.
    slots : ndarray of bool, shape (336,)
        Half hours of the week.
    """

    reached: np.ndarray
    slots: np.ndarray

    @classmethod
    def at(cls, reached: np.ndarray, weekday: int, start: str, end: str) -> Trial:
        """Return a trial by day and clock: see :func:`placespace.calendar.slots.slots_between`.

        Examples
        --------
        >>> int(Trial.at(np.array([True, False]), 3, "18:30", "21:00").slots.sum())
        5
        """
        return cls(reached, slots_between(weekday, start, end))


def served_with(served: np.ndarray, option: Sequence[Trial]) -> np.ndarray:
    """Return what would be served with an option as well.

    Parameters
    ----------
    served : ndarray of bool, shape (n, 336)
    option : sequence of Trial

    Returns
    -------
    ndarray of bool, shape (n, 336)
    """
    after = np.array(served, bool)
    for trial in option:
        reached, slots = (np.asarray(part, bool) for part in trial)
        if reached.shape != (len(after),) or slots.shape != (SLOTS,):
            raise WrongUse(
                f"A trial says of {len(after)} cells and {SLOTS} half hours which it reaches.",
                f"Its shapes are {reached.shape} and {slots.shape}.",
                "Use a column of reach() of the same cells, and slots_between().",
            )
        after |= reached[:, None] & slots
    return after


def compare(
    options: Sequence[Sequence[Trial]],
    demand: np.ndarray,
    served: np.ndarray,
    *,
    need_share: np.ndarray | None = None,
    own: Mapping[str, float] | None = None,
) -> pd.DataFrame:
    """Set up to four options side by side, each one or more sessions beside all that is open already.

    What would stay uncovered is found in ``Coverage(demand, served_with(served, option))``; other walking
    times in columns of reach for those.

    Parameters
    ----------
    options : sequence of sequences of Trial
        An option without sessions is what there is now.
    demand : ndarray of float, shape (n, 168)
        A week, by cell and hour; where it is missing it takes no part.
    served : ndarray of bool, shape (n, 336)
        What is open already and within reach, by cell and half hour.
    need_share : ndarray of float, shape (n,), optional
        Each cell's place in the order of need, 0 to 1, the most deprived highest; missing where not known.
    own : mapping of str to float, optional
        An area's own settings: ``hot_hours`` and ``deprived_from``.

    Returns
    -------
    DataFrame
        One row an option in the order given, columns of :data:`OPTION_COLUMNS`. Each cell and half hour counts
        once however many sessions reach it; hours are added up session by session.

    Raises
    ------
    WrongUse
        When there is no option or more than four, or trials or need are not of these cells.
    PlacespaceError
        When demand and what serves it do not fit: see :class:`placespace.measures.coverage.Coverage`.

    Examples
    --------
    >>> demand = np.zeros((2, 168))
    >>> demand[:, 90:93] = [[1.0], [3.0]]           # Thursday 18:00 to 21:00
    >>> both = np.array([True, True])
    >>> early, late = (Trial.at(both, 3, *hours) for hours in (("16:00", "19:00"), ("18:30", "21:00")))
    >>> table = compare([[early], [late]], demand, np.zeros((2, 336), bool))
    >>> table[["reached", "hours", "hot_hours"]].values.tolist()
    [[4.0, 3.0, 1.0], [10.0, 2.5, 2.5]]
    """
    if not 1 <= len(options) <= MOST_OPTIONS:
        raise WrongUse(
            f"From 1 to {MOST_OPTIONS} options are compared at a time.",
            f"There are {len(options)}.",
            "Compare the best of these with the others next.",
        )
    before, limits = Coverage(demand, served), settings(own)
    if need_share is not None and np.shape(need_share) != (len(demand),):
        found = f"There are {len(demand)} cells, and need is of shape {np.shape(need_share)}."
        raise WrongUse("Need must be known or missing for each cell.", found, "Use need of the same cells.")
    by_slot, unknown = in_slots(np.nan_to_num(demand)), np.isnan(demand).any(axis=1)
    rows = []
    for option in options:
        within = served_with(np.zeros_like(served, bool), option)
        after = Coverage(demand, within | served)
        extra = np.where(within & ~served, by_slot, 0).sum(axis=1)
        rows.append(
            {
                "reached": extra.sum(),
                "share": _share(extra.sum(), before.total),
                "u_before": before.unserved_share,
                "u_after": after.unserved_share,
                "hours": sum(float(np.sum(slots)) / 2 for _, slots in option),
                "hot_hours": sum(_hot_hours(*trial, demand, int(limits["hot_hours"])) for trial in option),
                "wasted": _share(by_slot[within & served].sum(), by_slot[within].sum()),
                **_by_need(extra, need_share, limits["deprived_from"]),
                "cells_missing": int((within.any(axis=1) & unknown).sum()),
            }
        )
    return pd.DataFrame(rows).astype({"hours": float, "hot_hours": float})


def _hot_hours(reached: np.ndarray, slots: np.ndarray, demand: np.ndarray, most: int) -> float:
    """Return how many of a session's hours are among the ``most`` with most demand in the cells it reaches.

    Hours that tie for the last places are left out together; missing where that leaves none.
    """
    by_hour = np.nansum(demand[np.asarray(reached, bool)], axis=0)
    if not by_hour.any():
        return 0.0
    as_much = (by_hour >= by_hour[:, None] * (1 - SAME)).sum(axis=1)
    hot = (by_hour > 0) & (as_much <= most)
    return float(np.reshape(slots, (HOURS, 2))[hot].sum() / 2) if hot.any() else np.nan


def _by_need(extra: np.ndarray, need_share: np.ndarray | None, deprived_from: float) -> dict[str, float]:
    need = np.full(len(extra), np.nan) if need_share is None else np.asarray(need_share, float)
    known = extra[~np.isnan(need)].sum()
    return {
        "deprived_share": _share(extra[need >= deprived_from].sum(), known),
        "need_missing": _share(extra[np.isnan(need)].sum(), extra.sum()),
    }


def _share(part: float, whole: float) -> float:
    return float(part / whole) if whole > 0 else np.nan
