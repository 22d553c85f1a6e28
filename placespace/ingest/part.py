"""Hold what reading gives: a frame, the rows set aside, and the account of both."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from placespace.ingest.account import FileAccount, reason_of
from placespace.ingest.headings import match_heading

OBSERVATION_COLUMNS = (
    "layer",
    "source",
    "category",
    "at",
    "at_end",
    "month",
    "time_known",
    "ambiguous",
    "lon",
    "lat",
    "precision",
    "weight",
    "lsoa",
    "row",
)


@dataclass(frozen=True)
class Context:
    """What readers need to know of the area.

    ``box`` is (W, S, E, N) in metres, EPSG:27700; ``postcodes`` are ONSPD or NSPL files, opened only
    when a row has nothing but a postcode.
    """

    box: tuple[float, float, float, float]
    resident_ages: tuple[int, int] = (10, 17)
    postcodes: tuple[Path, ...] = ()
    today: datetime.date | None = None
    latest: pd.Timestamp = field(default_factory=lambda: pd.Timestamp.now().normalize() + pd.Timedelta(days=1))


@dataclass(frozen=True)
class Part:
    """One unit of reading: a file, or a month inside an archive."""

    frame: pd.DataFrame
    account: FileAccount
    set_aside: pd.DataFrame


@dataclass(frozen=True)
class Source:
    """A part that could be read: its key, a mark that changes with it, and how to read it."""

    key: str
    mark: str
    read: Callable[[], Part]


class Sorting:
    """Sort rows into kept and set aside, counting reasons as it goes.

    A row is set aside once, for the first reason that fits. Rows with more fields than
    headings go first, and their values are never shown: a refused column may have moved
    into one that is kept.
    """

    def __init__(self, frame: pd.DataFrame, account: FileAccount, crowded: frozenset[int] = frozenset()) -> None:
        self.frame, self.account = frame, account
        self.keep = pd.Series(True, frame.index)
        self.reason = pd.Series("", frame.index, dtype="str")
        self.rows = pd.Series(frame.index, frame.index)
        self.moved = pd.Series(frame.index.isin(list(crowded)), frame.index)
        self.set_aside(self.moved, "more fields than headings: its columns have moved", self.reason)

    def set_aside(self, mask: pd.Series, reason: str, values: pd.Series) -> None:
        """Set aside the kept rows where ``mask`` is true; ``values`` shows the first."""
        mask = mask & self.keep
        if (found := reason_of(mask, self.rows, values)) is not None:
            self.account.set_aside[reason] = found
            self.reason[mask] = reason
            self.keep &= ~mask

    def mended(self, mask: pd.Series, what: str, values: pd.Series) -> None:
        """Count kept rows that were put right or need saying."""
        if (found := reason_of(mask & self.keep, self.rows, values)) is not None:
            self.account.mended[what] = found

    def close(self, *, without: str | None = None) -> pd.DataFrame:
        """Settle the account and return the rows set aside, as sent (but for one column), with their reason."""
        self.account.read = len(self.frame)
        self.account.kept = int(self.keep.sum())
        left = self.frame[~self.keep].drop(columns=[without] if without in self.frame else [])
        left = left.where(~self.moved[~self.keep], "") if self.moved.any() else left
        return left.assign(**{"set aside because": self.reason[~self.keep]}).reset_index(names="row")


def find_columns(names: list[str], columns: Mapping[str, str]) -> dict[str, str]:
    """Return the file's column for each of ours; the first that is there where a layer names several."""
    found: dict[str, str] = {}
    for theirs, ours in columns.items():
        if ours not in found and (column := match_heading(names, theirs)) is not None:
            found[ours] = column
    return found


def mapped(frame: pd.DataFrame, found: Mapping[str, str], ours: str) -> pd.Series | None:
    """Return the partner's column for one of ours, or None when the file has none."""
    column = found.get(ours)
    return None if column is None or column not in frame else frame[column]
