"""Say what one key of a Word template holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Key:
    """What a key of a template holds.

    Attributes
    ----------
    says : str
        What it is, in a few words.
    many : bool
        Whether it is a list, to go through with ``{%p for ... %}`` or ``{%tr for ... %}``.
    parts : mapping of str to Key
        The keys of each item, where an item has any.
    needed : bool
        Whether a document cannot be made without it. What is not needed and not given is empty.
    """

    says: str
    many: bool = False
    parts: Mapping[str, Key] = field(default_factory=dict)
    needed: bool = False


def text_key(says: str) -> Key:
    """Return the key of a text that a document cannot be made without."""
    return Key(says, needed=True)


def list_key(says: str) -> Key:
    """Return the key of a list of texts."""
    return Key(says, many=True)
