"""Find what stands out beyond chance, and say how sure that is."""

from placespace.measures.access import Access, decay, e2sfca
from placespace.measures.backtest import BackTest, back_test
from placespace.measures.before import ReadingBefore, reading_before
from placespace.measures.change import Change, smallest_change_seen, wdd
from placespace.measures.change_baseline import Baseline, baseline
from placespace.measures.change_breaks import series_breaks
from placespace.measures.change_evaluate import Evaluation, evaluate
from placespace.measures.concentration import Concentration, concentration
from placespace.measures.coverage import Coverage, sensitivity, served, week_strip
from placespace.measures.find import (
    HotSpots,
    Reading,
    events_by_area_code,
    find_hotspots,
    hotspot_table,
    place_names,
    read_and_place,
)
from placespace.measures.gaps import WEIGHTINGS, Weighting, gaps, ranked, stability
from placespace.measures.hotspots import adjusted, gi_star, is_hot, months_active, months_needed, ring_test
from placespace.measures.hours import AreaHours, Hours, area_hours, expected_per_week, hours, shrunk
from placespace.measures.kinds import kind_of, kind_of_few, kinds, mann_kendall
from placespace.measures.month import MonthDemand, month_demand
from placespace.measures.need import CellValues, cell_values, kinds_of_place, value_on_cells
from placespace.measures.network import WalkingNetwork
from placespace.measures.peaks import Peak, peaks, peaks_in_words
from placespace.measures.rates import count_interval, rates_per_1000, shrunk_rates
from placespace.measures.reach import Walk, closed_off, reach, walking_minutes
from placespace.measures.unseen import fit_prior, seen_by_one

__all__ = [
    "WEIGHTINGS",
    "Access",
    "AreaHours",
    "BackTest",
    "Baseline",
    "CellValues",
    "Change",
    "Concentration",
    "Coverage",
    "Evaluation",
    "HotSpots",
    "Hours",
    "MonthDemand",
    "Peak",
    "Reading",
    "ReadingBefore",
    "Walk",
    "WalkingNetwork",
    "Weighting",
    "adjusted",
    "area_hours",
    "back_test",
    "baseline",
    "cell_values",
    "closed_off",
    "concentration",
    "count_interval",
    "decay",
    "e2sfca",
    "evaluate",
    "events_by_area_code",
    "expected_per_week",
    "find_hotspots",
    "fit_prior",
    "gaps",
    "gi_star",
    "hotspot_table",
    "hours",
    "is_hot",
    "kind_of",
    "kind_of_few",
    "kinds",
    "kinds_of_place",
    "mann_kendall",
    "month_demand",
    "months_active",
    "months_needed",
    "peaks",
    "peaks_in_words",
    "place_names",
    "ranked",
    "rates_per_1000",
    "reach",
    "read_and_place",
    "reading_before",
    "ring_test",
    "seen_by_one",
    "sensitivity",
    "series_breaks",
    "served",
    "shrunk",
    "shrunk_rates",
    "smallest_change_seen",
    "stability",
    "value_on_cells",
    "walking_minutes",
    "wdd",
    "week_strip",
]
