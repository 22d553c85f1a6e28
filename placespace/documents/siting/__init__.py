"""Propose where and when to open, try what people have in mind, and keep what was decided."""

from placespace.documents.siting.candidates import Candidates, candidate_list, candidates_of, read_candidates
from placespace.documents.siting.choice import Kept, keep_choice, kept_choices
from placespace.documents.siting.exports import SITE_ENDINGS, siting_headline, write_sites
from placespace.documents.siting.options import Trial, trials_of, try_sessions
from placespace.documents.siting.propose import Siting, session_words, site, siting_shown

__all__ = [
    "SITE_ENDINGS",
    "Candidates",
    "Kept",
    "Siting",
    "Trial",
    "candidate_list",
    "candidates_of",
    "keep_choice",
    "kept_choices",
    "read_candidates",
    "session_words",
    "site",
    "siting_headline",
    "siting_shown",
    "trials_of",
    "try_sessions",
    "write_sites",
]
