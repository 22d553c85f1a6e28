"""Hold meetings, and for each place at a meeting what the panel wrote of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from placespace.errors import WrongUse
from placespace.places.checks import check, item_faults, meeting_faults
from placespace.places.cycles import next_date
from placespace.places.door import Held
from placespace.places.raising import missing_place
from placespace.places.seen import Seen
from placespace.places.things import Item, Meeting

A_MEETING = "A meeting says which panel meets, on which day, at which places it looks, and names posts, not people."
AN_ITEM = "What a panel writes of a place names nobody, and chooses from the lists."
HANDED_ON = ("strengths", "guardians_present", "guardians_missing", "environment")
"""What stays true of a place until the panel says otherwise: its next item begins with it."""
UNFINISHED = ("young_people", "families", "weighs_most", "unintended_harm", "equality", "decision_words")
"""What an item that was not reached hands on besides, so that nothing written is written twice."""


class Sittings(Seen):
    """What the register does with meetings and their items."""

    def open_meeting(self, meeting: Meeting) -> Held[Meeting]:
        """Open a meeting; places that this panel did not reach last time come first on its list.

        Raises
        ------
        Faults
            With everything that is wrong.
        NotAllowed
            When the role may not edit places.
        """
        self._check("edit places")
        carried = [p for p in self.carried_over(meeting.panel) if p not in meeting.places]
        meeting = replace(meeting, status="open", not_reached=(), places=(*carried, *meeting.places))
        self._check_meeting(meeting)
        return self._add("meeting", meeting, "opened")

    def meetings(self) -> list[Held[Meeting]]:
        """Return every meeting, the newest first.

        Raises
        ------
        NotAllowed
            When the role does not read the register.
        """
        self._check("read the register")
        return sorted(self._find("meeting"), key=lambda m: (m.thing.on, m.id), reverse=True)

    def meeting(self, id: str) -> Held[Meeting]:
        """Return one meeting."""
        self._check("read the register")
        return self._get(id, "meeting")

    def change_meeting(self, id: str, meeting: Meeting, version: int) -> Held[Meeting]:
        """Keep a meeting as somebody changed it; it is closed by :meth:`close_meeting` only.

        Raises
        ------
        Conflict
            When somebody saved first; it carries both.
        Faults, NotAllowed
            As for :meth:`open_meeting`.
        WrongUse
            When the meeting is closed, or a place is taken off its list after its decision was recorded.
        """
        self._check("edit places")
        with self.store.together():
            was = self._open_sitting(id)
            meeting = replace(meeting, status=was.thing.status, not_reached=was.thing.not_reached)
            self._check_version(was, meeting, version)
            self._check_meeting(meeting, before=was.thing.places)
            decided = {i.place for i in self.items(meeting_id=id) if i.thing.status == "decided"}
            if gone := sorted(decided - set(meeting.places)):
                raise WrongUse(
                    "A place whose decision is recorded stays on the meeting's list.",
                    f"{', '.join(self._names(gone))} would be taken off.",
                    "Leave it on the list.",
                )
            return self._change(was, meeting, version, "changed")

    def carried_over(self, panel: str) -> list[str]:
        """Return the ids of open places that a panel did not reach at its last meeting."""
        self._check("read the register")
        last = next((m for m in self.meetings() if m.closed and _same(m.thing.panel, panel)), None)
        still_open = {p.id for p in self._find("place", closed=False)}
        return [p for p in last.thing.not_reached if p in still_open] if last else []

    def item(self, meeting_id: str, place_id: str) -> Held[Item]:
        """Return what a meeting wrote of a place; it is made when it is first asked for.

        A new one begins with the next review by the place's cycle, and with the strengths, guardians and
        environment of its last decided item. Where the panel did not reach the place last time, it begins with all
        that was written then.

        Raises
        ------
        WrongUse
            When the place is not on the meeting's list.
        NotAllowed
            When the role does not read the register, or the item is not there yet and the role may not edit places.
        """
        self._check("read the register")
        meeting = self._get(meeting_id, "meeting")
        if place_id not in meeting.thing.places:
            raise missing_place(place_id)
        if found := self._item_of(meeting_id, place_id):
            return found
        self._check("edit places")
        with self.store.together():
            # another may have asked for the first time at the same moment
            if found := self._item_of(meeting_id, place_id):
                return found
            self._open_sitting(meeting_id)
            looks_again = next_date(self._open_place(place_id).thing, meeting.thing.on or self.today)
            begun = replace(self._begun(meeting_id, place_id), next_review=looks_again)
            return self._add("item", begun, "begun", place_id)

    def items(self, place_id: str | None = None, meeting_id: str | None = None) -> list[Held[Item]]:
        """Return items, of a place or of a meeting, in the order they were begun."""
        self._check("read the register")
        found = self._find("item", place_id)
        return [i for i in found if meeting_id is None or i.thing.meeting == meeting_id]

    def save_item(self, id: str, item: Item, version: int) -> Held[Item]:
        """Keep what the panel wrote so far.

        Raises
        ------
        Conflict
            When somebody saved first; it carries both. :func:`placespace.places.merging.merged` puts them together.
        Faults
            With everything that is wrong, by field; what was saved before stands.
        WrongUse
            When the decision has been recorded.
        NotAllowed
            When the role may not edit places.
        """
        self._check("edit places")
        with self.store.together():
            was = self._get(id, "item")
            item = replace(item, meeting=was.thing.meeting, status=was.thing.status, evidence=was.thing.evidence)
            self._check_version(was, item, version)
            if was.thing.status == "decided":
                raise WrongUse(
                    "What a decision rested on stays as it was.",
                    f"The decision about {self._names([was.place])[0]} was recorded on {was.at[:10]}.",
                    "Write what is new at the next meeting.",
                )
            self._open_sitting(was.thing.meeting)
            check(AN_ITEM, item_faults(item))
            return self._change(was, item, version, "written")

    def _item_of(self, meeting_id: str, place_id: str) -> Held[Item] | None:
        return next((i for i in self._find("item", place_id) if i.thing.meeting == meeting_id), None)

    def _begun(self, meeting_id: str, place_id: str) -> Item:
        before = self._find("item", place_id)
        decided = [i for i in before if i.thing.status == "decided"]
        words = {name: getattr(decided[-1].thing, name) for name in HANDED_ON} if decided else {}
        # the last one was begun, and its meeting closed without reaching it
        if before and before[-1].thing.status == "open" and self._get(before[-1].thing.meeting, "meeting").closed:
            words = {name: getattr(before[-1].thing, name) for name in (*HANDED_ON, *UNFINISHED)}
        return Item(meeting_id, **words)

    def _open_sitting(self, id: str) -> Held[Meeting]:
        meeting = self._get(id, "meeting")
        if meeting.closed:
            raise WrongUse(
                "A meeting that is closed stays as it was.",
                f"The meeting of {meeting.thing.panel} on {meeting.thing.on} is closed.",
                "Write what is new at the next meeting.",
            )
        return meeting

    def _check_meeting(self, meeting: Meeting, before: Sequence[str] = ()) -> None:
        found = meeting_faults(meeting)
        known = {p.id: p for p in self._find("place", closed=None)}
        for place in meeting.places:
            if place not in known:
                found.append(("places", f"places: '{place}' is not in the register"))
            elif known[place].closed and place not in before:
                found.append(("places", f"places: {known[place].thing.name} is closed; open it again first"))
        if len(set(meeting.places)) < len(meeting.places):
            found.append(("places", "places: one is on the list twice"))
        check(A_MEETING, found)

    def _names(self, places: Sequence[str]) -> list[str]:
        return [self._get(p, "place").thing.name for p in places]


def _same(one: str, other: str) -> bool:
    return one.casefold().split() == other.casefold().split()
