"""What every command shares: where it prints, what it is given, how it waits and how it shows a table."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn
from rich.table import Table

from placespace.catalogue import Workspace
from placespace.disclose import Profile, profile_named
from placespace.measures import Reading, read_and_place
from placespace.places.acting import acting, check_profile
from placespace.places.roles import may

WIDE = 150
"""Columns for output that is not read in a terminal."""
out = Console(width=None if sys.stdout.isatty() else WIDE)
err = Console(stderr=True)

WorkspaceOption = Annotated[
    Path | None,
    typer.Option("--workspace", "-w", envvar="PLACESPACE_WORKSPACE", help="Folder with layers/ and geodata/."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]


@contextmanager
def reading_of(workspace: Workspace, layers: list[str] | None = None) -> Iterator[Reading]:
    """Read what is new, with a bar once there is something to wait for."""
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total}"),
        console=err,
        transient=True,
    ) as bar:
        task = None

        def progress(what: str, done: int, total: int) -> None:
            nonlocal task
            task = bar.add_task(what, total=total) if task is None else task
            bar.update(task, description=what, completed=done, total=total)

        reading = read_and_place(workspace, progress=progress, layers=layers)
    yield reading


def profile_for(workspace: Workspace, asked: str | None, *, to_file: bool) -> Profile:
    """Return the profile asked for, if whoever runs this may see it.

    Without one: the analyst's on screen where they may see true counts, else the partner's, as for files.

    Raises
    ------
    NotAllowed
    """
    seen = not to_file and may(acting(workspace), "see true counts")
    profile = profile_named(asked or ("analyst" if seen else "partner"))
    check_profile(workspace, profile.name)
    return profile


def records(table: pd.DataFrame) -> list[dict]:
    """Return a table as plain rows, for JSON."""
    return json.loads(table.to_json(orient="records"))


def warn(line: str) -> None:
    """Print a line that somebody should look at."""
    out.print(line, style="yellow", highlight=False, markup=False)


def in_words(value: object) -> str:
    """Return a value as it is read in a table: missing is blank."""
    if value is None or value is pd.NA or (isinstance(value, float) and pd.isna(value)):
        return ""
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, float):
        return f"{value:,.0f}" if value.is_integer() or abs(value) >= 1000 else f"{value:,.3g}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def print_table(table: pd.DataFrame) -> None:
    """Print a table, numbers to the right."""
    shown = Table(box=None, pad_edge=False, header_style="bold")
    for column in table.columns:
        number = pd.api.types.is_numeric_dtype(table[column]) and not pd.api.types.is_bool_dtype(table[column])
        shown.add_column(column, justify="right" if number else "left", overflow="fold", no_wrap=number)
    for row in table.itertuples(index=False):
        shown.add_row(*(in_words(v.item() if hasattr(v, "item") else v) for v in row))
    out.print(shown, highlight=False, markup=False)
