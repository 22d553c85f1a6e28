"""What a brief holds: a line a source, and what is said of a place."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

NO_PLACES = "gives no places"
"""What is said in place of a count where a source does not say where."""
HIDDEN, NO_DATA = "hidden", "no data"


@dataclass(frozen=True)
class SourceLine:
    """What one source holds of a place. Sources stand side by side and are never added.

    Attributes
    ----------
    layer, source, categories : str
        Id of the layer, what the source is called, and what was counted of it.
    count : str
        Events in the window: a number, for protected profiles a range as ``9 to 16``; ``hidden``, ``0``, ``no data``
        and ``gives no places`` look different.
    before : str
        The same of the same months a year before.
    change : str
        The two set against each other, in words with their uncertainty.
    hot : str
        The kind of hot spot, in words; empty where the source gives no places.
    hours : str
        When, in words; empty for protected profiles.
    confidence : str
        How well it is supported; empty for protected profiles.
    age : str
        How old the data are.
    first, last : str
        The window, ``YYYY-MM``; empty where there is none.
    """

    layer: str
    source: str
    categories: str
    count: str
    before: str = ""
    change: str = ""
    hot: str = ""
    hours: str = ""
    confidence: str = ""
    age: str = ""
    first: str = ""
    last: str = ""

    @property
    def called(self) -> str:
        """What it is called in a sentence: the source, with what was counted where that is one of several."""
        return self.source if self.categories == "all categories" else f"{self.source} ({self.categories})"


@dataclass(frozen=True)
class Brief:
    """What the data say of a place, in two minutes.

    Attributes
    ----------
    place_id, name, reference : str
    profile, marking : str
    window : tuple of str
        First and last month, ``YYYY-MM``, and both in words: the longest reach of its sources.
    sources : tuple of SourceLine
    said : tuple of str
        Two to four sentences to be read aloud.
    provision : tuple of str
        Who is open nearby, by hour.
    deprivation, people : str
    missing, small : tuple of str
        What the data lack; which numbers are small.
    observations, young_map : tuple of str
        What practitioners saw, and what young people marked; empty for those who may not read the register.
    cells : int
    area_km2 : float
    neighbours : str
        What the cells around it hold; empty for protected profiles.
    """

    place_id: str
    name: str
    reference: str
    profile: str
    marking: str
    window: tuple[str, str, str]
    sources: tuple[SourceLine, ...]
    said: tuple[str, ...]
    provision: tuple[str, ...]
    deprivation: str
    people: str
    missing: tuple[str, ...]
    small: tuple[str, ...]
    observations: tuple[str, ...]
    young_map: tuple[str, ...]
    cells: int
    area_km2: float
    neighbours: str

    def to_json(self) -> dict[str, Any]:
        """Return plain values: tuples as lists, the area to a thousandth of a square kilometre."""
        plain = asdict(self)
        plain["area_km2"] = round(self.area_km2, 3)
        for name, value in plain.items():
            if isinstance(value, tuple):
                plain[name] = list(value)
        return plain
