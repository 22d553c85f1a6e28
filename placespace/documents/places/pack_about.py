"""Say what the papers of a panel rest on: data, definition, protection, version, and what was left out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from placespace import __version__
from placespace.disclose import Profile
from placespace.documents.places.location_plan import NO_POLICE_WORK, PURPOSE
from placespace.documents.places.place_file import PlaceFile
from placespace.documents.places.place_words import day_words
from placespace.measures import Reading
from placespace.terms import LIMITS


def papers_about(reading: Reading, profile: Profile, files: Sequence[PlaceFile], month: str) -> dict:
    """Return what every paper says of itself: the keys that all templates share.

    Parameters
    ----------
    reading : Reading
    profile : Profile
    files : sequence of PlaceFile
        Their briefs say which sources and months they rest on.
    month : str
        What the papers are for, in words.
    """
    workspace = reading.workspace
    area = workspace.area
    used = dict.fromkeys(s.layer for f in files for s in f.brief.sources)
    layers = [workspace.layers[i] for i in used if i in workspace.layers]
    windows = list(dict.fromkeys(f.brief.window[2] for f in files if f.brief.window[2]))
    return {
        "marking": profile.marking,
        "area": area.name,
        "month": month,
        "purpose": PURPOSE,
        "window": "; ".join(windows) or "no month of data",
        "ages": f"Residents {area.resident_ages[0]} to {area.resident_ages[1]}; incidents as the definition says.",
        "definition": " ".join(f"{x.source}: {(x.definition or 'as published').rstrip('.')}." for x in layers)
        or "No source is counted.",
        "definition_version": "",
        "disclosure": f"Profile {profile.name}: {profile.says}.",
        "method": [
            "Each source is counted on the cells of the place and stands by itself: sources are never added.",
            "No level, rating or order of places is worked out from figures: the level is the panel's own.",
        ],
        "limits": list(LIMITS),
        "version": f"Placespace {__version__}",
        "made_on": area.today,
        "sources": [f"{x.title}: {x.publisher}" for x in layers],
        "licence": list(dict.fromkeys(x.licence for x in layers)),
        "notes": [],
    }


def about_page(
    about: Mapping[str, object], made: Collection[str], told: Sequence[str], files: Sequence[PlaceFile]
) -> str:
    """Return the page that goes with the papers: what they are, what they rest on, what is not among them."""
    said = ("area", "month", "window", "ages", "definition", "disclosure", "version")
    lines = [str(about["marking"]), "", "Papers of a panel: places remembered"]
    lines += [f"{k.capitalize()}: {about[k]}" for k in said]
    lines += [f"Made on: {day_words(about['made_on'])}", "", "Files:", *(f"  {name}" for name in sorted(made))]
    left = [*told, *([] if all(f.exact for f in files) else [NO_POLICE_WORK])]
    lines += ["", "Left out:", *(f"  {line}" for line in left or ["nothing"])]
    lines += ["", "Evidence:", *(f"  {_evidence(f)}" for f in files)]
    lines += ["", "Limits:", *(f"  {line}" for line in about["limits"])]
    return "\n".join([*lines, "", str(about["marking"])]) + "\n"


def _evidence(file: PlaceFile) -> str:
    sha = file.evidence_sha()
    return f"{file.place.reference}: {sha or 'not frozen yet'}"
