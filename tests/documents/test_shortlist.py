"""The shortlist of a month: what was planted is on it, its figures are those of the records, nothing is of later."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from placespace.catalogue import open_workspace
from placespace.disclose import wording_faults
from placespace.documents.plan.shortlist import COLUMNS, shortlist, strip
from placespace.errors import PlacespaceError
from placespace.grid import Question, write_exclusions
from placespace.grid.observations import EXCLUSION_COLUMNS, observations_path
from placespace.ingest.police_uk import force_months
from placespace.measures import Reading, read_and_place
from placespace.plans.decisions import Decision, keep_decision

MONTH = "2026-10"
ASKED = Question("ambulance", ("assault", "stabbing or shooting"))
VIOLENCE = Question("police", ("Violence and sexual offences",))
APART_M = 500


@pytest.fixture(scope="module")
def found(sample_reading):
    return shortlist(sample_reading, ASKED, MONTH)


@pytest.fixture(scope="module")
def of_police(sample_reading):
    return shortlist(sample_reading, VIOLENCE, MONTH)


def records_of(reading, found, place):
    """The records in the cells of a place, read by other means."""
    frame = pd.read_parquet(observations_path(reading.workspace, found.question.layer))
    frame = frame[frame["excluded"].isna() & frame["category"].isin(found.question.categories)]
    return frame[frame["cell_9"].isin(found.cells.index[found.member == place])]


def place_at(found, spot):
    """The row of the place that a planted spot's middle lies in or beside; None for none."""
    gap = np.hypot(*(found.cells.centres_m() - [spot["easting"], spot["northing"]]).T)
    rows = set(found.member[gap < APART_M]) - {-1}
    return min(rows, key=lambda r: np.hypot(*(found.table.loc[r, ["x", "y"]] - [spot["easting"], spot["northing"]])),
               default=None)  # fmt: skip


@pytest.mark.parametrize("name", ["Saltgate Interchange", "Kelder Moor Green", "Quay End night strip"])
def test_planted_places_are_on_the_list_with_the_same_month_last_year(sample_reading, truth, found, name):
    spot = next(s for s in truth["hot_spots"] if s["name"] == name)
    place = place_at(found, spot)
    assert place is not None
    row, own = found.table.loc[place], records_of(sample_reading, found, place)
    assert (row["same_month"], row["same_month_events"]) == ("2025-10", (own["month"] == "2025-10").sum())
    assert row["confidence"] == "well supported"
    assert "not hot in police" in row["sources"] if spot["unseen_by_police"] else "and police" in row["sources"]
    assert row["sources"].endswith("emergency department: no places")


def test_the_hospital_is_not_on_the_list(found, of_police, truth):
    for false in truth["false_points"]:
        for one in (found, of_police):
            gap = np.hypot(one.table["x"] - false["easting"], one.table["y"] - false["northing"])
            assert gap.min() > APART_M, false["name"]


def test_every_figure_is_that_of_the_records(sample_reading, found, of_police):
    for one, gone in ((found, set()), (of_police, {"2026-02", "2025-06"})):
        months = [str(m) for m in pd.period_range("2025-10", "2026-09", freq="M") if str(m) not in gone]
        season = [m for m in ("2025-09", "2025-10", "2025-11", "2026-07", "2026-08", "2026-09") if m not in gone]
        assert one.months == months
        for place, row in one.table.iterrows():
            by_month = records_of(sample_reading, one, place)["month"].value_counts()
            held = by_month.reindex(months, fill_value=0)
            assert row["events"] == held.sum()
            assert (row["months_active"], row["months_used"]) == ((held > 0).sum(), len(months))
            assert row["expected"] == pytest.approx(by_month.reindex(season, fill_value=0).mean())
            recent, before = (
                by_month.reindex([f"{y}-0{m}" for m in (7, 8, 9)], fill_value=0).sum() for y in (2026, 2025)
            )
            if before:
                assert row["trend_ratio"] == pytest.approx(recent / before)


def test_the_table_is_in_order_and_as_promised(found):
    assert tuple(found.table) == COLUMNS
    assert found.table["expected"].is_monotonic_decreasing
    assert found.table["name"].is_unique
    assert (found.cells.index.get_indexer(found.table["place"]) >= 0).all()
    assert found.member[found.cells.index.get_indexer(found.table["place"])].tolist() == list(range(len(found.table)))
    assert (np.bincount(found.member[found.member >= 0]) == found.table["cells"]).all()
    xy = found.table[["x", "y"]].to_numpy()
    gaps = np.hypot(*(xy[:, None] - xy[None]).transpose(2, 0, 1))[~np.eye(len(xy), dtype=bool)]
    assert gaps.min() >= APART_M


def test_hours_are_those_planted_and_the_strip_holds_the_events_with_a_time(sample_reading, truth, found):
    spots = {s["name"]: place_at(found, s) for s in truth["hot_spots"]}
    assert "school days 15-18" in found.table["hours"][spots["Saltgate Interchange"]]
    assert "Thursday 20-22" in found.table["hours"][spots["Kelder Moor Green"]]
    night = spots["Quay End night strip"]
    assert "Friday and Saturday 20-02" in found.table["hours"][night]
    own = records_of(sample_reading, found, night)
    own = own[own["month"].isin(found.months) & own["time_known"]]
    day = own["at"] - pd.Timedelta(hours=6)
    again = np.zeros((7, 24))
    np.add.at(again, (day.dt.day_of_week, day.dt.hour), 1)
    assert strip(sample_reading, found, night) == pytest.approx(again)


def test_a_source_without_hours_says_so_and_gives_none(sample_reading, of_police):
    assert set(of_police.table["hours"]) == {"hours not known: police.uk gives months only"}
    assert not of_police.timed
    assert any("no hours and no windows" in note for note in of_police.notes)
    with pytest.raises(PlacespaceError, match="Hours need a source that says when"):
        strip(sample_reading, of_police, 0)


def test_rough_points_thin_numbers_and_what_went_quiet_are_said(found, of_police):
    assert of_police.table["why_false"].str.contains("moved its points").all()
    thin = found.table["events"] < 20
    assert found.table["why_false"].str.contains("thin numbers").tolist() == thin.tolist()
    assert not found.table.loc[thin, "confidence"].eq("well supported").any()
    assert found.table["why_false"].str.contains("nothing recorded in the last 3 months").any()


def test_what_falls_off_the_list_is_kept_with_why(sample_reading, found):
    short = shortlist(sample_reading, ASKED, MONTH, most=2)
    assert len(short.table) == 2
    assert set(short.member) == {-1, 0, 1}
    assert len(short.left) + 2 == len(found.left) + len(found.table)
    assert short.left["why"].ne("").all()
    assert any(note.startswith(f"{len(short.left)} more places are hot") for note in short.notes)


def test_every_word_may_be_printed(found, of_police):
    for one in (found, of_police):
        texts = [*one.about, *one.notes, *one.table.astype("str").to_numpy().ravel(), *one.left["why"]]
        assert [wording_faults(text) for text in texts if wording_faults(text)] == []


def without_later(reading: Reading, month: str, change) -> Reading:
    """The reading with its records changed by ``change`` from a month on."""
    accounts = {}
    for layer_id, account in reading.accounts.items():
        files = [f for f in account.files if str(f.facts.get("month", "")) < month]
        accounts[layer_id] = replace(account, files=files, thin_months=force_months(files, 0.25)[1])
        path = observations_path(reading.workspace, layer_id)
        if path.exists():
            frame = pd.read_parquet(path)
            change(frame, frame["month"].astype("str") >= month).to_parquet(path, index=False)
    return Reading(reading.workspace, accounts, reading.placings)


def test_nothing_of_the_month_or_after_it_changes_anything(sample_copy):
    month = "2026-06"
    reading = read_and_place(open_workspace(sample_copy))
    asked = [shortlist(reading, q, month) for q in (ASKED, VIOLENCE)]
    flooded = without_later(reading, month, lambda f, late: pd.concat([f, *[f[late]] * 9], ignore_index=True))
    added = [shortlist(flooded, q, month) for q in (ASKED, VIOLENCE)]
    emptied = without_later(reading, month, lambda f, late: f[~late])
    removed = [shortlist(emptied, q, month) for q in (ASKED, VIOLENCE)]
    for one, *others in zip(asked, added, removed, strict=True):
        assert one.question.last == "2026-05"
        assert len(one.table)
        for other in others:
            pd.testing.assert_frame_equal(one.table, other.table)
            pd.testing.assert_frame_equal(one.left, other.left)
            assert (one.about, one.notes, one.months) == (other.about, other.notes, other.months)
            assert (one.member == other.member).all()


def test_a_month_further_off_says_which_months_are_not_there_yet(sample_reading):
    later = shortlist(sample_reading, ASKED, "2026-12")
    assert later.question.last == "2026-09"
    assert "The data end with September 2026: October 2026 to November 2026 are not held whole." in later.notes
    assert later.table["same_month"].eq("2025-12").all()
    after = shortlist(sample_reading, ASKED, "2027-12")
    assert after.table["same_month"].eq("").all()
    assert after.table["same_month_events"].isna().all()
    assert any("November 2026 to January 2027 are not held" in note for note in after.notes)


@pytest.mark.parametrize(
    ("question", "month", "fault"),
    [
        (ASKED, "2024-10", "a whole month of data before it"),
        (ASKED, "October", "written YYYY-MM"),
        (Question("ambulance", (), None, "2026-10"), "2026-10", "rests on months before its own"),
        (Question("emergency_department"), "2026-10", "says where"),
        (Question("ambulance", ("robbery",)), "2026-10", "'robbery' is not"),
    ],
)
def test_what_cannot_be_asked_is_refused(sample_reading, question, month, fault):
    with pytest.raises(PlacespaceError, match=fault):
        shortlist(sample_reading, question, month)


def test_without_the_exclusion_list_the_hospital_is_listed_and_doubted(sample_copy, truth):
    workspace = open_workspace(sample_copy)
    write_exclusions(workspace, pd.DataFrame(columns=list(EXCLUSION_COLUMNS)))
    listing = shortlist(read_and_place(workspace), ASKED, MONTH)
    row = listing.table.loc[place_at(listing, truth["false_points"][0])]
    assert "Fairhythe General Hospital is" in row["why_false"]
    assert "not on the list of false points" in row["why_false"]


def decided(kind, place, month=MONTH, **detail):
    return Decision(kind, month, place, "community safety lead", "fenced off until November", detail=detail)


def test_a_place_left_out_stays_with_its_reason_and_what_is_no_place_is_said(sample_copy):
    reading = read_and_place(open_workspace(sample_copy))
    before = shortlist(reading, ASKED, MONTH)
    cold = before.cells.index[before.member < 0][0]
    # any cell of the place will do: its centre moves when new files come
    second = before.cells.index[before.member == 1][-1]
    for cell in (second, cold):
        keep_decision(reading.workspace, decided("leave out", cell))
    after = shortlist(reading, ASKED, MONTH)
    assert after.table["left_out"].tolist() == ["", "fenced off until November", *[""] * (len(after.table) - 2)]
    pd.testing.assert_frame_equal(after.table.drop(columns="left_out"), before.table.drop(columns="left_out"))
    assert any(cold in note for note in after.notes)
    assert shortlist(reading, ASKED, "2026-09").table["left_out"].eq("").all()


def test_a_name_put_right_once_holds_for_every_month_and_a_centre_that_moved(sample_copy):
    reading = read_and_place(open_workspace(sample_copy))
    listing = shortlist(reading, ASKED, MONTH)
    beside = listing.cells.index[(listing.member == 0) & (listing.cells.index != listing.table["place"][0])][0]
    keep_decision(reading.workspace, decided("name", beside, name="The Green"))
    assert shortlist(reading, ASKED, MONTH).table["name"][0] == "The Green"
    keep_decision(reading.workspace, decided("name", listing.table["place"][0], name="Kelder Moor Green"))
    again = shortlist(reading, ASKED, MONTH)
    assert again.table["name"][0] == again.name_of(beside) == "Kelder Moor Green"
    assert "Kelder Moor Green" in set(shortlist(reading, ASKED, "2026-07").table["name"])
    assert again.name_of("nowhere") == "nowhere"


@pytest.mark.real_data
def test_sefton_in_october_2019_is_made_from_data_to_september_and_has_no_hours(sefton):
    listing = shortlist(sefton, VIOLENCE, "2019-10")
    assert (listing.question.first, listing.question.last) == ("2018-10", "2019-09")
    assert len(listing.months) == 11
    assert 0 < len(listing.table) <= 12
    assert not listing.timed
    assert any("gives months only" in note for note in listing.notes)
    assert any("July 2019 is missing" in note for note in listing.notes)
    assert listing.table["same_month"].eq("2018-10").all()
    assert listing.table["name"].is_unique
    for place, row in listing.table.iterrows():
        own = records_of(sefton, listing, place)
        assert row["events"] == own["month"].between("2018-10", "2019-09").sum()
        assert row["same_month_events"] == (own["month"] == "2018-10").sum()
