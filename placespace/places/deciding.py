"""Record decisions with what they rested on, and close meetings and places."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from placespace import __version__
from placespace.errors import WrongUse
from placespace.places.checks import Faults, check, item_faults, reason_faults
from placespace.places.cycles import next_date
from placespace.places.door import Held
from placespace.places.planning import Planning
from placespace.places.raising import missing_place
from placespace.places.things import Action, Evidence, Item, Meeting, Place


class Deciding(Planning):
    """What the register does when a panel decides."""

    def what_stops_item(self, item_id: str) -> list[str]:
        """Return what is still missing before the decision on a place can be recorded, kindly; empty when nothing is.

        Every open action of the place needs an owner (the post and its agency) and a day; the panel has chosen a
        decision, has looked at unintended harm, and says when it looks again. A place to be closed has no goal open
        and has been looked at often enough.
        """
        self._check("read the register")
        return self._stops(self._get(item_id, "item"))

    def what_stops(self, meeting_id: str) -> list[str]:
        """Return what is still missing before a meeting can be closed, a sentence each, beginning with the place."""
        self._check("read the register")
        return self._stops_close(self._get(meeting_id, "meeting"), ())

    def decide(
        self, item_id: str, version: int, *, evidence: bytes | None = None, partner: bytes | None = None
    ) -> Held[Item]:
        """Record the decision on a place with what it rested on, all in one save.

        The evidence is kept with its SHA-256 and named by the item; actions agreed at this meeting take it as their
        baseline; the place's next review is set. What was recorded is not changed afterwards.

        Parameters
        ----------
        item_id : str
        version : int
            Of the item that was read.
        evidence, partner : bytes, optional
            The frozen bundle with true counts, and the one with protected figures.

        Raises
        ------
        Conflict
            When somebody saved first; it carries both.
        WrongUse
            When something is still missing, each named; or the decision was recorded already.
        NotAllowed
            When the role may not edit places.
        """
        self._check("edit places")
        with self.store.together():
            was = self._get(item_id, "item")
            item: Item = was.thing
            self._check_version(was, item, version)
            if item.status == "decided":
                raise WrongUse("A decision is recorded once.", "This one was.", "Decide anew at the next meeting.")
            meeting = self._open_sitting(item.meeting)
            if was.place not in meeting.thing.places:
                raise missing_place(was.place)
            if stops := self._stops(was):
                raise Faults("A decision is recorded when all it needs is there.", [("decision", s) for s in stops])
            check("What a panel writes of a place names nobody.", item_faults(item))
            kept = self._keep_evidence(was, meeting, evidence, partner)
            done = self._change(was, replace(item, status="decided", evidence=kept), version, "decided")
            self._freeze_baselines(was.place, item.meeting, kept)
            place = self._get(was.place, "place")
            looks_again = item.next_review or place.thing.next_review
            if not place.closed:
                self._change(place, replace(place.thing, next_review=looks_again), place.version, "next review set")
        return done

    def close_meeting(self, id: str, version: int, not_reached: Collection[str] = ()) -> Held[Meeting]:
        """Close a meeting whose places are all decided, or named as not reached.

        Parameters
        ----------
        not_reached : collection of str
            Ids of places there was no time for: the panel's next meeting begins with them, with what was written.

        Raises
        ------
        Faults
            When something is still missing, each named.
        Conflict
            When somebody saved first; it carries both.
        NotAllowed
            When the role may not edit places.
        """
        self._check("edit places")
        with self.store.together():
            was = self._open_sitting(id)
            left = tuple(p for p in was.thing.places if p in set(not_reached))
            meeting = replace(was.thing, status="closed", not_reached=left)
            self._check_version(was, meeting, version)
            if stops := self._stops_close(was, left):
                raise Faults("A meeting is closed when each of its places is.", [("places", s) for s in stops])
            return self._change(was, meeting, version, "closed", closed=True)

    def close_place(self, id: str, version: int, reason: str) -> Held[Place]:
        """Close a place: every goal met (or dropped with a reason), enough reviews, and a reason.

        Raises
        ------
        Faults
            When something is still missing, each named.
        Conflict
            When somebody saved first; it carries both.
        NotAllowed
            When the role may not edit places.
        """
        self._check("edit places")
        with self.store.together():
            was = self._open_place(id)
            place = replace(was.thing, status="closed", closed_on=self.today, closed_reason=reason.strip(),
                            next_review=None)  # fmt: skip
            self._check_version(was, place, version)
            found = reason_faults(reason) + [("goals", s) for s in self._stops_closing(id, self._reviews(id))]
            check("A place is closed with its goals met, enough reviews and a reason.", found)
            return self._change(was, place, version, "closed", closed=True)

    def reopen_place(self, id: str, version: int, reason: str) -> Held[Place]:
        """Open a closed place again, with a reason; its next review is one step of its cycle on.

        Raises
        ------
        Faults, WrongUse, Conflict, NotAllowed
        """
        self._check("edit places")
        was = self._get(id, "place")
        place = replace(was.thing, status="open", closed_on=None, closed_reason="",
                        next_review=next_date(was.thing, self.today))  # fmt: skip
        self._check_version(was, place, version)
        if not was.closed:
            raise WrongUse(
                "A closed place can be opened again.", f"{was.thing.name} is open.", "Nothing is to be done."
            )
        check("A place is opened again with a reason.", reason_faults(reason))
        return self._change(was, place, version, f"opened again: {reason.strip()}", closed=False)

    def _reviews(self, place_id: str) -> int:
        return sum(i.thing.status == "decided" for i in self._find("item", place_id))

    def _stops(self, item: Held[Item]) -> list[str]:
        said, one = [], item.thing
        for action in self.actions(item.place):
            said += _lacks(action)
        if not one.decision:
            said.append("No decision is chosen yet")
        if one.decision == "close":
            said += self._stops_closing(item.place, self._reviews(item.place) + (one.status != "decided"))
            if not one.decision_words.strip():
                said.append("Say why the place is to be closed")
        elif one.next_review is None:
            said.append("Say when the panel looks again")
        else:
            on = self._get(one.meeting, "meeting").thing.on
            if on and one.next_review <= on:
                said.append(f"The next review, {one.next_review}, must be after the day of the meeting, {on}")
        if not one.unintended_harm.strip():
            said.append(
                "Unintended harm has not been looked at: displacement, over-policing, stigma, loss of a safe place. "
                "Write “none that we can see” where that is so"
            )
        return said

    def _stops_close(self, meeting: Held[Meeting], not_reached: Collection[str]) -> list[str]:
        said = []
        items = {i.place: i for i in self.items(meeting_id=meeting.id)}
        for place in meeting.thing.places:
            if place in not_reached:
                continue
            name, item = self._names([place])[0], items.get(place)
            if item is None:
                said.append(f"{name}: not reached yet. Decide, or carry it to the next meeting")
            elif item.thing.status != "decided":
                missing = self._stops(item) or ["All is there: record the decision"]
                said += [f"{name}: {sentence}" for sentence in missing]
            else:
                said += [f"{name}: {s}" for a in self.actions(place) for s in _lacks(a)]
        return said

    def _stops_closing(self, place_id: str, reviews: int) -> list[str]:
        goals, needed = self._find("goal", place_id), int(self.number("reviews_to_close"))
        said = [f"The goal “{g.thing.words}” is not met: say how it was met, or drop it with a reason"
                for g in goals if not (g.thing.met or g.thing.dropped)]  # fmt: skip
        if not goals:
            said.append("The place has no goal, so nobody can say that it is met")
        elif not said and not any(g.thing.met for g in goals):
            said.append("Every goal was dropped and none was met: a place is closed when at least one goal is met")
        if reviews < needed:
            had = f"{reviews} review{'' if reviews == 1 else 's'}"
            said.append(f"A place is closed after {needed} reviews, and it has had {had}: one good month may be chance")
        return said

    def _keep_evidence(
        self, item: Held[Item], meeting: Held[Meeting], evidence: bytes | None, partner: bytes | None
    ) -> str:
        if evidence is None:
            return ""
        shas = [self.store.keep_file(f, who=self.who) if f is not None else "" for f in (evidence, partner)]
        thing = Evidence(item.id, meeting.id, *shas, made_on=self.today, version=__version__)
        return self._add("evidence", thing, "frozen", item.place).id

    def _freeze_baselines(self, place_id: str, meeting_id: str, evidence: str) -> None:
        for action in self._find("action", place_id):
            if evidence and action.thing.meeting == meeting_id and not action.thing.baseline:
                with_baseline = replace(action.thing, baseline=evidence)
                self._change(action, with_baseline, action.version, "baseline frozen")


def _lacks(action: Held[Action]) -> list[str]:
    """Return what an open action lacks, as a sentence; none where it lacks nothing."""
    one = action.thing
    if one.status != "open":
        return []
    asked = {"which post will do it": one.role, "of which agency": one.agency, "by which day": one.due or ""}
    missing = [words for words, value in asked.items() if not str(value).strip()]
    listed = " and ".join([", ".join(missing[:-1]), missing[-1]] if len(missing) > 1 else missing)
    return [f"The action “{one.what}” still needs a word: {listed}"] if missing else []
