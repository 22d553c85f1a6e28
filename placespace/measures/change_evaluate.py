"""Ask whether it helped: which months are compared, whether they may be, and what they show."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from placespace.catalogue import Layer
from placespace.errors import PlacespaceError
from placespace.grid import Question, study_area
from placespace.ingest import LayerAccount
from placespace.measures.change import Change, Pair, smallest_change_seen, wdd
from placespace.measures.change_baseline import BEFORE_MONTHS, GROUPS, Baseline
from placespace.measures.change_breaks import series_breaks
from placespace.measures.change_regression import Guarded, guarded
from placespace.measures.change_windows import Windows, first_ask, first_whole_month, windows
from placespace.measures.find import Reading
from placespace.measures.trend import Trend, trend
from placespace.settings import settings

SOON, STOPPED, ALONE, NOTHING, COMPARED = "too soon", "stopped", "no place like it", "nothing before", "compared"
FELL, ROSE, NOT_TOLD = "fell", "rose", "cannot be told"


@dataclass(frozen=True, eq=False)
class Evaluation:
    """What can be said of a place since an action.

    Attributes
    ----------
    baseline : Baseline
    status : str
        ``too soon``, ``stopped`` (the series breaks), ``no place like it``, ``nothing before`` or ``compared``.
    pre, post : tuple of str
        The months compared, as many before as after; empty where it is too soon.
    same_season : bool
        Whether before is the same time of the year.
    counts : mapping of str to (int, int)
        Events before and after, by the names of ``GROUPS``; empty where it is too soon, or the series breaks.
    smallest : float
        The smallest fall that could have been told from chance, events; where it is too soon, of the first months
        that could be asked about; 0 where nothing is compared.
    change, own_change, ring_change : Change or None
        Of the place and its ring; of the place alone; of the ring alone. None where nothing is compared.
    ring_told : str
        ``more`` or ``fewer`` round the place, where that is told from chance by both ways of counting; else empty.
    guard : Guarded or None
        The same, counted from what was to be expected of high counts.
    moved_before : Change or None
        How place and comparison moved apart before the action, between two halves of the months before.
    beside_area : Trend or None
        The place for each event in the rest of the area, its ring left out, after and before: where there is no place
        like it. The rest is taken as known.
    expected : int
        Where it is too soon: events in the place in as many months before as could first be asked about.
    verdict : str
        ``fell``, ``rose`` or ``cannot be told``; empty where nothing is compared.
    first_ask : date or None
        Where it is too soon: the day from which three whole months may be held.
    stops, notes : tuple of str
        Why nothing is compared, and what else must be said.
    monthly : DataFrame
        Events by month and group, before and since.
    """

    baseline: Baseline
    status: str
    pre: tuple[str, ...]
    post: tuple[str, ...]
    same_season: bool
    counts: Mapping[str, Pair]
    smallest: float
    change: Change | None = None
    own_change: Change | None = None
    ring_change: Change | None = None
    ring_told: str = ""
    guard: Guarded | None = None
    moved_before: Change | None = None
    beside_area: Trend | None = None
    expected: int = 0
    verdict: str = ""
    first_ask: datetime.date | None = None
    stops: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    monthly: pd.DataFrame = field(default_factory=pd.DataFrame)


def evaluate(frozen: Baseline, reading: Reading, starts: datetime.date, until: str | None = None) -> Evaluation:
    """Compare the whole months since an action with as many before, in the cells that were frozen.

    Parameters
    ----------
    frozen : Baseline
    reading : Reading
        As it is today.
    starts : date
        From when an effect could show.
    until : str, optional
        ``YYYY-MM``: the last month to look at; the last that is held and whole by default.

    Raises
    ------
    PlacespaceError
        When the frozen cells are not all in the study area, or the layer cannot be read.
    """
    store = reading.counts(frozen.layer, frozen.resolution)
    cells = study_area(reading.workspace, frozen.resolution)
    gone = [c for group in frozen.groups.values() for c in group.cells if c not in cells.index]
    if gone:
        raise PlacespaceError(
            "The cells of a baseline must be in the study area.",
            f"{len(gone)} of them are not: the area has changed.",
            "Evaluate with the area the baseline was frozen in.",
        )
    by_month = store.by_cell_and_month(Question(frozen.layer, frozen.categories), cells)
    return evaluate_counts(
        frozen, by_month, starts, until, layer=reading.workspace.layers[frozen.layer],
        account=reading.accounts.get(frozen.layer), own=reading.workspace.area.settings,
    )  # fmt: skip


def evaluate_counts(
    frozen: Baseline,
    by_month: pd.DataFrame,
    starts: datetime.date,
    until: str | None = None,
    *,
    layer: Layer,
    account: LayerAccount | None = None,
    own: Mapping[str, float] | None = None,
) -> Evaluation:
    """Compare counts by cell (rows) and month held (columns): see :func:`evaluate`."""
    least = int(settings(own)["change_months"])
    today = _of_groups(frozen, by_month)
    monthly, notes = _joined(frozen, today)
    held = list(today.index)
    last = min(until or "9999-12", held[-1]) if held else frozen.months[-1]
    found = windows(starts, monthly.index[0], last, least)
    if not found.post:
        return _too_few(frozen, starts, monthly, last, least, notes)
    stops, unknown = series_breaks(layer, account, list(monthly.index), found.pre, found.post)
    before, after = (monthly.reindex(months).sum().astype(int) for months in (found.pre, found.post))
    counts = {name: (int(before[name]), int(after[name])) for name in GROUPS}
    notes += [*unknown, *_season_note(found), *_late_note(frozen, found)]
    smallest = smallest_change_seen([before for before, _ in counts.values()])
    one = Evaluation(
        frozen, COMPARED, found.pre, found.post, found.same_season, counts, smallest, stops=tuple(stops),
        notes=tuple(notes), monthly=monthly,
    )  # fmt: skip
    if stops:
        # what is counted over a gap or a break is no count of the window
        return replace(one, status=STOPPED, counts={}, smallest=0.0)
    if frozen.why_not:
        area = pd.Series(frozen.area, frozen.months).combine_first(by_month.sum())
        return replace(
            one, status=ALONE, stops=(frozen.why_not,), smallest=0.0, beside_area=_beside_area(counts, area, found)
        )
    if not sum(before for before, _ in counts.values()):
        return replace(one, status=NOTHING)
    return _compared(one, own)


def _compared(one: Evaluation, own: Mapping[str, float] | None) -> Evaluation:
    frozen, (place, ring, like, like_ring) = one.baseline, (one.counts[name] for name in GROUPS)
    months = (len(one.pre), len(one.post))
    change = wdd(place, like, ring, like_ring, months=months, own=own)
    ring_change = wdd(ring, like_ring, months=months, own=own) if frozen.groups["ring"].cells else None
    area = pd.Series(frozen.area, frozen.months)
    base = area.iloc[-frozen.looked_at :]
    pre_area = area.reindex(one.pre)
    whole = pre_area.notna().all() and base.sum() > 0
    share = float(pre_area.sum() / base.sum()) if whole else len(one.pre) / frozen.looked_at
    signed = [(sign, frozen.groups[n].expected, *one.counts[n]) for n, sign in zip(GROUPS, (1, 1, -1, -1), strict=True)]
    guard = guarded(signed, share, frozen.spread.swing)
    ring_guard = guarded(
        [part for n, part in zip(GROUPS, signed, strict=True) if "ring" in n], share, frozen.spread.swing
    )
    moved = _moved_before(frozen, own)
    # what changed in the cells round it alone is no change of the place
    own_change = wdd(place, like, months=months, own=own)
    way = change.told if change.told == own_change.told and not (moved and moved.told == change.told) else ""
    fell, rose = way == "fewer" and guard.high < 0, way == "more" and guard.low > 0
    verdict = FELL if fell else ROSE if rose else NOT_TOLD
    found = replace(
        one, change=change, own_change=own_change, ring_change=ring_change, guard=guard, moved_before=moved,
        verdict=verdict,
    )  # fmt: skip
    if ring_change is None:
        return found
    both = {"fewer": ring_guard.high < 0, "more": ring_guard.low > 0}.get(ring_change.told, False)
    return replace(found, ring_told=ring_change.told if both else "")


def _beside_area(counts: Mapping[str, Pair], area: pd.Series, found: Windows) -> Trend | None:
    """Return the place for each event in the rest of the area, its ring left out; None where there is no rest."""
    rest = [
        int(area[list(months)].sum()) - counts["place"][n] - counts["ring"][n]
        for n, months in enumerate((found.pre, found.post))
    ]
    return trend(*counts["place"][::-1], *rest[::-1]) if min(rest) > 0 else None


def _moved_before(frozen: Baseline, own: Mapping[str, float] | None) -> Change | None:
    """Return how place and comparison moved apart between the halves of the last two years before, or of what is."""
    table = frozen.monthly().tail(2 * BEFORE_MONTHS)
    half = len(table) // 2
    if half < settings(own)["change_months"]:
        return None
    early, late = table.iloc[-2 * half : -half].sum(), table.iloc[-half:].sum()
    place, like = ((early[name], late[name]) for name in ("place", "comparison"))
    return wdd(place, like, months=(half, half), own=own)


def _of_groups(frozen: Baseline, by_month: pd.DataFrame) -> pd.DataFrame:
    x = by_month.to_numpy()
    sums = [x[by_month.index.get_indexer(list(frozen.groups[n].cells))].sum(axis=0) for n in GROUPS]
    return pd.DataFrame(np.column_stack(sums), by_month.columns, list(GROUPS))


def _joined(frozen: Baseline, today: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Return counts by month: as frozen where they were, of today elsewhere; and where the two differ."""
    kept = frozen.monthly()
    both = kept.index.intersection(today.index)
    was, now = kept.loc[both].sum(), today.loc[both].sum()
    moved = [n for n in GROUPS if (kept.loc[both, n] != today.loc[both, n]).any()]
    notes = [
        "Today's data differ from those frozen in the months before ("
        + "; ".join(f"{n}: {was[n]:,.0f} frozen, {now[n]:,.0f} today" for n in moved)
        + "), as when a publisher sends months again. The frozen counts are used."
    ] if moved else []  # fmt: skip
    gone = [m for m in kept.index if m not in today.index and len(today.index) and m >= today.index[0]]
    if gone:
        notes.append(f"Held when this was frozen and not today: {', '.join(gone)}. The frozen counts are used.")
    return pd.concat([kept, today.loc[[m for m in today.index if m not in kept.index]]]).sort_index(), notes


def _season_note(found: Windows) -> list[str]:
    if found.same_season:
        return []
    return ["The same months a year before are not held: the months just before are used, of another season."]


def _late_note(frozen: Baseline, found: Windows) -> list[str]:
    late = [m for m in found.pre if m not in frozen.months]
    if not late:
        return []
    some = f"{len(late)} of the months before" if len(late) > 1 else "One of the months before"
    counted = "are" if len(late) > 1 else "is"
    return [f"{some} came in after the baseline was frozen, and {counted} counted in the frozen cells."]


def _too_few(
    frozen: Baseline, starts: datetime.date, monthly: pd.DataFrame, last: str, least: int, notes: list[str]
) -> Evaluation:
    day, ask = first_ask(starts, least), pd.Period(first_whole_month(starts), "M") + (least - 1)
    if str(ask) <= last:  # enough after, too little before
        stop = (
            f"Fewer than {least} months before the action are held: there is nothing to compare with. Add earlier ones."
        )
        return Evaluation(frozen, STOPPED, (), (), False, {}, 0.0, stops=(stop,), notes=tuple(notes), monthly=monthly)
    kept = frozen.monthly()
    pre = windows(starts, kept.index[0], str(ask), least).pre
    rows = kept.loc[[m for m in pre if m in kept.index]] if pre else kept.tail(least)
    rows = rows if len(rows) == least else kept.tail(least)
    return Evaluation(
        frozen, SOON, (), (), False, {}, smallest_change_seen(rows.sum()), first_ask=day, notes=tuple(notes),
        monthly=monthly, expected=int(rows["place"].sum()),
    )  # fmt: skip
