"""Protect a table: hide small counts, round the rest, and leave nothing they could be worked out from.

What leaves is worked out from what is shown and from nothing else: flags, order and labels are the
same for any two tables whose counts look the same, so they cannot tell such tables apart.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy import sparse

from placespace.disclose.profiles import PROFILES, WINDOW_MONTHS, Profile
from placespace.errors import PlacespaceError
from placespace.measures import is_hot, months_needed, ring_test

OPEN = {"cell", "area_km2", "place", "month", "layer", "source", "category", "lat", "lng", "geometry", "title"}
"""Columns that hold no count."""
COUNTS = {"count", "events"}
"""Columns that are counts: hidden or rounded."""
EXACT = {
    "ring",
    "expected",
    "ratio",
    "p",
    "q",
    "gi_z",
    "months_active",
    "rate_per_1000",
    "low",
    "high",
    "share",
    "a_ring",
    "b_ring",
    "p_above",
    "shrunk_rate",
}
"""Columns from which a true count could be worked out: left empty."""
FLAGS = {"hot", "kind"}
"""Columns worked out again from the counts as they are shown."""


def round_count(counts: pd.Series, profile: Profile) -> tuple[pd.Series, pd.Series]:
    """Return counts as a profile may see them, and the status of each.

    Returns
    -------
    shown : Series of Int64
        Missing where hidden or where there are no data.
    status : Series of str
        ``shown``, ``hidden``, ``zero`` or ``no data``.

    Examples
    --------
    >>> from placespace.disclose import PROFILES
    >>> shown, status = round_count(pd.Series([0, 3, 7, 8, None]), PROFILES["partner"])
    >>> shown.tolist(), status.tolist()
    ([0, <NA>, 5, 10, <NA>], ['zero', 'hidden', 'shown', 'shown', 'no data'])
    """
    x = counts.to_numpy(dtype=float, na_value=np.nan)
    status = np.select([np.isnan(x), x == 0, x < profile.hide_below], ["no data", "zero", "hidden"], "shown")
    near = np.floor(np.nan_to_num(x) / profile.base + 0.5) * profile.base
    unseen = np.isin(status, ("hidden", "no data"))
    # what lies under a missing value travels with it in Arrow: nothing of the count may
    shown = pd.arrays.IntegerArray(np.where(unseen, 0, near).astype("int64"), unseen)
    return pd.Series(shown, counts.index, name=counts.name), pd.Series(status, counts.index, name="status", dtype="str")


def could_be(shown: pd.Series, status: pd.Series, profile: Profile) -> tuple[np.ndarray, np.ndarray]:
    """Return the least and the most each true count could be, to someone who sees only what is shown.

    Examples
    --------
    >>> from placespace.disclose import PROFILES
    >>> partner = PROFILES["partner"]
    >>> low, high = could_be(*round_count(pd.Series([0, 3, 7, 8]), partner), partner)
    >>> low.tolist(), high.tolist()
    ([0.0, 1.0, 5.0, 8.0], [0.0, 4.0, 7.0, 12.0])
    """
    x = shown.to_numpy(dtype=float, na_value=np.nan)
    hidden = (status == "hidden").to_numpy()
    low = np.where(hidden, 1, np.maximum(np.ceil(x - profile.base / 2), profile.hide_below))
    high = np.where(hidden, profile.hide_below - 1, np.ceil(x + profile.base / 2) - 1)
    zero = (status == "zero").to_numpy()
    return np.where(zero, 0, low), np.where(zero, 0, high)


def counts_as_shown(true: pd.Series, profile: Profile) -> pd.Series:
    """Return the counts someone would guess who sees only what is shown.

    A measure made from these tells nothing that the shown counts do not: use it for anything a
    protected profile is to see besides the counts themselves.

    Parameters
    ----------
    true : Series
        Counts of all cells, zeros included; missing is missing.

    Returns
    -------
    Series of float
        Shown counts as rounded; hidden ones all alike, sharing out what the shown total leaves.

    Examples
    --------
    >>> from placespace.disclose import PROFILES
    >>> counts_as_shown(pd.Series([20, 3, 9, 2, 2]), PROFILES["partner"]).round(2).tolist()
    [20.0, 1.67, 10.0, 1.67, 1.67]
    """
    if profile.exact:
        return true.astype(float)
    shown, status = round_count(true, profile)
    guess = shown.astype("Float64").to_numpy(dtype=float, na_value=np.nan)
    hidden = (status == "hidden").to_numpy()
    if hidden.any():
        total, how = shown_total(true, profile)
        each = profile.hide_below / 2 if how != "shown" else (total - np.nansum(guess)) / hidden.sum()
        guess[hidden] = np.clip(each, 1, profile.hide_below - 1)
    return pd.Series(guess, true.index, name=true.name)


def protect(
    table: pd.DataFrame,
    profile: Profile,
    *,
    ring: sparse.csr_array | None = None,
    own: Mapping[str, float] | None = None,
) -> pd.DataFrame:
    """Return a table as a profile may see it. Every surface that leaves the analyst's screen shows only this.

    Parameters
    ----------
    table : DataFrame
        Columns this module knows: an unknown one is refused rather than let through. The rows are
        all rows of the question: one that was cut to the busiest tells which those are.
    profile : Profile
    ring : csr_array, shape (n, n), optional
        Needed where the table has ``hot`` or ``kind``.
    own : mapping, optional
        The settings of the area: the thresholds of ``hot``.

    Returns
    -------
    DataFrame
        The same columns and ``status``. For protected profiles: counts hidden or rounded; columns
        that give a true count away left empty; rows in an order, and with labels, that tell nothing.
        ``hot`` is the ring test on the counts as shown, so it can differ from the analyst's by a few
        cells; ``kind`` rests on single months and is ``hidden``.

    Raises
    ------
    PlacespaceError
        When the table holds a column that has not been decided on, or flags without their counts.
    """
    _check_columns(table, ring, protected=not profile.exact)
    out = table.copy()
    out.attrs = {}
    counts = [c for c in out.columns if c in COUNTS]
    if profile.exact:
        return out.assign(status=round_count(out[counts[0]], profile)[1] if counts else "shown")
    for column in counts:
        out[column], status = round_count(table[column], profile)
        if column == counts[0]:
            out["status"] = status
    for column in out.columns.intersection(list(EXACT)):
        out[column] = pd.Series(np.nan, out.index)
    if "hot" in out:
        true = table[counts[0]]
        hot = _hot_as_shown(true, table["months_active"], ring, profile, own)
        out["hot"] = hot
        if "kind" in out:
            # a kind rests on single months, and says at least so many in one of them
            out["kind"] = pd.Series(np.where(hot, "hidden", "none"), out.index, dtype="str")
    return _in_telling_nothing_order(out, counts)


def _check_columns(table: pd.DataFrame, ring: sparse.csr_array | None, *, protected: bool) -> None:
    unknown = [c for c in table.columns if c not in OPEN | COUNTS | EXACT | FLAGS]
    if unknown:
        raise PlacespaceError(
            "A table may leave only with columns that disclosure knows.",
            f"'{unknown[0]}' is not one.",
            "Name it in placespace/disclose/protect.py.",
        )
    if not table.columns.is_unique:
        raise PlacespaceError(
            "Every column must have its own name.",
            f"'{table.columns[table.columns.duplicated()][0]}' is there twice.",
            "Drop or rename one.",
        )
    if not protected or not FLAGS.intersection(table.columns):
        return
    absent = [c for c in ("hot", "months_active") if c not in table] + ([] if COUNTS.intersection(table) else ["count"])
    if ring is None or absent or ring.shape[0] != len(table):
        found = (
            "No ring matrix was given."
            if ring is None
            else f"The table has no {', '.join(absent)}."
            if absent
            else f"The table has {len(table)} rows and the ring matrix {ring.shape[0]}."
        )
        raise PlacespaceError(
            "Flags can be protected only with the counts, months and rings of all cells they come from.",
            found,
            "Pass the whole hot spot table in cell order, and ring=cells.ring.",
        )


def _hot_as_shown(
    true: pd.Series, active: pd.Series, ring: sparse.csr_array, profile: Profile, own: Mapping[str, float] | None
) -> np.ndarray:
    """Return which rings are hot by the counts as shown.

    The months a ring was active in are true ones: they are asked only where the least the ring could
    hold is as many, so that the answer tells nothing about a count.
    """
    guess = counts_as_shown(true, profile).fillna(0)
    test = ring_test(guess, ring)
    least = ring @ np.nan_to_num(could_be(*round_count(true, profile), profile)[0])
    hot = is_hot(test, active, WINDOW_MONTHS, own).to_numpy(bool)
    return hot & (least >= months_needed(WINDOW_MONTHS, own))


def _in_telling_nothing_order(out: pd.DataFrame, counts: list[str]) -> pd.DataFrame:
    """Return rows by flag, shown count, then everything open; labels are numbered again.

    A label or a tie left in the order it came would carry a rank by true counts.
    """
    known = out.index.name in OPEN
    # a category keeps a list of its values, in an order of its own: only the words may leave
    for column in out.columns:
        if isinstance(out[column].dtype, pd.CategoricalDtype):
            out[column] = out[column].astype(out[column].cat.categories.dtype)
    keys = pd.DataFrame({c: out[c].to_numpy(dtype=float, na_value=-np.inf) for c in ("hot", *counts) if c in out})
    keys = -keys
    for column in [c for c in out.columns if c in OPEN and not (c == "geometry" and "cell" in out)]:
        keys[f"open {column}"] = out[column].astype("str").to_numpy()
    if known:
        keys["open label"] = out.index.astype("str")
    if keys.columns.empty:
        return out if known else out.reset_index(drop=True)
    ordered = out.iloc[keys.sort_values(list(keys), kind="stable").index]
    return ordered if known else ordered.reset_index(drop=True)


def shown_total(true: pd.Series, profile: Profile) -> tuple[int | None, str]:
    """Return a total as a profile may see it, made from true counts and then rounded.

    Hidden, too, near the least and the most that the parts shown allow: so near, and no nearer, that
    neither a shown total nor a hidden one takes a value from a hidden part. Where another profile hides
    less than this one, any hidden part hides the total.

    Parameters
    ----------
    true : Series
        The parts.

    Examples
    --------
    >>> from placespace.disclose import PROFILES
    >>> shown_total(pd.Series([20, 3, 9, 2, 2]), PROFILES["partner"])
    (35, 'shown')
    >>> shown_total(pd.Series([4, 4]), PROFILES["partner"])
    (None, 'hidden')
    """
    total, status = totals_shown(true, [true.sum()], profile)
    return (None if pd.isna(total[0]) else int(total[0])), status[0]


def totals_shown(true: pd.Series, sums: ArrayLike, profile: Profile) -> tuple[pd.Series, pd.Series]:
    """Return each of some totals as :func:`shown_total` would show it, were it that of the same shown parts.

    Returns
    -------
    shown : Series of Int64
    status : Series of str
    """
    total, status = round_count(pd.Series(sums), profile)
    shown, each = round_count(true, profile)
    if profile.exact or not (each == "hidden").any():
        return total, status
    # who holds the table of a profile that hides less must learn no total that it hides, and whether it hides
    # one turns on counts that this profile does not show: so here every hidden part hides the total
    tells = np.full(len(total), finer_profiles(profile) != [])
    low, high = could_be(shown, each, profile)
    least, most = could_be(total, status, profile)
    # one hidden part can be 1 whatever the total up to here, and the most from here on
    spare = profile.hide_below - 2
    tells |= (least <= np.nansum(low) + spare) | (most >= np.nansum(high) - spare)
    return total.mask(tells), status.mask(tells, "hidden")


def finer_profiles(profile: Profile) -> list[Profile]:
    """Return the protected profiles that hide less than one: what it sees may be laid beside what they see."""
    return [p for p in PROFILES.values() if not p.exact and p.hide_below < profile.hide_below]
