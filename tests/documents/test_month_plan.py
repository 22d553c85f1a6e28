"""A month's plan for the borough: planted windows met, every rule kept, its share recounted, changes laid over it."""

import datetime
from collections import Counter

import h3
import holidays
import numpy as np
import pandas as pd
import pytest

from placespace.documents.plan import PlanQuestion, month_plan, plan_headline, usual_plan, windows_table
from placespace.errors import WrongUse
from placespace.grid import Question, to_metres
from placespace.plans import Decision, Shift, keep_decision
from tests.plans.plan_sheet import Rules, faults_of_sheet

MONTH = "2026-10"
SAME = 1e-9
"""Sums of fractions in another order."""


@pytest.fixture(scope="module")
def plan(sample_reading):
    return month_plan(sample_reading, usual_plan(sample_reading, MONTH))


def span(first, last, days=range(7)):
    every = pd.date_range(first, last)
    return [d.date() for d in every if d.weekday() in days]


def shifts_by_hand():
    """October 2026 of geodata/crews.toml, by hand: half-term from the 26th to the 30th, Bonfire week from the 30th."""
    term = [d for d in span("2026-10-01", "2026-10-31", range(5)) if not 26 <= d.day <= 30]
    out = []
    for police in ("police-1", "police-2"):
        out += [Shift(police, 1, d, 18 * 60, 26 * 60) for d in span("2026-10-01", "2026-10-31", (3, 4, 5))]
        out += [Shift(police, 1, d, 15 * 60, 18 * 60) for d in term]
    bus = {*span("2026-10-01", "2026-10-31", (0, 1, 3, 4)), *span("2026-10-26", "2026-10-31", range(6))}
    out += [Shift("bus", 1, d, 18 * 60, 21 * 60 + 30) for d in sorted(bus)]
    out += [Shift("outreach", 1, d, 17 * 60, 21 * 60) for d in span("2026-10-01", "2026-10-31", (4,))]
    out += [Shift("wardens", 1, d, 14 * 60, 18 * 60) for d in span("2026-10-01", "2026-10-31", range(5))]
    return out + [Shift("fire", 1, d, 18 * 60, 22 * 60) for d in span("2026-10-30", "2026-10-31")]


def sheet_faults(plan, table):
    places = {p.place: (p.x, p.y) for p in plan.places.itertuples()}
    bases = {c.id: tuple(to_metres([c.base[0]], [c.base[1]])[0]) for c in plan.crews.values()}
    text = table.to_csv(index=False)
    shut = Rules(closed=(("outreach", (12, 1)),))
    return faults_of_sheet(text, crews=plan.crews, shifts=shifts_by_hand(), places=places, bases=bases, rules=shut)


def there(plan, name, days, first, last):
    """Stops at a place that begin on some weekdays between two minutes of the operational day."""
    at = plan.places["name"].str.startswith(name).to_numpy()
    return [s for s in plan.stops if at[s.place] and s.day.weekday() in days and first <= s.start_min < last]


def test_the_plan_meets_the_planted_windows(plan):
    assert len(there(plan, "Saltgate", range(5), 15 * 60, 18 * 60)) >= 15
    thursdays = {s.day for s in there(plan, "Kelder Moor", (3,), 19 * 60, 22 * 60)}
    assert thursdays == set(span("2026-10-01", "2026-10-31", (3,)))
    nights = {s.day for s in there(plan, "Quay End", (4, 5), 20 * 60, 26 * 60)}
    assert len(nights) >= 8
    said = windows_table(plan)
    of = said[said["week"] == "term"].groupby("name")["window"].agg("; ".join)
    assert of["Kelder Moor"] == "Thursday 20-22"
    assert "15-18" in of["Saltgate"]
    assert of["Quay End night strip"].startswith("Friday and Saturday")


def test_every_rule_is_kept_in_the_sheet_that_goes_out(plan):
    assert sheet_faults(plan, plan.timetable) == []
    assert set(plan.timetable["crew"]) >= {"police-1", "police-2", "bus", "outreach", "wardens"}


def test_a_crew_that_is_not_out_in_december_has_no_row_in_december(sample_reading):
    december = month_plan(sample_reading, usual_plan(sample_reading, "2026-12"))
    assert len(december.timetable)
    assert not (december.timetable["crew"] == "outreach").any()
    assert all(d.startswith("2026-12") for d in december.timetable["date"])


def kind_of(day):
    """Kind of day from the authority's own table and the bank holidays, worked out anew."""
    if day in HOLIDAYS:
        return "holiday"
    return "bank" if day in holidays.country_holidays("GB", subdiv="ENG", years=day.year) else "term"


HOLIDAYS: set[datetime.date] = set()


def listed_holidays(workspace):
    table = pd.read_csv(workspace.calendar, parse_dates=["first", "last"])
    for row in table[table["kind"] == "holiday"].itertuples():
        # a holiday that ends on a Friday takes in the weekend after it
        last = row.last + pd.Timedelta(days=max(0, 6 - row.last.weekday()) if row.last.weekday() >= 4 else 0)
        HOLIDAYS.update(d.date() for d in pd.date_range(row.first, last))


def test_the_share_that_is_stated_equals_a_recount_of_the_events(plan, sample_reading):
    workspace = sample_reading.workspace
    listed_holidays(workspace)
    rows = pd.read_parquet(workspace.clean / "observations" / "ambulance.parquet")
    rows = rows[
        rows["lat"].notna() & rows["excluded"].isna() & rows["month"].between("2025-10", "2026-09") & rows["time_known"]
    ]
    cells = plan.shortlist.cells.index
    rows = rows.assign(cell=[h3.latlng_to_cell(lat, lon, 9) for lat, lon in zip(rows["lat"], rows["lon"], strict=True)])
    rows = rows[rows["cell"].isin(cells)]
    of_place = {c: m for c, m in zip(cells, plan.shortlist.member, strict=True) if m >= 0}
    place_of = dict(enumerate(plan.shortlist.table["place"]))
    days_held = Counter((kind_of(d.date()), d.weekday()) for d in pd.date_range("2025-10-01", "2026-09-30"))
    by_kind = {}
    for row in rows.itertuples():
        night = row.at - pd.Timedelta(hours=6)
        place = place_of.get(of_place.get(row.cell, -1))
        by_kind.setdefault((kind_of(night.date()), night.weekday()), []).append((place, row.at.hour))
    there_at = set()
    for row in plan.timetable.itertuples():
        start, end = (int(c[:2]) * 60 + int(c[3:]) for c in (plan.timetable.at[row.Index, "from"], row.to))
        end += 1440 * (end < start)
        for hour in range(start // 60, (end - 1) // 60 + 1):
            stays = min(end, hour * 60 + 60) - max(start, hour * 60)
            if (row.kind == "visit" and hour == start // 60) or (row.kind == "session" and stays >= 30):
                there_at.add((row.place, row.date, hour % 24))
    total = met = 0.0
    for day in pd.date_range("2026-10-01", "2026-10-31"):
        key = kind_of(day.date()), day.weekday()
        each = 1 / days_held[key]
        for place, hour in by_kind.get(key, []):
            total += each
            met += each * ((place, f"{day:%Y-%m-%d}", hour) in there_at)
    assert plan.demand.total == pytest.approx(total, abs=SAME * 1000)
    assert plan.share == pytest.approx(met / total, abs=SAME)
    assert 0.1 < plan.share < plan.share_at_places


def test_the_same_question_and_seed_give_the_same_plan_and_another_seed_other_times(plan, sample_reading):
    again = month_plan(sample_reading, usual_plan(sample_reading, MONTH))
    pd.testing.assert_frame_equal(again.timetable, plan.timetable)
    other = month_plan(sample_reading, PlanQuestion(MONTH, plan.asked.harm, seed=2))
    assert other.timetable["from"].tolist() != plan.timetable["from"].tolist()
    assert sheet_faults(other, other.timetable) == []


def test_nothing_of_the_month_itself_or_after_is_used(plan):
    assert plan.shortlist.question.last == "2026-09"
    assert max(plan.demand.months) == "2026-09"


def test_places_with_too_few_events_are_listed_and_nobody_is_sent_by_the_hour(plan):
    without = [i for i, each in enumerate(plan.windows) if not any(each.values())]
    assert without
    assert not {s.place for s in plan.stops} & set(without)
    assert any("Too few events to say when" in note for note in plan.notes)


def decide(workspace, kind, place, reason="the panel asked for it", **detail):
    return keep_decision(
        workspace, Decision(kind, MONTH, place, "duty sergeant" if kind != "request" else "chair", reason, "", detail)
    )


@pytest.fixture
def own(sample_copy):
    from placespace.catalogue import open_workspace
    from placespace.measures import read_and_place

    return read_and_place(open_workspace(sample_copy))


def stop_words(plan, stop):
    return {"crew": stop.crew, "unit": stop.unit, "date": stop.day.isoformat(), "start_min": stop.start_min,
            "end_min": stop.end_min}  # fmt: skip


def test_what_people_change_is_laid_over_the_plan_and_changes_nothing_else(plan, own):
    ids = plan.places["place"].tolist()
    visits = [s for s in plan.stops if s.crew == "police-2"]
    gone, kept = visits[0], visits[5]
    decide(own.workspace, "drop", ids[gone.place], **stop_words(plan, gone))
    decide(own.workspace, "pin", ids[kept.place], **stop_words(plan, kept))
    after = month_plan(own, plan.asked)
    left = {(s.crew, s.day, s.start_min, s.place) for s in plan.stops} - {
        (s.crew, s.day, s.start_min, s.place) for s in after.stops
    }
    assert left == {(gone.crew, gone.day, gone.start_min, gone.place)}
    assert [s.reason for s in after.stops if s.fixed == "pinned"] == ["the panel asked for it"]
    assert after.share <= plan.share


def test_a_move_that_cannot_be_is_said_and_the_rest_of_the_plan_goes_on(plan, own):
    stop = next(s for s in plan.stops if s.crew == "bus")
    ids = plan.places["place"].tolist()
    words = stop_words(plan, stop)
    detail = {f"from_{k}": v for k, v in words.items()} | {f"to_{k}": v for k, v in words.items()}
    detail |= {"to_place": ids[stop.place], "to_start_min": 9 * 60, "to_end_min": 11 * 60}
    decide(own.workspace, "move", ids[stop.place], **detail)
    after = month_plan(own, plan.asked)
    assert any("bus" in note.lower() and "09:00" in note for note in after.notes)
    assert len(after.stops) == len(plan.stops) - 1


def test_what_an_agency_asks_for_is_planned_with_who_asked(plan, own):
    cell = plan.shortlist.cells.index[np.flatnonzero(plan.shortlist.member < 0)[0]]
    decide(own.workspace, "request", cell, asked_by="the college", name="College gates", crew="police-1", unit=1,
           date="2026-10-14", start_min=16 * 60, end_min=16 * 60 + 15)  # fmt: skip
    after = month_plan(own, plan.asked)
    row = after.timetable[after.timetable["fixed"] == "asked for"].iloc[0]
    assert (row["name"], row["asked_by"], row["from"]) == ("College gates", "the college", "16:00")


def test_a_place_left_out_is_in_no_plan(plan, own):
    decide(own.workspace, "leave out", plan.places["place"].iloc[0], reason="works on the site all month")
    after = month_plan(own, plan.asked)
    assert plan.places["place"].iloc[0] not in set(after.places["place"])
    assert (after.shortlist.table["left_out"] == "works on the site all month").sum() == 1


def test_a_source_without_hours_gives_places_and_says_why_there_are_no_times(sample_reading):
    police = month_plan(sample_reading, PlanQuestion(MONTH, Question("police")))
    assert len(police.places)
    assert police.timetable.empty
    assert "gives months only" in plan_headline(police)


@pytest.mark.parametrize("month", ["2026-13", "October", "2026-1"])
def test_a_month_is_written_as_a_month(month):
    with pytest.raises(WrongUse, match="YYYY-MM"):
        PlanQuestion(month, Question("ambulance"))
