"""Hold what the briefs of one reading share, so that twelve of them take little more than one."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import replace
from typing import TypeVar

import numpy as np
import pandas as pd

from placespace.calendar import Calendar, read_calendar
from placespace.catalogue import Layer
from placespace.disclose import Profile, whole_windows
from placespace.documents.answer import answer, choices
from placespace.documents.cover import Ground, ground_of
from placespace.documents.cover.answer import places_m
from placespace.documents.overview import harm_layers
from placespace.documents.plan.near import Nearby, nearby
from placespace.documents.unseen import Unseen, unseen_cells
from placespace.errors import PlacespaceError
from placespace.grid import Cells, Question, has_hours, months_of, study_area
from placespace.measures import CellValues, Hours, Reading, Walk, cell_values, hotspot_table, hours
from placespace.measures.find import DEFAULT_MONTHS
from placespace.places.roles import NotAllowed

T = TypeVar("T")
TERM, HOLIDAY, ALL = "term", "holiday", "all"


class BriefSources:
    """What the briefs of one reading are made from, each part worked out when it is first asked for.

    Make a new one when the reading, the calendar or the list of provision is another.

    Parameters
    ----------
    reading : Reading

    Attributes
    ----------
    reading : Reading
    calendar : Calendar
    layers : list of str
        Sources of harm that hold rows, in the order they are set side by side.
    not_sent : list of str
        Titles of sources of harm that are described and hold no row.
    titles : dict of str to str
        What each source is called; its title where two are called the same.
    """

    def __init__(self, reading: Reading) -> None:
        workspace = reading.workspace
        self.reading = reading
        self.calendar: Calendar = read_calendar(workspace)
        self.layers = harm_layers(reading)
        self.not_sent = [one.title for one in workspace.of_role("harm") if one.id not in self.layers]
        called = [workspace.layers[i].source for i in self.layers]
        self.titles = {
            i: s if called.count(s) == 1 else workspace.layers[i].title
            for i, s in zip(self.layers, called, strict=True)
        }
        self._kept: dict[Hashable, object] = {}

    def _once(self, key: Hashable, make: Callable[[], T]) -> T:
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]  # type: ignore[return-value]

    def layer(self, layer_id: str) -> Layer:
        """Return a layer by its id."""
        return self.reading.workspace.layers[layer_id]

    def has_places(self, layer_id: str) -> bool:
        """Return whether a source says where."""
        return self.layer(layer_id).precision != "none"

    def has_times(self, layer_id: str) -> bool:
        """Return whether a source says at what hour."""
        return self._once(("times", layer_id), lambda: has_hours(self.reading.workspace, layer_id))

    def cells(self, resolution: int | None = None) -> Cells:
        """Return the cells of the area, at its own resolution by default."""
        return self._once(("cells", resolution), lambda: study_area(self.reading.workspace, resolution))

    def held(self, layer_id: str) -> list[str]:
        """Return the months of a source that are held, whole and not thin."""
        store = self.reading.counts(layer_id, self.reading.resolution_of(layer_id))
        return [m for m in store.months_held if m not in store.unreliable]

    def asked(self, layer_id: str, last: str | None = None) -> Question | None:
        """Return what a brief counts of a source: twelve months that end with a month, its newest by default.

        The area's hot spot layer is counted by ``compare_categories``, as where sources are compared elsewhere; the
        others by all their categories. None where no month is held.
        """

        def made() -> Question | None:
            held = self.held(layer_id)
            if not held:
                return None
            area = self.reading.workspace.area
            known = self.reading.counts(layer_id, self.reading.resolution_of(layer_id)).categories
            wanted = tuple(c for c in area.compare_categories if layer_id == area.hotspot_layer and c in known)
            return Question(layer_id, wanted, *months_of(last or held[-1], DEFAULT_MONTHS))

        return self._once(("asked", layer_id, last), made)

    def by_month(self, layer_id: str) -> pd.DataFrame:
        """Return true counts of what a brief counts, a row a cell of the source's own resolution, a column a month."""

        def made() -> pd.DataFrame:
            resolution = self.reading.resolution_of(layer_id)
            asked = replace(self.asked(layer_id), first=None, last=None)
            return self.reading.counts(layer_id, resolution).by_cell_and_month(asked, self.cells(resolution))

        return self._once(("months", layer_id), made)

    def hot(self, asked: Question) -> pd.DataFrame:
        """Return the hot spot table of a question in cell order; empty where no month of its window is held."""

        def made() -> pd.DataFrame:
            every = self.by_month(asked.layer)
            within = every[[m for m in every if asked.first <= m <= asked.last]]
            if not within.shape[1]:
                return pd.DataFrame()
            cells = self.cells(self.reading.resolution_of(asked.layer))
            return hotspot_table(within, cells, self.reading.workspace.area.settings)

        return self._once(("hot", asked), made)

    def hours(self, asked: Question, week_type: str) -> Hours | None:
        """Return the hours of a question in a kind of week; None where they cannot be told."""

        def made() -> Hours | None:
            cells = self.cells(self.reading.resolution_of(asked.layer))
            try:
                return hours(self.reading, asked, cells, self.calendar, week_type)
            except NotAllowed:
                raise  # a role is not the data's, and is never kept
            except PlacespaceError:
                return None

        return self._once(("hours", asked, week_type), made)

    @property
    def values(self) -> CellValues:
        """Return residents, need and kinds of place of the area's cells."""
        return self._once("values", lambda: cell_values(self.reading, self.cells()))

    @property
    def unseen(self) -> Unseen | None:
        """Return where health sees what police do not; None where the two cannot be compared. For the analyst."""

        def made() -> Unseen | None:
            try:
                return unseen_cells(self.reading)
            except NotAllowed:
                raise  # a role is not the data's, and is never kept
            except PlacespaceError:
                return None

        return self._once("unseen", made)

    @property
    def week_kinds(self) -> list[str]:
        """Return the kinds of week of the month that the data are looked at in: term, holiday, or all weeks."""
        month = pd.Period(self.reading.workspace.area.today, "M")
        days = pd.date_range(month.start_time.normalize(), month.end_time.normalize())
        kinds = self.calendar.type_of(days) if self.calendar.known and self.calendar.covered(days[0], days[-1]) else []
        return [k for k in (TERM, HOLIDAY) if (np.asarray(kinds) == k).any()] or [ALL]

    def open_near(self, at_m: np.ndarray, profile: Profile) -> Nearby:
        """Return who is open within the walk of a place's cells: shape (k, 2), metres, EPSG:27700.

        Barriers that practitioners drew cut the walks of the analyst alone.
        """
        none, month = np.zeros((0, 2)), f"{self.reading.workspace.area.today:%Y-%m}"
        near = self._once("near", lambda: nearby(self.reading, none, self.week_kinds, self.calendar, month))
        ground: Ground = self._once(("ground", profile.exact), lambda: ground_of(self.reading, profile))
        walk = Walk.of(self.reading.workspace.area.settings)
        sites = self._once("sites", lambda: places_m(near.sessions))
        there = ground.reach(at_m, sites, walk).toarray().astype(bool)
        each = np.where(there, ground.minutes(at_m, sites, walk).toarray(), np.inf)
        least = each.min(axis=0, initial=np.inf)
        one = np.where(np.isfinite(least), least, 0.0)[None, :]
        return replace(near, there=there.any(axis=0)[None, :], minutes=one)

    def whole_years(self, layer_id: str, profile: Profile) -> list[tuple[str, str]]:
        """Return the windows of a source that a protected profile may see, latest first."""
        own = self.reading.workspace.area.settings
        return whole_windows(choices(self.reading, profile, layer_id)[1], own["year_ends_month"])

    def shown(self, layer_id: str, category: str, window: tuple[str, str], profile: Profile) -> pd.DataFrame | None:
        """Return counts of one category as a protected profile is shown them, by cell; None where none are.

        Returns
        -------
        DataFrame
            ``count, status, hot``, indexed by cell of the resolution the profile sees.
        """

        def made() -> pd.DataFrame | None:
            try:
                found = answer(self.reading, Question(layer_id, (category,), *window), profile.name)
            except NotAllowed:
                raise  # a role is not the data's, and is never kept
            except PlacespaceError:
                return None
            return found.table.set_index("cell")[["count", "status", "hot"]]

        return self._once(("shown", layer_id, category, window, profile.name), made)
