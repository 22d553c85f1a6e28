"""Turn every line of a list into timed sessions, or into a question; nothing in between is lost."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from placespace.catalogue import Workspace
from placespace.errors import WrongUse
from placespace.ingest.sessions.assemble import CORRECTED, LEFT_OUT, READ, WAITS, assemble
from placespace.ingest.sessions.checks import KEY, plain
from placespace.ingest.sessions.clashes import clashes
from placespace.ingest.sessions.corrections import line_key, read_corrections
from placespace.ingest.sessions.frames import STALE_COLUMNS, lines_frame, lines_of, sessions_frame
from placespace.ingest.sessions.reading import AS_WRITTEN
from placespace.ingest.store import read_stored


@dataclass(frozen=True, eq=False)
class Provision:
    """A list of provision as read and put right.

    Attributes
    ----------
    layer : str or None
        Its id.
    loaded : bool
        False where no list was loaded, which is not the same as no provision.
    lines : DataFrame
        A row a line of the list, columns of ``frames.LINE_COLUMNS``; ``state`` is ``read``, ``waits`` (it has
        ``questions``), ``corrected`` or ``left out``.
    timings : DataFrame
        ``terms.SESSION_COLUMNS`` of every session, incomplete ones and those of lines left out too.
        ``session`` is the line, a full stop and the number of the session in it.
    stale : DataFrame
        Corrections that were not used, with ``why``.
    notes : tuple of str
        What is to be said of the list as a whole.
    """

    layer: str | None
    loaded: bool
    lines: pd.DataFrame
    timings: pd.DataFrame
    stale: pd.DataFrame
    notes: tuple[str, ...] = field(default=())

    @cached_property
    def sessions(self) -> pd.DataFrame:
        """The sessions that count: day, start, end and place are known, and the line is not left out."""
        timings = self.timings
        held = set(self.lines.loc[self.lines["state"] != LEFT_OUT, "line"])
        good = timings[["weekday", "start", "end", "lon", "lat"]].notna().all(axis=1)
        return timings[good & lines_of(timings).isin(held)].reset_index(drop=True)

    @property
    def waiting(self) -> pd.DataFrame:
        """The lines a person has to look at."""
        return self.lines[self.lines["state"] == WAITS].reset_index(drop=True)

    @property
    def counts(self) -> dict[str, int]:
        """How many lines there are and what became of each; the states add up to the lines."""
        states = Counter(self.lines["state"])
        here = self.lines["state"] != LEFT_OUT
        return {
            "lines": len(self.lines),
            **{state: states[state] for state in (READ, CORRECTED, WAITS, LEFT_OUT)},
            "without place": int((here & self.lines["lon"].isna()).sum()),
            "sessions": len(self.sessions),
            "corrections not used": len(self.stale),
        }

    @cached_property
    def clashes(self) -> pd.DataFrame:
        """Where one bus or team would be at two places at once: see :func:`clashes`."""
        held = set(self.lines.loc[self.lines["state"] != LEFT_OUT, "line"])
        return clashes(self.timings[lines_of(self.timings).isin(held)])

    def key(self, line: str) -> dict[str, str]:
        """Return what a correction of one line is found again by.

        Raises
        ------
        WrongUse
            When no line has the id.
        """
        row = self.lines[self.lines["line"] == line]
        if row.empty:
            raise WrongUse("A line is named by its id.", f"No line of the list is {line!r}.", "Read the list again.")
        return {"layer": str(self.layer), **{k: str(row[k].iloc[0]) for k in KEY if k != "layer"}}

    def twins(self, line: str) -> pd.DataFrame:
        """Return the lines with the words of one line, itself included: a correction would fit them all."""
        key = self.key(line)
        held = self.lines[self.lines["state"] != LEFT_OUT]
        return held[[line_key({**key, **row}) == line_key(key) for row in held[list(KEY[1:])].to_dict("records")]]


def read_sessions(workspace: Workspace, layer_id: str | None = None) -> Provision:
    """Return the sessions of a list that was read, with what people put right.

    Parameters
    ----------
    workspace : Workspace
        Its files must have been read: :func:`placespace.ingest.read_workspace`.
    layer_id : str, optional
        Default: the area's own ``provision``.

    Returns
    -------
    Provision
        With empty frames and ``loaded`` false where no list is there.

    Raises
    ------
    WrongUse
        When the layer is not a list of provision.
    PlacespaceError
        When the file of corrections lacks a column.
    """
    layer_id = layer_id or workspace.area.provision
    if layer_id is None:
        return Provision(None, False, lines_frame([]), sessions_frame([]), pd.DataFrame(columns=list(STALE_COLUMNS)))
    layer = workspace.layers.get(layer_id)
    if layer is None or layer.reader != "provision":
        raise WrongUse(
            "Sessions are read from a layer whose reader is 'provision'.",
            f"'{layer_id}' is {'not in layers/' if layer is None else f'read as {layer.reader}'}.",
            "Name another layer.",
        )
    frame = read_stored(workspace, layer_id)
    return provision_of(workspace, layer_id, frame, loaded=len(frame.columns) > 0)


def provision_of(workspace: Workspace, layer_id: str, frame: pd.DataFrame, *, loaded: bool = True) -> Provision:
    """Return the sessions of rows as the reader of lists keeps them, with what people put right."""
    frame = frame.reindex(columns=[*AS_WRITTEN, "file", "row", "lon", "lat"])
    frame[[*AS_WRITTEN, "file"]] = frame[[*AS_WRITTEN, "file"]].astype("object").fillna("")
    corrections = read_corrections(workspace)
    made = assemble(layer_id, frame.to_dict("records"), corrections, today=workspace.area.today)
    made.notes += [
        f"A correction must name a layer. {workspace.corrections.name} names {name!r}, which is not in layers/, and "
        "those rows are not used. Mend the name there."
        for name in corrections.rows["layer"].unique()
        if plain(name) not in map(plain, workspace.layers)
    ]
    return Provision(
        layer_id,
        loaded,
        lines_frame(made.lines),
        sessions_frame(made.timings),
        pd.DataFrame(made.stale, columns=list(STALE_COLUMNS)),
        tuple(made.notes),
    )
