"""Give the two-minute brief of a place: each source side by side, what stands around it, what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from placespace.disclose import Profile, profile_named
from placespace.documents.places.brief_around import (
    deprivation_words,
    observation_words,
    people_words,
    provision_words,
    young_map_words,
)
from placespace.documents.places.brief_counts import Counted, counted, is_hot_at, where
from placespace.documents.places.brief_hours import windows_of
from placespace.documents.places.brief_lines import Brief, SourceLine
from placespace.documents.places.brief_shown import shown_lines
from placespace.documents.places.brief_sources import HOLIDAY, BriefSources
from placespace.documents.places.brief_words import (
    missing_words,
    said_as_shown,
    said_exactly,
    small_as_shown,
    small_words,
)
from placespace.documents.statement import window_name
from placespace.errors import WrongUse
from placespace.measures import Reading
from placespace.places.acting import check_profile
from placespace.places.door import Held
from placespace.places.register import Register
from placespace.places.roles import check_may
from placespace.places.things import Place
from placespace.plans import Window, windows_in_words


def brief(
    reading: Reading,
    place: Held[Place],
    profile: str,
    *,
    register: Register | None = None,
    held: BriefSources | None = None,
    last: Mapping[str, str] | None = None,
) -> Brief:
    """Return what the data say of a place, as far as a profile may know it.

    Parameters
    ----------
    reading : Reading
    place : Held of Place
    profile : str
        One of ``placespace.disclose.PROFILES``. A protected one is told what its own map tells of the place's cells,
        added up as a range, and nothing else of the incidents: no hours, trend, ring or chance of the place's own.
    register : Register, optional
        For practitioners' observations and young people's map, where its reader may see them.
    held : BriefSources, optional
        What the briefs of a reading share, when it is at hand: with it twelve take little more than one.
    last : mapping of str to str, optional
        The month, ``YYYY-MM``, each source's twelve months end with: its newest whole one by default.

    Raises
    ------
    NotAllowed
        When whoever asks may not see true counts and the profile shows them.
    WrongUse
        When there is no such profile, or none of the place's cells is in the area.
    """
    shown_to = profile_named(profile)
    check_profile(reading, profile)
    if register is not None:
        check_may(register.who, "see true counts" if shown_to.exact else "see protected figures")
    sources, cells = held or BriefSources(reading), tuple(place.thing.cells)
    at = sources.cells().index.get_indexer(list(cells))
    at = np.sort(np.unique(at[at >= 0]))
    if not len(at):
        raise WrongUse(
            "A place is counted on cells of the area.",
            f"None of the {len(cells)} cells of '{place.thing.name}' is in it.",
            "Pick its cells on the map again.",
        )
    found = _exact(sources, cells, last or {}) if shown_to.exact else []
    lines = [one.line for one in found] or _shown(sources, cells, shown_to, last or {})
    windows = _windows(sources, cells, shown_to, last or {})
    provision = provision_words(sources, at, windows, shown_to)
    own, name = reading.workspace.area.settings, place.thing.name
    spans = [(one.first, one.last) for one in lines if one.first]
    first, to = min((s[0] for s in spans), default=""), max((s[1] for s in spans), default="")
    return Brief(
        place.id,
        name,
        place.thing.reference,
        shown_to.name,
        shown_to.marking,
        (first, to, window_name(first, to) if spans else "no month"),
        tuple(lines),
        said_exactly(sources, name, found, cells, provision, _when(windows))
        if found
        else said_as_shown(name, lines, provision, shown_to),
        provision,
        deprivation_words(sources, at),
        people_words(sources, at),
        missing_words(sources, lines, cells, shown_to, {one.line.layer: one.why for one in found}),
        small_words(found, own["place_events"]) if shown_to.exact else small_as_shown(lines, shown_to),
        observation_words(register, place.id, shown_to),
        young_map_words(register, cells, shown_to),
        len(cells),
        float(sources.cells().area_km2.iloc[at].sum()),
        _neighbours(found),
    )


def _exact(sources: BriefSources, cells: tuple[str, ...], last: Mapping[str, str]) -> list[Counted]:
    hot = {i: is_hot_at(sources, sources.asked(i, last.get(i)), cells) for i in sources.layers}
    return [
        counted(sources, i, cells, sum(found for other, found in hot.items() if other != i), last.get(i))
        for i in sources.layers
    ]


def _shown(
    sources: BriefSources, cells: tuple[str, ...], profile: Profile, last: Mapping[str, str]
) -> list[SourceLine]:
    return [line for i in sources.layers for line in shown_lines(sources, i, cells, profile, last.get(i))]


def _windows(sources: BriefSources, cells: tuple[str, ...], profile: Profile, last: Mapping[str, str]) -> dict:
    """Return the hours to ask who is open at: the place's own are the analyst's alone."""
    timed = [i for i in sources.layers if sources.has_places(i) and sources.has_times(i)]
    if not profile.exact or not timed:
        return windows_of(sources, None, np.array([], int))
    return windows_of(sources, sources.asked(timed[0], last.get(timed[0])), where(sources, timed[0], cells))


def _when(windows: Mapping[str, Sequence[Window]]) -> str:
    """Return the hours of a place that stand out; those that are asked about everywhere say nothing of it."""
    said = {k: windows_in_words(own, k) for k, own in windows.items() if any(w.share for w in own)}
    return "; ".join(f"in holidays {w}" if k == HOLIDAY else w for k, w in said.items()).replace("-", " to ")


def _neighbours(found: list[Counted]) -> str:
    around = [f"{one.line.called} {one.ring:,}" for one in found if one.count is not None]
    return f"In the cells around it: {'; '.join(around)}." if around else ""
