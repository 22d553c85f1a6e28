"""Keep goals and actions, and set what was promised against what was done."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace

from placespace.errors import WrongUse
from placespace.places.checks import Fault, action_faults, check, goal_faults
from placespace.places.door import Held
from placespace.places.raising import missing_place
from placespace.places.roles import may
from placespace.places.sittings import Sittings
from placespace.places.things import Action, Goal

A_GOAL = "A goal says what the plan is for, names nobody, and says how it was seen to be met."
AN_ACTION = "An action says what will be done, by a post of an agency, and names nobody."


@dataclass(frozen=True)
class SinceLast:
    """One action promised before a meeting, and what became of it.

    Attributes
    ----------
    action : str
        Its id.
    what, role, agency : str
    due : date or None
    status : str
        ``done``, ``late``, ``not yet due`` or ``dropped``.
    days_late : int
        Days after the day it was due: until it was done, or until the meeting; 0 where it is not late.
    carried : bool
        Whether it was open at an earlier "since last time" already.
    words : str
        All of that in a sentence.
    """

    action: str
    what: str
    role: str
    agency: str
    due: datetime.date | None
    status: str
    days_late: int
    carried: bool
    words: str


class Planning(Sittings):
    """What the register does with goals and actions."""

    def goals(self, place_id: str) -> list[Held[Goal]]:
        """Return the goals of a place, in the order they were set."""
        self._check("read the register")
        return self._find("goal", place_id)

    def add_goal(self, place_id: str, goal: Goal) -> Held[Goal]:
        """Set a goal.

        Raises
        ------
        WrongUse
            When as many as a plan may have are still open.
        Faults, NotAllowed
        """
        self._check("edit places")
        check(A_GOAL, goal_faults(goal, self._latest))
        with self.store.together():
            self._open_place(place_id)
            self._check_room(place_id, goal)
            return self._add("goal", goal, "set", place_id)

    def change_goal(self, id: str, goal: Goal, version: int) -> Held[Goal]:
        """Keep a goal as somebody changed it: its words, that it was met, or that it was dropped and why.

        Raises
        ------
        Conflict
            When somebody saved first; it carries both.
        Faults, WrongUse, NotAllowed
            As for :meth:`add_goal`.
        """
        self._check("edit places")
        was = self._get(id, "goal")
        self._check_version(was, goal, version)
        check(A_GOAL, goal_faults(goal, self._latest))
        with self.store.together():
            if not (goal.met or goal.dropped):
                self._open_place(was.place)
            if was.thing.met or was.thing.dropped:
                self._check_room(was.place, goal)
            return self._change(was, goal, version, "changed")

    def _check_room(self, place_id: str, goal: Goal) -> None:
        most = int(self.number("most_goals"))
        still = [g for g in self._find("goal", place_id) if not (g.thing.met or g.thing.dropped)]
        if len(still) >= most and not (goal.met or goal.dropped):
            raise WrongUse(
                f"A plan has at most {most} goals.",
                f"{self._names([place_id])[0]} has {len(still)} that are not met yet.",
                "Say that one is met, or drop one with a reason; then set this one.",
            )

    def actions(
        self, place_id: str | None = None, meeting_id: str | None = None, status: str | None = None
    ) -> list[Held[Action]]:
        """Return actions, of a place, of the meeting that agreed them, of a status; in the order they were agreed.

        Police work is told to those who may edit places and to nobody else.
        """
        self._check("read the register")
        police = may(self.who, "edit places")
        return [
            a
            for a in self._find("action", place_id)
            if (police or not a.thing.police_work)
            and meeting_id in (None, a.thing.meeting)
            and status in (None, a.thing.status)
        ]

    def add_action(self, place_id: str, action: Action) -> Held[Action]:
        """Keep an action; one without owner or day is kept, and stops the close of the meeting.

        Raises
        ------
        Faults
            With everything that is wrong.
        WrongUse
            When the place is closed, or the meeting that agreed it is, or does not look at the place.
        NotAllowed
            When the role may not edit places.
        """
        self._check("edit places")
        action = replace(action, baseline="")
        with self.store.together():
            self._open_place(place_id)
            if action.meeting and place_id not in self._open_sitting(action.meeting).thing.places:
                raise missing_place(place_id)
            self._check_action(action, place_id)
            return self._add("action", action, "agreed", place_id)

    def change_action(self, id: str, action: Action, version: int) -> Held[Action]:
        """Keep an action as somebody changed it; the baseline that was frozen with it stays.

        Raises
        ------
        Conflict
            When somebody saved first; it carries both.
        Faults, NotAllowed
            As for :meth:`add_action`.
        """
        self._check("edit places")
        was = self._get(id, "action")
        action = replace(action, baseline=was.thing.baseline, meeting=was.thing.meeting)
        self._check_version(was, action, version)
        self._check_action(action, was.place)
        return self._change(was, action, version, "changed")

    def _check_action(self, action: Action, place_id: str) -> None:
        found: list[Fault] = action_faults(action)
        if action.goal and action.goal not in {g.id for g in self._find("goal", place_id)}:
            found.append(("goal", f"goal: '{action.goal}' is not a goal of this place"))
        if action.done_on and action.done_on > self._latest:
            found.append(("done_on", f"done on: {action.done_on} has not come yet"))
        check(AN_ACTION, found)

    def since_last(self, place_id: str, meeting_id: str) -> list[SinceLast]:
        """Return what was promised at a place before a meeting against what was done, the latest first.

        Actions that were done or dropped by the day of the place's meeting before are left out: that one told of
        them. Police work is left out as :meth:`actions` does.

        Parameters
        ----------
        place_id, meeting_id : str
        """
        self._check("read the register")
        sitting = self._get(meeting_id, "meeting").thing
        on = sitting.on or self.today
        days = {m.id: m.thing.on for m in self._find("meeting")}
        decided = [i.thing.meeting for i in self._find("item", place_id) if i.thing.status == "decided"]
        earlier = [days[m] for m in decided if m != meeting_id and days.get(m) and days[m] <= on]
        last = max(earlier, default=None)
        found = []
        for action in self.actions(place_id):
            agreed = days.get(action.thing.meeting)
            if action.thing.meeting == meeting_id or (agreed and agreed > on):
                continue
            ended = action.thing.done_on if action.thing.status == "done" else None
            if action.thing.status == "dropped":
                ended = datetime.date.fromisoformat(action.at[:10])
            if last and ended and ended < last:
                continue
            carried = bool(last and agreed and agreed < last)
            found.append(_since(action, on, carried))
        order = ("late", "not yet due", "done", "dropped")
        return sorted(found, key=lambda s: (order.index(s.status), -s.days_late, s.due or on, s.action))


def _since(action: Held[Action], on: datetime.date, carried: bool) -> SinceLast:
    one = action.thing
    ended = one.done_on if one.status == "done" and one.done_on else on
    late = max((ended - one.due).days, 0) if one.due and one.status != "dropped" else 0
    status = one.status if one.status in ("done", "dropped") else "late" if late else "not yet due"
    many = f"{late} day{'' if late == 1 else 's'}"
    said = {
        "done": f"done{f' on {one.done_on}' if one.done_on else ''}, {f'{many} late' if late else 'in time'}",
        "late": f"{many} late" + (", carried over from an earlier meeting" if carried else ""),
        "not yet due": f"not yet due: by {one.due}" if one.due else "open, and no day was set",
        "dropped": f"dropped: {one.done_words.strip()}",
    }[status]
    if status == "done" and not one.due:
        said = f"done{f' on {one.done_on}' if one.done_on else ''}; no day was set"
    owner = ", ".join(w for w in (one.role, one.agency) if w.strip()) or "nobody named"
    words = f"{one.what.strip().rstrip('.')} ({owner}): {said.rstrip('.')}."
    return SinceLast(action.id, one.what, one.role, one.agency, one.due, status, late, carried, words)
