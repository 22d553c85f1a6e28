"""Write a workbook that prints: A4, marked, with its header row on every page, and nothing in it that runs."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

import numpy as np
import pandas as pd
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from placespace.disclose import check_wording
from placespace.documents.paper.word import day_of, refuse_words

MOST_LETTERS = 32767
"""What a cell of Excel holds."""
_NARROW, _SHARE_WIDE, _ONLY_WIDE = 7, 5.5, 110
_HIGHEST = 405.0
ROWS_TO_ADD = 30
"""Empty rows at the end of a form."""


@dataclass(frozen=True, eq=False)
class Sheet:
    """One sheet: a table, and what is said above and below it.

    Attributes
    ----------
    name : str
        As the tab says; cut and cleaned as Excel needs.
    table : DataFrame
        A row a row. Missing values stay empty.
    above, below : sequence of str
        Sentences over and under the table.
    quoted : collection of str
        Columns that hold texts of a source, which the wording check passes over.
    shares : bool
        Every column but the first is a share, shaded the darker the smaller it is; missing ones are "-".
    form : bool
        To be filled in and read back: days are dates of Excel, columns can be filtered, and rows are left to add to.
    choices : mapping of str to sequence of str
        Of a form: columns with a list to pick from.
    locked, days : collection of str
        Of a form: columns that are not to be changed (no password: a rail, not a lock), and columns of dates.
    widest : float
        Of a column, in letters: narrower where many columns go on one page.
    """

    name: str
    table: pd.DataFrame
    above: Sequence[str] = ()
    below: Sequence[str] = ()
    quoted: Collection[str] = ()
    shares: bool = False
    form: bool = False
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)
    locked: Collection[str] = ()
    days: Collection[str] = ()
    widest: float = 52


def write_workbook(
    sheets: Sequence[Sheet], *, marking: str, made_on: date | str, title: str, allowed: Collection[str] = ()
) -> bytes:
    """Return a workbook; the same sheets give the same bytes.

    Parameters
    ----------
    sheets : sequence of Sheet
        In order.
    marking : str
        Stands in the first and the last row and in the header and footer of each page, in capitals.
    made_on : date or str
        In the footer, and the only date in the file; as text, in ISO form.
    title : str
        Title of the workbook.
    allowed : collection of str
        Texts quoted as they are: the wording check passes over them.

    Returns
    -------
    bytes
        An .xlsx.

    Raises
    ------
    PlacespaceError
        When a text has words that are never used of people or places: all are named at once.
    """
    texts = {where: text for sheet in sheets for where, text in _texts(sheet)}
    refuse_words(check_wording({"title": title, **texts}, allowed=allowed))
    day, buffer = day_of(made_on), io.BytesIO()
    # nothing in a list may become a formula or a link
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": True,
    }
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": title, "author": "Placespace", "created": datetime.combine(day, time())})
        styles, used = _Styles(book), set()
        for sheet in sheets:
            page = book.add_worksheet(_tab(sheet.name, used))
            _set_page(page, marking.upper(), day, title)
            _write(page, styles, sheet, marking.upper())
    return buffer.getvalue()


def _texts(sheet: Sheet) -> list[tuple[str, str]]:
    found = [(sheet.name, sheet.name)]
    found += [(f"{sheet.name}, sentence {n}", text) for n, text in enumerate((*sheet.above, *sheet.below), 1)]
    for at, column in enumerate(sheet.table.columns):
        found.append((f"{sheet.name}, {column}", str(column)))
        if column not in sheet.quoted:
            values = enumerate(sheet.table.iloc[:, at], 1)
            found += [(f"{sheet.name}, {column}, row {n}", v) for n, v in values if isinstance(v, str)]
    return found


def _tab(name: str, used: set[str]) -> str:
    """Return a name that Excel takes and that no other sheet has."""
    plain = re.sub(r"[\[\]:*?/\\]", " ", name).strip(" '")[:31] or "Sheet"
    found, number = plain, 2
    while found.casefold() in used:
        found, number = f"{plain[:27]} {number}", number + 1
    used.add(found.casefold())
    return found


def _set_page(page: Worksheet, marking: str, made_on: date, title: str) -> None:
    mark, name = marking.replace("&", "&&"), title[:80].replace("&", "&&")
    page.set_header(f"&C&B{mark}")
    page.set_footer(f"&L{name}, {made_on.day} {made_on:%B %Y}&C&B{mark}&B&RPage &P of &N")
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)


class _Styles:
    """The few formats of a workbook."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        # a thin line under each row, so that a printed row is followed with the eye
        cell = {"valign": "top", "bottom": 1, "bottom_color": "#C8CDD6"}
        self.mark = book.add_format({"bold": True, "font_size": 12})
        self.head = book.add_format({**cell, "bold": True, "text_wrap": True, "bg_color": "#E6E9EF"})
        self.says = book.add_format({"text_wrap": True, "valign": "top"})
        self.bold = book.add_format({**cell, "bold": True})
        self.wrap = book.add_format({**cell, "text_wrap": True})
        self.whole = book.add_format({**cell, "num_format": "#,##0"})
        self.number = book.add_format({**cell, "num_format": "#,##0.00"})
        self.day = book.add_format({**cell, "num_format": "d mmm yyyy", "align": "left"})
        free = {**cell, "text_wrap": True, "locked": False}
        self.free = book.add_format(free)
        self.free_day = book.add_format({**free, "num_format": "d mmm yyyy", "align": "left"})
        self.kept = book.add_format({**cell, "text_wrap": True, "align": "left", "bg_color": "#F1F3F6"})
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
        """Return the format of a share: the smaller, the darker."""
        return self.shares[int(np.searchsorted([0.10, 0.34, 0.67], share, side="right"))]


def _write(page: Worksheet, styles: _Styles, sheet: Sheet, marking: str) -> None:
    names = [str(c) for c in sheet.table.columns]
    widths = [_width(sheet, column) for column in range(len(names))]
    page.write_string(0, 0, marking, styles.mark)
    for at, text in enumerate(sheet.above, 1):
        _say(page, styles, at, text, widths)
    top = len(sheet.above) + 1
    page.set_row(top, _height(names, widths))
    for column, (name, width) in enumerate(zip(names, widths, strict=True)):
        page.write_string(top, column, name, styles.head)
        page.set_column(column, column, width)
    for at, row in enumerate(sheet.table.itertuples(index=False, name=None), top + 1):
        # not every program makes a row high enough for a text that wraps
        page.set_row(at, _height(["" if _missing(v) else _said(v) for v in row], widths))
        for column, value in enumerate(row):
            if sheet.form:
                _put_in_form(page, styles, at, column, value, sheet)
            else:
                _put(page, styles, at, column, value, share=sheet.shares and column > 0)
    last = top + len(sheet.table) + 2
    if sheet.form:
        _make_form(page, styles, sheet, top)
        last += ROWS_TO_ADD
    for at, text in enumerate(sheet.below, last):
        _say(page, styles, at, text, widths)
    page.write_string(last + len(sheet.below) + bool(sheet.below), 0, marking, styles.mark)
    page.freeze_panes(top + 1, 1 if sheet.shares else 0)
    page.repeat_rows(top)


def _put_in_form(page: Worksheet, styles: _Styles, at: int, column: int, value: object, sheet: Sheet) -> None:
    name = str(sheet.table.columns[column])
    kept, day = name in sheet.locked, name in sheet.days
    style = (styles.day if kept else styles.free_day) if day else styles.kept if kept else styles.free
    if _missing(value):
        page.write_blank(at, column, None, style)
    elif isinstance(value, date):
        page.write_datetime(at, column, datetime.combine(value, time()), style)
    elif isinstance(value, (int, np.integer)):
        page.write_number(at, column, int(value), style)
    else:
        page.write_string(at, column, _cut(_said(value)), style)


def _make_form(page: Worksheet, styles: _Styles, sheet: Sheet, top: int) -> None:
    """Add filters, lists to pick from, rows to add to, and a rail around what is not to be changed."""
    names = [str(c) for c in sheet.table.columns]
    end = top + len(sheet.table) + ROWS_TO_ADD
    page.autofilter(top, 0, end, len(names) - 1)
    for column, name in enumerate(names):
        # in a new row all may be written, ids and all: who adds one does not know which columns are ours
        style = styles.free_day if name in sheet.days else styles.free
        for at in range(top + len(sheet.table) + 1, end + 1):
            page.write_blank(at, column, None, style)
        if name in sheet.choices:
            asked = {"validate": "list", "source": list(sheet.choices[name]), "error_type": "warning"}
            page.data_validation(top + 1, column, end, column, asked)
    allowed = ("autofilter", "sort", "format_columns", "format_rows", "insert_rows", "delete_rows")
    page.protect("", dict.fromkeys(allowed, True))


def _say(page: Worksheet, styles: _Styles, at: int, text: str, widths: Sequence[float]) -> None:
    """Write a sentence over the whole width of the table."""
    if len(widths) > 1:
        page.merge_range(at, 0, at, len(widths) - 1, "", styles.says)
    page.write_string(at, 0, _cut(text), styles.says)
    page.set_row(at, _height([text], [sum(widths)]))


def _height(texts: Sequence[str], widths: Sequence[float]) -> float:
    """Return how high a row has to be for its texts to wrap in columns of these widths, in points."""
    lines = (
        sum(max(1, math.ceil(len(line) / (width - 1))) for line in text.split("\n"))
        for text, width in zip(texts, widths, strict=True)
    )
    return min(15.0 * max(lines, default=1), _HIGHEST)


def _missing(value: object) -> bool:
    return value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and math.isnan(value))


def _put(page: Worksheet, styles: _Styles, at: int, column: int, value: object, *, share: bool) -> None:
    if _missing(value):
        if share:
            page.write_string(at, column, "-", styles.none)
        else:
            page.write_blank(at, column, None, styles.wrap)
    elif isinstance(value, (bool, np.bool_)):
        page.write_string(at, column, "yes" if value else "no", styles.wrap)
    elif isinstance(value, (int, float, np.integer, np.floating)):
        whole = isinstance(value, (int, np.integer))
        style = styles.of(float(value)) if share else styles.whole if whole else styles.number
        page.write_number(at, column, float(value), style)
    else:
        page.write_string(at, column, _cut(_said(value)), styles.bold if share else styles.wrap)


def _said(value: object) -> str:
    if isinstance(value, (float, np.floating)):
        return f"{value:,.2f}"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}" if value.time() != time() else f"{value:%Y-%m-%d}"
    return str(value)


def _cut(text: str) -> str:
    """Return a text as long as a cell can hold, saying so where it was longer."""
    return text if len(text) <= MOST_LETTERS else f"{text[: MOST_LETTERS - 20]} [the rest was cut]"


def _width(sheet: Sheet, column: int) -> float:
    """Return a column's width from what is in it, in letters: between narrow and wide, where the text wraps."""
    if sheet.shares and column > 0:
        return _SHARE_WIDE
    if len(sheet.table.columns) == 1:
        return _ONLY_WIDE
    said = [_said(v) for v in sheet.table.iloc[:, column] if not _missing(v)]
    longest = max(len(line) for text in (*said, str(sheet.table.columns[column])) for line in text.split("\n"))
    return float(min(max(longest + 2, _NARROW), sheet.widest))
