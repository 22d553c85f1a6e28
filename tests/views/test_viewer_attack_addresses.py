"""Attempts on the server's addresses, with no cookie, a forged one, or a viewer's own, on what an analyst had made."""

from __future__ import annotations

import json
import time
from types import SimpleNamespace

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from placespace.catalogue import open_workspace
from placespace.places.acting import acting_as
from placespace.places.roles import Who
from placespace.views import gate, served, server, signed
from tests.viewers import LISTED

NAME, SECRET, ORIGIN = "_streamlit_user", "a secret of the server, long enough", "https://place.example"
SECTION = {"cookie_secret": SECRET, "redirect_uri": f"{ORIGIN}/oauth2callback"}
ANALYST, VIEWER = Who("an.alyst@b.example", "analyst"), Who("v@b.example", "viewer")


async def _echo(socket) -> None:
    await socket.accept()
    await socket.close()


@pytest.fixture
def app(copy_borough, tmp_path, monkeypatch):
    """Return the app's own routes and middleware, those of the framework played by what always answers."""
    workspace = open_workspace(copy_borough(tmp_path / "borough"))
    workspace.roles.write_text(LISTED)
    monkeypatch.setenv("PLACESPACE_WORKSPACE", str(workspace.folder))
    told = PlainTextResponse("answered")
    paths = ["/", "/hot-spots", "/media/{file:path}", "/_stcore/{rest:path}", "/auth/login"]
    routes = [*server.routes(), WebSocketRoute("/_stcore/stream", _echo),
              *(Route(p, lambda request: told, methods=["GET", "PUT", "POST"]) for p in paths)]  # fmt: skip
    return Starlette(routes=routes, middleware=server.middleware())


@pytest.fixture
def signing_in(monkeypatch):
    """Set sign-in up, with a store of one file that an analyst had made and one of a viewer's own."""
    monkeypatch.setattr(signed, "configured", lambda: True)
    monkeypatch.setattr(signed, "get_cookie_secret", lambda: SECRET)
    monkeypatch.setattr(signed, "get_origin_from_redirect_uri", lambda: ORIGIN)
    held = {"aa": SimpleNamespace(content=b"true counts"), "bb": SimpleNamespace(content=b"hidden counts")}
    store = SimpleNamespace(media_file_mgr=SimpleNamespace(read_file=held.get))
    monkeypatch.setattr(gate.runtime, "exists", lambda: True)
    monkeypatch.setattr(gate.runtime, "get_instance", lambda: store)
    with acting_as(ANALYST):
        served.allow(b"true counts", ANALYST)
        kept = {"layered": served.keep_page("<h1>true counts</h1>"), "kept": served.keep_bytes(b"true shapes")}
    served.allow(b"hidden counts", VIEWER)
    return kept


def cookie(email: str | None, *, secret: str = SECRET, origin: str = ORIGIN, name: str = NAME, **more: object) -> dict:
    if email is None:
        return {}
    claims = {"email": email, "email_verified": True, "is_logged_in": True, "origin": origin, **more}
    return {NAME: create_signed_value(secret, name, json.dumps(claims)).decode()}


def ask(app, path: str, cookies: dict, method: str = "GET", **headers: str):
    client = TestClient(app, base_url=ORIGIN, client=("10.0.0.9", 5), cookies=cookies)
    return client.request(method, path, headers=headers)


COOKIES = {
    "without a cookie": cookie(None),
    "with a viewer's own cookie": cookie("v@b.example"),
    "as a stranger": cookie("stranger@b.example"),
    "with a cookie signed by another": cookie("an.alyst@b.example", secret="another secret, long enough too"),
    "with a cookie of another site": cookie("an.alyst@b.example", origin="https://other.example"),
    "with a cookie of another name": cookie("an.alyst@b.example", name="_streamlit_user_tokens"),
    "with an address nobody verified": cookie("an.alyst@b.example", email_verified=False),
    "with a cookie of last week": cookie("an.alyst@b.example", iat=time.time() - 7 * 86400),
    "signed out": cookie("an.alyst@b.example", is_logged_in=False),
    "with a cookie that is no cookie": {NAME: "an.alyst@b.example"},
    "with a cookie in pieces that are not there": {NAME: create_signed_value(SECRET, NAME, "chunks-3").decode()},
    "with a cookie that holds no claims": {NAME: create_signed_value(SECRET, NAME, "[1]").decode()},
}
PATHS = {
    "an analyst's layered map": "/layered/{layered}.html",
    "an analyst's shapes": "/kept/{kept}",
    "an analyst's download": "/media/aa.csv",
    "the same without its ending": "/media/aa",
    "the same by a path of more parts": "/media/aa/..%2faa.csv",
    "the same by a double slash": "/media//aa.csv",
    "a file nobody was given": "/media/cc.csv",
    "the framework's own figures": "/_stcore/metrics",
    "the framework's door for programs": "/_stcore/agent/interact",
}


@pytest.mark.parametrize("way", COOKIES)
@pytest.mark.parametrize("what", PATHS)
def test_what_an_analyst_had_made_is_not_to_be_fetched(app, signing_in, what, way):
    answer = ask(app, PATHS[what].format(**signing_in), COOKIES[way])
    assert answer.status_code == 403
    assert "true" not in answer.text


@pytest.mark.parametrize("way", COOKIES)
def test_nothing_can_be_uploaded(app, signing_in, way):
    assert ask(app, "/_stcore/upload_file/session/file", COOKIES[way], "PUT").status_code == 403


def test_everybody_has_their_own(app, signing_in):
    mine, analysts = cookie("v@b.example"), cookie("an.alyst@b.example")
    assert ask(app, "/media/bb.csv", mine).text == "answered"
    assert ask(app, "/media/aa.csv", analysts).text == "answered"
    assert ask(app, f"/kept/{signing_in['kept']}", analysts).content == b"true shapes"
    assert ask(app, "/_stcore/upload_file/session/file", analysts, "PUT").text == "answered"
    for page in ("/", "/hot-spots", "/_stcore/health", "/auth/login"):
        assert ask(app, page, {}).text == "answered"


def test_a_list_that_cannot_be_read_lets_nobody_fetch(app, signing_in, tmp_path):
    (tmp_path / "borough" / "geodata" / "roles.toml").write_text("[roles")
    assert ask(app, "/media/aa.csv", cookie("an.alyst@b.example")).status_code == 403


ELSEWHERE = {
    "from another machine": ("10.0.0.9", "127.0.0.1:8501", {}),
    "by a name that leads here": ("127.0.0.1", "rebound.example", {}),
    "by this machine's address in the network": ("127.0.0.1", "192.168.1.7:8501", {}),
    "through a proxy on this machine": ("127.0.0.1", "127.0.0.1:8501", {"x-forwarded-for": "10.0.0.9"}),
    "through another proxy": ("127.0.0.1", "localhost", {"forwarded": "for=10.0.0.9"}),
    "by no name": ("127.0.0.1", "", {}),
}


@pytest.mark.parametrize("way", ELSEWHERE)
@pytest.mark.parametrize("path", ["/", "/media/aa.csv", "/_stcore/health", "/_stcore/upload_file/a/b"])
def test_where_nobody_signs_in_only_this_machine_is_answered(app, way, path):
    machine, host, more = ELSEWHERE[way]
    answer = TestClient(app, client=(machine, 5)).get(path, headers={"host": host, **more})
    assert answer.status_code == 403
    assert "sign-in" in answer.text


@pytest.mark.parametrize("way", ELSEWHERE)
def test_where_nobody_signs_in_no_page_is_drawn_for_another_machine(app, way):
    machine, host, more = ELSEWHERE[way]
    with pytest.raises(WebSocketDisconnect), TestClient(app, client=(machine, 5)).websocket_connect(
        "/_stcore/stream", headers={"host": host, **more}
    ) as socket:  # fmt: skip
        socket.receive()


@pytest.mark.parametrize(
    ("machine", "host"), [("127.0.0.1", "127.0.0.1:8501"), ("::1", "[::1]:8501"), ("127.0.0.1", "localhost")]
)
def test_this_machine_is_answered(app, machine, host):
    assert TestClient(app, client=(machine, 5)).get("/", headers={"host": host}).text == "answered"
