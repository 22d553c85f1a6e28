"""List places and their history, prove evidence and the register unchanged, back up, and hand papers out."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Annotated, Any

import pandas as pd
import typer

from placespace.catalogue import open_workspace
from placespace.command.shared import JsonOption, WorkspaceOption, out, print_table, reading_of, warn
from placespace.errors import WrongUse
from placespace.places import Held, Register, open_register, overdue_days, restore_register
from placespace.places.engine import VARIABLE
from placespace.places.past import changes_in_words
from placespace.places.roles import may
from placespace.places.things import Place

places = typer.Typer(no_args_is_help=True, help="The register of places: what was agreed about each, and its proof.")
Which = Annotated[str, typer.Argument(metavar="PLACE", help="Reference (LOC-001) or id of a place.")]
OutDir = Annotated[Path | None, typer.Option("--out", help="A folder to write to.")]


@contextmanager
def _register(workspace: Path | None) -> Iterator[Register]:
    register = open_register(open_workspace(workspace))
    try:
        yield register
    finally:
        register.close()


def _found(register: Register, which: str) -> Held[Place]:
    """Return the place of a reference or an id, as the role may see it."""
    closed = None if may(register.who, "read the register") else False
    for place in register.places(closed=closed):
        if which.casefold() in (place.id, place.thing.reference.casefold()):
            return register.place(place.id)
    raise WrongUse("A place must be in the register.", f"'{which}' is not there.", "See: placespace places list")


def _tell(as_json: bool, content: Any, lines: list[str]) -> None:
    if as_json:
        print(json.dumps(content, ensure_ascii=False, indent=1))
        return
    for line in lines:
        out.print(line, highlight=False, markup=False, soft_wrap=True)


@places.command("list")
def list_places(
    closed: Annotated[bool, typer.Option("--closed", help="Those that were closed as well.")] = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the places, the overdue first."""
    with _register(workspace) as register:
        held = register.places(closed=None if closed else False)
        reads, today = may(register.who, "read the register"), register.today
    rows = [_row(p, overdue_days(p.thing, today), reads) for p in held]
    if as_json:
        _tell(True, {"today": today.isoformat(), "places": rows}, [])
    elif not rows:
        _tell(False, None, ["No place is in the register yet: raise the first on the page Places."])
    else:
        print_table(pd.DataFrame(rows))


def _row(place: Held[Place], late: int | None, reads: bool) -> dict[str, Any]:
    kept = place.thing
    row = {"reference": kept.reference, "name": kept.name, "kind": kept.kind, "status": kept.status}
    if not reads:
        return row
    due = kept.next_review.isoformat() if kept.next_review else None
    many = f"{late} day{'' if late == 1 else 's'} overdue"
    said = None if late is None else many if late > 0 else "due today" if late == 0 else ""
    return row | {"id": place.id, "level": kept.level, "next_review": due, "overdue": said}


@places.command()
def show(which: Which, workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """Show a place: what is written of it, its goals and its actions."""
    with _register(workspace) as register:
        place, reads = _found(register, which), may(register.who, "read the register")
        goals = register.goals(place.id) if reads else []
        actions = register.actions(place.id) if reads else []
    parts = {"place": [place], "goals": goals, "actions": actions}
    content = {k: [{"id": h.id, "version": h.version, **h.thing.to_body()} for h in v] for k, v in parts.items()}
    lines = []
    for name, held in parts.items():
        lines += [f"{name}:"] * bool(held and name != "place")
        for one in held:
            lines.append(f"{one.id}, version {one.version}")
            lines += [f"  {line}" for line in changes_in_words(None, one.thing.to_body())]
    _tell(as_json, content, lines)


@places.command()
def history(
    which: Annotated[str, typer.Argument(metavar="PLACE", help="Reference or id of a place, or the id of a record.")],
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Tell who changed what of a place, or of any record, and when."""
    with _register(workspace) as register:
        try:
            id = _found(register, which).id
        except WrongUse:
            id = which
        past = register.history(id)
    if not past:
        raise WrongUse("A history is of a record.", f"'{which}' is not there.", "See: placespace places list")
    lines = []
    for change in past:
        lines.append(f"{change.at[:16].replace('T', ' ')} UTC, {change.by}: {change.what}")
        lines += [f"  {line}" for line in change.changes]
    _tell(as_json, [change._asdict() for change in past], lines)


@places.command()
def verify(
    file: Annotated[Path | None, typer.Argument(help="A bundle of evidence; without one, the register itself.")] = None,
    alone: Annotated[bool, typer.Option("--alone", help="The bundle by itself: no register and no rerun.")] = False,
    known: Annotated[
        list[str] | None, typer.Option(help="ROW:HASH as a backup or a document has it; may be repeated.")
    ] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Prove a bundle of evidence, or the register, unchanged; of a bundle say what a rerun today says otherwise."""
    if file is None:
        with _register(workspace) as register:
            faults = register.verify(_known(known or []))
            row, head = register.store.head()
        said = f"The register is whole: {row} rows of history, the last with hash {head or 'none'}."
        content = {"unchanged": not faults, "faults": faults, "rows": row, "head": head}
        _verdict(as_json, content, [said] if not faults else ["The register is not as it was written:", *faults])
        return
    from placespace.documents.places import verify_bundle

    if alone:
        found = verify_bundle(file)
    else:
        opened = open_workspace(workspace)
        there = opened.register.exists() or bool(os.environ.get(VARIABLE, "").strip())
        with _register(workspace) if there else nullcontext() as register, reading_of(opened) as reading:
            found = verify_bundle(file, register=register, reading=reading)
    unchanged, faults, differs = found.unchanged, list(found.faults), list(found.differs)
    lines = ["The bundle is as it was frozen." if unchanged else "The bundle is not as it was frozen:", *faults]
    lines += [*found.notes, *differs]
    content = {"unchanged": unchanged, "faults": faults, "differs": differs, "notes": list(found.notes),
               "sha256": found.sha256}  # fmt: skip
    _verdict(as_json, content, lines)


def _verdict(as_json: bool, content: dict[str, Any], lines: list[str]) -> None:
    _tell(as_json, content, lines)
    if not content["unchanged"]:
        raise typer.Exit(1)


def _known(words: list[str]) -> list[tuple[int, str]]:
    pairs = [word.partition(":") for word in words]
    if wrong := [w for w, (row, _, sha) in zip(words, pairs, strict=True) if not (row.isdigit() and sha)]:
        raise WrongUse("What is known is written ROW:HASH.", f"--known is '{wrong[0]}'.", "Write --known 120:9f2c…")
    return [(int(row), sha) for row, _, sha in pairs]


@places.command()
def backup(
    file: Annotated[Path, typer.Argument(help="A file that is not there yet.")],
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write all of the register to one file; others may save meanwhile."""
    with _register(workspace) as register:
        row, head = register.backup(file)
    note = f"Write this down elsewhere: --known {row}:{head}"
    _tell(as_json, {"file": str(file), "rows": row, "head": head}, [f"Wrote {file}: {row} rows of history.", note])


@places.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A backup.")],
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Put a backup where the workspace has its register; nothing is overwritten."""
    row, head = restore_register(file, open_workspace(workspace))
    said = f"The register is back: {row} rows of history, the last with hash {head}."
    _tell(as_json, {"rows": row, "head": head}, [said])


@places.command()
def export(
    which: Annotated[
        list[str] | None, typer.Argument(metavar="PLACE...", help="References or ids; default: all.")
    ] = None,
    to: Annotated[Path | None, typer.Option("--out", help="A folder to write to.")] = None,
    kind: Annotated[list[str] | None, typer.Option(help="One kind of paper; may be repeated.")] = None,
    meeting: Annotated[str | None, typer.Option(help="Id of the meeting the papers are for.")] = None,
    profile: Annotated[str, typer.Option(help="Who the papers are for.")] = "partner",
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write the papers of a panel: plans, pack, tracker, notes for schools, roll-up."""
    from placespace.documents.places.papers import panel_papers

    if to is None:
        raise WrongUse("Papers are written to a folder.", "None is named.", "Write --out DIR.")
    opened = open_workspace(workspace)
    with reading_of(opened) as reading, _register(workspace) as register:
        ids = [_found(register, w).id for w in which] if which else None
        made = panel_papers(reading, register, profile, meeting_id=meeting, places=ids, kinds=kind, out=to)
    files = [str(to / name) for name in made]
    _tell(as_json, {"profile": profile, "files": files}, [f"Wrote {f}" for f in files])


@places.command()
def evidence(
    which: Which,
    to: OutDir = None,
    profile: Annotated[str, typer.Option(help="partner, or analyst for true counts.")] = "partner",
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """List what the decisions on a place rested on; with --out, write the bundles."""
    if profile not in ("partner", "analyst"):
        raise WrongUse("Evidence is kept for: partner, analyst.", f"--profile is '{profile}'.", "Choose one of them.")
    with _register(workspace) as register:
        partner = profile != "analyst"
        place, who = _found(register, which), register.who
        kept = register.evidence(place.id)
        wanted = [e for e in kept if e.thing.partner_sha256] if partner else kept
        bundles = {e.id: register.evidence_file(e.id, partner=partner) for e in wanted} if to else {}
        shown = may(who, "see true counts")
    rows = [{"id": e.id, "meeting": e.thing.meeting, "item": e.thing.item, "made_on": str(e.thing.made_on),
             "version": e.thing.version, "partner_sha256": e.thing.partner_sha256,
             "sha256": e.thing.sha256 if shown else None} for e in kept]  # fmt: skip
    files = [_written(to, f"{place.thing.reference}-{id}-{profile}.zip", content) for id, content in bundles.items()]
    if as_json:
        _tell(True, {"evidence": rows, "files": files}, [])
        return
    if rows:
        print_table(pd.DataFrame(rows))
    else:
        warn("No decision on this place was recorded with evidence yet.")
    _tell(False, None, [f"Wrote {f}" for f in files])


def _written(folder: Path, name: str, content: bytes) -> str:
    path = folder / "".join(c if c.isalnum() or c in "-._" else "-" for c in name)
    if path.exists() and path.read_bytes() != content:
        raise WrongUse("Evidence overwrites nothing.", f"{path.name} is there and is another.", "Name another folder.")
    folder.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return str(path)
