"""Open any page of the app, without a browser, on a copy of the fictional borough."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

MAIN = str(Path(__file__).resolve().parents[2] / "placespace" / "views" / "main.py")
SECONDS = 60


@pytest.fixture(scope="module")
def borough(copy_borough, tmp_path_factory):
    """Return a copy of the fictional borough to write to."""
    return copy_borough(tmp_path_factory.mktemp("borough"))


@pytest.fixture
def open_page(borough, monkeypatch):
    """Return a function that opens a screen with a profile and an address."""
    monkeypatch.setenv("PLACESPACE_WORKSPACE", str(borough))

    def opened(screen: str, profile: str = "analyst", **address: str) -> AppTest:
        page = AppTest.from_file(MAIN, default_timeout=SECONDS)
        for key, value in {"profile": profile, **address}.items():
            page.query_params[key] = value
        page.run()
        return page.switch_page(f"screens/{screen}.py").run() if screen != "overview" else page

    return opened
