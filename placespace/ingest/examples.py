"""Hold a layer to the examples written in it: a row as sent, and the row as wanted."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from placespace.catalogue import Layer
from placespace.errors import PlacespaceError
from placespace.ingest.areas import read_numbers
from placespace.ingest.coordinates import TO_METRES
from placespace.ingest.headings import headed
from placespace.ingest.part import Context, Part
from placespace.ingest.police_uk import WANTED, read_street
from placespace.ingest.provision import read_list
from placespace.ingest.table import read_events

READERS = {"table": read_events, "areas": read_numbers, "provision": read_list}
ANYWHERE = Context((0, 0, 7e5, 1.3e6), latest=pd.Timestamp("2100-01-01"))
AS_NEAR = 1e-9
"""Numbers are read from the same text, so they differ by rounding of the last bit at most."""


def run_example(layer: Layer, example: Mapping[str, Any], context: Context = ANYWHERE) -> dict[str, tuple[Any, Any]]:
    """Return where a layer does not give what its example says: key -> (wanted, given); empty when it does.

    Parameters
    ----------
    layer : Layer
    example : mapping
        ``given`` (their row) and ``gives`` (ours; ``set_aside`` stands for the reason,
        ``easting`` and ``northing`` for the place to the metre).
    context : Context, optional
        The area; by default all of Great Britain, where a swapped pair cannot be told.

    Examples
    --------
    >>> from placespace.catalogue import open_workspace
    >>> layer = open_workspace().layers["emergency_department"]
    >>> given = {"Assault date": "01/02/2025", "Assault time": "6pm", "Location type": "park"}
    >>> run_example(layer, {"given": given, "gives": {"at": "2025-02-01T18:00", "category": "street"}})
    {'category': ('street', 'park')}
    """
    gives = dict(example["gives"])
    try:
        part = _read(layer, {k: str(v) for k, v in example["given"].items()}, context)
    except PlacespaceError as fault:
        return {"read": (gives, str(fault))}
    reasons = list(part.account.set_aside)
    if reasons or "set_aside" in gives:
        wanted = gives.get("set_aside", "kept")
        return {} if reasons == [wanted] else {"set_aside": (wanted, "; ".join(reasons) or "kept")}
    row = part.frame.iloc[0].to_dict()
    if {"easting", "northing"} & gives.keys():
        row["easting"], row["northing"] = np.round(TO_METRES.transform(row["lon"], row["lat"])).tolist()
    return {k: (v, row.get(k)) for k, v in gives.items() if not _same(v, row.get(k))}


def _read(layer: Layer, given: dict[str, str], context: Context) -> Part:
    if layer.reader == "police_uk":
        text = io.StringIO()
        writer = csv.DictWriter(text, fieldnames=list(dict.fromkeys([*WANTED, *given])))
        writer.writeheader()
        writer.writerow(given)
        month = given.get("Month", "")
        return read_street(layer, text.getvalue().encode(), f"{month}-example-street.csv", month, "example")
    raw = headed([list(given), list(given.values())], list(given), name="example")
    if raw is None or layer.reader not in READERS:
        raise PlacespaceError(
            "An example must be a row of a layer that is read by rows.",
            f"'{layer.id}' is read as {layer.reader}, from {given}.",
            f"Take the example out of layers/{layer.id}.toml.",
        )
    return READERS[layer.reader](layer, raw, context)


def _same(wanted: Any, given: Any) -> bool:
    if isinstance(given, pd.Timestamp):
        return given.isoformat()[: len(str(wanted))] == str(wanted) and len(str(wanted)) >= len("2025-01-01T00:00")
    if isinstance(wanted, bool):
        return given is not None and bool(given) == wanted
    if isinstance(wanted, int | float):
        return given is not None and abs(wanted - given) < AS_NEAR
    return str(wanted) == ("" if given is None or given is pd.NaT else str(given))
