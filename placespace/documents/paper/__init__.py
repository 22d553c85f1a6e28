"""Write Word documents from templates, and workbooks, that can be printed and handed over."""

from placespace.documents.paper.keys import CONTEXT_KEYS, keys_page
from placespace.documents.paper.police import check_no_police, dates_in, moments_of, times_in
from placespace.documents.paper.texts import text_of, texts_of, workbook_text
from placespace.documents.paper.word import write_word
from placespace.documents.paper.workbook import Sheet, write_workbook

__all__ = [
    "CONTEXT_KEYS",
    "Sheet",
    "check_no_police",
    "dates_in",
    "keys_page",
    "moments_of",
    "text_of",
    "texts_of",
    "times_in",
    "workbook_text",
    "write_word",
    "write_workbook",
]
