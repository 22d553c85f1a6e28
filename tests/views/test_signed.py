"""Who is signed in is told from the provider's claims, and from nothing else."""

from __future__ import annotations

import ast
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from streamlit.testing.v1 import AppTest

from placespace.catalogue import open_workspace
from placespace.places.acting import NOT_LISTED, acting, acting_as
from placespace.places.roles import ALONE, Who, may
from placespace.views import gate, served, signed

LISTED = '[roles]\n"An.Alyst@b.example" = "analyst"\n"p@b.example" = "panel"\n'
IN = {"is_logged_in": True}


@pytest.fixture
def workspace(copy_borough, tmp_path, monkeypatch):
    """Return a workspace with a list of roles, which is the app's own."""
    opened = open_workspace(copy_borough(tmp_path / "borough"))
    opened.roles.write_text(LISTED)
    monkeypatch.setenv("PLACESPACE_WORKSPACE", str(opened.folder))
    return opened


@pytest.mark.parametrize(
    ("claims", "role"),
    [
        ({**IN, "email": "an.alyst@B.example"}, "analyst"),
        ({**IN, "email": "an.alyst@b.example", "email_verified": True}, "analyst"),
        ({**IN, "email": "an.alyst@b.example", "email_verified": False}, NOT_LISTED),
        ({**IN, "email": "an.alyst@b.example", "email_verified": "false"}, NOT_LISTED),
        ({**IN, "email": "an.alyst@b.example", "email_verified": None}, NOT_LISTED),
        ({"email": "an.alyst@b.example"}, NOT_LISTED),
        ({**IN}, NOT_LISTED),
        ({**IN, "name": "an.alyst@b.example", "sub": "an.alyst@b.example"}, NOT_LISTED),
        ({**IN, "email": "stranger@b.example"}, NOT_LISTED),
        ({**IN, "email": "an.alyst@b.example", "iat": time.time() - 13 * 3600}, NOT_LISTED),
        ({**IN, "email": "an.alyst@b.example", "iat": time.time() - 3600}, "analyst"),
        ({**IN, "email": ["an.alyst@b.example"]}, NOT_LISTED),
    ],
)
def test_a_role_needs_somebody_signed_in_with_a_verified_address_on_the_list(workspace, claims, role):
    assert signed.role_of(workspace, claims).role == role


def test_with_sign_in_and_no_list_everybody_is_refused(workspace):
    workspace.roles.unlink()
    who = signed.role_of(workspace, {**IN, "email": "an.alyst@b.example"})
    assert not may(who, "see protected figures")


def test_a_thread_that_serves_no_page_is_nobody_where_people_sign_in(workspace, monkeypatch):
    monkeypatch.setattr(signed, "configured", lambda: True)
    monkeypatch.setattr(signed.runtime, "exists", lambda: True)
    assert signed.signed_in(workspace) == signed.NOBODY


def test_the_command_line_is_not_the_app_though_sign_in_is_set_up_beside_it(workspace, monkeypatch):
    monkeypatch.setattr(signed, "configured", lambda: True)
    assert signed.signed_in(workspace) is None


def test_what_is_made_on_a_click_asks_as_whoever_the_page_was_drawn_for(workspace):
    with acting_as(Who("a", "panel")):
        later = signed.as_now(lambda: acting(workspace).role.encode())
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(later).result() == b"panel"


def test_what_was_made_for_one_is_not_anothers():
    mine, other = Who("a@b.example", "viewer"), Who("c@b.example", "viewer")
    with acting_as(mine):
        made = signed.as_now(lambda: b"made for a")()
    digest = served.digest_of(made)
    assert served.may_fetch(digest, mine)
    assert not served.may_fetch(digest, other)
    assert not served.may_fetch(digest, Who("a@b.example", NOT_LISTED))
    assert served.may_fetch(digest, ALONE)


def test_what_was_made_for_an_analyst_is_not_theirs_when_they_are_one_no_longer():
    with acting_as(Who("a@b.example", "analyst")):
        digest = served.digest_of(signed.as_now(lambda: b"true counts")())
    assert not served.may_fetch(digest, Who("a@b.example", "viewer"))


@pytest.mark.parametrize(
    ("address", "people_sign_in", "starts"),
    [("127.0.0.1", False, True), ("localhost", False, True), ("0.0.0.0", False, False), ("", False, False),
     ("10.0.0.5", False, False), ("::", False, False), ("0.0.0.0", True, True)],
)  # fmt: skip
def test_others_reach_the_app_only_where_they_sign_in(monkeypatch, address, people_sign_in, starts):
    monkeypatch.setattr(signed, "configured", lambda: people_sign_in)
    monkeypatch.setattr(gate.st, "get_option", {"server.address": address}.get)
    if starts:
        gate.check_address()
    else:
        with pytest.raises(SystemExit, match="sign-in"):
            gate.check_address()


def test_a_header_may_not_say_who_somebody_is(monkeypatch):
    monkeypatch.setattr(signed, "configured", lambda: True)
    monkeypatch.setattr(gate.st, "get_option", {"server.trustedUserHeaders": {"X-User": "email"}}.get)
    with pytest.raises(SystemExit, match="trustedUserHeaders"):
        gate.check_address()


@pytest.mark.parametrize(
    ("secret", "starts"),
    [("", False), ("x" * 31, False), (" " * 40, False), ("<at least 32 random characters; changing it>", False),
     ("0123456789abcdef" * 2, True)],
)  # fmt: skip
def test_a_cookie_secret_that_could_be_guessed_is_refused(monkeypatch, secret, starts):
    monkeypatch.setattr(signed, "configured", lambda: True)
    monkeypatch.setattr(signed, "get_cookie_secret", lambda: secret)
    monkeypatch.setattr(gate.st, "get_option", {"server.address": "127.0.0.1"}.get)
    if starts:
        gate.check_address()
    else:
        with pytest.raises(SystemExit, match="shorter than 32 letters"):
            gate.check_address()


def signing_in(monkeypatch, **claims):
    monkeypatch.setattr(signed, "configured", lambda: True)
    monkeypatch.setattr(signed.st.user.__class__, "to_dict", lambda self: claims)


def opened() -> AppTest:
    from tests.views.conftest import MAIN

    return AppTest.from_file(MAIN, default_timeout=60).run()


def test_nobody_sees_anything_but_the_page_to_sign_in(workspace, monkeypatch):
    signing_in(monkeypatch)
    page = opened()
    assert [b.label for b in page.button] in ([], ["Sign in"])
    assert [t.value for t in page.title] == ["Placespace"]
    assert not page.selectbox


def test_somebody_who_is_not_on_the_list_is_told_so_and_sees_nothing(workspace, monkeypatch):
    signing_in(monkeypatch, is_logged_in=True, email="stranger@b.example")
    page = opened()
    assert "not on the list" in page.warning[0].value
    assert [b.label for b in page.button] == ["Sign out"]
    assert not page.selectbox


def test_a_wrong_list_shows_nothing_and_names_nobody(workspace, monkeypatch):
    workspace.roles.write_text('[roles]\n"secret@b.example" = "boss"')
    signing_in(monkeypatch, is_logged_in=True, email="p@b.example")
    page = opened()
    assert "cannot be read" in page.error[0].value
    assert "secret" not in page.error[0].value
    assert not page.selectbox


@pytest.mark.parametrize(
    ("email", "offered"),
    [("p@b.example", ["partner", "health", "public"]),
     ("an.alyst@b.example", ["analyst", "partner", "health", "public"])],
)  # fmt: skip
def test_the_profiles_offered_are_those_of_the_role(workspace, monkeypatch, email, offered):
    signing_in(monkeypatch, is_logged_in=True, email=email)
    page = opened()
    assert page.selectbox(key="profile").options == offered
    assert any(b.label == "Sign out" for b in page.button)
    assert any(m.value.startswith(email.split("@")[0].replace(".", "\\.")) for m in page.markdown)


def test_a_server_for_one_profile_offers_a_panel_member_no_other(workspace, monkeypatch):
    monkeypatch.setenv("PLACESPACE_PROFILES", "public")
    signing_in(monkeypatch, is_logged_in=True, email="p@b.example")
    assert opened().selectbox(key="profile").options == ["public"]


def test_a_server_for_true_counts_alone_offers_a_panel_member_nothing(workspace, monkeypatch):
    monkeypatch.setenv("PLACESPACE_PROFILES", "analyst")
    signing_in(monkeypatch, is_logged_in=True, email="p@b.example")
    page = opened()
    assert not page.selectbox
    assert "see true counts" in page.error[0].value


def test_every_file_made_on_a_click_is_made_as_whoever_clicks():
    from pathlib import Path

    bare = []
    for path in sorted(Path(signed.__file__).parent.rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "download_button":
                data = next(k.value for k in call.keywords if k.arg == "data")
                if not (isinstance(data, ast.Call) and "as_now" in ast.unparse(data.func)):
                    bare.append(f"{path.name}:{call.lineno}")
    assert not bare, "wrap what is downloaded in placespace.views.signed.as_now: " + ", ".join(bare)
