"""Write a back-test as csv or as a workbook: for the analyst."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import xlsxwriter

from placespace.documents.exports import check_path, table_bytes
from placespace.documents.hold.answer import Hold, OneOrigin
from placespace.documents.hold.words import (
    hold_about,
    hold_headline,
    looks_table,
    one_origin_words,
    ways_table,
)
from placespace.errors import WrongUse
from placespace.terms import LIMITS

HOLD_ENDINGS = (".csv", ".xlsx")


def _check(found: Hold) -> None:
    if found.test is None:
        raise WrongUse(
            "A back-test is written for the analyst only: it rests on counts of single months.",
            f"The profile is {found.profile.name}.",
            "Use the analyst profile (--profile analyst), and keep the file to yourself.",
        )


def _table(found: Hold) -> pd.DataFrame:
    return looks_table(found) if isinstance(found, OneOrigin) else ways_table(found)


def _said(found: Hold) -> str:
    return one_origin_words(found) if isinstance(found, OneOrigin) else hold_headline(found)


def hold_csv(found: Hold) -> bytes:
    """Return the ways of picking beside each other as csv that Excel opens as it is.

    Raises
    ------
    WrongUse
        For a protected profile.
    """
    _check(found)
    return table_bytes(_table(found))


def hold_book(found: Hold, age_days: int | None, *, more: Mapping[str, pd.DataFrame] | None = None) -> bytes:
    """Return a workbook: the ways, every look, any more tables by the name of their sheet, and what they rest on.

    Raises
    ------
    WrongUse
        For a protected profile.
    """
    _check(found)
    about = [_said(found), *hold_about(found, age_days), *LIMITS]
    sheets = {
        "Ways": ways_table(found),
        "Looks": looks_table(found),
        **(more or {}),
        "About": pd.DataFrame({"About": about}),
    }
    buffer = io.BytesIO()
    # nothing in a list may become a formula or a link
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": True}
    with xlsxwriter.Workbook(buffer, options) as book:
        mark, head = book.add_format({"bold": True}), book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        number = book.add_format({"num_format": "#,##0.###", "valign": "top"})
        for name, table in sheets.items():
            sheet = book.add_worksheet(name)
            sheet.set_header(f"&C{found.profile.marking}")
            sheet.set_footer(f"&C{found.profile.marking}&RPage &P of &N")
            sheet.set_landscape()
            sheet.set_paper(9)
            sheet.fit_to_pages(1, 0)
            sheet.write_string(0, 0, found.profile.marking, mark)
            sheet.write_row(1, 0, [c.replace("_", " ") for c in table.columns], head)
            sheet.set_column(0, 0, 110 if name == "About" else 24)
            sheet.set_column(1, max(len(table.columns) - 1, 1), 13)
            for at, row in enumerate(table.itertuples(index=False), 2):
                for column, value in enumerate(row):
                    if pd.isna(value):
                        continue
                    if isinstance(value, str):
                        sheet.write_string(at, column, value, wrap)
                    else:
                        sheet.write_number(at, column, float(value), number)
            sheet.write_string(len(table) + 3, 0, found.profile.marking, mark)
            sheet.freeze_panes(2, 0)
    return buffer.getvalue()


def write_hold(found: Hold, path: Path, age_days: int | None) -> list[Path]:
    """Write the back-test in the form its path's ending says, and a page about it beside it.

    Returns
    -------
    list of Path
        What was written.

    Raises
    ------
    WrongUse
        When the ending is not one of ``HOLD_ENDINGS``, the folder is not there, or the profile is protected.
    """
    check_path(path, HOLD_ENDINGS)
    path.write_bytes(hold_book(found, age_days) if path.suffix.lower() == ".xlsx" else hold_csv(found))
    note, marking = path.with_suffix(".about.txt"), found.profile.marking
    lines = [marking, "", _said(found), "", *hold_about(found, age_days), "", *LIMITS, "", marking]
    note.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return [path, note]
