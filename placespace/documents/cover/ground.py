"""Hold what lies between people and places: barriers, and streets to walk along."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
from scipy import sparse

from placespace.disclose import Profile
from placespace.grid import barrier_lines
from placespace.ingest import read_stored
from placespace.measures import Reading, Walk, WalkingNetwork, reach, walking_minutes


@dataclass(frozen=True, eq=False)
class Ground:
    """What lies between people and places: barriers, and streets to walk along where they are given."""

    barriers: gpd.GeoDataFrame
    network: WalkingNetwork | None

    def reach(self, from_m: np.ndarray, to_m: np.ndarray, walk: Walk) -> sparse.csr_array:
        """Return which of some places can be walked to from others, as ``placespace.measures.reach``."""
        return reach(from_m, to_m, walk, **self._between)

    def minutes(self, from_m: np.ndarray, to_m: np.ndarray, walk: Walk) -> sparse.csr_array:
        """Return the minutes on foot, as ``placespace.measures.walking_minutes``."""
        return walking_minutes(from_m, to_m, walk, **self._between)

    @property
    def _between(self) -> dict:
        # the streets have been cut at the barriers already
        return {"network": self.network} if self.network else {"barriers": list(self.barriers.geometry)}


def ground_of(reading: Reading, profile: Profile) -> Ground:
    """Return barriers and streets; what practitioners know of barriers is for the analyst only.

    Streets are cut where a drawn barrier crosses them. A layer of rail or water cuts only the straight parts of a
    walk: where a street crosses it, there is a bridge.
    """
    workspace = reading.workspace
    lines = barrier_lines(workspace, practitioner=profile.exact)
    network = None
    if workspace.area.walking:
        streets = read_stored(workspace, workspace.area.walking)
        if len(streets):
            drawn = lines["source"] == "drawn"
            network = WalkingNetwork.of(
                streets.geometry, list(lines.geometry[drawn]), bridged=list(lines.geometry[~drawn])
            )
    return Ground(lines, network)
