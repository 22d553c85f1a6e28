"""What the attacks of a viewer share: a borough where they are one, its true numbers, and how to look for them."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import traceback
from collections.abc import Iterable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pandas as pd
import pytest

from placespace.__main__ import main
from placespace.catalogue import open_workspace
from placespace.grid import Question, study_area
from placespace.measures import Reading, read_and_place

LISTED = '[roles]\n"os:somebody-else" = "analyst"\n"an.alyst@b.example" = "analyst"\n"v@b.example" = "viewer"\n'
"""Whoever runs the tests is not named, and so a viewer."""


def true_numbers(reading: Reading) -> set[str]:
    """Return true counts of the borough that are met in nothing else: of a source, a category, a month, a cell.

    Numbers that end with 0 or 5 may be rounded ones; those under 1,000 stand for metres and settings too.
    """
    found: set[int] = set()
    for layer_id, placing in reading.placings.items():
        if not placing.rows:
            continue
        account = reading.accounts[layer_id]
        found |= {account.read, account.kept, placing.in_cells}
        store, mapped = reading.counts(layer_id, 9), reading.workspace.layers[layer_id].precision != "none"
        for asked in (Question(layer_id), *(Question(layer_id, (c,)) for c in store.categories)):
            for cells in (None, study_area(reading.workspace, 9) if mapped else None):
                months = store.by_month(asked, cells).dropna().astype(int)
                found |= {*months, int(months.sum()), int(months.tail(12).sum())}
    return {str(n) for n in found if n > 1000 and n % 5}


def numbers_in(text: str) -> set[str]:
    """Return the whole numbers of a text, thousands written any way."""
    return set(re.findall(r"(?<![\d.])\d+(?![\d.]*\d)", re.sub(r"(?<=\d)[,\u202f\u00a0](?=\d{3}\b)", "", text)))


def text_of_table(table: pd.DataFrame) -> str:
    """Return a table as text."""
    return table.to_csv()


def files_in(folder: Path) -> Iterable[Path]:
    """Return the files under a folder."""
    return (p for p in folder.rglob("*") if p.is_file())


def borough_of(folder: Path) -> Reading:
    """Return a borough as read, in which whoever asks is a viewer once :func:`become_viewers` has been called."""
    return read_and_place(open_workspace(folder))


def become_viewers(reading: Reading) -> None:
    """Put the list of roles in the borough: from now on the tests ask as a viewer."""
    reading.workspace.roles.write_text(LISTED, encoding="utf-8")


def command(words: Iterable[str], folder: Path) -> subprocess.CompletedProcess:
    """Run a command of the command line in this process: what an earlier one left in it may not help a viewer."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setattr(sys, "argv", ["placespace", *words, "--workspace", str(folder)])
        patch.delenv("PLACESPACE_DATABASE_URL", raising=False)
        try:
            main()
        except SystemExit as end:
            code = end.code or 0
        except Exception:
            traceback.print_exc()
            code = 1
    return subprocess.CompletedProcess(list(words), code, out.getvalue(), err.getvalue())
