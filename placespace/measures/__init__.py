"""Find what stands out beyond chance, and say how sure that is."""

from placespace.measures.concentration import Concentration, concentration
from placespace.measures.find import (
    HotSpots,
    Reading,
    events_by_area_code,
    find_hotspots,
    hotspot_table,
    place_names,
    read_and_place,
)
from placespace.measures.hotspots import adjusted, gi_star, is_hot, months_active, months_needed, ring_test
from placespace.measures.kinds import kind_of, kind_of_few, kinds, mann_kendall
from placespace.measures.need import CellValues, cell_values, kinds_of_place, value_on_cells
from placespace.measures.rates import count_interval, rates_per_1000, shrunk_rates
from placespace.measures.unseen import fit_prior, seen_by_one

__all__ = [
    "CellValues",
    "Concentration",
    "HotSpots",
    "Reading",
    "adjusted",
    "cell_values",
    "concentration",
    "count_interval",
    "events_by_area_code",
    "find_hotspots",
    "fit_prior",
    "gi_star",
    "hotspot_table",
    "is_hot",
    "kind_of",
    "kind_of_few",
    "kinds",
    "kinds_of_place",
    "mann_kendall",
    "months_active",
    "months_needed",
    "place_names",
    "rates_per_1000",
    "read_and_place",
    "ring_test",
    "seen_by_one",
    "shrunk_rates",
    "value_on_cells",
]
