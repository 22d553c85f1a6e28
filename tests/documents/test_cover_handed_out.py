"""Coverage and sites that were handed out are remembered, and nothing leaves that could be subtracted from them."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from placespace.catalogue import open_workspace
from placespace.disclose import PROFILES, record_release
from placespace.documents import answer, check_hand_out, record_hand_out
from placespace.documents.cover import (
    CoverQuestion,
    check_cover_out,
    cover,
    cover_about,
    cover_grid,
    gap_pack,
    ground_of,
    hand_out_cover,
    write_cover,
)
from placespace.documents.siting import candidate_list, candidates_of, site, write_sites
from placespace.errors import PlacespaceError
from placespace.grid import BARRIER_KINDS, Question, add_barrier
from placespace.measures import read_and_place

YEAR = ("2025-10", "2026-09")
CALENDAR_YEAR = ("2025-01", "2025-12")
PARTNER = PROFILES["partner"]


def asked(category: str = "assault", window: tuple = YEAR) -> CoverQuestion:
    return CoverQuestion(Question("ambulance", (category,), *window), "harm", "term")


@pytest.fixture
def reading(sample_copy):
    return read_and_place(open_workspace(sample_copy))


@pytest.fixture
def other_year(reading):
    """Return the same reading after somebody made the area's whole years end with December."""
    area = reading.workspace.area
    area = replace(area, settings={**area.settings, "year_ends_month": 12})
    return replace(reading, workspace=replace(reading.workspace, area=area))


def ledger(reading) -> list[dict]:
    path = reading.workspace.releases
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


SURFACES = {
    "workbook": lambda found, reading, folder: cover_grid(found, reading, 20),
    "zip of cells": lambda found, reading, folder: gap_pack(found, reading, 20),
    "file of cells": lambda found, reading, folder: write_cover(found, reading, folder / "gaps.csv", 20),
    "workbook file": lambda found, reading, folder: write_cover(found, reading, folder / "gaps.xlsx", 20),
    "sites": lambda found, reading, folder: write_sites(
        site(found, candidates_of(found, candidate_list(reading.workspace))), found, reading, folder / "sites.csv", 20
    ),
}


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("who", ["partner", "health"])
def test_what_leaves_is_noted_as_cells_and_as_hours_with_no_count(reading, tmp_path, who, surface):
    found = cover(reading, asked(), who)
    for _ in range(2):
        SURFACES[surface](found, reading, tmp_path)
    rows = ledger(reading)
    assert [(r["profile"], r["split"], r["categories"]) for r in rows] == [
        (who, "cells", ["assault"]),
        (who, "hours", []),
    ]
    assert all((r["first"], r["last"], len(r["months"])) == (*YEAR, 12) for r in rows)
    assert not {"count", "events", "demand"} & {key for row in rows for key in row}


@pytest.mark.parametrize("surface", SURFACES)
def test_true_answers_and_residents_are_not_noted(reading, tmp_path, surface):
    for found in (cover(reading, asked(), "analyst"), cover(reading, CoverQuestion(Question(""), "people"), "partner")):
        SURFACES[surface](found, reading, tmp_path)
    assert ledger(reading) == []


@pytest.mark.parametrize("surface", SURFACES)
def test_a_year_that_overlaps_hot_spots_handed_out_is_refused_and_nothing_is_written(
    reading, other_year, tmp_path, surface
):
    """Coverage holds the same counts by cell as hot spots do, and used to leave past the ledger."""
    record_hand_out(reading, answer(reading, asked().harm, "partner"))
    found, before = cover(other_year, asked(window=CALENDAR_YEAR), "partner"), sorted(tmp_path.iterdir())
    with pytest.raises(
        PlacespaceError, match=r"2025-01 to 2025-12, with 2025-10 to 2026-09 handed out before.*cell\(s\)"
    ):
        SURFACES[surface](found, other_year, tmp_path)
    assert sorted(tmp_path.iterdir()) == before
    assert len(ledger(reading)) == 1


def test_hot_spots_of_a_year_that_overlaps_coverage_handed_out_are_refused(reading, other_year):
    hand_out_cover(cover(reading, asked(), "partner"), reading)
    later = answer(other_year, asked(window=CALENDAR_YEAR).harm, "partner")
    with pytest.raises(PlacespaceError, match=r"with 2025-10 to 2026-09 handed out before"):
        check_hand_out(other_year, later)


def test_the_hours_of_a_year_that_overlaps_are_refused_for_another_category_too(reading, other_year):
    """Cells of the two categories share no event, and their hours are those of all categories both times."""
    hand_out_cover(cover(reading, asked(), "partner"), reading)
    with pytest.raises(PlacespaceError, match=r"would leave one in \d+ block\(s\) of hours"):
        check_cover_out(cover(other_year, asked("stabbing or shooting", CALENDAR_YEAR), "partner"), other_year)


def test_years_apart_categories_apart_and_the_same_again_are_handed_out(reading):
    for category in ("assault", "stabbing or shooting", "assault"):
        for window in (YEAR, ("2024-10", "2025-09")):
            hand_out_cover(cover(reading, asked(category, window), "partner"), reading)
    rows = ledger(reading)
    assert [r["split"] for r in rows].count("cells") == 4
    assert [r["split"] for r in rows].count("hours") == 2


@pytest.mark.parametrize(("split", "held", "says"), [("cells", 11, r"cell\(s\)"), ("hours", 1, r"block\(s\) of hours")])
def test_a_year_into_which_late_months_came_is_refused(reading, split, held, says):
    found = cover(reading, asked(), "partner")
    first = found.demand.question if split == "cells" else replace(found.demand.question, categories=())
    months = found.demand.months[:held]
    record_release(reading.workspace.releases, PARTNER, first, found.cells.resolution, months, split=split)
    with pytest.raises(PlacespaceError, match=rf"rests on 12 months now and did on {held}.*{says}"):
        check_cover_out(found, reading)


def test_what_practitioners_know_of_barriers_is_in_no_protected_answer(reading):
    add_barrier(
        reading.workspace, [(53.755, -3.93), (53.765, -3.89)], name="the estate wall", kind=BARRIER_KINDS[3],
        said_by="detached team", said_on="2026-10-01", practitioner=True,
    )  # fmt: skip
    people = CoverQuestion(Question(""), "people")
    exact = cover(reading, people, "analyst")
    assert "1 barriers cut it" in " ".join(cover_about(exact, reading, None))
    for who in ("partner", "health", "public"):
        found = cover(reading, people, who)
        assert "0 barriers cut it" in " ".join(cover_about(found, reading, None))
        assert "estate wall" not in " ".join(cover_about(found, reading, None))
        with pytest.raises(PlacespaceError, match="for the analyst profile alone"):
            cover(reading, people, who, ground=ground_of(reading, PROFILES["analyst"]))
