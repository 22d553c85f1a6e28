"""Crews and the log as parts of a page, without a browser: shown in words, changed, refused, kept."""

from __future__ import annotations

import datetime

import pytest
from streamlit.testing.v1 import AppTest

from placespace.catalogue import open_workspace, read_crews
from placespace.plans.log import read_log

PAGE = """
import pandas as pd
import streamlit as st
from placespace.catalogue import read_crews
from placespace.terms import PLAN_COLUMNS
from placespace.views import cached, controls, crew_form, plan_log

controls.header(cached.workspace())
reading = cached.reading()
held = crew_form.crews(reading, "2026-10")
stops = [("2026-10-02", "17:00", "19:00", "outreach", "89a", "Hythe Park"),
         ("2026-10-02", "23:30", "00:30", "police-1", "89b", "Quay End")]
planned = pd.DataFrame(stops, columns=["date", "from", "to", "crew", "place", "name"])
plan_log.log(reading, planned.reindex(columns=list(PLAN_COLUMNS)), held)
"""


@pytest.fixture(scope="module")
def borough(copy_borough, tmp_path_factory):
    return copy_borough(tmp_path_factory.mktemp("crews"))


@pytest.fixture
def page(borough, monkeypatch):
    monkeypatch.setenv("PLACESPACE_WORKSPACE", str(borough))
    return AppTest.from_string(PAGE, default_timeout=60)


def box(page, kind: str, label: str):
    return next(one for one in getattr(page, kind) if one.label == label)


def says(elements) -> str:
    return " ".join(e.value for e in elements).replace("\\", "")


def table(page, column: str):
    """The table or grid that has a column, as text."""
    found = next(d.value for d in [*page.dataframe, *page.table] if column in d.value)
    return found.map(lambda v: v.replace("\\", "") if isinstance(v, str) else v)


def test_crews_are_shown_in_words_with_each_rule_as_it_was_read(page):
    page.run()
    assert not page.exception
    assert not page.error
    crews = table(page, "In October 2026").set_index("Who")
    assert len(crews) == 6
    assert crews.loc["Outreach crew", "In October 2026"] == "5 shifts, 20 hours"
    rules = table(page, "Read as").set_index("As written")
    assert rules.loc["every Friday 17-21", "Read as"] == "every Friday 17:00-21:00"
    assert rules.loc["every Friday 17-21", "Gives"] == "5 shifts in October 2026"


def test_a_crew_with_a_rule_that_cannot_be_read_or_with_personal_data_is_refused_and_a_good_one_is_kept(page, borough):
    page.run()
    before = open_workspace(borough).crews.read_text(encoding="utf-8")
    box(page, "text_input", "Who they are").set_value("Night team")
    box(page, "selectbox", "Kind").set_value("wardens")
    box(page, "text_area", "When they are out, one rule a line").set_value("evenings\nFridays 5-9")
    box(page, "text_input", "Notes").set_value("ring 07700 900123")
    box(page, "button", "Add this crew").click()
    page.run()
    assert "'evenings' does not read for certain" in says(page.error)
    assert "'5-9' may be morning or evening" in says(page.error)
    assert "holds a phone number" in says(page.error)
    assert open_workspace(borough).crews.read_text(encoding="utf-8") == before

    box(page, "text_area", "When they are out, one rule a line").set_value("Fridays 5-9pm\n\nnot December")
    box(page, "text_input", "Notes").set_value("")
    box(page, "selectbox", "Sets out from").set_value("Hythe Park")
    box(page, "button", "Add this crew").click()
    page.run()
    assert "'Night team' is kept." in says(page.success)
    crews, faults = read_crews(open_workspace(borough).crews)
    assert faults == []
    assert (crews[-1].id, crews[-1].rules) == ("night-team", ("Fridays 5-9pm", "not December"))
    assert crews[-1].base == (-3.955938, 53.791287)
    text = open_workspace(borough).crews.read_text(encoding="utf-8")
    assert text.startswith(before.rstrip())


def test_a_deployment_is_typed_in_and_stands_beside_what_was_planned(page, borough):
    page.run()
    box(page, "button", "Add to the log").click()
    page.run()
    assert "has a date and a place" in says(page.error)
    box(page, "date_input", "Date").set_value(datetime.date(2026, 10, 2))
    box(page, "selectbox", "Place").set_value("Hythe Park")
    box(page, "selectbox", "Crew").set_value("outreach")
    box(page, "number_input", "Hours").set_value(1.5)
    box(page, "number_input", "Young people, male").set_value(4)
    box(page, "text_input", "Issues seen").set_value("two lamps out")
    box(page, "button", "Add to the log").click()
    page.run()
    assert not page.exception
    assert "1 row added to the log." in says(page.success)
    held, aside = read_log(open_workspace(borough))
    assert (len(held), len(aside), held.at[0, "young_male"]) == (1, 0, 4)
    hours = table(page, "Planned hours").set_index("Place")
    assert hours.loc["Hythe Park"].tolist()[:4] == ["2026-10", "2.0", "1.5", "75 %"]
    assert table(page, "Kind of task")["Kind of task"].tolist() == ["lighting"]


def test_a_file_is_shown_as_it_was_read_before_it_is_added_and_counts_once(page, borough):
    page.session_state["log-way"] = "Take in a file"
    page.run()
    known = len(read_log(open_workspace(borough))[0])
    text = b"Shift date,Location,Hours worked,Worker\n03/10/2026,Quay End,2h30,Jo\nsoon,Quay End,2,Jo\n"
    for added in (1, 0):
        page.file_uploader[0].set_value(("October log.csv", text, "text/csv"))
        page.run()
        assert "Column 'Worker' is left out as personal data" in says(page.warning)
        assert "date cannot be read" in table(page, "Why")["Why"].iloc[0]
        box(page, "button", "Add 1 row to the log").click()
        page.run()
        assert f"{added} row{'' if added == 1 else 's'} added" in says(page.success)
        assert len(read_log(open_workspace(borough))[0]) == known + 1


@pytest.mark.parametrize("who", ["partner", "health", "public"])
def test_other_profiles_see_no_police_no_form_and_no_counts(page, who):
    page.query_params["profile"] = who
    page.run()
    assert not page.exception
    shown = " ".join(d.value.to_csv() for d in [*page.dataframe, *page.table])
    assert "Police" not in shown
    assert "Quay End" not in shown
    assert "Hythe Park" in shown
    assert not [b for b in page.button if "Add" in b.label]
    assert not any("Kind of task" in d.value for d in page.dataframe)
