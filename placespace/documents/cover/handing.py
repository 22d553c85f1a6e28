"""Remember which coverage was handed out, and refuse what could be subtracted from it."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from placespace.disclose import check_months, check_release, earlier_months, earlier_releases, record_release
from placespace.documents.cover.answer import Cover
from placespace.documents.cover.demand import true_blocks
from placespace.documents.exports import check_cells
from placespace.grid import Question
from placespace.measures import Reading
from placespace.places.acting import check_profile

HOURS, BLOCKS = "hours", "block(s) of hours"


def check_cover_out(found: Cover, reading: Reading) -> None:
    """Refuse to hand out coverage, or sites, whose cells or hours would tell beside those handed out before.

    A protected profile's demand is its counts by cell and the area's hours, so it is held to the rule of a table of
    each. Residents are published: nothing is held against them.

    Raises
    ------
    PlacespaceError
        Naming the earlier window or months.
    """
    asked, profile, ledger = found.demand.question, found.profile, reading.workspace.releases
    check_profile(reading, profile.name)
    if profile.exact or asked is None:
        return
    check_cells(reading, profile, asked, found.cells)
    year, resolution = replace(asked, categories=()), found.cells.resolution

    def blocks(question: Question) -> pd.Series:
        return true_blocks(reading, question, found.calendar)

    earlier = earlier_releases(ledger, profile, asked.layer, resolution, split=HOURS)
    check_release(profile, year, earlier, blocks, part=BLOCKS)
    months = [m for m in earlier_months(ledger, profile, year, resolution, split=HOURS) if m != _used(found)]
    if months:
        each = {m: blocks(replace(year, first=m, last=m)) for m in found.demand.months}
        check_months(profile, pd.DataFrame(each), months, part=BLOCKS)


def record_cover_out(found: Cover, reading: Reading) -> None:
    """Note in the workspace's ledger the cells and the hours that coverage handed out was made of."""
    asked = found.demand.question
    if found.profile.exact or asked is None:
        return
    ledger, resolution, used = reading.workspace.releases, found.cells.resolution, _used(found)
    record_release(ledger, found.profile, asked, resolution, used)
    record_release(ledger, found.profile, replace(asked, categories=()), resolution, used, split=HOURS)


def hand_out_cover(found: Cover, reading: Reading) -> None:
    """Check, then note: for whoever is about to write a file. See :func:`check_cover_out`."""
    check_cover_out(found, reading)
    record_cover_out(found, reading)


def _used(found: Cover) -> tuple[str, ...]:
    return tuple(found.demand.months)
