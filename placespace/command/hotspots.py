"""Find where incidents concentrate beyond chance."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from placespace.catalogue import open_workspace
from placespace.command.shared import JsonOption, WorkspaceOption, out, print_table, profile_for, reading_of, records
from placespace.disclose import PROFILES
from placespace.documents import (
    Answer,
    answer,
    carries_lsoa,
    check_hand_out,
    check_path,
    freshness,
    groups_of,
    headline,
    record_hand_out,
    source_sentence,
    write_answer,
)
from placespace.documents.statement import concentration_sentence, rule
from placespace.grid import Question
from placespace.measures import Reading, events_by_area_code


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
    with reading_of(opened) as reading:
        found = answer(
            reading,
            Question(layer, tuple(category or ()), first, last),
            profile_for(opened, profile, to_file=to_file is not None).name,
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
                    "groups": records(groups_of(found)),
                    "table": records(found.hot),
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
    print_table(groups_of(found))
    columns = ["cell", "place", "group", "count", "ring", "expected", "ratio", "q", "gi_z", "months_active", "kind"]
    shown = found.hot[columns].dropna(axis=1, how="all")
    print_table(shown.head(30))
    if len(shown) > 30:
        out.print(f"… and {len(shown) - 30} more; all of them with --out cells.csv", highlight=False)
    for line in (
        rule(found),
        source_sentence(found, age),
        f"Profile {found.profile.name}: {found.profile.says}.",
        *(f"Wrote {p}" for p in written),
    ):
        out.print(line, highlight=False, style="dim", soft_wrap=True)


def _by_lsoa(reading: Reading, found: Answer) -> int | None:
    """Return the count by published LSOA code, where the profile may see it and boundaries are loaded."""
    workspace = reading.workspace
    layer_id = workspace.area.young_people.partition(".")[0] if workspace.area.young_people else ""
    boundaries = workspace.layers[layer_id].boundaries if layer_id in workspace.layers else None
    carried = carries_lsoa(reading, found.question.layer)
    if not found.profile.exact or not carried or not boundaries or not reading.accounts[boundaries].kept:
        return None
    return events_by_area_code(reading, found.question, boundaries, found.cells)
