"""Read what an area's files are: the layers and the area, as statements."""

from placespace.catalogue.area import Area
from placespace.catalogue.crews import CREW_KEYS, Crew, read_crews, write_crews
from placespace.catalogue.keys import AREA_KEYS, LAYER_KEYS, keys_table
from placespace.catalogue.layer import Layer, Value
from placespace.catalogue.workspace import Workspace, new_workspace, open_workspace

__all__ = [
    "AREA_KEYS",
    "CREW_KEYS",
    "LAYER_KEYS",
    "Area",
    "Crew",
    "Layer",
    "Value",
    "Workspace",
    "keys_table",
    "new_workspace",
    "open_workspace",
    "read_crews",
    "write_crews",
]
