"""Say what must hold, what was found and what to do."""

from __future__ import annotations


class PlacespaceError(Exception):
    """A fault a user can mend, in three parts.

    Parameters
    ----------
    must : str
        What has to hold.
    found : str
        What is there instead: file, row and value where there are any.
    do : str
        What to try next.

    Examples
    --------
    >>> print(PlacespaceError("A month is YYYY-MM.", "--from is '2019'.", "Write --from 2019-01."))
    A month is YYYY-MM. --from is '2019'. Write --from 2019-01.
    """

    def __init__(self, must: str, found: str, do: str) -> None:
        self.must, self.found, self.do = must, found, do
        super().__init__(f"{must} {found} {do}")


class WrongUse(PlacespaceError):
    """What was asked cannot be asked: the data would do. The command line exits with 2."""


class CatalogueError(PlacespaceError):
    """Everything wrong with the layer and area files, at once."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        listed = "\n".join(f"  - {fault}" for fault in faults)
        super().__init__(
            "Layer and area files must be right before anything is read (layers/README.md has every key).",
            f"{len(faults)} fault(s):\n{listed}\n",
            "Mend these lines; nothing was read.",
        )
