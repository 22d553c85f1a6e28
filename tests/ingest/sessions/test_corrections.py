"""What people put right outlives the next sending of the list, and is not used when the words have changed."""

from __future__ import annotations

import csv
import datetime
import io
import threading

import pandas as pd
import pytest
from conftest import Lists

from placespace.errors import PlacespaceError, WrongUse
from placespace.ingest import (
    Provision,
    correct,
    leave_out,
    read_corrections,
    take_back,
    write_corrections,
)
from placespace.ingest.sessions.checks import CORRECTION_COLUMNS

HEADING = "Activity,Venue,When,Ages,Notes,Longitude,Latitude"
VAGUE = "Club,Hall,Friday evening,11-19,,-3.0,53.45"
OTHER = "Chess,Hut,Sat 10:00-12:00,8-12,,-3.01,53.45"
FRIDAY = {"weekday": 4, "start": "17:00", "end": "21:00"}
BY = {"by": "youth service", "on": datetime.date(2026, 1, 5)}
GOOD = dict.fromkeys(CORRECTION_COLUMNS, "") | {
    "layer": "youth_provision", "name": "Club", "site": "Hall", "when": "Friday evening", "ages": "11-19", "n": "1",
    "weekday": "Friday", "start": "17:00", "end": "21:00", "decision": "use", "decided_by": "AB",
}  # fmt: skip


def a_list(*rows: str) -> str:
    return "\n".join([HEADING, *rows]) + "\n"


def state(provision: Provision, name: str = "Club") -> str:
    return provision.lines.set_index("name").at[name, "state"]


def line_of(provision: Provision, name: str = "Club") -> str:
    return provision.lines.set_index("name").at[name, "line"]


def put_right(lists: Lists, *sessions: dict, name: str = "Club") -> Provision:
    read = lists.sessions()
    correct(lists.workspace, read, line_of(read, name), pd.DataFrame(list(sessions or [FRIDAY])), **BY)
    return lists.sessions()


def test_a_line_put_right_counts_and_says_that_a_person_looked(lists: Lists) -> None:
    assert state(lists.list(a_list(VAGUE, OTHER))) == "waits"
    read = put_right(lists, FRIDAY | {"age_from": 11, "age_to": 19, "months": "4,5,6", "weeks": "term", "every": 2})
    own = read.sessions.set_index("name").loc["Club"]
    assert (own["start"], own["end"], own["months"], own["weeks"], own["every"]) == (
        "17:00",
        "21:00",
        "4,5,6",
        "term",
        2,
    )
    assert (own["age_from"], own["age_to"], own["confirmed"]) == (11, 19, True)
    assert (state(read), state(read, "Chess")) == ("corrected", "read")
    assert not read.sessions.set_index("name").at["Chess", "confirmed"]


def test_a_correction_replaces_all_that_was_read_of_its_line(lists: Lists) -> None:
    lists.list(a_list(OTHER))
    read = put_right(lists, FRIDAY, FRIDAY | {"weekday": 0}, name="Chess")
    assert read.sessions["weekday"].tolist() == [4, 0]
    assert read.sessions["age_from"].isna().all()
    assert read.sessions["session"].is_unique
    again = put_right(lists, FRIDAY, name="Chess")
    assert again.sessions["weekday"].tolist() == [4]


def test_a_correction_may_give_the_place_or_the_venue_and_otherwise_the_list_does(lists: Lists) -> None:
    lists.list(a_list("Music,Pavilion or Unit 4,Fri 18:00-20:00,,,,"))
    sessions = FRIDAY | {"lon": -3.0, "lat": 53.45, "venue": "Pavilion"}, FRIDAY | {"lon": -3.1, "lat": 53.46}
    read = put_right(lists, *sessions, name="Music")
    assert read.sessions[["site", "lon"]].to_numpy().tolist() == [["Pavilion", -3.0], ["Pavilion or Unit 4", -3.1]]
    assert state(read, "Music") == "corrected"


def test_a_line_put_right_in_part_still_waits(lists: Lists) -> None:
    lists.list(a_list("Club,Hall,Friday evening,,,,"))
    read = put_right(lists, FRIDAY)
    assert (state(read), read.lines["questions"].iloc[0]) == ("waits", "no place: where is it?")
    read = put_right(lists, {"weekday": 4, "lon": -3.0, "lat": 53.45})
    assert (state(read), len(read.sessions)) == ("waits", 0)


def test_a_line_left_out_keeps_its_reason_and_counts_nowhere(lists: Lists) -> None:
    read = lists.list(a_list(VAGUE, OTHER))
    leave_out(lists.workspace, read, line_of(read, "Chess"), reason="closed in May", **BY)
    read = lists.sessions()
    assert (state(read, "Chess"), len(read.sessions), read.counts["left out"]) == ("left out", 0, 1)
    with pytest.raises(WrongUse, match="'reason' must say why"):
        leave_out(lists.workspace, read, line_of(read), reason=" ", **BY)
    assert take_back(lists.workspace, read, line_of(read, "Chess")) == 1
    assert state(lists.sessions(), "Chess") == "read"


def test_corrections_outlive_another_order_another_file_and_other_spacing(lists: Lists) -> None:
    lists.list(a_list(VAGUE, OTHER))
    put_right(lists)
    (lists.raw / "youth_provision.csv").unlink()
    read = lists.list(a_list("New,Hut,Sun 10:00-12:00,,,-3.0,53.45", OTHER, VAGUE.replace("Club,Hall", "CLUB, Hall ")),
                      "youth_provision_2027.csv")  # fmt: skip
    assert read.lines.set_index("name").at["CLUB", "state"] == "corrected"
    assert read.stale.empty
    assert len(read.sessions) == 3


def test_a_correction_is_not_used_when_the_list_now_says_something_else(lists: Lists) -> None:
    lists.list(a_list(VAGUE))
    put_right(lists)
    read = lists.list(a_list(VAGUE.replace("Friday evening", "Mon 18:00-20:00")))
    assert state(read) == "waits"
    said = "corrected before, when it said 'Friday evening, ages 11-19'; it now says 'Mon 18:00-20:00, ages 11-19'"
    assert said in read.lines["questions"].iloc[0]
    assert read.sessions["weekday"].tolist() == [0]
    assert not read.sessions["confirmed"].any()
    assert read.stale["why"].tolist() == ["the list now says 'Mon 18:00-20:00, ages 11-19'"]
    read = put_right(lists, FRIDAY)  # decided anew: what was decided before is gone
    assert (state(read), len(read.stale), len(read_corrections(lists.workspace).rows)) == ("corrected", 0, 1)


def test_other_ages_of_a_line_are_other_words_too(lists: Lists) -> None:
    lists.list(a_list(VAGUE))
    put_right(lists)
    assert state(lists.list(a_list(VAGUE.replace("11-19", "8-12")))) == "waits"


def test_a_correction_of_a_line_that_is_gone_is_listed(lists: Lists) -> None:
    lists.list(a_list(VAGUE, OTHER))
    put_right(lists)
    read = lists.list(a_list(OTHER))
    assert read.stale[["name", "why"]].to_numpy().tolist() == [
        ["Club", "no line of the list has this activity and venue"]
    ]
    assert read.counts["corrections not used"] == 1


def test_a_correction_that_would_fit_two_lines_is_asked_and_not_guessed(lists: Lists) -> None:
    lists.list(a_list(VAGUE))
    put_right(lists)
    read = lists.list(a_list(VAGUE, VAGUE.replace("-3.0", "-3.02")))
    assert read.lines["state"].tolist() == ["waits", "waits"]
    assert read.lines["questions"].str.contains("another line now has the same words").all()
    assert read.stale["why"].tolist() == ["2 lines of the list now have these words"]
    with pytest.raises(WrongUse, match="Rows 2, 3 have the same activity"):
        correct(lists.workspace, read, read.lines["line"].iloc[0], pd.DataFrame([FRIDAY]), **BY)


def test_corrections_of_one_list_are_not_those_of_another(lists: Lists) -> None:
    lists.list(a_list(VAGUE))
    put_right(lists)
    lists.put("candidate_venues.csv", "Venue,Lettable hours,Longitude,Latitude\nHall,Friday evening,-3.0,53.45\n")
    lists.account("candidate_venues")
    assert lists.sessions("candidate_venues").stale.empty


def test_the_file_may_be_edited_in_a_spreadsheet(lists: Lists) -> None:
    lists.list(a_list(VAGUE))
    put_right(lists, FRIDAY | {"valid_from": datetime.date(2025, 9, 1), "months": "9,10", "age_from": 11})
    path = lists.workspace.corrections
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    rows[0] |= {"start": "17:30:00", "end": "9pm", "weekday": "fri", "valid_from": "01/09/2025", "age_from": "11.0"}
    text = io.StringIO()
    writer = csv.DictWriter(text, [*rows[0], "checked with"], delimiter=";")
    writer.writeheader()
    writer.writerows([rows[0] | {"checked with": "café"}])
    path.write_bytes(text.getvalue().encode("cp1252"))
    own = lists.sessions().sessions.iloc[0]
    assert (own["start"], own["end"], own["weekday"], own["months"]) == ("17:30", "21:00", 4, "9,10")
    assert (own["valid_from"], own["age_from"]) == (pd.Timestamp("2025-09-01"), 11)


def test_a_bad_row_of_the_file_is_set_aside_and_stops_no_other(lists: Lists) -> None:
    lists.list(a_list(VAGUE, OTHER))
    put_right(lists)
    path = lists.workspace.corrections
    chess = GOOD | {"name": "Chess", "site": "Hut", "when": "Sat 10:00-12:00", "ages": "8-12", "weekday": "Funday"}
    path.write_text(path.read_text(encoding="utf-8-sig") + ",".join(chess.values()) + "\n", encoding="utf-8")
    read = lists.sessions()
    assert (state(read), state(read, "Chess")) == ("corrected", "waits")
    assert "row 3 of what was put right cannot be used" in read.lines.set_index("name").at["Chess", "questions"]
    assert "'weekday' must be the name of a day, as Monday. It is 'Funday'." in read.stale["why"].iloc[0]
    put_right(lists, FRIDAY | {"start": "18:00"})
    assert "Funday" in path.read_text(encoding="utf-8-sig")  # kept as it was when another line is put right
    assert state(lists.sessions(), "Chess") == "waits"


def test_a_correction_of_no_layer_is_said(lists: Lists) -> None:
    lists.list(a_list(VAGUE))
    write_corrections(lists.workspace, pd.DataFrame([GOOD | {"layer": "youth_provison"}]))
    assert "names 'youth_provison', which is not in layers/" in lists.sessions().notes[0]
    text = lists.workspace.corrections.read_text("utf-8-sig").replace("youth_provison", "")
    lists.workspace.corrections.write_text(text)
    assert "It must say which line it is of" in lists.sessions().stale["why"].iloc[0]


def test_a_file_that_cannot_be_written_is_said(lists: Lists, monkeypatch: pytest.MonkeyPatch) -> None:
    lists.list(a_list(VAGUE))
    put_right(lists)

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.replace", refuse)
    with pytest.raises(PlacespaceError, match=r"must be free to write\. It is not: Permission denied"):
        correct(lists.workspace, lists.sessions(), line_of(lists.sessions()), pd.DataFrame([FRIDAY]), **BY)
    assert not list(lists.workspace.corrections.parent.glob("*.half"))


def test_a_file_without_a_column_is_said(lists: Lists) -> None:
    lists.list(a_list(VAGUE))
    lists.workspace.corrections.write_text("layer,name\nx,y\n")
    with pytest.raises(PlacespaceError, match=r"provision_corrections\.csv must have the columns"):
        lists.sessions()
    lists.workspace.corrections.write_text("")
    with pytest.raises(PlacespaceError, match="must have the columns"):
        lists.sessions()


def test_a_wrong_correction_changes_nothing(lists: Lists) -> None:
    lists.list(a_list(VAGUE))
    read = put_right(lists)
    before = lists.workspace.corrections.read_bytes()
    for wrong, about in (({"start": "x"}, BY), ({}, BY | {"reason": "ask jo@example.org"}), ({}, BY | {"by": ""})):
        with pytest.raises(WrongUse, match="what was there before still holds"):
            correct(lists.workspace, read, line_of(read), pd.DataFrame([FRIDAY | wrong]), **about)
    with pytest.raises(WrongUse, match="one session at least"):
        correct(lists.workspace, read, line_of(read), pd.DataFrame(), **BY)
    with pytest.raises(WrongUse, match="named by its id"):
        correct(lists.workspace, read, "nothing", pd.DataFrame([FRIDAY]), **BY)
    with pytest.raises(WrongUse, match="nothing was kept of this change"):
        write_corrections(lists.workspace, pd.DataFrame([GOOD | {"end": "x"}]))
    assert lists.workspace.corrections.read_bytes() == before
    assert not list(lists.workspace.corrections.parent.glob("*.half"))


def test_a_table_of_corrections_is_written_whole_and_read_back(lists: Lists) -> None:
    lists.list(a_list(VAGUE))
    write_corrections(lists.workspace, pd.DataFrame([GOOD]))
    read = read_corrections(lists.workspace)
    assert state(lists.sessions()) == "corrected"
    write_corrections(lists.workspace, read.rows)
    pd.testing.assert_frame_equal(read_corrections(lists.workspace).rows, read.rows)


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+44 Club", "-Club", "@ the Hub", "'=quoted", "\t=1"])
def test_what_a_spreadsheet_would_run_is_written_as_text_and_still_fits_its_line(lists: Lists, name: str) -> None:
    lists.list(a_list(f'"{name}",Hall,Friday evening,,,-3.0,53.45'))
    read = lists.sessions()
    correct(lists.workspace, read, read.lines["line"].iloc[0], pd.DataFrame([FRIDAY]), reason="=1+1", **BY)
    cells = next(csv.reader(io.StringIO(lists.workspace.corrections.read_text("utf-8-sig").splitlines()[1])))
    assert not any(c[:1] in "=+-@\t\r" for c in cells if c and not c.lstrip("+-").replace(".", "").isdigit())
    assert lists.sessions().lines["state"].tolist() == ["corrected"]


def test_two_people_at_once_lose_nothing(lists: Lists) -> None:
    rows = [f"Club {i},Hall,evening,,,-3.0,53.45" for i in range(8)]
    read = lists.list(a_list(*rows))
    workspace = lists.workspace
    threads = [
        threading.Thread(target=correct, args=(workspace, read, line, pd.DataFrame([FRIDAY])), kwargs=BY)
        for line in read.lines["line"]
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert lists.sessions().counts["corrected"] == 8
