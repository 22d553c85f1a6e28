"""Timetables that were handed out are kept, a month each, and what is only drawn stands in for a month without one."""

import pandas as pd

from placespace.catalogue import open_workspace
from placespace.plans import keep_timetable, kept_timetables
from placespace.terms import PLAN_COLUMNS


def timetable(date, place="89195da4903ffff"):
    row = dict.fromkeys(PLAN_COLUMNS, "") | {"date": date, "weekday": "Friday", "from": "18:00", "to": "18:15",
                                             "crew": "bus", "unit": 1, "kind": "visit", "place": place}  # fmt: skip
    return pd.DataFrame([row])


def test_the_last_timetable_handed_out_for_a_month_stands(sample_copy):
    workspace = open_workspace(sample_copy)
    keep_timetable(workspace, "2026-10", timetable("2026-10-02"))
    keep_timetable(workspace, "2026-09", timetable("2026-09-04"))
    keep_timetable(workspace, "2026-10", timetable("2026-10-09"))
    found = kept_timetables(workspace, drawn=("2026-10", timetable("2026-10-30")))
    assert found["date"].tolist() == ["2026-09-04", "2026-10-09"]
    assert list(found) == list(PLAN_COLUMNS)
    assert found["unit"].tolist() == [1, 1]


def test_a_month_only_drawn_stands_where_none_was_handed_out_and_nothing_is_nothing(sample_copy):
    workspace = open_workspace(sample_copy)
    assert kept_timetables(workspace).empty
    keep_timetable(workspace, "2026-08", pd.DataFrame(columns=list(PLAN_COLUMNS)))
    found = kept_timetables(workspace, drawn=("2026-10", timetable("2026-10-30")))
    assert found["date"].tolist() == ["2026-10-30"]
