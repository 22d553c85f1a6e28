"""Know the phrases of lists that are no days or times: what to ask about, and what says nothing of when."""

from __future__ import annotations

import re
from collections.abc import Iterable


def any_of(patterns: Iterable[str]) -> str:
    """Return a pattern for whole words of any of the patterns.

    Examples
    --------
    >>> bool(re.match(any_of(["tbc", "ad hoc"]), "tbc")), bool(re.match(any_of(["tbc"]), "tbcs"))
    (True, False)
    """
    return rf"(?:{'|'.join(patterns)})(?!\w)"


TURN = r"(?:sessions?|evenings?|nights?|days?|times|afternoons?|mornings?)"
BANK_HOLIDAYS = (
    r"(?:(?:bank|public)\s*hol(?:iday)?s?|good\s*friday|easter\s*(?:sunday|monday)|(?:boxing|christmas)\s*day"
    r"|new\s*year'?s?\s*day)"
)

ASKS = (
    r"(?:to\s*be|tb)[-\s]*(?:confirmed|announced|arranged|agreed|decided|c|a|d)",
    r"by\s*(?:prior\s*)?(?:arrangement|appointment)",
    rf"(?:(?:{TURN}|times?|hours?|dates?)\s*)?(?:(?:may|can|will)\s*)?(?:vary|varies|variable|varied|change)",
    rf"various(?:\s*(?:{TURN}|dates?))?",
    r"ad[-\s]*hoc|occasional(?:ly)?|flexible|on\s*request|(?:coming|starting)\s*soon|planned|provisional(?:ly)?|proposed|until\s*further\s*notice",
    r"(?:as\s*(?:and\s*)?)?(?:when\s*)?(?:required|needed)",
    r"(?:not|un)\s*(?:stated|known|specified)",
)
"""A question whatever else is said."""

LOOK_ELSEWHERE = (
    r"(?:please\s*)?(?:check|see|visit|look|ask|ring|call|phone|text|e-?mail|contact|message|follow)(?!\w)"
    r"(?:\s*(?:us|on|our|the|their|your|with|for|in|at)(?!\w))*"
    r"(?:\s*(?:face\s*book|fb|web\s*-?(?:site|page)s?|insta(?:gram)?|social\s*media|online|page|centre|venue|provider"
    r"|team|details?|times?|dates?|info(?:rmation)?|caretaker|poster|timetable)(?!\w))?",
    r"(?:face\s*book|instagram|web\s*site)(?:\s*page)?",
    r"(?:https?://|www\.)\S+|\S+@\S+\.\S+",
)
"""A question only where no times are said."""

NOT_NOW = (
    r"cancell?ed|suspended|paused|on\s*hold|postponed|stopped|discontinued|has\s*(?:ended|finished)",
    r"(?:currently|temporarily|permanently|now)\s*closed|previously|formerly|used\s*to(?:\s*run)?",
    r"no\s*longer(?:\s*run(?:s|ning))?|not\s*(?:currently|presently)\s*(?:running|open)",
    r"not\s*running\s*(?:at\s*present|now|currently)|was",
    r"no\s*(?:sessions?|groups?|clubs?)\s*(?:at\s*(?:present|the\s*moment)|currently|now|this\s*(?:term|year))",
)
"""It may not run at all: no time is sure."""

HARMLESS = (
    r"\[removed\]",
    r"(?:no\s*|pre-?\s*)?book(?:ings?|ed)?(?:\s*(?:is|are|not))*"
    r"\s*(?:required|essential|needed|necessary|only|advised|ahead|online|in\s*advance)",
    r"must\s*(?:be\s*)?(?:pre-?\s*)?book(?:ed)?|no\s*(?:need\s*to\s*book|booking)|pre-?book(?:ed|ing)?",
    r"drop[-\s]*ins?|(?:just\s*)?turn\s*up|open\s*(?:to\s*all|access)|free(?:\s*of\s*charge)?",
    r"weather\s*(?:permitting|dependent)",
    r"subject\s*to\s*(?:staffing|availability|numbers|weather|demand)",
    r"(?:ring|call|phone|text)\s*(?:first|ahead)|term\s*dates\s*(?:may\s*)?vary|referral\s*only|by\s*referral",
    rf"{BANK_HOLIDAYS}\s*included",
    r"£\s*[0-9]+(?:\.[0-9]{2})?(?:\s*-\s*£?[0-9]+(?:\.[0-9]{2})?)?(?:\s*(?:a|per)\s*(?:session|week|child|person))?",
    r"(?:in|of)\s+(?:(?:the|each|every|a)\s+)?months?",
)
"""Understood, and nothing to do with when."""

HARMLESS_WORDS = frozenset(
    re.findall(
        r"\w+",
        "a an the of on at in for by is are it its be we our with this during between per each every both all only"
        " open opens opening run runs running held hold meet meets meeting take takes place start starts starting"
        " session sessions club clubs group groups activity activities time times day days hour hours"
        " inclusive onward onwards youth",
    )
)
"""Single words that say nothing of when; the list is closed."""

YEARS = r"(?:yrs?|years?)(?:[-\s]*olds?)?"
AGES = (
    rf"(?:age[ds]?|school\s*years?|years?|yrs?|y)\s*[0-9]{{1,2}}(?:\s*(?:-|to|and|&)\s*y?[a-z]*\s*[0-9]{{1,2}})?(?:\s*{YEARS})?\+?",
    rf"[0-9]{{1,2}}(?:\s*(?:-|to)\s*[0-9]{{1,2}})?\s*\+?[-\s]*(?:{YEARS}|y/?os?)",
    r"(?:under|over|u)[-\s]*[0-9]{1,2}'?s?|[0-9]{1,2}\+",
    r"ks\s*[1-5](?:\s*(?:-|&|and|/)\s*(?:ks)?\s*[1-5])?",
)

NUMBERS = {"one": 1, "once": 1, "two": 2, "twice": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
HOW_MANY = (
    rf"(?:one\s*of\s*[0-9]|{'|'.join(NUMBERS)}|[0-9])\s*(?:x\s*)?(?:{TURN}\s*)?(?:(?:a|per|each|every)\s*week|weekly)",
)


def read_how_many(text: str) -> int:
    """Return how many times a week.

    Examples
    --------
    >>> read_how_many("2 evenings a week"), read_how_many("one of 4 nights per week")
    (2, 1)
    """
    first = text.lower().split()[0]
    return NUMBERS.get(first) or int(first[0])


FIRST = [
    ("z", any_of(NOT_NOW), None),
    ("h", any_of(HARMLESS), None),
    ("q", any_of(ASKS), True),
    ("q", any_of(LOOK_ELSEWHERE), False),
    ("y", any_of(AGES), None),
]
"""Phrases that are looked for before days and times: code, pattern and value, as :mod:`.tokens` has them."""
JOINS = [
    ("x", any_of([r"also|additional(?:ly)?|extra|further"]), None),
    ("i", any_of([r"includ(?:ing|es|ed)|incl?|as\s*well\s*as|even"]) + r"\.?", None),
    (
        "!",
        any_of(
            [
                r"not|no|never|except(?:ing|ed)?|exc|exclud(?:ing|es|ed|e)|excl|apart\s*from|other\s*than|but(?:\s*not)?",
                r"without|closed?|off|(?:does|do)(?:\s*not|n't)(?:\s*run)?|(?:is|are)n't",
            ]
        )
        + r"(?:\s*(?:for|during|in|on|open|running)(?!\w))*\.?",
        None,
    ),
    ("f", any_of([r"from|since|start(?:s|ing)?|commenc(?:es|ing)|beg[ai]n(?:s|ning)?|w\.?e\.?f"]) + r"\.?", None),
    ("u", any_of([r"un?till?|'?till?|up\s*to|to|through|thru|ends?|ending|finish(?:es|ing)?"]), None),
    ("r", any_of([r"and/or|or"]), None),
    ("s", any_of(["and", "plus"]) + "|[,&+/]", None),
    ("o", r"-+|>|→", None),
    (":", r":", None),
    (";", r"[;\n|•·●▪*]|\.(?=\s|$)", None),
    ("h", r"\s+|[()\[\]{}.'\"!?~_=]", None),
    ("?", r"[^\s,;:()\[\]{}/&+\"|•·●▪*>→-]+", None),
    ("?", r".", None),
]
"""What joins and parts days and times, and last what is not known."""
