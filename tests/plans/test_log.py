"""What was done: kept, read again, set against what was planned, and what people saw taken up."""

import pandas as pd
import pytest

from placespace.catalogue import Crew, open_workspace
from placespace.disclose import PROFILES
from placespace.documents.plan.log import delivered_for, delivered_table, delivered_words
from placespace.errors import WrongUse
from placespace.ingest.deployments import no_deployments
from placespace.plans.log import append_log, delivered, read_log, suggestions
from placespace.terms import LOG_COLUMNS, PLAN_COLUMNS

ISSUES = "two lamps out on the path; nothing to do here"


def rows(*lines: tuple) -> pd.DataFrame:
    """Rows of a log: date, place, crew, hours, issues."""
    table = pd.DataFrame(lines, columns=["date", "place", "crew", "hours", "issues"])
    return table.assign(date=pd.to_datetime(table["date"]))


def plan(*lines: tuple) -> pd.DataFrame:
    """A timetable: date, from, to, crew, place, name."""
    table = pd.DataFrame(lines, columns=["date", "from", "to", "crew", "place", "name"])
    return table.reindex(columns=list(PLAN_COLUMNS))


PLAN = plan(
    ("2026-10-02", "17:00", "19:00", "outreach", "89a", "Hythe Park"),
    ("2026-10-02", "23:30", "00:30", "police-1", "89b", "Quay End"),
    ("2026-11-06", "17:00", "21:00", "outreach", "89a", "Hythe Park"),
    ("2026-11-06", "18:00", "18:15", "police-1", "89c", "Marlscar"),
)
DONE = rows(
    ("2026-10-02", "hythe  park", "Outreach crew", 1.5, ISSUES),
    ("2026-10-09", "89A", "outreach", None, ""),
    ("2026-10-09", "Old Mill", "outreach", 2.0, "Lights out again"),
)


@pytest.fixture
def workspace(tmp_path, copy_borough):
    return open_workspace(copy_borough(tmp_path))


def test_a_log_that_is_not_there_is_empty_with_its_columns(workspace):
    frame, aside = read_log(workspace)
    assert list(frame.columns) == list(LOG_COLUMNS)
    assert len(frame) == len(aside) == 0
    assert frame["date"].dtype.kind == "M"


def test_what_is_added_is_read_again(workspace):
    whole = DONE.assign(young_male=[3, None, 0], advice=[1, None, None])
    assert append_log(workspace, whole).added == 3
    frame, aside = read_log(workspace)
    assert len(aside) == 0
    assert frame["place"].tolist() == ["hythe park", "89A", "Old Mill"]
    assert frame["hours"].tolist()[::2] == [1.5, 2.0]
    assert frame["hours"].isna().tolist() == [False, True, False]
    assert frame["young_male"].tolist() == [3, pd.NA, 0]
    assert frame.at[0, "issues"] == ISSUES


def test_a_file_taken_in_twice_counts_once_and_a_visit_made_twice_counts_twice(workspace):
    twice = pd.concat([DONE, DONE.iloc[:1]])
    assert append_log(workspace, twice, skip_known=True).added == 4
    again = append_log(workspace, twice, skip_known=True)
    assert (again.added, again.known) == (0, 4)
    assert append_log(workspace, DONE.iloc[:1]).added == 1
    assert len(read_log(workspace)[0]) == 5


def test_rows_that_a_person_spoilt_stay_in_the_file_and_are_listed(workspace):
    append_log(workspace, DONE)
    path = workspace.deployments
    path.write_text(path.read_text(encoding="utf-8") + "soon,Hythe Park,bus,2,,,,,,\n2026-10-10,,bus,2,,,,,,", "utf-8")
    assert append_log(workspace, DONE.iloc[:1]).added == 1
    frame, aside = read_log(workspace)
    assert len(frame) == 4
    assert aside["row"].tolist() == [5, 6]
    assert aside["reason"].tolist() == ["date cannot be read: write 2026-10-02 or 02/10/2026", "no place"]


def test_a_log_saved_by_excel_as_windows_text_can_be_added_to(workspace):
    append_log(workspace, rows(("2026-10-02", "Café corner", "bus", 2.0, "")))
    text = workspace.deployments.read_text(encoding="utf-8")
    workspace.deployments.write_bytes(text.encode("cp1252"))
    append_log(workspace, rows(("2026-10-03", "Café corner", "bus", 2.0, "")))
    assert read_log(workspace)[0]["place"].tolist() == ["Café corner"] * 2


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (("", "Hythe Park", "bus", 2.0, ""), "date and a place"),
        (("2026-10-02", " ", "bus", 2.0, ""), "date and a place"),
        (("2026-10-02", "Hythe Park", "bus", 40.0, ""), "0 to 24"),
        (("2026-10-02", "Hythe Park", "bus", 2.0, "ring 07700 900123"), "a phone number"),
    ],
)
def test_a_row_that_cannot_be_is_refused_and_nothing_is_written(workspace, row, why):
    with pytest.raises(WrongUse, match=why):
        append_log(workspace, pd.concat([DONE, rows(row)]))
    assert not workspace.deployments.exists()


def test_a_log_with_headings_of_its_own_is_not_written_into(workspace):
    workspace.deployments.write_text("Date,Where\n2026-10-02,Hythe Park\n", encoding="utf-8")
    with pytest.raises(WrongUse, match="begin with the headings"):
        append_log(workspace, DONE)
    assert len(read_log(workspace)[0]) == 1


def test_planned_and_delivered_hours_stand_side_by_side_and_what_is_not_held_is_missing_not_zero():
    table = delivered(PLAN, DONE).set_index(["period", "name"])
    assert table.loc[("2026-10", "Hythe Park")].tolist() == ["89a", 2.0, 1.5, 0.75, 1]
    assert table.loc[("2026-10", "Quay End"), ["planned_hours", "delivered_hours", "share"]].tolist() == [1, 0, 0]
    besides = table.loc[("2026-10", "Old Mill")]
    assert (besides.place, besides.planned_hours, besides.delivered_hours) == ("Old Mill", 0, 2)
    assert pd.isna(besides.share)
    november = table.loc["2026-11"]
    assert november["planned_hours"].tolist() == [4.0, 0.25]
    assert november["delivered_hours"].isna().all()


def test_a_quarter_is_the_sum_of_its_months():
    table = delivered(PLAN, DONE, "quarter")
    assert set(table["period"]) == {"2026-10 to 2026-12"}
    by_month = delivered(PLAN, DONE)
    for column in ("planned_hours", "delivered_hours"):
        assert table[column].sum() == by_month[column].sum()
    with pytest.raises(WrongUse, match="month or quarter"):
        delivered(PLAN, DONE, "week")


def test_no_plan_or_no_log_is_no_fault():
    assert delivered(PLAN.iloc[:0], no_deployments().frame).empty
    assert delivered(PLAN.iloc[:0], DONE)["planned_hours"].isna().all()
    assert delivered(PLAN, no_deployments().frame)["delivered_hours"].isna().all()


def test_a_name_that_two_places_share_is_matched_to_neither():
    both = plan(
        ("2026-10-02", "17:00", "18:00", "bus", "89a", "Park"), ("2026-10-02", "18:00", "19:00", "bus", "89b", "Park")
    )
    table = delivered(both, rows(("2026-10-02", "Park", "bus", 1.0, "")))
    assert table["place"].tolist() == ["89a", "89b", "Park"]
    assert table["delivered_hours"].tolist() == [0, 0, 1]


def test_issues_seen_become_suggestions_by_kind():
    table = suggestions(DONE)
    assert table[["place", "issue", "times"]].values.tolist() == [
        ["Old Mill", "lighting", 1],
        ["hythe  park", "lighting", 1],
        ["hythe  park", "open-access session", 1],
        ["hythe  park", "repair or clearing", 1],
    ]
    assert table.at[0, "last_seen"] == pd.Timestamp("2026-10-09")
    assert table.at[1, "said"] == "two lamps out on the path"
    assert suggestions(no_deployments().frame).empty


def test_an_issue_of_no_known_kind_is_other_and_is_counted_once_a_row():
    log = rows(("2026-10-02", "A", "bus", 1, "dogs; more dogs"), ("2026-10-03", "a", "bus", 1, "a dog"))
    assert suggestions(log)[["issue", "times", "said"]].values.tolist() == [["other", 2, "a dog"]]


def test_protected_profiles_see_no_hours_of_police_or_of_crews_nobody_knows():
    crews = [Crew("outreach", "Outreach crew", "outreach crew"), Crew("police-1", "Pair 1", "police pair")]
    log = pd.concat([DONE, rows(("2026-10-02", "Quay End", "Pair 1", 1.0, ""), ("2026-10-02", "X", "who?", 1.0, ""))])
    assert {"Quay End", "X"} <= set(delivered_for(PROFILES["analyst"], PLAN, log, crews)["name"])
    for name in ("partner", "health", "public"):
        table = delivered_for(PROFILES[name], PLAN, log, crews)
        assert set(table["name"]) == {"Hythe Park", "Old Mill"}
        assert table["planned_hours"].sum() == 6.0


def test_the_words_say_the_share_what_was_left_and_what_is_not_held():
    table = delivered(PLAN, DONE)
    assert delivered_words(table) == [
        "Planned 3.0 hours, delivered 3.5, 117 % of it, over 2026-10.",
        "Planned and not in the log: Quay End.",
        "In the log and not planned: Old Mill.",
        "Nothing is logged for 2026-11: that is not the same as none.",
        "1 row of the log say no hours, so more was delivered than is counted here.",
    ]
    shown = delivered_table(table)
    assert "nothing logged" in set(shown["Delivered hours"])
    assert delivered_words(table.iloc[:0]) == ["Nothing was planned and nothing logged."]
