"""Days and times are read as a careful person reads them, or asked about: a time is never guessed."""

from __future__ import annotations

import csv
import datetime
import json
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from placespace.ingest.sessions.days import NAMES, misspelt_day
from placespace.ingest.sessions.timing import FORTNIGHTLY, MONTHLY, Timing, Wording
from placespace.ingest.sessions.tokens import CODES, MASTER, WORDS, tidied
from placespace.ingest.sessions.when import read_day_and_times, read_when
from placespace.ingest.sessions.words import in_words

HERE = Path(__file__).parent
SAMPLE = HERE.parents[2] / "geodata" / "sample"
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
TODAY = datetime.date(2026, 2, 1)


def shown(timing: Timing) -> str:
    """A session in the short notation of the table: ``?`` for what is not known."""
    times = f"{timing.start or '?'}-{timing.end or '?'}" if timing.start or timing.end else "?"
    weeks = f"[{timing.weeks}]" if " " in timing.weeks else timing.weeks
    parts = [
        "?" if timing.weekday is None else DAYS[timing.weekday],
        times,
        "" if weeks == "all" else weeks,
        {FORTNIGHTLY: "fortnightly", MONTHLY: "monthly"}.get(timing.every, ""),
        f"months {','.join(map(str, timing.months))}" if timing.months else "",
        f"from {timing.valid_from}" if timing.valid_from else "",
        f"to {timing.valid_to}" if timing.valid_to else "",
    ]
    return " ".join(filter(None, parts))


def table() -> list[dict[str, str]]:
    with (HERE / "wordings.csv").open(encoding="utf-8", newline="") as file:
        return [{**row, "wording": row["wording"].replace("\\n", "\n")} for row in csv.DictReader(file)]


def sample() -> list[dict[str, str]]:
    with (SAMPLE / "youth_provision_2026.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("row", table(), ids=lambda row: f"{row['wording'][:40]}{'*' * bool(row['notes'])}")
def test_a_wording_is_read_as_the_table_says_or_asked_about(row: dict[str, str]) -> None:
    read = read_when(row["wording"], notes=row["notes"])
    assert " | ".join(shown(t) for t in read.timings) == row["sessions"]
    assert bool(read.questions) == (row["review"] == "ask"), read.questions


def test_the_table_holds_the_lists_we_know() -> None:
    sources = Counter(row["source"] for row in table())
    assert sum(sources.values()) > 400
    assert sources["sefton"] == 12, "every different wording of the Sefton list of 2018-19"
    assert sources["practice"] == 11, "every wording of the guide to practice"
    assert {row["When"] for row in sample()} <= {row["wording"] for row in table()}


def test_the_four_rows_of_the_street_team_are_one_session_each_and_a_question() -> None:
    read = read_when(
        "every Friday evening (5-9pm) not December and January; additional nights school holidays and Bonfire period"
    )
    assert read.timings == (Timing(4, "17:00", "21:00", months=tuple(range(2, 12))),)
    assert read.questions == (
        "'additional nights school holidays and Bonfire period': on which days, and when?",
    )  # fmt: skip


def test_the_sample_list_is_read_as_a_careful_person_reads_it() -> None:
    """Without its notes, which that person left aside."""
    truth = json.loads((SAMPLE / "truth.json").read_text(encoding="utf-8"))["provision"]["reading"]
    assert len(truth) == 31
    for wanted, row in zip(truth, sample(), strict=True):
        read = read_when(row["When"])
        ours = [shown(t).replace("months 4,5,6,7,8,9", "April-September") for t in read.timings if t.complete]
        assert ours == wanted["sessions"], row["When"]
        assert bool(read.questions) == bool(wanted["ask_because"]), row["When"]


@pytest.mark.parametrize(
    ("cells", "sessions", "asks"),
    [
        (("Mon", "18:00", "20:00"), "Mon 18:00-20:00", False),
        (("Monday and Wed", "6pm", "8pm"), "Mon 18:00-20:00 | Wed 18:00-20:00", False),
        (("Mon", "1800", "2000"), "Mon 18:00-20:00", False),
        (("Mon", "18.00", "20.00"), "Mon 18:00-20:00", False),
        (("Mon", "18:00:00", "20:00:00"), "Mon 18:00-20:00", False),
        (("Mon", "0.75", "0.8333333333"), "Mon 18:00-20:00", False),
        (("Mon", "0.5", "0.625"), "Mon 12:00-15:00", False),
        (("Mon", "1899-12-30 18:00:00", "1900-01-01T20:00:00"), "Mon 18:00-20:00", False),
        (("Mon", "06:30 PM", "08:30 PM"), "Mon 18:30-20:30", False),
        (("Mon, Tue", "9", "5"), "Mon 09:00-17:00 | Tue 09:00-17:00", False),
        (("Mon", "22:00", "01:00"), "Mon 22:00-01:00", False),
        (("weekdays (term)", "3.15pm", "4.15pm"), " | ".join(f"{d} 15:15-16:15 term" for d in DAYS[:5]), False),
        (("Mon 6-8pm", "", ""), "Mon 18:00-20:00", False),
        (("Mon", "6-8pm", ""), "Mon 18:00-20:00", False),
        (("Every other Mon", "6pm", "8pm"), "Mon 18:00-20:00 fortnightly", True),
        (("Mon", "8", "10"), "Mon ?", True),
        (("Mon", "6pm", ""), "Mon 18:00-?", True),
        (("Mon", "", "8pm"), "Mon ?-20:00", True),
        (("Mon", "6pm", "late"), "Mon 18:00-?", True),
        (("Mon", "TBC", "TBC"), "Mon ?", True),
        (("Mon", "evening", ""), "Mon ?", True),
        (("Mon", "18:00", "18:00"), "Mon ?", True),
        (("Mon\nWed", "18:00\n19:00", "20:00\n21:00"), "Mon ? | Wed ?", True),
        (("", "6pm", "8pm"), "? 18:00-20:00", True),
        (("", "", ""), "", True),
    ],
)
def test_columns_of_their_own_for_day_start_and_end_are_read(cells, sessions: str, asks: bool) -> None:
    read = read_day_and_times(*cells)
    assert " | ".join(shown(t) for t in read.timings) == sessions
    assert bool(read.questions) == asks, read.questions


def test_notes_beside_columns_limit_them_too() -> None:
    read = read_day_and_times("Mon", "6pm", "8pm", notes="term time only")
    assert [shown(t) for t in read.timings] == ["Mon 18:00-20:00 term"]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Sun 1-4pm from 5th March", "2026-03-05", None),
        ("Sun 1-4pm from 5th November", "2025-11-05", None),
        ("Sun 1-4pm until 20 July", None, "2026-07-20"),
        ("Sun 1-4pm 5 November to 20 March", "2025-11-05", "2026-03-20"),
    ],
)
def test_a_date_without_a_year_is_the_nearest_one_and_asked_about(text: str, first: str, last: str) -> None:
    read = read_when(text, today=TODAY)
    assert [str(t.valid_from) for t in read.timings] == [str(first)]
    assert [str(t.valid_to) for t in read.timings] == [str(last)]
    assert "of which year?" in read.questions[0]


def test_a_long_cell_is_asked_about_and_not_read() -> None:
    read = read_when("Mon 6-8pm under the arches " * 200)
    assert not read.timings
    assert read.questions == ("it says more than 1,000 characters: what are its days and times?",)


@pytest.mark.parametrize("name", NAMES)
def test_a_day_with_a_letter_left_out_or_two_changed_round_is_that_day_or_none(name: str) -> None:
    left_out = {name[:i] + name[i + 1 :] for i in range(len(name))}
    turned = {name[:i] + name[i + 1] + name[i] + name[i + 2 :] for i in range(len(name) - 1)}
    assert {misspelt_day(word) for word in left_out | turned} <= {NAMES.index(name), None}
    assert misspelt_day(name) == NAMES.index(name)


def test_every_kind_of_word_has_a_letter_and_no_pattern_a_group_of_its_own() -> None:
    assert {code for code, _, _ in WORDS} <= {*CODES, "h"}
    assert MASTER.groups == len(WORDS), "the number of the group tells the word"


def minutes(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])


def impossible(read: Wording) -> list[str]:
    """What no reading may hold, whatever the text."""
    faults = [] if read.timings or read.questions else ["nothing read and nothing asked"]
    for t in read.timings:
        for clock in filter(None, (t.start, t.end)):
            if not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", clock):
                faults.append(f"{clock} is no time")
        if t.start and t.end:
            length = minutes(t.end) - minutes(t.start)
            overnight = length < 0 and t.end != "00:00"
            if length == 0 or (overnight and (minutes(t.start) < 16 * 60 or length + 24 * 60 > 10 * 60)):
                faults.append(f"{shown(t)} is no session")
        if t.weekday not in (None, *range(7)) or t.every not in (1, 2, 4) or not t.weeks:
            faults.append(f"{shown(t)} is no day or week")
        if list(t.months) != sorted(set(t.months)) or not set(t.months) <= set(range(1, 13)):
            faults.append(f"{t.months} are no months")
        if t.valid_from and t.valid_to and t.valid_from > t.valid_to:
            faults.append("it ends before it begins")
    return faults


@given(st.text(max_size=60) | st.text("0123456789:.-–/&, ampmonteusdh;()½", max_size=40))
@example("24:00-00:00")
@example("٦-٨pm Monday")
@example("Mon 31/02/2026 99/99/9999 1/1/0000")
@settings(max_examples=500, deadline=None)
def test_no_text_crashes_and_none_gives_what_cannot_be(text: str) -> None:
    assert not impossible(read_when(text, notes=text[::-1], today=TODAY))
    assert not impossible(read_day_and_times(text[:9], text[9:15], text[15:]))


VOCABULARY = sorted(
    {word for row in table() for word in re.findall(r"\S+|\n", row["wording"]) if not re.search("hour|hrs|½", word)}
)
"""Every word and every time of the table, but how long a session lasts."""
words = st.lists(st.sampled_from(VOCABULARY), max_size=14)


@given(words, st.sampled_from([" ", ", ", ""]))
@settings(max_examples=800, deadline=None)
def test_words_in_any_order_give_no_time_that_they_do_not_hold(chosen: list[str], between: str) -> None:
    text = between.join(chosen)
    read = read_when(text, today=TODAY)
    assert not impossible(read)
    runs = re.findall("[0-9]+", tidied(text))
    hours = {int(part) % 12 for run in runs for part in (run, run[:2], run[:1])}
    hours |= {0} if re.search("noon|mid", text, re.IGNORECASE) else set()
    assert {int(clock[:2]) % 12 for t in read.timings for clock in (t.start, t.end) if clock} <= hours


names = st.from_regex(r"[A-Z][a-z]{1,8}( [a-z]{1,8}){0,2}", fullmatch=True)
days = st.none() | st.dates(datetime.date(1990, 1, 1), datetime.date(2068, 12, 31))


@st.composite
def sessions(draw) -> Timing:
    """Any whole session there can be."""
    start = draw(st.integers(0, 24 * 60 - 1))
    end = start + draw(st.integers(1, 10 * 60 if start >= 16 * 60 else min(24 * 60 - start, 24 * 60 - 1)))
    months = draw(st.sets(st.integers(1, 12), max_size=11))
    first, last = draw(days), draw(days)
    if first and last and first > last:
        first, last = last, first
    return Timing(
        draw(st.integers(0, 6)),
        f"{start // 60:02d}:{start % 60:02d}",
        f"{end // 60 % 24:02d}:{end % 60:02d}",
        draw(st.sampled_from(["all", "term", "holiday", "Summer holiday", "Halloween to Bonfire"]) | names),
        draw(st.sampled_from([1, 2, 4])),
        tuple(sorted(months)),
        first,
        last,
    )


@given(sessions())
@example(Timing(4, "22:00", "01:00", "October half-term", 2, (1, 2, 12)))
@example(Timing(0, "18:00", "00:00", months=(1, 3, 5), valid_to=datetime.date(2026, 7, 20)))
@settings(max_examples=500, deadline=None)
def test_a_session_said_in_words_is_read_back_the_same(timing: Timing) -> None:
    assert read_when(in_words(timing)).timings == (timing,)
