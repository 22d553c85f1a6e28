"""Say at which hours, where nobody is there, and which new sessions would close most of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from placespace.calendar import read_calendar
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
)
from placespace.disclose import PROFILES
from placespace.documents import When, check_path, freshness, hour_layers, when, when_about
from placespace.documents.cover import (
    BLOCK_HOURS,
    CELL_ENDINGS,
    DEMANDS,
    GRID_ENDINGS,
    Cover,
    CoverQuestion,
    cover,
    cover_about,
    cover_headline,
    order_stability,
    share_words,
    usual_question,
    windows_shown,
    write_cover,
)
from placespace.documents.siting import (
    SITE_ENDINGS,
    candidate_list,
    candidates_of,
    read_candidates,
    site,
    siting_headline,
    siting_shown,
    write_sites,
)
from placespace.errors import PlacespaceError, WrongUse
from placespace.grid import Question, study_area
from placespace.measures import Reading

Layer = Annotated[str | None, typer.Option(help="Layer of incidents that gives hours.")]
Category = Annotated[list[str] | None, typer.Option(help="May be given several times; default: all.")]
First = Annotated[str | None, typer.Option("--from", help="First month, YYYY-MM.")]
Last = Annotated[str | None, typer.Option("--to", help="Last month, YYYY-MM.")]
Week = Annotated[str | None, typer.Option(help="term, holiday, all, or the name of weeks in the calendar.")]
WhoFor = Annotated[
    str | None, typer.Option("--profile", help=f"{', '.join(PROFILES)}; default: analyst on screen, partner for --out.")
]
DemandOption = Annotated[
    str | None, typer.Option(help=f"{', '.join(DEMANDS)}; or a layer of incidents, for the harm it records.")
]
Minutes = Annotated[float | None, typer.Option(help="Minutes that young people walk.")]
Recorded = Annotated[bool, typer.Option("--as-recorded", help="Only events whose hour is known, at their own hour.")]


def hours(
    layer: Layer = None,
    category: Category = None,
    first: First = None,
    last: Last = None,
    week: Week = None,
    profile: WhoFor = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say at which days and hours incidents are recorded."""
    opened = open_workspace(workspace)
    with reading_of(opened) as reading:
        calendar = read_calendar(opened)
    who = profile_for(opened, profile, to_file=False)
    timed, untimed = hour_layers(reading)
    layer = layer or usual_question(reading, PROFILES["analyst"]).harm.layer or next(iter([*timed, *untimed]), "")
    types = [week] if week else (calendar.week_types()[:2] if who.exact else ["all"])
    cells = study_area(opened, reading.resolution_of(layer))
    question = Question(layer, tuple(category or ()), first, last)
    found = [when(reading, question, who.name, calendar=calendar, week_type=w, cells=cells) for w in types]
    if as_json:
        _print_json(
            {
                "layer": layer,
                "weeks": [
                    {
                        "week": f.week_type,
                        "sentence": f.headline,
                        "events": f.events,
                        "time_unknown": f.unknown,
                        "weeks": f.weeks,
                        "hours": records(_shown_hours(f).reset_index(names="day")),
                    }
                    for f in found
                ],
            }
        )
        return
    for one in found:
        out.print(one.headline, style="bold", highlight=False)
        print_table(_shown_hours(one).reset_index(names="day"))
    for line in when_about(found[0]):
        out.print(line, highlight=False, style="dim", soft_wrap=True)


def gaps(
    demand: DemandOption = None,
    category: Category = None,
    first: First = None,
    last: Last = None,
    week: Week = None,
    minutes: Minutes = None,
    as_recorded: Recorded = False,
    profile: WhoFor = None,
    to_file: Annotated[
        Path | None,
        typer.Option("--out", help=".xlsx for the cover grid; .gpkg, .parquet, .geojson or .csv for cells."),
    ] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say where and when nobody is there."""
    if to_file:
        check_path(to_file, (*GRID_ENDINGS, *CELL_ENDINGS))
    opened = open_workspace(workspace)
    with reading_of(opened) as reading:
        found = _cover(reading, demand, category, first, last, week, minutes, as_recorded, profile, to_file)
    age = freshness(reading, found.demand.question.layer)[0] if found.demand.question else None
    written = write_cover(found, reading, to_file, age) if to_file else []
    table = windows_shown(found)
    walks = found.sensitivity()
    if as_json:
        _print_json(
            {
                "sentence": cover_headline(found),
                "demand": found.asked.demand,
                "week": found.asked.week_type,
                "minutes": found.asked.minutes,
                "profile": found.profile.name,
                "unserved_share": _number(found.coverage.unserved_share),
                "unserved_share_by_minutes": {f"{m:g}": _number(u) for m, u in walks.items()},
                "sessions": len(found.sessions),
                "windows": records(table),
                "about": cover_about(found, reading, age),
                "files": [str(p) for p in written],
            }
        )
        return
    out.print(cover_headline(found), style="bold", highlight=False)
    print_table(table.drop(columns="cell"))
    held, of = order_stability(found)
    out.print(f"The first five hold under {held} of {of} ways of weighing harm, need and absence.", highlight=False)
    says = "; ".join(f"{m:g} minutes: {share_words(u)}" for m, u in walks.items())
    out.print(f"Nobody there, by walking time: {says}.", highlight=False)
    _foot(found, reading, age, written)


def sites(
    sessions: Annotated[int, typer.Option(help="How many new sessions a week.")] = 1,
    candidates: Annotated[
        Path | None, typer.Option(help="A list of venues with lettable hours; default: the area's own.")
    ] = None,
    length_hours: Annotated[float, typer.Option("--hours", help="How long each session lasts.")] = 2,
    demand: DemandOption = None,
    category: Category = None,
    first: First = None,
    last: Last = None,
    week: Week = None,
    minutes: Minutes = None,
    as_recorded: Recorded = False,
    profile: WhoFor = None,
    seconds: Annotated[float, typer.Option(help="How long the solver may take to prove the answer.")] = 10,
    to_file: Annotated[Path | None, typer.Option("--out", help=", ".join(SITE_ENDINGS))] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Propose where and when to open."""
    if to_file:
        check_path(to_file, SITE_ENDINGS)
    opened = open_workspace(workspace)
    with reading_of(opened) as reading:
        found = _cover(reading, demand, category, first, last, week, minutes, as_recorded, profile, to_file)
    listed = read_candidates(opened, candidates) if candidates else candidate_list(opened)
    venues = candidates_of(found, listed)

    def progress(sentence: str) -> None:
        err.print(sentence, style="dim", highlight=False)

    done = site(found, venues, k=sessions, hours=length_hours, proof=True, seconds=seconds, progress=progress)
    table = siting_shown(done, found)
    age = freshness(reading, found.demand.question.layer)[0] if found.demand.question else None
    written = write_sites(done, found, reading, to_file, age) if to_file else []
    if as_json:
        _print_json(
            {
                "sentence": siting_headline(done),
                "demand": found.asked.demand,
                "week": found.asked.week_type,
                "weeks": found.demand.weeks,
                "minutes": found.asked.minutes,
                "profile": found.profile.name,
                "unserved_share_before": _number(done.before),
                "unserved_share_after": _number(done.after),
                "sessions": records(table),
                "gap": _number(done.proof.gap),
                "optimal": done.proof.optimal,
                "notes": list(done.notes),
                "about": cover_about(found, reading, age),
                "files": [str(p) for p in written],
            }
        )
        return
    out.print(cover_headline(found), style="bold", highlight=False)
    if len(table):
        print_table(table.drop(columns=["lon", "lat"]))
    for line in dict.fromkeys([siting_headline(done), *done.notes]):
        out.print(line, highlight=False, markup=False, soft_wrap=True)
    _foot(found, reading, age, written)


def _cover(
    reading: Reading,
    demand: str | None,
    category: list[str] | None,
    first: str | None,
    last: str | None,
    week: str | None,
    minutes: float | None,
    as_recorded: bool,
    profile: str | None,
    to_file: Path | None,
) -> Cover:
    who = profile_for(reading.workspace, profile, to_file=to_file is not None)
    usual = usual_question(reading, who)
    layer, kind = usual.harm.layer, demand or usual.demand
    if kind in reading.placings:
        layer, kind = kind, "harm"
    if kind == "people" and (category or first or last or as_recorded):
        raise WrongUse(
            "--category, --from, --to and --as-recorded are of harm.",
            f"The demand is young people{'' if demand else f', as is usual for the {who.name} profile here'}.",
            "Add --demand harm, or leave them out.",
        )
    if kind in ("harm", "need") and not layer:
        raise PlacespaceError(
            "Harm as demand needs a source that says both where and at what hour.",
            "None is loaded.",
            "Add one, such as ambulance calls, or use --demand people.",
        )
    asked = CoverQuestion(
        Question(layer, tuple(category or ()), first, last) if kind != "people" else Question(""),
        kind,
        week or usual.week_type,
        usual.ages,
        minutes=reading.workspace.area.settings["walk_min"] if minutes is None else minutes,
        as_recorded=as_recorded,
    )
    return cover(reading, asked, who.name)


def _shown_hours(found: When) -> pd.DataFrame:
    """Return the hours as the profile may see them: single ones, or blocks."""
    if found.profile.exact:
        return found.grid
    blocks = found.says.iloc[:, ::BLOCK_HOURS]
    return blocks.set_axis([f"{c}-{(int(c) + BLOCK_HOURS) % 24:02d}" for c in blocks], axis=1)


def _foot(found: Cover, reading: Reading, age: int | None, written: list[Path]) -> None:
    for line in (*cover_about(found, reading, age), *(f"Wrote {p}" for p in written)):
        out.print(line, highlight=False, markup=False, style="dim", soft_wrap=True)


def _number(value: float) -> float | None:
    return None if value != value else round(float(value), 9)


def _print_json(content: dict) -> None:
    print(json.dumps(content, ensure_ascii=False, indent=1))
