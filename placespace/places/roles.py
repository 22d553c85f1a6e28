"""Say who may do what with the register and the figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from placespace.errors import WrongUse


@dataclass(frozen=True)
class Who:
    """Somebody who asks: a name as signed in (or a role), and what they may do.

    Attributes
    ----------
    name : str
    role : str
        A key of :data:`MAY`.
    """

    name: str
    role: str


MAY: Mapping[str, frozenset[str]] = {
    "viewer": frozenset({"see protected figures"}),
    "practitioner": frozenset({"see protected figures", "read the register", "add an observation"}),
    "panel": frozenset(
        {"see protected figures", "read the register", "add an observation", "edit places", "read the history"}
    ),
    "analyst": frozenset(
        {
            "see protected figures",
            "read the register",
            "add an observation",
            "edit places",
            "read the history",
            "see true counts",
            "change settings",
            "back up",
        }
    ),
}
"""What each role may do."""

ALONE = Who("this machine", "analyst")
"""Who it is where nobody signs in: the one analyst of this machine."""


class NotAllowed(WrongUse):
    """Somebody asked for what their role may not do."""


def may(who: Who, act: str) -> bool:
    """Return whether somebody may do something; a role that is not known may do nothing.

    Examples
    --------
    >>> may(Who("a.clerk", "viewer"), "see true counts"), may(ALONE, "see true counts")
    (False, True)
    """
    return act in MAY.get(who.role, frozenset())


def check_may(who: Who, act: str) -> None:
    """Refuse what a role may not do.

    Raises
    ------
    NotAllowed
    """
    if not may(who, act):
        roles = ", ".join(role for role, acts in MAY.items() if act in acts) or "nobody"
        raise NotAllowed(f"To {act} needs one of the roles: {roles}.", f"{who.name} is {who.role}.", "Ask an analyst.")
