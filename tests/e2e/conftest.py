"""A real browser with every other host shut off: each test fails on a foreign request or a logged error."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[2]
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]
START_S = 90
# the framework asks for its own health under a deep link's path first, and gets a 404 before it asks at the root
HARMLESS = re.compile(r"/_stcore/(health|host-config)")


@pytest.fixture(scope="session")
def borough(copy_borough, tmp_path_factory):
    """Return a copy of the fictional borough to write to."""
    return copy_borough(tmp_path_factory.mktemp("borough"))


@pytest.fixture(scope="session")
def app_url(borough, tmp_path_factory):
    """Start the app on a free port, as the README does, and stop it after."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = tmp_path_factory.mktemp("server") / "log.txt"
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        "app.py",
        "--server.port",
        str(port),
        "--server.headless",
        "true",
    ]
    with log.open("w") as file:
        server = subprocess.Popen(
            command,
            cwd=HOUSE,
            stdout=file,
            stderr=subprocess.STDOUT,
            env=os.environ | {"PLACESPACE_WORKSPACE": str(borough)},
        )
    try:
        end = time.monotonic() + START_S
        while True:
            try:
                if urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2).read() == b"ok":
                    break
            except OSError:
                pass
            if server.poll() is not None or time.monotonic() > end:
                raise RuntimeError(log.read_text())
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()
    said = log.read_text()
    assert "Traceback" not in said, said[-3000:]


@pytest.fixture(scope="session")
def browser():
    """Start Chromium, or skip and say so; the gate sets PLACESPACE_BROWSER=required and does not skip."""
    if not Path(CHROMIUM).exists():
        if os.environ.get("PLACESPACE_BROWSER") == "required":
            pytest.fail(f"PLACESPACE_BROWSER is 'required' and there is no Chromium at {CHROMIUM}")
        pytest.skip(f"no Chromium at {CHROMIUM}: install it, or name it in CHROMIUM, to run the browser journeys")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=CHROMIUM, headless=True, args=FLAGS)
        yield started
        started.close()


def _watched(browser, app_url: str, width: int, height: int):
    context = browser.new_context(viewport={"width": width, "height": height}, accept_downloads=True)
    page = context.new_page()
    page.foreign, page.faults = [], []
    here = (app_url, app_url.replace("http", "ws"), "data:", "blob:", "about:")
    page.on("request", lambda r: None if r.url.startswith(here) else page.foreign.append(r.url))
    page.on("pageerror", lambda e: page.faults.append(str(e)))
    page.on(
        "response",
        lambda r: page.faults.append(f"{r.status} {r.url}") if r.status >= 400 and not HARMLESS.search(r.url) else None,
    )
    page.on(
        "console",
        lambda m: page.faults.append(m.text) if m.type == "error" and "Failed to load resource" not in m.text else None,
    )
    return context, page


def _until_done(browser, app_url: str, width: int, height: int):
    context, page = _watched(browser, app_url, width, height)
    yield page
    context.close()
    assert not page.foreign, f"the browser asked another host: {page.foreign}"
    assert not page.faults, page.faults


@pytest.fixture
def page(browser, app_url):
    """Return a desktop page that is watched."""
    yield from _until_done(browser, app_url, 1280, 900)


@pytest.fixture
def phone(browser, app_url):
    """Return a phone's page that is watched."""
    yield from _until_done(browser, app_url, 390, 844)
