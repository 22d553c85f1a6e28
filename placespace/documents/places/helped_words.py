"""Say in plain words what an evaluation found, and never more than its interval allows."""

from __future__ import annotations

import datetime
import math

from placespace.documents.statement import month_name, window_name
from placespace.measures import Evaluation
from placespace.measures.change import Change
from placespace.measures.change_evaluate import ALONE, FELL, NOTHING, ROSE, SOON, STOPPED
from placespace.places.things import Action, Place

HIGH = ("high counts", "both")
SWINGS = 0.01
"""A variance of the share by which rates move: under a tenth either way nobody would remark on it."""


def smallest_line(answer: Evaluation) -> str:
    """Return the smallest fall that could have been told from chance, beside what was recorded before."""
    if not answer.smallest:
        return ""
    least = math.ceil(answer.smallest)
    if answer.status == SOON:
        if least > answer.expected:
            return (
                f"After three months nothing could be told from chance, not even if nothing at all were recorded: "
                f"{answer.expected:,} were in such months before, and only a fall of {least:,} could be told. A longer "
                "window may tell it."
            )
        return (
            f"After three months a fall of fewer than {least:,} of {answer.expected:,} could not be told from chance. "
            "Longer windows tell smaller shares."
        )
    before = answer.counts["place"][0]
    if least > before:
        return (
            f"{before:,} were recorded in the place before. Even if nothing at all were recorded after, it could not "
            f"be told from chance: only a fall of {least:,} or more could."
        )
    share = answer.smallest / before
    return (
        f"A fall of fewer than {least:,} of {before:,} ({share:.0%}) could not have been told from chance, in four "
        "such cases of five."
    )


def why_nothing_lines(answer: Evaluation, exact: bool) -> list[str]:
    """Return why nothing is compared."""
    if answer.status == SOON:
        on = answer.first_ask
        return [f"Too soon to say: it can first be asked when the data reach {on.day} {on:%B %Y}."]
    if answer.status == NOTHING:
        return ["Nothing was recorded before, in the place or like it: nothing could fall, and nothing is claimed."]
    if answer.status == ALONE:
        why = f" {answer.stops[0]}" if exact else ""
        return [f"There is no place like it to compare with, so nothing is claimed.{why}", *_beside_area(answer, exact)]
    return ["The comparison stops here, and nothing is claimed.", *answer.stops]


def _beside_area(answer: Evaluation, exact: bool) -> list[str]:
    one = answer.beside_area
    if not exact or one is None or not math.isfinite(one.ratio):
        return []
    before, after = answer.counts["place"]
    return [
        f"{before:,} were recorded in the place before and {after:,} after. For each one in the rest of the area that "
        f"is {one.ratio:.2f} times as many (95 % interval {one.low:.2f} to {one.high:.2f}). The rest of the area is "
        "not like the place: this tells what happened, and not why."
    ]


def is_told(answer: Evaluation) -> bool:
    """Return whether a fall or a rise goes beyond chance: all that a protected profile is told of counts."""
    return answer.verdict in (FELL, ROSE)


def not_told_line(answer: Evaluation) -> str:
    """Return what a protected profile is told where no change is, whatever the reason: the reason would tell counts."""
    return (
        f"What changed cannot be told ({_months(answer)}): too little was recorded, no place is like it, or chance "
        "alone could have done it. Nothing is claimed."
    )


def _months(answer: Evaluation) -> str:
    return f"{window_name(answer.post[0], answer.post[-1])}, set beside {window_name(answer.pre[0], answer.pre[-1])}"


def result_lines(answer: Evaluation, exact: bool) -> list[str]:
    """Return the answer in a sentence, with what is still open."""
    one = answer.change
    months = _months(answer)
    if answer.verdict == FELL:
        lead = "Recorded incidents in the place and the cells round it fell"
        said = (
            f"{lead} by {-one.wdd:,.0f} more than in like places; the true figure lies between {-one.high:,.0f} and "
            f"{-one.low:,.0f} fewer ({months})."
            if exact
            else f"{lead} by more than in like places, and by more than chance alone would give ({months})."
        )
        return [
            said,
            "This is consistent with the action having helped. It does not show that the action was the cause.",
        ]
    if answer.verdict == ROSE:
        lead = "Recorded incidents in the place and the cells round it rose"
        return [
            f"{lead} by {one.wdd:,.0f} against like places; the true figure lies between {one.low:,.0f} and "
            f"{one.high:,.0f} more ({months})."
            if exact
            else f"{lead} against like places by more than chance alone would give ({months}).",
            "This may be more harm, or more of it recorded. It does not show that the action was the cause.",
        ]
    lines = [
        f"What changed cannot be told from chance: the true figure lies between {_signed(one)} ({months})."
        if exact
        else f"What changed cannot be told from chance ({months})."
    ]
    if one.told and exact:
        lines.append(f"The interval leaves out no change. {_why_not_claimed(answer)}: so nothing is claimed.")
    return lines


def _why_not_claimed(answer: Evaluation) -> str:
    told, guard = answer.change.told, answer.guard
    if answer.own_change.told != told:
        return "But in the place itself none can be told from chance: what changed lies in the cells round it"
    if (moved := answer.moved_before) is not None and moved.told == told:
        return "But the place was already moving that way against like places before the action"
    return (
        "But what was to be expected of such counts, with how cells of this area move by themselves, spans "
        f"{guard.low:+,.0f} to {guard.high:+,.0f}"
    )


def _signed(one: Change) -> str:
    def words(n: float) -> str:
        return "no change" if round(n) == 0 else f"{abs(n):,.0f} {'fewer' if n < 0 else 'more'}"

    return f"{words(one.low)} and {words(one.high)}"


def ring_lines(answer: Evaluation, exact: bool) -> list[str]:
    """Return what happened in the cells round the place: whether incidents may have moved."""
    if answer.change is None or not (exact or is_told(answer)):
        return []
    one = answer.ring_change
    if one is None:
        return ["No cells lie round the place inside the area: whether incidents moved next door cannot be seen."]
    span = f" (between {_signed(one)})" if exact else ""
    if answer.ring_told == "more":
        return [f"In the cells round it more was recorded than round like places{span}: some may have moved there."]
    if answer.ring_told == "fewer":
        return [f"In the cells round it less was recorded too than round like places{span}: no sign that any moved."]
    return [f"In the cells round it no change can be told from chance{span}: a move next door is not shown, nor ruled "
            "out."]  # fmt: skip


def warning_lines(answer: Evaluation, place: Place, exact: bool) -> list[str]:
    """Return what must be known before the answer is believed: how the place was chosen, how it moved before."""
    lines = []
    if place.chosen in HIGH:
        line = (
            "The place was chosen because its figures were high. What is chosen for being high tends to fall by itself,"
            " with nothing done (regression to the mean)."
        )
        if answer.guard is not None and exact:
            by, left = answer.guard.by_itself, answer.guard
            line += (
                f" Of such a place and its like, a change of {by:+,.0f} was to be expected by that alone; counted from "
                f"there the difference is {left.difference:+,.0f}, between {left.low:+,.0f} and {left.high:+,.0f}."
            )
        if answer.guard is not None or (not exact and answer.status not in (SOON, STOPPED)):
            line += " A fall is claimed only where it goes beyond that too."
        lines.append(line)
    if (moved := answer.moved_before) is not None and moved.told and (exact or is_told(answer)):
        way = "less" if moved.told == "fewer" else "more"
        lines.append(
            f"Before the action the place and its like moved differently: {way} came to be recorded in the place. The "
            "comparison is the weaker for it."
        )
    if answer.change is not None and answer.baseline.spread.swing > SWINGS and exact:
        lines.append(
            f"Cells of this area move by about {math.sqrt(answer.baseline.spread.swing):.0%} from one half of the time "
            "before to the other, beyond chance. The interval above does not know of that; what is claimed does."
        )
    return lines


def caveat_lines(answer: Evaluation, action: Action, exact: bool, begins: datetime.date | None = None) -> list[str]:
    """Return what else may lie behind a change in what was recorded."""
    lines = []
    if begins and not exact:
        lines.append(
            f"It is looked at from {begins.day} {begins:%B %Y} on, as agreed when the baseline was frozen and never "
            "from before that; a start that was changed since is followed with true counts alone."
        )
    if action.status == "dropped":
        lines.append("This action was dropped: whatever changed, it was not by this.")
    elif action.status == "open":
        lines.append("This action is not recorded as done.")
    lines += [n for n in answer.notes if exact or not n.startswith("Today's data differ")]
    if answer.baseline.coarser:
        lines.append("The source says where only roughly: larger cells than those of the place are counted.")
    return [
        *lines,
        "Counts follow recording: a change in what is reported or recorded looks like a change in what happened, and "
        "more patrols record more.",
        "Other things were done at the same time, here and in the like places, and are not taken out.",
    ]


def matched_lines(answer: Evaluation, exact: bool) -> list[str]:
    """Return how the comparison was found."""
    frozen = answer.baseline
    last = frozen.months[-frozen.looked_at :]
    alike = exact and not frozen.why_not
    how = "were found" if exact else "are looked for"
    return [
        f"Like places {how} by the program and by nobody's hand, from the months before alone "
        f"({window_name(last[0], last[-1])}): as many cells as the place has, most like them in what was recorded, in "
        "need and in kind of place, away from the place, from the cells round it and from other open places.",
        f"The baseline was frozen with what was held before {month_name(frozen.as_of)}."
        + (" As many cells round the like places are counted as round the place." if alike else ""),
    ]
