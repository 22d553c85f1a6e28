"""Set the sources side by side, never added."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from placespace.disclose import Profile, protect, shown_total, whole_windows
from placespace.documents.account import freshness
from placespace.documents.answer import choices
from placespace.documents.splits import may_split
from placespace.grid import Cells, CountStore, Question, study_area
from placespace.measures import Reading
from placespace.measures.find import windowed
from placespace.places.acting import check_profile


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
    check_profile(reading, profile.name)
    cells = study_area(reading.workspace, reading.resolution_of(layer_id))
    store = reading.counts(layer_id, cells.resolution)
    mapped = reading.workspace.layers[layer_id].precision != "none"
    series = store.by_month(Question(layer_id), cells if mapped else None)
    return protect(series.rename_axis("month").reset_index(), profile).sort_values("month")


def months_shown(reading: Reading, layer_id: str, profile: Profile) -> bool:
    """Return whether a profile may see a layer month by month: see :func:`placespace.documents.splits.may_split`."""
    if profile.exact or not profile.by_month:
        return profile.exact
    store, own = reading.counts(layer_id, reading.resolution_of(layer_id)), reading.workspace.area.settings
    mapped = reading.workspace.layers[layer_id].precision != "none"
    cells = study_area(reading.workspace, reading.resolution_of(layer_id)) if mapped else None
    windows = whole_windows(choices(reading, profile, layer_id)[1], own["year_ends_month"])
    years = [Question(layer_id, (), *window) for window in windows]
    return all(may_split(reading, year, store.by_month(year, cells).dropna(), profile) for year in years)


def sources(reading: Reading, profile: Profile) -> pd.DataFrame:
    """Return a row a source of incidents: events in its last twelve months, its age and its gaps."""
    check_profile(reading, profile.name)
    rows = []
    for layer_id in harm_layers(reading):
        cells = study_area(reading.workspace, reading.resolution_of(layer_id))
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
