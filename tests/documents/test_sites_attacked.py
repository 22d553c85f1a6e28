"""Whatever list, calendar or barrier it is given, siting says in a sentence what is wrong, or goes on with the rest."""

from __future__ import annotations

import csv
from dataclasses import replace

import numpy as np
import openpyxl
import pytest

from placespace.catalogue import open_workspace
from placespace.documents.cover import CoverQuestion, cover, cover_about, cover_headline, sessions_shown
from placespace.documents.siting import candidate_list, candidates_of, read_candidates, site, siting_headline
from placespace.errors import PlacespaceError, WrongUse
from placespace.grid import Question, add_barrier
from placespace.measures import read_and_place
from placespace.terms import WEEKDAYS

RECORDED = CoverQuestion(Question("ambulance", (), "2025-10", "2026-09"), "harm", "term", as_recorded=True)
PLANTED = "Kelder Moor Community Centre"
VENUES, HOURS, LAST = "candidate_venues_2026.csv", "Lettable hours", ("Longitude", "Latitude")


@pytest.fixture(scope="module")
def recorded(sample_reading):
    """Return the coverage that the truth file states: ambulance calls as recorded, in term."""
    return cover(sample_reading, RECORDED, "analyst")


@pytest.fixture(scope="module")
def rows(sample_reading):
    """Return the rows of the area's own list of venues."""
    path = sample_reading.workspace.folder / "geodata" / "sample" / VENUES
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def written(path, rows, columns=None):
    """Write rows as csv, or each list of rows as a sheet of a workbook."""
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            out = csv.DictWriter(file, columns or list(rows[0]), extrasaction="ignore")
            out.writeheader()
            out.writerows(rows)
        return path
    book = openpyxl.Workbook()
    for name, table in rows.items():
        sheet = book.create_sheet(name)
        for row in table:
            sheet.append(row)
    del book["Sheet"]
    book.save(path)
    return path


def proposed(sample_reading, recorded, path):
    """Return what is proposed of a list, and the venues of it that are used or named in a note."""
    listed = read_candidates(sample_reading.workspace, path)
    candidates = candidates_of(recorded, listed)
    said = {n for n in listed.lines["site"] if any(note.startswith(f"'{n}' is") for note in candidates.notes)}
    return site(recorded, candidates), said | set(candidates.venues["site"])


def everywhere(**values):
    return lambda rows: [row | values for row in rows]


def swapped_ends(rows):
    return [row | {HOURS: "Thu 22:00-20:00"} for row in rows]


@pytest.mark.parametrize(
    ("spoil", "columns", "says"),
    [
        (everywhere(), ["Venue", *LAST], "must have a column of days and times. It has: Venue, Longitude, Latitude"),
        (everywhere(**{HOURS: ""}), None, "15 of 15 in venues.csv do not"),
        (everywhere(), ["Venue", HOURS], "must have columns that say where"),
        (everywhere(Longitude="", Latitude="", Postcode=""), None, "no place: where is it?"),
        (everywhere(Longitude="0", Latitude="0", Postcode=""), None, "no place: where is it?"),
        (everywhere(Longitude="-1.5", Latitude="52.5"), None, "no cell of the area is within the walk. And 12 more."),
        (everywhere(), ["Venue"], "must have a column of days and times"),
        (everywhere(), ["Capacity"], "must hold at least one line"),
        (everywhere(), ["Owner's view"], "must have a heading row with some of: Venue"),
        (swapped_ends, None, "'22:00-20:00' cannot be the times of a session"),
        (lambda rows: [], ["Venue", HOURS, *LAST], "venues.csv holds none"),
    ],
    ids=["no times", "times blank", "no places", "places blank", "at 0,0", "all outside", "one column",
         "one that helps nobody", "no heading", "end before they start", "heading alone"],
)  # fmt: skip
def test_a_list_of_no_use_is_one_sentence(sample_reading, recorded, rows, tmp_path, spoil, columns, says):
    path = written(tmp_path / "venues.csv", spoil(rows), columns or list(rows[0]))
    with pytest.raises(PlacespaceError) as fault:
        proposed(sample_reading, recorded, path)
    assert says in str(fault.value)
    assert " must " in fault.value.must
    assert fault.value.found
    assert fault.value.do
    assert len(str(fault.value)) < 1000


def test_a_list_with_two_rows_in_five_unread_is_used_and_each_of_them_named(sample_reading, recorded, rows, tmp_path):
    bad = [row | ({HOURS: "when the caretaker is in"} if i % 5 in (1, 3) else {}) for i, row in enumerate(rows)]
    done, named = proposed(sample_reading, recorded, written(tmp_path / "venues.csv", bad))
    assert done.table["site"].tolist() == [PLANTED]
    assert named == {row["Venue"] for row in rows}
    assert "6 of 15 in venues.csv do not" in done.notes[0]
    assert "'Moorside Gym, Kelder Moor' is left out: no day and no times" in " ".join(done.notes)


def test_a_workbook_of_three_sheets_is_one_list_and_the_sheet_of_prose_is_named(
    sample_reading, recorded, rows, tmp_path
):
    heading, body = list(rows[0]), [list(row.values()) for row in rows]
    prose = [["These are the venues we know of"], ["Ask before you promise anything"]]
    sheets = {"North": [heading, *body[5:]], "South": [heading, *body[:5]], "Read me": prose}
    done, named = proposed(sample_reading, recorded, written(tmp_path / "venues.xlsx", sheets))
    assert done.table["site"].tolist() == ["Kelder Moor Community Centre"]
    assert named == {row["Venue"] for row in rows}
    assert any("venues.xlsx [Read me] is not read" in note for note in done.notes)


def test_a_venue_merged_over_two_rows_has_the_hours_of_both(sample_reading, recorded, rows, tmp_path):
    heading, green = list(rows[0]), list(rows[2].values())
    path = written(
        tmp_path / "venues.xlsx",
        {"Let": [["Venues 2026"], heading, [green[0], "Thu 18:00-21:00", *green[2:]], ["", "Thu 21:00-22:00"]]},
    )
    book = openpyxl.load_workbook(path)
    book["Let"].merge_cells("A1:G1")
    book["Let"].merge_cells("A3:A4")
    book.save(path)
    done, _ = proposed(sample_reading, recorded, path)
    assert done.table[["site", "start", "end"]].to_numpy().tolist() == [["Kelder Moor Green", "20:00", "22:00"]]


def test_columns_about_people_are_stripped_and_named(sample_reading, recorded, rows, tmp_path):
    path = written(tmp_path / "venues.csv", [row | {"Contact name": "Sam Poole"} for row in rows])
    done, _ = proposed(sample_reading, recorded, path)
    assert done.notes[0] == "Column 'Contact name' is left out as personal data, by its name."
    assert "Sam" not in " ".join(done.notes)


def test_a_venue_without_a_name_is_called_by_its_row(sample_reading, recorded, rows, tmp_path):
    done, _ = proposed(sample_reading, recorded, written(tmp_path / "venues.csv", [rows[0] | {"Venue": ""}]))
    assert done.table["site"].tolist() == ["row 2"]


def test_a_venue_whose_hours_are_read_in_part_says_what_is_still_open(sample_reading, recorded, rows, tmp_path):
    half = [rows[0] | {HOURS: "Thu 20:00-22:00; Sunday evening"}]
    done, _ = proposed(sample_reading, recorded, written(tmp_path / "venues.csv", half))
    assert done.table["site"].tolist() == [PLANTED]
    assert done.notes[0].startswith(f"'{PLANTED}' is taken with the hours that could be read. Still open: ")


def changed(folder):
    """Return a changed copy of the borough as read anew."""
    return read_and_place(open_workspace(folder))


def test_a_barrier_that_closes_venue_and_cells_off_is_named(sample_copy, rows):
    lon, lat = (float(rows[2][c]) for c in LAST)
    corners = ((-1, -2), (-1, 2), (1, 2), (1, -2), (-1, -2))
    ring = [(lat + 0.002 * north, lon + 0.002 * east) for north, east in corners]
    add_barrier(
        open_workspace(sample_copy), ring, name="Ring", kind="rail", said_by="youth service", said_on="2026-10-01",
        practitioner=False,
    )  # fmt: skip
    reading = changed(sample_copy)
    found = cover(reading, RECORDED, "analyst")
    assert any("would reach a session but for barriers" in note and "by 'Ring'" in note for note in found.notes)
    done = site(found, candidates_of(found, candidate_list(reading.workspace)))
    (row,) = done.table.itertuples()
    assert (row.site, WEEKDAYS[row.weekday], row.start) == (PLANTED, "Thursday", "20:00")


def test_a_list_of_provision_whose_every_line_waits_leaves_all_unserved(sample_copy):
    path = sample_copy / "geodata" / "sample" / "youth_provision_2026.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        written_list = list(csv.DictReader(file))
    written(path, [row | {"When": "check Facebook"} for row in written_list])
    reading = changed(sample_copy)
    found = cover(reading, RECORDED, "analyst")
    assert cover_headline(found).startswith("In term no session counts, so nobody is there for any of the harm")
    assert "31 of 31 lines of the list wait to be looked at." in cover_about(found, reading, 20)
    assert sessions_shown(found).empty
    done = site(found, candidates_of(found, candidate_list(reading.workspace)))
    assert done.before == 1
    assert done.table["site"].tolist() == [PLANTED]


def test_a_calendar_that_ends_before_the_year_planned_for_shuts_no_session(sample_copy):
    path = sample_copy / "geodata" / "calendar.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(x for x in lines if ",2026-1" not in x and ",2027" not in x), encoding="utf-8")
    reading = changed(sample_copy)
    with pytest.raises(PlacespaceError, match=r"a whole week of them.*not listed for 2026-10-02 to 2027-09-30"):
        cover(reading, RECORDED, "analyst")
    found = cover(reading, replace(RECORDED, week_type="all"), "analyst")
    # two of the four sessions in term are on Thursdays, and 1 October 2026 is one that is known
    assert "2 sessions are taken to run: no school holidays are listed." in found.notes
    path.write_text("\n".join(x for x in lines if ",2027" not in x), encoding="utf-8")
    half = cover(reading, RECORDED, "analyst")
    assert any(n.startswith("School holidays are not listed for 2026-12-02 to 2027-09-30") for n in half.notes)
    path.unlink()
    assert site(found, candidates_of(found, candidate_list(reading.workspace))).table["site"].tolist() == [PLANTED]
    with pytest.raises(PlacespaceError, match="need the authority's own dates"):
        cover(reading, RECORDED, "analyst")


def test_weeks_of_two_days_site_a_session_on_one_of_them(sample_copy):
    path = sample_copy / "geodata" / "calendar.csv"
    fair = "event,Fair,2026-06-04,2026-06-05,us\nevent,Fair,2027-06-03,2027-06-04,us\n"
    path.write_text(path.read_text(encoding="utf-8") + fair, encoding="utf-8")
    reading = changed(sample_copy)
    found = cover(reading, replace(RECORDED, week_type="Fair", as_recorded=False), "analyst")
    assert found.demand.weeks == pytest.approx(2 / 7)
    done = site(found, candidates_of(found, candidate_list(reading.workspace)), proof=True)
    assert set(done.table["weekday"]) <= {3, 4}
    assert (done.after <= done.before) or np.isnan(done.after)
    with pytest.raises(WrongUse, match="'Faire' is not"):
        cover(reading, replace(RECORDED, week_type="Faire"), "analyst")


def test_the_week_of_halloween_to_bonfire_has_a_session_of_its_own(sample_reading):
    asked = replace(RECORDED, week_type="Halloween to Bonfire")
    found = cover(sample_reading, asked, "analyst")
    assert found.demand.weeks == 1
    done = site(found, candidates_of(found, candidate_list(sample_reading.workspace)), proof=True)
    assert done.proof.optimal
    assert siting_headline(done).startswith("Nobody there: ")


@pytest.mark.parametrize(
    ("file", "demand", "says"),
    [("File_7*", "need", "a layer of need"), ("population*", "people", "need residents by age"),
     ("youth_provision*", "harm", "not the same as no provision")],
)  # fmt: skip
def test_what_is_not_there_is_named_and_the_rest_goes_on(sample_copy, file, demand, says):
    for path in (sample_copy / "geodata" / "sample").glob(file):
        path.unlink()
    reading = changed(sample_copy)
    with pytest.raises(PlacespaceError, match=says):
        cover(reading, replace(RECORDED, demand=demand), "analyst")
    if demand != "harm":
        found = cover(reading, RECORDED, "analyst")
        assert len(site(found, candidates_of(found, candidate_list(reading.workspace))).table) == 1
