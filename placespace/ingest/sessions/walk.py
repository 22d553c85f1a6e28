"""Walk over the words of one piece of a text, and put its days, times and limits together.

Either days come before their times ("Mon 6-8, Wed 7-9") or after them ("6-8 Mondays"):
whichever comes first in the piece.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from placespace.ingest.sessions.days import EVERY_DAY, Days
from placespace.ingest.sessions.folding import Said
from placespace.ingest.sessions.hours import Span, Window
from placespace.ingest.sessions.limits import Limit, together
from placespace.ingest.sessions.tokens import Token, letters_of

AFTER_A_JOIN = re.compile("[s:o]$")
NEXT_IS_A_DAY = re.compile("s+d")
WHICH_TOGETHER = "{!r}: which days and times go together?"


@dataclass(eq=False)
class Clause:
    """Days and times that are said together.

    ``lead`` are limits said before several clauses, ``inner`` those among its days and times, ``after``
    those after them. ``unsure`` is set where it cannot be told which days and times go together, ``closed``
    where no times can follow its days.
    """

    days: list[Days] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    windows: list[Window] = field(default_factory=list)
    lead: list[Limit] = field(default_factory=list)
    inner: list[Limit] = field(default_factory=list)
    after: list[Limit] = field(default_factory=list)
    off: frozenset[int] = frozenset()
    unsure: bool = False
    closed: bool = False

    @property
    def full(self) -> bool:
        """Whether it has both days and times."""
        return bool(self.days and self.spans)

    @property
    def limits(self) -> list[Limit]:
        """All that limits it."""
        return [*self.lead, *self.inner, *self.after]

    @property
    def limit(self) -> Limit:
        """All that limits it, as one."""
        return replace(together(self.limits), closed=self.off)

    @property
    def weekdays(self) -> list[int]:
        """Its days once each; ``daily`` beside other days says no more than they do."""
        named = [days for days in self.days if days != EVERY_DAY] or self.days
        return list(dict.fromkeys(day for days in named for day in days))


def hint(clause: Clause, token: Token, said: Said) -> None:
    """Add a part of the day: no time, but it may settle a bare one."""
    clause.hints.append(said.of([token]))
    if token.value:
        clause.windows.append(token.value)


class Walk:
    """One pass over the words of a piece, from the first to the last.

    Attributes
    ----------
    found : list of Clause
    lead : list of Limit
        What is said before the first day or time.
    firm : bool
        Whether a colon or a dash sets that apart.
    questions : list of str
    """

    def __init__(self, piece: list[Token], said: Said) -> None:
        self.piece, self.said, self.letters = piece, said, letters_of(piece)
        self.days_first = re.search("[dt]", self.letters)[0] == "d"
        self.found = [Clause()]
        self.lead: list[Limit] = []
        self.firm = False
        self.questions: list[str] = []
        self._carried: list[Limit] = []
        steps = {"d": self._day, "t": self._time, "v": self._part_of_day, "l": self._limit, "e": self._limit}
        for i, token in enumerate(piece):
            if token.code in steps:
                steps[token.code](i, token)
        self._check_what_goes_together()

    @property
    def now(self) -> Clause:
        """The clause that words belong to now."""
        return self.found[-1]

    def _begin(self, days: Iterable[Days] = (), inner: Iterable[Limit] = ()) -> None:
        self.found.append(Clause(days=list(days), inner=[*inner, *self._carried]))
        self._carried = []

    def _rest(self, i: int) -> str:
        return self.letters[i + 1 :]

    def _close_before_a_day(self, i: int) -> None:
        """After "Monday evenings and" the times of the next day are not Monday's."""
        if self.days_first and self.now.days and not self.now.spans:
            self.now.closed = bool(NEXT_IS_A_DAY.match(self._rest(i)))

    def _day(self, i: int, token: Token) -> None:
        if self.now.closed or (self.days_first and self.now.spans):
            self._begin()
        self.now.days.append(token.value)

    def _time(self, i: int, token: Token) -> None:
        if self.days_first and self.now.after:
            self._begin(self.now.days, self.now.inner)
        elif not self.days_first and self.now.days:
            self._begin()
        self.now.spans.append(token.value)

    def _part_of_day(self, i: int, token: Token) -> None:
        if self.now.full and AFTER_A_JOIN.search(self.letters[:i]) and self._rest(i).startswith("d"):
            self._begin()
        hint(self.now, token, self.said)
        self._close_before_a_day(i)

    def _limit(self, i: int, token: Token) -> None:
        after = self._rest(i)[:1]
        says_of_day = token.code == "e" and after == "d"
        ahead = says_of_day or (after in ("d", "t") and AFTER_A_JOIN.search(self.letters[:i]))
        begun = self.now.days or self.now.spans
        if not begun and not says_of_day:
            self.lead += [token.value] if token.value != Limit() else []
            self.firm = self.firm or after in (":", "o")
        elif begun and ahead and (self.now.spans or after == "d") and not self._same_day(i):
            self._begin(self.now.days if self.days_first and after == "t" else [], [token.value])
        elif self.now.full:
            self.now.after.append(token.value)
            if after in ("d", "t") and self._stands_free(i):
                self._carried = [token.value]
                self.questions.append(f"{self.said.of([token])!r}: is it for what stands before it, or after it?")
        else:
            self.now.inner.append(token.value)
            self._close_before_a_day(i)

    def _stands_free(self, i: int) -> bool:
        """Whether nothing shows if a limit between two sessions belongs to the first or the second."""
        gap = self.said.text[self.piece[i - 1].end : self.piece[i].start]
        return "(" not in gap and self.letters[-1] not in "le"

    def _same_day(self, i: int) -> bool:
        """Whether the next word is a day it has already: ``Friday (alternate Fridays)``."""
        following = self.piece[i + 1]
        return not self.now.spans and following.code == "d" and following.value in self.now.days

    def _check_what_goes_together(self) -> None:
        """Mark clauses whose days and times may be paired in more ways than one."""
        if len(self.found) > 1 and not self.now.full:
            before = self.found[-2]
            several = before.spans if self.days_first else before.weekdays
            before.unsure = len(several) > 1 and not self.now.hints
        for clause in self.found:  # "Fri & Sat 6-8 and 9-11": each its own, or both on both
            clause.unsure = clause.unsure or len(clause.days) == len(clause.spans) > 1
        if any(clause.unsure for clause in self.found):
            self.questions.append(WHICH_TOGETHER.format(self.said.of(self.piece)))
