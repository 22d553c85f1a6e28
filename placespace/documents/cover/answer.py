"""Answer who is there: which demand is reached by an open session, where and when, as far as a profile may know it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd
from scipy import sparse

from placespace.calendar import Calendar, open_slots, planning_year, read_calendar
from placespace.disclose import Profile, check_made_for, check_question, profile_named
from placespace.documents.answer import choices, whole_question
from placespace.documents.cover.demand import Demand, demand_of
from placespace.documents.cover.ground import Ground, ground_of
from placespace.documents.cover.question import CoverQuestion
from placespace.errors import PlacespaceError
from placespace.grid import Cells, Question, has_hours, study_area, to_metres
from placespace.ingest import Provision, read_sessions
from placespace.measures import (
    CellValues,
    Coverage,
    Reading,
    Walk,
    cell_values,
    closed_off,
    gaps,
    place_names,
    served,
)
from placespace.measures.find import windowed
from placespace.places.acting import check_profile

MINUTES = (10, 15, 20, 35)
MOST_WINDOWS = 20
WEEK_HOURS = 168


@dataclass(frozen=True, eq=False)
class Cover:
    """Who is reached, where and when.

    Attributes
    ----------
    sessions : DataFrame
        Those that count, columns of ``terms.SESSION_COLUMNS``; ``slots`` and ``reach`` in their order.
    not_counted : DataFrame
        Those that do not: ``session, name, site, when, why``.
    slots : ndarray of bool, shape (m, 336)
    reach : csr_array of bool, shape (n, m)
    near : csr_array of bool, shape (n, n)
        Cells within the walk of each cell's centre.
    provision : Provision
    notes : tuple of str
    """

    asked: CoverQuestion
    profile: Profile
    cells: Cells
    names: np.ndarray
    values: CellValues
    demand: Demand
    provision: Provision
    sessions: pd.DataFrame
    not_counted: pd.DataFrame
    slots: np.ndarray
    reach: sparse.csr_array
    near: sparse.csr_array
    coverage: Coverage
    walk: Walk
    ground: Ground
    calendar: Calendar
    year: tuple[datetime.date, datetime.date]
    session_hours: int
    runs_share: float
    notes: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        """Refuse a demand or barriers that another profile may see and this one may not."""
        check_made_for(self.profile, self.demand.made_for)
        if not self.profile.exact and self.ground.barriers["practitioner"].astype(bool).any():
            raise PlacespaceError(
                "What practitioners know of barriers is for the analyst profile alone.",
                f"It is among the barriers that {self.profile.name} is to see.",
                "Leave 'ground' to be worked out for that profile.",
            )

    @cached_property
    def gaps(self) -> pd.DataFrame:
        """Return the places and hours that nobody is there for, worked out once: ``placespace.measures.gaps``."""
        # residents are alike at every hour: of them places are ranked, not hours
        hours = WEEK_HOURS if self.asked.demand == "people" else self.session_hours
        return gaps(self.coverage, self.near, hours=hours, most=MOST_WINDOWS)

    def at_minutes(self, minutes: float) -> float:
        """Return the unserved share at another walking time."""
        walk = Walk(minutes, self.walk.m_per_min, self.walk.detour)
        there = self.ground.reach(self.cells.centres_m(), places_m(self.sessions), walk)
        return Coverage(self.demand.per_hour, served(there, self.slots)).unserved_share

    def sensitivity(self, minutes: Sequence[float] = MINUTES) -> pd.Series:
        """Return the unserved share by walking time: Series named ``unserved_share``, indexed by minutes."""
        found = {m: self.at_minutes(m) for m in sorted({*minutes, self.asked.minutes})}
        return pd.Series(found, name="unserved_share").rename_axis("minutes")


def usual_question(reading: Reading, profile: Profile) -> CoverQuestion:
    """Return what is asked before anyone chooses: harm by the health source where its hours are known, in term."""
    area = reading.workspace.area
    timed = [p for p in (area.health_layer, area.hotspot_layer) if p in timed_layers(reading)] or timed_layers(reading)
    weeks = read_calendar(reading.workspace).week_types()
    week_type = "term" if "term" in weeks else weeks[0]
    if not timed or not profile.exact:
        return CoverQuestion(Question(timed[0] if timed else ""), "people", week_type, area.resident_ages)
    return CoverQuestion(Question(timed[0]), "harm", week_type, area.resident_ages)


def timed_layers(reading: Reading) -> list[str]:
    """Return the layers of incidents that say both where and at what hour."""
    layers = reading.workspace.layers
    return [
        i
        for i, placing in reading.placings.items()
        if placing.rows and layers[i].precision != "none" and has_hours(reading.workspace, i)
    ]


def cover(
    reading: Reading,
    asked: CoverQuestion,
    profile_name: str,
    *,
    ground: Ground | None = None,
    provision: Provision | None = None,
    names: np.ndarray | None = None,
    values: CellValues | None = None,
) -> Cover:
    """Return who is reached, where and when.

    Parameters
    ----------
    reading : Reading
    asked : CoverQuestion
    profile_name : str
    ground : Ground, optional
        From :func:`ground_of`, when it is at hand.
    provision : Provision, optional
        The list as read, when it is at hand.
    names, values : optional
        From ``place_names`` and ``cell_values`` of the same cells, when they are at hand.

    Raises
    ------
    PlacespaceError
        When no list of provision is loaded, or the demand cannot be had.
    """
    profile, workspace = profile_named(profile_name), reading.workspace
    check_profile(reading, profile_name)
    calendar, year = read_calendar(workspace), planning_year(workspace.area.today)
    harm = asked.demand != "people"
    cells = study_area(workspace, reading.resolution_of(asked.harm.layer) if harm else None)
    question = asked.harm
    if harm:
        question = windowed(reading.counts(question.layer, cells.resolution), question)
        if not profile.exact:
            categories, held = choices(reading, profile, question.layer)
            question = whole_question(asked.harm, held, workspace.area)
            check_question(profile, question, categories, workspace.area.settings["year_ends_month"])
    values = values or cell_values(reading, cells)
    told = demand_of(
        reading, asked.demand, question, cells, calendar=calendar, week_type=asked.week_type, profile=profile,
        as_recorded=asked.as_recorded, values=values,
    )  # fmt: skip
    provision = provision or read_sessions(workspace)
    if not provision.loaded:
        raise PlacespaceError(
            "Coverage needs a list of youth provision.",
            "None is loaded. That is not the same as no provision.",
            "Put the service's list in geodata/raw and name its layer as 'provision' in geodata/area.toml.",
        )
    limits = workspace.area.settings
    sessions, slots, not_counted, of_weeks = _that_count(provision, asked, calendar, year, limits["runs_share"])
    walk = Walk(asked.minutes, limits["walk_m_per_min"], limits["detour"])
    ground = ground or ground_of(reading, profile)
    names = place_names(reading, cells) if names is None else names
    centres = cells.centres_m()
    there = ground.reach(centres, places_m(sessions), walk)
    return Cover(
        asked=asked,
        profile=profile,
        cells=cells,
        names=names,
        values=values,
        demand=told,
        provision=provision,
        sessions=sessions,
        not_counted=not_counted,
        slots=slots,
        reach=there,
        near=ground.reach(centres, centres, walk),
        coverage=Coverage(told.per_hour, served(there, slots)),
        walk=walk,
        ground=ground,
        calendar=calendar,
        year=year,
        session_hours=int(limits["session_hours"]),
        runs_share=limits["runs_share"],
        notes=(*_notes(told, sessions, there, ground, walk, cells, names), *of_weeks),
    )


def _that_count(
    provision: Provision,
    asked: CoverQuestion,
    calendar: Calendar,
    year: tuple[datetime.date, datetime.date],
    runs_share: float,
) -> tuple[pd.DataFrame, np.ndarray, pd.DataFrame, list[str]]:
    """Return the sessions that count with their open slots, why each other one does not, and what was assumed."""
    every = provision.sessions.reset_index(drop=True)
    why = pd.Series("", every.index, dtype="str")
    opened = open_slots(every, calendar, asked.week_type, first=year[0], last=year[1], runs_share=runs_share)
    notes = pd.Series(opened.notes, every.index, dtype="str")
    youngest, oldest = every["age_from"].astype("Float64"), every["age_to"].astype("Float64")
    unsaid = youngest.isna() & oldest.isna()
    off = (youngest.fillna(0) > asked.ages[1]) | (oldest.fillna(200) < asked.ages[0])
    reasons = (
        (every["session"].isin(asked.without), "may be moved"),
        (~every["kind"].isin(asked.kinds), "kind of session not chosen"),
        (off & ~unsaid, f"not for ages {asked.ages[0]} to {asked.ages[1]}"),
        (unsaid & (not asked.ages_not_stated), "ages not stated"),
        (~pd.Series(opened.open, every.index), notes.replace("", "too short to fill half of a half hour")),
    )
    for mask, reason in reasons:
        why = why.mask((why == "") & mask.to_numpy(bool), reason)
    keep = (why == "").to_numpy()
    gone = every.loc[~keep, ["session", "name", "site", "when"]].assign(why=why[~keep])
    assumed = [opened.about] if opened.about else []
    assumed += [f"{n} sessions are {note}." for note, n in notes[keep & (notes != "")].value_counts().items()]
    return every[keep].reset_index(drop=True), opened.slots[keep], gone.reset_index(drop=True), assumed


def places_m(sessions: pd.DataFrame) -> np.ndarray:
    """Return where sessions are, metres, EPSG:27700, shape (m, 2)."""
    return to_metres(sessions["lon"], sessions["lat"])


def _notes(
    told: Demand, sessions: pd.DataFrame, there: sparse.csr_array, ground: Ground, walk: Walk, cells: Cells,
    names: np.ndarray,
) -> tuple[str, ...]:  # fmt: skip
    notes, centres = list(told.notes), cells.centres_m()
    far = np.asarray(there.sum(axis=0)).ravel() == 0
    if far.any():
        first = ", ".join(dict.fromkeys(sessions.loc[far, "site"].head(3)))
        notes.append(f"{int(far.sum())} sessions reach no cell of the area (first: {first}).")
    unsaid = int((sessions["age_from"].isna() & sessions["age_to"].isna()).sum())
    if unsaid:
        notes.append(f"{unsaid} sessions state no ages and are taken to be for all.")
    if ground.network is not None and (off := int(ground.network.off_network(centres).sum())):
        notes.append(f"{off:,} cells are too far from the streets given: from them walks go straight, with a detour.")
    if ground.network is None and len(ground.barriers):
        shut = closed_off(centres, places_m(sessions), walk, list(ground.barriers.geometry))
        if len(shut):
            barrier = ground.barriers.iloc[shut["barrier"].iloc[0]]
            notes.append(
                f"{len(shut):,} cells would reach a session but for barriers, and now reach none (first: "
                f"{names[shut['cell'].iloc[0]] or cells.index[shut['cell'].iloc[0]]}, by "
                f"'{barrier['name'] or barrier['kind']}'). Mend the barrier if that is not meant."
            )
    return tuple(notes)
