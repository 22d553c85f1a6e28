"""Events on the hours of the week: windows by minutes, nights with the evening they follow, unknown kept apart."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placespace.catalogue import open_workspace
from placespace.errors import PlacespaceError
from placespace.grid import has_hours, timed_events
from placespace.grid.observations import observations_path
from placespace.grid.times import UNKNOWN, on_hours

MON, FRI, SAT, SUN = 0, 4 * 24, 5 * 24, 6 * 24


def on(*rows: tuple) -> pd.DataFrame:
    """Events of (at, at_end, time known), one an event, on their hours."""
    whole = [row + (None, True)[len(row) - 1 :] for row in rows]
    frame = pd.DataFrame(whole, columns=["at", "at_end", "time_known"])
    for column in ("at", "at_end"):
        frame[column] = pd.to_datetime(frame[column]).astype("datetime64[us]")
    return on_hours(frame.assign(event=range(len(frame))), starts_hour=6, most_hours=24)


def shares(frame: pd.DataFrame) -> dict[int, float]:
    return {int(h): round(float(s), 6) for h, s in zip(frame["hour_of_week"], frame["share"], strict=True)}


def test_an_event_at_a_time_is_in_its_hour():
    assert shares(on(("2025-10-06 00:00",))) == {MON: 1}
    assert shares(on(("2025-10-12 23:59",))) == {SUN + 23: 1}
    assert shares(on(("2025-10-08 18:30", "2025-10-08 18:30"))) == {2 * 24 + 18: 1}, "a window of no length"


def test_a_window_is_shared_by_minutes():
    assert shares(on(("2025-10-06 17:30", "2025-10-06 18:30"))) == {17: 0.5, 18: 0.5}
    assert shares(on(("2025-10-06 17:45", "2025-10-06 19:15"))) == {17: 0.166667, 18: 0.666667, 19: 0.166667}
    assert shares(on(("2025-10-06 17:00", "2025-10-06 18:00"))) == {17: 1}
    assert shares(on(("2025-10-12 23:30", "2025-10-13 00:30"))) == {SUN + 23: 0.5, MON: 0.5}


def test_a_window_over_a_day_or_backwards_is_no_time():
    got = on(("2025-10-06 12:00", "2025-10-07 13:00"), ("2025-10-06 12:00", "2025-10-06 11:00"))
    assert got["hour_of_week"].tolist() == [UNKNOWN, UNKNOWN]
    assert got["share"].tolist() == [1, 1]
    day = on(("2025-10-06 12:30", "2025-10-07 12:30"))
    assert len(day) == 25, "24 hours exactly is a window still"
    assert day["share"].sum() == pytest.approx(1)


def test_half_past_one_on_saturday_is_of_friday_and_its_hour_is_saturday_s():
    got = on(("2025-10-11 01:30",))
    assert got["hour_of_week"].tolist() == [SAT + 1]
    assert got["day"].dt.day_name().tolist() == ["Friday"]
    across = on(("2025-10-11 05:30", "2025-10-11 06:30"))
    assert across["day"].dt.day_name().tolist() == ["Friday", "Saturday"], "each part by its own hour"


def test_a_date_alone_is_of_its_own_day_and_of_no_hour():
    got = on(("2025-10-11 00:00", None, False), (None, None, False))
    assert got["hour_of_week"].tolist() == [UNKNOWN, UNKNOWN]
    assert got["day"].dt.day_name().tolist()[0] == "Saturday"
    assert got["day"].isna().tolist() == [False, True]


def test_the_hour_that_happens_twice_in_october_is_one_hour_of_the_week():
    assert shares(on(("2025-10-26 01:30",))) == {SUN + 1: 1}
    # from half past midnight to half past two three hours go by, two of them in 'one o'clock'
    got = on(("2025-10-26 00:30", "2025-10-26 02:30")).groupby("hour_of_week")["share"].sum()
    assert got.round(6).to_dict() == {SUN: 0.166667, SUN + 1: 0.666667, SUN + 2: 0.166667}


def test_nothing_falls_in_the_hour_that_clocks_skip_in_march():
    assert shares(on(("2026-03-29 00:30", "2026-03-29 02:30"))) == {SUN: 0.5, SUN + 2: 0.5}


@settings(deadline=None)
@given(st.datetimes(pd.Timestamp("2024-01-01"), pd.Timestamp("2026-12-31")), st.integers(0, 1440))
def test_the_parts_of_an_event_always_make_one_event(at, minutes):
    at = at.replace(second=0, microsecond=0)
    if (at.month, at.hour) == (3, 1):  # an hour that may not be there is never a known time
        return
    got = on((at, at + pd.Timedelta(minutes=minutes)))
    assert got["share"].sum() == pytest.approx(1)
    assert (got["share"] >= 0).all()
    assert got["hour_of_week"].between(0, 167).all()
    assert (got["event"] == 0).all()


def test_a_layer_s_events_are_all_there_but_the_excluded(sample_reading):
    workspace = sample_reading.workspace
    stored = pd.read_parquet(observations_path(workspace, "ambulance"))
    stored = stored[stored["excluded"].isna()]
    got = timed_events(workspace, "ambulance", 9)
    assert list(got) == ["cell", "category", "month", "day", "hour_of_week", "share"]
    assert got["share"].sum() == len(stored)
    assert (got["hour_of_week"] == UNKNOWN).sum() == (~stored["time_known"]).sum()
    by_cell = got.groupby("cell", observed=True)["share"].sum()
    assert by_cell.to_dict() == stored["cell_9"].astype("str").value_counts().to_dict()


def test_events_agree_with_the_counts_hour_by_hour(sample_reading):
    table = sample_reading.counts("emergency_department", 9).table
    by_hand = table.groupby(table["hour_of_week"].fillna(UNKNOWN).astype(int))["count"].sum()
    got = timed_events(sample_reading.workspace, "emergency_department", 9).groupby("hour_of_week")["share"].sum()
    assert got.to_dict() == by_hand.to_dict()


def test_events_without_a_place_are_kept_without_a_cell(sample_reading):
    got = timed_events(sample_reading.workspace, "emergency_department", 9)
    assert got["cell"].isna().all()
    assert len(got) == sample_reading.placings["emergency_department"].rows


def test_what_one_caller_does_with_the_events_no_other_sees(sample_reading):
    mine = timed_events(sample_reading.workspace, "ambulance", 9)
    mine["share"] = 0.0
    assert timed_events(sample_reading.workspace, "ambulance", 9)["share"].sum() > 0


def test_a_source_of_months_has_no_hours(sample_reading):
    workspace = sample_reading.workspace
    got = {layer: has_hours(workspace, layer) for layer in ("police", "ambulance", "emergency_department")}
    assert got == {"police": False, "ambulance": True, "emergency_department": True}
    police = timed_events(workspace, "police", 9)
    assert (police["hour_of_week"] == UNKNOWN).all()
    assert police["day"].isna().all()


def test_what_has_not_been_read_or_placed_so_is_said(sample_reading, sample_copy):
    with pytest.raises(PlacespaceError, match=r"at resolutions 7, 8, 9\. Resolution 10"):
        timed_events(sample_reading.workspace, "ambulance", 10)
    workspace = open_workspace(sample_copy)
    observations_path(workspace, "ambulance").unlink()
    for asked in (has_hours, lambda *a: timed_events(*a, 9)):
        with pytest.raises(PlacespaceError, match=r"'ambulance' must have rows.*placespace check"):
            asked(workspace, "ambulance")


def test_no_events_are_no_rows():
    got = on(("2025-10-06 12:00",)).iloc[:0]
    assert np.isfinite(got["share"].sum())
    empty = pd.DataFrame({"at": pd.to_datetime([]), "at_end": pd.to_datetime([]), "time_known": np.array([], bool)})
    assert on_hours(empty, starts_hour=6, most_hours=24).empty
