"""Keep what was decided, with its reason."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pandas as pd

from placespace.catalogue import Workspace
from placespace.errors import WrongUse
from placespace.ingest import personal_in


def keep_choice(
    workspace: Workspace, *, chosen: str, first: str, reason: str, by: str, before: float, after: float, asked: str
) -> None:
    """Keep what was decided; something other than the first needs a reason.

    Raises
    ------
    WrongUse
        When a reason or a name of a role is missing, or personal data was typed.
    """
    if chosen != first and len(reason.split()) < 3:
        raise WrongUse(
            "A choice other than the first needs a reason, in a few words.",
            f"The first is {first}; the reason given is {reason!r}.",
            "Say why.",
        )
    if not by.strip():
        raise WrongUse(
            "A choice is somebody's: their role or team.", "None was given.", "Write 'head of service', say."
        )
    for text in (reason, by):
        if (kind := personal_in(text)) is not None:
            raise WrongUse("Reasons hold no personal data.", f"This one holds {kind}.", "Take it out.")
    line = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "chosen": chosen,
        "first": first,
        "reason": reason,
        "by": by,
        "unserved_before": round(before, 6),
        "unserved_after": round(after, 6),
        "asked": asked,
    }
    with workspace.choices.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")


def kept_choices(workspace: Workspace) -> pd.DataFrame:
    """Return what was decided, newest first; lines that cannot be read are left out."""
    lines = workspace.choices.read_text(encoding="utf-8").splitlines() if workspace.choices.exists() else []
    rows = []
    for line in lines:
        try:
            rows.append(json.loads(line))
        except ValueError:
            continue
    return pd.DataFrame(rows[::-1])
