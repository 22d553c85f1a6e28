"""Find the hours of the week that stand out, and say them as people do: school days 15-18."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from scipy import special

from placespace.settings import SETTINGS, settings
from placespace.terms import WEEKDAYS

DAYS, DAY = 7, 24
MOST_HOURS = 12
"""Half a day: what lasts longer is no peak."""
MOST_PEAKS = 3
"""More could not be taken in as a sentence."""
LEAST_FREE, TINY = 0.5, 1e-12
NEARLY = 1
DAY_STARTS = int(SETTINGS["day_starts_hour"].value)
SCHOOL_DAYS = (0, 1, 2, 3, 4)


@dataclass(frozen=True)
class Peak:
    """Hours of the week that hold far more than an even spread.

    Attributes
    ----------
    days : tuple of int
        Operational days, 0 is Monday: the small hours of Saturday are of Friday.
    start, end : int
        Hours of the clock, the end not included: 21 and 1 are 21:00 to 01:00.
    events : float
        Events in it.
    share : float
        Of the events with a time.
    ratio : float
        Events divided by what an even spread would hold.
    """

    days: tuple[int, ...]
    start: int
    end: int
    events: float
    share: float
    ratio: float

    def hours_of_week(self, starts_hour: int = DAY_STARTS) -> list[int]:
        """Return the hours of the week it takes in, by the clock: 0 is Monday 00:00."""
        length, late = (self.end - self.start - 1) % DAY + 1, DAY if self.start < starts_hour else 0
        return sorted((d * DAY + self.start + late + i) % (DAYS * DAY) for d in self.days for i in range(length))


def peaks(counts: np.ndarray, days: np.ndarray | None = None, *, own: Mapping[str, float] | None = None) -> list[Peak]:
    """Return the hours of the week that stand out, strongest first; at most three, none among few events.

    Windows of up to twelve hours of an operational day, on one day or on days that follow each other,
    are compared with an even spread over the week (a scan statistic: Kulldorff 1997). The window with
    the greatest likelihood ratio is a peak when it holds twice an even share (``peak_ratio``) and a
    count so high is unlikely (Poisson, times the number of windows looked at, under ``peak_p``); a
    window within it that stands out from the rest of it by the same rule goes before it. No day and no
    two hours on end of a window may hold less than an even share. The hours found are set aside and the
    rest is looked at again; of a later window up to half may be set aside, and those hours are not
    counted twice. Days with nearly the same hours are joined.

    Parameters
    ----------
    counts : ndarray, shape (168,)
        Events by hour of the week, Monday 00:00 first: counts, not rates.
    days : ndarray, shape (7,), optional
        How many days of each weekday the events come from, Mondays first; as many of each by default.
    own : mapping of str to float, optional
        The area's own settings.

    Examples
    --------
    >>> counts = np.full(168, 0.1); counts[[4 * 24 + 22, 4 * 24 + 23, 5 * 24]] = 10
    >>> peaks_in_words(peaks(counts), "all")
    'Friday 22-01'
    """
    limits = settings(own)
    starts = int(limits["day_starts_hour"])
    events = np.roll(np.asarray(counts, float), -starts).reshape(DAYS, DAY)
    each = np.ones(DAYS) if days is None else np.asarray(days, float)
    if events.sum() < limits["peak_events"] or each.sum() == 0:
        return []
    even = np.repeat(each[:, None], DAY, axis=1) * events.sum() / (each.sum() * DAY)
    rest, found = np.ones((DAYS, DAY), bool), []
    while len(found) < MOST_PEAKS and events[rest].sum() >= limits["peak_events"]:
        window, within = _strongest(events, even, rest, limits), None
        while window is not None:
            within, window = window, _strongest(events, even, rest & window, limits, parts=True)
        if within is None:
            break
        at = within & rest
        found.append(_peak(within, float(events[at].sum()), float(even[at].sum()), float(events.sum()), starts))
        rest &= ~at
    return _joined(found)


def _strongest(
    events: np.ndarray, even: np.ndarray, among: np.ndarray, limits: Mapping[str, float], *, parts: bool = False
) -> np.ndarray | None:
    """Return the window that stands out most from an even spread of the events among some hours; None for none.

    ``parts`` looks at windows wholly among them, and holds them against the spread there as well as the week's.
    The window is a bool a day and hour, shape (7, 24).
    """
    runs, spans = _runs(), _spans()
    count, spread, free = (runs @ (table * among) @ spans.T for table in (events, even, np.ones((DAYS, DAY))))
    size = runs.sum(axis=1)[:, None] * spans.sum(axis=1)
    total, here = events[among].sum(), even[among].sum()
    if here <= 0:
        return None
    expected = spread * total / here
    tried = spread > 0
    may = tried & (free == size if parts else free >= size * LEAST_FREE) & (count > expected)
    may &= count >= limits["peak_ratio"] * (np.maximum(spread, expected) if parts else spread)
    # a day, or two hours on end, with less than an even share is no part of a peak
    over = (events - even) * among
    by_hour = runs @ over
    low_day, low_pair = over @ spans.T < -TINY, by_hour[:, 1:] + by_hour[:, :-1] < -TINY
    may &= (runs @ low_day == 0) & (low_pair @ (spans[:, 1:] * spans[:, :-1]).T == 0)
    if not may.any():
        return None
    others, even_others = np.maximum(total - count, 0), np.maximum(total - expected, TINY)
    gain = special.xlogy(count, count / np.where(tried, expected, 1)) + special.xlogy(others, others / even_others)
    run, span = np.unravel_index(np.argmax(np.where(may, gain, -np.inf)), gain.shape)
    if special.gammainc(count[run, span], expected[run, span]) * tried.sum() >= limits["peak_p"]:
        return None
    return np.outer(runs[run], spans[span]) > 0


def _peak(window: np.ndarray, count: float, even: float, total: float, starts: int) -> Peak:
    hours = np.flatnonzero(window.any(axis=0))
    days = tuple(int(d) for d in np.flatnonzero(window.any(axis=1)))
    start, end = ((int(h) + starts) % DAY for h in (hours[0], hours[-1] + 1))
    return Peak(days, start, end, count, count / total, count / even)


@lru_cache(maxsize=1)
def _runs() -> np.ndarray:
    """Return the days that follow each other, one run a row, shape (43, 7)."""
    firsts = [(d, n) for n in range(1, DAYS) for d in range(DAYS)] + [(0, DAYS)]
    return np.array([[float((d - first) % DAYS < n) for d in range(DAYS)] for first, n in firsts])


@lru_cache(maxsize=1)
def _spans() -> np.ndarray:
    """Return the hours that follow each other within a day, one span a row, shape (222, 24)."""
    spans = [(h, k) for k in range(1, MOST_HOURS + 1) for h in range(DAY - k + 1)]
    return np.array([[float(h <= hour < h + k) for hour in range(DAY)] for h, k in spans])


def _joined(found: list[Peak]) -> list[Peak]:
    """Join peaks whose hours are nearly the same: those of the stronger are kept."""
    out: list[Peak] = []
    for one in found:
        alike = next((i for i, p in enumerate(out) if _nearly(p, one)), None)
        if alike is None:
            out.append(one)
            continue
        with_it = out[alike]
        events, share = with_it.events + one.events, with_it.share + one.share
        even = with_it.events / with_it.ratio + one.events / one.ratio
        days = tuple(sorted({*with_it.days, *one.days}))
        out[alike] = replace(with_it, days=days, events=events, share=share, ratio=events / even)
    return out


def _nearly(a: Peak, b: Peak) -> bool:
    apart = [min((x - y) % DAY, (y - x) % DAY) for x, y in ((a.start, b.start), (a.end, b.end))]
    return not set(a.days) & set(b.days) and max(apart) <= NEARLY


def peaks_in_words(
    found: Sequence[Peak],
    week_type: str,
    *,
    events: float | None = None,
    own: Mapping[str, float] | None = None,
) -> str:
    """Return peaks as a sentence without its full stop.

    Parameters
    ----------
    found : sequence of Peak
    week_type : str
        Monday to Friday are school days in term, weekdays otherwise.
    events : float, optional
        Events with a time that were looked at, to say so where they are too few.
    own : mapping of str to float, optional

    Examples
    --------
    >>> peaks_in_words([Peak((0, 1, 2, 3, 4), 15, 18, 30, 0.6, 7.0), Peak((4, 5), 21, 1, 9, 0.2, 4.0)], "term")
    'school days 15-18; Friday and Saturday 21-01'
    >>> peaks_in_words([], "term", events=12)
    'too few to say: 12 events with a time'
    """
    if events == 0:
        return "no events with a time"
    if events is not None and events < settings(own)["peak_events"]:
        return f"too few to say: {events:.0f} event{'' if round(events) == 1 else 's'} with a time"
    if not found:
        return "no hours stand out"
    return "; ".join(f"{_days_in_words(p, week_type)} {p.start:02d}-{p.end:02d}" for p in found)


def _days_in_words(peak: Peak, week_type: str) -> str:
    """Return the days of a peak; the small hours are of the night before, and say so."""
    if peak.start < DAY_STARTS:
        named = {DAYS: "every night"}.get(len(peak.days), "weekday nights" if peak.days == SCHOOL_DAYS else "")
        return named or f"{_names(peak.days)} night{'s' if len(peak.days) > 1 else ''}"
    if peak.days == SCHOOL_DAYS:
        return "school days" if week_type == "term" else "weekdays"
    return "every day" if len(peak.days) == DAYS else _names(peak.days)


def _names(days: tuple[int, ...]) -> str:
    run = _run(days)
    if run and len(days) > 2:
        return f"{WEEKDAYS[run[0]]} to {WEEKDAYS[run[-1]]}"
    names = [WEEKDAYS[d] for d in (run or days)]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _run(days: tuple[int, ...]) -> tuple[int, ...]:
    """Return the days in the order they follow each other, Sunday to Monday too; empty when they do not."""
    firsts = [d for d in days if (d - 1) % DAYS not in days]
    return tuple((firsts[0] + i) % DAYS for i in range(len(days))) if len(firsts) == 1 else ()
