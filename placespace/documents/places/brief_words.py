"""Say in two to four sentences what to take from a brief, and what its numbers lack."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

import numpy as np

from placespace.disclose import Profile
from placespace.documents.places.brief_counts import Counted
from placespace.documents.places.brief_lines import HIDDEN, NO_DATA, NO_PLACES, SourceLine
from placespace.documents.places.brief_shown import categories_shown, larger_cells
from placespace.documents.places.brief_sources import BriefSources
from placespace.documents.plan.near import NOT_LOADED
from placespace.documents.plan.shortlist_words import listed
from placespace.documents.statement import month_name, window_name
from placespace.measures.trend import DOWN, UP

NOBODY, OPEN_AT = "nobody is open", re.compile(r"\d\d:\d\d-\d\d:\d\d")
NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
NOT_ZERO = "none recorded is not the same as nothing happened"
NO_HARM = "No source of incidents is loaded, so the data say nothing of this place."


def small_words(found: Sequence[Counted], few: float) -> tuple[str, ...]:
    """Return which numbers are small, and how few more or fewer would change what is said."""
    said = []
    for one in found:
        where = _cap(one.line.called)
        if one.count is None or one.count >= few:
            if one.earlier and one.earlier < few:
                chance = number(_chance(one.earlier))
                said.append(f"{where}: {one.earlier} the year before: {chance} more or fewer would be another change.")
            continue
        if not one.count:
            said.append(f"{where}: {NOT_ZERO}.")
            continue
        said.append(f"{where}: {one.count} in a year: {number(_chance(one.count))} more or fewer would change this.")
    return tuple(said)


def small_as_shown(lines: Sequence[SourceLine], profile: Profile) -> tuple[str, ...]:
    """Return which numbers are small for a protected profile: those that are hidden."""
    said = [f"{_cap(one.called)}: too few in its cells to be shown." for one in lines if one.count == HIDDEN]
    return (*said, f"Counts are as the {profile.name} profile sees each cell: {profile.says}.")


def missing_words(
    sources: BriefSources, lines: Sequence[SourceLine], cells: Sequence[str], profile: Profile,
    doubts: Mapping[str, str],
) -> tuple[str, ...]:  # fmt: skip
    """Return what the data lack: sources not sent, months, times, old data, cells outside the area.

    Parameters
    ----------
    sources : BriefSources
    lines : sequence of SourceLine
    cells : sequence of str
        Of the place.
    profile : Profile
    doubts : mapping of str to str
        Why a source's records of the place might be false, by layer; empty for protected profiles.
    """
    said = [f"{title}: not sent." for title in sources.not_sent]
    for layer_id in sources.layers:
        title, account = _cap(sources.titles[layer_id]), sources.reading.accounts[layer_id]
        line = next(one for one in lines if one.layer == layer_id)
        if not sources.has_places(layer_id):
            said.append(f"{title}: {NO_PLACES}, so it says nothing of this place.")
            continue
        if why := doubts.get(layer_id):
            said.append(f"{title}: to be taken with care: {why}.")
        said += [f"{title}: {g}." for g in _gaps(account.missing_months, account.thin_months, line)]
        if not sources.has_times(layer_id):
            said.append(f"{title}: no days or hours, only months.")
        if not profile.exact and (left := categories_shown(sources, layer_id, profile)[1]):
            said.append(f"{title}: not counted here: {', '.join(left)}.")
        said += [f"{title}: {text}" for text in sources.layer(layer_id).breaks]
        if "older than" in line.age:
            said.append(f"{title}: {line.age}. Check before you act.")
    near = sources.open_near(sources.cells().centres_m()[:0], profile)
    if near.unread:
        said.append(
            f"Provision: {near.unread} of {near.lines} lines of the list could not be read in full and are not "
            "counted: where it says that nobody is open, look there too."
        )
    ends = {one.last for one in lines if one.last}
    if len(ends) > 1:
        each = "; ".join(dict.fromkeys(f"{o.source} to {month_name(o.last)}" for o in lines if o.last))
        said.append(f"The sources end with different months: {each}.")
    outside = len(cells) - int(np.isin(list(cells), sources.cells().index).sum())
    if outside:
        said.append(f"{outside} of its {len(cells)} cells {'is' if outside == 1 else 'are'} outside the area.")
    return tuple(said)


def said_exactly(
    sources: BriefSources, name: str, found: Sequence[Counted], cells: Sequence[str], provision: Sequence[str],
    when: str = "",
) -> tuple[str, ...]:  # fmt: skip
    """Return what to take from true figures, to be read aloud.

    Parameters
    ----------
    sources : BriefSources
    name : str
        Of the place.
    found : sequence of Counted
    cells : sequence of str
    provision : sequence of str
    when : str
        The hours that stand out, in words; empty for none.
    """
    counted = [one for one in found if one.count is not None]
    if not counted:
        return (NO_HARM if not found else f"No source that is loaded says anything of {name}.",)
    each = [f"{one.line.source} recorded {number(one.count)}{_of(one.line.categories)}" for one in counted]
    lines = [_first(name, [one.line for one in counted], each, [one.line for one in found])]
    moved: dict[str, list[str]] = {}
    for one in counted:
        moved.setdefault(_plain_change(one.line.change), []).append(one.line.source)
    lines.append(f"Against the year before: {'; '.join(f'{w} by {_and(who)} records' for w, who in moved.items())}.")
    few = sources.reading.workspace.area.settings["place_events"]
    now = [one.count for one in counted if one.count and one.count < few]
    then = [one.earlier for one in counted if one.earlier and one.earlier < few]
    if small := now or then:
        when_small = "" if now else ", the year before,"
        lines[-1] = f"{lines[-1][:-1]}; {number(min(small))}{when_small} is a small number, and "
        lines[-1] += f"{number(_chance(min(small)))} more or fewer would change this."
    hours = f"The hours that stand out are {when}." if when else ""
    last = f"{hours} {_nobody(provision, named=bool(when))}".strip()
    return tuple(filter(None, [*lines, _agreement(sources, counted, cells), last]))


def said_as_shown(
    name: str, lines: Sequence[SourceLine], provision: Sequence[str], profile: Profile
) -> tuple[str, ...]:
    """Return what to take from shown figures, to be read aloud."""
    counted = [one for one in lines if one.first]
    if not counted:
        return (NO_HARM if not lines else f"No source that is loaded says anything of {name}.",)
    by: dict[str, list[SourceLine]] = {}
    for one in counted:
        by.setdefault(one.source, []).append(one)
    each = [f"{source} recorded {_shown_numbers(some)}" for source, some in by.items()]
    moved = [f"{one.change} by {one.called} records" for one in counted if one.change.startswith(("more", "fewer"))]
    change = _cap("; ".join(moved)) if moved else "Against the year before, no change can be told from what is shown"
    told = [one for one in counted if one.count not in (HIDDEN, NO_DATA, "0")]
    hot, cold = ([one.called for one in told if one.hot.startswith(how)] for how in ("hot", "not hot"))
    where = f"it is hot by {_and(hot)} records" if hot else "no source finds it hot"
    also = f" and not by {_and(cold)} records" if hot and cold else ""
    agree = f"On the counts as shown {where}{also}." if told else ""
    first = _first(name, counted, each, lines, "In the larger cells that hold" if larger_cells(profile) else "At")
    return tuple(filter(None, [first, f"{change}.", agree, _nobody(provision, named=False)]))


def _first(
    name: str, counted: Sequence[SourceLine], each: Sequence[str], every: Sequence[SourceLine], at: str = "At"
) -> str:
    """Return the first sentence: what each source recorded, side by side, and which say nothing of places."""
    gone = list(dict.fromkeys(one.source for one in every if one.count == NO_PLACES))
    rest = f"; {_and(gone)} {'gives' if len(gone) == 1 else 'give'} no places" if gone else ""
    return f"{at} {name}, {window_name(counted[0].first, counted[0].last)}: {'; '.join(each)}{rest}."


def _shown_numbers(lines: Sequence[SourceLine]) -> str:
    told = [f"{'none' if o.count == '0' else o.count}{_of(o.categories)}" for o in lines if o.count != HIDDEN]
    hidden = [f"{_low(o.categories)}" for o in lines if o.count == HIDDEN]
    few = f"too few to be shown of {_and(hidden)}" if hidden else ""
    return _and([*told, few] if few else told)


def _of(categories: str) -> str:
    return "" if categories == "all categories" else f" of {_and([_low(c) for c in categories.split(', ')])}"


def _low(text: str) -> str:
    """Return a category as it stands within a sentence; one in capitals stays."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _chance(count: int) -> int:
    """Return by about how much a count comes and goes by chance alone: its square root (Poisson)."""
    return max(round(math.sqrt(count)), 1)


def number(count: int) -> str:
    """Return a number as it is read aloud: words up to ten.

    Examples
    --------
    >>> number(3), number(1204)
    ('three', '1,204')
    """
    return NUMBERS[count] if 0 <= count < len(NUMBERS) else f"{count:,}"


def _plain_change(change: str) -> str:
    first = change.split(",")[0].split(";")[0]
    return f"{first}, beyond chance," if first in (UP, DOWN) else first


def _agreement(sources: BriefSources, counted: Sequence[Counted], cells: Sequence[str]) -> str:
    """Return which sources find the place hot; where health sees more than police do, that is said as such."""
    unseen = sources.unseen
    if unseen is not None:
        flags = set(unseen.table["flag"].reindex(list(cells)).dropna()) - {""}
        health, police = unseen.sources
        if "a only" in flags and "b only" not in flags:
            return f"Health sees more than police here: {health} records are far more, beside police's, than elsewhere."
        if "b only" in flags and "a only" not in flags:
            return f"Police see more than health here: for each {health} record {police} holds far more than elsewhere."
    hot, cold = ([one.line.source for one in counted if bool(one.hot) is how] for how in (True, False))
    if not hot:
        return "No source finds a hot spot there."
    if cold:
        return (
            f"The sources do not agree: it is a hot spot of incidents by {_and(hot)} records and not by {_and(cold)}."
        )
    return f"{'The sources agree: it' if len(hot) > 1 else 'It'} is a hot spot of incidents by {_and(hot)} records."


def _nobody(provision: Sequence[str], *, named: bool) -> str:
    """Return whether somebody is open nearby at the hours that matter, in one sentence; named: said just before."""
    if list(provision) == [NOT_LOADED]:
        return NOT_LOADED
    nobody = [line for line in provision if NOBODY in line.lower()]
    if not nobody:
        return ""
    # a line that also names who is open holds a time of day after its first colon
    every = all(not OPEN_AT.search(line.split(": ", 1)[-1]) for line in provision)
    which = "those hours" if named else "the hours looked at below"
    return f"At {'' if every else 'some of '}{which} nobody is open for young people within the walk."


def _gaps(missing: Sequence[str], thin: Sequence[str], line: SourceLine) -> list[str]:
    """Return the months of both years compared that are missing or far too small."""
    said = []
    for what, months in (("missing at source", missing), ("far too small to be whole", thin)):
        start = f"{int(line.first[:4]) - 1}{line.first[4:]}" if line.first else ""
        near = sorted({m[:7] for m in months if not line.first or start <= m[:7] <= line.last})
        if near:
            said.append(f"{listed(near)} {what}; left out, not counted as zero")
    return said


def _cap(text: str) -> str:
    return text[:1].upper() + text[1:]


def _and(names: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
