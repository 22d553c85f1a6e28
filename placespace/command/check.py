"""Make a workspace, and say what was read of it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from placespace.catalogue import new_workspace, open_workspace
from placespace.command.shared import (
    JsonOption,
    WorkspaceOption,
    err,
    in_words,
    out,
    print_table,
    reading_of,
    records,
    warn,
)
from placespace.documents import doubts_of, facts_of, faults_of, kept_files, layer_table, reasons_table
from placespace.grid import point_piles, study_area
from placespace.ingest import run_example
from placespace.places.acting import check_act


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


def check(workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """Say what was read, placed and left out, and why; ages, gaps and false points."""
    opened = open_workspace(workspace)
    check_act(opened, "see true counts")
    with reading_of(opened) as reading:
        pass
    cells = study_area(opened)
    layers, reasons = layer_table(reading), reasons_table(reading)
    piles = {i: point_piles(opened, i, cells) for i in reading.placings}
    facts, kept = facts_of(reading), kept_files(reading)
    faults, doubts = [*faults_of(reading), *kept.faults], [*doubts_of(reading), *kept.left_out]
    if as_json:
        print(
            json.dumps(
                {
                    "faults": faults,
                    "doubts": doubts,
                    "area": opened.area.name,
                    "cells": len(cells),
                    "resolution": cells.resolution,
                    **facts,
                    "lists": kept.lists,
                    "layers": records(layers),
                    "reasons": records(reasons),
                    "missing_months": {i: a.missing_months for i, a in reading.accounts.items() if a.missing_months},
                    "thin_months": {i: a.thin_months for i, a in reading.accounts.items() if a.thin_months},
                    "points_that_hold_most_of_a_cell": {i: records(p) for i, p in piles.items() if len(p)},
                },
                ensure_ascii=False,
                indent=1,
            )
        )
        raise typer.Exit(1 if faults else 0)
    for fault in faults:
        err.print(fault, style="red", highlight=False, markup=False, soft_wrap=True)
    out.print(f"{opened.area.name}: {len(cells):,} cells at resolution {cells.resolution}", style="bold")
    print_table(layers[layers["state"] == "read"].drop(columns=["title", "state", "gaps", "too old"]))
    for doubt in doubts:
        warn(doubt)
    for layer in opened.layers.values():
        for number, example in enumerate(layer.examples, 1):
            for key, (wanted, given) in run_example(layer, example).items():
                warn(f"{layer.id}.toml [[example]] {number}: '{key}' should be {wanted!r}, is {given!r}")
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
        out.print(f"{name.replace('_', ' ')}: {in_words(value)}", highlight=False)
    for layer_id, counts in kept.lists.items():
        says = ", ".join(f"{n} {what}" for what, n in counts.items() if n)
        out.print(f"{layer_id}: {says}", highlight=False)
    for layer_id, pile in piles.items():
        if len(pile) and opened.layers[layer_id].precision == "point":
            out.print(
                f"{layer_id}: points that hold most of their cell's events; false points go in "
                f"{opened.exclusions.name}",
                highlight=False,
            )
            print_table(pile.head(10))
    raise typer.Exit(1 if faults else 0)
