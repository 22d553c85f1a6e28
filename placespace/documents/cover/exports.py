"""Write who is reached: the cover grid as a workbook, the gap cells as a map layer."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd

from placespace.disclose import protect_made
from placespace.documents.cover.answer import Cover
from placespace.documents.cover.handing import hand_out_cover
from placespace.documents.cover.windows import unserved_windows
from placespace.documents.cover.words import (
    cover_about,
    cover_headline,
    cover_table,
    question_words,
    week_name,
    window_words,
)
from placespace.documents.exports import check_path, pack_files, write_cells
from placespace.documents.paper import Sheet, write_workbook
from placespace.measures import Reading
from placespace.terms import LIMITS, WEEKDAYS

GRID_ENDINGS = (".xlsx",)
GRID_NOTE = (
    "A day runs from 06:00 to 05:59. '-': nothing is expected at that hour. Dark: nobody is there for most of it.",
)
CELL_ENDINGS = (".csv", ".gpkg", ".parquet", ".geojson")
SESSION_SHOWN = ("name", "site", "weekday", "start", "end", "weeks", "ages", "kind", "capacity", "when")


def windows_shown(found: Cover, *, weights: tuple[float, float, float] = (1, 0, 0)) -> pd.DataFrame:
    """Return the unserved windows as they are printed: plain words, one row a place and window, in rank order.

    Returns
    -------
    DataFrame
        ``rank, place, cell, window, unserved, absence, harm, need``.
    """
    table = unserved_windows(found, weights=weights)
    out = pd.DataFrame(
        {
            "rank": range(1, len(table) + 1),
            "place": table["place"],
            "cell": table["cell"],
            "window": [window_words(r.weekday, r.start_hour, r.hours) for r in table.itertuples()],
            "unserved": table["unserved"],
            "absence": table["absence"],
            "harm": table["harm"],
            "need": table["need"],
        }
    )
    return protect_made(out, found.profile, made_for=found.demand.made_for)


def gap_cells(found: Cover) -> pd.DataFrame:
    """Return a row a cell: demand, what of it nobody is there for, and its window in the ranking where it has one.

    Returns
    -------
    DataFrame
        ``cell, place, area_km2, demand, unserved, absence, rank, window``; ``rank`` is missing where the cell is not
        the busiest of an unserved window.
    """
    coverage = found.coverage
    out = pd.DataFrame(
        {
            "cell": found.cells.index,
            "place": found.names,
            "area_km2": found.cells.area_km2.to_numpy(),
            "demand": coverage.demand.sum(axis=1),
            "unserved": coverage.unserved.sum(axis=1),
            "absence": coverage.by_cell,
        }
    )
    ranks = windows_shown(found).drop_duplicates("cell").set_index("cell")
    out["rank"] = out["cell"].map(ranks["rank"]).astype("Int64")
    out["window"] = out["cell"].map(ranks["window"]).fillna("")
    return protect_made(out, found.profile, made_for=found.demand.made_for)


def sessions_shown(found: Cover) -> pd.DataFrame:
    """Return the sessions that count, in the words people use."""
    table = found.sessions
    return pd.DataFrame(
        {
            "activity": table["name"],
            "venue": table["site"],
            "day": [WEEKDAYS[int(d)] for d in table["weekday"]],
            "start": table["start"],
            "end": table["end"],
            "weeks": table["weeks"].map(week_name),
            "ages": [ages_words(a, b) for a, b in zip(table["age_from"], table["age_to"], strict=True)],
            "kind": table["kind"],
            "capacity": table["capacity"],
            "as written": table["when"],
        }
    )


def ages_words(youngest: object, oldest: object) -> str:
    """Return an age band in words.

    Examples
    --------
    >>> ages_words(11, 16), ages_words(13, pd.NA), ages_words(pd.NA, 11), ages_words(pd.NA, pd.NA)
    ('11-16', '13 and over', 'up to 11', 'not stated')
    """
    if pd.isna(youngest) and pd.isna(oldest):
        return "not stated"
    if pd.isna(oldest):
        return f"{youngest} and over"
    return f"up to {oldest}" if pd.isna(youngest) else f"{youngest}-{oldest}"


def cover_grid(found: Cover, reading: Reading, age_days: int | None) -> bytes:
    """Return the cover grid as a workbook: share reached by day and hour, what is unserved, sessions, and about it.

    Raises
    ------
    PlacespaceError
        When it may not be handed out: see :func:`placespace.documents.cover.handing.check_cover_out`.
    """
    hand_out_cover(found, reading)
    windows, sessions = windows_shown(found), sessions_shown(found)
    aside = found.not_counted.drop(columns="session")
    about = pd.DataFrame({"About": [cover_headline(found), *cover_about(found, reading, age_days), *LIMITS]})
    shares = f"Share reached by an open session, by hour, {week_name(found.asked.week_type)}"
    sheets = [
        Sheet(
            "Cover grid",
            cover_table(found).reset_index(names=""),
            (cover_headline(found), shares),
            GRID_NOTE,
            shares=True,
        ),
        Sheet("Nobody there", windows, quoted=("place",)),
        Sheet("Sessions that count", sessions, quoted=tuple(sessions)),
        Sheet("Not counted", aside, quoted=tuple(aside)),
        Sheet("About", about),
    ]
    question = found.demand.question
    return write_workbook(
        sheets,
        marking=found.profile.marking,
        made_on=date.today(),
        title=f"Cover grid: {question_words(found.asked)}",
        allowed=question.categories if question else (),
    )


def write_cover(found: Cover, reading: Reading, path: Path, age_days: int | None) -> list[Path]:
    """Write the cover grid (.xlsx) or the gap cells (.gpkg, .parquet, .geojson, .csv), and a page about it beside it.

    Returns
    -------
    list of Path
        What was written.

    Raises
    ------
    WrongUse
        When the ending is none of these, or the folder is not there.
    PlacespaceError
        When it may not be handed out: see :func:`placespace.documents.cover.handing.check_cover_out`.
    """
    check_path(path, (*GRID_ENDINGS, *CELL_ENDINGS))
    if path.suffix.lower() in GRID_ENDINGS:
        path.write_bytes(cover_grid(found, reading, age_days))
    else:
        hand_out_cover(found, reading)
        write_cells(gap_cells(found), found.cells, path, layer="gaps")
    note = path.with_suffix(".about.txt")
    note.write_text(_about_page(found, reading, age_days), encoding="utf-8")
    return [path, note]


def gap_pack(found: Cover, reading: Reading, age_days: int | None) -> bytes:
    """Return one zip to hand over: the gap cells as csv and GeoPackage, and the page about them.

    Raises
    ------
    PlacespaceError
        When it may not be handed out: see :func:`placespace.documents.cover.handing.check_cover_out`.
    """
    hand_out_cover(found, reading)
    return pack_files(gap_cells(found), found.cells, "gaps", _about_page(found, reading, age_days))


def _about_page(found: Cover, reading: Reading, age_days: int | None) -> str:
    lines = [found.profile.marking, "", cover_headline(found), "", *cover_about(found, reading, age_days), "", *LIMITS]
    return "\n".join([*lines, "", found.profile.marking]) + "\n"
