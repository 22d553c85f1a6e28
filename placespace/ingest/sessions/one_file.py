"""Read one list that is not in the workspace, as the workspace's own lists are read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd

from placespace.catalogue import Workspace
from placespace.errors import PlacespaceError, WrongUse
from placespace.ingest.account import LayerAccount
from placespace.ingest.part import Context
from placespace.ingest.provision import read_provision
from placespace.ingest.sessions.lines import Provision, provision_of
from placespace.ingest.store import boundary_shapes


def read_list_file(workspace: Workspace, layer_id: str, path: Path) -> Provision:
    """Return the sessions of one file, read as a layer says; nothing of it is kept.

    ``notes`` begin with what became of the file: columns it lacks, columns and rows left out.

    Parameters
    ----------
    workspace : Workspace
        Its boundary must have been read.
    layer_id : str
        A layer of provision or of candidates.
    path : Path

    Raises
    ------
    WrongUse
        When the file is not there.
    PlacespaceError
        When it cannot be read.
    """
    if not path.is_file():
        raise WrongUse("The list must be a file that is there.", f"{path} is not.", "Look at its name.")
    box = tuple(float(v) for v in boundary_shapes(workspace).total_bounds)
    area = workspace.area
    postcodes = tuple(sorted(p for name in area.postcodes for p in workspace.raw.glob(name)))
    parts = list(read_provision(workspace.layers[layer_id], path, Context(box, area.resident_ages, postcodes)))
    frames = [part.frame for part in parts if len(part.frame)]
    if not frames:
        faults = " ".join(fault for part in parts for fault in part.account.faults)
        raise PlacespaceError(
            "A list must hold at least one line that can be kept.",
            f"{path.name} holds none. {faults}".strip(),
            "Write one line a venue, with its days and hours.",
        )
    found = provision_of(workspace, layer_id, pd.concat(frames, ignore_index=True))
    account = LayerAccount(layer_id, [part.account for part in parts])
    return replace(found, notes=(*_what_became_of(account), *found.notes))


def _what_became_of(account: LayerAccount) -> Iterator[str]:
    yield from account.faults
    yield from (f"{one.file}: {note.rstrip('.')}." for one in account.files for note in one.notes)
    yield from (f"Column '{column}' is left out as personal data, {why}." for column, why in account.personal.items())
    for reason, rows in account.reasons().items():
        yield f"{rows.rows} row(s) are left out: {reason} (the first: row {rows.first_row})."
