"""The board of a month's plan: what somebody does on it becomes a decision, with its reason and whose it is."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Sequence

import streamlit as st

from placespace.disclose import PROFILES
from placespace.documents import month_name
from placespace.documents.plan import MonthPlan
from placespace.documents.plan.edits import clock
from placespace.errors import PlacespaceError
from placespace.measures import Reading
from placespace.plans import Decision, Stop
from placespace.views import cached_plan, plan_controls, plan_forms
from placespace.views.board import Action, BoardDay, BoardRow, Lane, board, take_action
from placespace.views.plain import plain

KEY, WAITING = "plan-board", "plan-waiting"
ASKS = {
    "pin": "Why is it fixed?",
    "drop": "Why is it taken out?",
    "move": "Why is it moved?",
    "swap": "Why are they swapped?",
}


def show_board(reading: Reading, plan: MonthPlan) -> None:
    """Show who goes where, and ask for the reason of what was done on the board."""
    state, stops = st.session_state, {id_of(plan, s): s for s in plan.stops}
    say = ""
    try:
        if (done := take_action(KEY)) is not None:
            state[WAITING] = plan.asked, done, _would_be(reading, plan, done, stops)
    except PlacespaceError as fault:
        say = str(fault)
    of, waiting, effect = state.get(WAITING, (None, None, ""))
    if of != plan.asked or waiting.card not in stops or waiting.to.get("card", waiting.card) not in stops:
        state.pop(WAITING, None)
        waiting = None
    if waiting is not None:
        _reason(reading, plan, waiting, stops, effect)
    places = [(p.place, p.name) for p in plan.places.itertuples()]
    board(
        rows_of(plan), days_of(plan), lanes_of(plan), places=places, key=KEY, waiting=waiting, say=say,
        title=f"Plan for {month_name(plan.asked.month)}", marking=PROFILES["analyst"].marking,
    )  # fmt: skip


def id_of(plan: MonthPlan, s: Stop) -> str:
    """Return what a stop is called on the board: the same for as long as it is the same stop."""
    return f"{lane_of(s)}|{s.day.isoformat()}|{s.start_min}|{plan.places['place'].iloc[s.place]}"


def lane_of(s: Stop) -> str:
    """Return the band of the board that a stop is in."""
    return f"{s.crew}.{s.unit}"


def rows_of(plan: MonthPlan) -> list[BoardRow]:
    """Return the stops as the board's cards."""
    kinds = {"visits": "visit", "sessions": "session"}
    return [
        BoardRow(
            id_of(plan, s), lane_of(s), s.day, s.start_min, s.end_min, str(plan.places["place"].iloc[s.place]),
            str(plan.places["name"].iloc[s.place]), kinds[plan.crews[s.crew].works], s.fixed, s.asked_by, s.reason,
        )
        for s in plan.stops
    ]  # fmt: skip


def days_of(plan: MonthPlan) -> list[BoardDay]:
    """Return the days of the month with what is to be known of each."""
    return [
        BoardDay(d.date.date(), tuple(plan_controls.tags_of(d)), d.sunset) for d in plan.days.itertuples(index=False)
    ]


def lanes_of(plan: MonthPlan) -> list[Lane]:
    """Return a band for each unit that is out in the month, or has a stop in it."""
    out: dict[tuple[str, int], dict] = defaultdict(lambda: defaultdict(list))
    for shift in plan.shifts:
        out[shift.crew, shift.unit][shift.day].append(f"{clock(shift.start_min)}-{clock(shift.end_min)}")
    units = [*out, *((s.crew, s.unit) for s in plan.stops if (s.crew, s.unit) not in out)]
    lanes = []
    for crew, unit in dict.fromkeys(units):
        one = plan.crews[crew]
        title = f"{one.title} {unit}" if one.at_once > 1 else one.title
        said = {day: ", ".join(hours) for day, hours in out[crew, unit].items()}
        lanes.append(Lane(f"{crew}.{unit}", title, one.kind if one.kind.lower() != one.title.lower() else "", said))
    return lanes


def _would_be(reading: Reading, plan: MonthPlan, done: Action, stops: dict[str, Stop]) -> str:
    """Return what a change would do to what the plan meets.

    Raises
    ------
    PlacespaceError
        When the crews could not do it: the way is too long, or the hours are used.
    """
    if done.kind == "unpin" or done.card not in stops or done.to.get("card", done.card) not in stops:
        return ""
    with st.spinner("Can it be done?"):
        after = cached_plan.tried(reading, plan, decisions_of(plan, done, stops, ""))
    if faults := [note for note in after.notes if note not in plan.notes]:
        raise PlacespaceError("A change is one that the crews can make.", " ".join(faults), "Nothing was changed.")
    return f"The plan would meet {after.share:.1%} of what is expected; it meets {plan.share:.1%} now."


def _reason(reading: Reading, plan: MonthPlan, done: Action, stops: dict[str, Stop], effect: str) -> None:
    """Ask why, and keep what was done."""
    says = in_words(plan, done, stops)
    with st.form(plan_forms.tag(f"why-{done.token}"), border=True):
        st.markdown(f"**{plain(says)}**  \n{plain(effect)}")
        if done.kind in ASKS:
            reason = st.text_input(ASKS[done.kind], key=plan_forms.tag(f"board-why-{done.token}"))
        else:
            reason = ""
        with st.container(horizontal=True):
            keep = st.form_submit_button("Keep this change", type="primary")
            leave = st.form_submit_button("Leave it as it was")
    if keep:
        made = decisions_of(plan, done, stops, reason)
        if made:
            st.session_state.pop(WAITING)
            plan_forms.keep(reading, made, f"Kept: {says[0].lower()}{says[1:]}")
            st.session_state[WAITING] = plan.asked, done, effect  # it could not be kept: it can be mended
        else:
            st.warning("Nothing that was decided holds this stop: it is as the plan drew it.")
    elif leave:
        st.session_state.pop(WAITING)
        st.rerun()


def in_words(plan: MonthPlan, done: Action, stops: dict[str, Stop]) -> str:
    """Return what was done on the board, in words."""
    one = stop_words(plan, stops[done.card])
    if done.kind == "swap":
        return f"Swap the places of {one} and {stop_words(plan, stops[str(done.to['card'])])}"
    if done.kind == "move":
        return f"Move {one} to {stop_words(plan, _moved(plan, stops[done.card], done))}"
    return {"pin": "Fix", "unpin": "No longer fix", "drop": "Take out"}[done.kind] + f" {one}"


def stop_words(plan: MonthPlan, s: Stop) -> str:
    """Return a stop in words."""
    crew = plan.crews[s.crew]
    title = f"{crew.title} {s.unit}" if crew.at_once > 1 else crew.title
    return f"{title}, {s.day:%A} {s.day.day} {clock(s.start_min)}, {plan.places['name'].iloc[s.place]}"


def _moved(plan: MonthPlan, s: Stop, done: Action) -> Stop:
    """Return a stop where it is to go, as long as it was."""
    crew, unit = str(done.to["lane"]).rsplit(".", 1)
    place = int(plan.places.index[plan.places["place"] == done.to["place"]][0])
    start = int(done.to["start_min"])
    day = datetime.date.fromisoformat(str(done.to["day"]))
    return Stop(crew, int(unit), day, start, start + s.end_min - s.start_min, place)


def decisions_of(plan: MonthPlan, done: Action, stops: dict[str, Stop], reason: str) -> list[Decision]:
    """Return the decisions that an action on the board comes to.

    A swap is two moves: each crew keeps its time, and goes to the other's place. What is no longer fixed was fixed by
    a decision, which is taken back.
    """
    one = stops[done.card]
    if done.kind == "swap":
        other = stops[str(done.to["card"])]
        return [_move(plan, one, one, other.place, reason), _move(plan, other, other, one.place, reason)]
    if done.kind == "move":
        to = _moved(plan, one, done)
        return [_move(plan, one, to, to.place, reason)]
    if done.kind == "unpin":
        return [plan_forms.decision(plan, "take back", d.place, at=d.at) for d in fixed_by(plan, one)[-1:]]
    place = str(plan.places["place"].iloc[one.place])
    return [plan_forms.decision(plan, done.kind, place, reason, **_detail(one))]


def fixed_by(plan: MonthPlan, s: Stop) -> list[Decision]:
    """Return the decisions that fixed a stop where it is, oldest first."""
    at, place = _detail(s), str(plan.places["place"].iloc[s.place])
    found = []
    for d in plan.decisions:
        to = (
            {k.removeprefix("to_"): v for k, v in d.detail.items() if k.startswith("to_")}
            if d.kind == "move"
            else d.detail
        )
        where = str(to.get("place", d.place))
        if d.kind in ("pin", "move", "request") and where == place and all(to.get(k) == v for k, v in at.items()):
            found.append(d)
    return found


def _detail(s: Stop, way: str = "") -> dict[str, str | int]:
    return {
        f"{way}crew": s.crew, f"{way}unit": s.unit, f"{way}date": s.day.isoformat(),
        f"{way}start_min": s.start_min, f"{way}end_min": s.end_min,
    }  # fmt: skip


def _move(plan: MonthPlan, one: Stop, to: Stop, place: int, reason: str) -> Decision:
    ids = plan.places["place"]
    detail = {**_detail(one, "from_"), **_detail(to, "to_"), "to_place": str(ids.iloc[place])}
    return plan_forms.decision(plan, "move", str(ids.iloc[one.place]), reason, **detail)


def undo(reading: Reading, plan: MonthPlan, kinds: Sequence[str] = ("pin", "drop", "move")) -> None:
    """Offer to take back the last change of the board."""
    last = [d for d in plan.decisions if d.kind in kinds]
    if st.button("Undo the last change", disabled=not last, help="What was kept stays in the file, as taken back."):
        # a swap is two moves kept together
        end = [d for d in last if (d.kind, d.reason, d.by) == (last[-1].kind, last[-1].reason, last[-1].by)]
        plan_forms.take_back(reading, plan, last[-2:] if _is_swap(end) else last[-1:], "The last change is undone.")


def _is_swap(same: Sequence[Decision]) -> bool:
    if len(same) < 2 or same[-1].kind != "move":
        return False
    a, b = same[-2:]
    return a.place == b.detail.get("to_place") and b.place == a.detail.get("to_place")
