"""Let through what was worked out from shown counts alone, and nothing that was not decided on."""

from __future__ import annotations

import pandas as pd

from placespace.disclose.profiles import Profile
from placespace.disclose.protect import COUNTS, EXACT, FLAGS, OPEN
from placespace.errors import PlacespaceError

MADE = {
    "rank",
    "window",
    "demand",
    "unserved",
    "absence",
    "harm",
    "need",
    "gain",
    "share_reached",
    "site",
    "weekday",
    "start",
    "end",
    "lon",
    "lat",
}
"""Columns of coverage and siting. For a protected profile ``documents/cover/demand.py`` makes their demand from
counts and hours as that profile is shown them, so that they tell nothing more."""


def check_made_for(profile: Profile, made_for: Profile) -> None:
    """Refuse to show a profile what was worked out for another.

    Raises
    ------
    PlacespaceError
    """
    if made_for.name != profile.name:
        raise PlacespaceError(
            "Coverage may leave only for the profile that its demand was worked out for.",
            f"It was worked out for {made_for.name}, and {profile.name} is to see it.",
            "Ask again with that profile.",
        )


def protect_made(table: pd.DataFrame, profile: Profile, *, made_for: Profile) -> pd.DataFrame:
    """Return a table of coverage or siting as a profile may see it.

    Parameters
    ----------
    table : DataFrame
        Columns named in ``MADE`` or open ones.
    profile : Profile
        Who is to see it.
    made_for : Profile
        For whom its demand was worked out.

    Raises
    ------
    PlacespaceError
        When the demand is another profile's, or a column has not been decided on.
    """
    check_made_for(profile, made_for)
    unknown = [c for c in table.columns if c not in MADE | OPEN or c in COUNTS | EXACT | FLAGS]
    if unknown:
        raise PlacespaceError(
            "A table may leave only with columns that disclosure knows.",
            f"'{unknown[0]}' is not one.",
            "Name it in placespace/disclose/made.py.",
        )
    out = table.copy()
    out.attrs = {}
    return out
