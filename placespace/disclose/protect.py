"""Protect a table: hide small counts, round the rest, and leave nothing they could be worked out from."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import sparse

from placespace.disclose.profiles import Profile
from placespace.errors import PlacespaceError

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
"""Columns that say only 'at least so many': shown where that narrows no hidden count."""


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
    x = counts.to_numpy(float)
    status = np.select([np.isnan(x), x == 0, x < profile.hide_below], ["no data", "zero", "hidden"], "shown")
    near = np.floor(np.nan_to_num(x) / profile.base + 0.5) * profile.base
    shown = pd.array(near.astype(int), dtype="Int64")
    shown[np.isin(status, ("hidden", "no data"))] = pd.NA
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


def protect(table: pd.DataFrame, profile: Profile, *, ring: sparse.csr_array | None = None) -> pd.DataFrame:
    """Return a table as a profile may see it. Every surface that leaves the analyst's screen shows only this.

    Parameters
    ----------
    table : DataFrame
        Columns this module knows: an unknown one is refused rather than let through.
    profile : Profile
    ring : csr_array, shape (n, n), optional
        Needed where the table has ``hot`` or ``kind``: a flag says 'at least so many in the
        ring', and is shown only where that narrows no hidden count in it.

    Returns
    -------
    DataFrame
        The same columns and ``status``. For protected profiles: counts hidden or rounded,
        columns that give a true count away left empty, and the rows in an order that tells
        nothing (shown flag, shown count, then cell or the first column).

    Raises
    ------
    PlacespaceError
        When the table holds a column that has not been decided on.
    """
    unknown = [c for c in table.columns if c not in OPEN | COUNTS | EXACT | FLAGS]
    if unknown:
        raise PlacespaceError(
            "A table may leave only with columns that disclosure knows.",
            f"'{unknown[0]}' is not one.",
            "Name it in placespace/disclose/protect.py.",
        )
    out = table.copy()
    name = next((c for c in out.columns if c in COUNTS), None)
    if profile.exact:
        return out.assign(status="shown" if name is None else round_count(out[name], profile)[1])
    if name is not None:
        true = out[name]
        out[name], out["status"] = round_count(true, profile)
    for column in out.columns.intersection(list(EXACT)):
        out[column] = pd.Series(np.nan, out.index)
    if "hot" in out:
        if ring is None or name is None:
            raise PlacespaceError(
                "Flags can be protected only with the counts and rings they come from.",
                "No ring matrix was given.",
                "Pass ring=cells.ring.",
            )
        safe = _flag_tells_nothing(true, out[name], out["status"], out["hot"].to_numpy(bool), ring, profile)
        out["hot"] = out["hot"] & safe
        if "kind" in out:
            out["kind"] = out["kind"].where(out["hot"], "none")
    order = [c for c in ("hot", name) if c in out] + [c for c in out.columns if c in OPEN][:1]
    ascending = [c not in ("hot", name) for c in order]
    return out.sort_values(order, ascending=ascending, na_position="last", kind="stable")


def _flag_tells_nothing(
    true: pd.Series, shown: pd.Series, status: pd.Series, hot: np.ndarray, ring: sparse.csr_array, profile: Profile
) -> np.ndarray:
    """Return which hot flags can be shown.

    Someone who knows that a hot ring holds at least T (the least of any hot ring) learns that
    a hidden cell in it holds at least T less the most the others could hold. Where that is 1
    or less, for every hidden cell, nothing was learnt: with all others at their most and this
    one at 1 every flag shown would stand.
    """
    if not hot.any():
        return np.zeros(len(hot), bool)
    totals = ring @ true.to_numpy(float)
    threshold = totals[hot].min()
    high = could_be(shown, status, profile)[1]
    hidden = (status == "hidden").to_numpy(float)
    most = ring @ np.nan_to_num(high)
    enough = (most - (profile.hide_below - 2) >= threshold) | (ring @ hidden == 0)
    return enough & (totals >= profile.hide_below)


def shown_total(true: pd.Series, profile: Profile) -> tuple[int | None, str]:
    """Return a total as a profile may see it, made from true counts and then rounded.

    Hidden, too, where the total and the parts shown would tell a hidden part.

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
    total, status = round_count(pd.Series([true.sum()]), profile)
    if profile.exact or status[0] != "shown":
        return (None if pd.isna(total[0]) else int(total[0])), status[0]
    least, most = (float(v[0]) for v in could_be(total, status, profile))
    shown, each = round_count(true, profile)
    low, high = could_be(shown, each, profile)
    hidden = (each == "hidden").to_numpy()
    if hidden.any():
        tells_least = least - (np.nansum(high) - (profile.hide_below - 1)) > 1
        tells_most = most - (np.nansum(low) - 1) < profile.hide_below - 1
        if tells_least or tells_most:
            return None, "hidden"
    return int(total[0]), "shown"
