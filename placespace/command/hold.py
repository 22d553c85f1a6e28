"""Say whether the choice of cells would have held on months it had not seen."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from placespace.catalogue import open_workspace
from placespace.command.cover import Category, First, Last, WhoFor
from placespace.command.shared import (
    JsonOption,
    WorkspaceOption,
    err,
    out,
    print_table,
    profile_for,
    reading_of,
    records,
)
from placespace.documents import check_path, freshness
from placespace.documents.hold import (
    HOLD_ENDINGS,
    OneOrigin,
    hold_about,
    hold_headline,
    looks_table,
    one_origin_words,
    ways_table,
    write_hold,
)
from placespace.documents.hold import hold as work_out_hold
from placespace.documents.hold import one_origin as work_out_one
from placespace.grid import Question

SHOWN = ("size", "way", "looks", "cells", "hits", "events", "hit_rate", "low", "high", "pai", "pei")
SHOWN_ONE = ("size", "way", "cells", "hits", "events", "hit_rate", "pai", "pei")


def hold(
    layer: Annotated[str | None, typer.Option(help="Layer of incidents; default: the area's own.")] = None,
    category: Category = None,
    month: Annotated[
        str | None, typer.Option(help="One look alone: cells picked on the data to the month before, YYYY-MM.")
    ] = None,
    first: First = None,
    last: Last = None,
    profile: WhoFor = None,
    to_file: Annotated[Path | None, typer.Option("--out", help=", ".join(HOLD_ENDINGS))] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say whether the choice of cells would have held, beside last year's busiest cells."""
    if to_file:
        check_path(to_file, HOLD_ENDINGS)
    opened = open_workspace(workspace)
    with reading_of(opened) as reading:
        who = profile_for(opened, profile, to_file=to_file is not None)
    asked = Question(layer or opened.area.hotspot_layer or "", tuple(category or ()), first, last)
    if month:
        found = work_out_one(reading, asked, month, who.name)
        sentence, table = one_origin_words(found), looks_table(found)
    else:
        found = work_out_hold(reading, asked, who.name, progress=_progress)
        sentence, table = hold_headline(found), ways_table(found)
    age = freshness(reading, asked.layer)[0]
    written = write_hold(found, to_file, age) if to_file else []
    if as_json:
        test = found.test
        content = {
            "sentence": sentence,
            "layer": asked.layer,
            "categories": list(asked.categories),
            "month": month,
            "profile": who.name,
            "months": test.months if test else [],
            "left_out": test.left_out if test else [],
            "verdicts": test.verdicts if test and not month else {},
            "ways": records(table),
            "looks": records(pd.DataFrame() if test is None else looks_table(found)),
            "about": hold_about(found, age),
            "files": [str(p) for p in written],
        }
        print(json.dumps(content, ensure_ascii=False, indent=1))
        return
    out.print(sentence, style="bold", highlight=False, markup=False)
    if found.test is not None:
        print_table(table[list(SHOWN_ONE if isinstance(found, OneOrigin) else SHOWN)])
    for line in (*hold_about(found, age), f"Profile {who.name}: {who.says}.", *(f"Wrote {p}" for p in written)):
        out.print(line, highlight=False, markup=False, style="dim", soft_wrap=True)


def _progress(done: int, of: int) -> None:
    if err.is_terminal:
        err.print(f"{done} of {of} looks", end="\r" if done < of else "\n", style="dim", highlight=False)
