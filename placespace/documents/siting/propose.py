"""Propose which new sessions close most of what nobody is there for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pandas as pd

from placespace.disclose import protect_made
from placespace.documents.cover.answer import Cover
from placespace.documents.siting.candidates import Candidates
from placespace.errors import WrongUse
from placespace.plans import Plan, Proof, Session, prove, site_sessions, unmet_by_slot
from placespace.terms import WEEKDAYS

SLOTS_AN_HOUR = 2
COLUMNS = ("site", "weekday", "start", "end", "gain", "share", "lon", "lat")


@dataclass(frozen=True, eq=False)
class Siting:
    """Which new sessions close most of what nobody is there for.

    Attributes
    ----------
    table : DataFrame
        ``site, weekday, start, end, gain, share, lon, lat``: a row a session, the one that adds most first.
        ``gain`` is the demand a week it adds to those before it, ``share`` that of all demand.
    others : DataFrame
        When one was asked for: the next best, at other places or times.
    before, after : float
        Unserved share without and with them.
    plan : Plan
    proof : Proof or None
        What the solver says of the plan, once it was asked.
    notes : tuple of str
    """

    table: pd.DataFrame
    others: pd.DataFrame
    before: float
    after: float
    plan: Plan
    proof: Proof | None
    notes: tuple[str, ...]


def site(
    found: Cover,
    candidates: Candidates,
    *,
    k: int = 1,
    hours: float = 2,
    proof: bool = False,
    seconds: float = 10,
    progress: Callable[[str], None] | None = None,
) -> Siting:
    """Return the k new sessions that close most of what nobody is there for.

    Parameters
    ----------
    found : Cover
        Sessions that may be moved are left out of it (``asked.without``) and raise k.
    candidates : Candidates
    k : int
    hours : float
        Length of a session, in half hours at least.
    proof : bool
        Whether to ask the solver how much better any plan could be; a better one that it finds is taken.
    seconds : float
        How long the solver may take.
    progress : callable, optional
        Given a sentence as the proof goes on.

    Raises
    ------
    WrongUse
        When k or the length cannot be.
    """
    length = round(hours * SLOTS_AN_HOUR)
    if not 1 <= length <= 24 * SLOTS_AN_HOUR:
        raise WrongUse("A session lasts from half an hour to a day.", f"It is {hours:g} hours.", "Use 2, say.")
    case = unmet_by_slot(found.coverage), candidates.reach, candidates.lettable
    plan = site_sessions(*case, k=k + len(found.asked.without), length_slots=length)
    checked = prove(*case, plan, seconds=seconds, progress=progress) if proof else None
    plan = checked.better if checked and checked.better else plan
    total = found.coverage.total
    names = candidates.venues["site"]
    return Siting(
        _as_table(zip(plan.chosen, plan.gains, strict=True), candidates, total),
        _as_table(plan.runner_up, candidates, total),
        found.coverage.unserved_share,
        found.coverage.unserved_share - plan.met / total if total else float("nan"),
        plan,
        checked,
        (
            *candidates.notes,
            *(f"'{names.iloc[venue]}' is of no use here: {why}." for venue, why in plan.notes.items()),
            *([plan.stopped] if plan.stopped else []),
        ),
    )


def _as_table(sessions: Iterable[tuple[Session, float]], candidates: Candidates, total: float) -> pd.DataFrame:
    rows = []
    for session, gain in sessions:
        venue = candidates.venues.iloc[session.venue]
        share = gain / total if total else float("nan")
        rows.append(
            (venue["site"], session.weekday, session.start, session.end, gain, share, venue["lon"], venue["lat"])
        )
    return pd.DataFrame(rows, columns=list(COLUMNS))


def session_words(row: object) -> str:
    """Return a proposed session's day and hours in words; ``row`` has ``weekday``, ``start`` and ``end``."""
    return f"{WEEKDAYS[int(row.weekday)]} {row.start}-{row.end}"


def siting_shown(done: Siting, found: Cover) -> pd.DataFrame:
    """Return the proposed sessions as they are handed out.

    Returns
    -------
    DataFrame
        ``rank, site, weekday, start, end, gain, share_reached, lon, lat``.
    """
    table = done.table.rename(columns={"share": "share_reached"})
    table["weekday"] = [WEEKDAYS[int(d)] for d in table["weekday"]]
    table.insert(0, "rank", range(1, len(table) + 1))
    return protect_made(table, found.profile, made_for=found.demand.made_for)
