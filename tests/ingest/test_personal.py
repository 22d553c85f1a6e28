"""Personal data is refused by the name of a column and by what is in it."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import pandas as pd
import pytest
from conftest import LAYERS, Town, calls_csv
from hypothesis import given, settings
from hypothesis import strategies as st

from placespace.ingest.personal import LONGEST, named_personal, personal_in, refuse_personal, without_personal

REFUSED = """DOB|Victim_DOB|D.O.B.|Date of Birth|VictimDOB|Birth date|NHS Number|NHSNumber|nhs_no|Patient name
PatientName|Forename|Surname|First name|Full Name|Family name|Initials|Victim|Suspect name|Offender ID
Nominal|Patient|Patient postcode|Home address|Address|Address line 1|Email|E-mail|Phone|Tel no.|Mobile
Mobile number|Contact|Contact details|Contact no|Staff name|Lead worker|Narrative|Free-text|Crew notes
MO text|Incident summary|PNC ID|UPN|NI Number|Passport|Officer name|Next of kin|Child's name|Caller
Parent/carer"""
TAKEN = """Age band|Victim age band|Patient age|LSOA name|Ward name|Street name|Venue name|Venue address|Location
Location type|Last outcome category|First seen|First contact date|Contact time|Contact type
Number of victims|Victim count|Lead organisation|Mobile provision|Call Date/Time|East|North|Code|Postcode
Longitude|Incident No|Crime ID|Month|Notes|Provider|Ages|Activity|Children|Telemetry|Offence|Crime type
Summertime|Reported by"""
PHONES = ["07700 900123", "07700900123", "+44 7700 900123", "+44 (0)7700 900123", "0044 7700 900123", "(01632) 960123"]
PHONES += ["01632-960-123", "020 7946 0123", "07700.900.123", "O7700 900123", "7700900123", "077 00 90 01 23"]


@pytest.mark.parametrize("heading", re.split(r"[|\n]", REFUSED))
def test_a_heading_that_names_a_person_is_refused(heading: str) -> None:
    assert named_personal(heading)


@pytest.mark.parametrize("heading", re.split(r"[|\n]", TAKEN))
def test_a_heading_that_does_not_is_taken(heading: str) -> None:
    assert not named_personal(heading)


@pytest.mark.parametrize("phone", PHONES)
@pytest.mark.parametrize("around", ["{}", "ring Sam on {}", "tel:{} after 6", "18:00 {}", "{}/{}", "01/02/2025 {}"])
def test_a_phone_number_is_seen_and_taken_out(phone: str, around: str) -> None:
    text = around.replace("{}", phone)
    assert personal_in(text) == "a phone number"
    left = without_personal(text)
    assert phone not in left
    assert personal_in(left) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("999 000 0018", "an NHS number"),
        ("seen, 9990000018, discharged", "an NHS number"),
        ("jo.bloggs@example.org", "an email address"),
        ("a@b.co", "an email address"),
        ("A801200001001", "a pupil number"),
        ("word " * LONGEST, "a long text"),
    ],
)
def test_other_personal_values_are_seen_and_taken_out(text: str, kind: str) -> None:
    if kind == "a pupil number":
        text = next(t for c in "ABCDEFGHJKLMNPQRTUVWXYZ" if personal_in(t := c + text[1:]) == kind)
    assert personal_in(text) == kind
    assert personal_in(without_personal(text)) is None


@pytest.mark.parametrize(
    "text",
    [
        "01-02-2025 18:00",
        "01.02.2025 18:00:00",
        "2025-02-01T18:00",
        "0.1234567890123",
        "-3.0040960123",
        "395270.08428700705",
        "333500, 395200",
        "Sat 06/09/2025 10:00-12:00, ages 11-19",
        "Mon-Thu 3.30-5, 15:30-17:40, 8-18",
        "999 000 0019",
        "27D03G",
        "E01006512",
    ],
)
def test_dates_places_and_codes_are_not_taken_for_personal_data(text: str) -> None:
    assert personal_in(text) is None
    assert without_personal(text) == text


def test_a_column_half_full_of_phone_numbers_is_refused_and_one_with_a_few_is_cleaned() -> None:
    frame = pd.DataFrame({"a": [PHONES[0], PHONES[1], "High Street"], "b": [PHONES[0], "High Street", "Quay Road"]})
    clean, refused = refuse_personal(frame, {"a", "b"})
    assert refused["a"].startswith("holds a phone number")
    assert refused["b: 1 value(s)"].startswith("held a phone number")
    assert clean.to_dict("list") == {"b": ["[removed]", "High Street", "Quay Road"]}


def test_ten_digit_incident_numbers_still_tell_rows_sent_twice(town: Town) -> None:
    # one in eleven of any ten digits passes as an NHS number
    rows = [f"{n},01/02/2025 18:00,333500,395200,27D" for n in range(1_230_000_000, 1_230_000_200)]
    account, kept = town.calls(calls_csv(*rows, rows[0]))
    assert account.personal == {}
    assert len(kept) == 200
    assert [r.rows for r in account.reasons().values()] == [1]


def test_a_column_of_nhs_numbers_is_refused_even_as_the_partners_own_number(town: Town) -> None:
    account, kept = town.calls(calls_csv(*["9990000018,01/02/2025 18:00,333500,395200,27D"] * 3))
    assert len(kept) == 3
    assert account.personal["Ref"].startswith("holds an NHS number")
    assert any("there is no id" in note for file in account.files for note in file.notes)


def test_only_by_a_personal_column_is_refused_in_words(town: Town) -> None:
    town.layer("calls", LAYERS["calls"] + '[only]\nContact = ["Sam"]\n')
    account, kept = town.calls("Call time,Contact\n01/02/2025,Sam\n")
    assert kept.empty
    assert "must have no personal data in the columns of [only]" in account.unread[0]


def test_a_place_column_refused_by_its_name_leaves_rows_without_a_place(town: Town) -> None:
    town.layer("calls", LAYERS["calls"].replace('East = "easting"', '"Contact east" = "easting"'))
    account, kept = town.calls("Call time,Contact east,North,Code\n01/02/2025,333500,395200,27D\n")
    assert account.personal == {"Contact east": "by its name"}
    assert kept["lon"].isna().all()


def stored_text(town: Town) -> str:
    files = [p for p in (town.folder / "geodata" / "clean").rglob("*") if p.is_file()]
    frames = [pd.read_parquet(p).to_csv() for p in files if p.suffix == ".parquet" and "boundary" not in str(p)]
    return "\n".join(frames + [p.read_text() for p in files if p.suffix == ".json"])


def test_nothing_of_a_refused_column_or_a_moved_row_reaches_the_store(town: Town) -> None:
    heading = "Patient name,Ref,Call time,East,North,Code"
    rows = ["Vera Nomen,A1,01/02/2025,333500,395200,27D", "Nomen, Vera,A2,01/02/2025,333500,395200,27D"]
    rows += ["Total Vera,,,,,", "Vera Nomen,A4,soon,333500,395200,27D"]
    account, kept = town.calls(calls_csv(*rows, heading=heading))
    assert kept["row"].tolist() == [2]
    assert {k: (r.rows, r.first_row) for k, r in account.reasons().items()} == {
        "more fields than headings: its columns have moved": (1, 3),
        "a total, not an event": (1, 4),
        "date cannot be read": (1, 5),
    }
    assert not re.search("vera|nomen", stored_text(town), re.I)


@given(
    st.sampled_from(PHONES),
    st.sampled_from(["Ref", "Call time", "East", "North", "Code", "extra"]),
    st.text("abc ,;:'()é-", max_size=8),
    st.text("abc ,;:'()é-", max_size=8),
)
@settings(max_examples=25, deadline=None)
def test_no_phone_number_anywhere_in_a_row_survives(phone: str, column: str, before: str, after: str) -> None:
    good = {
        "Ref": "A1",
        "Call time": "01/02/2025 18:00",
        "East": "333500",
        "North": "395200",
        "Code": "27D",
        "extra": "",
    }
    rows = [good | {"Ref": f"A{i}"} for i in range(4)]
    rows[2] |= {column: f"{before} {phone} {after}"}
    with tempfile.TemporaryDirectory() as folder:
        town = Town(Path(folder) / "town")
        town.calls(pd.DataFrame(rows).to_csv(index=False))
        digits = re.sub(r"\D", "", phone)[-6:]
        assert digits not in re.sub(r"[^\dA-Za-z,\n]", "", stored_text(town))
