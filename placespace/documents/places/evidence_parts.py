"""Gather what a decision rested on besides its numbers: settings, definition, fingerprints of the data, decision."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from placespace.catalogue import Layer, Workspace
from placespace.disclose import Profile
from placespace.documents.places.brief_sources import BriefSources
from placespace.documents.places.leaving import without_police
from placespace.errors import PlacespaceError
from placespace.grid import Question
from placespace.measures import Reading
from placespace.measures.change_baseline import baseline
from placespace.places.door import Held
from placespace.places.register import Register
from placespace.places.things import Item, Place
from placespace.settings import SETTINGS

POLICE_OUT = "Actions of the police are left out of this copy, whether there are any or not."
NO_FILES = "Names, sizes and fingerprints of the files are in the bundle with true counts."


def settings_part(reading: Reading, profile: Profile) -> dict[str, Any]:
    """Return every setting in force, with its unit and reason, and how the profile protects."""
    own = reading.workspace.area.settings
    return {
        "settings": {
            name: {"value": own[name], "unit": one.unit, "reason": one.reason} for name, one in SETTINGS.items()
        },
        "protection": f"profile {profile.name}: {profile.says}",
    }


def definition_part(workspace: Workspace) -> dict[str, Any]:
    """Return what was counted as harm: of each source its definition, categories, ages and breaks, and the area's."""
    area = workspace.area
    layers = {
        layer.id: {
            "title": layer.title,
            "source": layer.source,
            "definition": layer.definition or "as published",
            "categories": dict(layer.categories),
            "only": {column: list(kept) for column, kept in layer.only.items()},
            "breaks": list(layer.breaks),
            "caveats": " ".join(layer.caveats.split()),
        }
        for layer in workspace.of_role("harm")
    }
    return {
        "area": area.name,
        "resolution": area.resolution,
        "compare_categories": list(area.compare_categories),
        "resident_ages": list(area.resident_ages),
        "need": area.need or "",
        "sources": layers,
    }


def fingerprints_part(reading: Reading, profile: Profile) -> dict[str, Any]:
    """Return the SHA-256 of every file that was read, of the layers' own files and of the area's lists.

    For a protected profile only the titles of what was read: a fingerprint answers to who guesses what was in a file.
    """
    workspace = reading.workspace
    layers = {i: one for i, one in workspace.layers.items() if i in reading.accounts and workspace.files_of(one)}
    if not profile.exact:
        return {"layers": {i: {"title": one.title} for i, one in layers.items()}, "says": NO_FILES}
    lists = {"area.toml": workspace.folder / "geodata" / "area.toml", "exclusions.csv": workspace.exclusions,
             "calendar.csv": workspace.calendar, "barriers.geojson": workspace.barriers,
             "provision_corrections.csv": workspace.corrections}  # fmt: skip
    return {
        "layers": {i: _of_layer(reading, one) for i, one in layers.items()},
        "lists": {name: _sha256(path) for name, path in lists.items() if path.is_file()},
    }


def decision_part(register: Register, place: Held[Place], item: Held[Item], profile: Profile) -> dict[str, Any]:
    """Return the place, the meeting, what the panel wrote and decided, its goals and its actions.

    A protected one leaves out police work, and each text that says when the police come.
    """
    meeting = register.meeting(item.thing.meeting)
    actions = [a for a in register.actions(place_id=place.id) if profile.exact or not a.thing.police_work]
    said = {
        "place": {"id": place.id, "version": place.version, **place.thing.to_body()},
        "meeting": {"id": meeting.id, "panel": meeting.thing.panel, "on": meeting.thing.on},
        "item": {"id": item.id, "version": item.version, **item.thing.to_body()},
        "goals": {g.id: g.thing.to_body() for g in register.goals(place.id)},
        "actions": {a.id: a.thing.to_body() for a in actions},
    }
    return said if profile.exact else {**without_police(said), "left_out": POLICE_OUT}


def baseline_part(sources: BriefSources, register: Register, place: Held[Place], as_of: str) -> dict[str, Any]:
    """Return the baseline of a place by each source that gives places, and why the others have none."""
    others = {c for p in register.places() if p.id != place.id for c in p.thing.cells}
    found: dict[str, Any] = {}
    why_not: dict[str, str] = {}
    for layer_id in sources.layers:
        asked = sources.asked(layer_id)
        if asked is None or not sources.has_places(layer_id):
            why_not[layer_id] = "no month is held" if asked is None else "it gives no places"
            continue
        same = sources.reading.resolution_of(layer_id) == sources.cells().resolution
        try:
            found[layer_id] = baseline(
                sources.reading, place.thing.cells, Question(layer_id, asked.categories), as_of=as_of,
                other_places_cells=others, values=sources.values if same else None,
            ).to_json()  # fmt: skip
        except PlacespaceError as fault:
            why_not[layer_id] = str(fault)
    return {"as_of": as_of, "sources": found, "why_not": why_not}


def _of_layer(reading: Reading, layer: Layer) -> dict[str, Any]:
    workspace, account = reading.workspace, reading.accounts[layer.id]
    root = workspace.folder / "geodata"
    files = {p.relative_to(root).as_posix(): {"sha256": _sha256(p), "bytes": p.stat().st_size}
             for p in workspace.files_of(layer)}  # fmt: skip
    return {
        "title": layer.title,
        "layer_file": {"name": f"layers/{layer.id}.toml", "sha256": _sha256(_toml(workspace, layer))},
        "files": files,
        "read": account.read,
        "kept": account.kept,
        "missing_months": list(account.missing_months),
        "thin_months": list(account.thin_months),
        "first": account.first or "",
        "last": account.last or "",
    }


def _toml(workspace: Workspace, layer: Layer) -> Path:
    return workspace.folder / "layers" / f"{layer.id}.toml"


def _sha256(path: Path) -> str:
    stat = path.stat()
    return _read_sha256(str(path), stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=512)
def _read_sha256(path: str, mtime_ns: int, size: int) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
