"""Write who is reached: the cover grid as a workbook, the gap cells as a map layer."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pandas as pd
import xlsxwriter

from placespace.disclose import protect_made
from placespace.documents.cover.answer import Cover
from placespace.documents.cover.handing import hand_out_cover
from placespace.documents.cover.windows import unserved_windows
from placespace.documents.cover.words import cover_about, cover_headline, cover_table, week_name, window_words
from placespace.documents.exports import check_path, pack_files, write_cells
from placespace.measures import Reading
from placespace.terms import LIMITS, WEEKDAYS

GRID_ENDINGS = (".xlsx",)
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
    buffer = io.BytesIO()
    # nothing in a list may become a formula or a link
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": True}
    with xlsxwriter.Workbook(buffer, options) as book:
        styles = _Styles(book)
        _grid_sheet(book, styles, found)
        _table_sheet(book, styles, found, "Nobody there", windows_shown(found))
        _table_sheet(book, styles, found, "Sessions that count", sessions_shown(found))
        _table_sheet(book, styles, found, "Not counted", found.not_counted.drop(columns="session"))
        about = pd.DataFrame({"About": [cover_headline(found), *cover_about(found, reading, age_days), *LIMITS]})
        _table_sheet(book, styles, found, "About", about, wide=110)
    return buffer.getvalue()


class _Styles:
    """The few formats of the workbook."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.bold = book.add_format({"bold": True})
        self.mark = book.add_format({"bold": True, "font_size": 12})
        self.head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        self.wrap = book.add_format({"text_wrap": True, "valign": "top"})
        self.number = book.add_format({"num_format": "0.00", "valign": "top"})
        self.none = book.add_format({"bg_color": "#f2f2f2", "font_color": "#595959", "align": "center"})
        # darker where fewer are reached; the figure stands in every cell, so that print needs no colour
        self.shares = [
            book.add_format({"num_format": "0%", "align": "center", "bg_color": bg, "font_color": ink})
            for bg, ink in (
                ("#7f1d1d", "#ffffff"),
                ("#c2571a", "#ffffff"),
                ("#f3c48b", "#000000"),
                ("#fdf1dd", "#000000"),
            )
        ]

    def of(self, share: float) -> object:
        """Return the format of a share: the fewer reached, the darker."""
        return self.shares[int(np.searchsorted([0.10, 0.34, 0.67], share, side="right"))]


def _start(book: xlsxwriter.Workbook, styles: _Styles, found: Cover, name: str) -> xlsxwriter.worksheet.Worksheet:
    sheet = book.add_worksheet(name)
    sheet.write_string(0, 0, found.profile.marking, styles.mark)
    sheet.set_header(f"&C{found.profile.marking}")
    sheet.set_footer(f"&C{found.profile.marking}&RPage &P of &N")
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    return sheet


def _grid_sheet(book: xlsxwriter.Workbook, styles: _Styles, found: Cover) -> None:
    sheet = _start(book, styles, found, "Cover grid")
    sheet.write_string(1, 0, cover_headline(found))
    sheet.write_string(
        2, 0, f"Share reached by an open session, by hour, {week_name(found.asked.week_type)}", styles.bold
    )
    table = cover_table(found)
    sheet.write_row(3, 1, list(table.columns), styles.head)
    sheet.set_column(0, 0, 12)
    sheet.set_column(1, 24, 5.5)
    for at, (day, row) in enumerate(table.iterrows(), 4):
        sheet.write_string(at, 0, day, styles.bold)
        for column, share in enumerate(row, 1):
            if np.isnan(share):
                sheet.write_string(at, column, "-", styles.none)
            else:
                sheet.write_number(at, column, share, styles.of(share))
    sheet.write_string(
        12,
        0,
        "A day runs from 06:00 to 05:59. '-': nothing is expected at that hour. Dark: nobody is there for most of it.",
    )
    sheet.write_string(13, 0, found.profile.marking, styles.mark)


def _table_sheet(
    book: xlsxwriter.Workbook, styles: _Styles, found: Cover, name: str, table: pd.DataFrame, *, wide: int = 18
) -> None:
    sheet = _start(book, styles, found, name)
    sheet.write_row(1, 0, [str(c) for c in table.columns], styles.head)
    sheet.set_column(0, max(len(table.columns) - 1, 0), wide)
    for at, row in enumerate(table.itertuples(index=False), 2):
        for column, value in enumerate(row):
            if value is None or value is pd.NA or (isinstance(value, float) and np.isnan(value)):
                continue
            if isinstance(value, (int, float, np.integer, np.floating)) and not isinstance(value, bool):
                style = styles.number if isinstance(value, (float, np.floating)) else styles.wrap
                sheet.write_number(at, column, float(value), style)
            else:
                sheet.write_string(at, column, str(value), styles.wrap)
    sheet.write_string(len(table) + 3, 0, found.profile.marking, styles.mark)
    sheet.freeze_panes(2, 0)


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
