"""Ages are read as lists write them; what may mean two things is asked about."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from placespace.ingest.sessions.ages import OLDEST, read_ages

SAMPLE = Path(__file__).parents[3] / "geodata" / "sample" / "youth_provision_2026.csv"
SAMPLE_AGES = {
    "11-16": (11, 16),
    "8–18": (8, 18),
    "13-19yrs": (13, 19),
    "Girls 11-15": (11, 15),
    "Under 12's": (None, 11),
    "13-19": (13, 19),
    "10+": (10, None),
    "8 to 14": (8, 14),
    "11-19": (11, 19),
    "14 plus": (14, None),
    "All young people": (None, None),
    "13-18": (13, 18),
    "11-25": (11, 25),
    "12-17": (12, 17),
    "8-18": (8, 18),
    "all ages": (None, None),
    "Yr 7 - Yr 11": (11, 16),
    "10½-14": (10, 14),
    "5-11": (5, 11),
    "Y7+": (11, None),
    "13 - 17 years": (13, 17),
    "11-18": (11, 18),
    "11-17": (11, 17),
    "12-20": (12, 20),
    "any": (None, None),
    "U14s": (None, 13),
    "16-25": (16, 25),
    "14-24": (14, 24),
    "": (None, None),
    "10-17": (10, 17),
}


def test_every_age_of_the_sample_list_is_read_without_a_question() -> None:
    with SAMPLE.open(encoding="utf-8-sig", newline="") as file:
        written = {row["Ages"] for row in csv.DictReader(file)}
    assert written == set(SAMPLE_AGES)
    for text, band in SAMPLE_AGES.items():
        read = read_ages(text)
        assert (read.youngest, read.oldest, read.questions) == (*band, ()), text


@pytest.mark.parametrize(
    ("text", "youngest", "oldest"),
    [
        ("11-19yrs", 11, 19),
        ("8-16", 8, 16),
        ("11—16", 11, 16),
        ("１１－１６", 11, 16),
        ("12yrs - 18yrs", 12, 18),
        ("aged 11 to 16 inclusive", 11, 16),
        ("16-25s", 16, 25),
        ("0-19", 0, 19),
        ("ages 5+", 5, None),
        ("over 16s", 16, None),
        ("16 and over", 16, None),
        ("16 or over", 16, None),
        ("8 years and over", 8, None),
        ("from 8", 8, None),
        ("min age 8", 8, None),
        ("under-12s", None, 11),
        ("under 5s", None, 4),
        ("up to 25 (SEND)", None, 25),
        ("up to 18 years", None, 18),
        ("11 year olds", 11, 11),
        ("Year 6", 10, 11),
        ("Years 7-9", 11, 14),
        ("Y7-Y9", 11, 14),
        ("Year 7 & 8", 11, 13),
        ("School yrs 7-11", 11, 16),
        ("year 10 and above", 14, None),
        ("11-16 (Y7-11)", 11, 16),
        ("KS3", 11, 14),
        ("KS4", 14, 16),
        ("KS3 & KS4", 11, 16),
        ("KS3/4", 11, 16),
        ("key stage 3", 11, 14),
        ("primary", 4, 11),
        ("secondary", 11, 16),
        ("sixth form", 16, 18),
        ("teens", 13, 19),
        ("adults", 18, None),
        ("everyone", None, None),
        ("open to all", None, None),
        ("n/a", None, None),
        ("-", None, None),
    ],
)
def test_an_age_band_is_read_as_it_is_used(text: str, youngest: int | None, oldest: int | None) -> None:
    read = read_ages(text)
    assert (read.youngest, read.oldest, read.questions) == (youngest, oldest, ())


@pytest.mark.parametrize(
    ("text", "youngest", "oldest"),
    [
        ("13–19 (25 with SEND)", 13, 19),
        ("11 - 19 (up to 25 SEND)", 11, 19),
        ("8-11 and 12-16", 8, 16),
        ("Reception - Year 6", 4, 11),
        ("8-12 football", 8, 12),
    ],
)
def test_what_is_certain_of_an_age_band_is_kept_and_the_rest_asked(text: str, youngest: int, oldest: int) -> None:
    read = read_ages(text)
    assert (read.youngest, read.oldest) == (youngest, oldest)
    assert len(read.questions) == 1


@pytest.mark.parametrize(
    "text",
    [
        "families",
        "nonsense",
        "young adults",
        "19-11",
        "150",
        "11",
        "11/16",
        "1,000",
        "5 - 8 - 11",
        "Years 11-16",
        "Yrs 7-11",
        "18:00-20:00",
        "6-8pm",
        "£2-3",
    ],
)
def test_what_is_no_age_band_or_may_be_two_is_asked_about(text: str) -> None:
    read = read_ages(text)
    assert (read.youngest, read.oldest) == (None, None)
    assert read.questions


@pytest.mark.parametrize("text", ["Nov-19", "14-Aug", "08-Aug", "2025-08-14 00:00:00", "14/08/2025"])
def test_ages_that_a_spreadsheet_made_into_a_date_are_asked_about(text: str) -> None:
    read = read_ages(text)
    assert (read.youngest, read.oldest) == (None, None)
    assert "spreadsheet" in read.questions[0]


def test_a_long_cell_is_not_read_to_its_end_and_asked_about() -> None:
    assert read_ages("8-11 " + "football " * 500).questions


@given(st.text(max_size=40) | st.text("0123456789-–+ yrsolduntKS&½()", max_size=25))
@example("Year 99")
@example("under 0s")
@example("ks 9")
@example("٨-١١")
@settings(max_examples=500, deadline=None)
def test_no_text_crashes_and_no_age_is_impossible(text: str) -> None:
    read = read_ages(text)
    known = [age for age in (read.youngest, read.oldest) if age is not None]
    assert all(0 <= age <= OLDEST for age in known)
    assert known == sorted(known)
    assert all(q.strip() for q in read.questions)
