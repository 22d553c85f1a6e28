"""The map by itself, in a real browser: marks, a group, drawing by mouse, finger and keys, quick changes."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
HOUSE = Path(__file__).resolve().parents[2]
MAP = 'iframe[title="placespace.views.hexmap.hexmap"]'
WAIT_MS = 60_000
# a changed hour must be seen within half a second of a quiet machine; tests share theirs
REPAINT_S = 1.5
APP = """
import streamlit as st
from placespace.views.server import middleware, routes
app = st.App("page.py", routes=routes(), middleware=middleware())
"""
PAGE = """
import h3, numpy as np, streamlit as st
from placespace.grid import draw_cells
from placespace.views.hexmap import LegendEntry, MapLine, Mark, hexmap, take_click, take_drawing

st.set_page_config(page_title="Map", page_icon="⬡", layout="wide")
asked, kept = st.query_params, st.session_state
middle = h3.latlng_to_cell(53.78, -3.93, 9)

@st.cache_resource
def shapes(rings):
    return draw_cells(sorted(h3.grid_disk(middle, rings)))

drawing = shapes(int(asked.get("rings", 5)))
hour = st.number_input("Hour", 0, 23, 0)
group, lines = kept.setdefault("group", set()), kept.setdefault("lines", [])
mode = st.selectbox("Draw", ["no", "line", "area"])
drawn = take_drawing("m")
lines += [drawn] if drawn else []
clicked = take_click(drawing, "m")
if clicked is not None:
    group ^= {clicked}
classes = np.random.default_rng(hour).integers(0, 3, len(drawing.cells))
lat, lng = h3.cell_to_latlng(middle)
kinds = ("open", "closed", "candidate", "chosen") if hour == 0 else ("closed", "open", "candidate", "chosen")
many = int(asked.get("marks", 4))
marks = [Mark(lat + 0.004 * (n // 4) / many, lng + 0.004 * (n % 4), f"<b>Hall {n}</b>", kinds[n % 4])
         for n in range(many)]
legend = [LegendEntry("none", "#fff", outline="#aaa"), LegendEntry("some", "#cfd8e3"), LegendEntry("hot", "#f2a33a")]
picked = hexmap(
    drawing, classes, legend=legend,
    labels=[f"Place {n}" for n in range(len(classes))], marks=marks, group=sorted(group),
    lines=[MapLine([(lat - 0.005, lng - 0.02), (lat - 0.005, lng + 0.02)], "Railway", "barrier"),
           *(MapLine(d.points, "Drawn", "practitioner") for d in lines)],
    draw=None if mode == "no" else mode, key="m",
)
st.text(f"picked {picked}; group {sorted(group)}; drawn {[(d.kind, len(d.points)) for d in lines]}; hour {hour}")
"""


@pytest.fixture(scope="module")
def app_url(tmp_path_factory):
    """Start a page with nothing but a map on it, under the app's own headers, and stop it after."""
    folder = tmp_path_factory.mktemp("map")
    for name, text in {"app.py": APP, "page.py": PAGE}.items():
        (folder / name).write_text(text, encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    options = ["--server.headless", "true", "--server.address", "127.0.0.1", "--browser.gatherUsageStats", "false"]
    path = os.pathsep.join(p for p in (str(HOUSE), os.environ.get("PYTHONPATH")) if p)
    with (folder / "log.txt").open("w") as log:
        server = subprocess.Popen(
            command + options, cwd=folder, stdout=log, stderr=subprocess.STDOUT, env=os.environ | {"PYTHONPATH": path}
        )
    address = f"http://127.0.0.1:{port}"
    try:
        end = time.monotonic() + 60
        while not _is_up(address):
            assert server.poll() is None, (folder / "log.txt").read_text()
            assert time.monotonic() < end, (folder / "log.txt").read_text()
            time.sleep(0.2)
        yield address
    finally:
        server.terminate()
        server.wait(20)
    assert "Traceback" not in (folder / "log.txt").read_text()


def _is_up(address: str) -> bool:
    try:
        return urllib.request.urlopen(f"{address}/_stcore/health", timeout=2).read() == b"ok"
    except OSError:
        return False


class Open:
    """A map opened in a browser, and the hands to use it."""

    def __init__(self, page, address: str) -> None:
        self.page = page
        page.goto(address)
        self.inside = page.frame_locator(MAP)
        self.map = self.inside.locator("#map[data-drawn-rev]")
        self.map.wait_for(timeout=WAIT_MS)
        self.settled()

    def settled(self) -> None:
        self.page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]', timeout=WAIT_MS)
        assert self.page.locator('[data-testid="stException"]').count() == 0

    def says(self, words: str) -> None:
        expect(self.page.locator('[data-testid="stText"]')).to_contain_text(words, timeout=WAIT_MS)
        self.settled()

    def next_hour(self) -> None:
        self.page.locator('[data-testid="stNumberInputStepUp"]').click()

    def asks(self, option: str) -> None:
        self.page.get_by_role("combobox", name="Draw").click()
        self.page.get_by_role("option", name=option, exact=True).click()
        bar = self.inside.locator("#drawbar")
        expect(bar).to_be_hidden(timeout=WAIT_MS) if option == "no" else expect(bar).to_be_visible(timeout=WAIT_MS)
        self.settled()

    def at(self, across: float, down: float) -> tuple[float, float]:
        """Where a place on the map is on the page, as shares of the map's width and height."""
        box = self.map.bounding_box()
        return box["x"] + across * box["width"], box["y"] + down * box["height"]

    def run(self, script: str):
        return next(f for f in self.page.frames if "hexmap" in f.url).evaluate(script)


def test_a_line_is_drawn_with_the_mouse_and_taken_once(page, app_url):
    shown = Open(page, app_url)
    shown.asks("line")
    for place in ((0.4, 0.4), (0.5, 0.6)):
        page.mouse.click(*shown.at(*place))
    expect(shown.inside.locator("#drawn")).to_contain_text("2 points, ")
    page.mouse.dblclick(*shown.at(0.6, 0.5))
    shown.says("picked None; group []; drawn [('line', 3)]")
    shown.next_hour()
    shown.says("drawn [('line', 3)]; hour 1")
    shown.asks("no")
    page.mouse.click(*shown.at(0.5, 0.5))
    shown.says("drawn [('line', 3)]")
    expect(page.locator('[data-testid="stText"]')).not_to_contain_text("picked None")


def test_an_area_is_drawn_by_keyboard_alone(page, app_url):
    shown = Open(page, app_url)
    shown.asks("area")
    for name in ("Finish", "Remove last point", "Start again"):
        expect(shown.inside.get_by_role("button", name=name)).to_be_visible()
    shown.inside.get_by_role("button", name="Start again").focus()
    page.keyboard.press("Tab")
    says = shown.inside.locator("#drawn")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(says).to_have_text("An area needs 3 points or more; there is 1.")
    for key in ("ArrowRight", "ArrowRight", "Space", "ArrowDown", "ArrowDown", "Space", "Space"):
        page.keyboard.press(key)
    expect(says).to_contain_text("3 points, ")
    expect(shown.inside.locator("#cell")).to_contain_text("Place ")
    page.keyboard.press("Backspace")
    expect(says).to_contain_text("2 points, ")
    page.keyboard.press("Escape")
    expect(says).to_have_text("Started again: no points yet.")
    for key in ("Space", *["ArrowLeft"] * 4, "Space", *["ArrowUp"] * 4, "Space", "Enter"):
        page.keyboard.press(key)
    shown.says("picked None; group []; drawn [('area', 3)]")


def test_cells_go_in_the_group_and_out_of_it_by_click_and_by_enter(page, app_url):
    shown = Open(page, app_url)
    page.mouse.click(*shown.at(0.5, 0.5))
    expect(page.locator('[data-testid="stText"]')).to_contain_text(re.compile(r"picked (\d+); group \[\1\]"))
    shown.settled()
    expect(shown.inside.get_by_text("in the group", exact=True)).to_be_visible()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator('[data-testid="stText"]')).to_contain_text(re.compile(r"group \[\d+, \d+\]"))
    shown.settled()
    page.keyboard.press("Enter")
    expect(page.locator('[data-testid="stText"]')).to_contain_text(re.compile(r"group \[\d+\]"))


def test_marks_are_named_as_text_and_a_change_of_them_leaves_the_view_alone(page, app_url):
    shown = Open(page, app_url)
    legend = shown.inside.locator("#legend")
    for words in ("session open at the hour shown", "session not open then", "candidate venue", "proposed session"):
        expect(legend.get_by_text(words, exact=True)).to_be_visible()
    listed = shown.inside.locator("#marked li")
    assert listed.all_inner_texts()[:2] == [
        "<b>Hall 0</b> (session open at the hour shown)",
        "<b>Hall 1</b> (session not open then)",
    ]
    page.mouse.move(*shown.at(0.5, 0.5))
    expect(shown.inside.locator(".cell-tip")).to_contain_text("<b>Hall 0</b> (session open at the hour shown)Place ")
    shown.inside.get_by_role("button", name="Zoom in").click()
    page.wait_for_timeout(600)
    before = shown.inside.locator(".leaflet-control-scale-line").inner_text()
    rev = shown.map.get_attribute("data-drawn-rev")
    shown.next_hour()
    shown.inside.locator(f'#map:not([data-drawn-rev="{rev}"])').wait_for(timeout=WAIT_MS)
    assert listed.first.inner_text() == "<b>Hall 0</b> (session not open then)"
    assert shown.inside.locator(".leaflet-control-scale-line").inner_text() == before


def test_ten_thousand_cells_and_five_hundred_marks_repaint_quickly_and_fetch_nothing_again(page, app_url):
    fetched = []
    page.on("request", lambda r: fetched.append(r.url) if "/kept/" in r.url else None)
    shown = Open(page, f"{app_url}/?rings=57&marks=500")
    assert shown.map.get_attribute("aria-label") == "Map of 9,919 cells"
    first, took = len(fetched), []
    for _ in range(3):
        rev = shown.map.get_attribute("data-drawn-rev")
        start = time.perf_counter()
        shown.next_hour()
        shown.inside.locator(f'#map:not([data-drawn-rev="{rev}"])').wait_for(timeout=WAIT_MS)
        took.append(time.perf_counter() - start)
        shown.settled()
    assert min(took) < REPAINT_S, took
    assert len(fetched) == first == 2


def test_what_the_server_no_longer_keeps_is_sent_with_the_rest(browser, app_url):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.route("**/kept/*", lambda route: route.fulfill(status=404, body=""))
    shown = Open(context.new_page(), app_url)
    assert shown.map.get_attribute("aria-label") == "Map of 91 cells"
    context.close()


def test_on_a_phone_taps_draw_a_line_and_the_page_is_no_wider(browser, app_url):
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    shown = Open(context.new_page(), app_url)
    shown.asks("line")
    expect(shown.inside.locator("#drawhelp")).to_have_text("Draw a line: tap to add points, then Finish.")
    shown.map.scroll_into_view_if_needed()
    for number, place in enumerate(((0.3, 0.3), (0.6, 0.4)), 1):
        shown.page.touchscreen.tap(*shown.at(*place))
        expect(shown.inside.locator("#drawn")).to_contain_text(f"{number} point")
    shown.inside.get_by_role("button", name="Finish").tap()
    shown.says("drawn [('line', 2)]")
    assert shown.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert shown.run("document.documentElement.scrollWidth <= window.innerWidth")
    context.close()
