"""Lay everything on one grid of H3 cells, zeros included."""

from placespace.grid.apportion import to_cells
from placespace.grid.cells import Cells, cells_of, study_area, to_metres
from placespace.grid.counts import CountStore, Question, count_store, months_of
from placespace.grid.drawing import HexDrawing, cell_at, draw_cells
from placespace.grid.names import name_cells, nearest_names
from placespace.grid.observations import Placing, place_layer, point_piles, read_exclusions, write_exclusions
from placespace.grid.ring import ring_matrix

__all__ = [
    "Cells",
    "CountStore",
    "HexDrawing",
    "Placing",
    "Question",
    "cell_at",
    "cells_of",
    "count_store",
    "draw_cells",
    "months_of",
    "name_cells",
    "nearest_names",
    "place_layer",
    "point_piles",
    "read_exclusions",
    "ring_matrix",
    "study_area",
    "to_cells",
    "to_metres",
    "write_exclusions",
]
