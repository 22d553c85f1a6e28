"""Choose under a budget, and say what is left out and how good the choice is."""

from placespace.plans.options import OPTION_COLUMNS, Trial, compare, served_with
from placespace.plans.proof import Proof, prove
from placespace.plans.siting import Plan, Session, cover_sites, site_sessions, unmet_by_slot

__all__ = [
    "OPTION_COLUMNS",
    "Plan",
    "Proof",
    "Session",
    "Trial",
    "compare",
    "cover_sites",
    "prove",
    "served_with",
    "site_sessions",
    "unmet_by_slot",
]
