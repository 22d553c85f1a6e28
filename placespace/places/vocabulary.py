"""Name the kinds, cycles and lists that the register of places asks for."""

from __future__ import annotations

PLACE_KINDS = {
    "park": "park, playing field, beach or other open ground",
    "retail": "shops, arcade, takeaways, town centre",
    "transport": "bus, tram or rail stop, interchange, station",
    "school route": "the way to and from a school or college",
    "street": "street, estate path, car park, stairs",
}
"""What a place may be. A place online has no ground to lay cells on, and is not held here."""

CYCLES = {
    "daily": "every day",
    "fortnightly": "every two weeks",
    "monthly": "every month",
    "six-weekly": "every six weeks",
    "quarterly": "every three months",
    "own": "every so many days, as the panel says",
}

OBSERVED = {
    "young people here": "young people spend time here",
    "adults who care": "adults with a caring intention are about",
    "adults of concern": "adults whose attention to children worries somebody",
    "tension": "arguments, threats or fear",
    "harm": "somebody was hurt, robbed or exploited",
    "weapon found": "a weapon was found or handed in",
    "substances": "drugs, alcohol or vapes",
    "broken or dark": "lighting, repair, litter, hiding places",
    "something good": "something that works, or is safe and liked",
}
"""What a practitioner may say was seen at a place."""

CONFIDENCE = {
    "seen": "I saw it myself",
    "told": "somebody told me who saw it",
    "thought": "it is generally thought",
}

PARTS_OF_DAY = ("morning", "school day", "after school", "evening", "night", "any time", "not said")

FEELINGS = ("safe", "unsafe", "avoided")
"""What young people mark on their own map."""

ENVIRONMENT = {
    "lighting": "Lighting after dark",
    "sight lines": "Sight lines, hiding places, blind corners",
    "ways home": "Transport and ways home late",
    "shops and licences": "Shops, licences, late opening",
    "repair and clearing": "Repair, litter, clearing",
    "empty buildings": "Empty buildings and stairs",
    "somewhere to be": "Shelter, seats, somewhere to be for nothing",
    "cameras and help points": "Cameras, help points, signal",
}
"""What a panel looks at in the physical and social environment of a place."""

ACTION_STATUS = ("open", "done", "dropped")
DECISIONS = {
    "carry on": "the plan stands as it is",
    "change": "goals or actions were changed",
    "new": "a first plan was agreed",
    "close": "the place is closed: goals met, two reviews, and a reason",
}
WHY_CHOSEN = {
    "high counts": "it was chosen because its figures were high",
    "told by people": "it was chosen for what people said, not for its figures",
    "both": "for its figures and for what people said",
}
"""Why a place came to the panel: a place chosen because it was high tends to fall by itself."""
