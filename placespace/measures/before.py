"""Read a workspace as it stood before a month: nothing of that month or after it takes any part."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from placespace.grid import CountStore, Placing
from placespace.grid.observations import observations_path
from placespace.ingest.police_uk import force_months
from placespace.measures.find import Reading


@dataclass(frozen=True, eq=False)
class ReadingBefore(Reading):
    """A workspace that has been read, less what is of a month or after it.

    Attributes
    ----------
    month : str
        ``YYYY-MM``: the first that is left out.
    """

    month: str = ""

    def counts(self, layer_id: str, resolution: int) -> CountStore:
        """Return a layer's counts at a resolution, of the months before."""
        store = super().counts(layer_id, resolution)
        table = store.table[store.table["month"].astype("str") < self.month]
        return replace(store, table=table, months_held=tuple(m for m in store.months_held if m < self.month))


def reading_before(reading: Reading, month: str) -> ReadingBefore:
    """Return a reading as it stood before a month.

    Which months look missing, and whether the last is whole, is judged anew from what was there before: a month
    that is thin beside later ones may not have been known to be so.

    Parameters
    ----------
    reading : Reading
    month : str
        ``YYYY-MM``.
    """
    share = reading.workspace.area.settings["looks_missing_share"]
    accounts = {}
    for layer_id, account in reading.accounts.items():
        of_months = [f for f in account.files if "month" in f.facts and str(f.facts["month"]) < month]
        missing, thin = force_months(of_months, share)
        accounts[layer_id] = replace(account, missing_months=missing, thin_months=thin)
    placings = {i: _placed_before(reading, p, month) for i, p in reading.placings.items()}
    return ReadingBefore(reading.workspace, accounts, placings, month)


def _placed_before(reading: Reading, placing: Placing, month: str) -> Placing:
    path = observations_path(reading.workspace, placing.layer)
    if not placing.rows or not path.exists():
        return placing
    frame = pd.read_parquet(path, columns=["month", "at"])
    frame = frame[frame["month"].astype("str") < month]
    days = frame["at"].max() if len(frame) else pd.NaT
    return replace(
        placing,
        rows=len(frame),
        first=str(frame["month"].min()) if len(frame) else None,
        last=str(frame["month"].max()) if len(frame) else None,
        last_day=None if pd.isna(days) else str(days.date()),
    )
