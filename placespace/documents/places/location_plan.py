"""Write the plan of one place: a Word document in the sections that panels use."""

from __future__ import annotations

from collections.abc import Mapping

from placespace.documents.places.place_file import VIEWS, PlaceFile
from placespace.documents.places.place_words import (
    chosen_words,
    cycle_words,
    day_words,
    decision_words,
    kind_words,
    km2_words,
    level_words,
    meeting_words,
    raised_words,
    short_day,
    since_words,
    stands,
    who_does,
)
from placespace.documents.plan.words import many
from placespace.grid import outline_m2
from placespace.places.vocabulary import ENVIRONMENT

PURPOSE = (
    "The panel's plan for a place: what is known, who does what, and when it is looked at again. The place is "
    "assessed here, never a child."
)
NO_POLICE_WORK = "Actions that are police work, and police times, are not in this version."
PANEL_WORDS = ("young_people", "families", "strengths", "guardians_present", "guardians_missing", "weighs_most",
               "unintended_harm", "equality")  # fmt: skip


def location_plan(file: PlaceFile, about: Mapping[str, object], picture: bytes | None, entry: int) -> dict:
    """Return what stands in the plan of a place: the keys of ``location_plan.docx``.

    Parameters
    ----------
    file : PlaceFile
    about : mapping
        What every document says of itself.
    picture : bytes or None
        Map of the place, png.
    entry : int
        Last entry of the register's audit, for the foot of each page.
    """
    place, brief = file.place, file.brief
    item = file.item.thing if file.item is not None else None
    panel = {k: getattr(item, k) if item is not None else "" for k in PANEL_WORDS}
    panel |= {k: file.last_said(k) for k in VIEWS}
    done = {a.id: a.thing.done_words for a in file.actions}
    environment = item.environment if item is not None else {}
    return {
        **about,
        **panel,
        "purpose": PURPOSE,
        "footer": foot(file, entry),
        "name": place.name,
        "reference": place.reference,
        "kind": kind_words(place),
        "boundary": boundary_words(file),
        "map": picture,
        "why": place.why,
        "raised": raised_words(place),
        "chosen": chosen_words(place),
        "said": [*brief.said, *filter(None, [brief.neighbours])],
        "data": [source_row(s) for s in brief.sources],
        "small": list(brief.small),
        "missing": list(brief.missing),
        "provision": list(brief.provision),
        "people": brief.people,
        "deprivation": brief.deprivation,
        "observations": list(brief.observations),
        "young_map": list(brief.young_map),
        "environment": [{"what": ENVIRONMENT.get(k, k), "says": v} for k, v in environment.items() if v],
        "goals": [{"words": g.thing.words, "state": goal_state(g.thing)} for g in file.goals],
        "since": [
            {"what": s.what, "due": short_day(s.due, "no date"), "state": since_words(s), "words": done[s.action]}
            for s in file.since
        ],
        "actions": [
            {"id": a.id, "what": a.thing.what, "who": who_does(a.thing), "due": short_day(a.thing.due, "no date yet"),
             "effect": a.thing.expected_effect or "No effect is written yet.",
             "measure": a.thing.measure or "none is written yet", "status": stands(a.thing, file.today)}
            for a in file.actions
        ],
        "baseline": baseline_lines(file),
        "sharing_basis": place.sharing_basis,
        "decision": decision_words(item) if item is not None else "",
        "level": level_words(place),
        "owner_meeting": cycle_words(place),
        "next_review": next_review_words(file),
        "versions": version_lines(file),
        "left_out": [] if file.exact else [NO_POLICE_WORK, *hidden_lines(file)],
    }  # fmt: skip


def foot(file: PlaceFile, entry: int) -> str:
    """Return the line at the foot of every page: version of the plan, evidence, entry of the register.

    The version is that of the place's record and of its item: either changes with every save.
    """
    item = f".{file.item.version}" if file.item is not None else ""
    sha = file.evidence_sha()
    frozen = f"evidence {sha}" if sha else "evidence not frozen yet"
    return f"{file.place.reference}, plan version {file.held.version}{item}; {frozen}; register entry {entry}"


def boundary_words(file: PlaceFile) -> str:
    """Return how large a place is and how its edge was made; a boundary is smaller than the cells it is counted on."""
    cells, area = file.brief.cells, km2_words(file.brief.area_km2)
    drawn = outline_m2(file.place.outline) / 1e6
    if not drawn:
        return f"{many(cells, 'cell')}, {area}, picked cell by cell on the map."
    on = many(cells, "whole cell")
    return f"The boundary drawn holds {km2_words(drawn)}; it is counted on the {on} it touches, {area}."


def source_row(line: object) -> dict[str, str]:
    """Return a row of the table of sources; hidden, zero and no data stay three different words."""
    shows = "; ".join(filter(None, (line.hot, line.hours)))
    return {
        "source": f"{line.source}: {line.categories}" if line.categories else line.source,
        "count": line.count,
        "before": line.before,
        "change": line.change,
        "shows": shows,
        "confidence": "; ".join(filter(None, (line.confidence, line.age))),
    }


def goal_state(goal: object) -> str:
    """Return whether a goal is met, and how one knows."""
    if goal.dropped:
        return f"dropped: {goal.met_how}" if goal.met_how else "dropped"
    if not goal.met:
        return "not met yet"
    on = f" on {short_day(goal.met_on)}" if goal.met_on else ""
    return f"met{on}: {goal.met_how}" if goal.met_how else f"met{on}"


def baseline_lines(file: PlaceFile) -> list[str]:
    """Return what was frozen to compare with."""
    lines = []
    if file.evidence is not None:
        kept = file.evidence.thing
        lines.append(
            f"Evidence frozen on {day_words(kept.made_on)} with Placespace {kept.version}: {file.evidence_sha()} "
            "(first 12 of its SHA-256). It holds the months before, the ring around and the cells to compare with."
        )
    with_baseline = [a.id for a in file.actions if a.thing.baseline]
    if with_baseline:
        lines.append(f"A baseline is frozen for: {', '.join(with_baseline)}.")
    return lines


def next_review_words(file: PlaceFile) -> str:
    """Return when the place is looked at again, and whether that day has gone by."""
    if file.place.status == "closed":
        return f"Closed on {day_words(file.place.closed_on)}: {file.place.closed_reason}"
    late = file.overdue if file.overdue and file.overdue > 0 else 0
    said = day_words(file.place.next_review, "No day is set yet")
    return f"{said}; {many(late, 'day')} overdue" if late else said


def version_lines(file: PlaceFile) -> list[str]:
    """Return the reviews of a place, the last first."""
    out = []
    for one in reversed(file.decided):
        meeting = file.meetings.get(one.thing.meeting)
        out.append(f"{meeting_words(meeting) if meeting else 'A meeting'}: {decision_words(one.thing)}")
    return out


def hidden_lines(file: PlaceFile) -> list[str]:
    """Return what the profile hides of the figures, in a sentence."""
    return [f"Figures are those of the {file.brief.profile} profile: small counts are hidden and the rest rounded."]
