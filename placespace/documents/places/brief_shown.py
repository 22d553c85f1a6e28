"""Count what each source holds of a place from what a protected profile is shown of its cells, and from nothing else.

A place may be drawn at will. So its line is worked out from the table of cells that the profile sees anyway, one
category and one whole year at a time: whoever has the map could write it down, whatever cells were picked.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from placespace.disclose import Profile, could_be
from placespace.documents.answer import choices
from placespace.documents.places.brief_lines import HIDDEN, NO_DATA, NO_PLACES, SourceLine
from placespace.documents.places.brief_sources import BriefSources
from placespace.documents.statement import month_name
from placespace.measures.trend import DOWN, UP, trend

MOST_CATEGORIES = 6
"""Each is a line of its own, as they may not be added: more could not be taken in."""
YEAR = 12
CANNOT_TELL = "no change can be told from what is shown"


def shown_lines(
    sources: BriefSources, layer_id: str, cells: tuple[str, ...], profile: Profile, last: str | None = None
) -> list[SourceLine]:
    """Return a line a category of a source.

    Parameters
    ----------
    sources : BriefSources
    layer_id : str
    cells : tuple of str
        Of the place.
    profile : Profile
        A protected one.
    last : str, optional
        ``YYYY-MM``, the month the year ends with: the latest whole year by default.
    """
    title = sources.titles[layer_id]
    if not sources.has_places(layer_id):
        return [SourceLine(layer_id, title, "all categories", NO_PLACES)]
    years = [w for w in sources.whole_years(layer_id, profile) if last is None or w[1] <= last]
    names, _ = categories_shown(sources, layer_id, profile)
    if not years:
        return [SourceLine(layer_id, title, name, NO_DATA, NO_DATA, CANNOT_TELL) for name in names]
    return [_line(sources, layer_id, name, cells, profile, years) for name in names]


def categories_shown(sources: BriefSources, layer_id: str, profile: Profile) -> tuple[list[str], list[str]]:
    """Return the categories a brief shows of a source, and those it leaves to the map."""
    area = sources.reading.workspace.area
    every = choices(sources.reading, profile, layer_id)[0]
    wanted = [c for c in area.compare_categories if layer_id == area.hotspot_layer and c in every] or every
    return wanted[:MOST_CATEGORIES], [c for c in every if c not in wanted[:MOST_CATEGORIES]]


def _line(
    sources: BriefSources, layer_id: str, name: str, cells: tuple[str, ...], profile: Profile,
    years: list[tuple[str, str]],
) -> SourceLine:  # fmt: skip
    window = years[0]
    now = _of_place(sources.shown(layer_id, name, window, profile), cells, sources, profile)
    year_ago = str(pd.Period(window[1], "M") - YEAR)
    earlier = next((w for w in years if w[1] == year_ago), None)
    then = _of_place(sources.shown(layer_id, name, earlier, profile), cells, sources, profile) if earlier else None
    hot = "" if now is None else _hot_words(now, profile)
    return SourceLine(
        layer_id, sources.titles[layer_id], name, range_words(now, profile), range_words(then, profile),
        change=_change(now, then, profile), hot=hot, age=f"a whole year, to {month_name(window[1])}",
        first=window[0], last=window[1],
    )  # fmt: skip


def _of_place(
    shown: pd.DataFrame | None, cells: Iterable[str], sources: BriefSources, profile: Profile
) -> pd.DataFrame | None:
    """Return the rows of a place's cells; where the profile sees larger cells, of those that hold them."""
    if shown is None:
        return None
    ids, own = pd.Index(list(cells)), sources.cells()
    ids = ids.intersection(own.index)
    larger = [ids, *(pd.Index(own.parents(r)[ids].unique()) for r in range(own.resolution - 1, 6, -1))]
    known = next((some for some in larger if len(some) and some.isin(shown.index).any()), ids[:0])
    return shown.loc[sorted(known.intersection(shown.index))]


def range_words(rows: pd.DataFrame | None, profile: Profile) -> str:
    """Return the least and the most that shown counts add up to; ``hidden``, ``0`` and ``no data`` look different.

    Parameters
    ----------
    rows : DataFrame or None
        ``count, status`` of some cells as shown.
    profile : Profile

    Examples
    --------
    >>> from placespace.disclose import PROFILES
    >>> rows = pd.DataFrame({"count": pd.array([10, None, 0], "Int64"), "status": ["shown", "hidden", "zero"]})
    >>> range_words(rows, PROFILES["partner"]), range_words(rows[1:], PROFILES["partner"])
    ('9 to 16', 'hidden')
    """
    if rows is None or rows.empty or (rows["status"] == NO_DATA).all():
        return NO_DATA
    if (rows["status"] == "zero").all():
        return "0"
    if not (rows["status"] == "shown").any():
        return HIDDEN
    low, high = _ends(rows, profile)
    return f"{'about ' if larger_cells(profile) else ''}{low:,} to {high:,}"


def larger_cells(profile: Profile) -> bool:
    """Return whether a profile sees cells larger than the area's own, with counts made of rounded ones."""
    return profile.resolution is not None


def _ends(rows: pd.DataFrame, profile: Profile) -> tuple[int, int]:
    low, high = could_be(rows["count"], rows["status"], profile)
    return int(pd.Series(low).sum()), int(pd.Series(high).sum())


def _change(now: pd.DataFrame | None, then: pd.DataFrame | None, profile: Profile) -> str:
    """Return a change only where every pair of counts that looks like this one has it."""
    if now is None or then is None or now.empty or then.empty or larger_cells(profile):
        return CANNOT_TELL
    if (now["status"] == NO_DATA).any() or (then["status"] == NO_DATA).any():
        return CANNOT_TELL
    (low, high), (low_then, high_then) = _ends(now, profile), _ends(then, profile)
    if trend(low, high_then, YEAR, YEAR).words == UP:
        return "more than the year before, beyond chance, whatever the rounding hides"
    if trend(high, low_then, YEAR, YEAR).words == DOWN:
        return "fewer than the year before, beyond chance, whatever the rounding hides"
    return CANNOT_TELL


def _hot_words(rows: pd.DataFrame, profile: Profile) -> str:
    hot, of = int(rows["hot"].sum()), f"the {len(rows)} cells it is shown on" if len(rows) > 1 else "the cell shown"
    larger = " (larger cells, which reach beyond the place)" if larger_cells(profile) else ""
    if not len(rows):
        return ""
    return f"{f'hot in {hot} of {of}' if hot else f'not hot in {of}'}, on the counts as shown{larger}"
