"""When things happen: one weight for each hour of the two years, for each kind of place."""

from datetime import date, datetime, timedelta
from functools import cache

import numpy as np

from .planted import RECENT_YEAR

# First and last day without school, both included; weekends are off as well.
SCHOOL_HOLIDAYS = (
    ("2024-10-28", "2024-11-01"),
    ("2024-12-23", "2025-01-03"),
    ("2025-02-17", "2025-02-21"),
    ("2025-04-07", "2025-04-21"),
    ("2025-05-05", "2025-05-05"),
    ("2025-05-26", "2025-05-30"),
    ("2025-07-23", "2025-09-01"),
    ("2025-10-27", "2025-10-31"),
    ("2025-12-22", "2026-01-02"),
    ("2026-02-16", "2026-02-20"),
    ("2026-03-30", "2026-04-10"),
    ("2026-05-04", "2026-05-04"),
    ("2026-05-25", "2026-05-29"),
    ("2026-07-22", "2026-09-01"),
)
# The year after, in which the sessions of the list run.
NEXT_SCHOOL_HOLIDAYS = (
    ("2026-10-26", "2026-10-30"),
    ("2026-12-21", "2027-01-01"),
    ("2027-02-15", "2027-02-19"),
    ("2027-03-26", "2027-04-09"),
    ("2027-05-31", "2027-06-04"),
    ("2027-07-22", "2027-09-01"),
)
# England, October 2024 to September 2027; the substitute day where one falls on a weekend.
# fmt: off
BANK_HOLIDAYS = (
    "2024-12-25", "2024-12-26", "2025-01-01", "2025-04-18", "2025-04-21", "2025-05-05", "2025-05-26", "2025-08-25",
    "2025-12-25", "2025-12-26", "2026-01-01", "2026-04-03", "2026-04-06", "2026-05-04", "2026-05-25", "2026-08-31",
    "2026-12-25", "2026-12-28", "2027-01-01", "2027-03-26", "2027-03-29", "2027-05-03", "2027-05-31", "2027-08-30",
)
# fmt: on
CLOCK_CHANGES = ("2024-10-27", "2025-03-30", "2025-10-26", "2026-03-29")
DAYS = tuple(date(2024, 10, 1) + timedelta(days=i) for i in range(730))
DATES = np.array(DAYS, dtype="datetime64[D]")
WEEKDAY = np.array([day.weekday() for day in DAYS])
MONTH = np.array([f"{day:%Y-%m}" for day in DAYS])
SCHOOL_DAY = (WEEKDAY < 5) & ~np.any(
    [(np.datetime64(a) <= DATES) & (np.datetime64(b) >= DATES) for a, b in SCHOOL_HOLIDAYS], axis=0
)
BONFIRE = np.array(
    [(day.month, day.day) in {(10, 30), (10, 31), (11, 1), (11, 2), (11, 3), (11, 4), (11, 5)} for day in DAYS]
)
HOUR = np.arange(24)

# Assaults by hour of an ordinary day: few before noon, most in the evening.
ORDINARY = np.array(
    [
        1.6,
        1.3,
        0.9,
        0.5,
        0.3,
        0.2,
        0.2,
        0.3,
        0.5,
        0.6,
        0.7,
        0.8,
        1.0,
        1.1,
        1.2,
        1.6,
        1.7,
        1.7,
        1.8,
        1.9,
        2.0,
        2.1,
        2.2,
        2.0,
    ]
)
WEEK = np.array([0.9, 0.9, 0.95, 0.95, 1.15, 1.3, 1.05])


def _on(days, hours) -> np.ndarray:
    return np.outer(np.asarray(days, dtype=float), np.isin(HOUR, hours).astype(float))


def _focus(profile: str) -> tuple[np.ndarray, float]:
    """Return the hours that mark a profile, and the share of its events in them."""
    if profile == "after_school":
        return _on(SCHOOL_DAY, [15, 16, 17]), 0.88
    if profile == "thursday_evening":
        return 12 * _on(WEEKDAY == 3, [20, 21]) + _on(WEEKDAY < 5, [18, 19, 20, 21]) * 0.8, 0.94
    if profile == "weekend_night":
        # The operational day: 01:30 on Saturday belongs to Friday night.
        late = _on(np.isin(WEEKDAY, [4, 5]), [20, 21, 22, 23]) + _on(np.isin(WEEKDAY, [4, 5]), [22, 23])
        return late + 2 * _on(np.isin(WEEKDAY, [5, 6]), [0, 1]), 0.90
    if profile == "beach":
        return np.outer(np.where(WEEKDAY >= 4, 1.6, 1.0), np.isin(HOUR, [14, 15, 16, 17, 18, 19, 20, 21])), 0.88
    if profile == "evening":
        return _on(np.ones(len(DAYS)), [17, 18, 19, 20]), 0.80
    return np.zeros((len(DAYS), 24)), 0.0


@cache
def weights(profile: str) -> np.ndarray:
    """Return the weight of each day and hour (730 x 24) for a profile of place."""
    ordinary = np.outer(WEEK[WEEKDAY], ORDINARY)
    focus, share = _focus(profile)
    # Nobody is sampled into the hours that happen twice or never: the odd rows there are set by hand.
    table = (1 - share) * ordinary / ordinary.sum() + (share * focus / focus.sum() if share else 0)
    table = table * np.where(BONFIRE[:, None] & (HOUR >= 16), 2.2, 1.0)
    table[np.isin(DATES, np.array(CLOCK_CHANGES, dtype="datetime64[D]")), 1] = 0
    return table


def draw(month: str, profile: str, count: int, rng) -> list[datetime]:
    """Return `count` local times in a month, in order of drawing.

    Parameters
    ----------
    month : str
        As ``"2025-10"``.
    profile : str
        Kind of place: ``"ordinary"``, ``"after_school"``, ``"thursday_evening"``, ``"weekend_night"``,
        ``"beach"`` or ``"evening"``.
    count : int
        How many.
    rng : numpy.random.Generator
        Source of chance.
    """
    days = np.flatnonzero(month == MONTH)
    table = weights(profile)[days].ravel()
    slots = rng.choice(len(table), count, p=table / table.sum())
    minutes = rng.integers(0, 60, count)
    return [
        datetime.combine(DAYS[days[s // 24]], datetime.min.time()).replace(hour=int(s % 24), minute=int(m))
        for s, m in zip(slots, minutes, strict=True)
    ]


def kind_of_day(day: date) -> str:
    """Return what a day is to a school: ``"bank holiday"``, ``"holiday"`` or ``"term"``.

    A holiday that ends on a Friday takes in the weekend after it; other weekends are of term. A bank holiday
    that stands alone is neither; one inside school holidays is a holiday.
    """
    for first, last in (*SCHOOL_HOLIDAYS, *NEXT_SCHOOL_HOLIDAYS):
        end = date.fromisoformat(last)
        end += timedelta(days=2 if end.weekday() == 4 else 0)
        if first != last and date.fromisoformat(first) <= day <= end:
            return "holiday"
    return "bank holiday" if f"{day}" in BANK_HOLIDAYS else "term"


def operational_day(at: datetime) -> date:
    """Return the day a time belongs to: 01:30 on Saturday is of Friday's night, until 05:59."""
    return (at - timedelta(hours=6)).date()


def season(month: str) -> float:
    """Return how busy a month is for the borough as a whole: more in the light evenings and at Bonfire."""
    number = int(month[5:])
    return 1 + 0.08 * np.cos(2 * np.pi * (number - 7) / 12) + (0.04 if number in (10, 11) else 0)


def in_recent_year(at: datetime | None) -> bool:
    """Tell whether a time is known and falls in the last twelve months of the sample."""
    return at is not None and f"{at:%Y-%m}" in RECENT_YEAR
