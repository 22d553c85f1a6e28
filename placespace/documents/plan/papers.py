"""Fill in the papers of a month: what stands in the tasking pack, the outreach sheet and what changed."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

import pandas as pd

from placespace.documents.plan.answer import MonthPlan
from placespace.documents.plan.edits import words_of
from placespace.documents.plan.words import crew_words, many, plan_headline, share_lines, uncovered_lines
from placespace.documents.statement import month_name
from placespace.plans import Decision
from placespace.plans.stops import clock
from placespace.terms import TALLY

OF_SHORTLIST = ("kind", "hours", "confidence", "why_false", "expected", "events", "same_month", "trend", "sources")
FIXED_WORDS = {"pinned": "Fixed.", "moved": "Moved."}
NO_TASK = "Nothing but a patrol is agreed here yet: agree what else is done before the month begins."


def tasking_paper(plan: MonthPlan, about: Mapping, picture: bytes | None, held: str) -> dict:
    """Return what stands in the tasking pack of police, wardens and the fire team."""
    return {
        **about,
        "summary": list(dict.fromkeys([plan_headline(plan), *share_lines(plan)])),
        "places": [_place(plan, i) for i in range(len(plan.places))],
        "crews": [
            {"title": c.title, "hours_said": crew_words(c), "rows": rounds_of(plan, c.id)}
            for c in plan.crews.values()
            if c.works == "visits"
        ],
        "no_timetable": plan.why_no_hours,
        "uncovered": uncovered_lines(plan),
        "held": held,
        "map": picture,
    }


def outreach_paper(
    plan: MonthPlan, about: Mapping, picture: bytes | None, marked: pd.DataFrame, *, tally: Sequence[str] = ()
) -> dict:
    """Return what stands on the outreach sheet: sessions of crews that are not police, and their places.

    No figure stands on it, whoever it is for: see ``docs/decisions/0002``.

    Parameters
    ----------
    marked : DataFrame
        The places on its map: ``number, name, place``. Nothing else is on the sheet.
    tally : sequence of str
        What the area's workers count on a night; ours where it says nothing.
    """
    crews = [c for c in plan.crews.values() if c.works == "sessions" and not c.police]
    sunset = {f"{d:%Y-%m-%d}": s for d, s in zip(plan.days["date"], plan.days["sunset"], strict=True)}
    number = dict(zip(marked["place"], marked["number"], strict=True))
    at = {place: i for i, place in enumerate(plan.places["place"])}
    nights = [
        {**row, "crew": c.title, "sunset": sunset.get(row["day"], ""), "place_number": int(number[row["id"]]),
         "provision": plan.near_on(at[row["id"]], datetime.date.fromisoformat(row["day"]))}
        for c in crews
        for row in rows_of(plan, c.id, reasons=False)
    ]  # fmt: skip
    nights.sort(key=lambda n: (n["day"], n["time_from"], n["crew"]))
    places = [
        {"number": int(r.number), "name": r.name, "tasks": _tasks(plan, at[r.place]),
         "provision": plan.nearby.at_windows(at[r.place], {}), "notes": ""}
        for r in marked.itertuples(index=False)
        if r.place in {n["id"] for n in nights}
    ]  # fmt: skip
    # what is said of the data and of the whole plan names places and crews that are not on this sheet
    return {
        **about,
        "notes": [],
        "method": ["Places and times are those agreed for the month: no figures go with them."],
        "window": "not on this sheet",
        "nights": nights,
        "places": places,
        "safety": [],
        "tally": list(tally or TALLY),
        "map": picture,
        "share_met": "",
    }


def changes_paper(plan: MonthPlan, about: Mapping) -> dict:
    """Return what was changed in the plan and what was left out of it, with who said so and why."""
    names = dict(zip(plan.shortlist.table["place"], plan.shortlist.table["name"], strict=True))
    names |= dict(zip(plan.places["place"], plan.places["name"], strict=True))
    done = {(s.crew, s.unit, s.day.isoformat(), s.start_min) for s in plan.stops}
    left = plan.shortlist.table[plan.shortlist.table["left_out"] != ""]
    return {
        **about,
        "changed": [
            {"what": change_words(d, names), "who": d.by, "reason": d.reason}
            for d in plan.decisions
            if d.kind in ("pin", "drop", "move", "name", "task")
        ],
        "left_out": [{"place": r.name, "reason": r.left_out} for r in left.itertuples(index=False)]
        + [{"place": r.name, "reason": r.why} for r in plan.shortlist.left.itertuples(index=False)],
        "requests": [
            {"who": str(d.detail["asked_by"]), "place": names.get(d.place, d.place), "kept": _kept(plan, d, done)}
            for d in plan.decisions
            if d.kind == "request"
        ],
        "unmet": uncovered_lines(plan),
        "not_seen": list(about["limits"]),
    }


def change_words(d: Decision, names: Mapping[str, str]) -> str:
    """Return what somebody decided, in words."""
    place, detail = names.get(d.place, d.place), d.detail
    if d.kind == "name":
        return f"Called {detail.get('name')} (was {place})"
    if d.kind == "task":
        return f"{place}: {detail.get('what')}"
    if d.kind == "move":
        to = names.get(str(detail.get("to_place", d.place)), str(detail.get("to_place", d.place)))
        when = f"{detail.get('to_date')} {clock(int(detail.get('to_start_min', 0)))}"
        return f"Moved: {words_of(d)}, {place}, to {when}, {to}"
    return f"{'Fixed' if d.kind == 'pin' else 'Taken out'}: {words_of(d)}, {place}"


def rows_of(plan: MonthPlan, crew: str, *, reasons: bool = True) -> list[dict]:
    """Return a crew's stops as rows of a paper, in the order of the timetable."""
    number = dict(zip(plan.places["place"], plan.places["number"], strict=True))
    out = []
    for row in plan.timetable[plan.timetable["crew"] == crew].to_dict("records"):
        note = f"Asked for by {row['asked_by']}." if row["asked_by"] else FIXED_WORDS.get(row["fixed"], "")
        out.append(
            {
                "id": row["place"],
                "unit": row["unit"],
                "day": str(row["date"]),
                "date": f"{pd.Timestamp(row['date']):%-d %B}",
                "weekday": row["weekday"],
                "time_from": row["from"],
                "time_to": row["to"],
                "place_number": int(number[row["place"]]),
                "place": row["name"],
                "note": note if reasons else "",
            }
        )
    return out


def rounds_of(plan: MonthPlan, crew: str) -> list[dict]:
    """Return a crew's visits as rounds: a row a day and unit, its visits in order of time."""
    rounds: dict[tuple[str, int], list[dict]] = {}
    for row in rows_of(plan, crew):
        rounds.setdefault((row["day"], row["unit"]), []).append(row)
    out = []
    for (_, unit), rows in rounds.items():
        notes = [f"Unit {unit}."] if plan.crews[crew].at_once > 1 else []
        notes += [f"{r['time_from']}: {r['note']}" for r in rows if r["note"]]
        out.append(
            {
                "date": rows[0]["date"],
                "weekday": rows[0]["weekday"],
                "time_from": rows[0]["time_from"],
                "time_to": rows[-1]["time_to"],
                "visits": "; ".join(f"{r['time_from']} {r['place']} ({r['place_number']})" for r in rows),
                "note": " ".join(notes),
            }
        )
    return out


def _kept(plan: MonthPlan, d: Decision, done: set) -> str:
    at = (d.detail.get("crew"), d.detail.get("unit"), d.detail.get("date"), d.detail.get("start_min"))
    if "start_min" in d.detail:
        return "in the plan at that time" if at in done else "not in the plan: see the notes"
    there = int((plan.timetable["place"] == d.place).sum())
    return f"in the plan, {there} times" if there else "no crew could go there"


def _place(plan: MonthPlan, i: int) -> dict:
    place = plan.places.iloc[i]
    rows = plan.shortlist.table[plan.shortlist.table["place"] == place["place"]]
    there = plan.timetable.loc[plan.timetable["place"] == place["place"], "kind"].value_counts()
    planned = ", ".join(many(int(n), kind) for kind, n in there.sort_index(ascending=False).items())
    common = {
        "number": int(place["number"]),
        "name": place["name"],
        "planned": planned or "nothing by the hour",
        "tasks": _tasks(plan, i) or [NO_TASK],
        "provision": plan.near[i],
    }
    if rows.empty:
        return {**common, "why": place["why"], **dict.fromkeys(OF_SHORTLIST, "")}
    row = rows.iloc[0]
    before = row["same_month_events"]
    same = f"{month_name(row['same_month'])}: {before}" if row["same_month"] and not pd.isna(before) else "not held"
    return {
        **common,
        "why": f"{row['events']} events in {len(plan.shortlist.months)} months, in {row['months_active']} of them",
        "kind": row["kind"],
        "hours": row["hours"],
        "confidence": row["confidence"],
        "why_false": row["why_false"],
        "expected": f"{row['expected']:.1f}",
        "events": f"{row['events']}",
        "same_month": same,
        "trend": row["trend"],
        "sources": row["sources"],
    }


def _tasks(plan: MonthPlan, i: int) -> list[str]:
    return [str(d.detail.get("what", "")) for d in plan.tasks_of(plan.places["place"].iloc[i])]
