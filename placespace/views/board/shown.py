"""What the plan board shows: its stops, days and lanes, checked before they are sent to a browser."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from placespace.terms import WEEKDAYS

DAY_STARTS, DAY_ENDS = 360, 1800
"""An operational day, minutes after 00:00 of its date: 06:00 to 06:00."""

KINDS = ("visit", "session")
FIXED = ("", "pinned", "asked for", "moved")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True)
class BoardRow:
    """One stop, drawn as a card.

    Attributes
    ----------
    id : str
        Names the stop in the actions that come back; keep it the same while the stop is the same.
    lane : str
        ``id`` of the lane: the crew and unit that goes.
    day : datetime.date
        Operational date.
    start_min, end_min : int
        Minutes after 00:00 of `day`, 360 (06:00) to 1800 (06:00 of the next day).
    place : str
        Id of the place, one of the board's `places`.
    name : str
        What people call the place. Shown as text, never as HTML, like all words here.
    kind : {"visit", "session"}
    fixed : {"", "pinned", "asked for", "moved"}
        Why the stop does not move by itself; empty where the plan is free to.
    asked_by : str
        Agency, where one asked.
    reason : str
        Why it was fixed.

    Raises
    ------
    ValueError
        When the kind is unknown or the times are not within one operational day.
    """

    id: str
    lane: str
    day: date
    start_min: int
    end_min: int
    place: str
    name: str
    kind: Literal["visit", "session"] = "visit"
    fixed: Literal["", "pinned", "asked for", "moved"] = ""
    asked_by: str = ""
    reason: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS or self.fixed not in FIXED:
            raise ValueError(
                f"A stop is one of {KINDS} and fixed as one of {FIXED}, not {self.kind!r}, {self.fixed!r}."
            )
        if not DAY_STARTS <= self.start_min < self.end_min <= DAY_ENDS:
            raise ValueError(
                f"A stop lies within {DAY_STARTS} to {DAY_ENDS} minutes, not {self.start_min} to {self.end_min}."
            )

    def sent(self) -> dict[str, str | int]:
        """Return the stop as the browser takes it."""
        words = ("id", "lane", "place", "name", "kind", "fixed", "asked_by", "reason")
        return {name: str(getattr(self, name)) for name in words} | {
            "day": self.day.isoformat(), "start": int(self.start_min), "end": int(self.end_min),
        }  # fmt: skip


@dataclass(frozen=True, order=True)
class BoardDay:
    """One day of the month and what is to be known of it.

    Attributes
    ----------
    date : datetime.date
    tags : tuple of str
        A word or two each: "half-term", "Halloween", "clocks go back".
    sunset : str
        "HH:MM" local time, or empty.
    """

    date: date
    tags: tuple[str, ...] = ()
    sunset: str = ""

    def sent(self) -> dict[str, object]:
        """Return the day as the browser takes it, with its words.

        Examples
        --------
        >>> day = BoardDay(date(2026, 10, 31), ("Halloween",), "16:40").sent()
        >>> day["head"], day["words"], day["week"]
        ('Sat 31', 'Saturday 31 October', '2026-44')
        """
        weekday, month = WEEKDAYS[self.date.weekday()], MONTHS[self.date.month - 1]
        year, week, _ = self.date.isocalendar()
        return {
            "date": self.date.isoformat(),
            "week": f"{year}-{week:02}",
            "head": f"{weekday[:3]} {self.date.day}",
            "words": f"{weekday} {self.date.day} {month}",
            "number": self.date.day,
            "month": month,
            "weekend": self.date.weekday() >= 5,
            "tags": [str(tag) for tag in self.tags],
            "sunset": str(self.sunset),
        }


@dataclass(frozen=True)
class Lane:
    """One crew's unit: a band of the timetable.

    Attributes
    ----------
    id : str
    title : str
        Such as "Police pair, north 1".
    note : str
        A few words beside the title.
    out : mapping of datetime.date to str, optional
        When the unit is out, in words ("18:00-02:00"), shown in the day's cell. A day that is not in it is
        drawn as one on which the unit is not out; with no mapping at all nothing is said of any day.
    """

    id: str
    title: str
    note: str = ""
    out: Mapping[date, str] | None = field(default=None, hash=False)

    def sent(self) -> dict[str, object]:
        """Return the lane as the browser takes it."""
        out = None if self.out is None else {day.isoformat(): str(words) for day, words in self.out.items()}
        return {"id": str(self.id), "title": str(self.title), "note": str(self.note), "out": out}
