"""The list of provision and the calendar, put right on their pages: kept, taken back, and used again."""

from __future__ import annotations

import datetime
import time

import pytest

from tests.views.test_screens import text_of

HEAD = "Activity,Venue,When,Ages,Provider,Latitude,Longitude\n"
LIST = HEAD + (
    "Music room,Larkstead Pavilion,Tuesday evening,11-18,Loud Bay,53.79225,-3.92410\n"
    "Summer kicks,Saltgate Youth Centre,Friday night (1 May 2026 to 31 August 2026),13-19,Kicks,53.80294,-3.95800\n"
    "Open access club,Saltgate Youth Centre,Mon 7-9pm,13-19,Youth Service,53.80294,-3.95800\n"
)
HOSTILE = (
    '"=HYPERLINK(""http://evil.example"")","![x](https://evil.example/p.png) <b>Hall</b>",Fri evening **now**,13-19,'
    "x,53.76,-3.91\n"
)
PAGE_S = 8
"""A long list must be on the page within seconds, on a machine that runs other tests beside."""


@pytest.fixture
def listed(borough):
    """Put a list in the borough, and take it and what was corrected away again."""
    folder = borough / "geodata"

    def put(text: str, name: str = "youth_provision_spring.csv") -> None:
        for old in (folder / "raw").glob("youth_provision*"):
            old.unlink()
        (folder / "raw" / name).write_text(text, encoding="utf-8")

    yield put
    for path in [*(folder / "raw").glob("youth_provision*"), folder / "provision_corrections.csv"]:
        path.unlink(missing_ok=True)


def one(widgets, label: str):
    """Return the widget with a label."""
    return next(w for w in widgets if w.label == label)


def put_right(page, start: str, end: str, by: str = "duty desk") -> None:
    one(page.text_input, "From").input(start)
    one(page.text_input, "To").input(end)
    one(page.text_input, "Who says so (role or team, not a name)").input(by)
    one(page.button, "Keep this reading").click().run()


def test_a_line_is_put_right_and_the_next_that_waits_is_shown(open_page, listed):
    listed(LIST)
    page = open_page("provision")
    assert "3 lines: 2 wait to be looked at, 1 was read" in text_of(page)
    assert "Row 2: Music room at Larkstead Pavilion" in text_of(page)
    put_right(page, "18:00", "18:00")
    assert "A session must last" in text_of(page)
    put_right(page, "18:00", "20:00")
    assert "3 lines: 1 waits to be looked at, 1 was read, 1 corrected" in text_of(page)
    assert "Row 3: Summer kicks" in text_of(page)


def test_a_season_that_was_read_stays_when_the_times_are_put_right(open_page, listed, borough):
    listed(LIST)
    page = open_page("provision")
    one(page.selectbox, "Line to look at").select_index(1).run()
    put_right(page, "19:00", "21:00")
    kept = (borough / "geodata" / "provision_corrections.csv").read_text("utf-8")
    assert "2026-05-01" in kept
    assert "2026-08-31" in kept


def test_a_line_is_left_out_with_a_reason_and_taken_back(open_page, listed):
    listed(LIST)
    page = open_page("provision")
    one(page.text_input, "Who says so (role or team, not a name)").input("duty desk")
    one(page.button, "Leave this line out").click().run()
    assert "'reason' must say why" in text_of(page)
    one(page.text_input, "Reason or note").input("it has closed")
    one(page.button, "Leave this line out").click().run()
    assert "1 left out" in text_of(page)
    one(page.get("button_group"), "Show").set_value("All lines").run()
    one(page.button, "Go back to how it was read").click().run()
    assert "2 wait to be looked at, 1 was read" in text_of(page)


def test_what_was_put_right_is_used_again_when_the_list_comes_next_time(open_page, listed):
    listed(LIST)
    put_right(open_page("provision"), "18:00", "20:00")
    # another file, its lines in another order, one of them new
    head, *lines = LIST.splitlines()
    listed("\n".join([head, "Chess,Library,Sat 2pm-4pm,8-12,Lib,53.79,-3.95", *lines[::-1]]), "youth_provision_may.csv")
    assert "4 lines: 1 waits to be looked at, 2 were read, 1 corrected" in text_of(open_page("provision"))


def test_venues_that_could_be_let_are_put_right_too_and_asked_no_ages(open_page, listed, borough):
    page = open_page("provision")
    one(page.get("button_group"), "List").set_value("candidate_venues").run()
    assert "venues have a place and hours they can be had" in text_of(page)
    assert "From age" not in [n.label for n in page.number_input]
    waits = page.dataframe[0].value
    one(page.selectbox, "Line to look at").select_index(len(waits) - 1).run()
    one(page.text_input, "From").input("17:00")
    one(page.text_input, "To").input("21:00")
    page.selectbox(key=next(s.key for s in page.selectbox if s.label == "Day")).select("Friday")
    same = one(page.selectbox, "Same place as")
    same.select(same.options[1])
    one(page.text_input, "Who says so (role or team, not a name)").input("duty desk")
    one(page.button, "Keep this reading").click().run()
    assert not page.error
    assert "1 corrected" in text_of(page)


def test_what_a_list_says_is_shown_as_text(open_page, listed):
    listed(HEAD + HOSTILE)
    page = open_page("provision")
    shown = [m.value for m in [*page.header, *page.markdown] if "evil" in m.value or "now" in m.value]
    assert shown
    assert not any("](" in s or "://" in s or "<b>" in s or " **now" in s for s in shown)


def test_two_thousand_lines_are_shown_within_seconds(open_page, listed):
    lines = [f"Club {n},Hall {n % 700},Friday (Alternative Fridays),11-16,p,53.7{n % 90 + 10},-3.9{n % 80 + 10}"
             for n in range(2000)]  # fmt: skip
    listed(HEAD + "\n".join(lines))
    page = open_page("provision")
    start = time.perf_counter()
    page.run()
    assert time.perf_counter() - start < PAGE_S
    assert "2,000 lines: 2,000 wait" in text_of(page)


def add_dates(page, name: str, first: str | None, last: str | None) -> None:
    one(page.text_input, "Name").input(name)
    for label, day in (("First day", first), ("Last day", last)):
        if day:
            one(page.date_input, label).set_value(datetime.date.fromisoformat(day))
    one(page.button, "Add these dates").click().run()


def test_dates_are_added_to_the_calendar_once_and_wrong_ones_are_refused(open_page, borough):
    calendar = borough / "geodata" / "calendar.csv"
    before = calendar.read_text("utf-8")
    try:
        page = open_page("data")
        add_dates(page, "Beach weekend", "2027-08-07", None)
        assert "One is empty" in text_of(page)
        add_dates(page, "Beach weekend", "2027-08-07", "2027-08-01")
        assert "before it starts" in text_of(page)
        assert calendar.read_text("utf-8") == before
        add_dates(page, "Beach weekend", "2027-08-07", "2027-08-09")
        assert "'Beach weekend' is kept." in text_of(page)
        page.run()
        assert calendar.read_text("utf-8").count("Beach weekend") == 1
        assert len(calendar.read_text("utf-8").splitlines()) == len(before.splitlines()) + 1
    finally:
        calendar.write_text(before, encoding="utf-8")
