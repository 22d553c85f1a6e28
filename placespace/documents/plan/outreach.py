"""Say what of a plan outreach workers and partners may have, and search it for the police before it leaves."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pandas as pd

from placespace.documents.paper import check_no_police, moments_of
from placespace.documents.paper.police import times_in
from placespace.documents.plan.answer import MonthPlan
from placespace.errors import PlacespaceError
from placespace.terms import CREW_KINDS

COLUMNS = ["date", "weekday", "from", "to", "crew", "unit", "kind", "place", "name"]
SPEAKS_OF_POLICE = re.compile(
    r"\b(?:police\w*|officers?|pcs?o?s?|sergeants?|constables?|constabulary|patrols?|the pair|cops?|bobb(?:y|ies)"
    r"|s?npts?|snts?|beat (?:team|manager)s?|stop[- ]and[- ]search\w*)\b",
    re.I,
)


def outreach_timetable(plan: MonthPlan) -> pd.DataFrame:
    """Return the sessions of crews that are not police, without reasons."""
    table = plan.timetable
    open_to = table["crew"].isin([c for c in plan.crews if of_outreach(plan, c)])
    return table.loc[open_to, COLUMNS]


def police_timetable(plan: MonthPlan) -> pd.DataFrame:
    """Return the stops of police crews."""
    return plan.timetable[plan.timetable["crew"].isin([c.id for c in plan.crews.values() if c.police])]


def of_outreach(plan: MonthPlan, crew: str) -> bool:
    """Return whether a crew holds sessions and is not police."""
    works, police = CREW_KINDS[plan.crews[crew].kind]
    return works == "sessions" and not police


def outreach_places(plan: MonthPlan) -> pd.DataFrame:
    """Return the places where outreach goes, numbered by name: the plan's own numbers go by harm.

    Returns
    -------
    DataFrame
        ``number, name, x, y, place``.
    """
    places = plan.places[["number", "name", "x", "y", "place"]]
    there = places[places["place"].isin(outreach_timetable(plan)["place"])].sort_values(["name", "place"])
    return there.assign(number=range(1, len(there) + 1)).reset_index(drop=True)


def check_outreach(files: Mapping[str, bytes], plan: MonthPlan, *, blank: str = "") -> None:
    """Refuse a sheet for outreach that holds a police time, a place where only police go, or the name of a pair.

    Parameters
    ----------
    files : mapping of str to bytes
    plan : MonthPlan
    blank : str
        What the sheet says before anything of the plan is in it: a name in that, as the area's, tells nothing.

    Raises
    ------
    PlacespaceError
        Naming each file and what is in it.
    """
    there, police = outreach_timetable(plan), police_timetable(plan)
    sunset = {(d.date(), s) for d, s in zip(pd.DatetimeIndex(plan.days["date"]), plan.days["sunset"], strict=True)}
    said = " ".join([blank, *(c.title for c in plan.crews.values() if of_outreach(plan, c.id))]).casefold()
    secret = {n for n in police["name"] if n.casefold() not in said and n not in set(there["name"])}
    _check_typed_for(plan, secret)
    # a place called after a neighbour says that neighbour's name
    only = {n for n in secret if not any(n in name for name in there["name"].unique())}
    quoted = [line for i in range(len(plan.places)) for line in plan.nearby.at_windows(i, {})]
    quoted += [plan.near_on(s.place, s.day) for s in plan.stops if of_outreach(plan, s.crew)]
    check_no_police(files, police, plan.crews, places=sorted(only), own=moments_of(there) | sunset, quoted=quoted)


def _check_typed_for(plan: MonthPlan, secret: set[str]) -> None:
    """Refuse tasks and names typed for outreach's places that tell of the police.

    A police time that a session has too may stand in the timetable, and not in what somebody typed; and a text that
    speaks of the police and says a time by the clock is refused whatever the time is.
    """
    marked, police = outreach_places(plan), police_timetable(plan)
    typed = {
        f"{d.kind} by {d.by}, {d.at[:10]}": str(d.detail.get("what" if d.kind == "task" else "name", ""))
        for d in plan.decisions
        if d.kind in ("task", "name", "request") and d.place in set(marked["place"])
    }
    told = {where: text for where, text in typed.items() if SPEAKS_OF_POLICE.search(text) and times_in(text)}
    if told:
        raise PlacespaceError(
            "What goes to outreach workers and partners holds no police crew, place or time.",
            "; ".join(f"{where}: {text!r}" for where, text in told.items()) + ".",
            "Say there what is done, and not when the police come; nothing was written.",
        )
    # a name may say that of a neighbour; a task may say those of outreach's own places
    for named, places, quoted in ((True, (), ()), (False, sorted(secret), sorted(set(marked["name"])))):
        some = {where: text.encode() for where, text in typed.items() if where.startswith("task") != named}
        check_no_police(some, police, plan.crews, places=places, quoted=quoted)
