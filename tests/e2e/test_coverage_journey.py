"""Who is there, in a real browser: a barrier drawn and kept, a gap looked at, a group of cells, files, a calendar."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import expect

from tests.e2e.test_journey import MAP, WAIT_MS, choose, go, map_drawn, pick, settled
from tests.e2e.test_siting_journey import fill, settled_with_error

pytestmark = pytest.mark.browser
SHARE = re.compile(r"Nobody is there for (\d+\.\d)%; before, for (\d+\.\d)%")
ROW_PX = 35
"""Height of a row of a table, and of its heading."""


def at(page, across: float, down: float) -> tuple[float, float]:
    """Where a place on the map is on the page, as shares of the map's width and height."""
    shown = page.frame_locator(MAP).last.locator("#map")
    shown.scroll_into_view_if_needed()
    box = shown.bounding_box()
    return box["x"] + across * box["width"], box["y"] + down * box["height"]


def switch(page, label: str) -> None:
    """Switch something on or off as a person would."""
    page.locator('[data-testid="stCheckbox"]', has_text=label).locator("label").first.click(position={"x": 12, "y": 12})
    settled(page)


def tick(page, table: str, row: int) -> None:
    """Tick a row of a table, the first being 0; tables are drawn on a canvas."""
    grid = page.locator(f'[data-testid="stDataFrame"][aria-label="{table}"], [aria-label="{table}"] canvas').first
    grid.scroll_into_view_if_needed()
    box = grid.bounding_box()
    page.mouse.click(box["x"] + 17, box["y"] + ROW_PX * (row + 1.5))
    settled(page)


def test_a_barrier_that_is_drawn_and_kept_leaves_fewer_reached_until_it_is_taken_away(page, app_url, borough):
    page.goto(f"{app_url}/coverage")
    settled(page)
    map_drawn(page)
    switch(page, "Draw a barrier")
    frame = page.frame_locator(MAP).last
    expect(frame.locator("#drawbar")).to_be_visible(timeout=WAIT_MS)
    try:
        for place in ((0.15, 0.28), (0.5, 0.33)):
            page.mouse.click(*at(page, *place))
        page.mouse.dblclick(*at(page, 0.8, 0.38))
        expect(page.get_by_text("A line of 3 points was drawn")).to_be_visible(timeout=WAIT_MS)
        page.get_by_role("button", name="Keep this barrier").click()
        settled_with_error(page, "no name")
        fill(page, "Name", "the ring road")
        fill(page, "Who said so (role or team, not a name)", "youth service duty desk")
        page.get_by_role("button", name="Keep this barrier").click()
        said = page.get_by_text(SHARE)
        expect(said).to_be_visible(timeout=WAIT_MS)
        settled(page)
        after, before = map(float, SHARE.search(said.inner_text()).groups())
        assert after > before
        expect(frame.get_by_text("barrier to walking", exact=True)).to_be_visible()
        expect(frame.locator("#drawbar")).to_be_hidden()

        page.get_by_role("tab", name="Barriers").click()
        pick(page, "Take one away", "the ring road")
        settled(page)
        page.get_by_role("button", name="Take it away").click()
        expect(page.get_by_text(re.compile(rf"taken away.*for {before}%; before, for {after}%"))).to_be_visible(
            timeout=WAIT_MS
        )
        expect(frame.get_by_text("barrier to walking", exact=True)).to_be_hidden()
    finally:
        (Path(borough) / "geodata" / "barriers.geojson").unlink(missing_ok=True)


def test_a_gap_that_is_ticked_is_shown_on_the_map_and_the_files_open(page, app_url):
    page.goto(f"{app_url}/coverage")
    settled(page)
    drawn = map_drawn(page)
    tick(page, "Places and hours where nobody is there", 1)
    map_drawn(page, unlike=drawn)
    expect(page.get_by_role("combobox", name="Day on the map")).to_have_value("Friday", timeout=WAIT_MS)
    expect(page.get_by_role("combobox", name="Hour")).to_have_value("23:00")
    expect(page.frame_locator(MAP).last.locator("#note")).to_have_text("Friday 23:00-00:00")

    page.locator('[data-testid="stVegaLiteChart"]').first.hover()
    expect(page.get_by_role("button", name="Show data")).to_be_attached()
    expect(page.get_by_role("button", name=re.compile("Download as|Copy Vega"))).to_have_count(0)
    page.get_by_role("tab", name="Take away").click()
    with page.expect_download(timeout=WAIT_MS) as taken:
        page.get_by_role("button", name="Cover grid (Excel)").click()
    sheets = openpyxl.load_workbook(io.BytesIO(Path(taken.value.path()).read_bytes())).sheetnames
    assert {"Cover grid", "Nobody there"} <= set(sheets)
    with page.expect_download(timeout=WAIT_MS) as taken:
        page.get_by_role("button", name="Gap cells (GeoPackage and csv)").click()
    with zipfile.ZipFile(taken.value.path()) as pack:
        assert sorted(pack.namelist()) == ["about.txt", "gaps.csv", "gaps.gpkg"]


def test_what_is_asked_goes_along_to_the_next_page_and_back(page, app_url):
    page.goto(f"{app_url}/coverage")
    settled(page)
    choose(page, "To be reached", "Young people")
    choose(page, "Walk", "20 minutes")
    expect(page.get_by_text(re.compile(r"\d+% of young people's hours"))).to_be_visible(timeout=WAIT_MS)
    go(page, "Siting")
    expect(page.get_by_role("combobox", name="To be reached")).to_have_value("Young people")
    go(page, "Coverage")
    expect(page.get_by_role("combobox", name="Walk")).to_have_value("20 minutes")


def test_no_kind_of_session_chosen_is_said_and_mended_in_place(page, app_url):
    page.goto(f"{app_url}/siting")
    settled(page)
    page.get_by_text("Ages, kinds of session, and how hours are worked out").click()
    kinds = page.locator('[data-testid="stMultiSelect"]', has_text="Kinds of session that count")
    kinds.get_by_role("button", name="Clear all").click()
    settled_with_error(page, "None was chosen. Choose at least one")
    kinds.get_by_role("combobox").click()
    page.get_by_role("option", name="open access", exact=True).click()
    expect(page.get_by_text(re.compile(r"In term, \d+% of the harm expected"))).to_be_visible(timeout=WAIT_MS)
    settled(page)


def test_a_hexagon_that_is_chosen_goes_in_the_group_and_out_of_it(page, app_url):
    page.goto(f"{app_url}/when")
    settled(page)
    map_drawn(page)
    whole = page.get_by_text("473 events over 39.0 weeks")
    expect(whole).to_be_visible()
    page.mouse.click(*at(page, 0.58, 0.72))
    said = page.get_by_text(re.compile(r"^1 cell: ")).first
    expect(said).to_be_visible(timeout=WAIT_MS)
    expect(page.get_by_role("combobox", name="Place")).to_have_value("Cells chosen on the map")
    settled(page)
    page.mouse.click(*at(page, 0.48, 0.5))
    expect(page.get_by_text(re.compile(r"^2 cells: ")).first).to_be_visible(timeout=WAIT_MS)
    settled(page)
    page.mouse.click(*at(page, 0.48, 0.5))
    expect(said).to_be_visible(timeout=WAIT_MS)
    settled(page)
    page.get_by_role("button", name="Back to the whole area").click()
    expect(whole).to_be_visible(timeout=WAIT_MS)
    settled(page)
    switch(page, "Draw round cells on the map")
    expect(page.frame_locator(MAP).last.locator("#drawbar")).to_be_visible(timeout=WAIT_MS)
    for place in ((0.45, 0.4), (0.55, 0.4)):
        page.mouse.click(*at(page, *place))
    page.mouse.dblclick(*at(page, 0.5, 0.6))
    expect(page.get_by_text(re.compile(r"^\d\d+ cells: ")).first).to_be_visible(timeout=WAIT_MS)
    settled(page)
