"""Hold what every part of the register shares: who asks, the store, and how a record becomes a thing."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

from placespace.catalogue import Workspace
from placespace.errors import WrongUse
from placespace.grid import Cells, study_area
from placespace.places.roles import Who, check_may
from placespace.places.store import Conflict, Record, Store
from placespace.places.things import KINDS, Place, Thing

T = TypeVar("T", bound=Thing)


@dataclass(frozen=True)
class Held(Generic[T]):
    """Something the register remembers, as it stands.

    Attributes
    ----------
    id, version : str, int
        What to name when it is changed, and the version that was read.
    place : str
        Id of the place it belongs to; empty for a place itself.
    at, by : str
        When it was last saved (UTC, ISO 8601), and who saved it; empty for a viewer.
    closed : bool
    thing : Thing
    """

    id: str
    version: int
    place: str
    at: str
    by: str
    closed: bool
    thing: T


def held(record: Record) -> Held[Any]:
    """Return a record of the store with its dataclass."""
    thing = KINDS[record.kind].from_body(record.body)
    return Held(record.id, record.version, record.place, record.at, record.by, record.closed, thing)


class Door:
    """Who asks, of which workspace, in which store.

    Parameters
    ----------
    workspace : Workspace
    store : Store
    who : Who, or a function that returns who asks now
        Asked at every call, so that one register serves whoever asks.
    """

    def __init__(self, workspace: Workspace, store: Store, who: Who | Callable[[], Who]) -> None:
        self.workspace, self.store, self._who = workspace, store, who

    @property
    def who(self) -> Who:
        """Who asks now."""
        return self._who if isinstance(self._who, Who) else self._who()

    @property
    def today(self) -> datetime.date:
        """The day the area counts from."""
        return self.workspace.area.today

    @cached_property
    def cells(self) -> Cells:
        """The cells of the study area, at the area's own resolution."""
        return study_area(self.workspace)

    @cached_property
    def _known_cells(self) -> frozenset[str]:
        return frozenset(self.cells.index)

    def number(self, name: str) -> float:
        """Return a number in force: ours, or the area's own."""
        return self.workspace.area.settings[name]

    def _check(self, act: str) -> None:
        check_may(self.who, act)

    def _get(self, id: str, kind: str) -> Held[Any]:
        record = self.store.get(id)
        if record.kind != kind:
            raise WrongUse(f"Here a {kind} is asked for.", f"'{id}' is a record of another kind.", "Look again.")
        return held(record)

    def _find(self, kind: str, place: str | None = None, closed: bool | None = None) -> list[Held[Any]]:
        return [held(r) for r in self.store.find(kind, place=place, closed=closed)]

    def _add(self, kind: str, thing: Thing, what: str, place: str = "") -> Held[Any]:
        return held(self.store.add(kind, thing.to_body(), who=self.who, place=place, what=what))

    def _change(self, was: Held[Any], thing: Thing, version: int, what: str, closed: bool | None = None) -> Held[Any]:
        """Save a thing over the version that was read; one that says nothing new is no version."""
        body = thing.to_body()
        if was.version == version and body == was.thing.to_body() and closed in (None, was.closed):
            return was
        return held(self.store.change(was.id, body, who=self.who, version=version, what=what, closed=closed))

    def _check_version(self, was: Held[Any], thing: Thing, version: int) -> None:
        """Say that somebody saved first before anything else is said of what was typed.

        Raises
        ------
        Conflict
        """
        if was.version != version:
            raise Conflict(self.store.get(was.id), thing.to_body(), version)

    def _open_place(self, place_id: str) -> Held[Place]:
        place = self._get(place_id, "place")
        if place.closed:
            raise WrongUse(
                "What is added belongs to a place that is open.",
                f"{place.thing.name} was closed on {place.thing.closed_on}.",
                "Open it again first, with the reason.",
            )
        return place
