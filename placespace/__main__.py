"""The command line: the same library as the app, the same numbers.

Exit 0: done. 1: the data will not do. 2: wrong use.
"""

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

from placespace.catalogue import Workspace, new_workspace, open_workspace
from placespace.disclose import PROFILES
from placespace.documents import (
    answer,
    carries_lsoa,
    check_hand_out,
    check_path,
    doubts_of,
    facts_of,
    faults_of,
    freshness,
    groups_of,
    headline,
    layer_table,
    reasons_table,
    record_hand_out,
    source_sentence,
    write_answer,
)
from placespace.documents.statement import concentration_sentence, rule
from placespace.errors import CatalogueError, PlacespaceError, WrongUse
from placespace.grid import Question, point_piles, study_area
from placespace.ingest import run_example
from placespace.measures import Reading, events_by_area_code, read_and_place

cli = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Where do incidents that harm young people concentrate beyond chance, and what does that rest on.",
)
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
def _reading(workspace: Workspace, layers: list[str] | None = None) -> Iterator[Reading]:
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


@cli.command()
def new(folder: Annotated[Path, typer.Argument(help="An empty folder, or one to make.")]) -> None:
    """Make a workspace: layers and an area file to fill in. No Python needed."""
    made = new_workspace(folder)
    out.print(
        f"Made {made}. Now:\n  1. put the files you were sent in {made / 'geodata' / 'raw'}\n"
        f"  2. say which area it is in {made / 'geodata' / 'area.toml'}\n"
        f"  3. {sys.executable} -m placespace check --workspace {made}",
        highlight=False,
        soft_wrap=True,
    )


@cli.command()
def check(workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """Say what was read, placed and left out, and why; ages, gaps and false points."""
    opened = open_workspace(workspace)
    with _reading(opened) as reading:
        pass
    cells = study_area(opened)
    layers, reasons = layer_table(reading), reasons_table(reading)
    piles = {i: point_piles(opened, i, cells) for i in reading.placings}
    facts, faults = facts_of(reading), faults_of(reading)
    if as_json:
        print(
            json.dumps(
                {
                    "faults": faults,
                    "doubts": doubts_of(reading),
                    "area": opened.area.name,
                    "cells": len(cells),
                    "resolution": cells.resolution,
                    **facts,
                    "layers": _records(layers),
                    "reasons": _records(reasons),
                    "missing_months": {i: a.missing_months for i, a in reading.accounts.items() if a.missing_months},
                    "thin_months": {i: a.thin_months for i, a in reading.accounts.items() if a.thin_months},
                    "points_that_hold_most_of_a_cell": {i: _records(p) for i, p in piles.items() if len(p)},
                },
                ensure_ascii=False,
                indent=1,
            )
        )
        raise typer.Exit(1 if faults else 0)
    for fault in faults:
        err.print(fault, style="red", highlight=False, markup=False, soft_wrap=True)
    out.print(f"{opened.area.name}: {len(cells):,} cells at resolution {cells.resolution}", style="bold")
    _print(layers[layers["state"] == "read"].drop(columns=["title", "state", "gaps", "too old"]))
    for doubt in doubts_of(reading):
        _warn(doubt)
    for layer in opened.layers.values():
        for number, example in enumerate(layer.examples, 1):
            for key, (wanted, given) in run_example(layer, example).items():
                _warn(f"{layer.id}.toml [[example]] {number}: '{key}' should be {wanted!r}, is {given!r}")
    missing = layers.loc[layers["state"] == "no file", "layer"]
    out.print(f"No file for: {', '.join(missing) or 'none'}", highlight=False)
    for what, rows in reasons.groupby("what", sort=False):
        out.print(f"\n{what.capitalize()}", style="bold")
        for row in rows.to_dict("records"):
            number = "" if pd.isna(row["rows"]) else f"{row['rows']:,} "
            example = f" (first: row {row['first row']}, {row['first value']})" if row["first row"] else ""
            line = f"  {row['layer']}: {number}{row['reason']}{example}"
            out.print(line, highlight=False, markup=False, soft_wrap=True)
    out.print()
    for name, value in facts.items():
        out.print(f"{name.replace('_', ' ')}: {_shown(value)}", highlight=False)
    for layer_id, pile in piles.items():
        if len(pile) and opened.layers[layer_id].precision == "point":
            out.print(
                f"{layer_id}: points that hold most of their cell's events; false points go in "
                f"{opened.exclusions.name}",
                highlight=False,
            )
            _print(pile.head(10))
    raise typer.Exit(1 if faults else 0)


@cli.command()
def hotspots(
    layer: Annotated[str | None, typer.Option(help="Layer of incidents (the file name in layers/).")] = None,
    category: Annotated[list[str] | None, typer.Option(help="May be given several times; default: all.")] = None,
    first: Annotated[str | None, typer.Option("--from", help="First month, YYYY-MM.")] = None,
    last: Annotated[str | None, typer.Option("--to", help="Last month, YYYY-MM.")] = None,
    resolution: Annotated[int | None, typer.Option(help="H3 resolution of the cells.")] = None,
    profile: Annotated[
        str | None, typer.Option(help=f"{', '.join(PROFILES)}; default: analyst on screen, partner for --out.")
    ] = None,
    to_file: Annotated[Path | None, typer.Option("--out", help=".gpkg, .parquet, .geojson or .csv")] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find where incidents concentrate beyond chance."""
    opened = open_workspace(workspace)
    layer = layer or opened.area.hotspot_layer or ""
    if to_file:
        check_path(to_file)
    with _reading(opened) as reading:
        found = answer(
            reading,
            Question(layer, tuple(category or ()), first, last),
            profile or ("partner" if to_file else "analyst"),
            resolution=resolution,
        )
    age, _ = freshness(reading, layer)
    written: list[Path] = []
    if to_file:
        check_hand_out(reading, found)
        written = write_answer(found, to_file, age)
        record_hand_out(reading, found)
    if as_json:
        print(
            json.dumps(
                {
                    "sentence": headline(found),
                    "layer": layer,
                    "categories": list(found.question.categories),
                    "from": found.question.first,
                    "to": found.question.last,
                    "months_used": found.months,
                    "left_out": found.left_out,
                    "profile": found.profile.name,
                    "resolution": found.cells.resolution,
                    "cells": len(found.cells),
                    "events": found.total,
                    "hot": len(found.hot),
                    "false_expected": round(found.false_expected, 4),
                    "settings": dict(found.settings),
                    "events_by_lsoa": _by_lsoa(reading, found),
                    "groups": _records(groups_of(found)),
                    "table": _records(found.hot),
                    "files": [str(p) for p in written],
                },
                ensure_ascii=False,
                indent=1,
            )
        )
        return
    out.print(headline(found), style="bold", highlight=False)
    out.print(concentration_sentence(found), highlight=False)
    if (by_lsoa := _by_lsoa(reading, found)) is not None:
        out.print(
            f"By the code they carry, {by_lsoa:,} of the layer's events are in an LSOA of the study area: cells that "
            "touch the boundary reach a little outside.",
            highlight=False,
        )
    _print(groups_of(found))
    columns = ["cell", "place", "group", "count", "ring", "expected", "ratio", "q", "gi_z", "months_active", "kind"]
    shown = found.hot[columns].dropna(axis=1, how="all")
    _print(shown.head(30))
    if len(shown) > 30:
        out.print(f"… and {len(shown) - 30} more; all of them with --out cells.csv", highlight=False)
    for line in (
        rule(found),
        source_sentence(found, age),
        f"Profile {found.profile.name}: {found.profile.says}.",
        *(f"Wrote {p}" for p in written),
    ):
        out.print(line, highlight=False, style="dim", soft_wrap=True)


def _by_lsoa(reading: Reading, found) -> int | None:
    """Return the count by published LSOA code, where the profile may see it and boundaries are loaded."""
    workspace = reading.workspace
    layer_id = workspace.area.young_people.partition(".")[0] if workspace.area.young_people else ""
    boundaries = workspace.layers[layer_id].boundaries if layer_id in workspace.layers else None
    carried = carries_lsoa(reading, found.question.layer)
    if not found.profile.exact or not carried or not boundaries or not reading.accounts[boundaries].kept:
        return None
    return events_by_area_code(reading, found.question, boundaries, found.cells)


def _records(table: pd.DataFrame) -> list[dict]:
    return json.loads(table.to_json(orient="records"))


def _warn(line: str) -> None:
    out.print(line, style="yellow", highlight=False, markup=False)


def _shown(value: object) -> str:
    if value is None or value is pd.NA or (isinstance(value, float) and pd.isna(value)):
        return ""
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, float):
        return f"{value:,.0f}" if value.is_integer() or abs(value) >= 1000 else f"{value:,.3g}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _print(table: pd.DataFrame) -> None:
    shown = Table(box=None, pad_edge=False, header_style="bold")
    for column in table.columns:
        number = pd.api.types.is_numeric_dtype(table[column]) and not pd.api.types.is_bool_dtype(table[column])
        shown.add_column(column, justify="right" if number else "left", overflow="fold", no_wrap=number)
    for row in table.itertuples(index=False):
        shown.add_row(*(_shown(v.item() if hasattr(v, "item") else v) for v in row))
    out.print(shown, highlight=False, markup=False)


def main() -> None:
    """Run the command line; a fault a user can mend is one sentence and exit 1, wrong use exit 2."""
    try:
        cli()
    except PlacespaceError as fault:
        err.print(str(fault), highlight=False, markup=False, soft_wrap=True)
        sys.exit(2 if isinstance(fault, WrongUse | CatalogueError) else 1)


if __name__ == "__main__":
    main()
