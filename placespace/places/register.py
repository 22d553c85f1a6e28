"""The register of places: the one door that pages, documents and commands go through."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from placespace.catalogue import Workspace
from placespace.places.acting import acting
from placespace.places.past import Past
from placespace.places.roles import Who, check_may
from placespace.places.store import Store


class Register(Past):
    """Places, observations, views, meetings, items, goals, actions and evidence.

    Every method asks whether the role of :attr:`who` may; every text is refused when it holds personal data or a
    person who can be recognised; every save is a version and a line of the history.
    """

    def verify(self, known: Iterable[tuple[int, str]] = ()) -> list[str]:
        """Return every broken link, missing row, and record or file that differs, each named; empty when all is whole.

        Parameters
        ----------
        known : iterable of (row, hash)
            What documents or a backup said of the history's end: one cut off and sealed anew is found by these.

        Raises
        ------
        NotAllowed
            When the role does not read the history.
        """
        self._check("read the history")
        return self.store.verify(known=known)

    def backup(self, path: Path) -> tuple[int, str]:
        """Write all of the register to one file; return the last row of its history and the hash of it.

        Raises
        ------
        NotAllowed
            When the role may not back up.
        WrongUse, PlacespaceError
            When the file is there already, or the register does not verify.
        """
        self._check("back up")
        return self.store.backup(path)

    def close(self) -> None:
        """Let go of the database."""
        self.store.close()


def open_register(
    workspace: Workspace, who: Who | Callable[[], Who] | None = None, *, store: Store | None = None
) -> Register:
    """Open the register of a workspace.

    Parameters
    ----------
    workspace : Workspace
    who : Who, or a function that returns one, optional
        Default: whoever asks now, asked at every call (:func:`placespace.places.acting.acting`).
    store : Store, optional
        One that is open already; else the store is opened where the workspace or ``PLACESPACE_DATABASE_URL`` has it.

    Raises
    ------
    PlacespaceError
        When the database cannot be reached.
    """
    return Register(workspace, store or Store.open(workspace), who or (lambda: acting(workspace)))


def restore_register(path: Path, workspace: Workspace, who: Who | None = None) -> tuple[int, str]:
    """Put a backup where the workspace has its register; return the last row of its history and the hash of it.

    Raises
    ------
    NotAllowed
        When the role may not back up.
    WrongUse, PlacespaceError
        When there is a register already, or the backup is not as it was written.
    """
    check_may(who or acting(workspace), "back up")
    return Store.restore(path, workspace)
