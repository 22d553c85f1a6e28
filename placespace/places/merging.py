"""Put together what two people changed at once, so that neither loses what they wrote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Generic, TypeVar

from placespace.places.things import Thing

T = TypeVar("T", bound=Thing)


@dataclass(frozen=True)
class Merged(Generic[T]):
    """Two versions put together.

    Attributes
    ----------
    thing : Thing
        What only one of the two changed is as they changed it; what both changed is as in theirs.
    both : mapping of str to (mine, theirs)
        The fields that both changed, and not to the same: somebody has to look at these.
        A box of the environment is named ``environment.lighting``.
    """

    thing: T
    both: Mapping[str, tuple[Any, Any]]


def merged(mine: T, theirs: T, base: T) -> Merged[T]:
    """Return two versions of a thing put together, and what needs a look.

    Parameters
    ----------
    mine, theirs, base : Thing
        What I would save, what is in the register, and what I began from
        (``register.at_version(id, version)``).

    Examples
    --------
    >>> from placespace.places.things import Goal
    >>> merged(Goal("Lamps lit"), Goal("Lamps on", met_how="seen"), Goal("Lamps on")).thing
    Goal(words='Lamps lit', met=False, met_on=None, met_how='seen', dropped=False)
    """
    kept: dict[str, Any] = {}
    both: dict[str, tuple[Any, Any]] = {}
    for f in fields(base):  # type: ignore[arg-type]
        three = [getattr(thing, f.name) for thing in (mine, theirs, base)]
        if isinstance(three[2], Mapping):
            kept[f.name], twice = _boxes(*three)
            both |= {f"{f.name}.{key}": pair for key, pair in twice.items()}
            continue
        kept[f.name], twice_changed = _one(*three)
        if twice_changed:
            both[f.name] = (three[0], three[1])
    return Merged(replace(base, **kept), both)  # type: ignore[type-var]


def _one(mine: Any, theirs: Any, base: Any) -> tuple[Any, bool]:
    if theirs == base:
        return mine, False
    return theirs, mine not in (base, theirs)


def _boxes(
    mine: Mapping[str, Any], theirs: Mapping[str, Any], base: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, tuple[Any, Any]]]:
    kept, both = {}, {}
    for key in dict.fromkeys((*base, *theirs, *mine)):
        value, twice = _one(mine.get(key), theirs.get(key), base.get(key))
        if twice:
            both[key] = (mine.get(key), theirs.get(key))
        if value is not None:
            kept[key] = value
    return kept, both
