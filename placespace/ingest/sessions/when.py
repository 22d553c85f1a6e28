"""Read when a session runs, as a list says it, and ask about what is not said.

Nothing is guessed: "evening" is no time, a start without an end is half a session, and a
number that may be morning or evening is asked about. What can be read is read all the same.
"""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Iterable
from dataclasses import replace

from placespace.ingest.sessions.clauses import pieces, read_clauses
from placespace.ingest.sessions.days import EVERY_DAY
from placespace.ingest.sessions.folding import Said, folded
from placespace.ingest.sessions.hours import Settled, possible, read_clock, settle
from placespace.ingest.sessions.limits import ALL, Limit, limited, together
from placespace.ingest.sessions.seasons import WHICH_WEEKS
from placespace.ingest.sessions.timing import MONTHLY, Timing, Wording
from placespace.ingest.sessions.tokens import LONGEST, Token, cut, tidied
from placespace.ingest.sessions.walk import Clause
from placespace.terms import WEEKDAYS

NOTHING_SAID = "no day and no times are said: when does it run?"
NOT_UNDERSTOOD = " was not understood"
NO_TIMES = "{}: when does it start and end?"
SHARE_OF_A_DAY = re.compile(r"0?\.[0-9]+")
EXCEL_DAY = re.compile(r"1(?:899|900)-[0-9]{2}-[0-9]{2}[T ](?=[0-9])")
ONLY = re.compile(r"only$|^(?:not?|never|exc|closed|without|but|apart|other)", re.IGNORECASE)


def read_when(text: str, *, notes: str = "", today: datetime.date | None = None) -> Wording:
    """Return the sessions that a wording says, and what a person has to be asked.

    Parameters
    ----------
    text : str
        Days and times as written.
    notes : str
        Notes beside it: what they say of weeks, months and days off holds too ("term time
        only", "not December"); the rest of them is left alone.
    today : date, optional
        The day the list is read. With it, a date without a year is the nearest such date, and
        is asked about; without it, it is only asked about.

    Returns
    -------
    Wording
        What is certain, whole or not, in the order of the text; no question means that all
        of it was understood.

    Examples
    --------
    >>> read_when("Tues & Thurs 6-8 term time only").timings[1]
    Timing(weekday=3, start='18:00', end='20:00', weeks='term', every=1, months=(), valid_from=None, valid_to=None)
    >>> read_when("Friday nights").questions
    ("'nights' is not a time: when does it start and end?",)
    """
    plain = tidied(text) if len(text) <= LONGEST else text
    if len(plain) > LONGEST:
        return Wording(questions=(f"it says more than {LONGEST:,} characters: what are its days and times?",))
    said = Said(plain, today)
    tokens = folded(cut(plain), said)
    if stopped := [said.of([t]) for t in tokens if t.code == "z"]:
        return Wording(questions=(f"{stopped[0]!r}: does it still run?",))
    reading = read_clauses(tokens, said)
    questions, timings = list(reading.questions), []
    noted, told = _noted(notes, today), _told(reading.clauses)
    named = {day for c in reading.clauses if EVERY_DAY not in c.days for day in c.weekdays}
    for clause in reading.clauses:
        limit = _with_notes(clause, noted)
        days, about_days = _sure_days(clause, limit, named)
        times = _times(clause, told)
        runs = [limited(Timing(day, at.start, at.end), limit) for day in days for at in times]
        timings += itertools.chain.from_iterable(runs)
        questions += [*limit.questions, *about_days, *(at.question for at in times)]
        if days and not any(runs):
            questions.append("what is left out leaves no month: when does it run?")
    timings = [t for t in dict.fromkeys(timings) if (t.weekday, t.start, t.end) != (None, None, None)]
    questions += _asked(tokens, said, timings, [q for q in questions if q.endswith(NOT_UNDERSTOOD)])
    if any(t.code == "e" and t.value.every == MONTHLY and not t.value.questions for t in tokens):
        questions = [q for q in questions if q != WHICH_WEEKS[MONTHLY]]  # the first Tuesday says which
    if not reading.clauses:
        questions.insert(0, NOTHING_SAID)
    return Wording(tuple(timings), tuple(dict.fromkeys(filter(None, questions))))


def _told(clauses: Iterable[Clause]) -> frozenset[tuple[int, int]]:
    """Return the ranges of a text that have one reading: they settle the same numbers without am or pm."""
    spans = [s for c in clauses for s in c.spans if s.start and s.end]
    return frozenset(found[0] for s in spans if len(found := possible(s)) == 1)


def _times(clause: Clause, told: frozenset[tuple[int, int]]) -> list[Settled]:
    """Return the starts and ends of a clause; one with neither where there are none."""
    if clause.unsure:
        return [Settled()]
    if not clause.spans:
        day = " and ".join(WEEKDAYS[d] for d in clause.weekdays[:2]) + ("…" if len(clause.weekdays) > 2 else "")
        vague = f"{clause.hints[0]!r} is not a time" if clause.hints else day
        return [Settled(question=NO_TIMES.format(vague))]
    return [settle(span, clause.windows, told) for span in clause.spans]


def _sure_days(clause: Clause, limit: Limit, named: set[int]) -> tuple[list[int | None], list[str]]:
    """Return the days a clause is sure to mean: ``daily`` in term or in holidays may leave out weekends."""
    days: list[int | None] = list(clause.weekdays)
    if not days:
        return [None], [f"{clause.spans[0].text!r}: on which days?"]
    if EVERY_DAY not in clause.days or len(days) < len(EVERY_DAY):
        return days, []
    if named:
        return [d for d in days if d not in named], ["daily, and other times on some days: which hold on those?"]
    if limit.weeks and limit.weeks != (ALL,):
        return days[:5], ["daily in some weeks of the year: at weekends too?"]
    return days, []


def _asked(tokens: list[Token], said: Said, timings: list[Timing], quoted: list[str]) -> list[str]:
    """Return the questions that words raise of themselves, but for those that are quoted already."""
    days = {t.weekday for t in timings} - {None}
    whole = any(t.complete for t in timings)
    questions = []
    for token in tokens:
        words = said.of([token])
        if token.code == "?" and not any(words in question for question in quoted):
            questions.append(f"{words!r}{NOT_UNDERSTOOD}")
        elif token.code == "y":
            questions.append(f"{words!r} is an age: is each session for all the ages?")
        elif token.code == "q" and (token.value or not whole):
            questions.append(f"{words!r}: when does it run?")
        elif token.code == "c" and token.value != len(days) and (days or token.value > 1):
            questions.append(f"{words!r}: on which days?")
    return questions


def _noted(notes: str, today: datetime.date | None) -> Limit:
    """Return what notes say of weeks, months and days off.

    A part of the notes that says only that is taken whole; of others, what is plainly a
    limit ("term time only", "not in August").
    """
    if not notes.strip() or len(notes) > LONGEST:
        return Limit()
    said = Said(tidied(notes), today)
    limits = []
    for piece in pieces(folded(cut(said.text), said)):
        letters = {t.code for t in piece}
        if letters & set("dtx"):
            continue
        pure = letters <= set("lesfuo:")
        limits += [t.value for t in piece if t.code in "le" and (pure or ONLY.search(said.of([t])))]
    return together(limits)


def _with_notes(clause: Clause, noted: Limit) -> Limit:
    """Return the limit of a clause with that of the notes, and ask where the notes say otherwise."""
    limit = clause.limit
    other_weeks = limit.weeks and noted.weeks and limit.weeks != noted.weeks
    other_months = limit.months and noted.months and limit.months != noted.months
    never = clause.days and set(clause.weekdays) <= noted.closed
    asked = "the notes say otherwise: in which weeks, and on which days?"
    kept = replace(
        noted,
        weeks=() if limit.weeks else noted.weeks,
        months=frozenset() if limit.months else noted.months,
        closed=frozenset() if never else noted.closed,
        questions=(*noted.questions, asked) if other_weeks or other_months or never else noted.questions,
    )
    return together([limit, kept])


def read_day_and_times(
    day: str, start: str, end: str, *, notes: str = "", today: datetime.date | None = None
) -> Wording:
    """Return the sessions of a list that has columns of its own for day, start and end.

    Parameters
    ----------
    day, start, end : str
        As written: ``Mon and Wed``, ``6pm``, ``1800``, ``18:00:00``, or Excel's share of a day, ``0.75``.
    notes, today
        As in :func:`read_when`.

    Examples
    --------
    >>> read_day_and_times("Mon", "0.75", "20:00").timings[0].start
    '18:00'
    """
    first, last = _cell(start), _cell(end)
    clocks = [bool(read_clock(text)) for text in (first, last)]
    if all(clocks):
        return read_when(f"{day} {first}-{last}", notes=notes, today=today)
    if not last or not first:
        times = f"from {first}" if clocks[0] else f"until {last}" if clocks[1] else f"{first}{last}"
        return read_when(f"{day} {times}", notes=notes, today=today)
    plain = read_when(f"{day} {first}" if clocks[0] else day, notes=notes, today=today)
    asked = f"{start!r} to {end!r}: when does it start and end?"
    others = [q for q in plain.questions if not q.endswith(" end?")]
    return Wording(tuple(dict.fromkeys(replace(t, end=None) for t in plain.timings)), (asked, *others))


def _cell(text: str) -> str:
    """Return a time in a cell, written as a clock where Excel has it as a share of a day."""
    text = EXCEL_DAY.sub("", tidied(text))
    if not SHARE_OF_A_DAY.fullmatch(text):
        return text
    minutes = round(float(text) * 1440)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
