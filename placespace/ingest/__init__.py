"""Read what partners send: files, encodings, dates, places; refuse personal data; account for every row."""

from placespace.ingest.account import FileAccount, LayerAccount, Reason
from placespace.ingest.examples import run_example
from placespace.ingest.headings import RawTable, headed
from placespace.ingest.part import Context, Part
from placespace.ingest.store import boundary_shapes, read_stored, read_workspace, set_aside_rows
from placespace.ingest.streets import read_names
from placespace.ingest.table import read_events

__all__ = [
    "Context",
    "FileAccount",
    "LayerAccount",
    "Part",
    "RawTable",
    "Reason",
    "boundary_shapes",
    "headed",
    "read_events",
    "read_names",
    "read_stored",
    "read_workspace",
    "run_example",
    "set_aside_rows",
]
