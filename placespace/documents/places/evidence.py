"""Freeze what a decision rested on, prove later that it is unchanged, and say what is otherwise today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from placespace import __version__
from placespace.disclose import profile_named
from placespace.documents.places.brief import brief
from placespace.documents.places.brief_sources import BriefSources
from placespace.documents.places.evidence_parts import (
    baseline_part,
    decision_part,
    definition_part,
    fingerprints_part,
    settings_part,
)
from placespace.documents.places.evidence_words import differences
from placespace.documents.places.evidence_zip import (
    BASELINE,
    MANIFEST,
    MOST_BYTES,
    canonical,
    manifest_faults,
    packed,
    parsed,
    plain,
    sha256_of,
    shape_faults,
    unpacked,
    with_manifest,
)
from placespace.documents.places.released import note_release
from placespace.documents.statement import month_name
from placespace.errors import PlacespaceError, WrongUse
from placespace.measures import Reading
from placespace.measures.change_baseline import Baseline
from placespace.places.acting import THE_HOUSE, acting_as, check_profile
from placespace.places.door import Held
from placespace.places.register import Register, open_register
from placespace.places.roles import check_may
from placespace.places.things import Item, Place

FORMAT = 1
"""Of a bundle: raised when its files hold other things."""
NO_REGISTER = (
    "Without the register only this is proved: the files of the bundle agree with its manifest. Compare its SHA-256 "
    "with the one printed in the location plan: "
)


@dataclass(frozen=True)
class Bundle:
    """Frozen evidence, read. Each part is as :func:`freeze` wrote it; ``baseline`` is empty in a protected one."""

    sha256: str
    manifest: Mapping[str, Any]
    numbers: Mapping[str, Any]
    settings: Mapping[str, Any]
    definition: Mapping[str, Any]
    fingerprints: Mapping[str, Any]
    decision: Mapping[str, Any]
    baseline: Mapping[str, Any] = field(default_factory=dict)

    @property
    def profile(self) -> str:
        """The profile whose figures it holds."""
        return str(self.manifest.get("profile", ""))

    def baselines(self) -> dict[str, Baseline]:
        """Return the baseline by each source, by the id of its layer; none in a protected bundle."""
        return {i: Baseline.from_json(one) for i, one in self.baseline.get("sources", {}).items()}

    def parts(self) -> dict[str, Mapping[str, Any]]:
        """Return what its files hold, by name."""
        names = ("manifest", "numbers", "settings", "definition", "fingerprints", "decision")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True)
class Verdict:
    """What became of a bundle since it was frozen.

    Attributes
    ----------
    unchanged : bool
        Whether nothing is wrong with it.
    faults : tuple of str
        Each begins with the file of the bundle it is about; ``bundle`` is the whole.
    differs : tuple of str
        What a rerun today says otherwise, in words; empty where no reading was given.
    notes : tuple of str
        What was proved and what was not.
    sha256 : str
        Of the whole file.
    """

    unchanged: bool
    faults: tuple[str, ...]
    differs: tuple[str, ...]
    notes: tuple[str, ...]
    sha256: str


def freeze(
    reading: Reading, register: Register, item_id: str, profile: str, *, held: BriefSources | None = None
) -> bytes:
    """Return what the decision on a place rests on as a bundle: the same inputs give the same bytes.

    Parameters
    ----------
    reading : Reading
    register : Register
    item_id : str
        Of the place at a meeting.
    profile : str
        The analyst's holds true counts and the baseline; a protected one neither, nor anything that tells of them.
    held : BriefSources, optional
        As for :func:`placespace.documents.places.brief.brief`.

    Raises
    ------
    NotAllowed
        When whoever asks may not read the register, or see the profile's figures.
    WrongUse
        When there is no such item or profile.
    PlacespaceError
        When protected figures, which are noted in the ledger, would give a hidden count of earlier ones back.
    """
    shown_to = profile_named(profile)
    check_profile(reading, profile)
    check_may(register.who, "see true counts" if shown_to.exact else "read the register")
    item, sources = _item(register, item_id), held or BriefSources(reading)
    place = register.place(item.place)
    on = register.meeting(item.thing.meeting).thing.on or reading.workspace.area.today
    told = brief(reading, place, profile, register=register, held=sources)
    note_release(reading, shown_to, [told])
    parts = {
        "numbers.json": told.to_json(),
        "settings.json": settings_part(reading, shown_to),
        "definition.json": definition_part(reading.workspace),
        "fingerprints.json": fingerprints_part(reading, shown_to),
        "decision.json": decision_part(register, place, item, shown_to),
    }
    if shown_to.exact:
        parts[BASELINE] = baseline_part(sources, register, place, f"{on:%Y-%m}")
    manifest = {
        "format": FORMAT,
        "product": __version__,
        "profile": shown_to.name,
        "marking": shown_to.marking,
        "made_on": reading.workspace.area.today,
        "area": reading.workspace.area.name,
        "place": {"id": place.id, "reference": place.thing.reference, "name": place.thing.name},
        "item": item.id,
        "meeting": item.thing.meeting,
        "definition": {i: one["definition"] for i, one in parts["definition.json"]["sources"].items()},
    }
    return packed(with_manifest({name: canonical(value) for name, value in parts.items()}, manifest))


def freeze_both(
    reading: Reading, register: Register, item_id: str, *, held: BriefSources | None = None
) -> tuple[bytes, bytes]:
    """Return the bundle with true counts and the one with protected figures, to be handed straight to ``decide``.

    A panel decides and may not see true counts; what it decided on must be kept all the same. So the product itself
    freezes both, and whoever records the decision passes them on unopened: ``register.decide(item, version,
    evidence=true, partner=shown)``. A page must not show, offer or store the first: the register gives it out again
    only to those who may see true counts.

    Raises
    ------
    NotAllowed
        When whoever asks may not edit places.
    """
    check_may(register.who, "edit places")
    sources = held or BriefSources(reading)
    with acting_as(THE_HOUSE):
        house = open_register(register.workspace, THE_HOUSE, store=register.store)
        true, shown = (freeze(reading, house, item_id, name, held=sources) for name in ("analyst", "partner"))
    return true, shown


def open_bundle(content: bytes) -> Bundle:
    """Return a bundle, read.

    Raises
    ------
    PlacespaceError
        When it is not a bundle, or not as it was frozen; every fault is named.
    """
    files, faults = unpacked(content)
    faults = faults or manifest_faults(files) or shape_faults(files)
    if faults:
        raise PlacespaceError(
            "A bundle must be as it was frozen.", f"{'; '.join(faults)}.", "Take the copy that the register kept."
        )
    read = {name.removesuffix(".json"): parsed(c) for name, c in files.items()}
    return Bundle(sha256_of(content), **read)


def verify_bundle(
    content: bytes | str | Path, *, register: Register | None = None, reading: Reading | None = None
) -> Verdict:
    """Return whether a bundle is as it was frozen, and what a rerun today says otherwise.

    Parameters
    ----------
    content : bytes or path
    register : Register, optional
        Then the whole must be the file that the register kept: one made anew with a new manifest is not.
    reading : Reading, optional
        Then the same place, months and profile are counted again.

    Raises
    ------
    NotAllowed
        When the register or a rerun would show whoever asks what they may not see.
    WrongUse
        When there is no such file.
    """
    content = content if isinstance(content, bytes) else _read(Path(content))
    sha256 = sha256_of(content)
    files, faults = unpacked(content)
    faults += [f for f in manifest_faults(files) if f.split(":")[0] not in {g.split(":")[0] for g in faults}]
    notes = [] if register is not None else [f"{NO_REGISTER}{sha256}."]
    manifest = parsed(files.get(MANIFEST, b"")) if files else None
    if register is not None and isinstance(manifest, Mapping):
        faults += _not_kept(register, manifest, sha256)
        notes += [f"The register kept a file with this SHA-256: {sha256}."] if not faults else []
    faults += shape_faults(files) if reading is not None and not faults else []
    differs: list[str] = []
    if reading is not None and not faults:
        differs = _rerun(open_bundle(content), reading)
        notes.append("The same place and months were counted again today." if not differs else "A rerun today differs.")
    elif reading is not None:
        notes.append("Not set against today's data: the bundle itself is not as it was frozen.")
    return Verdict(not faults, tuple(faults), tuple(differs), tuple(notes), sha256)


def difference(a: Bundle, b: Bundle) -> list[str]:
    """Return what differs between two bundles, in words: counts, settings, definition, data, goals, actions."""
    return differences(a.parts(), b.parts())


def _item(register: Register, item_id: str) -> Held[Item]:
    found = next((one for one in register.items() if one.id == item_id), None)
    if found is None:
        raise WrongUse("Evidence is frozen for a place at a meeting.", f"There is no '{item_id}'.", "Look again.")
    return found


def _read(path: Path) -> bytes:
    if not path.is_file():
        raise WrongUse("A bundle is a file.", f"There is none at {path.name}.", "Name the file.")
    if path.stat().st_size > MOST_BYTES:
        raise WrongUse(f"A bundle is under {MOST_BYTES:,} bytes.", f"{path.name} is larger.", "Name another file.")
    return path.read_bytes()


def _not_kept(register: Register, manifest: Mapping[str, Any], sha256: str) -> list[str]:
    place = manifest.get("place")
    place_id = str(place.get("id", "")) if isinstance(place, Mapping) else ""
    kept = [one.thing for one in register.evidence(place_id)]
    if sha256 in {s for one in kept for s in (one.sha256, one.partner_sha256) if s}:
        return []
    of_item = [one for one in kept if one.item == manifest.get("item")]
    if not of_item:
        return ["bundle: the register kept no evidence of this decision"]
    which = "sha256" if manifest.get("profile") == "analyst" else "partner_sha256"
    was = ", ".join(getattr(one, which) or "none" for one in of_item)
    return [f"bundle: not the file the register kept. Its SHA-256 is {sha256}, the register's {was}"]


def _rerun(bundle: Bundle, reading: Reading) -> list[str]:
    """Return what today's data say otherwise of the same place, months and profile."""
    profile = profile_named(bundle.profile)
    then = bundle.parts()
    frozen = bundle.decision["place"]
    place = Held(frozen["id"], frozen["version"], "", "", "", False, Place.from_body(frozen))
    last = {one["layer"]: one["last"] for one in bundle.numbers["sources"] if one["last"]}
    sources = BriefSources(reading)
    numbers = plain(brief(reading, place, profile.name, held=sources, last=last).to_json())
    # what people saw and marked is not the data's
    for name in ("observations", "young_map"):
        numbers[name] = then["numbers"].get(name, [])
    now = {
        "manifest": {**then["manifest"], "product": __version__},
        "numbers": numbers,
        "settings": plain(settings_part(reading, profile)),
        "definition": plain(definition_part(reading.workspace)),
        "fingerprints": plain(fingerprints_part(reading, profile)),
    }
    newer = [f"{sources.titles[i]}: months after {month_name(m)} are held now, to {month_name(sources.held(i)[-1])}"
             for i, m in last.items() if i in sources.layers and sources.held(i)[-1:] > [m]]  # fmt: skip
    return [*differences(then, now), *newer]
