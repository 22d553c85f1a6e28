"""Put a panel's places on paper: everything that is handed out of a meeting, as a profile and a role may have it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from placespace import __version__
from placespace.disclose import Profile, profile_named
from placespace.documents.paper import write_word
from placespace.documents.places.brief import brief
from placespace.documents.places.brief_sources import BriefSources
from placespace.documents.places.leaving import check_leaving, check_typed
from placespace.documents.places.location_plan import location_plan
from placespace.documents.places.pack_about import about_page, papers_about
from placespace.documents.places.panel_pack import panel_pack
from placespace.documents.places.place_file import PlaceFile, place_file
from placespace.documents.places.place_words import file_part, month_of
from placespace.documents.places.released import note_release
from placespace.documents.places.rollup import rollup_paper, rollup_workbook
from placespace.documents.places.schools_note import doing, schools_note
from placespace.documents.places.small_map import place_outline, small_map
from placespace.documents.places.tracker import action_tracker
from placespace.documents.under_map import ground_layers
from placespace.errors import PlacespaceError, WrongUse
from placespace.measures import Reading
from placespace.places.door import Held
from placespace.places.register import Register
from placespace.places.roles import Who, check_may, may
from placespace.places.things import Meeting, Place

KINDS = {
    "location-plan": "the plan of each place (Word)",
    "panel-pack": "the pack of the meeting (PDF)",
    "action-tracker": "the actions, to be edited and read back (Excel)",
    "schools-note": "a note of each place for schools (Word)",
    "csp-rollup": "the roll-up for the partnership (Excel and Word)",
}
"""What can be handed out."""
NOTE = "schools-note"
FOR_PUBLIC = (NOTE, "csp-rollup")
"""What the public profile may have: a panel's own words of a place are not for everybody, counts or none."""
_READER = Who("the note for schools", "practitioner")
"""Reads which work is done at a place, of which only what a school may know is written."""


def panel_papers(
    reading: Reading,
    register: Register,
    profile_name: str,
    *,
    meeting_id: str | None = None,
    places: Sequence[str] | None = None,
    kinds: Collection[str] | None = None,
    out: Path | None = None,
) -> dict[str, bytes]:
    """Return the papers of some places: name of the file to content.

    Parameters
    ----------
    reading : Reading
    register : Register
        Its role decides: a viewer gets the notes for schools alone.
    profile_name : str
        ``analyst``: true figures and police work. ``partner`` and ``health``: figures as the profile is shown them,
        no police work and no police time. ``public``: notes for schools and the roll-up.
    meeting_id : str, optional
        The meeting the papers are for; without one, the last of each place.
    places : sequence of str, optional
        Ids; by default those of the meeting, else all that are open. The overdue come first.
    kinds : collection of str, optional
        Keys of ``KINDS``; by default all that the role and the profile may have.
    out : Path, optional
        A folder to write them to as well.

    Raises
    ------
    NotAllowed
        When the role may not have what is asked for.
    WrongUse
        When there is no such kind of paper, place or meeting.
    PlacespaceError
        When a text blames, or tells of the police what this profile may not know; each is named and nothing is made.
    """
    profile = profile_named(profile_name)
    wanted = _wanted(register.who, profile, kinds)
    meeting = register.meeting(meeting_id).thing if meeting_id is not None and wanted != {NOTE} else None
    chosen = _chosen(register, meeting, places)
    files = _made(reading, register, profile, wanted, chosen, meeting, meeting_id, asked=kinds is not None)
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (out / name).write_bytes(content)
    return files


def _wanted(who: Who, profile: Profile, kinds: Collection[str] | None) -> set[str]:
    """Return which papers to make, or refuse what the role or the profile may not have."""
    if unknown := sorted(set(kinds or ()) - set(KINDS)):
        raise WrongUse(
            f"A paper is one of: {', '.join(KINDS)}.", f"{', '.join(unknown)} is not.", "Choose one of them."
        )
    reads = may(who, "read the register")
    wanted = set(kinds) if kinds is not None else set(KINDS) if reads else {NOTE}
    check_may(who, "see protected figures")
    if wanted - {NOTE}:
        check_may(who, "read the register")
    if profile.exact and wanted != {NOTE}:
        check_may(who, "see true counts")
    if profile.name == "public":
        if kinds is not None and (beyond := sorted(wanted - set(FOR_PUBLIC))):
            raise WrongUse(
                f"The public profile has: {', '.join(FOR_PUBLIC)}.",
                f"{', '.join(beyond)} holds the panel's own words.",
                "Use the partner profile, for partners.",
            )
        wanted &= set(FOR_PUBLIC)
    return wanted


def _chosen(register: Register, meeting: Meeting | None, places: Sequence[str] | None) -> list[Held[Place]]:
    """Return the places, in the order of the register: overdue first."""
    listed = register.places(closed=None) if may(register.who, "read the register") else register.places()
    ids = places if places is not None else meeting.places if meeting is not None else None
    if ids is None:
        return [register.place(p.id) for p in listed if not p.closed]
    if gone := [i for i in ids if i not in {p.id for p in listed}]:
        raise WrongUse("Papers are of places in the register.", f"{', '.join(gone)} is not there.", "Choose others.")
    return [register.place(p.id) for p in listed if p.id in set(ids)]


def _made(
    reading: Reading,
    register: Register,
    profile: Profile,
    wanted: set[str],
    chosen: list[Held[Place]],
    meeting: Meeting | None,
    meeting_id: str | None,
    *,
    asked: bool,
) -> dict[str, bytes]:
    today, templates = register.today, reading.workspace.templates
    month = month_of((meeting.on if meeting else None) or today)
    out: dict[str, bytes] = {}
    told: list[str] = []
    if NOTE in wanted:
        out |= _notes(register, chosen, reading, month, told, must=asked or wanted == {NOTE})
    if wanted == {NOTE}:
        return out
    sources = BriefSources(reading)
    files = [
        place_file(
            register, p, brief(reading, p, profile.name, register=register, held=sources), profile,
            meeting_id=meeting_id,
        )
        for p in chosen
    ]  # fmt: skip
    check_typed({where: text for f in files for where, text in f.typed().items()}, profile)
    about = papers_about(reading, profile, files, month)
    entry = register.store.head()[0]
    searched: dict[str, bytes] = {}
    quoted = {text for f in files for s in f.brief.sources for text in (s.source, s.categories)}
    if wanted & {"location-plan", "panel-pack"}:
        drawn = _drawn(reading, files)
        for file in files if "location-plan" in wanted else []:
            paper = location_plan(file, about, drawn[file.held.id], entry)
            name = _name("location-plan", file.held, "docx", out)
            out[name] = write_word("location_plan", paper, templates=templates, allowed=quoted)
        if "panel-pack" in wanted:
            with_profile = {**about, "profile": profile.name}
            out["panel-pack.pdf"], text = panel_pack(files, with_profile, drawn, meeting, entry, today=today)
            searched["panel-pack.txt"] = text.encode()
    if "action-tracker" in wanted:
        out["action-tracker.xlsx"] = action_tracker(files, about, today)
    if "csp-rollup" in wanted:
        every = register.places(closed=None)
        out["csp-rollup.xlsx"] = rollup_workbook(files, every, about, today)
        out["csp-rollup.docx"] = write_word("rollup", rollup_paper(files, every, about, today), templates=templates)
    out["about.txt"] = about_page(about, out, told, files).encode()
    # notes were searched by stricter rules
    leaves = {n: c for n, c in out.items() if not n.startswith(NOTE) and not n.endswith(".pdf")} | searched
    lines = [line for f in files for line in (*f.brief.provision, *f.brief.said)]
    check_leaving(leaves, reading.workspace, profile, quoted=lines)
    if wanted & {"location-plan", "panel-pack"}:
        note_release(reading, profile, [f.brief for f in files])
    return dict(sorted(out.items()))


def _notes(
    register: Register, chosen: Sequence[Held[Place]], reading: Reading, month: str, told: list[str], *, must: bool
) -> dict[str, bytes]:
    """Return the note of each place; one that cannot be made is told, and stops nothing else.

    Raises
    ------
    PlacespaceError
        When notes were asked for and none can be made.
    """
    reader = register if may(register.who, "read the register") else Register(
        register.workspace, register.store, _READER)  # fmt: skip
    public = profile_named("public")
    about = {"marking": public.marking, "area": reading.workspace.area.name, "month": month,
             "version": f"Placespace {__version__}", "made_on": register.today}  # fmt: skip
    out: dict[str, bytes] = {}
    first: PlacespaceError | None = None
    for place in chosen:
        actions = reader.actions(place_id=place.id)
        try:
            content = write_word(
                "schools_note", schools_note(place, actions, about), templates=reading.workspace.templates
            )
        except PlacespaceError as why:
            told.append(f"No note for schools was made. {why.found} {why.do}")
            first = first or why
            continue
        name = _name(NOTE, place, "docx", out)
        check_leaving({name: content}, reading.workspace, public)
        out[name] = content
        if left := doing(actions)[1]:
            told.append(f"{place.thing.reference}: not in the note for schools: {', '.join(left)}.")
    if must and first is not None and not out:
        raise first
    return out


def _name(kind: str, place: Held[Place], ending: str, there: Collection[str]) -> str:
    """Return a file's name: the kind and the reference, with the place's id where two references look alike."""
    name = f"{kind}-{file_part(place.thing.reference)}.{ending}"
    return name if name not in there else f"{kind}-{file_part(place.thing.reference)}-{file_part(place.id)}.{ending}"


def _drawn(reading: Reading, files: Sequence[PlaceFile]) -> dict[str, bytes]:
    """Return a map of each place, by its id."""
    ground, workspace = ground_layers(reading), reading.workspace
    shown = [*workspace.area.under_map, *workspace.area.names, workspace.area.boundary]
    licence = [workspace.layers[i].licence for i in dict.fromkeys(shown) if i in workspace.layers]
    edges = {f.held.id: place_outline(f.place.cells, f.place.outline) for f in files}
    return {place: small_map(edge, ground, licence=licence) for place, edge in edges.items()}
