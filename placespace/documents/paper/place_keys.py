"""Name what the templates of a place may ask for: its plan, its note for schools, the roll-up."""

from __future__ import annotations

from collections.abc import Mapping

from placespace.documents.paper.key import Key, list_key, text_key

PLACE_TITLES = {
    "location_plan": "Location plan",
    "schools_note": "A note for schools",
    "rollup": "Roll-up for the community safety partnership",
}
"""What each document of places is called when it is given no title."""

NOTE_LEAVES = (
    "window",
    "ages",
    "definition",
    "definition_version",
    "disclosure",
    "method",
    "limits",
    "sources",
    "licence",
    "notes",
)
"""Keys of other documents that speak of data: a note for schools holds none."""

SOURCE = {
    "source": Key("what was counted, by whom"),
    "count": Key("how many, or that it is hidden, zero or not known"),
    "before": Key("the same period a year before"),
    "change": Key("what became of it, in words"),
    "shows": Key("kind of hot spot and hours, in words"),
    "confidence": Key("confidence and age"),
}

ACTION = {
    "id": Key("its id in the register"),
    "what": Key("what"),
    "who": Key("role and agency"),
    "due": Key("by when"),
    "effect": Key("what should change"),
    "measure": Key("how one would see it"),
    "status": Key("where it stands"),
}

PLACE_KEYS: Mapping[str, Mapping[str, Key]] = {
    "location_plan": {
        "footer": text_key("version of the plan, evidence and entry of the register, for the foot of each page"),
        "name": text_key("what people call the place"),
        "reference": text_key("what it is filed under"),
        "kind": Key("kind of place"),
        "boundary": Key("how large it is and how it was drawn"),
        "map": Key("map of the place, a picture as wide as the page"),
        "why": Key("why it was raised"),
        "raised": Key("by whom and when"),
        "chosen": Key("whether figures or people brought it here"),
        "said": list_key("what to take from the data, a sentence each"),
        "data": Key("each source, side by side", many=True, parts=SOURCE),
        "small": list_key("small numbers and what they cannot say"),
        "missing": list_key("what is missing from the data"),
        "provision": list_key("who is open nearby, by hour"),
        "people": Key("young people who live near"),
        "deprivation": Key("deprivation of the area"),
        "observations": list_key("what practitioners saw"),
        "young_map": list_key("what young people marked on their own map"),
        "young_people": Key("young people's views"),
        "families": Key("families' views"),
        "strengths": Key("what is safe and strong here"),
        "guardians_present": Key("guardians who are here"),
        "guardians_missing": Key("guardians who are missing"),
        "environment": Key(
            "what was looked at in the environment",
            many=True,
            parts={"what": Key("what was looked at"), "says": Key("what was said of it")},
        ),
        "weighs_most": Key("what weighs most"),
        "goals": Key("goals", many=True, parts={"words": Key("what it is for"), "state": Key("whether it is met")}),
        "since": Key(
            "what was promised before",
            many=True,
            parts={
                "what": Key("what was promised"),
                "due": Key("by when"),
                "state": Key("what became of it"),
                "words": Key("what was done, in words"),
            },
        ),
        "actions": Key("actions", many=True, parts=ACTION),
        "baseline": list_key("what was frozen to compare with"),
        "unintended_harm": Key("what harm the plan itself could do"),
        "equality": Key("on whom it would fall"),
        "sharing_basis": Key("on what basis this is shared"),
        "decision": Key("what was decided"),
        "level": Key("the panel's level, with its reason"),
        "owner_meeting": Key("which meeting owns the place, and how often it looks"),
        "next_review": Key("when it looks again"),
        "versions": list_key("versions of the plan"),
        "left_out": list_key("what this version leaves out, for whom"),
    },
    "schools_note": {
        "name": text_key("what people call the place"),
        "kind": Key("kind of place"),
        "times": text_key("when, in the words that the panel agreed"),
        "doing": list_key("what is being done, and by whom"),
        "adults": list_key("what adults can do; the template has its own when this is empty"),
        "tell": list_key("whom to tell; the template has its own when this is empty"),
    },
    "rollup": {
        "period": text_key("quarters it covers, in words"),
        "summary": list_key("totals, a sentence each"),
        "rows": Key(
            "an activity or goal a row",
            many=True,
            parts={
                "place": Key("place and quarter"),
                "activity": Key("what is done, by whom"),
                "outcomes": Key("what should change"),
                "measure": Key("how one would see it"),
            },
        ),
        "left_out": list_key("what this version leaves out"),
    },
}
"""The keys of each Word document of places, by its name; those that all documents have are added to them."""
