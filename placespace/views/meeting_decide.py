"""Level, decision and next review; recording freezes what the decision rested on."""

from __future__ import annotations

import datetime
import io
import json
import zipfile
from collections.abc import Mapping

import streamlit as st

from placespace.documents.places.evidence import freeze_both
from placespace.errors import PlacespaceError
from placespace.measures import Reading
from placespace.places.cycles import next_date
from placespace.places.door import Held
from placespace.places.records import Conflict
from placespace.places.register import Register
from placespace.places.roles import may
from placespace.places.things import Item, Meeting, Place
from placespace.places.vocabulary import CYCLES, DECISIONS
from placespace.views import cached_places, meeting_words, signed
from placespace.views.meeting_boxes import Boxes, forget, kept_of
from placespace.views.meeting_choose import say
from placespace.views.meeting_kept import value_of
from placespace.views.places_words import week_day
from placespace.views.plain import plain

PLACE_WORDS = {"level": "Level", "level_reason": "Why this level"}
PRESSED = "meeting-record"
CLOSE, CARRY_ON = "close", "carry on"
SHA_LETTERS = 12


def decision(
    reading: Reading, register: Register, meeting: Held[Meeting], place: Held[Place], item: Held[Item], *, locked: bool
) -> None:
    """Ask for level, decision and next review, and record them; show what was frozen once they are."""
    if item.thing.status == "decided":
        _recorded(register, place, item)
        return
    _level(register, place, locked=locked)
    st.subheader("Decision")
    boxes = meeting_words.item_boxes(item, locked=locked)
    left, right = st.columns([3, 2])
    with left:
        boxes.pick("decision", list(DECISIONS), {k: f"{k}: {v}" for k, v in DECISIONS.items()})
        if not locked and not any(i.thing.status == "decided" for i in register.items(place.id)):
            st.caption("The first decision on this place: “new” says that a first plan was agreed.")
    closing = boxes.now("decision") == CLOSE
    with right:
        if not closing:
            on = meeting.thing.on or register.today
            boxes.date(
                "next_review", propose=next_date(place.thing, on),
                help=f"Proposed by the place's cycle, {_cycle(place.thing)}, from the day of the meeting.",
            )  # fmt: skip
    boxes.text("decision_words", placeholder="what was decided, in words anybody can follow")
    if not locked:
        _record(reading, register, place, item, closing=closing)


def _level(register: Register, place: Held[Place], *, locked: bool) -> None:
    levels = register.workspace.area.levels
    st.subheader("Level")
    if not levels:
        st.caption("This area has stated no scale of levels: geodata/area.toml, levels.")
        return
    boxes = Boxes("place", place, PLACE_WORDS, locked=locked)
    left, right = st.columns([1, 3])
    with left:
        boxes.pick("level", levels, placeholder="no level")
    with right:
        boxes.line("level_reason", placeholder="the panel's own reason")
    st.caption("The panel's own judgement. Nothing is worked out from counts.")


def _cycle(place: Place) -> str:
    return f"every {place.cycle_days} days" if place.cycle == "own" else CYCLES.get(place.cycle, place.cycle)


def _record(reading: Reading, register: Register, place: Held[Place], item: Held[Item], *, closing: bool) -> None:
    """Offer to record the decision, and say kindly what still stops it."""
    stops = [*register.what_stops_item(item.id), *_says_otherwise(register, item)]
    if stops:
        st.markdown("**Before it can be recorded:**\n" + "\n".join(f"- {plain(line)}" for line in stops))
    else:
        st.caption(
            "Recording freezes the figures, settings, definition and fingerprints of the files behind the decision, "
            "and sets the next review. It takes some seconds, and is done once."
        )
    says = "Record the decision and close the place" if closing else "Record the decision"
    st.button(says, type="primary", on_click=_pressed, args=(item,), disabled=bool(stops))
    pressed = st.session_state.pop(PRESSED, None)
    if pressed is None or pressed[0] != item.id:
        return
    if pressed[1]:
        st.warning(plain(pressed[1]))
        return
    try:
        with st.spinner("Freezing what the decision rests on"):
            exact, partner = freeze_both(reading, register, item.id, held=cached_places.sources(reading))
            register.decide(item.id, item.version, evidence=exact, partner=partner)
            if closing:
                now = register.place(place.id)
                register.close_place(place.id, now.version, item.thing.decision_words)
    except Conflict as fault:
        st.warning(plain(f"Not recorded yet: {fault.theirs.by} saved meanwhile. Look at it, and record it again."))
        return
    except PlacespaceError as fault:
        st.warning(plain(fault))
        return
    forget(item.id)
    forget(place.id)
    say(f"The decision on {place.thing.name} is recorded." + (" The place is closed." if closing else ""))


def _says_otherwise(register: Register, item: Held[Item]) -> list[str]:
    """Return what is said where a plan "stands as it is" to which this very meeting added actions."""
    agreed = register.actions(item.place, item.thing.meeting)
    if item.thing.decision != CARRY_ON or all(a.thing.status == "dropped" for a in agreed):
        return []
    return ["Actions were agreed today: choose “new” for a first plan, or “change”"]


def _pressed(drawn: Held[Item]) -> None:
    """Look, before anything is drawn anew, whether all is saved and nobody changed what was not seen here."""
    kept = kept_of(drawn.id)
    words = meeting_words.ITEM_WORDS
    waiting = [words[box] for box in kept.drafts if box in kept.faults or box in kept.clashes]
    if waiting:
        st.session_state[PRESSED] = drawn.id, f"Not recorded yet. A box is not saved: {', '.join(waiting)}."
        return
    others = _changed_unseen(drawn, kept.base)
    st.session_state[PRESSED] = drawn.id, others


def _changed_unseen(drawn: Held[Item], base: Mapping[str, object]) -> str:
    newest = next(i for i in cached_places.register().items(drawn.place, drawn.thing.meeting) if i.id == drawn.id)
    kept = kept_of(drawn.id)
    new = [box for box, was in base.items() if box not in kept.drafts and value_of(newest.thing, box) != was]
    for box in new:
        kept.base[box] = value_of(newest.thing, box)  # told of: the next press is meant
    if not new:
        return ""
    listed = ", ".join(meeting_words.ITEM_WORDS[box] for box in new)
    return f"Not recorded yet: {newest.by} changed {listed} meanwhile. Look at it, and record it again."


def _recorded(register: Register, place: Held[Place], item: Held[Item]) -> None:
    """Show a decision that was recorded, and what was frozen with it."""
    thing = item.thing
    st.success(plain(f"Recorded by {item.by}: {thing.decision}, {DECISIONS.get(thing.decision, '')}."))
    if thing.decision_words:
        st.write(plain(thing.decision_words))
    closed = place.thing.status == "closed"
    st.write("The place is closed." if closed else plain(f"Next review: {week_day(thing.next_review)}."))
    if place.thing.level:
        st.write(plain(f"Level {place.thing.level}: {place.thing.level_reason}"))
    st.caption("What was recorded stays as it was. What is new is written at the next meeting.")
    found = next((e for e in register.evidence(place.id) if e.id == thing.evidence), None)
    if found is None:
        st.write("No figures were frozen with it.")
        return
    exact = may(register.who, "see true counts")
    sha256 = found.thing.sha256 if exact else found.thing.partner_sha256
    with st.container(border=True):
        st.markdown(f"**What it rested on is frozen.** SHA-256 begins `{sha256[:SHA_LETTERS]}`")
        try:
            content = register.evidence_file(found.id, partner=not exact)
        except PlacespaceError as fault:
            st.caption(plain(fault))
            return
        st.caption(plain(frozen_words(content, found.thing.made_on)))
        whose = "true counts" if exact else "protected figures"
        st.download_button(
            f"The evidence, with {whose} (zip)", on_click="ignore", mime="application/zip",
            data=signed.as_now(lambda: register.evidence_file(found.id, partner=not exact)),
            file_name=f"evidence-{place.thing.reference}-{item.id}.zip",
        )  # fmt: skip


def frozen_words(content: bytes, made_on: datetime.date | None) -> str:
    """Return what a frozen bundle holds, in a sentence.

    Parameters
    ----------
    content : bytes
        The bundle, a zip with a manifest.
    made_on : date or None
    """
    with zipfile.ZipFile(io.BytesIO(content)) as bundle:
        manifest = json.loads(bundle.read("manifest.json"))
        names = [name for name in bundle.namelist() if name != "manifest.json"]
    holds = ", ".join(name.removesuffix(".json") for name in names)
    return (
        f"Frozen on {week_day(made_on)} by Placespace {manifest.get('product', '')}, profile "
        f"{manifest.get('profile', '')}: {holds}. It can be proved unchanged offline: placespace places verify FILE."
    )
