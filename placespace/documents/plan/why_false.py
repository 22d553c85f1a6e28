"""Say why a hot place might be false: a point that gathers records, a rough position, thin numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from placespace.documents.unseen import FALSE_POINT_KINDS
from placespace.grid import Cells, Question, read_exclusions
from placespace.grid.observations import observations_path
from placespace.ingest import read_stored
from placespace.measures import Reading

NEXT_CELL_M = 350
"""A resolution 9 cell is about 350 m across: what is beyond the next one is not near."""
ROUND_M = 10
MOST = 0.5
ROUGH = {
    "snap": "the publisher moved its points to the nearest of a list of map points",
    "street": "most of its records are known only to a street",
    "postcode": "most of its records are known only to a postcode",
}


@dataclass(frozen=True)
class Doubts:
    """Why a place might be false.

    Attributes
    ----------
    place : tuple of str
        False points near it, one point that holds most of it, rough positions.
    numbers : tuple of str
        Few events, few months, none of them lately.
    """

    place: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """All of them; empty when there are none."""
        return "; ".join([*self.place, *self.numbers])


def doubts_about(
    reading: Reading,
    question: Question,
    months: Sequence[str],
    cells: Cells,
    member: np.ndarray,
    figures: pd.DataFrame,
) -> list[Doubts]:
    """Return why each place might be false.

    Parameters
    ----------
    reading : Reading
    question : Question
        With its window.
    months : sequence of str
        Months used.
    cells : Cells
    member : ndarray of int, shape (n,)
        The place of each cell; -1 is none.
    figures : DataFrame, shape (p, ...)
        ``events`` of each place, ``months_active`` and ``quiet`` (none in the latest months).
    """
    own = reading.workspace.area.settings
    records = _records(reading, question, months, cells, member)
    false, metres = _false_points(reading, question.layer), cells.centres_m()
    out = []
    for place, row in enumerate(figures.itertuples()):
        said = [*_near(false, metres[member == place]), *_of_records(records[records["place"] == place], own)]
        few = []
        if row.events < own["place_events"]:
            few.append(f"thin numbers: {row.events} in {len(months)} months")
        if row.months_active < own["place_active_share"] * len(months):
            few.append(f"events in only {row.months_active} of {len(months)} months")
        if row.quiet:
            few.append(f"nothing recorded in the last {own['trend_months']:g} months held")
        out.append(Doubts(tuple(said), tuple(few)))
    return out


def _records(
    reading: Reading, question: Question, months: Sequence[str], cells: Cells, member: np.ndarray
) -> pd.DataFrame:
    column = f"cell_{cells.resolution}"
    frame = pd.read_parquet(
        observations_path(reading.workspace, question.layer),
        columns=[column, "category", "month", "lon", "lat", "precision", "excluded"],
        filters=[("month", "in", list(months))],
    )
    frame = frame[frame["excluded"].isna()]
    if question.categories:
        frame = frame[frame["category"].isin(question.categories)]
    at = cells.index.get_indexer(frame[column].astype("str"))
    return frame.assign(place=np.append(member, -1)[at])


def _of_records(rows: pd.DataFrame, own: Mapping[str, float]) -> list[str]:
    if rows.empty:
        return []
    said, most = [], int(rows.groupby(["lon", "lat"]).size().max())
    if most >= own["pile_events"] and most / len(rows) >= own["pile_share"]:
        said.append(f"one map point holds {most / len(rows):.0%} of its events")
    shares = rows["precision"].value_counts(normalize=True)
    return said + [words for precision, words in ROUGH.items() if shares.get(precision, 0) > MOST]


def _false_points(reading: Reading, layer_id: str) -> list[tuple[str, float, float, float, bool]]:
    """Return false points: name, easting, northing, radius in metres, and whether they are on the list."""
    workspace, found = reading.workspace, []
    for one in read_exclusions(workspace).itertuples():
        if layer_id in one.layers.replace(",", " ").split() or one.layers.strip() in ("", "all"):
            found.append((one.name, one.easting, one.northing, one.radius_m, True))
    context = read_stored(workspace, "context_points") if "context_points" in workspace.layers else pd.DataFrame()
    if len(context):
        radius = workspace.area.settings["exclusion_radius_m"]
        false = context[context["kind"].str.strip().str.lower().isin(FALSE_POINT_KINDS)]
        for one, point in zip(false.itertuples(), false.geometry.representative_point(), strict=True):
            name = one.name if str(one.kind).lower() in str(one.name).lower() else f"{one.name} ({one.kind})"
            if not any(np.hypot(point.x - x, point.y - y) <= max(radius, r) for _, x, y, r, _ in found):
                found.append((name, point.x, point.y, radius, False))
    return found


def _near(false: Sequence[tuple[str, float, float, float, bool]], metres: np.ndarray) -> list[str]:
    said = []
    for name, x, y, radius, is_listed in false:
        gap = np.hypot(metres[:, 0] - x, metres[:, 1] - y).min()
        if gap <= radius + NEXT_CELL_M:
            rest = (
                f"records within {radius:g} m of it are left out"
                if is_listed
                else "it is not on the list of false points"
            )
            far = f"{max(round(gap / ROUND_M) * ROUND_M, ROUND_M):.0f} m away"
            said.append(f"{name} is {far} and gathers records of harm elsewhere ({rest})")
    return said
