"""Time what a person waits for, in a real browser: the first page with its map, and a changed control."""

from __future__ import annotations

import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.open_sea import CATEGORIES, open_sea
from benchmarks.real_area import HOUSE
from benchmarks.timing import Result, Skipped

MAP_PAGE = "/hot-spots"
CONTROL = "Category"
COVERAGE_PAGE = "/coverage"
COVERAGE_CHANGES = (
    ("Walk", "10 minutes"),
    ("Walk", "20 minutes"),
    ("Walk", "35 minutes"),
    ("Weeks", "School holidays"),
    ("Walk", "10 minutes"),
    ("Walk", "20 minutes"),
    ("Weeks", "Summer holiday"),
    ("Walk", "15 minutes"),
)
MAP_FRAME = 'iframe[title*="hexmap"]'
DRAWN = """before => {
  const map = document.getElementById("map");
  return map?.dataset.drawnRev && map.dataset.drawnRev !== before;
}"""
SAID = "() => [...document.querySelectorAll('strong')].map(one => one.textContent).join()"
IDLE = '[data-testid="stApp"][data-test-script-state="notRunning"]'
FIRST_S, CHANGE_S = 3.0, 1.0
VISITS, CHANGES = 5, 10
PATIENCE_S = 60.0
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]
EMPTY = 'import streamlit as st\n\nst.title("Empty")\n'


def compare() -> Iterator[Result]:
    """Yield the lines: the first page of a warm server beside an empty Streamlit page, and a changed control."""
    if not (HOUSE / "app.py").is_file():
        raise Skipped("there is no app.py")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError as absent:
        raise Skipped("playwright is not installed") from absent
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not program:
        raise Skipped("there is no Chromium (set CHROMIUM)")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        base = Path(folder)
        sea = open_sea(base / "sea")
        (base / "empty.py").write_text(EMPTY, encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        with (
            _server(HOUSE / "app.py", HOUSE, PLACESPACE_WORKSPACE=str(sea.folder)) as ours,
            _server(base / "empty.py", base) as empty,
        ):
            yield _first_page(browser, ours, empty)
            yield _changed_control(browser, ours)
            yield _changed_coverage(browser, ours)
        browser.close()


def _first_page(browser: Any, ours: str, empty: str) -> Result:
    seconds: dict[str, list[float]] = {"ours": [], "empty": []}
    cells = 0
    for visit in range(VISITS + 1):
        for name, wait in (("ours", _map_drawn), ("empty", _idle)):
            with _page(browser) as page:
                start = time.perf_counter()
                page.goto(ours + MAP_PAGE if name == "ours" else empty, wait_until="commit")
                wait(page)
                if visit:  # the first visit warms the server
                    seconds[name].append(time.perf_counter() - start)
                elif name == "ours":
                    cells = _cells(page)
    own, bare = (statistics.median(seconds[name]) for name in ("ours", "empty"))
    return Result(
        f"Streamlit, empty page: first page of a warm server with its map, {cells:,} cells",
        f"{own:.3g} s",
        f"{bare:.3g} s",
        bare / own,
        f"within {FIRST_S:g} s",
        own <= FIRST_S,
        f"median of {VISITS} visits, each with an empty browser cache",
    )


def _changed_control(browser: Any, ours: str) -> Result:
    """Choose categories nobody has asked for yet, and wait for the map of each."""
    took = []
    with _page(browser) as page:
        page.goto(ours + MAP_PAGE, wait_until="commit")
        frame = _map_drawn(page)
        _idle(page)
        for category in CATEGORIES[:CHANGES]:
            before = frame.evaluate("document.getElementById('map').dataset.drawnRev")
            option = _option(page, category)
            start = time.perf_counter()
            option.click()
            _map_drawn(page, before)
            took.append(time.perf_counter() - start)
            _idle(page)
            page.wait_for_timeout(200)
        cells = _cells(page)
    median = statistics.median(took)
    return Result(
        f"a changed control shows its map, {cells:,} cells",
        f"{median:.3g} s",
        "",
        None,
        f"within {CHANGE_S:g} s",
        median <= CHANGE_S,
        f"median of {CHANGES} categories not asked for before; slowest {max(took):.3g} s",
    )


def _changed_coverage(browser: Any, ours: str) -> Result:
    """Choose walks and weeks nobody has asked for yet on the Coverage page, and wait for what the page says of each.

    The map of one hour can look the same for two walks: the sentence above it does not, and the page is done.
    """
    took = []
    with _page(browser) as page:
        page.goto(ours + COVERAGE_PAGE, wait_until="commit")
        _map_drawn(page)
        _idle(page)
        for control, choice in COVERAGE_CHANGES:
            before = page.evaluate(SAID)
            option = _option(page, choice, control)
            start = time.perf_counter()
            option.click()
            page.wait_for_function(f"before => ({SAID})() !== before", arg=before, timeout=PATIENCE_S * 1000)
            page.wait_for_selector(IDLE, timeout=PATIENCE_S * 1000)
            took.append(time.perf_counter() - start)
            _idle(page)
            page.wait_for_timeout(200)
        cells = _cells(page)
    median = statistics.median(took)
    return Result(
        f"Coverage: a changed control is answered, {cells:,} cells, 300 sessions",
        f"{median:.3g} s",
        "",
        None,
        f"within {CHANGE_S:g} s",
        median <= CHANGE_S,
        f"median of {len(took)} walks and weeks not asked for before; slowest {max(took):.3g} s",
    )


def _option(page: Any, name: str, label: str = CONTROL) -> Any:
    """Open the control, look for an option as a person would, and return it ready to be clicked."""
    control = page.get_by_role("combobox", name=label, exact=True)
    control.click()
    control.fill(name)
    option = page.get_by_role("option", name=name, exact=True)
    option.wait_for()
    return option


def _map_drawn(page: Any, before: str = "") -> Any:
    """Wait until the map has drawn something other than ``before``, and return its frame."""
    element = page.wait_for_selector(MAP_FRAME, state="attached", timeout=PATIENCE_S * 1000)
    frame = element.content_frame()
    frame.wait_for_function(DRAWN, arg=before, timeout=PATIENCE_S * 1000)
    return frame


def _idle(page: Any) -> None:
    page.wait_for_selector(IDLE, timeout=PATIENCE_S * 1000)
    if page.get_by_test_id("stException").count():
        raise RuntimeError(page.get_by_test_id("stException").first.inner_text())


def _cells(page: Any) -> int:
    label = page.wait_for_selector(MAP_FRAME).content_frame().locator("#map").get_attribute("aria-label")
    return int("".join(c for c in label if c.isdigit()))


@contextmanager
def _page(browser: Any) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    try:
        yield context.new_page()
    finally:
        context.close()


@contextmanager
def _server(script: Path, folder: Path, **environment: str) -> Iterator[str]:
    """Start Streamlit on a free port, and stop it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = {"server.port": port, "server.address": "127.0.0.1", "server.headless": "true"}
    words = [w for k, v in (options | {"browser.gatherUsageStats": "false"}).items() for w in (f"--{k}", str(v))]
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", str(script), *words],
            cwd=folder,
            env=os.environ | environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            url = f"http://127.0.0.1:{port}"
            _until(lambda: urllib.request.urlopen(f"{url}/_stcore/health", timeout=1).read() == b"ok", process, log)
            yield url
        finally:
            process.terminate()
            process.wait(10)


def _until(ready: Callable[[], bool], process: subprocess.Popen, log: Any) -> None:
    end = time.monotonic() + PATIENCE_S
    while True:
        try:
            if ready():
                return
        except OSError:
            pass
        if process.poll() is not None or time.monotonic() > end:
            log.seek(0)
            raise RuntimeError(f"the server did not start: {log.read().decode(errors='replace')[-2000:]}")
        time.sleep(0.1)
