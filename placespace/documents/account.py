"""Say what was read, how old it is, what is missing and what was set aside."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

import pandas as pd

from placespace.calendar import read_calendar
from placespace.errors import PlacespaceError
from placespace.grid import barriers_set_aside, study_area, to_cells
from placespace.grid.cells import area_codes
from placespace.ingest import read_sessions, read_stored, set_aside_rows
from placespace.measures import Reading
from placespace.places.acting import acting, check_act
from placespace.places.roles import may
from placespace.terms import ROLES

UNCHANGED = "On what terms"
"""The licence line of ``layers/_template.toml``."""
ROW_COUNTS = ("read", "kept", "set aside", "in cells", "outside", "no place", "at false points")
"""Columns of :func:`layer_table` that say how many rows there are: true counts."""


def freshness(reading: Reading, layer_id: str) -> tuple[int | None, bool]:
    """Return how many days old a layer's last record is, and whether that is too old.

    A source that gives months only is as old as the end of its last month.
    """
    placing = reading.placings.get(layer_id)
    if placing is None or placing.last is None:
        return None, False
    last = (
        datetime.date.fromisoformat(placing.last_day)
        if placing.last_day
        else (pd.Period(placing.last, "M").end_time.date())
    )
    age = max((reading.workspace.area.today - last).days, 0)
    limit = reading.workspace.layers[layer_id].fresh_days
    return age, limit is not None and age > limit


def rows_set_aside(reading: Reading, layer_id: str) -> pd.DataFrame:
    """Return the rows of a layer that were set aside, as they were sent: for those who may see true counts."""
    check_act(reading, "see true counts")
    return set_aside_rows(reading.workspace, layer_id)


def _counts_seen(reading: Reading) -> bool:
    return may(acting(reading.workspace), "see true counts")


def layer_table(reading: Reading) -> pd.DataFrame:
    """Return a row a layer: what was read of it, where the rows went, how old it is.

    Layers with no file are in it too: no file is not an empty file. Numbers of rows are for those who may see true
    counts; for others they are not among the columns.
    """
    check_act(reading, "see protected figures")
    rows = []
    for layer_id, account in reading.accounts.items():
        layer, placing = reading.workspace.layers[layer_id], reading.placings.get(layer_id)
        age, stale = freshness(reading, layer_id)
        gaps = [f"missing {', '.join(account.missing_months)}"] if account.missing_months else []
        gaps += [f"far too small {', '.join(account.thin_months)}"] if account.thin_months else []
        placed = placing is not None and placing.rows
        rows.append(
            {
                "layer": layer_id,
                "title": layer.title,
                "files": len(account.files),
                "read": account.read,
                "kept": account.kept,
                "set aside": account.read - account.kept,
                "in cells": placing.in_cells if placed else pd.NA,
                "outside": placing.outside if placed else pd.NA,
                "no place": account.without_place,
                "at false points": placing.excluded if placed else pd.NA,
                "from": (placing.first or "") if placed else "",
                "to": (placing.last or "") if placed else "",
                "days old": pd.NA if age is None else age,
                "too old": stale,
                "gaps": "; ".join(gaps),
                "state": "read" if account.files else ("could not be read" if account.notes else "no file"),
            }
        )
    order = {role: i for i, role in enumerate(ROLES)}
    rows.sort(key=lambda r: (r["state"] == "no file", order[reading.workspace.layers[r["layer"]].role]))
    whole = ["in cells", "outside", "at false points", "days old"]
    table = pd.DataFrame(rows).astype(dict.fromkeys(whole, "Int64"))
    return table if _counts_seen(reading) else table.drop(columns=list(ROW_COUNTS))


def reasons_table(reading: Reading) -> pd.DataFrame:
    """Return every reason rows were set aside, mended or refused, with the first row as an example."""
    check_act(reading, "see true counts")
    rows = []
    for layer_id, account in reading.accounts.items():
        for what, title in (("set_aside", "set aside"), ("mended", "kept, with a note")):
            for reason, r in account.reasons(what).items():
                rows.append((layer_id, title, reason, r.rows, str(r.first_row), r.first_value))
        for column, why in account.personal.items():
            rows.append((layer_id, "personal data refused", f"column '{column}', {why}", pd.NA, "", ""))
        for note in [*account.notes, *(f"{f.file}: {n}" for f in account.files for n in f.notes)]:
            rows.append((layer_id, "note", note, pd.NA, "", ""))
    columns = ["layer", "what", "reason", "rows", "first row", "first value"]
    return pd.DataFrame(rows, columns=columns).astype({"rows": "Int64"})


def faults_of(reading: Reading) -> list[str]:
    """Return what stands in the way of using what was sent: files that cannot be read, rows that cannot be placed."""
    layers = reading.workspace.layers
    return [f"{layers[i].title}: {fault}" for i, account in reading.accounts.items() for fault in account.faults]


def doubts_of(reading: Reading) -> list[str]:
    """Return what to think of before acting: gaps at source, old sources, files and names that nothing uses."""
    workspace, said = reading.workspace, []
    for layer_id, account in reading.accounts.items():
        title = workspace.layers[layer_id].title
        age, stale = freshness(reading, layer_id)
        for what, months in (("missing", account.missing_months), ("far too small to be whole", account.thin_months)):
            if months:
                said.append(f"{title}: {what} at source: {', '.join(months)}. Left out, not counted as zero.")
        least, placing = workspace.layers[layer_id].min_share_placed, reading.placings.get(layer_id)
        if least is not None and placing is not None and placing.rows:
            share = (placing.in_cells + placing.excluded) / placing.rows
            if share < least:
                are = f"{share:.0%}" if _counts_seen(reading) else "too few"
                said.append(f"{title}: {are} of its rows are in the area; at least {least:.0%} were expected.")
        if stale:
            said.append(f"{title}: the last record is {age} days old. Check before you act on it.")
        if workspace.layers[layer_id].licence == UNCHANGED and account.files:
            said.append(f"{layer_id}.toml still holds the words of the template: publisher, licence and caveats.")
    held = reading.placings.get(workspace.area.hotspot_layer or "")
    store = reading.counts(held.layer, workspace.area.resolution) if held is not None and held.rows else None
    known = sorted(store.categories) if store else []
    for category in workspace.area.compare_categories:
        if known and category not in known:
            said.append(f"area.toml: 'compare_categories' names '{category}', which is not one of: {', '.join(known)}.")
    for path in workspace.unclaimed():
        said.append(f"{path.name} in geodata/raw is read by no layer: name it under 'files' in one, or rename it.")
    return said


def facts_of(reading: Reading) -> dict[str, int | float]:
    """Return what the layers say beyond rows: distinct points, codes not loaded, people before and after cells."""
    check_act(reading, "see true counts")
    facts: dict[str, int | float] = {}
    for layer_id, placing in reading.placings.items():
        if placing.rows:
            facts[f"{layer_id}_distinct_points"] = placing.distinct_points
            if placing.lsoa_not_loaded is not None and carries_lsoa(reading, layer_id):
                facts[f"{layer_id}_rows_whose_lsoa_is_not_loaded"] = placing.lsoa_not_loaded
        files = reading.accounts[layer_id].files
        if without := sum(int(f.facts.get("without Crime ID, kept", 0)) for f in files):
            facts[f"{layer_id}_rows_without_crime_id_kept"] = without
    people = people_in_cells(reading)
    if people is not None:
        facts["young_people_in_areas"], facts["young_people_in_cells"] = people
    return facts


def carries_lsoa(reading: Reading, layer_id: str) -> bool:
    """Return whether a layer's rows come with the code of an LSOA."""
    layer = reading.workspace.layers[layer_id]
    return layer.reader == "police_uk" or layer.theirs("lsoa") is not None


def people_in_cells(reading: Reading) -> tuple[float, float] | None:
    """Return young residents of the areas inside the study area, as published and as carried to cells."""
    workspace = reading.workspace
    layer_id, _, value = (workspace.area.young_people or "").partition(".")
    stored = read_stored(workspace, layer_id) if layer_id in reading.accounts else pd.DataFrame()
    if stored.empty:
        return None
    boundaries = workspace.layers[layer_id].boundaries
    shapes = read_stored(workspace, boundaries)
    if shapes.empty:
        return None
    cells = study_area(workspace)
    areas = shapes.drop_duplicates("area").set_index("area").geometry.loc[area_codes(workspace, boundaries, cells)]
    values = stored.set_index("area")[value]
    return float(values.reindex(areas.index).sum()), float(to_cells(values, areas, cells, measure="extensive").sum())


@dataclass(frozen=True)
class KeptFiles:
    """What became of what people keep: lists put right by hand, the calendar, barriers.

    Attributes
    ----------
    lists : dict
        For the list of provision and that of venues, how many lines there are and what became of each.
    faults : list of str
        Files that do not read.
    left_out : list of str
        Lines of them that are left out, and what else is to be said of them.
    """

    lists: dict[str, dict[str, int]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def kept_files(reading: Reading) -> KeptFiles:
    """Return what became of the files people keep; one that does not read leaves the others to be looked at."""
    workspace, kept = reading.workspace, KeptFiles()

    def lists() -> None:
        for layer_id in filter(None, (workspace.area.provision, workspace.area.candidates)):
            found = read_sessions(workspace, layer_id)
            if found.loaded:
                kept.lists[layer_id] = found.counts
                kept.left_out.extend(found.notes)

    def calendar() -> None:
        kept.left_out.extend(f"{workspace.calendar.name}, {fault}." for fault in read_calendar(workspace).faults)

    def barriers() -> None:
        kept.left_out.extend(barriers_set_aside(workspace))

    for look in (lists, calendar, barriers):
        try:
            look()
        except PlacespaceError as fault:
            kept.faults.append(str(fault))
    return kept
