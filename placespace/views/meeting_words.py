"""The panel's own words about a place: what no data hold."""

from __future__ import annotations

from typing import Any

import streamlit as st

from placespace.places.door import Held
from placespace.places.things import Item
from placespace.places.vocabulary import ENVIRONMENT
from placespace.views.meeting_boxes import Boxes

NOT_LOOKED_AT = "not looked at"
LOOKS = {f"environment.{key}": words for key, words in ENVIRONMENT.items()}
ITEM_WORDS = {
    "young_people": "What young people say",
    "families": "What families say",
    "strengths": "What is strong and safe here",
    "guardians_present": "Guardians who are here",
    "guardians_missing": "Guardians who are missing",
    **LOOKS,
    "weighs_most": "What weighs most",
    "unintended_harm": "What harm could this do?",
    "equality": "Who might be treated unfairly?",
    "decision": "Decision",
    "decision_words": "The decision in words",
    "next_review": "Next review",
}
"""What each box of an item is called."""
PROMPTS = (
    "Displacement: where would it go, and is that worse?",
    "Over-policing: who will be stopped or moved on who has done nothing?",
    "Stigma: what will be said of this place and of those who live here?",
    "A safe place lost: who uses it now, and where would they go?",
)


def item_boxes(item: Held[Item], *, locked: bool) -> Boxes:
    """Return the boxes of one place at one meeting."""
    return Boxes("item", item, ITEM_WORDS, locked=locked)


def own_words(item: Held[Item], *, locked: bool) -> None:
    """Ask for views, strengths, guardians, the environment and what weighs most."""
    boxes = item_boxes(item, locked=locked)
    if not locked:
        st.caption("What was said about the place, not who said it: no names. Each box is saved when you leave it.")
    left, right = st.columns(2)
    with left:
        boxes.text("young_people", placeholder="in their own words, and how many were asked")
        boxes.text("strengths", placeholder="the chip shop owner keeps the door open; the skate ramp is liked")
        boxes.text("guardians_present", placeholder="adults young people would turn to: youth workers, shop staff")
    with right:
        boxes.text("families")
        boxes.text("weighs_most", placeholder="the one or two things that matter more than the rest")
        boxes.text("guardians_missing", placeholder="who should be here and is not, and when")
    looked = sum(bool(item.thing.environment.get(key)) for key in ENVIRONMENT)
    st.subheader(f"The environment: {looked} of {len(ENVIRONMENT)} looked at")
    columns = st.columns(2)
    for number, box in enumerate(LOOKS):
        with columns[number % 2]:
            boxes.line(box, placeholder=NOT_LOOKED_AT)


def harm(item: Held[Item], *, locked: bool) -> None:
    """Ask for unintended harm and equality."""
    boxes = item_boxes(item, locked=locked)
    st.write("Before the plan is agreed, look at what it could do wrong:")
    st.markdown("\n".join(f"- {prompt}" for prompt in PROMPTS))
    boxes.text("unintended_harm", placeholder="what could go wrong, and what we do about it; none found is an answer")
    boxes.text("equality", placeholder="by age, sex, ethnicity, disability, faith, where people live; how we will know")


def begun(item: Held[Item]) -> bool:
    """Return whether anything was written to an item since it was made."""
    return item.version > 1


def said_of(item: Held[Item]) -> list[tuple[str, Any]]:
    """Return what was said to each box that holds something, in the page's order."""
    thing = item.thing
    pairs: list[tuple[str, Any]] = []
    for box, words in ITEM_WORDS.items():
        name, _, key = box.partition(".")
        value = thing.environment.get(key, "") if key else getattr(thing, name)
        if value:
            pairs.append((words, value))
    return pairs
