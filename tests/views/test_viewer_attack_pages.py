"""Attempts of a viewer on the pages: by address, by what a browser could send, and on what others left behind."""

from __future__ import annotations

import json
import shutil

import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest

from tests.viewers import become_viewers, borough_of, numbers_in, true_numbers
from tests.views.conftest import MAIN

SECONDS = 120
SCREENS = (
    "overview",
    "places",
    "meeting",
    "helped",
    "hot_spots",
    "unseen",
    "when",
    "coverage",
    "siting",
    "hold",
    "plan",
    "provision",
    "data",
    "about",
)
CELL = "89195d24367ffff"
ADDRESSES = {
    "the analyst's profile": {"profile": "analyst"},
    "one month": {"profile": "analyst", "from": "2026-03", "to": "2026-03"},
    "one month for partners": {"profile": "partner", "from": "2026-03", "to": "2026-03"},
    "two sizes of cell": {"profile": "partner", "cells": "8"},
    "one cell": {"profile": "analyst", "cell": CELL, "place": CELL},
    "the log": {"profile": "analyst", "tab": "Log", "plan-tabs": "Log"},
    "a profile that is none": {"profile": "Analyst "},
}


@pytest.fixture(scope="module")
def viewers(sample_reading, tmp_path_factory):
    """Return a borough whose pages are asked by a viewer, after an analyst had the same pages open in this process."""
    folder = tmp_path_factory.mktemp("viewer") / "borough"
    shutil.copytree(sample_reading.workspace.folder, folder)
    reading = borough_of(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PLACESPACE_WORKSPACE", str(folder))
        seen = [
            said(opened(screen, {"profile": "analyst"}))
            for screen in ("overview", "hot_spots", "unseen", "hold", "data")
        ]
        assert numbers_in(" ".join(seen)) & true_numbers(reading), "the analyst sees true numbers, so they can be found"
    become_viewers(reading)
    return folder, true_numbers(reading)


def opened(screen: str, address: dict[str, str], **state: object) -> AppTest:
    page = AppTest.from_file(MAIN, default_timeout=SECONDS)
    for key, value in address.items():
        page.query_params[key] = value
    for key, value in state.items():
        page.session_state[key] = value
    page.run()
    return page.switch_page(f"screens/{screen}.py").run() if screen != "overview" else page


def said(page: AppTest) -> str:
    """Return all that a page says: words, tables, what charts are drawn from, what is said of cells on maps."""
    sent = []
    for part in (e for block in (page.main, page.sidebar) for e in block):
        proto = getattr(part, "proto", None)
        sent += [str(getattr(part, name, "")) for name in ("value", "label", "help", "delta", "options")]
        if getattr(proto, "json_args", ""):
            given = json.loads(proto.json_args)
            sent += [str(given.get(name)) for name in ("labels", "legend", "marks", "lines", "values_note")]
        # the messages of charts are held whole, and tables in them are packed
        sent += [pa.ipc.open_stream(d.data.data).read_pandas().to_csv() for d in getattr(proto, "datasets", ())]
    return " ".join([*sent, *(t.value.to_csv() for t in page.dataframe)])


@pytest.mark.parametrize("attempt", ADDRESSES)
@pytest.mark.parametrize("screen", SCREENS)
def test_no_address_gives_a_viewer_a_true_number(viewers, monkeypatch, screen, attempt):
    folder, true = viewers
    monkeypatch.setenv("PLACESPACE_WORKSPACE", str(folder))
    page = opened(screen, ADDRESSES[attempt])
    assert not page.exception
    assert page.selectbox(key="profile").options == ["partner", "health", "public"]
    assert not numbers_in(said(page)) & true


@pytest.mark.parametrize("screen", ["hot_spots", "when", "coverage", "plan", "data"])
def test_a_profile_put_into_the_session_is_not_taken(viewers, monkeypatch, screen):
    folder, true = viewers
    monkeypatch.setenv("PLACESPACE_WORKSPACE", str(folder))
    page = opened(screen, {}, profile="analyst", cell=CELL)
    assert page.selectbox(key="profile").value == "partner"
    assert not numbers_in(said(page)) & true
