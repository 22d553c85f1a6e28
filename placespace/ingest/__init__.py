"""Read what partners send: files, encodings, dates, places; refuse personal data; account for every row."""

from placespace.ingest.account import FileAccount, LayerAccount, Reason
from placespace.ingest.examples import run_example
from placespace.ingest.headings import RawTable, headed
from placespace.ingest.part import Context, Part
from placespace.ingest.personal import personal_in
from placespace.ingest.sessions.checks import check_corrections
from placespace.ingest.sessions.clashes import clashes
from placespace.ingest.sessions.corrections import (
    Corrections,
    correct,
    leave_out,
    read_corrections,
    take_back,
    write_corrections,
)
from placespace.ingest.sessions.exchange import cleaned, write_openreferral
from placespace.ingest.sessions.frames import lines_of
from placespace.ingest.sessions.lines import Provision, read_sessions
from placespace.ingest.sessions.one_file import read_list_file
from placespace.ingest.store import boundary_shapes, read_stored, read_workspace, set_aside_rows
from placespace.ingest.streets import read_names
from placespace.ingest.table import read_events

__all__ = [
    "Context",
    "Corrections",
    "FileAccount",
    "LayerAccount",
    "Part",
    "Provision",
    "RawTable",
    "Reason",
    "boundary_shapes",
    "check_corrections",
    "clashes",
    "cleaned",
    "correct",
    "headed",
    "leave_out",
    "lines_of",
    "personal_in",
    "read_corrections",
    "read_events",
    "read_list_file",
    "read_names",
    "read_sessions",
    "read_stored",
    "read_workspace",
    "run_example",
    "set_aside_rows",
    "take_back",
    "write_corrections",
    "write_openreferral",
]
