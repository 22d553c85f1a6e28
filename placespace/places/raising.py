"""Raise places, change them, and list them, the overdue first."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Collection
from dataclasses import replace

from placespace.errors import WrongUse
from placespace.grid import cells_under, outline_m2
from placespace.places.checks import check, place_faults
from placespace.places.cycles import next_date
from placespace.places.door import Door, Held
from placespace.places.roles import may
from placespace.places.things import Place

A_PLACE = "A place says where it is, why it was raised, by whom, on what basis, and who owns it."
OWN_REFERENCE = re.compile(r"LOC-(\d+)", re.IGNORECASE)
MANY_CELLS = 30
"""About three square kilometres at the usual resolution."""


class Raising(Door):
    """What the register does with places."""

    def raise_place(self, place: Place) -> Held[Place]:
        """Keep a new place, or say everything that is wrong with it.

        The reference is made where none is given, the day it was raised is today where none is said, and the next
        review is one step of its cycle on. A place always begins open.

        Raises
        ------
        Faults
            With everything that is wrong.
        NotAllowed
            When the role may not edit places.
        """
        self._check("edit places")
        raised = place.raised_on or self.today
        place = self._ready(replace(place, raised_on=raised, status="open", closed_on=None, closed_reason=""))
        if place.next_review is None:
            place = replace(place, next_review=next_date(place, raised))
        with self.store.together():
            place = replace(place, reference=place.reference or self._next_reference())
            self._check_place(place)
            return self._add("place", place, "raised")

    def edit_place(self, id: str, place: Place, version: int) -> Held[Place]:
        """Keep a place as somebody changed it; whether it is open is not changed here.

        Raises
        ------
        Conflict
            When somebody saved first; it carries both.
        Faults, NotAllowed
            As for :meth:`raise_place`.
        """
        self._check("edit places")
        ready = self._ready(place)
        with self.store.together():
            was = self._open_place(id)
            now = was.thing
            place = replace(ready, reference=ready.reference or now.reference, status=now.status,
                            raised_on=ready.raised_on or now.raised_on, closed_on=now.closed_on,
                            closed_reason=now.closed_reason)  # fmt: skip
            if place.next_review is None:
                place = replace(place, next_review=now.next_review)
            self._check_version(was, place, version)
            self._check_place(place, own=id)
            return self._change(was, place, version, "changed")

    def places(self, *, closed: bool | None = False) -> list[Held[Place]]:
        """Return places: the open ones, those closed, or both (None). The overdue first, then by name; closed last.

        A viewer gets the reference, name, kind and status of open places; all else is empty.
        """
        self._check("see protected figures")
        if not may(self.who, "read the register"):
            listed = (_listed(p) for p in self._find("place", closed=False))
            return sorted(listed, key=lambda p: p.thing.name.casefold())
        return sorted(self._find("place", closed=closed), key=_order)

    def place(self, id: str) -> Held[Place]:
        """Return one place.

        A viewer gets an open one without what was written of it, but with its cells, outline and general times:
        the protected brief and the note for schools are made of these.

        Raises
        ------
        NotAllowed
            When it is closed and the role does not read the register.
        """
        self._check("see protected figures")
        if may(self.who, "read the register"):
            return self._get(id, "place")
        place = self._get(id, "place")
        if place.closed:
            self._check("read the register")
        kept = place.thing
        seen = _listed(place)
        return replace(seen, thing=replace(
            seen.thing, cells=kept.cells, outline=kept.outline, times_in_words=kept.times_in_words))  # fmt: skip

    def questions(self, place: Place, area_km2_of: Callable[[Collection[str]], float] | None = None) -> list[str]:
        """Return what to ask back about a place before it is kept: none of it is a fault.

        Parameters
        ----------
        place : Place
        area_km2_of : callable, optional
            Returns the area of cells, km²; the study area's own where it is not given.
        """
        self._check("read the register")
        cells = self._ready(place).cells
        km2 = area_km2_of or self._area_km2
        least = self.number("household_m2")
        area = outline_m2(place.outline) if place.outline else km2(cells) * 1e6 if cells else None
        asked = []
        if area is not None and area < least:
            asked.append(
                f"The boundary is about {area:,.0f} m², small enough to be one household. Is it a public place? "
                "Draw it wider where it could point to one home."
            )
        if len(cells) > MANY_CELLS:
            asked.append(
                f"It covers {len(cells)} cells, {km2(cells):.1f} km². Is it one place, with one plan? "
                "A part of a town is often several."
            )
        for other in self._find("place", closed=None):
            held, same = other.thing, other.thing.name.casefold().split() == place.name.casefold().split()
            if held.reference == place.reference and held.reference:
                continue
            state = "closed" if other.closed else "open"
            if same:
                asked.append(f"{held.reference} has the same name and is {state}. Is it the same place?")
            elif cells and set(cells) == set(held.cells) and not other.closed:
                asked.append(f"{held.reference}, {held.name}, lies on the same cells. Is it the same place?")
        return asked

    def _area_km2(self, cells: Collection[str]) -> float:
        return float(self.cells.area_km2.reindex(list(cells)).sum())

    def _ready(self, place: Place) -> Place:
        """Return a place with spaces trimmed, and its cells in order: those under its outline where one was drawn."""
        cells = cells_under(self.cells, place.outline) if place.outline else place.cells
        names = ("reference", "name", "why", "raised_by", "sharing_basis", "owner_meeting", "level", "level_reason",
                 "times_in_words")  # fmt: skip
        trimmed = {n: getattr(place, n).strip() for n in names}
        return replace(place, cells=tuple(sorted(set(cells))), **trimmed)

    def _check_place(self, place: Place, own: str = "") -> None:
        levels = self.workspace.area.levels
        found = place_faults(place, cells=self._known_cells, levels=levels, today=self._latest)
        others = self._find("place", closed=None)
        if any(o.thing.reference.casefold() == place.reference.casefold() for o in others if o.id != own):
            taken = f"reference: another place has {place.reference}; leave it empty to get the next"
            found.append(("reference", taken))
        check(A_PLACE, found)

    def _next_reference(self) -> str:
        taken = [OWN_REFERENCE.fullmatch(p.thing.reference) for p in self._find("place", closed=None)]
        return f"LOC-{max((int(t[1]) for t in taken if t), default=0) + 1:03d}"

    @property
    def _latest(self) -> datetime.date:
        # the clock of a sample is stopped: what is written today has still been
        return max(self.today, datetime.date.today())


def _order(place: Held[Place]) -> tuple[bool, bool, datetime.date, str]:
    due = place.thing.next_review
    return place.closed, due is None, due or datetime.date.max, place.thing.name.casefold()


def _listed(place: Held[Place]) -> Held[Place]:
    """Return what a viewer is told of a place."""
    kept = place.thing
    bare = Place(kept.reference, kept.name, kept.kind, (), "", "", "", "", cycle="", chosen="", status=kept.status)
    return Held(place.id, place.version, "", "", "", place.closed, bare)


def missing_place(place_id: str) -> WrongUse:
    """Return the refusal of a place that a meeting does not look at."""
    return WrongUse(
        "A meeting looks at the places on its list.", f"{place_id} is not on it.", "Add it to the meeting's places."
    )
