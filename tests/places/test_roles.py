"""Roles come from a file, and whatever is wrong with it, nobody gets a role from it."""

from __future__ import annotations

import getpass
import threading
from pathlib import Path

import pytest

from placespace.catalogue import open_workspace
from placespace.catalogue.roles_file import Roles, read_roles
from placespace.disclose import PROFILES
from placespace.errors import WrongUse
from placespace.places.acting import (
    TRUE,
    _resolvers,
    acting,
    acting_as,
    check_act,
    check_profile,
    os_login,
    set_resolver,
)
from placespace.places.roles import ALONE, MAY, NotAllowed, Who, may

GOOD = """
default = "viewer"
[roles]
"A.Chair@borough.example" = "panel"
"an.alyst@borough.example" = "analyst"
"os:jsmith" = "practitioner"
"""


@pytest.fixture
def workspace(copy_borough, tmp_path):
    """Return a workspace that nobody has given roles in."""
    return open_workspace(copy_borough(tmp_path / "borough"))


@pytest.fixture
def nobody_signs_in():
    """Put back what says who is signed in."""
    before = list(_resolvers)
    yield
    _resolvers[:] = before


def roles(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_roles_are_found_by_address_whatever_its_case_and_by_login(tmp_path):
    found = read_roles(roles(tmp_path / "roles.toml", GOOD), MAY)
    assert found.of_email("a.chair@BOROUGH.example") == "panel"
    assert found.of_email("  an.alyst@borough.example ") == "analyst"
    assert found.of_login("JSmith") == "practitioner"
    assert found.of_email("somebody@else.example") == "viewer"
    assert found.of_login("somebody") is None


def test_without_a_default_somebody_who_is_not_named_has_no_role():
    assert Roles({"a@b.example": "panel"}).of_email("c@d.example") is None


def test_an_address_that_is_written_like_a_login_is_nobodys():
    assert Roles({"os:root": "analyst"}, "viewer").of_email("os:root") is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b"\xff\xfe", "UTF-8"),
        ("[roles", "not TOML"),
        ("", "nobody is named"),
        ("[roles]\n", "nobody is named"),
        ('default = "admin"\n[roles]\n"a@b.example" = "viewer"', "default is 'admin'"),
        ('[roles]\n"a@b.example" = "boss"', "'boss'"),
        ('[roles]\n"a@b.example" = ["analyst"]', "analyst"),
        ('[roles]\n"jsmith" = "analyst"', "neither an e-mail address"),
        ('[roles]\n"a@b.example" = "viewer"\n"A@B.example" = "analyst"', "twice"),
        ('[role]\n"a@b.example" = "viewer"', "'role' is not a key"),
        ('roles = "analyst"', "must be a table"),
    ],
)
def test_a_wrong_file_is_refused_with_what_is_wrong(tmp_path, text, says):
    with pytest.raises(WrongUse, match=r"roles\.toml must be right") as refused:
        read_roles(roles(tmp_path / "roles.toml", text), MAY)
    assert says in str(refused.value)


def test_all_faults_are_said_at_once(tmp_path):
    wrong = 'default = "x"\n[roles]\n"one" = "viewer"\n"b@c.example" = "y"'
    with pytest.raises(WrongUse, match=r"3 fault\(s\)"):
        read_roles(roles(tmp_path / "roles.toml", wrong), MAY)


def test_where_there_is_no_list_the_one_analyst_of_this_machine_asks(workspace):
    assert acting(workspace) == ALONE
    check_profile(workspace, "analyst")


def test_with_a_list_the_login_of_the_operating_system_decides(workspace):
    workspace.roles.write_text(f'[roles]\n"os:{os_login()}" = "panel"')
    assert acting(workspace) == Who(os_login(), "panel")
    workspace.roles.write_text(f'[roles]\n"os:{os_login()}" = "analyst"')
    check_profile(workspace, "analyst")


def test_a_login_that_is_not_named_is_a_viewer(workspace):
    workspace.roles.write_text('[roles]\n"os:somebody-else" = "analyst"')
    assert acting(workspace).role == "viewer"
    check_profile(workspace, "partner")
    with pytest.raises(NotAllowed):
        check_profile(workspace, "analyst")


def test_names_in_the_environment_give_no_role(workspace, monkeypatch):
    workspace.roles.write_text('[roles]\n"os:the-analyst" = "analyst"')
    for name in ("USER", "LOGNAME", "USERNAME", "LNAME"):
        monkeypatch.setenv(name, "the-analyst")
    assert getpass.getuser() == "the-analyst"
    assert acting(workspace).role == "viewer"


def test_a_list_that_leads_nowhere_is_not_no_list(workspace):
    workspace.roles.symlink_to("gone.toml")
    with pytest.raises(WrongUse, match="cannot be read"):
        acting(workspace)


def test_a_changed_list_holds_at_once(workspace):
    workspace.roles.write_text(f'[roles]\n"os:{os_login()}" = "analyst"')
    assert acting(workspace).role == "analyst"
    workspace.roles.write_text(f'[roles]\n"os:{os_login()}" = "viewer"')
    assert acting(workspace).role == "viewer"


def test_who_was_put_in_place_asks_within_the_block_and_no_longer(workspace):
    with acting_as(Who("a", "panel")):
        assert acting(workspace).role == "panel"
        with acting_as(Who("b", "viewer")), pytest.raises(NotAllowed):
            check_act(workspace, "edit places")
        check_act(workspace, "edit places")
    assert acting(workspace) == ALONE


def test_who_was_put_in_place_is_not_carried_to_another_thread(workspace):
    workspace.roles.write_text('[roles]\n"os:somebody-else" = "analyst"')
    seen = []
    with acting_as(ALONE):
        other = threading.Thread(target=lambda: seen.append(acting(workspace)))
        other.start()
        other.join()
    assert seen[0].role == "viewer"


def test_who_is_signed_in_stands_before_the_login(workspace, nobody_signs_in):
    workspace.roles.write_text(f'[roles]\n"os:{os_login()}" = "analyst"')
    set_resolver(lambda _: Who("signed.in@b.example", "viewer"))
    assert acting(workspace).role == "viewer"
    set_resolver(lambda _: None)
    assert acting(workspace).role == "analyst"


def test_only_the_analysts_profile_shows_true_counts():
    assert [p.name for p in PROFILES.values() if p.exact] == [TRUE]


@pytest.mark.parametrize("role", [r for r in MAY if r != "analyst"])
def test_only_an_analyst_sees_true_counts(role):
    assert not may(Who("x", role), "see true counts")
    assert may(Who("x", role), "see protected figures")
