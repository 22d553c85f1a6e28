"""Read who may do what: ``geodata/roles.toml``."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from placespace.errors import WrongUse

OS_LOGIN = "os:"
"""Stands before a login name of the operating system; other names are e-mail addresses."""


@dataclass(frozen=True)
class Roles:
    """The roles people were given, by e-mail address or ``os:login`` in small letters.

    Attributes
    ----------
    given : mapping of str to str
    default : str or None
        Role of somebody who signed in and is not named. None: nothing is shown to them.
    """

    given: Mapping[str, str] = field(default_factory=dict)
    default: str | None = None

    def of_email(self, email: str) -> str | None:
        """Return the role of an e-mail address, whatever its case; the default when it is not named.

        Examples
        --------
        >>> Roles({"a.clerk@borough.example": "panel"}).of_email("A.Clerk@borough.example")
        'panel'
        """
        known = email.strip().casefold()
        # an address that begins like a login name is nobody's address
        return None if known.startswith(OS_LOGIN) else self.given.get(known, self.default)

    def of_login(self, login: str) -> str | None:
        """Return the role of a login name of the operating system; None when it is not named."""
        return self.given.get(f"{OS_LOGIN}{login.casefold()}")


def has_roles(path: Path) -> bool:
    """Return whether there is a roles file, also where it cannot be read or is a link to nothing."""
    return os.path.lexists(path)


def read_roles(path: Path, known: Collection[str]) -> Roles:
    """Return the roles of a file; whatever is wrong with it, nobody gets a role from it.

    Parameters
    ----------
    path : Path
        ``geodata/roles.toml``.
    known : collection of str
        The roles there are.

    Raises
    ------
    WrongUse
        With every fault at once.
    """
    try:
        stat = path.stat()
        return _read(path, (stat.st_mtime_ns, stat.st_size, stat.st_ino), tuple(known))
    except OSError as fault:
        raise _refused([f"it cannot be read: {fault.strerror or type(fault).__name__}"]) from fault


@lru_cache(maxsize=8)
def _read(path: Path, mark: tuple[int, ...], known: tuple[str, ...]) -> Roles:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        raise _refused(["it must be saved as UTF-8"]) from None
    except tomllib.TOMLDecodeError as fault:
        raise _refused([f"it is not TOML: {fault}"]) from None
    faults = [f"'{key}' is not a key: there are 'default' and '[roles]'" for key in table if key not in KEYS]
    default, given = table.get("default"), table.get("roles", {})
    if default is not None and default not in known:
        faults.append(f"default is {default!r}: a role is one of {', '.join(known)}")
    if not isinstance(given, dict):
        faults.append("[roles] must be a table of names and roles")
        given = {}
    found: dict[str, str] = {}
    for name, role in given.items():
        one = name.strip().casefold()
        if role not in known:
            faults.append(f"{name!r} has the role {role!r}: a role is one of {', '.join(known)}")
        if not one.startswith(OS_LOGIN) and one.count("@") != 1:
            faults.append(f"{name!r} is neither an e-mail address nor '{OS_LOGIN}' and a login name")
        if one in found:
            faults.append(f"{name!r} stands there twice")
        found[one] = role
    if not found:
        faults.append("nobody is named under [roles]")
    if faults:
        raise _refused(faults)
    return Roles(found, default)


KEYS = ("default", "roles")


def _refused(faults: list[str]) -> WrongUse:
    listed = "".join(f"\n  - {fault}" for fault in faults)
    return WrongUse(
        "geodata/roles.toml must be right before anything is shown (docs/sign_in.md says how).",
        f"{len(faults)} fault(s):{listed}\n",
        "Ask whoever looks after this server to mend the file.",
    )
