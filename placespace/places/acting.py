"""Say who asks now, and hold the doors of the library to what they may see.

Who asks is, in this order: whoever :func:`acting_as` put in place; whoever is signed in to the app; where there is a
roles file, the login of the operating system; else the one analyst of this machine.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from placespace.catalogue import Workspace
from placespace.catalogue.roles_file import Roles, has_roles, read_roles
from placespace.measures import Reading
from placespace.places.roles import ALONE, MAY, Who, check_may

TRUE = "analyst"
"""The profile that shows true counts and police times."""
NOT_LISTED = "not on the list"
"""The role of somebody who signed in and was given none: they may do nothing."""
THE_HOUSE = Who("Placespace", "analyst")
"""Who works out figures that are kept and not shown, such as the evidence behind a decision."""

_put_in_place: ContextVar[Who | None] = ContextVar("who asks", default=None)
_resolvers: list[Callable[[Workspace], Who | None]] = []


@contextmanager
def acting_as(who: Who) -> Iterator[Who]:
    """Let somebody ask within a block, whoever asked before.

    Examples
    --------
    >>> from placespace.catalogue import open_workspace
    >>> with acting_as(Who("a.clerk", "viewer")):
    ...     acting(open_workspace()).role
    'viewer'
    """
    before = _put_in_place.set(who)
    try:
        yield who
    finally:
        _put_in_place.reset(before)


def set_resolver(resolver: Callable[[Workspace], Who | None]) -> None:
    """Let the app say who is signed in; None from it means that nobody signs in there."""
    _resolvers[:] = [resolver]


def acting(workspace: Workspace) -> Who:
    """Return who asks now.

    Raises
    ------
    WrongUse
        When there is a roles file that cannot be read: then nobody gets anything.
    """
    put = _put_in_place.get()
    if put is not None:
        return put
    for resolver in _resolvers:
        signed_in = resolver(workspace)
        if signed_in is not None:
            return signed_in
    if not has_roles(workspace.roles):
        return ALONE
    login = os_login()
    return Who(login, roles_of(workspace).of_login(login) or "viewer")


def roles_of(workspace: Workspace) -> Roles:
    """Return the roles people were given in a workspace."""
    return read_roles(workspace.roles, tuple(MAY))


def os_login() -> str:
    """Return the login of whoever runs this process, as the operating system holds it.

    Names in the environment are not asked: anybody can set those.
    """
    try:
        import pwd
    except ImportError:  # Windows asks its own account and not the environment
        return os.getlogin()
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        return str(os.geteuid())


def check_profile(held: Workspace | Reading, profile: str) -> None:
    """Refuse figures that whoever asks may not see: the door of every answer.

    Parameters
    ----------
    held : Workspace or Reading
        What the answer is worked out of.
    profile : str
        Name of the profile asked for; the analyst's needs the right to see true counts.

    Raises
    ------
    NotAllowed
    """
    workspace = held.workspace if isinstance(held, Reading) else held
    check_may(acting(workspace), "see true counts" if profile == TRUE else "see protected figures")


def check_act(held: Workspace | Reading, act: str) -> None:
    """Refuse whoever asks what their role may not do.

    Raises
    ------
    NotAllowed
    """
    check_may(acting(held.workspace if isinstance(held, Reading) else held), act)
