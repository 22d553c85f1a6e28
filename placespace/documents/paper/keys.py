"""Name what a Word template may ask for: every key of every document, and what it holds."""

from __future__ import annotations

from collections.abc import Mapping

from placespace.documents.paper.key import Key
from placespace.documents.paper.key import list_key as _list
from placespace.documents.paper.key import text_key as _text
from placespace.documents.paper.place_keys import NOTE_LEAVES, PLACE_KEYS, PLACE_TITLES
from placespace.terms import TALLY

TITLES = {
    "tasking": "Tasking pack",
    "outreach": "Outreach and youth bus sheet",
    "changes": "What changed and what we left out",
    **PLACE_TITLES,
}
"""What each document is called when it is given no title."""

COMMON = {
    "marking": _text("marking of the profile: it must stand in the header and the footer"),
    "title": Key("title of the document; it has one of its own when none is given"),
    "area": _text("name of the area"),
    "month": _text("month the document is for, in words"),
    "purpose": _text("what it may be used for"),
    "window": _text("months of data it rests on"),
    "ages": _text("ages counted"),
    "definition": _text("which incidents are counted"),
    "definition_version": Key("version of that definition"),
    "disclosure": _text("what was hidden or rounded"),
    "method": _list("how the places were found, a line each"),
    "limits": _list("what the data cannot say, a sentence each"),
    "version": _text("name and version of the product"),
    "made_on": _text("date it was made, in words"),
    "sources": _list("sources of the data, with their age"),
    "licence": _list("licences to be named"),
    "notes": _list("anything more to say, a sentence each"),
}

PLACE = {
    "number": Key("number of the place in this document and on its map"),
    "name": Key("what people call it"),
    "why": Key("why it is on the list"),
    "kind": Key("how its incidents have held over time"),
    "hours": Key("windows of the week that hold most of what is expected"),
    "confidence": Key("confidence, in a word"),
    "why_false": Key("why it might not be what it seems; empty when there is no reason to think so"),
    "expected": Key("incidents expected in the month"),
    "events": Key("incidents in the data window"),
    "same_month": Key("incidents in the same month last year"),
    "trend": Key("recent months beside the same months a year before"),
    "sources": Key("which sources find it, side by side"),
    "planned": Key("visits and sessions in this plan"),
    "tasks": _list("what is to be done here that is not a patrol"),
    "provision": _list("nearest open provision, by hour"),
}

ROUND = {
    "date": Key("date"),
    "weekday": Key("day of the week"),
    "time_from": Key("start of the first visit by the clock"),
    "time_to": Key("end of the last visit by the clock"),
    "visits": Key("the visits in order: time, place and its number"),
    "note": Key("which unit, who asked, what is fixed; or empty"),
}

CREW = {
    "title": Key("what the crew is called"),
    "hours_said": Key("hours it has and uses, in words"),
    "rows": Key("its rounds, one a day and unit, in order of time", many=True, parts=ROUND),
}

NIGHT = {
    "date": Key("date"),
    "weekday": Key("day of the week"),
    "sunset": Key("sunset by the clock"),
    "crew": Key("which crew goes"),
    "time_from": Key("start by the clock"),
    "time_to": Key("end by the clock"),
    "place_number": Key("number of the place"),
    "place": Key("name of the place"),
    "provision": Key("nearest open provision, by hour"),
    "note": Key("anything to know, or empty"),
}

PLACE_FOR_OUTREACH = {
    "number": Key("number of the place in this document and on its map"),
    "name": Key("what people call it"),
    "notes": Key("what young people there may need, and what is strong here"),
    "provision": _list("nearest open provision, by hour"),
    "tasks": _list("what is to be done here"),
}

PLAN = {
    "share_met": Key("share of what is expected that the plan meets, a sentence"),
    "no_timetable": Key("why there is no timetable, when there is none"),
    "map": Key("map of the places, a picture as wide as the page"),
}

CONTEXT_KEYS: dict[str, dict[str, Key]] = {
    "tasking": {
        **COMMON,
        **PLAN,
        "summary": _list("the answer, a sentence each"),
        "places": Key("places, in the order of their numbers", many=True, parts=PLACE),
        "crews": Key("crews with visits", many=True, parts=CREW),
        "uncovered": _list("what the plan leaves uncovered, a sentence each"),
        "held": Key("how plans made this way have held before, a sentence"),
    },
    "outreach": {
        **COMMON,
        **PLAN,
        "nights": Key("sessions, in order of time", many=True, parts=NIGHT),
        "places": Key("places, in the order of their numbers", many=True, parts=PLACE_FOR_OUTREACH),
        "safety": _list("how workers keep safe; the template has its own when this is empty"),
        "tally": _list("what is counted on a night; when not given: " + "; ".join(TALLY)),
    },
    "changes": {
        **COMMON,
        "changed": Key(
            "what people changed in the plan",
            many=True,
            parts={"what": Key("what was changed"), "who": Key("role or team"), "reason": Key("why")},
        ),
        "left_out": Key(
            "places left out",
            many=True,
            parts={"place": Key("name of the place"), "reason": Key("why")},
        ),
        "requests": Key(
            "what agencies asked for",
            many=True,
            parts={
                "who": Key("agency that asked"),
                "place": Key("place, and when where they said"),
                "kept": Key("what became of it, in words"),
            },
        ),
        "unmet": _list("what is expected and not met, a sentence each"),
        "not_seen": _list("what the data do not see, a sentence each"),
    },
    **{name: {**COMMON, **keys} for name, keys in PLACE_KEYS.items() if name != "schools_note"},
    # nothing that speaks of data stands on a note without figures
    "schools_note": {k: v for k, v in COMMON.items() if k not in NOTE_LEAVES} | PLACE_KEYS["schools_note"],
}
"""The keys of each Word document, by its name."""


def names_of(keys: Mapping[str, Key]) -> list[str]:
    """Return every key in words, those of items with the list before them.

    Examples
    --------
    >>> names_of({"a": Key("one"), "b": Key("many", many=True, parts={"c": Key("of it")})})
    ['a', 'b', 'b: c']
    """
    return [n for name, key in keys.items() for n in (name, *(f"{name}: {below}" for below in names_of(key.parts)))]


def keys_page() -> str:
    """Return the tables of ``docs/templates.md``: each document's own keys, after those that all have."""
    own = {name: {k: v for k, v in keys.items() if k not in COMMON} for name, keys in CONTEXT_KEYS.items()}
    parts = [f"## Every document\n\n{_table(COMMON)}"]
    for name, keys in own.items():
        without = [f"`{k}`" for k in COMMON if k not in CONTEXT_KEYS[name]]
        says = f"It has none of these keys of other documents: {', '.join(without)}.\n\n" if without else ""
        parts.append(f"## {name}.docx\n\n{says}{_table(keys)}")
    return "\n".join(parts)


def _table(keys: Mapping[str, Key], within: str = "") -> str:
    lines = [] if within else ["| Key | Holds |", "|---|---|"]
    for name, key in keys.items():
        kind = "list: " if key.many else ""
        lines.append(f"| `{within}{name}` | {kind}{key.says}{' (needed)' if key.needed else ''} |")
        if key.parts:
            lines.append(_table(key.parts, f"{within}{name}[].").rstrip("\n"))
    return "\n".join(lines) + "\n"
