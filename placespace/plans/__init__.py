"""Choose under a budget, and say what is left out and how good the choice is."""

from placespace.plans.agreed import keep_timetable, kept_timetables
from placespace.plans.decisions import DECISION_KINDS, Decision, Kept, decisions, keep_decision
from placespace.plans.deploy import deploy
from placespace.plans.merging import places_of
from placespace.plans.options import OPTION_COLUMNS, Trial, compare, served_with
from placespace.plans.proof import Proof, prove
from placespace.plans.shifts import Shift, all_shifts, shifts
from placespace.plans.siting import Plan, Session, cover_sites, site_sessions, unmet_by_slot
from placespace.plans.stops import Deployment, Stop
from placespace.plans.timetable import stops_of, timetable
from placespace.plans.unmet import share_met, uncovered
from placespace.plans.windows import Window, in_windows, windows, windows_in_words

__all__ = [
    "DECISION_KINDS",
    "OPTION_COLUMNS",
    "Decision",
    "Deployment",
    "Kept",
    "Plan",
    "Proof",
    "Session",
    "Shift",
    "Stop",
    "Trial",
    "Window",
    "all_shifts",
    "compare",
    "cover_sites",
    "decisions",
    "deploy",
    "in_windows",
    "keep_decision",
    "keep_timetable",
    "kept_timetables",
    "places_of",
    "prove",
    "served_with",
    "share_met",
    "shifts",
    "site_sessions",
    "stops_of",
    "timetable",
    "uncovered",
    "unmet_by_slot",
    "windows",
    "windows_in_words",
]
