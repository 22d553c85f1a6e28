"""Make sure that nothing of the police timetable is in what goes to outreach workers and partners."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Protocol

import pandas as pd

from placespace.documents.paper.texts import texts_of
from placespace.errors import PlacespaceError

Moment = tuple[date, str]
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_TH = r"(?:st|nd|rd|th)?"
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})[a-z]*"
_DATES = tuple(
    re.compile(form)
    for form in (
        r"(?<!\d)(?P<year>20\d\d)-?(?P<m>0[1-9]|1[0-2])-?(?P<day>[0-3]\d)(?!\d)",
        r"(?<![\d/.])(?P<day>\d{1,2})(?P<sep>[/.\-])(?P<m>\d{1,2})(?P=sep)(?P<year>(?:20)?\d\d)(?!\d)",
        r"(?<![\d/.])(?P<day>\d{1,2})/(?P<m>\d{1,2})(?![\d/])",
        rf"(?<!\d)(?P<day>\d{{1,2}}){_TH}[\s\-]+(?:of\s+)?{_MONTH}",
        rf"\b{_MONTH}\s+(?P<day>\d{{1,2}}){_TH}(?!\d|:\d)",
        rf"\b(?P<weekday>{'|'.join(_DAYS)})[a-z]*,?\s+(?:the\s+)?(?P<day>\d{{1,2}}){_TH}(?!\d|[:.\-–]\d|\s*[ap]m)",
    )
)
_TIMES = (
    re.compile(r"(?<![\d:.])(?P<h>[01]?\d|2[0-4])[:.](?P<m>[0-5]\d)(?::\d\d)?(?![\d:])\s*(?P<half>[ap]\.?m)?"),
    re.compile(r"(?<![\d:.])(?P<h>1[0-2]|[1-9])(?P<m>)\s*(?P<half>[ap]\.?m)"),
    re.compile(r"(?<!\d)(?P<h>[01]\d|2[0-3])(?P<m>[0-5]\d)\s*(?P<half>)(?:hrs|hours|h)\b"),
    re.compile(r"\b(?:at|from|to|till|until)\s+(?P<h>[01]\d|2[0-3])(?P<m>[0-5]\d)(?P<half>)(?!\d)"),
)


class HasTitle(Protocol):
    """A crew, as far as it matters here."""

    title: str
    police: bool


def check_no_police(
    files: Mapping[str, bytes],
    police: pd.DataFrame,
    crews: Mapping[str, HasTitle],
    *,
    places: Collection[str] = (),
    own: Collection[Moment] = (),
    quoted: Collection[str] = (),
) -> list[str]:
    """Refuse files that say when or where the police will be, or who.

    A time is found beside its date, or under the last date above it, in any form a person would write it; and both
    ends of a visit in one line, with no date at all. A title or id of a crew is found when it has two words or more.

    Parameters
    ----------
    files : mapping of str to bytes
        What is handed over, by name: .docx, .xlsx, csv and other text, and zips of them.
    police : DataFrame
        The police rows of the timetable: ``date, from, to`` of :data:`placespace.terms.PLAN_COLUMNS`.
    crews : mapping of str to crew
        All crews by id, each with ``title`` and ``police``.
    places : collection of str
        Names of places where only the police go.
    own : collection of (date, str)
        Moments that may stand there although a police visit starts or ends then too, as sessions and sunset: see
        :func:`moments_of`.
    quoted : collection of str
        Texts that may stand there as they are, as what is open nearby and when.

    Returns
    -------
    list of str
        Pictures and PDFs, whose words are drawn: nothing can be said of them here.

    Raises
    ------
    PlacespaceError
        Naming each file and what of the police is in it.
    """
    texts, pictures = texts_of(dict(files))
    secret = moments_of(police) - set(own)
    known = {t for _, t in own}
    pairs = {(str(r["from"])[:5], str(r["to"])[:5]) for r in police.to_dict("records")}
    pairs = {pair for pair in pairs if not set(pair) <= known}
    dates = {day for day, _ in moments_of(police) | set(own)}
    names = [n for id_, c in crews.items() if c.police for n in (c.title, id_) if re.search(r"\w[\W_]+\w|\d", n)]
    words = {t: _phrase(t) for t in (*names, *places) if t.strip()}
    faults = []
    for name, text in texts.items():
        lines = [_without(line, quoted) for line in text.splitlines()]
        plain = " ".join(" ".join(lines).casefold().split())
        found = [f"names {said!r}" for said, phrase in words.items() if phrase.search(plain)]
        found += [f"{day:%-d %B} {t}" for day, t in sorted(set(_moments_in(lines, dates)) & secret)]
        times = [times_in(line) for line in lines]
        found += [f"{a} to {b}" for a, b in sorted(pairs) if any({a, b} <= said for said in times)]
        faults += [f"{name}: {', '.join(dict.fromkeys(found))}"] if found else []
    if faults:
        raise PlacespaceError(
            "What goes to outreach workers and partners holds no police crew, place or time.",
            "\n".join(["", *(f"  - {fault}" for fault in faults), ""]),
            "Take it out of the notes, names or tasks where it was typed; nothing was written.",
        )
    return pictures


def moments_of(table: pd.DataFrame) -> set[Moment]:
    """Return when each row of a timetable starts and ends, by the clock.

    A time before 06:00 is of the night before and of the morning: both dates are given.

    Examples
    --------
    >>> sorted(moments_of(pd.DataFrame({"date": ["2026-10-02"], "from": ["23:50"], "to": ["00:05"]})))[0]
    (datetime.date(2026, 10, 2), '00:05')
    """
    found: set[Moment] = set()
    for row in table.to_dict("records"):
        day = date.fromisoformat(str(row["date"])[:10])
        for said in (str(row["from"])[:5], str(row["to"])[:5]):
            found.add((day, said))
            if said < "06:00":
                found.add((day + timedelta(days=1), said))
    return found


def times_in(text: str) -> set[str]:
    """Return the clock times in a text as HH:MM; one that could be morning or evening as both.

    Examples
    --------
    >>> sorted(times_in("from 18:05 till 9.15pm, or 2130 hrs"))
    ['18:05', '21:15', '21:30']
    >>> sorted(times_in("back by 9:15"))
    ['09:15', '21:15']
    """
    found = set()
    for form in _TIMES:
        for m in form.finditer(text.casefold()):
            hour, minute = int(m["h"]) % 24, m["m"] or "00"
            if m["half"]:
                hour = hour % 12 + (12 if m["half"].startswith("p") else 0)
            found.add(f"{hour:02d}:{minute}")
            if not m["half"] and hour < 12 and len(m["h"]) == 1:
                found.add(f"{hour + 12:02d}:{minute}")
    return found


def dates_in(text: str, dates: Collection[date]) -> set[date]:
    """Return the dates that a text names, of those given; another date of the same years counts as none of them.

    Examples
    --------
    >>> days = [date(2026, 10, 2), date(2026, 10, 3)]
    >>> dates_in("Friday 2nd", days) == dates_in("2 Oct", days) == dates_in("02/10/26", days) == {days[0]}
    True
    """
    return {day for day in dates for found in _dates_said(text) if _is(day, *found)}


def _dates_said(text: str) -> Iterator[tuple[int, int | None, int | None, int | None]]:
    """Return each date in a text: day, month, year, weekday; None for what is not said."""
    for form in _DATES:
        for m in form.finditer(text.casefold()):
            said = m.groupdict()
            month = int(said["m"]) if said.get("m") else None
            if said.get("month"):
                month = _MONTHS.index(said["month"]) + 1
            year = int(said["year"]) if said.get("year") else None
            weekday = _DAYS.index(said["weekday"]) if said.get("weekday") else None
            yield int(said["day"]), month, year, weekday


def _is(day: date, number: int, month: int | None, year: int | None, weekday: int | None) -> bool:
    return (
        day.day == number
        and month in (None, day.month)
        and year in (None, day.year, day.year % 100)
        and weekday in (None, day.weekday())
    )


def _moments_in(lines: Sequence[str], dates: Collection[date]) -> Iterator[Moment]:
    """Return each time in a text with the date beside it, or else the last above it, or else the first below."""
    named = [dates_in(line, dates) if any(_dates_said(line)) else None for line in lines]
    under = next((found for found in named if found is not None), set())
    for line, found in zip(lines, named, strict=True):
        under = found if found is not None else under
        if under:
            yield from ((day, t) for t in times_in(line) for day in under)


def _without(line: str, quoted: Collection[str]) -> str:
    left = " ".join(line.split())
    for text in sorted(quoted, key=len, reverse=True):
        left = left.replace(" ".join(text.split()), " ; ") if text.strip() else left
    return left


def _phrase(said: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(' '.join(said.casefold().split()))}(?!\w)")
