"""Put days, times and limits together that a text says together.

A text is made of pieces, parted by a semicolon, a stop or a new line. A limit ("term time",
"April to July") belongs to what it stands in or after. One that is said before the first day, or
in a piece of its own, is for all that follows or all that went before. Where it may be for the
last session or for all, it is put on all, because all are sure to run then, and it is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from placespace.ingest.sessions.folding import Said
from placespace.ingest.sessions.limits import HOLIDAYS, TERM, Limit, together
from placespace.ingest.sessions.tokens import Token, letters_of
from placespace.ingest.sessions.walk import Clause, Walk, hint

ONE_OR_OTHER = re.compile("[dtvle][so]*r[so]*[dtvle]")


@dataclass
class Reading:
    """The clauses of a text, and what has to be asked of them."""

    clauses: list[Clause] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)


def read_clauses(tokens: list[Token], said: Said) -> Reading:
    """Return the clauses of folded tokens.

    Examples
    --------
    >>> from placespace.ingest.sessions.folding import folded
    >>> from placespace.ingest.sessions.tokens import cut
    >>> text = "Mon & Wed 6-8pm; Fri 7-9pm"
    >>> [c.weekdays for c in read_clauses(folded(cut(text), Said(text)), Said(text)).clauses]
    [[0, 2], [4]]
    """
    reading = Reading()
    lead: list[Limit] = []
    led, firm = 0, True
    for piece in pieces(tokens):
        letters = letters_of(piece)
        limits = [t.value for t in piece if t.code in "le"]
        if re.search("[dt]", letters):
            walk = Walk(piece, said)
            if walk.lead:
                lead, led, firm = walk.lead, 0, walk.firm
            led += len(walk.found)
            for clause in walk.found:
                clause.lead = [] if clause.limits and not walk.lead else list(lead)
            reading.clauses += walk.found
            reading.questions += walk.questions
            if lead and led > 1 and not firm:
                reading.questions.append("what is said before the first session: is it for all of them?")
            if ONE_OR_OTHER.search(letters):
                reading.questions.append(f"{said.of(piece)!r}: which of these is it?")
                for clause in walk.found:
                    clause.unsure = True
        elif letters.startswith("x"):
            reading.questions.append(f"{said.of(piece)!r}: on which days, and when?")
        elif limits and "?" in letters:
            reading.questions.append(f"{said.of(piece)!r} was not understood")
        elif limits and reading.clauses:
            _put_on_all(reading.clauses, together(limits))
        elif limits:
            lead, led, firm = limits, 0, True
            reading.questions += together(limits).questions
        elif "v" in letters and reading.clauses and not reading.clauses[-1].spans:
            hint(reading.clauses[-1], piece[letters.index("v")], said)
    _spread(reading)
    _leave_holidays_open(reading)
    _take_days_off(reading.clauses)
    return reading


def pieces(tokens: list[Token]) -> list[list[Token]]:
    """Return the tokens parted at stops; days alone and the times alone that follow them stay together."""
    parted: list[list[Token]] = [[]]
    for token in tokens:
        if token.code in ";x" and parted[-1]:
            parted.append([])
        if token.code != ";":
            parted[-1].append(token)
    joined: list[list[Token]] = []
    for piece in filter(None, parted):
        pair = (_only(joined[-1]) if joined else "", _only(piece))
        if pair in (("d", "t"), ("d", "v")) or (pair == ("t", "d") and len(joined) == 1):
            joined[-1] = [*joined[-1], *piece]
        else:
            joined.append(piece)
    return joined


def _only(piece: Iterable[Token]) -> str:
    """Return ``d`` for a piece of days alone, ``t`` of times alone, ``v`` of parts of a day alone."""
    kinds = {t.code for t in piece if t.code in "dtvx"}
    return kinds.pop() if len(kinds) == 1 else ""


def _put_on_all(clauses: list[Clause], limit: Limit) -> None:
    """Put a limit that stands alone on all sessions before it, but not over weeks that one of them names."""
    for clause in clauses:
        if not (limit.weeks and clause.limit.weeks):
            clause.lead.append(limit)


def _spread(reading: Reading) -> None:
    """Put what is said after the last of several sessions on all of them, and ask."""
    waiting: list[Clause] = []
    for clause in reading.clauses:
        if clause.lead or clause.inner:
            waiting = []
        elif not clause.after:
            waiting.append(clause)
        elif not together(clause.after).narrows:  # weekly, all year
            waiting = []
        else:
            if waiting:
                reading.questions.append("what is said after the last session: is it for those before it too?")
            for other in waiting:
                other.after += clause.after
            waiting = []


def _leave_holidays_open(reading: Reading) -> None:
    """Take the first of "Mon 3-6; holidays Mon 10-3" for sure of term only: what it does in holidays is not said."""
    apart = [c for c in reading.clauses if set(c.limit.weeks) & set(HOLIDAYS)]
    for clause in reading.clauses:
        shared = any(not c.days or set(c.weekdays) & set(clause.weekdays) for c in apart if c is not clause)
        if shared and not clause.limit.weeks:
            clause.inner.append(Limit(weeks=(TERM,)))
            reading.questions.append("some times are for holidays: do the others hold in holidays too?")


def _take_days_off(clauses: list[Clause]) -> None:
    """Take days that are said to be off from all sessions but those of such a day alone."""
    off = frozenset().union(*(limit.closed for clause in clauses for limit in clause.limits))
    for clause in clauses:
        clause.off = frozenset() if set(clause.weekdays) <= off else off
