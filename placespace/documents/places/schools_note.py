"""Write the note of a place that schools may have: where, when in general, what adults can do, whom to tell."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from placespace.disclose import check_wording
from placespace.documents.paper.police import times_in
from placespace.documents.places.place_words import kind_words
from placespace.documents.plan.outreach import SPEAKS_OF_POLICE
from placespace.errors import PlacespaceError
from placespace.places.door import Held
from placespace.places.things import Action, Place

PURPOSE = "For staff of schools and colleges, so that adults who care are where children need them."
MOST_DOING = 6
_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_CLOCK = re.compile(
    r"\d|o['’ ]?clock|\b(?:half|quarter) (?:past|to)\b|\b(?:noon|midday|midnight)\b"
    rf"|\b(?:first|second|third|\w+th|\w+st|\w+nd|\w+rd) (?:of )?(?:{_MONTHS})\b"
    r"|\b(?:at|from|until|till|by|to|past|before|after) (?:about |around )?"
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b",
    re.I,
)
"""A time by the clock or a date, in figures or in words."""


def schools_note(held: Held[Place], actions: Sequence[Held[Action]], about: Mapping[str, object]) -> dict:
    """Return what stands in the note of a place: the keys of ``schools_note.docx``. It holds no count and no level.

    Parameters
    ----------
    held : Held of Place
    actions : sequence of Held of Action
        What is being done; police work, and what says a time, is left out: see :func:`doing`.
    about : mapping
        ``area``, ``month``, ``version``, ``made_on`` are used.

    Raises
    ------
    PlacespaceError
        See :func:`check_note`.
    """
    place = held.thing
    check_note(place)
    return {
        **{k: about[k] for k in ("area", "month", "version", "made_on")},
        "marking": about["marking"],
        "purpose": PURPOSE,
        "name": place.name,
        "kind": kind_words(place),
        "times": place.times_in_words,
        "doing": doing(actions)[0],
    }


def check_note(place: Place) -> None:
    """Refuse a note whose general times are not there, or say more than general times.

    Raises
    ------
    PlacespaceError
        When there are none, when they hold a time by the clock, a date or any figure, when they speak of the police,
        or when the name or times hold words that are never used.
    """
    said, where = place.times_in_words, f"{place.reference}, general times"
    if not said.strip():
        raise PlacespaceError(
            "A note for schools says when in general, in words that the panel agreed.",
            f"{where}: nothing is written.",
            "Write there, for example: after school on school days.",
        )
    if _CLOCK.search(said):
        raise PlacespaceError(
            "A note for schools holds no time by the clock, no date and no figure.",
            f"{where}: {said!r}.",
            "Write it in general words: after school on school days.",
        )
    if SPEAKS_OF_POLICE.search(said):
        raise PlacespaceError(
            "A note for schools says nothing of when the police come.",
            f"{where}: {said!r}.",
            "Say when adults are wanted most.",
        )
    if faults := check_wording({where: said, f"{place.reference}, name": place.name}):
        raise PlacespaceError(
            "A note for schools blames no child and no place.", " ".join(faults), "Change these words there."
        )


def without_note(places: Sequence[Held[Place]]) -> list[str]:
    """Return a sentence for each place of which no note can be made: which it is, why, and what to do."""
    told = []
    for held in places:
        try:
            check_note(held.thing)
        except PlacespaceError as why:
            told.append(f"No note of {held.thing.name} ({held.thing.reference}) can be made. {why.found} {why.do}")
    return told


def doing(actions: Sequence[Held[Action]]) -> tuple[list[str], list[str]]:
    """Return what others do, as a note may say it, and the ids of actions left out of it.

    Left out: police work and what speaks of it, what says a time by the clock or a date, words that are never used,
    what is done or dropped, and what has no owner yet. A line names the agency, never a post.

    Returns
    -------
    lines : list of str
    left_out : list of str
        Ids of open actions that are not in it.
    """
    lines, left = [], []
    for one in actions:
        a = one.thing
        if a.status != "open":
            continue
        text = f"{a.what} {a.agency}"
        if a.police or not a.agency or is_timed(text) or SPEAKS_OF_POLICE.search(text) or check_wording({"": text}):
            left.append(one.id)
        elif len(lines) < MOST_DOING:
            lines.append(f"{a.what.rstrip('. ')} ({a.agency}).")
        else:
            left.append(one.id)
    return lines, left


def is_timed(text: str) -> bool:
    """Return whether a text says a time by the clock or a date, or any figure at all.

    Examples
    --------
    >>> is_timed("after school on school days"), is_timed("from half past three"), is_timed("Thursdays at 18:30")
    (False, True, True)
    """
    return bool(_CLOCK.search(text) or times_in(text))
