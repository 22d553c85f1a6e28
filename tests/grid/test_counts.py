"""Counts are what a plain group-by gives; a missing month is missing, never zero."""

import datetime

import ibis
import numpy as np
import pandas as pd
import pytest

from placespace.errors import PlacespaceError
from placespace.grid import CountStore, Question, months_of, study_area
from placespace.grid.counts import counts
from placespace.grid.observations import observations_path

VIOLENCE = "Violence and sexual offences"


@pytest.fixture(scope="module")
def plain(sample_reading):
    """The rows of police and ambulance as stored, less the excluded."""
    out = {}
    for layer in ("police", "ambulance"):
        rows = pd.read_parquet(observations_path(sample_reading.workspace, layer))
        out[layer] = rows[rows["excluded"].isna()]
    return out


@pytest.mark.parametrize(("layer", "resolution"), [("police", 9), ("police", 8), ("ambulance", 9), ("ambulance", 7)])
def test_counts_by_cell_equal_a_plain_group_by(sample_reading, plain, layer, resolution):
    cells = study_area(sample_reading.workspace, resolution)
    store = sample_reading.counts(layer, resolution)
    got = store.by_cell(Question(layer), cells)
    rows = plain[layer][plain[layer]["month"].isin(store.months(Question(layer)))]
    by_hand = rows[f"cell_{resolution}"].astype("str").value_counts().reindex(cells.index, fill_value=0)
    assert (got == by_hand).all()
    assert got.index.equals(cells.index)
    assert (got == 0).any()


def test_counts_by_cell_and_month_equal_a_plain_cross_table(sample_reading, plain):
    cells = study_area(sample_reading.workspace)
    store = sample_reading.counts("police", 9)
    question = Question("police", (VIOLENCE, "Robbery"), "2025-04", "2026-03")
    got = store.by_cell_and_month(question, cells)
    rows = plain["police"]
    rows = rows[rows["category"].isin(question.categories) & rows["month"].isin(list(got))]
    by_hand = pd.crosstab(rows["cell_9"].astype("str"), rows["month"]).reindex(cells.index, fill_value=0)
    assert (got.to_numpy() == by_hand[list(got)].to_numpy()).all()
    assert (got.sum(axis=1) == store.by_cell(question, cells)).all()


def test_excluded_rows_are_in_no_count(sample_reading, plain):
    everything = pd.read_parquet(observations_path(sample_reading.workspace, "police"))
    assert everything["excluded"].notna().sum() > 0
    assert sample_reading.counts("police", 9).table["count"].sum() == len(plain["police"])


def test_a_month_missing_at_source_is_no_column_and_never_zero(sample_reading):
    cells = study_area(sample_reading.workspace)
    store = sample_reading.counts("police", 9)
    by_month = store.by_month(Question("police"), cells)
    assert np.isnan(by_month["2025-06"])
    assert np.isnan(by_month["2026-02"]), "too thin at source"
    assert (by_month.drop(["2025-06", "2026-02"]) > 0).all()
    assert len(by_month) == 24
    assert not {"2025-06", "2026-02"} & set(store.by_cell_and_month(Question("police"), cells))


def test_a_held_month_with_nothing_in_it_is_zero(tiny_town):
    store = store_of(tiny_town, {"2025-01": 3, "2025-02": 0, "2025-04": 1}, category="knife")
    by_month = store.by_month(Question("police", ("knife",)))
    assert by_month[["2025-01", "2025-02", "2025-04"]].tolist() == [3, 0, 1]
    assert np.isnan(by_month["2025-03"])


def store_of(town, months, category):
    """A store with events of one category in the middle cell, and one of another in every month."""
    rows = [(town.centre, category, m, None, n, n) for m, n in months.items() if n]
    rows += [(town.centre, "other", m, None, 1, 1) for m in months]
    table = pd.DataFrame(rows, columns=["cell", "category", "month", "hour_of_week", "count", "weighted"])
    return CountStore("police", table, tuple(sorted(months)))


def test_an_unreliable_month_is_left_out_of_every_answer(tiny_town):
    store = store_of(tiny_town, {"2025-01": 3, "2025-02": 9}, category="knife")
    thin = CountStore("police", store.table, store.months_held, unreliable=("2025-02",))
    assert thin.by_cell(Question("police", ("knife",)), tiny_town.cells).sum() == 3
    assert np.isnan(thin.by_month(Question("police"))["2025-02"])


def observations(rows: list[tuple]) -> ibis.Table:
    """Rows of (at, time_known, excluded) in one cell, as the query sees them."""
    frame = pd.DataFrame(rows, columns=["at", "time_known", "excluded"])
    frame = frame.assign(cell_9="a", category="knife", month="2025-10", weight=2.0)
    frame["excluded"] = frame["excluded"].astype("str").where(frame["excluded"].notna(), None)
    return ibis.memtable(frame, schema={
        "at": "timestamp", "time_known": "boolean", "excluded": "string",
        "cell_9": "string", "category": "string", "month": "string", "weight": "float64",
    })  # fmt: skip


def counted(rows: list[tuple]) -> pd.DataFrame:
    return ibis.duckdb.connect().to_pandas(counts(observations(rows), 9))


@pytest.mark.parametrize(
    ("when", "hour"),
    [
        (datetime.datetime(2025, 10, 6, 0, 0), 0),
        (datetime.datetime(2025, 10, 6, 23, 59), 23),
        (datetime.datetime(2025, 10, 11, 1, 30), 5 * 24 + 1),
        (datetime.datetime(2025, 10, 12, 23, 0), 167),
    ],
)
def test_the_hour_of_the_week_starts_at_monday_midnight(when, hour):
    assert when.strftime("%A") in ("Monday", "Saturday", "Sunday")
    assert counted([(when, True, None)])["hour_of_week"].tolist() == [hour]


def test_an_unknown_time_has_no_hour_and_still_counts():
    monday = datetime.datetime(2025, 10, 6)
    got = counted([(monday, True, None), (monday, False, None), (None, False, None), (monday, True, "hospital")])
    assert got["count"].sum() == 3
    assert got.loc[got["hour_of_week"].isna(), "count"].tolist() == [2]
    assert got["weighted"].sum() == 6


def test_categories_come_with_the_most_frequent_first(sample_reading, plain):
    assert sample_reading.counts("police", 9).categories[:2] == [VIOLENCE, "Anti-social behaviour"]


def test_a_question_says_what_is_wrong_with_it(sample_reading):
    store = sample_reading.counts("police", 9)
    with pytest.raises(PlacespaceError, match=r"YYYY-MM.*'2019'.*Write"):
        Question("police", first="2019")
    with pytest.raises(PlacespaceError, match=r"YYYY-MM"):
        Question("police", last="2019-13")
    with pytest.raises(PlacespaceError, match=r"starts before it ends"):
        Question("police", first="2026-01", last="2025-01")
    with pytest.raises(PlacespaceError, match=r"one of: .*'Piracy' is not"):
        store.asked(Question("police", ("Piracy",)))
    with pytest.raises(PlacespaceError, match=r"held: 2024-10 to 2026-09"):
        store.asked(Question("police", first="2030-01", last="2030-12"))
    with pytest.raises(PlacespaceError, match=r"at least one month"):
        store.asked(Question("police", first="2025-06", last="2025-06"))


def test_a_window_of_twelve_months_ends_with_its_last():
    assert months_of("2026-02", 3) == ("2025-12", "2026-02")
