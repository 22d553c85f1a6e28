"""Sentences, groups and tables follow from what the profile may see."""

from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd
import pytest

from placespace.disclose import PROFILES
from placespace.documents import (
    answer,
    cell_facts,
    headline,
    layer_table,
    monthly,
    months_shown,
    reasons_table,
    sources,
    unseen,
)
from placespace.errors import PlacespaceError
from placespace.grid import CountStore, Question
from placespace.measures import cell_values, find_hotspots, kinds_of_place

VIOLENCE = Question("police", ("Violence and sexual offences",), "2025-10", "2026-09")


@pytest.fixture(scope="module")
def analyst(sample_reading):
    """Return the violence hot spots with true counts."""
    return answer(sample_reading, VIOLENCE, "analyst")


def test_the_analyst_sees_the_measures_as_they_are(sample_reading, analyst):
    found = find_hotspots(sample_reading, VIOLENCE)
    shown = analyst.table.set_index("cell").loc[found.table["cell"]]
    for column in ("count", "ring", "ratio", "q", "gi_z", "hot"):
        assert shown[column].tolist() == pytest.approx(found.table[column].tolist(), nan_ok=True)


def test_hot_cells_that_touch_share_a_group_and_stand_together(analyst):
    hot = analyst.hot
    assert hot["group"].is_monotonic_increasing
    assert hot["group"].min() == 1
    for _, rows in hot.groupby("group"):
        assert rows["count"].is_monotonic_decreasing
    position = analyst.cells.index.get_indexer(hot["cell"])
    touching = analyst.cells.ring[position][:, position].tocoo()
    groups = hot["group"].to_numpy()
    assert (groups[touching.row] == groups[touching.col]).all()
    assert (analyst.table.loc[~analyst.table["hot"], "group"] == 0).all()


def test_the_sentence_says_how_many_are_hot_and_what_was_left_out(analyst):
    says = headline(analyst)
    assert says.startswith("Violence and sexual offences (police), October 2025 to September 2026: ")
    assert f"{len(analyst.hot)} of 864 cells are hot" in says
    assert "February 2026; not counted as zero" in says


def test_no_events_and_no_hot_cell_are_said_plainly(sample_reading):
    none = answer(sample_reading, Question("police", ("Bicycle theft",), "2026-08", "2026-08"), "analyst")
    assert "cells are hot" in headline(none) or "no cell stands out" in headline(none)


def test_every_protected_total_is_a_multiple_of_its_base(sample_reading):
    for name, profile in PROFILES.items():
        found = answer(sample_reading, VIOLENCE, name)
        assert found.total % profile.base == 0 if found.total_status == "shown" else found.total is None
        assert found.total_status == ("shown" if name in ("analyst", "partner") else "hidden")


def test_an_unknown_profile_category_or_layer_is_named_with_what_there_is(sample_reading):
    with pytest.raises(PlacespaceError, match="profile is one of: analyst"):
        answer(sample_reading, VIOLENCE, "boss")
    with pytest.raises(PlacespaceError, match="'Piracy' is not"):
        answer(sample_reading, Question("police", ("Piracy",)), "analyst")
    with pytest.raises(PlacespaceError, match="layer of incidents is one of"):
        answer(sample_reading, Question("roads"), "analyst")


def test_a_source_with_no_places_refuses_to_be_mapped(sample_reading):
    with pytest.raises(PlacespaceError, match="has no places in it"):
        answer(sample_reading, Question("emergency_department"), "analyst")


def test_sources_stand_side_by_side_in_the_order_of_the_area(sample_reading):
    table = sources(sample_reading, PROFILES["analyst"])
    assert list(table["layer"]) == ["police", "ambulance", "emergency_department"]
    assert list(table["missing"]) == [["2025-06"], [], []]
    assert list(table["thin"]) == [["2026-02"], [], []]


def test_a_month_missing_at_source_is_no_data_and_never_zero(sample_reading):
    table = monthly(sample_reading, "police", PROFILES["analyst"]).set_index("month")
    assert table.loc["2025-06", "status"] == "no data"
    assert table.loc["2026-02", "status"] == "no data"
    assert table.loc[["2025-06", "2026-02"], "count"].isna().all()
    assert (table["status"] != "zero").all()


def test_health_sees_two_places_that_police_do_not(sample_reading):
    table, words = unseen(sample_reading)
    more = table[table["flag"] == "a only"]
    assert more["place"].iloc[:2].str.contains("Kelder Moor|Quay End").all()
    assert "never a verdict" in words


def test_a_cell_in_the_town_centre_has_no_rate_and_says_why(sample_reading, analyst):

    kind = kinds_of_place(sample_reading.workspace, analyst.cells)
    centre = kind[kind == "town centre"].index[0]
    facts = dict(cell_facts(analyst, cell_values(sample_reading, analyst.cells), centre))
    assert re.match("none: (town centre: those present|fewer than 100)", facts["Rate"])


def test_a_partner_is_told_no_rate_ratio_or_chance_of_a_cell(sample_reading):
    found = answer(sample_reading, VIOLENCE, "partner")
    labels = {
        label for label, _ in cell_facts(found, cell_values(sample_reading, found.cells), found.table["cell"].iloc[0])
    }
    assert labels <= {"Events in the cell", "Young residents", "Need: share of children in low-income families (IDACI)"}


def test_the_account_has_a_row_for_every_layer_and_a_line_for_every_reason(sample_reading):
    layers, reasons = layer_table(sample_reading), reasons_table(sample_reading)
    assert set(layers["layer"]) == set(sample_reading.workspace.layers)
    assert (layers["read"] - layers["kept"] == layers["set aside"]).all()
    aside = reasons[reasons["what"] == "set aside"].groupby("layer")["rows"].sum()
    expected = layers.set_index("layer")["set aside"]
    pd.testing.assert_series_equal(
        aside.astype(int), expected[expected > 0].loc[aside.index], check_names=False, check_dtype=False
    )


def test_large_cells_of_the_public_follow_from_the_small_cells_of_partners(sample_reading):
    import h3

    asked = Question("police", ("Burglary",), "2024-10", "2025-09")
    partner, public = (answer(sample_reading, asked, p) for p in ("partner", "public"))
    low = partner.table["count"].astype("Float64").fillna(1)
    least = low.groupby(partner.table["cell"].map(lambda c: h3.cell_to_parent(c, 8))).sum()
    shown = public.table.set_index("cell")
    assert shown.loc[shown["status"] == "zero"].index.map(lambda c: least.get(c, 0)).max() == 0
    small = shown.index[shown["status"] == "hidden"]
    assert (least.reindex(small) > 0).all()


def test_a_layer_is_seen_at_the_finest_resolution_it_means_anything_at(sample_reading):
    coarse = replace(sample_reading.workspace.layers["police"], finest_resolution=8)
    workspace = replace(sample_reading.workspace, layers={**sample_reading.workspace.layers, "police": coarse})
    reading = replace(sample_reading, workspace=workspace)
    for profile in PROFILES:
        assert answer(reading, VIOLENCE, profile).cells.resolution == 8
    assert find_hotspots(reading, VIOLENCE).cells.resolution == 8
    with pytest.raises(PlacespaceError, match="nothing finer than resolution 8"):
        answer(reading, VIOLENCE, "analyst", resolution=9)


def test_two_sources_with_no_month_in_common_are_not_compared(sample_reading, monkeypatch):
    monkeypatch.setattr(
        CountStore, "months", lambda store, question: ["2024-10"] if store.layer == "police" else ["2026-09"]
    )
    table, words = unseen(sample_reading)
    assert table is None
    assert "no month in common" in words


def test_a_layer_of_one_category_is_not_split_by_month_and_by_cell_at_once(sample_reading, monkeypatch):
    assert months_shown(sample_reading, "police", PROFILES["partner"])
    assert not months_shown(sample_reading, "police", PROFILES["public"])
    monkeypatch.setattr(CountStore, "categories", property(lambda store: ["assault"]))
    assert not months_shown(sample_reading, "ambulance", PROFILES["partner"])
    assert months_shown(sample_reading, "ambulance", PROFILES["analyst"])
    assert months_shown(sample_reading, "emergency_department", PROFILES["partner"])
