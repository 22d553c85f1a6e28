"""What may be asked, and what was handed out before, give nothing back by subtraction."""

import itertools
import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from placespace.disclose import (
    PROFILES,
    allowed_resolution,
    check_months,
    check_question,
    check_release,
    earlier_months,
    earlier_releases,
    record_release,
    whole_windows,
    wording_faults,
)
from placespace.errors import PlacespaceError
from placespace.grid import Question
from placespace.terms import NEVER

PROTECTED = ["partner", "health", "public"]
PARTNER = PROFILES["partner"]
YEARS = [f"{y}-{m:02d}" for y in (2024, 2025, 2026) for m in range(1, 13)]


@pytest.mark.parametrize("name", PROTECTED)
def test_a_cell_cannot_be_taken_from_its_parent(name):
    profile = PROFILES[name]
    one = allowed_resolution(profile, 9)
    assert allowed_resolution(profile, 9, one) == one
    for other in {7, 8, 9} - {one}:
        with pytest.raises(PlacespaceError, match=rf"resolution {one} only.*Resolution {other} was asked for"):
            allowed_resolution(profile, 9, other)


def test_the_public_sees_resolution_8_or_coarser_and_the_analyst_any():
    assert allowed_resolution(PROFILES["public"], 9) == 8
    assert allowed_resolution(PROFILES["public"], 7) == 7
    assert [allowed_resolution(PROFILES["analyst"], 9, r) for r in (None, 7, 8)] == [9, 7, 8]


@pytest.mark.parametrize("name", PROTECTED)
@pytest.mark.parametrize(
    "window",
    [
        ("2025-01", "2025-01"),
        ("2025-01", "2025-11"),
        ("2025-02", "2026-01"),
        ("2025-01", "2026-01"),
        ("2025-01", "2025-03"),
    ],
)
def test_a_month_cannot_be_taken_from_a_window(name, window):
    with pytest.raises(PlacespaceError, match=r"whole years that end with December.*The window is"):
        check_question(PROFILES[name], Question("police", ("a",), *window), ["a", "b"])
    check_question(PROFILES["analyst"], Question("police", ("a",), *window), ["a", "b"])


@pytest.mark.parametrize(("window", "ends"), [(("2025-01", "2025-12"), 12), (("2024-10", "2025-09"), 9)])
def test_the_areas_own_whole_year_may_be_asked_and_no_other(window, ends):
    check_question(PARTNER, Question("police", ("a",), *window), ["a", "b"], ends)
    for other in {3, 9, 12} - {ends}:
        with pytest.raises(PlacespaceError, match="so that no two windows overlap"):
            check_question(PARTNER, Question("police", ("a",), *window), ["a", "b"], other)


def test_two_years_together_are_refused_for_they_overlap_each_of_them():
    with pytest.raises(PlacespaceError, match="so that no two windows overlap"):
        check_question(PARTNER, Question("police", ("a",), "2024-01", "2025-12"), ["a", "b"])


@given(st.integers(0, 35), st.integers(0, 35), st.integers(1, 12))
def test_whatever_months_are_held_two_windows_offered_never_share_one(one, more, ends):
    held = [str(pd.Period("2023-01", "M") + k) for k in range(one, one + more + 1)]
    months = [m for a, b in whole_windows(held, ends) for m in pd.period_range(a, b, freq="M").astype(str)]
    assert len(months) == len(set(months))
    later = [str(pd.Period(held[-1], "M") + k) for k in range(1, 6)]
    assert set(whole_windows(held, ends)) <= set(whole_windows([*held, *later], ends))


@pytest.mark.parametrize("categories", [(), ("a", "b")])
def test_a_category_cannot_be_taken_from_a_sum_of_them(categories):
    with pytest.raises(PlacespaceError, match="one category at a time"):
        check_question(PARTNER, Question("police", categories, "2025-01", "2025-12"), ["a", "b", "c"])


def test_a_layer_of_one_category_may_be_asked_whole():
    check_question(PARTNER, Question("police", (), "2025-01", "2025-12"), ["a"])


def test_the_windows_offered_are_whole_apart_and_held():
    windows = whole_windows(YEARS[2:])
    assert windows == [("2026-01", "2026-12"), ("2025-01", "2025-12")]
    for window in windows:
        check_question(PARTNER, Question("police", ("a",), *window), ["a", "b"])
    assert whole_windows(YEARS[:11]) == []
    assert whole_windows([]) == []


def store(months: dict[str, list[int]]):
    """Counts a cell of a question, from counts a month (the same in each month named)."""

    def counts_of(question: Question) -> pd.Series:
        chosen = [c for m, c in months.items() if question.first <= m <= question.last]
        return pd.Series(np.sum([*chosen, np.zeros(len(next(iter(months.values()))))], axis=0))

    return counts_of


def ask(first: str, last: str, *categories: str) -> Question:
    return Question("police", categories or ("a",), first, last)


Y24, Y25, BOTH = ask("2024-01", "2024-12"), ask("2025-01", "2025-12"), ask("2024-01", "2025-12")
ROLLED = ask("2024-04", "2025-03")


def test_windows_apart_and_the_same_window_again_are_handed_out():
    counts = store({"2024-05": [3, 0, 9], "2025-05": [1, 2, 0]})
    check_release(PARTNER, Y25, [Y24], counts)
    check_release(PARTNER, Y25, [Y25, Y24], counts)
    check_release(PARTNER, Y25, [], counts)


def test_a_window_less_one_handed_out_that_leaves_a_small_count_is_refused():
    counts = store({"2024-05": [0], "2025-02": [3]})
    with pytest.raises(PlacespaceError, match=r"2024-04 to 2025-03, with 2024-01 to 2024-12 handed out before.*1 cell"):
        check_release(PARTNER, ROLLED, [Y24], counts)
    check_release(PROFILES["analyst"], ROLLED, [Y24], counts)


def test_two_years_less_each_of_them_are_refused_where_one_at_a_time_is_not():
    """Two hidden years of 4 and their sum of 8, shown as 10: each year alone tells nothing, both tell all."""
    counts = store({"2024-05": [4], "2025-05": [4]})
    check_release(PARTNER, BOTH, [Y24], counts)
    check_release(PARTNER, BOTH, [Y25], counts)
    with pytest.raises(PlacespaceError, match="no small count"):
        check_release(PARTNER, BOTH, [Y24, Y25], counts)


def test_no_categories_means_all_and_is_not_another_question():
    counts = store({"2024-05": [0], "2025-02": [3]})
    everything = Question("police", (), "2024-01", "2024-12")
    with pytest.raises(PlacespaceError):
        check_release(PARTNER, ROLLED, [everything], counts)
    check_release(PARTNER, ROLLED, [ask("2024-01", "2024-12", "b")], counts)


months = st.lists(st.integers(0, 9), min_size=3, max_size=3)


@given(counts=months, order=st.permutations([(0, 1), (1, 3), (0, 3), (0, 2), (1, 2), (2, 3)]), number=st.integers(2, 4))
@settings(max_examples=200, deadline=None)
def test_what_the_ledger_lets_through_leaves_every_hidden_count_its_values(counts, order, number):
    """Three half-years as atoms, windows over them handed out one by one; an attacker lists all that fits."""
    half = ["2024-01", "2024-07", "2025-01", "2025-07"]
    ends = ["2024-06", "2024-12", "2025-06"]
    counts_of = store({f: [c] for f, c in zip(half, counts, strict=False)})
    given_out = []
    for first, last in order[:number]:
        question = ask(half[first], ends[last - 1])
        try:
            check_release(PARTNER, question, [q for q, _ in given_out], counts_of)
        except PlacespaceError:
            continue
        given_out.append((question, (first, last)))
    assume(len(given_out) > 1)

    def look(total: int) -> str | int:
        return 0 if total == 0 else "hidden" if total < 5 else int(total / 5 + 0.5) * 5

    spans = [span for _, span in given_out]
    seen = [look(sum(counts[a:b])) for a, b in spans]
    fits = [t for t in itertools.product(range(13), repeat=3) if [look(sum(t[a:b])) for a, b in spans] == seen]
    for (a, b), word in zip(spans, seen, strict=True):
        if word == "hidden":
            assert {sum(t[a:b]) for t in fits} == {1, 2, 3, 4}


def test_the_ledger_keeps_protected_answers_once_and_by_layer_profile_and_resolution(tmp_path):
    ledger = tmp_path / "geodata" / "releases.jsonl"
    assert earlier_releases(ledger, PARTNER, "police", 9) == []
    for _ in range(2):
        record_release(ledger, PARTNER, Y24, 9, ["2024-01"])
    record_release(ledger, PROFILES["analyst"], Y25, 9, ["2025-01"])
    record_release(ledger, PARTNER, Y25, 9, ["2025-01"])
    assert earlier_releases(ledger, PARTNER, "police", 9) == [Y24, Y25]
    for other in ((PROFILES["public"], "police", 9), (PARTNER, "ambulance", 9), (PARTNER, "police", 8)):
        assert earlier_releases(ledger, *other) == []
    rows = [json.loads(line) for line in ledger.read_text(encoding="utf-8").splitlines()]
    assert len(rows) == 2
    assert not {"count", "events"} & {key for row in rows for key in row}


def test_a_window_handed_out_again_with_a_late_month_is_refused_where_that_month_is_small(tmp_path):
    ledger = tmp_path / "releases.jsonl"
    # where nothing was and three are, only a small month can have come in
    now = pd.DataFrame({"2025-01": [0, 20], "2025-02": [3, 20]})
    record_release(ledger, PARTNER, Y25, 9, ["2025-01"])
    before = earlier_months(ledger, PARTNER, Y25, 9)
    assert before == [("2025-01",)]
    with pytest.raises(PlacespaceError, match=r"same months.*small count in 1 cell"):
        check_months(PARTNER, now, before)
    check_months(PARTNER, now, [("2025-01", "2025-02")])
    check_months(PARTNER, now.assign(**{"2025-02": [0, 20]}), before)
    check_months(PROFILES["analyst"], now, before)


def test_the_ledger_keeps_cells_and_hours_apart_and_reads_lines_from_before_there_were_hours(tmp_path):
    ledger = tmp_path / "releases.jsonl"
    record_release(ledger, PARTNER, Y24, 9, ["2024-01"])
    rows = [json.loads(line) for line in ledger.read_text(encoding="utf-8").splitlines()]
    ledger.write_text(json.dumps({k: v for k, v in rows[0].items() if k != "split"}) + "\n", encoding="utf-8")
    everything = Question("police", (), "2025-01", "2025-12")
    record_release(ledger, PARTNER, everything, 9, ["2025-01"], split="hours")
    record_release(ledger, PARTNER, everything, 9, ["2025-01"], split="hours")
    assert earlier_releases(ledger, PARTNER, "police", 9) == [Y24]
    assert earlier_releases(ledger, PARTNER, "police", 9, split="hours") == [everything]
    assert earlier_months(ledger, PARTNER, everything, 9) == []
    assert earlier_months(ledger, PARTNER, everything, 9, split="hours") == [("2025-01",)]
    assert len(ledger.read_text(encoding="utf-8").splitlines()) == 2


def test_what_is_refused_is_named_as_what_it_is():
    counts = store({"2024-05": [0], "2025-02": [3]})
    with pytest.raises(PlacespaceError, match=r"1 block\(s\) of hours"):
        check_release(PARTNER, ROLLED, [Y24], counts, part="block(s) of hours")
    by_month = pd.DataFrame({"2025-01": [0], "2025-02": [3]})
    with pytest.raises(PlacespaceError, match=r"1 block\(s\) of hours"):
        check_months(PARTNER, by_month, [("2025-01",)], part="block(s) of hours")


@pytest.mark.parametrize("word", NEVER)
def test_each_word_that_is_never_used_is_found_in_any_case_plural_or_hyphenated(word):
    for form in (word, word.upper(), f"the {word}s of", word.replace(" ", "-"), word.replace(" ", "\n  ")):
        assert wording_faults(form) == [word]


def test_plain_words_have_no_faults():
    assert wording_faults("A location of concern. Choose a month; chosen by the partnership; no going back.") == []
