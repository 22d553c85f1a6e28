"""From a baseline that was frozen to what may be said months later."""

import dataclasses
import datetime
import json

import h3
import numpy as np
import pandas as pd
import pytest

from placespace.catalogue import open_workspace
from placespace.errors import PlacespaceError, WrongUse
from placespace.grid import Cells, Question, ring_matrix, study_area
from placespace.ingest import LayerAccount
from placespace.measures import Baseline, baseline, evaluate
from placespace.measures.change_baseline import GROUPS, baseline_of_counts
from placespace.measures.change_evaluate import evaluate_counts
from placespace.measures.change_windows import windows

MIDDLE = h3.latlng_to_cell(53.78, -3.93, 9)
MONTHS = [str(m) for m in pd.period_range("2024-01", "2026-06", freq="M")]
STARTS = datetime.date(2026, 1, 1)
INDEX = pd.Index(sorted(h3.grid_disk(MIDDLE, 7)), name="cell")
CELLS = Cells(INDEX, 9, pd.Series(0.1, INDEX), ring_matrix(INDEX), None, "disk")
PLACE = sorted(h3.grid_disk(MIDDLE, 1))


@pytest.fixture(scope="module")
def layer():
    return open_workspace().layers["police"]


def flat(fall: float = 0.0) -> pd.DataFrame:
    """Ten a month in every cell; in the place less from January 2026."""
    table = pd.DataFrame(10.0, INDEX, MONTHS)
    table.loc[PLACE, [m for m in MONTHS if m >= "2026-01"]] -= fall
    return table


def frozen_of(table: pd.DataFrame, **more) -> Baseline:
    before = table[[m for m in table.columns if m < "2026-01"]]
    return baseline_of_counts(CELLS, before, PLACE, Question("police", ("Robbery",)), as_of="2026-01", **more)


def test_a_fall_is_counted_against_like_places_and_the_season(layer):
    found = evaluate_counts(frozen_of(flat()), flat(fall=6), STARTS, layer=layer)
    assert found.status == "compared"
    assert (found.pre[0], found.pre[-1], found.post[0], found.post[-1]) == ("2025-01", "2025-06", "2026-01", "2026-06")
    assert found.same_season
    assert found.counts["place"] == (420, 168)
    assert found.change.wdd == -252
    assert found.verdict == "fell"
    assert found.ring_told == found.ring_change.told == ""
    assert found.guard.by_itself == pytest.approx(0, abs=1)


def test_nothing_changed_is_not_told_from_chance(layer):
    found = evaluate_counts(frozen_of(flat()), flat(), STARTS, layer=layer)
    assert found.change.wdd == 0
    assert found.verdict == "cannot be told"


def test_a_rise_is_said_too(layer):
    assert evaluate_counts(frozen_of(flat()), flat(fall=-8), STARTS, layer=layer).verdict == "rose"


def test_a_fall_that_had_begun_before_is_not_claimed(layer):
    table = flat(fall=6)
    table.loc[PLACE, [m for m in MONTHS if m < "2025-01"]] = 20.0
    found = evaluate_counts(frozen_of(table), table, STARTS, layer=layer)
    assert found.moved_before.told == "fewer"
    assert found.change.told == "fewer"
    assert found.verdict == "cannot be told"


def test_incidents_that_moved_next_door_are_seen(layer):
    table = flat(fall=6)
    ring = [c for c in h3.grid_ring(MIDDLE, 2)]
    table.loc[ring, [m for m in MONTHS if m >= "2026-01"]] += 4
    found = evaluate_counts(frozen_of(table), table, STARTS, layer=layer)
    assert found.ring_told == found.ring_change.told == "more"
    assert found.change.wdd == -252 + 12 * 6 * 4


def test_the_months_after_choose_nothing():
    one, other = flat(), flat(fall=9)
    other.loc[:, "2026-03"] = 99
    assert frozen_of(one) == frozen_of(other)


def test_a_baseline_with_later_months_is_refused():
    with pytest.raises(WrongUse, match="months before"):
        baseline_of_counts(CELLS, flat(), PLACE, Question("police"), as_of="2026-01")


def test_a_baseline_is_the_same_after_it_was_written_down():
    frozen = frozen_of(flat(), need=pd.Series(0.5, INDEX), kind=pd.Series("", INDEX))
    assert Baseline.from_json(json.loads(json.dumps(frozen.to_json()))) == frozen


@pytest.mark.parametrize("wrong", [{}, {"groups": {}}, {"groups": 3}])
def test_what_is_no_baseline_is_said(wrong):
    with pytest.raises(PlacespaceError, match="as it was frozen"):
        Baseline.from_json(wrong)


def test_months_sent_again_leave_the_frozen_counts_and_are_said(layer):
    again = flat(fall=6)
    again.loc[PLACE, "2025-02"] = 30
    found = evaluate_counts(frozen_of(flat()), again, STARTS, layer=layer)
    assert found.counts["place"] == (420, 168)
    assert any("place: 1,680 frozen, 1,820 today" in note for note in found.notes)


def test_too_soon_says_when_and_what_could_be_seen(layer):
    table = flat()[[m for m in MONTHS if m <= "2026-02"]]
    found = evaluate_counts(frozen_of(flat()), table, STARTS, layer=layer)
    assert found.status == "too soon"
    assert found.first_ask == datetime.date(2026, 4, 1)
    assert found.smallest == pytest.approx(2.486475 * np.sqrt(2 * 3 * 10 * (7 + 12 + 7 + 12)), rel=1e-4)
    assert found.verdict == ""


def test_a_stated_break_stops_it(layer):
    broken = dataclasses.replace(layer, breaks=("2025-10-01: coding system changed",))
    found = evaluate_counts(frozen_of(flat()), flat(fall=6), STARTS, layer=broken)
    assert (found.status, found.verdict, found.change) == ("stopped", "", None)
    assert "coding system changed" in found.stops[0]


def test_a_force_gap_stops_it(layer):
    account = LayerAccount("police", thin_months=["2026-02 east"])
    found = evaluate_counts(frozen_of(flat()), flat(fall=6), STARTS, layer=layer, account=account)
    assert found.status == "stopped"
    assert found.counts == {}
    assert "February 2026" in found.stops[0]


def test_a_month_absent_in_the_middle_stops_it(layer):
    found = evaluate_counts(frozen_of(flat()), flat(fall=6).drop(columns="2026-02"), STARTS, layer=layer)
    assert found.status == "stopped"


def test_no_place_like_it_claims_nothing(layer):
    table = flat(fall=6)
    table.loc[PLACE] += 90
    found = evaluate_counts(frozen_of(table), table, STARTS, layer=layer)
    assert (found.status, found.change, found.verdict) == ("no place like it", None, "")
    assert found.counts["place"][0] == 4200
    assert found.smallest == 0


def test_nothing_before_claims_nothing(layer):
    empty = flat() * 0
    assert evaluate_counts(frozen_of(empty), empty, STARTS, layer=layer).status == "nothing before"


@pytest.mark.parametrize(
    ("starts", "earliest", "last", "pre", "number", "same"),
    [
        ((2026, 1, 1), "2024-01", "2026-06", "2025-01", 6, True),
        ((2026, 1, 15), "2024-01", "2026-06", "2025-02", 5, True),
        ((2026, 1, 1), "2025-08", "2026-06", "2025-08", 5, False),
        ((2025, 1, 1), "2023-01", "2026-06", "2023-01", 18, True),
        ((2025, 1, 1), "2024-01", "2026-06", "2024-01", 12, True),
        ((2025, 1, 15), "2024-01", "2026-01", "2024-01", 12, True),
    ],
)
def test_the_months_compared(starts, earliest, last, pre, number, same):
    found = windows(datetime.date(*starts), earliest, last, 3)
    assert len(found.pre) == len(found.post) == number
    assert (found.pre[0], found.same_season) == (pre, same)
    assert found.pre[-1] < f"{starts[0]}-{starts[1]:02}"
    assert found.post[0] >= f"{starts[0]}-{starts[1]:02}"


def test_too_few_months_are_not_compared():
    assert windows(datetime.date(2026, 1, 1), "2025-11", "2026-06", 3).post == ()
    assert windows(datetime.date(2026, 1, 1), "2020-01", "2026-02", 3).post == ()


def test_the_borough_from_freezing_to_answer(sample_reading):
    cells = study_area(sample_reading.workspace)
    counts = sample_reading.counts("police", 9).by_cell(Question("police", (), "2024-10", "2025-09"), cells)
    place, other = counts.sort_values(ascending=False).index[[0, 40]]
    frozen = baseline(sample_reading, [place], Question("police"), as_of="2026-01", other_places_cells=[other])
    assert frozen.months[-1] == "2025-12"
    assert set(frozen.groups) == set(GROUPS)
    assert other not in frozen.groups["comparison"].cells
    store = sample_reading.counts("police", 9)
    assert list(frozen.groups["place"].monthly) == [
        int(store.by_cell(Question("police", (), m, m), cells)[place]) for m in frozen.months
    ]
    found = evaluate(frozen, sample_reading, STARTS)
    assert found.status == "stopped"
    assert found.stops[0].startswith("June 2025 is missing or far too small at source (fairhythe)")
    assert "2026-02" not in found.monthly.index
    assert evaluate(frozen, sample_reading, STARTS, until="2026-01").status == "too soon"


def test_a_source_without_places_has_no_baseline(sample_reading):
    with pytest.raises(WrongUse, match="says where"):
        baseline(sample_reading, [MIDDLE], Question("emergency_department"), as_of="2026-01")
