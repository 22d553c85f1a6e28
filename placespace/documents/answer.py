"""Answer a question for a profile: all that screens, sentences and files may draw on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
from scipy.sparse import csgraph

from placespace.catalogue import Area, Layer
from placespace.disclose import (
    PROFILES,
    Profile,
    allowed_resolution,
    check_question,
    counts_as_shown,
    profile_named,
    protect,
    round_count,
    shown_total,
    whole_windows,
)
from placespace.errors import PlacespaceError
from placespace.grid import Cells, Question, study_area
from placespace.measures import Concentration, Reading, concentration, find_hotspots
from placespace.places.acting import check_profile


@dataclass(frozen=True, eq=False)
class Answer:
    """Hot spots as one profile may see them.

    Attributes
    ----------
    table : DataFrame
        The hot spot table, protected, best first, with ``place``, ``status`` and ``group``:
        hot cells that touch share a group, numbered from 1; 0 elsewhere.
    total, total_status : int or None, str
        Events in the study area and whether that may be shown.
    concentration : Concentration or None
        Worked out from what is shown.
    false_expected : float
        How many of the hot cells may be false, at most, on average.
    """

    profile: Profile
    question: Question
    layer: Layer
    cells: Cells
    table: pd.DataFrame
    total: int | None
    total_status: str
    concentration: Concentration | None
    months: list[str]
    left_out: list[str]
    months_needed: int
    false_expected: float
    settings: Mapping[str, float]

    @property
    def hot(self) -> pd.DataFrame:
        """The hot cells that are shown, best first."""
        return self.table[self.table["hot"]]

    def in_cell_order(self) -> pd.DataFrame:
        """Return the table in the order of ``cells``, as maps need it."""
        return self.table.set_index("cell").loc[self.cells.index]


def choices(reading: Reading, profile: Profile, layer_id: str) -> tuple[list[str], list[str]]:
    """Return the categories of a layer and the months that can be asked for: held, whole and not thin at source."""
    store = reading.counts(layer_id, reading.resolution_of(layer_id))
    # most frequent first would be a rank by true counts
    categories = store.categories if profile.exact else sorted(store.categories)
    return categories, [m for m in store.months_held if m not in store.unreliable]


def first_question(reading: Reading, profile: Profile, layer_id: str) -> Question:
    """Return what is asked of a layer before anyone chooses: all of it, or one category where only one may be shown."""
    categories, _ = choices(reading, profile, layer_id)
    if profile.exact or len(categories) == 1:
        return Question(layer_id)
    usual = reading.workspace.area.compare_categories
    return Question(layer_id, (next((c for c in usual if c in categories), categories[0]),))


def answer(reading: Reading, question: Question, profile_name: str, *, resolution: int | None = None) -> Answer:
    """Return the hot spots of a question as a profile may see them.

    Parameters
    ----------
    reading : Reading
    question : Question
        A protected profile that gives no window gets its latest whole one.
    profile_name : str
        One of ``placespace.disclose.PROFILES``.
    resolution : int, optional

    Raises
    ------
    PlacespaceError
        When the profile may not ask this, or the data cannot answer it.
    """
    profile = profile_named(profile_name)
    check_profile(reading, profile_name)
    area = reading.workspace.area
    own = reading.resolution_of(question.layer)
    resolution = allowed_resolution(profile, own, resolution)
    if not profile.exact:
        categories, held = choices(reading, profile, question.layer)
        question = whole_question(question, held, area)
        check_question(profile, question, categories, area.settings["year_ends_month"])
    found = find_hotspots(reading, question, resolution=resolution)
    if not profile.exact and resolution < own:
        found.table["count"] = _from_finer(reading, found.question, found.cells).to_numpy()
    true = found.table.set_index("cell")["count"]
    table = _ranked(protect(found.table, profile, ring=found.cells.ring, own=area.settings), found.cells, profile)
    total, status = shown_total(true, profile)
    hot = int(table["hot"].sum())
    return Answer(
        profile,
        found.question,
        reading.workspace.layers[question.layer],
        found.cells,
        table,
        total,
        status,
        concentration(counts_as_shown(true, profile)),
        found.months,
        found.left_out,
        found.months_needed,
        found.false_expected if profile.exact else area.settings["hot_q"] * hot,
        area.settings,
    )


def _from_finer(reading: Reading, question: Question, cells: Cells) -> pd.Series:
    """Return counts of large cells made from small ones as partners see them.

    True ones would, less the small cells that partners hold, give hidden counts back. Where
    partners see no total, a hidden cell is taken for the least it can be.
    """
    own, partner = study_area(reading.workspace, reading.resolution_of(question.layer)), PROFILES["partner"]
    true = reading.counts(question.layer, own.resolution).by_cell(question, own)
    seen = counts_as_shown(true, partner)
    if shown_total(true, partner)[1] == "hidden":
        seen = seen.mask(round_count(true, partner)[1] == "hidden", 1)
    large = seen.groupby(own.parents(cells.resolution)).sum()
    return large.reindex(cells.index, fill_value=0.0)


def groups_of(answer: Answer) -> pd.DataFrame:
    """Return the groups of hot cells that touch, from what is shown: a row a group, in its order.

    Returns
    -------
    DataFrame
        ``group``, ``around`` (the name of its first cell), ``cells`` and ``events``, as text: 'at least'
        stands before it where counts in the group are hidden.
    """
    rows = []
    for number, cells in answer.hot.groupby("group"):
        least = "at least " if (cells["status"] == "hidden").any() else ""
        first = cells.iloc[0]
        rows.append((number, first["place"] or first["cell"], len(cells), f"{least}{int(cells['count'].sum()):,}"))
    return pd.DataFrame(rows, columns=["group", "around", "cells", "events"])


def whole_question(question: Question, held: list[str], area: Area) -> Question:
    """Return the question with the latest whole year where it gives no window: what a protected profile sees.

    Raises
    ------
    PlacespaceError
        When no whole year is held.
    """
    if question.first or question.last:
        return question
    windows = whole_windows(held, area.settings["year_ends_month"])
    if not windows:
        raise PlacespaceError(
            f"Protected profiles show whole years that end with month {area.settings['year_ends_month']:g}.",
            f"{f'{held[0]} to {held[-1]}' if held else 'Nothing'} is held.",
            "Add earlier months, set 'year_ends_month' in area.toml, or use the analyst profile on your own screen.",
        )
    return Question(question.layer, question.categories, *windows[0])


def _ranked(table: pd.DataFrame, cells: Cells, profile: Profile) -> pd.DataFrame:
    """Rank the table by what is shown: groups of hot cells that touch, each with its busiest cell first.

    Groups stand in the order of their highest ratio, or of their events where ratios are not shown.
    """
    by = "ratio" if profile.exact else "count"
    hot = table.set_index("cell")["hot"].reindex(cells.index).to_numpy(bool)
    group = pd.Series(0, cells.index)
    if hot.any():
        group[hot] = csgraph.connected_components(cells.ring[hot][:, hot], directed=False)[1] + 1
    ranked = table.assign(group=group.reindex(table["cell"]).to_numpy(), strength=table[by].astype("Float64"))
    strength = ranked[ranked["hot"]].groupby("group")["strength"]
    best = (strength.max() if profile.exact else strength.sum()).sort_values(ascending=False, kind="stable")
    order = pd.Series(range(1, len(best) + 1), best.index)
    ranked["group"] = ranked["group"].map(order).fillna(0).astype(int)
    keys = ranked.assign(first=ranked["group"].where(ranked["hot"], len(order) + 1))
    keys = keys.sort_values(["first", "count", "cell"], ascending=[True, False, True], na_position="last")
    return ranked.loc[keys.index].drop(columns="strength").reset_index(drop=True)
