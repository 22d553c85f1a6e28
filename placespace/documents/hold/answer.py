"""Back-test a layer: all of it, each category, each source, or one month alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

from placespace.catalogue import Layer
from placespace.disclose import Profile, profile_named
from placespace.documents.overview import harm_layers
from placespace.errors import PlacespaceError, WrongUse
from placespace.grid import Cells, Question, study_area
from placespace.measures import BackTest, Reading, back_test
from placespace.places.acting import check_profile

ALL = "All categories"
ANALYST_ONLY = (
    "Whether the choice of places would have held was tried on past months. It rests on counts of single months, so "
    "what came of it is for the analyst."
)
"""All that a protected profile is told: a hit rate at a known number of cells would give small counts back."""

BY_COLUMNS = (
    "size", "looks", "cells", "events", "method", "low", "high", "busiest", "kernel", "random", "difference",
    "difference_low", "difference_high", "pai", "pei", "verdict",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Hold:
    """A back-test as one profile may see it.

    Attributes
    ----------
    question : Question
        As asked; with no window, every month held is used.
    test : BackTest or None
        None where the profile is protected: nothing of it is worked out.
    """

    profile: Profile
    question: Question
    layer: Layer
    test: BackTest | None
    settings: Mapping[str, float]


@dataclass(frozen=True, eq=False)
class OneOrigin(Hold):
    """A single look: cells picked on the data to the month before ``month``, measured from it on."""

    month: str


def hold(
    reading: Reading,
    question: Question,
    profile_name: str,
    *,
    cells: Cells | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Hold:
    """Return what cells picked month after month would have held afterwards, beside other ways of picking as many.

    Parameters
    ----------
    reading : Reading
    question : Question
        Layer and categories. A window limits the months used, which are otherwise all that are held: picking takes a
        year of it.
    profile_name : str
        Only the analyst's profile is given figures.
    cells : Cells, optional
        The study area at the layer's resolution, where the caller holds it.
    progress : callable, optional
        Told how many looks are done, and of how many.

    Raises
    ------
    PlacespaceError
        When the layer has no places, or holds no month of the window.
    """
    profile, layer = profile_named(profile_name), reading.incidents(question.layer)
    check_profile(reading, profile_name)
    own = reading.workspace.area.settings
    if not profile.exact:
        return Hold(profile, question, layer, None, own)
    by_month, cells = _counts(reading, question, layer, cells)
    test = back_test(by_month, cells.centres_m(), cells.ring, cells.area_km2, own=own, progress=progress)
    return Hold(profile, question, layer, test, own)


def one_origin(
    reading: Reading, question: Question, month: str, profile_name: str = "analyst", *, cells: Cells | None = None
) -> OneOrigin:
    """Return what cells picked on the data to the month before held in that month and those after it.

    Parameters
    ----------
    month : str
        The first month measured, YYYY-MM.

    Raises
    ------
    WrongUse
        When ``month`` is no month.
    PlacespaceError
        When the data do not reach a year back from it, or hold none of the months after.
    """
    profile, layer = profile_named(profile_name), reading.incidents(question.layer)
    check_profile(reading, profile_name)
    last = str(pd.Period(Question(question.layer, first=month).first, "M") - 1)
    own = reading.workspace.area.settings
    if not profile.exact:
        return OneOrigin(profile, question, layer, None, own, month)
    by_month, cells = _counts(reading, question, layer, cells)
    where = (cells.centres_m(), cells.ring, cells.area_km2)
    test = back_test(by_month, *where, own=own, first_origin=last, last_origin=last)
    if test.origins.empty:
        raise PlacespaceError(
            f"To look ahead to {month}, data must begin a year before it, with half of that year or more, and hold one "
            f"of the {test.ahead} months from it on.",
            f"{test.months[0]} to {test.months[-1]} is held, {len(test.months)} months.",
            "Choose another month, or add the months that are absent.",
        )
    return OneOrigin(profile, question, layer, test, own, month)


def hold_by(reading: Reading, layer_id: str, profile_name: str) -> pd.DataFrame:
    """Return the back-test of all categories together and of each: a row each and size.

    Returns
    -------
    DataFrame
        ``category``, then :data:`BY_COLUMNS`: hit rates by way, ``events`` on average a look. No rows for a protected
        profile.
    """
    reading.incidents(layer_id)
    check_profile(reading, profile_name)
    if not profile_named(profile_name).exact:
        return pd.DataFrame(columns=["category", *BY_COLUMNS])
    cells = study_area(reading.workspace, reading.resolution_of(layer_id))
    known = reading.counts(layer_id, cells.resolution).categories
    asked = {ALL: Question(layer_id)} | ({c: Question(layer_id, (c,)) for c in known} if len(known) > 1 else {})
    found = {name: hold(reading, question, profile_name, cells=cells) for name, question in asked.items()}
    return _rows("category", found)


def hold_sources(reading: Reading, profile_name: str) -> pd.DataFrame:
    """Return the back-test of every source that says where, all its categories together: a row each and size.

    Returns
    -------
    DataFrame
        ``source``, then :data:`BY_COLUMNS`. Sources stand side by side and are never added.
    """
    check_profile(reading, profile_name)
    if not profile_named(profile_name).exact:
        return pd.DataFrame(columns=["source", *BY_COLUMNS])
    layers = reading.workspace.layers
    mapped = [i for i in harm_layers(reading) if layers[i].precision != "none"]
    return _rows("source", {layers[i].source: hold(reading, Question(i), profile_name) for i in mapped})


def _counts(reading: Reading, question: Question, layer: Layer, cells: Cells | None) -> tuple[pd.DataFrame, Cells]:
    if layer.precision == "none":
        raise WrongUse(
            "A back-test needs a source that says where.",
            f"'{layer.title}' has no places in it.",
            "Choose another source.",
        )
    cells = study_area(reading.workspace, reading.resolution_of(question.layer)) if cells is None else cells
    return reading.counts(question.layer, cells.resolution).by_cell_and_month(question, cells), cells


def _rows(name: str, found: Mapping[str, Hold]) -> pd.DataFrame:
    rows = []
    for label, one in found.items():
        for size, verdict in one.test.verdicts.items():
            table = one.test.pooled[one.test.pooled["size"] == size].set_index("way")
            row = {name: label, "size": size, "looks": 0, "verdict": verdict}
            if len(table):
                method = table.loc["method"]
                shared = ("looks", "cells", "low", "high", "difference", "difference_low", "difference_high")
                row |= {c: method[c] for c in (*shared, "pai", "pei")}
                row["events"] = method["events"] / method["looks"]
                row |= table["hit_rate"].to_dict()
            rows.append(row)
    return pd.DataFrame(rows, columns=[name, *BY_COLUMNS])
