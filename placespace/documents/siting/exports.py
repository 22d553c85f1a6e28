"""Write the sessions proposed, and a page about them."""

from __future__ import annotations

from pathlib import Path

from placespace.documents.cover.answer import Cover
from placespace.documents.cover.handing import hand_out_cover
from placespace.documents.cover.words import cover_about, cover_headline, share_words
from placespace.documents.exports import check_path, table_bytes
from placespace.documents.siting.propose import Siting, siting_shown
from placespace.measures import Reading
from placespace.terms import LIMITS

SITE_ENDINGS = (".csv",)


def siting_headline(done: Siting) -> str:
    """Return what the proposed sessions do and how sure it is that none do more, or why there are none."""
    if done.table.empty:
        return done.plan.stopped
    proof = f" {done.proof.status}" if done.proof else ""
    return f"Nobody there: {share_words(done.before)} now, {share_words(done.after)} with these.{proof}"


def write_sites(done: Siting, found: Cover, reading: Reading, path: Path, age_days: int | None) -> list[Path]:
    """Write the sessions proposed, and a page about them beside it.

    Returns
    -------
    list of Path
        What was written.

    Raises
    ------
    WrongUse
        When the ending is not one of ``SITE_ENDINGS``, or the folder is not there.
    PlacespaceError
        When it may not be handed out: see :func:`placespace.documents.cover.handing.check_cover_out`.
    """
    check_path(path, SITE_ENDINGS)
    hand_out_cover(found, reading)
    path.write_bytes(table_bytes(siting_shown(done, found)))
    note, marking = path.with_suffix(".about.txt"), found.profile.marking
    said = dict.fromkeys([cover_headline(found), siting_headline(done), *done.notes])
    lines = [marking, "", *said, "", *cover_about(found, reading, age_days), "", *LIMITS, "", marking]
    note.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return [path, note]
