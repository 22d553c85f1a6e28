"""Account for every row: read, kept, mended, set aside and why."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

import pandas as pd


@dataclass
class Reason:
    """Rows that share a reason: how many, and the first as an example."""

    rows: int
    first_row: int
    first_value: str


@dataclass
class FileAccount:
    """What became of one file (or one sheet, or one month in an archive).

    ``read = kept + sum of set_aside``, always.
    """

    file: str
    read: int = 0
    kept: int = 0
    without_place: int = 0
    set_aside: dict[str, Reason] = field(default_factory=dict)
    mended: dict[str, Reason] = field(default_factory=dict)
    personal: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    facts: dict[str, int | str] = field(default_factory=dict)

    def to_dict(self) -> dict:
        """Return plain values, for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, plain: dict) -> FileAccount:
        """Return the account that :meth:`to_dict` wrote."""
        reasons = {k: {r: Reason(**v) for r, v in plain[k].items()} for k in ("set_aside", "mended")}
        return cls(**{**plain, **reasons})


@dataclass
class LayerAccount:
    """What became of a layer's files."""

    layer: str
    files: list[FileAccount] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    first: str | None = None
    last: str | None = None
    missing_months: list[str] = field(default_factory=list)
    thin_months: list[str] = field(default_factory=list)
    facts: dict[str, int | str] = field(default_factory=dict)
    version: str = ""

    @property
    def read(self) -> int:
        """Rows read in all files."""
        return sum(f.read for f in self.files)

    @property
    def kept(self) -> int:
        """Rows kept in all files."""
        return sum(f.kept for f in self.files)

    @property
    def without_place(self) -> int:
        """Rows kept that have no coordinates."""
        return sum(f.without_place for f in self.files)

    def reasons(self, which: str = "set_aside") -> dict[str, Reason]:
        """Return the reasons of all files, summed, each with its first example."""
        total: dict[str, Reason] = {}
        for one in self.files:
            for reason, r in getattr(one, which).items():
                seen = total.get(reason)
                total[reason] = (
                    Reason(seen.rows + r.rows, seen.first_row, seen.first_value)
                    if seen
                    else Reason(r.rows, r.first_row, f"{one.file}: {r.first_value}" if r.first_value else one.file)
                )
        return total

    @property
    def faults(self) -> list[str]:
        """What stands in the way: files that could not be read, and columns without which rows are not placed."""
        return [*self.unread, *(fault for f in self.files for fault in f.faults)]

    @property
    def personal(self) -> dict[str, str]:
        """Columns refused because they hold personal data, with the reason."""
        return {column: why for f in self.files for column, why in f.personal.items()}


def reason_of(mask: pd.Series, rows: pd.Series, values: pd.Series) -> Reason | None:
    """Return the reason for the rows where ``mask`` is true; None when there are none.

    Examples
    --------
    >>> reason_of(pd.Series([False, True]), pd.Series([2, 3]), pd.Series(["a", "b"]))
    Reason(rows=1, first_row=3, first_value='b')
    """
    if not mask.any():
        return None
    first = mask.to_numpy().argmax()
    value = values.iloc[first]
    return Reason(int(mask.sum()), int(rows.iloc[first]), "" if pd.isna(value) else str(value)[:80])
