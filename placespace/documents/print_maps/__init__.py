"""Make maps that print: A4 and A3, as vector PDF and picture, safe in black and white."""

from placespace.documents.print_maps.blank import blank_map
from placespace.documents.print_maps.maps import print_map
from placespace.documents.print_maps.sheet import PAPERS_MM, PrintMap
from placespace.documents.under_map import ground_layers

__all__ = ["PAPERS_MM", "PrintMap", "blank_map", "ground_layers", "print_map"]
