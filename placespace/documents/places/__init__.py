"""Remember places: the two-minute brief, and the evidence behind a decision, frozen."""

from placespace.documents.places.brief import brief
from placespace.documents.places.brief_lines import Brief, SourceLine
from placespace.documents.places.brief_sources import BriefSources
from placespace.documents.places.evidence import (
    Bundle,
    Verdict,
    difference,
    freeze,
    freeze_both,
    open_bundle,
    verify_bundle,
)

__all__ = [
    "Brief",
    "BriefSources",
    "Bundle",
    "SourceLine",
    "Verdict",
    "brief",
    "difference",
    "freeze",
    "freeze_both",
    "open_bundle",
    "verify_bundle",
]
