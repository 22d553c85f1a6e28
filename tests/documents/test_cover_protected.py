"""What a protected profile sees of coverage follows from what it is shown of counts, and from nothing else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from placespace.calendar import read_calendar
from placespace.disclose import PROFILES, counts_as_shown, protect_made
from placespace.documents import when
from placespace.documents.cover import CoverQuestion, cover, demand_of, gap_cells, windows_shown
from placespace.errors import PlacespaceError, WrongUse
from placespace.grid import CountStore, Question, study_area

HARM = Question("ambulance", ("assault",), "2025-10", "2026-09")
ASKED = CoverQuestion(HARM, "harm", "term")


def made_for(reading, who):
    cells = study_area(reading.workspace)
    return demand_of(
        reading, "harm", HARM, cells, calendar=read_calendar(reading.workspace), week_type="term",
        profile=PROFILES[who],
    )  # fmt: skip


def test_partner_demand_is_shown_counts_times_shown_hours(sample_reading):
    told = made_for(sample_reading, "partner")
    cells = study_area(sample_reading.workspace)
    true = sample_reading.counts("ambulance", cells.resolution).by_cell(HARM, cells)
    seen = counts_as_shown(true, PROFILES["partner"])
    weeks = told.weeks
    np.testing.assert_allclose(told.per_hour.sum(axis=1) * weeks, seen)
    share = told.per_hour.sum(axis=0) / told.per_hour.sum()
    np.testing.assert_allclose(told.per_hour, np.outer(seen / weeks, share))
    blocks = share.reshape(-1, 3)
    assert np.allclose(blocks, blocks[:, :1])


def test_other_counts_that_look_the_same_give_the_same_coverage(sample_reading, monkeypatch):
    before = made_for(sample_reading, "partner").per_hour
    by_cell = CountStore.by_cell

    def nudged(store, question, cells):
        counts = by_cell(store, question, cells)
        # 1 and 2 look alike, and so do 11 and 12: where one goes up another comes down
        moved = counts.copy()
        for low in (1, 11):
            up, down = np.flatnonzero(counts == low), np.flatnonzero(counts == low + 1)
            pairs = min(len(up), len(down))
            moved.iloc[up[:pairs]] += 1
            moved.iloc[down[:pairs]] -= 1
        return moved

    monkeypatch.setattr(CountStore, "by_cell", nudged)
    np.testing.assert_array_equal(made_for(sample_reading, "partner").per_hour, before)


def test_a_partner_file_holds_no_true_hour(sample_reading):
    partner = cover(sample_reading, ASKED, "partner")
    exact = cover(sample_reading, ASKED, "analyst")
    assert not np.allclose(partner.demand.per_hour, exact.demand.per_hour)
    table = gap_cells(partner)
    assert set(table) == {"cell", "place", "area_km2", "demand", "unserved", "absence", "rank", "window"}
    assert "Worked out from counts as the partner profile sees them" in " ".join(partner.notes)


def test_coverage_made_for_one_profile_does_not_leave_for_another(sample_reading):
    exact = cover(sample_reading, ASKED, "analyst")
    with pytest.raises(PlacespaceError, match="worked out for analyst"):
        windows_shown(replace(exact, profile=PROFILES["partner"]))
    with pytest.raises(PlacespaceError, match="columns that disclosure knows"):
        protect_made(pd.DataFrame({"count": [1]}), PROFILES["partner"], made_for=PROFILES["partner"])


def test_the_public_sees_no_hours_of_harm_and_may_see_who_is_reached(sample_reading):
    with pytest.raises(PlacespaceError, match="Use young people as demand"):
        cover(sample_reading, replace(ASKED, harm=Question("ambulance", ("assault",))), "public")
    reached = cover(sample_reading, CoverQuestion(Question(""), "people"), "public")
    assert 0 < reached.coverage.unserved_share < 1


@pytest.mark.parametrize("asked", [{"first": "2025-11"}, {"categories": ()}])
def test_a_protected_profile_asks_only_for_whole_years_of_one_category(sample_reading, asked):
    with pytest.raises(WrongUse):
        cover(sample_reading, replace(ASKED, harm=replace(HARM, **asked)), "partner")


@pytest.mark.parametrize("part", [{"at": (1, 2)}, {"week_type": "term"}], ids=str)
def test_a_protected_profile_sees_hours_of_the_whole_only(sample_reading, part):
    cells, calendar = study_area(sample_reading.workspace), read_calendar(sample_reading.workspace)
    whole = {"calendar": calendar, "week_type": "all", "cells": cells}
    with pytest.raises(WrongUse, match="whole area in all weeks"):
        when(sample_reading, HARM, "partner", **{**whole, **part})
    found = when(sample_reading, HARM, "partner", **whole)
    assert found.events is None
    texts = {t for row in found.says.to_numpy() for t in row}
    assert "hidden" in texts
    assert all(int(t) % 5 == 0 for t in texts - {"hidden", "no data"})
