"""Set the sources side by side, never added, and find where health sees what police do not."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
from scipy.sparse import csgraph

from placespace.disclose import Profile, protect, shown_total, whole_windows
from placespace.documents.account import freshness
from placespace.documents.statement import window_name
from placespace.grid import Cells, CountStore, Question, study_area
from placespace.measures import Reading, place_names, seen_by_one
from placespace.measures.find import windowed


def harm_layers(reading: Reading) -> list[str]:
    """Return the layers of incidents that hold rows: the area's first choice, its health layer, then the rest."""
    area = reading.workspace.area
    held = [i for i, p in reading.placings.items() if p.rows]
    return sorted(held, key=lambda i: (i != area.hotspot_layer, i != area.health_layer))


def monthly(reading: Reading, layer_id: str, profile: Profile) -> pd.DataFrame:
    """Return events a month in the study area, protected: ``month, count, status``.

    A month that is missing or thin at source has no count and the status ``no data``. A source
    with no places is counted whole.
    """
    cells = study_area(reading.workspace)
    store = reading.counts(layer_id, cells.resolution)
    mapped = reading.workspace.layers[layer_id].precision != "none"
    series = store.by_month(Question(layer_id), cells if mapped else None)
    return protect(series.rename_axis("month").reset_index(), profile).sort_values("month")


def months_shown(reading: Reading, layer_id: str, profile: Profile) -> bool:
    """Return whether a profile may see a layer month by month.

    Months and cells are two ways to split the same events: where a layer has a single category both would
    be of exactly the same ones, and small parts of one could be worked out from the other.
    """
    layer = reading.workspace.layers[layer_id]
    single = len(reading.counts(layer_id, reading.workspace.area.resolution).categories) == 1
    return profile.exact or (profile.by_month and not (single and layer.precision != "none"))


def sources(reading: Reading, profile: Profile) -> pd.DataFrame:
    """Return a row a source of incidents: events in its last twelve months, its age and its gaps."""
    cells = study_area(reading.workspace)
    rows = []
    for layer_id in harm_layers(reading):
        layer, placing, account = (d[layer_id] for d in (reading.workspace.layers, reading.placings, reading.accounts))
        store = reading.counts(layer_id, cells.resolution)
        mapped = layer.precision != "none"
        whole = whole_windows(store.months_held, reading.workspace.area.settings["year_ends_month"])
        asked = Question(layer_id) if profile.exact or not whole else Question(layer_id, (), *whole[0])
        question = windowed(store, asked)
        series = store.by_month(question, cells if mapped else None)
        shown, status = shown_total(series, profile)
        by_cell = shown_total(store.by_cell(question, cells), profile)[1] if mapped else status
        tells = status == "hidden" or by_cell == "hidden" or not whole
        if not profile.exact and (tells or _a_category_is_hidden(store, question, cells, profile, mapped)):
            shown, status = None, "hidden"
        age, stale = freshness(reading, layer_id)
        rows.append(
            {
                "layer": layer_id,
                "source": layer.source,
                "title": layer.title,
                "events": shown,
                "status": status,
                "first": question.first,
                "last": question.last,
                "months": int(series.notna().sum()),
                "age_days": age,
                "stale": stale,
                "missing": [m[:7] for m in account.missing_months],
                "thin": [m[:7] for m in account.thin_months],
                "mapped": mapped,
                "placed_share": 1 - placing.without_place / placing.rows if profile.exact else None,
                "definition": layer.definition,
                "caveats": " ".join(layer.caveats.split()),
            }
        )
    return pd.DataFrame(rows)


def _a_category_is_hidden(store: CountStore, question: Question, cells: Cells, profile: Profile, mapped: bool) -> bool:
    """Return whether a category's total is hidden: the sum of all, less the others, would give it back."""
    for category in store.categories:
        one = replace(question, categories=(category,))
        parts = store.by_cell(one, cells) if mapped else store.by_month(one).dropna()
        if shown_total(parts, profile)[1] == "hidden":
            return True
    return False


def unseen(reading: Reading) -> tuple[pd.DataFrame | None, str]:
    """Return cells that one source sees and the other does not, and what was compared, in words.

    Worked out from small counts: for the analyst's own screen. Places that make false points are
    left out already, by the exclusion list.

    Returns
    -------
    table : DataFrame or None
        ``cell, place, flag, a_ring, b_ring, share, low, high``: the health layer is a. Of cells
        that touch, the one furthest from the area's usual share stands for all. None where there is
        nothing to compare.
    words : str
    """
    area = reading.workspace.area
    health, police = area.health_layer, area.hotspot_layer
    present = harm_layers(reading)
    if health not in present or police not in present:
        return None, "Both police and health data are needed, and one of them is not here."
    cells = study_area(reading.workspace)
    a_store, b_store = (reading.counts(i, cells.resolution) for i in (health, police))
    held = sorted(set(a_store.months(Question(health))) & set(b_store.months(Question(police))))[-12:]
    if not held:
        return None, "Police and health data hold no month in common, so there is nothing to compare."
    known = tuple(c for c in area.compare_categories if c in b_store.categories)
    questions = (Question(health, (), held[0], held[-1]), Question(police, known, held[0], held[-1]))
    pair = [s.by_cell_and_month(q, cells)[held].sum(axis=1) for s, q in zip((a_store, b_store), questions, strict=True)]
    table = seen_by_one(*pair, cells.ring, own=area.settings)
    table.insert(0, "place", place_names(reading, cells))
    flagged = table[table["flag"] != ""].copy()
    usual = pair[0].sum() / max(pair[0].sum() + pair[1].sum(), 1)
    window = window_name(held[0], held[-1])
    names = [reading.workspace.layers[i].source for i in (health, police)]
    words = (
        f"{names[0].capitalize()} beside {', '.join(known) or 'all categories'} ({names[1]}), the {len(held)} months "
        f"that both hold from {window}, cell and neighbours. Over the area {usual:.0%} of the two "
        f"together is {names[0]}. They do not count the same things or the same ages: it is a difference in what is "
        "recorded, never a verdict on a service."
    )
    return _one_a_group(flagged, cells).reset_index(names="cell"), words


def _one_a_group(flagged: pd.DataFrame, cells: Cells) -> pd.DataFrame:
    parts = []
    for flag, rows in flagged.groupby("flag"):
        at = cells.index.get_indexer(rows.index)
        group = csgraph.connected_components(cells.ring[at][:, at], directed=False)[1]
        rows = rows.assign(group=group).sort_values("share", ascending=flag != "a only")
        parts.append(rows.drop_duplicates("group"))
    if not parts:
        return flagged
    return pd.concat(parts).drop(columns=["group", "p_above"])
