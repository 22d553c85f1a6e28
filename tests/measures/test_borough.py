"""The synthetic borough: what was planted is found, and what makes false points is not."""

import h3
import numpy as np
import pandas as pd
import pytest

from placespace.catalogue import open_workspace
from placespace.errors import PlacespaceError
from placespace.grid import Question, study_area, write_exclusions
from placespace.grid.observations import EXCLUSION_COLUMNS, observations_path
from placespace.measures import find_hotspots, fit_prior, read_and_place, seen_by_one

FALSE_POINT_M = 500
# centres of cells are 330 m apart: a ring reaches one cell, and a place may lie at a cell's edge
TWO_RINGS_M = 700
# a planted place spreads over some 200 m, so its middle is in a hot cell or beside one
NEXT_CELL = 1


@pytest.fixture(scope="module")
def found(sample_reading, truth):
    """Hot spots of each source over the last twelve months, by the categories planted."""
    window = truth["window"]["last_12"][0], truth["window"]["last_12"][-1]
    categories = {"police": ("Violence and sexual offences",), "ambulance": ("assault", "stabbing or shooting")}
    return {s: find_hotspots(sample_reading, Question(s, c, *window)) for s, c in categories.items()}


def is_hot_at(hot: pd.DataFrame, place: dict) -> bool:
    near = h3.grid_disk(h3.latlng_to_cell(place["lat"], place["lon"], 9), NEXT_CELL)
    return bool(hot["cell"].isin(near).any())


def test_every_planted_hot_spot_but_the_weakest_is_found_by_its_sources(found, truth):
    asked = [(s["name"], source) for s in truth["hot_spots"] if not s["weakest"] for source in s["seen_by"]]
    missed = [
        (s["name"], source)
        for s in truth["hot_spots"]
        if not s["weakest"]
        for source in s["seen_by"]
        if not is_hot_at(found[source].hot, s)
    ]
    assert len(asked) >= 10
    assert missed == []


def test_a_spot_the_police_do_not_see_is_not_hot_in_their_data(found, truth):
    unseen = [s for s in truth["hot_spots"] if s["unseen_by_police"]]
    assert len(unseen) == 2
    assert [s["name"] for s in unseen if is_hot_at(found["police"].hot, s)] == []


def test_everything_hot_was_planted_or_is_the_town_centre(found, truth):
    places = [*truth["hot_spots"], truth["also_hot"]]
    for source in ("police", "ambulance"):
        hot = found[source].cells.geometry().centroid.loc[found[source].hot["cell"]]
        gaps = [np.hypot(hot.x - p["easting"], hot.y - p["northing"]) - p["radius_m"] for p in places]
        assert (np.min(gaps, axis=0) < TWO_RINGS_M).all(), source


@pytest.mark.parametrize("source", ["police", "ambulance"])
def test_nothing_is_hot_at_an_excluded_false_point(found, truth, source):
    centres = found[source].cells.geometry().centroid.loc[found[source].hot["cell"]]
    for false in truth["false_points"]:
        gap = np.hypot(centres.x - false["easting"], centres.y - false["northing"])
        assert gap.min() > FALSE_POINT_M, false["name"]


def test_without_the_exclusion_list_the_hospital_is_hot(sample_copy, truth):
    workspace = open_workspace(sample_copy)
    write_exclusions(workspace, pd.DataFrame(columns=list(EXCLUSION_COLUMNS)))
    reading = read_and_place(workspace)
    hospital = truth["false_points"][0]
    for source, categories in (("police", ("Violence and sexual offences",)), ("ambulance", ())):
        found = find_hotspots(reading, Question(source, categories, "2025-10", "2026-09"))
        assert is_hot_at(found.hot, hospital), source


def test_totals_read_equal_what_was_written(sample_reading, truth):
    police = pd.read_parquet(observations_path(sample_reading.workspace, "police"))
    assert police["category"].value_counts().to_dict() == truth["police"]["rows_by_category"]
    assert police["month"].value_counts().to_dict() == truth["police"]["rows_by_month"]
    last = police[police["month"].isin(truth["window"]["last_12"])]
    assert last["category"].value_counts().to_dict() == truth["police"]["rows_by_category_last_12"]


def test_counts_by_month_equal_what_was_written_less_the_thin_month(sample_reading, truth):
    by_month = sample_reading.counts("police", 9).by_month(Question("police"))
    excluded = pd.read_parquet(observations_path(sample_reading.workspace, "police"), columns=["month", "excluded"])
    left_out = excluded.dropna()["month"].value_counts()
    written = pd.Series(truth["police"]["rows_by_month"]).sub(left_out, fill_value=0)
    thin = list(truth["police"]["months_implausible"])
    assert (by_month.dropna() == written.drop(thin)).all()


def test_the_missing_and_the_thin_month_are_left_out_of_the_window_and_said(sample_reading, truth):
    found = find_hotspots(sample_reading, Question("police", ("Robbery",), "2025-04", "2026-03"), names=False)
    assert found.left_out == [*truth["police"]["months_missing"], *truth["police"]["months_implausible"]]
    assert len(found.months) == 10


def test_ambulance_finds_the_two_places_that_police_do_not_see(sample_reading, truth):
    cells = study_area(sample_reading.workspace)
    window = truth["window"]["last_12"][0], truth["window"]["last_12"][-1]
    stores = [sample_reading.counts(s, 9) for s in ("ambulance", "police")]
    questions = [
        Question("ambulance", ("assault", "stabbing or shooting"), *window),
        Question("police", ("Violence and sexual offences",), *window),
    ]
    months = sorted(set(stores[0].months(questions[0])) & set(stores[1].months(questions[1])))
    a, b = (s.by_cell_and_month(q, cells)[months].sum(axis=1) for s, q in zip(stores, questions, strict=True))
    seen = seen_by_one(a, b, cells.ring)
    flagged = seen[seen["flag"] == "a only"].reset_index(names="cell")
    unseen = [s for s in truth["hot_spots"] if s["unseen_by_police"]]
    for spot in unseen:
        assert is_hot_at(flagged, spot), spot["name"]
    usual = fit_prior(seen["a_ring"].to_numpy(), seen["b_ring"].to_numpy()).share
    twice = cells.geometry().centroid.loc[flagged.loc[flagged["share"] >= 2 * usual, "cell"]]
    gaps = [np.hypot(twice.x - s["easting"], twice.y - s["northing"]) - s["radius_m"] for s in unseen]
    assert len(twice) >= len(unseen)
    assert (np.min(gaps, axis=0) < TWO_RINGS_M).all(), "where the share is twice the usual, it is one of the two"


def test_hot_cells_come_hottest_first_and_are_named(found):
    hot = found["police"].hot
    assert hot["ratio"].is_monotonic_decreasing
    assert hot["place"].ne("").all()
    assert found["police"].events == found["police"].table["count"].sum()


def test_at_most_a_twentieth_of_the_hot_cells_are_expected_to_be_false(found):
    hot = found["police"].hot
    assert 0 <= found["police"].false_expected <= 0.05 * len(hot)


def test_the_default_window_is_the_last_twelve_months(sample_reading):
    found = find_hotspots(sample_reading, Question("police"), names=False)
    assert (found.question.first, found.question.last) == ("2025-10", "2026-09")
    assert (found.table["place"] == "").all()


@pytest.mark.parametrize(
    ("question", "resolution", "fault"),
    [
        (Question("emergency_department"), None, "says where"),
        (Question("police"), 10, "nothing finer than resolution 9"),
        (Question("police"), 5, r"kept at resolutions 7, 8, 9.*Resolution 5 was asked for"),
        (Question("young_people"), None, "incidents is one of: ambulance, emergency_department, police"),
        (Question("nothing"), None, "'nothing' is not"),
        (Question("police", first="2025-06", last="2025-06"), None, "at least one month"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_what_to_do(sample_reading, question, resolution, fault):
    with pytest.raises(PlacespaceError, match=fault):
        find_hotspots(sample_reading, question, resolution=resolution)
