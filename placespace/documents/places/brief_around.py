"""Say what stands around a place: who is open, deprivation, who lives there, what was seen and marked."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from placespace.disclose import Profile
from placespace.documents.cell import PEOPLE_TO
from placespace.documents.places.brief_sources import BriefSources
from placespace.places.register import Register
from placespace.places.roles import may
from placespace.places.vocabulary import FEELINGS, OBSERVED
from placespace.plans import Window

NOT_LOADED_NEED = "Deprivation is not known: no layer of it is loaded."
NOT_LOADED_PEOPLE = "Young residents are not known: no layer of residents is loaded."
INFORMS = "Deprivation informs, it never decides."
TENTHS = 10


def provision_words(
    sources: BriefSources, at: np.ndarray, windows: Mapping[str, Sequence[Window]], profile: Profile
) -> tuple[str, ...]:
    """Return who is open within the walk of a place at some hours, a sentence each.

    Parameters
    ----------
    sources : BriefSources
    at : ndarray of int
        Positions of its cells among the area's own.
    windows : mapping of str to sequence of Window
        By kind of week.
    profile : Profile
        Barriers that practitioners drew are for the analyst alone.

    Notes
    -----
    Nobody open, and no list of provision loaded, are told apart.
    """
    near = sources.open_near(sources.cells().centres_m()[at], profile)
    return tuple(f"{line[:1].upper()}{line[1:]}" for line in near.at_windows(0, windows))


def deprivation_words(sources: BriefSources, at: np.ndarray) -> str:
    """Return where a place's cells stand in the area's order of need, by tenths: 1 is the most deprived."""
    values = sources.values
    if values.need is None:
        return NOT_LOADED_NEED
    share = values.need_share().to_numpy()[at]
    known = share[~np.isnan(share)]
    if not len(known):
        return f"Deprivation is missing for its cells. {INFORMS}"
    tenths = sorted({int(t) for t in np.clip(np.floor((1 - known) * TENTHS) + 1, 1, TENTHS)})
    which = f"tenth {tenths[0]}" if len(tenths) == 1 else f"tenths {tenths[0]} to {tenths[-1]}"
    gone = len(share) - len(known)
    missing = f" It is missing for {gone} of its {len(share)} cells." if gone else ""
    return (
        f"In the area's order of deprivation by {values.need_label} its cells stand in {which} of 10, where 1 is the "
        f"most deprived and {TENTHS} the least.{missing} {INFORMS}"
    )


def people_words(sources: BriefSources, at: np.ndarray) -> str:
    """Return how many young residents live in a place's cells, to the nearest ten, and how that is known."""
    values, ages = sources.values, sources.reading.workspace.area.resident_ages
    if values.people is None:
        return NOT_LOADED_PEOPLE
    people = values.people.to_numpy()[at]
    gone = int(np.isnan(people).sum())
    if gone == len(people):
        return f"Young residents aged {ages[0]} to {ages[1]} are missing for its cells."
    about = round(float(np.nansum(people)) / PEOPLE_TO) * PEOPLE_TO
    kinds = sorted({k for k in values.kind.to_numpy()[at] if k})
    visited = f" It holds a {' and a '.join(kinds)}: most of those present there live elsewhere." if kinds else ""
    missing = f" They are missing for {gone} of its cells." if gone else ""
    return (
        f"About {about:,} young residents aged {ages[0]} to {ages[1]} live in its cells: published estimates of small "
        f"areas, shared out by how much of each lies in a cell.{missing}{visited}"
    )


def observation_words(register: Register | None, place_id: str, profile: Profile) -> tuple[str, ...]:
    """Return what practitioners saw at a place: how often each thing, and the newest day.

    Empty for those who may not read the register, and in what is made for the public.
    """
    if register is None or is_public(profile) or not may(register.who, "read the register"):
        return ()
    seen = [one.thing for one in register.observations(place_id)]
    if not seen:
        return ("Practitioners have written down no observation.",)
    counts = Counter(about for one in seen for about in one.about)
    newest = max((one.on for one in seen if one.on), default=None)
    days = f", the newest of {_day(newest)}" if newest else ""
    lines = [f"{len(seen)} observation{'s' if len(seen) > 1 else ''} by practitioners{days}."]
    order = [key for key in OBSERVED if counts[key]]
    return (*lines, *(f"{OBSERVED[key][0].upper()}{OBSERVED[key][1:]}: {counts[key]}." for key in order))


def young_map_words(register: Register | None, cells: Sequence[str], profile: Profile) -> tuple[str, ...]:
    """Return how young people marked a place's cells, of those that enough of them marked."""
    if register is None or is_public(profile) or not may(register.who, "read the register"):
        return ()
    marked = register.young_map().shown
    here = marked[marked["cell"].isin(list(cells))]
    lines = []
    for feels in FEELINGS:
        some = here[here["feels"] == feels]
        if len(some):
            most = int(some["contributors"].max())
            one = len(some) == 1
            where = f"one of its cells as {feels}:" if one else f"{len(some)} of its cells as {feels}; one of them by"
            lines.append(f"Young people marked {where} at least {most} of them.")
    return tuple(lines) or ("No mark of young people's own map can be shown here: too few made one, or none did.",)


def is_public(profile: Profile) -> bool:
    """Return whether a profile is for the public: what practitioners and young people said stays out of it."""
    return not profile.exact and not profile.by_month


def _day(day: datetime.date) -> str:
    return f"{day.day} {day:%B %Y}"
