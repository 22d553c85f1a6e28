"""Months, hours and cells of the same events, laid side by side: an exact attacker pins no hidden part.

The attacker knows every table that is shown, which tables are not, the totals, how many events have no time, and
the rule. Every true table that fits is listed; a hidden part must keep all of its values.
"""

import itertools
from collections import defaultdict
from functools import cache

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from placespace.disclose import PROFILES, Profile, could_be, round_count, shown_total, sum_tells
from placespace.disclose.protect import totals_shown

PARTNER, HEALTH = PROFILES["partner"], PROFILES["health"]
TINY = Profile("tiny", 3, 3, None, True, "", "")
"""1 and 2 hidden, the rest to the nearest 3: small enough for every world to be listed."""

Table = tuple[int, ...]


def series(table: Table) -> pd.Series:
    return pd.Series(table, dtype=float)


@cache
def looks(table: Table, profile: Profile) -> tuple:
    """What is seen of a table without its total."""
    shown, status = round_count(series(table), profile)
    return tuple(zip(shown.fillna(-1), status, strict=True))


@cache
def total(table: Table, profile: Profile) -> tuple:
    return shown_total(series(table), profile)


@cache
def alike(table: Table, profile: Profile) -> list[Table]:
    """Every table that looks like this one, its total included."""
    low, high = could_be(*round_count(series(table), profile), profile)
    every = itertools.product(*(range(int(a), int(b) + 1) for a, b in zip(low, high, strict=True)))
    by_sum = {}
    for one in every:
        by_sum.setdefault(sum(one), []).append(one)
    return [t for same in by_sum.values() if total(same[0], profile) == total(table, profile) for t in same]


@cache
def tells(tables: tuple[Table, ...], profile: Profile) -> bool:
    return sum_tells([series(t) for t in tables], profile)


def shown(cells: tuple[Table, ...], months: Table, hours: Table, profile: Profile) -> tuple[bool, bool]:
    """Whether months and hours are shown beside the cells of each category."""
    if tells(tuple(sorted(tuple(sorted(t)) for t in cells)), profile):
        return False, False
    return not tells((tuple(sorted(months)),), profile), sum(hours) > 0 and not tells((tuple(sorted(hours)),), profile)


def hidden_in(table: Table, profile: Profile) -> list[int]:
    return [i for i, x in enumerate(table) if 0 < x < profile.hide_below]


@pytest.mark.parametrize(("of_a", "of_b", "parts"), [(1, 1, 2), (1, 1, 3), (2, 1, 2)])
def test_of_every_small_world_nothing_hidden_is_pinned_not_even_by_what_is_not_shown(of_a, of_b, parts):
    """All worlds of two categories, by month and by hour; those that look the same are one to the attacker."""
    splits = defaultdict(list)
    for split in itertools.product(range(15), repeat=parts):
        splits[sum(split)].append(split)
    seen = defaultdict(list)
    for a in itertools.product(range(8), repeat=of_a):
        for b in itertools.product(range(8), repeat=of_b):
            events = sum(a) + sum(b)
            if not 0 < events <= 14:
                continue
            known = tuple((looks(t, TINY), total(t, TINY)) for t in (a, b))
            # three parts by month and by hour at once are too many to list: hours are one block then
            for months, hours in itertools.product(splits[events], splits[events] if parts == 2 else [(events, 0, 0)]):
                by_month, by_hour = shown((a, b), months, hours, TINY)
                look = (known, by_month and looks(months, TINY), by_hour and (looks(hours, TINY), total(hours, TINY)))
                seen[look].append((a, b, months, hours))
    for (_, by_month, by_hour), worlds in seen.items():
        for at, visible in enumerate((True, True, by_month, by_hour)):
            for part in hidden_in(worlds[0][at], TINY) if visible else []:
                assert {w[at][part] for w in worlds} == {1, 2}, (worlds[0], at, part)


def left_by_sums(cells: tuple[Table, ...], months: Table, hours: Table, profile: Profile) -> list[set[int]]:
    """Every value each hidden part that is shown could have: worlds hang together by the number of events."""
    by_month, by_hour = shown(cells, months, hours, profile)
    no_time = sum(months) - sum(hours)
    each = [alike(t, profile) for t in cells]
    sums = [{sum(t) for t in tables} for tables in each]
    events = {sum(s) for s in itertools.product(*sums)}
    if by_month:
        events &= {sum(t) for t in alike(months, profile)}
    if by_hour:
        events &= {sum(t) + no_time for t in alike(hours, profile)}
    left = []
    for at, (table, tables) in enumerate(zip(cells, each, strict=True)):
        others = {sum(s) for s in itertools.product(*(s for i, s in enumerate(sums) if i != at))}
        could = {n - m for n in events for m in others}
        left += [{t[i] for t in tables if sum(t) in could} for i in hidden_in(table, profile)]
    for visible, table, gone in ((by_month, months, 0), (by_hour, hours, no_time)):
        fits = [t for t in alike(table, profile) if sum(t) + gone in events] if visible else []
        left += [{t[i] for t in fits} for i in hidden_in(table, profile)] if visible else []
    return left


small = st.sampled_from([0, 0, 1, 1, 2, 3, 4, 4, 5, 6, 7, 8, 12])


@st.composite
def worlds(draw, values=small):
    """The cells of one to three categories, and the same events by month and by hour, a few without an hour."""
    cells = tuple(draw(st.lists(st.lists(values, min_size=1, max_size=4).map(tuple), min_size=1, max_size=3)))
    events = sum(map(sum, cells))
    assume(events)
    timed = events - min(draw(st.sampled_from([0, 0, 0, 1, 3])), events)

    def split(number: int, most: int) -> Table:
        cuts = sorted(draw(st.lists(st.integers(0, number), min_size=1, max_size=most)))
        return tuple(b - a for a, b in itertools.pairwise([0, *cuts, number]))

    months, hours = split(events, 3), split(timed, 5)
    assume(max((*months, *hours)) <= 40)
    return cells, months, hours


@given(world=worlds())
@settings(max_examples=300, deadline=None)
def test_partners_who_lay_months_hours_cells_and_totals_side_by_side_pin_no_hidden_part(world):
    assert all(values == {1, 2, 3, 4} for values in left_by_sums(*world, PARTNER))


@given(world=worlds(st.sampled_from([0, 1, 2, 5, 7, 8, 9, 13])))
@settings(max_examples=60, deadline=None)
def test_nor_does_a_health_partner(world):
    cells, months, hours = world
    assume(sum(0 < x < 8 for t in (*cells, months, hours) for x in t) <= 8)
    assert all(values == set(range(1, 8)) for values in left_by_sums(cells, months, hours, HEALTH))


@pytest.mark.parametrize(
    ("profile", "cells", "months", "was"),
    [
        (PARTNER, ((8, 0),), (4, 4), "a cell of 8 to 12 said that both months were 4"),
        (PARTNER, ((5,), (4, 4)), (13,), "13 events less a cell of 5 to 7 said that both other cells were 2 at least"),
        (PARTNER, ((6, 1),), (1, 1, 4, 1), "months whose total was hidden were few or many, so the cell was 1 or 2"),
        (TINY, ((7, 5, 4), (2, 2)), (12, 5, 3), "a hidden total was on one side, which put another on the other"),
    ],
)
def test_attacks_that_worked_once_do_not(profile, cells, months, was):
    every = set(range(1, profile.hide_below))
    assert all(values == every for values in left_by_sums(cells, months, months, profile)), was


tables = st.lists(st.lists(small, min_size=1, max_size=4).map(tuple), min_size=1, max_size=2).map(tuple)


@given(cells=tables)
@settings(max_examples=150, deadline=None)
def test_tables_that_tell_nothing_keep_every_value_even_where_the_number_of_events_is_known(cells):
    assume(sum(map(sum, cells)))
    if sum_tells([series(t) for t in cells], PARTNER):
        return
    events, fits = sum(map(sum, cells)), itertools.product(*(alike(t, PARTNER) for t in cells))
    fits = [world for world in fits if sum(map(sum, world)) == events]
    for at, table in enumerate(cells):
        assert all({world[at][i] for world in fits} == {1, 2, 3, 4} for i in hidden_in(table, PARTNER))


@given(
    table=st.lists(st.integers(0, 14), min_size=1, max_size=6), name=st.sampled_from(["partner", "health", "public"])
)
@settings(max_examples=150, deadline=None)
def test_a_table_whose_total_is_shown_tells_nothing_by_its_sum(table, name):
    if shown_total(series(table), PROFILES[name])[1] == "shown":
        assert not sum_tells([series(table)], PROFILES[name])


@given(cells=tables)
@settings(max_examples=100, deadline=None)
def test_what_tells_a_finer_profile_is_kept_from_a_coarser_one_too(cells):
    """What health sees may be laid beside what partners see."""
    if sum_tells([series(t) for t in cells], PARTNER):
        assert sum_tells([series(t) for t in cells], HEALTH)
        assert sum_tells([series(t) for t in cells], PROFILES["public"])
    assert not sum_tells([series(t) for t in cells], PROFILES["analyst"])


@given(cells=tables, seed=st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_whether_tables_tell_is_the_same_for_all_that_look_alike_and_hold_as_many(cells, seed):
    for _ in range(8):
        other = tuple(seed.choice([o for o in alike(t, PARTNER) if sum(o) == sum(t)]) for t in cells)
        assert tells(other, PARTNER) == tells(cells, PARTNER)


@given(table=st.lists(st.integers(0, 14), min_size=1, max_size=5), name=st.sampled_from(list(PROFILES)))
@settings(max_examples=100, deadline=None)
def test_a_total_is_shown_alike_alone_and_among_others(table, name):
    said, status = totals_shown(series(table), [0, sum(table), 3], PROFILES[name])
    one = shown_total(series(table), PROFILES[name])
    assert (None if pd.isna(said[1]) else int(said[1]), status[1]) == one
