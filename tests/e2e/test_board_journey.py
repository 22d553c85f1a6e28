"""The plan board by itself, in a real browser: dragging, the menu, the keys, a phone, hostile words, paper."""

from __future__ import annotations

import os
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
BOARD = 'iframe[title="placespace.views.board.board"]'
WAIT_MS = 60_000
NASTY = "<img src=x onerror=document.title='run'>"
APP = """
import streamlit as st
from placespace.views.server import middleware, routes
app = st.App("page.py", routes=routes(), middleware=middleware())
"""
PAGE = f"""
from dataclasses import replace
from datetime import date
import streamlit as st
from placespace.views.board import BoardDay, BoardRow, Lane, board, take_action

st.set_page_config(page_title="Plan", page_icon="⬡", layout="wide")
days = [BoardDay(date(2026, 10, d), ("Halloween",) if d == 31 else (), "16:40") for d in range(1, 32)]
lanes = [Lane("pair-1", "Police pair 1", out={{day.date: "18:00-02:00" for day in days}}), Lane("bus-1", "Youth bus")]
places = [("p1", "Saltgate"), ("p2", "North Park"), ("p3", {NASTY!r})]
if "rows" not in st.session_state:
    st.session_state.update(count=0, last=None, rows=[
        BoardRow("a", "pair-1", date(2026, 10, 1), 1090, 1105, "p1", "Saltgate"),
        BoardRow("b", "pair-1", date(2026, 10, 1), 1530, 1545, "p2", "North Park"),
        BoardRow("c", "bus-1", date(2026, 10, 2), 1020, 1140, "p3", {NASTY!r}, "session", "asked for", {NASTY!r}),
        BoardRow("d", "pair-1", date(2026, 10, 6), 1100, 1115, "p1", "Saltgate"),
    ])
kept = st.session_state
done = take_action("b")
if done:
    kept.count, kept.last = kept.count + 1, done
    if done.kind in ("pin", "unpin"):
        mark = "pinned" if done.kind == "pin" else ""
        kept.rows = [replace(row, fixed=mark) if row.id == done.card else row for row in kept.rows]
    if done.kind == "drop":
        kept.rows = [row for row in kept.rows if row.id != done.card]
waiting = kept.last if kept.last and kept.last.kind in ("move", "swap") else None
look = "look" in st.query_params
board(kept.rows, days, lanes, places=places, key="b", waiting=waiting, marking="" if look else "OFFICIAL-SENSITIVE",
      editable=not look)
st.button("Again")
last = kept.last
st.text(f"{{kept.count}}: " + (f"{{last.kind}} {{last.card}} {{dict(last.to)}}" if last else "nothing"))
"""


@pytest.fixture(scope="module")
def app_url(tmp_path_factory):
    """Start a page with nothing but a board on it, under the app's own headers, and stop it after."""
    folder = tmp_path_factory.mktemp("board")
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
    """A board opened in a browser, and the hands to use it."""

    def __init__(self, page, address: str) -> None:
        self.page = page
        page.goto(address)
        self.inside = page.frame_locator(BOARD)
        self.inside.locator("#table[data-rev]").wait_for(timeout=WAIT_MS)
        self.settled()

    def settled(self) -> None:
        self.page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]', timeout=WAIT_MS)
        assert self.page.locator('[data-testid="stException"]').count() == 0

    def says(self, words: str) -> None:
        expect(self.page.locator('[data-testid="stText"]')).to_have_text(words, timeout=WAIT_MS)
        self.settled()

    def card(self, name: str):
        return self.inside.locator(f'#table .card[data-id="{name}"]')

    def button(self, name: str):
        return self.inside.get_by_role("button", name=name, exact=True)

    def cell(self, band: str, day: int):
        return self.inside.locator(f'td[data-band="{band}"][data-day="2026-10-{day:02}"]')

    def lift(self, card, to, drop: bool = True) -> None:
        """Drag a card to the middle of something."""
        start, end = card.bounding_box(), to.bounding_box()
        self.page.mouse.move(start["x"] + 10, start["y"] + 8)
        self.page.mouse.down()
        self.page.mouse.move(start["x"] + 30, start["y"] + 14, steps=3)
        self.page.mouse.move(end["x"] + end["width"] / 2, end["y"] + end["height"] / 2, steps=4)
        if drop:
            self.page.mouse.up()

    def run(self, script: str):
        return next(f for f in self.page.frames if "views.board" in f.url).evaluate(script)


def test_a_stop_dragged_onto_another_asks_to_swap_them_once_and_changes_nothing_itself(page, app_url):
    shown = Open(page, app_url)
    shown.lift(shown.card("a"), shown.card("c"))
    shown.says("1: swap a {'card': 'c'}")
    expect(shown.inside.locator("#status")).to_contain_text("Asked: swap 18:10 Saltgate, Thu 1 with 17:00 <img")
    expect(shown.cell("pair-1", 1).locator(".card")).to_have_count(2)
    expect(shown.inside.locator(".card.waiting")).to_have_count(2)
    page.get_by_role("button", name="Again").click()
    shown.settled()
    shown.says("1: swap a {'card': 'c'}")


def test_a_stop_dragged_to_a_day_of_another_row_keeps_its_clock_time(page, app_url):
    shown = Open(page, app_url)
    shown.lift(shown.card("a"), shown.cell("bus-1", 3), drop=False)
    expect(shown.inside.locator(".ghost p")).to_have_text("Move to Sat 3, 18:10, Youth bus")
    page.mouse.up()
    shown.says("1: move a {'day': '2026-10-03', 'lane': 'bus-1', 'place': 'p1', 'start_min': 1090}")


def test_a_drag_can_be_let_go_and_turns_the_week_over_its_button(page, app_url):
    shown = Open(page, app_url)
    shown.lift(shown.card("a"), shown.cell("pair-1", 3), drop=False)
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(shown.inside.locator(".ghost")).to_have_count(0)
    shown.lift(shown.card("a"), shown.inside.locator('#weeks [data-week="1"]').first, drop=False)
    expect(shown.card("d")).to_be_visible()
    end = shown.cell("pair-1", 7).bounding_box()
    page.mouse.move(end["x"] + 30, end["y"] + 10, steps=3)
    page.mouse.up()
    shown.says("1: move a {'day': '2026-10-07', 'lane': 'pair-1', 'place': 'p1', 'start_min': 1090}")


def test_by_keyboard_a_stop_is_found_and_pinned_and_keeps_the_focus(page, app_url):
    shown = Open(page, app_url)
    shown.card("a").focus()
    for key, at in (("ArrowDown", "b"), ("ArrowRight", "d"), ("ArrowLeft", "a"), ("PageDown", "d")):
        page.keyboard.press(key)
        expect(shown.card(at)).to_be_focused()
    page.keyboard.press("Enter")
    expect(shown.button("Pin")).to_be_focused()
    page.keyboard.press("Escape")
    expect(shown.card("d")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    shown.says("1: pin d {}")
    expect(shown.card("d")).to_have_accessible_name(
        "18:20 Saltgate until 18:35; visit by Police pair 1; Tuesday 6 October; pinned"
    )
    expect(shown.card("d")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    shown.says("2: unpin d {}")


def test_by_menu_a_stop_is_dropped_swapped_and_moved(page, app_url):
    shown = Open(page, app_url)
    shown.card("b").click()
    shown.button("Drop").click()
    shown.says("1: drop b {}")
    expect(shown.card("b")).to_have_count(0)
    shown.card("a").click()
    shown.button("Swap with…").click()
    expect(shown.inside.locator("#asked")).to_contain_text("Swap 18:10 Saltgate, Thu 1 with which?")
    page.keyboard.press("Escape")
    expect(shown.inside.locator("#asking")).to_be_hidden()
    shown.card("a").click()
    shown.button("Swap with…").click()
    shown.inside.get_by_role("button", name="Next week").click()
    shown.card("d").click()
    shown.says("2: swap a {'card': 'd'}")
    shown.card("d").click()
    shown.button("Move…").click()
    shown.button("Move").click()
    expect(shown.inside.get_by_role("alert")).to_have_text("Nothing is different yet.")
    shown.inside.get_by_label("From", exact=True).fill("half one")
    shown.button("Move").click()
    expect(shown.inside.get_by_role("alert")).to_have_text("Give a time such as 18:10.")
    shown.inside.get_by_label("From", exact=True).fill("01:30")
    shown.inside.get_by_label("Day", exact=True).select_option("Saturday 31 October")
    shown.inside.get_by_label("Place", exact=True).select_option("North Park")
    shown.button("Move").click()
    shown.says("3: move d {'day': '2026-10-31', 'lane': 'pair-1', 'place': 'p2', 'start_min': 1530}")


def test_words_are_shown_as_text_whatever_is_in_them(page, app_url):
    shown = Open(page, app_url)
    expect(shown.card("c")).to_contain_text(NASTY)
    shown.card("c").click()
    expect(shown.inside.locator("#menu")).to_contain_text(f"Asked for by {NASTY}")
    shown.button("Close").click()
    shown.button("By place").click()
    expect(shown.inside.locator(".lane").nth(2)).to_have_text(NASTY)
    shown.run("window.print = () => {}")
    shown.button("Print month").click()
    assert shown.run("document.querySelectorAll('img').length") == 0
    assert shown.run("document.title") == "Plan board"
    printed = shown.run("document.getElementById('paper').textContent")
    assert printed.count("OFFICIAL-SENSITIVE") == 2
    assert printed.count("Police pair 1") == 3


def test_a_board_that_is_only_looked_at_and_has_no_marking_offers_nothing_to_do(page, app_url):
    shown = Open(page, f"{app_url}/?look=1")
    expect(shown.button("Print month")).to_be_hidden()
    shown.lift(shown.card("a"), shown.card("c"))
    expect(shown.inside.locator(".ghost")).to_have_count(0)
    shown.card("a").click()
    expect(shown.inside.locator("#menu button")).to_have_count(1)
    shown.says("0: nothing")


def test_on_a_phone_one_day_is_shown_and_taps_do_all(browser, app_url):
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    shown = Open(context.new_page(), app_url)
    expect(shown.inside.locator("thead th")).to_have_count(1)
    shown.button("Fri 2").tap()
    expect(shown.inside.locator("thead .day")).to_have_text("Fri 2")
    shown.card("c").tap()
    shown.button("Unpin").tap()
    shown.says("1: unpin c {}")
    shown.inside.get_by_role("button", name="Next week").tap()
    expect(shown.inside.locator("thead .day")).to_have_text("Mon 5")
    assert shown.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert shown.run("document.documentElement.scrollWidth <= window.innerWidth")
    context.close()
