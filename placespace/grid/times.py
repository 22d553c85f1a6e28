"""Put a layer's events on the hours of the week, by the day each belongs to."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from placespace.calendar import operational_day
from placespace.catalogue import Workspace
from placespace.errors import PlacespaceError
from placespace.grid.observations import observations_path
from placespace.ingest.dates import LONDON

HOURS, UNKNOWN = 168, -1
COLUMNS = ("cell", "category", "month", "day", "hour_of_week", "share")
HOUR = pd.Timedelta(hours=1)


def timed_events(workspace: Workspace, layer_id: str, resolution: int) -> pd.DataFrame:
    """Return a layer's events by the hour of the week, those without a time kept as unknown.

    An event known only as a window is spread over the hours of the window by minutes (Ratcliffe's
    aoristic method); minutes are those that passed, so that nothing falls in the hour that clocks
    skip in March. A window of more than a day, or one that ends before it starts, is no time.
    The hour that happens twice in October is one hour of the week. Points already excluded are out.

    Parameters
    ----------
    workspace : Workspace
    layer_id : str
    resolution : int
        Of the cells.

    Returns
    -------
    DataFrame
        ``cell`` (missing where the place is not known), ``category``, ``month`` (of the event's start),
        ``day`` (datetime64, the operational day: that of the night before until 06:00; where the time
        is not known, the date given; missing where only the month is),
        ``hour_of_week`` (int, 0 is Monday 00:00 by the clock; -1 where the time is not known) and
        ``share`` (of one event; an event's shares sum to 1).

    Raises
    ------
    PlacespaceError
        When nothing has been read of the layer, or not at that resolution.
    """
    path = _read_already(workspace, layer_id)
    limits = workspace.area.settings
    frame = _timed(
        str(path), path.stat().st_mtime_ns, resolution, limits["day_starts_hour"], limits["longest_window_hours"]
    )
    return frame.copy(deep=False)


def has_hours(workspace: Workspace, layer_id: str) -> bool:
    """Return whether a layer says at what hour any of its events happened; police.uk gives months only.

    Raises
    ------
    PlacespaceError
        When nothing has been read of the layer.
    """
    path = _read_already(workspace, layer_id)
    return _any_time(str(path), path.stat().st_mtime_ns)


def _read_already(workspace: Workspace, layer_id: str) -> Path:
    path = observations_path(workspace, layer_id)
    if not path.exists():
        raise PlacespaceError(
            f"'{layer_id}' must have rows that could be read.",
            f"There are none in {workspace.clean}.",
            "Run: python -m placespace check",
        )
    return path


@lru_cache(maxsize=64)
def _any_time(path: str, mtime_ns: int) -> bool:
    return bool(pq.read_table(path, columns=["time_known"])["time_known"].to_numpy().any())


@lru_cache(maxsize=16)
def _timed(path: str, mtime_ns: int, resolution: int, starts_hour: float, most_hours: float) -> pd.DataFrame:
    column = f"cell_{resolution}"
    if column not in (held := pq.read_schema(path).names):
        kept = ", ".join(sorted(c.removeprefix("cell_") for c in held if c.startswith("cell_")))
        raise PlacespaceError(
            f"Events are kept at resolutions {kept}.",
            f"Resolution {resolution} was asked for.",
            "Use one of them, or set it as 'resolution' in geodata/area.toml.",
        )
    rows = pd.read_parquet(path, columns=["at", "at_end", "time_known", column, "category", "month", "excluded"])
    rows = rows[rows["excluded"].isna()].drop(columns="excluded").rename(columns={column: "cell"})
    rows = rows.astype({"cell": "category", "category": "category", "month": "category"})
    return on_hours(rows, starts_hour=starts_hour, most_hours=most_hours)


def on_hours(events: pd.DataFrame, *, starts_hour: float, most_hours: float) -> pd.DataFrame:
    """Return events by the hour of the week: see :func:`timed_events`.

    Parameters
    ----------
    events : DataFrame
        ``at``, ``at_end`` (local datetime64), ``time_known`` (bool) and any other columns, which are kept.
    starts_hour : float
        When a day starts, hours after midnight.
    most_hours : float
        A longer window is no time.
    """
    window = events["at_end"] - events["at"]
    known = events["time_known"].astype(bool) & events["at"].notna()
    no_time = known & ((window < pd.Timedelta(0)) | (window > pd.Timedelta(hours=most_hours)))
    spread = known & ~no_time & (window > pd.Timedelta(0))
    kept = events.assign(day=events["at"].dt.normalize(), hour_of_week=np.int16(UNKNOWN), share=1.0)
    # a date alone is of its own date; a time, however wide its window, is of the day that was on
    kept["day"] = kept["day"].where(~known, operational_day(events["at"], starts_hour=starts_hour))
    point = known & ~no_time & ~spread
    kept.loc[point, "hour_of_week"] = _hour_of_week(events.loc[point, "at"])
    pieces = _spread(kept[spread], starts_hour)
    out = pd.concat([kept[~spread], pieces]).sort_index(kind="stable") if len(pieces) else kept
    out = out.drop(columns=["at", "at_end", "time_known"]).reset_index(drop=True)
    return out[sorted(out, key=lambda c: COLUMNS.index(c) if c in COLUMNS else len(COLUMNS))]


def _hour_of_week(at: pd.Series) -> np.ndarray:
    return (at.dt.day_of_week * 24 + at.dt.hour).to_numpy(np.int16)


def _spread(events: pd.DataFrame, starts_hour: float) -> pd.DataFrame:
    """Return a row for each hour that a window touches, with the share of its minutes there."""
    start, end = (_passed(events[c]) for c in ("at", "at_end"))
    opening = start.dt.floor("h")
    pieces = np.maximum(np.ceil((end - opening) / HOUR).to_numpy(int), 1)
    row = np.repeat(np.arange(len(events)), pieces)
    nth = np.arange(len(row)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    hour = opening.iloc[row].reset_index(drop=True) + pd.to_timedelta(nth, unit="h")
    first, last = start.iloc[row].reset_index(drop=True), end.iloc[row].reset_index(drop=True)
    inside = (np.minimum(last, hour + HOUR) - np.maximum(first, hour)) / (last - first)
    local = hour.dt.tz_localize("UTC").dt.tz_convert(LONDON).dt.tz_localize(None)
    out = events.iloc[row]
    return out.assign(
        day=operational_day(local, starts_hour=starts_hour).to_numpy(),
        hour_of_week=_hour_of_week(local),
        share=inside.fillna(1.0).to_numpy(),
    )


def _passed(at: pd.Series) -> pd.Series:
    """Return local times in UTC: the first of an hour that happens twice."""
    first = np.ones(len(at), bool)
    local = at.dt.tz_localize(LONDON, ambiguous=first, nonexistent="shift_forward")
    return local.dt.tz_convert("UTC").dt.tz_localize(None)
