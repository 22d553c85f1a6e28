"""Say how each line of a list of provision was read, and write the cleaned list."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from placespace.catalogue import open_workspace
from placespace.command.shared import JsonOption, WorkspaceOption, out, print_table, reading_of, records
from placespace.documents import check_path, table_bytes
from placespace.errors import PlacespaceError
from placespace.ingest import cleaned, read_sessions, write_openreferral
from placespace.places.acting import check_act

ENDINGS = (".csv", ".json")
COLUMNS = ["row", "name", "site", "when", "reads", "questions", "state"]


def provision(
    layer: Annotated[str | None, typer.Option(help="Another list than the area's own, such as its candidates.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Every line, not only those that wait.")] = False,
    to_file: Annotated[
        Path | None, typer.Option("--out", help=".csv for the cleaned list, .json for Open Referral UK.")
    ] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say how the list of youth provision was read, and which lines wait to be put right."""
    if to_file:
        check_path(to_file, ENDINGS)
    opened = open_workspace(workspace)
    check_act(opened, "see protected figures")
    with reading_of(opened):
        found = read_sessions(opened, layer)
    if not found.loaded:
        raise PlacespaceError(
            "A list of provision must be loaded to be read.",
            "None is. That is not the same as no provision.",
            "Put the service's list in geodata/raw.",
        )
    lines = found.lines if every else found.waiting
    if to_file:
        json_asked = to_file.suffix.lower() == ".json"
        to_file.write_bytes(write_openreferral(found) if json_asked else table_bytes(cleaned(found)))
    files = [str(to_file)] if to_file else []
    if as_json:
        content = {"counts": found.counts, "lines": records(lines), "notes": list(found.notes), "files": files}
        print(json.dumps(content, ensure_ascii=False, indent=1))
        return
    counts = ", ".join(f"{number} {what}" for what, number in found.counts.items() if number)
    out.print(f"{counts}.", style="bold", highlight=False)
    print_table(lines[COLUMNS])
    for note in (*found.notes, *(f"Wrote {f}" for f in files)):
        out.print(note, highlight=False, markup=False, style="dim", soft_wrap=True)
