"""Lay everything on one grid of H3 cells, zeros included."""

from placespace.grid.apportion import to_cells
from placespace.grid.barrier_checks import BARRIER_KINDS
from placespace.grid.barriers import (
    Barriers,
    add_barrier,
    barrier_lines,
    barriers_set_aside,
    check_barriers,
    drop_barrier,
    read_barriers,
    write_barriers,
)
from placespace.grid.cells import Cells, cells_in, cells_of, cells_under, outline_m2, study_area, to_metres
from placespace.grid.counts import CountStore, Question, count_store, months_of
from placespace.grid.drawing import HexDrawing, cell_at, draw_cells
from placespace.grid.names import name_cells, nearest_names
from placespace.grid.observations import Placing, place_layer, point_piles, read_exclusions, write_exclusions
from placespace.grid.ring import ring_matrix
from placespace.grid.times import has_hours, timed_events

__all__ = [
    "BARRIER_KINDS",
    "Barriers",
    "Cells",
    "CountStore",
    "HexDrawing",
    "Placing",
    "Question",
    "add_barrier",
    "barrier_lines",
    "barriers_set_aside",
    "cell_at",
    "cells_in",
    "cells_of",
    "cells_under",
    "check_barriers",
    "count_store",
    "draw_cells",
    "drop_barrier",
    "has_hours",
    "months_of",
    "name_cells",
    "nearest_names",
    "outline_m2",
    "place_layer",
    "point_piles",
    "read_barriers",
    "read_exclusions",
    "ring_matrix",
    "study_area",
    "timed_events",
    "to_cells",
    "to_metres",
    "write_barriers",
    "write_exclusions",
]
