"""Say how many whole minutes a crew takes from place to place and from its base."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from placespace.errors import WrongUse

ROUNDING = 1e-9
"""Minutes: a time that is whole but for its last digits is whole."""

NEVER_MIN = 1_000_000
"""Longer than any month: what takes so long is not reached."""


@dataclass(frozen=True, eq=False)
class Travel:
    """Minutes between places and to and from the base, each rounded up.

    Attributes
    ----------
    between : ndarray of int, shape (p, p)
        0 from a place to itself.
    base : ndarray of int, shape (p,)
        0 everywhere for a crew without a base: it starts and ends anywhere.
    has_base : bool
    """

    between: np.ndarray
    base: np.ndarray
    has_base: bool


def travel(places_m: np.ndarray, speed_km_h: float, detour: float, base_m: tuple[float, float] | None = None) -> Travel:
    """Return a crew's times: the straight line, times ``detour``, at its speed.

    Parameters
    ----------
    places_m : ndarray of float, shape (p, 2)
        EPSG:27700.
    speed_km_h, detour : float
    base_m : tuple of float, optional
        EPSG:27700.

    Raises
    ------
    WrongUse
        When the speed is not above 0.

    Examples
    --------
    >>> travel(np.array([[0.0, 0.0], [0.0, 1000.0]]), 4.8, 1.3).between
    array([[ 0, 17],
           [17,  0]])
    """
    if not (speed_km_h > 0 and math.isfinite(speed_km_h)):
        raise WrongUse("A crew's speed is above 0 km/h.", f"It is {speed_km_h}.", "Say how fast it gets about.")
    minutes_per_m = detour * 60 / (speed_km_h * 1000)

    def minutes(metres: np.ndarray) -> np.ndarray:
        return np.ceil(metres * minutes_per_m - ROUNDING).clip(0, NEVER_MIN).astype(int)

    between = minutes(np.hypot(*(places_m[:, None] - places_m[None]).transpose(2, 0, 1)))
    if base_m is None:
        return Travel(between, np.zeros(len(places_m), int), False)
    return Travel(between, minutes(np.hypot(*(places_m - np.asarray(base_m, float)).T)), True)
