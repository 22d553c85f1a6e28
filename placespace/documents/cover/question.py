"""Ask of coverage: which demand, which weeks, whose ages, what kinds of session, how far on foot."""

from __future__ import annotations

from dataclasses import dataclass

from placespace.errors import WrongUse
from placespace.grid import Question
from placespace.terms import SESSION_KINDS

USUAL_KINDS = tuple(k for k in SESSION_KINDS if k != "targeted")
"""What counts as somebody being there unless the user says otherwise: all but sessions by referral."""


@dataclass(frozen=True)
class CoverQuestion:
    """What is asked of coverage.

    Attributes
    ----------
    harm : Question
        Source, categories and months of the harm.
    demand : str
        One of ``DEMANDS``.
    week_type : str
        ``term``, ``holiday``, ``all`` or the name of weeks in the calendar.
    ages : tuple of int
        Youngest and oldest that a session must be for, in part at least.
    kinds : tuple of str
        Kinds of session that count.
    minutes : float
        How long a young person walks.
    as_recorded : bool
        Only events whose hour is known, each at its own hour.
    ages_not_stated : bool
        Whether sessions whose list states no ages count.
    without : tuple of str
        Sessions left out: those that may be moved.
    """

    harm: Question
    demand: str = "harm"
    week_type: str = "term"
    ages: tuple[int, int] = (10, 17)
    kinds: tuple[str, ...] = USUAL_KINDS
    minutes: float = 15
    as_recorded: bool = False
    ages_not_stated: bool = True
    without: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        unknown = [k for k in self.kinds if k not in SESSION_KINDS]
        if unknown or not self.kinds:
            raise WrongUse(
                f"A kind of session is one of: {', '.join(SESSION_KINDS)}.",
                f"'{unknown[0]}' is not." if unknown else "None was chosen.",
                "Choose at least one.",
            )
        if not 0 <= self.ages[0] <= self.ages[1]:
            raise WrongUse("Ages run from youngest to oldest.", f"They are {self.ages}.", "Swap the two.")
        if not 0 < self.minutes <= 120:
            raise WrongUse("A walk is 1 to 120 minutes.", f"It is {self.minutes:g}.", "Choose another.")
