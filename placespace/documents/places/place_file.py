"""Gather what the register and the brief hold of one place, as a profile may have it, for all papers alike."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from placespace.disclose import Profile
from placespace.documents.places.brief_lines import Brief
from placespace.places.cycles import overdue_days
from placespace.places.door import Held
from placespace.places.planning import SinceLast
from placespace.places.register import Register
from placespace.places.things import Action, Evidence, Goal, Item, Meeting, Place
from placespace.places.vocabulary import ENVIRONMENT


@dataclass(frozen=True)
class PlaceFile:
    """All that papers say of one place.

    Attributes
    ----------
    held : Held of Place
    brief : Brief
        As the profile may have it.
    item : Held of Item or None
        The place at the meeting that was asked for, else the last where it was decided, else the last of all.
    decided : tuple of Held of Item
        Its reviews, the oldest first.
    goals, actions : tuple of Held
        Open actions first, by date. Police work is not among them for anybody but the analyst.
    since : tuple of SinceLast
        What was promised at earlier meetings, and what became of it; the late first.
    evidence : Held of Evidence or None
        The last that was frozen.
    meetings : mapping of str to Meeting
    overdue : int or None
        Days since it should have been looked at again.
    today : date
    exact : bool
        Whether it is the analyst's.
    """

    held: Held[Place]
    brief: Brief
    item: Held[Item] | None
    decided: tuple[Held[Item], ...]
    goals: tuple[Held[Goal], ...]
    actions: tuple[Held[Action], ...]
    since: tuple[SinceLast, ...]
    evidence: Held[Evidence] | None
    meetings: Mapping[str, Meeting]
    overdue: int | None
    today: datetime.date
    exact: bool

    @property
    def place(self) -> Place:
        """The place itself."""
        return self.held.thing

    @property
    def title(self) -> str:
        """Its reference and name."""
        return f"{self.place.reference}: {self.place.name}"

    def evidence_sha(self) -> str:
        """Return the start of the SHA-256 of the frozen evidence this profile may have; empty where none is frozen."""
        if self.evidence is None:
            return ""
        kept = self.evidence.thing
        return (kept.sha256 if self.exact else kept.partner_sha256)[:12]

    def last_said(self, part: str) -> str:
        """Return what the panel wrote in a part of its item; where nothing yet, what it wrote last, with the day."""
        if now := getattr(self.item.thing, part, "").strip() if self.item is not None else "":
            return now
        for earlier in reversed(self.decided):
            if said := getattr(earlier.thing, part).strip():
                meeting = self.meetings.get(earlier.thing.meeting)
                day = meeting.on if meeting else None
                return f"{said} (said on {day.day} {day:%B %Y})" if day else said
        return ""

    def typed(self) -> dict[str, str]:
        """Return every text that people typed of this place, by where it stands."""
        place, where = self.place, self.place.reference
        texts = {"name": place.name, "why raised": place.why, "raised by": place.raised_by,
                 "sharing basis": place.sharing_basis, "owner meeting": place.owner_meeting, "level": place.level,
                 "reason of the level": place.level_reason, "general times": place.times_in_words,
                 "reason of the close": place.closed_reason}  # fmt: skip
        texts |= {f"decision {i.id}": i.thing.decision_words for i in self.decided}
        for id in dict.fromkeys(i.thing.meeting for i in (*self.decided, *filter(None, [self.item]))):
            if meeting := self.meetings.get(id):
                texts[f"meeting {id}"] = " ".join((meeting.panel, meeting.chair, *meeting.present))
        if self.item is not None:
            said = self.item.thing.to_body()
            texts |= {k.replace("_", " "): said[k] for k in ITEM_WORDS}
            texts |= {k.replace("_", " "): self.last_said(k) for k in VIEWS}
            texts |= {f"environment, {ENVIRONMENT.get(k, k)}": v for k, v in self.item.thing.environment.items()}
        texts |= {f"goal {n}": f"{g.thing.words} {g.thing.met_how}" for n, g in enumerate(self.goals, 1)}
        for one in self.actions:
            a = one.thing
            said = (a.what, a.role, a.agency, a.expected_effect, a.measure, a.done_words)
            texts[f"action {one.id}"] = " ".join(said)
        return {f"{where}, {what}": text for what, text in texts.items() if text.strip()}


ITEM_WORDS = ("young_people", "families", "strengths", "guardians_present", "guardians_missing", "weighs_most",
              "unintended_harm", "equality", "decision_words")  # fmt: skip
"""Fields of an item that the panel writes in its own words."""
VIEWS = ("young_people", "families")
"""Whose views are asked anew at each meeting, and stand as last said until then."""


def place_file(
    register: Register, held: Held[Place], brief: Brief, profile: Profile, *, meeting_id: str | None = None
) -> PlaceFile:
    """Return what papers say of one place.

    Parameters
    ----------
    register : Register
    held : Held of Place
    brief : Brief
        Of this profile.
    profile : Profile
    meeting_id : str, optional
        The meeting the papers are for.

    Raises
    ------
    NotAllowed
        When who asks may not read the register.
    """
    today = register.today
    meetings = {m.id: m.thing for m in register.meetings()}
    first, far = datetime.date.min, datetime.date.max

    def on(item: Held[Item]) -> datetime.date:
        meeting = meetings.get(item.thing.meeting)
        return meeting.on or first if meeting else first

    items = sorted(register.items(place_id=held.id), key=lambda i: (on(i), i.id))
    decided = [i for i in items if i.thing.status == "decided"]
    here = [i for i in items if i.thing.meeting == meeting_id]
    item = (here or decided or items or [None])[-1]
    own = [a for a in register.actions(place_id=held.id) if profile.exact or not a.thing.police_work]
    own.sort(key=lambda a: (("open", "done", "dropped").index(a.thing.status), a.thing.due or far, a.id))
    mine = {a.id for a in own}
    sitting = meeting_id or (item.thing.meeting if item is not None else None)
    since = register.since_last(held.id, sitting) if sitting else []
    evidence = register.evidence(held.id)
    return PlaceFile(
        held,
        brief,
        item,
        tuple(decided),
        tuple(register.goals(held.id)),
        tuple(own),
        tuple(s for s in since if s.action in mine),
        evidence[0] if evidence else None,
        meetings,
        overdue_days(held.thing, today),
        today,
        profile.exact,
    )
