"""People of each role sign in at a provider on this machine, see what they may and no more, and sign out."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest
from oidc_provider_mock import User, run_server_in_thread
from playwright.sync_api import expect

from tests.e2e.conftest import HARMLESS, HOUSE, START_S

pytestmark = pytest.mark.browser

ROLES = """
[roles]
"v@b.example" = "viewer"
"p@b.example" = "practitioner"
"chair@b.example" = "panel"
"an.alyst@b.example" = "analyst"
"""
PEOPLE = ["v@b.example", "p@b.example", "chair@b.example", "an.alyst@b.example", "stranger@b.example"]
PROTECTED = ["partner", "health", "public"]
SECONDS = 60_000


@pytest.fixture(scope="module")
def provider():
    """Return the address of an OpenID provider on this machine."""
    users = [User(sub=email, claims={"email": email, "email_verified": True}) for email in PEOPLE]
    users.append(User(sub="unverified", claims={"email": "an.alyst@b.example", "email_verified": False}))
    with run_server_in_thread(user_claims=users) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture(scope="module")
def app_with_sign_in(provider, copy_borough, tmp_path_factory):
    """Start the app with ``[auth]``, and stop it after."""
    folder = copy_borough(tmp_path_factory.mktemp("signed") / "borough")
    (folder / "geodata" / "roles.toml").write_text(ROLES)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url, beside = f"http://localhost:{port}", tmp_path_factory.mktemp("server")
    (beside / "secrets.toml").write_text(
        f'[auth]\nredirect_uri = "{url}/oauth2callback"\ncookie_secret = "a long secret of this test alone"\n'
        f'client_id = "placespace"\nclient_secret = "another secret"\n'
        f'server_metadata_url = "{provider}/.well-known/openid-configuration"\n'
    )
    asked = ["--server.port", str(port), "--server.headless", "true", "--secrets.files", str(beside / "secrets.toml")]
    log = beside / "log.txt"
    with log.open("w") as file:
        server = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "app.py", *asked], cwd=HOUSE, stdout=file,
            stderr=subprocess.STDOUT, env=os.environ | {"PLACESPACE_WORKSPACE": str(folder),
                                                        "AUTHLIB_INSECURE_TRANSPORT": "1"},
        )  # fmt: skip
    try:
        end = time.monotonic() + START_S
        while not _answers(url):
            if server.poll() is not None or time.monotonic() > end:
                raise RuntimeError(log.read_text())
            time.sleep(0.3)
        yield url
    finally:
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()
    assert "Traceback" not in log.read_text(), log.read_text()[-3000:]


def _answers(url: str) -> bool:
    try:
        return urllib.request.urlopen(f"{url}/_stcore/health", timeout=2).read() == b"ok"
    except OSError:
        return False


@pytest.fixture
def page(browser, app_with_sign_in, provider):
    """Return a page of a browser that nobody has signed in with; it may ask the app and the provider alone."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    page = context.new_page()
    page.set_default_timeout(SECONDS)
    foreign, faults = [], []
    ours = (app_with_sign_in, app_with_sign_in.replace("http", "ws"), provider, "data:", "blob:", "about:")
    page.on("request", lambda r: None if r.url.startswith(ours) else foreign.append(r.url))
    here = (app_with_sign_in, app_with_sign_in.replace("http", "ws"))
    wrong = lambda r: r.status >= 400 and r.url.startswith(here) and not HARMLESS.search(r.url)  # noqa: E731
    page.on("response", lambda r: faults.append(f"{r.status} {r.url}") if wrong(r) else None)
    yield page
    context.close()
    # the mock's own page asks a style sheet of another host: it is not ours, and a browser here reaches no other
    assert not [u for u in foreign if "pico" not in u], foreign
    assert not faults, faults


def sign_in(page, url: str, sub: str) -> None:
    page.goto(url)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name=sub, exact=True).click()
    page.wait_for_url(re.compile(re.escape(url)))


def profiles_offered(page) -> list[str]:
    page.get_by_role("combobox", name=re.compile("Profile")).click()
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    names = options.all_inner_texts()
    page.keyboard.press("Escape")
    return [n.strip() for n in names]


@pytest.mark.parametrize(
    ("email", "role", "offered"),
    [
        ("v@b.example", "viewer", PROTECTED),
        ("p@b.example", "practitioner", PROTECTED),
        ("chair@b.example", "panel", PROTECTED),
        ("an.alyst@b.example", "analyst", ["analyst", *PROTECTED]),
    ],
)
def test_each_role_sees_what_it_may_and_signs_out(page, app_with_sign_in, email, role, offered):
    sign_in(page, app_with_sign_in, email)
    expect(page.get_by_text(f"· {role}")).to_be_visible(timeout=SECONDS)
    assert profiles_offered(page) == offered
    page.goto(f"{app_with_sign_in}/hold?profile=analyst")
    expect(page.get_by_role("heading", name="Will it hold?")).to_be_visible(timeout=SECONDS)
    kept_back = page.get_by_text("is for the analyst").first
    if role == "analyst":
        expect(page.get_by_role("heading", name="By category")).to_be_visible(timeout=SECONDS)
    else:
        expect(kept_back).to_be_visible(timeout=SECONDS)
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="End session").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible(timeout=SECONDS)
    page.goto(f"{app_with_sign_in}/hot-spots?profile=analyst")
    expect(page.get_by_role("button", name="Sign in")).to_be_visible(timeout=SECONDS)
    expect(page.get_by_text("Fairhythe")).to_have_count(0)


@pytest.mark.parametrize(
    ("sub", "says"), [("stranger@b.example", "not on the list"), ("unverified", "has not verified this e-mail")]
)
def test_somebody_without_a_role_sees_nothing(page, app_with_sign_in, sub, says):
    sign_in(page, app_with_sign_in, sub)
    expect(page.get_by_text(says)).to_be_visible(timeout=SECONDS)
    page.goto(f"{app_with_sign_in}/plan?profile=analyst")
    expect(page.get_by_text(says)).to_be_visible(timeout=SECONDS)
    expect(page.get_by_text("Fairhythe")).to_have_count(0)
    expect(page.get_by_role("combobox")).to_have_count(0)


def test_an_analysts_download_is_not_a_viewers_though_they_have_its_address(page, browser, app_with_sign_in):
    sign_in(page, app_with_sign_in, "an.alyst@b.example")
    expect(page.get_by_text("· analyst")).to_be_visible(timeout=SECONDS)
    page.goto(f"{app_with_sign_in}/hot-spots?profile=analyst")
    page.get_by_role("tab", name="Take away").click()
    asked = []
    page.on("request", lambda r: asked.append(r.url) if "/media/" in r.url else None)
    with page.expect_download(timeout=SECONDS) as done:
        page.get_by_role("button", name="Download for hand-over").click()
    assert done.value.path().stat().st_size > 1000
    url = done.value.url
    assert "/media/" in url
    other = browser.new_context()
    theirs = other.new_page()
    theirs.set_default_timeout(SECONDS)
    assert other.request.get(url).status == 403
    sign_in(theirs, app_with_sign_in, "v@b.example")
    expect(theirs.get_by_text("· viewer")).to_be_visible(timeout=SECONDS)
    assert other.request.get(url).status == 403
    other.close()


def test_nobody_signed_in_reaches_no_address_but_the_door(app_with_sign_in):
    for path in ("media/x.csv", "kept/x", "layered/x.html", "_stcore/metrics", "_stcore/agent/interact"):
        with pytest.raises(urllib.error.HTTPError, match="403"):
            urllib.request.urlopen(f"{app_with_sign_in}/{path}", timeout=10)
