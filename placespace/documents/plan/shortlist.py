"""List the places to think about for a month to come, each with what speaks for it and what against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from placespace.calendar import Calendar, read_calendar
from placespace.documents.plan.agreement import Beside, sources_beside
from placespace.documents.plan.names import names_of
from placespace.documents.plan.place_counts import PlaceCounts, count_notes
from placespace.documents.plan.place_hours import PlaceHours, day_strip, place_hours
from placespace.documents.plan.shortlist_words import confidence_word, definitions
from placespace.documents.plan.why_false import doubts_about
from placespace.documents.statement import month_name
from placespace.errors import PlacespaceError, WrongUse
from placespace.grid import Cells, Question
from placespace.measures import HotSpots, Reading, find_hotspots
from placespace.measures.before import ReadingBefore, reading_before
from placespace.places.acting import check_act
from placespace.plans.decisions import Decision, decisions
from placespace.plans.merging import merge

COLUMNS = (
    "place", "name", "x", "y", "lon", "lat", "cells", "events", "expected", "same_month", "same_month_events", "trend",
    "trend_ratio", "trend_low", "trend_high", "months_active", "months_used", "sources", "kind", "why_false",
    "confidence", "hours", "left_out",
)  # fmt: skip
"""Of the table of places: see :class:`Shortlist`."""
LEFT_COLUMNS = ("place", "name", "cells", "events", "expected", "why")


@dataclass(frozen=True, eq=False)
class Shortlist:
    """The places of a month to come, made from what was recorded before it.

    Attributes
    ----------
    month : str
        ``YYYY-MM``.
    question : Question
        With its window, which ends before the month.
    cells : Cells
    table : DataFrame
        A row a place, most expected first: ``place`` (id: the cell of its centre), ``name``, ``x, y`` (EPSG:27700),
        ``lon, lat``, ``cells`` (hot cells in it), ``events`` (in the window), ``expected`` (a month), ``same_month``
        (of last year; empty where not held), ``same_month_events`` (missing where not held), ``trend`` (in words),
        ``trend_ratio, trend_low, trend_high``, ``months_active`` of ``months_used``, ``sources``, ``kind``,
        ``why_false`` (empty for no reason), ``confidence``, ``hours``, ``left_out`` (the reason, or empty).
    member : ndarray of int, shape (n,)
        The row of each cell's place; -1 is none.
    months : list of str
        Months of the window that are used.
    about : list of str
        What each column means, a few sentences a line.
    left : DataFrame
        Places that are not in the table, as it is full or they are hot only for what lies beside them: ``place,
        name, cells, events, expected, why``.
    notes : list of str
        What is missing, and what could not be applied.
    timed : bool
        Whether the source says when.
    nearest : ndarray of str, shape (n,)
        The nearest name of each cell; empty for none.
    """

    month: str
    question: Question
    cells: Cells
    table: pd.DataFrame
    member: np.ndarray
    months: list[str]
    about: list[str]
    left: pd.DataFrame
    notes: list[str]
    timed: bool
    nearest: np.ndarray

    def name_of(self, cell: str) -> str:
        """Return what a cell is called: its place's name, else the nearest name, else its id."""
        at = self.cells.index.get_indexer([cell])[0]
        if at < 0:
            return cell
        place = self.member[at]
        return str(self.table["name"].iloc[place] if place >= 0 else self.nearest[at] or cell)


def shortlist(
    reading: Reading,
    question: Question,
    month: str,
    *,
    calendar: Calendar | None = None,
    apart_m: float | None = None,
    most: int | None = None,
) -> Shortlist:
    """Return the places to think about for a month, from what was recorded before it. True figures: analyst only.

    Parameters
    ----------
    reading : Reading
    question : Question
        Layer and categories. Without a window: the twelve months that end with the last whole one before the month.
    month : str
        ``YYYY-MM``, of the plan.
    calendar : Calendar, optional
        The workspace's own by default.
    apart_m : float, optional
        Places are at least this far apart: the setting ``place_apart_m`` by default.
    most : int, optional
        Places listed at most: the setting ``most_places`` by default.

    Raises
    ------
    WrongUse
        When the source has no places, or the window reaches into the month.
    PlacespaceError
        When no whole month is held before it.
    """
    check_act(reading, "see true counts")
    own = reading.workspace.area.settings
    apart_m = own["place_apart_m"] if apart_m is None else apart_m
    most = int(own["most_places"] if most is None else most)
    before = _before(reading, question, month)
    found = find_hotspots(before, question)
    cells, table = found.cells, found.table
    merged = merge(table["hot"].to_numpy(), table["count"].to_numpy(), cells.centres_m(), cells.ring, apart_m=apart_m)
    kept = decisions(reading.workspace, month)
    called = names_of(
        table["place"].to_numpy()[merged.centres], cells, merged.centres, merged.member, kept.decisions, apart_m=apart_m
    )
    calendar = calendar or read_calendar(reading.workspace)
    counted = PlaceCounts(before, found, merged, month)
    rows = counted.rows().assign(name=called)
    rows["why"] = np.where(
        rows["months_active"] < found.months_needed,
        f"hot for what the cells beside it hold: its own had events in under {found.months_needed} months",
        "",
    )
    # those that are no place of their own come last
    by, rising = ["no_place", "expected", "events", "place"], [True, False, False, True]
    order = rows.assign(no_place=rows["why"].ne("")).sort_values(by, ascending=rising).index.to_numpy()
    most = min(most, int(rows["why"].eq("").sum()))
    rank = np.full(len(rows) + 1, -1)
    rank[order] = np.arange(len(order))
    member = rank[merged.member]
    member = np.where(member < most, member, -1)
    rows = rows.loc[order].reset_index(drop=True)
    rows, left = rows.iloc[:most], rows.iloc[most:]
    full = f"the list holds {most} places, and as much or more is expected at each of them"
    left = left.assign(why=left["why"].where(left["why"] != "", full))
    beside = sources_beside(before, found.question, cells, found.months)
    timed = place_hours(before, found.question, cells, calendar, member, len(rows), month)
    listed_rows = _with_words(rows, before, found, member, beside, timed)
    out, unmatched = _left_out(listed_rows, cells, member, kept.decisions, apart_m)
    about = [
        *definitions(
            found,
            month_name(month),
            counted.expected_from,
            counted.recent,
            counted.earlier,
            beside.counted,
            apart_m,
            own,
        ),
        timed.about,
    ]
    notes = [*count_notes(before, found, counted, month, len(left)), *beside.notes, *unmatched, *kept.set_aside]
    if not timed.known:
        notes.append(timed.about)
    return Shortlist(
        month, found.question, cells, out[list(COLUMNS)], member, found.months, about,
        left[list(LEFT_COLUMNS)].reset_index(drop=True), notes, timed.known, table["place"].to_numpy(),
    )  # fmt: skip


def strip(reading: Reading, listing: Shortlist, place: int) -> np.ndarray:
    """Return events recorded at a place of a shortlist, by operational day and hour from 06:00, shape (7, 24).

    Events whose time is not known are in no hour; parts of one come from events known as a window.

    Raises
    ------
    WrongUse
        When the source does not say when.
    """
    check_act(reading, "see true counts")
    before = reading_before(reading, listing.month)
    calendar = read_calendar(reading.workspace)
    return day_strip(before, listing.question, listing.cells, calendar, listing.member == place)


def _before(reading: Reading, question: Question, month: str) -> ReadingBefore:
    """Return the reading as it stood before a month, once it is clear that something can be made of it."""
    Question(question.layer, (), month, month)  # says how a month is written
    if (question.last is not None and question.last >= month) or (
        question.first is not None and question.first >= month
    ):
        found = f"The window is {question.first or 'open'} to {question.last or 'open'}, the month {month}."
        raise WrongUse("A plan rests on months before its own.", found, "Leave the window out.")
    before = reading_before(reading, month)
    store = before.counts(question.layer, before.resolution_of(question.layer))
    if not set(store.months_held) - set(store.unreliable):
        raise PlacespaceError(
            f"A plan for {month_name(month)} needs a whole month of data before it.",
            f"'{before.incidents(question.layer).title}' holds none.",
            "Add earlier months, or plan a later one.",
        )
    return before


def _with_words(
    rows: pd.DataFrame, reading: ReadingBefore, found: HotSpots, member: np.ndarray, beside: Beside, timed: PlaceHours
) -> pd.DataFrame:
    own, events, active = reading.workspace.area.settings, rows["events"].to_numpy(), rows["months_active"].to_numpy()
    doubts = doubts_about(reading, found.question, found.months, found.cells, member, rows)
    at = [member == place for place in range(len(rows))]
    return rows.assign(
        sources=pd.Series([beside.words(a) for a in at], rows.index, dtype="str"),
        why_false=pd.Series([d.words for d in doubts], rows.index, dtype="str"),
        confidence=pd.Series(
            [
                confidence_word(bool(beside.agree(a)), n, m, len(found.months), bool(d.place), own)
                for a, n, m, d in zip(at, events, active, doubts, strict=True)
            ],
            rows.index,
            dtype="str",
        ),
        hours=pd.Series(timed.words, rows.index, dtype="str"),
    )


def _left_out(
    rows: pd.DataFrame, cells: Cells, member: np.ndarray, decided: Sequence[Decision], apart_m: float
) -> tuple[pd.DataFrame, list[str]]:
    """Return the rows with why each was left out, and what was left out and is no place of the month."""
    reasons, notes = [""] * len(rows), []
    for one in (d for d in decided if d.kind == "leave out"):
        at = cells.index.get_indexer([one.place])[0]
        place = member[at] if at >= 0 else -1
        if place < 0 and at >= 0 and len(rows):
            gap = np.hypot(*(rows[["x", "y"]].to_numpy(float) - cells.centres_m()[at]).T)
            place = int(gap.argmin()) if gap.min() <= apart_m else -1
        if place < 0:
            notes.append(f"{one.by} left out {one.place}, which is no place of this list: {one.reason}")
        else:
            reasons[place] = one.reason
    return rows.assign(left_out=pd.Series(reasons, rows.index, dtype="str")), notes
