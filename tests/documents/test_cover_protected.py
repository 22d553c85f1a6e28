"""What a protected profile sees of hours, coverage and sites follows from what it is shown, and from nothing else."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import numpy as np
import openpyxl
import pandas as pd
import pytest
from typer.testing import CliRunner

from placespace.__main__ import cli
from placespace.calendar import read_calendar
from placespace.catalogue import open_workspace
from placespace.disclose import PROFILES, counts_as_shown, protect_made, round_count
from placespace.documents import months_shown, when, when_about
from placespace.documents.cover import (
    CoverQuestion,
    cover,
    cover_about,
    cover_grid,
    cover_headline,
    cover_table,
    demand,
    demand_of,
    gap_cells,
    order_stability,
    windows_shown,
)
from placespace.documents.siting import Trial, candidate_list, candidates_of, site, siting_shown, try_sessions
from placespace.errors import PlacespaceError, WrongUse
from placespace.grid import CountStore, Question, study_area
from placespace.measures import read_and_place

HARM = Question("ambulance", ("assault",), "2025-10", "2026-09")
ASKED = CoverQuestion(HARM, "harm", "term")
RARE = replace(ASKED, harm=Question("ambulance", ("sexual assault",), "2025-10", "2026-09"))
PROTECTED = ["partner", "health"]
KELDER = Trial("Kelder Moor Community Centre", -3.907813, 53.761229, 3, "20:00", "22:00")


@pytest.fixture(scope="module")
def reading(sample_reading, copy_borough, tmp_path_factory):
    """Return the borough read from a copy of its own: what is handed out here is remembered nowhere else."""
    return read_and_place(open_workspace(copy_borough(tmp_path_factory.mktemp("protected"))))


def ask_when(reading, who, question=Question("ambulance"), **part):  # noqa: B008  it is frozen
    whole = {"calendar": read_calendar(reading.workspace), "week_type": "all", "cells": study_area(reading.workspace)}
    return when(reading, question, who, **{**whole, **part})


def made_for(reading, who, week_type="term", **more):
    cells, calendar = study_area(reading.workspace), read_calendar(reading.workspace)
    return demand_of(
        reading, "harm", HARM, cells, calendar=calendar, week_type=week_type, profile=PROFILES[who], **more
    )


def nudged(counts: pd.Series) -> pd.Series:
    """Other counts that look the same in every profile and add up to the same: 1 and 3 become 2 and 2, say."""
    moved = counts.copy()
    for low, high in ((1, 3), (9, 11), (1, 2), (11, 12)):
        up, down = np.flatnonzero(moved == low), np.flatnonzero(moved == high)
        pairs = min(len(up), len(down))
        moved.iloc[up[:pairs]] += 1
        moved.iloc[down[:pairs]] -= 1
    return moved


@pytest.fixture
def in_another_world(monkeypatch):
    """Return what makes the cells and the hours others that look the same."""
    by_cell, blocks = CountStore.by_cell, demand.true_blocks
    changed = []

    def other(counts):
        changed.append(int((nudged(counts) != counts).sum()))
        return nudged(counts)

    def go():
        monkeypatch.setattr(CountStore, "by_cell", lambda store, *of: other(by_cell(store, *of)))
        monkeypatch.setattr(demand, "true_blocks", lambda *of: other(blocks(*of)))
        return changed

    return go


def test_partner_demand_is_shown_counts_times_shown_hours(reading):
    told, cells = made_for(reading, "partner"), study_area(reading.workspace)
    true = reading.counts("ambulance", cells.resolution).by_cell(HARM, cells)
    seen = counts_as_shown(true, PROFILES["partner"])
    np.testing.assert_allclose(told.per_hour.sum(axis=1) * told.weeks, seen)
    share = told.per_hour.sum(axis=0) / told.per_hour.sum()
    np.testing.assert_allclose(told.per_hour, np.outer(seen / told.weeks, share))
    blocks = share.reshape(-1, 3)
    assert np.allclose(blocks, blocks[:, :1])


def everything(reading, asked: CoverQuestion, who: str) -> dict[str, str]:
    """All that a page, a file or a sentence may hold of coverage and sites, as text, to the last digit."""
    found = cover(reading, asked, who)
    done = site(found, candidates_of(found, candidate_list(reading.workspace)), k=2)
    book = openpyxl.load_workbook(io.BytesIO(cover_grid(found, reading, 20)))
    weighted = windows_shown(found, weights=(1, 1, 1))
    tables = [
        gap_cells(found),
        windows_shown(found),
        weighted,
        siting_shown(done, found),
        done.others,
        cover_table(found),
    ]
    return {
        "tables": "\n".join(t.to_csv() for t in tables),
        "tried": try_sessions(found, [[KELDER]], reading).to_csv(),
        "words": "\n".join([cover_headline(found), *cover_about(found, reading, 20), *done.notes]),
        "shares": repr(
            (found.sensitivity().to_dict(), order_stability(found), done.before, done.after, done.plan.gains)
        ),
        "workbook": repr([[[c.value for c in row] for row in sheet] for sheet in book]),
        "demand": found.demand.per_hour.tobytes().hex(),
    }


@pytest.mark.parametrize("who", PROTECTED)
@pytest.mark.parametrize("asked", [ASKED, RARE, replace(ASKED, demand="need")], ids=["assault", "rare", "need"])
def test_of_two_worlds_that_look_the_same_all_coverage_and_sites_are_the_same(reading, in_another_world, who, asked):
    before = everything(reading, asked, who)
    changed = in_another_world()
    after = everything(reading, asked, who)
    assert max(changed) >= 10
    for what, text in before.items():
        assert after[what] == text, what


@pytest.mark.parametrize("who", PROTECTED)
def test_so_are_the_hours_and_their_words(reading, in_another_world, who):
    before = ask_when(reading, who)
    in_another_world()
    after = ask_when(reading, who)
    pd.testing.assert_frame_equal(before.grid, after.grid, check_exact=True)
    pd.testing.assert_frame_equal(before.says, after.says)
    assert (before.headline, when_about(before)) == (after.headline, when_about(after))


@pytest.mark.parametrize(
    "words",
    [
        ["hours"],
        ["gaps", "--demand", "harm", "--category", "assault", "--week", "holiday"],
        ["sites", "--demand", "harm", "--category", "assault", "--sessions", "2", "--seconds", "0"],
    ],
    ids=lambda w: w[0],
)
@pytest.mark.parametrize("who", PROTECTED)
def test_so_is_what_the_command_line_prints(reading, in_another_world, who, words):
    def printed() -> str:
        asked = [*words, "--profile", who, "--json", "--workspace", str(reading.workspace.folder)]
        done = CliRunner().invoke(cli, asked)
        assert done.exit_code == 0, done.output
        return done.stdout

    before = printed()
    in_another_world()
    assert printed() == before


@pytest.mark.parametrize("who", PROTECTED)
def test_hours_are_shown_as_counts_are_and_in_whole_blocks(reading, who):
    found, profile = ask_when(reading, who), PROFILES[who]
    year = Question("ambulance", (), "2025-10", "2026-09")
    true = demand.true_blocks(reading, year, read_calendar(reading.workspace))
    shown, status = round_count(true, profile)
    texts = np.roll(found.says.to_numpy().ravel(), 6).reshape(-1, 3)
    assert (texts == texts[:, :1]).all()
    assert texts[:, 0].tolist() == ["hidden" if h == "hidden" else f"{c}" for c, h in zip(shown, status, strict=True)]
    assert (found.events, found.unknown, found.steadied) == (None, None, None)
    spans = re.findall(r"(\d\d)-(\d\d)", found.sentence)
    assert spans
    assert all(int(hour) % 3 == 0 for span in spans for hour in span)


def test_a_partner_file_holds_no_true_hour(reading):
    partner, exact = cover(reading, ASKED, "partner"), cover(reading, ASKED, "analyst")
    assert not np.allclose(partner.demand.per_hour, exact.demand.per_hour)
    assert set(gap_cells(partner)) == {"cell", "place", "area_km2", "demand", "unserved", "absence", "rank", "window"}
    assert "Worked out from counts as the partner profile sees them" in " ".join(partner.notes)


@pytest.mark.parametrize(("who", "asked"), [("partner", RARE), ("health", RARE), ("health", ASKED)], ids=list("abc"))
def test_a_hidden_total_is_not_said_as_a_number(reading, who, asked):
    found = cover(reading, asked, who)
    says = " ".join(cover_about(found, reading, None))
    assert found.demand.events is None
    assert ": hidden events in all weeks" in says
    assert not re.search(r"\d events", says)


@pytest.mark.parametrize("who", PROTECTED)
def test_the_kind_of_week_says_which_sessions_run_and_nothing_of_the_harm(reading, who):
    term, holiday, every = (made_for(reading, who, w).per_hour for w in ("term", "holiday", "all"))
    assert (term == holiday).all()
    assert (term == every).all()
    found = cover(reading, replace(ASKED, week_type="holiday"), who)
    assert re.match(r"In school holidays, \d+% of the harm of all weeks has no open session", cover_headline(found))
    says = " ".join(cover_about(found, reading, None))
    assert "in all weeks, over 52.1 weeks" in says
    assert "The kind of week says which sessions run, and nothing of the harm." in says
    assert "harm of all weeks" not in cover_headline(cover(reading, ASKED, "analyst"))


def test_hours_as_recorded_are_the_analysts_and_a_partner_is_told_so(reading):
    plain, recorded = made_for(reading, "partner"), made_for(reading, "partner", as_recorded=True)
    assert (plain.per_hour == recorded.per_hour).all()
    assert "Hours as recorded are for the analyst: they are not used here." in recorded.notes
    assert len(plain.notes) == len(recorded.notes) - 1


def test_coverage_made_for_one_profile_does_not_leave_for_another(reading):
    exact = cover(reading, ASKED, "analyst")
    for surface in (windows_shown, gap_cells, cover_table, cover_headline):
        with pytest.raises(PlacespaceError, match="worked out for analyst"):
            surface(replace(exact, profile=PROFILES["partner"]))
    with pytest.raises(PlacespaceError, match="columns that disclosure knows"):
        protect_made(pd.DataFrame({"count": [1]}), PROFILES["partner"], made_for=PROFILES["partner"])


def test_the_public_sees_no_hours_of_harm_and_may_see_who_is_reached(reading):
    for asked in (ASKED, replace(ASKED, demand="need"), replace(ASKED, harm=replace(HARM, first=None, last=None))):
        with pytest.raises(PlacespaceError, match="Use young people as demand"):
            cover(reading, asked, "public")
    with pytest.raises(PlacespaceError, match="in the public profile"):
        ask_when(reading, "public")
    reached = cover(reading, CoverQuestion(Question(""), "people"), "public")
    assert 0 < reached.coverage.unserved_share < 1


@pytest.mark.parametrize("asked", [{"first": "2025-11"}, {"categories": ()}, {"first": "2026-10", "last": "2027-09"}])
def test_a_protected_profile_asks_only_for_whole_years_that_are_held_of_one_category(reading, asked):
    with pytest.raises(WrongUse):
        cover(reading, replace(ASKED, harm=replace(HARM, **asked)), "partner")


@pytest.mark.parametrize(
    "part",
    [{"at": (1, 2)}, {"at": ()}, {"week_type": "term"}, {"question": HARM}],
    ids=["cells", "none", "weeks", "what"],
)
@pytest.mark.parametrize("who", PROTECTED)
def test_a_protected_profile_sees_hours_of_the_whole_only(reading, who, part):
    with pytest.raises(WrongUse, match="whole area, all weeks and all categories"):
        ask_when(reading, who, **part)


def test_a_protected_profile_sees_hours_of_the_year_it_asks_for_and_of_no_other_window(reading):
    for first, last, says in (("2024-10", "2025-09", "October 2024"), (None, None, "October 2025")):
        assert says in ask_when(reading, "partner", Question("ambulance", (), first, last)).sentence
    with pytest.raises(WrongUse, match="Choose 2025-10 to 2026-09 or 2024-10 to 2025-09"):
        ask_when(reading, "partner", Question("ambulance", (), "2025-11", "2026-09"))


@pytest.mark.parametrize("hours", [{1: 4, 2: 4}, {1: 3, 2: 4}, {1: 1}, {}], ids=str)
@pytest.mark.parametrize("who", PROTECTED)
def test_hours_that_would_tell_are_refused_in_words_that_tell_nothing(reading, monkeypatch, who, hours):
    true = pd.Series(0.0, range(56)).add(pd.Series(hours, dtype=float), fill_value=0)
    monkeypatch.setattr(demand, "true_blocks", lambda *of: true)
    for ask in (lambda: ask_when(reading, who), lambda: cover(reading, ASKED, who)):
        with pytest.raises(PlacespaceError, match="neither they nor the cells") as refused:
            ask()
        assert not re.search(r"\d", str(refused.value))


def test_a_layer_of_one_category_is_not_split_by_hour_beside_its_cells(reading, monkeypatch):
    monkeypatch.setattr(CountStore, "categories", property(lambda store: ["assault"]))
    with pytest.raises(PlacespaceError, match="neither they nor the cells"):
        ask_when(reading, "partner")


def test_months_that_would_tell_are_not_shown(reading, monkeypatch):
    assert months_shown(reading, "ambulance", PROFILES["partner"])
    monkeypatch.setattr(CountStore, "by_month", lambda *of: pd.Series([4.0, 4.0, 0.0]))
    assert not months_shown(reading, "ambulance", PROFILES["partner"])
    assert not months_shown(reading, "ambulance", PROFILES["health"])
    assert months_shown(reading, "ambulance", PROFILES["analyst"])


def test_a_source_without_places_is_refused_plainly(reading):
    with pytest.raises(WrongUse, match="has no places in it"):
        cover(reading, replace(ASKED, harm=Question("emergency_department", ("street",))), "partner")


@pytest.mark.parametrize("who", ["analyst", *PROTECTED])
def test_categories_are_named_in_no_order_of_their_counts(reading, who):
    with pytest.raises(WrongUse, match="one of: assault, sexual assault, stabbing or shooting"):
        cover(reading, replace(ASKED, harm=replace(HARM, categories=("theft",))), who)
