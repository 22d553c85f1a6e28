"""Read what kind of session it is, where the list says so in plain words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from placespace.terms import SESSION_KINDS

NOT_STATED = "not stated"
NO_REFERRAL = re.compile(
    r"\b(?:no|not|without(?:\s+a)?)\s+(?:\w+\s+)?referrals?\b(?:\s+(?:needed|required|necessary))?"
    r"|\breferrals?\s+(?:is\s+|are\s+)?not\s+(?:needed|required|necessary)\b|\bself[-\s]?referrals?\b",
    re.IGNORECASE,
)
"""Said of referrals, where none is needed: anyone may come."""
BY_REFERRAL = (
    r"(?:by|via|through|on|school|agency)\s+(?:\w+\s+)?referrals?|referrals?[-\s]+(?:only|required|needed|basis|based)"
    r"|referred|targeted|(?:by\s+)?invitation\s+only|by\s+invitation|invite[-\s]only|one[-\s]to[-\s]one|1\s*(?:-|:|to|2)\s*1"
)
ONE_GROUP = (
    r"referrals?|young\s+carers?|care\s+leavers?|looked[-\s]after|children\s+in\s+care|young\s+(?:parents?|mums?|dads?)"
    r"|lgbt\w*\+?|send?\s+(?:youth\s+)?(?:groups?|clubs?|sessions?)|disab(?:led|ility)|additional\s+needs|refugees?|asylum"
    r"|unaccompanied|neet|(?:girls|boys|young\s+women|young\s+men)'?s?'?\s+(?:groups?|only|projects?|sessions?)"
)
KINDS = {
    "targeted": f"{BY_REFERRAL}|{ONE_GROUP}",
    "uniformed": (
        r"cadets?|scouts?|scouting|guides|girlguiding|brownies?|beavers|cubs|(?:boys|girls)'?s?'?\s+brigade|uniformed"
    ),
    "outreach": (
        r"outreach|detached|street[-\s]?based|street\s+(?:intervention|team|work(?:ers?)?)|youth\s+bus|mobile\s+youth"
    ),
    "sport": (
        r"sports?|football|futsal|rugby|cricket|netball|basketball|volleyball|hockey|tennis|badminton|boxing|kick\s*boxing"
        r"|karate|judo|taekwondo|martial\s+arts|gymnastics|trampolin\w*|athletics|swim(?:ming)?|skat(?:e|es|ing)|bmx|cycling"
        r"|climbing|dance|multi[-\s]?sports?|(?:five|5)[-\s]a[-\s]side|rounders|rowing|sailing|canoe\w*|kayak\w*|parkour"
    ),
    "open access": r"open[-\s]access|drop[-\s]?ins?|open[-\s]to[-\s]all|open\s+(?:door|session|youth)s?",
}
"""Words that make a kind plain, the first kind first. "Youth club" is not one: some are for members."""
IN_NOTES = {"targeted": BY_REFERRAL, "outreach": KINDS["outreach"], "open access": KINDS["open access"]}
"""What notes may make plain: "in the gym's hall" is no sport, "disabled access" no group."""


@lru_cache(maxsize=4096)
def read_kind(kind_text: str, name: str, notes: str) -> str:
    """Return one of :data:`placespace.terms.SESSION_KINDS`.

    What a column for the kind says holds. Then a session by referral or for one group is
    targeted, whatever else it is; then the name decides, then the notes.

    Parameters
    ----------
    kind_text : str
        What the list's own column for it says, if it has one.
    name, notes : str

    Examples
    --------
    >>> read_kind("", "Junior boxing", ""), read_kind("", "Boxing", "Referral only"), read_kind("", "Film night", "")
    ('sport', 'targeted', 'not stated')
    """
    said = " ".join(kind_text.lower().split())
    if said in SESSION_KINDS:
        return said
    return (
        _first(said, KINDS)
        or _first(name, KINDS, ("targeted",))
        or _first(notes, IN_NOTES, ("targeted",))
        or _first(name, KINDS)
        or _first(notes, IN_NOTES)
        or NOT_STATED
    )


def _first(text: str, words: dict[str, str], kinds: Sequence[str] = tuple(KINDS)) -> str:
    """Return the first of the kinds that a text names, or nothing."""
    plain = NO_REFERRAL.sub(" drop-in ", text.replace("’", "'"))
    named = (k for k in kinds if k in words and re.search(rf"(?<!\w)(?:{words[k]})(?!\w)", plain, re.IGNORECASE))
    return next(named, "")
