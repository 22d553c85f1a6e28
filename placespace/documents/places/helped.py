"""Answer whether an action helped: the smallest change first, then the counts, the difference, and plain words."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace

import pandas as pd

from placespace.disclose import Profile, profile_named
from placespace.documents.places.evidence import Bundle, open_bundle
from placespace.documents.places.helped_words import (
    caveat_lines,
    is_told,
    matched_lines,
    not_told_line,
    result_lines,
    ring_lines,
    smallest_line,
    warning_lines,
    why_nothing_lines,
)
from placespace.errors import WrongUse
from placespace.measures import Baseline, Evaluation, Reading, evaluate
from placespace.measures.change_baseline import GROUPS
from placespace.measures.change_evaluate import ALONE, COMPARED, NOTHING
from placespace.places.acting import THE_HOUSE, check_profile
from placespace.places.door import Held
from placespace.places.register import Register, open_register
from placespace.places.roles import check_may
from placespace.places.things import Action, Place

SHOWN_AS = {
    "place": "The place",
    "ring": "The cells round it",
    "comparison": "Like places",
    "comparison ring": "The cells round those",
}


@dataclass(frozen=True, eq=False)
class Helped:
    """What may be said of a place since an action, in the order it is read.

    Attributes
    ----------
    place, action : str
        The place's name, and what was done.
    profile : Profile
    marking : str
    source : str
        What is counted.
    smallest : str
        The smallest change that could have been seen: before any result. Empty where a profile gets words only.
    table : DataFrame or None
        ``cells, before, after`` a row a group; None where counts are not shown, or nothing is compared yet.
    difference : str
        The weighted displacement difference with its interval; empty where it is not shown or there is none.
    result, ring, warnings, caveats, how : tuple of str
        The answer; what happened round the place; what the place was chosen for; what else could lie behind it; how
        the comparison was found.
    evaluation : Evaluation or None
        What it rests on, for charts and maps; None where counts are not shown.
    """

    place: str
    action: str
    profile: Profile
    marking: str
    source: str
    smallest: str
    table: pd.DataFrame | None
    difference: str
    result: tuple[str, ...]
    ring: tuple[str, ...]
    warnings: tuple[str, ...]
    caveats: tuple[str, ...]
    how: tuple[str, ...]
    evaluation: Evaluation | None

    def lines(self) -> list[str]:
        """Return all sentences in their order, the smallest change first."""
        first = [self.smallest, self.difference]
        return [line for line in (*first, *self.result, *self.ring, *self.warnings, *self.caveats, *self.how) if line]


def helped(
    reading: Reading,
    register: Register,
    action_id: str,
    profile: str,
    *,
    layer: str | None = None,
    until: str | None = None,
) -> Helped:
    """Return whether an action of the register helped, by the baseline that was frozen with it.

    Parameters
    ----------
    reading : Reading
        As it is today.
    register : Register
    action_id, profile : str
    layer : str, optional
        Which of the sources that were frozen; the first by default. Sources are never added.
    until : str, optional
        ``YYYY-MM``: the last month looked at. Protected profiles see the last held and no other.

    Raises
    ------
    NotAllowed
        When the role does not read the register, or may not see true counts in the analyst's profile.
    WrongUse
        When the action is not there, has no date, or no baseline was frozen with it.
    """
    check_may(register.who, "read the register")
    check_profile(reading, profile)
    shown = profile_named(profile)
    if shown.exact:
        check_may(register.who, "see true counts")
    elif until is not None:
        raise WrongUse(
            f"The {profile} profile sees all months since.", f"Months to {until} were asked for.", "Ask all."
        )
    found = [a for a in register.actions() if a.id == action_id]
    if not found:
        raise WrongUse("An action must be in the register.", f"'{action_id}' is not.", "Take one from the list.")
    action: Action = found[0].thing
    if action.police_work and not shown.exact:
        raise WrongUse(f"Police work is not told in the {profile} profile.", "This action is.", "Take another action.")
    frozen = baselines_of(register, action)
    chosen = [b for b in frozen if layer in (None, b.layer)]
    if not chosen:
        held = ", ".join(b.layer for b in frozen)
        raise WrongUse(f"A source that was frozen is one of: {held}.", f"'{layer}' is not.", "Take one of them.")
    place: Place = register.place(found[0].place).thing
    begins = starts_of(action) if shown.exact else frozen_start(register, found[0])
    answer = evaluate(chosen[0], reading, begins, until)
    title = reading.workspace.layers[chosen[0].layer].title
    return helped_of_counts(answer, place, action, shown, source=title, begins=begins)


def helped_of_counts(
    answer: Evaluation, place: Place, action: Action, profile: Profile, *, source: str,
    begins: datetime.date | None = None,
) -> Helped:  # fmt: skip
    """Return an evaluation in words, as a profile may see it: protected ones get words, and no number of events.

    Protected ones are told of a fall or a rise that goes beyond chance, and else one sentence, whatever the reason:
    that nothing was recorded, or that no place is like it, would tell of counts that are hidden.
    """
    frozen = answer.baseline
    of = f" ({', '.join(frozen.categories)})" if frozen.categories else ""
    counted = answer.change is not None or bool(answer.counts)
    said = Helped(
        place.name,
        action.what,
        profile,
        profile.marking,
        f"{source}{of}. Definition: {frozen.definition}.",
        smallest_line(answer) if profile.exact else "",
        _table(answer) if counted and profile.exact else None,
        _difference(answer) if profile.exact else "",
        tuple(_result(answer, profile.exact)),
        tuple(ring_lines(answer, profile.exact)),
        tuple(warning_lines(answer, place, profile.exact)),
        tuple(caveat_lines(answer, action, profile.exact, begins)),
        tuple(matched_lines(answer, profile.exact)),
        answer if profile.exact else None,
    )
    return said if profile.exact else replace(said, table=None, evaluation=None)


def starts_of(action: Action) -> datetime.date:
    """Return from when an effect could show: as the action says, else the day after it was due.

    Raises
    ------
    WrongUse
        When it has neither date.
    """
    if action.starts:
        return action.starts
    if action.due is None:
        raise WrongUse(
            "Whether an action helped can be asked once it has a date.", "It has none.", "Give it a day it is due."
        )
    return action.due + datetime.timedelta(days=1)


def frozen_start(register: Register, action: Held[Action]) -> datetime.date:
    """Return from when a protected profile looks: as the action said when its baseline was frozen, and not before that.

    An action's start can be changed, and lie in the past. Each start is another question to the true counts, and one
    that could be asked again at once would give small ones back.

    Raises
    ------
    WrongUse
        When the action had no date then.
    """
    bundle = _bundle_of(register, action.thing)
    then = bundle.decision.get("actions", {}).get(action.id)
    if then is None:
        raise WrongUse("A baseline holds its own action.", "This one does not.", "Freeze anew at the next decision.")
    made_on = datetime.date.fromisoformat(bundle.manifest["made_on"])
    return max(starts_of(Action.from_body(then)), made_on.replace(day=1))


def baselines_of(register: Register, action: Action) -> list[Baseline]:
    """Return the baselines that were frozen with an action, one a source.

    Raises
    ------
    WrongUse
        When none was frozen.
    """
    held = _bundle_of(register, action).baselines()
    if not held:
        raise WrongUse("A bundle must hold a baseline.", "This one holds none.", "Freeze anew at the next decision.")
    first = register.workspace.area.hotspot_layer
    return sorted(held.values(), key=lambda one: (one.layer != first, one.layer))


def _bundle_of(register: Register, action: Action) -> Bundle:
    """Return what was frozen with an action, opened by the house: what may be shown of it is decided by who asks."""
    check_may(register.who, "read the register")
    if not action.baseline:
        raise WrongUse(
            "A baseline is frozen when the decision with the action is recorded.",
            "None was frozen with this action.",
            "Record the decision on the meeting page.",
        )
    house = open_register(register.workspace, THE_HOUSE, store=register.store)
    return open_bundle(house.evidence_file(action.baseline, partner=False))


def _result(answer: Evaluation, exact: bool) -> list[str]:
    if exact or answer.status not in (COMPARED, ALONE, NOTHING):
        return result_lines(answer, exact) if answer.change else why_nothing_lines(answer, exact)
    return result_lines(answer, exact) if is_told(answer) else [not_told_line(answer)]


def _table(answer: Evaluation) -> pd.DataFrame:
    rows = [
        (SHOWN_AS[name], len(answer.baseline.groups[name].cells), *answer.counts[name])
        for name in GROUPS
        if answer.baseline.groups[name].cells and not (answer.baseline.why_not and name.startswith("comparison"))
    ]
    return pd.DataFrame(rows, columns=["group", "cells", "before", "after"])


def _difference(answer: Evaluation) -> str:
    one = answer.change
    if one is None:
        return ""
    drawn = " The interval is drawn, because a count is under 5." if one.drawn else ""
    return (
        f"Weighted displacement difference {one.wdd:+,.0f}, 95 % interval {one.low:+,.0f} to {one.high:+,.0f} "
        f"(standard error {one.se:.1f}).{drawn}"
    )
