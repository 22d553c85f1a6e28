"""Keep the timetable that was handed out for a month, to set what was done beside it."""

from __future__ import annotations

import os

import pandas as pd

from placespace.catalogue import Workspace
from placespace.errors import PlacespaceError
from placespace.terms import PLAN_COLUMNS


def keep_timetable(workspace: Workspace, month: str, timetable: pd.DataFrame) -> None:
    """Keep a month's timetable as it was handed out; the last one handed out stands.

    Parameters
    ----------
    workspace : Workspace
    month : str
        ``YYYY-MM``.
    timetable : DataFrame
        Columns of ``terms.PLAN_COLUMNS``. One without rows is not kept: it planned nobody.

    Raises
    ------
    PlacespaceError
        When it cannot be written.
    """
    if timetable.empty:
        return
    path = workspace.plans / f"{month}.csv"
    part = path.with_suffix(".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        timetable.to_csv(part, index=False, encoding="utf-8")
        os.replace(part, path)
    except OSError as fault:
        raise PlacespaceError(
            "What is handed out must be kept in geodata/plans.",
            f"{fault.strerror or fault}.",
            "Free the disk or the file.",
        ) from fault


def kept_timetables(workspace: Workspace, *, drawn: tuple[str, pd.DataFrame] | None = None) -> pd.DataFrame:
    """Return the timetables of all months that were handed out, in order: columns of ``terms.PLAN_COLUMNS``.

    Parameters
    ----------
    workspace : Workspace
    drawn : tuple of str and DataFrame, optional
        A month and its timetable as drawn now: it stands for that month where none was handed out.
    """
    files = {p.stem: p for p in sorted(workspace.plans.glob("????-??.csv"))}
    tables = {m: pd.read_csv(p, dtype=str, keep_default_na=False).astype({"unit": int}) for m, p in files.items()}
    if drawn is not None:
        tables.setdefault(*drawn)
    tables = {m: t for m, t in sorted(tables.items()) if len(t)}
    if not tables:
        return pd.DataFrame(columns=list(PLAN_COLUMNS))
    return pd.concat([t[list(PLAN_COLUMNS)] for t in tables.values()], ignore_index=True)
