"""Every line of a list becomes sessions or a question, and the counts of both add up."""

from __future__ import annotations

import datetime
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from conftest import Lists, Town, workbook

from placespace.catalogue import open_workspace
from placespace.errors import WrongUse
from placespace.ingest import Provision, cleaned, lines_of, read_sessions, read_workspace
from placespace.terms import SESSION_COLUMNS, WEEKDAYS

HEADING = "Activity,Venue,When,Ages,Type,Capacity,Notes,Longitude,Latitude"
HERE = "-3.0,53.45"
SHORT = [day[:3] for day in WEEKDAYS]


def a_list(*rows: str, heading: str = HEADING) -> str:
    return "\n".join([heading, *rows]) + "\n"


def in_short(timings: pd.DataFrame) -> list[str]:
    """Sessions as the truth of the sample writes them, less their months."""
    often = {1: "", 2: " fortnightly", 4: " monthly"}
    return [
        f"{SHORT[t.weekday]} {t.start}-{t.end}{'' if t.weeks == 'all' else f' {t.weeks}'}{often[t.every]}"
        for t in timings.itertuples()
    ]


def line(provision: Provision, row: int) -> pd.Series:
    return provision.lines[provision.lines["row"] == row].iloc[0]


def test_a_line_is_read_in_words_with_its_place_and_ages(lists: Lists) -> None:
    read = lists.list(a_list(f"Youth club,The Hall,Tues & Thurs 18:00-20:00,11-19,open access,30,,{HERE}"))
    assert list(read.timings.columns) == list(SESSION_COLUMNS)
    assert in_short(read.sessions) == ["Tue 18:00-20:00", "Thu 18:00-20:00"]
    own = read.sessions.iloc[0]
    assert (own["age_from"], own["age_to"], own["capacity"], own["kind"]) == (11, 19, 30, "open access")
    assert (own["lon"], own["lat"]) == pytest.approx((-3.0, 53.45), abs=1e-9)  # degrees, as sent
    assert line(read, 2)["state"] == "read"
    assert not read.timings["confirmed"].any()


def test_no_list_loaded_is_not_no_provision(lists: Lists, town: Town) -> None:
    lists.read()
    assert not lists.sessions().loaded
    town.read()
    nothing = read_sessions(town.workspace)
    assert (nothing.layer, nothing.loaded, len(nothing.sessions), nothing.counts["lines"]) == (None, False, 0, 0)
    assert lists.list(a_list()).loaded


def test_sessions_are_asked_only_of_a_list_of_provision(lists: Lists) -> None:
    for layer in ("calls", "nowhere"):
        with pytest.raises(WrongUse, match="whose reader is 'provision'"):
            read_sessions(lists.workspace, layer)


def test_a_line_without_a_place_waits_and_is_never_at_0_0(lists: Lists) -> None:
    read = lists.list(a_list("A,Hall,Fri 18:00-20:00,,,,,0,0", "B,Hut,Fri 18:00-20:00,,,,,,"))
    assert read.lines["questions"].tolist() == ["no place: where is it?"] * 2
    assert read.timings["lon"].isna().all()
    assert read.sessions.empty
    assert read.counts["without place"] == 2


def test_ages_not_said_are_no_question_and_stay_missing(lists: Lists) -> None:
    read = lists.list(a_list(f"A,Hall,Fri 18:00-20:00,,,,,{HERE}"))
    assert line(read, 2)["state"] == "read"
    assert read.timings[["age_from", "age_to", "capacity"]].isna().all(axis=None)


def test_a_line_with_a_question_gives_the_sessions_that_are_certain(lists: Lists) -> None:
    read = lists.list(a_list(f"A,Hall,every Fri (6-8pm); additional nights in Bonfire week,,,,,{HERE}"))
    assert line(read, 2)["state"] == "waits"
    assert in_short(read.sessions) == ["Fri 18:00-20:00"]
    assert read.waiting["row"].tolist() == [2]


@pytest.mark.parametrize(("words", "every"), [("Fri 18:00-20:00 fortnightly", 2), ("Monthly on Fri 18:00-20:00", 4)])
def test_a_session_that_is_not_weekly_is_kept_with_a_question(lists: Lists, words: str, every: int) -> None:
    read = lists.list(a_list(f"A,Hall,{words},,,,,{HERE}"))
    assert read.timings["every"].tolist() == [every]
    assert line(read, 2)["state"] == "waits"


@pytest.mark.parametrize(
    ("site", "kind", "asked"),
    [
        ("Larkstead Pavilion or Fennick Unit 4", "", True),
        ("St Mary's Hall / Scout Hut", "", True),
        ("South Road / Marine Gardens", "outreach", False),
        ("Moorside Gym; The Hut", "", True),
        ("Door 4 Unit 3/4, Northern Road", "", False),
    ],
)
def test_two_venues_in_a_cell_are_asked_about(lists: Lists, site: str, kind: str, asked: bool) -> None:
    read = lists.list(a_list(f'A,"{site}",Fri 18:00-20:00,,{kind},,,{HERE}'))
    assert ("two venues" in line(read, 2)["questions"]) == asked


@pytest.mark.parametrize(
    ("text", "number"), [("30", 30), ("30 max", 30), ("1,200", 1200), ("20-25", None), ("0", None), ("some", None)]
)
def test_a_capacity_is_one_whole_number_or_a_question(lists: Lists, text: str, number: int | None) -> None:
    read = lists.list(a_list(f'A,Hall,Fri 18:00-20:00,,,"{text}",,{HERE}'))
    assert read.timings["capacity"].tolist() == ([number] if number else [pd.NA]) or number is None
    assert ("capacity says" in line(read, 2)["questions"]) == (number is None)


@pytest.mark.parametrize(
    ("heading", "row"),
    [
        ("Day,Start,End", "Tuesday,18:00,20:00"),
        ("Day,Start time,Finish", "Tues,6pm,8pm"),
        ("Day,Time(s)", "Tuesday,18:00-20:00"),
        ("Day,When", "Tuesday,18:00-20:00"),
        ("Times", "Tuesday 18:00-20:00"),
        ("When,Time", "Tuesday 18:00-20:00,evening"),
        ("Days,From,To", "Tue,18:00:00,20:00:00"),
    ],
)
def test_days_and_times_are_read_from_columns_of_their_own(lists: Lists, heading: str, row: str) -> None:
    read = lists.list(a_list(f"A,Hall,{row},{HERE}", heading=f"Activity,Venue,{heading},Longitude,Latitude"))
    assert in_short(read.sessions) == ["Tue 18:00-20:00"]
    assert line(read, 2)["when"] != ""


def test_times_that_are_cells_of_time_in_a_workbook_are_read(lists: Lists) -> None:
    rows = [["Activity", "Venue", "Day", "Start", "End", "Longitude", "Latitude"]]
    rows += [["A", "Hall", "Tuesday", datetime.time(18), datetime.time(20, 30), -3.0, 53.45]]
    read = lists.list(workbook({"S": rows}), "youth_provision.xlsx")
    assert in_short(read.sessions) == ["Tue 18:00-20:30"]


def test_months_in_the_notes_hold_for_columns_of_day_and_times_too(lists: Lists) -> None:
    heading = "Activity,Venue,Day,Start,End,Notes,Longitude,Latitude"
    read = lists.list(a_list(f"A,Hall,Friday,18:00,20:00,Not December or January,{HERE}", heading=heading))
    assert read.timings["months"].tolist() == ["2,3,4,5,6,7,8,9,10,11"]


def test_a_line_keeps_its_id_when_the_list_is_sent_again_in_another_order(lists: Lists) -> None:
    rows = [f"A,Hall,Fri 18:00-20:00,,,,,{HERE}", f"B,Hall,Sat 10:00-12:00,,,,,{HERE}"]
    first = lists.list(a_list(*rows)).lines.set_index("name")["line"]
    (lists.raw / "youth_provision.csv").unlink()
    again = lists.list(a_list(*rows[::-1]).replace("Hall", " HALL  "), "youth_provision_2027.csv").lines
    assert again.set_index("name")["line"].to_dict() == first.to_dict()


def test_the_same_line_twice_counts_once_and_both_are_shown(lists: Lists) -> None:
    row = f"A,Hall,Fri 18:00-20:00,,,,,{HERE}"
    read = lists.list(a_list(row, row))
    assert len(read.sessions) == 1
    assert read.lines["state"].tolist() == ["left out", "read"]
    assert line(read, 2)["questions"] == "the same line as row 3 of youth_provision.csv, which is read"
    assert read.timings["session"].is_unique


def test_two_groups_with_the_same_words_and_other_ages_are_two_lines(lists: Lists) -> None:
    read = lists.list(a_list(*(f"A,Hall,Fri 18:00-20:00,{ages},,,,{HERE}" for ages in ("8-11", "12-16"))))
    assert read.lines["line"].is_unique
    assert read.sessions["age_from"].tolist() == [8, 12]


def test_last_years_list_beside_this_years_is_said(lists: Lists) -> None:
    lists.list(a_list(f"A,Hall,Fri 18:00-20:00,,,,,{HERE}"), "youth_provision_2025.csv")
    read = lists.list(a_list(f"A,Hall,Sat 18:00-20:00,,,,,{HERE}"), "youth_provision_2026.csv")
    assert "1 of youth_provision_2025.csv stands in youth_provision_2026.csv too" in read.notes[0]
    assert len(read.sessions) == 2


def test_venues_to_let_are_read_like_sessions(lists: Lists) -> None:
    heading = "Venue,Lettable hours,Capacity,Notes,Longitude,Latitude"
    lists.put("candidate_venues.csv", a_list(f"The Hall,Mon 17:00-22:00,60,,{HERE}", "Hut,any,,,,", heading=heading))
    account = lists.account("candidate_venues")
    read = lists.sessions("candidate_venues")
    assert (account.kept, account.without_place, len(read.waiting)) == (2, 1, 1)
    assert read.sessions[["site", "capacity"]].to_numpy().tolist() == [["The Hall", 60]]


def test_two_thousand_lines_in_other_words_are_read_in_three_seconds(lists: Lists) -> None:
    rows = [
        f"Club {i},Hall {i},{SHORT[i % 7]} {h:02d}:{i % 60:02d}-{h + 1:02d}:{i % 60:02d},{i % 9 + 5}-19,,,,{HERE}"
        for i in range(2000)
        for h in [8 + i % 12]
    ]
    lists.list(a_list(rows[0]))
    lists.put("youth_provision.csv", a_list(*rows))
    begun = time.perf_counter()
    read_workspace(lists.workspace, layers=["youth_provision"])
    assert len(read_sessions(lists.workspace).sessions) == 2000
    assert time.perf_counter() - begun < 3  # the promise made for a list of 2,000 rows


@pytest.fixture(scope="module")
def sample(
    copy_borough: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Provision, Provision]:
    workspace = open_workspace(copy_borough(tmp_path_factory.mktemp("borough")))
    read_workspace(workspace, layers=["youth_provision", "candidate_venues"])
    return read_sessions(workspace, "youth_provision"), read_sessions(workspace, "candidate_venues")


def test_the_sample_list_is_read_as_a_careful_person_reads_it(sample: tuple[Provision, ...], truth: dict) -> None:
    read = sample[0]
    wrong = []
    for told in truth["provision"]["reading"]:
        own = line(read, told["line"])
        timings = read.timings[lines_of(read.timings) == own["line"]]
        sure = timings[timings[["weekday", "start", "end"]].notna().all(axis=1)]
        wanted = [" ".join(words.split(" ")[:3]) for words in told["sessions"]]
        given = [words for words in in_short(sure)]
        if [w.replace(" April-September", "") for w in told["sessions"]] != given:
            wrong.append((told["line"], told["when"], wanted, given))
        waits = bool(told["ask_because"]) or told["coordinates"] in ("none", "zero")
        if (own["state"] == "waits") != waits:
            wrong.append((told["line"], told["when"], told["ask_because"], own["questions"]))
    assert wrong == []


def test_the_bus_of_the_sample_does_not_run_in_december_and_the_skate_jam_only_in_summer(sample: tuple) -> None:
    months = sample[0].timings.drop_duplicates("row").set_index("row")["months"]
    assert months[10] == "2,3,4,5,6,7,8,9,10,11"
    assert months[17] == "4,5,6,7,8,9"


def test_each_venue_of_the_sample_has_hours_or_a_question(sample: tuple) -> None:
    read = sample[1]
    timed = set(lines_of(read.sessions))
    assert all((own.line in timed) or own.questions for own in read.lines.itertuples())
    assert {"Kelder Moor Community Centre", "Quay End Boat Shed"} <= set(read.sessions["site"])


def test_the_cleaned_list_reads_back_to_the_same_sessions(sample: tuple, lists: Lists) -> None:
    shutil.copy(Path(__file__).parents[3] / "geodata" / "sample" / "boundary.geojson", lists.raw / "boundary.geojson")
    out = cleaned(sample[0])
    same = [c for c in SESSION_COLUMNS if c not in ("session", "row", "when", "confirmed")]
    back = lists.list(out.to_csv(index=False))
    pd.testing.assert_frame_equal(
        back.timings[same].sort_values(same).reset_index(drop=True),
        sample[0].timings[same].sort_values(same).reset_index(drop=True),
    )
    assert len(out) >= len(sample[0].lines)


@pytest.fixture(scope="module")
def sefton(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Provision:
    lists = Lists(tmp_path_factory.mktemp("sefton") / "lists")
    sent = real_data / "merseyside" / "sefton_provision_2018-19.csv"
    return lists.list(sent.read_bytes(), "youth_provision_2018-19.csv")


@pytest.mark.real_data
def test_each_of_the_fifteen_lines_of_sefton_is_accounted_for(sefton: Provision) -> None:
    counts = sefton.counts
    assert (counts["lines"], counts["left out"], counts["without place"]) == (15, 0, 4)
    assert counts["read"] + counts["waits"] == 15
    assert sefton.lines["row"].tolist() == list(range(2, 17))


@pytest.mark.real_data
def test_the_street_team_of_sefton_is_out_on_fridays_but_not_in_december_and_january(sefton: Provision) -> None:
    team = sefton.lines[sefton.lines["name"] == "Street Intervention Team"]
    assert len(team) == 4
    assert (team["state"] == "waits").all()
    own = sefton.timings[lines_of(sefton.timings).isin(team["line"])]
    assert in_short(own) == ["Fri 17:00-21:00"] * 4
    assert own["months"].unique().tolist() == ["2,3,4,5,6,7,8,9,10,11"]
    assert own["lon"].isna().sum() == 1
    assert lines_of(sefton.sessions).isin(team["line"]).sum() == 3
    assert len(sefton.clashes) == 6  # one team, four places, the same hours: six pairs to ask about


@pytest.mark.real_data
def test_an_evening_without_hours_waits_with_its_day_known(sefton: Provision) -> None:
    for row, day in ((2, 0), (9, 1)):  # 'Monday night', 'Tuesday evenings'
        own = line(sefton, row)
        timings = sefton.timings[lines_of(sefton.timings) == own["line"]]
        assert own["state"] == "waits"
        assert timings["weekday"].tolist() == [day]
        assert timings[["start", "end"]].isna().all(axis=None)


@pytest.mark.real_data
def test_ages_of_sefton_are_read_where_they_are_said(sefton: Provision) -> None:
    kicks = sefton.timings[sefton.timings["name"] == "Kicks football"].iloc[0]
    assert (kicks["age_from"], kicks["age_to"]) == (8, 18)
    assert line(sefton, 8)["ages"] == "11-19yrs"
    assert (sefton.lines.set_index("row")["ages"] == "").sum() == 12
