"""Seal what is saved: plain JSON of one form only, and a chain of hashes that a change or a gap breaks."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from placespace.errors import WrongUse

SEALED = ("seq", "at", "by", "role", "what", "kind", "id", "version", "place", "closed", "before", "after", "previous")
"""The columns of an audit row that its hash covers: all others."""
FIRST = ""
"""What the first row names as the hash of the row before."""


@dataclass(frozen=True)
class AuditRow:
    """One line of the history.

    Attributes
    ----------
    seq : int
        From 1, with no gaps.
    at, by, role, what : str
        When (UTC), who, as what, and what was done.
    kind, id, version, place, closed : str, str, int, str, bool
        Of the record as saved; a file kept has the kind ``file`` and its SHA-256 as id.
    before, after : mapping or None
        The bodies.
    previous, hash : str
        SHA-256 of the row before, and of this one.
    """

    seq: int
    at: str
    by: str
    role: str
    what: str
    kind: str
    id: str
    version: int
    place: str
    closed: bool
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    previous: str
    hash: str


def canonical(value: Any) -> str:
    """Return JSON that is the same for the same values: keys sorted, no spaces, ASCII only.

    Raises
    ------
    WrongUse
        When it holds what JSON has no word for: a date, NaN.

    Examples
    --------
    >>> canonical({"name": "Café", "cells": ("b", "a")})
    '{"cells":["b","a"],"name":"Caf\\\\u00e9"}'
    """
    try:
        return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)
    except (TypeError, ValueError, RecursionError) as fault:
        do = "Write days as YYYY-MM-DD, and None for what is missing."
        raise WrongUse("A record holds plain values.", f"{fault}.", do) from fault


def seal(row: Mapping[str, Any]) -> str:
    """Return the hash of an audit row, whose bodies are text: SHA-256 of its sealed columns, canonically.

    Parameters
    ----------
    row : mapping
        With the columns :data:`SEALED`.
    """
    return hashlib.sha256(canonical({name: row[name] for name in SEALED}).encode()).hexdigest()


def differences(a: str | None, b: str | None) -> list[str]:
    """Say in words how two bodies differ, a line a key.

    Examples
    --------
    >>> differences('{"name":"Park","kind":"park"}', '{"name":"Pier","kind":"park"}')
    ["name: 'Park' -> 'Pier'"]
    """
    if a == b:
        return []
    read = [_read(text) for text in (a, b)]
    if not all(isinstance(body, dict) for body in read):
        return [f"{_short(read[0])} -> {_short(read[1])}"]
    before, after = read
    keys = [key for key in sorted({*before, *after}) if before.get(key, _read) != after.get(key, _read)]
    gone = "nothing"
    changed = [
        f"{key}: {_short(before[key]) if key in before else gone} -> {_short(after[key]) if key in after else gone}"
        for key in keys
    ]
    return changed or ["written in another form"]


def _read(text: str | None) -> Any:
    try:
        return json.loads(text) if text is not None else None
    except (ValueError, TypeError, RecursionError):
        return f"no JSON: {text!r}"


def _short(value: Any) -> str:
    shown = "nothing" if value is None else repr(value)
    return shown if len(shown) <= 60 else f"{shown[:57]}..."
