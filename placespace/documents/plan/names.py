"""Call each place by a name of its own: the one people gave it, or the nearest in the area's own files."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from placespace.grid import Cells
from placespace.plans.decisions import Decision

LETTERS = "ABCDEFGHJKLMNOPQRSTUVWXYZ"
"""Of the National Grid: five to a side from the north-west, without an I."""
SQUARE_M, GRAIN_M = 100_000, 100
SIDES = ("east", "north-east", "north", "north-west", "west", "south-west", "south", "south-east")


def grid_reference(easting: float, northing: float) -> str:
    """Return a place as a reference of the National Grid to 100 m; its metres outside the grid.

    Examples
    --------
    >>> grid_reference(530_034, 180_381), grid_reference(216_650, 771_250), grid_reference(-5, 0)
    ('TQ 300 803', 'NN 166 712', '-5 0')
    """
    east, north = int(easting // SQUARE_M), int(northing // SQUARE_M)
    if not (0 <= easting < 7 * SQUARE_M and 0 <= northing < 13 * SQUARE_M):
        return f"{easting:.0f} {northing:.0f}"
    first = (3 - north // 5) * 5 + east // 5 + 2
    second = (4 - north % 5) * 5 + east % 5
    digits = (f"{int(metres % SQUARE_M // GRAIN_M):03d}" for metres in (easting, northing))
    return f"{LETTERS[first]}{LETTERS[second]} {' '.join(digits)}"


def names_of(
    nearest: Sequence[str],
    cells: Cells,
    centres: np.ndarray,
    member: np.ndarray,
    decided: Sequence[Decision],
    *,
    apart_m: float,
) -> list[str]:
    """Return a name for each place, no two alike.

    Parameters
    ----------
    nearest : sequence of str, shape (p,)
        The nearest name of each place's centre; empty for none.
    cells : Cells
    centres : ndarray of int, shape (p,)
        Positions of the centres among the cells.
    member : ndarray of int, shape (n,)
        The place of each cell.
    decided : sequence of Decision
        Names that people gave, oldest first. The last for a cell holds, also where the centre of this month is
        another cell of the place, or no further than ``apart_m`` from the cell.
    apart_m : float
    """
    xy = cells.centres_m()[centres]
    given = _given(cells, centres, member, decided, apart_m)
    plain = [given.get(i) or name or f"grid reference {grid_reference(*xy[i])}" for i, name in enumerate(nearest)]
    names = list(plain)
    for name in dict.fromkeys(plain):
        alike = [i for i, other in enumerate(plain) if other == name]
        # the one that people called so keeps it as it is
        kept = [i for i in alike if i in given]
        others = alike if len(kept) != 1 else [i for i in alike if i not in kept]
        if len(alike) > 1:
            for i, part in zip(others, _parts(xy[others], xy[alike].mean(axis=0)), strict=True):
                names[i] = f"{name}, {part}"
    return names


def _parts(xy: np.ndarray, middle: np.ndarray) -> list[str]:
    """Return what tells places of one name apart: their side of the middle, or where they are on the grid."""
    turn = np.degrees(np.arctan2(*(xy - middle).T[::-1]))
    sides = [SIDES[int((angle + 22.5) // 45) % 8] for angle in turn]
    return sides if len(set(sides)) == len(sides) else [grid_reference(*one) for one in xy]


def _given(
    cells: Cells, centres: np.ndarray, member: np.ndarray, decided: Sequence[Decision], apart_m: float
) -> dict[int, str]:
    """Return the names that people gave, by place: each name to one place, its own centre's before any near it."""
    called = {d.place: " ".join(str(d.detail["name"]).split()) for d in decided if d.kind == "name"}
    metres, pairs = cells.centres_m(), []
    for cell, at in zip(called, cells.index.get_indexer(list(called)), strict=True):
        if at < 0:  # of another area, or of cells of another size
            continue
        gap = np.hypot(*(metres[centres] - metres[at]).T)
        here = (gap <= apart_m) | (np.arange(len(centres)) == member[at])
        pairs += [(gap[place], cell, place) for place in np.flatnonzero(here).tolist()]
    found: dict[int, str] = {}
    used: set[str] = set()
    for _, cell, place in sorted(pairs):
        if cell not in used and place not in found:
            found[place] = called[cell]
            used.add(cell)
    return found
