"""What leaves is the same for any two tables whose counts look the same, and hidden, zero and no data differ."""

import h3
import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from placespace.disclose import PROFILES, counts_as_shown, protect, round_count, shown_as
from placespace.disclose.protect import EXACT
from placespace.errors import PlacespaceError
from placespace.grid import Question, ring_matrix
from placespace.measures import find_hotspots, hotspot_table
from placespace.terms import HOTSPOT_COLUMNS

PROTECTED = ["partner", "health", "public"]
MONTHS = 12


def hot_table(town, counts: np.ndarray, months: int = MONTHS) -> pd.DataFrame:
    """The hot spot table of a town whose events are spread over the months as evenly as whole events can be."""
    whole, left = np.divmod(np.asarray(counts, int), months)
    by_month = np.repeat(whole[:, None], months, axis=1) + (np.arange(months) < left[:, None])
    frame = pd.DataFrame(by_month.astype(float), town.cells.index, [f"2025-{m + 1:02d}" for m in range(months)])
    table = hotspot_table(frame, town.cells)
    table["place"] = "Town"
    return table


def lookalike(counts: np.ndarray, profile, rng) -> np.ndarray:
    """Other counts that look the same under a profile, the total included."""
    base, hide = profile.base, profile.hide_below
    for _ in range(200):
        other = counts.copy()
        for i, x in enumerate(counts):
            if 0 < x < hide:
                other[i] = rng.integers(1, hide)
            elif x:
                near = int(np.floor(x / base + 0.5)) * base
                same = [
                    v for v in range(max(hide, near - base), near + base) if np.floor(v / base + 0.5) * base == near
                ]
                other[i] = rng.choice(same)
        if np.floor(other.sum() / base + 0.5) == np.floor(counts.sum() / base + 0.5):
            return other
    return counts


small_counts = st.lists(st.sampled_from([0, 0, 0, 0, 1, 1, 2, 3, 4, 5, 6, 7, 9, 13, 60]), min_size=19, max_size=19)


@example(counts=[*[0] * 12, 1, 1, 7, 9, 0, 0, 60], name="health", seed=0)  # a total hidden for a partner's sake
@given(counts=small_counts, name=st.sampled_from(PROTECTED), seed=st.integers(0, 1000))
@settings(max_examples=60, deadline=None)
def test_nothing_that_leaves_tells_two_lookalikes_apart(tiny_town, counts, name, seed):
    profile, counts = PROFILES[name], np.array(counts)
    other = lookalike(counts, profile, np.random.default_rng(seed))
    one, two = (hot_table(tiny_town, c) for c in (counts, other))
    # in which months events fell is not a count: made alike, so that only counts are compared
    for table in (one, two):
        table["months_active"], table["kind"] = MONTHS, "persistent"
    one, two = (protect(t, profile, ring=tiny_town.cells.ring) for t in (one, two))
    pd.testing.assert_frame_equal(one, two, check_exact=True)
    assert list(one.columns) == list(two.columns)
    assert (one.attrs, two.attrs) == ({}, {})


@given(counts=small_counts, name=st.sampled_from(PROTECTED), seed=st.integers(0, 1000))
@settings(max_examples=25, deadline=None)
def test_the_order_in_which_rows_come_in_tells_nothing(tiny_town, counts, name, seed):
    """A table ranked by true counts leaves as the same table as one in the order of cells."""
    table = hot_table(tiny_town, np.array(counts)).drop(columns=["hot", "kind"])
    table["place"] = table["place"].where(np.arange(19) % 2 == 0, "")
    ranked = table.sort_values(["ratio", "count"], ascending=False)[["place", *table.columns.drop("place")]]
    left = protect(table, PROFILES[name])
    right = protect(ranked, PROFILES[name])
    assert list(right.index) == list(range(19))
    pd.testing.assert_frame_equal(left, protect(ranked[table.columns], PROFILES[name]), check_exact=True)
    assert left.set_index("cell")["count"].equals(right.set_index("cell")["count"].reindex(left["cell"]))


def test_rows_that_differ_in_nothing_open_come_in_one_order_only():
    """Ties used to keep the order they came in, which can be a rank by true counts."""
    ranked = pd.DataFrame({"place": ["", "", ""], "cell": ["c", "a", "b"], "count": [4, 3, 1]})
    assert protect(ranked, PROFILES["partner"])["cell"].tolist() == ["a", "b", "c"]


def test_the_index_attrs_and_categories_of_a_ranked_table_do_not_leave(tiny_town):
    table = hot_table(tiny_town, tiny_town.counts.to_numpy())
    table.index = table["count"].rank().astype(int)
    table.attrs["true"] = table["count"].tolist()
    table["kind"] = table["kind"].astype(pd.CategoricalDtype(["none", "persistent", "secret: 9 events"]))
    table["place"] = table["place"].astype("category")
    out = protect(table, PROFILES["partner"], ring=tiny_town.cells.ring)
    assert out.index.equals(pd.RangeIndex(19))
    assert out.index.name is None
    assert out.attrs == {}
    assert not any(isinstance(d, pd.CategoricalDtype) for d in out.dtypes)


def test_dtypes_are_those_of_a_table_with_nothing_in_it(tiny_town):
    ring = tiny_town.cells.ring
    empty, full = (protect(hot_table(tiny_town, c), PROFILES["partner"], ring=ring)
                   for c in (np.zeros(19), tiny_town.counts.to_numpy()))  # fmt: skip
    assert (empty.dtypes == full.dtypes).all()


@pytest.mark.parametrize("name", PROTECTED)
def test_columns_that_give_a_count_away_are_empty_in_every_row(tiny_town, name):
    table = hot_table(tiny_town, tiny_town.counts.to_numpy())
    assert EXACT & set(table) == {"ring", "expected", "ratio", "p", "q", "gi_z", "months_active"}
    out = protect(table, PROFILES[name], ring=tiny_town.cells.ring)
    assert out[list(EXACT & set(table))].isna().all(axis=None)
    assert not set(out["count"].dropna()) & set(range(1, PROFILES[name].hide_below))
    assert (out["count"].dropna() % PROFILES[name].base == 0).all()


def test_every_column_of_a_second_count_is_protected_too():
    """Only the first count column used to be."""
    out = protect(pd.DataFrame({"cell": ["a", "b"], "count": [3, 9], "events": [2, 0]}), PROFILES["partner"])
    assert out["events"].dropna().tolist() == [0]
    assert out["count"].dropna().tolist() == [10]


def test_hidden_zero_and_no_data_look_different():
    out = protect(pd.DataFrame({"cell": list("abcd"), "count": [3, 0, None, 8]}), PROFILES["partner"]).set_index("cell")
    words = {c: shown_as(out.loc[c, "count"], out.loc[c, "status"]) for c in "abcd"}
    assert words == {"a": "hidden", "b": "0", "c": "no data", "d": "10"}


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("analyst", {0: "0", 1: "1", 4: "4", 5: "5", 7: "7", 12: "12"}),
        ("partner", {0: "0", 1: "hidden", 4: "hidden", 5: "5", 7: "5", 8: "10", 12: "10", 13: "15"}),
        ("health", {0: "0", 1: "hidden", 7: "hidden", 8: "10", 12: "10", 13: "15"}),
        ("public", {0: "0", 1: "hidden", 9: "hidden", 10: "10", 14: "10", 15: "20", 24: "20", 25: "30"}),
    ],
)
def test_counts_are_hidden_and_rounded_as_each_profile_says(name, shown):
    counts, status = round_count(pd.Series(list(shown)), PROFILES[name])
    assert [shown_as(c, s) for c, s in zip(counts, status, strict=True)] == list(shown.values())


def test_an_unknown_column_is_refused_and_named():
    with pytest.raises(PlacespaceError, match=r"disclosure knows.*'victims' is not one"):
        protect(pd.DataFrame({"cell": ["a"], "count": [9], "victims": [1]}), PROFILES["partner"])
    with pytest.raises(PlacespaceError, match="'victims'"):
        protect(pd.DataFrame({"cell": ["a"], "count": [9], "victims": [1]}), PROFILES["analyst"])


def test_a_column_there_twice_is_refused():
    twice = pd.DataFrame([["a", 9, 3]], columns=["cell", "count", "count"])
    with pytest.raises(PlacespaceError, match="'count' is there twice"):
        protect(twice, PROFILES["partner"])


def test_flags_without_their_rings_months_or_rows_are_refused(tiny_town):
    table = hot_table(tiny_town, tiny_town.counts.to_numpy())
    with pytest.raises(PlacespaceError, match="No ring matrix"):
        protect(table, PROFILES["partner"])
    with pytest.raises(PlacespaceError, match="no months_active"):
        protect(table.drop(columns="months_active"), PROFILES["partner"], ring=tiny_town.cells.ring)
    with pytest.raises(PlacespaceError, match="has no hot"):
        protect(table.drop(columns="hot"), PROFILES["partner"], ring=tiny_town.cells.ring)
    with pytest.raises(PlacespaceError, match="5 rows and the ring matrix 19"):
        protect(table.head(5), PROFILES["partner"], ring=tiny_town.cells.ring)


def big_town(counts_at: dict[int, int]) -> object:
    """Ninety-one cells, one event far from the others in every third, and some of ours in the middle."""
    middle = h3.latlng_to_cell(53.78, -3.93, 9)
    index = pd.Index(sorted(h3.grid_disk(middle, 5)), name="cell")
    counts = pd.Series(0, index)
    for cell, count in zip(h3.grid_disk(middle, 1), counts_at.values(), strict=False):
        counts[cell] = count
    return index, counts, middle


def test_a_kind_rests_on_single_months_and_is_hidden():
    index, values, middle = big_town({0: 60})
    cells = type(
        "C", (), {"index": index, "ring": ring_matrix(index), "area_km2": pd.Series(0.1, index, name="area_km2")}
    )
    table = hot_table(type("T", (), {"cells": cells}), values.to_numpy())
    assert table.set_index("cell").loc[middle, "kind"] in ("persistent", "diminishing")
    out = protect(table, PROFILES["partner"], ring=cells.ring).set_index("cell")
    assert out.loc[middle, "hot"]
    assert set(out.loc[out["hot"], "kind"]) == {"hidden"}
    assert set(out.loc[~out["hot"], "kind"]) == {"none"}


def test_the_analyst_sees_the_true_table_as_it_came(tiny_town):
    table = hot_table(tiny_town, tiny_town.counts.to_numpy()).sort_values("ratio")
    out = protect(table, PROFILES["analyst"])
    pd.testing.assert_frame_equal(out.drop(columns="status"), table)
    assert set(out["status"]) == {"shown", "zero"}


def test_guessed_counts_are_alike_for_lookalikes_and_add_up_to_the_shown_total():
    one, two = pd.Series([20, 3, 9, 2, 2, 0]), pd.Series([22, 1, 8, 3, 1, 0])
    partner = PROFILES["partner"]
    assert counts_as_shown(one, partner).equals(counts_as_shown(two, partner))
    assert counts_as_shown(one, partner).sum() == pytest.approx(35)
    assert counts_as_shown(one, PROFILES["analyst"]).equals(one.astype(float))


def test_every_column_of_the_hot_spot_table_has_been_decided_on(tiny_town):
    table = hot_table(tiny_town, tiny_town.counts.to_numpy())
    assert set(table) == {*HOTSPOT_COLUMNS, "place"}
    assert set(protect(table, PROFILES["public"], ring=tiny_town.cells.ring)) == {*HOTSPOT_COLUMNS, "place", "status"}


def test_the_borough_s_planted_places_stay_hot_for_partners(sample_reading, truth):
    """Flags are made again from what is shown; where counts are large they must still say the same."""
    found = find_hotspots(sample_reading, Question("police", ("Violence and sexual offences",)), names=False)
    out = protect(found.table, PROFILES["partner"], ring=found.cells.ring).set_index("cell")["hot"]
    true = found.table.set_index("cell")["hot"]
    assert (out & true).sum() >= 0.9 * true.sum()
    assert (out & ~true).sum() <= 0.1 * true.sum()


@pytest.mark.parametrize("profile", [p for p in PROFILES.values() if not p.exact], ids=lambda p: p.name)
def test_nothing_lies_under_a_hidden_count(profile):
    shown, status = round_count(pd.Series([*range(12), None]), profile)
    assert set(shown.array._data[(status == "hidden") | (status == "no data")]) == {0}
