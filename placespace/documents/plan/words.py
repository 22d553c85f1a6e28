"""Say in words what a plan sends out, what that meets, and what it leaves uncovered."""

from __future__ import annotations

import pandas as pd

from placespace import __version__
from placespace.catalogue import Crew
from placespace.disclose import Profile
from placespace.documents.plan.answer import MonthPlan
from placespace.documents.statement import month_name, window_name
from placespace.measures import Reading
from placespace.plans import windows_in_words
from placespace.terms import CREW_KINDS, LIMITS

MOST_LINES = 8


def many(number: int, one: str, more: str | None = None) -> str:
    """Return a number of things.

    Examples
    --------
    >>> many(1, "visit"), many(12, "visit"), many(2, "crew is", "crews are")
    ('1 visit', '12 visits', '2 crews are')
    """
    return f"{number:,} {one if number == 1 else more or one + 's'}"


def part(share: float) -> str:
    """Return a share in words; a small one is not none.

    Examples
    --------
    >>> part(0.164), part(0.002), part(0.0)
    ('16%', 'under 1%', '0%')
    """
    return "under 1%" if 0 < share < 0.005 else f"{share:.0%}"


def plan_headline(plan: MonthPlan) -> str:
    """Return the sentence that stands above the plan."""
    lead = f"{month_name(plan.asked.month)}: {many(len(plan.places), 'place')}."
    if plan.demand is None:
        return f"{lead} {plan.why_no_hours}"
    if not plan.crews:
        none = "None of the crews can be read" if plan.crew_faults else "No crews are named yet"
        return f"{lead} {none}, so nothing is planned."
    visits = sum(s.kind == "visit" for s in plan.timetable.itertuples())
    sessions = len(plan.timetable) - visits
    return (
        f"{lead} {many(visits, 'visit')} and {many(sessions, 'session')} are there for {plan.share:.0%} of what is "
        f"expected in the whole area at known hours; {1 - plan.share:.0%} is left uncovered."
    )


def share_lines(plan: MonthPlan) -> list[str]:
    """Return what the plan meets, each part a sentence: the places, the plan, what could be had, each kind of crew."""
    if plan.demand is None or not plan.demand.total:
        return [plan.why_no_hours] if plan.why_no_hours else []
    total, best = plan.demand.total, plan.deployment
    lines = [
        f"{total:.1f} events are expected in the area in {month_name(plan.asked.month)} at hours that are known; "
        f"{plan.share_at_places:.0%} of them at the places of this plan, at any hour.",
        f"Somebody is there in the place and hour of {plan.share:.0%} of them: a visit that begins in the hour, or a "
        "session that runs for half of it or more.",
    ]
    if plan.demand.unknown_share:
        lines.append(f"The hour is not known for {plan.demand.unknown_share:.0%} of events: they are in no share here.")
    if best is not None and best.bound > 0:
        lines.append(
            "These crews cannot meet more in the windows: the plan is proved."
            if best.exact
            else "Counted in the windows with steadied hours, the plan as drawn is at least "
            f"{best.met / best.bound:.0%} of the best that these crews could do."
        )
    lines += [
        f"{c.title}: {part(plan.share_where(lambda x, i=i: x.id == i))} by {'its' if c.at_once == 1 else 'their'} own "
        f"presence, {hours_used(plan, i)}."
        for i, c in plan.crews.items()
    ]
    return lines


def hours_used(plan: MonthPlan, crew: str) -> str:
    """Return the hours of a crew that the plan uses, and what it has."""
    used = plan.deployment.hours_used.get(crew, 0.0) if plan.deployment else 0.0
    limit = plan.crews[crew].hours_month
    return f"{used:g} hours" + (f" of {limit:g}" if limit is not None else "")


def uncovered_lines(plan: MonthPlan, most: int = MOST_LINES) -> list[str]:
    """Return the places and hours that hold most of what nobody is there for, the largest first."""
    if plan.demand is None:
        return []
    rows = plan.uncovered.head(most)
    off = plan.demand.total - float(plan.recorded.sum())
    lines = [f"{r.name}: {r.when}, {r.left:.1f} events expected" for r in rows.itertuples(index=False)]
    rest = float(plan.recorded[~plan.covered].sum()) - float(rows["left"].sum())
    if rest > 0.05:
        lines.append(f"Other hours at these places: {rest:.1f} events expected")
    return [*lines, f"Everywhere else in the area: {off:.1f} events expected"]


def plan_about(plan: MonthPlan, reading: Reading, profile: Profile) -> dict:
    """Return what every document says of itself: marking, purpose, window, definition, method, limits, version.

    Returns
    -------
    dict
        The keys that all templates share: see ``docs/templates.md``.
    """
    area, layer, q = reading.workspace.area, reading.workspace.layers[plan.asked.harm.layer], plan.shortlist.question
    definition, _, version = (layer.definition or "as published").partition("; version ")
    own = area.settings
    of = f" ({', '.join(q.categories)})" if q.categories else ""
    return {
        "marking": profile.marking,
        "area": area.name,
        "month": month_name(plan.asked.month),
        "purpose": "To plan who is where and when next month, so that children and young people are safer in places.",
        "window": f"{layer.title}{of}, {window_name(q.first, q.last)} ({many(len(plan.shortlist.months), 'month')} "
        "used)",
        "ages": f"Residents {area.resident_ages[0]} to {area.resident_ages[1]}; incidents as the definition says.",
        "definition": definition,
        "definition_version": version or "as published",
        "disclosure": f"Profile {profile.name}: {profile.says}.",
        "method": [
            f"Places: cells that hold {own['hot_ratio']:g} times an even spread or more with their neighbours, beyond "
            f"chance (q under {own['hot_q']:g}) and in {own['hot_months']:g} months or more; cells that touch are one "
            f"place, {own['place_apart_m']:g} m from the next at least.",
            "Times: the fewest windows that hold most of what is expected at a place; crews are laid on them so that "
            "as much as possible of it has somebody there, by the hours and rules given.",
        ],
        "limits": list(LIMITS),
        "version": f"Placespace {__version__}",
        "made_on": area.today.isoformat(),
        "sources": [f"{layer.title}: {layer.publisher}"],
        "licence": [layer.licence],
        "notes": [*plan.notes, *plan.crew_faults],
    }


def crew_words(crew: Crew) -> str:
    """Return who a crew is, in a line."""
    works, _ = CREW_KINDS[crew.kind]
    out = many(crew.at_once, "unit")
    limit = f", {crew.hours_month:g} hours in the month" if crew.hours_month is not None else ""
    return f"{crew.title} ({crew.kind}; {works}; {out} out at once{limit}): {'; '.join(crew.rules)}"


def windows_table(plan: MonthPlan) -> pd.DataFrame:
    """Return the windows of each place: ``number, name, week, window, expected, share``."""
    rows = [
        (p.number, p.name, kind, windows_in_words([w], kind), w.expected, w.share)
        for p, of_kind in zip(plan.places.itertuples(index=False), plan.windows, strict=True)
        for kind, found in of_kind.items()
        for w in found
    ]
    return pd.DataFrame(rows, columns=["number", "name", "week", "window", "expected_a_week", "share"])
