"""Roll the plans of all places up into the columns of a community safety partnership's plan."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from itertools import pairwise

import pandas as pd

from placespace.documents.paper import Sheet, write_workbook
from placespace.documents.places.location_plan import NO_POLICE_WORK, goal_state
from placespace.documents.places.place_file import PlaceFile
from placespace.documents.places.place_words import day_words, days_late, quarter_of, stands, who_does
from placespace.documents.plan.words import many
from placespace.places.door import Held
from placespace.places.things import Item, Meeting, Place

COLUMNS = ("Place", "Quarter", "Activity", "Expected outcomes", "Performance measure")
"""The last three are those of the partnership's own plan, to the letter."""
PURPOSE = "For the partnership's plan and its funders: what is done at places, what it should change, and how one sees."
TOTALS = {
    "Actions agreed": "actions that were not dropped",
    "Actions done": "of these",
    "Actions open and late": "of these",
    "Actions dropped": "with what became of them in the register",
    "Places open": "",
    "Places closed": "",
    "Reviews held": "decisions recorded at a meeting",
    "Reviews held on time": "on or before the day that was set at the review before; the first of a place has none",
    "Places overdue now": "their day has gone by",
}
"""What is totalled, and of what."""


def rollup_rows(files: Sequence[PlaceFile]) -> pd.DataFrame:
    """Return a row for each action, and for each goal that no action serves: ``COLUMNS``, in order of place and date.

    The quarter is that of the day an action is due; a goal without an action has none.
    """
    rows = []
    for file in files:
        served = {a.thing.goal for a in file.actions}
        goals = {g.id: g.thing for g in file.goals}
        for one in file.actions:
            a = one.thing
            goal = goals.get(a.goal)
            outcome = a.expected_effect or (goal.words if goal else "")
            measure = f"{a.measure or 'none is written yet'} ({stands(a, file.today)})"
            rows.append((file.title, quarter_of(a.due), f"{a.what} ({who_does(a)})",
                         outcome or "none is written yet", measure))  # fmt: skip
        rows += [
            (file.title, "no date", _without_action(file), g.words, goal_state(g))
            for i, g in goals.items()
            if i not in served and not g.dropped
        ]
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype="str")


def _without_action(file: PlaceFile) -> str:
    """Return what stands beside a goal that no action serves: a place may have actions that are tied to none."""
    agreed = any(a.thing.status != "dropped" for a in file.actions)
    return "No action is tied to this goal" if agreed else "No action yet"


def totals(
    files: Sequence[PlaceFile], places: Sequence[Held[Place]], today: datetime.date
) -> tuple[pd.DataFrame, list[str]]:
    """Return the totals, and in sentences.

    Parameters
    ----------
    files : sequence of PlaceFile
        Of the places rolled up.
    places : sequence of Held of Place
        All places of the register, closed ones too.

    Returns
    -------
    table : DataFrame
        ``What``, ``Of what``, ``Number``.
    sentences : list of str
    """
    actions = [a.thing for f in files for a in f.actions]
    agreed = [a for a in actions if a.status != "dropped"]
    late = [a for a in agreed if a.status == "open" and days_late(a, today)]
    on_time = [timely for f in files for timely in reviews_on_time(f.decided, f.meetings)]
    overdue = [f for f in files if f.overdue and f.overdue > 0]
    open_places = sum(not p.closed for p in places)
    done = sum(a.status == "done" for a in agreed)
    numbers = (len(agreed), done, len(late), len(actions) - len(agreed), open_places, len(places) - open_places,
               sum(len(f.decided) for f in files), sum(on_time), len(overdue))  # fmt: skip
    of = dict(TOTALS)
    had = f"of {many(len(on_time), 'review')} that had a day set" if on_time else "no review had a day set before it"
    of["Reviews held on time"] = f"{had}; {of['Reviews held on time']}"
    table = pd.DataFrame({"What": list(of), "Of what": list(of.values()), "Number": numbers})
    sentences = [
        f"{many(len(agreed), 'action')} agreed: {done} done, {len(late)} open and late.",
        f"{many(open_places, 'place')} open, {len(places) - open_places} closed; {len(overdue)} overdue for review.",
    ]
    if on_time:
        sentences.append(f"{sum(on_time)} of {many(len(on_time), 'review')} with a day set were held by that day.")
    return table, sentences


def reviews_on_time(decided: Sequence[Held[Item]], meetings: Mapping[str, Meeting]) -> list[bool]:
    """Return for each review after the first whether it was held by the day that was set at the one before."""
    found = []
    for before, after in pairwise(decided):
        held_on = meetings[after.thing.meeting].on if after.thing.meeting in meetings else None
        if before.thing.next_review and held_on:
            found.append(held_on <= before.thing.next_review)
    return found


def rollup_workbook(
    files: Sequence[PlaceFile], places: Sequence[Held[Place]], about: Mapping[str, object], today: datetime.date
) -> bytes:
    """Return the roll-up as a workbook: activities, totals, what it rests on."""
    table, sentences = totals(files, places, today)
    says = [f"Made on {day_words(today)} by {about['version']}. {about['disclosure']}"]
    left = left_out(files)
    sheets = [
        Sheet("Activities", rollup_rows(files), above=[*sentences, *says], below=left, widest=34),
        Sheet("Totals", table, above=says, below=left),
        Sheet("About", pd.DataFrame({"About": about_lines(about)})),
    ]
    title = f"Roll-up of places, {about['area']}"
    return write_workbook(sheets, marking=str(about["marking"]), made_on=today, title=title)


def rollup_paper(
    files: Sequence[PlaceFile], places: Sequence[Held[Place]], about: Mapping[str, object], today: datetime.date
) -> dict:
    """Return what stands in the roll-up in Word: the keys of ``rollup.docx``."""
    table = rollup_rows(files)
    due = sorted(a.thing.due for f in files for a in f.actions if a.thing.due)
    quarters = list(dict.fromkeys((quarter_of(due[0]), quarter_of(due[-1])))) if due else []
    return {
        **about,
        "purpose": PURPOSE,
        "period": f"Actions due in: {' up to '.join(quarters)}." if quarters else "No action has a date yet.",
        "summary": totals(files, places, today)[1],
        "rows": [
            {"place": f"{place}\n{quarter}", "activity": activity, "outcomes": outcomes, "measure": measure}
            for place, quarter, activity, outcomes, measure in table.itertuples(index=False, name=None)
        ],
        "left_out": left_out(files),
    }


def left_out(files: Sequence[PlaceFile]) -> list[str]:
    """Return what this version leaves out, in a sentence."""
    return [NO_POLICE_WORK] if any(not f.exact for f in files) else []


def about_lines(about: Mapping[str, object]) -> list[str]:
    """Return what a workbook says it rests on, a line each."""
    keys = ("purpose", "window", "ages", "definition", "definition_version", "disclosure", "version", "made_on")
    lines = [f"{k.replace('_', ' ').capitalize()}: {about[k]}" for k in keys if about.get(k)]
    return [*lines, *(f"Source: {s}" for s in about["sources"]), *map(str, about["limits"])]
