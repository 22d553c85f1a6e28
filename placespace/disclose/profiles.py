"""Name the profiles, and what each may ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from placespace.errors import WrongUse
from placespace.grid import Question

WINDOW_MONTHS = 12
SENSITIVE, OPEN = "OFFICIAL-SENSITIVE", "OFFICIAL"


@dataclass(frozen=True)
class Profile:
    """Who a table is for: counts under ``hide_below`` are hidden, the rest go to the nearest ``base``.

    ``resolution`` is the only one shown (None: the area's own). ``by_month`` says whether the
    area's months may be shown one by one. ``marking`` stands at the top and bottom of what is
    handed out.
    """

    name: str
    hide_below: int
    base: int
    resolution: int | None
    by_month: bool
    marking: str
    says: str

    @property
    def exact(self) -> bool:
        """Whether true counts are shown."""
        return self.hide_below == 0


PROFILES = {
    p.name: p
    for p in (
        Profile("analyst", 0, 1, None, True, SENSITIVE, "true counts; for the analyst's own screen"),
        Profile("partner", 5, 5, None, True, SENSITIVE, "counts of 1 to 4 hidden, the rest to the nearest 5"),
        Profile("health", 8, 5, None, True, SENSITIVE, "counts of 1 to 7 hidden, the rest to the nearest 5"),
        Profile("public", 10, 10, 8, False, OPEN, "counts of 1 to 9 hidden, the rest to the nearest 10; whole years"),
    )
}


def profile_named(name: str) -> Profile:
    """Return a profile by its name.

    Raises
    ------
    WrongUse
        When there is none of that name.

    Examples
    --------
    >>> profile_named("partner").base
    5
    """
    if name not in PROFILES:
        raise WrongUse(f"A profile is one of: {', '.join(PROFILES)}.", f"'{name}' is not.", "Choose one of them.")
    return PROFILES[name]


def allowed_resolution(profile: Profile, own: int, asked: int | None = None) -> int:
    """Return the resolution a profile sees: one only, so that no cell can be taken from its parent.

    Raises
    ------
    PlacespaceError
        When another one is asked for.

    Examples
    --------
    >>> allowed_resolution(PROFILES["public"], 9), allowed_resolution(PROFILES["analyst"], 9, 8)
    (8, 8)
    """
    fixed = own if profile.resolution is None else min(own, profile.resolution)
    if profile.exact:
        return asked or own
    if asked not in (None, fixed):
        raise WrongUse(
            f"The {profile.name} profile shows resolution {fixed} only: two would give hidden counts "
            "back by subtraction.",
            f"Resolution {asked} was asked for.",
            f"Use {fixed}.",
        )
    return fixed


def whole_windows(months_held: Sequence[str], year_ends_month: float = 12) -> list[tuple[str, str]]:
    """Return the windows a protected profile may see: whole years that end with one month, latest first.

    The month is a setting of the area and stays: no two windows ever overlap, so that no month
    can be taken from one by subtracting another.

    Examples
    --------
    >>> whole_windows(["2024-09", "2025-01", "2026-10"], 9)
    [('2025-10', '2026-09'), ('2024-10', '2025-09')]
    """
    if not months_held:
        return []
    first, last = pd.Period(months_held[0], "M"), pd.Period(months_held[-1], "M")
    end = last - (last.month - int(year_ends_month)) % WINDOW_MONTHS
    windows = []
    while end - (WINDOW_MONTHS - 1) >= first:
        windows.append((str(end - (WINDOW_MONTHS - 1)), str(end)))
        end -= WINDOW_MONTHS
    return windows


def check_question(
    profile: Profile, question: Question, categories: Sequence[str], year_ends_month: float = 12
) -> None:
    """Refuse a question whose answer would give hidden counts back.

    Parameters
    ----------
    profile : Profile
    question : Question
        With its window filled in.
    categories : sequence of str
        All categories of the layer.
    year_ends_month : float
        The month the area's whole years end with.

    Raises
    ------
    WrongUse
        When the window is not one of the area's whole years, or categories are added up.
    """
    if profile.exact:
        return
    last = pd.Period(question.last, "M")
    year = (str(last - (WINDOW_MONTHS - 1)), question.last)
    if last.month != int(year_ends_month) or (question.first, question.last) != year:
        whole = last - (last.month - int(year_ends_month)) % WINDOW_MONTHS
        raise WrongUse(
            f"The {profile.name} profile shows whole years that end with {whole:%B}, so that no two windows overlap.",
            f"The window is {question.first} to {question.last}.",
            f"Choose {whole - (WINDOW_MONTHS - 1)} to {whole}, set 'year_ends_month' under [settings] in area.toml "
            "once and for all, or use the analyst profile for your own screen.",
        )
    if len(question.categories) != 1 and len(categories) > 1:
        raise WrongUse(
            f"The {profile.name} profile shows one category at a time: sums of categories would give "
            "hidden counts back by subtraction.",
            f"{len(question.categories) or 'All'} were asked for.",
            "Choose one.",
        )


def shown_as(value: object, status: str) -> str:
    """Return a protected count as text: hidden, zero and no data look different.

    Examples
    --------
    >>> shown_as(15, "shown"), shown_as(None, "hidden"), shown_as(0, "zero"), shown_as(None, "no data")
    ('15', 'hidden', '0', 'no data')
    """
    return status if status in ("hidden", "no data") else f"{int(value):,}"
