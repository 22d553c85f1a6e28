"""Decide what may be shown to whom, and give only that."""

from placespace.disclose.made import check_made_for, protect_made
from placespace.disclose.profiles import (
    PROFILES,
    Profile,
    allowed_resolution,
    check_question,
    profile_named,
    shown_as,
    whole_windows,
)
from placespace.disclose.protect import could_be, counts_as_shown, protect, round_count, shown_total
from placespace.disclose.releases import check_months, check_release, earlier_months, earlier_releases, record_release
from placespace.disclose.splits import sum_tells
from placespace.disclose.wording import check_wording, suggestions, wording_faults

__all__ = [
    "PROFILES",
    "Profile",
    "allowed_resolution",
    "check_made_for",
    "check_months",
    "check_question",
    "check_release",
    "check_wording",
    "could_be",
    "counts_as_shown",
    "earlier_months",
    "earlier_releases",
    "profile_named",
    "protect",
    "protect_made",
    "record_release",
    "round_count",
    "shown_as",
    "shown_total",
    "suggestions",
    "sum_tells",
    "whole_windows",
    "wording_faults",
]
