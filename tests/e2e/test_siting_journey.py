"""An analyst's day on where to open, in a real browser: import, correct, see the gap, try, choose, export."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import expect

from tests.e2e.test_journey import WAIT_MS, go, map_drawn, pick, settled

pytestmark = pytest.mark.browser
LIST = """Activity,Venue,When,Ages,Provider,Contact,Notes,Postcode,Latitude,Longitude
Youth club,Kelder Moor Community Centre,Tues & Thurs 6-8 term time only,11-16,Youth,Sam 07700 900725,,,53.76123,-3.90781
Open access club,Saltgate Youth Centre,Mon 7-9pm; Fri 6.30pm-9.30pm,13-19,Youth Service,,,,53.80294,-3.95800
Music room,Larkstead Pavilion,Tuesday evening,11-18,Loud Bay,,,,53.79225,-3.92410
Allotment project,Sandpit Allotments,Sun 2pm,any,Grow Fairhythe,,,,53.78479,-3.96823
"""


def fill(page, label: str, text: str) -> None:
    """Type into a field as a person would."""
    field = page.get_by_label(label, exact=True).first
    field.fill(text)
    field.press("Tab")


def look_at(page, line: str) -> None:
    """Choose the line of the list to look at, unless it is the one shown already."""
    shown = page.get_by_role("heading", level=2, name=re.compile(line))
    if shown.count() == 0:
        pick(page, "Line to look at", re.compile(line))
    expect(shown).to_be_visible(timeout=WAIT_MS)
    settled(page)


def put_right(page, line: str, day: str | None, start: str, end: str) -> None:
    """Put one line right."""
    look_at(page, line)
    if day:
        pick(page, "Day", day)
    fill(page, "From", start)
    fill(page, "To", end)
    fill(page, "Who says so (role or team, not a name)", "youth service duty desk")
    page.get_by_role("button", name="Keep this reading").click()
    settled(page)


def test_from_a_list_to_a_choice_that_is_kept(page, app_url, borough, tmp_path):
    listed = tmp_path / "youth_provision_spring.csv"
    listed.write_text(LIST, encoding="utf-8")
    page.goto(f"{app_url}/data")
    settled(page)
    page.locator('input[type="file"]').set_input_files(str(listed))
    page.get_by_role("button", name="Read them").click()
    settled(page)
    try:
        expect(page.get_by_text(re.compile("taken in as Youth provision"))).to_be_visible(timeout=WAIT_MS)

        go(page, "Provision")
        expect(page.get_by_text(re.compile("4 lines: 2 wait to be looked at"))).to_be_visible()
        put_right(page, "Music room", None, "18:00", "20:30")
        expect(page.get_by_text(re.compile("4 lines: 1 waits"))).to_be_visible(timeout=WAIT_MS)
        put_right(page, "Allotment", None, "14:00", "16:00")
        expect(page.get_by_text(re.compile("2 corrected"))).to_be_visible(timeout=WAIT_MS)

        go(page, "Coverage")
        map_drawn(page)
        expect(page.get_by_text(re.compile(r"In term, \d+% of the harm expected has no open session"))).to_be_visible()
        expect(page.get_by_role("combobox", name="Day on the map")).to_have_value("Thursday")

        go(page, "Siting")
        map_drawn(page)
        expect(page.get_by_text(re.compile("No plan reaches more|proved|best", re.I)).first).to_be_visible(
            timeout=WAIT_MS
        )
        expect(page.get_by_text(re.compile(r"A: Kelder Moor .*Thursday 20:00-22:00")).first).to_be_visible()
        page.get_by_text(re.compile(r"^B: ")).click()
        fill(page, "Whose choice (role or team, not a name)", "head of youth service")
        page.get_by_role("button", name="Keep this choice").click()
        settled_with_error(page, "needs a reason")
        fill(page, "Reason (needed when it is not the first proposed)", "the hall has no step-free door yet")
        page.get_by_role("button", name="Keep this choice").click()
        expect(page.get_by_text("Kept.", exact=True)).to_be_visible(timeout=WAIT_MS)
        kept = [json.loads(x) for x in (Path(borough) / "geodata" / "siting_choices.jsonl").read_text().splitlines()]
        assert kept[-1]["by"] == "head of youth service"
        assert kept[-1]["chosen"] != kept[-1]["first"]

        page.get_by_role("tab", name="Take away").click()
        with page.expect_download(timeout=WAIT_MS) as taken:
            page.get_by_role("button", name="Cover grid (Excel)").click()
        assert "Cover grid" in openpyxl.load_workbook(io.BytesIO(Path(taken.value.path()).read_bytes())).sheetnames
        go(page, "Provision")
        with page.expect_download(timeout=WAIT_MS) as taken:
            page.get_by_role("button", name="Cleaned list (csv)").click()
        rows = list(csv.reader(io.StringIO(Path(taken.value.path()).read_text("utf-8-sig"))))
        assert not any("07700" in cell for row in rows for cell in row)
        assert sum("Music room" in row for row in rows) == 1
    finally:
        for path in (Path(borough) / "geodata" / "raw").glob("youth_provision*"):
            path.unlink()
        (Path(borough) / "geodata" / "provision_corrections.csv").unlink(missing_ok=True)


def settled_with_error(page, says: str) -> None:
    """Wait until the page says what must be mended."""
    expect(page.get_by_text(re.compile(says)).first).to_be_visible(timeout=WAIT_MS)


def test_hours_of_a_group_of_cells(page, app_url):
    page.goto(f"{app_url}/when")
    settled(page)
    expect(page.get_by_role("heading", name="Term", exact=True)).to_be_visible(timeout=WAIT_MS)
    expect(page.get_by_text(re.compile("No hours in: police"))).to_be_visible()
    # the list is long: what is not in sight is not there
    page.get_by_role("combobox", name="Place").fill("Kelder Moor")
    page.get_by_role("option", name="Kelder Moor", exact=True).click()
    settled(page)
    expect(page.get_by_text(re.compile(r"^\d+ cells: Kelder Moor\.$")).first).to_be_visible()
    expect(page.get_by_text(re.compile("Few events, so the same again")).first).to_be_visible()


def test_the_pages_fit_a_phone(phone, app_url):
    for name in ("when", "coverage", "siting", "provision"):
        phone.goto(f"{app_url}/{name}")
        settled(phone)
        wide = phone.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{name} is {wide} px too wide"
