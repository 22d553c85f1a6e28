"""The session proposed for the fictional borough is the one that was planted, and every number of it adds up."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from placespace.catalogue import open_workspace
from placespace.documents.cover import CoverQuestion, cover, window_words
from placespace.documents.siting import (
    Trial,
    candidate_list,
    candidates_of,
    keep_choice,
    kept_choices,
    session_words,
    site,
    siting_headline,
    siting_shown,
    trials_of,
    try_sessions,
    write_sites,
)
from placespace.errors import PlacespaceError, WrongUse
from placespace.grid import Question
from placespace.measures import Coverage
from placespace.terms import WEEKDAYS

RECORDED = CoverQuestion(Question("ambulance", (), "2025-10", "2026-09"), "harm", "term", as_recorded=True)
TRUTHS_DIGITS = 1e-6
"""The truth file keeps shares to six places."""


@pytest.fixture(scope="module")
def recorded(sample_reading):
    """Return the coverage that the truth file states: ambulance calls as recorded, in term."""
    return cover(sample_reading, RECORDED, "analyst")


@pytest.fixture(scope="module")
def listed(sample_reading):
    """Return the area's own list of venues that could be let."""
    return candidate_list(sample_reading.workspace)


@pytest.fixture(scope="module")
def venues(recorded, listed):
    """Return the venues of the list, as recorded coverage may use them."""
    return candidates_of(recorded, listed)


def as_told(best):
    """Return a session of the truth: day, start, end."""
    return best["weekday"][:3], best["start"], best["end"]


def day_and_hours(row):
    """Return a proposed session the same way."""
    return WEEKDAYS[row.weekday][:3], row.start, row.end


@pytest.mark.parametrize("week", ["term", "holiday", "all"])
def test_the_session_proposed_is_the_one_that_was_planted(sample_reading, listed, truth, week):
    found = cover(sample_reading, replace(RECORDED, week_type=week), "analyst")
    done, told = site(found, candidates_of(found, listed)), truth["coverage"][week]
    best = told["best_session"]
    (row,) = done.table.itertuples()
    assert (row.site, *day_and_hours(row)) == (best["venue"], *as_told(best))
    assert row.gain * found.demand.weeks == pytest.approx(best["events_met"])
    assert done.before == pytest.approx(told["unserved_share"], abs=TRUTHS_DIGITS)
    assert done.after == pytest.approx(told["with_the_planted_session"]["unserved_share"], abs=TRUTHS_DIGITS)
    assert row.share == pytest.approx(done.before - done.after)


def test_the_next_best_are_as_good_as_they_were_planted_to_be(recorded, venues, truth):
    best = truth["coverage"]["term"]["best_session"]
    others = site(recorded, venues).others
    assert set(others["site"].head(1)) == set(best["venues_as_good"]) - {best["venue"]}
    told = [best["events_met"], best["runner_up"]["events_met"]]
    assert (others["gain"].head(2) * recorded.demand.weeks).tolist() == pytest.approx(told)
    assert others["site"].iloc[1] == best["runner_up"]["venue"]


def test_steadied_hours_propose_the_same_evening_at_a_venue_as_good(sample_reading, listed, truth):
    found = cover(sample_reading, replace(RECORDED, as_recorded=False), "analyst")
    (row,) = site(found, candidates_of(found, listed)).table.itertuples()
    planted = truth["gap_after_8pm"]["best_new_session"]
    assert row.site in planted["venues_as_good"]
    assert day_and_hours(row) == as_told(planted)


def test_several_sessions_add_up_and_the_solver_bounds_them(recorded, venues):
    said = []
    done = site(recorded, venues, k=4, proof=True, progress=said.append)
    assert len(done.table) == 4
    assert done.table["gain"].is_monotonic_decreasing
    assert done.plan.met == pytest.approx(done.table["gain"].sum())
    assert done.after == pytest.approx(done.before - done.table["share"].sum())
    assert done.proof.met == pytest.approx(done.plan.met)
    assert done.proof.met <= done.proof.bound
    assert said[0] == "370 sessions to choose from."
    assert said[-1] == done.proof.status


def test_more_sessions_than_are_of_use_stop_and_say_so(recorded, venues):
    done = site(recorded, venues, k=10**6, proof=True)
    assert 0 < len(done.table) < 370
    assert (done.table["gain"] > 0).all()
    assert done.notes[-1].startswith(f"1000000 were asked for; after {len(done.table)} no further session")
    assert done.proof.optimal


def test_sessions_that_may_move_raise_the_number_sited(sample_reading, recorded, listed):
    gone = tuple(recorded.sessions["session"].head(2))
    found = cover(sample_reading, replace(RECORDED, without=(*gone, "of another list")), "analyst")
    done = site(found, candidates_of(found, listed), k=1)
    assert len(done.table) == 3
    assert "2 of today's sessions are closed first and sited again: 'now' is without them." in done.notes
    assert len(site(found, candidates_of(found, listed), k=0).table) == 2


@pytest.mark.parametrize(
    "wrong",
    [{"k": 0}, {"k": -1}, {"hours": 0}, {"hours": 0.25}, {"hours": 0.75}, {"hours": 25}, {"hours": float("nan")},
     {"hours": float("inf")}, {"seconds": -1}, {"seconds": float("nan")}],
    ids=str,
)  # fmt: skip
def test_what_cannot_be_sited_is_refused(recorded, venues, wrong):
    with pytest.raises(WrongUse):
        site(recorded, venues, **wrong)


def test_a_session_longer_than_any_let_is_not_proposed(recorded, venues):
    done = site(recorded, venues, hours=24, proof=True)
    assert done.table.empty
    assert done.after == done.before
    assert siting_headline(done) == "There is no session to choose from: no venue can be had for that long."


def test_no_time_for_the_solver_still_gives_a_bound(recorded, venues):
    done = site(recorded, venues, k=3, proof=True, seconds=0)
    assert 0 <= done.proof.gap < 1
    assert done.proof.bound >= done.plan.met


@pytest.mark.parametrize("served", [True, False], ids=["all served", "no demand"])
def test_nothing_left_to_reach_is_said_and_is_no_fault(recorded, venues, served):
    demand = recorded.demand.per_hour if served else np.zeros_like(recorded.demand.per_hour)
    found = replace(recorded, coverage=Coverage(demand, np.full(recorded.coverage.served.shape, served)))
    done = site(found, venues, proof=True)
    assert done.table.empty
    assert siting_headline(done) == "Nothing is unmet: there is no demand to reach."
    assert (done.after == 0) if served else np.isnan(done.after)
    assert done.proof.optimal is True
    assert done.proof.gap == 0
    assert siting_shown(done, found).empty


def test_every_venue_of_the_list_is_used_or_left_out_with_the_reason(sample_reading, venues, listed):
    names = set(listed.lines["site"])
    assert len(names) == 15
    out = {name: note for name in names for note in venues.notes if note.startswith(f"'{name}' is left out: ")}
    assert names == set(venues.venues["site"]) | set(out)
    assert not set(venues.venues["site"]) & set(out)
    assert "no place" in out["Fennick Unit 4"]
    assert "when does it run?" in out["Coopers' Institute"]
    assert "no cell of the area is within the walk" in out["Nethermoss Village Hall"]


def test_without_a_list_of_venues_it_says_what_to_do(recorded):
    with pytest.raises(PlacespaceError, match=r"needs a list of venues.*None is loaded.*geodata/raw"):
        candidates_of(recorded, None)


def trial_at(row, **other):
    """Return a proposed session as something to try."""
    return replace(Trial(row["site"], row["lon"], row["lat"], int(row["weekday"]), row["start"], row["end"]), **other)


def test_options_stand_beside_each_other_and_the_proposal_is_the_best(sample_reading, recorded, venues):
    done = site(recorded, venues)
    best = trial_at(done.table.iloc[0])
    options = [[best], [replace(best, start="18:00", end="20:00")], [replace(best, weekday=0), best], []]
    table = try_sessions(recorded, options, sample_reading)
    assert list(table["option"]) == ["; ".join(t.says for t in option) for option in options]
    assert table["reached"][0] == pytest.approx(done.table["gain"][0])
    assert table["u_after"][0] == pytest.approx(done.after)
    assert table["u_before"].to_numpy() == pytest.approx(done.before)
    assert table["reached"][1] < table["reached"][0] <= table["reached"][2]
    assert (table["reached"][3], table["u_after"][3]) == (0, pytest.approx(done.before))
    walks = table[["u_10_min", "u_after", "u_20_min", "u_35_min"]]
    assert walks.apply(lambda row: row.is_monotonic_decreasing, axis=1).all()
    # what stays uncovered first is the window it would have filled, unless it is filled
    assert table["left"][3].endswith(window_words(3, 20, 2))
    assert not table["left"][0].endswith(window_words(3, 20, 2))


def test_an_areas_own_settings_hold_for_options_too(sample_reading, recorded, venues):
    best = trial_at(site(recorded, venues).table.iloc[0])
    area = sample_reading.workspace.area
    own = replace(sample_reading.workspace, area=replace(area, settings=area.settings | {"deprived_from": 0.0}))
    table = try_sessions(recorded, [[best]], replace(sample_reading, workspace=own))
    assert table["deprived_share"][0] == pytest.approx(1)


def test_no_option_or_more_than_four_are_refused(sample_reading, recorded, venues):
    best = trial_at(site(recorded, venues).table.iloc[0])
    for options in ([], [[best]] * 5, [[replace(best, end=best.start)]], [[replace(best, start="8pm")]]):
        with pytest.raises(WrongUse):
            try_sessions(recorded, options, sample_reading)


def test_rows_half_filled_in_wait_and_a_venue_that_is_gone_is_refused():
    places = {"The Hall": (-3.9, 53.8)}
    whole = {"option": "B", "venue": "The Hall", "day": "Sunday", "start": "9:00", "end": "10:30"}
    table = pd.DataFrame([whole, whole | {"option": "A", "end": None}, whole | {"option": "A"}])
    first, second = trials_of(table, places)
    assert [t.says for t in first] == ["The Hall, Sunday 09:00-10:30"]
    assert first == second
    with pytest.raises(WrongUse, match="'The Hall' is not"):
        trials_of(table, {})


CHOICE = {"chosen": "A", "first": "A", "reason": "", "by": "head of service", "before": 0.9, "after": 0.8, "asked": "x"}


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"chosen": "B"}, "needs a reason"),
        ({"chosen": "B", "reason": "because"}, "in a few words"),
        ({"by": " "}, "role or team"),
        ({"reason": "ring Sam on 07700 900725 first"}, "no personal data"),
        ({"by": "sam@example.org"}, "no personal data"),
    ],
)
def test_a_choice_without_a_reason_or_with_a_person_in_it_is_not_kept(sample_copy, wrong, says):
    workspace = open_workspace(sample_copy)
    with pytest.raises(WrongUse, match=says):
        keep_choice(workspace, **CHOICE | wrong)
    assert not workspace.choices.exists()
    assert kept_choices(workspace).choices.empty


def test_choices_are_read_back_newest_first_and_a_broken_line_stops_nobody(sample_copy):
    workspace = open_workspace(sample_copy)
    reason = "the hall\u2028has no step-free door – yet"
    keep_choice(workspace, **CHOICE | {"before": float("nan")})
    with workspace.choices.open("ab") as file:
        first = workspace.choices.read_bytes()
        file.write(first.replace(b'"unserved_after": 0.8', b'"unserved_after": "most of it"'))
        file.write(b'["no choice"]\n\xff\xfe\n\n{"at": "2026-10-20", "chos')  # and the power went
    keep_choice(workspace, **CHOICE | {"chosen": "B", "reason": reason})
    kept = kept_choices(workspace)
    assert list(kept.choices["chosen"]) == ["B", "A"]
    assert kept.choices["reason"][0] == reason
    assert kept.choices["unserved_before"].isna().tolist() == [False, True]
    assert [line.split(",")[1] for line in kept.set_aside] == [" line 2", " line 3", " line 4", " line 6"]


def test_the_file_of_sessions_has_a_page_about_it(sample_reading, recorded, venues, tmp_path):
    done = site(recorded, venues, k=2, proof=True)
    table, about = write_sites(done, recorded, sample_reading, tmp_path / "sites.csv", 20)
    assert list(pd.read_csv(table, encoding="utf-8-sig")["site"]) == list(done.table["site"])
    says = about.read_text(encoding="utf-8").splitlines()
    assert says[0] == says[-1] == recorded.profile.marking
    for line in (siting_headline(done), *done.notes):
        assert line in says
    with pytest.raises(WrongUse, match=r"must end with one of: \.csv"):
        write_sites(done, recorded, sample_reading, tmp_path / "sites.xlsx", 20)


def test_a_session_in_words(recorded, venues):
    (row,) = site(recorded, venues).table.itertuples()
    assert session_words(row) == "Thursday 20:00-22:00"
