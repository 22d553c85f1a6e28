"""An exact attacker: every true table that fits what is shown is listed, and no hidden count may be pinned.

The attacker knows the method, its settings, the shape of the town and every word that is shown.
"""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placespace.disclose import PROFILES, Profile, could_be, protect, round_count, shown_total
from placespace.disclose.protect import counts_as_shown
from placespace.measures import is_hot, ring_test

SEVEN = """
      0   0
    0   0   0
      0   0
"""
PARTNER = PROFILES["partner"]
# a small profile, so that more parts can be listed: 1 and 2 hidden, the rest to the nearest 3
TINY = Profile("tiny", 3, 3, None, True, "", "")
# thresholds at which a town of seven cells can be hot at all
EASY = {"hot_q": 0.9, "hot_ratio": 1.0, "hot_months": 1}


@pytest.fixture(scope="module")
def seven(town):
    """Return seven cells: one and its ring."""
    return town(SEVEN)


def tables_that_look_like(counts: np.ndarray, profile: Profile) -> np.ndarray:
    """Every table whose shown counts are those of these counts, one a row."""
    low, high = could_be(*round_count(pd.Series(counts), profile), profile)
    return np.array(list(itertools.product(*(range(int(a), int(b) + 1) for a, b in zip(low, high, strict=True)))))


def values_left(counts: np.ndarray, profile: Profile) -> list[set[int]]:
    """What each hidden count could be to someone who sees the counts shown and the total.

    The total is asked once for each sum: of tables that look alike it can depend on nothing else.
    """
    tables = tables_that_look_like(counts, profile)
    sums, first = np.unique(tables.sum(axis=1), return_index=True)
    said = {s: shown_total(pd.Series(tables[i]), profile) for s, i in zip(sums, first, strict=True)}
    same = [s for s in sums if said[s] == said[counts.sum()]]
    fits = tables[np.isin(tables.sum(axis=1), same)]
    return [set(fits[:, i].tolist()) for i in np.flatnonzero((counts > 0) & (counts < profile.hide_below))]


parts = st.lists(st.integers(0, 9), min_size=1, max_size=5)


@given(counts=parts)
@settings(max_examples=150, deadline=None)
def test_the_total_leaves_every_hidden_part_all_of_its_values(counts):
    left = values_left(np.array(counts), PARTNER)
    assert all(values == {1, 2, 3, 4} for values in left)


@given(counts=st.lists(st.integers(0, 7), min_size=1, max_size=7))
@settings(max_examples=100, deadline=None)
def test_so_does_the_total_under_a_profile_of_another_size(counts):
    left = values_left(np.array(counts), TINY)
    assert all(values == {1, 2} for values in left)


@pytest.mark.parametrize(
    ("counts", "was"),
    [
        ([1, 5], "a hidden total said that the part was 1 or 2"),
        ([4, 4], "a total of 10 said that both were 4"),
        ([1, 1, 1, 1, 1], "a total of 5 said that all were nearly 1"),
    ],
)
def test_attacks_that_worked_once_do_not(counts, was):
    left = values_left(np.array(counts), PARTNER)
    assert all(values == {1, 2, 3, 4} for values in left), was


def test_a_total_far_from_its_bounds_is_shown():
    assert shown_total(pd.Series([20, 3, 9, 2, 2]), PARTNER) == (35, "shown")
    assert shown_total(pd.Series([0, 0]), PARTNER) == (0, "zero")
    assert shown_total(pd.Series([2, 1]), PARTNER) == (None, "hidden")
    assert shown_total(pd.Series([3, 4]), PROFILES["analyst"]) == (7, "shown")


@given(counts=st.lists(st.sampled_from([0, 1, 2, 3, 4, 5, 6]), min_size=7, max_size=7))
@settings(max_examples=15, deadline=None)
def test_flags_of_the_real_ring_test_and_the_total_leave_every_hidden_count_its_values(seven, counts):
    counts = np.array(counts)
    counts[np.flatnonzero((counts > 0) & (counts < 5))[4:]] = 0  # so that every table can be listed

    def seen(values: np.ndarray) -> tuple:
        true = pd.Series(values, seven.cells.index, name="count")
        test = ring_test(true, seven.cells.ring)
        table = test.assign(count=true, months_active=12).reset_index()
        table["hot"] = is_hot(test, pd.Series(12, true.index), 12, EASY).to_numpy()
        table["kind"] = np.where(table["hot"], "persistent", "none")
        out = protect(table, PARTNER, ring=seven.cells.ring, own=EASY)
        return (*out["cell"], *out["hot"], *out["kind"], *out["status"], shown_total(true, PARTNER))

    left = values_left_fast(counts, seen)
    assert all(values == {1, 2, 3, 4} for values in left)


def values_left_fast(counts: np.ndarray, seen) -> list[set[int]]:
    """Return what each hidden count could be; tables are tried in no order, until every value is found."""
    shown = seen(counts)
    rng = np.random.default_rng(0)
    hidden = np.flatnonzero((counts > 0) & (counts < 5))
    left = {i: {int(counts[i])} for i in hidden}
    for table in rng.permutation(tables_that_look_like(counts, PARTNER)):
        if all(int(table[i]) in left[i] for i in hidden):
            continue
        if seen(table) == shown:
            for i in hidden:
                left[i].add(int(table[i]))
        if all(len(v) == 4 for v in left.values()):
            break
    return list(left.values())


@given(counts=st.lists(st.sampled_from([0, 1, 2, 3, 4, 5, 6, 30]), min_size=7, max_size=7))
@settings(max_examples=50, deadline=None)
def test_the_guess_measures_are_made_from_is_the_same_for_all_tables_with_the_same_shown_total(counts):
    counts = np.array(counts)
    guess, total = counts_as_shown(pd.Series(counts), PARTNER), shown_total(pd.Series(counts), PARTNER)
    rng = np.random.default_rng(1)
    low, high = could_be(*round_count(pd.Series(counts), PARTNER), PARTNER)
    for _ in range(10):
        other = pd.Series(rng.integers(low.astype(int), high.astype(int) + 1))
        if shown_total(other, PARTNER) == total:
            assert counts_as_shown(other, PARTNER).equals(guess)


def test_the_totals_of_two_profiles_together_leave_every_hidden_part_its_values():
    """Seven cells of 4: a partner saw no total, a health partner saw 30, and both together saw that all were 4."""
    for n in range(1, 9):
        for total in range(n, 4 * n + 1):
            parts = pd.Series(np.diff([total * i // n for i in range(n + 1)]))
            said = shown_total(parts, PROFILES["partner"])[1]
            if said == "hidden":
                assert shown_total(parts, PROFILES["health"])[1] == "hidden"
                assert shown_total(parts, PROFILES["public"])[1] == "hidden"


HELD = [("partner", "health"), ("partner", "public"), ("health", "public"), ("partner", "health", "public")]


@pytest.mark.parametrize("held", HELD, ids="+".join)
def test_whoever_holds_the_same_table_in_several_profiles_pins_nothing_that_the_finest_of_them_hides(held):
    """Every table of up to three parts from 0 to 12, each with its counts and its total in each profile."""
    profiles = [PROFILES[name] for name in held]
    every = set(range(1, profiles[0].hide_below))
    told: dict[tuple, tuple] = {}

    def seen(parts: tuple) -> tuple:
        order = tuple(sorted(parts))
        if order not in told:
            told[order] = tuple(shown_total(pd.Series(order), p) for p in profiles)
        looks = tuple(round_count(pd.Series(parts), p)[1].tolist() for p in profiles)
        return told[order], looks

    for n in (1, 2, 3):
        for parts in itertools.combinations_with_replacement(range(13), n):
            hidden = [i for i, x in enumerate(parts) if 0 < x < profiles[0].hide_below]
            if not hidden:
                continue
            # one that looks alike in the finest looks alike in the others, so only the totals can differ
            alike = tables_that_look_like(np.array(parts), profiles[0])
            totals = seen(parts)[0]
            fits = [
                t for t in map(tuple, alike.tolist()) if told.get(tuple(sorted(t))) == totals or seen(t)[0] == totals
            ]
            assert all({t[i] for t in fits} == every for i in hidden), parts


def test_what_looks_alike_to_partners_looks_alike_to_health():
    """So a health partner's table tells nothing more to who holds a partner's; public cells are made of partners'."""
    seen = {}
    for x in range(200):
        partner, health = (tuple(s.iloc[0] for s in round_count(pd.Series([x]), PROFILES[p])) for p in HELD[0])
        seen.setdefault(str(partner), set()).add(str(health))
    assert all(len(looks) == 1 for looks in seen.values())


@given(counts=st.lists(st.sampled_from([0, 0.3, 1, 2, 3.4, 4.6, 5, 7.5, 9, 13, 30.2]), min_size=56, max_size=56))
@settings(max_examples=60, deadline=None)
def test_hours_known_only_in_part_are_guessed_alike_where_they_look_alike(counts):
    """Blocks of hours hold parts of events; they are taken to whole ones before anything is shown."""
    true = pd.Series(np.round(counts))
    rng = np.random.default_rng(2)
    low, high = could_be(*round_count(true, PARTNER), PARTNER)
    for _ in range(10):
        other = pd.Series(rng.integers(low.astype(int), high.astype(int) + 1)).astype(float)
        if shown_total(other, PARTNER) == shown_total(true, PARTNER):
            assert counts_as_shown(other, PARTNER).equals(counts_as_shown(true, PARTNER))
