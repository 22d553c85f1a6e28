"""Find where one bus or team is said to be at two places at once: a question, never a correction."""

from __future__ import annotations

import numpy as np
import pandas as pd

from placespace.ingest.sessions.frames import timing_of
from placespace.ingest.sessions.timing import WEEKLY, Timing
from placespace.terms import WEEKDAYS

WEEK, DAY = 7 * 24 * 60, 24 * 60
CLASH_COLUMNS = ("unit", "provider", "session", "site", "other_session", "other_site", "weekday", "start", "end", "ask")


def clashes(timings: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs of sessions at which one unit would be at two places at once.

    Parameters
    ----------
    timings : DataFrame
        ``terms.SESSION_COLUMNS``. Rows without a unit, a day, a start or an end are passed over: whether
        they clash is not known.

    Returns
    -------
    DataFrame
        :data:`CLASH_COLUMNS`, a row a pair; ``weekday``, ``start`` and ``end`` are of the time in common, ``ask``
        is the question. Nothing is dropped: two buses may have one name.

    Notes
    -----
    Two sessions clash when they share weeks (term and holiday do not, all shares with both), a month and a
    day of their seasons, and their times of the week overlap, also past midnight. Two that run every other
    week or once a month are asked about unless their first days show that they alternate.
    """
    known = timings[["weekday", "start", "end"]].notna().all(axis=1) & (timings["unit"].fillna("") != "")
    rows = timings[known]
    teams = rows["unit"].str.casefold() + "\x1f" + rows["provider"].fillna("").str.casefold()
    found = [pair for _, group in rows.groupby(teams, sort=False) for pair in _pairs(group)]
    return pd.DataFrame(found, columns=list(CLASH_COLUMNS))


def _pairs(group: pd.DataFrame) -> list[tuple]:
    start = group["weekday"].to_numpy(int) * DAY + _minutes(group["start"])
    length = (_minutes(group["end"]) - _minutes(group["start"])) % DAY
    ahead = (start[None, :] - start[:, None]) % WEEK  # from the first of a pair to the second, round the week
    meet = (ahead < length[:, None]) | ((WEEK - ahead) % WEEK < length[None, :])
    first, second = np.nonzero(np.triu(meet, 1))
    records = group.to_dict("records")
    held = [timing_of(r) for r in records]
    out = []
    for i, j in zip(first.tolist(), second.tolist(), strict=True):
        a, b = records[i], records[j]
        if _one_place(a, b) or not _same_weeks(held[i], held[j]):
            continue
        later, earlier = (j, i) if ahead[i, j] < length[i] else (i, j)
        begins = start[later]
        ends = (begins + min(length[later], length[earlier] - (begins - start[earlier]) % WEEK)) % DAY
        day, clock, until = begins // DAY, _clock(begins % DAY), _clock(ends)
        ask = (
            f"{a['unit']} would be at {a['site'] or 'a place not named'} and at {b['site'] or 'a place not named'} on "
            f"{WEEKDAYS[day]} {clock}-{until}: which, or is it two?"
        )
        out.append((a["unit"], a["provider"], a["session"], a["site"], b["session"], b["site"], day, clock, until, ask))
    return out


def _minutes(clock: pd.Series) -> np.ndarray:
    return clock.str[:2].astype(int).to_numpy() * 60 + clock.str[3:].astype(int).to_numpy()


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _one_place(a: dict, b: dict) -> bool:
    same_point = a["lon"] == b["lon"] and a["lat"] == b["lat"]
    return same_point or (a["site"].casefold() == b["site"].casefold() and (pd.isna(a["lon"]) or pd.isna(b["lon"])))


def _same_weeks(a: Timing, b: Timing) -> bool:
    if "all" not in (a.weeks, b.weeks) and a.weeks != b.weeks and not _named_within(a.weeks, b.weeks):
        return False
    if a.months and b.months and not set(a.months) & set(b.months):
        return False
    if (a.valid_to and b.valid_from and a.valid_to < b.valid_from) or (
        b.valid_to and a.valid_from and b.valid_to < a.valid_from
    ):
        return False
    if WEEKLY < a.every == b.every and a.every == 2 and a.valid_from and b.valid_from:
        weeks = [(t.valid_from.toordinal() - t.valid_from.weekday()) // 7 for t in (a, b)]
        return (weeks[0] - weeks[1]) % 2 == 0
    return True


def _named_within(one: str, other: str) -> bool:
    """Return whether one is a named week, such as an event's, that may fall in the other's term or holiday."""
    plain = {"term", "holiday"}
    return (one in plain) != (other in plain)
