"""Two sources beside each other on the sample borough: what was planted leads, and false points say nothing."""

from __future__ import annotations

from dataclasses import replace

import h3
import numpy as np
import pytest

from placespace.catalogue import open_workspace
from placespace.documents import masked_cells, one_a_group, unseen, unseen_cells
from placespace.errors import PlacespaceError
from placespace.grid import CountStore, read_exclusions, study_area, write_exclusions
from placespace.measures import read_and_place

# from a planted place to the middle of a cell whose ring holds it: its own radius, and two cells across
TWO_RINGS_M = 750


@pytest.fixture(scope="module")
def found(sample_reading):
    """Return the comparison on the sample borough."""
    return unseen_cells(sample_reading)


def test_the_two_planted_places_are_flagged_and_lead(found, truth):
    planted = [s for s in truth["hot_spots"] if s["unseen_by_police"]]
    assert [s["name"] for s in planted] == ["Kelder Moor Green", "Quay End night strip"]
    lead = one_a_group(found).query("flag == 'a only'").head(2)
    middles = found.cells.geometry().centroid.loc[lead["cell"]]
    gaps = [np.hypot(middles.x - s["easting"], middles.y - s["northing"]).min() for s in planted]
    assert max(gaps) < TWO_RINGS_M
    inside = {h3.latlng_to_cell(s["lat"], s["lon"], found.cells.resolution) for s in planted}
    assert set(found.table.loc[sorted(inside), "flag"]) == {"a only"}


def test_a_mild_difference_at_a_busy_place_is_not_flagged(found):
    mild = found.table[(found.table["times"] < 1.5) & (found.table["times"] > 1 / 1.5)]
    assert (mild["flag"] == "").all()
    sure_but_mild = mild[(mild["low"] > found.usual) & (mild["a_ring"] + mild["b_ring"] > 150)]
    assert len(sure_but_mild), "the sample has such places"
    assert sure_but_mild["share"].max() < found.usual * 1.5


def test_a_row_a_cell_in_cell_order_and_nothing_lost(found, sample_reading):
    assert found.table.index.equals(found.cells.index)
    assert (len(found.months), found.months[0], found.months[-1]) == (12, "2025-09", "2026-09")
    assert "2026-02" not in found.months, "thin at source, so in neither"
    shown = found.table[~found.table["masked"]]
    assert shown["share"].notna().all()
    assert (shown["low"] <= shown["share"]).all()
    assert (shown["share"] <= shown["high"]).all()
    assert set(found.table["flag"]) == {"", "a only", "b only"}
    assert found.sources == ("ambulance", "police")


def test_a_share_is_the_same_whichever_way_it_is_said(found):
    rows = found.table[found.table["flag"] != ""]
    odds = rows["share"] / (1 - rows["share"]) / (found.usual / (1 - found.usual))
    assert odds.to_numpy() == pytest.approx(rows["times"].to_numpy())


def test_cells_with_a_hospital_or_a_station_are_masked_and_carry_no_flag(found, truth):
    masked = found.table[found.table["masked"]]
    assert len(masked) == 2
    assert (masked["flag"] == "").all()
    assert masked[["share", "low", "high", "times"]].isna().all(axis=None)
    assert "2 cells are not compared" in found.words


def test_a_context_point_masks_with_no_exclusion_and_an_exclusion_of_another_layer_does_not(sample_copy):
    reading = read_and_place(open_workspace(sample_copy))
    cells, workspace = study_area(reading.workspace), reading.workspace
    kept = read_exclusions(workspace)
    no_context = {k: v for k, v in workspace.layers.items() if k != "context_points"}
    without = replace(reading, workspace=replace(workspace, layers=no_context))
    write_exclusions(workspace, kept.iloc[:0])
    assert masked_cells(reading, cells).sum() == 2, "by the context points alone"
    assert masked_cells(without, cells).sum() == 0
    write_exclusions(workspace, kept.assign(layers="emergency_department"))
    assert masked_cells(without, cells).sum() == 0
    write_exclusions(workspace, kept.assign(layers=["emergency_department, police", "ambulance"]))
    assert masked_cells(without, cells).sum() == 2


def test_what_a_false_point_gathers_does_not_flag_its_neighbours(sample_copy, truth):
    workspace = open_workspace(sample_copy)
    write_exclusions(workspace, read_exclusions(workspace).iloc[:0])
    found = unseen_cells(read_and_place(workspace))
    false = np.flatnonzero(found.table["masked"])
    assert len(false) == 2
    around = np.unique(found.cells.ring[false].indices)
    assert len(around) == 14
    assert (found.table["flag"].iloc[around] != "a only").all()


def test_the_short_list_is_of_the_same_cells(found, sample_reading):
    table, words = unseen(sample_reading)
    assert table.equals(one_a_group(found))
    assert set(table["cell"]) <= set(found.table.index[found.table["flag"] != ""])
    assert words.endswith("never a verdict on a service.")
    assert "1.5 times as many" in words


def test_with_nothing_to_compare_it_says_what_to_do(sample_reading, monkeypatch):
    monkeypatch.setattr(CountStore, "months", lambda store, question: [store.layer])
    with pytest.raises(PlacespaceError, match=r"no month in common\. Add files"):
        unseen_cells(sample_reading)
    none = replace(sample_reading, placings={})
    with pytest.raises(PlacespaceError, match="Both police and health"):
        unseen_cells(none)
    assert unseen(none)[0] is None
