"""Join words that belong together: ranges of days, lists of months, what is left out.

Every kind of word has a letter (:data:`placespace.ingest.sessions.tokens.CODES`), so that each
rule is a pattern over the letters of a text, and a function that makes the tokens it matched into fewer.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from placespace.ingest.sessions.days import day_range
from placespace.ingest.sessions.hours import Span, read_duration
from placespace.ingest.sessions.limits import ALL, BANK, HOLIDAY, HOLIDAYS, TERM, Limit, together
from placespace.ingest.sessions.months import Date, months_limit, open_limit
from placespace.ingest.sessions.tokens import Token, letters_of

LAST_OF_A_MONTH = 31
QUOTED = 80
"""Characters of a wording that a question repeats."""


@dataclass(frozen=True)
class Said:
    """The text that is read, and the day it is read on."""

    text: str
    today: datetime.date | None = None

    def of(self, tokens: list[Token]) -> str:
        """Return the tokens as they were written, cut short where that is long."""
        words = " ".join(self.text[tokens[0].start : tokens[-1].end].split())
        return words if len(words) <= QUOTED else f"{words[: QUOTED - 1]}…"


def folded(tokens: list[Token], said: Said) -> list[Token]:
    """Return the tokens with those joined that belong together.

    Examples
    --------
    >>> from placespace.ingest.sessions.tokens import cut
    >>> text = "Mon-Thu 6pm-8pm not December and January"
    >>> letters_of(folded(cut(text), Said(text)))
    'dtl'
    """
    tokens = list(tokens)
    for rule, join in RULES:
        for found in reversed(list(rule.finditer(letters_of(tokens)))):
            part = tokens[found.start() : found.end()]
            tokens[found.start() : found.end()] = join(part, said)
    return tokens


def _joined(code: str, value: object, tokens: list[Token]) -> Token:
    return Token(code, value, tokens[0].start, tokens[-1].end)


def _days_between(tokens: list[Token], said: Said) -> list[Token]:
    first, last = tokens[0].value, tokens[-1].value
    if len(first) > 1 or len(last) > 1:
        return tokens
    return [_joined("d", day_range(first[0], last[0]), tokens)]


def _days_in_a_row(tokens: list[Token], said: Said) -> list[Token]:
    """Return the days of ``Mon-Wed-Fri`` as a list."""
    return [_joined("d", tuple(d for t in tokens if t.code == "d" for d in t.value), tokens)]


def _how_long(tokens: list[Token], said: Said) -> list[Token]:
    span, long = tokens[0], read_duration(said.of(tokens[-1:]))
    if isinstance(span.value, Span) and span.value.start and not span.value.end:
        return [replace(span, value=replace(span.value, lasts=long))]
    return [span]


def _maybe_no_time(tokens: list[Token], said: Said) -> list[Token]:
    """Take for no time what stands right beside a word that is not known and does not look like a session.

    ``6-8 places``, ``Cubs (6-8)``, ``last entry 8pm``.
    """
    first, last = tokens
    time = first if first.code == "t" else last
    between = said.text[first.end : last.start].strip(" " if time is first else " (")
    doubtful = time.value.plain or (time is last and not time.value.end)
    return [replace(t, code="?") if t is time and doubtful and not between else t for t in tokens]


def _maybe_dates(tokens: list[Token], said: Said) -> list[Token]:
    """Ask of ``2-4 April`` and ``April 2-4``: days of the month, or times? ``10-3 August`` can only be times."""
    if said.text[tokens[0].end : tokens[1].start].strip():  # 6-8 in August
        return tokens
    span = next(t.value for t in tokens if t.code == "t")
    first, last = (int(n) for n in re.findall("[0-9]+", span.text)) if span.plain else (1, 0)
    return [_joined("?", None, tokens)] if first < last <= LAST_OF_A_MONTH else tokens


def _start_and_end(tokens: list[Token], said: Said) -> list[Token]:
    """Return one range for ``starts 6pm, ends 8pm``."""
    first, last = tokens[0].value, tokens[-1].value
    if first.end or last.start or first.lasts:
        return tokens
    return [_joined("t", Span(first.start, last.end, said.of(tokens)), tokens)]


def _months(tokens: list[Token], said: Said) -> list[Token]:
    """Return the limit of months and dates, listed or from one to another."""
    return [_joined("l", _months_said([t for t in tokens if t.code != "f"], said), tokens)]


def _months_said(tokens: list[Token], said: Said) -> Limit:
    ranges: list[tuple[Date, Date]] = []
    joins = False
    for token in tokens:
        if token.code in "ma":
            ranges.append((ranges.pop()[0], token.value) if joins else (token.value, token.value))
        joins = token.code in "ou"
    return months_limit(ranges, said.of(tokens), said.today)


def _from(tokens: list[Token], said: Said) -> list[Token]:
    return [_joined("l", open_limit(tokens[-1].value, said.of(tokens), starts=True, today=said.today), tokens)]


def _until(tokens: list[Token], said: Said) -> list[Token]:
    return [_joined("l", open_limit(tokens[-1].value, said.of(tokens), starts=False, today=said.today), tokens)]


def _left_out_before(tokens: list[Token], said: Said) -> list[Token]:
    """Return what is left out, said before it: ``not December``."""
    return [_joined("l", _without(tokens[1:], said), tokens)]


def _left_out_after(tokens: list[Token], said: Said) -> list[Token]:
    """Return what is left out, said after it: ``August closed``."""
    return [_joined("l", _without(tokens[:-1], said), tokens)]


def _more_in_holidays(tokens: list[Token], said: Said) -> list[Token]:
    """Ask of ``Mon 6-8pm and holidays``, which is sure of term only."""
    joint, limit = tokens[-2:]
    if said.of([joint]) in ",/" or not limit.value.weeks or limit.value.weeks == (TERM,):
        return tokens
    question = f"{said.of([joint, limit])!r}: on which days, and when?"
    return [*tokens[:-1], replace(limit, value=Limit(weeks=(TERM,), questions=(question,)))]


def _without(tokens: list[Token], said: Said) -> Limit:
    months = [t for t in tokens if t.code not in "dl!"]
    off = Limit(closed=frozenset(d for t in tokens if t.code == "d" for d in t.value))
    parts = [off, *(_opposite(t, said) for t in tokens if t.code == "l")]
    if any(t.code in "ma" for t in months):
        dates = _months_said([t for t in months if t.code in "maous"], said)
        sure = dates.months and not dates.questions
        parts.append(Limit(without=dates.months) if sure else _not_as_dates(said.of(tokens)))
    return together(parts)


def _not_as_dates(text: str) -> Limit:
    return Limit(questions=(f"not {text!r}: on which dates does it not run?",))


def _opposite(token: Token, said: Said) -> Limit:
    """Return what is left when some weeks are left out."""
    limit, text = token.value, said.of([token])
    if limit.weeks == (BANK,):  # every session may be off then: the calendar keeps these days apart
        return Limit()
    if limit.weeks == (TERM,):
        return Limit(weeks=(HOLIDAY,), questions=limit.questions)
    if limit.weeks == (HOLIDAY,):
        return Limit(weeks=(TERM,))
    if limit.months and not limit.questions:
        return Limit(without=limit.months)
    if limit.weeks and limit.weeks[0] in HOLIDAYS:  # term is sure; the other holidays are not
        return Limit(weeks=(TERM,), questions=(f"not {text!r}: does it run in other school holidays?",))
    return _not_as_dates(text)


def _included(tokens: list[Token], said: Said) -> list[Token]:
    """Return no limit, where weeks are said to be included."""
    weeks = tokens[-1].value.weeks
    if weeks:
        return [_joined("l", Limit() if weeks == (BANK,) else Limit(weeks=(ALL,)), tokens)]
    return [replace(tokens[0], code="?"), tokens[-1]]


def _part_of_day(tokens: list[Token], said: Said) -> list[Token]:
    """Return the part of a day that something lasts until: ``till late``."""
    return tokens[1:]


def _not_understood(tokens: list[Token], said: Said) -> list[Token]:
    return [_joined("?", None, tokens)]


def _closed(tokens: list[Token], said: Said) -> list[Token]:
    return [replace(tokens[0], code="z" if said.of(tokens).lower().startswith("closed") else "?")]


ONE, RANGE = "[ma]", "[ma][ou][ma]"
MONTHS = f"(?:{RANGE}|(?<![sr]){ONE})"
LIST = f"(?:{RANGE}|{ONE})(?:[sr]+(?:{RANGE}|{ONE}))*"
OFF = f"(?:{RANGE}|{ONE}|l(?![dt]))"
CLOSED = "[:o]*!(?=$|;|s)"
Join = Callable[[list[Token], Said], list[Token]]
RULES: tuple[tuple[re.Pattern[str], Join], ...] = tuple(
    (re.compile(rule), join)
    for rule, join in (
        (r"d(?:od){2,}", _days_in_a_row),
        (r"d[ou]d", _days_between),
        (r"(?<![ou])mt", _maybe_dates),
        (r"tm(?:s+m)*(?![ou][ma])", _maybe_dates),
        (r"[?y]t", _maybe_no_time),
        (r"t[?y]", _maybe_no_time),
        (r"t[so]*t", _start_and_end),
        (r"t[so]*g", _how_long),
        (rf"(?:{MONTHS}|l|d(?:[sr]+d)*){CLOSED}", _left_out_after),
        (rf"(?:{LIST}|l(?:[sr]+l)*){CLOSED}", _not_understood),
        (r"!d(?:[sr]+d)*(?:[fou]*[mal])+", _not_understood),
        (rf"!(?:d(?:[sr]+d(?!v*t))*|{OFF}(?:[sr]+{OFF})*)", _left_out_before),
        (rf"f?{RANGE}(?:s+(?:{RANGE}|{ONE}))*", _months),
        (rf"f{ONE}", _from),
        (rf"u{ONE}", _until),
        (rf"{ONE}(?:s+{ONE})*", _months),
        (r"i[le]", _included),
        (r"[dtv]sl(?![dt])", _more_in_holidays),
        (r"!(?=$|;)", _closed),
        (r"![^;sd]*", _not_understood),
        (r"uv", _part_of_day),
        (r"u", _not_understood),
        (r"\?{2,}", _not_understood),
    )
)
