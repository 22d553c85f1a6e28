"""Keep what practitioners saw at a place, and young people's own map of safe and unsafe."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from placespace.places.checks import check, observation_faults, view_faults
from placespace.places.door import Held
from placespace.places.raising import Raising
from placespace.places.roles import may
from placespace.places.things import Observation, View

AN_OBSERVATION = "An observation says who saw what of a place, when, and how surely; it is of nobody."
A_VIEW = "A mark on young people's own map says a cell, how it feels, and how many said so."


class YoungMap(NamedTuple):
    """Young people's own map, as it may be shown to anybody.

    Attributes
    ----------
    shown : DataFrame
        ``cell``, ``feels``, ``contributors``: the last rounded down to a multiple of the threshold.
    held_back : int
        Cells that were marked, and of which nothing that somebody gathered is shown: too few young people marked
        them. A cell counts once for each who gathered marks of it.
    """

    shown: pd.DataFrame
    held_back: int


class Seen(Raising):
    """What the register does with observations and with young people's own map."""

    def observe(self, place_id: str, seen: Observation) -> Held[Observation]:
        """Keep what a practitioner saw at a place.

        Raises
        ------
        Faults
            With everything that is wrong.
        NotAllowed
            When the role may not add an observation.
        """
        self._check("add an observation")
        self._open_place(place_id)
        check(AN_OBSERVATION, observation_faults(seen, self._latest))
        return self._add("observation", seen, "observed", place_id)

    def observations(self, place_id: str) -> list[Held[Observation]]:
        """Return what was seen at a place, the newest first.

        Raises
        ------
        NotAllowed
            When the role does not read the register.
        """
        self._check("read the register")
        return sorted(self._find("observation", place_id), key=lambda o: (o.thing.on, o.id), reverse=True)

    def mark(self, view: View, place_id: str = "") -> Held[View]:
        """Keep a mark on young people's own map, of a workshop.

        Raises
        ------
        Faults
            With everything that is wrong.
        NotAllowed
            When the role may not add an observation.
        """
        self._check("add an observation")
        if place_id:
            self._open_place(place_id)
        check(A_VIEW, view_faults(view, self._known_cells, self._latest))
        return self._add("view", view, "marked", place_id)

    def views(self) -> list[Held[View]]:
        """Return the marks as they were given: all to who sees true counts, to others those they gave themselves.

        A mark of three young people is a small number: everybody else sees :meth:`young_map`.

        Raises
        ------
        NotAllowed
            When the role does not read the register.
        """
        self._check("read the register")
        own = None if may(self.who, "see true counts") else self.who.name
        return [v for v in self._find("view") if own is None or v.by == own]

    def young_map(self) -> YoungMap:
        """Return young people's own map: cells that enough of them marked, and how many cells are held back.

        Numbers are rounded down to a multiple of the threshold, so that the difference of two days' maps is none or a
        whole threshold: it tells of no few. Marks of several workshops are added; a young person may be in two.
        A cell that some call safe and some unsafe shows each where each has enough.

        The threshold is that of each who saved marks: else who adds one at a time until a cell shows would know how
        few others marked it.

        Raises
        ------
        NotAllowed
            When the role does not see protected figures.
        """
        self._check("see protected figures")
        least = int(self.number("view_contributors"))
        marks = self._find("view")
        given = pd.DataFrame({
            "cell": pd.Series([v.thing.cell for v in marks], dtype="str"),
            "feels": pd.Series([v.thing.feels for v in marks], dtype="str"),
            "by": pd.Series([v.by for v in marks], dtype="str"),
            "contributors": pd.Series([v.thing.contributors for v in marks], dtype="int64"),
        })  # fmt: skip
        each = given.groupby(["cell", "feels", "by"], as_index=False)["contributors"].sum()
        enough = each[each["contributors"] >= least]
        enough = enough.assign(contributors=enough["contributors"] // least * least)
        shown = enough.groupby(["cell", "feels"], as_index=False)["contributors"].sum()
        return YoungMap(
            shown, len(each[["cell", "by"]].drop_duplicates()) - len(enough[["cell", "by"]].drop_duplicates())
        )
