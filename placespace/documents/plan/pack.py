"""Put a plan on paper: everything that is handed out of a month, a file each, as a profile may have it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from contextlib import suppress

import pandas as pd

from placespace.disclose import Profile, check_wording, profile_named
from placespace.documents.account import freshness
from placespace.documents.answer import Answer, answer, choices, first_question
from placespace.documents.exports import check_hand_out, record_hand_out, table_bytes
from placespace.documents.paper import Sheet, text_of, write_word, write_workbook
from placespace.documents.plan.answer import MonthPlan
from placespace.documents.plan.outreach import check_outreach, outreach_places, outreach_timetable
from placespace.documents.plan.papers import changes_paper, outreach_paper, tasking_paper
from placespace.documents.plan.words import plan_about, plan_headline, share_lines, uncovered_lines, windows_table
from placespace.documents.print_maps import PrintMap, blank_map, ground_layers, print_map
from placespace.documents.statement import what, window_name
from placespace.errors import PlacespaceError, WrongUse
from placespace.grid import Cells
from placespace.measures import Reading
from placespace.places.acting import check_act
from placespace.plans import keep_timetable

PAPERS = ("A4", "A3")
MOST_ON_MAP = (48, 36, 24, 12)
"""Places tried on a map that has no room for all of them."""


def plan_pack(
    plan: MonthPlan,
    reading: Reading,
    profile_name: str,
    *,
    held: str = "",
    progress: Callable[[str], None] | None = None,
) -> dict[str, bytes]:
    """Return the files of a month: name to content.

    Parameters
    ----------
    plan : MonthPlan
    reading : Reading
    profile_name : str
        ``analyst``: the tasking pack, the outreach sheet, what changed, tables and maps. ``partner`` and ``health``:
        the outreach sheet, its timetable and maps; no police time, no number but what the map shows the profile.
        ``public``: maps alone.
    held : str
        What the back-test says, in a line.
    progress : callable, optional
        Called with the name of what is being made.

    Raises
    ------
    PlacespaceError
        With every word that must be changed and where it stands, before any file is made; or when the map may not
        be handed out beside an earlier one.

    Notes
    -----
    Which places a crew goes to and when is what people decided: it is handed out as decided. No count, share, rank,
    window or reason goes with it: see ``docs/decisions/0002``.
    """
    profile = profile_named(profile_name)
    # for anyone: the timetable is kept as handed out, and drawn from true counts
    check_act(reading, "see true counts")
    check_typed(plan)
    say = progress or (lambda _: None)
    about = plan_about(plan, reading, profile)
    files: dict[str, bytes] = {}
    shown = map_answer(plan, reading, profile)
    templates = reading.workspace.templates
    say("maps")
    files |= _maps(plan, reading, shown, about)
    if profile.name != "public":
        say("outreach sheet")
        marked = outreach_places(plan)
        picture = _marked(plan.shortlist.cells, None, marked, **_on_map(about, reading)).png
        paper = outreach_paper(plan, about, picture, marked, tally=reading.workspace.area.tally)
        files["outreach.docx"] = write_word("outreach", paper, templates=templates)
        empty = write_word("outreach", {**paper, "nights": [], "places": [], "map": None}, templates=templates)
        blank = text_of(empty)
        files["outreach-timetable.csv"] = table_bytes(outreach_timetable(plan))
    if profile.exact:
        say("tasking pack")
        paper = tasking_paper(plan, about, files["map-A4.png"], held)
        files["tasking.docx"] = write_word("tasking", paper, templates=templates)
        files["what-changed.docx"] = write_word("changes", changes_paper(plan, about), templates=templates)
        files |= _tables(plan, reading, about)
    if profile.name != "public":
        check_outreach({n: files[n] for n in files if n.startswith("outreach")}, plan, blank=blank)
    if shown is not None:
        record_hand_out(reading, shown)
    if profile.name != "public":
        keep_timetable(reading.workspace, plan.asked.month, plan.timetable)
    files["about.txt"] = _about_page(plan, about, files, profile).encode()
    return files


def check_typed(plan: MonthPlan) -> None:
    """Refuse words that are never used of people or places in what users typed, naming all of them at once.

    Raises
    ------
    PlacespaceError
    """
    texts = {f"{d.kind}, {d.at[:10]}, by {d.by}": " ".join([d.reason, d.by, *map(str, d.detail.values())])
             for d in plan.decisions}  # fmt: skip
    texts |= {f"crew {c.title}": " ".join([c.title, c.notes, c.base_name]) for c in plan.crews.values()}
    if faults := check_wording(texts):
        raise PlacespaceError("What is handed out uses the words of this work.", " ".join(faults), "Change them there.")


def map_answer(plan: MonthPlan, reading: Reading, profile: Profile) -> Answer | None:
    """Return what the map shows: the plan's own question for the analyst, one category of a whole year for others."""
    if profile.exact:
        return answer(reading, plan.shortlist.question, profile.name)
    try:
        asked = plan.asked.harm
        one = len(asked.categories) == 1 and asked.categories[0] in choices(reading, profile, asked.layer)[0]
        shown = answer(reading, asked if one else first_question(reading, profile, asked.layer), profile.name)
        check_hand_out(reading, shown)
    except PlacespaceError:
        return None
    return shown


def _on_map(about: Mapping, reading: Reading) -> dict:
    """Return what every map of a pack is given."""
    given = {k: about[k] for k in ("marking", "sources", "licence", "version")}
    return {**given, "made_on": reading.workspace.area.today, "ground": ground_layers(reading),
            "title": f"{about['area']}: {about['month']}"}  # fmt: skip


def _maps(plan: MonthPlan, reading: Reading, shown: Answer | None, about: Mapping) -> dict[str, bytes]:
    files, common = {}, _on_map(about, reading)
    if shown is not None:
        # where crews go is no matter for the public
        marked = {"analyst": plan.places, "public": None}.get(shown.profile.name, outreach_places(plan))
    for paper in PAPERS:
        if shown is not None:
            found = _marked(
                shown.cells, shown.table, marked, paper=paper,
                subtitle=f"{what(shown)}, {window_name(shown.question.first, shown.question.last)}",
                **(_as_shown(shown) if not shown.profile.exact else {}), **common,
            )  # fmt: skip
            files |= {f"map-{paper}.pdf": found.pdf, f"map-{paper}.png": found.png}
        blank = blank_map(plan.shortlist.cells, paper=paper, **common | {"title": f"{about['area']}: our places"})
        files[f"blank-map-{paper}.pdf"] = blank.pdf
    return files


def _marked(cells: Cells, table: pd.DataFrame | None, places: pd.DataFrame | None, **how: object) -> PrintMap:
    """Return a map with its places, or with as many of them as its page has room for, which it says."""
    try:
        return print_map(cells, table, places=places, **how)
    except WrongUse:
        for most in MOST_ON_MAP:
            if places is not None and len(places) > most:
                some = {"places": places.head(most), "places_title": f"Places 1 to {most} of {len(places)}"}
                with suppress(WrongUse):
                    return print_map(cells, table, **some, **how)
        raise


def _as_shown(shown: Answer) -> dict[str, str]:
    """Return how a protected profile's counts are called on the map."""
    profile = shown.profile
    return {
        "legend_title": f"Events in each cell, to the nearest {profile.base}",
        "hidden_says": f"hidden: 1 to {profile.hide_below - 1} events",
        "hot_says": "hot: far more than an even spread would give, on the counts as shown",
    }


def _tables(plan: MonthPlan, reading: Reading, about: Mapping) -> dict[str, bytes]:
    listed = plan.shortlist.table
    uncovered = plan.uncovered if plan.demand is not None else pd.DataFrame({"says": [plan.why_no_hours]})
    tables = {
        "Timetable": plan.timetable,
        "Places": listed,
        "Windows": windows_table(plan),
        "Uncovered": uncovered,
    }
    age = freshness(reading, plan.asked.harm.layer)[0]
    says = [plan_headline(plan), *share_lines(plan), *uncovered_lines(plan), *map(str, about["method"]),
            about["window"], f"The last record is {age} days old." if age is not None else "",
            *about["limits"]]  # fmt: skip
    sheets = [Sheet(name, table) for name, table in tables.items()]
    sheets.append(Sheet("About", pd.DataFrame({"About": [s for s in says if s]})))
    title = f"Plan for {about['month']}, {about['area']}"
    book = write_workbook(sheets, marking=about["marking"], made_on=about["made_on"], title=title)
    files = {f"{name.lower()}.csv": table_bytes(table) for name, table in tables.items()}
    return {"plan.xlsx": book, **files}


def _about_page(plan: MonthPlan, about: Mapping, files: Mapping[str, bytes], profile: Profile) -> str:
    lines = [about["marking"], "", f"Plan for {about['month']}, {about['area']}"]
    lines += [plan_headline(plan), *share_lines(plan)] if profile.exact else []
    said = ("purpose", "ages", "definition", "definition_version", "disclosure", "version", "made_on")
    lines += ["", *(f"{k.replace('_', ' ').capitalize()}: {about[k]}" for k in said)]
    lines += [f"Window: {about['window']}"] if profile.exact else []
    if not profile.exact:
        lines += ["Police times, counts and reasons are left out: they are in the analyst's pack."]
        if "map-A4.pdf" not in files:
            lines += ["The map of incidents is left out: beside one handed out before it would tell a small count."]
    lines += ["", "Files:", *(f"  {name}" for name in sorted(files))]
    lines += ["", "Limits:", *(f"  {x}" for x in about["limits"])]
    return "\n".join([*lines, "", about["marking"]]) + "\n"


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return files as one zip, alike for files that are alike."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name), files[name], zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
