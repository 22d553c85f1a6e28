"""Say in words and files what was found, as far as a profile may know it."""

from placespace.documents.account import (
    carries_lsoa,
    doubts_of,
    facts_of,
    faults_of,
    freshness,
    kept_files,
    layer_table,
    reasons_table,
    rows_set_aside,
)
from placespace.documents.answer import Answer, answer, choices, first_question, groups_of
from placespace.documents.cell import cell_facts
from placespace.documents.exports import (
    ENDINGS,
    check_hand_out,
    check_path,
    pack,
    pack_files,
    record_hand_out,
    table_bytes,
    write_answer,
)
from placespace.documents.overview import harm_layers, monthly, months_shown, sources
from placespace.documents.statement import about, concentration_sentence, headline, month_name, source_sentence
from placespace.documents.unseen import Unseen, masked_cells, one_a_group, unseen, unseen_cells
from placespace.documents.when import When, hour_layers, when, when_about

__all__ = [
    "ENDINGS",
    "Answer",
    "Unseen",
    "When",
    "about",
    "answer",
    "carries_lsoa",
    "cell_facts",
    "check_hand_out",
    "check_path",
    "choices",
    "concentration_sentence",
    "doubts_of",
    "facts_of",
    "faults_of",
    "first_question",
    "freshness",
    "groups_of",
    "harm_layers",
    "headline",
    "hour_layers",
    "kept_files",
    "layer_table",
    "masked_cells",
    "month_name",
    "monthly",
    "months_shown",
    "one_a_group",
    "pack",
    "pack_files",
    "reasons_table",
    "record_hand_out",
    "rows_set_aside",
    "source_sentence",
    "sources",
    "table_bytes",
    "unseen",
    "unseen_cells",
    "when",
    "when_about",
    "write_answer",
]
