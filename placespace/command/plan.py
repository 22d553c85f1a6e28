"""Plan a month: places, windows, crews, and the papers that go with it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, Progress, TextColumn

from placespace.catalogue import open_workspace
from placespace.command.shared import (
    JsonOption,
    WorkspaceOption,
    err,
    out,
    print_table,
    profile_for,
    reading_of,
    records,
    warn,
)
from placespace.disclose import PROFILES, Profile
from placespace.documents import freshness, table_bytes
from placespace.documents.hold import hold_line
from placespace.documents.plan import (
    MonthPlan,
    PlanQuestion,
    check_outreach,
    month_plan,
    outreach_timetable,
    plan_crews,
    plan_headline,
    plan_pack,
    share_lines,
    uncovered_lines,
    usual_plan,
    windows_table,
)
from placespace.errors import PlacespaceError, WrongUse
from placespace.grid import Question
from placespace.places.acting import THE_HOUSE, acting, acting_as, check_act
from placespace.places.roles import may

LISTED = ["name", "expected", "events", "same_month_events", "months_active", "kind", "confidence", "left_out"]

OF_ANALYST = ("tasking.docx", "what-changed.docx", "plan.xlsx", "timetable.csv", "places.csv", "windows.csv",
              "uncovered.csv")  # fmt: skip
OF_OUTREACH = ("outreach.docx", "outreach-timetable.csv")
"""Papers of the analyst's pack alone, and those of every pack but the public's."""


def plan(
    month: Annotated[str, typer.Option(help="The month to come, YYYY-MM.")],
    crews: Annotated[Path | None, typer.Option(help="Who can be sent; default: geodata/crews.toml.")] = None,
    layer: Annotated[str | None, typer.Option(help="Layer of incidents; default: one that gives hours.")] = None,
    category: Annotated[list[str] | None, typer.Option(help="May be given several times; default: all.")] = None,
    seed: Annotated[int, typer.Option(help="Times of visits vary by it; the same seed gives the same plan.")] = 1,
    prove: Annotated[float, typer.Option(help="Seconds to look for a better plan or prove that there is none.")] = 0,
    to_folder: Annotated[Path | None, typer.Option("--out", help="Folder for the papers.")] = None,
    profile: Annotated[
        str | None,
        typer.Option(
            help=f"Whom the papers are for: {', '.join(PROFILES)}; default: analyst on screen, partner for --out."
        ),
    ] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Plan next month: places, windows, who goes where and when, what is left uncovered, and the papers."""
    opened = open_workspace(workspace)
    who = profile_for(opened, profile, to_file=to_folder is not None)
    asker = acting(opened)
    # others have the sessions of outreach of the usual plan, and choose nothing that could tell them more
    if crews or layer or category or seed != 1 or prove or to_folder is not None:
        check_act(opened, "see true counts")
    if to_folder is not None:
        _check_folder(to_folder, who)
    if crews is not None and not crews.is_file():
        raise WrongUse("--crews must be a file.", f"{crews} is not there.", "Give its path.")
    with reading_of(opened) as reading:
        usual = usual_plan(reading, month)
        harm = Question(layer or usual.harm.layer, tuple(category or ()))
        given, faults = plan_crews(reading, crews) if crews is not None else (None, [])
        with Progress(TextColumn("{task.description}"), BarColumn(), console=err, transient=True) as bar:
            task = bar.add_task("Laying out crews", total=None)
            with acting_as(asker if may(asker, "see true counts") else THE_HOUSE):
                done = month_plan(
                    reading, PlanQuestion(month, harm, seed), crews=given, prove_s=prove,
                    progress=lambda n, of: bar.update(task, completed=n, total=of),
                )  # fmt: skip
            done = replace(done, crew_faults=(*faults, *done.crew_faults))
            held = hold_line(reading, done.shortlist.question, who.name)
            written = []
            if to_folder is not None:
                _make(to_folder)
                files = plan_pack(
                    done, reading, who.name, held=held, progress=lambda what: bar.update(task, description=what)
                )
                written = _write(to_folder, files)
        if who.exact:
            _say(done, held, written, as_json, freshness(reading, harm.layer)[0])
        else:
            _say_to_others(done, who, written, as_json)


def _check_folder(folder: Path, who: Profile) -> None:
    """Refuse what is no folder, or holds papers of another pack that this profile must not have, before any work."""
    if folder.exists() and not folder.is_dir():
        raise WrongUse("--out must be a folder.", f"{folder} is a file.", "Name another.")
    others = [] if who.exact else [*OF_ANALYST, *(OF_OUTREACH if who.name == "public" else ())]
    if there := [name for name in others if (folder / name).exists()]:
        raise WrongUse(
            f"--out must be a folder without papers that are not for the {who.name} profile.",
            f"{folder} holds {', '.join(there)}.",
            "Name another folder.",
        )


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise _unwritten(folder, fault) from fault


def _write(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    written = []
    for name, content in files.items():
        try:
            (folder / name).write_bytes(content)
        except OSError as fault:
            raise _unwritten(folder / name, fault) from fault
        written.append(folder / name)
    return written


def _unwritten(path: Path, fault: OSError) -> PlacespaceError:
    return PlacespaceError(
        "--out must be a folder that can be written to.",
        f"{path}: {fault.strerror}.",
        "Close or move what is in the way, or name another folder.",
    )


def _say_to_others(done: MonthPlan, who: Profile, written: list[Path], as_json: bool) -> None:
    """Say what a protected profile may have of a plan: the sessions of outreach, without a figure."""
    table = outreach_timetable(done).iloc[: None if who.name != "public" else 0].reset_index(drop=True)
    check_outreach({"sessions.csv": table_bytes(table)}, done)
    said = f"The plan is drawn in the analyst profile; what goes to the {who.name} profile is below, without figures."
    if as_json:
        content = {"month": done.asked.month, "sessions": records(table), "files": [str(p) for p in written]}
        print(json.dumps({**content, "says": [said]}, ensure_ascii=False, indent=1))
        return
    out.print(said, style="bold", highlight=False, markup=False, soft_wrap=True)
    print_table(table.drop(columns="place"))
    for path in written:
        out.print(f"Wrote {path}", highlight=False, markup=False, style="dim", soft_wrap=True)


def _say(done: MonthPlan, held: str, written: list[Path], as_json: bool, age: int | None) -> None:
    said = [*share_lines(done), *(f"Uncovered: {line}" for line in uncovered_lines(done))]
    if as_json:
        content = {
            "month": done.asked.month,
            "layer": done.asked.harm.layer,
            "window": [done.shortlist.question.first, done.shortlist.question.last],
            "age_days": age,
            "headline": plan_headline(done),
            "share_met": None if done.demand is None or done.share != done.share else round(done.share, 9),
            "expected": None if done.demand is None else round(done.demand.total, 6),
            "places": records(done.shortlist.table),
            "windows": records(windows_table(done)),
            "timetable": records(done.timetable),
            "says": said,
            "held": held,
            "notes": list(done.notes),
            "crew_faults": list(done.crew_faults),
            "files": [str(p) for p in written],
        }
        print(json.dumps(content, ensure_ascii=False, indent=1))
        return
    out.print(plan_headline(done), style="bold", highlight=False, markup=False, soft_wrap=True)
    print_table(done.shortlist.table[LISTED])
    if done.demand is not None:
        print_table(windows_table(done).drop(columns="number"))
        print_table(done.timetable.drop(columns=["place", "reason"]))
    for line in done.crew_faults:
        warn(line)
    for line in (*said, held, *done.notes, *done.shortlist.about, *(f"Wrote {p}" for p in written)):
        out.print(line, highlight=False, markup=False, style="dim", soft_wrap=True)
