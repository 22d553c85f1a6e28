"""The page of next month: what it shows, what people decide on it, and what each profile gets of it."""

from __future__ import annotations

import json
from dataclasses import replace

import pandas as pd
import pytest

from placespace.catalogue import open_workspace
from placespace.disclose import PROFILES
from placespace.documents.plan import month_plan, outreach_timetable, plan_pack, usual_plan
from placespace.measures import read_and_place
from placespace.plans import Decision, Stop
from placespace.views import plan_board, plan_controls, plan_forms, plan_list, plan_papers
from placespace.views.board import Action
from tests.views.test_cover_pages import one
from tests.views.test_screens import text_of

BY = "You decide as (role or team)"
TABS = ("Shortlist", "Crews", "Plan", "Documents", "Log", "How this was worked out")


@pytest.fixture
def tidy(borough):
    """Put back what a test changes in the workspace."""
    crews = borough / "geodata" / "crews.toml"
    before = crews.read_text(encoding="utf-8")
    yield borough / "geodata"
    crews.write_text(before, encoding="utf-8")
    (borough / "geodata" / "plan_choices.jsonl").unlink(missing_ok=True)


@pytest.fixture
def open_plan(open_page):
    """Return a function that opens the page at a tab."""

    def opened(tab: str = "Shortlist", profile: str = "analyst", **address: str):
        page = open_page("plan", profile, **address)
        if tab != "Shortlist":
            page.session_state["plan-tabs"] = tab
            page.run()
        return page

    return opened


@pytest.fixture(scope="module")
def november(sample_reading):
    """Return the month's plan as drawn."""
    return month_plan(sample_reading, usual_plan(sample_reading, "2026-11"))


def kept(folder) -> list[dict]:
    path = folder / "plan_choices.jsonl"
    return [json.loads(x) for x in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def says(page) -> list[str]:
    return [e.value.replace("\\", "") for e in page.error]


@pytest.mark.parametrize("tab", TABS)
def test_every_part_opens_and_says_something(open_plan, tab):
    page = open_plan(tab)
    assert not page.exception
    assert not page.error
    said = text_of(page)
    assert "November 2026: 12 places." in said
    assert "Will it hold?" in said


def test_the_days_of_the_month_are_shown_with_what_marks_them(open_plan):
    page = open_plan(**{"plan-month": "2026-10"})
    strip = next(h.proto.body for h in page.get("html") if "month-strip" in h.proto.body)
    assert strip.count("<li") == 31 + strip.count("</li>") - 31
    for mark in ("school holiday: Mon 26 to Sun 1", "clocks go back: Sun 25", "Mischief Night: Fri 30", "sunset: 18:"):
        assert mark.split(" to ")[0] in strip
    assert "Fridays: 2, 9, 16, 23, 30" in strip


def test_a_name_in_the_calendar_is_text_and_nothing_else():
    day = {"date": pd.Timestamp(2026, 10, 2), "weekday": "Friday", "kind": "term", "named": "<script>x</script>",
           "bank_holiday": "", "clock_change": "", "sunset": ""}  # fmt: skip
    assert "<script" not in plan_controls.strip_html(pd.DataFrame([day]), "<b>October")
    assert "<b>October" not in plan_controls.strip_html(pd.DataFrame([day]), "<b>October")


def test_a_place_left_out_takes_a_reason_and_who_and_comes_back(open_plan, november, tidy):
    page = open_plan()
    first = page.dataframe[0].value["place"].iloc[0]
    place = one(page.selectbox, "Place looked at").options[1]
    assert place == f"1: {first}"
    one(page.selectbox, "Place looked at").select(november.places["place"].iloc[0]).run()
    assert page.header[0].value.replace("\\", "") == first
    one(page.button, "Leave it out").click().run()
    assert "Nobody is named whose decision it is" in says(page)[0]
    one(page.text_input, BY).set_value("tasking group").run()
    one(page.button, "Leave it out").click().run()
    assert "There is no reason" in says(page)[0]
    one(page.text_input, "Why is it left out?").set_value("a no-go area")
    one(page.button, "Leave it out").click().run()
    assert 'write "place that people avoid" for "no-go"' in says(page)[0]
    assert kept(tidy) == []
    one(page.text_input, "Why is it left out?").set_value("its own wardens are there")
    one(page.button, "Leave it out").click().run()
    assert "November 2026: 11 places." in text_of(page)
    assert page.dataframe[0].value["no"].iloc[0] == "–"
    assert "Left out: its own wardens are there" in text_of(page).replace("*", "")
    one(page.button, "Put back").click().run()
    assert "November 2026: 12 places." in text_of(page)
    assert [d["kind"] for d in kept(tidy)] == ["leave out", "take back"]


def test_names_tasks_and_requests_are_kept_and_shown(open_plan, november, tidy):
    page = open_plan()
    one(page.text_input, BY).set_value("tasking group").run()
    one(page.selectbox, "Place looked at").select(november.places["place"].iloc[0]).run()
    one(page.text_input, "What do people call it?").set_value("The Moor shops")
    one(page.button, "Keep this name").click().run()
    assert page.dataframe[0].value["place"].iloc[0] == "The Moor shops"
    one(page.text_input, "What is done").set_value("underpass lit again")
    next(t for t in page.text_input if t.label == "Why" and t.key.startswith("task")).set_value(
        "young people asked for it"
    )
    one(page.button, "Add it").click().run()
    assert "underpass lit again" in text_of(page)
    one(page.text_input, "Which agency asks?").set_value("Moor High School")
    next(t for t in page.text_input if t.label == "Why" and t.key.startswith("ask")).set_value("an open evening")
    one(page.selectbox, "Crew").select("bus")
    one(page.button, "Keep this request").click().run()
    assert "1 of the three was given" in says(page)[0]
    one(page.selectbox, "Crew").select(plan_forms.ANY_CREW)
    one(page.button, "Keep this request").click().run()
    assert not page.error, says(page)
    assert "asked for by Moor High School" in text_of(page)
    assert [d["kind"] for d in kept(tidy)] == ["name", "task", "request"]
    next(b for b in page.button if b.label == "Take back").click().run()
    assert "underpass lit again" not in text_of(page)


def test_with_no_crews_the_page_says_what_to_do(open_plan, tidy):
    (tidy / "crews.toml").write_text("", encoding="utf-8")
    page = open_plan("Plan")
    assert "No crews are named yet. Add them under Crews" in text_of(page)
    assert not page.error
    assert len(open_plan().dataframe[0].value) == 12


def test_a_source_without_hours_gives_places_and_says_why_there_are_no_times(open_plan):
    page = open_plan("Plan", **{"plan-source": "police", "plan-category": "Robbery"})
    assert "no times are planned" in text_of(page)
    assert not page.error
    assert len(open_plan(**{"plan-source": "police", "plan-category": "Robbery"}).dataframe[0].value)


def test_others_see_the_month_that_is_planned_and_no_other(open_plan):
    page = open_plan(profile="partner", **{"plan-month": "2026-03"})
    assert one(page.selectbox, "Month").options == ["November 2026"]
    assert "November" in page.dataframe[0].value["Date"].iloc[0]


def test_the_public_gets_no_timetable(open_plan):
    page = open_plan(profile="public")
    assert "The public gets maps alone" in text_of(page)
    assert not page.dataframe
    assert not page.exception


@pytest.mark.parametrize("profile", ["partner", "health"])
def test_a_protected_profile_gets_the_sessions_of_outreach_and_nothing_else(open_plan, profile):
    page = open_plan(profile=profile)
    assert not page.exception
    assert "drawn in the analyst profile" in text_of(page)
    (table,) = (frame.value for frame in page.dataframe)
    assert list(table.index) == list(range(len(table)))
    assert list(table.columns) == ["Day", "Date", "From", "To", "Crew", "Place"]
    assert set(table["Crew"]) <= {"Youth bus", "Outreach crew"}
    said = text_of(page)
    assert "olice" not in said
    assert "%" not in said
    assert not page.get("download_button")
    assert {s.label for s in page.selectbox} == {"Profile", "Month"}


def test_other_times_are_another_plan_and_stay_in_the_address(open_plan):
    page = open_plan("Plan")
    one(page.button, "Draw again with other times").click().run()
    assert page.session_state["seed"] == 2
    assert page.query_params["seed"] in ("2", ["2"])
    assert not page.exception


def two_of(plan, crew: str) -> tuple[Stop, Stop]:
    own = [s for s in plan.stops if s.crew == crew]
    first = own[0]
    return first, next(s for s in own if s.place != first.place)


def test_the_board_holds_every_stop_once_in_its_lane_and_day(november):
    rows, lanes, days = (f(november) for f in (plan_board.rows_of, plan_board.lanes_of, plan_board.days_of))
    assert len({r.id for r in rows}) == len(rows) == len(november.stops)
    assert {r.lane for r in rows} <= {lane.id for lane in lanes}
    assert len(days) == 30
    assert {r.kind for r in rows} == {"visit", "session"}


def test_a_swap_is_two_moves_in_which_each_crew_keeps_its_time(november, monkeypatch):
    monkeypatch.setattr(plan_controls, "by", lambda: "tasking group")
    a, b = two_of(november, "police-1")
    stops = {plan_board.id_of(november, s): s for s in november.stops}
    done = Action("swap", plan_board.id_of(november, a), {"card": plan_board.id_of(november, b)})
    made = plan_board.decisions_of(november, done, stops, "the school is out early")
    ids = november.places["place"]
    assert [d.kind for d in made] == ["move", "move"]
    assert [d.detail["to_place"] for d in made] == [ids.iloc[b.place], ids.iloc[a.place]]
    assert all(d.detail["from_start_min"] == d.detail["to_start_min"] for d in made)
    assert plan_board.in_words(november, done, stops).startswith("Swap the places of Police pair 1, ")


def test_what_is_no_longer_fixed_takes_back_the_decision_that_fixed_it(november, monkeypatch):
    monkeypatch.setattr(plan_controls, "by", lambda: "tasking group")
    stop = november.stops[0]
    place = november.places["place"].iloc[stop.place]
    pin = Decision("pin", "2026-11", place, "x", "y", "2026-10-20T10:00", plan_board._detail(stop))
    pinned = replace(november, decisions=(pin,))
    done = Action("unpin", plan_board.id_of(november, stop))
    stops = {plan_board.id_of(november, stop): stop}
    (back,) = plan_board.decisions_of(pinned, done, stops, "")
    assert (back.kind, back.detail["at"]) == ("take back", pin.at)
    assert plan_board.decisions_of(november, done, stops, "") == []


def test_a_map_marks_the_places_by_their_numbers(november):
    marks = plan_list.marks(november)
    assert [m.sign for m in marks] == [str(n) for n in november.places["number"]]


def test_the_files_told_are_those_of_the_profile():
    assert "tasking.docx" in plan_papers.files_of("analyst")
    assert not {"tasking.docx", "plan.xlsx"} & set(plan_papers.files_of("partner"))
    assert "outreach.docx" in plan_papers.files_of("partner")
    assert all("map" in f or f == "about.txt" for f in plan_papers.files_of("public"))
    assert not any(f.startswith("map-") for f in plan_papers.files_of("partner", plan_papers.MAPS))


def test_every_file_told_is_in_the_pack_and_downloads(november, sample_reading, sample_copy):
    reading = read_and_place(open_workspace(sample_copy))
    plan = month_plan(reading, usual_plan(reading, "2026-11"))
    for profile in PROFILES:
        files = plan_pack(plan, reading, profile)
        without = () if "map-A4.pdf" in files else plan_papers.MAPS
        assert set(plan_papers.files_of(profile, without)) <= set(files), profile
    assert set(outreach_timetable(plan)["crew"]) <= {"bus", "outreach"}
