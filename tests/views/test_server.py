"""The app's headers and addresses let the browser talk to this host only."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from placespace.views import served, server


@pytest.fixture
def client():
    """Return a client of a bare app with the real middleware and routes."""
    routes = [Route("/", lambda request: PlainTextResponse("hello")), *server.routes()]
    app = Starlette(routes=routes, middleware=server.middleware())
    return TestClient(app, base_url="http://127.0.0.1", client=("127.0.0.1", 50000))


def test_every_answer_carries_a_strict_policy(client):
    policy = client.get("/").headers["content-security-policy"]
    assert "default-src 'self'" in policy
    scripts = policy.split("script-src ")[1].split(";")[0]
    assert "unsafe-inline" not in scripts
    assert "unsafe-eval" not in scripts.replace("wasm-unsafe-eval", "")
    assert "http" not in policy
    assert client.get("/").headers["x-content-type-options"] == "nosniff"


def test_leaflet_is_served_from_the_wheel(client):
    answer = client.get("/vendor/leaflet/leaflet.js")
    assert answer.status_code == 200
    assert "Leaflet 1.9.4" in answer.text[:300]


def test_nothing_outside_leaflets_folder_can_be_fetched(client):
    for path in ("/vendor/leaflet/../__init__.py", "/vendor/leaflet/%2e%2e/%2e%2e/__init__.py"):
        assert client.get(path).status_code == 404


def test_a_layered_map_is_shut_in_a_sandbox_of_its_own(client):
    digest = served.keep_page("<h1>map</h1>")
    answer = client.get(f"/layered/{digest}.html")
    assert answer.text == "<h1>map</h1>"
    assert answer.headers["content-security-policy"].startswith("sandbox allow-scripts")
    assert answer.headers.get_list("content-security-policy") == [server.PAGE_POLICY]


def test_a_map_that_is_no_longer_kept_says_so(client):
    assert client.get("/layered/0123.html").status_code == 404


def test_only_the_latest_maps_are_kept():
    first = served.keep_page("the first")
    for number in range(served.KEPT):
        served.keep_page(f"page {number}")
    assert served.kept_page(first) is None
    assert served.kept_page(served.keep_page("the last")) == "the last"


def test_shapes_are_had_by_the_name_of_their_content_and_kept_by_the_browser(client):
    answer = client.get(f"/kept/{served.keep_bytes(b'corners')}")
    assert answer.content == b"corners"
    assert answer.headers["cache-control"].startswith("private")
    assert "immutable" in answer.headers["cache-control"]
    assert client.get("/kept/0123").status_code == 404


def test_a_tile_host_is_allowed_only_where_the_area_asks_for_one(tmp_path, monkeypatch):
    from placespace.catalogue import new_workspace

    folder = new_workspace(tmp_path / "area")
    monkeypatch.setenv("PLACESPACE_WORKSPACE", str(folder))
    assert "tiles.example" not in server.policy()
    with (folder / "geodata" / "area.toml").open("a") as file:
        file.write('\n[tiles]\nurl = "https://{s}.tiles.example/{z}/{x}/{y}.png"\nattribution = "Example"\n')
    assert "img-src 'self' data: blob: https://*.tiles.example;" in server.policy()
