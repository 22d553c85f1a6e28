"""Break the text of a rule into what its words mean: days, dates, months, hours, and what joins them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from placespace.calendar.clauses import EVERY_DAY, MONTHS, NAMED_DAYS, SCHOOL_DAY, Days
from placespace.calendar.clocks import RANGE, read_range
from placespace.calendar.weeks import BANK, HOLIDAY, TERM

MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
DAY = (
    r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)"
    r"(?:'?s)?\b\.?"
)
DATE = (
    r"(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}(?P<sep{n}>[/.-])\d{1,2}(?P=sep{n})\d{4}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?(?:\s+of)?\s+{MONTH}\s+\d{{4}})(?!\d)"
)
TO = r"\s*(?:-|to\b|until\b|till\b)\s*"
PART = r"(?:day|evening|night|afternoon|morning)s?\b"
FORMS: tuple[tuple[str, str], ...] = (
    ("dates", rf"(?P<first>{DATE.replace('{n}', '1')})(?:{TO}(?P<last>{DATE.replace('{n}', '2')}))?"),
    ("yearly", rf"(?P<nth>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+(?P<of>{MONTH})(?!\s*(?:half|\d{{4}}))"),
    ("hours", RANGE),
    ("filler", r"(?:of\s+)?(?:every|each)\s+year\b"),
    ("every", rf"(?:(?:every|each|all)\s+(?:single\s+)?{PART}|daily\b|nightly\b)"),
    ("weekday", rf"(?P<day1>{DAY})(?:{TO}(?P<day2>{DAY}))?"),
    ("weekdays", r"week\s?days?\b"),
    ("weekend", r"week\s?ends?\b"),
    (SCHOOL_DAY, r"school\s?(?:days?|nights?|evenings?|afternoons?)\b"),
    (BANK, r"(?:bank|public)\s+hol(?:iday)?s?\b"),
    (TERM, r"(?:school\s+)?term(?:\s?time)?s?\b"),
    (HOLIDAY, r"(?:school\s+)?hol(?:iday)?s?\b"),
    ("month", rf"(?P<month1>{MONTH})(?:{TO}(?P<month2>{MONTH}))?"),
    ("not", r"(?:but\s+)?(?:not|nor|never|no|except(?:ing)?(?:\s+for)?|excluding|excl\.?|apart\s+from|without)\b\.?"),
    ("in", rf"(?:(?:in|during|over|through(?:out)?|within|of)\b|from(?=\s+{MONTH}{TO}{MONTH}))"),
    ("extra", r"(?:extra|additional)\b"),
    ("part", PART),
    ("filler", r"(?:every|each|on|the|only|at|out|works?|shifts?|sessions?)\b"),
    ("joint", r"(?:,|;|/|&|\+|-|\.|:|(?:and|or)\b)"),
    ("word", r"[^\W\d_][\w'’]*(?:-[^\W\d_][\w']*)*"),
)  # fmt: skip
READ = [(kind, re.compile(form, re.ASCII if kind != "word" else 0)) for kind, form in FORMS]
MONTH_BEFORE = re.compile(rf"{MONTH}\s*$", re.ASCII)
MONTH_AFTER = re.compile(rf"\s*(?:st|nd|rd|th)?\s*(?:of\s+)?{MONTH}", re.ASCII)
BARE = re.compile(r"\d{1,2}\D*\d{1,2}", re.ASCII)
NEVER_NAMED = re.compile(
    r"\b(first|second|third|fourth|last|next|other|alternate|every|each|fortnight\w*|weekly|monthly|any|some)\b"
)
DAY_NAMES = {name.lower(): month * 100 + day for name, (month, day) in NAMED_DAYS.items()}
SATURDAY = 5
HALF_WEEK = (range(SATURDAY), range(SATURDAY, 7))


@dataclass(frozen=True)
class Token:
    """One piece of a rule: what it is, the days or minutes it means, and how it was written."""

    kind: str
    days: tuple[Days, ...] = ()
    hours: tuple[int, int] = (0, 0)
    text: str = ""


class Unread(Exception):
    """Why a rule cannot be read."""


def tokens(text: str) -> Iterator[Token]:
    """Yield the pieces of a rule in order.

    Raises
    ------
    Unread
        With the reason, at the first piece that means nothing or two things.

    Examples
    --------
    >>> [t.kind for t in tokens("Every Friday 5\u20139pm, not December")]
    ['filler', 'weekday', 'hours', 'joint', 'not', 'month']
    """
    text = unicodedata.normalize("NFKC", text).lower()
    text = " ".join(re.sub(r"[\u2010-\u2015\u2212]+", "-", text).replace("\u2019", "'").split())
    at = 0
    while at < len(text):
        if text[at] == " ":
            at += 1
            continue
        whole = at == 0 or not (text[at - 1].isalnum() and text[at].isalnum())
        found = next(((kind, m) for kind, form in READ if whole and (m := form.match(text, at))), None)
        if found is None:
            raise Unread(f"'{text[at : at + 20]}' cannot be read")
        kind, match = found
        yield _token(kind, match, text)
        at = match.end()


def with_names(found: list[Token]) -> list[Token]:
    """Return the tokens with words that stand together, and a month or holiday among them, as one name.

    Raises
    ------
    Unread
        When a name is of a kind that no calendar lists.
    """
    out: list[Token] = []
    run: list[Token] = []

    def close() -> None:
        if any(t.kind == "word" for t in run):
            name = " ".join(t.text for t in run)
            if NEVER_NAMED.search(name):
                raise Unread(f"'{name}' cannot be told from a calendar: write the dates")
            if (day := DAY_NAMES.get(name)) is not None:
                out.append(Token("yearly", (Days("yearly", day),), text=name))
            else:
                out.append(Token("named", (Days("named", name=name),), text=name))
        else:
            out.extend(t for t in run if t.kind != "part")
        run.clear()

    for token in found:
        if token.kind in ("word", "month", TERM, HOLIDAY, "part"):
            run.append(token)
        else:
            close()
            out.append(token)
    close()
    return out


def _token(kind: str, match: re.Match, text: str) -> Token:
    said = match[0].strip()
    if kind == "hours":
        return Token(kind, hours=_hours(match, text), text=said)
    if kind == "dates":
        first = _date(match["first"])
        last = _date(match["last"]) if match["last"] else first
        if last < first:
            raise Unread(f"'{said}' ends before it starts")
        return Token(kind, (Days(kind, first=first, last=last),), text=said)
    if kind == "yearly":
        month = _month(match["of"])
        _made(2024, month, int(match["nth"]), said)
        return Token(kind, (Days(kind, month * 100 + int(match["nth"])),), text=said)
    if kind in ("weekday", "weekdays", "weekend"):
        numbers = HALF_WEEK[kind == "weekend"]
        if kind == "weekday":
            first = _weekday(match["day1"])
            numbers = range(first, first + 1 + (_weekday(match["day2"]) - first) % 7 if match["day2"] else first + 1)
        return Token("weekday", tuple(Days("weekday", n % 7) for n in numbers), text=said)
    if kind == "month":
        first = _month(match["month1"])
        many = (_month(match["month2"]) - first) % 12 + 1 if match["month2"] else 1
        return Token(kind, tuple(Days(kind, (first - 1 + n) % 12 + 1) for n in range(many)), text=said)
    if kind == "every":
        return Token(kind, (Days(EVERY_DAY),), text=said)
    return Token(kind, (Days(kind),) if kind in (SCHOOL_DAY, BANK, TERM, HOLIDAY) else (), text=said)


def _hours(match: re.Match, text: str) -> tuple[int, int]:
    start, end = (match["start_b"], match["end_b"]) if match["start_b"] else (match["start"], match["end"])
    beside = MONTH_AFTER.match(text, match.end()) or MONTH_BEFORE.search(text[: match.start()].removesuffix("from "))
    dated = re.search(rf"\d{{1,2}}(?:st|nd|rd|th)?(?:\s+of)?\s+{MONTH}\s*$", text[: match.start()])
    if beside and not dated and BARE.fullmatch(f"{start}-{end}"):
        raise Unread(f"'{start}-{end}' beside a month may be hours or days: write 17:00-21:00, or the dates in full")
    read = read_range(start, end)
    if isinstance(read, str):
        raise Unread(read)
    return read


def _date(text: str) -> date:
    if re.match(r"\d{4}-", text):
        year, month, day = map(int, text.split("-"))
    elif found := re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text):
        day, month, year = map(int, found.groups())
    else:
        day, year = (int(n) for n in re.findall(r"\d+", text))
        month = _month(re.search(MONTH, text)[0])
    return _made(year, month, day, text)


def _made(year: int, month: int, day: int, text: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise Unread(f"'{text}' is not a date: dates are 2026-10-30 or 30/10/2026, day first") from None


def _month(text: str) -> int:
    return next(n for n, name in enumerate(MONTHS, 1) if name.lower()[:3] == text[:3])


def _weekday(text: str) -> int:
    return ("mon", "tue", "wed", "thu", "fri", "sat", "sun").index(text[:3])
