"""What goes to outreach workers and partners is searched for anything of the police timetable."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass
from datetime import date

import pandas as pd
import pytest

from placespace.documents.paper import Sheet, check_no_police, moments_of, write_word, write_workbook
from placespace.errors import PlacespaceError


@dataclass(frozen=True)
class Team:
    title: str
    police: bool


CREWS = {
    "pair_north": Team("Police pair, north", True),
    "police": Team("Police", True),
    "bus": Team("Youth bus", False),
}
POLICE = pd.DataFrame(
    {
        "date": ["2026-10-02", "2026-10-03", "2026-10-09"],
        "from": ["21:15", "23:50", "18:30"],
        "to": ["21:30", "00:05", "18:45"],
    }
)
OUTREACH = pd.DataFrame({"date": ["2026-10-02", "2026-10-09"], "from": ["18:30", "18:30"], "to": ["21:00", "21:00"]})
OWN = moments_of(OUTREACH) | {(date(2026, 10, 2), "18:41")}
NEARBY = "Kelder Youth Centre, Fridays until 21:15"


def search(text: str | bytes, name: str = "sheet.txt", **more) -> list[str]:
    content = text if isinstance(text, bytes) else text.encode()
    return check_no_police({name: content}, POLICE, CREWS, **{"own": OWN, **more})


def test_an_honest_sheet_passes(contexts):
    context = contexts["outreach"]
    context["nights"] = [
        {"date": "2 October", "weekday": "Friday", "sunset": "18:41", "crew": "Youth bus", "time_from": "18:30",
         "time_to": "21:00", "place_number": 1, "place": "Strand", "provision": NEARBY, "note": ""},
        {"date": "9 October", "weekday": "Friday", "sunset": "18:24", "crew": "Youth bus", "time_from": "18:30",
         "time_to": "21:00", "place_number": 2, "place": "Marine Lake", "provision": "", "note": "half past nine"},
    ]  # fmt: skip
    for place in context["places"]:
        place["provision"] = [NEARBY]
    context["sources"] = ["Police recorded violence"]
    files = {"outreach.docx": write_word("outreach", context), "timetable.csv": OUTREACH.to_csv().encode()}
    assert check_no_police(files, POLICE, CREWS, own=OWN, quoted=[NEARBY]) == []


@pytest.mark.parametrize(
    "text",
    [
        "Friday 2 October 21:15",
        "On the 2nd of October they come at 9.15pm",
        "2026-10-02T21:15:00Z",
        "02/10/2026,21:15",
        "2/10/26 at 2115",
        "Oct 2: 2115 hrs",
        "Fri 2, 21.15",
        "Friday 2 October\n\nStrand\nfrom 9:15 to about ten",
        "see 21:15\nFriday 2 October",
        "Sat 3 Oct, ten to midnight: 23:50",
        "Sunday 4 October 00:05",
        "3 October, until 00:05",
        "Fridays 21:15 to 21:30",
        "Officers meet 9.15pm-9.30pm",
        "9 October from 18:30 to 18:45",
        "Ask the Police  pair,\nNorth about it",
        "crew: pair_north",
    ],
)
def test_a_police_time_or_crew_is_found_however_it_is_written(text):
    with pytest.raises(PlacespaceError, match=r"sheet\.txt"):
        search(text)


@pytest.mark.parametrize(
    "text",
    [
        "Friday 2 October, 18:30 to 21:00, sunset 18:41",
        "Saturday 3 October 21:15",
        "Friday 9 October 18:30",
        "The police and the youth bus work together.",
        "12 October 2026: 2,115 incidents; 21.15 km; version 21.1",
        "18:30 Friday 2 October\nFriday 16 October\n21:15",
        "Contains 2115 records, made on 25 September 2026",
        "",
    ],
)
def test_what_is_ones_own_or_nobodys_is_left_alone(text):
    assert search(text) == []


def test_a_place_where_only_police_go_is_found():
    with pytest.raises(PlacespaceError, match="names 'Harbour Row'"):
        search("Not harbour  row.", places=["Harbour Row"])
    assert search("Harbour Rowing Club", places=["Harbour Row"]) == []


def test_every_fault_of_every_file_is_named_at_once():
    with pytest.raises(PlacespaceError) as told:
        check_no_police({"a.txt": b"2 Oct 21:15", "b.csv": b"x,Police pair, north", "c.txt": b"fine"}, POLICE, CREWS)
    assert "a.txt: 2 October 21:15" in str(told.value)
    assert "b.csv: names 'Police pair, north'" in str(told.value)
    assert "c.txt" not in str(told.value)


def zipped(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    "where", ["note", "place", "provision", "title", "tally", "area", "cell", "sheet", "json", "zip"]
)
def test_a_leak_is_found_wherever_it_is_put(contexts, where):
    leak, context = "Fri 2 Oct 21:15", contexts["outreach"]
    if where in ("note", "place", "provision"):
        context["nights"][3][where] = leak
    else:
        context |= {"title": leak} if where == "title" else {"tally": [leak]} if where == "tally" else {}
        context |= {"area": leak} if where == "area" else {}
    about = {"marking": "OFFICIAL", "made_on": date(2026, 9, 25), "title": "x"}
    table = pd.DataFrame({"date": ["2026-10-02"], "at": ["21:15" if where == "cell" else "18:30"]})
    name, content = {
        "cell": ("a.xlsx", lambda: write_workbook([Sheet("a", table)], **about)),
        "sheet": ("a.xlsx", lambda: write_workbook([Sheet("2 Oct 2115 hrs", table)], **about)),
        "json": ("a.json", lambda: json.dumps([{"on": "2026-10-02", "at": "21:15"}, {"on": "2026-10-03"}]).encode()),
        "zip": ("a.zip", lambda: zipped("in.csv", b"2026-10-02,21:15")),
    }.get(where, ("a.docx", lambda: write_word("outreach", context)))
    with pytest.raises(PlacespaceError, match=r"a\."):
        search(content(), name)


def test_a_leak_in_a_files_name_is_found():
    with pytest.raises(PlacespaceError, match="names"):
        search("fine", "pair_north.csv")


def test_pictures_are_named_because_their_words_are_drawn():
    assert check_no_police({"map.png": b"\x89PNG", "map-A4.pdf": b"%PDF", "a.txt": b""}, POLICE, CREWS) == [
        "map.png",
        "map-A4.pdf",
    ]


def test_with_no_police_nothing_is_found_but_names():
    assert check_no_police({"a.txt": b"2 Oct 21:15 to 21:30"}, POLICE.iloc[:0], CREWS) == []
