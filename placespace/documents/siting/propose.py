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
        New sessions; 0 where sessions of today may move and none is to be added.
    hours : float
        Length of a session: whole half hours.
    proof : bool
        Whether to ask the solver how much better any plan could be; a better one that it finds is taken.
    seconds : float
        How long the solver may take; 0 leaves the bound that costs nothing.
    progress : callable, optional
        Given a sentence as the proof goes on.

    Raises
    ------
    WrongUse
        When k, the length or the time cannot be.
    """
    moved = int(found.not_counted["session"].isin(found.asked.without).sum())
    if k < 0 or k + moved < 1:
        raise WrongUse(
            "New sessions are 1 or more, or 0 where some of today's may move.",
            f"There are {k}, and {moved} that may move.",
            "Ask for 1, say.",
        )
    if hours * SLOTS_AN_HOUR not in range(1, 24 * SLOTS_AN_HOUR + 1):
        raise WrongUse("A session lasts whole half hours, up to a day.", f"It is {hours:g} hours.", "Use 2, say.")
    if not seconds >= 0:
        raise WrongUse("The solver is given 0 seconds or more.", f"It is given {seconds:g}.", "Use 10, say.")
    case = unmet_by_slot(found.coverage), candidates.reach, candidates.lettable
    plan = site_sessions(*case, k=k + moved, length_slots=int(hours * SLOTS_AN_HOUR))
    checked = prove(*case, plan, seconds=seconds, progress=progress) if proof else None
    plan = checked.better if checked and checked.better else plan
    total = found.coverage.total
    names = candidates.venues["site"]
    closed = [f"{moved} of today's sessions are closed first and sited again: 'now' is without them."] if moved else []
    unused = (f"'{names.iloc[venue]}' is of no use here: {why}." for venue, why in plan.notes.items())
    return Siting(
        _as_table(zip(plan.chosen, plan.gains, strict=True), candidates, total),
        _as_table(plan.runner_up, candidates, total),
        found.coverage.unserved_share,
        found.coverage.unserved_share - plan.met / total if total else float("nan"),
        plan,
        checked,
        (*closed, *candidates.notes, *unused, *filter(None, [plan.stopped])),
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
