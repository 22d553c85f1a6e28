"""Search what leaves the panel: words that blame, and police times and crews in what is not the analyst's."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from placespace.catalogue import Workspace, read_crews
from placespace.disclose import Profile, check_wording
from placespace.documents.paper import check_no_police
from placespace.documents.paper.police import times_in
from placespace.documents.paper.word import refuse_words
from placespace.documents.plan.outreach import SPEAKS_OF_POLICE
from placespace.errors import PlacespaceError
from placespace.plans import kept_timetables

NO_POLICE = "What goes beyond the analyst holds no police crew, place or time."
LEFT_OUT = "Left out of this copy: it says when the police come."
_DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?s?"
_HOUR = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_WHEN = re.compile(
    r"\bo['’ ]?clock\b|\b(?:half|quarter) (?:past|to)\b|\b(?:noon|midday|midnight)\b"
    rf"|\b(?:at|from|till|until|between|past) (?:about |around )?{_HOUR}\b(?=\s*(?:$|[.,;:)-]|to\b|till\b|until\b|and "
    rf"{_HOUR}\b|on\b|every\b|each\b|in the\b|o['’ ]?clock))"
    rf"|\b{_DAY}(?: and {_DAY})? (?:morning|afternoon|evening|night|tea ?time|lunch ?time)s?\b"
    rf"|\b(?:every|each|on) {_DAY}(?<=days)\b|\b(?:every|each) {_DAY}\b"
    rf"|\b{_DAY}\b[^.;]*?\b\d{{1,2}} ?(?:-|–|to|till|until) ?\d{{1,2}}\b",
    re.I,
)
"""A time in words, or a day of the week with a part of the day: as good as a time by the clock."""


def tells_of_police(text: str) -> bool:
    """Return whether a text says when the police come: it speaks of them, and of a time by the clock or in words.

    Examples
    --------
    >>> tells_of_police("Officers walk through on Friday evenings"), tells_of_police("Officers met young people")
    (True, False)
    """
    return bool(SPEAKS_OF_POLICE.search(text) and (times_in(text) or _WHEN.search(text)))


def without_police(value: Any) -> Any:
    """Return plain values with each text that says when the police come left out, and said to be."""
    if isinstance(value, str):
        return LEFT_OUT if tells_of_police(value) else value
    if isinstance(value, Mapping):
        return {k: without_police(v) for k, v in value.items()}
    return [without_police(v) for v in value] if isinstance(value, list | tuple) else value


def check_typed(texts: Mapping[str, str], profile: Profile) -> None:
    """Refuse what people typed where it blames, or where it says when the police come, naming all of it at once.

    Parameters
    ----------
    texts : mapping of str to str
        Where it stands, in words a chair can follow, and the text.
    profile : Profile
        The analyst's papers may say police times; all others may not.

    Raises
    ------
    PlacespaceError
    """
    refuse_words(check_wording(texts))
    told = {} if profile.exact else {w: t for w, t in texts.items() if tells_of_police(t)}
    if told:
        raise PlacespaceError(
            NO_POLICE,
            "; ".join(f"{where}: {text[:120]!r}" for where, text in told.items()) + ".",
            "Say there what is done, and not when the police come; nothing was written.",
        )


def check_leaving(
    files: Mapping[str, bytes], workspace: Workspace, profile: Profile, *, quoted: Collection[str] = ()
) -> None:
    """Refuse files of a profile that is not the analyst's with a police time of any month handed out, or a crew's name.

    Parameters
    ----------
    files : mapping of str to bytes
        What is handed over; of a PDF its text, as ``name.txt``, because pages cannot be searched here.
    workspace : Workspace
    profile : Profile
    quoted : collection of str
        Texts that may stand there as they are, as what is open nearby and when.

    Raises
    ------
    PlacespaceError
        Naming each file and what is in it.
    """
    if profile.exact or not files:
        return
    crews = {c.id: c for c in read_crews(workspace.crews)[0]}
    table = kept_timetables(workspace)
    police = table[table["crew"].isin([i for i, c in crews.items() if c.police])]
    # a time that outreach has too is no police time
    check_no_police(files, police, crews, quoted=quoted)
