"""Time two ways of doing the same thing, turn and turn about."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


class Skipped(Exception):
    """A comparison cannot be run here; its text says what is absent."""


@dataclass(frozen=True)
class Result:
    """One line of the table.

    Attributes
    ----------
    job : str
        What was done.
    ours, theirs : str
        Absolute times (or memory), as shown.
    ratio : float or None
        Theirs divided by ours: above 1 is quicker. None where only a limit is set.
    target : str
        What must hold, in words.
    holds : bool
    same : str
        What was checked about the two answers, or about ours.
    """

    job: str
    ours: str
    theirs: str
    ratio: float | None
    target: str
    holds: bool
    same: str


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Return how many seconds a piece of work took, and what it returned."""
    gc.collect()
    start = time.perf_counter()
    answer = work()
    return time.perf_counter() - start, answer


def interleaved(
    sides: Mapping[str, Callable[[], Any]], *, repeats: int, before: Callable[[], Any] | None = None
) -> tuple[dict[str, float], dict[str, Any]]:
    """Time each side in turn, the order reversed every other round, after one round that does not count.

    Parameters
    ----------
    sides : mapping of str to callable
    repeats : int
        Rounds that count.
    before : callable, optional
        Run, untimed, before each piece of work: empties caches and folders.

    Returns
    -------
    medians : dict of str to float
        Seconds.
    answers : dict of str to Any
        What each side returned last.
    """
    seconds: dict[str, list[float]] = {name: [] for name in sides}
    answers: dict[str, Any] = {}
    for turn in range(repeats + 1):
        for name in list(sides)[:: 1 if turn % 2 else -1]:
            if before:
                before()
            took, answers[name] = timed(sides[name])
            if turn:
                seconds[name].append(took)
    return {name: statistics.median(took) for name, took in seconds.items()}, answers


def versus(job: str, ours: float, theirs: float, *, at_least: float, same: str, equal: bool = True) -> Result:
    """Return the line for two medians in seconds; it holds when the ratio does and the answers agree."""
    ratio = theirs / ours
    target = f"at least {at_least:g} times quicker" if at_least > 1 else "no slower"
    return Result(job, f"{ours:.3g} s", f"{theirs:.3g} s", ratio, target, ratio >= at_least and equal, same)
