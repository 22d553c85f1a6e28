"""Tell what became of a record, in words, and give out the evidence that was kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from placespace.errors import WrongUse
from placespace.places.checks import label
from placespace.places.deciding import Deciding
from placespace.places.door import Held, held
from placespace.places.roles import may
from placespace.places.things import Action, Evidence

IN_FULL = 80
"""Letters of a text that are told; the rest is in the version."""


class Change(NamedTuple):
    """One line of a history: when (UTC), who, what was done, and each change in words."""

    at: str
    by: str
    what: str
    changes: list[str]


class Past(Deciding):
    """What the register tells of the past."""

    def history(self, id: str) -> list[Change]:
        """Return what became of a record, oldest first.

        Raises
        ------
        NotAllowed
            When the role does not read the history, or the record is a mark of young people's that somebody else made.
        """
        self._check("read the history")
        rows = self.store.audit(id)
        for row in rows:
            self._check_mark(row.kind, row.by)
        return [
            Change(r.at, r.by, r.what, changes_in_words(self._without_true(r.before), self._without_true(r.after)))
            for r in rows
        ]

    def at_version(self, id: str, version: int) -> Held[Any]:
        """Return a record as it was at a version: what two people both began from.

        Raises
        ------
        WrongUse
            When there was no such version.
        NotAllowed
            When the role does not read the register, or the record is a mark that somebody else made.
        """
        self._check("read the register")
        found = [r for r in self.store.versions(id) if r.version == version]
        if not found:
            raise WrongUse("A version must have been saved.", f"{id} has no version {version}.", "Look at its history.")
        self._check_mark(found[0].kind, found[0].by)
        then = held(replace(found[0], body=self._without_true(found[0].body)))
        if isinstance(then.thing, Action) and then.thing.police_work:
            self._check("edit places")
        return then

    def _check_mark(self, kind: str, by: str) -> None:
        """Refuse a mark of few young people, as :meth:`views` does."""
        if kind == "view" and by != self.who.name:
            self._check("see true counts")

    def _without_true(self, body: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
        """Return a body without the fingerprint of true counts: it would answer to who guesses them."""
        if not body or "partner_sha256" not in body or may(self.who, "see true counts"):
            return body
        return {**body, "sha256": ""}

    def evidence(self, place_id: str) -> list[Held[Evidence]]:
        """Return what the decisions on a place rested on, the newest first.

        The SHA-256 of the bundle with true counts is empty for those who may not see them.

        Raises
        ------
        NotAllowed
            When the role does not read the register.
        """
        self._check("read the register")
        found, exact = self._find("evidence", place_id)[::-1], may(self.who, "see true counts")
        return found if exact else [replace(e, thing=replace(e.thing, sha256="")) for e in found]

    def evidence_file(self, id: str, *, partner: bool) -> bytes:
        """Return a frozen bundle: with protected figures, or with true counts to those who may see them.

        Raises
        ------
        NotAllowed
            When the role may not see true counts, or does not read the register.
        WrongUse
            When none was kept with protected figures.
        """
        self._check("read the register" if partner else "see true counts")
        kept: Evidence = self._get(id, "evidence").thing
        sha256 = kept.partner_sha256 if partner else kept.sha256
        if not sha256:
            raise WrongUse(
                "Evidence is handed on with protected figures.",
                f"{id} was kept with true counts only.",
                "Ask an analyst to freeze it anew at the next decision.",
            )
        return self.store.file(sha256)


def changes_in_words(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> list[str]:
    """Return what changed between two bodies, a line each: ``name: 'A' -> 'B'``; a new one tells what it began with.

    Examples
    --------
    >>> changes_in_words({"name": "A", "kind": "park"}, {"name": "B", "kind": "park"})
    ["name: 'A' -> 'B'"]
    """
    old, new = before or {}, after or {}
    lines = []
    for name in dict.fromkeys((*old, *new)):
        was, now = old.get(name), new.get(name)
        if was == now or (before is None and now in (None, "", [], {}, False, 0)):
            continue
        if name in ("cells", "outline"):
            lines.append(f"{label(name)}: {_how_many(name, was)} -> {_how_many(name, now)}" if before is not None
                         else f"{label(name)}: {_how_many(name, now)}")  # fmt: skip
        elif isinstance(now, Mapping) or isinstance(was, Mapping):
            lines += [f"{label(name)}, {line}" for line in changes_in_words(was or {}, now or {})]
        else:
            lines.append(f"{label(name)}: {_said(was)} -> {_said(now)}" if before is not None
                         else f"{label(name)}: {_said(now)}")  # fmt: skip
    return lines


def _said(value: Any) -> str:
    if value is None or value == "" or value == []:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(_said(v) for v in value)
    text = str(value)
    return f"'{text[:IN_FULL]}…'" if len(text) > IN_FULL else f"'{text}'" if isinstance(value, str) else text


def _how_many(name: str, value: Any) -> str:
    number, one = len(value or ()), "cell" if name == "cells" else "corner"
    return f"{number} {one}{'' if number == 1 else 's'}"
