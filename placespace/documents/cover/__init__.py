"""Answer who is there: the demand that an open session reaches, and the places and hours where nobody is."""

from placespace.documents.cover.answer import Cover, cover, timed_layers, usual_question
from placespace.documents.cover.demand import BLOCK_HOURS, DEMANDS, Demand, demand_of, hour_blocks
from placespace.documents.cover.exports import (
    CELL_ENDINGS,
    GRID_ENDINGS,
    cover_grid,
    gap_cells,
    gap_pack,
    sessions_shown,
    windows_shown,
    write_cover,
)
from placespace.documents.cover.ground import Ground, ground_of
from placespace.documents.cover.handing import check_cover_out, hand_out_cover
from placespace.documents.cover.question import USUAL_KINDS, CoverQuestion
from placespace.documents.cover.windows import opening_hour, order_stability, places_a_week, unserved_windows
from placespace.documents.cover.words import (
    by_day_and_hour,
    cover_about,
    cover_headline,
    cover_table,
    gap_lines,
    share_words,
    week_name,
    window_words,
)

__all__ = [
    "BLOCK_HOURS",
    "CELL_ENDINGS",
    "DEMANDS",
    "GRID_ENDINGS",
    "USUAL_KINDS",
    "Cover",
    "CoverQuestion",
    "Demand",
    "Ground",
    "by_day_and_hour",
    "check_cover_out",
    "cover",
    "cover_about",
    "cover_grid",
    "cover_headline",
    "cover_table",
    "demand_of",
    "gap_cells",
    "gap_lines",
    "gap_pack",
    "ground_of",
    "hand_out_cover",
    "hour_blocks",
    "opening_hour",
    "order_stability",
    "places_a_week",
    "sessions_shown",
    "share_words",
    "timed_layers",
    "unserved_windows",
    "usual_question",
    "week_name",
    "window_words",
    "windows_shown",
    "write_cover",
]
